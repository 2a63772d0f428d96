//! RelaxLoss (Chen, Yu & Fritz, ICLR 2022; authors' code): the mean loss is held at a level.
//!
//! In even epochs |L − α| is minimized. In odd ones L is, as long as it lies above α; below, all records are driven up while
//! those predicted wrongly are drawn to softened labels: mean(1[wrong] · CE(t, p) − CE(y, p)) with t_y = min(p_y, upper)
//! and the rest spread evenly. As in the authors' code, gradients flow through t. We count epochs within a round.

use super::{Terms, against};
use burn::tensor::{Tensor, activation::log_softmax};

/// What is minimized, of each network `[N, 1, 1]`, for these logits `[N, B, C]`.
pub fn loss(logits: &Tensor<3>, terms: &Terms, level: &Tensor<3>, upper: &Tensor<3>) -> Tensor<3> {
    let log_posterior = log_softmax(logits.clone(), 2);
    let cross_entropy = against(&log_posterior, &terms.targets);
    let mean = |x: Tensor<3>| (x * terms.weights.clone()).sum_dim(1);
    let t = cut(cross_entropy.clone().neg().exp(), upper);
    let flattening =
        wrong(logits, &terms.targets) * softened(&log_posterior, &cross_entropy, &t) - cross_entropy.clone();
    held_at(mean(cross_entropy), mean(flattening), level, terms.even_epoch)
}

/// `value` held at `level`: by its distance in even epochs; in odd ones by minimizing it above the level and `below` below.
pub fn held_at(value: Tensor<3>, below: Tensor<3>, level: &Tensor<3>, even_epoch: bool) -> Tensor<3> {
    if even_epoch {
        return (value - level.clone()).abs();
    }
    let above = value.clone().greater(level.clone()).float().detach();
    value * above.clone() + below * (above.neg() + 1.0)
}

/// One for records that are not predicted as labelled `[N, B, 1]`.
fn wrong(logits: &Tensor<3>, targets: &Tensor<3>) -> Tensor<3> {
    let logits = logits.clone().detach();
    let of_label = (logits.clone() * targets.clone()).sum_dim(2);
    of_label.lower(logits.max_dim(2)).float()
}

/// min(p, upper), with the gradient of whichever it is.
fn cut(p: Tensor<3>, upper: &Tensor<3>) -> Tensor<3> {
    let below = p.clone().lower(upper.clone()).float();
    p * below.clone() + (below.neg() + 1.0) * upper.clone()
}

/// Cross-entropy to labels of which `t` is left and the rest spread over the other classes `[N, B, 1]`.
pub fn softened(log_posterior: &Tensor<3>, cross_entropy: &Tensor<3>, t: &Tensor<3>) -> Tensor<3> {
    let others = (log_posterior.dims()[2] - 1) as f64;
    let log_others = log_posterior.clone().sum_dim(2) + cross_entropy.clone();
    t.clone() * cross_entropy.clone() - (t.clone().neg() + 1.0) * log_others / others
}
