//! The answer of a run on a few lines: its headline, what leaks, what protects, what that costs, and what was run.

use super::{
    evidence::{Estimate, Evidence, Judgement},
    methods::compared,
    pruning::{against, base, beginning, cannot_be_told, headline},
    run::{at_chance, settings},
    write::{by_area, by_points, signed_points},
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

/// What protects and what that costs; none without a defense that has ended. How many runs agree is told by the sentences.
fn protection(evidence: &Evidence) -> Option<(String, Option<String>)> {
    let judged: Vec<(&str, Estimate)> = compared(evidence).filter_map(|id| Some((id, shown(evidence, id)?))).collect();
    let helping: Vec<(&str, Estimate)> =
        judged.iter().copied().filter(|(_, difference)| difference.judgement() == Judgement::Less).collect();
    match (judged.len(), helping.len()) {
        (0, _) => return None,
        (1, 0) => return Some(("The one defense of this run is not shown to lower the leak.".into(), None)),
        (tried, 0) => return Some((format!("None of {tried} defenses is shown to lower the leak."), None)),
        _ => {}
    }
    let line = |&(id, difference): &(&str, Estimate)| format!("{} by {}", beginning(evidence, id), by_area(difference));
    let lines: Vec<String> = helping.iter().map(line).collect();
    let prices: Vec<String> = helping.iter().filter_map(|&(id, _)| price(evidence, id)).collect();
    Some((
        format!("These leak less than Base: {}.", lines.join("; ")),
        Some(format!("Accuracy, against Base: {}.", prices.join("; "))),
    ))
}

/// The difference to Base of a network that does more than guess.
fn shown(evidence: &Evidence, id: &str) -> Option<Estimate> {
    against(evidence, id, "base")?;
    Some(Estimate { runs: None, ..evidence.leak_difference(id, "base")? })
}

fn price(evidence: &Evidence, id: &str) -> Option<String> {
    let difference = Estimate { runs: None, ..evidence.accuracy_difference(id, "base")? };
    let name = beginning(evidence, id);
    Some(match difference.judgement() {
        Judgement::Less => format!("{name} loses {}", by_points(difference)),
        Judgement::More => format!("{name} gains {}", by_points(difference)),
        Judgement::Same => format!("{name} keeps it within two points ({})", signed_points(difference)),
        Judgement::Unknown => format!("of {name} it {} ({})", cannot_be_told(evidence), signed_points(difference)),
    })
}
