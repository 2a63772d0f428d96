//! How sure the records make us of an AUC, and of the difference of two on the same records.
//!
//! DeLong, DeLong & Clarke-Pearson (Biometrics 1988): with V⁺_i the share of non-members that member i beats (ties ½)
//! and V⁻_j the share of members that beat non-member j, var(AUC) = var(V⁺)/m + var(V⁻)/n, and for two curves of the same
//! records var(A − B) = var(V⁺_A − V⁺_B)/m + var(V⁻_A − V⁻_B)/n. The shares are read off sorted scores in
//! O((m + n) log (m + n)), as Sun & Xu (IEEE Signal Processing Letters 2014) do with ranks.
//! The interval of an AUC is normal on the logit scale, which keeps it inside 0..=1; that of a difference is normal.
//!
//! Where that variance is zero or unknown (perfect separation, constant scores, a single record), it says nothing.
//! Then the records are paired off instead: min(m, n) disjoint pairs are independent trials that a member wins with
//! probability AUC, and Clopper–Pearson of AUC·min(m, n) wins is the interval: wide, but never empty. Of a difference
//! none of those trials showed anything else than its value, and Clopper–Pearson of 0 in min(m, n) bounds what did not
//! show. Where the variance rests on few records, the interval of an AUC is the hull of both: near 1 all lost pairs are
//! those of a few members, and a tail of them that happens to be missing leaves the variance too small.

use super::{Difference, Interval, LEVEL, NORMAL_QUANTILE, rate::clopper_pearson, roc::Roc};

/// Fewer records than that, of either side, carry no variance by themselves.
const FEW: f64 = 6.0;

/// The 95 % interval of the area under `roc`; (0, 1) where one side is empty.
pub fn auc_interval(roc: &Roc) -> Interval {
    Placements::of(roc).interval()
}

/// DeLong's variance of the area; none with fewer than two records on a side.
pub fn variance(roc: &Roc) -> Option<f64> {
    Placements::of(roc).variance()
}

/// How each record stands among those of the other side.
#[derive(Debug, Clone, PartialEq)]
pub struct Placements {
    /// Share of the non-members that each member beats, ties ½.
    of_members: Vec<f64>,
    /// Share of the members that each non-member is beaten by, ties ½.
    of_non_members: Vec<f64>,
    auc: f64,
}

impl Placements {
    /// Of scores that are higher for members, none of them NaN.
    pub fn new(members: &[f64], non_members: &[f64]) -> Self {
        let among = |scores: &[f64], others: &[f64], share: fn(f64) -> f64| -> Vec<f64> {
            let mut sorted = others.to_vec();
            sorted.sort_unstable_by(f64::total_cmp);
            let doubled = |score: f64| sorted.partition_point(|&s| s < score) + sorted.partition_point(|&s| s <= score);
            scores.iter().map(|&score| share(doubled(score) as f64 / (2.0 * others.len() as f64))).collect()
        };
        Self {
            of_members: among(members, non_members, |below| below),
            of_non_members: among(non_members, members, |below| 1.0 - below),
            auc: Roc::new(members, non_members).auc(),
        }
    }

    /// Of the records of a curve, from the best score down.
    fn of(roc: &Roc) -> Self {
        let (non_members, members) = roc.totals();
        let mut placements = Self { of_members: Vec::new(), of_non_members: Vec::new(), auc: roc.auc() };
        for (before, after) in roc.steps() {
            let beaten = 1.0 - (before.0 as f64 + after.0 as f64) / (2.0 * non_members as f64);
            let beaten_by = (before.1 as f64 + after.1 as f64) / (2.0 * members as f64);
            placements.of_members.extend(std::iter::repeat_n(beaten, after.1 - before.1));
            placements.of_non_members.extend(std::iter::repeat_n(beaten_by, after.0 - before.0));
        }
        placements
    }

    /// Area under the curve; ½ where one side is empty.
    pub fn auc(&self) -> f64 {
        self.auc
    }

    /// Its 95 % interval; (0, 1) where one side is empty.
    pub fn interval(&self) -> Interval {
        interval_of_mean(self.auc, std::slice::from_ref(self))
    }

    /// The difference of two areas of the same records in the same order.
    ///
    /// # Panics
    /// If the two differ in records.
    pub fn minus(&self, other: &Self) -> Difference {
        let between = |a: &[f64], b: &[f64]| -> Vec<f64> {
            assert_eq!(a.len(), b.len(), "the same records");
            a.iter().zip(b).map(|(a, b)| a - b).collect()
        };
        let members = between(&self.of_members, &other.of_members);
        let non_members = between(&self.of_non_members, &other.of_non_members);
        let value = self.auc - other.auc;
        let reach = match variance_of_mean(&members).zip(variance_of_mean(&non_members)) {
            Some((members, others)) if members + others > 0.0 => NORMAL_QUANTILE * (members + others).sqrt(),
            _ => clopper_pearson(0.0, self.pairs(), LEVEL).1,
        };
        Difference { value, interval: ((value - reach).max(-1.0), (value + reach).min(1.0)) }
    }

    fn variance(&self) -> Option<f64> {
        Some(variance_of_mean(&self.of_members)? + variance_of_mean(&self.of_non_members)?)
    }

    /// Disjoint pairs of a member and a non-member.
    fn pairs(&self) -> f64 {
        self.of_members.len().min(self.of_non_members.len()) as f64
    }

    /// How many records carry what is lost, or won: the fewest of either side, by Kish's effective number.
    fn carriers(&self) -> f64 {
        let effective = |shares: &[f64], lost: fn(f64) -> f64| {
            let (sum, squares) = shares
                .iter()
                .fold((0.0, 0.0), |(sum, squares), &share| (sum + lost(share), squares + lost(share).powi(2)));
            if squares > 0.0 { sum * sum / squares } else { 0.0 }
        };
        let both = |lost| effective(&self.of_members, lost).min(effective(&self.of_non_members, lost));
        both(|share| share).min(both(|share| 1.0 - share))
    }
}

/// The 95 % interval of the mean area of `parts` that share no record.
pub(super) fn interval_of_mean(auc: f64, parts: &[Placements]) -> Interval {
    let pairs: f64 = parts.iter().map(Placements::pairs).sum();
    let paired_off = clopper_pearson(auc * pairs, pairs, LEVEL);
    let variances: Option<f64> = parts.iter().map(Placements::variance).sum();
    let Some(variance) = variances.filter(|&variance| variance > 0.0) else { return paired_off };
    let (low, high) = logit_interval(auc, variance / (parts.len() as f64).powi(2));
    if parts.iter().map(Placements::carriers).sum::<f64>() < FEW {
        return (low.min(paired_off.0), high.max(paired_off.1));
    }
    (low, high)
}

/// Sample variance over the count; none for fewer than two.
fn variance_of_mean(values: &[f64]) -> Option<f64> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    (values.len() > 1).then(|| squares / (count * (count - 1.0)))
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
    fn placements_count_the_records_beaten() {
        let placements = Placements::new(&[3.0, 1.0], &[1.0, 0.0, 2.0]);
        assert_eq!(placements.of_members, [1.0, 0.5]);
        assert_eq!(placements.of_non_members, [0.75, 1.0, 0.5]);
        assert_eq!(placements.auc(), 0.75);
    }

    #[test]
    fn a_curve_and_its_scores_have_the_same_interval() {
        let (members, others) = ([3.0, 1.0, 4.0, 4.0, 2.0], [1.0, 0.0, 2.0, 4.0]);
        let (one, two) = (Placements::new(&members, &others).interval(), auc_interval(&Roc::new(&members, &others)));
        // Sums run in another order.
        assert!((one.0 - two.0).abs() < 1e-12 && (one.1 - two.1).abs() < 1e-12, "{one:?} {two:?}");
    }

    #[test]
    fn a_difference_of_correlated_curves_is_that_computed_by_hand() {
        // Beaten shares of members (1, ½) and (½, ½), of non-members (½, 1) and (0, 1): differences (½, 0) and (½, 0), each
        // with sample variance ⅛.
        let one = Placements::new(&[3.0, 1.0], &[2.0, 0.0]);
        let two = Placements::new(&[3.0, 3.0], &[4.0, 0.0]);
        let Difference { value, interval: (low, high) } = one.minus(&two);
        assert_eq!(value, 0.25);
        let reach = NORMAL_QUANTILE * 0.125f64.sqrt();
        assert!((low - (0.25 - reach)).abs() < 1e-12 && (high - (0.25 + reach)).abs() < 1e-12, "{low} {high}");
    }

    #[test]
    fn the_same_scores_leave_a_small_doubt_about_their_difference() {
        let scores = Placements::new(&[3.0, 1.0, 5.0], &[2.0, 0.0, 1.0, 7.0]);
        let Difference { value, interval: (low, high) } = scores.minus(&scores);
        // None of three pairs differs: (1 − x)³ = 0.025.
        assert!(value == 0.0 && (high - (1.0 - 0.025f64.cbrt())).abs() < 1e-9 && low == -high, "{low} {high}");
    }

    #[test]
    fn few_records_that_lose_all_pairs_widen_the_interval() {
        // One member of 40 lies below all: AUC 39/40, as if one of forty pairs were lost.
        let members: Vec<f64> = (0..40).map(|i| if i == 0 { -1.0 } else { 100.0 + f64::from(i) }).collect();
        let others: Vec<f64> = (0..40).map(f64::from).collect();
        let (auc, (low, high)) = auc_with_interval(&members, &others);
        let (exact_low, exact_high) = clopper_pearson(39.0, 40.0, LEVEL);
        assert!(auc == 0.975 && low <= exact_low && high >= exact_high, "{low} {high}");
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
