//! Names and numbers as figures, tables and alternative texts write them.

use super::Request;
use crate::{
    attack::ATTACKS,
    method::Method,
    report::{ArmReport, AttackReport, Difference, NAMED, Report, RoundReport, Share, TprAtFpr},
};
use std::borrow::Cow;

/// What stands where the records are too few for an answer.
pub(super) const NOT_RESOLVABLE: &str = "not resolvable";

/// Id of the unpruned networks.
pub(super) const DENSE: &str = "dense";

/// Name of an arm for people; an unknown arm has its id. One of several strengths has that behind its name: `RMR 0.5`.
pub(super) fn arm_name(id: &str) -> Cow<'_, str> {
    let name = |id| match id {
        DENSE => "Dense",
        _ => Method::of_id(id).map_or(id, |method| method.info().name),
    };
    match id.split_once('@') {
        Some((base, value)) => format!("{} {value}", name(base)).into(),
        None => name(id).into(),
    }
}

/// Name of an attack for people; an unknown attack has its id.
pub(super) fn attack_name(id: &str) -> &str {
    match id {
        "score" => "Score",
        _ => ATTACKS.iter().find(|row| row.id == id).map_or(id, |row| row.name),
    }
}

/// `65.4 %`; a dash for what is not a number.
pub(super) fn percent(share: f64) -> String {
    if share.is_finite() { format!("{:.1} %", share * 100.0) } else { "–".into() }
}

/// `65 %`, for axes.
pub(super) fn whole_percent(share: f64) -> String {
    format!("{} %", round_to(share * 100.0, 6))
}

/// `0.731`; a dash for what is not a number.
pub(super) fn decimal(value: f64) -> String {
    if value.is_finite() { format!("{value:.3}") } else { "–".into() }
}

/// `0.7`, for axes: no more digits than the tick has.
pub(super) fn tick(value: f64) -> String {
    round_to(value, 9).replace('-', "−")
}

fn round_to(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.into() }
}

/// `0.702–0.758`.
pub(super) fn interval((low, high): (f64, f64), write: fn(f64) -> String) -> String {
    format!("{}–{}", write(low), write(high))
}

/// Sensitivity of an attack at a false-positive rate; a dash where it was not asked for.
pub(super) fn sensitivity_at(attack: &AttackReport, asked: f64) -> String {
    let rate = |at: &&TprAtFpr| match at {
        TprAtFpr::Measured { fpr, .. } | TprAtFpr::NotResolvable { fpr, .. } => (fpr - asked).abs() < 1e-9,
    };
    attack.tpr_at_fpr.iter().find(rate).map_or_else(|| "–".into(), sensitivity)
}

/// A counted share with its interval; a dash where nothing was counted.
pub(super) fn share(share: Option<Share>) -> String {
    share
        .map_or_else(|| "–".into(), |share| format!("{} ({})", percent(share.value), interval(share.interval, percent)))
}

/// Sensitivity with its interval, or that it cannot be resolved.
fn sensitivity(at: &TprAtFpr) -> String {
    match at {
        TprAtFpr::Measured { fpr, realised_fpr, tpr, interval: bounds } => {
            let realised = if percent(*realised_fpr) == percent(*fpr) {
                String::new()
            } else {
                format!("at {}: ", percent(*realised_fpr))
            };
            format!("{realised}{} ({})", percent(*tpr), interval(*bounds, percent))
        }
        TprAtFpr::NotResolvable { .. } => NOT_RESOLVABLE.into(),
    }
}

/// The last round of an arm, not after `until`.
pub(super) fn last_round(arm: &ArmReport, until: Option<u32>) -> Option<&RoundReport> {
    arm.rounds.iter().rev().find(|round| until.is_none_or(|until| round.round <= until))
}

/// The named attack by which a figure compares arms, if its figures are numbers.
pub(super) fn named<'a>(round: &'a RoundReport, request: &Request) -> Option<&'a AttackReport> {
    round.named(request.by).filter(|attack| attack.auc.is_finite())
}

/// Name of that attack; where none ran yet, of the one that is meant.
pub(super) fn named_attack(report: &Report, request: &Request) -> String {
    attack_name(report.named(request.by).or(request.by).unwrap_or(NAMED[0])).into()
}

/// `AUC of RMIA`.
pub(super) fn auc_of(report: &Report, request: &Request) -> String {
    format!("AUC of {}", named_attack(report, request))
}

/// A difference with its interval: `+0.087 (+0.060 to +0.114)`; a dash where there is none.
pub(super) fn signed(difference: Option<Difference>, write: fn(f64) -> String) -> String {
    let signed = |value: f64| if value > 0.0 { format!("+{}", write(value)) } else { write(value).replace('-', "−") };
    difference.map_or_else(
        || "–".into(),
        |d| format!("{} ({} to {})", signed(d.value), signed(d.interval.0), signed(d.interval.1)),
    )
}

/// Arms that have begun, with the dense network first.
pub(super) fn begun(report: &Report) -> impl Iterator<Item = &ArmReport> {
    report.arms.iter().filter(|arm| !arm.rounds.is_empty())
}

/// The arm whose details a figure shows: the one asked for, else the first pruned one that has any.
pub(super) fn detailed<'a>(report: &'a Report, asked: Option<&str>) -> Option<&'a ArmReport> {
    let mut ready = report.arms.iter().filter(|arm| arm.detail.is_some());
    match asked {
        Some(id) => ready.find(|arm| arm.id == id),
        None => ready.clone().find(|arm| arm.id != DENSE).or_else(|| ready.next()),
    }
}

/// One sentence for each arm that failed, beginning with a space.
pub(super) fn failures(report: &Report) -> String {
    let failed = report.arms.iter().filter_map(|arm| Some((arm, arm.failure.as_deref()?)));
    failed.map(|(arm, why)| format!(" {} failed: {}.", arm_name(&arm.id), why.trim_end_matches('.'))).collect()
}

/// `1 round`, `4 rounds`.
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `A, B and C`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => "none".into(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_the_digits_that_count() {
        assert_eq!((percent(0.6537), decimal(0.5), percent(f64::NAN)), ("65.4 %".into(), "0.500".into(), "–".into()));
        assert_eq!((whole_percent(0.7000000000000001), tick(0.30000000000000004)), ("70 %".into(), "0.3".into()));
        assert_eq!((whole_percent(0.005), tick(-0.2)), ("0.5 %".into(), "−0.2".into()));
        assert_eq!(list(&["A".into(), "B".into(), "C".into()]), "A, B and C");
    }

    #[test]
    fn an_arm_of_a_sweep_is_named_with_its_strength() {
        assert_eq!(
            (arm_name("rmr@0.5"), arm_name("rmr"), arm_name("dense")),
            ("RMR 0.5".into(), "RMR".into(), "Dense".into())
        );
        assert_eq!((arm_name("ours@2"), arm_name("ours")), ("ours 2".into(), "ours".into()));
    }

    #[test]
    fn what_cannot_be_resolved_is_said_to_be_so() {
        assert_eq!(sensitivity(&TprAtFpr::NotResolvable { fpr: 0.001, resolvable: false }), "not resolvable");
        let measured =
            |realised_fpr| TprAtFpr::Measured { fpr: 0.01, realised_fpr, tpr: 0.031, interval: (0.018, 0.05) };
        assert_eq!(sensitivity(&measured(0.01)), "3.1 % (1.8 %–5.0 %)");
        assert_eq!(sensitivity(&measured(0.008)), "at 0.8 %: 3.1 % (1.8 %–5.0 %)");
    }
}
