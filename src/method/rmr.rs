//! RMR: records at risk are trained in a pass of their own, with a strong weight decay (WeMem).

use super::{
    Setting,
    row::{FineTuning, Row, Sweep, no_candidates},
};
use crate::{
    field::real,
    look::{Look, SQUARE},
    provenance::provenance,
};

/// Share of the members at risk: those with the highest mem-scores.
pub const SHARE: Setting = Setting::new(
    "defense.risk_share",
    "At risk, RMR",
    "share of members",
    real(0.0, 1.0, 0.01),
    0.25,
    "Share of the members, those with the highest mem-scores, that RMR trains with a strong weight decay.",
);
/// Weight decay of the steps on records at risk.
pub const DECAY: Setting = Setting::new(
    "defense.risk_weight_decay",
    "Weight decay at risk",
    "",
    real(0.0, 10.0, 0.05),
    0.1,
    "How strongly steps on records at risk pull the weights towards zero.",
);
/// What RMR's strength is.
pub(super) const SWEEP: Option<Sweep> = Sweep::of_strength(&DECAY, &[0.01, 0.03, 0.1, 0.3, 1.0]);

pub(super) const ROW: Row = Row {
    id: "rmr",
    family: "rmr",
    order: None,
    name: "RMR",
    control: false,
    sweep: SWEEP,
    help: "Records at risk are trained in a pass of their own with a much stronger weight decay.",
    source: Row::WEMEM,
    look: Look::defense(0x04805c, 0x3ecf9c, SQUARE),
    provenance: provenance(
        "RMR",
        "WeMem's code, `ml2`",
        "the risk threshold is a share of the members instead of a min–max normalized score",
        "`finetune/mod.rs`",
    ),
    settings: &[&SHARE, &DECAY],
    tuning: FineTuning { risk: Some(&SHARE), ..FineTuning::PLAIN },
    candidates: no_candidates,
};
