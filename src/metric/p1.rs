//! One number for accuracy and privacy together.
//!
//! P1 = 2 · Acc · (1 − Adv) / (Acc + (1 − Adv)), the harmonic mean of test accuracy and of what is left of privacy (Liu et
//! al., "Convex-Concave Loss", ICML 2024, authors' `p1_score`). Adv = TPR − FPR = 2 · BA − 1 is the advantage of one
//! attack; P1 says nothing unless that attack is named with it. An advantage below 0 is chance, not more privacy than
//! there is, so Adv is taken within 0..=1.

/// Advantage of an attack over guessing, in 0..=1.
pub fn advantage(balanced_accuracy: f64) -> f64 {
    (2.0 * balanced_accuracy - 1.0).clamp(0.0, 1.0)
}

/// P1 of a test accuracy and an advantage, both in 0..=1; 0 where either says that nothing is left.
pub fn p1(accuracy: f64, advantage: f64) -> f64 {
    let privacy = 1.0 - advantage;
    if accuracy + privacy > 0.0 { 2.0 * accuracy * privacy / (accuracy + privacy) } else { 0.0 }
}

/// STUB
pub fn estimate(correct: &[bool], members: &[bool], others: &[bool]) -> Option<super::Difference> {
    let balanced = super::BalancedAccuracy::of(members, others);
    let value = p1(super::Rate::of(correct).value(), advantage(balanced.value()));
    Some(super::Difference { value, interval: (value - 0.02, value + 0.02) })
}

#[cfg(test)]
mod tests {
    use super::*;

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
