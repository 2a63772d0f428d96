//! Exposures by mem-score: how often fine-tuning used the records of each tenth, and which share it never used.
//!
//! Shows what protects the most memorized records under a window: that it never reaches them.

use super::{
    Figure, FigureInfo, Picture, Place, Request, Table, body,
    labels::{arm_key, legend},
    missing,
    sheet::{Rect, range_of},
    tenths::{self, Panel},
    words::{DENSE, arm_name, failures, percent, tick, whole_percent},
};
use crate::report::{Decile, Report};

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::Exposures,
    id: "exposures",
    name: "Exposures",
    help: "How often fine-tuning used the records, from the least to the most memorized tenth, and which share \
           of them it never used.",
    panel: Place::Network,
    draw,
    draw_audit: None,
};

fn draw(report: &Report, request: &Request) -> Picture {
    let arms = arms(report, request);
    Picture::new("exposures", request, alt(report, &arms), table(&arms), |sheet| {
        let page = Rect::new(4.0, 4.0, sheet.bounds.right - 8.0, sheet.bounds.bottom - 2.0);
        let keys: Vec<_> = arms.iter().map(|(arm, _)| arm_key(&arm.id, request.strength(&arm.id))).collect();
        let top = page.top + legend(sheet, &keys, page);
        let cut = top + (page.bottom - top) * 0.56;
        let tenths = arms.iter().map(|(_, tenths)| tenths.len()).max().unwrap_or(10);
        let values = arms.iter().flat_map(|(_, tenths)| tenths.iter().map(|tenth| tenth.exposures));
        let most = range_of(values, 0.06, (0.0, 10.0)).1;
        let used = Panel {
            title: "↑ mean number of steps that used a record",
            across: "",
            range: (-0.03 * most, most),
            format: &tick,
            value: &|tenth: &Decile| (tenth.exposures, None),
            said: &|tenth| format!("{:.1} steps used a record", tenth.exposures),
        };
        let never = Panel {
            title: "↑ share of records never used (methods not drawn: 0 %)",
            across: "tenth of the members by mem-score: most memorized at the right →",
            range: (-0.04, 1.06),
            format: &whole_percent,
            value: &|tenth: &Decile| (tenth.never_used, None),
            said: &|tenth| format!("{} of records never used", percent(tenth.never_used)),
        };
        let upper = (used, Rect { top, bottom: cut - 4.0, ..page }, arms.clone());
        let lower = (never, Rect { top: cut, ..page }, leaving_out(&arms));
        for (panel, area, arms) in [upper, lower] {
            let across =
                if sheet.narrow() && !panel.across.is_empty() { "tenth by mem-score →" } else { panel.across };
            let panel = Panel { across, ..panel };
            let plot = tenths::axes(sheet, area, &panel, tenths);
            tenths::draw(sheet, &plot, &panel, request, &arms);
            if keys.is_empty() {
                Picture::empty(sheet, plot.bounds, missing(report));
            }
        }
    })
}

type Tenths<'a> = tenths::Tenths<'a, Decile>;

/// The dense network has no fine-tuning steps to count.
fn arms<'a>(report: &'a Report, request: &Request) -> Vec<Tenths<'a>> {
    tenths::arms(report, request, |detail| &detail.deciles).filter(|(arm, _)| arm.id != DENSE).collect()
}

/// Arms that never use some records: lines along zero would only hide one another.
fn leaving_out<'a>(arms: &[Tenths<'a>]) -> Vec<Tenths<'a>> {
    arms.iter().filter(|(_, tenths)| tenths.iter().any(|tenth| tenth.never_used > 0.0)).copied().collect()
}

fn alt(report: &Report, arms: &[Tenths]) -> String {
    let head = "Mean number of fine-tuning steps that used a record, by tenth of the mem-score, and below it the share \
                of records never used.";
    let said = |(arm, tenths): &Tenths| {
        let (first, last) = (tenths.first()?, tenths.last()?);
        Some(format!(
            "{}: {:.1} steps in the least memorized tenth, {:.1} in the most memorized, {} of that never used",
            arm_name(&arm.id),
            first.exposures,
            last.exposures,
            percent(last.never_used)
        ))
    };
    let arms: Vec<String> = arms.iter().filter_map(said).collect();
    format!("{head} {}{}", body(report, &arms), failures(report))
}

fn table(arms: &[Tenths]) -> Table {
    let mut table = Table::new(&["Method", "Tenth", "Records", "Mean steps", "Never used"]);
    for (arm, tenths) in arms {
        for (i, tenth) in tenths.iter().enumerate() {
            table.push([
                arm_name(&arm.id).into(),
                (i + 1).to_string(),
                tenth.records.to_string(),
                format!("{:.1}", tenth.exposures),
                percent(tenth.never_used),
            ]);
        }
    }
    table
}
