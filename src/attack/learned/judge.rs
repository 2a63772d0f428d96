//! How an attack's network is judged while it learns: on shadow records that it does not train on.

use super::super::threshold::fitted;
use crate::{metric::Roc, rng::Seed};
use rand::seq::SliceRandom;

/// One record in so many is held out.
const HELD_OUT: usize = 5;

/// Records that are left to train on.
pub fn trained_on(members: usize, others: usize) -> usize {
    members + others - members.div_ceil(HELD_OUT) - others.div_ceil(HELD_OUT)
}

/// Indices of records to train on and of records held out, of members and of others in the same share.
pub fn hold_out(membership: &[bool], seed: Seed, name: &str) -> (Vec<usize>, Vec<usize>) {
    let mut stream = seed.stream(&format!("{name}/held-out"));
    let (mut train, mut held_out) = (Vec::new(), Vec::new());
    for kind in [true, false] {
        let mut records: Vec<usize> = (0..membership.len()).filter(|&i| membership[i] == kind).collect();
        records.shuffle(&mut stream);
        let rest = records.split_off(records.len().div_ceil(HELD_OUT));
        held_out.extend(records);
        train.extend(rest);
    }
    (train, held_out)
}

/// What held-out records say about a network.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// Mean cross-entropy, in nats.
    pub loss: f64,
    /// P(member's score > non-member's) + ½ P(equal).
    pub auc: f64,
    /// Score with the best balanced accuracy.
    pub threshold: f64,
}

impl Judgement {
    /// Of scores, the log-odds of "member", and the truth.
    pub fn new(scores: &[f32], membership: &[bool]) -> Self {
        let of = |kind: bool| -> Vec<f64> {
            scores.iter().zip(membership).filter(|&(_, &m)| m == kind).map(|(&score, _)| f64::from(score)).collect()
        };
        let (members, others) = (of(true), of(false));
        // −log p = log(1 + e^−s) of a member, log(1 + e^s) of another.
        let total =
            members.iter().map(|s| softplus(-s)).sum::<f64>() + others.iter().map(|&s| softplus(s)).sum::<f64>();
        Self {
            loss: total / scores.len() as f64,
            auc: Roc::new(&members, &others).auc(),
            threshold: fitted(&members, &others).unwrap_or(f64::INFINITY),
        }
    }
}

/// log(1 + e^x) without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_of_each_kind_is_held_out_and_nothing_is_in_both() {
        let membership: Vec<bool> = (0..100).map(|i| i < 30).collect();
        let (train, held_out) = hold_out(&membership, Seed(1), "attack");
        assert_eq!((train.len(), held_out.len(), trained_on(30, 70)), (80, 20, 80));
        assert_eq!(held_out.iter().filter(|&&i| membership[i]).count(), 6);
        let mut all = [train, held_out.clone()].concat();
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
        assert_ne!(hold_out(&membership, Seed(1), "other").1, held_out);
    }

    #[test]
    fn a_judgement_is_that_counted_by_hand() {
        let found = Judgement::new(&[2.0, -1.0, 0.0, -3.0], &[true, true, false, false]);
        let expected = ((-2f64).exp().ln_1p() + 1f64.exp().ln_1p() + 2f64.ln() + (-3f64).exp().ln_1p()) / 4.0;
        assert!((found.loss - expected).abs() < 1e-12, "{}", found.loss);
        // 2 beats both, −1 one of them; from 2 up half of the members and no mistake, from −1 up all and one mistake.
        assert_eq!((found.auc, found.threshold), (0.75, 2.0));
    }

    #[test]
    fn sure_scores_do_not_overflow() {
        assert_eq!(Judgement::new(&[1e30, -1e30], &[true, false]).loss, 0.0);
    }
}
