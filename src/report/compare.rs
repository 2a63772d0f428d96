//! Arms against each other: differences with their intervals, and which networks no other beats.

use serde::{Deserialize, Serialize};

/// A difference with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Difference {
    /// The first minus the second.
    pub value: f64,
    /// Over the records.
    pub interval: (f64, f64),
}

/// One arm minus another, both after their last round, on the same records of the target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Comparison {
    /// Id of the first.
    pub arm: String,
    /// Id of the second.
    pub against: String,
    /// Of the test accuracies: paired, see [`crate::metric::paired`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub test_accuracy: Option<Difference>,
    /// One entry a named attack that ran on both, in the order of [`NAMED`](super::NAMED): DeLong's covariance of the two curves.
    pub attacks: Vec<AttackDifference>,
}

/// The AUC of one attack on one arm minus that on another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AttackDifference {
    /// Id of the attack.
    pub attack: String,
    /// Of the AUCs.
    pub auc: Difference,
}

/// Pareto front of test accuracy and the AUC of one named attack, after each arm's last round: see
/// [`crate::metric::front`]. Of arms that came to their end, the dense network included: not to prune is a choice too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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
#[cfg_attr(test, derive(ts_rs::TS))]
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
