//! Adam for a stack, with everything that may differ between its networks: step count, weight decay, whether to step.
//!
//! As `torch.optim.Adam`: L2 is added to the gradient (coupled), β = (0.9, 0.999), ε = 1e-8, bias-corrected. burn's own
//! optimizer keeps one step count for a whole tensor; here a stacked network may rest while others step, and must then
//! not move at all. A network has up to two states ("slots") on the same weights, because RMR needs two.

use burn::tensor::Tensor;

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
pub(super) struct Moments {
    pub mean: Tensor<3>,
    pub square: Tensor<3>,
}

/// Columns of a step's table: what a network's numbers are multiplied with. A kernel reads them in this order.
pub const FACTORS: usize = 7;

impl Slot {
    /// A state that has seen no gradient.
    pub fn new(parameters: &[Tensor<3>]) -> Self {
        let moments = |p: &Tensor<3>| Moments { mean: p.zeros_like(), square: p.zeros_like() };
        let networks = parameters[0].dims()[0];
        Self { moments: parameters.iter().map(moments).collect(), steps: vec![0; networks] }
    }

    /// Ages the networks that have an update; gives the table of the step, [`FACTORS`] a network.
    pub fn begin(&mut self, updates: &[Option<Update>], learning_rate: f64) -> Vec<f32> {
        for (steps, update) in self.steps.iter_mut().zip(updates) {
            *steps += u32::from(update.is_some());
        }
        let row = |(&steps, update): (&u32, &Option<Update>)| match update {
            Some(update) => moving(steps as i32, update.weight_decay, learning_rate),
            None => RESTING,
        };
        self.steps.iter().zip(updates).flat_map(row).map(|factor| factor as f32).collect()
    }

    /// Moves the networks that have an update by the table `[N, FACTORS]` of the step, which has begun; the others stay
    /// exactly as they are. What a mask has cut is zero afterwards.
    pub fn step(
        &mut self,
        parameters: Vec<Tensor<3>>,
        gradients: Vec<Tensor<3>>,
        masks: &[Option<Tensor<3>>],
        table: &Tensor<2>,
    ) -> Vec<Tensor<3>> {
        let given = parameters.into_iter().zip(gradients).zip(masks).zip(&mut self.moments);
        given.map(|(((p, g), mask), moments)| moments.step(p, g, mask.as_ref(), table)).collect()
    }

    /// How large the mean gradient of each network and parameter is, Σ|mean|: `[N, parameters]`. Adam's steps hardly depend on it.
    pub fn sizes(&self) -> Tensor<2> {
        let size = |moments: &Moments| {
            let [n, rows, columns] = moments.mean.dims();
            moments.mean.clone().abs().reshape([n, rows * columns]).sum_dim(1)
        };
        Tensor::cat(self.moments.iter().map(size).collect(), 1)
    }
}

/// Of a network that stays as it is.
const RESTING: [f64; FACTORS] = [0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0];

/// Of a network at its `steps`-th step: weight decay, what is kept of the mean and what comes to it, the same of the square, the
/// rate, and ε of the uncorrected root, so that the corrected one has [`EPSILON`].
fn moving(steps: i32, weight_decay: f64, learning_rate: f64) -> [f64; FACTORS] {
    let correction = |beta: f64| 1.0 - beta.powi(steps);
    let rate = learning_rate * correction(BETA2).sqrt() / correction(BETA1);
    [weight_decay, BETA1, 1.0 - BETA1, BETA2, 1.0 - BETA2, rate, EPSILON * correction(BETA2).sqrt()]
}

impl Moments {
    /// The parameter after a step, computed where it lies.
    fn step(
        &mut self,
        parameter: Tensor<3>,
        gradient: Tensor<3>,
        mask: Option<&Tensor<3>>,
        table: &Tensor<2>,
    ) -> Tensor<3> {
        #[cfg(feature = "engine-gpu")]
        if super::gpu::holds(table) {
            return super::gpu::adam(self, parameter, gradient, mask, table);
        }
        #[cfg(feature = "engine-cpu")]
        return super::cpu::adam(self, parameter, gradient, mask, table);
        #[cfg(not(feature = "engine-cpu"))]
        unreachable!("no device of this build holds the table: {table:?}, {parameter:?}, {gradient:?}, {mask:?}")
    }
}

#[cfg(all(test, feature = "engine-cpu"))]
mod tests {
    use super::*;
    use crate::nn::tensor;
    use burn::tensor::{Device, TensorData};

    /// One step without masks.
    fn stepped(
        slot: &mut Slot,
        weights: Vec<Tensor<3>>,
        gradients: Vec<Tensor<3>>,
        updates: &[Option<Update>],
    ) -> Vec<Tensor<3>> {
        let table = TensorData::new(slot.begin(updates, 0.1), [updates.len(), FACTORS]);
        let masks = vec![None; weights.len()];
        slot.step(weights, gradients, &masks, &Tensor::from_data(table, &Device::flex()))
    }

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
            weights = stepped(&mut slot, weights, vec![tensor(vec![0.3, -0.1], [1, 1, 2], &device)], &update);
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
        let after_one = stepped(&mut slot, weights, gradients(), &[step, None]);
        assert_eq!(values(&after_one[0])[1].to_bits(), 1.0f32.to_bits());
        let after_two = stepped(&mut slot, after_one.clone(), gradients(), &[None, step]);
        let (one, two) = (values(&after_one[0]), values(&after_two[0]));
        assert_eq!((one[0].to_bits(), one[0].to_bits()), (two[0].to_bits(), two[1].to_bits()));
    }
}
