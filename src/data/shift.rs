//! Records of another distribution for the attacker: a share of the features is unknown to it.
//!
//! The chosen columns, the same for all of its records, hold their mean over the pool, as where a field was never
//! collected and is filled in. No further data are needed, labels and split stay, and members and non-members of the
//! attacker's networks are shifted alike, so that the shift itself tells nothing about membership. The records in question
//! are the target's and stay as they are: the attacker's networks are asked about features that were constant in training.

use super::Dataset;
use crate::rng::Seed;
use rand::seq::SliceRandom;

/// Fills a `share` of the features of `records` with the pool's means.
pub fn mask_features(data: &mut Dataset, records: &[u32], share: f64, seed: Seed) {
    for column in columns(data.dim, share, seed) {
        let total: f64 = (0..data.len()).map(|record| f64::from(data.row(record)[column])).sum();
        let mean = (total / data.len() as f64) as f32;
        records.iter().for_each(|&record| data.features[record as usize * data.dim + column] = mean);
    }
}

fn columns(features: usize, share: f64, seed: Seed) -> Vec<usize> {
    let mut columns: Vec<usize> = (0..features).collect();
    columns.shuffle(&mut seed.stream("attack/shift"));
    columns.truncate((share * features as f64).round() as usize);
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool() -> Dataset {
        let features = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 11.0, 0.0, 0.0, 0.0, 0.0];
        Dataset::clean("pool", 4, 1, features, vec![0; 3])
    }

    #[test]
    fn a_share_of_the_columns_becomes_their_mean_and_a_larger_share_keeps_them() {
        let mut half = pool();
        mask_features(&mut half, &[1, 1], 0.5, Seed(1));
        let means = [2.0, 8.0 / 3.0, 10.0 / 3.0, 5.0];
        let masked = |data: &Dataset| (0..4).filter(|&c| (data.row(1)[c] - means[c]).abs() < 1e-6).collect::<Vec<_>>();
        assert_eq!((masked(&half).len(), half.row(0), half.row(2)), (2, pool().row(0), pool().row(2)));
        let mut most = pool();
        mask_features(&mut most, &[1], 0.75, Seed(1));
        assert!(masked(&half).iter().all(|column| masked(&most).contains(column)) && masked(&most).len() == 3);
    }

    #[test]
    fn no_share_changes_nothing() {
        let mut data = pool();
        mask_features(&mut data, &[0, 1, 2], 0.0, Seed(1));
        assert_eq!(data, pool());
    }
}
