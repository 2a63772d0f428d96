//! What an onlooker of a run hears. Large things are pulled from the report, not told.

use serde::Serialize;

/// Something that changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// An arm has been attacked after one more round; the report has it.
    Round {
        /// Id of the arm, `dense` for the dense stage.
        arm: String,
        /// 0-based.
        round: u32,
    },
    /// Another stage begins: `memory`, `arms` or `finished`.
    Stage {
        /// Its name.
        what: &'static str,
    },
    /// An arm will get no further; the others go on.
    ArmFailed {
        /// Id of the arm.
        arm: String,
        /// Round in which it happened.
        round: u32,
        /// In words.
        reason: String,
    },
    /// A job's engine died; the job begins anew.
    Again {
        /// In words.
        reason: String,
    },
}

/// How far the run is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Progress {
    /// Units done.
    pub done: f64,
    /// Units in all (the most, with early stopping).
    pub total: f64,
    /// What is counted.
    pub unit: &'static str,
    /// The stage: `dense`, `memory`, `arms` or `finished`.
    pub what: &'static str,
}
