//! How much two networks differ in a rate on the very same records.
//!
//! Of `n` records, b are right for the first only and c for the second only: the difference of the two rates is
//! (b − c)/n. Both rates come from the same records, so their intervals must not be compared as if they were separate.
//! Newcombe, "Improved confidence intervals for the difference between binomial proportions based on paired data"
//! (Statistics in Medicine 1998), method 10: Wilson's interval of either rate, put together by square-and-add with the
//! correlation φ of the two answers, corrected for continuity. It is never empty, also where no record differs.

use super::{Difference, Interval, NORMAL_QUANTILE};

/// First rate minus the second of answers to the same records in the same order; none without records.
///
/// # Panics
/// If the two differ in length.
pub fn rate_difference(first: &[bool], second: &[bool]) -> Option<Difference> {
    assert_eq!(first.len(), second.len(), "the same records");
    if first.is_empty() {
        return None;
    }
    let n = first.len() as f64;
    let table = Table::of(first, second);
    let rates = [table.both + table.only_first, table.both + table.only_second].map(|hits| hits / n);
    let [one, two] = rates.map(|rate| wilson(rate, n));
    let correlation = table.corrected_correlation();
    let value = (table.only_first - table.only_second) / n;
    Some(Difference {
        value,
        interval: (
            value - reach(rates[0] - one.0, two.1 - rates[1], correlation),
            value + reach(one.1 - rates[0], rates[1] - two.0, correlation),
        ),
    })
}

/// √(a² − 2φab + b²): how far the ends of two correlated estimates reach together.
fn reach(a: f64, b: f64, correlation: f64) -> f64 {
    // Rounding may leave a square a little below zero.
    (a * a - 2.0 * correlation * a * b + b * b).max(0.0).sqrt()
}

/// Wilson's score interval of a rate (Journal of the American Statistical Association 1927).
pub(super) fn wilson(rate: f64, trials: f64) -> Interval {
    let z = NORMAL_QUANTILE;
    let middle = rate + z * z / (2.0 * trials);
    let half = z * (rate * (1.0 - rate) / trials + z * z / (4.0 * trials * trials)).sqrt();
    let scale = 1.0 + z * z / trials;
    ((middle - half) / scale, (middle + half) / scale)
}

/// φ of two answers to the same records; 0 where one of them never varies.
pub(super) fn correlation_of(first: &[bool], second: &[bool]) -> f64 {
    let table = Table::of(first, second);
    table.correlation(table.excess())
}

/// How often two answers agree and differ.
struct Table {
    both: f64,
    only_first: f64,
    only_second: f64,
    neither: f64,
}

impl Table {
    fn of(first: &[bool], second: &[bool]) -> Self {
        let count = |a: bool, b: bool| first.iter().zip(second).filter(|&pair| pair == (&a, &b)).count() as f64;
        Self {
            both: count(true, true),
            only_first: count(true, false),
            only_second: count(false, true),
            neither: count(false, false),
        }
    }

    fn excess(&self) -> f64 {
        self.both * self.neither - self.only_first * self.only_second
    }

    fn correlation(&self, excess: f64) -> f64 {
        let Self { both, only_first, only_second, neither } = self;
        let margins = (both + only_first) * (only_second + neither) * (both + only_second) * (only_first + neither);
        if margins > 0.0 { excess / margins.sqrt() } else { 0.0 }
    }

    /// Only a positive excess is corrected for continuity, and not beyond zero.
    fn corrected_correlation(&self) -> f64 {
        let (excess, half) = (self.excess(), 0.5 * (self.both + self.only_first + self.only_second + self.neither));
        self.correlation(if excess > half { excess - half } else { excess.min(0.0) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers that make this fourfold table.
    fn answers([both, first, second, neither]: [usize; 4]) -> (Vec<bool>, Vec<bool>) {
        let repeated = |a, b, count| std::iter::repeat_n((a, b), count);
        repeated(true, true, both)
            .chain(repeated(true, false, first))
            .chain(repeated(false, true, second))
            .chain(repeated(false, false, neither))
            .unzip()
    }

    fn of(table: [usize; 4]) -> Difference {
        let (first, second) = answers(table);
        rate_difference(&first, &second).unwrap()
    }

    #[test]
    fn the_intervals_are_those_computed_by_hand() {
        // Wilson: 48 and 38 of 50 (φ = 0, as 36·0 < 12·2 leaves an excess of −24: φ = −0.1118), and 0 of 50.
        let table = [([36, 12, 2, 0], 0.2, (0.0569, 0.3404)), ([0, 0, 0, 50], 0.0, (-0.0713, 0.0713))];
        for (counts, value, (low, high)) in table {
            let found = of(counts);
            assert!((found.value - value).abs() < 1e-12, "{counts:?}: {found:?}");
            let (a, b) = found.interval;
            assert!((a - low).abs() < 1e-4 && (b - high).abs() < 1e-4, "{counts:?}: {found:?}");
        }
    }

    #[test]
    fn the_same_answers_leave_a_small_doubt() {
        let found = of([40, 0, 0, 60]);
        let (low, high) = found.interval;
        assert!(found.value == 0.0 && low < 0.0 && low > -0.06 && (low + high).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn records_that_both_get_right_make_a_difference_surer() {
        let (apart, together) = (of([25, 25, 20, 30]).interval, of([45, 5, 0, 50]).interval);
        assert!(together.1 - together.0 < apart.1 - apart.0);
        assert_eq!(rate_difference(&[], &[]), None);
    }

    #[test]
    fn exchanging_the_two_turns_the_sign() {
        let (there, back) = (of([10, 7, 2, 5]), of([10, 2, 7, 5]));
        assert_eq!(there.value, -back.value);
        assert!(
            (there.interval.0 + back.interval.1).abs() < 1e-12 && (there.interval.1 + back.interval.0).abs() < 1e-12
        );
    }
}
