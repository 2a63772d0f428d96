//! PPB: pair-based posterior balancing (Yuan & Zhang, USENIX Security 2022).

use super::{
    Setting,
    row::{FineTuning, Row, Sweep, no_candidates},
    step::{Loss, StepRule},
};
use crate::{
    field::real,
    look::{Look, Point},
    provenance::provenance,
};

/// Weight λ of the divergence between paired answers.
pub(super) const WEIGHT: Setting = Setting::new(
    "defense.ppb_weight",
    "PPB, weight",
    "",
    real(0.0, 100.0, 1.0),
    1.0,
    "How much PPB cares that paired answers are equally sure.",
);
const PENTAGON: &[Point] = &[(0.0, -1.15), (1.09, -0.36), (0.68, 0.93), (-0.68, 0.93), (-1.09, -0.36)];

pub(super) const ROW: Row = Row {
    id: "ppb",
    family: "ppb",
    order: None,
    name: "PPB",
    control: false,
    sweep: Sweep::of_strength(&WEIGHT, &[1.0, 2.0, 4.0, 8.0, 16.0]),
    help: "Pairs of members are trained to give answers that are equally sure, so that none stands out.",
    source: "Yuan & Zhang (USENIX Security 2022), authors' train_defend_ppb",
    look: Look::defense(0xa86a00, 0xf2b552, PENTAGON),
    provenance: provenance(
        "PPB",
        "Yuan & Zhang 2022, `train_defend_ppb`",
        "–",
        "**`nn/objective/tests.rs`** (value and gradient, numpy)",
    ),
    settings: &[&WEIGHT],
    tuning: FineTuning::stepping(|own| StepRule::minimizing(Loss::Paired { weight: own.get(&WEIGHT) })),
    candidates: no_candidates,
};
