//! How an attack's network is judged while it learns: on the last shadow, none of whose answers it trains on.
//!
//! A whole shadow is held out, not some records of all: the same records of another network would flatter the attack,
//! and the strongest attack is chosen by how well it does on a shadow that it has not seen.

use super::super::threshold::fitted;
use crate::metric::Roc;

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
