//! The arms that an experiment can compare: defenses, and the controls without which their claims mean little.

use serde::{Deserialize, Serialize};

/// One way to prune and fine-tune.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// One sentence for a newcomer.
    pub help: &'static str,
    /// Where the method is defined, and where we differ.
    pub source: &'static str,
}

const fn defense(
    arm: Arm,
    id: &'static str,
    defense: &'static str,
    order: Option<Order>,
    name: &'static str,
    help: &'static str,
) -> ArmInfo {
    let source = "WeMem (Shang et al., NDSS 2025), authors' code";
    ArmInfo { arm, id, defense, order, name, control: false, help, source }
}

const fn control(arm: Arm, id: &'static str, name: &'static str, help: &'static str) -> ArmInfo {
    ArmInfo { arm, id, defense: id, order: None, name, control: true, help, source: "control of this laboratory" }
}

/// Every arm once, in display order.
pub const ARMS: &[ArmInfo] = &[
    defense(Arm::Base, "base", "base", None, "Base", "Prune a little, fine-tune on all members, repeat: no defense."),
    defense(
        Arm::RswLowToHigh,
        "rsw-low-to-high",
        "rsw",
        Some(Order::LowToHigh),
        "RSW L→H",
        "Each epoch fine-tunes on a window of each class that slides from the least to the most memorized records.",
    ),
    defense(
        Arm::RswHighToLow,
        "rsw-high-to-low",
        "rsw",
        Some(Order::HighToLow),
        "RSW H→L",
        "The same window, sliding from the most memorized records down.",
    ),
    defense(
        Arm::Rmr,
        "rmr",
        "rmr",
        None,
        "RMR",
        "Records at risk are trained in a pass of their own with a much stronger weight decay.",
    ),
    defense(
        Arm::SwmrLowToHigh,
        "swmr-low-to-high",
        "swmr",
        Some(Order::LowToHigh),
        "SWMR L→H",
        "Window and risk regularization together, from low to high mem-scores.",
    ),
    defense(
        Arm::SwmrHighToLow,
        "swmr-high-to-low",
        "swmr",
        Some(Order::HighToLow),
        "SWMR H→L",
        "Window and risk regularization together, from high to low mem-scores.",
    ),
    control(
        Arm::FineTuneOnly,
        "fine-tune-only",
        "Fine-tune only",
        "The same epochs without removing a weight: what of the leak is due to pruning at all?",
    ),
    control(
        Arm::RandomWindow,
        "random-window",
        "Random window",
        "RSW's window over a random order, with the same steps: what of the gain is due to the ranking?",
    ),
    control(
        Arm::EarlyStopped,
        "early-stopped",
        "Base, stopped early",
        "Base with as few steps as RSW: what of the gain is due to training less?",
    ),
    control(Arm::OneShot, "one-shot", "One-shot", "All weights removed at once, then one round of fine-tuning."),
    control(
        Arm::OneShotEqual,
        "one-shot-equal",
        "One-shot, equal epochs",
        "All weights removed at once, then as many epochs as all rounds together.",
    ),
    control(
        Arm::KeepLow,
        "keep-low",
        "Keep low",
        "Always the lowest-ranked share that RSW would ever reach: what of the gain is due to never showing the rest?",
    ),
    control(
        Arm::FreshSubset,
        "fresh-subset",
        "Fresh subset",
        "A new random subset each epoch, with RSW's steps: are fewer steps alone a protection?",
    ),
    control(
        Arm::RandomRisk,
        "random-risk",
        "Random risk set",
        "RMR with a random risk set: what of RMR is plain weight decay?",
    ),
];

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
        assert_eq!(ARMS.len(), 14);
        assert!(Arm::FineTuneOnly.info().control && !Arm::Base.info().control);
    }
}
