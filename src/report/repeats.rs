//! What several runs say that differ in the seed only, as plain data. [`crate::assess::repeats`] computes it.

use serde::{Deserialize, Serialize};

/// What several seeds say together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Repeats {
    /// One seed a report, in their order.
    pub seeds: Vec<u32>,
    /// One entry an arm, in the order of the report.
    pub arms: Vec<ArmRepeats>,
    /// Wall time of all runs.
    pub seconds: f64,
}

/// An arm after its last round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ArmRepeats {
    /// Id.
    pub id: String,
    /// Of the target on its non-members, against the clean labels.
    pub test_accuracy: Repeated,
    /// AUC of the strongest attack of each seed: see [`super::Strongest`].
    pub strongest_auc: Repeated,
    /// One entry an attack that ran with any seed, in the order of the registry.
    pub attacks: Vec<AttackRepeats>,
}

/// One attack on one arm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AttackRepeats {
    /// Id.
    pub attack: String,
    /// Area under its ROC.
    pub auc: Repeated,
    /// At the threshold fitted on the shadows.
    pub balanced_accuracy: Repeated,
    /// P1 by this attack.
    pub p1: Repeated,
}

/// One number over the seeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Repeated {
    /// One value a seed; none where the arm ended early or the attack did not run.
    pub values: Vec<Option<f64>>,
    /// Of those that there are; none without any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub over: Option<Spread>,
    /// Of the differences to Base within a seed, over the seeds that have both; none for Base itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub minus_base: Option<Spread>,
}

/// Mean and spread over seeds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Spread {
    /// Seeds.
    pub n: u32,
    /// Mean.
    pub mean: f64,
    /// Sample standard deviation; none for a single seed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub deviation: Option<f64>,
    /// Student's 95 % interval of the mean; none for a single seed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub interval: Option<(f64, f64)>,
}
