//! What is read of a stack: losses of an epoch, development accuracy, and what its networks answer after a round.

use super::{Network, StackWork};
use crate::{
    Result,
    attack::learned::{EPSILON, Sensitivity, directions},
    experiment::task::Purpose,
    message::{Message, Observation, Role},
    nn::{stack::Stack, tensor},
    signal::{Outputs, confidence},
};
use burn::tensor::Tensor;

/// Steps whose mean loss is kept for comparing devices.
const FIRST_LOSSES: usize = 20;

impl StackWork {
    /// Reads the epoch's losses of all records at once: mem-scores, divergence, first losses.
    pub(super) async fn take_losses(&mut self) -> Result<Vec<Message>> {
        if self.losses.is_empty() {
            return Ok(Vec::new());
        }
        let size = self.batch_size();
        let losses = crate::nn::read(Tensor::cat(std::mem::take(&mut self.losses), 1)).await?;
        let a_network = losses.len() / self.networks.len();
        let early_epochs = self.engine.plan.config.memory.epochs;
        let mut diverged = Vec::new();
        for (network, losses) in self.networks.iter_mut().zip(losses.chunks(a_network)) {
            for (step, losses) in network.steps.iter().zip(losses.chunks(size)) {
                let losses = &losses[..step.members.len()];
                if self.clock.epoch < early_epochs {
                    let share = |loss: f32| loss / early_epochs as f32;
                    step.members
                        .iter()
                        .zip(losses)
                        .for_each(|(&i, &loss)| network.early_loss[i as usize] += share(loss));
                }
                if network.first_losses.len() < FIRST_LOSSES {
                    network.first_losses.push(losses.iter().sum::<f32>() / losses.len() as f32);
                }
                if network.alive && !losses.iter().all(|loss| loss.is_finite()) {
                    network.alive = false;
                    let (arm, role) = (network.task.arm_id(), network.task.role);
                    diverged.push(Message::Diverged { arm, role, round: self.clock.round });
                }
            }
        }
        Ok(diverged)
    }

    /// Early stopping: keeps the parameters of networks whose development accuracy is the best of the round.
    pub(super) async fn judge(&mut self) -> Result<()> {
        let plan = self.engine.plan.clone();
        let records: Vec<Vec<u32>> = self.networks.iter().map(|n| plan.part(n.task.role).development.clone()).collect();
        let logits = self.engine.logits(&self.stack, &records).await?;
        let (round, epoch) = (self.clock.round, self.clock.epoch);
        let mut improved = Vec::new();
        for ((network, logits), records) in self.networks.iter_mut().zip(logits).zip(&records) {
            let outputs = Outputs::widened(plan.data.classes, &logits, plan.labels(records));
            let better = network.trains(round, epoch) && network.judge(accuracy(&outputs), plan.config.train.patience);
            improved.push(f32::from(u8::from(better)));
        }
        let n = improved.len();
        let taken = tensor(improved, [n, 1, 1], &self.engine.device);
        let best = match self.best.take() {
            // The first epoch of a round is the best so far for all.
            None => self.stack.clone(),
            Some(best) => {
                let choose = |(old, new): (Tensor<3>, Tensor<3>)| old.clone() + (new - old) * taken.clone();
                best.with_values(best.values().into_iter().zip(self.stack.values()).map(choose).collect())
            }
        };
        self.best = Some(best);
        Ok(())
    }

    /// The stack that is judged: the best epoch of the round with early stopping, else the last.
    pub(super) fn judged(&self) -> &Stack {
        self.best.as_ref().unwrap_or(&self.stack)
    }

    /// Looks at the networks that had this round.
    pub(super) async fn look(&mut self) -> Result<Vec<Message>> {
        let plan = self.engine.plan.clone();
        let records: Vec<Vec<u32>> = self.networks.iter().map(|network| self.records_to_look_at(network)).collect();
        let logits = self.engine.logits(self.judged(), &records).await?;
        let sensitivities = self.sensitivities(&logits).await?;
        let mut messages = Vec::new();
        for (i, ((network, logits), records)) in self.networks.iter().zip(logits).zip(&records).enumerate() {
            if !network.alive || records.is_empty() {
                continue;
            }
            let outputs = Outputs::widened(plan.data.classes, &logits, plan.labels(records));
            messages.push(match network.task.purpose {
                Purpose::Submodel(index) => {
                    let posteriors = outputs.signals(confidence).into_iter().map(|p| p as f32).collect();
                    Message::Submodel { role: network.task.role, index, posteriors }
                }
                Purpose::Dense | Purpose::Arm(_) => {
                    let sensitivity = sensitivities[i].clone();
                    Message::Observed(Box::new(Observation { sensitivity, ..self.observe(i, network, &outputs) }))
                }
            });
        }
        Ok(messages)
    }

    /// Sensitivities of each network's own records, which were looked at first; empty where no learned attack follows.
    async fn sensitivities(&self, logits: &[Vec<f32>]) -> Result<Vec<Vec<f32>>> {
        let plan = &self.engine.plan;
        let records: Vec<Vec<u32>> = self.networks.iter().map(|network| self.records_to_move(network)).collect();
        if records.iter().all(Vec::is_empty) {
            return Ok(vec![Vec::new(); records.len()]);
        }
        let outputs = |(records, logits): (&Vec<u32>, &Vec<f32>)| {
            let logits = &logits[..records.len() * plan.data.classes as usize];
            Outputs::widened(plan.data.classes, logits, plan.labels(records))
        };
        let mut sums: Vec<Sensitivity> =
            records.iter().zip(logits).map(outputs).map(|outputs| Sensitivity::new(&outputs)).collect();
        for direction in directions(plan.seed(), plan.data.dim) {
            let offset = direction.iter().map(|u| EPSILON as f32 * u).collect();
            let moved = self.engine.moved_logits(self.judged(), &records, Some(offset)).await?;
            for (sum, moved) in sums.iter_mut().zip(records.iter().zip(&moved).map(outputs)) {
                sum.add(&moved);
            }
        }
        Ok(sums.iter().map(Sensitivity::values).collect())
    }

    fn records_to_move(&self, network: &Network) -> Vec<u32> {
        let plan = &self.engine.plan;
        let own = plan.part(network.task.role);
        let followed = plan.is_attacked_by_learning(network.task.rounds.len(), self.clock.round);
        match network.task.purpose {
            Purpose::Dense | Purpose::Arm(_) if followed && !network.task.trial => {
                [own.members.clone(), own.non_members.clone()].concat()
            }
            Purpose::Dense | Purpose::Arm(_) | Purpose::Submodel(_) => Vec::new(),
        }
    }

    fn records_to_look_at(&self, network: &Network) -> Vec<u32> {
        let plan = &self.engine.plan;
        let own = plan.part(network.task.role);
        let target = plan.part(Role::Target);
        if self.clock.round as usize >= network.task.rounds.len() {
            return Vec::new();
        }
        match (network.task.purpose, network.task.role) {
            (Purpose::Submodel(_), _) => own.members.clone(),
            _ if network.task.trial => [&own.members[..], &own.development].concat(),
            (_, Role::Target) => [&own.members[..], &own.non_members, &plan.population, &own.development].concat(),
            (_, Role::Shadow(_)) => {
                let of_target = [&target.members[..], &target.non_members].concat();
                [&own.members[..], &own.non_members, &of_target, &plan.population].concat()
            }
        }
    }

    fn observe(&self, index: usize, network: &Network, outputs: &Outputs) -> Observation {
        let own = self.engine.plan.part(network.task.role);
        let (members, rest) = outputs.split_at(own.members.len());
        let seen = Observation {
            epochs: network.epochs_run,
            steps: network.steps_run,
            ..Observation::new(network.task.arm_id(), network.task.role, self.clock.round, members)
        };
        if network.task.trial {
            return Observation { development: rest, ..seen };
        }
        let (non_members, rest) = rest.split_at(own.non_members.len());
        // What the trainer can see; shadows are not asked.
        let development = if network.task.role == Role::Target { own.development.len() } else { 0 };
        let (rest, development) = rest.split_at(rest.len() - development);
        let (on_target, population) = rest.split_at(rest.len() - self.engine.plan.population.len());
        let looked_at_closely = network.task.role == Role::Target && network.task.arm_id().is_some();
        Observation {
            non_members,
            on_target,
            development,
            population,
            trained_on: self.engine.plan.trained_on(network.task.role),
            exposures: if looked_at_closely { network.exposures.clone() } else { Vec::new() },
            masks: if looked_at_closely { self.masks.packed(index, self.stack.shape()) } else { Vec::new() },
            ..seen
        }
    }

    /// What only the end of a job tells: the weights and scores of dense networks.
    pub(super) async fn finish(&mut self) -> Result<Vec<Message>> {
        if !self.networks.iter().any(|network| network.task.purpose == Purpose::Dense) {
            return Ok(Vec::new());
        }
        let weights = self.judged().weights().await?;
        let dense = |(network, weights): (&Network, Vec<f32>)| Message::Dense {
            role: network.task.role,
            weights,
            early_loss: network.early_loss.clone(),
            first_losses: network.first_losses.clone(),
        };
        Ok(self.networks.iter().zip(weights).filter(|(network, _)| network.alive).map(dense).collect())
    }
}

fn accuracy(outputs: &Outputs) -> f64 {
    outputs.hits(&outputs.labels) as f64 / outputs.len().max(1) as f64
}
