//! A learned attack being worked on: trains its network on the shadows' records, then asks it about the target's.
//!
//! What it reads, its shape and its schedule are the core's ([`crate::attack::learned`]). Networks are plain tensors and
//! not burn's modules, because weights, order and dropout must come from streams with names: burn draws from one
//! generator a device, so a result would depend on what a worker has done before.

mod attention;
mod descent;
mod layers;
mod perceptron;

use super::{engine::Engine, read, tensor};
use crate::{
    Result,
    attack::learned::{Architecture, Features, Judgement, Recipe, Standardizer},
    config::Arm,
    message::{LearnTask, Message},
    rng::Seed,
};
use burn::tensor::{Device, Tensor, activation::log_softmax};
use descent::Descent;
use layers::{Dropout, Sizes};
use rand::seq::SliceRandom;

/// An attack's network while it is trained and asked.
#[derive(Debug)]
pub struct AttackWork {
    task: LearnTask,
    recipe: Recipe,
    seed: Seed,
    device: Device,
    /// Name of the attack's random streams.
    name: String,
    train: Vec<usize>,
    held_out: Vec<usize>,
    state: State,
    descent: Descent,
    best: (State, Judgement),
    /// Records of the epoch, in its order.
    order: Vec<usize>,
    epoch: u32,
    cursor: u32,
    finished: bool,
}

/// A network as it is at one time.
#[derive(Debug, Clone)]
struct State {
    parameters: Vec<Tensor<2>>,
    /// Running statistics of SAMIA's first normalization; perceptrons read features as they are.
    scale: Option<Standardizer>,
}

impl AttackWork {
    pub(super) fn new(engine: Engine, task: LearnTask) -> Self {
        let plan = &engine.plan;
        let recipe = Recipe::new(task.attack, plan.config.attack.learned).expect("only learned attacks are handed out");
        let arm = task.arm.map_or_else(|| "dense".into(), Arm::id);
        let unadapted = if task.adaptive { "" } else { "/unadapted" };
        let name = format!("learned/{arm}/{}/{}{unadapted}", task.round, task.attack.info().id);
        Self::with_recipe(task, recipe, plan.seed(), name, engine.device.clone())
    }

    fn with_recipe(task: LearnTask, recipe: Recipe, seed: Seed, name: String, device: Device) -> Self {
        let records = task.membership.len();
        let (train, held_out): (Vec<usize>, Vec<usize>) =
            (0..records).partition(|&record| record + (task.held_out as usize) < records);
        let width = task.known.width as usize;
        let scale = match recipe.architecture {
            Architecture::Perceptron { .. } => None,
            Architecture::Attention { .. } => Some(Standardizer::identity(width)),
        };
        let sizes = sizes(&recipe.architecture, width);
        let parameters = layers::initial(&sizes, &mut seed.stream(&format!("{name}/weights")), &device);
        let descent = Descent::new(parameters.len(), recipe.momentum, recipe.weight_decay);
        let state = State { parameters, scale };
        let unjudged = Judgement { loss: f64::INFINITY, auc: 0.5, threshold: f64::INFINITY };
        let mut work = Self {
            best: (state.clone(), unjudged),
            finished: train.is_empty(),
            order: Vec::new(),
            epoch: 0,
            cursor: 0,
            task,
            recipe,
            seed,
            device,
            name,
            train,
            held_out,
            state,
            descent,
        };
        work.begin_epoch();
        work
    }

    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// A few steps; at the end of an epoch a look at the held-out records; at the end the answer.
    ///
    /// # Errors
    /// The device failed.
    pub async fn next(&mut self) -> Result<Vec<Message>> {
        let steps = self.steps_an_epoch();
        let until = (self.cursor + self.recipe.pace).min(steps);
        let mut messages = vec![Message::Steps(until - self.cursor)];
        while self.cursor < until {
            self.step();
            self.cursor += 1;
        }
        if self.cursor == steps {
            self.judge().await?;
            (self.epoch, self.cursor) = (self.epoch + 1, 0);
            self.begin_epoch();
        }
        if self.epoch == self.recipe.epochs {
            messages.push(self.answer().await?);
            self.finished = true;
        }
        Ok(messages)
    }

    /// A few steps and a look at a batch, for comparing devices.
    pub(super) async fn rehearse(&mut self, count: usize) -> Result<Vec<f32>> {
        for _ in 0..count {
            self.step();
        }
        let records: Vec<usize> = (0..self.batch().min(self.task.known.len())).collect();
        self.scores(&self.state, &self.task.known, &records).await
    }

    fn batch(&self) -> usize {
        self.recipe.batch_of(self.train.len())
    }

    fn steps_an_epoch(&self) -> u32 {
        self.recipe.steps_an_epoch(self.train.len())
    }

    fn begin_epoch(&mut self) {
        self.order = self.train.clone();
        self.order.shuffle(&mut self.seed.stream(&format!("{}/order/{}", self.name, self.epoch)));
    }

    fn step(&mut self) {
        let size = self.batch();
        let records = &self.order[self.cursor as usize * size..][..size];
        let rows = rows(&self.task.known, records);
        let of_batch = self.state.scale.as_mut().map(|running| {
            let of_batch = Standardizer::of(&rows);
            running.follow(&of_batch, size);
            of_batch
        });
        let inputs = inputs(of_batch.as_ref(), &rows, &self.device);
        self.descend(inputs, records.to_vec());
    }

    fn descend(&mut self, inputs: Tensor<2>, records: Vec<usize>) {
        let size = records.len();
        let one_hot = |&i: &usize| if self.task.membership[i] { [0.0, 1.0] } else { [1.0, 0.0] };
        let targets = matrix(records.iter().flat_map(one_hot).collect(), size, 2, &self.device);
        let stream = self.seed.stream(&format!("{}/dropout/{}/{}", self.name, self.epoch, self.cursor));
        let mut dropout = Dropout::of(self.recipe.dropout, stream);
        let tracked: Vec<_> = self.state.parameters.iter().map(|p| p.clone().autodiff().require_grad()).collect();
        let logits = forward(&self.recipe.architecture, inputs.autodiff(), &tracked, &mut dropout);
        let gradients = (log_softmax(logits, 1) * targets.autodiff()).sum().div_scalar(-(size as f64)).backward();
        let gradients =
            tracked.iter().map(|p| p.grad(&gradients).expect("every parameter takes part in the loss")).collect();
        let rate = self.recipe.learning_rate_in(self.epoch);
        let parameters = std::mem::take(&mut self.state.parameters);
        self.state.parameters = self.descent.step(parameters, gradients, rate);
    }

    /// Keeps the network if it is the best so far on the held-out records.
    async fn judge(&mut self) -> Result<()> {
        let scores = self.scores(&self.state, &self.task.known, &self.held_out).await?;
        let membership: Vec<bool> = self.held_out.iter().map(|&i| self.task.membership[i]).collect();
        let judgement = Judgement::new(&scores, &membership);
        if judgement.loss < self.best.1.loss {
            self.best = (self.state.clone(), judgement);
        }
        Ok(())
    }

    async fn answer(&self) -> Result<Message> {
        let (state, Judgement { auc, threshold, .. }) = &self.best;
        let all: Vec<usize> = (0..self.task.target.len()).collect();
        Ok(Message::Learned {
            arm: self.task.arm,
            round: self.task.round,
            attack: self.task.attack,
            adaptive: self.task.adaptive,
            scores: self.scores(state, &self.task.target, &all).await?,
            threshold: *threshold,
            shadow_auc: *auc,
        })
    }

    /// Log-odds of "member" of some records, in batches of the training size.
    async fn scores(&self, state: &State, features: &Features, records: &[usize]) -> Result<Vec<f32>> {
        let size = self.batch();
        let scores = |records: &[usize]| {
            let mut padded = records.to_vec();
            padded.resize(size, records[0]);
            let inputs = inputs(state.scale.as_ref(), &rows(features, &padded), &self.device);
            let logits = forward(&self.recipe.architecture, inputs, &state.parameters, &mut Dropout::Off);
            logits.clone().narrow(1, 1, 1) - logits.narrow(1, 0, 1)
        };
        let batches: Vec<Tensor<2>> = records.chunks(size).map(scores).collect();
        if batches.is_empty() {
            return Ok(Vec::new());
        }
        let mut values = read(Tensor::cat(batches, 0)).await?;
        values.truncate(records.len());
        Ok(values)
    }
}

fn inputs(scale: Option<&Standardizer>, rows: &[&[f32]], device: &Device) -> Tensor<2> {
    let values = match scale {
        Some(scale) => rows.iter().flat_map(|row| scale.apply(row)).collect(),
        None => rows.concat(),
    };
    matrix(values, rows.len(), rows[0].len(), device)
}

fn rows<'a>(features: &'a Features, records: &[usize]) -> Vec<&'a [f32]> {
    records.iter().map(|&i| features.row(i)).collect()
}

fn matrix(values: Vec<f32>, rows: usize, columns: usize, device: &Device) -> Tensor<2> {
    tensor(values, [1, rows, columns], device).reshape([rows, columns])
}

fn sizes(architecture: &Architecture, width: usize) -> Vec<Sizes> {
    match architecture {
        Architecture::Perceptron { hidden } => perceptron::sizes(hidden, width),
        Architecture::Attention { .. } => attention::sizes(architecture, width),
    }
}

/// Logits `[B, 2]` (not a member, a member) of inputs `[B, features]` on the network's scale.
fn forward(
    architecture: &Architecture,
    inputs: Tensor<2>,
    parameters: &[Tensor<2>],
    dropout: &mut Dropout,
) -> Tensor<2> {
    match architecture {
        Architecture::Perceptron { .. } => perceptron::forward(inputs, parameters, dropout),
        Architecture::Attention { .. } => attention::forward(architecture, inputs, parameters, dropout),
    }
}

#[cfg(all(test, feature = "engine-cpu"))]
mod tests;
