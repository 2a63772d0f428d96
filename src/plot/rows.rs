//! One row an arm, the first on top, with its name left of the panel: what `dense-against-defended`, `canaries` and
//! `seconds` are composed of.

use super::{
    Request,
    canvas::text_width,
    ink::{Ink, arm_slot},
    sheet::{Anchor, Axis, Plot, Point, Rect, Sheet},
    words::{arm_name, tick},
};

/// Room that the names of these arms need.
pub(super) fn names_width(sheet: &Sheet, ids: &[&str]) -> f64 {
    let widest = ids.iter().map(|id| sheet.width_of(&arm_name(id))).fold(0.0, f64::max);
    if ids.is_empty() { 0.0 } else { widest + 12.0 }
}

/// Height of a row on the axis of [`axes`].
pub(super) fn level(index: usize, rows: usize) -> f64 {
    (rows - 1 - index) as f64
}

/// A panel with `rows` rows and values across.
pub(super) fn axes<'a>(sheet: &Sheet<'a>, area: Rect, rows: usize, across: &Axis, title: &str) -> Plot<'a> {
    let range = (-0.6, rows.max(1) as f64 - 0.4);
    sheet.axes(area, across, &Axis { range, ticks: Vec::new(), format: &tick, title, room: 0.0 })
}

/// Writes the names beside their rows, smaller where rows are narrow.
pub(super) fn draw_names(sheet: &Sheet, plot: &Plot, request: &Request, ids: &[&str]) {
    let size = sheet.font.min(plot.bounds.height() / ids.len().max(1) as f64 * 0.85);
    for (i, id) in ids.iter().enumerate() {
        let at = (plot.bounds.left - 10.0, plot.at(0.0, level(i, ids.len())).1);
        sheet.text_with(&arm_name(id), at, Anchor::End, Ink::Label(arm_slot(id)), size, request.strength(id));
    }
}

/// A number above a mark, where neither bar nor whisker runs; left out where rows are too narrow for it.
pub(super) fn draw_value(sheet: &Sheet, plot: &Plot, rows: usize, at: Point, text: &str, alpha: f64) {
    let size = sheet.font - 2.0;
    if plot.bounds.height() / (rows as f64) < size * 2.2 {
        return;
    }
    let half = text_width(text, size) / 2.0;
    let x = at.0.clamp(plot.bounds.left + half, plot.bounds.right - half);
    sheet.text_with(text, (x, at.1 - 6.0 - size * 0.6), Anchor::Middle, Ink::Muted, size, alpha);
}
