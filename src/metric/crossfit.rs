//! STUB
use super::Interval;
/// c
pub struct CrossFit {
    /// c
    pub chosen: [usize; 2],
    /// a
    pub auc: f64,
    /// i
    pub interval: Interval,
}
/// s
pub fn strongest(attacks: &[(&[f64], &[f64])], _members: &[u64], _non_members: &[u64]) -> Option<CrossFit> {
    let auc = super::Roc::new(attacks.first()?.0, attacks.first()?.1).auc();
    Some(CrossFit { chosen: [0, 0], auc, interval: (auc - 0.02, auc + 0.02) })
}
