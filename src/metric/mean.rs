//! A mean, its spread and how sure the values make us of it.
//!
//! Over the thousands of records of one network the mean is as good as normal: x̄ ± z s/√n. Over a handful of repeated
//! runs it is not, and the interval is Student's ("The probable error of a mean", Biometrika 1908): x̄ ± t(n−1) s/√n.
//! s² is the sample variance, with n − 1. A difference of means of separate records has the variance s₁²/n₁ + s₂²/n₂
//! (Welch).

use super::{Interval, LEVEL, NORMAL_QUANTILE};
use statrs::function::beta::inv_beta_reg;

/// Mean and spread of some values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// Number of values, at least 1.
    pub count: usize,
    /// Their mean.
    pub value: f64,
    /// Sample standard deviation; none for a single value.
    pub deviation: Option<f64>,
}

impl Mean {
    /// Of these values; none without any.
    pub fn of(values: &[f64]) -> Option<Self> {
        let count = values.len();
        let mean = values.iter().sum::<f64>() / count as f64;
        let squares = || values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
        let deviation = (count > 1).then(|| (squares() / (count - 1) as f64).sqrt());
        (count > 0).then_some(Self { count, value: mean, deviation })
    }

    /// Standard error of the mean; none for a single value.
    pub fn error(self) -> Option<f64> {
        Some(self.deviation? / (self.count as f64).sqrt())
    }

    /// Normal 95 % interval; none for a single value.
    pub fn normal_interval(self) -> Option<Interval> {
        Some(around(self.value, NORMAL_QUANTILE * self.error()?))
    }

    /// Student's 95 % interval; none for a single value.
    pub fn student_interval(self) -> Option<Interval> {
        let error = self.error()?;
        Some(around(self.value, student_quantile(self.count - 1) * error))
    }
}

/// First mean minus the second of other records, with its normal 95 % interval; none with a single record on a side.
pub fn difference(first: Mean, second: Mean) -> Option<(f64, Interval)> {
    let value = first.value - second.value;
    Some((value, around(value, NORMAL_QUANTILE * first.error()?.hypot(second.error()?))))
}

fn around(middle: f64, reach: f64) -> Interval {
    (middle - reach, middle + reach)
}

/// What a Student-t variable of `freedom` degrees, at least 1, exceeds in 2.5 % of cases.
///
/// P(|T| > t) = I_x(ν/2, ½) at x = ν / (ν + t²).
fn student_quantile(freedom: usize) -> f64 {
    let freedom = freedom as f64;
    let x = inv_beta_reg(freedom / 2.0, 0.5, 1.0 - LEVEL);
    (freedom * (1.0 - x) / x).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_values_give_the_mean_and_interval_of_the_textbook() {
        let mean = Mean::of(&[1.0, 2.0, 3.0]).unwrap();
        assert_eq!((mean.count, mean.value, mean.deviation), (3, 2.0, Some(1.0)));
        // t(2) has a closed form: P(|T| ≤ t) = t / √(2 + t²), so t² = 2 · 0.95² / (1 − 0.95²).
        let reach = (2.0 * 0.95f64.powi(2) / (1.0 - 0.95f64.powi(2)) / 3.0).sqrt();
        let (low, high) = mean.student_interval().unwrap();
        assert!((low - (2.0 - reach)).abs() < 1e-6 && (high - (2.0 + reach)).abs() < 1e-6, "{low} {high}");
        let (low, high) = mean.normal_interval().unwrap();
        assert!((high - low - 2.0 * NORMAL_QUANTILE / 3f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn a_single_value_has_a_mean_and_says_nothing_of_its_spread() {
        let mean = Mean::of(&[0.7]).unwrap();
        assert_eq!((mean.value, mean.deviation, mean.student_interval()), (0.7, None, None));
        assert_eq!(Mean::of(&[]), None);
    }

    #[test]
    fn a_difference_adds_the_variances() {
        // Standard errors 3 and 4 (deviations 3√2 and 4√2 of two values) make 5.
        let (a, b) = (Mean::of(&[7.0, 13.0]).unwrap(), Mean::of(&[-4.0, 4.0]).unwrap());
        let (value, (low, high)) = difference(a, b).unwrap();
        assert_eq!(value, 10.0);
        assert!((low - (10.0 - 5.0 * NORMAL_QUANTILE)).abs() < 1e-12 && (low + high - 20.0).abs() < 1e-12);
        assert_eq!(difference(a, Mean::of(&[1.0]).unwrap()), None);
    }

    #[test]
    fn equal_values_leave_no_doubt() {
        assert_eq!(Mean::of(&[0.5; 4]).unwrap().student_interval(), Some((0.5, 0.5)));
    }
}
