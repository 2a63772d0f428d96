//! Control: Base with as many epochs as make RSW's number of steps; with a sweep, the front that every defense has to beat.

use super::{
    Setting,
    row::{FineTuning, Row, Schedule, Sweep, no_candidates},
    rsw,
};
use crate::{
    field::integer,
    look::{Look, Mark, Point},
};

/// Fine-tuning epochs a round; 0 takes as many as make RSW's number of steps.
pub const EPOCHS: Setting = Setting::new(
    "defense.stopped_epochs",
    "Stopped early after",
    "epochs a round",
    integer(0, 500, 1),
    0.0,
    "Fine-tuning epochs of Base stopped early; 0 takes as many as make RSW's number of steps.",
);
const PLUS: &[[Point; 2]] = &[[(-1.2, 0.0), (1.2, 0.0)], [(0.0, -1.2), (0.0, 1.2)]];

pub(super) const ROW: Row = Row {
    id: "early-stopped",
    family: "early-stopped",
    order: None,
    name: "Base, stopped early",
    control: true,
    sweep: Sweep::of_strength(&EPOCHS, &[1.0, 2.0, 3.0, 4.0, 6.0]),
    help: "Base with as few steps as RSW: what of the gain is due to training less?",
    source: Row::CONTROL,
    provenance: None,
    look: Look::control(0xcf4678, 0xff8fb3, Mark::Strokes(PLUS)),
    settings: &[&EPOCHS, &rsw::WIDTH, &rsw::COVERAGE, &rsw::WIDTH_RECORDS, &rsw::STRIDE_RECORDS],
    tuning: FineTuning { schedule: Schedule::StoppedEarly, ..FineTuning::PLAIN },
    candidates: no_candidates,
};
