//! RelaxLoss: the mean loss is held at a level (Chen, Yu & Fritz, ICLR 2022).

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

/// Level α at which the mean loss is held, in nats.
pub(super) const LEVEL: Setting = Setting::new(
    "defense.relaxloss_level",
    "RelaxLoss, level",
    "nats",
    real(0.0, 10.0, 0.1),
    0.3,
    "The mean loss at which training is held; the right one differs from data set to data set.",
);
/// Largest posterior of the label in softened labels.
pub(super) const UPPER: Setting = Setting::new(
    "defense.relaxloss_upper",
    "RelaxLoss, largest posterior",
    "share",
    real(0.0, 1.0, 0.05),
    1.0,
    "The most that a softened label gives to its own class.",
);
const BOWTIE: &[Point] = &[(-1.15, -0.9), (0.0, -0.2), (1.15, -0.9), (1.15, 0.9), (0.0, 0.2), (-1.15, 0.9)];

pub(super) const ROW: Row = Row {
    id: "relaxloss",
    family: "relaxloss",
    order: None,
    name: "RelaxLoss",
    control: false,
    sweep: Sweep::of_strength(&LEVEL, &[0.1, 0.3, 0.6, 1.0, 1.6]),
    help: "The loss is held at a level instead of being driven to zero, so that members are not fitted better than others.",
    source: "Chen, Yu & Fritz (ICLR 2022), authors' code",
    look: Look::defense(0x5b6b00, 0xc3d64f, BOWTIE),
    provenance: provenance(
        "RelaxLoss",
        "Chen et al. 2022, authors' code",
        "epochs are counted within a round",
        "**`nn/objective/tests.rs`**",
    ),
    settings: &[&LEVEL, &UPPER],
    tuning: FineTuning::stepping(|own| {
        StepRule::minimizing(Loss::Relaxed { level: own.get(&LEVEL), upper: own.get(&UPPER) })
    }),
    candidates: no_candidates,
};
