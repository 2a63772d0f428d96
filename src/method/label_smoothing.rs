//! Label smoothing (Szegedy et al., CVPR 2016).

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

/// Share ε of the label that is given to all classes.
pub(super) const AMOUNT: Setting = Setting::new(
    "defense.smoothing",
    "Label smoothing",
    "share",
    real(0.0, 1.0, 0.05),
    0.05,
    "Share of each label that is spread over all classes.",
);
const TRAPEZOID: &[Point] = &[(-0.6, -0.85), (0.6, -0.85), (1.25, 0.85), (-1.25, 0.85)];

pub(super) const ROW: Row = Row {
    id: "label-smoothing",
    family: "label-smoothing",
    order: None,
    name: "Label smoothing",
    control: false,
    sweep: Sweep::of_strength(&AMOUNT, &[0.05, 0.1, 0.2, 0.4, 0.6]),
    help: "Labels are softened, so that the network is never asked to be certain.",
    source: "Szegedy et al. (CVPR 2016)",
    look: Look::defense(0x8a6d3b, 0xdcc08a, TRAPEZOID),
    provenance: provenance("label smoothing", "Szegedy et al. 2016", "–", "**`nn/objective/tests.rs`**"),
    settings: &[&AMOUNT],
    tuning: FineTuning::stepping(|own| StepRule::minimizing(Loss::Smoothed { amount: own.get(&AMOUNT) })),
    candidates: no_candidates,
};
