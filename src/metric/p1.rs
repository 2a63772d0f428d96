//! One number for accuracy and privacy together.
//!
//! P1 = 2 · Acc · (1 − Adv) / (Acc + (1 − Adv)), the harmonic mean of test accuracy and of what is left of privacy (Liu et
//! al., "Convex-Concave Loss", ICML 2024, authors' `p1_score`). Adv = TPR − FPR = 2 · BA − 1 is the advantage of one
//! attack; P1 says nothing unless that attack is named with it. An advantage below 0 is chance, not more privacy than
//! there is, so Adv is taken within 0..=1.
//!
//! Its interval adds up the doubts of accuracy, TPR and FPR as squares, each from its Wilson interval and weighed by its
//! slope (MOVER: Zou & Donner, Statistics in Medicine 2008). Accuracy and FPR are counted on the same non-members, so
//! their correlation enters: an attack that calls what is predicted right a member errs where the network does well.

use super::{
    Interval, Rate,
    paired::{correlation_of, wilson},
};

/// Advantage of an attack over guessing, in 0..=1.
pub fn advantage(balanced_accuracy: f64) -> f64 {
    (2.0 * balanced_accuracy - 1.0).clamp(0.0, 1.0)
}

/// P1 of a test accuracy and an advantage, both in 0..=1; 0 where either says that nothing is left.
pub fn p1(accuracy: f64, advantage: f64) -> f64 {
    let privacy = 1.0 - advantage;
    if accuracy + privacy > 0.0 { 2.0 * accuracy * privacy / (accuracy + privacy) } else { 0.0 }
}

/// A P1 and how sure the records make us of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct P1 {
    /// Advantage of the attack, in 0..=1.
    pub advantage: f64,
    /// P1.
    pub value: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

impl P1 {
    /// Of answers: whether each non-member is predicted right, and whether each record is called a member.
    ///
    /// None without members or without non-members.
    ///
    /// # Panics
    /// If `correct` is not as long as the calls of non-members.
    pub fn of(correct: &[bool], called_members: &[bool], called_non_members: &[bool]) -> Option<Self> {
        assert_eq!(correct.len(), called_non_members.len(), "the same non-members");
        if called_members.is_empty() || correct.is_empty() {
            return None;
        }
        let [accuracy, tpr, fpr] = [correct, called_members, called_non_members].map(Estimate::of);
        let advantage = (tpr.value - fpr.value).clamp(0.0, 1.0);
        let value = p1(accuracy.value, advantage);
        let (of_accuracy, of_privacy) = slopes(accuracy.value, 1.0 - advantage);
        let correlation = correlation_of(correct, called_non_members);
        // P1 falls with the TPR and rises with the other two, which lean on the same records.
        let reach = |[accuracy, tpr, fpr]: [f64; 3]| {
            let [a, t, f] = [of_accuracy * accuracy, of_privacy * tpr, of_privacy * fpr];
            (a * a + t * t + f * f + 2.0 * correlation * a * f).max(0.0).sqrt()
        };
        let low = value - reach([accuracy.below(), tpr.above(), fpr.below()]);
        let high = value + reach([accuracy.above(), tpr.below(), fpr.above()]);
        Some(Self { advantage, value, interval: (low.max(0.0), high.min(1.0)) })
    }
}

/// A rate with its Wilson interval.
struct Estimate {
    value: f64,
    interval: Interval,
}

impl Estimate {
    fn of(said: &[bool]) -> Self {
        let value = Rate { hits: said.iter().filter(|&&yes| yes).count(), trials: said.len() }.value();
        Self { value, interval: wilson(value, said.len() as f64) }
    }

    fn below(&self) -> f64 {
        self.value - self.interval.0
    }

    fn above(&self) -> f64 {
        self.interval.1 - self.value
    }
}

/// How much P1 = 2ab/(a + b) grows with a and with b; ½ each where both are 0, as along the diagonal.
fn slopes(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    if sum > 0.0 { (2.0 * (b / sum).powi(2), 2.0 * (a / sum).powi(2)) } else { (0.5, 0.5) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_its_value_and_knows_the_correlation() {
        // Of 100 non-members half are predicted right; those, or the others, are called members.
        let correct = [[true; 50], [false; 50]].concat();
        let members = [[true; 70], [false; 70]].concat();
        let against: Vec<bool> = correct.iter().map(|right| !right).collect();
        let [along, across] = [&correct, &against].map(|called| P1::of(&correct, &members, called).unwrap());
        assert_eq!((along.value, along.advantage), (across.value, 0.0));
        assert!(along.interval.0 < along.value && along.value < along.interval.1, "{along:?}");
        let width = |p1: P1| p1.interval.1 - p1.interval.0;
        assert!(width(along) > width(across), "{along:?} {across:?}");
        assert_eq!(P1::of(&[], &[true], &[]), None);
    }

    #[test]
    fn p1_is_the_harmonic_mean_computed_by_hand() {
        // 2 · 0.6 · 0.75 / 1.35 = 0.9 / 1.35.
        assert!((p1(0.6, 0.25) - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!((p1(1.0, 0.0), p1(0.5, 0.5)), (1.0, 0.5));
    }

    #[test]
    fn without_accuracy_or_without_privacy_nothing_is_left() {
        assert_eq!((p1(0.0, 0.3), p1(0.9, 1.0), p1(0.0, 1.0)), (0.0, 0.0, 0.0));
    }

    #[test]
    fn an_attack_worse_than_guessing_has_no_advantage() {
        assert_eq!((advantage(0.5), advantage(0.75), advantage(0.4), advantage(1.0)), (0.0, 0.5, 0.0, 1.0));
    }
}
