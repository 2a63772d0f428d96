//! DP-SGD: fine-tuning with differentially private gradients (Abadi et al., CCS 2016).

use super::{
    Setting, Settings,
    row::{FineTuning, Row, Select, Sweep, no_candidates},
    step::{Noise, StepRule},
};
use crate::{
    field::real,
    look::{Look, Point},
    provenance::provenance,
};

/// Noise multiplier σ: standard deviation of the noise in units of the clipping norm.
pub(super) const NOISE: Setting = Setting::new(
    "defense.dp_noise",
    "DP-SGD, noise",
    "clipping norms",
    real(0.0, 100.0, 0.1),
    1.0,
    "How much noise is added to each step; the privacy that it buys is printed as ε.",
);
/// Clipping norm C.
pub(super) const CLIP: Setting = Setting::new(
    "defense.dp_clip",
    "DP-SGD, clipping norm",
    "",
    real(1e-3, 1000.0, 0.1),
    1.0,
    "How far a single record may pull at the weights.",
);
const BAR: &[Point] = &[(-1.3, -0.5), (1.3, -0.5), (1.3, 0.5), (-1.3, 0.5)];

pub(super) const ROW: Row = Row {
    id: "dp",
    family: "dp",
    order: None,
    name: "DP-SGD",
    control: false,
    sweep: Sweep::of_strength(&NOISE, &[0.01, 0.1, 0.3, 1.0, 3.0]),
    help: "Every record's pull is clipped and noise is added to each step, which bounds what fine-tuning can reveal.",
    source: "Abadi et al. (CCS 2016), per record and with Poisson sampling, steps taken by Adam; the papers' code clips half \
             batches and has no accountant",
    look: Look::defense(0x3a6b35, 0x8fd487, BAR),
    provenance: provenance(
        "DP-SGD",
        "Abadi et al. 2016",
        "per record by ghost norms (the papers' code clips half batches), Poisson sampling, Rényi accountant \
         with orders from 1.01 (\"at most\" where the first or last is the best), steps by Adam; the dense \
         stage and the masks are not private, and the page says so",
        "`nn/private.rs` (a loop over records), `finetune/sampled.rs`, **`finetune/accountant.rs`** (whole \
         orders by dp-accounting, others by Simpson's rule in numpy)",
    ),
    settings: &[&NOISE, &CLIP],
    tuning: FineTuning { select: Select::Poisson, ..FineTuning::stepping(step) },
    candidates: no_candidates,
};

fn step(own: &Settings) -> StepRule {
    let noise = Noise { clip: own.get(&CLIP), multiplier: own.get(&NOISE) };
    StepRule { noise: Some(noise), ..StepRule::PLAIN }
}
