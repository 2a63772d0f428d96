//! From plotters' SVG to the page's: pixels, classes, a label for screen readers, no size of its own.
//!
//! plotters writes one element a line with escaped, quoted attributes; that is all this file relies on.

use super::{canvas::UNITS, ink::Ink};
use std::{collections::BTreeMap, fmt::Write};

/// Rewrites what plotters wrote for a picture of `size` pixels.
pub(super) fn restyle(raw: &str, size: (u32, u32), figure: &str, label: &str) -> String {
    let inks: BTreeMap<String, Ink> = Ink::all().into_iter().map(|ink| (format!("#{:06X}", ink.rgb()), ink)).collect();
    let mut out = opening(size, figure, label);
    for line in raw.lines().skip(1) {
        match line.strip_prefix('<') {
            Some(element) if !element.starts_with('/') => rewrite(element, &inks, &mut out),
            _ => out.push_str(line),
        }
        if line.ends_with("/>") || line.starts_with("</") {
            out.push('\n');
        }
    }
    out
}

fn opening((width, height): (u32, u32), figure: &str, label: &str) -> String {
    let label = escape(label);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"figure figure-{figure}\" viewBox=\"0 0 {width} {height}\" \
         width=\"100%\" role=\"img\" aria-label=\"{label}\" font-family=\"system-ui, sans-serif\">\n"
    )
}

/// Escapes text for an attribute.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn rewrite(element: &str, inks: &BTreeMap<String, Ink>, out: &mut String) {
    let tag = element.split([' ', '>', '/']).next().unwrap_or_default();
    let close = if element.ends_with("/>") { "/>" } else { ">" };
    let attributes = attributes(element);
    let ink = attributes.iter().find_map(|(_, value)| inks.get(*value));
    write!(out, "<{tag}").expect("writing to a string");
    if let Some(ink) = ink {
        write!(out, " class=\"{}\"", ink.class()).expect("writing to a string");
        if let (Some(dash), "polyline" | "line") = (ink.dash(), tag) {
            write!(out, " stroke-dasharray=\"{dash}\"").expect("writing to a string");
        }
    }
    for (key, value) in attributes {
        if let Some(value) = in_pixels(tag, key, value) {
            write!(out, " {key}=\"{value}\"").expect("writing to a string");
        }
    }
    out.push_str(close);
}

fn attributes(element: &str) -> Vec<(&str, &str)> {
    let mut parts = element.split('"');
    let mut found = Vec::new();
    while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
        let key = key.rsplit(' ').next().unwrap_or_default().trim_end_matches('=');
        found.push((key, value));
    }
    found
}

/// The attribute's value in pixels; none where it says only what holds anyway.
fn in_pixels(tag: &str, key: &str, value: &str) -> Option<String> {
    match key {
        "opacity" if value == "1" => None,
        "opacity" => Some(short(value.parse().unwrap_or(1.0), 2)),
        "stroke" if value == "none" => None,
        "stroke-width" if tag == "circle" && value == "0" => None,
        "font-family" => None,
        // plotters centres on half the height of an x; names and numbers are taller.
        "dy" if value == "0.5ex" => Some("0.35em".into()),
        "dy" if value == "-0.5ex" => Some("-0.25em".into()),
        "points" => Some(value.split_whitespace().map(point).collect::<Vec<_>>().join(" ")),
        "x" | "y" | "x1" | "y1" | "x2" | "y2" | "cx" | "cy" | "r" | "width" | "height" | "stroke-width"
        | "font-size" => Some(pixels(value)),
        _ => Some(value.into()),
    }
}

fn point(pair: &str) -> String {
    pair.split(',').map(pixels).collect::<Vec<_>>().join(",")
}

fn pixels(units: &str) -> String {
    short(units.parse::<f64>().unwrap_or_default() / UNITS, 1)
}

fn short(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_become_pixels_and_numbers_become_classes() {
        let raw = "<svg>\n<line opacity=\"1\" stroke=\"#8B949E\" stroke-width=\"10\" x1=\"5\" y1=\"0\"/>\n\
                   <text x=\"30\" dy=\"0.5ex\" font-size=\"119.99999\" fill=\"#1F2328\">\na &lt; b\n</text>\n</svg>\n";
        let svg = restyle(raw, (3, 2), "roc", "\"a\" & b");
        assert!(svg.contains("viewBox=\"0 0 3 2\"") && svg.contains("aria-label=\"&quot;a&quot; &amp; b\""));
        let line = "<line class=\"reference\" stroke-dasharray=\"4 3\" stroke=\"#8B949E\" stroke-width=\"1\" \
                    x1=\"0.5\" y1=\"0\"/>";
        assert!(svg.contains(line), "{svg}");
        assert!(svg.contains("x=\"3\" dy=\"0.35em\" font-size=\"12\" fill=\"#1F2328\">a &lt; b</text>"), "{svg}");
    }
}
