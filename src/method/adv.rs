//! ADV: adversarial regularization, a min-max game with an attacker (Nasr, Shokri & Houmansadr, CCS 2018).

use super::{
    Setting, Settings,
    row::{FineTuning, Row, Sweep, no_candidates},
    step::{Game, StepRule},
};
use crate::{
    field::{integer, real},
    look::{Look, Point},
    provenance::provenance,
};

/// Weight λ of the attacker's success in a min-max game.
pub(super) const WEIGHT: Setting = Setting::new(
    "defense.adv_weight",
    "ADV, weight",
    "",
    real(0.0, 100.0, 0.5),
    3.0,
    "How much the network cares to mislead the attacker that is trained along.",
);
/// Steps of the attacker for each step of the network.
pub(super) const STEPS: Setting = Setting::new(
    "defense.adv_steps",
    "ADV, attacker's steps",
    "steps",
    integer(1, 50, 1),
    5.0,
    "How many steps the attacker makes for each step of the network.",
);
/// The weights that a sweep tries.
pub(super) const SWEEP: Option<Sweep> = Sweep::of_strength(&WEIGHT, &[1.0, 2.0, 3.0, 4.0, 8.0]);
const HEXAGON: &[Point] = &[(-0.57, -1.0), (0.57, -1.0), (1.15, 0.0), (0.57, 1.0), (-0.57, 1.0), (-1.15, 0.0)];

pub(super) const ROW: Row = Row {
    id: "adv",
    family: "adv",
    order: None,
    name: "ADV",
    control: false,
    sweep: SWEEP,
    help: "A min-max game: an attacker is trained along, and the network learns to be accurate and to mislead it.",
    source: "Nasr, Shokri & Houmansadr (CCS 2018) in a bounded form, over whole epochs; the papers' code makes one step an epoch",
    look: Look::defense(0x9a3b2f, 0xff9c8e, HEXAGON),
    provenance: provenance(
        "ADV",
        "Nasr et al. 2018",
        "bounded form λ·mean(h − ½) because the logarithm diverges; k attacker steps for every step of whole \
         epochs (the papers' code makes one step an epoch); development records are the reference set and are \
         counted",
        "`nn/game.rs`",
    ),
    settings: &[&WEIGHT, &STEPS],
    tuning: FineTuning::stepping(|own| StepRule { game: Some(game(own)), ..StepRule::PLAIN }),
    candidates: no_candidates,
};

/// The game that its settings ask for.
pub(super) fn game(own: &Settings) -> Game {
    Game { weight: own.get(&WEIGHT), steps: own.count(&STEPS) }
}
