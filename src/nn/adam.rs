//! Adam for a stack, with everything that may differ between its networks: step count, weight decay, whether to step.
//!
//! As `torch.optim.Adam`: L2 is added to the gradient (coupled), β = (0.9, 0.999), ε = 1e-8, bias-corrected. burn's own
//! optimizer keeps one step count for a whole tensor; here a stacked network may rest while others step, and must then
//! not move at all. A network has up to two states ("slots") on the same weights, because RMR needs two.

use super::tensor;
use burn::tensor::{Device, Tensor};

const BETA1: f64 = 0.9;
const BETA2: f64 = 0.999;
const EPSILON: f64 = 1e-8;

/// What one network does in one step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Update {
    /// Which of its states takes the step.
    pub slot: usize,
    /// L2 of this step.
    pub weight_decay: f64,
}

/// One state of every network of a stack.
#[derive(Debug)]
pub struct Slot {
    moments: Vec<Moments>,
    steps: Vec<u32>,
}

#[derive(Debug)]
struct Moments {
    mean: Tensor<3>,
    square: Tensor<3>,
}

/// Factors of one step, each `[N, 1, 1]`.
struct Factors {
    decay: Tensor<3>,
    keep_mean: Tensor<3>,
    add_mean: Tensor<3>,
    keep_square: Tensor<3>,
    add_square: Tensor<3>,
    rate: Tensor<3>,
    epsilon: Tensor<3>,
}

impl Slot {
    /// A state that has seen no gradient.
    pub fn new(parameters: &[Tensor<3>]) -> Self {
        let moments = |p: &Tensor<3>| Moments { mean: p.zeros_like(), square: p.zeros_like() };
        let networks = parameters[0].dims()[0];
        Self { moments: parameters.iter().map(moments).collect(), steps: vec![0; networks] }
    }

    /// Moves the networks that have an update; the others stay exactly as they are.
    pub fn step(
        &mut self,
        parameters: Vec<Tensor<3>>,
        gradients: Vec<Tensor<3>>,
        updates: &[Option<Update>],
        learning_rate: f64,
    ) -> Vec<Tensor<3>> {
        for (steps, update) in self.steps.iter_mut().zip(updates) {
            *steps += u32::from(update.is_some());
        }
        let factors = self.factors(updates, learning_rate, &parameters[0].device());
        let step = |((p, g), moments): ((Tensor<3>, Tensor<3>), &mut Moments)| moments.step(p, g, &factors);
        parameters.into_iter().zip(gradients).zip(&mut self.moments).map(step).collect()
    }

    fn factors(&self, updates: &[Option<Update>], learning_rate: f64, device: &Device) -> Factors {
        let n = updates.len();
        let column = |resting: f64, of: &dyn Fn(usize, Update) -> f64| {
            let value = |(i, update): (usize, &Option<Update>)| update.map_or(resting, |update| of(i, update)) as f32;
            tensor(updates.iter().enumerate().map(value).collect(), [n, 1, 1], device)
        };
        let correction = |beta: f64, i: usize| 1.0 - beta.powi(self.steps[i] as i32);
        Factors {
            decay: column(0.0, &|_, update| update.weight_decay),
            keep_mean: column(1.0, &|_, _| BETA1),
            add_mean: column(0.0, &|_, _| 1.0 - BETA1),
            keep_square: column(1.0, &|_, _| BETA2),
            add_square: column(0.0, &|_, _| 1.0 - BETA2),
            rate: column(0.0, &|i, _| learning_rate * correction(BETA2, i).sqrt() / correction(BETA1, i)),
            // ε of the uncorrected root, so that the corrected one has EPSILON.
            epsilon: column(1.0, &|i, _| EPSILON * correction(BETA2, i).sqrt()),
        }
    }
}

impl Moments {
    fn step(&mut self, parameter: Tensor<3>, gradient: Tensor<3>, factors: &Factors) -> Tensor<3> {
        let gradient = parameter.clone() * factors.decay.clone() + gradient;
        let square = gradient.clone() * gradient.clone() * factors.add_square.clone();
        // Taken out, not cloned: burn then works in place.
        let empty = || Tensor::empty([1, 1, 1], &parameter.device());
        let (mean, old_square) =
            (std::mem::replace(&mut self.mean, empty()), std::mem::replace(&mut self.square, empty()));
        self.mean = mean * factors.keep_mean.clone() + gradient * factors.add_mean.clone();
        self.square = old_square * factors.keep_square.clone() + square;
        let direction = self.mean.clone() / (self.square.clone().sqrt() + factors.epsilon.clone());
        parameter - direction * factors.rate.clone()
    }
}

#[cfg(all(test, feature = "engine-cpu"))]
mod tests {
    use super::*;

    fn values(tensor: &Tensor<3>) -> Vec<f32> {
        tensor.to_data().try_into_vec().unwrap()
    }

    /// torch.optim.Adam([1.0, -2.0], lr=0.1, weight_decay=0.5) with gradients 0.3, -0.1 and then 0.3, -0.1 once more:
    /// worked by hand with g = grad + 0.5·w; the first step of Adam is lr·sign(g).
    #[test]
    fn two_steps_are_torch_s() {
        let device = Device::flex();
        let mut weights = vec![tensor(vec![1.0, -2.0], [1, 1, 2], &device)];
        let mut slot = Slot::new(&weights);
        let update = [Some(Update { slot: 0, weight_decay: 0.5 })];
        let mut expected = [1.0f64, -2.0];
        let (mut mean, mut square) = ([0.0; 2], [0.0; 2]);
        for t in 1..=2 {
            weights = slot.step(weights, vec![tensor(vec![0.3, -0.1], [1, 1, 2], &device)], &update, 0.1);
            for i in 0..2 {
                let g = [0.3, -0.1][i] + 0.5 * expected[i];
                mean[i] = 0.9 * mean[i] + 0.1 * g;
                square[i] = 0.999 * square[i] + 0.001 * g * g;
                let (m, v) = (mean[i] / (1.0 - 0.9f64.powi(t)), square[i] / (1.0 - 0.999f64.powi(t)));
                expected[i] -= 0.1 * m / (v.sqrt() + 1e-8);
            }
            for (value, expected) in values(&weights[0]).iter().zip(expected) {
                assert!((f64::from(*value) - expected).abs() < 1e-6, "{value} {expected}");
            }
        }
    }

    #[test]
    fn a_resting_network_does_not_move_and_does_not_age() {
        let device = Device::flex();
        let weights = vec![tensor(vec![1.0, 1.0], [2, 1, 1], &device)];
        let gradients = || vec![tensor(vec![1.0, 1.0], [2, 1, 1], &device)];
        let mut slot = Slot::new(&weights);
        let step = Some(Update { slot: 0, weight_decay: 0.0 });
        let after_one = slot.step(weights, gradients(), &[step, None], 0.1);
        assert_eq!(values(&after_one[0])[1].to_bits(), 1.0f32.to_bits());
        let after_two = slot.step(after_one.clone(), gradients(), &[None, step], 0.1);
        let (one, two) = (values(&after_one[0]), values(&after_two[0]));
        assert_eq!((one[0].to_bits(), one[0].to_bits()), (two[0].to_bits(), two[1].to_bits()));
    }
}
