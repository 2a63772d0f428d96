//! Base: iterative pruning without a defense, with which every other method is compared.

use super::row::{FineTuning, Row, Sweep, no_candidates};
use crate::{
    look::{Colors, Fill, Look, Mark},
    provenance::provenance,
};

/// Base at sparsity 0 is fine-tune only, a method of its own.
pub(super) const ROW: Row = Row {
    id: "base",
    family: "base",
    order: None,
    name: "Base",
    control: false,
    sweep: Sweep::along_sparsity(&[0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]),
    help: "Prune a little, fine-tune on all members, repeat: no defense.",
    source: Row::WEMEM,
    look: Look { colors: Colors { light: 0xc8430c, dark: 0xff8a5c }, mark: Mark::Circle(Fill::Solid), dash: None },
    provenance: provenance(
        "Base",
        "WeMem's code; early stopping as an option",
        "–",
        "`nn/adam.rs` (two steps of `torch.optim.Adam` by hand), `prune/`",
    ),
    settings: &[],
    tuning: FineTuning::PLAIN,
    candidates: no_candidates,
};
