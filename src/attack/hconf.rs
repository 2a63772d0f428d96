//! Hconf: the confidence in the label, with one threshold for all records.
//!
//! The pruning papers call it the highest confidence ("top1"), after Salem et al. (NDSS 2019), but their code
//! (`attackers.py`, `top1_conf`) thresholds the confidence in the true label; we follow the code. It ranks records as
//! Conf does, so both have one ROC and differ in their decisions only.

use super::{
    Attack, AttackInfo, AttackerView, How, Lacking, Needs, Outcome,
    threshold::{Scope, ThresholdAttack},
};
use crate::{look::Curve, provenance::provenance, signal};

pub(super) const INFO: AttackInfo = AttackInfo {
    attack: Attack::Hconf,
    id: "hconf",
    name: "Hconf",
    help: "Says \"member\" where the network is surer of the record's label than one limit that holds for all classes.",
    formula: "log p_y − log(1 − p_y)",
    source: "the pruning papers' code (their text says max_c p_c); on a scale that does not saturate",
    provenance: provenance(
        "Hconf",
        "Yuan & Zhang's code (`top1_conf`)",
        "none: as in the code it is the label's confidence under one threshold, not the top one",
        "**`tests/oracle.rs`**",
    ),
    class_wise: false,
    needs: Needs::Nothing,
    look: Curve::dashed(0x8a3a9c, 0xcf8be2, "9 3 2 3"),
    how: How::AtOnce(run),
};

/// What its score is, in words.
pub fn axis(view: &AttackerView) -> &'static str {
    if view.labels_are_known {
        "log-odds of the label: how sure the network is of it"
    } else {
        "log-odds of the prediction: how sure the network is of it"
    }
}

const ATTACK: ThresholdAttack = ThresholdAttack { signal: signal::scaled_logit, scope: Scope::Global };

fn run(view: &AttackerView) -> Result<Outcome, Lacking> {
    Ok(ATTACK.run(view))
}

/// The score from which this attack says "member"; infinite if the shadows lack members or non-members.
pub fn threshold(view: &AttackerView) -> f64 {
    // Global scope: every class has the same.
    ATTACK.thresholds(view)[0]
}
