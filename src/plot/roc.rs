//! Receiver operating characteristic on logarithmic axes, as Carlini et al. (2022, §IV) ask for it.
//!
//! The axis ends at one false positive, 1/n: below it the records resolve nothing. Curves that reach further left
//! begin at the edge; a sensitivity below the edge's value is drawn on the lower edge.

use super::{
    Figure, FigureInfo, NOT_AUDITED, Picture, Place, Request, Table,
    ink::{Ink, attack_slot},
    labels::{Key, arm_key, legend},
    missing,
    sheet::{Anchor, Axis, Plot, Rect, Sheet},
    words::{
        arm_name, attack_name, decimal, detailed, failures, last_round, list, percent, sensitivity_at, whole_percent,
    },
};
use crate::{
    audit::report::AuditReport,
    report::{ArmReport, AttackReport, Report, RocCurve},
};
use std::borrow::Cow;

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::Roc,
    id: "roc",
    name: "ROC",
    help: "Which share of the members an attack finds for the share of non-members that it accuses wrongly, on \
           logarithmic axes because few accusations are what harms.",
    panel: Place::Attacker,
    draw,
    draw_audit: Some(draw_audit),
};

/// The curves of a run or of an audit, with what their picture says.
struct Curves<'a> {
    curves: Vec<Curve<'a>>,
    /// Non-members that the curves were counted on.
    non_members: u32,
    /// What the curves are of, as "every attack on Base after the last round".
    of: String,
    /// What the networks are, over their column.
    networks: &'static str,
    /// What failed, in sentences that begin with a space.
    failures: String,
    /// What stands where there are no curves.
    missing: &'static str,
}

/// One curve of the picture with what the report says about it.
struct Curve<'a> {
    /// Name of the network: an arm, or the file of an audit.
    network: Cow<'a, str>,
    attack: &'a str,
    points: &'a [(f64, f64)],
    key: Key<'a>,
    result: Option<&'a AttackReport>,
}

fn draw(report: &Report, request: &Request) -> Picture {
    Curves::of_run(report, request).picture(request)
}

/// The curves of an audit: every attack that ran.
fn draw_audit(report: &AuditReport, request: &Request) -> Picture {
    Curves::of_audit(report).picture(request)
}

impl<'a> Curves<'a> {
    fn of_run(report: &'a Report, request: &Request<'a>) -> Self {
        let (curves, whose) = match request.attack {
            Some(attack) => (on_each_arm(report, request, attack), format!("{} on every method", attack_name(attack))),
            None => {
                let arm = detailed(report, request.arm);
                let name = arm.map_or(Cow::Borrowed(""), |arm| arm_name(&arm.id));
                (arm.map_or_else(Vec::new, on_one_arm), format!("every attack on {name}"))
            }
        };
        let of = format!("{whose} after the last round");
        let non_members = report.data.non_members;
        Self { curves, non_members, of, networks: "Method", failures: failures(report), missing: missing(report) }
    }

    fn of_audit(report: &'a AuditReport) -> Self {
        let target = &report.files[0];
        let of_attack = |roc| Curve::of_attack(target.name.as_str().into(), roc, &report.attacks);
        let of = format!("every attack on the model of {}", target.name);
        let (curves, non_members) = (report.roc.iter().map(of_attack).collect(), target.records - target.members);
        Self { curves, non_members, of, networks: "Model", failures: String::new(), missing: NOT_AUDITED }
    }

    fn picture(&self, request: &Request) -> Picture {
        Picture::new("roc", request, self.alt(), self.table(), |sheet| {
            let page = Rect::new(4.0, 4.0, sheet.bounds.right - 8.0, sheet.bounds.bottom - 2.0);
            let keys: Vec<Key> = self.curves.iter().map(|curve| curve.key.clone()).collect();
            let top = page.top + legend(sheet, &keys, page);
            let floor = self.floor();
            let plot = axes(sheet, Rect { top, ..page }, floor, self.non_members);
            if self.curves.is_empty() {
                return Picture::empty(sheet, plot.bounds, self.missing);
            }
            self.curves.iter().enumerate().for_each(|(i, curve)| draw_curve(sheet, &plot, curve, floor, i));
        })
    }

    /// Smallest rate drawn: one false positive.
    fn floor(&self) -> f64 {
        1.0 / f64::from(self.non_members.max(2))
    }

    fn alt(&self) -> String {
        let (floor, failures) = (percent(self.floor()), &self.failures);
        if self.curves.is_empty() {
            return format!(
                "ROC on logarithmic axes down to {floor} false positives. Nothing to draw: {}.{failures}",
                self.missing
            );
        }
        let said = |curve: &Curve| Some(format!("{} {}", curve.key.name, decimal(curve.result?.auc)));
        let aucs: Vec<String> = self.curves.iter().filter_map(said).collect();
        format!(
            "ROC of {}, on logarithmic axes down to one false positive ({floor}). AUC: {}.{failures}",
            self.of,
            list(&aucs)
        )
    }

    fn table(&self) -> Table {
        let rates = ["TPR at 10 % FPR", "TPR at 1 % FPR", "TPR at 0.1 % FPR"];
        let mut table = Table::new(&[self.networks, "Attack", "AUC", rates[0], rates[1], rates[2]]);
        for curve in &self.curves {
            let Some(result) = curve.result else { continue };
            let at = |fpr| sensitivity_at(result, fpr);
            table.push([
                curve.network.to_string(),
                attack_name(curve.attack).into(),
                decimal(result.auc),
                at(0.1),
                at(0.01),
                at(0.001),
            ]);
        }
        table
    }
}

/// All attacks on one arm.
fn on_one_arm(arm: &ArmReport) -> Vec<Curve<'_>> {
    let curves = arm.detail.iter().flat_map(|detail| &detail.roc);
    curves.map(|roc| Curve::of_attack(arm_name(&arm.id), roc, attacks(arm))).collect()
}

/// One attack on all arms.
fn on_each_arm<'a>(report: &'a Report, request: &Request<'a>, attack: &str) -> Vec<Curve<'a>> {
    let found = |arm: &'a ArmReport| Some((arm, arm.detail.as_ref()?.roc.iter().find(|roc| roc.attack == attack)?));
    let of_attack = report.arms.iter().filter(|arm| request.has_room_for(arm)).filter_map(found);
    of_attack.map(|(arm, roc)| Curve::of_arm(arm, roc, request.strength(&arm.id))).collect()
}

fn attacks(arm: &ArmReport) -> &[AttackReport] {
    last_round(arm, None).map_or(&[], |round| &round.attacks)
}

impl<'a> Curve<'a> {
    fn of_attack(network: Cow<'a, str>, roc: &'a RocCurve, attacks: &'a [AttackReport]) -> Self {
        let line = Ink::Attack(attack_slot(&roc.attack));
        let key = Key { name: attack_name(&roc.attack).into(), line, slot: None, alpha: 1.0 };
        Self { network, attack: &roc.attack, points: &roc.points, key, result: result_of(attacks, roc) }
    }

    fn of_arm(arm: &'a ArmReport, roc: &'a RocCurve, alpha: f64) -> Self {
        let (network, result) = (arm_name(&arm.id), result_of(attacks(arm), roc));
        Self { network, attack: &roc.attack, points: &roc.points, key: arm_key(&arm.id, alpha), result }
    }
}

fn result_of<'a>(attacks: &'a [AttackReport], roc: &RocCurve) -> Option<&'a AttackReport> {
    attacks.iter().find(|attack| attack.adaptive && attack.attack == roc.attack)
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
