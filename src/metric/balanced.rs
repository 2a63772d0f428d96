//! Balanced accuracy ½ (TPR + TNR) of yes/no decisions: ½ for guessing, whatever the shares of members.
//!
//! Its interval is conservative: TPR and TNR come from different records, so two independent Clopper–Pearson intervals
//! at level √L each hold both rates together with at least level L, and their means bound the balanced accuracy.

use super::{Interval, Rate};

/// What decisions got right, on either side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BalancedAccuracy {
    /// Members called members.
    pub sensitivity: Rate,
    /// Non-members called non-members.
    pub specificity: Rate,
}

impl BalancedAccuracy {
    /// Counts decisions, true = "member".
    pub fn of(members: &[bool], non_members: &[bool]) -> Self {
        let count = |decisions: &[bool], right: bool| decisions.iter().filter(|&&said| said == right).count();
        Self {
            sensitivity: Rate { hits: count(members, true), trials: members.len() },
            specificity: Rate { hits: count(non_members, false), trials: non_members.len() },
        }
    }

    /// ½ (TPR + TNR), in 0..=1.
    pub fn value(self) -> f64 {
        0.5 * (self.sensitivity.value() + self.specificity.value())
    }

    /// An interval that holds the balanced accuracy with at least `level`.
    pub fn interval(self, level: f64) -> Interval {
        let (sensitivity, specificity) =
            (self.sensitivity.interval(level.sqrt()), self.specificity.interval(level.sqrt()));
        (0.5 * (sensitivity.0 + specificity.0), 0.5 * (sensitivity.1 + specificity.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unequal_sides_weigh_the_same() {
        let accuracy = BalancedAccuracy::of(&[true, true, false, true], &[false, true]);
        assert_eq!(accuracy.value(), 0.5 * (0.75 + 0.5));
    }

    #[test]
    fn saying_member_to_all_is_guessing() {
        assert_eq!(BalancedAccuracy::of(&[true; 9], &[true]).value(), 0.5);
    }

    #[test]
    fn the_interval_is_wider_than_that_of_either_side_halved() {
        let accuracy = BalancedAccuracy::of(&[true, true, false, true], &[false, true, false]);
        let (low, high) = accuracy.interval(0.95);
        let (a, b) = (accuracy.sensitivity.interval(0.95), accuracy.specificity.interval(0.95));
        assert!(low < 0.5 * (a.0 + b.0) && high > 0.5 * (a.1 + b.1));
    }
}
