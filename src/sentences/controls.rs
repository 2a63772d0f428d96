//! A defense is worth what it adds to doing less: each beside the controls that its claim needs.

use super::{
    Sentence,
    evidence::{Evidence, Judgement},
    pruning::{against, beginning, blind, cannot_be_told},
    write::{capital, cost},
};
use crate::assess::compare::CONTROLS;

/// One sentence a pair of which both have ended.
pub fn controls(evidence: &Evidence) -> Vec<Sentence> {
    CONTROLS.iter().filter_map(|&pair| control(evidence, pair)).collect()
}

fn control(evidence: &Evidence, (id, other, what): (&str, &str, &str)) -> Option<Sentence> {
    let (judgement, text) = against(evidence, id, other)?;
    let name = beginning(evidence, id);
    let verdict = match judgement {
        Judgement::Less => format!("{name} leaks less than {what}, by {text}"),
        Judgement::More => format!("{name} leaks more than {what}, by {text}"),
        Judgement::Same => format!("{} leaks as little as {name}, within 0.02 ({text})", capital(what)),
        Judgement::Unknown => {
            format!("whether {name} leaks less than {what} {} ({text})", cannot_be_told(evidence))
        }
    };
    let price = cost(&name, evidence.accuracy_difference(id, other)?, cannot_be_told(evidence));
    let blind = blind(evidence, id, other, judgement);
    Some(Sentence::new("control", format!("{}; against that, {price}{blind}.", capital(&verdict))))
}
