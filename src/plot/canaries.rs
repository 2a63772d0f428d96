//! Records with wrong labels beside those with right ones: which share of members, and of non-members, one
//! named attack calls members.
//!
//! A wrong label can be fitted only by heart, so such members are canaries. A bar goes from the FPR (a short stroke) to the
//! TPR (the arm's mark): its length is what the attack gains over guessing on such records. Whiskers are the exact 95 %
//! intervals of the TPR.

use super::{
    Figure, FigureInfo, Picture, Place, Request, Table,
    ink::{Ink, arm_slot},
    missing,
    rows::{self, draw_names, draw_value, level},
    sheet::{Axis, Plot, Rect, Sheet, round_ticks},
    told::Told,
    words::{arm_name, attack_name, failures, named_attack, percent, share, whole_percent},
};
use crate::report::{ArmReport, Called, Calls, Report};

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::Canaries,
    id: "canaries",
    name: "Wrong labels",
    help: "A wrong label can only be learnt by heart: which share of such records the attack calls members, beside \
           those with right labels.",
    panel: Place::Attacker,
    draw,
    draw_audit: None,
};

/// An arm of which wrong labels were counted.
struct Row<'a> {
    arm: &'a ArmReport,
    attack: &'a str,
    noisy: Called,
    clean: Option<Called>,
}

/// What stands where every label is right.
const NONE_WRONG: &str = "no member has a wrong label";

fn draw(report: &Report, request: &Request) -> Picture {
    let rows: Vec<Row> = calls(report, request).filter_map(|(arm, calls)| row(arm, calls)).collect();
    let (alt, table) = (alt(report, request, &rows), table(&rows));
    Picture::new("canaries", request, alt, table, |sheet| {
        let ids: Vec<&str> = rows.iter().map(|row| row.arm.id.as_str()).collect();
        let page = Rect::new(6.0, 2.0, sheet.bounds.right - 10.0, sheet.bounds.bottom - 2.0);
        let left = page.left + rows::names_width(sheet, &ids);
        let gap = if sheet.narrow() { 14.0 } else { 28.0 };
        let half = (page.right - left - gap) / 2.0;
        let noisy = panel(sheet, Rect { left, right: left + half, ..page }, rows.len(), WRONG);
        let clean = panel(sheet, Rect { left: page.right - half, ..page }, rows.len(), RIGHT);
        if rows.is_empty() {
            return Picture::empty(sheet, Rect { left: noisy.bounds.left, ..clean.bounds }, why_empty(report, request));
        }
        draw_names(sheet, &noisy, request, &ids);
        for (i, row) in rows.iter().enumerate() {
            let at = (i, rows.len());
            draw_row(sheet, &noisy, request, at, row, (", wrong labels", row.noisy));
            row.clean
                .into_iter()
                .for_each(|called| draw_row(sheet, &clean, request, at, row, (", right labels", called)));
        }
    })
}

const WRONG: &[&str] = &["wrong labels: called members (FPR | to TPR)", "wrong labels (FPR | to TPR)", "wrong labels"];
const RIGHT: &[&str] = &["right labels: called members (FPR | to TPR)", "right labels (FPR | to TPR)", "right labels"];

fn calls<'a>(report: &'a Report, request: &Request) -> impl Iterator<Item = (&'a ArmReport, &'a Calls)> {
    report.arms.iter().filter_map(|arm| Some((arm, arm.detail.as_ref()?.calls_by(request.by)?)))
}

fn row<'a>(arm: &'a ArmReport, calls: &'a Calls) -> Option<Row<'a>> {
    Some(Row { arm, attack: &calls.attack, noisy: calls.noisy?, clean: calls.clean })
}

fn why_empty(report: &Report, request: &Request) -> &'static str {
    if calls(report, request).next().is_none() { missing(report) } else { NONE_WRONG }
}

fn panel<'a>(sheet: &Sheet<'a>, area: Rect, rows: usize, titles: &[&str]) -> Plot<'a> {
    let range = (-0.03, 1.03);
    let ticks = round_ticks(range, (area.width() / 55.0).clamp(2.0, 6.0) as usize);
    let across = Axis { range, ticks, format: &whole_percent, title: "", room: 0.0 };
    rows::axes(sheet, area, rows, &across, sheet.fitting(titles, area.width()))
}

fn draw_row(
    sheet: &Sheet,
    plot: &Plot,
    request: &Request,
    (i, rows): (usize, usize),
    row: &Row,
    (of, called): (&str, Called),
) {
    let (slot, alpha, y) = (arm_slot(&row.arm.id), request.strength(&row.arm.id), level(i, rows));
    let (tpr, (low, high)) = (called.members.value, called.members.interval);
    sheet.line(&[plot.at(low, y), plot.at(high, y)], Ink::Arm(slot), 0.3 * alpha, 1.2);
    if let Some(fpr) = called.non_members {
        let (x, middle) = plot.at(fpr.value, y);
        sheet.line(&[(x, middle), plot.at(tpr, y)], Ink::Line(slot), alpha, 2.4);
        sheet.line(&[(x, middle - 5.0), (x, middle + 5.0)], Ink::NonMember, alpha, 2.0);
    }
    sheet.mark(slot, plot.at(tpr, y), 5.0, alpha);
    let said = format!("{} calls members {}", attack_name(row.attack), shares(called));
    sheet.tell(Told::of_arm(plot.at(tpr, y), &row.arm.id, of, &said));
    if !sheet.narrow() {
        draw_value(sheet, plot, rows, plot.at(tpr, y), &percent(tpr), alpha);
    }
}

fn shares(called: Called) -> String {
    let fpr = called.non_members.map_or_else(|| "no".into(), |fpr| percent(fpr.value));
    format!("{} of members and {fpr} of non-members", percent(called.members.value))
}

fn alt(report: &Report, request: &Request, rows: &[Row]) -> String {
    let head = format!(
        "Share of records that {} calls members, of those with wrong labels and of those with right ones.",
        named_attack(report, request)
    );
    let said = |row: &Row| {
        let clean = row.clean.map_or_else(String::new, |clean| format!(", right labels {}", shares(clean)));
        format!("{}: wrong labels {}{clean}", arm_name(&row.arm.id), shares(row.noisy))
    };
    let body = match rows {
        [] => format!("Nothing to draw: {}.", why_empty(report, request)),
        rows => format!("{}.", rows.iter().map(said).collect::<Vec<_>>().join("; ")),
    };
    format!("{head} {body}{}", failures(report))
}

fn table(rows: &[Row]) -> Table {
    let mut table = Table::new(&[
        "Method",
        "Attack",
        "Labels",
        "Members",
        "TPR (95 % interval)",
        "Non-members",
        "FPR (95 % interval)",
    ]);
    for row in rows {
        for (labels, called) in [("wrong", Some(row.noisy)), ("right", row.clean)] {
            let Some(called) = called else { continue };
            table.push([
                arm_name(&row.arm.id).into(),
                attack_name(row.attack).into(),
                labels.into(),
                called.members.of.to_string(),
                share(Some(called.members)),
                called.non_members.map_or(0, |share| share.of).to_string(),
                share(called.non_members),
            ]);
        }
    }
    table
}
