//! The page's colours and marks are those of the rows of methods and attacks: `UPDATE_GOLDEN=1` writes both files anew.

mod stored;

use std::fmt::Write;
use stored::stored;
use wemem_lab::{
    attack::ATTACKS,
    look::{self, Colors, Fill, Mark, Point},
    method::METHODS,
};

#[test]
fn the_style_sheet_has_the_colours_of_every_method_and_attack() {
    let mut css = String::from(
        "/* Colours of methods and attacks, for light and dark pages; on any element with the class. Made from the rows in\n * \
         src/method and src/attack by tests/looks.rs. */\n\n",
    );
    let mut rule = |kind: &str, id: &str, Colors { light, dark }: Colors| {
        writeln!(css, ".{kind}-{id} {{ --{kind}: light-dark(#{light:06x}, #{dark:06x}); }}").unwrap();
    };
    rule("arm", "dense", look::DENSE.colors);
    METHODS.iter().map(|method| method.info()).for_each(|row| rule("arm", row.id, row.look.colors));
    rule("arm", "other", look::OTHER_METHOD.colors);
    ATTACKS.iter().for_each(|row| rule("attack", row.id, row.look.colors));
    rule("attack", "other", look::OTHER_ATTACK.colors);
    stored("www/looks.css", &css);
}

#[test]
fn the_page_has_the_mark_of_every_method() {
    let mut script = String::from(
        "/** Marks of methods in the figures, in units of their radius. Made from the rows in src/method by tests/looks.rs. */\n\n\
         /** @type {Record<string, { path: string, solid?: true }>} */\nexport const MARKS = {\n",
    );
    let mut entry = |id: &str, mark: Mark| {
        let solid = matches!(mark, Mark::Circle(Fill::Solid) | Mark::Outline(_, Fill::Solid));
        let solid = if solid { ", solid: true" } else { "" };
        writeln!(script, "  \"{id}\": {{ path: \"{}\"{solid} }},", path(mark)).unwrap();
    };
    entry("dense", look::DENSE.mark);
    METHODS.iter().map(|method| method.info()).for_each(|row| entry(row.id, row.look.mark));
    entry("other", look::OTHER_METHOD.mark);
    stored("www/page/marks.js", &(script + "};\n"));
}

fn path(mark: Mark) -> String {
    match mark {
        Mark::Circle(_) => circle(1.0),
        Mark::Target => circle(1.0) + &circle(0.3),
        Mark::Outline(corners, _) => along(corners) + "z",
        Mark::Strokes(strokes) => strokes.iter().map(|stroke| along(stroke)).collect(),
    }
}

fn circle(radius: f64) -> String {
    let width = 2.0 * radius;
    format!("M{} 0a{radius} {radius} 0 1 0 {width} 0a{radius} {radius} 0 1 0 {} 0z", -radius, -width)
}

fn along(points: &[Point]) -> String {
    let step = |(i, (x, y)): (usize, &Point)| format!("{}{x} {y}", if i == 0 { "M" } else { "L" });
    points.iter().enumerate().map(step).collect()
}
