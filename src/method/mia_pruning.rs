//! MIA-Pruning: pruning as a defense, by ADMM with masked retraining (Wang et al., IJCAI 2021), alone and within a
//! min-max game.

use super::{
    Setting, Settings, adv,
    row::{FineTuning, Row, Schedule, Sweep, Switch, no_candidates},
    step::{Admm, StepRule},
};
use crate::{
    field::real,
    look::{Look, Point},
    provenance::provenance,
};

/// Penalty ρ of ADMM pruning.
pub(super) const PENALTY: Setting = Setting::new(
    "defense.admm_penalty",
    "MIA-Pruning, penalty",
    "",
    real(0.0, 10.0, 0.01),
    0.01,
    "How strongly weights are drawn to the nearest sparse network before the cut.",
);
/// How far it is pruned is its strength; that it is tried along with the other defenses' makes it one of them.
const SWEEP: Option<Sweep> =
    Some(Sweep { key: "prune.sparsity", values: &[0.5, 0.6, 0.7, 0.8, 0.9], switch: Switch::Defense });
const HOUSE: &[Point] = &[(0.0, -1.2), (1.0, -0.3), (1.0, 1.0), (-1.0, 1.0), (-1.0, -0.3)];
const POST: &[Point] = &[(-0.5, -1.3), (0.5, -1.3), (0.5, 1.3), (-0.5, 1.3)];

const fn tuning(step: fn(&Settings) -> StepRule) -> FineTuning {
    FineTuning { schedule: Schedule::CutAtEnd, ..FineTuning::stepping(step) }
}

fn step(own: &Settings) -> StepRule {
    StepRule { admm: Some(Admm { penalty: own.get(&PENALTY) }), ..StepRule::PLAIN }
}

pub(super) const ROW: Row = Row {
    id: "mia-pruning",
    family: "mia-pruning",
    order: None,
    name: "MIA-Pruning",
    control: false,
    sweep: SWEEP,
    help: "Pruning as the defense: weights are drawn towards a sparse network while training (ADMM), cut at once, and the rest \
           is retrained.",
    source: "Wang et al. (IJCAI 2021), rebuilt from its outline with the group's usual solver; no code is published",
    look: Look::defense(0x7a3f6d, 0xe3a0d3, HOUSE),
    provenance: provenance(
        "MIA-Pruning",
        "Wang et al. 2021; no code is published",
        "rebuilt from its outline with the group's usual solver: ADMM in all rounds but the last, then the cut \
         and masked retraining",
        "`nn/admm.rs` (by hand)",
    ),
    settings: &[&PENALTY],
    tuning: tuning(step),
    candidates: no_candidates,
};

pub(super) const MIN_MAX: Row = Row {
    id: "mia-pruning-min-max",
    family: "mia-pruning-min-max",
    order: None,
    name: "MIA-Pruning, min-max",
    control: false,
    sweep: adv::SWEEP,
    help: "MIA-Pruning whose training is a min-max game with an attacker as well.",
    source: "Wang et al. (IJCAI 2021), who report it as the strongest of their combinations",
    look: Look::defense(0x5c4a8a, 0xb8a6f0, POST),
    provenance: provenance(
        "MIA-Pruning, min-max",
        "Wang et al. 2021",
        "MIA-Pruning and ADV together",
        "`tests/pipeline.rs`",
    ),
    settings: &[&PENALTY, &adv::WEIGHT, &adv::STEPS],
    tuning: tuning(|own| StepRule { game: Some(adv::game(own)), ..step(own) }),
    candidates: no_candidates,
};
