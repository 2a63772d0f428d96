//! The receiver operating characteristic: every threshold's false and true positives, exactly.
//!
//! Records with equal scores cannot be told apart by a threshold, so they enter together: a tied group is one sloped
//! segment, and AUC = P(s⁺ > s⁻) + ½ P(s⁺ = s⁻) is the area under it. Read at a false-positive rate α, the curve gives
//! its point with the largest realised rate not above α; it is never interpolated, because no threshold does what lies
//! between two points. That point is the best threshold in hindsight, which no attacker has. It is given only where it
//! means something: ten false positives or more are allowed (n ≥ 10/α), and the realised rate is at least ¾ α. Scores in
//! steps may pass from far below α to above it, and a sensitivity at 1 % is none at 10 %.
//! Cost: one sort, O((m + n) log (m + n)).

use super::{Interval, Rate, tpr};

/// False positives that a rate must allow to be read at all.
const RESOLVABLE: usize = 10;
/// Least realised share of a rate that goes by its name.
const NEAR: f64 = 0.75;

/// A sensitivity at a false-positive rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TprAt {
    /// Members found.
    pub tpr: Rate,
    /// Non-members mistaken for members there: the realised rate.
    pub fpr: Rate,
    /// The 95 % interval of the sensitivity at the rate that was asked for, threshold included.
    pub interval: Interval,
}

/// The curve of one attack, by counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roc {
    /// False and true positives at each threshold, from (0, 0) to (n, m), both never falling.
    counts: Vec<(usize, usize)>,
}

impl Roc {
    /// The curve of scores that are higher for members. Scores must not be NaN.
    ///
    /// # Examples
    /// ```
    /// use wemem_lab::metric::Roc;
    ///
    /// let roc = Roc::new(&[3.0, 2.0], &[2.0, 1.0]);
    /// // Of the four pairs three are won and one is tied.
    /// assert_eq!(roc.auc(), 3.5 / 4.0);
    /// assert_eq!(roc.points(), [(0.0, 0.0), (0.0, 0.5), (0.5, 1.0), (1.0, 1.0)]);
    /// // Two non-members say nothing about one false alarm in ten.
    /// assert_eq!(roc.tpr_at(0.1), None);
    /// ```
    pub fn new(members: &[f64], non_members: &[f64]) -> Self {
        let labelled = |scores: &[f64], member: bool| scores.iter().map(|&score| (score, member)).collect::<Vec<_>>();
        let mut records = labelled(members, true);
        records.extend(labelled(non_members, false));
        // Stable order within a tied group does not matter: the group enters as a whole.
        records.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let mut counts = vec![(0, 0)];
        let mut at = (0, 0);
        for tied in records.chunk_by(|a, b| a.0 == b.0) {
            let hits = tied.iter().filter(|record| record.1).count();
            at = (at.0 + tied.len() - hits, at.1 + hits);
            counts.push(at);
        }
        Self { counts }
    }

    /// False and true positives before and after each tied group, best scores first.
    pub(super) fn steps(&self) -> impl Iterator<Item = ((usize, usize), (usize, usize))> {
        self.counts.windows(2).map(|step| (step[0], step[1]))
    }

    /// Number of non-members and of members.
    pub(super) fn totals(&self) -> (usize, usize) {
        self.counts[self.counts.len() - 1]
    }

    /// Area under the curve, in 0..=1; ½ where one side is empty.
    pub fn auc(&self) -> f64 {
        let (non_members, members) = self.totals();
        if members == 0 || non_members == 0 {
            return 0.5;
        }
        // Twice the number of won pairs, ties counting one: whole, so no rounding before the division.
        let doubled: u128 =
            self.steps().map(|(before, after)| (after.0 - before.0) as u128 * (before.1 + after.1) as u128).sum();
        doubled as f64 / (2.0 * members as f64 * non_members as f64)
    }

    /// Sensitivity at the point with the largest false-positive rate not above `fpr`.
    ///
    /// None if the records cannot resolve it: it allows fewer than ten false positives, there are no members, or the
    /// point's own rate is below ¾ of `fpr`.
    pub fn tpr_at(&self, fpr: f64) -> Option<TprAt> {
        let (non_members, members) = self.totals();
        // A few rounding errors of leeway, so that 0.29 of 100 records allows 29 of them.
        let leeway = 1.0 + 1e-12;
        let allowed = (fpr * non_members as f64 * leeway).floor() as usize;
        let after = self.counts.partition_point(|&(false_positives, _)| false_positives <= allowed);
        let (mistaken, found) = self.counts[after - 1];
        let is_near = mistaken as f64 * leeway >= NEAR * fpr * non_members as f64;
        (allowed >= RESOLVABLE && members > 0 && is_near).then(|| {
            let tpr = Rate { hits: found, trials: members };
            let (low, high) = tpr::interval(&self.counts, fpr);
            let interval = (low.min(tpr.value()), high.max(tpr.value()));
            TprAt { tpr, fpr: Rate { hits: mistaken, trials: non_members }, interval }
        })
    }

    /// False and true positive rates of all points, ascending, from (0, 0) to (1, 1).
    pub fn points(&self) -> Vec<(f64, f64)> {
        let (non_members, members) = self.totals();
        let share = |count: usize, of: usize| if of == 0 { 0.0 } else { count as f64 / of as f64 };
        self.counts.iter().map(|&(fp, tp)| (share(fp, non_members), share(tp, members))).collect()
    }

    /// At most `max_points` of [`Self::points`], chosen so that pictures on linear and on logarithmic axes keep their
    /// shape, with both corners.
    ///
    /// The curve is cut into pieces of equal length and the first point of each is kept. Length is the sum of the way
    /// along four axes, FPR and TPR each linear and as log(1 + count), so that the first false positives, which a
    /// linear axis cannot show, take up a good part of it.
    ///
    /// # Panics
    /// If `max_points < 2`.
    pub fn thinned(&self, max_points: usize) -> Vec<(f64, f64)> {
        assert!(max_points >= 2, "both corners are kept");
        let points = self.points();
        if points.len() <= max_points {
            return points;
        }
        let (non_members, members) = self.totals();
        let logarithmic =
            |count: usize, of: usize| if of == 0 { 0.0 } else { (count as f64).ln_1p() / (of as f64).ln_1p() };
        let piece = |i: usize| {
            let (fp, tp) = self.counts[i];
            let length = points[i].0 + points[i].1 + logarithmic(fp, non_members) + logarithmic(tp, members);
            (length / 4.0 * (max_points - 2) as f64) as usize
        };
        let last = points.len() - 1;
        (0..=last).filter(|&i| i == 0 || i == last || piece(i) != piece(i - 1)).map(|i| points[i]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Seed;
    use rand::RngExt;

    fn random_scores(name: &str, count: usize, shift: f64) -> Vec<f64> {
        let mut stream = Seed(3).stream(name);
        (0..count).map(|_| stream.random::<f64>() + shift).collect()
    }

    #[test]
    fn four_records_give_the_curve_drawn_by_hand() {
        let roc = Roc::new(&[3.0, 1.0], &[2.0, 0.0]);
        assert_eq!(roc.points(), [(0.0, 0.0), (0.0, 0.5), (0.5, 0.5), (0.5, 1.0), (1.0, 1.0)]);
        assert_eq!(roc.auc(), 0.75);
    }

    #[test]
    fn constant_scores_give_auc_one_half_and_one_segment() {
        let roc = Roc::new(&[1.0; 5], &[1.0; 3]);
        assert_eq!((roc.auc(), roc.points().len()), (0.5, 2));
    }

    #[test]
    fn a_tied_group_counts_half() {
        // Pairs: 2>1, 2>0, 1=1, 1>0: 3.5 of 4.
        assert_eq!(Roc::new(&[2.0, 1.0], &[1.0, 0.0]).auc(), 0.875);
        assert_eq!(Roc::new(&[0.0], &[-0.0]).auc(), 0.5);
    }

    #[test]
    fn a_monotone_map_changes_nothing() {
        let (members, others) = (random_scores("in", 200, 0.2), random_scores("out", 150, 0.0));
        let map = |scores: &[f64]| scores.iter().map(|s| (3.0 * s).exp()).collect::<Vec<_>>();
        assert_eq!(Roc::new(&members, &others), Roc::new(&map(&members), &map(&others)));
    }

    #[test]
    fn sensitivity_is_read_at_a_realised_rate_without_interpolation() {
        // Of 100 non-members tied in groups, realised rates are 0.09, 0.3, 0.45 and 1; a member above each group.
        let others: Vec<f64> = [(9, 9.0), (21, 7.0), (15, 5.0), (55, 0.0)]
            .into_iter()
            .flat_map(|(count, score)| std::iter::repeat_n(score, count))
            .collect();
        let roc = Roc::new(&[10.0, 8.0, 6.0, 4.0], &others);
        let counts = |fpr: f64| roc.tpr_at(fpr).map(|at| (at.tpr.hits, at.fpr.hits));
        assert_eq!(
            [counts(0.05), counts(0.1), counts(0.3), counts(0.39), counts(0.45), counts(1.0)],
            [None, Some((2, 9)), Some((3, 30)), Some((3, 30)), Some((4, 45)), Some((4, 100))]
        );
        let at = roc.tpr_at(0.3).unwrap();
        assert!(at.interval.0 < at.tpr.value() && at.tpr.value() < at.interval.1, "{at:?}");
    }

    #[test]
    fn a_rate_is_resolvable_from_ten_false_positives_on() {
        let resolvable = |others: usize| {
            let others: Vec<f64> = (0..others).map(|i| i as f64).collect();
            Roc::new(&[1.0], &others).tpr_at(0.001).is_some()
        };
        assert!(resolvable(10_000) && !resolvable(9_999));
    }

    #[test]
    fn a_tied_group_that_steps_over_the_rate_leaves_nothing_to_read() {
        // The gap attack's first step, at 70 %, and scores whose first point is (1 %, 40 %), the second (11 %, 80 %).
        let gap = Roc::new(&[[1.0; 90], [0.0; 90]].concat(), &[[1.0; 140], [0.0; 140]].concat());
        assert_eq!((gap.tpr_at(0.1), gap.tpr_at(0.05)), (None, None));
        let members = [[9.0; 40], [5.0; 40]].concat();
        let others = [&[9.0][..], &[5.0; 10], &[0.0; 89]].concat();
        let steps = Roc::new(&[&members[..], &[0.0; 20]].concat(), &others);
        assert_eq!(steps.tpr_at(0.1), None);
        assert_eq!(steps.tpr_at(0.11).map(|at| (at.tpr.hits, at.fpr.hits)), Some((80, 11)));
    }

    #[test]
    fn thinning_keeps_corners_low_end_and_area() {
        let roc = Roc::new(&random_scores("in", 20_000, 0.1), &random_scores("out", 20_000, 0.0));
        let (all, thin) = (roc.points(), roc.thinned(100));
        assert!(thin.len() <= 100 && thin.len() > 50, "{}", thin.len());
        assert_eq!((thin[0], thin[thin.len() - 1]), ((0.0, 0.0), (1.0, 1.0)));
        assert!(thin.iter().all(|point| all.contains(point)));
        let low_end = all.iter().find(|point| point.0 > 0.0).unwrap().0;
        assert_eq!(thin.iter().find(|point| point.0 > 0.0).unwrap().0, low_end);
        let area: f64 = thin.windows(2).map(|pair| (pair[1].0 - pair[0].0) * (pair[0].1 + pair[1].1) / 2.0).sum();
        assert!((area - roc.auc()).abs() < 0.002, "{area} is not {}", roc.auc());
    }

    #[test]
    fn a_curve_that_is_short_enough_is_kept_whole() {
        let roc = Roc::new(&[3.0, 1.0], &[2.0, 0.0]);
        assert_eq!(roc.thinned(5), roc.points());
    }
}
