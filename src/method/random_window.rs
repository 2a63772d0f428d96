//! Control: RSW's window over a random order; same width, stride and steps.

use super::{
    row::{FineTuning, Order, Rank, Row, Select, no_candidates},
    rsw,
};
use crate::look::{Fill, Look, Mark, UP};

pub(super) const ROW: Row = Row {
    id: "random-window",
    family: "random-window",
    order: None,
    name: "Random window",
    control: true,
    sweep: None,
    help: "RSW's window over a random order, with the same steps: what of the gain is due to the ranking?",
    source: Row::CONTROL,
    provenance: None,
    look: Look::control(0x2c8ec4, 0x6fc6f5, Mark::Outline(UP, Fill::Hollow)),
    settings: rsw::WINDOW,
    tuning: FineTuning { rank: Rank::ByLot, select: Select::Window(Order::LowToHigh), ..FineTuning::PLAIN },
    candidates: no_candidates,
};
