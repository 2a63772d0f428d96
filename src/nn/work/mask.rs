//! Masks of a stack: which weights are cut at the beginning of a round, and kept at zero after every step.

use super::StackWork;
use crate::{
    Result,
    experiment::message::PackedMask,
    nn::stack::tensor,
    prune::{keep_largest, pack_mask},
};
use burn::tensor::Tensor;

impl StackWork {
    /// Cuts each network's hidden layers to the round's sparsity, by the magnitude of the current weights.
    pub(super) async fn prune(&mut self) -> Result<()> {
        let weights = self.stack.weights().await?;
        let shape = self.engine.plan.shape();
        self.kept = shape.hidden().iter().map(|_| Vec::new()).collect();
        for (network, weights) in self.networks.iter().zip(&weights) {
            let last = network.task.rounds.len() - 1;
            let sparsity = network.task.rounds[(self.round as usize).min(last)].sparsity;
            for ((range, _), kept) in shape.ranges().into_iter().zip(&mut self.kept) {
                kept.push(keep_largest(&weights[range], sparsity));
            }
        }
        let n = self.networks.len();
        let mask = |(&(inputs, outputs), kept): (&(usize, usize), &Vec<Vec<bool>>)| {
            let values = kept.iter().flatten().map(|&kept| f32::from(u8::from(kept))).collect();
            tensor(values, [n, inputs, outputs], &self.engine.device)
        };
        self.masks = shape.hidden().iter().zip(&self.kept).map(mask).collect();
        self.stack = self.stack.with_parameters(self.masked(self.stack.parameters()));
        Ok(())
    }

    /// Sets pruned weights to zero. Parameters alternate weight and bias, layer by layer.
    pub(super) fn masked(&self, parameters: Vec<Tensor<3>>) -> Vec<Tensor<3>> {
        let apply = |(i, parameter): (usize, Tensor<3>)| match self.masks.get(i / 2) {
            Some(mask) if i % 2 == 0 => parameter * mask.clone(),
            _ => parameter,
        };
        parameters.into_iter().enumerate().map(apply).collect()
    }

    pub(super) fn packed_masks(&self, index: usize) -> Vec<PackedMask> {
        let shape = self.engine.plan.shape();
        let pack =
            |(&(inputs, outputs), kept): (&(usize, usize), &Vec<Vec<bool>>)| pack_mask(inputs, outputs, &kept[index]);
        shape.hidden().iter().zip(&self.kept).map(pack).collect()
    }
}
