//! Privacy against utility: test accuracy across, AUC of one named attack upwards, one path an arm.
//!
//! Whiskers are the 95 % intervals of the last round. A path begins at the dense network, where all arms begin. Of an arm with several strengths only the ends
//! are drawn, joined in the order of the strength. The step line is the report's Pareto front: what lies up and left of it
//! is beaten. Whatever is left out, the axes are those of all arms and rounds: no mark moves when others come or go.

use super::{
    Beneath, Figure, FigureInfo, Picture, Place, Request, Table,
    ink::{Ink, arm_slot},
    labels::{Label, beside, mark_box},
    missing,
    sheet::{Anchor, Axis, Plot, Point, Rect, Sheet, range_of, round_ticks},
    told::{Told, auc_by},
    words::{
        DENSE, arm_name, attack_name, auc_of, begun, count, decimal, failures, interval, last_round, list, named,
        percent, signed, tick, whole_percent,
    },
};
use crate::{
    report::{ArmReport, Comparison, Front, Report, RoundReport},
    sort,
};
use std::collections::BTreeSet;

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::Tradeoff,
    id: "tradeoff",
    name: "Trade-off",
    help: "How accurate each network is on new records against how well one attack, the same for all, tells members \
           from non-members; the way to the lower right is the better one.",
    panel: Place::Stage,
    draw,
    draw_audit: None,
};

fn draw(report: &Report, request: &Request) -> Picture {
    Picture::new("tradeoff", request, alt(report, request), table(report, request), |sheet| {
        let (x, y) = ranges(report, request);
        let plot = axes(sheet, x, y, &format!("↑ leak: {}", auc_of(report, request)));
        if let Some(beneath) = request.beneath {
            draw_beneath(sheet, &plot, request, beneath);
        }
        let arms: Vec<Track> = drawn(report, request);
        if arms.is_empty() && request.beneath.is_none() {
            return Picture::empty(sheet, plot.bounds, missing(report));
        }
        draw_front(sheet, &plot, report, request, &arms);
        draw_sweeps(sheet, &plot, report, request, &arms);
        draw_arms(sheet, &plot, request, &arms);
        draw_names(sheet, &plot, report, request, &arms);
        tell_beneath(sheet, &plot, request);
        draw_remarks(sheet, &plot, report, request);
    })
}

/// An arm's way through the plane.
struct Track<'a> {
    arm: &'a ArmReport,
    /// Accuracy and AUC after each round, oldest first; the dense network's first of all. Only the last of a sweep.
    path: Vec<(f64, f64)>,
    /// The rounds that the path ends with, one a point.
    rounds: Vec<&'a RoundReport>,
    last: &'a RoundReport,
}

fn tracks<'a>(report: &'a Report, request: &Request) -> Vec<Track<'a>> {
    let dense = report.arms.iter().find(|arm| arm.id == DENSE);
    let start = dense.and_then(|arm| point(arm.rounds.last()?, request));
    let shown = |arm: &'a ArmReport| {
        let last = last_round(arm, request.round)?;
        point(last, request)?;
        let is_drawn = |round: &&RoundReport| match arm.strength {
            None => round.round <= last.round && point(round, request).is_some(),
            Some(_) => round.round == last.round,
        };
        let rounds: Vec<&RoundReport> = arm.rounds.iter().filter(is_drawn).collect();
        let start = start.filter(|_| arm.id != DENSE && arm.strength.is_none());
        let path = start.into_iter().chain(rounds.iter().filter_map(|round| point(round, request))).collect();
        Some(Track { arm, path, rounds, last })
    };
    begun(report).filter_map(shown).collect()
}

/// The tracks of the methods that are asked for.
fn drawn<'a>(report: &'a Report, request: &Request) -> Vec<Track<'a>> {
    tracks(report, request).into_iter().filter(|track| request.shows(track.arm)).collect()
}

fn point(round: &RoundReport, request: &Request) -> Option<(f64, f64)> {
    let attack = named(round, request)?;
    round.test_accuracy.is_finite().then_some((round.test_accuracy, attack.auc))
}

/// Both ranges hold every round with its intervals, whether drawn or not; the upward one also guessing.
fn ranges(report: &Report, request: &Request) -> ((f64, f64), (f64, f64)) {
    let mut across = Vec::new();
    let mut upwards = vec![0.5];
    for report in [Some(report), request.beneath.map(Beneath::report)].into_iter().flatten() {
        for round in report.arms.iter().flat_map(|arm| &arm.rounds) {
            let Some((attack, (accuracy, auc))) = named(round, request).zip(point(round, request)) else { continue };
            let (whiskers, upright) = (round.test_accuracy_interval, attack.auc_interval);
            across.extend([accuracy, whiskers.0, whiskers.1]);
            upwards.extend([auc, upright.0, upright.1]);
        }
    }
    let top = if across.is_empty() { (0.49, 0.8) } else { range_of(upwards, 0.05, (0.49, 0.8)) };
    (range_of(across, 0.07, (0.0, 1.0)), (top.0.max(0.0), top.1.min(1.0)))
}

fn axes<'a>(sheet: &Sheet<'a>, x: (f64, f64), y: (f64, f64), title: &str) -> Plot<'a> {
    let outer = Rect::new(4.0, 2.0, sheet.bounds.right - 8.0, sheet.bounds.bottom - 2.0);
    let (across, upwards) = if sheet.narrow() { (4, 5) } else { (8, 7) };
    let plot = sheet.axes(
        outer,
        &Axis {
            range: x, ticks: round_ticks(x, across), format: &whole_percent, title: "test accuracy →", room: 0.0
        },
        &Axis { range: y, ticks: round_ticks(y, upwards), format: &tick, title, room: 0.0 },
    );
    let half = plot.at(x.0, 0.5).1;
    sheet.line(&[(plot.bounds.left, half), (plot.bounds.right, half)], Ink::Reference, 1.0, 1.0);
    sheet.text(
        "guessing",
        (plot.bounds.left + 4.0, half - sheet.font * 0.7),
        Anchor::Start,
        Ink::Muted,
        sheet.font - 1.0,
    );
    sheet.text(BETTER, (plot.bounds.right - 4.0, half - sheet.font * 0.7), Anchor::End, Ink::Muted, sheet.font - 1.0);
    plot
}

const BETTER: &str = "better ↘";

/// The same methods at their end, by the same attack.
fn tracks_beneath<'a>(beneath: Beneath<'a>, request: &Request) -> Vec<Track<'a>> {
    drawn(beneath.report(), &Request { by: request.by, shown: request.shown, ..Request::sized(0, 0) })
}

fn draw_beneath(sheet: &Sheet, plot: &Plot, request: &Request, beneath: Beneath) {
    for track in tracks_beneath(beneath, request) {
        let slot = arm_slot(&track.arm.id);
        let points: Vec<_> = track.path.iter().map(|&(x, y)| plot.at(x, y)).collect();
        sheet.line(&points, Ink::Recorded(slot), 0.22, 1.2);
        if let Some(&end) = points.last() {
            sheet.mark_in(Ink::Recorded(slot), slot, end, 4.5, 0.35);
        }
    }
}

/// After all others: who walks through the marks begins with the run that is shown.
fn tell_beneath(sheet: &Sheet, plot: &Plot, request: &Request) {
    let Some(beneath) = request.beneath else { return };
    for track in tracks_beneath(beneath, request) {
        let ((x, y), Some(value)) = (*track.path.last().expect(HAS_LAST), value(track.last, request)) else { continue };
        sheet.tell(Told::of_arm(plot.at(x, y), &track.arm.id, &format!(", {}", beneath.name()), &value));
    }
}

/// Why a path is not empty.
const HAS_LAST: &str = "a track has its last round";

fn draw_arms(sheet: &Sheet, plot: &Plot, request: &Request, arms: &[Track]) {
    arms.iter().for_each(|track| draw_whiskers(sheet, plot, request, track));
    for track in arms {
        let (slot, alpha) = (arm_slot(&track.arm.id), request.strength(&track.arm.id));
        let points: Vec<_> = track.path.iter().map(|&(x, y)| plot.at(x, y)).collect();
        sheet.line(&points, Ink::Line(slot), 0.5 * alpha, 1.2);
        let earlier = if track.arm.id == DENSE { 0..0 } else { 1..points.len().max(2) - 1 };
        points.get(earlier).unwrap_or_default().iter().for_each(|&at| sheet.mark(slot, at, 2.4, 0.75 * alpha));
        let own = &points[points.len() - track.rounds.len()..];
        own.iter()
            .zip(&track.rounds)
            .filter_map(|(&at, round)| told(at, track.arm, round, request))
            .for_each(|told| sheet.tell(told));
    }
    for track in arms {
        let (x, y) = *track.path.last().expect(HAS_LAST);
        sheet.mark(arm_slot(&track.arm.id), plot.at(x, y), last_radius(sheet), request.strength(&track.arm.id));
    }
}

fn told(at: Point, arm: &ArmReport, round: &RoundReport, request: &Request) -> Option<Told> {
    Some(Told::of_round(at, arm, round, &value(round, request)?))
}

fn value(round: &RoundReport, request: &Request) -> Option<String> {
    Some(format!("{}, accuracy {}", auc_by(named(round, request)?), percent(round.test_accuracy)))
}

/// The front of the report's end and of all its arms, unless an earlier round or a part of them is shown.
fn front<'a>(report: &'a Report, request: &Request) -> Option<&'a Front> {
    report.front(request.by).filter(|_| request.round.is_none() && request.shown.is_none())
}

/// From the left edge along the front's points to the upper edge.
fn draw_front(sheet: &Sheet, plot: &Plot, report: &Report, request: &Request, arms: &[Track]) {
    let Some(front) = front(report, request) else { return };
    let end = |id: &String| arms.iter().find(|track| track.arm.id == *id).and_then(|track| track.path.last());
    let corners: Vec<Point> = front.arms.iter().filter_map(end).map(|&(x, y)| plot.at(x, y)).collect();
    let Some(last) = corners.last() else { return };
    let mut line = vec![(plot.bounds.left, corners[0].1)];
    for pair in corners.windows(2) {
        line.extend([pair[0], (pair[0].0, pair[1].1)]);
    }
    line.extend([*last, (last.0, plot.bounds.top)]);
    sheet.line(&line, Ink::Front, 0.8, 1.2);
}

fn front_words(front: &Front) -> String {
    let (low, high) = front.hypervolume_interval;
    format!("dashed: Pareto front, hypervolume {} ({}–{})", decimal(front.hypervolume), decimal(low), decimal(high))
}

/// What is to be said of the picture as a whole, a line each with its middle on the left: in the upper left corner.
fn remarks(sheet: &Sheet, plot: &Plot, report: &Report, request: &Request) -> Vec<(String, Point)> {
    let said = [
        request.beneath.map(|beneath| format!("pale: {}", beneath.name())),
        request.round.map(|round| format!("after round {round}")),
        front(report, request).map(front_words),
    ];
    let place = |line: usize| (plot.bounds.left + 4.0, plot.bounds.top + sheet.font * (0.7 + 1.3 * line as f64));
    said.into_iter().flatten().enumerate().map(|(line, words)| (words, place(line))).collect()
}

fn draw_remarks(sheet: &Sheet, plot: &Plot, report: &Report, request: &Request) {
    for (words, at) in remarks(sheet, plot, report, request) {
        sheet.text(&words, at, Anchor::Start, Ink::Muted, sheet.font - 1.0);
    }
}

/// The strengths of each arm that has several, weakest value of the strength first; the plain arm among them, where it is trained
/// as well.
fn sweeps<'a, 't>(report: &Report, arms: &'t [Track<'a>]) -> Vec<Vec<&'t Track<'a>>> {
    let swept: BTreeSet<(&str, &str)> = arms
        .iter()
        .filter_map(|track| Some((track.arm.base_id(), track.arm.strength.as_ref()?.key.as_str())))
        .collect();
    let sweep = |(id, key)| {
        let own = arms.iter().filter(|track| track.arm.base_id() == id);
        let mut swept: Vec<(f64, &Track)> =
            own.filter_map(|track| Some((track.arm.strength_at(key, &report.config)?, track))).collect();
        sort::by(&mut swept, |a, b| a.0.total_cmp(&b.0));
        swept.into_iter().map(|(_, track)| track).collect()
    };
    swept.into_iter().map(sweep).collect()
}

/// Joins the ends of an arm's strengths.
fn draw_sweeps(sheet: &Sheet, plot: &Plot, report: &Report, request: &Request, arms: &[Track]) {
    for sweep in sweeps(report, arms) {
        let ends: Vec<Point> =
            sweep.iter().filter_map(|track| track.path.last()).map(|&(x, y)| plot.at(x, y)).collect();
        let alpha = sweep.iter().map(|track| request.strength(&track.arm.id)).fold(0.0, f64::max);
        sheet.line(&ends, Ink::Line(arm_slot(sweep[0].arm.base_id())), 0.85 * alpha, 1.6);
    }
}

/// Ids within a sweep that is too long for a name at each strength: its ends are named, and its plain arm.
fn unnamed<'t>(report: &Report, arms: &'t [Track]) -> BTreeSet<&'t str> {
    let long = sweeps(report, arms).into_iter().filter(|sweep| sweep.len() > MOST_NAMES);
    let inner = long.flat_map(|sweep| sweep[1..sweep.len() - 1].to_vec());
    inner.filter(|track| track.arm.strength.is_some()).map(|track| track.arm.id.as_str()).collect()
}

/// Most strengths of an arm that are all named.
const MOST_NAMES: usize = 5;

fn last_radius(sheet: &Sheet) -> f64 {
    if sheet.narrow() { 4.6 } else { 6.0 }
}

fn draw_whiskers(sheet: &Sheet, plot: &Plot, request: &Request, track: &Track) {
    let Some(attack) = named(track.last, request) else { return };
    let alpha = request.strength(&track.arm.id);
    let ink = Ink::Arm(arm_slot(&track.arm.id));
    let accuracy = track.last.test_accuracy;
    let (low, high) = track.last.test_accuracy_interval;
    sheet.line(&[plot.at(low, attack.auc), plot.at(high, attack.auc)], ink, 0.3 * alpha, 1.1);
    let (low, high) = attack.auc_interval;
    sheet.line(&[plot.at(accuracy, low), plot.at(accuracy, high)], ink, 0.3 * alpha, 1.1);
}

fn draw_names(sheet: &Sheet, plot: &Plot, report: &Report, request: &Request, arms: &[Track]) {
    let ends: Vec<_> =
        arms.iter().map(|t| (t, t.path.last().map(|&(x, y)| plot.at(x, y)).unwrap_or_default())).collect();
    let mut taken: Vec<Rect> = ends.iter().map(|&(_, at)| mark_box(at, last_radius(sheet) + 1.5)).collect();
    let half = plot.at(0.0, 0.5).1;
    let line = sheet.font * 1.3;
    taken.push(Rect::new(plot.bounds.left, half - line, plot.bounds.right, half));
    for (words, (left, middle)) in remarks(sheet, plot, report, request) {
        taken.push(Rect::new(left, middle - line / 2.0, left + sheet.width_of(&words), middle + line / 2.0));
    }
    let unnamed = unnamed(report, arms);
    let named = ends.iter().filter(|(track, _)| !unnamed.contains(track.arm.id.as_str()));
    let labels: Vec<_> =
        named.map(|&(t, at)| Label { id: &t.arm.id, at, alpha: request.strength(&t.arm.id) }).collect();
    beside(sheet, &labels, plot.bounds, &taken, &[Anchor::Start, Anchor::End]);
}

fn alt(report: &Report, request: &Request) -> String {
    let arms = drawn(report, request);
    let after = request.round.map_or_else(String::new, |round| format!(" after round {round}"));
    let head = format!("Test accuracy across, {} upwards{after}; lower right is better.", auc_of(report, request));
    let said = |track: &Track| {
        let (accuracy, auc) = track.path.last().copied().unwrap_or_default();
        format!("{} {} at AUC {}", arm_name(&track.arm.id), percent(accuracy), decimal(auc))
    };
    let all = |arms: &[Track]| arms.iter().map(said).collect::<Vec<_>>().join("; ");
    let body = match arms.as_slice() {
        [] => format!("Nothing to draw: {}.", missing(report)),
        arms => format!("{}.", all(arms)),
    };
    let front = front(report, request).map_or_else(String::new, front_sentences);
    let beneath = request.beneath.map_or_else(String::new, |beneath| {
        format!(" Pale beneath, the {}: {}.", beneath.name(), all(&tracks_beneath(beneath, request)))
    });
    format!("{head} {body}{front}{beneath}{}", failures(report))
}

/// Which arms no other beats, and how much they and each sweep achieve.
fn front_sentences(front: &Front) -> String {
    let names: Vec<String> = front.arms.iter().map(|id| arm_name(id).into()).collect();
    let area = decimal(front.hypervolume);
    let verb = if names.len() == 1 { "is" } else { "are" };
    let mut said = format!(" On the Pareto front {verb} {}; the hypervolume is {area}.", list(&names));
    for sweep in &front.swept {
        let (name, strengths) = (arm_name(&sweep.arm), count(sweep.arms.len(), "strength"));
        said += &format!(" {name} with {strengths} has the hypervolume {}.", decimal(sweep.hypervolume));
    }
    said
}

fn on_front(front: &Front, id: &str) -> String {
    let is_on = if front.arms.iter().any(|arm| arm == id) { "yes" } else { "no" };
    let share = front.certainty.iter().find(|(arm, _)| arm == id).map(|(_, share)| *share);
    share.map_or_else(|| is_on.into(), |share| format!("{is_on} ({})", whole_percent((share * 100.0).round() / 100.0)))
}

fn table(report: &Report, request: &Request) -> Table {
    let mut table = Table::new(&[
        "Method",
        "Rounds",
        "Sparsity",
        "Test accuracy",
        "95 % interval",
        "Attack",
        "AUC",
        "95 % interval",
        "Accuracy minus Base (95 % interval)",
        "AUC minus Base (95 % interval)",
        "P1 (95 % interval)",
        "On the front (share of resamples)",
    ]);
    let front = front(report, request);
    for track in tracks(report, request) {
        let Some(attack) = named(track.last, request) else { continue };
        let versus = report.comparison(&track.arm.id, "base").filter(|_| request.round.is_none());
        let by_attack =
            |pair: &Comparison| pair.attacks.iter().find(|found| found.attack == attack.attack).map(|found| found.auc);
        table.push([
            arm_name(&track.arm.id).into(),
            count(track.arm.rounds.iter().filter(|round| round.round <= track.last.round).count(), "round"),
            percent(track.last.sparsity),
            percent(track.last.test_accuracy),
            interval(track.last.test_accuracy_interval, percent),
            attack_name(&attack.attack).into(),
            decimal(attack.auc),
            interval(attack.auc_interval, decimal),
            signed(versus.and_then(|pair| pair.test_accuracy), percent),
            signed(versus.and_then(by_attack), decimal),
            attack
                .p1
                .map_or_else(|| "–".into(), |p1| format!("{} ({})", decimal(p1.value), interval(p1.interval, decimal))),
            front.map_or_else(|| "–".into(), |front| on_front(front, &track.arm.id)),
        ]);
    }
    table
}
