//! Leak of the records by mem-score: p_y under the target minus the mean p_y under the shadows, which never saw them.
//!
//! With an arm asked for, that arm beside Base; else all arms. Whiskers are 95 % intervals over a tenth's records.

use super::{
    Picture, Request, Table, WAITING,
    ink::Ink,
    labels::{arm_key, legend},
    sheet::{Rect, range_of},
    tenths::{self, Panel},
    words::{arm_name, decimal, failures, interval, tick},
};
use crate::experiment::report::{ArmReport, Decile, Report};

pub(super) fn draw(report: &Report, request: &Request) -> Picture {
    let arms = arms(report, request);
    Picture::new("deciles", request, alt(report, &arms), table(&arms), |sheet| {
        let page = Rect::new(4.0, 4.0, sheet.bounds.right - 8.0, sheet.bounds.bottom - 2.0);
        let keys: Vec<_> = arms.iter().map(|(arm, _)| arm_key(&arm.id, request.strength(&arm.id))).collect();
        let top = page.top + legend(sheet, &keys, page);
        let values = arms.iter().flat_map(|(_, tenths)| tenths.iter());
        let values = values.flat_map(|tenth| [tenth.leak, tenth.leak_interval.0, tenth.leak_interval.1]);
        let across = if sheet.narrow() {
            "tenth by mem-score →"
        } else {
            "tenth of the members by mem-score: most memorized at the right →"
        };
        let panel = Panel {
            title: "↑ leak: surer than networks that never saw the record",
            across,
            range: range_of(values.chain((!arms.is_empty()).then_some(0.0)), 0.05, (-0.1, 0.6)),
            format: &tick,
            value: |tenth| (tenth.leak, Some(tenth.leak_interval)),
        };
        let tenths = arms.iter().map(|(_, tenths)| tenths.len()).max().unwrap_or(10);
        let plot = tenths::axes(sheet, Rect { top, ..page }, &panel, tenths);
        let zero = plot.at(1.0, 0.0).1;
        sheet.line(&[(plot.bounds.left, zero), (plot.bounds.right, zero)], Ink::Reference, 1.0, 1.0);
        tenths::draw(sheet, &plot, &panel, request, &arms);
        if arms.is_empty() {
            Picture::waiting(sheet, plot.bounds, WAITING);
        }
    })
}

fn arms<'a>(report: &'a Report, request: &Request) -> Vec<(&'a ArmReport, &'a [Decile])> {
    let chosen = |arm: &ArmReport| request.arm.is_none_or(|id| arm.id == id || arm.id == "base");
    tenths::arms(report).filter(|(arm, _)| chosen(arm)).collect()
}

fn alt(report: &Report, arms: &[(&ArmReport, &[Decile])]) -> String {
    let head = "Leak per record by tenth of the mem-score: the target's probability of the record's label minus that \
                of networks that never saw it.";
    let said = |(arm, tenths): &(&ArmReport, &[Decile])| {
        let (first, last) = (tenths.first()?.leak, tenths.last()?.leak);
        let name = arm_name(&arm.id);
        Some(format!("{name}: {} in the least memorized tenth, {} in the most", decimal(first), decimal(last)))
    };
    let arms: Vec<String> = arms.iter().filter_map(said).collect();
    let body = if arms.is_empty() { format!("Nothing to draw: {WAITING}.") } else { format!("{}.", arms.join("; ")) };
    format!("{head} {body}{}", failures(report))
}

fn table(arms: &[(&ArmReport, &[Decile])]) -> Table {
    let mut table = Table::new(&["Arm", "Tenth", "Records", "Leak", "95 % interval"]);
    for (arm, tenths) in arms {
        for (i, tenth) in tenths.iter().enumerate() {
            table.push([
                arm_name(&arm.id).into(),
                (i + 1).to_string(),
                tenth.records.to_string(),
                decimal(tenth.leak),
                interval(tenth.leak_interval, decimal),
            ]);
        }
    }
    table
}
