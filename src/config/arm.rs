//! The arms that an experiment can compare: defenses, and the controls without which their claims mean little.

use super::ARMS;
use serde::{Deserialize, Serialize};

/// One way to prune and fine-tune.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Arm {
    /// Iterative pruning without a defense.
    Base,
    /// Ranked sliding window, from low to high mem-scores.
    RswLowToHigh,
    /// Ranked sliding window, from high to low mem-scores.
    RswHighToLow,
    /// Risk memory regularization.
    Rmr,
    /// Sliding window with memory regularization, from low to high.
    SwmrLowToHigh,
    /// Sliding window with memory regularization, from high to low.
    SwmrHighToLow,
    /// RSW with direction, width and coverage chosen by attacking oneself.
    RswAuto,
    /// SWMR with direction, width, coverage and risk share chosen by attacking oneself.
    SwmrAuto,
    /// Pair-based posterior balancing.
    Ppb,
    /// Adversarial regularization: a min-max game with an attacker.
    Adv,
    /// Fine-tuning with differentially private gradients.
    Dp,
    /// Relaxed loss.
    Relaxloss,
    /// Pruning as a defense, by ADMM with masked retraining.
    MiaPruning,
    /// The same within a min-max game.
    MiaPruningMinMax,
    /// Label smoothing.
    LabelSmoothing,
    /// Outputs of low variance, hidden layers in balance.
    Neuguard,
    /// Center-based relaxed learning.
    Crl,
    /// Control: the same fine-tuning under a mask of ones.
    FineTuneOnly,
    /// Control: the final sparsity at once, one round of fine-tuning.
    OneShot,
    /// Control: the final sparsity at once, as many epochs as all rounds together.
    OneShotEqual,
    /// Control: RSW's window over a random order; same width, stride and steps.
    RandomWindow,
    /// Control: every epoch on the lowest-ranked share that RSW's window would ever cover; no sliding.
    KeepLow,
    /// Control: a new random subset of the window's size in each epoch.
    FreshSubset,
    /// Control: RMR with a random risk set of the same size.
    RandomRisk,
    /// Control: Base with as many epochs as make RSW's number of steps.
    EarlyStopped,
}

/// Direction in which a window visits the members of a class, sorted by mem-score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// L→H.
    LowToHigh,
    /// H→L.
    HighToLow,
}

/// A row of the registry of arms.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct ArmInfo {
    /// The arm.
    pub arm: Arm,
    /// Id of the report and the URL.
    pub id: &'static str,
    /// Defense or control without its order, as in the report.
    pub defense: &'static str,
    /// Order of the window, where there is one.
    pub order: Option<Order>,
    /// Short name for figures and tables.
    pub name: &'static str,
    /// True for what stands beside a claim rather than making one.
    pub control: bool,
    /// The value that makes it stronger or weaker, where there is one.
    pub knob: Option<Knob>,
    /// One sentence for a newcomer.
    pub help: &'static str,
    /// Where the method is defined, and where we differ.
    pub source: &'static str,
}

/// The value that makes an arm remove, protect or spare more or less.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Knob {
    /// Key of the configuration.
    pub key: &'static str,
    /// What a run tries, in ascending order; of strengths as many for every defense.
    pub sweep: &'static [f64],
    /// What makes a run try them.
    pub switch: Switch,
}

/// The value of the configuration that turns a sweep on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Switch {
    /// `defense.sweep`: the arm with each strength instead of the configuration's.
    Defense,
    /// `prune.sweep`: the arm at each sparsity beside the configuration's, with which the other arms are compared.
    Prune,
}

impl Arm {
    /// The arm's row in the registry.
    pub fn info(self) -> &'static ArmInfo {
        ARMS.iter().find(|row| row.arm == self).expect("every arm has a row; a test says so")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_serde_names_and_unique() {
        for row in ARMS {
            assert_eq!(serde_json::to_value(row.arm).unwrap(), row.id);
            assert_eq!(ARMS.iter().filter(|other| other.id == row.id).count(), 1);
        }
        assert_eq!(ARMS.len(), 25);
        assert!(Arm::FineTuneOnly.info().control && !Arm::Base.info().control);
    }
}
