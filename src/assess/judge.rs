//! Attacks run and judged: each attack answers from the attacker's view, then its answer meets the truth.
//!
//! The AUC on the attacker's own networks ([`AttackReport::shadow_auc`]) is told, but nothing is chosen by it: a shadow and
//! the networks that it is compared with are cut from one pool and share records, so LiRA and RMIA look stronger there than
//! they are on the target, by up to 0.06.

use crate::{
    attack::{Attack, AttackerView, Capabilities, Lacking, Outcome, Sides},
    metric::{BalancedAccuracy, Interval, LEVEL, Mean, Roc, delong::auc_interval, p1},
    report::{AttackReport, Called, Histogram, NotRun, P1, RocCurve, Share, TprAtFpr},
};

/// False-positive rates at which a sensitivity is reported.
const FALSE_POSITIVE_RATES: [f64; 3] = [0.1, 0.01, 0.001];
/// Points of a ROC: more than a picture of it can show.
const ROC_POINTS: usize = 100;
/// Bins of the histogram.
const BINS: usize = 30;

/// Every attack that answers at once, on one target.
pub(crate) struct Judged {
    /// Those that ran, in the registry's order.
    pub verdicts: Vec<Verdict>,
    /// Those that did not.
    pub not_run: Vec<NotRun>,
}

impl Judged {
    /// Runs the attacks of `capabilities`; the members are the first records of the view's target.
    pub fn new(view: &AttackerView, members: usize, capabilities: Capabilities) -> Self {
        let (mut verdicts, mut not_run) = (Vec::new(), Vec::new());
        for row in capabilities.attacks() {
            match row.attack.run(view) {
                Ok(mut outcome) => {
                    let shadow_auc = mean_auc(&std::mem::take(&mut outcome.on_own));
                    let verdict = Verdict::new(row.id, outcome, members, shadow_auc);
                    match verdict.one_sided() {
                        None => verdicts.push(verdict),
                        Some(reason) => not_run.push(NotRun { attack: row.id.into(), reason }),
                    }
                }
                Err(Lacking(reason)) => not_run.push(NotRun { attack: row.id.into(), reason }),
            }
        }
        Self { verdicts, not_run }
    }

    pub fn curves(&self) -> Vec<RocCurve> {
        self.verdicts.iter().map(Verdict::curve).collect()
    }

    /// The verdict of an attack that needs nothing but the target.
    pub fn of(&self, attack: Attack) -> &Verdict {
        let found = self.verdicts.iter().find(|verdict| verdict.attack == attack.info().id);
        found.expect("only attacks that need more than outputs may not run")
    }
}

/// Mean AUC over the networks of the attacker's that have members and others.
fn mean_auc(tried: &[Sides]) -> Option<f64> {
    let tried = tried.iter().filter(|sides| sides.are_both_there());
    let found: Vec<f64> = tried.map(|sides| Roc::new(&sides.members, &sides.non_members).auc()).collect();
    Some(Mean::of(&found)?.value)
}

/// An attack's answer on one network, whose members were the first records of the attacked list.
pub(crate) struct Verdict {
    attack: String,
    outcome: Outcome,
    members: usize,
    roc: Roc,
    shadow_auc: Option<f64>,
}

impl Verdict {
    pub fn new(attack: &str, outcome: Outcome, members: usize, shadow_auc: Option<f64>) -> Self {
        let judged = outcome.is_judged();
        let side = |range: std::ops::Range<usize>| -> Vec<f64> {
            range.filter(|&row| judged[row]).map(|row| outcome.scores[row]).collect()
        };
        let roc = Roc::new(&side(0..members), &side(members..judged.len()));
        Self { attack: attack.into(), outcome, members, roc, shadow_auc }
    }

    /// Records that the attack could not judge and that count nowhere.
    pub fn left_out(&self) -> &[usize] {
        &self.outcome.left_out
    }

    /// Why there is no ROC, where the attack left out all members or all non-members.
    fn one_sided(&self) -> Option<String> {
        let left_out = |range: std::ops::Range<usize>| {
            !range.is_empty() && self.outcome.left_out.iter().filter(|row| range.contains(row)).count() == range.len()
        };
        let of = |side| Some(format!("it can judge no {side} of the target with these reference networks"));
        match (left_out(0..self.members), left_out(self.members..self.outcome.scores.len())) {
            (true, _) => of("member"),
            (_, true) => of("non-member"),
            _ => None,
        }
    }

    /// Id of the attack.
    pub fn attack(&self) -> &str {
        &self.attack
    }

    /// Whether each member, and each non-member, was called a member; none without a threshold.
    pub fn called(&self) -> Option<(&[bool], &[bool])> {
        self.outcome.decisions.as_ref().map(|decisions| decisions.split_at(self.members))
    }

    /// Scores of the members and of the non-members; those of records that were left out say nothing.
    pub fn scores(&self) -> (&[f64], &[f64]) {
        self.outcome.scores.split_at(self.members)
    }

    /// Scores of all records, members first.
    pub fn all_scores(&self) -> &[f64] {
        &self.outcome.scores
    }

    /// Whether each record was judged.
    pub fn is_judged(&self) -> Vec<bool> {
        self.outcome.is_judged()
    }

    /// `correct`: whether each non-member is predicted right, where that is known.
    pub fn report(&self, correct: Option<&[bool]>) -> AttackReport {
        let judged = self.outcome.is_judged();
        let (judged_members, judged_others) = judged.split_at(self.members);
        let counted = |said: &[bool], judged: &[bool]| -> Vec<bool> {
            said.iter().zip(judged).filter(|&(_, &judged)| judged).map(|(&said, _)| said).collect()
        };
        let said =
            self.called().map(|(members, others)| (counted(members, judged_members), counted(others, judged_others)));
        let balanced = said.as_ref().map(|(members, others)| BalancedAccuracy::of(members, others));
        AttackReport {
            attack: self.attack.clone(),
            adaptive: true,
            shadow_auc: self.shadow_auc,
            auc: self.roc.auc(),
            auc_interval: auc_interval(&self.roc),
            balanced_accuracy: balanced.map(BalancedAccuracy::value),
            balanced_accuracy_interval: balanced.map(|balanced| balanced.interval(LEVEL)),
            called: said.and_then(|(members, others)| called(members.iter(), others.iter())),
            p1: correct.and_then(|correct| self.p1(correct)),
            tpr_at_fpr: FALSE_POSITIVE_RATES.iter().map(|&fpr| self.sensitivity(fpr)).collect(),
            left_out: self.left_out().len() as u32,
        }
    }

    fn p1(&self, correct: &[bool]) -> Option<P1> {
        let (members, others) = self.called()?;
        let found = p1::P1::of(correct, members, others)?;
        Some(P1 { advantage: found.advantage, value: found.value, interval: found.interval })
    }

    fn sensitivity(&self, fpr: f64) -> TprAtFpr {
        match self.roc.tpr_at(fpr) {
            Some(at) if self.outcome.resolution <= fpr => {
                TprAtFpr::Measured { fpr, realised_fpr: at.fpr.value(), tpr: at.tpr.value(), interval: at.interval }
            }
            _ => TprAtFpr::NotResolvable { fpr, resolvable: false },
        }
    }

    pub fn curve(&self) -> RocCurve {
        RocCurve { attack: self.attack.clone(), points: self.roc.thinned(ROC_POINTS) }
    }

    /// Scores in bins, for an attack with one threshold for all records; a threshold that is not finite is none.
    pub fn histogram(&self, axis: &str, threshold: Option<f64>) -> Histogram {
        let threshold = threshold.filter(|threshold| threshold.is_finite());
        let scores = &self.outcome.scores;
        let (members, non_members) = scores.split_at(self.members);
        let (low, high) = robust_range(scores, threshold);
        let width = (high - low) / BINS as f64;
        let count = |scores: &[f64]| {
            let mut bins = vec![0; BINS];
            scores.iter().for_each(|score| bins[(((score - low) / width) as usize).min(BINS - 1)] += 1);
            bins
        };
        let beyond = |is_beyond: &dyn Fn(f64) -> bool| scores.iter().filter(|&&score| is_beyond(score)).count() as u32;
        Histogram {
            attack: self.attack.clone(),
            axis: axis.into(),
            edges: (0..=BINS).map(|edge| low + width * edge as f64).collect(),
            members: count(members),
            non_members: count(non_members),
            below: beyond(&|score| score < low),
            above: beyond(&|score| score > high),
            threshold,
        }
    }
}

/// Who of members and of non-members is called a member; none without members.
pub(crate) fn called<'a>(
    members: impl Iterator<Item = &'a bool>,
    others: impl Iterator<Item = &'a bool>,
) -> Option<Called> {
    Some(Called { members: Share::of(members)?, non_members: Share::of(others) })
}

/// As far as the scores go, but no further from their quartiles than three times the distance of these (Tukey's far out), and
/// widened to show a threshold as near. Where the quartiles are equal, shares further out stand for them.
fn robust_range(scores: &[f64], threshold: Option<f64>) -> Interval {
    let mut sorted: Vec<f64> = scores.iter().copied().filter(|score| score.is_finite()).collect();
    if sorted.is_empty() {
        sorted.push(0.0);
    }
    sorted.sort_unstable_by(f64::total_cmp);
    let last = sorted.len() - 1;
    let shares = [4, 10, 100].iter().map(|share| last.div_ceil(*share));
    let middle = shares.map(|at| (sorted[at], sorted[last - at])).find(|(low, high)| high > low);
    let (low, high) = middle.unwrap_or((sorted[0], sorted[last]));
    // Halves of the largest number, so that a width is a number too.
    let bound = |value: f64| value.clamp(f64::MIN / 4.0, f64::MAX / 4.0);
    let reach = 3.0 * (bound(high) - bound(low));
    let (near, far) = (bound(low - reach), bound(high + reach));
    let within = |value: &&f64| (near..=far).contains(*value);
    let (mut low, mut high) =
        (sorted.iter().find(within).copied().unwrap_or(near), sorted.iter().rev().find(within).copied().unwrap_or(far));
    if let Some(threshold) = threshold.filter(|threshold| (near..=far).contains(threshold)) {
        (low, high) = (low.min(threshold), high.max(threshold));
    }
    // Equal scores have no range of their own.
    let room = (low.abs() * 1e-6).max(0.5);
    if high > low { (low, high) } else { (low - room, low + room) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outliers_do_not_stretch_the_histogram() {
        let mut scores: Vec<f64> = (0..200).map(|i| f64::from(i) / 200.0).collect();
        scores[0] = -1e9;
        scores[199] = f64::INFINITY;
        let (low, high) = robust_range(&scores, Some(0.5));
        assert!(low >= 0.0 && high <= 1.0 && high - low > 0.9, "{low} {high}");
        assert_eq!(robust_range(&[2.0; 5], Some(2.0)), (1.5, 2.5));
        // One score, or twenty of 600, far from all others.
        let mut few: Vec<f64> = (0..20).map(|i| f64::from(i) / 10.0).collect();
        few.push(1e6);
        assert_eq!(robust_range(&few, None).0, 0.0);
        assert!(robust_range(&few, Some(1e6)).1 < 10.0);
        let many: Vec<f64> = (0..600).map(|i| if i < 20 { 1e6 } else { f64::from(i % 19) }).collect();
        assert!(robust_range(&many, None).1 < 100.0);
        // Mostly ties.
        let ties: Vec<f64> = (0..100).map(|i| if i < 95 { 0.0 } else { f64::from(i) }).collect();
        assert_eq!(robust_range(&ties, None), (0.0, 99.0));
    }

    #[test]
    fn the_largest_numbers_have_a_histogram_too() {
        let scores = vec![f64::MAX, 0.3, -0.2, f64::MIN];
        let outcome = Outcome::at(None, scores);
        let histogram = Verdict::new("score", outcome, 2, None).histogram("score", None);
        assert!(histogram.edges.iter().all(|edge| edge.is_finite()) && histogram.edges.windows(2).all(|e| e[0] < e[1]));
        assert_eq!((histogram.below, histogram.above), (1, 1));
        for scores in [
            vec![f64::MAX, f64::MIN],
            vec![1e300; 3],
            vec![f64::INFINITY; 2],
            vec![f64::MIN, f64::MIN, f64::MAX, f64::MAX],
        ] {
            let (low, high) = robust_range(&scores, Some(f64::MAX));
            assert!(low < high && (high - low).is_finite(), "{low} {high}");
        }
    }

    #[test]
    fn a_record_that_was_left_out_counts_nowhere() {
        let scores = vec![f64::NAN, 3.0, 1.0, 2.0, f64::NAN];
        let outcome = Outcome { left_out: vec![0, 4], ..Outcome::at(Some(2.5), scores) };
        let verdict = Verdict::new("lira", outcome.clone(), 3, None);
        assert_eq!((verdict.left_out().len(), verdict.one_sided()), (2, None));
        let report = verdict.report(None);
        // 3 beats 2, 1 does not; one of two members is called, the non-member is not.
        assert_eq!((report.auc, report.balanced_accuracy), (0.5, Some(0.75)));
        let none = Verdict::new("lira", outcome, 1, None);
        assert!(none.one_sided().unwrap().contains("no member"));
    }

    #[test]
    fn nothing_is_claimed_below_the_steps_of_a_score() {
        let scores: Vec<f64> = (0..400).map(|i| f64::from(i % 50) / 50.0).collect();
        let outcome = Outcome { resolution: 1.0 / 50.0, ..Outcome::at(None, scores) };
        let report = Verdict::new("rmia", outcome, 200, None).report(None);
        let measured = |at: &TprAtFpr| matches!(at, TprAtFpr::Measured { .. });
        assert_eq!(report.tpr_at_fpr.iter().map(measured).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!((report.balanced_accuracy, report.balanced_accuracy_interval), (None, None));
    }
}
