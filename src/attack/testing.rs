//! What tests of attacks are made of: answers of networks of two classes whose scores are written down.

use super::{AttackerView, ReferenceView, References};
use crate::signal::Outputs;

/// Two classes, all labels 0: the logit of class 0 is φ.
pub fn outputs(phi: &[f64]) -> Outputs {
    let logits = phi.iter().flat_map(|&phi| [phi, 0.0]).collect();
    Outputs { classes: 2, logits, labels: vec![0; phi.len()] }
}

/// What `look` finds in the view of an attacker with references, given as answers about the target's records and the
/// population, and whether each of them was trained on.
pub fn seen<T>(
    target: &Outputs,
    population: Option<&Outputs>,
    references: &[(Outputs, &[bool])],
    look: impl FnOnce(&AttackerView) -> T,
) -> T {
    let networks: Vec<ReferenceView> =
        references.iter().map(|(outputs, trained_on)| ReferenceView { outputs, trained_on }).collect();
    look(&AttackerView::new(target, &[], References { population, networks: &networks }))
}

/// The same by φ, and without a population.
pub fn seen_by_phi<T>(target: &[f64], references: &[(&[f64], &[bool])], look: impl FnOnce(&AttackerView) -> T) -> T {
    let references: Vec<(Outputs, &[bool])> = references.iter().map(|(phi, flags)| (outputs(phi), *flags)).collect();
    seen(&outputs(target), None, &references, look)
}
