//! A job of networks being worked on: a stack trained in lockstep, round by round, epoch by epoch, a few steps a call.
//!
//! Each network follows its own task; one that has nothing to do in a step rests and does not move. Nothing that a
//! network draws or sums depends on the others, so its messages are the same in whatever stack it trains.

use super::{
    adam::{Slot, Update},
    batch::{Batch, Step, fill_dropout, steps},
    engine::Engine,
    stack::{Stack, tensor},
};
use crate::{
    Result,
    attack::learned::{EPSILON, Sensitivity, directions},
    experiment::{
        message::{Job, Message, Observation, PackedMask, Role},
        task::{Purpose, Task},
    },
    prune::{keep_largest, pack_mask},
    signal::{Outputs, confidence},
};
use burn::tensor::{Tensor, activation::log_softmax};

/// Network-steps a call of [`StackWork::next`]: tens of milliseconds on a CPU, so that a pause is heard.
const STEPS_A_CALL: usize = 24;
/// Steps whose mean loss is kept for comparing devices.
const FIRST_LOSSES: usize = 20;

/// See the module.
#[derive(Debug)]
pub struct StackWork {
    engine: Engine,
    networks: Vec<Network>,
    stack: Stack,
    slots: [Option<Slot>; 2],
    /// Zero where a weight is pruned; none while nothing is. Per hidden layer `[N, inputs, outputs]`.
    masks: Vec<Tensor<3>>,
    kept: Vec<Vec<Vec<bool>>>,
    best: Option<Stack>,
    round: u32,
    epoch: u32,
    cursor: usize,
    losses: Vec<Tensor<2>>,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    BeginRound,
    BeginEpoch,
    Steps,
    EndEpoch,
    EndRound,
    Finished,
}

/// One network's progress through its task.
#[derive(Debug)]
struct Network {
    task: Task,
    /// Steps of the current epoch.
    steps: Vec<Step>,
    /// False once its loss is not finite.
    alive: bool,
    /// False once early stopping has ended the round.
    improving: bool,
    epochs_run: u32,
    steps_run: u32,
    best_accuracy: f64,
    epochs_since_best: u32,
    exposures: Vec<u32>,
    early_loss: Vec<f32>,
    first_losses: Vec<f32>,
}

impl Network {
    fn new(task: Task) -> Self {
        let members = task.members.len();
        Self {
            task,
            steps: Vec::new(),
            alive: true,
            improving: true,
            epochs_run: 0,
            steps_run: 0,
            best_accuracy: f64::NEG_INFINITY,
            epochs_since_best: 0,
            exposures: vec![0; members],
            early_loss: vec![0.0; members],
            first_losses: Vec::new(),
        }
    }

    fn epochs(&self, round: u32) -> u32 {
        self.task.rounds.get(round as usize).map_or(0, |plan| plan.epochs)
    }

    fn trains(&self, round: u32, epoch: u32) -> bool {
        self.alive && self.improving && epoch < self.epochs(round)
    }

    fn begin_round(&mut self) {
        (self.improving, self.epochs_run, self.steps_run) = (true, 0, 0);
        (self.best_accuracy, self.epochs_since_best) = (f64::NEG_INFINITY, 0);
    }

    /// Takes the development accuracy of an epoch; true if it is the best of the round.
    fn judge(&mut self, accuracy: f64, patience: u32) -> bool {
        let better = accuracy > self.best_accuracy;
        if better {
            (self.best_accuracy, self.epochs_since_best) = (accuracy, 0);
        } else {
            self.epochs_since_best += 1;
            // As the authors' code: patience 5 stops at the sixth epoch without improvement.
            self.improving = self.epochs_since_best <= patience;
        }
        better
    }
}

impl StackWork {
    pub(super) fn new(engine: Engine, job: &Job) -> Self {
        let tasks = Task::of_job(&engine.plan, job);
        let weights: Vec<_> = tasks.iter().map(|task| &task.weights).collect();
        let stack = Stack::new(&engine.plan.shape(), &weights, &engine.device);
        let stage = if tasks.is_empty() { Stage::Finished } else { Stage::BeginRound };
        Self {
            networks: tasks.into_iter().map(Network::new).collect(),
            stack,
            slots: [None, None],
            masks: Vec::new(),
            kept: Vec::new(),
            best: None,
            round: 0,
            epoch: 0,
            cursor: 0,
            losses: Vec::new(),
            stage,
            engine,
        }
    }

    /// True when nothing is left to do.
    pub fn is_finished(&self) -> bool {
        self.stage == Stage::Finished
    }

    /// Works on for a bounded time and tells what happened.
    ///
    /// # Errors
    /// The device failed; the job must be begun anew, elsewhere.
    pub async fn next(&mut self) -> Result<Vec<Message>> {
        match self.stage {
            Stage::BeginRound => self.begin_round().await,
            Stage::BeginEpoch => Ok(self.begin_epoch()),
            Stage::Steps => Ok(self.some_steps()),
            Stage::EndEpoch => self.end_epoch().await,
            Stage::EndRound => self.end_round().await,
            Stage::Finished => Ok(Vec::new()),
        }
    }

    /// A few steps of the last round and a look at one batch, for comparing devices: losses, then logits.
    pub(super) async fn rehearse(&mut self, count: usize) -> Result<Vec<f32>> {
        // The last round, because its masks are not all ones.
        self.round = self.networks.iter().map(|network| network.task.rounds.len() as u32 - 1).min().unwrap_or(0);
        self.begin_round().await?;
        self.begin_epoch();
        for _ in 0..count {
            self.step();
            self.cursor += 1;
        }
        let mut values = super::read(Tensor::cat(std::mem::take(&mut self.losses), 1)).await?;
        let records: Vec<Vec<u32>> =
            self.networks.iter().map(|n| one_batch(&n.task.members, self.batch_size())).collect();
        values.extend(self.engine.logits(&self.stack, &records).await?.into_iter().flatten());
        Ok(values)
    }

    async fn begin_round(&mut self) -> Result<Vec<Message>> {
        self.networks.iter_mut().for_each(Network::begin_round);
        if self.networks.iter().any(|network| network.task.arm_id().is_some()) {
            self.prune().await?;
        }
        (self.epoch, self.best, self.stage) = (0, None, Stage::BeginEpoch);
        Ok(Vec::new())
    }

    /// Cuts each network's hidden layers to the round's sparsity, by the magnitude of the current weights.
    async fn prune(&mut self) -> Result<()> {
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
    fn masked(&self, parameters: Vec<Tensor<3>>) -> Vec<Tensor<3>> {
        let apply = |(i, parameter): (usize, Tensor<3>)| match self.masks.get(i / 2) {
            Some(mask) if i % 2 == 0 => parameter * mask.clone(),
            _ => parameter,
        };
        parameters.into_iter().enumerate().map(apply).collect()
    }

    fn begin_epoch(&mut self) -> Vec<Message> {
        let (round, epoch) = (self.round, self.epoch);
        if !self.networks.iter().any(|network| network.trains(round, epoch)) {
            self.stage = Stage::EndRound;
            return Vec::new();
        }
        let size = self.batch_size();
        for network in &mut self.networks {
            network.steps.clear();
            if network.trains(round, epoch) {
                network.steps = steps(&network.task.passes(round, epoch), size);
                network.epochs_run += 1;
            }
        }
        (self.cursor, self.stage) = (0, Stage::Steps);
        self.losses.clear();
        Vec::new()
    }

    fn some_steps(&mut self) -> Vec<Message> {
        let mut done = 0;
        let last = self.networks.iter().map(|network| network.steps.len()).max().unwrap_or(0);
        while self.cursor < last && done < STEPS_A_CALL {
            done += self.step();
            self.cursor += 1;
        }
        if self.cursor >= last {
            self.stage = Stage::EndEpoch;
        }
        vec![Message::Steps(done as u32)]
    }

    /// One gradient step of the stack; gives the number of networks that took it.
    fn step(&mut self) -> usize {
        let current: Vec<Option<&Step>> = self.networks.iter().map(|network| network.steps.get(self.cursor)).collect();
        let tasks: Vec<&Task> = self.networks.iter().map(|network| &network.task).collect();
        let batch = Batch::new(&tasks, &current, self.batch_size());
        let taking_part = current.iter().flatten().count();
        let parameters = self.descend(&batch);
        self.stack = self.stack.with_parameters(parameters);
        for network in &mut self.networks {
            if let Some(step) = network.steps.get(self.cursor) {
                network.steps_run += 1;
                step.members.iter().for_each(|&member| network.exposures[member as usize] += 1);
            }
        }
        taking_part
    }

    /// Forward, backward, Adam, mask: the parameters after the step.
    fn descend(&mut self, batch: &Batch) -> Vec<Tensor<3>> {
        let n = self.networks.len();
        let tracked: Vec<_> = self.stack.parameters().into_iter().map(|p| p.autodiff().require_grad()).collect();
        let dropout = self.dropout().into_iter().map(Tensor::autodiff).collect::<Vec<_>>();
        let inputs = self.engine.inputs(&batch.records, n).autodiff();
        let targets = self.engine.targets(&batch.records, n).autodiff();
        let logits = self.stack.with_parameters(tracked.clone()).forward(inputs, &dropout);
        let loss = (log_softmax(logits, 2) * targets).sum_dim(2).neg();
        let weights = tensor(batch.weights.clone(), [n, self.batch_size(), 1], &self.engine.device).autodiff();
        let gradients = (loss.clone() * weights).sum().backward();
        self.losses.push(loss.inner().reshape([n, self.batch_size()]));
        let gradients: Vec<_> =
            tracked.iter().map(|p| p.grad(&gradients).expect("every parameter takes part in the loss")).collect();
        let moved = self.update(gradients, &batch.updates);
        self.masked(moved)
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

    /// Factors of each hidden layer, drawn for each network from its own stream of this very step.
    fn dropout(&self) -> Vec<Tensor<3>> {
        let plan = &self.engine.plan;
        let rate = plan.config.network.dropout;
        if rate == 0.0 {
            return Vec::new();
        }
        let (n, size) = (self.networks.len(), self.batch_size());
        let widths: Vec<usize> = plan.shape().hidden().iter().map(|&(_, outputs)| outputs).collect();
        let mut factors: Vec<Vec<f32>> = widths.iter().map(|width| vec![0.0; n * size * width]).collect();
        for (i, network) in self.networks.iter().enumerate() {
            let name = format!("{}/dropout/{}/{}/{}", network.task.stream(), self.round, self.epoch, self.cursor);
            let mut stream = plan.seed().stream(&name);
            for (factors, width) in factors.iter_mut().zip(&widths) {
                fill_dropout(&mut factors[i * size * width..(i + 1) * size * width], rate, &mut stream);
            }
        }
        let device = &self.engine.device;
        factors.into_iter().zip(widths).map(|(factors, width)| tensor(factors, [n, size, width], device)).collect()
    }

    async fn end_epoch(&mut self) -> Result<Vec<Message>> {
        let mut messages = self.take_losses().await?;
        if self.engine.plan.config.train.early_stopping {
            self.judge().await?;
        }
        self.epoch += 1;
        self.stage = Stage::BeginEpoch;
        messages.retain(|message| !matches!(message, Message::Steps(0)));
        Ok(messages)
    }

    /// Reads the epoch's losses of all records at once: mem-scores, divergence, first losses.
    async fn take_losses(&mut self) -> Result<Vec<Message>> {
        if self.losses.is_empty() {
            return Ok(Vec::new());
        }
        let size = self.batch_size();
        let losses = super::read(Tensor::cat(std::mem::take(&mut self.losses), 1)).await?;
        let a_network = losses.len() / self.networks.len();
        let early_epochs = self.engine.plan.config.memory.epochs;
        let mut diverged = Vec::new();
        for (network, losses) in self.networks.iter_mut().zip(losses.chunks(a_network)) {
            for (step, losses) in network.steps.iter().zip(losses.chunks(size)) {
                let losses = &losses[..step.members.len()];
                if self.epoch < early_epochs {
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
                    diverged.push(Message::Diverged { arm, role, round: self.round });
                }
            }
        }
        Ok(diverged)
    }

    /// Early stopping: keeps the parameters of networks whose development accuracy is the best of the round.
    async fn judge(&mut self) -> Result<()> {
        let plan = self.engine.plan.clone();
        let records: Vec<Vec<u32>> = self.networks.iter().map(|n| plan.part(n.task.role).development.clone()).collect();
        let logits = self.engine.logits(&self.stack, &records).await?;
        let (round, epoch) = (self.round, self.epoch);
        let mut improved = Vec::new();
        for ((network, logits), records) in self.networks.iter_mut().zip(logits).zip(&records) {
            let outputs = Outputs { classes: plan.data.classes, logits, labels: plan.labels(records) };
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
                best.with_parameters(best.parameters().into_iter().zip(self.stack.parameters()).map(choose).collect())
            }
        };
        self.best = Some(best);
        Ok(())
    }

    async fn end_round(&mut self) -> Result<Vec<Message>> {
        let mut messages = self.look().await?;
        let rounds = self.networks.iter().map(|network| network.task.rounds.len()).max().unwrap_or(0);
        self.round += 1;
        self.stage = Stage::BeginRound;
        if self.round as usize >= rounds {
            messages.extend(self.finish().await?);
            self.stage = Stage::Finished;
        }
        Ok(messages)
    }

    /// The stack that is judged: the best epoch of the round with early stopping, else the last.
    fn judged(&self) -> &Stack {
        self.best.as_ref().unwrap_or(&self.stack)
    }

    /// Looks at the networks that had this round.
    async fn look(&mut self) -> Result<Vec<Message>> {
        let plan = self.engine.plan.clone();
        let records: Vec<Vec<u32>> = self.networks.iter().map(|network| self.records_to_look_at(network)).collect();
        let logits = self.engine.logits(self.judged(), &records).await?;
        let sensitivities = self.sensitivities(&logits).await?;
        let mut messages = Vec::new();
        for (i, ((network, logits), records)) in self.networks.iter().zip(logits).zip(&records).enumerate() {
            if !network.alive || records.is_empty() {
                continue;
            }
            let outputs = Outputs { classes: plan.data.classes, logits, labels: plan.labels(records) };
            messages.push(match network.task.purpose {
                Purpose::Submodel(index) => {
                    let posteriors = outputs.signals(confidence).into_iter().map(|p| p as f32).collect();
                    Message::Submodel { role: network.task.role, index, posteriors }
                }
                _ => {
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
            let logits = logits[..records.len() * plan.data.classes as usize].to_vec();
            Outputs { classes: plan.data.classes, logits, labels: plan.labels(records) }
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
        let followed = plan.is_attacked_by_learning(network.task.rounds.len(), self.round);
        match network.task.purpose {
            Purpose::Dense | Purpose::Arm(_) if followed => [own.members.clone(), own.non_members.clone()].concat(),
            _ => Vec::new(),
        }
    }

    fn records_to_look_at(&self, network: &Network) -> Vec<u32> {
        let plan = &self.engine.plan;
        let own = plan.part(network.task.role);
        let target = plan.part(Role::Target);
        if self.round as usize >= network.task.rounds.len() {
            return Vec::new();
        }
        match (network.task.purpose, network.task.role) {
            (Purpose::Submodel(_), _) => own.members.clone(),
            (_, Role::Target) => [&own.members[..], &own.non_members, &plan.population].concat(),
            (_, Role::Shadow(_)) => {
                let of_target = [&target.members[..], &target.non_members].concat();
                [&own.members[..], &own.non_members, &of_target, &plan.population].concat()
            }
        }
    }

    fn observe(&self, index: usize, network: &Network, outputs: &Outputs) -> Observation {
        let own = self.engine.plan.part(network.task.role);
        let (members, rest) = outputs.split_at(own.members.len());
        let (non_members, rest) = rest.split_at(own.non_members.len());
        let (on_target, population) = rest.split_at(rest.len() - self.engine.plan.population.len());
        let looked_at_closely = network.task.role == Role::Target && network.task.arm_id().is_some();
        Observation {
            arm: network.task.arm_id(),
            role: network.task.role,
            round: self.round,
            epochs: network.epochs_run,
            steps: network.steps_run,
            members,
            non_members,
            sensitivity: Vec::new(),
            on_target,
            population,
            trained_on: self.engine.plan.trained_on(network.task.role),
            exposures: if looked_at_closely { network.exposures.clone() } else { Vec::new() },
            masks: if looked_at_closely { self.packed_masks(index) } else { Vec::new() },
        }
    }

    fn packed_masks(&self, index: usize) -> Vec<PackedMask> {
        let shape = self.engine.plan.shape();
        let pack =
            |(&(inputs, outputs), kept): (&(usize, usize), &Vec<Vec<bool>>)| pack_mask(inputs, outputs, &kept[index]);
        shape.hidden().iter().zip(&self.kept).map(pack).collect()
    }

    /// What only the end of a job tells: the weights and scores of dense networks.
    async fn finish(&mut self) -> Result<Vec<Message>> {
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

    fn batch_size(&self) -> usize {
        self.engine.plan.config.train.batch as usize
    }
}

fn one_batch(records: &[u32], size: usize) -> Vec<u32> {
    records[..size.min(records.len())].to_vec()
}

fn accuracy(outputs: &Outputs) -> f64 {
    outputs.hits(&outputs.labels) as f64 / outputs.len().max(1) as f64
}
