//! One gradient step of a stack: batch, forward, backward, Adam, mask.

use super::StackWork;
use crate::{
    experiment::task::Task,
    nn::{
        adam::{Slot, Update},
        batch::{Batch, Step, fill_dropout},
        objective::{Minimized, Terms},
        tensor,
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
        let parameters = self.descend(&batch);
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
    fn descend(&mut self, batch: &Batch) -> Vec<Tensor<3>> {
        let mut gradients = match self.rule.noise.clone() {
            Some(noises) => self.private_gradients(&noises, batch),
            None => self.gradients(batch),
        };
        self.pull_to_sparse(&mut gradients);
        let moved = self.update(gradients, &batch.updates);
        self.masks.apply(self.stack.shape(), self.with_fixed_norms(moved))
    }

    /// Gradients of what the stack minimizes, in the order of its parameters.
    fn gradients(&mut self, batch: &Batch) -> Vec<Tensor<3>> {
        let n = self.networks.len();
        let tracked: Vec<_> = self.stack.parameters().into_iter().map(|p| p.autodiff().require_grad()).collect();
        let dropout = self.dropout().into_iter().map(Tensor::autodiff).collect::<Vec<_>>();
        let inputs = self.engine.inputs(&batch.records, n).autodiff();
        let statistics = self.statistics(batch);
        let mut trace = self.stack.with_parameters(tracked.clone()).trace(inputs, &dropout, &[], &statistics);
        let moments = std::mem::take(&mut trace.moments);
        let terms = Terms {
            trace: &trace,
            targets: self.engine.targets(&batch.records, n).autodiff(),
            weights: self.weights(batch).autodiff(),
            counts: &batch.counts,
            even_epoch: self.clock.epoch.is_multiple_of(2),
        };
        let Minimized { cross_entropy, mut total } = self.rule.objective.of(&terms);
        if let Some(attackers) = &self.rule.attackers {
            total = total + attackers.success(trace.logits.clone(), terms.targets, terms.weights);
        }
        let gradients = total.backward();
        self.losses.push(cross_entropy.inner().reshape([n, self.batch_size()]));
        self.follow(moments, batch);
        let mut gradients: Vec<_> =
            tracked.iter().map(|p| p.grad(&gradients).expect("every parameter takes part in the loss")).collect();
        self.slim(&mut gradients);
        gradients
    }

    /// Weight of each record in its network's mean `[N, B, 1]`.
    pub(super) fn weights(&self, batch: &Batch) -> Tensor<3> {
        tensor(batch.weights.clone(), [self.networks.len(), self.batch_size(), 1], &self.engine.device)
    }

    fn update(&mut self, gradients: Vec<Tensor<3>>, updates: &[Option<Update>]) -> Vec<Tensor<3>> {
        let learning_rate = self.engine.plan.config.train.learning_rate;
        let mut parameters = self.stack.parameters();
        for (index, slot) in self.slots.iter_mut().enumerate() {
            let of_slot: Vec<_> = updates.iter().map(|u| u.filter(|update| update.slot == index)).collect();
            if of_slot.iter().any(Option::is_some) {
                let slot = slot.get_or_insert_with(|| Slot::new(&parameters));
                parameters = slot.step(parameters, gradients.clone(), &of_slot, learning_rate);
            }
        }
        parameters
    }

    /// Factors of each dense hidden layer, drawn for each network from its own stream of this very step.
    pub(super) fn dropout(&self) -> Vec<Tensor<3>> {
        let plan = &self.engine.plan;
        let rate = plan.config.network.dropout;
        if rate == 0.0 {
            return Vec::new();
        }
        let (n, size) = (self.networks.len(), self.batch_size());
        let widths: Vec<usize> = self.stack.shape().dropped();
        let mut factors: Vec<Vec<f32>> = widths.iter().map(|width| vec![0.0; n * size * width]).collect();
        for (i, network) in self.networks.iter().enumerate() {
            let name = format!(
                "{}/dropout/{}/{}/{}",
                network.task.stream(),
                self.clock.round,
                self.clock.epoch,
                self.clock.cursor
            );
            let mut stream = plan.seed().stream(&name);
            for (factors, width) in factors.iter_mut().zip(&widths) {
                fill_dropout(&mut factors[i * size * width..(i + 1) * size * width], rate, &mut stream);
            }
        }
        let device = &self.engine.device;
        factors.into_iter().zip(widths).map(|(factors, width)| tensor(factors, [n, size, width], device)).collect()
    }
}
