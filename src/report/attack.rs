//! One attack on one target: its rates with their intervals.

use crate::metric::{LEVEL, Rate};
use serde::{Deserialize, Serialize};

/// The attack that is strongest on the target.
///
/// The target's records are cut into halves; the attack with the highest AUC on one half is read on the other, and back, so
/// that the luckiest of several attacks is not reported as the strength of one: see [`crate::metric::crossfit`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Strongest {
    /// Id of the attack that both halves chose, or of the two that they chose.
    pub attacks: Vec<String>,
    /// Mean of the AUCs on the halves that did not choose.
    pub auc: f64,
    /// 95 % interval over the records.
    pub auc_interval: (f64, f64),
}

/// Harmonic mean of test accuracy and 1 − advantage: see [`crate::metric::p1`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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
#[cfg_attr(test, derive(ts_rs::TS))]
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
#[cfg_attr(test, derive(ts_rs::TS))]
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
#[cfg_attr(test, derive(ts_rs::TS))]
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

/// Who of some records is called a member. One share without the other says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Called {
    /// Of the members: TPR.
    pub members: Share,
    /// Of the non-members: FPR; none if there are none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub non_members: Option<Share>,
}
