//! Arms against each other, record by record.
//!
//! All targets of a run begin from one dense network and are asked about the same records, so what the records do to both is
//! not counted as doubt: accuracies are compared by [`crate::metric::paired`], curves by DeLong's covariance
//! ([`crate::metric::delong`]). Compared are: every arm with Base, with the dense network (what was there before pruning)
//! and with fine-tuning only (what the retraining alone does), and defenses with the controls that their claims need.

use crate::{
    assess::Kept,
    metric::{self, paired},
    report::{AttackDifference, Comparison, Difference, NAMED, base_id},
};

/// Arms with which every other one is compared.
pub const YARDSTICKS: [&str; 3] = ["base", "dense", "fine-tune-only"];

/// What else is compared: a defense, its control, and what the control does.
pub const CONTROLS: [(&str, &str, &str); 8] = [
    ("rsw-low-to-high", "random-window", "the same window over a random order"),
    ("rsw-low-to-high", "keep-low", "the same records without sliding"),
    ("rsw-low-to-high", "early-stopped", "Base stopped early"),
    ("rsw-low-to-high", "dp", "DP-SGD"),
    ("rmr", "random-risk", "the same pass over records drawn by lot"),
    ("rmr", "early-stopped", "Base stopped early"),
    ("swmr-low-to-high", "early-stopped", "Base stopped early"),
    ("dp", "early-stopped", "Base stopped early"),
];

/// Whether `arm` is to be compared with `against`, by their ids.
pub fn is_compared(arm: &str, against: &str) -> bool {
    let is_control = || CONTROLS.iter().any(|&(a, b, _)| (base_id(arm), base_id(against)) == (a, b));
    arm != against && (YARDSTICKS.contains(&against) && arm != "dense" || is_control())
}

/// The comparison of two arms by what was kept of their last rounds.
pub fn compare((arm, first): (&str, &Kept), (against, second): (&str, &Kept)) -> Comparison {
    let by = |id: &&str| {
        let auc = first.placements(id)?.minus(&second.placements(id)?);
        Some(AttackDifference { attack: (*id).into(), auc: auc.into() })
    };
    Comparison {
        arm: arm.into(),
        against: against.into(),
        test_accuracy: paired::rate_difference(first.correct(), second.correct()).map(Difference::from),
        attacks: NAMED.iter().filter_map(by).collect(),
    }
}

impl From<metric::Difference> for Difference {
    fn from(found: metric::Difference) -> Self {
        Self { value: found.value, interval: found.interval }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_arm_is_compared_with_the_yardsticks_and_defenses_with_their_controls() {
        assert!(is_compared("rmr", "base") && is_compared("rmr@1", "dense") && is_compared("base", "fine-tune-only"));
        assert!(is_compared("rsw-low-to-high", "random-window") && is_compared("rmr@0.1", "random-risk"));
        assert!(!is_compared("base", "base") && !is_compared("dense", "base") && !is_compared("random-window", "rmr"));
    }
}
