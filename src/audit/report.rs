//! What an audit found, as plain data: the parts of a run's report that a model's answers alone allow.

use crate::report::{AttackDifference, AttackReport, Difference, Histogram, NAMED, NotRun, RocCurve, Strongest};
use serde::{Deserialize, Serialize};

/// Version of this format. 1 named the strongest attack by the auditor's own networks.
pub const VERSION: u32 = 2;

/// The whole result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AuditReport {
    /// Version of this format: [`VERSION`].
    pub version: u32,
    /// Version of attacks and statistics: [`crate::report::STATISTICS`].
    pub statistics: u32,
    /// Version of the crate that computed it.
    pub software: String,
    /// Classes; none for scores alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub classes: Option<u32>,
    /// What was read, the target first, then a second one.
    pub files: Vec<AuditFile>,
    /// Share of the target's members that it predicts as labelled; none for scores alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub train_accuracy: Option<f64>,
    /// The same of its non-members.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub test_accuracy: Option<f64>,
    /// The strongest attack, chosen on one half of the target's records and read on the other; none of scores alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub strongest: Option<Strongest>,
    /// The verdict in words, first things first.
    #[serde(default)]
    pub sentences: Vec<AuditSentence>,
    /// The rows that an attacker is surest of; none in an older report.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub most_exposed: Option<Exposed>,
    /// The target against a second one on the same records, if there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub against: Option<Against>,
    /// One entry an attack that ran.
    pub attacks: Vec<AttackReport>,
    /// One entry an attack that could not run.
    pub not_run: Vec<NotRun>,
    /// ROC of each attack that ran.
    pub roc: Vec<RocCurve>,
    /// Scores of one attack with a single threshold.
    pub histogram: Histogram,
    /// What a reader should know about the files, in words.
    pub remarks: Vec<String>,
}

impl AuditReport {
    /// The attack that sentences and the most exposed rows go by: the first of [`NAMED`] with a threshold, else the first of them
    /// that ran, else the only one.
    pub fn named(&self) -> Option<&AttackReport> {
        let of = |id: &str| self.attacks.iter().find(|attack| attack.attack == id);
        let mut ran = NAMED.into_iter().filter_map(of);
        ran.clone().find(|attack| attack.called.is_some()).or_else(|| ran.next()).or(self.attacks.first())
    }
}

/// One target minus another, on the same records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Against {
    /// Name of the second target's file.
    pub file: String,
    /// Of the accuracies on members: paired, see [`crate::metric::paired`].
    pub train_accuracy: Difference,
    /// Of those on non-members.
    pub test_accuracy: Difference,
    /// Of the AUCs of attacks that need nothing but a target's answers: DeLong's covariance of the two curves.
    pub attacks: Vec<AttackDifference>,
    /// The second target by itself; none in an older report.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub second: Option<Second>,
}

/// What the report says of the first target, of the second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Second {
    /// Share of its members that it predicts as labelled.
    pub train_accuracy: f64,
    /// The same of its non-members.
    pub test_accuracy: f64,
    /// AUCs, in the order of the attacks that are compared.
    pub aucs: Vec<f64>,
}

/// The members that an attack is surest of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Exposed {
    /// Id of the attack: see [`AuditReport::named`].
    pub attack: String,
    /// True if they are among those that it calls members, false if it has no threshold.
    pub among_called: bool,
    /// Members from which they are taken.
    pub of: u32,
    /// The surest first.
    pub rows: Vec<ExposedRow>,
}

/// A member and how surely it was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ExposedRow {
    /// Line of the target's file, counted from 1.
    pub row: u64,
    /// Its name, where the file has any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub id: Option<String>,
    /// None for scores alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub label: Option<u32>,
    /// p_y under the target; none for scores alone.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub confidence: Option<f64>,
    /// The attack's.
    pub score: f64,
}

/// A sentence of the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AuditSentence {
    /// What it is about, as `leak`.
    pub kind: String,
    /// For people.
    pub text: String,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AuditFile {
    /// Its name.
    pub name: String,
    /// What it was given as.
    pub role: FileRole,
    /// Records.
    pub records: u32,
    /// Records that its network was trained on.
    pub members: u32,
}

/// What a file was given as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum FileRole {
    /// The model in question.
    Target,
    /// A network on its own records.
    Shadow,
    /// A network on the target's records.
    Reference,
    /// The target on records that it never saw.
    Population,
}

impl AuditFile {
    /// A file with one flag a record.
    pub fn new(name: &str, role: FileRole, member: &[bool]) -> Self {
        let members = member.iter().filter(|&&member| member).count() as u32;
        Self { name: name.into(), role, records: member.len() as u32, members }
    }
}
