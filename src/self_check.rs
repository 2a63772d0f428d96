//! Whether two devices compute the same: the comparison. What is compared is computed by the engines.
//!
//! Both devices train the very stacks of the configuration for a few steps, twice with different inputs, and answer
//! with all losses, the sizes of all gradients and the logits. A kernel that is skipped leaves the numbers of the input before, which then differ.

use serde::{Deserialize, Serialize};

/// Largest difference that is still rounding. Sums of a few hundred products in single precision, in another order,
/// differ by about 1e-6 of their size; three steps of Adam with small gradients amplify that to at most some 1e-4.
pub const TOLERANCE: f64 = 1e-3;

/// What the comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Agreement {
    /// True if a result of the second device may be believed.
    pub agrees: bool,
    /// Largest |a − b| / (1 + |a|); none where one of them is no number.
    pub difference: Option<f64>,
    /// Largest difference that is accepted.
    pub tolerance: f64,
}

/// Compares the trusted device's values with another's.
pub fn compare(trusted: &[f32], other: &[f32]) -> Agreement {
    let relative = |(&a, &b): (&f32, &f32)| {
        let difference = f64::from((a - b).abs()) / (1.0 + f64::from(a.abs()));
        // NaN would vanish in a maximum.
        if difference.is_finite() { difference } else { f64::INFINITY }
    };
    let difference = trusted.iter().zip(other).map(relative).fold(0.0, f64::max);
    let comparable = !trusted.is_empty() && trusted.len() == other.len();
    Agreement {
        agrees: comparable && difference <= TOLERANCE,
        difference: difference.is_finite().then_some(difference),
        tolerance: TOLERANCE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_agrees() {
        assert!(compare(&[1.0, -20.0], &[1.000_01, -20.000_1]).agrees);
    }

    #[test]
    fn stale_numbers_nan_and_missing_values_do_not_agree() {
        assert!(!compare(&[1.0, 2.0], &[1.0, 2.1]).agrees);
        assert!(!compare(&[1.0], &[f32::NAN]).agrees);
        assert!(!compare(&[1.0, 2.0], &[1.0]).agrees);
        assert!(!compare(&[], &[]).agrees);
    }
}
