//! Prediction divergence by class: how much surer, and how much less moved by small changes of the input, the network is
//! of members than of non-members; the dense network beside the arm looked at.
//!
//! Whiskers are 95 % intervals. "All" is over all records. A class with a single record on a side is left out.

use super::{
    Figure, FigureInfo, Picture, Place, Request, Table,
    ink::{Ink, arm_slot},
    labels::{arm_key, legend},
    missing,
    sheet::{Axis, Plot, Rect, Sheet, range_of, round_ticks},
    told::Told,
    words::{DENSE, arm_name, decimal, detailed, failures, interval, tick},
};
use crate::report::{ArmReport, Difference, Divergence, Gaps, Report};

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::Divergence,
    id: "divergence",
    name: "By class",
    help: "How differently the network answers about members and non-members of each class: the further a gap is \
           from zero, the more of this class an attacker can see.",
    panel: Place::Attacker,
    draw,
    draw_audit: None,
};

/// An arm with its gaps.
type Row<'a> = (&'a ArmReport, &'a Divergence);

/// One of the two gaps.
struct Kind {
    name: &'static str,
    titles: &'static [&'static str],
    gap: fn(&Gaps) -> Option<Difference>,
}

const CONFIDENCE: Kind = Kind {
    name: "Confidence",
    titles: &["↑ confidence gap: members' p of the label minus non-members'", "↑ confidence gap"],
    gap: |gaps| gaps.confidence,
};

const SENSITIVITY: Kind = Kind {
    name: "Sensitivity",
    titles: &["↑ sensitivity gap: non-members' move of that p minus members'", "↑ sensitivity gap"],
    gap: |gaps| gaps.sensitivity,
};

fn draw(report: &Report, request: &Request) -> Picture {
    let rows = rows(report, request);
    let kinds = kinds(&rows);
    let (alt, table) = (alt(report, &rows, &kinds), table(report, &rows, &kinds));
    Picture::new("divergence", request, alt, table, |sheet| {
        let page = Rect::new(4.0, 4.0, sheet.bounds.right - 8.0, sheet.bounds.bottom - 2.0);
        let keys: Vec<_> = rows.iter().map(|(arm, _)| arm_key(&arm.id, request.strength(&arm.id))).collect();
        let top = page.top + legend(sheet, &keys, page);
        let height = (page.bottom - top) / kinds.len() as f64;
        for (i, kind) in kinds.iter().enumerate() {
            let top = top + height * i as f64;
            let plot = axes(
                sheet,
                report,
                Rect { top, bottom: top + height - 4.0, ..page },
                &rows,
                kind,
                i + 1 == kinds.len(),
            );
            if rows.is_empty() {
                return Picture::empty(sheet, plot.bounds, missing(report));
            }
            for (i, row) in rows.iter().enumerate() {
                draw_row(sheet, &plot, (report, request), (i, rows.len()), row, kind);
            }
        }
    })
}

/// The dense network and the arm that is looked at, as far as they have gaps.
fn rows<'a>(report: &'a Report, request: &Request) -> Vec<Row<'a>> {
    let dense = report.arms.iter().find(|arm| arm.id == DENSE);
    let chosen = detailed(report, request.arm).filter(|arm| arm.id != DENSE);
    let gaps = |arm: &'a ArmReport| Some((arm, arm.detail.as_ref()?.divergence.as_ref()?));
    dense.into_iter().chain(chosen).filter_map(gaps).collect()
}

/// Sensitivities are there only where learned attacks were asked for.
fn kinds(rows: &[Row]) -> Vec<Kind> {
    let is_measured = rows.iter().any(|(_, divergence)| divergence.overall.sensitivity.is_some());
    std::iter::once(CONFIDENCE).chain(is_measured.then_some(SENSITIVITY)).collect()
}

/// Gaps with their places on the axis: over all records at −1, then the classes.
fn placed(divergence: &Divergence) -> impl Iterator<Item = (f64, &Gaps)> {
    std::iter::once(&divergence.overall).chain(&divergence.classes).enumerate().map(|(i, gaps)| (i as f64 - 1.0, gaps))
}

fn axes<'a>(sheet: &Sheet<'a>, report: &Report, area: Rect, rows: &[Row], kind: &Kind, is_last: bool) -> Plot<'a> {
    let classes = rows.iter().map(|(_, divergence)| divergence.classes.len()).max().unwrap_or(10);
    let gaps = rows.iter().flat_map(|(_, divergence)| placed(divergence)).filter_map(|(_, gaps)| (kind.gap)(gaps));
    let ends = gaps.flat_map(|gap| [gap.value, gap.interval.0, gap.interval.1]);
    let range = range_of(ends.chain((!rows.is_empty()).then_some(0.0)), 0.05, (-0.1, 0.6));
    let most = ((area.height() - 50.0) / 24.0).clamp(2.0, 6.0) as usize;
    let name = |x: f64| match (is_last, x < 0.0) {
        (false, _) => String::new(),
        (true, true) => "all".into(),
        (true, false) => report.data.class_name(x as usize),
    };
    let plot = sheet.axes(
        area,
        &Axis {
            range: (-1.6, classes as f64 - 0.4),
            ticks: std::iter::once(-1.0).chain(named_classes(sheet, report, area, classes)).collect(),
            format: &name,
            title: if is_last { "class →" } else { "" },
            room: 0.0,
        },
        &Axis {
            range,
            ticks: round_ticks(range, most),
            format: &tick,
            title: sheet.fitting(kind.titles, area.width()),
            room: sheet.width_of("−0.05"),
        },
    );
    let zero = plot.at(0.0, 0.0).1;
    sheet.line(&[(plot.bounds.left, zero), (plot.bounds.right, zero)], Ink::Reference, 1.0, 1.0);
    plot
}

/// Every class whose name has room, or every second, third… of them.
fn named_classes(sheet: &Sheet, report: &Report, area: Rect, classes: usize) -> impl Iterator<Item = f64> {
    let widest = (0..classes).map(|class| sheet.width_of(&report.data.class_name(class))).fold(0.0, f64::max);
    let step = ((widest + 8.0) / (area.width() / (classes + 1) as f64)).ceil().max(1.0);
    (0..classes).step_by(step as usize).map(|class| class as f64)
}

/// The arms stand side by side within a class.
fn draw_row(
    sheet: &Sheet,
    plot: &Plot,
    (report, request): (&Report, &Request),
    (i, rows): (usize, usize),
    row: &Row,
    kind: &Kind,
) {
    let (arm, divergence) = row;
    let (slot, alpha) = (arm_slot(&arm.id), request.strength(&arm.id));
    let shift = if rows < 2 { 0.0 } else { (i as f64 / (rows - 1) as f64 - 0.5) * 0.4 };
    for (x, gaps) in placed(divergence) {
        let Some(gap) = (kind.gap)(gaps) else { continue };
        let of =
            if x < 0.0 { ", all classes".into() } else { format!(", class {}", report.data.class_name(x as usize)) };
        let x = x + shift;
        sheet.line(&[plot.at(x, gap.interval.0), plot.at(x, gap.interval.1)], Ink::Arm(slot), 0.45 * alpha, 1.4);
        sheet.mark(slot, plot.at(x, gap.value), if sheet.narrow() { 3.0 } else { 4.4 }, alpha);
        let ends = interval(gap.interval, decimal);
        let said = format!("{} gap {} ({ends})", kind.name.to_ascii_lowercase(), decimal(gap.value));
        sheet.tell(Told::of_arm(plot.at(x, gap.value), &arm.id, &of, &said));
    }
}

fn alt(report: &Report, rows: &[Row], kinds: &[Kind]) -> String {
    let head = "Prediction divergence by class: members against non-members.";
    let said = |row: &Row| {
        let of_kind = |kind: &Kind| {
            let overall = (kind.gap)(&row.1.overall)?;
            let of_classes = row.1.classes.iter().filter_map(kind.gap).map(|gap| gap.value);
            let (low, high) = of_classes.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
            let name = kind.name.to_ascii_lowercase();
            let over = format!("{name} gap {} over all", decimal(overall.value));
            Some(if low <= high {
                format!("{over}, from {} to {} by class", decimal(low), decimal(high))
            } else {
                over
            })
        };
        format!("{}: {}", arm_name(&row.0.id), kinds.iter().filter_map(of_kind).collect::<Vec<_>>().join("; "))
    };
    let body = match rows {
        [] => format!("Nothing to draw: {}.", missing(report)),
        rows => format!("{}.", rows.iter().map(said).collect::<Vec<_>>().join(". ")),
    };
    let unmeasured = if rows.is_empty() || kinds.len() > 1 {
        ""
    } else {
        " Sensitivities were not measured: that comes with the attacks that learn."
    };
    format!("{head} {body}{unmeasured}{}", failures(report))
}

fn table(report: &Report, rows: &[Row], kinds: &[Kind]) -> Table {
    let mut table = Table::new(&["Method", "Class", "Members", "Non-members", "Gap", "Value", "95 % interval"]);
    for (arm, divergence) in rows {
        for (x, gaps) in placed(divergence) {
            for kind in kinds {
                let gap = (kind.gap)(gaps);
                table.push([
                    arm_name(&arm.id).into(),
                    if x < 0.0 { "all".into() } else { report.data.class_name(x as usize) },
                    gaps.members.to_string(),
                    gaps.non_members.to_string(),
                    kind.name.into(),
                    decimal(gap.map_or(f64::NAN, |gap| gap.value)),
                    gap.map_or_else(|| "–".into(), |gap| interval(gap.interval, decimal)),
                ]);
            }
        }
    }
    table
}
