//! Which weights of the pruned layers remain: by input (a picture where inputs are pixels) and by output.
//!
//! Darker is more. A share is drawn in eight steps, and neighbours of the same step are one area: a picture of 784
//! single cells would be slow to show.

use super::{
    Figure, FigureInfo, Picture, Place, Request, Table,
    ink::Ink,
    missing,
    sheet::{Anchor, Rect, Sheet},
    words::{DENSE, arm_name, count, detailed, failures, last_round, list, percent},
};
use crate::report::{ArmReport, LayerMask, Report};

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::Masks,
    id: "masks",
    name: "Masks",
    help: "Which weights remain: for each input and each unit of a layer, the share that pruning kept.",
    panel: Place::Network,
    draw,
    draw_audit: None,
};

fn draw(report: &Report, request: &Request) -> Picture {
    let arm = detailed(report, request.arm).filter(|arm| arm.id != DENSE && !masks(arm).is_empty());
    Picture::new("masks", request, alt(report, arm), table(arm), |sheet| {
        let Some(arm) = arm else { return Picture::empty(sheet, sheet.bounds, missing(report)) };
        let all = masks(arm);
        let shown = (1..=all.len()).rev().find(|&count| is_legible(&areas(sheet, &all[..count], report.data.image)));
        let drawn = &all[..shown.unwrap_or(1)];
        let pairs = drawn.iter().zip(areas(sheet, drawn, report.data.image)).enumerate();
        pairs.for_each(|(i, (mask, row))| draw_layer(sheet, i, mask, row, seen(report.data.image, i)));
    })
}

fn masks(arm: &ArmReport) -> &[LayerMask] {
    arm.detail.as_ref().map_or(&[], |detail| &detail.masks)
}

/// The picture that a layer's inputs are, if records are pictures: only the first layer reads pixels.
fn seen(image: Option<(u32, u32)>, layer: usize) -> Option<(u32, u32)> {
    image.filter(|_| layer == 0)
}

/// Width and height of the picture that a layer's inputs make, if they make one.
fn grid(mask: &LayerMask, image: Option<(u32, u32)>) -> Option<(usize, usize)> {
    let (width, height) = image?;
    let fits = width * height == mask.inputs && mask.kept_by_input.len() == mask.inputs as usize && width > 0;
    fits.then_some((width as usize, height as usize))
}

/// The least height of a row: its two lines of text and a bar.
const LEAST_ROW: f64 = 56.0;

/// True if the rows have room for what they show. A network of many layers is drawn as far as there is room; the table has
/// all of it.
fn is_legible(rows: &[Rect]) -> bool {
    rows.iter().all(|row| row.bottom - row.top >= LEAST_ROW)
}

/// One row a layer; a layer with a picture gets twice the height.
fn areas(sheet: &Sheet, masks: &[LayerMask], image: Option<(u32, u32)>) -> Vec<Rect> {
    let tall = |(i, mask): (usize, &LayerMask)| if grid(mask, seen(image, i)).is_some() { 1.8 } else { 1.0 };
    let weights: Vec<f64> = masks.iter().enumerate().map(tall).collect();
    let page = Rect::new(6.0, 4.0, sheet.bounds.right - 8.0, sheet.bounds.bottom - 4.0);
    let gap = 10.0;
    let unit = (page.height() - gap * (masks.len() - 1) as f64) / weights.iter().sum::<f64>();
    let mut top = page.top;
    let mut row = |weight: f64| {
        let area = Rect { top, bottom: top + weight * unit, ..page };
        top = area.bottom + gap;
        area
    };
    weights.into_iter().map(&mut row).collect()
}

fn draw_layer(sheet: &Sheet, index: usize, mask: &LayerMask, row: Rect, image: Option<(u32, u32)>) {
    let small = sheet.font - 0.5;
    let name = format!("layer {}", index + 1);
    sheet.text(&name, (row.left, row.top + small * 0.8), Anchor::Start, Ink::Text, sheet.font);
    let body = Rect { top: row.top + small * 3.2, ..row };
    let note_y = row.top + small * 2.3;
    let half = (row.width() - 24.0) / 2.0;
    let left = Rect { right: row.left + half, ..body };
    let picture = grid(mask, image);
    let left = picture.map_or(left, |(width, height)| fitted(left, width, height));
    let noun = if picture.is_some() { "pixel" } else { "input" };
    sheet.text(&format!("kept of each {noun}"), (left.left, note_y), Anchor::Start, Ink::Muted, small);
    match picture {
        Some((width, _)) => draw_cells(sheet, &mask.kept_by_input, width, left),
        None => draw_bars(sheet, &mask.kept_by_input, left),
    }
    sheet.frame(left, Ink::Grid, 1.0);
    let right = Rect { left: left.right + 24.0, ..body };
    let note = sheet.fitting(&["kept of each unit (frame: all)", "kept of each unit"], right.width() - 6.0);
    sheet.text(note, (right.left, note_y), Anchor::Start, Ink::Muted, small);
    draw_bars(sheet, &mask.kept_by_output, right);
    sheet.frame(right, Ink::Grid, 1.0);
}

/// The largest area of a picture's proportions in the upper left of `area`.
fn fitted(area: Rect, width: usize, height: usize) -> Rect {
    let cell = (area.width() / width as f64).min(area.height() / height as f64);
    Rect { right: area.left + cell * width as f64, bottom: area.top + cell * height as f64, ..area }
}

/// Steps of darkness.
const STEPS: f64 = 8.0;

fn draw_cells(sheet: &Sheet, shares: &[f32], width: usize, area: Rect) {
    let cell = area.width() / width as f64;
    for (y, row) in shares.chunks(width).enumerate() {
        let step = |share: &f32| (f64::from(share.clamp(0.0, 1.0)) * STEPS).round() as u32;
        let steps: Vec<u32> = row.iter().map(step).collect();
        let mut x = 0;
        for run in steps.chunk_by(|a, b| a == b) {
            let left = area.left + cell * x as f64;
            let top = area.top + cell * y as f64;
            let cells = Rect::new(left, top, left + cell * run.len() as f64, top + cell);
            if run[0] > 0 {
                sheet.rect(cells, Ink::Kept, f64::from(run[0]) / STEPS);
            }
            x += run.len();
        }
    }
}

/// One bar a unit; the frame is the whole.
fn draw_bars(sheet: &Sheet, shares: &[f32], area: Rect) {
    let step = area.width() / shares.len().max(1) as f64;
    let gap = if step > 3.0 { 0.5 } else { 0.0 };
    for (i, &share) in shares.iter().enumerate() {
        let left = area.left + step * i as f64;
        let top = area.bottom - area.height() * f64::from(share.clamp(0.0, 1.0));
        if share > 0.0 {
            sheet.rect(Rect::new(left + gap, top, left + step - gap, area.bottom), Ink::Kept, 0.8);
        }
    }
}

fn alt(report: &Report, arm: Option<&ArmReport>) -> String {
    let Some(arm) = arm else {
        return format!("Weights that pruning keeps. Nothing to draw: {}.{}", missing(report), failures(report));
    };
    let sparsity = last_round(arm, None).map_or(f64::NAN, |round| round.sparsity);
    let said = |(i, mask): (usize, &LayerMask)| {
        let (low, high) = extremes(&mask.kept_by_output);
        let units = count(mask.outputs as usize, "unit");
        format!("layer {} keeps from {} to {} of the weights of its {units}", i + 1, percent(low), percent(high))
    };
    let layers: Vec<String> = masks(arm).iter().enumerate().map(said).collect();
    format!(
        "Weights that remain in {} at a sparsity of {}, by input and by unit. {}.{}",
        arm_name(&arm.id),
        percent(sparsity),
        list(&layers).replacen("layer", "Layer", 1),
        failures(report)
    )
}

fn extremes(shares: &[f32]) -> (f64, f64) {
    let values = shares.iter().map(|&share| f64::from(share));
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

fn table(arm: Option<&ArmReport>) -> Table {
    let mut table = Table::new(&["Layer", "Side", "Unit", "Kept"]);
    for (i, mask) in arm.map_or(&[][..], masks).iter().enumerate() {
        let sides = [("input", &mask.kept_by_input), ("output", &mask.kept_by_output)];
        for (side, shares) in sides {
            for (unit, &share) in shares.iter().enumerate() {
                table.push([(i + 1).to_string(), side.into(), unit.to_string(), percent(f64::from(share))]);
            }
        }
    }
    table
}
