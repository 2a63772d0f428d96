//! What a network has memorized, by difficulty: how much surer the target is of records than the shadows, which never saw
//! them; and beneath it whom one named attack calls a member, at the shadows' threshold.
//!
//! Tenths are of members and non-members together, by what the shadows find hard. Lines with marks are members, thin lines are
//! equally hard non-members: only the distance between the two is memory. With an arm asked for, that arm beside Base; else all
//! arms. Whiskers are 95 % intervals over a tenth's members.

use super::{
    Figure, FigureInfo, Picture, Place, Request, Table, body,
    ink::Ink,
    labels::{arm_key, legend},
    missing,
    sheet::{Rect, range_of},
    tenths::{self, Panel, Tenths},
    words::{arm_name, failures, named_attack, percent, share, signed, tick, whole_percent},
};
use crate::report::{ArmReport, Called, Difficulty, Report};

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::Deciles,
    id: "deciles",
    name: "Memorized",
    help: "Easy to hard: how much surer the network is of records than networks that never saw them, and whom the \
           attack calls a member, of members and of equally hard non-members.",
    panel: Place::Network,
    draw,
    draw_audit: None,
};

/// Arms with their tenths of difficulty.
type Arms<'a> = Vec<Tenths<'a, Difficulty>>;

fn draw(report: &Report, request: &Request) -> Picture {
    let arms = arms(report, request);
    let attack = named_attack(report, request);
    let called = |arm: &ArmReport| place(arm, request);
    // Which attacks have a threshold is the same for all arms.
    let column = arms.first().and_then(|(arm, _)| called(arm));
    let calls = |tenth: &Difficulty| column.and_then(|column| *tenth.called.get(column)?);
    Picture::new("deciles", request, alt(report, &attack, &arms, &calls), table(&attack, &arms, &calls), |sheet| {
        let page = Rect::new(4.0, 4.0, sheet.bounds.right - 8.0, sheet.bounds.bottom - 2.0);
        let keys: Vec<_> = arms.iter().map(|(arm, _)| arm_key(&arm.id, request.strength(&arm.id))).collect();
        let top = page.top + legend(sheet, &keys, page);
        let gaps =
            arms.iter().flat_map(|(_, tenths)| tenths.iter().flat_map(|tenth| [tenth.memorization, tenth.drift]));
        let ends = gaps.flatten().flat_map(|gap| [gap.interval.0, gap.interval.1]);
        let range = range_of(ends.chain((!arms.is_empty()).then_some(0.0)), 0.05, (-0.5, 3.0));
        let across = if sheet.narrow() {
            "tenth: hardest right →"
        } else {
            "tenth of all records by difficulty: hardest at the right →"
        };
        let surer = Panel {
            title: sheet.fitting(SURER, page.width()),
            across: if column.is_some() { "" } else { across },
            range,
            format: &tick,
            value: &|tenth: &Difficulty| {
                tenth.memorization.map_or((f64::NAN, None), |gap| (gap.value, Some(gap.interval)))
            },
            said: &|tenth| format!("log-odds {} above the shadows", signed(tenth.memorization, two_digits)),
        };
        let found = Panel {
            title: sheet.fitting(CALLED, page.width()),
            across,
            range: (-0.04, 1.06),
            format: &whole_percent,
            value: &|tenth: &Difficulty| {
                calls(tenth).map_or((f64::NAN, None), |called| (called.members.value, Some(called.members.interval)))
            },
            said: &|tenth| format!("{attack} found {}", share(calls(tenth).map(|called| called.members))),
        };
        let tenths = arms.iter().map(|(_, tenths)| tenths.len()).max().unwrap_or(10);
        let cut = if column.is_some() { top + (page.bottom - top) * 0.54 } else { page.bottom + 4.0 };
        let plot = tenths::axes(sheet, Rect { top, bottom: cut - 4.0, ..page }, &surer, tenths);
        let zero = plot.at(1.0, 0.0).1;
        sheet.line(&[(plot.bounds.left, zero), (plot.bounds.right, zero)], Ink::Reference, 1.0, 1.0);
        tenths::draw_beside(sheet, &plot, request, &arms, &|tenth: &Difficulty| Some(tenth.drift?.value));
        tenths::draw(sheet, &plot, &surer, request, &arms);
        if column.is_some() {
            let plot = tenths::axes(sheet, Rect { top: cut, ..page }, &found, tenths);
            tenths::draw_beside(sheet, &plot, request, &arms, &|tenth: &Difficulty| {
                Some(calls(tenth)?.non_members?.value)
            });
            tenths::draw(sheet, &plot, &found, request, &arms);
        }
        if arms.is_empty() {
            Picture::empty(sheet, plot.bounds, missing(report));
        }
    })
}

const SURER: &[&str] = &[
    "↑ log-odds: surer than networks that never saw it (thin: non-members)",
    "↑ log-odds above the shadows (thin: non-members)",
    "↑ log-odds above shadows",
];
const CALLED: &[&str] = &[
    "↑ called members, of members and (thin) of equally hard non-members",
    "↑ called members (thin: of non-members)",
    "↑ called members",
];

fn arms<'a>(report: &'a Report, request: &Request) -> Arms<'a> {
    let chosen = |arm: &ArmReport| request.arm.is_none_or(|id| arm.id == id || arm.id == "base");
    tenths::arms(report, request, |detail| &detail.difficulty).filter(|(arm, _)| chosen(arm)).collect()
}

/// Where the calls of the attack stand among those of an arm.
fn place(arm: &ArmReport, request: &Request) -> Option<usize> {
    let detail = arm.detail.as_ref()?;
    let attack = &detail.calls_by(request.by)?.attack;
    detail.calls.iter().position(|calls| calls.attack == *attack)
}

fn alt(report: &Report, attack: &str, arms: &Arms, calls: &dyn Fn(&Difficulty) -> Option<Called>) -> String {
    let head = format!(
        "By difficulty for networks that never saw the records: how much surer the target is than they, in log-odds; and \
         whom {attack} calls a member."
    );
    let said = |(arm, tenths): &Tenths<Difficulty>| {
        let of = |tenth: &Difficulty| {
            let gap = tenth.memorization.map_or_else(|| "–".into(), |gap| tick((gap.value * 10.0).round() / 10.0));
            let found = calls(tenth).map_or_else(String::new, |called| {
                let accused = called.non_members.map_or_else(|| "–".into(), |share| percent(share.value));
                format!(", found {}, accused {accused}", percent(called.members.value))
            });
            format!("{gap}{found}")
        };
        let (first, last) = (tenths.first()?, tenths.last()?);
        Some(format!("{}: {} in the easiest tenth, {} in the hardest", arm_name(&arm.id), of(first), of(last)))
    };
    let arms: Vec<String> = arms.iter().filter_map(said).collect();
    format!("{head} {}{}", body(report, &arms), failures(report))
}

fn table(attack: &str, arms: &Arms, calls: &dyn Fn(&Difficulty) -> Option<Called>) -> Table {
    let mut table = Table::new(&[
        "Method",
        "Tenth",
        "Members",
        "Non-members",
        "Log-odds above the shadows, members",
        "The same of non-members",
        "Attack",
        "TPR (95 % interval)",
        "FPR (95 % interval)",
    ]);
    for (arm, tenths) in arms {
        for (i, tenth) in tenths.iter().enumerate() {
            let called = calls(tenth);
            table.push([
                arm_name(&arm.id).into(),
                (i + 1).to_string(),
                tenth.members.to_string(),
                tenth.non_members.to_string(),
                signed(tenth.memorization, two_digits),
                signed(tenth.drift, two_digits),
                attack.into(),
                share(called.map(|called| called.members)),
                share(called.and_then(|called| called.non_members)),
            ]);
        }
    }
    table
}

fn two_digits(value: f64) -> String {
    format!("{value:.2}")
}
