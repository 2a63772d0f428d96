//! A panel with one line an arm over tenths of records: what `exposures` and `deciles` are composed of.

use super::{
    Request,
    canvas::text_width,
    ink::{Ink, arm_slot},
    sheet::{Axis, Plot, Rect, Sheet, round_ticks},
    told::Told,
    words::tick,
};
use crate::report::{ArmReport, Detail, Report};

/// One value of a tenth, with its interval where it has one.
pub(super) type Value = (f64, Option<(f64, f64)>);

/// What a panel shows of each tenth.
pub(super) struct Panel<'a, T> {
    pub title: &'a str,
    /// Title of the shared axis; empty where another panel beneath has it.
    pub across: &'a str,
    pub range: (f64, f64),
    pub format: &'a dyn Fn(f64) -> String,
    pub value: &'a dyn Fn(&T) -> Value,
    /// That value in words.
    pub said: &'a dyn Fn(&T) -> String,
}

/// An arm with its tenths.
pub(super) type Tenths<'a, T> = (&'a ArmReport, &'a [T]);

/// Arms with such tenths for which there is room.
pub(super) fn arms<'a, T>(
    report: &'a Report,
    request: &Request,
    tenths: fn(&'a Detail) -> &'a [T],
) -> impl Iterator<Item = Tenths<'a, T>> {
    let of_arm = move |arm: &'a ArmReport| {
        let tenths = arm.detail.as_ref().map(tenths).filter(|tenths| !tenths.is_empty())?;
        Some((arm, tenths))
    };
    report.arms.iter().filter(|arm| request.has_room_for(arm)).filter_map(of_arm)
}

/// Axes of a panel.
pub(super) fn axes<'a, T>(sheet: &Sheet<'a>, outer: Rect, panel: &Panel<T>, tenths: usize) -> Plot<'a> {
    let most = ((outer.height() - 50.0) / 24.0).clamp(2.0, 6.0) as usize;
    let label = |tenth: f64| if panel.across.is_empty() { String::new() } else { tick(tenth) };
    let room = text_width("100 %", sheet.font - 1.0);
    sheet.axes(
        outer,
        &Axis {
            range: (0.5, tenths as f64 + 0.5),
            ticks: (1..=tenths).map(|i| i as f64).collect(),
            format: &label,
            title: panel.across,
            room: 0.0,
        },
        &Axis {
            range: panel.range,
            ticks: round_ticks(panel.range, most),
            format: panel.format,
            title: panel.title,
            room,
        },
    )
}

/// Lines and whiskers of the arms. Arms stand side by side within a tenth, so that equal ones stay visible.
pub(super) fn draw<T>(sheet: &Sheet, plot: &Plot, panel: &Panel<T>, request: &Request, arms: &[Tenths<T>]) {
    for (i, (arm, tenths)) in arms.iter().enumerate() {
        let (slot, alpha) = (arm_slot(&arm.id), request.strength(&arm.id));
        let shift = (i as f64 / (arms.len().max(2) - 1) as f64 - 0.5) * 0.5;
        let values =
            tenths.iter().map(|tenth| (panel.value)(tenth)).enumerate().filter(|(_, (value, _))| value.is_finite());
        let placed: Vec<_> = values.map(|(tenth, value)| (tenth, tenth as f64 + 1.0 + shift, value)).collect();
        for (_, x, (_, bounds)) in &placed {
            let Some((low, high)) = *bounds else { continue };
            sheet.line(&[plot.at(*x, low), plot.at(*x, high)], Ink::Arm(slot), 0.35 * alpha, 1.2);
        }
        let line: Vec<_> = placed.iter().map(|(_, x, (value, _))| plot.at(*x, *value)).collect();
        sheet.line(&line, Ink::Line(slot), 0.85 * alpha, 1.4);
        for (&at, &(tenth, ..)) in line.iter().zip(&placed) {
            sheet.mark(slot, at, if sheet.narrow() { 2.6 } else { 3.6 }, alpha);
            let said = (panel.said)(&tenths[tenth]);
            sheet.tell(Told::of_arm(at, &arm.id, &format!(", tenth {}", tenth + 1), &said));
        }
    }
}

/// What the same panel shows of non-members: thin lines without marks.
pub(super) fn draw_beside<T>(
    sheet: &Sheet,
    plot: &Plot,
    request: &Request,
    arms: &[Tenths<T>],
    value: &dyn Fn(&T) -> Option<f64>,
) {
    for (arm, tenths) in arms {
        let (slot, alpha) = (arm_slot(&arm.id), request.strength(&arm.id));
        let values = tenths.iter().map(value).enumerate();
        let line: Vec<_> = values.filter_map(|(tenth, value)| Some(plot.at(tenth as f64 + 1.0, value?))).collect();
        sheet.line(&line, Ink::Arm(slot), 0.6 * alpha, 1.0);
    }
}
