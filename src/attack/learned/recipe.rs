//! Shape and schedule of the networks that learned attacks train.
//!
//! `Paper`: `attackers.py` and `transformer.py` of Yuan & Zhang (USENIX Security 2022): a perceptron of 512, 256 and 128
//! units, or three layers of attention with four heads; SGD with learning rate 1e-3, momentum 0.9, weight decay 5e-4,
//! batches of 128, 100 epochs. `Small`: the same kinds of network and schedule, narrower, with fewer epochs and
//! correspondingly larger steps. In both the learning rate falls to a tenth after half of the epochs and again after
//! three quarters, and dropout is 0.2.

use super::super::Attack;
use crate::config::LearnedSize;

/// The network of a learned attack, and how it is trained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// The network.
    pub architecture: Architecture,
    /// Epochs.
    pub epochs: u32,
    /// Records a step, if there are as many.
    pub batch: usize,
    /// Learning rate of the first half.
    pub learning_rate: f64,
    /// Share of the last step's direction that is kept.
    pub momentum: f64,
    /// L2 added to the gradient.
    pub weight_decay: f64,
    /// Share of activations dropped in training.
    pub dropout: f64,
    /// Steps that take about as long as a page may wait for.
    pub pace: u32,
}

/// The network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Architecture {
    /// features → hidden layers with ReLU → 2; dropout after the first two.
    Perceptron {
        /// Units of the hidden layers.
        hidden: [usize; 3],
    },
    /// Classes as tokens of three features; see `nn`'s description.
    Attention {
        /// Width of a token.
        width: usize,
        /// Heads; a divisor of `width`.
        heads: usize,
        /// Encoder layers.
        layers: usize,
        /// Units between a layer's two last matrices.
        feed_forward: usize,
        /// Units of the last hidden layer.
        head: usize,
    },
}

const PERCEPTRON: Recipe = Recipe {
    architecture: Architecture::Perceptron { hidden: [512, 256, 128] },
    epochs: 100,
    batch: 128,
    learning_rate: 1e-3,
    momentum: 0.9,
    weight_decay: 5e-4,
    dropout: 0.2,
    pace: 2,
};

const SMALL_PERCEPTRON: Recipe = Recipe {
    architecture: Architecture::Perceptron { hidden: [64, 32, 16] },
    epochs: 30,
    batch: 64,
    learning_rate: 5e-2,
    pace: 24,
    ..PERCEPTRON
};

const ATTENTION: Recipe = Recipe {
    architecture: Architecture::Attention { width: 64, heads: 4, layers: 3, feed_forward: 128, head: 64 },
    pace: 1,
    ..PERCEPTRON
};

const SMALL_ATTENTION: Recipe = Recipe {
    architecture: Architecture::Attention { width: 16, heads: 2, layers: 1, feed_forward: 32, head: 16 },
    epochs: 20,
    learning_rate: 2e-2,
    pace: 4,
    ..SMALL_PERCEPTRON
};

/// A network in both sizes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sizes {
    small: Recipe,
    paper: Recipe,
}

/// Of NN, Top3-NN and Cl-NN.
pub const PERCEPTRONS: Sizes = Sizes { small: SMALL_PERCEPTRON, paper: PERCEPTRON };
/// Of SAMIA.
pub const ATTENTIONS: Sizes = Sizes { small: SMALL_ATTENTION, paper: ATTENTION };

impl Recipe {
    /// None for an attack that does not learn, and if none shall.
    pub fn new(attack: Attack, size: LearnedSize) -> Option<Self> {
        let sizes = attack.learned()?.sizes;
        match size {
            LearnedSize::Off => None,
            LearnedSize::Small => Some(sizes.small),
            LearnedSize::Paper => Some(sizes.paper),
        }
    }

    /// Records a step, of `records` to train on.
    pub fn batch_of(&self, records: usize) -> usize {
        self.batch.min(records)
    }

    /// Steps of an epoch over `records`.
    pub fn steps_an_epoch(&self, records: usize) -> u32 {
        (records / self.batch_of(records).max(1)) as u32
    }

    /// The learning rate in an epoch, 0-based.
    pub fn learning_rate_in(&self, epoch: u32) -> f64 {
        let falls = u32::from(epoch >= self.epochs / 2) + u32::from(epoch >= self.epochs * 3 / 4);
        self.learning_rate * 0.1f64.powi(falls as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_papers_rate_falls_at_epochs_50_and_75() {
        let recipe = Recipe::new(Attack::Nn, LearnedSize::Paper).unwrap();
        let at = |epoch| (recipe.learning_rate_in(epoch) * 1e6).round() as u32;
        assert_eq!([0, 49, 50, 74, 75, 99].map(at), [1000, 1000, 100, 100, 10, 10]);
    }

    #[test]
    fn every_learned_attack_has_two_sizes_and_no_other_has_any() {
        for row in super::super::super::ATTACKS {
            for size in [LearnedSize::Small, LearnedSize::Paper] {
                assert_eq!(Recipe::new(row.attack, size).is_some(), row.is_learned(), "{}", row.id);
            }
            assert_eq!(Recipe::new(row.attack, LearnedSize::Off), None);
        }
    }

    #[test]
    fn incomplete_batches_are_left_out_unless_there_is_no_other() {
        let recipe = SMALL_PERCEPTRON;
        assert_eq!((recipe.steps_an_epoch(200), recipe.batch_of(200)), (3, 64));
        assert_eq!((recipe.steps_an_epoch(10), recipe.batch_of(10)), (1, 10));
    }
}
