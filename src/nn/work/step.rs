//! One gradient step of a stack: batch, forward, backward, Adam, mask.

use super::{StackWork, feed::Feed};
use crate::{
    experiment::task::Task,
    nn::{
        batch::{Batch, Step},
        objective::{Minimized, Terms},
    },
};
use burn::tensor::Tensor;

impl StackWork {
    /// One gradient step of the stack; gives the number of networks that took it.
    pub(super) fn step(&mut self) -> usize {
        let current: Vec<Option<&Step>> =
            self.networks.iter().map(|network| network.steps.get(self.clock.cursor)).collect();
        let tasks: Vec<&Task> = self.networks.iter().map(|network| &network.task).collect();
        let batch = Batch::new(&tasks, &current, self.batch_size());
        let taking_part = current.iter().flatten().count();
        self.challenge(&batch);
        let feed = self.feed(&batch);
        let parameters = self.descend(&batch, &feed);
        self.stack = self.stack.with_parameters(parameters);
        for network in &mut self.networks {
            if let Some(step) = network.steps.get(self.clock.cursor) {
                network.steps_run += 1;
                step.members.iter().for_each(|&member| network.exposures[member as usize] += 1);
            }
        }
        taking_part
    }

    /// Forward, backward, Adam, mask: the parameters after the step.
    fn descend(&mut self, batch: &Batch, feed: &Feed) -> Vec<Tensor<3>> {
        let mut gradients = match self.rule.noise.clone() {
            Some(noises) => self.private_gradients(&noises, batch, feed),
            None => self.gradients(batch, feed),
        };
        self.pull_to_sparse(&mut gradients);
        let moved = self.update(gradients, feed);
        self.with_fixed_norms(moved)
    }

    /// Gradients of what the stack minimizes, in the order of its parameters.
    fn gradients(&mut self, batch: &Batch, feed: &Feed) -> Vec<Tensor<3>> {
        let n = self.networks.len();
        let tracked: Vec<_> = self.stack.parameters().into_iter().map(|p| p.autodiff().require_grad()).collect();
        let dropout: Vec<_> = feed.dropout.iter().cloned().map(Tensor::autodiff).collect();
        let inputs = self.engine.inputs(&feed.records, n).autodiff();
        let statistics = feed.statistics();
        let mut trace = self.stack.with_parameters(tracked.clone()).trace(inputs, &dropout, &[], &statistics);
        let moments = std::mem::take(&mut trace.moments);
        let terms = Terms {
            trace: &trace,
            targets: self.engine.targets(&feed.records, n).autodiff(),
            weights: feed.weights.clone().autodiff(),
            counts: &batch.counts,
            even_epoch: self.clock.epoch.is_multiple_of(2),
        };
        let Minimized { cross_entropy, mut total } = self.rule.objective.of(&terms);
        if let Some(attackers) = &self.rule.attackers {
            total = total + attackers.success(trace.logits.clone(), terms.targets, terms.weights);
        }
        let gradients = total.backward();
        self.losses.push(cross_entropy.inner().reshape([n, self.batch_size()]));
        self.follow(moments, feed);
        let mut gradients: Vec<_> =
            tracked.iter().map(|p| p.grad(&gradients).expect("every parameter takes part in the loss")).collect();
        self.slim(&mut gradients);
        gradients
    }

    fn update(&mut self, gradients: Vec<Tensor<3>>, feed: &Feed) -> Vec<Tensor<3>> {
        let masks = self.masks.of_parameters(self.stack.shape());
        let slots = self.slots.iter_mut().zip(&feed.factors);
        let mut stepping: Vec<_> = slots.filter_map(|(slot, table)| slot.as_mut().zip(table.as_ref())).collect();
        // The last takes the gradients, so that their memory serves once more.
        let Some((last, table)) = stepping.pop() else { return self.stack.parameters() };
        let moved = stepping.into_iter().fold(self.stack.parameters(), |parameters, (slot, table)| {
            slot.step(parameters, gradients.clone(), &masks, table)
        });
        last.step(moved, gradients, &masks, table)
    }
}
