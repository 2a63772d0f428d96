//! Control: every epoch on the lowest-ranked share that RSW's window would ever cover; no sliding.

use super::{
    row::{FineTuning, Row, Select, no_candidates},
    rsw,
};
use crate::look::{DOWN, Fill, Look, Mark};

pub(super) const ROW: Row = Row {
    id: "keep-low",
    family: "keep-low",
    order: None,
    name: "Keep low",
    control: true,
    sweep: None,
    help: "Always the lowest-ranked share that RSW would ever reach: what of the gain is due to never showing the rest?",
    source: Row::CONTROL,
    provenance: None,
    look: Look::control(0x1f8f94, 0x4fd0d4, Mark::Outline(DOWN, Fill::Hollow)),
    settings: rsw::WINDOW,
    tuning: FineTuning { select: Select::Reached, ..FineTuning::PLAIN },
    candidates: no_candidates,
};
