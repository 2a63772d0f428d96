//! Risk memory regularization, RMR's primitive (WeMem; authors' `train_defend_ml2`).
//!
//! First a pass over the members at risk with a strong weight decay, then one over the others with the usual one. The
//! two have separate Adam states, as in the authors' code; one common state gives results up to ten points away.
//! The authors put a threshold on a min–max normalized score; ours is a share of the members (a quantile), because
//! an absolute threshold means another risk set on every network.

use super::Pass;

/// Adam state of the members that are not at risk, and of all members in arms without a risk set.
pub const GENERAL_SLOT: usize = 0;
/// Adam state of the members at risk.
pub const RISK_SLOT: usize = 1;

/// Splits `members` into a pass at risk and a general one; either may be empty.
pub fn split(members: Vec<u32>, at_risk: &[bool], risk_decay: f64, general_decay: f64) -> Vec<Pass> {
    let (risky, general) = members.into_iter().partition(|&member| at_risk[member as usize]);
    vec![
        Pass { members: risky, slot: RISK_SLOT, weight_decay: risk_decay, sampled: None },
        Pass { members: general, slot: GENERAL_SLOT, weight_decay: general_decay, sampled: None },
    ]
}
