//! What is kept for the attacker who does not know of the defense, whose shadows are pruned as Base: those shadows, and
//! targets that wait for them.
//!
//! Arms come to an end in any order, Base perhaps the last of all. A target is paired with the shadows of the same round;
//! where its arm has another number of rounds than Base, only its last round, with Base's last.

use crate::message::Observation;
use std::collections::BTreeMap;

/// The shadows of Base so far, and the targets that wait for them.
#[derive(Debug, Default)]
pub(super) struct NonAdaptive {
    /// The shadows of Base after each round.
    shadows: BTreeMap<u32, Vec<Observation>>,
    waiting: Vec<Waiting>,
}

/// A target and the round of Base whose shadows it waits for.
#[derive(Debug)]
pub(super) struct Waiting {
    /// Index of its arm in the report.
    pub arm: usize,
    pub target: Observation,
    base_round: u32,
}

/// The round of Base whose shadows attack a target after `round` of its arm's `rounds`, if any do.
pub(super) fn base_round(round: u32, rounds: usize, rounds_of_base: usize) -> Option<u32> {
    let last = round as usize + 1 == rounds;
    if rounds == rounds_of_base { Some(round) } else { last.then(|| rounds_of_base as u32 - 1) }
}

impl NonAdaptive {
    pub fn keep_shadows(&mut self, round: u32, shadows: Vec<Observation>) {
        self.shadows.insert(round, shadows);
    }

    pub fn keep_target(&mut self, arm: usize, target: Observation, base_round: u32) {
        self.waiting.push(Waiting { arm, target, base_round });
    }

    /// A target that need wait no longer.
    pub fn take(&mut self) -> Option<Waiting> {
        let found = self.waiting.iter().position(|waiting| self.shadows.contains_key(&waiting.base_round))?;
        Some(self.waiting.remove(found))
    }

    /// The shadows that attack a target; none while it must wait.
    pub fn shadows(&self, waiting: &Waiting) -> &[Observation] {
        self.shadows.get(&waiting.base_round).map_or(&[], Vec::as_slice)
    }

    /// Targets that would wait in vain, since Base has no more rounds.
    pub fn give_up(&mut self) -> Vec<Waiting> {
        std::mem::take(&mut self.waiting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{message::Role, signal::Outputs};

    fn seen(role: Role, round: u32) -> Observation {
        Observation::new(None, role, round, Outputs { classes: 2, ..Outputs::default() })
    }

    #[test]
    fn equal_numbers_of_rounds_go_together_and_others_at_the_end_only() {
        assert_eq!([0, 1, 3].map(|round| base_round(round, 4, 4)), [Some(0), Some(1), Some(3)]);
        assert_eq!([0, 1].map(|round| base_round(round, 2, 4)), [None, Some(3)]);
        assert_eq!(base_round(0, 1, 4), Some(3));
    }

    #[test]
    fn targets_wait_for_the_shadows_and_are_given_once() {
        let mut kept = NonAdaptive::default();
        kept.keep_target(2, seen(Role::Target, 0), 0);
        kept.keep_target(3, seen(Role::Target, 0), 1);
        assert!(kept.take().is_none());
        kept.keep_shadows(1, vec![seen(Role::Shadow(0), 1)]);
        let waiting = kept.take().unwrap();
        assert_eq!((waiting.arm, kept.shadows(&waiting)[0].round), (3, 1));
        assert!(kept.take().is_none());
        assert_eq!(kept.give_up().iter().map(|waiting| waiting.arm).collect::<Vec<_>>(), [2]);
        assert!(kept.give_up().is_empty());
    }
}
