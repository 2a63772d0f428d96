//! Control: RMR with a random risk set of the same size.

use super::{
    rmr,
    row::{FineTuning, Rank, Row, no_candidates},
};
use crate::look::{Fill, Look, Mark, SQUARE};

pub(super) const ROW: Row = Row {
    id: "random-risk",
    family: "random-risk",
    order: None,
    name: "Random risk set",
    control: true,
    sweep: None,
    help: "RMR with a random risk set: what of RMR is plain weight decay?",
    source: Row::CONTROL,
    provenance: None,
    look: Look::control(0x3f9b74, 0x8fdcb8, Mark::Outline(SQUARE, Fill::Hollow)),
    settings: &[&rmr::SHARE, &rmr::DECAY],
    tuning: FineTuning { rank: Rank::ByLot, risk: Some(&rmr::SHARE), ..FineTuning::PLAIN },
    candidates: no_candidates,
};
