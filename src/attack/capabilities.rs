//! Which attacks an attacker tries at once: those that everybody can, and those that need further knowledge.

use super::{ATTACKS, AttackInfo, Needs};

/// The further knowledge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// The dense networks are in the attacker's hands as well.
    pub dense: bool,
    /// References may have been trained on the records in question.
    pub online: bool,
    /// Hard records are known to be treated apart.
    pub mem_aware: bool,
}

impl Capabilities {
    /// What files of a model's answers allow, or might with more of them.
    pub const AUDIT: Self = Self { dense: false, online: true, mem_aware: true };

    /// Its attacks, in the order of the registry.
    pub fn attacks(self) -> impl Iterator<Item = &'static AttackInfo> {
        ATTACKS.iter().filter(move |row| self.has(row))
    }

    fn has(self, row: &AttackInfo) -> bool {
        let knows = match row.needs {
            Needs::Nothing => true,
            Needs::Dense => self.dense,
            Needs::Online => self.online,
            Needs::MemScores => self.mem_aware,
        };
        knows && !row.is_learned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attack::Attack;

    #[test]
    fn knowledge_only_adds_attacks() {
        let plain: Vec<Attack> = Capabilities::default().attacks().map(|row| row.attack).collect();
        let all: Vec<Attack> =
            Capabilities { dense: true, online: true, mem_aware: true }.attacks().map(|row| row.attack).collect();
        assert!(plain.iter().all(|attack| all.contains(attack)));
        assert_eq!(all.len(), ATTACKS.iter().filter(|row| !row.is_learned()).count());
        assert!(plain.len() < all.len());
    }
}
