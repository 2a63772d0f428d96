//! Masks of a stack: what is cut at the beginning of a round, and kept at zero after every step.

use super::StackWork;
use crate::{
    Result,
    network::Shape,
    nn::{stack::Stack, tensor},
    prune::{Kept, PackedMask, keep, pack_mask},
};
use burn::tensor::{Device, Tensor};

/// Masks of all networks of a stack; empty while nothing is pruned.
#[derive(Debug, Default)]
pub(super) struct Masks {
    /// Zero where a weight is pruned, per pruned layer `[N, inputs, outputs]`.
    pub weights: Vec<Tensor<3>>,
    /// Zero where a whole unit is pruned, for its bias and norm `[N, 1, outputs]`; none where single weights are.
    pub units: Vec<Tensor<3>>,
    /// What each network keeps, layer by layer.
    pub kept: Vec<Vec<Kept>>,
}

impl Masks {
    /// Of what each network keeps, as tensors.
    fn new(kept: Vec<Vec<Kept>>, shape: &Shape, whole_units: bool, device: &Device) -> Self {
        let layers = shape.pruned().iter().enumerate();
        let gathered = |layer: usize, rows: usize, columns: usize, of: fn(&Kept) -> &Vec<bool>| {
            let bits = kept.iter().flat_map(|kept| of(&kept[layer]));
            let values = bits.map(|&kept| f32::from(u8::from(kept))).collect();
            tensor(values, [kept.len(), rows, columns], device)
        };
        let weights =
            layers.clone().map(|(i, layer)| gathered(i, layer.inputs, layer.outputs, |k| &k.weights)).collect();
        // Single weights leave every unit its bias.
        let units =
            layers.filter(|_| whole_units).map(|(i, layer)| gathered(i, 1, layer.outputs, |k| &k.units)).collect();
        Self { weights, units, kept }
    }

    /// The mask of each parameter. These alternate weight and bias, layer by layer; scales of norms follow.
    pub(super) fn of_parameters(&self, shape: &Shape) -> Vec<Option<Tensor<3>>> {
        let of_layer = |i| [self.weights.get(i), self.units.get(i)];
        let of_norms = shape.normed().into_iter().map(|layer| self.units.get(layer));
        (0..shape.layers.len()).flat_map(of_layer).chain(of_norms).map(Option::<&_>::cloned).collect()
    }

    /// Sets to zero what is pruned.
    fn apply(&self, stack: &Stack) -> Stack {
        let apply = |(parameter, mask): (Tensor<3>, Option<Tensor<3>>)| match mask {
            Some(mask) => parameter * mask,
            None => parameter,
        };
        let masks = self.of_parameters(stack.shape());
        stack.with_parameters(stack.parameters().into_iter().zip(masks).map(apply).collect())
    }

    /// The masks of one network, for a report.
    pub(super) fn packed(&self, index: usize, shape: &Shape) -> Vec<PackedMask> {
        let layers = shape.pruned().iter().zip(&self.kept[index]);
        layers.map(|(layer, kept)| pack_mask(layer.inputs, layer.outputs, &kept.weights)).collect()
    }
}

impl StackWork {
    /// Cuts each network's layers to the round's sparsity, by its current weights.
    pub(super) async fn prune(&mut self) -> Result<()> {
        let weights = self.stack.weights().await?;
        let shape = self.engine.plan.shape();
        let of_network = |(network, weights): (&super::Network, &Vec<f32>)| {
            let last = network.task.rounds.len() - 1;
            let sparsity = network.task.rounds[(self.clock.round as usize).min(last)].sparsity;
            let priorities = || self.engine.plan.seed().stream(&network.task.prune_stream());
            keep(&self.engine.plan.pruning(network.task.role), &shape, weights, sparsity, &priorities)
        };
        let kept = self.networks.iter().zip(&weights).map(of_network).collect();
        let pruning = |network: &super::Network| self.engine.plan.pruning(network.task.role);
        let whole_units = self.networks.iter().any(|network| pruning(network).method.is_structured());
        self.masks = Masks::new(kept, &shape, whole_units, &self.engine.device);
        self.stack = self.masks.apply(&self.stack);
        Ok(())
    }
}

#[cfg(all(test, feature = "engine-cpu"))]
mod tests {
    use super::*;
    use crate::{
        config::{Arm, Config, Method, PruneMethod, Source},
        experiment::Plan,
        message::{ArmTask, Job, Role},
        nn::{DeviceKind, Engine},
        prune::remove,
    };
    use itertools::Itertools;

    /// A pruned and fine-tuned target, as far as its last round.
    fn trained(method: PruneMethod) -> StackWork {
        let mut config = Config { arms: vec![Method::Rmr], ..Config::default() };
        (config.data.source, config.data.members, config.train.batch) = (Source::MiniBits, 100, 32);
        (config.network.hidden1, config.network.hidden2) = (12, 10);
        (config.prune.method, config.prune.rounds, config.prune.epochs) = (method, 2, 2);
        let plan = Plan::new(config, &[]).unwrap();
        let item = ArmTask {
            arm: Arm::plain(Method::Rmr),
            role: Role::Target,
            weights: plan.shape().initial_weights(plan.seed(), "test"),
            scores: (0..100).map(|i| i as f32).collect(),
            trial: false,
        };
        let engine = pollster::block_on(Engine::new(plan, DeviceKind::Cpu)).unwrap();
        let mut work = StackWork::new(engine, &Job::Arms { items: vec![item] });
        while !work.is_finished() {
            pollster::block_on(work.next()).unwrap();
        }
        work
    }

    #[test]
    fn a_network_without_its_removed_units_answers_like_the_masked_one() {
        for method in [PruneMethod::L1Structured, PruneMethod::L2Structured] {
            let work = trained(method);
            let (engine, shape) = (&work.engine, work.engine.plan.shape());
            let weights = pollster::block_on(work.stack.weights()).unwrap().remove(0);
            let units: Vec<Vec<bool>> = work.masks.kept[0].iter().map(|kept| kept.units.clone()).collect();
            let (small, remaining) = remove(&shape, &weights, &units);
            assert_eq!(small.units(), [5, 4], "60 % of 12 and of 10 are gone");
            let records: Vec<i32> = (0..32).collect();
            let answer = |stack: &Stack| -> Vec<f32> {
                stack.forward(engine.inputs(&engine.listed(records.clone()), 1)).into_data().try_into_vec().unwrap()
            };
            let (all, less) = (answer(&work.stack), answer(&Stack::new(&small, &[&remaining], &engine.device)));
            // The sums leave out zeros and so round differently.
            assert!(all.iter().zip_eq(&less).all(|(a, b)| (a - b).abs() < 1e-4 * (1.0 + a.abs())), "{all:?} {less:?}");
        }
    }

    #[test]
    fn what_is_pruned_stays_zero_and_single_weights_leave_biases() {
        for method in [PruneMethod::L1Unstructured, PruneMethod::L1Structured, PruneMethod::Random] {
            let work = trained(method);
            let weights = pollster::block_on(work.stack.weights()).unwrap().remove(0);
            for ((range, biases), kept) in work.engine.plan.shape().ranges().into_iter().zip(&work.masks.kept[0]) {
                let of =
                    |values: &[f32], kept: &[bool]| values.iter().zip_eq(kept).all(|(w, &kept)| kept == (*w != 0.0));
                assert!(of(&weights[range], &kept.weights), "{method:?}");
                assert!(of(&weights[biases], &kept.units), "{method:?}");
            }
        }
    }
}
