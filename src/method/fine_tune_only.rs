//! Control: the same fine-tuning under a mask of ones.

use super::row::{FineTuning, Row, Schedule, no_candidates};
use crate::look::{Colors, Fill, Look, Mark};

pub(super) const ROW: Row = Row {
    id: "fine-tune-only",
    family: "fine-tune-only",
    order: None,
    name: "Fine-tune only",
    control: true,
    sweep: None,
    help: "The same epochs without removing a weight: what of the leak is due to pruning at all?",
    source: Row::CONTROL,
    provenance: None,
    look: Look {
        colors: Colors { light: 0xb06f00, dark: 0xf0b03a },
        mark: Mark::Circle(Fill::Hollow),
        dash: Some("7 4"),
    },
    settings: &[],
    tuning: FineTuning { schedule: Schedule::NoPruning, ..FineTuning::PLAIN },
    candidates: no_candidates,
};
