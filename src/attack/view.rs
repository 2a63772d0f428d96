//! The threat model as a type: what an attacker may look at.
//!
//! The attacker has records, asks the target for logits and knows the labels (black box, full posterior). It has trained
//! networks of its own, whose membership it knows: each is a shadow, looked at on its own records, and a reference, looked
//! at on the records in question. Which of the target's records are members is not here, so no attack can use it, and no
//! threshold can be chosen on it.

use crate::signal::Outputs;

/// All that an attack may use.
#[derive(Debug, Clone, Copy)]
pub struct AttackerView<'a> {
    /// The target on the records in question, members and non-members mixed in one list.
    pub target: &'a Outputs,
    /// The attacker's own networks on their own records; with none, no threshold is fitted on them.
    pub shadows: &'a [ShadowView<'a>],
    /// The attacker's own networks on the records in question; with none, attacks that judge record by record do not run.
    pub references: References<'a>,
    /// The dense networks that target and shadows were pruned from; none for an attacker who has only the pruned ones.
    pub dense: Option<DenseView<'a>>,
    /// False if the labels in this view are what each network predicts, because the attacker does not know the records'.
    pub labels_are_known: bool,
}

impl<'a> AttackerView<'a> {
    /// Of an attacker who knows the labels and has no dense network.
    pub fn new(target: &'a Outputs, shadows: &'a [ShadowView<'a>], references: References<'a>) -> Self {
        Self { target, shadows, references, dense: None, labels_are_known: true }
    }
}

/// What the dense networks answer to the records that their pruned versions were asked about, in the same order.
#[derive(Debug, Clone, Copy)]
pub struct DenseView<'a> {
    /// The target's.
    pub target: &'a Outputs,
    /// The shadows', one an entry of [`AttackerView::shadows`].
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

/// What the attacker can say about single records.
#[derive(Debug, Clone, Copy, Default)]
pub struct References<'a> {
    /// The target on a population: records of the attacker's own that the target never saw and is not judged on.
    pub population: Option<&'a Outputs>,
    /// The networks to compare with.
    pub networks: &'a [ReferenceView<'a>],
}

/// One network to compare the target with.
#[derive(Debug, Clone, Copy)]
pub struct ReferenceView<'a> {
    /// On the records in question, followed by the population.
    pub outputs: &'a Outputs,
    /// For each of them, whether this network was trained on it.
    pub trained_on: &'a [bool],
}
