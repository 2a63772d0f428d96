//! The target of an arm's last round, looked at closely: curves, tenths, masks, single records.

use super::{Called, Difference, NAMED};
use serde::{Deserialize, Serialize};

/// The target of an arm's last round, looked at closely.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Detail {
    /// ROC of each attack, thinned to what a picture can show.
    pub roc: Vec<RocCurve>,
    /// Scores of one attack with a single threshold.
    pub histogram: Histogram,
    /// Members by tenths of the target's mem-score ranking, least memorized first.
    pub deciles: Vec<Decile>,
    /// Members and non-members by tenths of difficulty, easiest first.
    pub difficulty: Vec<Difficulty>,
    /// The target's pruned layers.
    pub masks: Vec<LayerMask>,
    /// The members that the attack is surest about, most exposed first.
    pub most_exposed: Vec<ExposedRecord>,
    /// How differently the target answers about members and non-members.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub divergence: Option<Divergence>,
    /// Whom each named attack that has a threshold calls a member, in the order of [`NAMED`].
    pub calls: Vec<Calls>,
}

impl Detail {
    /// The calls of the named attack asked for, else of the first of [`NAMED`] that has any.
    pub fn calls_by(&self, asked: Option<&str>) -> Option<&Calls> {
        asked.into_iter().chain(NAMED).find_map(|id| self.calls.iter().find(|calls| calls.attack == id))
    }
}

/// Prediction divergence (Yuan & Zhang, USENIX Security 2022): what pruning changes for members and non-members, and
/// unevenly over the classes. By the labels that the network saw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Divergence {
    /// Over all records.
    pub overall: Gaps,
    /// One entry a class.
    pub classes: Vec<Gaps>,
}

/// Gaps between the target's members and its non-members. None with a single record on either side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Gaps {
    /// Members.
    pub members: u32,
    /// Non-members.
    pub non_members: u32,
    /// Confidence gap: mean p_y of members minus that of non-members.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub confidence: Option<Difference>,
    /// Sensitivity gap: mean S_y of non-members minus that of members, S_y per unit of length of a move of the input.
    /// Only where learned attacks were asked for, which measure it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sensitivity: Option<Difference>,
}

/// Whom a named attack calls a member, at the threshold that was fitted on the shadows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Calls {
    /// Id of the attack.
    pub attack: String,
    /// Of all records.
    pub all: Called,
    /// Of records with wrong labels: canaries, which a network can fit only by heart. None without such members.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub noisy: Option<Called>,
    /// Of records with right labels; none without such members.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub clean: Option<Called>,
}

/// ROC of one attack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RocCurve {
    /// Id of the attack.
    pub attack: String,
    /// False and true positive rate, ascending, from (0,0) to (1,1).
    pub points: Vec<(f64, f64)>,
}

/// Scores of members and non-members in shared bins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Histogram {
    /// Id of the attack: one with a single, global threshold.
    pub attack: String,
    /// What is on the axis, in words.
    pub axis: String,
    /// Bin edges, one more than bins.
    pub edges: Vec<f64>,
    /// Members a bin.
    pub members: Vec<u32>,
    /// Non-members a bin.
    pub non_members: Vec<u32>,
    /// Records below the first edge, which stand in the first bin.
    #[serde(default)]
    pub below: u32,
    /// Records above the last edge, which stand in the last bin.
    #[serde(default)]
    pub above: u32,
    /// Score from which the attack says "member"; none if there was nothing to fit it on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub threshold: Option<f64>,
}

/// A tenth of the members, by mem-score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Decile {
    /// Members in it.
    pub records: u32,
    /// Mean number of steps that used a record, over all rounds.
    pub exposures: f64,
    /// Share of its records that no fine-tuning step ever used.
    pub never_used: f64,
    /// Mean of φ = log p_y − log(1 − p_y) under the target minus the mean φ under the shadows, which never saw the records:
    /// memorization, on a scale that keeps what is left of it where p_y is near 0.
    pub memorization: f64,
    /// Normal 95 % interval of that mean over the records of the decile; none with a single record.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub memorization_interval: Option<(f64, f64)>,
}

/// Records of the target that the shadows, which never saw them, find about equally hard.
///
/// A tenth by the mean φ of the shadows: members alone would not do, because an attack that calls every easy record a member
/// finds all easy members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Difficulty {
    /// Members in it.
    pub members: u32,
    /// Non-members in it.
    pub non_members: u32,
    /// Mean φ of the shadows over all of them.
    pub shadows: f64,
    /// φ under the target minus that under the shadows: mean over its members; none without any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub memorization: Option<Difference>,
    /// The same over its non-members: what of it is not memorization.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub drift: Option<Difference>,
    /// Whom each attack of [`Detail::calls`] calls a member, in its order; none in a tenth without members.
    pub called: Vec<Option<Called>>,
}

/// Which weights of a layer remain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LayerMask {
    /// Inputs.
    pub inputs: u32,
    /// Outputs.
    pub outputs: u32,
    /// Share of each input's weights that remain: a picture where inputs are pixels.
    pub kept_by_input: Vec<f32>,
    /// Share of each output's weights that remain.
    pub kept_by_output: Vec<f32>,
}

/// A member and how surely it was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ExposedRecord {
    /// Index into the pool.
    pub record: u32,
    /// Label that the network saw.
    pub label: u32,
    /// Label before noise.
    pub clean_label: u32,
    /// p_y under the target.
    pub target: f64,
    /// Mean p_y under the shadows.
    pub shadows: f64,
    /// p_y under each shadow; none in an older report.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub each_shadow: Vec<f64>,
}
