//! What a step minimizes: the defenses' losses, for a stack of networks at once.
//!
//! All networks of a stack have the same kind of loss, each its own strengths. A loss is a sum over networks of a mean over
//! the network's batch; nothing else mixes networks, so each has the gradients that it would have alone.

mod balance;
mod centered;
mod means;
mod pairs;
mod relaxed;
pub mod sorted;
#[cfg(all(test, feature = "engine-cpu"))]
mod tests;

use super::stack::{Trace, tensor};
use crate::defense::{Loss, Treatment};
use burn::tensor::{Device, Tensor, activation::log_softmax};
use means::Means;
use pairs::Pairs;

/// See the module.
#[derive(Debug)]
pub struct Objective {
    losses: Vec<Loss>,
    classes: usize,
    device: Device,
    /// NeuGuard's mean answer of each class, or CRL's centers.
    means: Option<Means>,
}

/// One step of a stack, on the device.
#[derive(Debug)]
pub struct Terms<'a> {
    /// The forward pass.
    pub trace: &'a Trace,
    /// One-hot labels `[N, B, classes]`.
    pub targets: Tensor<3>,
    /// Weight of each record in its network's mean `[N, B, 1]`, zero for padding.
    pub weights: Tensor<3>,
    /// Records of each network that are no padding; they come first.
    pub counts: &'a [usize],
    /// True in the first, third, … epoch of a round: relaxed losses take turns.
    pub even_epoch: bool,
}

/// A loss of a step.
#[derive(Debug)]
pub struct Minimized {
    /// Cross-entropy of each record `[N, B, 1]`, whatever is minimized.
    pub cross_entropy: Tensor<3>,
    /// What is minimized, summed over networks `[1]`.
    pub total: Tensor<1>,
}

impl Objective {
    /// The loss of a stack whose networks are treated so.
    pub fn new(treatments: &[Treatment], classes: usize, device: &Device) -> Self {
        let losses = treatments.iter().map(|treatment| treatment.loss).collect();
        Self { losses, classes, device: device.clone(), means: None }
    }

    /// The loss of one step.
    pub fn of(&mut self, terms: &Terms) -> Minimized {
        let log_posterior = log_softmax(terms.trace.logits.clone(), 2);
        let cross_entropy = against(&log_posterior, &terms.targets);
        let plain = (cross_entropy.clone() * terms.weights.clone()).sum();
        let total = match self.losses[0] {
            Loss::CrossEntropy => plain,
            Loss::Smoothed { .. } => self.smoothed(terms, &log_posterior, &cross_entropy),
            Loss::Paired { .. } => plain + self.paired(terms),
            Loss::Relaxed { .. } => self.relaxed(terms),
            Loss::Guarded { .. } => plain + self.guarded(terms, log_posterior),
            Loss::Centered { .. } => self.centered(terms, &cross_entropy),
        };
        Minimized { cross_entropy, total }
    }

    fn smoothed(&self, terms: &Terms, log_posterior: &Tensor<3>, cross_entropy: &Tensor<3>) -> Tensor<1> {
        let amount = self.strengths(|loss| if let Loss::Smoothed { amount } = loss { amount } else { 0.0 });
        let uniform = log_posterior.clone().mean_dim(2).neg();
        let loss = cross_entropy.clone() + (uniform - cross_entropy.clone()) * amount;
        (loss * terms.weights.clone()).sum()
    }

    fn paired(&self, terms: &Terms) -> Tensor<1> {
        let weight = self.strengths(|loss| if let Loss::Paired { weight } = loss { weight } else { 0.0 });
        let pairs = Pairs::new(terms.counts, terms.trace.logits.dims()[1], &self.device);
        (pairs.divergence(terms.trace.logits.clone()) * weight).sum()
    }

    fn relaxed(&self, terms: &Terms) -> Tensor<1> {
        let upper = self.strengths(|loss| if let Loss::Relaxed { upper, .. } = loss { upper } else { 1.0 });
        relaxed::loss(&terms.trace.logits, terms, &self.levels(), &upper).sum()
    }

    fn levels(&self) -> Tensor<3> {
        self.strengths(|loss| match loss {
            Loss::Relaxed { level, .. } | Loss::Centered { level, .. } => level,
            _ => 0.0,
        })
    }

    fn guarded(&mut self, terms: &Terms, log_posterior: Tensor<3>) -> Tensor<1> {
        let classes = self.classes as f64;
        let variance =
            self.strengths(|loss| if let Loss::Guarded { variance, .. } = loss { variance * classes } else { 0.0 });
        let balance = self.strengths(|loss| if let Loss::Guarded { balance, .. } = loss { balance } else { 0.0 });
        let posterior = log_posterior.exp();
        let means = self.means.get_or_insert_with(|| Means::cumulative(&posterior, self.classes));
        means.learn(&posterior, terms);
        let off = posterior - means.of(terms);
        let spread = (off.square().sum_dim(2) * terms.weights.clone()).sum_dim(1);
        (spread * variance + balance::of(terms) * balance).sum()
    }

    fn centered(&mut self, terms: &Terms, cross_entropy: &Tensor<3>) -> Tensor<1> {
        let weight = self.strengths(|loss| if let Loss::Centered { center, .. } = loss { center } else { 0.0 });
        let p = cross_entropy.clone().neg().exp();
        let level = self.levels();
        centered::loss(terms, &mut self.means, &level, weight, &p).sum()
    }

    /// A number of each network `[N, 1, 1]`.
    fn strengths(&self, of: impl Fn(Loss) -> f64) -> Tensor<3> {
        let values: Vec<f32> = self.losses.iter().map(|&loss| of(loss) as f32).collect();
        let n = values.len();
        tensor(values, [n, 1, 1], &self.device).autodiff()
    }
}

/// −log p_y of each record `[N, B, 1]`.
fn against(log_posterior: &Tensor<3>, targets: &Tensor<3>) -> Tensor<3> {
    (log_posterior.clone() * targets.clone()).sum_dim(2).neg()
}
