//! The threat model as a type: what an attacker may look at.
//!
//! The attacker has records, asks the target for logits and knows the labels (black box, full posterior). It has trained
//! networks of its own, the shadows, whose membership it knows. Which of the target's records are members is not here,
//! so no attack can use it, and no threshold can be chosen on it.

use crate::signal::Outputs;

/// All that an attack may use.
#[derive(Debug, Clone, Copy)]
pub struct AttackerView<'a> {
    /// The target on the records in question, members and non-members mixed in one list.
    pub target: &'a Outputs,
    /// The attacker's own networks; with none, threshold attacks call nothing a member.
    pub shadows: &'a [ShadowView<'a>],
}

/// One of the attacker's networks.
#[derive(Debug, Clone, Copy)]
pub struct ShadowView<'a> {
    /// On the records that it was trained on.
    pub members: &'a Outputs,
    /// On records that it has not seen.
    pub non_members: &'a Outputs,
}
