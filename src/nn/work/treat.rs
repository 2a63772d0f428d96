//! Steps that are more than a gradient of a loss: private gradients, the attacker of a min-max game, ADMM's penalty.

use super::{StackWork, feed::Feed};
use crate::{
    Result,
    method::step::{Noise, StepRule},
    network::Layer,
    nn::{
        admm::{Cut, Splitting},
        batch::Batch,
        game::{Attackers, WARM_UP},
        norm::Statistics,
        objective::Objective,
        private::{LayerStep, gradients},
    },
};
use burn::tensor::{Device, Tensor, activation::log_softmax};
use rand::RngExt;

/// How the networks of a stack take their steps: by one rule, each with its own strength.
#[derive(Debug)]
pub(super) struct Rule {
    pub objective: Objective,
    /// Private gradients: the clipping and the noise of each network; none where gradients are plain.
    pub noise: Option<Vec<Noise>>,
    /// Attackers that are trained along, in a min-max game.
    pub attackers: Option<Attackers>,
    /// Steps that these take before the networks' first.
    pub warm_up: u32,
    /// The sparse networks that ADMM draws the weights to.
    pub splitting: Option<Splitting>,
}

impl Rule {
    pub(super) fn new(rules: &[StepRule], classes: usize, device: &Device) -> Self {
        Self {
            objective: Objective::new(rules, classes, device),
            noise: rules.iter().map(|rule| rule.noise).collect(),
            attackers: None,
            warm_up: WARM_UP,
            splitting: None,
        }
    }
}

impl StackWork {
    /// Noisy gradients of the clipped losses of single records.
    pub(super) fn private_gradients(&mut self, noises: &[Noise], batch: &Batch, feed: &Feed) -> Vec<Tensor<3>> {
        let (n, size) = (self.networks.len(), self.batch_size());
        let device = self.engine.device.clone();
        let fixed: Vec<_> = self.stack.parameters().into_iter().map(Tensor::autodiff).collect();
        let dropout: Vec<_> = feed.dropout.iter().cloned().map(Tensor::autodiff).collect();
        let shape = self.engine.plan.shape();
        let tap = |layer: &Layer| Tensor::<3>::zeros([n, size * layer.positions(), layer.outputs], &device);
        let taps: Vec<_> = shape.layers.iter().map(tap).map(|tap| tap.autodiff().require_grad()).collect();
        let inputs = self.engine.inputs(&feed.records, n).autodiff();
        let trace = self.stack.with_parameters(fixed).trace(inputs, &dropout, &taps, &Statistics::Running);
        let targets = self.engine.targets(&feed.records, n).autodiff();
        let losses = (log_softmax(trace.logits, 2) * targets).sum_dim(2).neg();
        let real = feed.weights.clone().greater_elem(0.0).float().autodiff();
        let backward = (losses.clone() * real).sum().backward();
        self.losses.push(losses.inner().reshape([n, size]));
        let layer = |(i, (inputs, layer)): (usize, (Tensor<3>, &Layer))| LayerStep {
            inputs: inputs.inner(),
            deltas: taps[i].grad(&backward).expect("every sum takes part in the loss"),
            positions: layer.positions(),
            mask: self.masks.weights.get(i).cloned(),
            biased: !layer.normed,
        };
        let layers: Vec<_> = trace.inputs.into_iter().zip(&shape.layers).enumerate().map(layer).collect();
        let mut streams: Vec<_> = self
            .stepping(batch)
            .zip(self.stream_names("noise"))
            .map(|(steps, name)| steps.then(|| self.engine.plan.seed().stream(&name)))
            .collect();
        let mut gradients = gradients(&layers, noises, &batch.divisors, &mut streams);
        // Scales of norms, which are not trained.
        gradients.extend(self.stack.parameters().iter().skip(gradients.len()).map(Tensor::zeros_like));
        gradients
    }

    /// In a min-max game: the attackers' steps before the networks'.
    pub(super) fn challenge(&mut self, batch: &Batch) {
        let games: Vec<_> = self.networks.iter().filter_map(|network| network.task.step_rule().game).collect();
        if games.is_empty() {
            return;
        }
        let warm_up = std::mem::take(&mut self.rule.warm_up);
        let mut attackers = self.rule.attackers.take().unwrap_or_else(|| {
            let streams: Vec<&str> = self.networks.iter().map(|network| network.task.stream()).collect();
            let plan = &self.engine.plan;
            Attackers::new(games, &streams, plan.data.classes as usize, plan.seed(), &self.engine.device)
        });
        let stepping: Vec<bool> = self.stepping(batch).collect();
        for k in 0..warm_up + attackers.steps() {
            let records = self.engine.listed(self.drawn_for_attackers(k));
            let n = self.networks.len();
            let logits = self.stack.forward(self.engine.inputs(&records, n));
            attackers.learn(logits, self.engine.targets(&records, n), &stepping);
        }
        self.rule.attackers = Some(attackers);
    }

    /// A batch of members and one of development records of each network `[N * 2B]`.
    fn drawn_for_attackers(&self, k: u32) -> Vec<i32> {
        let (plan, size) = (&self.engine.plan, self.batch_size());
        let of_network = |(network, name): (&super::Network, String)| {
            let mut stream = plan.seed().stream(&format!("{name}/{k}"));
            let reference = &plan.part(network.task.role).development;
            let mut draw = |from: &[u32]| -> Vec<i32> {
                (0..size).map(|_| from[stream.random_range(0..from.len())] as i32).collect()
            };
            [draw(&network.task.members), draw(reference)].concat()
        };
        self.networks.iter().zip(self.stream_names("attacker")).flat_map(of_network).collect()
    }

    fn stepping<'a>(&'a self, batch: &'a Batch) -> impl Iterator<Item = bool> + 'a {
        batch.updates.iter().map(Option::is_some)
    }

    /// Adds ADMM's pull to the gradients, in all rounds but the last.
    pub(super) fn pull_to_sparse(&self, gradients: &mut [Tensor<3>]) {
        if let Some(splitting) = self.rule.splitting.as_ref().filter(|_| !self.is_last_round()) {
            splitting.pull(&self.stack.parameters(), gradients, &self.engine.device);
        }
    }

    pub(super) async fn begin_splitting(&mut self) -> Result<()> {
        let penalties: Vec<_> = self.networks.iter().filter_map(|network| network.task.step_rule().admm).collect();
        if !penalties.is_empty() && self.rule.splitting.is_none() {
            let plan = &self.engine.plan;
            let cut = |network: &super::Network| Cut {
                prune: plan.pruning(network.task.role),
                sparsity: network.task.rounds.last().map_or(0.0, |round| round.sparsity),
                stream: (plan.seed(), network.task.prune_stream()),
            };
            let cuts = self.networks.iter().map(cut).collect();
            self.rule.splitting = Some(Splitting::new(penalties, cuts, &self.stack).await?);
        }
        Ok(())
    }

    pub(super) async fn follow_splitting(&mut self) -> Result<()> {
        let last = self.is_last_round();
        let trained: Vec<bool> = self.networks.iter().map(|n| n.trains(self.clock.round, self.clock.epoch)).collect();
        if let Some(splitting) = self.rule.splitting.as_mut().filter(|_| !last) {
            splitting.follow(&self.stack, &trained).await?;
        }
        Ok(())
    }

    fn is_last_round(&self) -> bool {
        self.networks.iter().all(|network| self.clock.round as usize + 1 >= network.task.rounds.len())
    }
}
