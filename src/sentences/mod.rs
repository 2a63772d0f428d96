//! What a report's own numbers say, in sentences: the claim, its controls, its cost, and when there is nothing to say.
//!
//! [`KINDS`] lists every sentence that can be printed, the condition under which it is, and the interval behind it. One run is
//! judged by paired intervals over the records of its target, several runs by Student's interval over the seeds of paired
//! differences; the same functions make both ([`evidence`]). Networks are the same within [`MARGIN`]
//! where the whole interval lies within it; else a difference counts where its interval lies beyond 0; all else cannot be told. Nothing is said of an arm that has not
//! ended, and nothing of the privacy of a network that guesses.

mod answer;
mod controls;
mod evidence;
mod methods;
mod pruning;
mod run;
mod sparsity;
pub(crate) mod write;

use crate::report::Report;
pub use answer::{Answer, answer};
use evidence::Evidence;
pub(crate) use evidence::{Estimate, Judgement};
use serde::Serialize;

/// A difference in AUC, or in accuracy, that is too small to matter: 0.02, 2 points.
pub const MARGIN: f64 = 0.02;

/// Fewest seeds that speak together; with fewer the last run speaks for itself.
const FEWEST_SEEDS: usize = 3;

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// Id of its [`Kind`].
    pub kind: &'static str,
    /// For people.
    pub text: String,
}

/// A sentence that can be printed.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Kind {
    /// Id.
    pub id: &'static str,
    /// When it is printed.
    pub condition: &'static str,
    /// What its numbers' intervals are.
    pub interval: &'static str,
}

const PAIRED: &str =
    "AUC: DeLong, paired; accuracy: Newcombe, paired. Over seeds: Student, of differences within a seed";

/// Every sentence that can be printed, in the order of printing.
pub const KINDS: &[Kind] = &[
    Kind {
        id: "wrong-labels",
        condition: "the configuration makes labels wrong, and Base has ended",
        interval: "none: it says what wrong labels do",
    },
    Kind {
        id: "headline",
        condition: "Base, the dense network and fine-tuning only have ended, and none of them guesses",
        interval: PAIRED,
    },
    Kind { id: "settings", condition: "Base has ended", interval: "none: it says what was run" },
    Kind {
        id: "at-chance",
        condition: "the accuracy of a method is not above that of naming the largest class: its interval reaches it",
        interval: "Clopper–Pearson; over seeds Student",
    },
    Kind {
        id: "base",
        condition: "Base has ended and does not guess; it leaks if the interval lies above ½",
        interval: "DeLong; over seeds Student",
    },
    Kind { id: "base-dense", condition: "Base and the dense network have ended", interval: PAIRED },
    Kind { id: "retraining", condition: "Base and fine-tuning only have ended", interval: PAIRED },
    Kind { id: "one-shot", condition: "Base and one-shot pruning with equal epochs have ended", interval: PAIRED },
    Kind {
        id: "sparsity",
        condition: "Base, or one-shot pruning, has ended with several sparsities, and fine-tuning only has ended",
        interval: PAIRED,
    },
    Kind {
        id: "method",
        condition: "a defense and Base have ended; one sentence each, none in a sweep",
        interval: PAIRED,
    },
    Kind { id: "setting", condition: "a method that sets itself has ended", interval: "none: its own trials" },
    Kind {
        id: "privacy",
        condition: "a method with private gradients has ended",
        interval: "none: an upper bound by the accountant",
    },
    Kind { id: "control", condition: "a defense and a control that its claim needs have ended", interval: PAIRED },
    Kind {
        id: "canaries",
        condition: "Base has ended and some of its members have wrong labels",
        interval: "Clopper–Pearson of each share",
    },
    Kind {
        id: "not-ended",
        condition: "a method failed, or the run goes on or was stopped",
        interval: "none: it counts the methods",
    },
    Kind {
        id: "doubt",
        condition: "Base has ended",
        interval: "none: it says how far one run, or some, can be trusted",
    },
];

/// The sentences, most important first. Empty before Base has ended. Of a report with three seeds or more, those of all its
/// seeds together.
pub fn sentences(report: &Report) -> Vec<Sentence> {
    let Some(evidence) = Evidence::new(report) else { return Vec::new() };
    let mut said = Vec::new();
    said.extend(run::wrong_labels(&evidence));
    said.extend(pruning::headline(&evidence));
    said.push(run::settings(&evidence));
    said.extend(run::at_chance(&evidence));
    said.extend(pruning::base(&evidence));
    said.extend(pruning::base_dense(&evidence));
    said.extend(pruning::retraining(&evidence));
    said.extend(pruning::one_shot(&evidence));
    said.extend(sparsity::sparsity(&evidence));
    said.extend(methods::methods(&evidence));
    said.extend(methods::settings(&evidence));
    said.extend(methods::privacy(&evidence));
    said.extend(controls::controls(&evidence));
    said.extend(run::canaries(&evidence));
    said.extend(run::not_ended(&evidence));
    said.push(run::doubt(&evidence));
    said
}

/// All that a report says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Said {
    /// On a few lines; none before Base has ended.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub answer: Option<Answer>,
    /// In full: see [`sentences`].
    pub sentences: Vec<String>,
}

/// The answer, and all sentences.
pub fn said(report: &Report) -> Said {
    let sentences = sentences(report).into_iter().map(|sentence| sentence.text).collect();
    Said { answer: answer(report), sentences }
}

impl Sentence {
    fn new(kind: &'static str, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }
}

#[cfg(test)]
mod tests;
