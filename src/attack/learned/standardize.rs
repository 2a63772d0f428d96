//! Mean and variance of each feature, to bring all to one scale.
//!
//! SAMIA begins with batch normalization
//! (Ioffe & Szegedy, ICML 2015, as `torch.nn.BatchNorm1d`): in training by the batch's own mean and biased variance, else
//! by running ones, which move by a tenth towards those of each batch (the variance unbiased). Its inputs are data, not
//! activations, so no gradient passes through the statistics, and they are plain numbers here.

/// Moves of the running values.
const MOMENTUM: f64 = 0.1;
/// Added to the variance, as in torch.
const EPSILON: f64 = 1e-5;

/// Mean and variance of each feature, by which features are standardized.
#[derive(Debug, Clone, PartialEq)]
pub struct Standardizer {
    mean: Vec<f64>,
    variance: Vec<f64>,
}

impl Standardizer {
    /// Changes nothing (but for torch's ε): where running values begin.
    pub fn identity(width: usize) -> Self {
        Self::from_statistics(vec![0.0; width], vec![1.0; width])
    }

    /// Mean and biased variance of at least one row.
    pub fn of(rows: &[&[f32]]) -> Self {
        let count = rows.len() as f64;
        let over_rows =
            |of: &dyn Fn(f64) -> f64, i: usize| rows.iter().map(|row| of(f64::from(row[i]))).sum::<f64>() / count;
        let width = rows[0].len();
        let mean: Vec<f64> = (0..width).map(|i| over_rows(&|x| x, i)).collect();
        let variance = (0..width).map(|i| over_rows(&|x| (x - mean[i]).powi(2), i)).collect();
        Self::from_statistics(mean, variance)
    }

    /// These statistics of each feature.
    pub fn from_statistics(mean: Vec<f64>, variance: Vec<f64>) -> Self {
        Self { mean, variance }
    }

    /// Moves running values towards those of a batch of `count` rows.
    pub fn follow(&mut self, batch: &Self, count: usize) {
        let unbiased = count as f64 / (count as f64 - 1.0).max(1.0);
        let towards = |value: &mut f64, new: f64| *value += MOMENTUM * (new - *value);
        self.mean.iter_mut().zip(&batch.mean).for_each(|(value, &new)| towards(value, new));
        self.variance.iter_mut().zip(&batch.variance).for_each(|(value, &new)| towards(value, unbiased * new));
    }

    /// The row on the common scale.
    pub fn apply<'a>(&'a self, row: &'a [f32]) -> impl Iterator<Item = f32> + 'a {
        let scaled = |((&x, mean), variance): ((&f32, &f64), &f64)| (f64::from(x) - mean) / (variance + EPSILON).sqrt();
        row.iter().zip(&self.mean).zip(&self.variance).map(move |entry| scaled(entry) as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_to_mean_zero_and_variance_one() {
        let rows: [&[f32]; 2] = [&[1.0, 5.0], &[3.0, 5.0]];
        let standardizer = Standardizer::of(&rows);
        let found: Vec<f32> = standardizer.apply(rows[0]).collect();
        // Mean 2, variance 1; a constant feature gives 0.
        assert!((found[0] + 1.0).abs() < 1e-5 && found[1] == 0.0, "{found:?}");
    }

    #[test]
    fn running_values_move_by_a_tenth() {
        let mut running = Standardizer::identity(1);
        running.follow(&Standardizer::of(&[&[1.0], &[3.0]]), 2);
        // Towards mean 2 and unbiased variance 2.
        let expected = Standardizer::from_statistics(vec![0.2], vec![1.1]);
        assert_eq!(running, expected);
    }
}
