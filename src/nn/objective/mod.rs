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

use super::{stack::Trace, tensor};
use crate::method::step::{Loss, StepRule};
use burn::tensor::{Device, Tensor, activation::log_softmax};
use means::Means;
use pairs::Pairs;

/// What the networks of a stack minimize, with their strengths on the device.
#[derive(Debug)]
pub struct Objective {
    kind: Kind,
    classes: usize,
    device: Device,
}

/// The stack's kind of loss; each strength is `[N, 1, 1]`. [`Loss`] says what they mean.
#[derive(Debug)]
enum Kind {
    CrossEntropy,
    Smoothed {
        amount: Tensor<3>,
    },
    Paired {
        weight: Tensor<3>,
    },
    Relaxed {
        level: Tensor<3>,
        upper: Tensor<3>,
    },
    Guarded {
        variance: Tensor<3>,
        balance: Tensor<3>,
        /// Mean answer of each class.
        means: Option<Means>,
    },
    Centered {
        level: Tensor<3>,
        center: Tensor<3>,
        /// The centers.
        means: Option<Means>,
    },
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
    /// The loss of a stack whose networks step by these rules, all of one kind of loss.
    pub fn new(rules: &[StepRule], classes: usize, device: &Device) -> Self {
        let kind = Kind::new(&rules.iter().map(|rule| rule.loss).collect::<Vec<_>>(), classes, device);
        Self { kind, classes, device: device.clone() }
    }

    /// The loss of one step.
    pub fn of(&mut self, terms: &Terms) -> Minimized {
        let log_posterior = log_softmax(terms.trace.logits.clone(), 2);
        let cross_entropy = against(&log_posterior, &terms.targets);
        let plain = (cross_entropy.clone() * terms.weights.clone()).sum();
        let classes = self.classes;
        let total = match &mut self.kind {
            Kind::CrossEntropy => plain,
            Kind::Smoothed { amount } => smoothed(terms, &log_posterior, &cross_entropy, amount),
            Kind::Paired { weight } => plain + paired(terms, weight, &self.device),
            Kind::Relaxed { level, upper } => relaxed::loss(&terms.trace.logits, terms, level, upper).sum(),
            Kind::Guarded { variance, balance, means } => {
                plain + guarded(terms, log_posterior.exp(), means, classes, variance, balance)
            }
            Kind::Centered { level, center, means } => {
                let p = cross_entropy.clone().neg().exp();
                centered::loss(terms, means, level, center.clone(), &p).sum()
            }
        };
        Minimized { cross_entropy, total }
    }
}

impl Kind {
    fn new(losses: &[Loss], classes: usize, device: &Device) -> Self {
        // Of a stack with two kinds of loss some network would train without its defense.
        let strengths = |factor: f64, strength: fn(Loss) -> Option<f64>| {
            let of_network = |&loss: &Loss| (factor * strength(loss).expect("a stack has one kind of loss")) as f32;
            tensor(losses.iter().map(of_network).collect(), [losses.len(), 1, 1], device).autodiff()
        };
        /// The strengths of one field of one kind of loss.
        macro_rules! each {
            ($kind:ident, $field:ident) => {
                each!($kind, $field, 1.0)
            };
            ($kind:ident, $field:ident, $factor:expr) => {
                strengths($factor, |loss| if let Loss::$kind { $field, .. } = loss { Some($field) } else { None })
            };
        }
        match losses.first() {
            None | Some(Loss::CrossEntropy) => Self::CrossEntropy,
            Some(Loss::Smoothed { .. }) => Self::Smoothed { amount: each!(Smoothed, amount) },
            Some(Loss::Paired { .. }) => Self::Paired { weight: each!(Paired, weight) },
            Some(Loss::Relaxed { .. }) => Self::Relaxed { level: each!(Relaxed, level), upper: each!(Relaxed, upper) },
            Some(Loss::Guarded { .. }) => Self::Guarded {
                variance: each!(Guarded, variance, classes as f64),
                balance: each!(Guarded, balance),
                means: None,
            },
            Some(Loss::Centered { .. }) => {
                Self::Centered { level: each!(Centered, level), center: each!(Centered, center), means: None }
            }
        }
    }
}

fn smoothed(terms: &Terms, log_posterior: &Tensor<3>, cross_entropy: &Tensor<3>, amount: &Tensor<3>) -> Tensor<1> {
    let uniform = log_posterior.clone().mean_dim(2).neg();
    let loss = cross_entropy.clone() + (uniform - cross_entropy.clone()) * amount.clone();
    (loss * terms.weights.clone()).sum()
}

fn paired(terms: &Terms, weight: &Tensor<3>, device: &Device) -> Tensor<1> {
    let pairs = Pairs::new(terms.counts, terms.trace.logits.dims()[1], device);
    (pairs.divergence(terms.trace.logits.clone()) * weight.clone()).sum()
}

fn guarded(
    terms: &Terms,
    posterior: Tensor<3>,
    means: &mut Option<Means>,
    classes: usize,
    variance: &Tensor<3>,
    balance: &Tensor<3>,
) -> Tensor<1> {
    let means = means.get_or_insert_with(|| Means::cumulative(&posterior, classes));
    means.learn(&posterior, terms);
    let off = posterior - means.of(terms);
    let spread = (off.square().sum_dim(2) * terms.weights.clone()).sum_dim(1);
    (spread * variance.clone() + balance::of(terms) * balance.clone()).sum()
}

/// −log p_y of each record `[N, B, 1]`.
fn against(log_posterior: &Tensor<3>, targets: &Tensor<3>) -> Tensor<3> {
    (log_posterior.clone() * targets.clone()).sum_dim(2).neg()
}
