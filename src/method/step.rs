//! How a method's gradient steps are taken, beyond which members they use. Pure data; the engine executes it.

/// Loss, game, noise and penalty of a gradient step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepRule {
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

/// ADMM's penalty ρ/2 ‖W − Z + U‖² on the pruned layers; Z is as sparse as the network will be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Admm {
    /// ρ.
    pub penalty: f64,
}

impl StepRule {
    /// Cross-entropy and nothing else.
    pub const PLAIN: Self = Self { loss: Loss::CrossEntropy, game: None, noise: None, admm: None };

    /// The step that minimizes another loss.
    pub const fn minimizing(loss: Loss) -> Self {
        Self { loss, ..Self::PLAIN }
    }

    /// True if networks of both rules can train in one stack: the same steps, perhaps of other strengths.
    pub fn goes_with(&self, other: &Self) -> bool {
        std::mem::discriminant(&self.loss) == std::mem::discriminant(&other.loss)
            && self.game.map(|game| game.steps) == other.game.map(|game| game.steps)
            && self.noise.is_some() == other.noise.is_some()
            && self.admm.is_some() == other.admm.is_some()
    }

    /// About how long a step takes on a CPU, in plain ones: what jobs are ordered by. Private gradients were measured at three to
    /// four; an attacker's step has twice the records, but only forward through the network.
    pub fn cost(&self) -> u32 {
        let of_game = self.game.map_or(0, |game| game.steps);
        (if self.noise.is_some() { 3 } else { 1 }) + of_game
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
