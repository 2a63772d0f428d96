//! Gap: says "member" where the prediction is right. The floor that a serious attack must beat.
//!
//! s = 1[argmax_c p_c = y] (Yeom et al., CSF 2018). Needs the predicted class only and no shadows; its balanced accuracy
//! is ½ + ½ (accuracy on members − accuracy on non-members), both against the labels that the attacker knows.

use super::{Attack, AttackInfo, AttackerView, How, Lacking, Needs, Outcome, Sides};
use crate::{look::Curve, provenance::provenance, signal};

pub(super) const INFO: AttackInfo = AttackInfo {
    attack: Attack::Gap,
    id: "gap",
    name: "Gap",
    help: "Says \"member\" where the network predicts the record's label: a plain measure of overfitting.",
    formula: "1 if the largest p_c is p_y, else 0",
    source: "Yeom et al. 2018",
    provenance: provenance(
        "gap",
        "Yeom et al. 2018",
        "no TPR at a low FPR: its first step is far above",
        "`attack/gap.rs`, `assess/mod.rs`",
    ),
    class_wise: false,
    needs: Needs::Nothing,
    look: Curve::dashed(0x666e78, 0xa5aeb8, "1 4"),
    how: How::AtOnce(run),
};

fn run(view: &AttackerView) -> Result<Outcome, Lacking> {
    if !view.labels_are_known {
        return Err(Lacking("whoever takes the prediction for the label finds every prediction right".into()));
    }
    let scores = view.target.signals(signal::correctness);
    let on_own = Sides::of_shadows(view.shadows, signal::correctness);
    Ok(Outcome { on_own, ..Outcome::at(Some(1.0), scores) })
}
