//! Names beside what they name, and rows of swatches: neither overlaps anything.

use super::{
    ink::{Ink, arm_slot},
    sheet::{Anchor, Point, Rect, Sheet},
    words::arm_name,
};
use crate::sort;
use std::borrow::Cow;

/// A name to be put beside a point.
pub(super) struct Label<'a> {
    pub id: &'a str,
    pub at: Point,
    pub alpha: f64,
}

/// Free space between a mark's centre and its name.
const GAP: f64 = 11.0;

/// Writes arms' names beside their points, inside `bounds` and off the `taken` areas; with a leader where a name had to
/// move away. `sides` are tried in order.
pub(super) fn beside(sheet: &Sheet, labels: &[Label], bounds: Rect, taken: &[Rect], sides: &[Anchor]) {
    let mut taken = taken.to_vec();
    let mut order: Vec<&Label> = labels.iter().collect();
    sort::by(&mut order, |a, b| a.at.1.total_cmp(&b.at.1));
    for label in order {
        let slot = arm_slot(label.id);
        let name = &arm_name(label.id);
        let size = (sheet.width_of(name), sheet.font * 1.16);
        let Some((anchor, y)) = free_place(label.at, size, bounds, &taken, sides) else { continue };
        let x = beside_x(label.at.0, anchor);
        taken.push(text_box((x, y), size, anchor));
        if (y - label.at.1).abs() > sheet.font * 0.8 {
            let toward = if anchor == Anchor::Start { -2.0 } else { 2.0 };
            sheet.line(&[label.at, (x + toward, y)], Ink::Arm(slot), 0.55 * label.alpha, 0.8);
        }
        sheet.text_with(name, (x, y), anchor, Ink::Label(slot), sheet.font, label.alpha);
    }
}

/// A mark's area, to be kept free of names.
pub(super) fn mark_box((x, y): Point, radius: f64) -> Rect {
    Rect::new(x - radius, y - radius, x + radius, y + radius)
}

fn beside_x(x: f64, anchor: Anchor) -> f64 {
    if anchor == Anchor::Start { x + GAP } else { x - GAP }
}

fn text_box((x, y): Point, (width, height): Point, anchor: Anchor) -> Rect {
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    Rect::new(left, y - height / 2.0, left + width, y + height / 2.0)
}

/// The free place nearest to the height of `at`.
fn free_place(at: Point, size: Point, bounds: Rect, taken: &[Rect], sides: &[Anchor]) -> Option<(Anchor, f64)> {
    let inside =
        |b: Rect| b.left >= bounds.left && b.right <= bounds.right && b.top >= bounds.top && b.bottom <= bounds.bottom;
    let step = 2.0;
    let steps = (bounds.height() / step) as i32;
    let offsets = (0..=steps).flat_map(|i| [f64::from(i) * step, -f64::from(i) * step]);
    let places = offsets.flat_map(|offset| sides.iter().map(move |&side| (side, at.1 + offset)));
    places.into_iter().find(|&(side, y)| {
        let candidate = text_box((beside_x(at.0, side), y), size, side);
        inside(candidate) && !taken.iter().any(|other| candidate.overlaps(*other))
    })
}

/// One entry of a legend.
#[derive(Clone)]
pub(super) struct Key<'a> {
    pub name: Cow<'a, str>,
    pub line: Ink,
    /// Arm's mark, if the line stands for an arm.
    pub slot: Option<usize>,
    pub alpha: f64,
}

/// Length of a legend's swatch.
const SWATCH: f64 = 26.0;

/// Writes a legend in rows from the upper left corner of `area` and returns the height that it takes.
pub(super) fn legend(sheet: &Sheet, keys: &[Key], area: Rect) -> f64 {
    let row = sheet.font * 1.6;
    let (mut x, mut y) = (area.left, area.top + row / 2.0);
    for key in keys {
        let width = SWATCH + 5.0 + sheet.width_of(&key.name) + 14.0;
        if x > area.left && x + width - 14.0 > area.right {
            (x, y) = (area.left, y + row);
        }
        sheet.line(&[(x, y), (x + SWATCH, y)], key.line, key.alpha, 1.8);
        let ink = key.slot.map_or(Ink::Text, Ink::Label);
        if let Some(slot) = key.slot {
            sheet.mark(slot, (x + SWATCH / 2.0, y), 3.8, key.alpha);
        }
        sheet.text_with(&key.name, (x + SWATCH + 5.0, y), Anchor::Start, ink, sheet.font, key.alpha);
        x += width;
    }
    if keys.is_empty() { 0.0 } else { y + row / 2.0 + 4.0 - area.top }
}

/// Entry of an arm.
pub(super) fn arm_key(id: &str, alpha: f64) -> Key<'_> {
    let slot = arm_slot(id);
    Key { name: arm_name(id), line: Ink::Line(slot), slot: Some(slot), alpha }
}
