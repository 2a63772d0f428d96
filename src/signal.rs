//! What a network answers, and the numbers per record that attacks are made of.
//!
//! Symbols: `n` records, `c` classes, `z` logits, `p` posterior = softmax(z), `y` the label that the network saw.
//! A signal is larger for a more member-like record. All of them are computed in `f64` from the logits, because a
//! posterior rounded to 1 no longer tells how sure a network is. An engine's single-precision answers are widened where
//! they become [`Outputs`]; those of an audit's files were never narrower, so that equal posteriors stay equal.
//!
//! The published code (Song & Mittal, USENIX Security 2021, `membership_inference_attacks.py`) clips posteriors at
//! 1e-30 instead, in single precision, which makes all saturated records equal. Here `log p_c` and `log (1 − p_c)` are
//! both taken from differences of logits, so saturated records keep their order; at least two classes are assumed.

use serde::{Deserialize, Serialize};

/// One number of a record: logits and label to a value that is larger for a more member-like record.
pub type Signal = fn(logits: &[f64], label: usize) -> f64;

/// Logits of `n` records and the labels that the attacker knows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outputs {
    /// Classes.
    pub classes: u32,
    /// `[n, c]`, row by row.
    pub logits: Vec<f64>,
    /// `[n]`.
    pub labels: Vec<u32>,
}

impl Outputs {
    /// What an engine answered, in single precision.
    pub fn widened(classes: u32, logits: &[f32], labels: Vec<u32>) -> Self {
        Self { classes, logits: logits.iter().copied().map(f64::from).collect(), labels }
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// True without records.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Logits and label of record `i`.
    pub fn record(&self, i: usize) -> (&[f64], usize) {
        let classes = self.classes as usize;
        (&self.logits[i * classes..(i + 1) * classes], self.labels[i] as usize)
    }

    /// These records followed by `other`'s.
    ///
    /// # Panics
    /// If the two differ in classes.
    pub fn followed_by(&self, other: &Self) -> Self {
        assert_eq!(self.classes, other.classes, "outputs of different tasks");
        Self {
            classes: self.classes,
            logits: [&self.logits[..], &other.logits].concat(),
            labels: [&self.labels[..], &other.labels].concat(),
        }
    }

    /// The first `count` records and the others.
    pub fn split_at(&self, count: usize) -> (Self, Self) {
        let (classes, middle) = (self.classes, count * self.classes as usize);
        let part = |logits: &[f64], labels: &[u32]| Self { classes, logits: logits.to_vec(), labels: labels.to_vec() };
        (part(&self.logits[..middle], &self.labels[..count]), part(&self.logits[middle..], &self.labels[count..]))
    }

    /// These records, in this order.
    pub fn pick(&self, records: &[usize]) -> Self {
        let (logits, labels) = records.iter().map(|&i| (self.record(i).0, self.labels[i])).unzip::<_, _, Vec<_>, _>();
        Self { classes: self.classes, logits: logits.concat(), labels }
    }

    /// A signal of every record, in order.
    pub fn signals(&self, signal: Signal) -> Vec<f64> {
        (0..self.len())
            .map(|i| {
                let (logits, label) = self.record(i);
                signal(logits, label)
            })
            .collect()
    }

    /// The same answers with the predicted classes for labels: what is left to somebody who does not know the labels.
    pub fn as_predicted(&self) -> Self {
        let labels = (0..self.len()).map(|i| predicted_class(self.record(i).0) as u32).collect();
        Self { labels, ..self.clone() }
    }

    /// Whether each record is predicted as `labels` says, which need not be the labels that the attacker knows.
    ///
    /// # Panics
    /// If `labels` is not as long as the records.
    pub fn is_right(&self, labels: &[u32]) -> Vec<bool> {
        assert_eq!(labels.len(), self.len(), "one label a record");
        (0..self.len()).map(|i| predicted_class(self.record(i).0) == labels[i] as usize).collect()
    }

    /// How many records are predicted as `labels` says.
    ///
    /// # Panics
    /// If `labels` is not as long as the records.
    pub fn hits(&self, labels: &[u32]) -> usize {
        self.is_right(labels).into_iter().filter(|&right| right).count()
    }
}

/// φ = log p_y − log(1 − p_y) = z_y − log Σ_{c≠y} exp z_c: the confidence on a scale that does not saturate.
///
/// Carlini et al., "Membership Inference Attacks From First Principles" (S&P 2022), §VI-A.
pub fn scaled_logit(logits: &[f64], label: usize) -> f64 {
    let others = || logits.iter().enumerate().filter(|&(class, _)| class != label).map(|(_, &z)| z);
    let largest = largest(others());
    if largest == f64::NEG_INFINITY {
        return f64::INFINITY;
    }
    logits[label] - largest - others().map(|z| (z - largest).exp()).sum::<f64>().ln()
}

/// log p_c − log(1 − p_c) of every class c: [`scaled_logit`] as if each were the label.
pub fn log_odds(logits: &[f64]) -> Vec<f64> {
    let posterior = LogPosterior::new(logits);
    (0..logits.len()).map(|class| posterior.log_p(class) - posterior.log_not_p(class)).collect()
}

/// p_y, in 0..=1.
pub fn confidence(logits: &[f64], label: usize) -> f64 {
    log_confidence(logits, label).exp()
}

/// log p_y, the negative cross-entropy loss, in nats.
pub fn log_confidence(logits: &[f64], label: usize) -> f64 {
    let phi = scaled_logit(logits, label);
    // p_y = 1 / (1 + exp −φ), by the exponential that cannot overflow.
    if phi > 0.0 { -(-phi).exp().ln_1p() } else { phi - phi.exp().ln_1p() }
}

/// −H(p) = Σ_c p_c log p_c, in nats. The label plays no part.
pub fn negative_entropy(logits: &[f64], _label: usize) -> f64 {
    let posterior = LogPosterior::new(logits);
    let top = posterior.top;
    // log p_c = log p_top + z_c − z_top, and posteriors sum to one.
    let below = |class: usize| weighted(posterior.p[class], logits[class] - logits[top]);
    (0..logits.len()).filter(|&class| class != top).map(below).sum::<f64>() - posterior.loss_of_top
}

/// −Mentr = (1 − p_y) log p_y + Σ_{c≠y} p_c log(1 − p_c), in nats (Song & Mittal 2021, §3.2).
///
/// Unlike the entropy it is low for a record that the network is sure of but wrong about.
pub fn negative_modified_entropy(logits: &[f64], label: usize) -> f64 {
    let posterior = LogPosterior::new(logits);
    let wrong = |class| weighted(posterior.p[class], posterior.log_not_p(class));
    weighted(posterior.log_not_p(label).exp(), posterior.log_p(label))
        + (0..logits.len()).filter(|&class| class != label).map(wrong).sum::<f64>()
}

/// 1 if the predicted class is the label, else 0.
pub fn correctness(logits: &[f64], label: usize) -> f64 {
    f64::from(u8::from(predicted_class(logits) == label))
}

/// Class with the largest logit; the first of equal ones.
pub fn predicted_class(logits: &[f64]) -> usize {
    (1..logits.len()).fold(0, |best, class| if logits[class] > logits[best] { class } else { best })
}

/// Infinitely small without values. Not `f64::max`, which in wasm is a call.
fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(f64::NEG_INFINITY, |largest, value| if value > largest { value } else { largest })
}

/// weight · value, where a weight of zero silences an infinite value.
fn weighted(weight: f64, value: f64) -> f64 {
    if weight == 0.0 { 0.0 } else { weight * value }
}

/// Softmax, seen from its largest class, so that neither `log p` nor `log (1 − p)` loses digits.
struct LogPosterior<'a> {
    logits: &'a [f64],
    top: usize,
    /// log Σ_{c≠top} exp(z_c − z_top): the odds against the largest class.
    log_rest: f64,
    /// −log p_top.
    loss_of_top: f64,
    /// p of each class.
    p: Vec<f64>,
}

impl<'a> LogPosterior<'a> {
    fn new(logits: &'a [f64]) -> Self {
        let top = predicted_class(logits);
        let others = || logits.iter().enumerate().filter(|&(class, _)| class != top).map(|(_, &z)| z);
        let second = largest(others());
        if second == f64::NEG_INFINITY {
            let p = (0..logits.len()).map(|class| f64::from(u8::from(class == top))).collect();
            return Self { logits, top, log_rest: second, loss_of_top: 0.0, p };
        }
        // As shares of the second largest class first, of which each is a number, however sure the network is.
        let mut p: Vec<f64> = logits.iter().map(|z| (z - second).exp()).collect();
        p[top] = 0.0;
        let log_rest = second - logits[top] + p.iter().sum::<f64>().ln();
        let loss_of_top = log_rest.exp().ln_1p();
        let of_second = (second - logits[top] - loss_of_top).exp();
        p.iter_mut().for_each(|share| *share *= of_second);
        p[top] = (-loss_of_top).exp();
        Self { logits, top, log_rest, loss_of_top, p }
    }

    fn log_p(&self, class: usize) -> f64 {
        self.logits[class] - self.logits[self.top] - self.loss_of_top
    }

    fn log_not_p(&self, class: usize) -> f64 {
        if class == self.top {
            self.log_rest - self.loss_of_top
        } else {
            // Not the largest class, so p ≤ ½ and the difference is well conditioned.
            (-self.p[class]).ln_1p()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{found} is not {expected}");
    }

    fn logits(posterior: [f64; 3]) -> [f64; 3] {
        posterior.map(f64::ln)
    }

    #[test]
    fn equal_logits_give_the_uniform_posterior() {
        let z = [3.0; 4];
        close(confidence(&z, 2), 0.25);
        close(scaled_logit(&z, 2), (1.0f64 / 3.0).ln());
        close(negative_entropy(&z, 2), 0.25f64.ln());
        // −[¾ log ¼ + 3 · ¼ log ¾]
        close(negative_modified_entropy(&z, 2), 0.75 * 0.25f64.ln() + 0.75 * 0.75f64.ln());
    }

    #[test]
    fn log_odds_are_the_scaled_logit_of_each_class() {
        let z = [40.0, -3.0, 0.5];
        for (class, odds) in log_odds(&z).into_iter().enumerate() {
            close(odds, scaled_logit(&z, class));
        }
    }

    #[test]
    fn signals_of_a_small_posterior_are_those_computed_by_hand() {
        // p = (½, ¼, ¼): H = 1.5 log 2; Mentr(y=0) = ½ log 2 + ½ log(4/3); Mentr(y=1) = 1.5 log 2 + ½ log 2 + ¼ log(4/3).
        let z = logits([0.5, 0.25, 0.25]);
        close(negative_entropy(&z, 0), -1.5 * 2f64.ln());
        close(negative_modified_entropy(&z, 0), -(0.5 * 2f64.ln() + 0.5 * (4.0f64 / 3.0).ln()));
        close(negative_modified_entropy(&z, 1), -(1.5 * 2f64.ln() + 0.5 * 2f64.ln() + 0.25 * (4.0f64 / 3.0).ln()));
        close(scaled_logit(&z, 0), 0.0);
        close(scaled_logit(&z, 1), (1.0f64 / 3.0).ln());
    }

    #[test]
    fn saturated_records_keep_their_order() {
        for signal in [scaled_logit as Signal, log_confidence, negative_entropy, negative_modified_entropy] {
            let right: Vec<f64> = [40.0, 60.0, 80.0].map(|z| signal(&[z, -80.0, -80.0], 0)).into();
            assert!(right.windows(2).all(|pair| pair[0] < pair[1] && pair[1].is_finite()), "{right:?}");
        }
        for signal in [scaled_logit as Signal, log_confidence, negative_modified_entropy] {
            let wrong: Vec<f64> = [80.0, 60.0, 40.0].map(|z| signal(&[z, -80.0, -80.0], 1)).into();
            assert!(wrong.windows(2).all(|pair| pair[0] < pair[1] && pair[0].is_finite()), "{wrong:?}");
        }
    }

    #[test]
    fn a_posterior_of_exactly_one_or_zero_is_no_number_trap() {
        let z = [0.0, f64::NEG_INFINITY, f64::NEG_INFINITY];
        assert_eq!((scaled_logit(&z, 0), scaled_logit(&z, 1)), (f64::INFINITY, f64::NEG_INFINITY));
        assert_eq!(negative_entropy(&z, 0), 0.0);
        assert_eq!(negative_modified_entropy(&z, 0), 0.0);
        assert_eq!(negative_modified_entropy(&z, 1), f64::NEG_INFINITY);
    }

    #[test]
    fn a_sure_and_wrong_record_is_unlike_a_member_only_to_the_modified_entropy() {
        let (sure, unsure) = ([9.0, 0.0, 0.0], [1.0, 0.0, 0.0]);
        assert!(negative_entropy(&sure, 1) > negative_entropy(&unsure, 1));
        assert!(negative_modified_entropy(&sure, 1) < negative_modified_entropy(&unsure, 1));
    }

    #[test]
    fn hits_count_against_the_given_labels_and_the_first_of_equal_logits_wins() {
        let outputs = Outputs { classes: 2, logits: vec![1.0, 1.0, 0.0, 2.0], labels: vec![1, 1] };
        assert_eq!((outputs.hits(&[1, 1]), outputs.hits(&[0, 1])), (1, 2));
        assert_eq!(
            (outputs.as_predicted().labels, outputs.as_predicted().logits),
            (vec![0, 1], outputs.logits.clone())
        );
        assert_eq!(outputs.signals(correctness), [0.0, 1.0]);
        assert_eq!(outputs.followed_by(&outputs).record(3), (&[0.0, 2.0][..], 1));
        assert_eq!(outputs.pick(&[1, 1, 0]).logits, [0.0, 2.0, 0.0, 2.0, 1.0, 1.0]);
    }
}
