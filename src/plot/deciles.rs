//! Leak of the records by mem-score: p_y under the target minus the mean p_y under the shadows, which never saw them; and
//! beneath it the share of them that the strongest attack calls members, at the shadows' threshold.
//!
//! With an arm asked for, that arm beside Base; else all arms. Whiskers are 95 % intervals over a tenth's records.

use super::{
    Picture, Request, Table, WAITING,
    ink::Ink,
    labels::{arm_key, legend},
    sheet::{Rect, range_of},
    tenths::{self, Panel},
    words::{arm_name, attack_name, decimal, failures, interval, percent, share, tick, whole_percent},
};
use crate::experiment::report::{ArmReport, Decile, Report, Share};

pub(super) fn draw(report: &Report, request: &Request) -> Picture {
    let arms = arms(report, request);
    Picture::new("deciles", request, alt(report, &arms), table(&arms), |sheet| {
        let page = Rect::new(4.0, 4.0, sheet.bounds.right - 8.0, sheet.bounds.bottom - 2.0);
        let keys: Vec<_> = arms.iter().map(|(arm, _)| arm_key(&arm.id, request.strength(&arm.id))).collect();
        let top = page.top + legend(sheet, &keys, page);
        let values = arms.iter().flat_map(|(_, tenths)| tenths.iter());
        let values = values.flat_map(|tenth| [tenth.leak, tenth.leak_interval.0, tenth.leak_interval.1]);
        let range = range_of(values.chain((!arms.is_empty()).then_some(0.0)), 0.05, (-0.1, 0.6));
        let is_called = arms.iter().any(|(_, tenths)| tenths.iter().any(|tenth| tenth.called.is_some()));
        let across = if sheet.narrow() {
            "tenth by mem-score →"
        } else {
            "tenth of the members by mem-score: most memorized at the right →"
        };
        let leak = Panel {
            title: "↑ leak: surer than networks that never saw the record",
            across: if is_called { "" } else { across },
            range,
            format: &tick,
            value: |tenth| (tenth.leak, Some(tenth.leak_interval)),
        };
        let called = Panel {
            title: sheet.fitting(CALLED, page.width()),
            across,
            range: (-0.04, 1.06),
            format: &whole_percent,
            value: |tenth| tenth.called.map_or((f64::NAN, None), |called| (called.value, Some(called.interval))),
        };
        let tenths = arms.iter().map(|(_, tenths)| tenths.len()).max().unwrap_or(10);
        let cut = if is_called { top + (page.bottom - top) * 0.54 } else { page.bottom + 4.0 };
        let plot = tenths::axes(sheet, Rect { top, bottom: cut - 4.0, ..page }, &leak, tenths);
        let zero = plot.at(1.0, 0.0).1;
        sheet.line(&[(plot.bounds.left, zero), (plot.bounds.right, zero)], Ink::Reference, 1.0, 1.0);
        tenths::draw(sheet, &plot, &leak, request, &arms);
        if is_called {
            let plot = tenths::axes(sheet, Rect { top: cut, ..page }, &called, tenths);
            tenths::draw(sheet, &plot, &called, request, &arms);
        }
        if arms.is_empty() {
            Picture::waiting(sheet, plot.bounds, WAITING);
        }
    })
}

const CALLED: &[&str] =
    &["↑ share that the strongest attack calls members (TPR of the tenth)", "↑ called members (TPR of the tenth)"];

fn arms<'a>(report: &'a Report, request: &Request) -> Vec<(&'a ArmReport, &'a [Decile])> {
    let chosen = |arm: &ArmReport| request.arm.is_none_or(|id| arm.id == id || arm.id == "base");
    tenths::arms(report, request).filter(|(arm, _)| chosen(arm)).collect()
}

fn alt(report: &Report, arms: &[(&ArmReport, &[Decile])]) -> String {
    let head = "Leak per record by tenth of the mem-score: the target's probability of the record's label minus that \
                of networks that never saw it; and the share of the tenth that the strongest attack calls members.";
    let said = |(arm, tenths): &(&ArmReport, &[Decile])| {
        let (first, last) = (tenths.first()?, tenths.last()?);
        let (name, leaks) = (arm_name(&arm.id), (decimal(first.leak), decimal(last.leak)));
        let found = first.called.zip(last.called).map_or_else(String::new, |(first, last)| {
            let others = fpr(arm).map_or_else(String::new, |fpr| format!(", of non-members {}", percent(fpr.value)));
            format!(" (called members {} and {}{others})", percent(first.value), percent(last.value))
        });
        Some(format!("{name}: {} in the least memorized tenth, {} in the most{found}", leaks.0, leaks.1))
    };
    let arms: Vec<String> = arms.iter().filter_map(said).collect();
    let body = if arms.is_empty() { format!("Nothing to draw: {WAITING}.") } else { format!("{}.", arms.join("; ")) };
    format!("{head} {body}{}", failures(report))
}

/// Share of all non-members that the attack of the tenths calls members.
fn fpr(arm: &ArmReport) -> Option<Share> {
    arm.detail.as_ref()?.calls.as_ref()?.all.non_members
}

fn table(arms: &[(&ArmReport, &[Decile])]) -> Table {
    let mut table = Table::new(&[
        "Arm",
        "Tenth",
        "Records",
        "Leak",
        "95 % interval",
        "Attack",
        "TPR (95 % interval)",
        "FPR, all non-members",
    ]);
    for (arm, tenths) in arms {
        let calls = arm.detail.as_ref().and_then(|detail| detail.calls.as_ref());
        for (i, tenth) in tenths.iter().enumerate() {
            table.push([
                arm_name(&arm.id).into(),
                (i + 1).to_string(),
                tenth.records.to_string(),
                decimal(tenth.leak),
                interval(tenth.leak_interval, decimal),
                calls.map_or("–", |calls| attack_name(&calls.attack)).into(),
                share(tenth.called),
                share(fpr(arm)),
            ]);
        }
    }
    table
}
