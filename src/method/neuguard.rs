//! NeuGuard: answers of low variance, hidden layers in balance (Xu et al., ACSAC 2022).

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

/// Weight of the variance of answers, in units of the number of classes.
pub(super) const VARIANCE: Setting = Setting::new(
    "defense.neuguard_variance",
    "NeuGuard, variance",
    "per class",
    real(0.0, 1000.0, 1.0),
    1.0,
    "How strongly answers are drawn to the mean answer of their class.",
);
/// Weight of the balance of hidden dense layers and logits.
pub(super) const BALANCE: Setting = Setting::new(
    "defense.neuguard_balance",
    "NeuGuard, balance",
    "",
    real(0.0, 1000.0, 1.0),
    1.0,
    "How strongly both halves of a layer are drawn to the same sum.",
);
const BOWL: &[Point] = &[(-1.25, -0.85), (1.25, -0.85), (0.6, 0.85), (-0.6, 0.85)];

pub(super) const ROW: Row = Row {
    id: "neuguard",
    family: "neuguard",
    order: None,
    name: "NeuGuard",
    control: false,
    sweep: Sweep::of_strength(&VARIANCE, &[1.0, 3.0, 10.0, 20.0, 30.0]),
    help: "Answers of a class are drawn together and hidden layers are kept in balance.",
    source: "Xu et al. (ACSAC 2022), authors' train_half_diff_min_var, without the test-time amplification of feature maps",
    look: Look::defense(0x2f6f7a, 0x7fd3e0, BOWL),
    provenance: provenance(
        "NeuGuard",
        "Xu et al. 2022, authors' `train_half_diff_min_var`",
        "without the amplification of feature maps at test time; ReLU where the Texas network has tanh; weight \
         of the variance in units of the number of classes (20 would be the source's for CIFAR-10; the default \
         is tuned, see below); weight of the balance 1, because the authors' 5 to 500 leave no accuracy in \
         schedules as short as ours",
        "**`nn/objective/tests.rs`** (that loop, numpy)",
    ),
    settings: &[&VARIANCE, &BALANCE],
    tuning: FineTuning::stepping(|own| {
        StepRule::minimizing(Loss::Guarded { variance: own.get(&VARIANCE), balance: own.get(&BALANCE) })
    }),
    candidates: no_candidates,
};
