//! Balanced accuracy ½ (TPR + TNR) of yes/no decisions: ½ for guessing, whatever the shares of members.
//!
//! TPR and TNR come from different records, so their doubts add as squares (MOVER: Zou & Donner, Statistics in Medicine
//! 2008; Newcombe's square-and-add): each end lies ½ √(d₁² + d₂²) from the value, d₁ and d₂ the distances of the ends
//! of the two Clopper–Pearson intervals. Adding the distances themselves would be 1.4 times too wide.

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

    /// The interval of the balanced accuracy at `level`.
    pub fn interval(self, level: f64) -> Interval {
        let sides = [self.sensitivity, self.specificity].map(|rate| (rate.value(), rate.interval(level)));
        let reach = |end: fn(Interval) -> f64| {
            0.5 * sides.iter().map(|&(value, interval)| (value - end(interval)).powi(2)).sum::<f64>().sqrt()
        };
        (self.value() - reach(|interval| interval.0), self.value() + reach(|interval| interval.1))
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
    fn doubts_of_two_equal_sides_add_as_squares() {
        let side = Rate { hits: 30, trials: 40 };
        let (low, high) = BalancedAccuracy { sensitivity: side, specificity: side }.interval(0.95);
        let (of_one_low, of_one_high) = side.interval(0.95);
        assert!((low - (0.75 - (0.75 - of_one_low) / 2f64.sqrt())).abs() < 1e-12);
        assert!((high - (0.75 + (of_one_high - 0.75) / 2f64.sqrt())).abs() < 1e-12);
    }

    #[test]
    fn the_interval_stays_within_what_can_be() {
        let all = BalancedAccuracy::of(&[true; 5], &[false; 5]);
        let (low, high) = all.interval(0.95);
        assert!(high == 1.0 && low > 0.4 && low < 0.7, "{low} {high}");
    }
}
