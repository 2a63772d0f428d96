//! Stochastic gradient descent with momentum, as `torch.optim.SGD`: g ← g + λ w, v ← μ v + g, w ← w − η v.
//!
//! burn's own, tensor by tensor: these networks are lists of tensors and no modules.

use burn::{
    optim::{Optimizer, Sgd, SgdConfig, SgdState, decay::WeightDecayConfig, momentum::MomentumConfig},
    tensor::Tensor,
};
use std::fmt;

/// The rule, and the directions v of all parameters.
pub struct Descent {
    rule: Sgd,
    directions: Vec<Option<SgdState<2>>>,
}

impl Descent {
    /// At rest.
    pub fn new(parameters: usize, momentum: f64, weight_decay: f64) -> Self {
        let momentum = MomentumConfig::new().with_momentum(momentum).with_dampening(0.0);
        let decay = WeightDecayConfig::new(weight_decay as f32);
        let rule = SgdConfig::new().with_momentum(Some(momentum)).with_weight_decay(Some(decay)).build();
        Self { rule, directions: (0..parameters).map(|_| None).collect() }
    }

    /// The parameters after one step.
    pub fn step(&mut self, parameters: Vec<Tensor<2>>, gradients: Vec<Tensor<2>>, rate: f64) -> Vec<Tensor<2>> {
        let one = |((parameter, gradient), direction): ((Tensor<2>, Tensor<2>), &mut Option<SgdState<2>>)| {
            let (moved, next) = self.rule.step(rate, parameter, gradient, direction.take());
            *direction = next;
            moved
        };
        parameters.into_iter().zip(gradients).zip(&mut self.directions).map(one).collect()
    }
}

impl fmt::Debug for Descent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Descent").field("parameters", &self.directions.len()).finish_non_exhaustive()
    }
}
