//! What each arm cost: compute time of its networks, target and shadows, and of the attacks that learn.
//!
//! Every pruned arm begins from the dense networks, whose time is counted once, in their own row.

use super::{
    Figure, FigureInfo, Picture, Place, Request, Table,
    ink::{Ink, arm_slot},
    missing,
    rows::{self, draw_names, draw_value, level},
    sheet::{Axis, Rect, range_of, round_ticks},
    told::Told,
    words::{arm_name, begun, decimal, failures, tick},
};
use crate::report::{ArmReport, Report};

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::Seconds,
    id: "seconds",
    name: "Seconds",
    help: "What each way to prune and defend costs in compute time.",
    panel: Place::Network,
    draw,
    draw_audit: None,
};

/// What stands where a report came without times, as the recorded one.
const NOT_KEPT: &str = "no times are kept of this run";

fn draw(report: &Report, request: &Request) -> Picture {
    let arms: Vec<&ArmReport> = begun(report).filter(|arm| arm.seconds > 0.0 && arm.seconds.is_finite()).collect();
    Picture::new("seconds", request, alt(report, &arms), table(report), |sheet| {
        let ids: Vec<&str> = arms.iter().map(|arm| arm.id.as_str()).collect();
        let page = Rect::new(6.0, 2.0, sheet.bounds.right - 10.0, sheet.bounds.bottom - 2.0);
        let area = Rect { left: page.left + rows::names_width(sheet, &ids), ..page };
        let range = (0.0, range_of(arms.iter().map(|arm| arm.seconds), 0.08, (0.0, 1.0)).1 * 1.04);
        let ticks = round_ticks(range, if sheet.narrow() { 4 } else { 8 });
        let across = Axis { range, ticks, format: &tick, title: "seconds →", room: 0.0 };
        let plot = rows::axes(sheet, area, arms.len(), &across, "");
        if arms.is_empty() {
            return Picture::empty(sheet, plot.bounds, why_empty(report));
        }
        draw_names(sheet, &plot, request, &ids);
        for (i, arm) in arms.iter().enumerate() {
            let (slot, alpha, y) = (arm_slot(&arm.id), request.strength(&arm.id), level(i, arms.len()));
            let (begin, end) = (plot.at(0.0, y), plot.at(arm.seconds, y));
            let half = (plot.bounds.height() / arms.len() as f64 * 0.16).min(6.0);
            sheet.rect(Rect::new(begin.0, begin.1 - half, end.0, end.1 + half), Ink::Arm(slot), 0.55 * alpha);
            sheet.mark(slot, end, 4.6, alpha);
            sheet.tell(Told::of_arm(end, &arm.id, "", &written(arm.seconds)));
            draw_value(sheet, &plot, arms.len(), end, &written(arm.seconds), alpha);
        }
    })
}

fn why_empty(report: &Report) -> &'static str {
    if begun(report).next().is_none() { missing(report) } else { NOT_KEPT }
}

fn written(seconds: f64) -> String {
    if seconds < 10.0 { format!("{seconds:.2} s") } else { format!("{seconds:.0} s") }
}

fn alt(report: &Report, arms: &[&ArmReport]) -> String {
    let head = "Compute time of each method's networks and attacks.";
    let said = |arm: &&ArmReport| format!("{} {}", arm_name(&arm.id), written(arm.seconds));
    let body = match arms {
        [] => format!("Nothing to draw: {}.", why_empty(report)),
        arms => format!("{}.", arms.iter().map(said).collect::<Vec<_>>().join("; ")),
    };
    format!("{head} {body}{}", failures(report))
}

fn table(report: &Report) -> Table {
    let mut table = Table::new(&["Method", "Seconds", "Rounds", "Epochs of the target", "Steps of the target"]);
    for arm in begun(report) {
        table.push([
            arm_name(&arm.id).into(),
            decimal(arm.seconds),
            arm.rounds.len().to_string(),
            arm.rounds.iter().map(|round| round.epochs).sum::<u32>().to_string(),
            arm.rounds.iter().map(|round| round.steps).sum::<u32>().to_string(),
        ]);
    }
    table
}
