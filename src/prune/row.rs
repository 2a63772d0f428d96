//! What a pruning method is: its row in the registry.

use crate::{
    field::Choice,
    network::{Shape, Weights},
    provenance::Provenance,
    rng::Stream,
};

/// A pruning method, whole.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Id, name and help.
    pub choice: Choice,
    /// Its entry in METHODS.md.
    pub provenance: Option<Provenance>,
    /// What it removes, by which scores: the lowest go.
    pub scores: Scores,
    /// True if, as its source has it, one threshold serves all layers.
    pub compares_layers: bool,
    /// True if it goes by the scales of batch norms, which training then draws towards zero.
    pub goes_by_norms: bool,
}

/// Scores of what can be removed.
#[derive(Debug, Clone, Copy)]
pub enum Scores {
    /// Of single weights: a list for each of [`Shape::pruned`].
    OfWeights(fn(&Shape, &Weights, Priorities) -> Vec<Vec<f64>>),
    /// Of whole units: a list for each group of [`Shape::units`], empty for a group whose units all stay.
    OfUnits(fn(&Shape, &Weights) -> Vec<Vec<f64>>),
}

/// Gives the stream of pruning by lot.
pub type Priorities<'a> = &'a dyn Fn() -> Stream;
