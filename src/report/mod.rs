//! What an experiment found, as plain data: for figures, tables and export.
//!
//! Rates and accuracies are fractions in 0..=1. Every rate carries its 95 % interval; what the number of records
//! cannot resolve is said to be so instead of being printed. `seconds` is the only field that differs between two
//! runs of the same configuration on the CPU engine.
//!
//! Two arms are compared by one **named attack**, the same for both ([`NAMED`]), on the same records, and by the interval of
//! the difference ([`Comparison`]): the strongest attack of each arm would compare two attacks as well as two arms.

pub mod json;
pub mod repeats;

use crate::{
    Error, Result,
    config::{Arm, Config, fields},
    data::own::reading::Reading,
    method::Order,
    metric::{LEVEL, Rate},
    prune::Size,
};
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

impl DataSummary {
    /// What the source calls a class: its number where it has no name.
    pub fn class_name(&self, class: usize) -> String {
        self.class_names.get(class).cloned().unwrap_or_else(|| class.to_string())
    }
}

/// Whether there is more to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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

/// A difference with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The first minus the second.
    pub value: f64,
    /// Over the records.
    pub interval: (f64, f64),
}

/// One arm minus another, both after their last round, on the same records of the target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Id of the first.
    pub arm: String,
    /// Id of the second.
    pub against: String,
    /// Of the test accuracies: paired, see [`crate::metric::paired`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub test_accuracy: Option<Difference>,
    /// One entry a named attack that ran on both, in the order of [`NAMED`]: DeLong's covariance of the two curves.
    pub attacks: Vec<AttackDifference>,
}

/// The AUC of one attack on one arm minus that on another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttackDifference {
    /// Id of the attack.
    pub attack: String,
    /// Of the AUCs.
    pub auc: Difference,
}

/// Pareto front of test accuracy and the AUC of one named attack, after each arm's last round: see
/// [`crate::metric::front`]. Of arms that came to their end, the dense network included: not to prune is a choice too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Front {
    /// Id of the named attack.
    pub attack: String,
    /// Accuracy of always naming the largest class, with an AUC of 1 the reference of every hypervolume.
    pub chance: f64,
    /// Ids of the arms on the front, by ascending accuracy.
    pub arms: Vec<String>,
    /// Every arm with the share of resamples of the target's records in which it is on the front: near 1 is sure.
    pub certainty: Vec<(String, f64)>,
    /// Area over accuracy × 2 (1 − AUC) that all arms beat together.
    pub hypervolume: f64,
    /// Bootstrap over the target's records, 95 %.
    pub hypervolume_interval: (f64, f64),
    /// The same of each arm that was run with several strengths.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub swept: Vec<Sweep>,
}

/// One defense with several strengths.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// Id of the arm without its strength.
    pub arm: String,
    /// Key of the configuration.
    pub key: String,
    /// Ids of the arms that came to their end, by ascending value of the strength.
    pub arms: Vec<String>,
    /// Ids of those that none of them beats, by ascending accuracy.
    pub front: Vec<String>,
    /// Area that they beat together.
    pub hypervolume: f64,
    /// Bootstrap over the target's records, 95 %.
    pub hypervolume_interval: (f64, f64),
}

/// What the data were.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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

/// Indices into the pool of the target's records, in the order of every list in this report that has one entry a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// Members.
    pub members: Vec<u32>,
    /// Non-members.
    pub non_members: Vec<u32>,
}

/// One arm of the comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArmReport {
    /// Id, as in the configuration; `dense` for the unpruned networks.
    pub id: String,
    /// Defense or control without its order.
    pub defense: String,
    /// Order of the window, where there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<Order>,
    /// Strength of the defense, where the run tries several; the id then ends in `@value`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[serde(alias = "knob")]
    pub strength: Option<Strength>,
    /// Compute time of all its networks.
    pub seconds: f64,
    /// Rounds that it will have.
    pub rounds_planned: u32,
    /// One entry a round; more are added while the run goes on.
    pub rounds: Vec<RoundReport>,
    /// Why the arm has no more rounds, if it failed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub failure: Option<String>,
    /// Attacks that should have been run on the last round but were not.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub not_run: Vec<NotRun>,
    /// The setting that an arm which sets itself took, in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub chosen: Option<String>,
    /// What it tried, Base first.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub trials: Vec<TrialReport>,
    /// What the trainer can see of the target after its last round so far, to choose a strength by.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub development: Option<Development>,
    /// Development records of the target that the defense trains its own attacker on, if it needs any: data that the other
    /// arms do without.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference_records: Option<u32>,
    /// What private gradients guarantee for the fine-tuning so far.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub privacy: Option<Privacy>,
    /// The target of the last round, looked at closely.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub detail: Option<Detail>,
}

/// One of the strengths of a defense that a run tries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Strength {
    /// Key of the configuration, as `defense.risk_weight_decay`.
    pub key: String,
    /// Its value in this arm.
    pub value: f64,
}

/// One setting that an arm which sets itself tried on the target's network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrialReport {
    /// In words.
    pub setting: String,
    /// Accuracy on the development records.
    pub development_accuracy: f64,
    /// Largest AUC of Conf, Entr and Mentr between members and development records. The arm guards against these only:
    /// attacks that compare with shadows may find more.
    #[serde(alias = "leak")]
    pub own_auc: f64,
}

/// What a trainer can see of a network without touching its non-members.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Development {
    /// Accuracy on the development records.
    pub accuracy: f64,
    /// Largest AUC of Conf, Entr and Mentr between members and development records.
    #[serde(alias = "leak")]
    pub own_auc: f64,
}

/// (ε, δ)-differential privacy of the fine-tuning alone. The dense network was trained on the same members without noise and
/// the masks depend on its weights, so what is published as a whole is not private.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Privacy {
    /// ε; none without noise.
    pub epsilon: Option<f64>,
    /// True if the accountant's best order is the first or the last that it tries, so that ε is at most this.
    #[serde(default)]
    pub at_most: bool,
    /// δ.
    pub delta: f64,
    /// Clipping norm.
    pub clip: f64,
    /// Noise multiplier.
    pub noise: f64,
    /// Probability with which a step uses a member.
    pub sampling_rate: f64,
    /// Steps so far.
    pub steps: u32,
}

/// An attack without a result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NotRun {
    /// Id of the attack.
    pub attack: String,
    /// Why, in words.
    pub reason: String,
}

/// One arm after one round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoundReport {
    /// 0-based.
    pub round: u32,
    /// The share that pruning has removed, as `prune.sparsity` counts it: where single weights go, of the weights of the
    /// pruned layers; where units go, of those that can go.
    pub sparsity: f64,
    /// What pruning has made of the target; none before pruning.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub size: Option<Size>,
    /// Fine-tuning epochs that the target ran in this round.
    pub epochs: u32,
    /// Gradient steps of the target in this round.
    pub steps: u32,
    /// Target on its members, against the labels that it saw.
    pub train_accuracy: f64,
    /// Target on its non-members, against the clean labels.
    pub test_accuracy: f64,
    /// Clopper–Pearson interval of `test_accuracy`.
    pub test_accuracy_interval: (f64, f64),
    /// The strongest adaptive attack, chosen on one half of the target's records and read on the other.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub strongest: Option<Strongest>,
    /// One entry an attack that ran, in the order of the registry: first the adaptive ones, then those with the shadows of
    /// Base where they are asked for. Learned attacks are run on the last round only.
    pub attacks: Vec<AttackReport>,
    /// One entry an attack that could not run.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub not_run: Vec<NotRun>,
    /// How sure the networks are of each record of the target.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub log_odds: Option<LogOdds>,
}

/// How sure networks are of the label of every record of the target, members first, in the order of [`Records`]. One byte a
/// record in base64: φ = log p_y − log(1 − p_y) = (byte − 128) / 16, held at −8 and 7.94 (p_y 0.03 % and 99.96 %).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogOdds {
    /// Under the target.
    pub target: String,
    /// Mean of the φ under the shadows, which never saw the records.
    pub shadows: String,
}

/// The attack that is strongest on the target.
///
/// The target's records are cut into halves; the attack with the highest AUC on one half is read on the other, and back, so
/// that the luckiest of several attacks is not reported as the strength of one: see [`crate::metric::crossfit`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Strongest {
    /// Id of the attack that both halves chose, or of the two that they chose.
    pub attacks: Vec<String>,
    /// Mean of the AUCs on the halves that did not choose.
    pub auc: f64,
    /// 95 % interval over the records.
    pub auc_interval: (f64, f64),
}

impl RoundReport {
    /// What an attack found that knows of the defense.
    pub fn attack(&self, id: &str) -> Option<&AttackReport> {
        self.attacks.iter().find(|attack| attack.adaptive && attack.attack == id)
    }

    /// The named attack by which arms are compared: the one asked for, else the first of [`NAMED`] that ran.
    pub fn named(&self, asked: Option<&str>) -> Option<&AttackReport> {
        asked.into_iter().chain(NAMED).find_map(|id| self.attack(id))
    }
}

/// Harmonic mean of test accuracy and 1 − advantage: see [`crate::metric::p1`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct P1 {
    /// 2 · balanced accuracy − 1 of the attack, within 0..=1.
    pub advantage: f64,
    /// In 0..=1, larger is better.
    pub value: f64,
    /// 95 % interval over the records.
    pub interval: (f64, f64),
}

/// A counted share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Records counted.
    pub hits: u32,
    /// Of so many, at least 1.
    pub of: u32,
    /// `hits / of`.
    pub value: f64,
    /// Clopper–Pearson.
    pub interval: (f64, f64),
}

impl Share {
    /// Of these flags; none without any.
    pub fn of<'a>(flags: impl Iterator<Item = &'a bool>) -> Option<Self> {
        let rate = Rate::of(&flags.copied().collect::<Vec<_>>());
        (rate.trials > 0).then(|| Self {
            hits: rate.hits as u32,
            of: rate.trials as u32,
            value: rate.value(),
            interval: rate.interval(LEVEL),
        })
    }
}

/// One attack on one target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttackReport {
    /// Id, as `conf`.
    pub attack: String,
    /// True if the shadows were defended like the target, false if they are those of Base.
    pub adaptive: bool,
    /// AUC on the shadows: the mean over shadows of the AUC there; of a learned attack the AUC on the shadows' records
    /// that were held out, all together. None without shadows to try it on. Nothing is chosen by it: shadows and the networks
    /// that they are compared with share records, which flatters LiRA and RMIA there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub shadow_auc: Option<f64>,
    /// P(member's score > non-member's) + ½ P(equal).
    pub auc: f64,
    /// DeLong's variance, normal on the logit scale.
    pub auc_interval: (f64, f64),
    /// ½ (TPR + TNR) at the threshold that was fitted on the shadows; none if there was nothing to fit it on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub balanced_accuracy: Option<f64>,
    /// From the Clopper–Pearson intervals of TPR and TNR, squared and added.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub balanced_accuracy_interval: Option<(f64, f64)>,
    /// Whom the attacker really calls a member, at that threshold; none if there is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub called: Option<Called>,
    /// Accuracy and privacy in one number, by this attack; none without a threshold or in an audit.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub p1: Option<P1>,
    /// At 10 %, 1 % and 0.1 % false positives, at the threshold that is best in hindsight.
    pub tpr_at_fpr: Vec<TprAtFpr>,
    /// Records of the target that it could not judge, because every network to compare with was trained on them.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub left_out: u32,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Sensitivity at a false-positive rate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TprAtFpr {
    /// The ROC's point with the largest false-positive rate not above `fpr`.
    Measured {
        /// Rate asked for.
        fpr: f64,
        /// Rate of non-members accused there: near `fpr`.
        realised_fpr: f64,
        /// Rate of members found there.
        tpr: f64,
        /// Of the members' rate, with the threshold's own doubt: see [`crate::metric::roc`].
        interval: (f64, f64),
    },
    /// Too few non-members (fewer than ten at that rate), or scores in too coarse steps: no point of the ROC is near `fpr`.
    NotResolvable {
        /// Rate asked for.
        fpr: f64,
        /// Always false.
        resolvable: bool,
    },
}

/// The target of an arm's last round, looked at closely.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
pub struct Divergence {
    /// Over all records.
    pub overall: Gaps,
    /// One entry a class.
    pub classes: Vec<Gaps>,
}

/// Gaps between the target's members and its non-members. None with a single record on either side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
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

/// Who of some records is called a member. One share without the other says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Called {
    /// Of the members: TPR.
    pub members: Share,
    /// Of the non-members: FPR; none if there are none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub non_members: Option<Share>,
}

/// ROC of one attack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RocCurve {
    /// Id of the attack.
    pub attack: String,
    /// False and true positive rate, ascending, from (0,0) to (1,1).
    pub points: Vec<(f64, f64)>,
}

/// Scores of members and non-members in shared bins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
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
}

impl ArmReport {
    /// Id without the strength of the defense: `ppb` of `ppb@2`.
    pub fn base_id(&self) -> &str {
        base_id(&self.id)
    }

    /// The value of the configuration at `key` with which this arm was trained; none if it is another one's sweep.
    pub fn strength_at(&self, key: &str, config: &Config) -> Option<f64> {
        match &self.strength {
            Some(strength) => (strength.key == key).then_some(strength.value),
            None => fields::number(config, key),
        }
    }

    /// The last round, if the arm came to its end.
    pub fn ended(&self) -> Option<&RoundReport> {
        self.rounds.last().filter(|_| self.failure.is_none() && self.rounds.len() >= self.rounds_planned as usize)
    }

    /// An arm that has not begun.
    pub fn new(arm: Option<Arm>, rounds_planned: u32) -> Self {
        let (id, defense, order) = arm.map_or(("dense".into(), "dense", None), |arm| {
            let info = arm.method.info();
            (arm.id(), info.family, info.order)
        });
        let strength = arm.and_then(Arm::strength);
        Self {
            id,
            defense: defense.into(),
            order,
            strength: strength.map(|(sweep, value)| Strength { key: sweep.key.into(), value }),
            seconds: 0.0,
            rounds_planned,
            rounds: Vec::new(),
            failure: None,
            not_run: Vec::new(),
            chosen: None,
            trials: Vec::new(),
            development: None,
            reference_records: None,
            privacy: None,
            detail: None,
        }
    }
}

/// Id of an arm without the strength of its defense: `ppb` of `ppb@2`.
pub fn base_id(id: &str) -> &str {
    id.split_once('@').map_or(id, |(base, _)| base)
}

impl Report {
    /// Reads a report.
    ///
    /// # Errors
    /// [`Error::Message`] for what is no report, and for a report of another version, by its number: what those printed is not
    /// computed as it is now.
    pub fn from_json(text: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Versioned {
            version: u32,
        }
        let broken = |error: serde_json::Error| Error::Message(format!("report: {error}"));
        let Versioned { version } = serde_json::from_str(text).map_err(broken)?;
        if version != VERSION {
            return Err(Error::Message(format!(
                "report: version must be {VERSION}, but is {version}: its intervals and its strongest attacks were computed \
                 otherwise; run its configuration again"
            )));
        }
        serde_json::from_str(text).map_err(broken)
    }

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
