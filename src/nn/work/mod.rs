//! A job of networks being worked on: a stack trained in lockstep, round by round, epoch by epoch, a few steps a call.
//!
//! Each network follows its own task; one that has nothing to do in a step rests and does not move. Nothing that a
//! network draws or sums depends on the others, so its messages are the same in whatever stack it trains.

mod feed;
mod look;
mod mask;
mod network;
mod norm;
mod step;
mod treat;

use super::{adam::Slot, batch::steps, engine::Engine, stack::Stack};
use crate::{
    Result,
    experiment::task::Task,
    message::{Job, Message},
};
use burn::tensor::Tensor;
use mask::Masks;
use network::Network;
use treat::Rule;

/// Network-steps a call of [`StackWork::next`]: tens of milliseconds on a CPU, so that a pause is heard.
const STEPS_A_CALL: usize = 24;

/// Factor of gradients' sizes in a comparison: they count by their share then, not by what they add to a number near one. And by
/// its fourth root: rounding that switches one unit on for one record moves a small layer's size by some 1e-4 of it (4e-4 was
/// seen), which must pass; a hundredth must not.
const GRADIENTS: f64 = 1e4;

/// A stack of networks that train in lockstep, each by its own task.
#[derive(Debug)]
pub struct StackWork {
    engine: Engine,
    networks: Vec<Network>,
    clock: Clock,
    stack: Stack,
    slots: [Option<Slot>; 2],
    rule: Rule,
    masks: Masks,
    /// The parameters of the round's best epoch, with early stopping.
    best: Option<Stack>,
    /// Of the steps of this epoch, not yet read from the device.
    losses: Vec<Tensor<2>>,
}

/// How far a stack is.
#[derive(Debug)]
struct Clock {
    round: u32,
    epoch: u32,
    /// Step of the epoch.
    cursor: usize,
    /// What comes next.
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

impl StackWork {
    pub(super) fn new(engine: Engine, job: &Job) -> Self {
        let tasks = Task::of_job(&engine.plan, job);
        let weights: Vec<_> = tasks.iter().map(|task| &task.weights).collect();
        let stack = Stack::new(&engine.plan.shape(), &weights, &engine.device);
        let rules: Vec<_> = tasks.iter().map(Task::step_rule).collect();
        let rule = Rule::new(&rules, engine.plan.data.classes as usize, &engine.device);
        let stage = if tasks.is_empty() { Stage::Finished } else { Stage::BeginRound };
        Self {
            networks: tasks.into_iter().map(Network::new).collect(),
            clock: Clock { round: 0, epoch: 0, cursor: 0, stage },
            stack,
            slots: [None, None],
            rule,
            masks: Masks::default(),
            best: None,
            losses: Vec::new(),
            engine,
        }
    }

    /// True when nothing is left to do.
    pub fn is_finished(&self) -> bool {
        self.clock.stage == Stage::Finished
    }

    /// Works on for a bounded time and tells what happened.
    ///
    /// # Errors
    /// The device failed; the job must be begun anew, elsewhere.
    pub async fn next(&mut self) -> Result<Vec<Message>> {
        match self.clock.stage {
            Stage::BeginRound => self.begin_round().await,
            Stage::BeginEpoch => Ok(self.begin_epoch()),
            Stage::Steps => Ok(self.some_steps()),
            Stage::EndEpoch => self.end_epoch().await,
            Stage::EndRound => self.end_round().await,
            Stage::Finished => Ok(Vec::new()),
        }
    }

    /// A few steps of the last round and a look at one batch, for comparing devices: losses, sizes of gradients, logits.
    pub(super) async fn rehearse(&mut self, count: usize) -> Result<Vec<f32>> {
        // Many steps of an attacker would only amplify rounding.
        self.rule.warm_up = 0;
        // The last round, because its masks are not all ones.
        self.clock.round = self.networks.iter().map(|network| network.task.rounds.len() as u32 - 1).min().unwrap_or(0);
        self.begin_round().await?;
        self.begin_epoch();
        for _ in 0..count {
            self.step();
            self.clock.cursor += 1;
        }
        let mut values = crate::nn::read(Tensor::cat(std::mem::take(&mut self.losses), 1)).await?;
        for slot in self.slots.iter().flatten() {
            let sizes = crate::nn::read(slot.sizes() * GRADIENTS).await?;
            values.extend(sizes.into_iter().map(|size| size.sqrt().sqrt()));
        }
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
        self.begin_splitting().await?;
        (self.clock.epoch, self.best, self.clock.stage) = (0, None, Stage::BeginEpoch);
        Ok(Vec::new())
    }

    fn begin_epoch(&mut self) -> Vec<Message> {
        let (round, epoch) = (self.clock.round, self.clock.epoch);
        if !self.networks.iter().any(|network| network.trains(round, epoch)) {
            self.clock.stage = Stage::EndRound;
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
        (self.clock.cursor, self.clock.stage) = (0, Stage::Steps);
        self.losses.clear();
        Vec::new()
    }

    fn some_steps(&mut self) -> Vec<Message> {
        let mut done = 0;
        let last = self.networks.iter().map(|network| network.steps.len()).max().unwrap_or(0);
        while self.clock.cursor < last && done < STEPS_A_CALL {
            done += self.step();
            self.clock.cursor += 1;
        }
        if self.clock.cursor >= last {
            self.clock.stage = Stage::EndEpoch;
        }
        vec![Message::Steps(done as u32)]
    }

    async fn end_epoch(&mut self) -> Result<Vec<Message>> {
        let mut messages = self.take_losses().await?;
        self.follow_splitting().await?;
        if self.engine.plan.config.train.early_stopping {
            self.judge().await?;
        }
        self.clock.epoch += 1;
        self.clock.stage = Stage::BeginEpoch;
        messages.retain(|message| !matches!(message, Message::Steps(0)));
        Ok(messages)
    }

    async fn end_round(&mut self) -> Result<Vec<Message>> {
        let mut messages = self.look().await?;
        let rounds = self.networks.iter().map(|network| network.task.rounds.len()).max().unwrap_or(0);
        self.clock.round += 1;
        self.clock.stage = Stage::BeginRound;
        if self.clock.round as usize >= rounds {
            messages.extend(self.finish().await?);
            self.clock.stage = Stage::Finished;
        }
        Ok(messages)
    }

    fn batch_size(&self) -> usize {
        let batch = self.engine.plan.config.train.batch as usize;
        self.networks.first().map_or(batch, |network| network.task.step_rule().room(batch))
    }
}

fn one_batch(records: &[u32], size: usize) -> Vec<u32> {
    records[..size.min(records.len())].to_vec()
}
