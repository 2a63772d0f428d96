//! The min-max game of adversarial regularization (Nasr, Shokri & Houmansadr, CCS 2018): an attacker for each network of a
//! stack, trained along with it.
//!
//! h reads the sorted log-posterior and the label's own, 64 units, one answer. It maximizes ½ E_members log h +
//! ½ E_reference log(1 − h) by `steps` steps of Adam for each step of the network, which minimizes its loss + λ · mean(h − ½)
//! over its batch: bounded, as in RelaxLoss's code, because the logarithm runs away. The reference records are the
//! development records, which the network itself never trains on.
//! The papers' code (`train_defend_adv`) gives the network a single step an epoch; ours trains whole epochs.

use super::{
    adam::{FACTORS, Slot, Update},
    objective::sorted::descending,
    tensor,
};
use crate::{method::step::Game, rng::Seed};
use burn::tensor::{
    Device, Tensor, TensorData,
    activation::{log_sigmoid, log_softmax, relu, sigmoid},
};
use rand::RngExt;

/// Units of the attacker's hidden layer.
const UNITS: usize = 64;
/// The attacker's step size.
const RATE: f64 = 1e-3;
/// Posteriors below e^−20 look alike to the attacker.
const FLOOR: f64 = -20.0;
/// Steps of the attacker before the network's first, so that it has something to say.
pub const WARM_UP: u32 = 50;

/// An attacker for each network.
#[derive(Debug)]
pub struct Attackers {
    games: Vec<Game>,
    /// Weight and bias of two layers `[N, ·, ·]`.
    parameters: Vec<Tensor<3>>,
    slot: Slot,
}

impl Attackers {
    /// Attackers that know nothing; `streams` name the networks' random streams.
    pub fn new(games: Vec<Game>, streams: &[&str], classes: usize, seed: Seed, device: &Device) -> Self {
        let sizes = [(classes + 1, UNITS), (UNITS, 1)];
        let parameters: Vec<Tensor<3>> = sizes
            .iter()
            .enumerate()
            .flat_map(|(layer, &(inputs, outputs))| {
                let bound = 1.0 / (inputs as f64).sqrt();
                let weights: Vec<f32> = streams
                    .iter()
                    .flat_map(|name| {
                        let mut stream = seed.stream(&format!("{name}/attacker/{layer}"));
                        let draw = move |_| (bound * (2.0 * stream.random::<f64>() - 1.0)) as f32;
                        (0..inputs * outputs).map(draw).collect::<Vec<f32>>()
                    })
                    .collect();
                let n = streams.len();
                [tensor(weights, [n, inputs, outputs], device), Tensor::zeros([n, 1, outputs], device)]
            })
            .collect();
        let slot = Slot::new(&parameters);
        Self { games, parameters, slot }
    }

    /// Steps of the attackers for each step of the networks; the same for all of a stack.
    pub fn steps(&self) -> u32 {
        self.games[0].steps
    }

    /// λ · mean(h − ½) over the batch, summed over networks; gradients flow into the logits only.
    pub fn success(&self, logits: Tensor<3>, targets: Tensor<3>, weights: Tensor<3>) -> Tensor<1> {
        let fixed: Vec<Tensor<3>> = self.parameters.iter().cloned().map(Tensor::autodiff).collect();
        let h = sigmoid(answer(&fixed, logits, targets));
        let lambda: Vec<f32> = self.games.iter().map(|game| game.weight as f32).collect();
        let lambda = tensor(lambda, [self.games.len(), 1, 1], &self.parameters[0].device()).autodiff();
        ((h - 0.5) * weights * lambda).sum()
    }

    /// One step of the attackers whose networks step. Logits and labels of members, then of as many reference records:
    /// `[N, 2B, C]`.
    pub fn learn(&mut self, logits: Tensor<3>, targets: Tensor<3>, stepping: &[bool]) {
        let tracked: Vec<Tensor<3>> = self.parameters.iter().map(|p| p.clone().autodiff().require_grad()).collect();
        let answers = answer(&tracked, logits.autodiff(), targets.autodiff());
        let half = answers.dims()[1] / 2;
        let members = log_sigmoid(answers.clone().narrow(1, 0, half));
        let others = log_sigmoid(answers.narrow(1, half, half).neg());
        let gradients = ((members + others).sum() * (-0.5 / half as f64)).backward();
        let gradients = tracked.iter().map(|p| p.grad(&gradients).expect("every parameter takes part")).collect();
        let update = |&steps: &bool| steps.then_some(Update { slot: 0, weight_decay: 0.0 });
        let updates: Vec<Option<Update>> = stepping.iter().map(update).collect();
        let table = self.slot.begin(&updates, RATE);
        let table = TensorData::new(table, [updates.len(), FACTORS]);
        let table = Tensor::from_data(table, &self.parameters[0].device());
        let masks = vec![None; self.parameters.len()];
        self.parameters = self.slot.step(self.parameters.clone(), gradients, &masks, &table);
    }
}

/// The attackers' log-odds of "member" `[N, B, 1]`.
fn answer(parameters: &[Tensor<3>], logits: Tensor<3>, targets: Tensor<3>) -> Tensor<3> {
    let log_posterior = log_softmax(logits, 2).clamp_min(FLOOR);
    let of_label = (log_posterior.clone() * targets).sum_dim(2);
    let read = Tensor::cat(vec![descending(log_posterior), of_label], 2);
    let hidden = relu(read.matmul(parameters[0].clone()) + parameters[1].clone());
    hidden.matmul(parameters[2].clone()) + parameters[3].clone()
}

#[cfg(all(test, feature = "engine-cpu"))]
mod tests {
    use super::*;

    fn device() -> Device {
        Device::flex()
    }

    /// Members are surer of class 0 than the others.
    fn records(member: f32, other: f32) -> (Tensor<3>, Tensor<3>) {
        let logits: Vec<f32> = [[member, 0.0, 0.0], [other, 0.0, 0.0]].into_iter().flat_map(|r| r.repeat(8)).collect();
        let targets = [1.0, 0.0, 0.0].repeat(16);
        (tensor(logits, [1, 16, 3], &device()), tensor(targets, [1, 16, 3], &device()))
    }

    #[test]
    fn an_attacker_learns_whom_the_network_is_surer_of_and_the_network_is_told_to_hide_it() {
        let game = Game { weight: 2.0, steps: 1 };
        let mut attackers = Attackers::new(vec![game], &["test"], 3, Seed(1), &device());
        let (logits, targets) = records(4.0, 0.5);
        for _ in 0..300 {
            attackers.learn(logits.clone(), targets.clone(), &[true]);
        }
        let success = |member: f32| {
            let (logits, targets) = records(member, member);
            let logits = logits.autodiff().require_grad();
            let weights = Tensor::<3>::ones([1, 16, 1], &device()).autodiff() / 16.0;
            let success = attackers.success(logits.clone(), targets.autodiff(), weights);
            let slope: f32 = logits.grad(&success.backward()).unwrap().narrow(2, 0, 1).sum().into_scalar();
            (success.into_scalar::<f32>(), slope)
        };
        assert!(success(4.0).0 > 0.5 && success(0.5).0 < -0.5, "of at most ±1 with λ = 2");
        assert!(success(2.0).1 > 0.0, "surer of the label is more like a member, so the network is driven down");
    }

    #[test]
    fn an_attacker_whose_network_rests_does_not_move() {
        let games = vec![Game { weight: 1.0, steps: 1 }; 2];
        let mut attackers = Attackers::new(games, &["a", "b"], 3, Seed(1), &device());
        let before: Vec<f32> = attackers.parameters[0].to_data().try_into_vec().unwrap();
        let (logits, targets) = records(4.0, 0.5);
        attackers.learn(logits.repeat_dim(0, 2), targets.repeat_dim(0, 2), &[true, false]);
        let after: Vec<f32> = attackers.parameters[0].to_data().try_into_vec().unwrap();
        let half = before.len() / 2;
        assert_ne!(before[..half], after[..half]);
        assert_eq!(before[half..], after[half..]);
    }
}
