//! How an arm's gradient steps are taken, beyond which members they use: loss, game, noise, penalty. Pure data; the engine
//! executes it.

use crate::config::{Arm, Config};

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Treatment {
    /// What a step minimizes.
    pub loss: Loss,
    /// An attacker that is trained along, if the step is one of a min-max game.
    pub game: Option<Game>,
    /// Clipping and noise, if the gradients are private.
    pub noise: Option<Noise>,
    /// Penalty that draws the weights to a sparse network in all rounds but the last.
    pub admm: Option<Admm>,
}

/// What a step minimizes, averaged over the batch. Levels in nats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Loss {
    /// −log p_y.
    CrossEntropy,
    /// Cross-entropy to (1 − ε)·label + ε·uniform (Szegedy et al., CVPR 2016).
    Smoothed {
        /// ε.
        amount: f64,
    },
    /// Cross-entropy and λ · KL between the sorted posteriors of pairs (PPB).
    Paired {
        /// λ.
        weight: f64,
    },
    /// Cross-entropy held at a level (RelaxLoss).
    Relaxed {
        /// α.
        level: f64,
        /// Largest posterior of the label in softened labels.
        upper: f64,
    },
    /// Cross-entropy, variance of the posteriors within a class, balance of layers (NeuGuard).
    Guarded {
        /// Weight of the variance.
        variance: f64,
        /// Weight of the balance.
        balance: f64,
    },
    /// Relaxed cross-entropy on bounded logits, relaxed distance to centers (CRL).
    Centered {
        /// Level of both.
        level: f64,
        /// λ.
        center: f64,
    },
}

/// A min-max game.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Game {
    /// λ: how much the attacker's success on the batch counts.
    pub weight: f64,
    /// Steps of the attacker for each step of the network.
    pub steps: u32,
}

/// Differentially private gradients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// C: largest norm of one record's gradient.
    pub clip: f64,
    /// σ: standard deviation of the noise on the sum, in units of C.
    pub multiplier: f64,
}

/// ADMM's penalty ρ/2 ‖W − Z + U‖² on the pruned layers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Admm {
    /// ρ.
    pub penalty: f64,
    /// Share of zeros in Z.
    pub sparsity: f64,
}

impl Treatment {
    /// Cross-entropy and nothing else.
    pub const PLAIN: Self = Self { loss: Loss::CrossEntropy, game: None, noise: None, admm: None };

    /// The treatment of `arm`.
    pub fn of(arm: Arm, config: &Config) -> Self {
        let defense = &config.defense;
        let game = Some(Game { weight: defense.adv_weight, steps: defense.adv_steps });
        let admm = Some(Admm { penalty: defense.admm_penalty, sparsity: config.prune.sparsity });
        let with = |loss| Self { loss, ..Self::PLAIN };
        match arm {
            Arm::Ppb => with(Loss::Paired { weight: defense.ppb_weight }),
            Arm::Relaxloss => with(Loss::Relaxed { level: defense.relaxloss_level, upper: defense.relaxloss_upper }),
            Arm::LabelSmoothing => with(Loss::Smoothed { amount: defense.smoothing }),
            Arm::Neuguard => {
                with(Loss::Guarded { variance: defense.neuguard_variance, balance: defense.neuguard_balance })
            }
            Arm::Crl => with(Loss::Centered { level: defense.crl_level, center: defense.crl_center }),
            Arm::Adv => Self { game, ..Self::PLAIN },
            Arm::MiaPruning => Self { admm, ..Self::PLAIN },
            Arm::MiaPruningMinMax => Self { admm, game, ..Self::PLAIN },
            Arm::Dp => {
                let noise = Noise { clip: defense.dp_clip, multiplier: defense.dp_noise };
                Self { noise: Some(noise), ..Self::PLAIN }
            }
            _ => Self::PLAIN,
        }
    }

    /// True if networks of both treatments can train in one stack: the same steps, perhaps of other strengths.
    pub fn goes_with(&self, other: &Self) -> bool {
        std::mem::discriminant(&self.loss) == std::mem::discriminant(&other.loss)
            && self.game.map(|game| game.steps) == other.game.map(|game| game.steps)
            && self.noise.is_some() == other.noise.is_some()
            && self.admm.is_some() == other.admm.is_some()
    }

    /// Records that one step must have room for. A Poisson sample varies in size; one that lies eight standard deviations
    /// above its mean does not occur in the life of a laboratory, and what exceeds the room is left out.
    pub fn room(&self, batch: usize) -> usize {
        match self.noise {
            Some(_) => batch + (8.0 * (batch as f64).sqrt()).ceil() as usize,
            None => batch,
        }
    }
}
