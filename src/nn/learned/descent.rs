//! Stochastic gradient descent with momentum, as `torch.optim.SGD`: g ← g + λ w, v ← μ v + g, w ← w − η v.
//!
//! burn's optimizers want modules; these networks are lists of tensors.

use burn::tensor::Tensor;

/// The directions v of all parameters.
#[derive(Debug)]
pub struct Descent {
    directions: Vec<Tensor<2>>,
    momentum: f64,
    weight_decay: f64,
}

impl Descent {
    /// At rest.
    pub fn new(parameters: &[Tensor<2>], momentum: f64, weight_decay: f64) -> Self {
        Self { directions: parameters.iter().map(Tensor::zeros_like).collect(), momentum, weight_decay }
    }

    /// The parameters after one step.
    pub fn step(&mut self, parameters: Vec<Tensor<2>>, gradients: Vec<Tensor<2>>, rate: f64) -> Vec<Tensor<2>> {
        let one = |((parameter, gradient), direction): ((Tensor<2>, Tensor<2>), &mut Tensor<2>)| {
            let gradient = gradient + parameter.clone().mul_scalar(self.weight_decay);
            *direction = direction.clone().mul_scalar(self.momentum) + gradient;
            parameter - direction.clone().mul_scalar(rate)
        };
        parameters.into_iter().zip(gradients).zip(&mut self.directions).map(one).collect()
    }
}
