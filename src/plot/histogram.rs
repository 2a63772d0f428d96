//! Scores of members (up) and non-members (down) with the attack's threshold between them.
//!
//! What the attack calls a member is painted strongly: above the line these are members found, below it
//! non-members wrongly accused.

use super::{
    Figure, FigureInfo, NOT_AUDITED, Picture, Place, Request, Table,
    ink::Ink,
    missing,
    sheet::{Anchor, Axis, Plot, Rect, Sheet, round_ticks},
    words::{arm_name, attack_name, decimal, detailed, failures, last_round, percent, tick},
};
use crate::{
    audit::report::AuditReport,
    report::{AttackReport, Histogram, Report},
};

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::Histogram,
    id: "histogram",
    name: "Histogram",
    help: "The scores of members above and of non-members below; the attack calls a member whatever lies right \
           of the threshold.",
    panel: Place::Attacker,
    draw,
    draw_audit: Some(draw_audit),
};

/// A histogram and whose it is.
struct Shown<'a> {
    histogram: &'a Histogram,
    /// Name of the network: an arm, or the model of an audit.
    network: String,
    /// What was measured with the attack of the histogram.
    result: Option<&'a AttackReport>,
}

fn draw(report: &Report, request: &Request) -> Picture {
    let shown = detailed(report, request.arm).and_then(|arm| {
        let histogram = &arm.detail.as_ref()?.histogram;
        let attacks = last_round(arm, None).map_or(&[][..], |round| &round.attacks);
        Shown::new(histogram, arm_name(&arm.id).into(), attacks)
    });
    picture(shown.as_ref(), request, missing(report), &failures(report))
}

/// The scores of an audit's target.
fn draw_audit(report: &AuditReport, request: &Request) -> Picture {
    let network = format!("the model of {}", report.files[0].name);
    picture(Shown::new(&report.histogram, network, &report.attacks).as_ref(), request, NOT_AUDITED, "")
}

impl<'a> Shown<'a> {
    /// None if it cannot be drawn.
    fn new(histogram: &'a Histogram, network: String, attacks: &'a [AttackReport]) -> Option<Self> {
        let result = attacks.iter().find(|attack| attack.adaptive && attack.attack == histogram.attack);
        is_drawable(histogram).then_some(Self { histogram, network, result })
    }
}

/// `missing` stands where there is nothing; `failures` are sentences that begin with a space.
fn picture(shown: Option<&Shown>, request: &Request, missing: &str, failures: &str) -> Picture {
    let (alt, table) = (alt(shown, missing) + failures, table(shown));
    Picture::new("histogram", request, alt, table, |sheet| {
        let plot = axes(sheet, shown.map(|shown| shown.histogram));
        let Some(Shown { histogram, .. }) = shown else { return Picture::empty(sheet, plot.bounds, missing) };
        draw_bars(sheet, &plot, histogram);
        draw_words(sheet, &plot, histogram);
    })
}

fn is_drawable(histogram: &Histogram) -> bool {
    let bins = histogram.members.len();
    let rising = histogram.edges.windows(2).all(|pair| pair[0] < pair[1]);
    bins > 0 && histogram.non_members.len() == bins && histogram.edges.len() == bins + 1 && rising
}

fn axes<'a>(sheet: &Sheet<'a>, histogram: Option<&Histogram>) -> Plot<'a> {
    let outer = Rect::new(4.0, 2.0, sheet.bounds.right - 8.0, sheet.bounds.bottom - 2.0);
    let x = histogram.map_or((0.0, 1.0), |h| (h.edges[0], h.edges[h.edges.len() - 1]));
    let counts = histogram.map(|h| h.members.iter().chain(&h.non_members).copied().max().unwrap_or(1));
    let most = f64::from(counts.unwrap_or(1).max(1)) * 1.16;
    let title = histogram.map_or_else(|| "score →".into(), |h| format!("{} →", h.axis));
    let size = |count: f64| tick(count.abs());
    sheet.axes(
        outer,
        &Axis {
            range: x,
            ticks: round_ticks(x, if sheet.narrow() { 5 } else { 9 }),
            format: &tick,
            title: &title,
            room: 0.0,
        },
        &Axis {
            range: (-most, most),
            ticks: round_ticks((-most, most), 7),
            format: &size,
            title: "↑ records",
            room: 0.0,
        },
    )
}

fn draw_bars(sheet: &Sheet, plot: &Plot, histogram: &Histogram) {
    for (i, pair) in histogram.edges.windows(2).enumerate() {
        let bars =
            [(f64::from(histogram.members[i]), Ink::Member), (-f64::from(histogram.non_members[i]), Ink::NonMember)];
        for (count, ink) in bars.into_iter().filter(|bar| bar.0 != 0.0) {
            let split = histogram.threshold.unwrap_or(pair[1]).clamp(pair[0], pair[1]);
            bar(sheet, plot, (pair[0], split), count, ink, 0.38);
            bar(sheet, plot, (split, pair[1]), count, ink, 0.95);
        }
    }
    let zero = plot.at(0.0, 0.0).1;
    sheet.line(&[(plot.bounds.left, zero), (plot.bounds.right, zero)], Ink::Muted, 1.0, 1.0);
}

fn bar(sheet: &Sheet, plot: &Plot, (low, high): (f64, f64), count: f64, ink: Ink, alpha: f64) {
    let (a, b) = (plot.at(low, 0.0), plot.at(high, count));
    let (top, bottom) = (a.1.min(b.1), a.1.max(b.1));
    if b.0 - a.0 > 0.6 {
        sheet.rect(Rect::new(a.0 + 0.25, top, b.0 - 0.25, bottom), ink, alpha);
    }
}

fn draw_words(sheet: &Sheet, plot: &Plot, histogram: &Histogram) {
    let area = plot.bounds;
    let small = sheet.font - 0.5;
    if let Some(threshold) = histogram.threshold {
        draw_threshold(sheet, plot, threshold, small);
    }
    // The outermost bars hold what lies beyond them as well.
    let bars = area.bottom - small * 0.2;
    if histogram.below > 0 {
        sheet.text("← and below", (area.left + 5.0, bars), Anchor::Start, Ink::Muted, small);
    }
    if histogram.above > 0 {
        sheet.text("and above →", (area.right - 3.0, bars), Anchor::End, Ink::Muted, small);
    }
    let room = area.left + 5.0;
    let (upper, lower) = (area.top + small * 2.4, area.bottom - small * if histogram.below > 0 { 1.6 } else { 0.9 });
    sheet.text("members", (room, upper), Anchor::Start, Ink::Member, small);
    sheet.text("non-members", (room, lower), Anchor::Start, Ink::NonMember, small);
}

fn draw_threshold(sheet: &Sheet, plot: &Plot, threshold: f64, font: f64) {
    let area = plot.bounds;
    let x = plot.at(threshold, 0.0).0.clamp(area.left, area.right);
    sheet.line(&[(x, area.top), (x, area.bottom)], Ink::Text, 1.0, 1.3);
    let note = "called a member →";
    let (anchor, at) =
        if x + 6.0 + sheet.width_of(note) <= area.right { (Anchor::Start, x + 6.0) } else { (Anchor::End, x - 6.0) };
    sheet.text(note, (at, area.top + font * 0.8), anchor, Ink::Text, font);
}

fn alt(shown: Option<&Shown>, missing: &str) -> String {
    let Some(Shown { histogram, network, result }) = shown else {
        return format!("Scores of members and non-members. Nothing to draw: {missing}.");
    };
    let said = |threshold| format!(" From {} on the attack says \"member\".", decimal(threshold));
    let said = histogram.threshold.map(said).unwrap_or_default();
    let measured = result.map_or(String::new(), |result| {
        let balanced = result.balanced_accuracy.map(percent).map(|value| format!(" and its balanced accuracy {value}"));
        format!(" Its AUC is {}{}.", decimal(result.auc), balanced.unwrap_or_default())
    });
    let beyond = match histogram.below + histogram.above {
        0 => String::new(),
        beyond => format!(" {beyond} scores lie beyond the outermost bars and are counted in them."),
    };
    format!(
        "Scores of {} members above and {} non-members below, by the attack {} on {network} ({}).{said}{measured}{beyond}",
        histogram.members.iter().sum::<u32>(),
        histogram.non_members.iter().sum::<u32>(),
        attack_name(&histogram.attack),
        histogram.axis,
    )
}

/// One row a bin; the threshold in every row, so that a page can move it.
fn table(shown: Option<&Shown>) -> Table {
    let mut table = Table::new(&["From", "To", "Members", "Non-members", "Threshold"]);
    let Some(Shown { histogram, .. }) = shown else { return table };
    let last = histogram.members.len() - 1;
    for (i, pair) in histogram.edges.windows(2).enumerate() {
        let from = if i == 0 && histogram.below > 0 { "and below".into() } else { decimal(pair[0]) };
        let to = if i == last && histogram.above > 0 { "and above".into() } else { decimal(pair[1]) };
        table.push([
            from,
            to,
            histogram.members[i].to_string(),
            histogram.non_members[i].to_string(),
            decimal(histogram.threshold.unwrap_or(f64::NAN)),
        ]);
    }
    table
}
