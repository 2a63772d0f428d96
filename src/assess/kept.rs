//! What is kept of a target's last round, so that arms can be compared record by record.

use super::judge::Verdict;
use crate::{
    attack,
    metric::{bootstrap::Network, crossfit, delong::Placements},
    report::{Records, Strongest},
    sort,
};

/// Answers about the records of one target, in their order: members, then non-members.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Whether each non-member is predicted right.
    correct: Vec<bool>,
    /// One entry an adaptive attack that ran.
    attacks: Vec<Scores>,
}

#[derive(Debug, Clone)]
struct Scores {
    attack: String,
    members: Vec<f64>,
    non_members: Vec<f64>,
}

impl Kept {
    /// Of all attacks that ran in an audit, on these rows of members and of non-members.
    pub(crate) fn of_rows(verdicts: &[Verdict], (members, others): (&[usize], &[usize])) -> Self {
        let of = |verdict: &Verdict| {
            let scores = verdict.all_scores();
            let side = |rows: &[usize]| rows.iter().map(|&row| scores[row]).collect();
            Scores { attack: verdict.attack().into(), members: side(members), non_members: side(others) }
        };
        Self { correct: Vec::new(), attacks: verdicts.iter().map(of).collect() }
    }

    /// Of all adaptive attacks that ran.
    pub(crate) fn new(correct: Vec<bool>, verdicts: &[Verdict]) -> Self {
        Self { correct, attacks: verdicts.iter().map(Scores::new).collect() }
    }

    /// Of scores by attack: of the members, of the non-members.
    #[cfg(test)]
    pub fn of_scores<'a>(correct: Vec<bool>, attacks: impl Iterator<Item = (&'a str, Vec<f64>, Vec<f64>)>) -> Self {
        let scores =
            |(attack, members, non_members): (&str, _, _)| Scores { attack: attack.into(), members, non_members };
        Self { correct, attacks: attacks.map(scores).collect() }
    }

    /// Adds what a learned attack answered.
    pub(crate) fn add(&mut self, verdict: &Verdict) {
        self.attacks.retain(|other| other.attack != verdict.attack());
        self.attacks.push(Scores::new(verdict));
        sort::by_key(&mut self.attacks, |scores| attack::position(&scores.attack));
    }

    /// Whether each non-member is predicted right.
    pub fn correct(&self) -> &[bool] {
        &self.correct
    }

    /// Members of the target.
    pub fn members(&self) -> usize {
        self.attacks.first().map_or(0, |scores| scores.members.len())
    }

    /// The strongest attack, by cross-fitting. None without enough records for two halves.
    pub fn strongest(&self, records: &Records) -> Option<Strongest> {
        self.strongest_by(&keys(&records.members), &keys(&records.non_members))
    }

    /// The same with a key of each record that does not depend on its place.
    pub fn strongest_by(&self, members: &[u64], non_members: &[u64]) -> Option<Strongest> {
        let scores: Vec<(&[f64], &[f64])> =
            self.attacks.iter().map(|scores| (&scores.members[..], &scores.non_members[..])).collect();
        let found = crossfit::strongest(&scores, members, non_members)?;
        let mut attacks: Vec<String> = found.chosen.iter().map(|&i| self.attacks[i].attack.clone()).collect();
        attacks.dedup();
        Some(Strongest { attacks, auc: found.auc, auc_interval: found.interval })
    }

    /// The curve of an attack, to be compared with that on another arm; none if it did not run.
    pub fn placements(&self, attack: &str) -> Option<Placements> {
        self.of(attack).map(|scores| Placements::new(&scores.members, &scores.non_members))
    }

    /// What the bootstrap resamples; none if the attack did not run.
    pub fn network(&self, attack: &str) -> Option<Network<'_>> {
        let Scores { members, non_members, .. } = self.of(attack)?;
        Some(Network { correct: &self.correct, members, non_members })
    }

    fn of(&self, attack: &str) -> Option<&Scores> {
        self.attacks.iter().find(|scores| scores.attack == attack)
    }
}

impl Scores {
    fn new(verdict: &Verdict) -> Self {
        let (members, non_members) = verdict.scores();
        Self { attack: verdict.attack().into(), members: members.to_vec(), non_members: non_members.to_vec() }
    }
}

/// A record is known by its place in the pool, whatever the order of the list.
pub fn keys(records: &[u32]) -> Vec<u64> {
    records.iter().map(|&record| u64::from(record)).collect()
}
