//! Conf: the confidence in the label, with a threshold for each class.
//!
//! s = p_y (Yeom et al., CSF 2018, whose loss is −log p_y; class-wise by Song & Mittal, USENIX Security 2021, §3.2;
//! `attacker_threshold.py` of the pruning papers). We score with the scaled logit φ = log p_y − log(1 − p_y): the same
//! order of records, hence the same ROC, but records do not become equal where p_y rounds to 1. The thresholds enter no
//! score, as in those codes, so AUC and ROC are Hconf's.

use super::{
    Attack, AttackInfo, AttackerView, How, Lacking, Needs, Outcome,
    threshold::{Scope, ThresholdAttack},
};
use crate::{look::Curve, provenance::provenance, signal};

pub(super) const INFO: AttackInfo = AttackInfo {
    attack: Attack::Conf,
    id: "conf",
    name: "Conf",
    help: "Says \"member\" where the network is unusually sure of the record's label, judged class by class.",
    formula: "log p_y − log(1 − p_y)",
    source: "Song & Mittal 2021; the order of p_y on a scale that does not saturate; thresholds enter no score, so its AUC is Hconf's",
    provenance: provenance(
        "Conf",
        "Yuan & Zhang 2022, after Song & Mittal 2021",
        "exact search of the class-wise threshold in O(n log n) instead of O(n²); of equally good ones the \
         highest instead of the first record's, so decisions on the target may differ. Thresholds enter no \
         score: AUC and ROC are Hconf's",
        "**`tests/oracle.rs`** (every threshold tried), `attack/threshold.rs`",
    ),
    class_wise: true,
    needs: Needs::Nothing,
    look: Curve::solid(0xc2500e, 0xff9a62),
    how: How::AtOnce(run),
};

fn run(view: &AttackerView) -> Result<Outcome, Lacking> {
    Ok(ThresholdAttack { signal: signal::scaled_logit, scope: Scope::ClassWise }.run(view))
}
