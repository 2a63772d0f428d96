//! What an experiment found, as plain data: for figures, tables and export.
//!
//! Rates and accuracies are fractions in 0..=1. Every rate carries its 95 % interval; what the number of records
//! cannot resolve is said to be so instead of being printed. `seconds` is the only field that differs between two
//! runs of the same configuration on the CPU engine.
//!
//! Two arms are compared by one **named attack**, the same for both ([`NAMED`]), on the same records, and by the interval of
//! the difference ([`Comparison`]): the strongest attack of each arm would compare two attacks as well as two arms.

mod arm;
mod attack;
mod compare;
mod detail;
pub mod json;
pub mod repeats;

pub use arm::{ArmReport, Development, LogOdds, NotRun, Privacy, RoundReport, Strength, TrialReport, base_id};
pub use attack::{AttackReport, Called, P1, Share, Strongest, TprAtFpr};
pub use compare::{AttackDifference, Comparison, Difference, Front, Sweep};
pub use detail::{Calls, Decile, Detail, Difficulty, Divergence, ExposedRecord, Gaps, Histogram, LayerMask, RocCurve};

use crate::{Error, Result, config::Config, data::own::reading::Reading, self_check::Agreement};
use repeats::Repeats;
use serde::{Deserialize, Serialize};

/// Version of this format. 1 named the strongest attack by the shadows and had no comparisons.
pub const VERSION: u32 = 2;

/// Version of attacks and statistics: reports that differ in it must not be compared digit by digit. 2: attacks in double
/// precision, the strongest attack by cross-fitting, intervals that also move the threshold.
pub const STATISTICS: u32 = 2;

/// Ids of the attacks by which arms are compared, the default first.
pub const NAMED: [&str; 3] = ["rmia", "lira", "conf"];

/// The whole result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Report {
    /// Version of this format: [`VERSION`].
    pub version: u32,
    /// Version of attacks and statistics: [`STATISTICS`].
    pub statistics: u32,
    /// Version of the crate that computed it.
    pub software: String,
    /// Whether there is more to come.
    pub ended: Ended,
    /// When the run began, in UTC, as `2026-11-25T21:40:45Z`; none where nobody has told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub begun: Option<String>,
    /// The address of the settings: the preset, and what differs from it.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub settings: String,
    /// The configuration, complete.
    pub config: Config,
    /// `cpu` or `webgpu`.
    pub device: String,
    /// How far a GPU agreed with the processor, by its last self-check; none where no GPU was asked. One that did not agree computed
    /// nothing of this report.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub self_check: Option<Agreement>,
    /// What the data were.
    pub data: DataSummary,
    /// Which records the target's are.
    pub records: Records,
    /// Dense stage first, then the arms in the configuration's order.
    pub arms: Vec<ArmReport>,
    /// Mean training loss of the target's first dense steps, at most 20: to compare devices.
    pub first_losses: Vec<f64>,
    /// Wall time of the whole run.
    pub seconds: f64,
    /// Arms against each other, on the records of the target; of arms that came to their end.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub comparisons: Vec<Comparison>,
    /// Which networks no other beats, by each named attack that ran; none before the run has ended.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub fronts: Vec<Front>,
    /// This configuration with other seeds as well: the report itself is that of the first one from the command, of
    /// the last one from the page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub repeats: Option<Repeats>,
}

/// Whether there is more to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// The run goes on.
    Running,
    /// It has come to its end; single arms may have failed.
    #[default]
    Finished,
    /// Somebody stopped it: arms have fewer rounds than planned.
    Stopped,
    /// No arm came to its end.
    Failed,
}

/// What the data were.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DataSummary {
    /// Human name of the source.
    pub name: String,
    /// Features of a record.
    pub features: u32,
    /// Classes.
    pub classes: u32,
    /// Members of the target.
    pub members: u32,
    /// Development records of the target.
    pub development: u32,
    /// Non-members of the target.
    pub non_members: u32,
    /// Accuracy of always naming the class that is most frequent among the target's non-members.
    pub chance: f64,
    /// Width and height, where records are pictures.
    pub image: Option<(u32, u32)>,
    /// The classes as the source calls them; empty where they are numbers only.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub class_names: Vec<String>,
    /// How the user's own file was read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reading: Option<Reading>,
    /// What makes a run with these records doubtful, in words.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub remarks: Vec<String>,
}

impl DataSummary {
    /// What the source calls a class: its number where it has no name.
    pub fn class_name(&self, class: usize) -> String {
        self.class_names.get(class).cloned().unwrap_or_else(|| class.to_string())
    }
}

/// Indices into the pool of the target's records, in the order of every list in this report that has one entry a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Records {
    /// Members.
    pub members: Vec<u32>,
    /// Non-members.
    pub non_members: Vec<u32>,
    /// Positions in `members` from the lowest mem-score of the target up: the order that defenses follow, class by class.
    /// Empty until the mem-scores are known, and in an older report.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub ranking: Vec<u32>,
}

/// Whether a report with this version can be read here.
///
/// # Errors
/// [`Error::Data`] for another version, by its number: what those printed is not computed as it is now.
pub fn check_version(version: u32) -> Result<()> {
    if version == VERSION {
        return Ok(());
    }
    let rule = format!(
        "version must be {VERSION} (intervals and strongest attacks were computed otherwise before: run its configuration again)"
    );
    Err(Error::data("report", rule, version))
}

impl Report {
    /// The arm with this id.
    pub fn arm(&self, id: &str) -> Option<&ArmReport> {
        self.arms.iter().find(|arm| arm.id == id)
    }

    /// Id of the named attack by which all arms are compared: the one asked for, else the first of [`NAMED`] that ran on the
    /// first arm that has been attacked. Which attacks can run is the same for all arms.
    pub fn named(&self, asked: Option<&str>) -> Option<&str> {
        let first = self.arms.iter().find_map(|arm| arm.rounds.last())?;
        first.named(asked).map(|attack| attack.attack.as_str())
    }

    /// The front by the named attack asked for, else by the first of [`NAMED`] that ran.
    pub fn front(&self, asked: Option<&str>) -> Option<&Front> {
        asked.into_iter().chain(NAMED).find_map(|id| self.fronts.iter().find(|front| front.attack == id))
    }

    /// `arm` minus `against`.
    pub fn comparison(&self, arm: &str, against: &str) -> Option<&Comparison> {
        self.comparisons.iter().find(|pair| pair.arm == arm && pair.against == against)
    }
}
