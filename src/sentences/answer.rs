//! The answer of a run on a few lines: its headline, what leaks, what protects, what that costs, and what was run.

use super::{
    evidence::{Evidence, Judgement},
    methods::compared,
    pruning::{against, base, beginning, cannot_be_told, headline},
    run::{at_chance, settings},
    write::{capital, cost},
};
use crate::report::Report;
use serde::Serialize;

/// A report's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Answer {
    /// In a few words; none without the dense network, Base and fine-tuning alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub headline: Option<String>,
    /// Whether the network leaks that was pruned without a defense.
    pub leaks: String,
    /// The defenses that are shown to lower the leak of Base, in the order of the report; none where none was run.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub protects: Option<String>,
    /// What each of those does to the accuracy.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub costs: Option<String>,
    /// Settings, seeds and device that it belongs to.
    pub about: String,
}

/// The answer; none before Base has ended.
pub fn answer(report: &Report) -> Option<Answer> {
    let evidence = Evidence::new(report)?;
    let leaks = base(&evidence).or_else(|| at_chance(&evidence))?.text;
    let (protects, costs) = protection(&evidence).unzip();
    let headline = headline(&evidence).map(|sentence| sentence.text);
    Some(Answer { headline, leaks, protects, costs: costs.flatten(), about: settings(&evidence).text })
}

/// What protects and what that costs; none without a defense that has ended.
fn protection(evidence: &Evidence) -> Option<(String, Option<String>)> {
    let judged: Vec<(&str, (Judgement, String))> =
        compared(evidence).filter_map(|id| Some((id, against(evidence, id, "base")?))).collect();
    let tried = judged.len();
    let helping = judged.into_iter().filter(|(_, (judgement, _))| *judgement == Judgement::Less);
    let (ids, lines): (Vec<&str>, Vec<String>) =
        helping.map(|(id, (_, by))| (id, format!("{} by {by}", beginning(evidence, id)))).unzip();
    if tried == 0 {
        return None;
    }
    if ids.is_empty() {
        let were = if tried == 1 { "was" } else { "were" };
        return Some((format!("No defense of this run is shown to lower the leak; {tried} {were} tried."), None));
    }
    let price = |id: &&str| {
        let difference = evidence.accuracy_difference(id, "base")?;
        Some(cost(&beginning(evidence, id), difference, cannot_be_told(evidence)))
    };
    let prices: Vec<String> = ids.iter().filter_map(price).collect();
    let first = format!("Less than Base: {}.", lines.join("; "));
    Some((first, Some(format!("{}.", capital(&prices.join("; "))))))
}
