//! Control: a new random subset of the window's size in each epoch.

use super::{
    row::{FineTuning, Row, Select, no_candidates},
    rsw,
};
use crate::look::{DIAMOND, Fill, Look, Mark};

pub(super) const ROW: Row = Row {
    id: "fresh-subset",
    family: "fresh-subset",
    order: None,
    name: "Fresh subset",
    control: true,
    sweep: None,
    help: "A new random subset each epoch, with RSW's steps: are fewer steps alone a protection?",
    source: Row::CONTROL,
    provenance: None,
    look: Look::control(0x6c8a14, 0xb5cf4b, Mark::Outline(DIAMOND, Fill::Hollow)),
    settings: rsw::WINDOW,
    tuning: FineTuning { select: Select::FreshSubset, ..FineTuning::PLAIN },
    candidates: no_candidates,
};
