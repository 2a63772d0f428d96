//! CRL: center-based relaxed learning (Fang & Kim, UAI 2024).

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

/// Level at which the mean loss is held, in nats, and the mean half squared distance to the center.
pub(super) const LEVEL: Setting = Setting::new(
    "defense.crl_level",
    "CRL, level",
    "nats",
    real(0.0, 10.0, 0.1),
    0.3,
    "The level at which loss and distance to the center are held.",
);
/// Weight λ of the centers.
pub(super) const CENTER: Setting = Setting::new(
    "defense.crl_center",
    "CRL, weight of the centers",
    "",
    real(0.0, 100.0, 0.1),
    0.1,
    "How much the distance to the center of the class counts beside the loss.",
);
const HOURGLASS: &[Point] = &[(-0.9, -1.15), (0.9, -1.15), (0.2, 0.0), (0.9, 1.15), (-0.9, 1.15), (-0.2, 0.0)];

pub(super) const ROW: Row = Row {
    id: "crl",
    family: "crl",
    order: None,
    name: "CRL",
    control: false,
    sweep: Sweep::of_strength(&LEVEL, &[0.1, 0.3, 0.6, 1.0, 1.6]),
    help: "A relaxed loss on bounded logits, with the records of a class held around a common center.",
    source: "Fang & Kim (UAI 2024), authors' code; centers are running means, and one level serves loss and centers",
    look: Look::defense(0x6d4c41, 0xd2aa9c, HOURGLASS),
    provenance: provenance(
        "CRL",
        "Fang & Kim 2024, authors' `relaxloss_lognorm.py`, `center_loss_relax_lognorm.py`",
        "centers are running means of the bounded features instead of parameters with an optimizer of their \
         own; one level for loss and centers; the confidence is not cut (`upper`); epochs are counted within a \
         round, from one; t, λ and the levels are not published",
        "**`nn/objective/tests.rs`** (both classes, numpy)",
    ),
    settings: &[&LEVEL, &CENTER],
    tuning: FineTuning::stepping(|own| {
        StepRule::minimizing(Loss::Centered { level: own.get(&LEVEL), center: own.get(&CENTER) })
    }),
    candidates: no_candidates,
};
