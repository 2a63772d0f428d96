//! Controls: the final sparsity at once, with one round's epochs or with as many as all rounds have together.

use super::row::{FineTuning, Row, Schedule, Sweep, no_candidates};
use crate::look::{Look, Mark, Point};

/// At 0 retrained without removing anything: what of the leak comes before the cut?
const SWEEP: Option<Sweep> = Sweep::along_sparsity(&[0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]);
const CROSS: &[[Point; 2]] = &[[(-0.95, -0.95), (0.95, 0.95)], [(-0.95, 0.95), (0.95, -0.95)]];
const ASTERISK: &[[Point; 2]] =
    &[[(0.0, -1.2), (0.0, 1.2)], [(-1.04, -0.6), (1.04, 0.6)], [(-1.04, 0.6), (1.04, -0.6)]];

pub(super) const ROW: Row = Row {
    id: "one-shot",
    family: "one-shot",
    order: None,
    name: "One-shot",
    control: true,
    sweep: SWEEP,
    help: "All weights removed at once, then one round of fine-tuning.",
    source: Row::CONTROL,
    provenance: None,
    look: Look::control(0x7d5a3c, 0xc9a07c, Mark::Strokes(CROSS)),
    settings: &[],
    tuning: FineTuning { schedule: Schedule::OneShot, ..FineTuning::PLAIN },
    candidates: no_candidates,
};

pub(super) const EQUAL: Row = Row {
    id: "one-shot-equal",
    family: "one-shot-equal",
    order: None,
    name: "One-shot, equal epochs",
    control: true,
    sweep: SWEEP,
    help: "All weights removed at once, then as many epochs as all rounds together.",
    source: Row::CONTROL,
    provenance: None,
    look: Look::control(0x9c7a50, 0xdcc093, Mark::Strokes(ASTERISK)),
    settings: &[],
    tuning: FineTuning { schedule: Schedule::OneShotEqual, ..FineTuning::PLAIN },
    candidates: no_candidates,
};
