//! The page's SVG as a backend of plotters: pixels with one digit, classes, dashes, no size of its own.
//!
//! plotters' own SVG backend writes sizes and colours where a page needs classes, and in a browser asks the document for the
//! width of a text, which a Web Worker does not have. Here a text is as wide as a table says, so the picture is the same
//! everywhere. The table is of the wider system fonts: a real text is seldom wider than we think.

use super::ink::Ink;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    text_anchor::{HPos, VPos},
};
use std::{convert::Infallible, fmt::Write};

/// Backend units in a pixel: plotters' coordinates are whole numbers.
pub(super) const UNITS: f64 = 10.0;

/// Width of `text` in pixels at a font size in pixels.
pub fn text_width(text: &str, font: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * font
}

/// Width of a character, in font sizes.
fn em(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.3,
        ' ' | '\u{a0}' | 'f' | 'r' | 't' | 'I' | '(' | ')' | '-' | '·' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' | '→' | '↑' | '↘' | '—' => 0.92,
        'A'..='Z' => 0.7,
        _ => 0.58,
    }
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

/// The backend. What it has drawn is the text.
pub(super) struct Canvas<'a> {
    svg: &'a mut String,
    size: (u32, u32),
}

impl<'a> Canvas<'a> {
    /// A canvas of a size in pixels that writes into `svg`; `label` is what a screen reader says.
    pub(super) fn new(svg: &'a mut String, (width, height): (u32, u32), figure: &str, label: &str) -> Self {
        let label = escaped(label);
        *svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"figure figure-{figure}\" viewBox=\"0 0 {width} {height}\" \
             width=\"100%\" role=\"img\" aria-label=\"{label}\" font-family=\"system-ui, sans-serif\">\n"
        );
        let units = |pixels: u32| pixels * UNITS as u32;
        Self { svg, size: (units(width), units(height)) }
    }

    /// One element: its ink's class and dashes, then these attributes. Nothing where it would not be seen.
    fn element(&mut self, tag: &str, color: BackendColor, attributes: &[(&str, String)], text: Option<&str>) -> Done {
        if color.alpha == 0.0 {
            return Ok(());
        }
        let ink = Ink::of_key(color.rgb);
        let mut element = format!("<{tag} class=\"{}\"", ink.class());
        if let (Some(dash), "polyline" | "line") = (ink.dash(), tag) {
            element += &format!(" stroke-dasharray=\"{dash}\"");
        }
        for (key, value) in attributes {
            element += &format!(" {key}=\"{value}\"");
        }
        let end = text.map_or_else(|| "/>".into(), |text| format!(">{}</{tag}>", escaped(text)));
        writeln!(self.svg, "{element}{end}").expect("writing to a string");
        Ok(())
    }
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        self.svg.push_str("</svg>\n");
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Done {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        let ends = [("x1", from.0), ("y1", from.1), ("x2", to.0), ("y2", to.1)];
        let ends = ends.map(|(key, units)| (key, pixels(units)));
        self.element("line", style.color(), &[stroked(style), ends.to_vec()].concat(), None)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Done {
        let sides = [("x", from.0), ("y", from.1), ("width", to.0 - from.0), ("height", to.1 - from.1)];
        let sides = sides.map(|(key, units)| (key, pixels(units)));
        self.element("rect", style.color(), &[sides.to_vec(), painted(style, fill)].concat(), None)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        let line = [vec![("fill", "none".into())], stroked(style), vec![("points", points(path))]].concat();
        self.element("polyline", style.color(), &line, None)
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Done {
        let place = [("cx", pixels(center.0)), ("cy", pixels(center.1)), ("r", pixels(radius as i32))];
        self.element("circle", style.color(), &[place.to_vec(), painted(style, fill)].concat(), None)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Done {
        let area = [painted(style, true), vec![("points", points(path))]].concat();
        self.element("polygon", style.color(), &area, None)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Done {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        // Names and numbers are taller than an x, on half the height of which other backends centre.
        let down = match style.anchor().v_pos {
            VPos::Top => "0.76em",
            VPos::Center => "0.35em",
            VPos::Bottom => "-0.25em",
        };
        let place = vec![
            ("x", pixels(at.0)),
            ("y", pixels(at.1)),
            ("dy", down.into()),
            ("text-anchor", anchor.into()),
            ("font-size", short(style.size() / UNITS, 1)),
        ];
        self.element("text", style.color(), &[place, painted(&style.color(), true)].concat(), Some(text))
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let font = style.size();
        Ok((text_width(text, font).ceil() as u32, font.ceil() as u32))
    }
}

type Attributes = Vec<(&'static str, String)>;

/// Of a line.
fn stroked(style: &impl BackendStyle) -> Attributes {
    let color = style.color();
    let mut attributes = opacity(color);
    attributes.push(("stroke", fallback(color)));
    attributes.push(("stroke-width", pixels(style.stroke_width() as i32)));
    attributes
}

/// Of an area, or of its edge alone.
fn painted(style: &impl BackendStyle, fill: bool) -> Attributes {
    if fill {
        return [opacity(style.color()), vec![("fill", fallback(style.color()))]].concat();
    }
    let mut edge = stroked(style);
    let at = edge.len() - 2; // behind the opacity
    edge.insert(at, ("fill", "none".into()));
    edge
}

fn opacity(color: BackendColor) -> Attributes {
    if color.alpha == 1.0 { Vec::new() } else { vec![("opacity", short(color.alpha, 2))] }
}

/// The colour that is seen without a stylesheet.
fn fallback(color: BackendColor) -> String {
    format!("#{:06X}", Ink::of_key(color.rgb).color())
}

fn points(path: impl IntoIterator<Item = BackendCoord>) -> String {
    path.into_iter().map(|(x, y)| format!("{},{}", pixels(x), pixels(y))).collect::<Vec<_>>().join(" ")
}

fn pixels(units: i32) -> String {
    short(f64::from(units) / UNITS, 1)
}

fn short(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

/// Escapes text for an element and for an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::{
        prelude::{IntoDrawingArea, PathElement, Text},
        style::{Color, IntoFont, TextStyle},
    };

    #[test]
    fn an_element_has_the_class_of_its_ink_and_numbers_in_pixels() {
        let mut svg = String::new();
        let root = Canvas::new(&mut svg, (3, 2), "roc", "\"a\" & b").into_drawing_area();
        root.draw(&PathElement::new(vec![(5, 0), (12, 20)], Color::stroke_width(&Ink::Reference.key(), 10))).unwrap();
        let half = Ink::Text.key().mix(0.5);
        let style = TextStyle::from(("system-ui", 120).into_font()).color(&half);
        root.draw(&Text::new("a < b", (30, 0), style)).unwrap();
        root.present().unwrap();
        drop(root);
        assert!(svg.contains("viewBox=\"0 0 3 2\"") && svg.contains("aria-label=\"&quot;a&quot; &amp; b\""));
        let line = "<polyline class=\"reference\" stroke-dasharray=\"4 3\" fill=\"none\" stroke=\"#8B949E\" \
                    stroke-width=\"1\" points=\"0.5,0 1.2,2\"/>\n";
        let text = "<text class=\"text\" x=\"3\" y=\"0\" dy=\"0.76em\" text-anchor=\"start\" font-size=\"12\" \
                    opacity=\"0.5\" fill=\"#1F2328\">a &lt; b</text>\n";
        assert!(svg.ends_with(&format!("{line}{text}</svg>\n")), "{svg}");
    }
}
