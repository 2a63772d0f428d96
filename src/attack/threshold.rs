//! Attacks that compare one signal with a threshold: "member" from it upwards.
//!
//! The threshold is the value among the pooled shadows' signals with the highest balanced accuracy there, for each class
//! or for all records together (Song & Mittal, USENIX Security 2021, §3.2; `membership_inference_attacks.py`, and
//! `attacker_threshold.py` of the pruning papers). The published search tries every value against every record, O(n²);
//! one sort and running counts find one as good in O(n log n). Of equally good values the published code takes the first
//! in the order of its records; we take the highest, which calls the fewest records members and needs no order. On other
//! records, the target's, the two may decide differently.
//! A class in which the shadows lack members or non-members would get a meaningless threshold there; here it uses the
//! global one.

use super::{AttackerView, Outcome, ShadowView, Sides};
use crate::signal::{Outputs, Signal};

/// A signal and how finely its threshold is fitted.
pub(super) struct ThresholdAttack {
    pub signal: Signal,
    pub scope: Scope,
}

/// For which records one threshold holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// Each class has its own.
    ClassWise,
    /// One for all.
    Global,
}

impl ThresholdAttack {
    pub fn run(&self, view: &AttackerView) -> Outcome {
        let scores = view.target.signals(self.signal);
        if view.shadows.is_empty() {
            return Outcome::at(None, scores);
        }
        let on_own = Sides::of_shadows(view.shadows, self.signal);
        let thresholds = self.scope.thresholds(pool(view.shadows, &on_own), view.target.classes);
        Outcome { on_own, ..decided(scores, &view.target.labels, &thresholds) }
    }

    /// The threshold of each class; infinite if the shadows lack members or non-members altogether.
    pub fn thresholds(&self, view: &AttackerView) -> Vec<f64> {
        let scores = Sides::of_shadows(view.shadows, self.signal);
        self.scope.thresholds(pool(view.shadows, &scores), view.target.classes)
    }
}

impl Scope {
    /// The threshold of each class; infinite if `known` lacks members or non-members altogether.
    pub fn thresholds(self, known: Vec<Known>, classes: u32) -> Vec<f64> {
        let global = best(&known).unwrap_or(f64::INFINITY);
        let mut by_class = vec![Vec::new(); classes as usize];
        if self == Self::ClassWise {
            known.into_iter().for_each(|record| by_class[record.label as usize].push(record));
        }
        by_class.iter().map(|records| best(records).unwrap_or(global)).collect()
    }
}

/// Scores with the decision "member" from the threshold of the record's class on.
pub(super) fn decided(scores: Vec<f64>, labels: &[u32], thresholds: &[f64]) -> Outcome {
    let said = scores.iter().zip(labels).map(|(&score, &label)| score >= thresholds[label as usize]).collect();
    Outcome { decisions: Some(said), ..Outcome::at(None, scores) }
}

/// A shadow's record, whose membership the attacker knows.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub score: f64,
    pub label: u32,
    pub member: bool,
}

/// The highest threshold with the best balanced accuracy on known scores, none of them NaN; none if a side is empty.
pub fn fitted(members: &[f64], non_members: &[f64]) -> Option<f64> {
    let known =
        |scores: &[f64], member| scores.iter().map(move |&score| Known { score, label: 0, member }).collect::<Vec<_>>();
    best(&[known(members, true), known(non_members, false)].concat())
}

/// `scores` are those of the shadows, in their order.
fn pool(shadows: &[ShadowView], scores: &[Sides]) -> Vec<Known> {
    fn known<'a>(scores: &'a [f64], outputs: &'a Outputs, member: bool) -> impl Iterator<Item = Known> + 'a {
        scores.iter().zip(&outputs.labels).map(move |(&score, &label)| Known { score, label, member })
    }
    let of_shadow = |(shadow, scores): (&ShadowView, &Sides)| {
        let members = known(&scores.members, shadow.members, true);
        members.chain(known(&scores.non_members, shadow.non_members, false)).collect::<Vec<_>>()
    };
    shadows.iter().zip(scores).flat_map(of_shadow).collect()
}

/// The highest of the scores with the best balanced accuracy; none without members or without non-members.
fn best(records: &[Known]) -> Option<f64> {
    let members = records.iter().filter(|record| record.member).count();
    let non_members = records.len() - members;
    if members == 0 || non_members == 0 {
        return None;
    }
    let mut descending = records.to_vec();
    descending.sort_unstable_by(|a, b| b.score.total_cmp(&a.score));
    let (mut found, mut mistaken) = (0, 0);
    let (mut threshold, mut most) = (f64::INFINITY, i128::MIN);
    for tied in descending.chunk_by(|a, b| a.score == b.score) {
        let hits = tied.iter().filter(|record| record.member).count();
        found += hits;
        mistaken += tied.len() - hits;
        // (TPR − FPR)·m·n: whole numbers, so equally good thresholds are recognised as equal. Widened first: a product
        // of counts does not fit into the 32 bits that a count has in wasm.
        let advantage = found as i128 * non_members as i128 - mistaken as i128 * members as i128;
        if advantage > most {
            (threshold, most) = (tied[0].score, advantage);
        }
    }
    Some(threshold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{attack::References, signal::scaled_logit};

    #[test]
    fn the_threshold_splits_where_balanced_accuracy_is_best() {
        // TPR − FPR: ⅓ from 5 up, ⅔ − ¼ from 3 up, 1 − ¼ from 2 up, 1 − ½ from 1 up.
        assert_eq!(fitted(&[2.0, 3.0, 5.0], &[4.0, 1.0, 0.0, 0.5]), Some(2.0));
    }

    #[test]
    fn of_equally_good_thresholds_the_highest_is_taken() {
        // 4 finds one of two members, 2 both but one of two others as well: both ¾.
        assert_eq!(fitted(&[4.0, 2.0], &[3.0, 1.0]), Some(4.0));
    }

    #[test]
    fn products_of_many_records_do_not_overflow_where_counts_have_32_bits() {
        // Four of five members lie above every non-member, the fifth among them: 6 finds ⅘ without a mistake.
        let thousandth = |i: u32| f64::from(i % 1000) / 1000.0;
        let member = |i: u32| thousandth(i / 5) + if i % 5 == 4 { 0.0 } else { 6.0 };
        let (members, others): (Vec<f64>, Vec<f64>) = (0..100_000).map(|i| (member(i), thousandth(i))).unzip();
        assert_eq!(fitted(&members, &others), Some(6.0));
    }

    #[test]
    fn tied_records_are_called_together() {
        assert_eq!(fitted(&[1.0, 1.0, 0.0], &[1.0, 0.0, 0.0]), Some(1.0));
    }

    #[test]
    fn one_kind_of_record_fits_no_threshold() {
        assert_eq!((fitted(&[1.0], &[]), fitted(&[], &[1.0])), (None, None));
    }

    /// Two classes: the label's logit is the score, the other's is zero, so φ is the score.
    fn outputs(records: &[(f64, u32)]) -> Outputs {
        let logits = records.iter().flat_map(|&(z, label)| if label == 0 { [z, 0.0] } else { [0.0, z] }).collect();
        Outputs { classes: 2, logits, labels: records.iter().map(|record| record.1).collect() }
    }

    #[test]
    fn classes_have_their_own_thresholds_unless_global() {
        let members = outputs(&[(5.0, 0), (6.0, 0), (1.0, 1), (2.0, 1)]);
        let non_members = outputs(&[(4.0, 0), (3.0, 0), (0.0, 1), (-1.0, 1)]);
        let shadows = [ShadowView { members: &members, non_members: &non_members }];
        let target = outputs(&[(4.5, 0), (5.0, 0), (1.0, 1), (0.5, 1)]);
        let view = AttackerView::new(&target, &shadows, References::default());
        let decisions = |scope| ThresholdAttack { signal: scaled_logit, scope }.run(&view).decisions.unwrap();
        assert_eq!(decisions(Scope::ClassWise), [false, true, true, false]);
        // From 5 up half of the members and no mistake, from 1 up all members and half of the others: 5 is higher.
        assert_eq!(decisions(Scope::Global), [false, true, false, false]);
    }

    #[test]
    fn a_class_without_members_among_the_shadows_uses_the_global_threshold() {
        let (members, non_members) = (outputs(&[(5.0, 0), (6.0, 0)]), outputs(&[(4.0, 0), (0.0, 1)]));
        let shadows = [ShadowView { members: &members, non_members: &non_members }];
        let target = outputs(&[(4.9, 1), (5.0, 1)]);
        let attack = ThresholdAttack { signal: scaled_logit, scope: Scope::ClassWise };
        assert_eq!(
            attack.run(&AttackerView::new(&target, &shadows, References::default())).decisions.unwrap(),
            [false, true]
        );
    }

    #[test]
    fn without_shadows_there_is_no_threshold_and_no_decision() {
        let target = outputs(&[(80.0, 1)]);
        let attack = ThresholdAttack { signal: scaled_logit, scope: Scope::Global };
        let view = AttackerView::new(&target, &[], References::default());
        assert_eq!((attack.run(&view).decisions, attack.run(&view).scores), (None, vec![80.0]));
    }
}
