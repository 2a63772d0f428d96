//! Batch norms of a stack in training: by which statistics a step divides, how the running ones follow, slimming.

use super::StackWork;
use crate::{
    config::PruneMethod,
    nn::{
        batch::Batch,
        norm::{MOMENTUM, Moments, Statistics},
        stack::tensor,
    },
};
use burn::tensor::Tensor;

impl StackWork {
    /// Statistics of the batch's real records; the running ones where gradients are private, because a record's gradient must
    /// not depend on other records.
    pub(super) fn statistics(&self, batch: &Batch) -> Statistics {
        if self.norms_are_fixed() {
            return Statistics::Running;
        }
        let of_network = |weights: &[f32]| {
            // A resting network has no real record; its padding stands in, for nothing comes of it.
            let rests = weights.iter().all(|&weight| weight == 0.0);
            weights.iter().map(|&weight| f32::from(u8::from(rests || weight > 0.0))).collect::<Vec<f32>>()
        };
        let real = batch.weights.chunks(self.batch_size()).flat_map(of_network).collect();
        let sizes = [self.networks.len(), self.batch_size(), 1];
        Statistics::Batch(tensor(real, sizes, &self.engine.device).autodiff())
    }

    /// Lets the running statistics of the networks that step follow the batch's.
    pub(super) fn follow(&mut self, moments: Vec<Moments>, batch: &Batch) {
        if moments.is_empty() {
            return;
        }
        let momentum = |steps: bool| if steps { MOMENTUM as f32 } else { 0.0 };
        let momentum = batch.updates.iter().map(|update| momentum(update.is_some())).collect();
        let momentum = tensor(momentum, [self.networks.len(), 1, 1], &self.engine.device);
        self.stack = self.stack.followed(moments.into_iter().map(Moments::inner).collect(), &momentum);
    }

    /// Slimming's penalty λ Σ|scale| (Liu et al., ICCV 2017), as their code adds it: λ · sign(scale) to the gradient.
    pub(super) fn slim(&self, gradients: &mut [Tensor<3>]) {
        let prune = &self.engine.plan.config.prune;
        if prune.method != PruneMethod::Slimming {
            return;
        }
        let first = 2 * self.stack.shape().layers.len();
        for (gradient, scale) in gradients.iter_mut().zip(self.stack.parameters()).skip(first) {
            *gradient = gradient.clone() + scale.sign() * prune.slimming_penalty;
        }
    }

    /// The parameters after a step, with scale and shift of norms as they were where gradients are private.
    pub(super) fn with_fixed_norms(&self, mut moved: Vec<Tensor<3>>) -> Vec<Tensor<3>> {
        if self.norms_are_fixed() {
            let shape = self.stack.shape();
            let scales = 2 * shape.layers.len()..moved.len();
            let shifts = shape.normed().into_iter().map(|layer| 2 * layer + 1);
            let before = self.stack.parameters();
            shifts.chain(scales).for_each(|i| moved[i] = before[i].clone());
        }
        moved
    }

    fn norms_are_fixed(&self) -> bool {
        self.networks.iter().any(|network| network.task.treatment().noise.is_some())
    }
}
