//! What a method is: its row in the registry.

use super::{Setting, Settings, candidate::Candidate, step::StepRule};
use crate::{look::Look, provenance::Provenance};
use serde::{Deserialize, Serialize};

/// A method, whole. The catalog shows all of it but how it fine-tunes.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "MethodInfo"))]
pub struct Row {
    /// Id of the report and the address.
    pub id: &'static str,
    /// Defense or control without its order, as in the report.
    pub family: &'static str,
    /// Order of the window, where there is one.
    pub order: Option<Order>,
    /// Short name for figures and tables.
    pub name: &'static str,
    /// True for what stands beside a claim rather than making one.
    pub control: bool,
    /// The value that makes it stronger or weaker, where there is one.
    pub sweep: Option<Sweep>,
    /// One sentence for a newcomer.
    pub help: &'static str,
    /// Where it is defined, and where we differ.
    pub source: &'static str,
    /// Its entry in METHODS.md; none for a control, whose help says it all.
    #[serde(skip)]
    pub provenance: Option<Provenance>,
    /// Colours and mark.
    #[serde(skip)]
    pub look: Look,
    /// The settings that it reads.
    #[serde(skip)]
    pub settings: &'static [&'static Setting],
    /// How it fine-tunes.
    #[serde(skip)]
    pub tuning: FineTuning,
    /// What it tries on itself, Base first, if it chooses its settings itself; else nothing.
    #[serde(skip)]
    pub candidates: fn() -> Vec<Candidate>,
}

/// How a method fine-tunes, composed of WeMem's two primitives (a window that limits reuse, a share at risk that is
/// regularized) and of what controls and rivals change instead.
#[derive(Debug, Clone, Copy)]
pub struct FineTuning {
    /// Which members an epoch uses.
    pub select: Select,
    /// The setting with the share of members that are trained in a pass of their own, with a strong weight decay.
    pub risk: Option<&'static Setting>,
    /// How members are ranked, for window and risk.
    pub rank: Rank,
    /// Sparsity and epochs of the rounds.
    pub schedule: Schedule,
    /// How gradient steps are taken.
    pub step: fn(&Settings) -> StepRule,
}

impl FineTuning {
    /// Iterative pruning on all members: no defense.
    pub const PLAIN: Self = Self {
        select: Select::All,
        risk: None,
        rank: Rank::ByScore,
        schedule: Schedule::Iterative,
        step: |_| StepRule::PLAIN,
    };

    /// All of it plain but the step.
    pub const fn stepping(step: fn(&Settings) -> StepRule) -> Self {
        Self { step, ..Self::PLAIN }
    }
}

/// Which members an epoch uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Select {
    /// All.
    All,
    /// Those in RSW's window of this epoch.
    Window(Order),
    /// Those that RSW's window from low to high reaches in any epoch.
    Reached,
    /// As many as RSW's window has, drawn anew in each epoch.
    FreshSubset,
    /// Each step a Poisson sample of all.
    Poisson,
}

/// Direction in which a window visits the members of a class, sorted by mem-score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// L→H.
    LowToHigh,
    /// H→L.
    HighToLow,
}

/// How members are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// By mem-score.
    ByScore,
    /// By lot: the ranking means nothing.
    ByLot,
}

/// Sparsity and epochs of a method's rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// Round by round to the sparsity of the configuration.
    Iterative,
    /// The same rounds, and nothing is removed.
    NoPruning,
    /// The same rounds with fewer epochs.
    StoppedEarly,
    /// All at once, one round.
    OneShot,
    /// All at once, one round with the epochs of all rounds.
    OneShotEqual,
    /// Dense rounds, in which a penalty prepares the cut, and one round of retraining after it.
    CutAtEnd,
}

/// The value that makes a method remove, protect or spare more or less.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "MethodSweep"))]
pub struct Sweep {
    /// Key of the configuration.
    pub key: &'static str,
    /// What a run tries, in ascending order; of strengths as many for every defense.
    pub values: &'static [f64],
    /// What makes a run try them.
    pub switch: Switch,
}

/// The value of the configuration that turns a sweep on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Switch {
    /// `defense.sweep`: the method with each strength instead of the configuration's.
    Defense,
    /// `prune.sweep`: the method at each sparsity beside the configuration's, with which the others are compared.
    Prune,
}

impl Sweep {
    /// Strengths of a defense.
    pub const fn of_strength(setting: &Setting, values: &'static [f64]) -> Option<Self> {
        Some(Self { key: setting.field.key, values, switch: Switch::Defense })
    }

    /// Sparsities at which Base or a one-shot control is trained.
    pub const fn along_sparsity(values: &'static [f64]) -> Option<Self> {
        Some(Self { key: "prune.sparsity", values, switch: Switch::Prune })
    }
}

impl Row {
    /// Where controls are defined.
    pub const CONTROL: &'static str = "control of this laboratory";
    /// Where WeMem's defenses are defined.
    pub const WEMEM: &'static str = "WeMem (Shang et al., NDSS 2025), authors' code";

    /// True for a method that chooses its settings itself: it is trained as what it chose.
    pub fn sets_itself(&self) -> bool {
        !(self.candidates)().is_empty()
    }
}

/// For a method with settings that somebody else chooses.
pub const fn no_candidates() -> Vec<Candidate> {
    Vec::new()
}
