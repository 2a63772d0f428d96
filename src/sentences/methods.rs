//! Each defense against Base and against the dense network: what it protects, what it costs.

use super::{
    Sentence,
    evidence::{Evidence, Judgement},
    pruning::{against, beginning, blind, cannot_be_told},
    write::{area, cost, percent},
};
use crate::{
    method::{AUTO_BUDGET, Method},
    report::ArmReport,
};

/// One sentence a defense that has ended; none for controls, and in a sweep, whose curve says it better.
pub fn methods(evidence: &Evidence) -> Vec<Sentence> {
    compared(evidence).filter_map(|id| method(evidence, id)).collect()
}

/// Ids of the defenses that have ended, but for those of a sweep.
pub(super) fn compared<'a>(evidence: &Evidence<'a>) -> impl Iterator<Item = &'a str> {
    let is_method = |arm: &&ArmReport| {
        let method = Method::of_id(&arm.id).filter(|&method| method != Method::Base && !method.info().control);
        method.is_some() && arm.strength.is_none()
    };
    evidence.ended().filter(is_method).map(|arm| arm.id.as_str())
}

fn method(evidence: &Evidence, id: &str) -> Option<Sentence> {
    let (judgement, text) = against(evidence, id, "base")?;
    let leak = area(evidence.leak(id)?);
    let effect = match judgement {
        Judgement::Less => format!("lowers the leak by {text}, to AUC {leak}"),
        Judgement::More => format!("raises the leak by {text}, to AUC {leak}"),
        Judgement::Same => format!("does not help: it leaks as much as Base, within 0.02 ({text})"),
        Judgement::Unknown => {
            format!("is not shown to help: whether it changes the leak {} ({text})", cannot_be_told(evidence))
        }
    };
    let price = cost("it", evidence.accuracy_difference(id, "base")?, cannot_be_told(evidence));
    let blind = blind(evidence, id, "base", judgement);
    let dense = match against(evidence, id, "dense") {
        Some((Judgement::More, text)) => {
            format!(" It still leaks more than the dense network did before pruning, by {text}.")
        }
        _ => String::new(),
    };
    Some(Sentence::new("method", format!("{} {effect}; {price}{blind}.{dense}", beginning(evidence, id))))
}

/// What methods that set themselves took, and whether they kept to their budget.
pub fn settings(evidence: &Evidence) -> Vec<Sentence> {
    if evidence.repeats.is_some() {
        // Each seed takes its own.
        return Vec::new();
    }
    evidence.ended().filter_map(|arm| setting(evidence, arm)).collect()
}

fn setting(evidence: &Evidence, arm: &ArmReport) -> Option<Sentence> {
    let chosen = arm.chosen.as_ref()?;
    let (base, tried) = arm.trials.split_first()?;
    let taken = tried.iter().find(|trial| trial.setting == *chosen)?;
    let budget = evidence.report.config.defense.settings.get(&AUTO_BUDGET);
    let why = if taken.development_accuracy >= base.development_accuracy - budget {
        format!(
            "which leaks least, by Conf, Entr and Mentr, of those that cost at most {} of accuracy",
            percent(budget)
        )
    } else {
        format!("the most accurate one, because none costs at most {} of accuracy", percent(budget))
    };
    let text = format!(
        "{} tried {} settings on its own members and development records and took {chosen}, {why}.",
        beginning(evidence, &arm.id),
        tried.len()
    );
    Some(Sentence::new("setting", text))
}

/// What private gradients guarantee.
pub fn privacy(evidence: &Evidence) -> Option<Sentence> {
    let bound = |arm: &ArmReport| {
        let (privacy, name) = (arm.privacy?, beginning(evidence, &arm.id));
        let is = if privacy.at_most { "≤" } else { "=" };
        Some(match privacy.epsilon {
            Some(epsilon) if epsilon < 1000.0 => format!("{name} ε {is} {epsilon:.2}"),
            Some(epsilon) => format!("{name} ε {is} {epsilon:.1e}, which promises nothing"),
            None => format!("{name} none"),
        })
    };
    let bounds: Vec<String> = evidence.ended().filter_map(bound).collect();
    let delta = evidence.ended().find_map(|arm| arm.privacy)?.delta;
    Some(Sentence::new(
        "privacy",
        format!(
            "Differential privacy of the fine-tuning, at δ = {delta:e}: {}. The whole has none: its dense network was trained \
             on the same records without noise, and the masks depend on it.",
            bounds.join(", ")
        ),
    ))
}
