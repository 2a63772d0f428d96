//! What goes between the run and the engines: jobs out, messages back. Plain data, packed with postcard.
//!
//! A page passes the packed bytes from worker to worker without looking into them; the native command passes the
//! values between threads.

use crate::{
    Error, Result,
    attack::{Attack, learned::Features},
    config::Arm,
    network::Weights,
    prune::PackedMask,
    signal::Outputs,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Whose network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The network under attack.
    Target,
    /// The attacker's k-th network.
    Shadow(u32),
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Target => write!(f, "target"),
            Self::Shadow(k) => write!(f, "shadow/{k}"),
        }
    }
}

/// Work for one engine: a stack of networks that train in lockstep, or an attack that learns. A network's result does not
/// depend on its company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Train dense networks.
    Dense {
        /// Which.
        roles: Vec<Role>,
    },
    /// Train sub-models for memorization scores: the k-th of each role's.
    Submodels {
        /// Owner and index.
        items: Vec<(Role, u32)>,
    },
    /// Prune and fine-tune, all rounds.
    Arms {
        /// One network an item.
        items: Vec<ArmTask>,
    },
    /// Train an attack's network and ask it about the target.
    Learn(LearnTask),
}

/// A learned attack on one arm after one round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LearnTask {
    /// Method, none for the dense stage.
    pub arm: Option<Arm>,
    /// 0-based.
    pub round: u32,
    /// Which attack.
    pub attack: Attack,
    /// True if the shadows were defended like the target, false if they are those of Base.
    pub adaptive: bool,
    /// Records of all shadows.
    pub known: Features,
    /// Which of `known` are members of their shadow.
    pub membership: Vec<bool>,
    /// How many records, the last of `known`, are those of the shadow that judges the attack and is not trained on.
    pub held_out: u32,
    /// Records of the target.
    pub target: Features,
}

/// One network of an arm, with what its dense stage left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArmTask {
    /// The arm and its strength.
    pub arm: Arm,
    /// Whose network.
    pub role: Role,
    /// Dense weights to begin from.
    pub weights: Weights,
    /// Mem-scores of the network's own members, in the order of its split.
    pub scores: Vec<f32>,
    /// True if it is tried out by its own trainer, who looks at members and development records only.
    pub trial: bool,
}

/// What an engine tells while it works on a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Message {
    /// Gradient steps done since the last message, summed over the networks of the stack.
    Steps(u32),
    /// A dense network is trained.
    Dense {
        /// Whose.
        role: Role,
        /// Its weights.
        weights: Weights,
        /// Mean training loss of each member over the first `memory.epochs` epochs.
        early_loss: Vec<f32>,
        /// Mean loss of the first steps, at most 20.
        first_losses: Vec<f32>,
    },
    /// A sub-model is trained: p_y of each of the owner's members.
    Submodel {
        /// Owner.
        role: Role,
        /// Index.
        index: u32,
        /// `[members]`.
        posteriors: Vec<f32>,
    },
    /// A network was looked at: after the dense stage (`arm` is none) or after a round.
    Observed(Box<Observation>),
    /// The loss of a network is not finite; nothing more comes from it.
    Diverged {
        /// Method, none in the dense stage.
        arm: Option<Arm>,
        /// Whose network.
        role: Role,
        /// Round in which it happened.
        round: u32,
    },
    /// A learned attack has answered.
    Learned {
        /// Method, none for the dense stage.
        arm: Option<Arm>,
        /// 0-based.
        round: u32,
        /// Which attack.
        attack: Attack,
        /// As in its task.
        adaptive: bool,
        /// Log-odds of "member" of each record of the target.
        scores: Vec<f32>,
        /// Score from which it says "member", fitted on held-out shadow records.
        threshold: f64,
        /// AUC on those.
        shadow_auc: f64,
    },
    /// The job is complete.
    Finished {
        /// Compute time.
        seconds: f64,
    },
}

/// What can be seen of one network at one time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Method, none for the dense stage.
    pub arm: Option<Arm>,
    /// Whose network.
    pub role: Role,
    /// 0-based.
    pub round: u32,
    /// Epochs that this network ran in this round.
    pub epochs: u32,
    /// Gradient steps in this round.
    pub steps: u32,
    /// On its own members.
    pub members: Outputs,
    /// On its own non-members.
    pub non_members: Outputs,
    /// Of its own members and then non-members, `[n, c]`: see [`crate::attack::learned::Sensitivity`]. Empty unless
    /// learned attacks follow.
    pub sensitivity: Vec<f32>,
    /// A shadow on the target's members followed by the target's non-members; empty for the target itself.
    pub on_target: Outputs,
    /// On its own development records; empty but for the target.
    pub development: Outputs,
    /// On the plan's population: records of the attacker's side.
    pub population: Outputs,
    /// Whether the network was trained on each record of the population.
    pub trained_on: Vec<bool>,
    /// How often a fine-tuning step of this arm has used each member so far; empty for shadows and the dense stage.
    pub exposures: Vec<u32>,
    /// Masks of the hidden layers, `[inputs * outputs]` each, true = kept; empty for shadows and the dense stage.
    pub masks: Vec<PackedMask>,
}

impl Observation {
    /// A network of which only its answers on its own members are known.
    pub fn new(arm: Option<Arm>, role: Role, round: u32, members: Outputs) -> Self {
        let nothing = Outputs { classes: members.classes, ..Outputs::default() };
        Self {
            arm,
            role,
            round,
            epochs: 0,
            steps: 0,
            members,
            non_members: nothing.clone(),
            sensitivity: Vec::new(),
            on_target: nothing.clone(),
            development: nothing.clone(),
            population: nothing,
            trained_on: Vec::new(),
            exposures: Vec::new(),
            masks: Vec::new(),
        }
    }

    /// True if every answer is a number.
    pub fn is_finite(&self) -> bool {
        let asked = [&self.members, &self.non_members, &self.on_target, &self.development, &self.population];
        asked.iter().all(|outputs| outputs.logits.iter().all(|logit| logit.is_finite()))
    }
}

/// Packs a job or a message.
///
/// # Errors
/// [`Error::Message`] if there is not enough memory.
pub fn pack<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(|error| Error::Message(error.to_string()))
}

/// Unpacks a job or a message.
///
/// # Errors
/// Bytes that [`pack`] of this very build did not make.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    postcard::from_bytes(bytes).map_err(|error| Error::Message(error.to_string()))
}
