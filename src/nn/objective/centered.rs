//! CRL, center-based relaxed learning (Fang & Kim, UAI 2024; authors' `relaxloss_lognorm.py`,
//! `center_loss_relax_lognorm.py` and `vanilla_crl.py`): CE(z̃, y) held at a level + λ · D held at a level.
//!
//! z̃ = z/(1 + t‖z‖) are the logits, φ̃ the last layer's inputs bounded in the same way, D = mean ½‖φ̃ − c_y‖². Epochs are
//! counted from one: in even ones the distance to the level is minimized; in odd ones the value itself, as long as it lies above
//! the level. Below,
//! * the cross-entropy becomes that of z̃ to softened labels, of all records: the label has p_y, the others share the rest evenly;
//! * D becomes mean ½(p_y ‖φ̃ − c_y‖² + (1 − p_y) ‖φ̃‖²).
//!
//! p_y is the posterior of the unbounded logits, and gradients flow through it in both. We differ: centers are running means
//! of φ̃ (there parameters with an optimizer of their own), one level serves both, p_y is not cut, epochs are counted within
//! a round. The values of t, λ and the levels are not published.

use super::{
    Terms, against,
    means::Means,
    relaxed::{held_at, softened},
};
use burn::tensor::{Tensor, activation::log_softmax};

/// The bound t: x/(1 + t‖x‖) is shorter than 1/t.
const BOUND: f64 = 0.1;

/// What is minimized, of each network `[N, 1, 1]`; `weight` is λ, `p` the posterior of the label `[N, B, 1]`.
pub fn loss(
    terms: &Terms,
    means: &mut Option<Means>,
    level: &Tensor<3>,
    weight: Tensor<3>,
    p: &Tensor<3>,
) -> Tensor<3> {
    let mean = |x: Tensor<3>| (x * terms.weights.clone()).sum_dim(1);
    let held = |value, below| held_at(mean(value), mean(below), level, !terms.even_epoch);
    let log_posterior = log_softmax(bounded(terms.trace.logits.clone()), 2);
    let cross_entropy = against(&log_posterior, &terms.targets);
    let flattened = softened(&log_posterior, &cross_entropy, p);

    let features = bounded(terms.trace.inputs.last().expect("a network has a last layer").clone());
    let means = means.get_or_insert_with(|| Means::fading(&features, terms.targets.dims()[2]));
    means.learn(&features, terms);
    let pull = half_square(features.clone() - means.of(terms));
    let let_go = pull.clone() * p.clone() + half_square(features) * (p.clone().neg() + 1.0);
    held(cross_entropy, flattened) + held(pull, let_go) * weight
}

/// x/(1 + t‖x‖) of each record.
fn bounded(x: Tensor<3>) -> Tensor<3> {
    // Away from zero, where the root has no slope.
    let length = (x.clone().square().sum_dim(2) + 1e-12).sqrt();
    x / (length * BOUND + 1.0)
}

fn half_square(x: Tensor<3>) -> Tensor<3> {
    x.square().sum_dim(2) * 0.5
}
