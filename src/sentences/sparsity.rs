//! How far pruning must go until it protects: every sparsity against the same retraining without removing a weight, and
//! against the dense network.

use super::{
    Sentence,
    evidence::{Evidence, Judgement},
    write::share,
};
use crate::{
    report::{ArmReport, base_id},
    sort,
};

/// Schedules that are run with several sparsities, and what they are.
const SCHEDULES: [(&str, &str); 3] = [
    ("base", "Pruning in rounds"),
    ("one-shot-equal", "Pruning at once with as many epochs"),
    ("one-shot", "Pruning at once with few epochs"),
];

/// One sentence a schedule.
pub fn sparsity(evidence: &Evidence) -> Vec<Sentence> {
    if !evidence.speaks("fine-tune-only") || !evidence.speaks("dense") {
        return Vec::new();
    }
    SCHEDULES.iter().filter_map(|&schedule| of_schedule(evidence, schedule)).collect()
}

fn of_schedule(evidence: &Evidence, (id, what): (&str, &str)) -> Option<Sentence> {
    let mut arms: Vec<&ArmReport> =
        evidence.ended().filter(|arm| base_id(&arm.id) == id && evidence.speaks(&arm.id)).collect();
    let at = |arm: &ArmReport| arm.ended().map_or(0.0, |round| round.sparsity);
    sort::by(&mut arms, |a, b| at(a).total_cmp(&at(b)));
    if arms.len() < 2 {
        return None;
    }
    let clauses = ["fine-tune-only", "dense"].map(|against| {
        let other = if against == "dense" { "the dense network" } else { "retraining alone" };
        let judged = |wanted: Judgement| -> Vec<String> {
            let fits = |arm: &&&ArmReport| {
                evidence.leak_difference(&arm.id, against).is_some_and(|found| found.judgement() == wanted)
            };
            arms.iter().filter(fits).map(|arm| share(at(arm))).collect()
        };
        let of = |wanted, verb: &str| {
            let at = judged(wanted);
            (!at.is_empty()).then(|| format!("{verb} at {}", list(&at)))
        };
        let parts = [
            of(Judgement::More, "more"),
            of(Judgement::Same, "as much, within 0.02,"),
            of(Judgement::Less, "less"),
            of(Judgement::Unknown, "it cannot be told"),
        ];
        format!("against {other}: {}", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    });
    Some(Sentence::new("sparsity", format!("{what} leaks, {}.", clauses.join("; "))))
}

fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
