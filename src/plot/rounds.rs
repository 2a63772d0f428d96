//! Leak after each round: AUC of one named attack, from the dense network on.
//!
//! An arm that prunes at once has a single round; it stands where its sparsity belongs, at the last one. Arms are
//! moved apart a little so that their whiskers (95 % intervals) can be told from each other.

use super::{
    Figure, FigureInfo, Picture, Place, Request, Table, body,
    ink::{Ink, arm_slot},
    labels::{Label, arm_key, beside, legend},
    missing,
    sheet::{Anchor, Axis, Plot, Rect, Sheet, range_of, round_ticks},
    told::{Told, auc_by},
    words::{DENSE, arm_name, attack_name, auc_of, begun, decimal, failures, interval, named, percent, tick},
};
use crate::report::{ArmReport, AttackReport, Report, RoundReport};

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::LeakByRound,
    id: "leak-by-round",
    name: "Leak by round",
    help: "One attack, the same for all, after each round of pruning; the thick line of fine-tuning alone says what \
           of the rise is not due to pruning.",
    panel: Place::Attacker,
    draw,
    draw_audit: None,
};

fn draw(report: &Report, request: &Request) -> Picture {
    Picture::new("leak-by-round", request, alt(report, request), table(report, request), |sheet| {
        let arms: Vec<&ArmReport> = begun(report).filter(|arm| request.has_room_for(arm)).collect();
        let keys: Vec<_> = arms.iter().map(|arm| arm_key(&arm.id, request.strength(&arm.id))).collect();
        let page = Rect::new(4.0, 4.0, sheet.bounds.right - 8.0, sheet.bounds.bottom - 2.0);
        let top = if sheet.narrow() { page.top + legend(sheet, &keys, page) } else { page.top };
        let margin = if sheet.narrow() || arms.is_empty() { 0.0 } else { names_width(sheet, &arms) };
        let plot = axes(sheet, report, request, Rect { top, right: page.right - margin, ..page });
        if arms.is_empty() {
            return Picture::empty(sheet, plot.bounds, missing(report));
        }
        let ends = draw_arms(sheet, &plot, report, request, &arms);
        if !sheet.narrow() {
            let beyond = Rect { left: plot.bounds.right - 60.0, right: page.right, ..plot.bounds };
            beside(sheet, &ends, beyond, &[], &[Anchor::Start]);
        }
    })
}

fn names_width(sheet: &Sheet, arms: &[&ArmReport]) -> f64 {
    arms.iter().map(|arm| sheet.width_of(&arm_name(&arm.id))).fold(0.0, f64::max) + 2.0
}

/// Rounds of the longest arm, or as many as are planned.
fn rounds(report: &Report) -> usize {
    let longest = report.arms.iter().map(|arm| arm.rounds.len()).max().unwrap_or(0);
    longest.max(report.config.prune.rounds as usize).max(1)
}

fn axes<'a>(sheet: &Sheet<'a>, report: &Report, request: &Request, outer: Rect) -> Plot<'a> {
    let attacks = begun(report).flat_map(|arm| &arm.rounds).filter_map(|round| named(round, request));
    let values: Vec<f64> = attacks.flat_map(|attack| [attack.auc_interval.0, attack.auc_interval.1]).collect();
    let y = if values.is_empty() { (0.49, 0.8) } else { range_of(values.into_iter().chain([0.5]), 0.04, (0.49, 0.8)) };
    let last = rounds(report) as f64 - 1.0;
    let x = (-1.45, last + 0.45);
    let name = |round: f64| if round < 0.0 { "dense".into() } else { tick(round) };
    let plot = sheet.axes(
        outer,
        &Axis {
            range: x,
            ticks: (-1..=last as i32).map(f64::from).collect(),
            format: &name,
            title: "round of pruning →",
            room: 0.0,
        },
        &Axis {
            range: y,
            ticks: round_ticks(y, 6),
            format: &tick,
            title: &format!("↑ leak: {}", auc_of(report, request)),
            room: 0.0,
        },
    );
    let half = plot.at(0.0, 0.5).1;
    sheet.line(&[(plot.bounds.left, half), (plot.bounds.right, half)], Ink::Reference, 1.0, 1.0);
    sheet.text(
        "guessing",
        (plot.bounds.left + 4.0, half - sheet.font * 0.7),
        Anchor::Start,
        Ink::Muted,
        sheet.font - 1.0,
    );
    plot
}

/// Where a round stands on the axis.
fn place(arm: &ArmReport, round: &RoundReport, rounds: usize) -> f64 {
    let at_once = arm.rounds.len() == 1 && round.sparsity > 0.0;
    match arm.id.as_str() {
        DENSE => -1.0,
        _ if at_once => rounds as f64 - 1.0,
        _ => f64::from(round.round),
    }
}

/// Draws all arms and returns where their names belong.
fn draw_arms<'a>(
    sheet: &Sheet,
    plot: &Plot,
    report: &Report,
    request: &Request,
    arms: &[&'a ArmReport],
) -> Vec<Label<'a>> {
    let rounds = rounds(report);
    let start =
        arms.iter().find(|arm| arm.id == DENSE).and_then(|arm| Some((-1.0, named(arm.rounds.last()?, request)?.auc)));
    let mut ends = Vec::new();
    for (i, arm) in arms.iter().enumerate() {
        let (slot, alpha) = (arm_slot(&arm.id), request.strength(&arm.id));
        let shift = if arm.id == DENSE { 0.0 } else { apart(i, arms.len()) };
        let measured: Vec<_> = arm
            .rounds
            .iter()
            .filter_map(|round| Some((round, place(arm, round, rounds) + shift, named(round, request)?)))
            .collect();
        let begin = start.filter(|_| arm.id != DENSE).into_iter();
        let line: Vec<_> =
            begin.chain(measured.iter().map(|(_, x, attack)| (*x, attack.auc))).map(|(x, y)| plot.at(x, y)).collect();
        measured.iter().for_each(|(_, x, attack)| whisker(sheet, plot, *x, attack, slot, alpha));
        sheet.line(&line, Ink::Line(slot), alpha, if arm.id == "fine-tune-only" { 2.4 } else { 1.5 });
        let own = &line[line.len() - measured.len()..];
        for (&at, (round, _, attack)) in own.iter().zip(&measured) {
            sheet.mark(slot, at, 4.2, alpha);
            sheet.tell(Told::of_round(at, arm, round, &auc_by(attack)));
        }
        ends.extend(line.last().map(|&at| Label { id: &arm.id, at, alpha }));
    }
    ends
}

/// Arms side by side within two fifths of a round.
fn apart(i: usize, arms: usize) -> f64 {
    (i as f64 / (arms.max(2) - 1) as f64 - 0.5) * 0.4
}

fn whisker(sheet: &Sheet, plot: &Plot, x: f64, attack: &AttackReport, slot: usize, alpha: f64) {
    let (low, high) = attack.auc_interval;
    sheet.line(&[plot.at(x, low), plot.at(x, high)], Ink::Arm(slot), 0.3 * alpha, 1.2);
}

fn alt(report: &Report, request: &Request) -> String {
    let head = format!("{} after each round; 0.5 is guessing.", auc_of(report, request));
    let said = |arm: &ArmReport| {
        let values: Vec<String> =
            arm.rounds.iter().filter_map(|round| Some(decimal(named(round, request)?.auc))).collect();
        match values.as_slice() {
            [] => None,
            [only] => Some(format!("{} {only}", arm_name(&arm.id))),
            [first, .., last] => Some(format!("{} from {first} to {last}", arm_name(&arm.id))),
        }
    };
    let arms: Vec<String> = begun(report).filter_map(said).collect();
    format!("{head} {}{}", body(report, &arms), failures(report))
}

fn table(report: &Report, request: &Request) -> Table {
    let mut table = Table::new(&["Method", "Round", "Sparsity", "Attack", "AUC", "95 % interval"]);
    for arm in begun(report) {
        for round in &arm.rounds {
            let Some(attack) = named(round, request) else { continue };
            table.push([
                arm_name(&arm.id).into(),
                if arm.id == DENSE { DENSE.into() } else { round.round.to_string() },
                percent(round.sparsity),
                attack_name(&attack.attack).into(),
                decimal(attack.auc),
                interval(attack.auc_interval, decimal),
            ]);
        }
    }
    table
}
