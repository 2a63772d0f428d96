//! Logistic regression on two numbers a record, by Newton's method in double precision.
//!
//! Minimizes Σ log(1 + e^(−t f)) + ½ (w₁² + w₂²) over f = b + w₁ x₁ + w₂ x₂, t = ±1, with x standardized on the records that
//! it is fitted on. The penalty is that of scikit-learn's default (C = 1, intercept free): it keeps weights finite where the
//! records can be told apart without a mistake, and is nothing beside hundreds of records.

/// A fitted regression.
#[derive(Debug, Clone, Copy)]
pub(super) struct Logistic {
    mean: [f64; 2],
    deviation: [f64; 2],
    /// b, w₁, w₂.
    weights: [f64; 3],
}

/// Newton needs fewer than ten from zero; more are never taken.
const STEPS: usize = 50;

impl Logistic {
    /// The regression of `positive` on `records`; none if one kind is missing.
    pub fn fit(records: &[[f64; 2]], positive: &[bool]) -> Option<Self> {
        if positive.iter().all(|&p| p) || !positive.contains(&true) {
            return None;
        }
        let (mean, deviation) = moments(records);
        let mut fitted = Self { mean, deviation, weights: [0.0; 3] };
        let rows: Vec<[f64; 3]> = records.iter().map(|&record| fitted.row(record)).collect();
        for _ in 0..STEPS {
            let step = newton(&rows, positive, fitted.weights);
            // A full step from afar may overshoot; then half of it is tried, and so on.
            let at = |share: f64| std::array::from_fn(|i| fitted.weights[i] - share * step[i]);
            let here = objective(&rows, positive, fitted.weights);
            // At the minimum no step leads down any more, but for rounding.
            let share = (0..30).map(|k| 0.5f64.powi(k)).find(|&s| objective(&rows, positive, at(s)) < here);
            let Some(share) = share else { break };
            fitted.weights = at(share);
        }
        Some(fitted)
    }

    /// Log-odds of "positive".
    pub fn score(&self, record: [f64; 2]) -> f64 {
        dot(self.row(record), self.weights)
    }

    fn row(&self, record: [f64; 2]) -> [f64; 3] {
        let x = |i: usize| (record[i] - self.mean[i]) / self.deviation[i];
        [1.0, x(0), x(1)]
    }
}

/// Mean and deviation of each column; the deviation of a constant one is taken as 1.
fn moments(records: &[[f64; 2]]) -> ([f64; 2], [f64; 2]) {
    let count = records.len() as f64;
    let mean: [f64; 2] = std::array::from_fn(|i| records.iter().map(|record| record[i]).sum::<f64>() / count);
    let deviation = |i: usize| {
        let squares: f64 = records.iter().map(|record| (record[i] - mean[i]).powi(2)).sum();
        if squares > 0.0 { (squares / count).sqrt() } else { 1.0 }
    };
    (mean, std::array::from_fn(deviation))
}

fn dot(row: [f64; 3], weights: [f64; 3]) -> f64 {
    row.iter().zip(weights).map(|(x, w)| x * w).sum()
}

fn objective(rows: &[[f64; 3]], positive: &[bool], weights: [f64; 3]) -> f64 {
    let loss = |(&row, &positive): (&[f64; 3], &bool)| {
        let against = if positive { -dot(row, weights) } else { dot(row, weights) };
        against.max(0.0) + (-against.abs()).exp().ln_1p()
    };
    rows.iter().zip(positive).map(loss).sum::<f64>() + 0.5 * (weights[1].powi(2) + weights[2].powi(2))
}

/// H⁻¹ g.
fn newton(rows: &[[f64; 3]], positive: &[bool], weights: [f64; 3]) -> [f64; 3] {
    let mut gradient = [0.0, weights[1], weights[2]];
    let mut hessian = [[0.0; 3], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    for (&row, &positive) in rows.iter().zip(positive) {
        let p = 1.0 / (1.0 + (-dot(row, weights)).exp());
        for i in 0..3 {
            gradient[i] += (p - f64::from(u8::from(positive))) * row[i];
            (0..3).for_each(|j| hessian[i][j] += p * (1.0 - p) * row[i] * row[j]);
        }
    }
    solve(hessian, gradient)
}

/// x of A x = b by elimination; A is positive definite, so no row need be exchanged.
fn solve(mut a: [[f64; 3]; 3], mut b: [f64; 3]) -> [f64; 3] {
    for i in 0..3 {
        for j in i + 1..3 {
            let factor = a[j][i] / a[i][i];
            (i..3).for_each(|k| a[j][k] -= factor * a[i][k]);
            b[j] -= factor * b[i];
        }
    }
    for i in (0..3).rev() {
        let known: f64 = (i + 1..3).map(|k| a[i][k] * b[k]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;
    use itertools::Itertools;

    #[test]
    fn a_system_of_three_is_solved() {
        // 4x + y = 6, x + 3y + z = 10, y + 2z = 8 is met by (1, 2, 3).
        let found = solve([[4.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 2.0]], [6.0, 10.0, 8.0]);
        assert!(found.iter().zip_eq([1.0, 2.0, 3.0]).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
    }

    #[test]
    fn at_the_minimum_nothing_pulls() {
        let records = [[0.0, 3.0], [1.0, 1.0], [2.0, -1.0], [3.0, 5.0], [4.0, 2.0], [5.0, 2.5]];
        let positive = [false, true, false, true, false, true];
        let fitted = Logistic::fit(&records, &positive).unwrap();
        let [b, w1, w2] = fitted.weights;
        let residuals: Vec<f64> = records
            .iter()
            .zip(positive)
            .map(|(&record, positive)| 1.0 / (1.0 + (-fitted.score(record)).exp()) - f64::from(u8::from(positive)))
            .collect();
        let pull = |i: usize| records.iter().zip(&residuals).map(|(&record, r)| fitted.row(record)[i] * r).sum::<f64>();
        // The gradient of the loss is minus that of the penalty; without a penalty on b it is zero.
        for (i, weight) in [0.0, w1, w2].into_iter().enumerate() {
            // The objective is flat at its minimum, so weights are known to the root of its rounding.
            assert!((pull(i) + weight).abs() < 1e-6, "{i}: {} {b} {w1} {w2}", pull(i));
        }
    }

    #[test]
    fn a_constant_number_is_left_out_and_one_kind_is_refused() {
        let fitted =
            Logistic::fit(&[[0.0, 7.0], [1.0, 7.0], [2.0, 7.0], [3.0, 7.0]], &[false, false, true, true]).unwrap();
        assert_eq!(fitted.weights[2].to_bits(), 0);
        assert!(fitted.score([3.0, 7.0]) > 0.0 && fitted.score([0.0, 7.0]) < 0.0);
        assert!(fitted.score([1.5, 9.0]).abs() < 1e-12, "the middle says nothing");
        assert!(Logistic::fit(&[[0.0, 1.0]], &[true]).is_none());
    }
}
