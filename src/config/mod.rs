//! What a user may choose: a tree of plain values with defaults. Nothing here is checked; [`crate::experiment::Plan`] checks.
//!
//! Keys are written with dots in the form, in the URL and on the command line: `prune.sparsity=0.7`.

mod arm;
pub mod fields;
pub mod presets;
pub mod query;

use crate::method::Settings;
pub use crate::method::{METHODS, Method};
pub use crate::{
    network::{NetworkConfig, NetworkKind},
    prune::{PruneConfig, PruneMethod, Scope},
    source::{SOURCES, Source},
};
pub use arm::{Arm, ArmSetting};
use serde::{Deserialize, Serialize};

/// The whole choice. JSON: `{"version":1,"seed":7,"data":{…},…}`; what is missing has its default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct Config {
    /// Version of this format.
    pub version: u32,
    /// Seed of every random stream.
    pub seed: u32,
    /// Where to compute.
    pub device: Device,
    /// Records, labels and how they are split.
    pub data: DataConfig,
    /// Shape of every network.
    pub network: NetworkConfig,
    /// How networks are trained, dense and pruned alike.
    pub train: TrainConfig,
    /// Iterative pruning.
    pub prune: PruneConfig,
    /// Memorization scores.
    pub memory: MemoryConfig,
    /// Strength of the defenses.
    #[cfg_attr(test, ts(type = "Record<string, number | string | boolean>"))]
    pub defense: DefenseConfig,
    /// What the attacker can do.
    pub attack: AttackConfig,
    /// The methods to compare, in display order. The dense network is always reported.
    #[cfg_attr(test, ts(type = "string[]"))]
    pub arms: Vec<Method>,
}

/// Where to compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Device {
    /// The faster of the two in a short calibration; the CPU where there is no real GPU.
    Auto,
    /// The processor, one worker a core.
    Cpu,
    /// The GPU, through WebGPU.
    Webgpu,
}

/// Records, labels and how they are split.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct DataConfig {
    /// Which records.
    pub source: Source,
    /// Members of each network; 0 takes as many as the pool allows.
    pub members: u32,
    /// Share of the pool whose label is replaced by another class before any split.
    pub label_noise: f64,
    /// How the pool is divided.
    pub split: SplitRule,
    /// Of the user's own file: whether the first row names the columns.
    pub header: Header,
    /// The column of the labels, by name or number; empty where it is to be guessed.
    pub label: String,
    /// Columns that are no features, by name or number, as a row of CSV.
    pub leave_out: String,
    /// What becomes of classes with too few records for members in every network.
    pub rare_classes: RareClasses,
    /// Where records go that are there more than once.
    pub copies: Copies,
    /// Whether each feature of the user's own file is scaled to 0..=1 by its smallest and largest value.
    pub scaled: bool,
}

/// Whether the first row of the user's own file names the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Header {
    /// Decided by what stands in it and below it.
    Auto,
    /// It does.
    Yes,
    /// It is a record.
    No,
}

/// What becomes of classes of the user's own file with too few records for members in every network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum RareClasses {
    /// They stay; where a network has no member of one, the file is refused.
    Keep,
    /// They are left out.
    LeaveOut,
}

/// Where records of the user's own file go that are there more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Copies {
    /// Wherever the lot falls: a copy of a member may be a non-member.
    AsTheyCome,
    /// To one side of every split.
    KeepTogether,
}

/// How the pool is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SplitRule {
    /// Half to the target, half to the attacker; each 45 % members, 10 % development, 45 % non-members.
    Balanced,
    /// The WeMem code's: 80/20 train/test, halves, 90/10, one test set shared by target and shadows.
    Wemem,
}

/// How networks are trained: Adam with coupled L2, as `torch.optim.Adam`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct TrainConfig {
    /// Records a step.
    pub batch: u32,
    /// Adam's step size.
    pub learning_rate: f64,
    /// L2 added to the gradient.
    pub weight_decay: f64,
    /// Epochs of the dense network (the most, with early stopping).
    pub epochs: u32,
    /// Stop when the development accuracy has not risen for `patience` epochs, and keep the best epoch.
    pub early_stopping: bool,
    /// See `early_stopping`.
    pub patience: u32,
}

/// Memorization scores: how each network ranks its own members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct MemoryConfig {
    /// Which estimate.
    pub score: MemoryScore,
    /// First dense epochs that `early-loss` averages.
    pub epochs: u32,
    /// Epochs of each sub-model; 0 trains it as long as its owner in all, and long enough to learn its records by heart
    /// ([`crate::memory::submodel_epochs`]).
    pub submodel_epochs: u32,
    /// Sub-models a network: random halves or disjoint folds.
    pub submodels: u32,
}

/// Which estimate of memorization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum MemoryScore {
    /// Mean training loss over the network's own first dense epochs. Free.
    EarlyLoss,
    /// Sub-models on random halves, mean p_in − mean p_out (Feldman & Zhang 2020, with probabilities).
    HalfSplits,
    /// Sub-models on disjoint folds, p_in − mean p_out (as re-implementations of WeMem do).
    KFold,
}

/// How the methods are set, and how they are compared.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DefenseConfig {
    /// The methods' own settings.
    #[serde(flatten)]
    pub settings: Settings,
    /// Whether each defense is tried with every strength of its sweep.
    pub sweep: bool,
}

/// What the attacker can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct AttackConfig {
    /// Shadow networks, each pruned and defended like the target.
    pub shadows: u32,
    /// Attacks that train a network on the shadows: after the dense stage and after the last round of each arm.
    pub learned: LearnedSize,
    /// Whether the attacker knows of the defense.
    pub adaptive: Adaptive,
    /// What the attacker takes for a record's label.
    pub label: Label,
    /// How the attacker's networks are pruned.
    pub shadow_method: ShadowMethod,
    /// Share of the weights that the attacker's networks lose; 0 takes the target's.
    pub shadow_sparsity: f64,
    /// Share of the features that the attacker's records lack.
    pub shadow_shift: f64,
    /// Whether the attacker also has the dense network of the target.
    pub dense_too: bool,
    /// Whether the attacker knows that members are treated by their mem-scores.
    pub mem_aware: bool,
}

/// What the attacker takes for a record's label.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// The label that the networks saw.
    #[default]
    Known,
    /// The class that the network asked predicts.
    Predicted,
}

impl Config {
    /// The configuration that the attacker's networks are pruned by, as far as the attacker knows the target's.
    pub fn of_attacker(&self) -> Self {
        let mut config = self.clone();
        config.prune.method = self.attack.shadow_method.or(self.prune.method);
        if self.attack.shadow_sparsity > 0.0 {
            config.prune.sparsity = self.attack.shadow_sparsity;
        }
        config
    }
}

/// How the attacker's networks are pruned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ShadowMethod {
    /// As the target.
    Same,
    /// By this method, whatever the target's is.
    #[serde(untagged)]
    Method(PruneMethod),
}

impl ShadowMethod {
    /// The method, where that of the target is `same`.
    pub fn or(self, same: PruneMethod) -> PruneMethod {
        match self {
            Self::Same => same,
            Self::Method(method) => method,
        }
    }
}

/// Whether the attacker knows of the defense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Adaptive {
    /// Shadows are defended like the target.
    Adaptive,
    /// Each arm is attacked with the shadows of Base as well, by an attacker who does not know of the defense.
    Both,
}

/// How large the networks are that learned attacks train.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum LearnedSize {
    /// No such attack.
    Off,
    /// Networks that are trained in seconds.
    Small,
    /// The papers' networks and schedule.
    Paper,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            version: 1,
            seed: 1,
            device: Device::Auto,
            data: DataConfig::default(),
            network: NetworkConfig::default(),
            train: TrainConfig::default(),
            prune: PruneConfig::default(),
            memory: MemoryConfig::default(),
            defense: DefenseConfig::default(),
            attack: AttackConfig::default(),
            arms: vec![
                Method::Base,
                Method::RswLowToHigh,
                Method::Rmr,
                Method::SwmrLowToHigh,
                Method::FineTuneOnly,
                Method::RandomWindow,
                Method::EarlyStopped,
                Method::OneShotEqual,
                Method::Dp,
            ],
        }
    }
}

impl Default for DataConfig {
    fn default() -> Self {
        Self {
            source: Source::Fashion,
            members: 500,
            label_noise: 0.0,
            split: SplitRule::Balanced,
            header: Header::Auto,
            label: String::new(),
            leave_out: String::new(),
            rare_classes: RareClasses::Keep,
            copies: Copies::AsTheyCome,
            scaled: true,
        }
    }
}

impl Default for TrainConfig {
    fn default() -> Self {
        Self { batch: 64, learning_rate: 2e-3, weight_decay: 5e-4, epochs: 10, early_stopping: false, patience: 5 }
    }
}

impl Default for MemoryConfig {
    fn default() -> Self {
        Self { score: MemoryScore::EarlyLoss, epochs: 10, submodel_epochs: 0, submodels: 8 }
    }
}

impl Default for AttackConfig {
    fn default() -> Self {
        Self {
            shadows: 4,
            learned: LearnedSize::Off,
            adaptive: Adaptive::Adaptive,
            label: Label::Known,
            shadow_method: ShadowMethod::Same,
            shadow_sparsity: 0.0,
            shadow_shift: 0.0,
            dense_too: false,
            mem_aware: false,
        }
    }
}
