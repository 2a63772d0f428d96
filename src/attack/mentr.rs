//! Mentr: the modified entropy, with a threshold for each class.
//!
//! s = (1 − p_y) log p_y + Σ_{c≠y} p_c log(1 − p_c) (Song & Mittal, USENIX Security 2021, §3.2): an entropy that knows the
//! label, falling with p_y and rising with each wrong class, so that a sure mistake does not look like a member.

use super::{
    Attack, AttackInfo, AttackerView, How, Lacking, Needs, Outcome,
    threshold::{Scope, ThresholdAttack},
};
use crate::{look::Curve, provenance::provenance, signal};

pub(super) const INFO: AttackInfo = AttackInfo {
    attack: Attack::Mentr,
    id: "mentr",
    name: "Mentr",
    help: "Says \"member\" where the network is sure and right: entropy that counts wrong classes against a record.",
    formula: "(1 − p_y) log p_y + Σ_{c≠y} p_c log(1 − p_c)",
    source: "Song & Mittal 2021; computed from logits instead of clipped posteriors",
    provenance: provenance("Mentr", "Song & Mittal 2021", "the same", "**`tests/oracle.rs`**"),
    class_wise: true,
    needs: Needs::Nothing,
    look: Curve::dashed(0x0c7d64, 0x45cfa8, "2 2"),
    how: How::AtOnce(run),
};

fn run(view: &AttackerView) -> Result<Outcome, Lacking> {
    Ok(ThresholdAttack { signal: signal::negative_modified_entropy, scope: Scope::ClassWise }.run(view))
}
