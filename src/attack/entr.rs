//! Entr: how little the posterior is spread, with a threshold for each class.
//!
//! s = −H(p) = Σ_c p_c log p_c (Shokri et al., S&P 2017; class-wise by Song & Mittal, USENIX Security 2021, §3.2). The
//! pruning papers' README calls it "cross-entropy", their code computes this. The label only picks the threshold, so a
//! sure mistake looks like a member.

use super::{
    Attack, AttackInfo, AttackerView, How, Lacking, Needs, Outcome,
    threshold::{Scope, ThresholdAttack},
};
use crate::{look::Curve, provenance::provenance, signal};

pub(super) const INFO: AttackInfo = AttackInfo {
    attack: Attack::Entr,
    id: "entr",
    name: "Entr",
    help: "Says \"member\" where the network hesitates little between classes, whichever class it prefers.",
    formula: "Σ_c p_c log p_c",
    source: "Song & Mittal 2021; computed from logits instead of clipped posteriors",
    provenance: provenance(
        "Entr",
        "the same",
        "signals from logits in double precision, so that saturated records keep their order",
        "**`tests/oracle.rs`** (400-digit arithmetic), `signal.rs`",
    ),
    class_wise: true,
    needs: Needs::Nothing,
    look: Curve::dashed(0x2580c0, 0x66b8f0, "7 3"),
    how: How::AtOnce(run),
};

fn run(view: &AttackerView) -> Result<Outcome, Lacking> {
    Ok(ThresholdAttack { signal: signal::negative_entropy, scope: Scope::ClassWise }.run(view))
}
