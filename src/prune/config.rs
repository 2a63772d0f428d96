//! What a configuration says of pruning.

use super::PruneMethod;
use serde::{Deserialize, Serialize};

/// Iterative pruning without rewinding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct PruneConfig {
    /// What is removed, and by which score.
    pub method: PruneMethod,
    /// Whether layers are compared.
    pub scope: Scope,
    /// Strength of the L1 penalty on the scales of batch norms that slimming trains with.
    pub slimming_penalty: f64,
    /// Share of the weights of the pruned layers (structured: of the units that can go) removed at the end.
    pub sparsity: f64,
    /// Whether Base and the one-shot controls are also pruned to the other sparsities of their sweep.
    pub sweep: bool,
    /// Rounds; the first fine-tunes the dense network under a mask of ones.
    pub rounds: u32,
    /// Fine-tuning epochs a round (the most, with early stopping).
    pub epochs: u32,
}

impl Default for PruneConfig {
    fn default() -> Self {
        Self {
            method: PruneMethod::L1Unstructured,
            scope: Scope::Usual,
            slimming_penalty: 1e-4,
            sparsity: 0.6,
            sweep: false,
            rounds: 4,
            epochs: 7,
        }
    }
}

impl PruneConfig {
    /// True if one threshold serves all layers.
    pub fn compares_layers(&self) -> bool {
        match self.scope {
            Scope::Usual => self.method.info().compares_layers,
            Scope::Local => false,
            Scope::Global => true,
        }
    }
}

/// Whether pruning compares layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// As the method's source: one threshold for slimming, layer by layer for all others.
    Usual,
    /// The same share of each layer.
    Local,
    /// One threshold over all layers.
    Global,
}
