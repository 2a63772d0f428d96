//! Receiver operating characteristic on logarithmic axes, as Carlini et al. (2022, §IV) ask for it.
//!
//! The axis ends at one false positive, 1/n: below it the records resolve nothing. Curves that reach further left
//! begin at the edge; a sensitivity below the edge's value is drawn on the lower edge.

use super::{
    Picture, Request, Table, WAITING,
    ink::{Ink, attack_slot},
    labels::{Key, arm_key, legend},
    sheet::{Anchor, Axis, Plot, Rect, Sheet},
    words::{
        arm_name, attack_name, decimal, detailed, failures, last_round, list, percent, sensitivity_at, whole_percent,
    },
};
use crate::experiment::report::{ArmReport, AttackReport, Report, RocCurve};

/// One curve of the picture with what the report says about it.
struct Curve<'a> {
    arm: &'a ArmReport,
    attack: &'a str,
    points: &'a [(f64, f64)],
    key: Key<'a>,
}

pub(super) fn draw(report: &Report, request: &Request) -> Picture {
    let curves = curves(report, request);
    let (alt, table) = (alt(report, request, &curves), table(&curves));
    Picture::new("roc", request, alt, table, |sheet| {
        let page = Rect::new(4.0, 4.0, sheet.bounds.right - 8.0, sheet.bounds.bottom - 2.0);
        let keys: Vec<Key> = curves.iter().map(|curve| Key { ..curve.key }).collect();
        let top = page.top + legend(sheet, &keys, page);
        let floor = floor(report);
        let plot = axes(sheet, Rect { top, ..page }, floor, report.data.non_members);
        if curves.is_empty() {
            return Picture::waiting(sheet, plot.bounds, WAITING);
        }
        curves.iter().enumerate().for_each(|(i, curve)| draw_curve(sheet, &plot, curve, floor, i));
    })
}

fn curves<'a>(report: &'a Report, request: &Request<'a>) -> Vec<Curve<'a>> {
    let Some(attack) = request.attack else {
        let arm = detailed(report, request.arm);
        let of_arm = arm.into_iter().flat_map(|arm| arm.detail.iter().flat_map(|d| &d.roc).map(move |roc| (arm, roc)));
        return of_arm.map(|(arm, roc)| Curve::of_attack(arm, roc)).collect();
    };
    let found = |arm: &'a ArmReport| Some((arm, arm.detail.as_ref()?.roc.iter().find(|roc| roc.attack == attack)?));
    let of_attack = report.arms.iter().filter_map(found);
    of_attack.map(|(arm, roc)| Curve::of_arm(arm, roc, request.strength(&arm.id))).collect()
}

impl<'a> Curve<'a> {
    fn of_attack(arm: &'a ArmReport, roc: &'a RocCurve) -> Self {
        let line = Ink::Attack(attack_slot(&roc.attack));
        let key = Key { name: attack_name(&roc.attack), line, slot: None, alpha: 1.0 };
        Self { arm, attack: &roc.attack, points: &roc.points, key }
    }

    fn of_arm(arm: &'a ArmReport, roc: &'a RocCurve, alpha: f64) -> Self {
        Self { arm, attack: &roc.attack, points: &roc.points, key: arm_key(&arm.id, alpha) }
    }

    fn result(&self) -> Option<&'a AttackReport> {
        last_round(self.arm, None)?.attack(self.attack)
    }
}

/// Smallest rate drawn: one false positive.
fn floor(report: &Report) -> f64 {
    1.0 / f64::from(report.data.non_members.max(2))
}

fn axes<'a>(sheet: &Sheet<'a>, outer: Rect, floor: f64, non_members: u32) -> Plot<'a> {
    let low = floor.log10();
    let decades: Vec<f64> = (low.ceil() as i32..=0).map(f64::from).collect();
    let rate = |log: f64| whole_percent(10f64.powf(log));
    let axis = |title| Axis { range: (low, 0.0), ticks: decades.clone(), format: &rate, title, room: 0.0 };
    let plot = sheet.axes(outer, &axis("non-members wrongly accused →"), &axis("↑ members found"));
    sheet.line(&[plot.at(low, low), plot.at(0.0, 0.0)], Ink::Reference, 1.0, 1.0);
    let edge = plot.bounds.left;
    sheet.line(&[(edge, plot.bounds.top), (edge, plot.bounds.bottom)], Ink::Reference, 1.0, 1.0);
    let note = format!("left edge: 1 of {non_members} non-members");
    let corner = (plot.bounds.right - 4.0, plot.bounds.bottom - sheet.font * 0.8);
    sheet.text(&note, corner, Anchor::End, Ink::Muted, sheet.font - 1.0);
    let middle = plot.at(low * 0.35, low * 0.35);
    let beside = (middle.0 + 10.0, middle.1 + sheet.font * 0.4);
    sheet.text("guessing", beside, Anchor::Start, Ink::Muted, sheet.font - 1.0);
    plot
}

fn draw_curve(sheet: &Sheet, plot: &Plot, curve: &Curve, floor: f64, index: usize) {
    let points = visible(curve.points, floor);
    let line: Vec<_> = points.iter().map(|&(x, y)| plot.at(x.log10(), y.max(floor).log10())).collect();
    sheet.line(&line, curve.key.line, curve.key.alpha, 1.8);
    let Some(slot) = curve.key.slot else { return };
    // Marks at different heights of different curves: the same place would hide all but one.
    let target = plot.bounds.left + plot.bounds.width() * (0.15 + 0.07 * (index % 9) as f64);
    let at = line.iter().min_by(|a, b| (a.0 - target).abs().total_cmp(&(b.0 - target).abs()));
    if let Some(&at) = at {
        sheet.mark(slot, at, 4.2, curve.key.alpha);
    }
}

/// The curve right of the edge. Between two of its points a curve is straight on linear axes, so here it is bent:
/// long pieces are drawn through points in between.
fn visible(points: &[(f64, f64)], floor: f64) -> Vec<(f64, f64)> {
    let finite: Vec<_> = points.iter().copied().filter(|(x, y)| x.is_finite() && y.is_finite()).collect();
    let mut shown = Vec::new();
    for pair in finite.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        if to.0 < floor {
            continue;
        }
        let begin = from.0.max(floor);
        let pieces = ((to.0 / begin).log10() / 0.1).ceil().max(1.0) as i32;
        if shown.is_empty() {
            shown.push((begin, between(from, to, begin)));
        }
        shown.extend((1..pieces).map(|i| {
            let x = begin * (to.0 / begin).powf(f64::from(i) / f64::from(pieces));
            (x, between(from, to, x))
        }));
        shown.push(to);
    }
    shown
}

/// Height at `x` of the straight line between two points; of a step its upper end.
fn between(from: (f64, f64), to: (f64, f64), x: f64) -> f64 {
    if to.0 > from.0 { from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0) } else { to.1 }
}

fn alt(report: &Report, request: &Request, curves: &[Curve]) -> String {
    let floor = percent(floor(report));
    let Some(first) = curves.first() else {
        return format!(
            "ROC on logarithmic axes down to {floor} false positives. Nothing to draw: {WAITING}.{}",
            failures(report)
        );
    };
    let what = match request.attack {
        Some(attack) => format!("{} on every arm", attack_name(attack)),
        None => format!("every attack on {}", arm_name(&first.arm.id)),
    };
    let said = |curve: &Curve| Some(format!("{} {}", curve.key.name, decimal(curve.result()?.auc)));
    let aucs: Vec<String> = curves.iter().filter_map(said).collect();
    format!(
        "ROC of {what} after the last round, on logarithmic axes down to one false positive ({floor}). AUC: {}.{}",
        list(&aucs),
        failures(report)
    )
}

fn table(curves: &[Curve]) -> Table {
    let mut table = Table::new(&["Arm", "Attack", "AUC", "TPR at 10 % FPR", "TPR at 1 % FPR", "TPR at 0.1 % FPR"]);
    for curve in curves {
        let Some(result) = curve.result() else { continue };
        let at = |fpr| sensitivity_at(result, fpr);
        table.push([
            arm_name(&curve.arm.id).into(),
            attack_name(curve.attack).into(),
            decimal(result.auc),
            at(0.1),
            at(0.01),
            at(0.001),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_begins_at_the_edge_with_what_it_has_found_by_then() {
        let points = [(0.0, 0.0), (0.0, 0.02), (0.01, 0.05), (0.5, 0.8), (1.0, 1.0)];
        assert_eq!(visible(&points, 0.01)[0], (0.01, 0.05));
        assert_eq!(visible(&points, 0.005)[0], (0.005, 0.035));
        assert_eq!(visible(&points, 0.005).last(), Some(&(1.0, 1.0)));
    }

    #[test]
    fn guessing_stays_on_the_diagonal() {
        let shown = visible(&[(0.0, 0.0), (1.0, 1.0)], 0.01);
        assert!(shown.len() > 10 && shown.iter().all(|(x, y)| (x - y).abs() < 1e-12), "{shown:?}");
    }
}
