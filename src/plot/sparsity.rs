//! Leak and accuracy against sparsity: above the AUC of one named attack, beneath it the test accuracy, both over the share of
//! the hidden layers that pruning removed.
//!
//! One line an arm that is pruned along the sparsity (`prune.sweep`), of what came to its end; level lines are the dense
//! network and fine-tuning alone. Whiskers and bands are 95 % intervals. Base with nothing removed is fine-tuning alone, so
//! its line begins there.
//!
//! All points are of one named attack, because the strongest attack of each would compare attacks as well as networks.

use super::{
    Figure, FigureInfo, Picture, Place, Request, Table,
    canvas::text_width,
    ink::{Ink, arm_slot},
    labels::{Label, arm_key, beside, legend},
    missing,
    sheet::{Anchor, Axis, Plot, Rect, Sheet, range_of, round_ticks},
    told::{Told, auc_by},
    words::{DENSE, arm_name, attack_name, decimal, failures, interval, percent, tick, whole_percent},
};
use crate::{
    method::METHODS,
    report::{ArmReport, AttackReport, NAMED, Report, RoundReport},
    sort,
};

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::Sparsity,
    id: "sparsity",
    name: "Sparsity",
    help: "One attack above, the accuracy on new records below, against the share that was removed. From the dense \
           network to fine-tuning alone is what retraining does; from there to a line is what removing does.",
    panel: Place::Attacker,
    draw,
    draw_audit: None,
};

const KEY: &str = "prune.sparsity";
const BASE: &str = "base";
const TUNED: &str = "fine-tune-only";

fn draw(report: &Report, request: &Request) -> Picture {
    let found = Found::new(report, request);
    Picture::new("sparsity", request, alt(report, &found), table(&found), |sheet| {
        let page = Rect::new(4.0, 4.0, sheet.bounds.right - 8.0, sheet.bounds.bottom - 2.0);
        let keys: Vec<_> = found.ids().map(|id| arm_key(id, request.strength(id))).collect();
        let names = found.ids().map(|id| sheet.width_of(&arm_name(id)) + 12.0).fold(0.0, f64::max);
        let (top, right) = if sheet.narrow() {
            (page.top + legend(sheet, &keys, page), page.right)
        } else {
            (page.top, page.right - names)
        };
        let cut = top + (page.bottom - top) * 0.56;
        let across = format!("share of the {} removed →", found.removed);
        let above = axes(sheet, Rect { top, right, bottom: cut - 4.0, ..page }, &found, &found.leak_panel(), "");
        let below = axes(sheet, Rect { top: cut, right, ..page }, &found, &accuracy_panel(), &across);
        if found.ids().next().is_none() {
            return Picture::empty(sheet, above.bounds, missing(report));
        }
        draw_guessing(sheet, &above);
        let ends = draw_panel(sheet, &above, request, &found, auc);
        draw_panel(sheet, &below, request, &found, accuracy);
        if !sheet.narrow() {
            beside(sheet, &ends, Rect { right: page.right, ..above.bounds }, &[above.bounds], &[Anchor::Start]);
        }
        if !found.is_swept {
            let corner = (above.bounds.left + 4.0, above.bounds.top + sheet.font * 0.7);
            let note = sheet.fitting(ONE_SPARSITY, above.bounds.width() - 8.0);
            sheet.text(note, corner, Anchor::Start, Ink::Muted, sheet.font - 1.0);
        }
    })
}

/// What stands where nothing was swept.
const ONE_SPARSITY: &[&str] = &["a single sparsity: “Try many sparsities” trains the others", "a single sparsity"];

/// A value with its interval.
type Value = (f64, (f64, f64));

/// An arm that came to its end.
struct Point<'a> {
    arm: &'a ArmReport,
    sparsity: f64,
    round: &'a RoundReport,
    attack: &'a AttackReport,
}

fn auc(point: &Point) -> Value {
    (point.attack.auc, point.attack.auc_interval)
}

/// What a mark in either panel stands for.
fn told(at: (f64, f64), point: &Point) -> Told {
    let of = format!(" at {}", whole_percent(point.sparsity));
    let value = format!("{}, accuracy {}", auc_by(point.attack), percent(point.round.test_accuracy));
    Told::of_arm(at, &point.arm.id, &of, &value)
}

fn accuracy(point: &Point) -> Value {
    (point.round.test_accuracy, point.round.test_accuracy_interval)
}

/// Everything that the figure shows.
struct Found<'a> {
    /// Id of the attack.
    attack: &'a str,
    /// The one that was asked for, if that did not run.
    instead_of: Option<&'a str>,
    /// What is removed, in words.
    removed: &'static str,
    is_swept: bool,
    dense: Option<Point<'a>>,
    tuned: Option<Point<'a>>,
    /// Arms along the sparsity by id, each with its points by ascending sparsity, at least one.
    lines: Vec<(&'static str, Vec<Point<'a>>)>,
}

impl<'a> Found<'a> {
    fn new(report: &'a Report, request: &Request<'a>) -> Self {
        let ended: Vec<_> = report.arms.iter().filter_map(|arm| Some((arm, arm.ended()?))).collect();
        let attack = report.named(request.by).or(request.by).unwrap_or(NAMED[0]);
        let point = |&(arm, round): &(&'a ArmReport, &'a RoundReport)| {
            let sparsity = arm.strength_at(KEY, &report.config)?;
            let attack = round.attack(attack).filter(|attack| attack.auc.is_finite())?;
            round.test_accuracy.is_finite().then_some(Point { arm, sparsity, round, attack })
        };
        let level = |id: &str| {
            let found = ended.iter().find(|(arm, _)| arm.id == id).and_then(point);
            found.map(|point| Point { sparsity: 0.0, ..point })
        };
        let line = |id: &'static str| {
            let own = ended.iter().filter(|(arm, _)| arm.base_id() == id);
            let mut points: Vec<Point> = own.filter_map(point).collect();
            sort::by(&mut points, |a, b| a.sparsity.total_cmp(&b.sparsity));
            (!points.is_empty()).then_some((id, points))
        };
        let rows = METHODS.iter().map(|method| method.info());
        let along = rows.filter(|row| row.sweep.is_some_and(|sweep| sweep.key == KEY));
        Self {
            attack,
            instead_of: request.by.filter(|asked| *asked != attack),
            removed: if report.config.prune.method.is_structured() { "units" } else { "weights" },
            is_swept: report.arms.iter().filter_map(|arm| arm.strength.as_ref()).any(|strength| strength.key == KEY),
            dense: level(DENSE),
            tuned: level(TUNED),
            lines: along.filter_map(|row| line(row.id)).collect(),
        }
    }

    fn levels(&self) -> impl Iterator<Item = &Point<'a>> {
        self.dense.iter().chain(&self.tuned)
    }

    fn points(&self) -> impl Iterator<Item = &Point<'a>> {
        self.levels().chain(self.lines.iter().flat_map(|(_, points)| points))
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        self.levels().map(|point| point.arm.id.as_str()).chain(self.lines.iter().map(|(id, _)| *id))
    }

    /// `AUC of Conf (RMIA did not run)`.
    fn auc_words(&self) -> String {
        let why = self.instead_of.map_or_else(String::new, |asked| format!(" ({} did not run)", attack_name(asked)));
        format!("AUC of {}{why}", attack_name(self.attack))
    }

    fn leak_panel(&self) -> Panel {
        let words = self.auc_words();
        Panel {
            titles: [format!("↑ leak: {words}"), format!("↑ {words}")], value: auc, format: tick, also: Some(0.5)
        }
    }
}

/// One of the two panels.
struct Panel {
    /// The first that fits.
    titles: [String; 2],
    value: fn(&Point) -> Value,
    format: fn(f64) -> String,
    /// A value that must be in sight as well.
    also: Option<f64>,
}

fn accuracy_panel() -> Panel {
    let titles = ["↑ test accuracy", "↑ accuracy"].map(String::from);
    Panel { titles, value: accuracy, format: whole_percent, also: None }
}

fn axes<'a>(sheet: &Sheet<'a>, outer: Rect, found: &Found, panel: &Panel, across: &str) -> Plot<'a> {
    let values = found.points().map(panel.value).flat_map(|(value, (low, high))| [value, low, high]);
    let range = range_of(values.chain(panel.also), 0.05, (0.49, 0.8));
    let densest = found.points().map(|point| point.sparsity).fold(0.95, f64::max);
    let titles = panel.titles.each_ref().map(String::as_str);
    let label = |share: f64| if across.is_empty() { String::new() } else { whole_percent(share) };
    sheet.axes(
        outer,
        &Axis {
            range: (-0.03, densest + 0.03),
            ticks: vec![0.0, 0.2, 0.4, 0.6, 0.8, 0.95],
            format: &label,
            title: across,
            room: 0.0,
        },
        &Axis {
            range,
            ticks: round_ticks(range, ((outer.height() - 50.0) / 24.0).clamp(2.0, 6.0) as usize),
            format: &panel.format,
            title: sheet.fitting(&titles, outer.width()),
            room: text_width("100 %", sheet.font - 1.0),
        },
    )
}

fn draw_guessing(sheet: &Sheet, plot: &Plot) {
    let half = plot.at(0.0, 0.5).1;
    sheet.line(&[(plot.bounds.left, half), (plot.bounds.right, half)], Ink::Reference, 1.0, 1.0);
    let at = (plot.bounds.left + 4.0, half - sheet.font * 0.7);
    sheet.text("guessing", at, Anchor::Start, Ink::Muted, sheet.font - 1.0);
}

/// Draws levels and lines, and returns where their names belong: at the right edge.
fn draw_panel<'a>(
    sheet: &Sheet,
    plot: &Plot,
    request: &Request,
    found: &'a Found,
    value: fn(&Point) -> Value,
) -> Vec<Label<'a>> {
    let (left, right) = (plot.bounds.left, plot.bounds.right);
    let mut ends = Vec::new();
    for point in found.levels() {
        let (id, (level, (low, high))) = (point.arm.id.as_str(), value(point));
        let (slot, alpha) = (arm_slot(id), request.strength(id));
        let height = |value| plot.at(0.0, value).1;
        sheet.rect(Rect::new(left, height(high), right, height(low)), Ink::Arm(slot), 0.09 * alpha);
        sheet.line(&[(left, height(level)), (right, height(level))], Ink::Line(slot), alpha, 1.4);
        sheet.mark(slot, plot.at(0.0, level), radius(sheet), alpha);
        sheet.tell(told(plot.at(0.0, level), point));
        ends.push(Label { id, at: (right, height(level)), alpha });
    }
    for (i, (id, points)) in found.lines.iter().enumerate() {
        let (slot, alpha) = (arm_slot(id), request.strength(id));
        // Side by side, so that whiskers at one sparsity can be told apart.
        let shift = (i as f64 - (found.lines.len() as f64 - 1.0) / 2.0) * 3.0;
        let place = |point: &Point, value: f64| (plot.at(point.sparsity, value).0 + shift, plot.at(0.0, value).1);
        for point in points {
            let (_, (low, high)) = value(point);
            sheet.line(&[place(point, low), place(point, high)], Ink::Arm(slot), 0.35 * alpha, 1.2);
        }
        let marks: Vec<_> = points.iter().map(|point| place(point, value(point).0)).collect();
        let begin = found.tuned.as_ref().filter(|_| *id == BASE && points.len() > 1);
        let begin = begin.map(|tuned| plot.at(0.0, value(tuned).0));
        let line: Vec<_> = begin.into_iter().chain(marks.iter().copied()).collect();
        sheet.line(&line, Ink::Line(slot), 0.85 * alpha, 1.6);
        for (&at, point) in marks.iter().zip(points) {
            sheet.mark(slot, at, radius(sheet), alpha);
            sheet.tell(told(at, point));
        }
        ends.extend(marks.last().map(|&(_, y)| Label { id, at: (right, y), alpha }));
    }
    ends
}

fn radius(sheet: &Sheet) -> f64 {
    if sheet.narrow() { 3.0 } else { 4.2 }
}

fn alt(report: &Report, found: &Found) -> String {
    let head = format!(
        "{} and test accuracy against the share of the {} removed; 0.5 is guessing.",
        found.auc_words(),
        found.removed
    );
    let said = |point: &Point| (decimal(auc(point).0), percent(accuracy(point).0));
    let level = |point: &Point| {
        let (auc, accuracy) = said(point);
        format!(" {}: AUC {auc}, accuracy {accuracy}.", arm_name(&point.arm.id))
    };
    let line = |(id, points): &(&str, Vec<Point>)| {
        let at = |point: &Point| format!("{} at {}", said(point).0, whole_percent(point.sparsity));
        let aucs: Vec<String> = points.iter().map(at).collect();
        let (first, last) = (said(&points[0]).1, said(&points[points.len() - 1]).1);
        let accuracies = if points.len() > 1 { format!("from {first} to {last}") } else { first };
        format!(" {}: AUC {}; accuracy {accuracies}.", arm_name(id), aucs.join(", "))
    };
    let levels: String = found.levels().map(level).collect();
    let lines: String = found.lines.iter().map(line).collect();
    let body = match found.ids().next() {
        None => format!(" Nothing to draw: {}.", missing(report)),
        Some(_) => levels + &lines,
    };
    let note = if found.is_swept { "" } else { " Nothing was swept." };
    format!("{head}{body}{note}{}", failures(report))
}

fn table(found: &Found) -> Table {
    let mut table =
        Table::new(&["Method", "Removed", "Attack", "AUC", "95 % interval", "Test accuracy", "95 % interval"]);
    for point in found.points() {
        let ((auc, auc_interval), (accuracy, accuracy_interval)) = (auc(point), accuracy(point));
        table.push([
            arm_name(point.arm.base_id()).into(),
            whole_percent(point.sparsity),
            attack_name(found.attack).into(),
            decimal(auc),
            interval(auc_interval, decimal),
            percent(accuracy),
            interval(accuracy_interval, percent),
        ]);
    }
    table
}
