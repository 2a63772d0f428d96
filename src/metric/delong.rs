//! How sure the records make us of an AUC.
//!
//! DeLong, DeLong & Clarke-Pearson (Biometrics 1988): with V⁺_i the share of non-members that member i beats (ties ½)
//! and V⁻_j the share of members that beat non-member j, var(AUC) = var(V⁺)/m + var(V⁻)/n. By midranks
//! (Sun & Xu, IEEE Signal Processing Letters 2014) the cost is O((m + n) log (m + n)) instead of O(mn).
//! The interval is normal on the logit scale, which keeps it inside 0..=1.
//!
//! Where that variance is zero or unknown (perfect separation, constant scores, a single record), it says nothing.
//! Then the records are paired off instead: min(m, n) disjoint pairs are independent trials that a member wins with
//! probability AUC, and Clopper–Pearson of AUC·min(m, n) wins is the interval: wide, but never empty.

use super::{Interval, LEVEL, NORMAL_QUANTILE, rate::clopper_pearson, roc::Roc};

/// Area under the curve and its 95 % interval; ½ and (0, 1) where one side is empty. Scores must not be NaN.
pub fn auc_with_interval(members: &[f64], non_members: &[f64]) -> (f64, Interval) {
    let auc = Roc::new(members, non_members).auc();
    let pairs = members.len().min(non_members.len()) as f64;
    let interval = match variance(members, non_members) {
        Some(variance) if variance > 0.0 && auc > 0.0 && auc < 1.0 => logit_interval(auc, variance),
        _ => clopper_pearson(auc * pairs, pairs, LEVEL),
    };
    (auc, interval)
}

/// DeLong's variance of the AUC; none with fewer than two records on a side.
pub fn variance(members: &[f64], non_members: &[f64]) -> Option<f64> {
    let (m, n) = (members.len(), non_members.len());
    if m < 2 || n < 2 {
        return None;
    }
    let pooled = midranks(&[members, non_members].concat());
    let wins = |pooled: &[f64], own: &[f64], others: usize| -> Vec<f64> {
        pooled.iter().zip(own).map(|(all, own)| (all - own) / others as f64).collect()
    };
    let of_members = wins(&pooled[..m], &midranks(members), n);
    let of_non_members = wins(&pooled[m..], &midranks(non_members), m);
    Some(sample_variance(&of_members) / m as f64 + sample_variance(&of_non_members) / n as f64)
}

fn logit_interval(auc: f64, variance: f64) -> Interval {
    let logit = (auc / (1.0 - auc)).ln();
    // Delta method: d logit(A) / dA = 1 / (A (1 − A)).
    let reach = NORMAL_QUANTILE * variance.sqrt() / (auc * (1.0 - auc));
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    (logistic(logit - reach), logistic(logit + reach))
}

/// Rank of each value from 1, equal values sharing the mean of their ranks.
fn midranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = before as f64 + 0.5 * (tied.len() + 1) as f64;
        tied.iter().for_each(|&i| ranks[i] = rank);
        before += tied.len();
    }
    ranks
}

fn sample_variance(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Seed;
    use rand::{RngExt, seq::SliceRandom};

    #[test]
    fn tied_values_share_their_ranks() {
        assert_eq!(midranks(&[5.0, 1.0, 5.0, 3.0]), [3.5, 1.0, 3.5, 2.0]);
    }

    #[test]
    fn variance_of_four_records_is_the_one_computed_by_hand() {
        // V⁺ = (1, ½), V⁻ = (½, 1): each has sample variance ⅛, so ⅛/2 + ⅛/2.
        assert_eq!(variance(&[3.0, 1.0], &[2.0, 0.0]), Some(0.125));
    }

    #[test]
    fn perfect_separation_is_bounded_by_disjoint_pairs() {
        // Twenty pairs all won: the lower end solves x^20 = 0.025.
        let (auc, (low, high)) = auc_with_interval(&[1.0; 20], &[0.0; 30]);
        assert_eq!((auc, high), (1.0, 1.0));
        assert!((low - 0.025f64.powf(0.05)).abs() < 1e-12);
        let (auc, (low, _)) = auc_with_interval(&[0.0; 20], &[1.0; 30]);
        assert_eq!((auc, low), (0.0, 0.0));
    }

    #[test]
    fn constant_scores_leave_a_wide_interval_around_one_half() {
        let (auc, (low, high)) = auc_with_interval(&[1.0; 10], &[1.0; 10]);
        assert!(auc == 0.5 && low < 0.25 && high > 0.75, "{low} {high}");
    }

    #[test]
    fn one_record_a_side_says_next_to_nothing() {
        let (auc, (low, high)) = auc_with_interval(&[1.0], &[0.0]);
        assert!(auc == 1.0 && low < 0.03 && high == 1.0);
    }

    /// How many of 200 seeded trials hold ½; at a true 95 % the count is binomial with standard deviation 3.1.
    fn holds_one_half(trial: impl Fn(u32) -> (Vec<f64>, Vec<f64>)) -> usize {
        (0..200)
            .filter(|&seed| {
                let (members, non_members) = trial(seed);
                let (_, (low, high)) = auc_with_interval(&members, &non_members);
                low <= 0.5 && 0.5 <= high
            })
            .count()
    }

    #[test]
    fn random_scores_hold_one_half_in_95_percent_of_trials() {
        let held = holds_one_half(|seed| {
            let mut stream = Seed(seed).stream("test/random-scores");
            let mut draw = |count: usize| (0..count).map(|_| stream.random::<f64>()).collect();
            (draw(120), draw(90))
        });
        assert!((181..=198).contains(&held), "{held} of 200");
    }

    #[test]
    fn permuted_membership_holds_one_half_in_95_percent_of_trials() {
        // Skewed scores with many ties, of which a random half is called members.
        let held = holds_one_half(|seed| {
            let mut stream = Seed(seed).stream("test/permuted-membership");
            let mut scores: Vec<f64> = (0..200).map(|i| f64::from(i % 40).sqrt().floor()).collect();
            scores.shuffle(&mut stream);
            (scores[..100].to_vec(), scores[100..].to_vec())
        });
        assert!((181..=198).contains(&held), "{held} of 200");
    }
}
