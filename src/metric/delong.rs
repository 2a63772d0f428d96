//! How sure the records make us of an AUC.
//!
//! DeLong, DeLong & Clarke-Pearson (Biometrics 1988): with V⁺_i the share of non-members that member i beats (ties ½)
//! and V⁻_j the share of members that beat non-member j, var(AUC) = var(V⁺)/m + var(V⁻)/n. Sun & Xu (IEEE Signal
//! Processing Letters 2014) get the shares from midranks in O((m + n) log (m + n)); here they are read off the ROC, whose
//! counts before and after a tied group are the same thing, so nothing is sorted again.
//! The interval is normal on the logit scale, which keeps it inside 0..=1.
//!
//! Where that variance is zero or unknown (perfect separation, constant scores, a single record), it says nothing.
//! Then the records are paired off instead: min(m, n) disjoint pairs are independent trials that a member wins with
//! probability AUC, and Clopper–Pearson of AUC·min(m, n) wins is the interval: wide, but never empty.

use super::{Interval, LEVEL, NORMAL_QUANTILE, rate::clopper_pearson, roc::Roc};

/// The 95 % interval of the area under `roc`; (0, 1) where one side is empty.
pub fn auc_interval(roc: &Roc) -> Interval {
    let auc = roc.auc();
    let (non_members, members) = roc.totals();
    let pairs = members.min(non_members) as f64;
    match variance(roc) {
        Some(variance) if variance > 0.0 => logit_interval(auc, variance),
        _ => clopper_pearson(auc * pairs, pairs, LEVEL),
    }
}

/// DeLong's variance of the area; none with fewer than two records on a side.
pub fn variance(roc: &Roc) -> Option<f64> {
    let (non_members, members) = roc.totals();
    if members < 2 || non_members < 2 {
        return None;
    }
    let (m, n, auc) = (members as f64, non_members as f64, roc.auc());
    // Both kinds of shares have the mean AUC.
    let (mut of_members, mut of_non_members) = (0.0, 0.0);
    for (before, after) in roc.steps() {
        let beaten = 1.0 - (before.0 + after.0) as f64 / (2.0 * n);
        let beaten_by = (before.1 + after.1) as f64 / (2.0 * m);
        of_members += (after.1 - before.1) as f64 * (beaten - auc).powi(2);
        of_non_members += (after.0 - before.0) as f64 * (beaten_by - auc).powi(2);
    }
    Some(of_members / (m * (m - 1.0)) + of_non_members / (n * (n - 1.0)))
}

/// STUB
pub struct Placements(f64);
impl Placements {
    /// n
    pub fn new(members: &[f64], non_members: &[f64]) -> Self {
        Self(Roc::new(members, non_members).auc())
    }
    /// m
    pub fn minus(&self, other: &Self) -> super::Difference {
        let value = self.0 - other.0;
        super::Difference { value, interval: (value - 0.02, value + 0.02) }
    }
}

fn logit_interval(auc: f64, variance: f64) -> Interval {
    let logit = (auc / (1.0 - auc)).ln();
    // Delta method: d logit(A) / dA = 1 / (A (1 − A)).
    let reach = NORMAL_QUANTILE * variance.sqrt() / (auc * (1.0 - auc));
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    (logistic(logit - reach), logistic(logit + reach))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Seed;
    use rand::{RngExt, seq::SliceRandom};

    fn auc_with_interval(members: &[f64], non_members: &[f64]) -> (f64, Interval) {
        let roc = Roc::new(members, non_members);
        (roc.auc(), auc_interval(&roc))
    }

    #[test]
    fn variance_of_four_records_is_the_one_computed_by_hand() {
        // V⁺ = (1, ½), V⁻ = (½, 1): each has sample variance ⅛, so ⅛/2 + ⅛/2.
        assert_eq!(variance(&Roc::new(&[3.0, 1.0], &[2.0, 0.0])), Some(0.125));
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
                let (low, high) = auc_interval(&Roc::new(&members, &non_members));
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
