//! Batch norms of a stack in training: by which statistics a step divides, how the running ones follow, slimming.

use super::{StackWork, feed::Feed};
use crate::nn::{
    norm::{Moments, Statistics},
    tensor,
};
use burn::tensor::Tensor;

impl Feed {
    /// Statistics of the batch's real records; the running ones where norms do not follow it.
    pub(super) fn statistics(&self) -> Statistics {
        self.norms
            .as_ref()
            .map_or(Statistics::Running, |norms| Statistics::Batch(Box::new(norms.real.clone().autodiff())))
    }
}

impl StackWork {
    /// Lets the running statistics of the networks that step follow the batch's.
    pub(super) fn follow(&mut self, moments: Vec<Moments>, feed: &Feed) {
        if let Some(norms) = &feed.norms {
            self.stack = self.stack.followed(moments.into_iter().map(Moments::inner).collect(), &norms.momentum);
        }
    }

    /// Slimming's penalty λ Σ|scale| (Liu et al., ICCV 2017), as their code adds it: λ · sign(scale) to the gradient.
    pub(super) fn slim(&self, gradients: &mut [Tensor<3>]) {
        let plan = &self.engine.plan;
        let slims = |network: &super::Network| plan.pruning(network.task.role).method.info().goes_by_norms;
        if !self.networks.iter().any(slims) {
            return;
        }
        let penalty = plan.config.prune.slimming_penalty as f32;
        let penalties = self.networks.iter().map(|network| if slims(network) { penalty } else { 0.0 }).collect();
        let penalties = tensor(penalties, [self.networks.len(), 1, 1], &self.engine.device);
        let first = 2 * self.stack.shape().layers.len();
        for (gradient, scale) in gradients.iter_mut().zip(self.stack.parameters()).skip(first) {
            *gradient = gradient.clone() + scale.sign() * penalties.clone();
        }
    }

    /// The parameters after a step, with scale and shift of norms as they were where gradients are private.
    pub(super) fn with_fixed_norms(&self, mut moved: Vec<Tensor<3>>) -> Vec<Tensor<3>> {
        if self.rule.noise.is_some() {
            let shape = self.stack.shape();
            let scales = 2 * shape.layers.len()..moved.len();
            let shifts = shape.normed().into_iter().map(|layer| 2 * layer + 1);
            let before = self.stack.parameters();
            shifts.chain(scales).for_each(|i| moved[i] = before[i].clone());
        }
        moved
    }
}

#[cfg(all(test, feature = "engine-cpu"))]
mod tests {
    use super::*;
    use crate::{
        config::{Arm, Config, Method, NetworkKind, PruneMethod},
        experiment::Plan,
        message::{ArmTask, Job, Role},
        network::Weights,
        nn::{DeviceKind, Engine},
    };

    /// 400 pictures of 8×8 pixels in ten classes that mean nothing, as files.
    fn files() -> [Vec<u8>; 2] {
        let pixels = (0..400 * 64u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8);
        let images = [0, 0, 8, 3, 0, 0, 1, 144, 0, 0, 0, 8, 0, 0, 0, 8].into_iter().chain(pixels).collect();
        let labels = [0, 0, 8, 1, 0, 0, 1, 144].into_iter().chain((0..400u32).map(|i| (i % 10) as u8)).collect();
        [images, labels]
    }

    /// Weights of a target before and after one round of an arm.
    fn trained(method: Method, edit: fn(&mut Config)) -> (StackWork, Weights, Weights) {
        let mut config = Config { arms: vec![method], ..Config::default() };
        (config.network.kind, config.network.channels, config.network.hidden2) = (NetworkKind::Cnn, 3, 5);
        (config.data.members, config.train.batch, config.train.learning_rate) = (80, 32, 0.01);
        (config.prune.sparsity, config.prune.rounds, config.prune.epochs) = (0.0, 1, 4);
        edit(&mut config);
        let plan = Plan::new(config, &files()).unwrap();
        let before = plan.shape().initial_weights(plan.seed(), "test");
        let scores = (0..80).map(|i| i as f32).collect();
        let item =
            ArmTask { arm: Arm::plain(method), role: Role::Target, weights: before.clone(), scores, trial: false };
        let engine = pollster::block_on(Engine::new(plan, DeviceKind::Cpu)).unwrap();
        let mut work = StackWork::new(engine, &Job::Arms { items: vec![item] });
        while !work.is_finished() {
            pollster::block_on(work.next()).unwrap();
        }
        let after = pollster::block_on(work.stack.weights()).unwrap().remove(0);
        (work, before, after)
    }

    #[test]
    fn private_gradients_leave_norms_alone_and_others_move_them() {
        for (arm, fixed) in [(Method::Dp, true), (Method::Base, false)] {
            let (work, before, after) = trained(arm, |_| ());
            let shape = work.stack.shape();
            let unmoved = |range: std::ops::Range<usize>| before[range.clone()] == after[range];
            for (layer, norm) in shape.normed().into_iter().zip(shape.norm_ranges()) {
                let (weights, shift) = shape.ranges()[layer].clone();
                assert!(!unmoved(weights), "{arm:?}");
                for part in [shift, norm.scale, norm.mean, norm.variance] {
                    assert_eq!(unmoved(part), fixed, "{arm:?}");
                }
            }
        }
    }

    #[test]
    fn slimming_draws_scales_towards_zero() {
        let scales = |edit| {
            let (work, _, after) = trained(Method::Base, edit);
            let ranges = work.stack.shape().norm_ranges();
            ranges.into_iter().flat_map(|norm| after[norm.scale].to_vec()).map(f32::abs).sum::<f32>()
        };
        let slim = scales(|config| (config.prune.method, config.prune.slimming_penalty) = (PruneMethod::Slimming, 1.0));
        let free = scales(|config| (config.prune.method, config.prune.slimming_penalty) = (PruneMethod::Slimming, 0.0));
        // Nine scales, twelve steps of Adam of up to 0.01 each.
        assert!(slim < free - 9.0 * 0.05, "{slim} {free}");
    }
}
