//! One arm: what it was, how it ended, and what stands after each of its rounds.

use super::{AttackReport, Detail, NAMED, Strongest};
use crate::{
    config::{Arm, Config, fields},
    method::Order,
    prune::Size,
};
use serde::{Deserialize, Serialize};

/// One arm of the comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Strength {
    /// Key of the configuration, as `defense.risk_weight_decay`.
    pub key: String,
    /// Its value in this arm.
    pub value: f64,
}

/// One setting that an arm which sets itself tried on the target's network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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
#[cfg_attr(test, derive(ts_rs::TS))]
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
#[cfg_attr(test, derive(ts_rs::TS))]
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
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NotRun {
    /// Id of the attack.
    pub attack: String,
    /// Why, in words.
    pub reason: String,
}

/// One arm after one round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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

/// How sure networks are of the label of every record of the target, members first, in the order of
/// [`Records`](super::Records). One byte a record in base64: φ = log p_y − log(1 − p_y) = (byte − 128) / 8, held at −16 and
/// 15.9: at the former p_y is a ten-millionth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LogOdds {
    /// Under the target.
    pub target: String,
    /// Mean of the φ under the shadows, which never saw the records.
    pub shadows: String,
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
