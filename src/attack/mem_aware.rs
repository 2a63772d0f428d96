//! Mem-aware: an attacker who knows that members were ranked by memorization, and so treats hard records apart.
//!
//! Ours. WeMem's defenses treat a member by its mem-score: what is memorized most is trained on less, or not at all. Whoever
//! knows that and has shadows defended alike can look for members among the hard records and among the easy ones by
//! different measures. The mem-scores of the target are the defender's; the attacker's proxy is the difficulty of a record,
//! d = mean of −log p_y under its networks that were not trained on it (what networks find hard without a record, one with it
//! can only have learned by heart).
//!
//! Fitting: each of the attacker's networks takes the target's place ([`mod@super::reference`]), its difficulties come from the
//! others. All records found so are cut at the fifths of their difficulty, and each fifth gets the threshold t of
//! φ = log p_y − log(1 − p_y) with the best balanced accuracy; a fifth without members or without non-members takes that of
//! all together. Score: s = φ − t(d), decision: s ≥ 0. Within a fifth s ranks as φ does; across fifths it compares by how
//! far a record lies above what its own difficulty asks for. Equal difficulties share a fifth.

use super::{
    Attack, AttackInfo, AttackerView, How, Lacking, Needs, Outcome, Sides,
    reference::{self, EVERY_REFERENCE_KNOWS, Table, mean},
    threshold::{Known, Scope},
};
use crate::{look::Curve, provenance::provenance, signal};

pub(super) const INFO: AttackInfo = AttackInfo {
    attack: Attack::MemAware,
    id: "mem-aware",
    name: "Mem-aware",
    help: "Says \"member\" where the network is surer of the record than of other records as hard as this one.",
    formula: "φ − t(d), φ = log p_y − log(1 − p_y), d = mean of −log p_y under networks without the record",
    source: "ours: thresholds by fifths of difficulty, the attacker's proxy of WeMem's mem-score",
    provenance: provenance(
        "Mem-aware",
        "ours, after WeMem's mem-scores",
        "difficulty under networks without the record stands in for the mem-score; φ minus the threshold of \
         its fifth",
        "by hand in `attack/mem_aware.rs`, `tests/knowledge.rs`",
    ),
    class_wise: false,
    needs: Needs::MemScores,
    look: Curve::dashed(0xa83268, 0xf08cb8, "5 2 1 2 1 2"),
    how: How::AtOnce(run),
};

/// Groups of difficulty.
const GROUPS: usize = 5;

fn run(view: &AttackerView) -> Result<Outcome, Lacking> {
    let networks = Networks::new(view)?;
    let fitted = Fitted::new(networks.leave_one_out(|_| true)).ok_or_else(|| {
        Lacking("a reference network that was trained on a record which another one was not is needed".into())
    })?;
    let phi = view.target.signals(signal::scaled_logit);
    let score = |row: usize, phi: f64| networks.difficulty(row, None).map(|difficulty| fitted.score(phi, difficulty));
    let scores = reference::judged(&phi, score, EVERY_REFERENCE_KNOWS)?;
    Ok(Outcome { on_own: own(&networks), ..Outcome::judged(Some(0.0), scores) })
}

/// Scores of each reference's members and non-members with thresholds fitted on the other references.
fn own(networks: &Networks) -> Vec<Sides> {
    let leave_out = |k: usize| {
        let fitted = Fitted::new(networks.leave_one_out(|other| other != k))?;
        let mut sides = Sides { members: Vec::new(), non_members: Vec::new() };
        for LeftOut { phi, difficulty, member } in networks.leave_one_out(|other| other == k) {
            let side = if member { &mut sides.members } else { &mut sides.non_members };
            side.push(fitted.score(phi, difficulty));
        }
        sides.are_both_there().then_some(sides)
    };
    (0..networks.phi.networks()).filter_map(leave_out).collect()
}

/// Two signals of every reference.
struct Networks<'a> {
    phi: Table<'a>,
    log_p: Table<'a>,
}

/// A record of a network in the target's place.
struct LeftOut {
    phi: f64,
    difficulty: f64,
    member: bool,
}

impl<'a> Networks<'a> {
    fn new(view: &AttackerView<'a>) -> Result<Self, Lacking> {
        let phi = Table::new(&view.references, signal::scaled_logit);
        phi.has_two_networks()?;
        Ok(Self { phi, log_p: Table::new(&view.references, signal::log_confidence) })
    }

    /// None if no network but `except` is without the record.
    fn difficulty(&self, row: usize, except: Option<usize>) -> Option<f64> {
        mean(self.log_p.out(row, except)).map(|log_p| -log_p)
    }

    /// The records of the networks that are `chosen`, each with difficulties from all others.
    fn leave_one_out(&self, chosen: impl Fn(usize) -> bool) -> Vec<LeftOut> {
        let of_network = |k: usize| {
            let record = move |row: usize| {
                let difficulty = self.difficulty(row, Some(k))?;
                Some(LeftOut { phi: self.phi.value(k, row), difficulty, member: self.phi.is_member(k, row) })
            };
            (0..self.phi.rows()).filter_map(record)
        };
        (0..self.phi.networks()).filter(|&k| chosen(k)).flat_map(of_network).collect()
    }
}

/// Fifths of difficulty and their thresholds.
struct Fitted {
    /// Difficulties at which the next fifth begins, ascending.
    edges: Vec<f64>,
    thresholds: Vec<f64>,
}

impl Fitted {
    /// None without members or without non-members.
    fn new(known: Vec<LeftOut>) -> Option<Self> {
        let members = known.iter().filter(|record| record.member).count();
        if members == 0 || members == known.len() {
            return None;
        }
        let mut sorted: Vec<f64> = known.iter().map(|record| record.difficulty).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let edges = (1..GROUPS).map(|k| sorted[k * sorted.len() / GROUPS]).collect();
        let mut fitted = Self { edges, thresholds: Vec::new() };
        let of = |record: &LeftOut| Known {
            score: record.phi,
            label: fitted.group(record.difficulty) as u32,
            member: record.member,
        };
        fitted.thresholds = Scope::ClassWise.thresholds(known.iter().map(of).collect(), GROUPS as u32);
        Some(fitted)
    }

    fn group(&self, difficulty: f64) -> usize {
        self.edges.partition_point(|&edge| edge <= difficulty)
    }

    fn score(&self, phi: f64, difficulty: f64) -> f64 {
        phi - self.thresholds[self.group(difficulty)]
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::seen_by_phi;
    use super::*;
    use crate::metric::Roc;

    fn with<T>(target: &[f64], references: &[(Vec<f64>, Vec<bool>)], look: impl FnOnce(&AttackerView) -> T) -> T {
        let references: Vec<(&[f64], &[bool])> = references.iter().map(|(phi, flags)| (&phi[..], &flags[..])).collect();
        seen_by_phi(target, &references, look)
    }

    /// Two networks on four records of the target (easy, easy, hard, hard), then on a population in which each of them, and
    /// neither, was trained on an easy and on a hard record. Without a record φ is 4 or −2, with it 2 more.
    fn references() -> Vec<(Vec<f64>, Vec<bool>)> {
        let rows =
            [(4.0, 9), (4.0, 9), (-2.0, 9), (-2.0, 9), (4.0, 0), (-2.0, 0), (4.0, 1), (-2.0, 1), (4.0, 9), (-2.0, 9)];
        let network = |k: i32| {
            let trained_on: Vec<bool> = rows.iter().map(|row| row.1 == k).collect();
            (rows.iter().zip(&trained_on).map(|(row, &t)| if t { row.0 + 2.0 } else { row.0 }).collect(), trained_on)
        };
        vec![network(0), network(1)]
    }

    #[test]
    fn easy_and_hard_records_are_measured_by_what_their_difficulty_asks_for() {
        // Thresholds: 6 for easy records, 0 for hard ones.
        let outcome = with(&[6.0, 5.5, 0.5, -1.0], &references(), run).unwrap();
        assert_eq!(outcome.scores, [0.0, -0.5, 0.5, -1.0]);
        assert_eq!(outcome.decisions, Some(vec![true, false, true, false]));
    }

    #[test]
    fn a_network_is_judged_by_thresholds_of_the_others() {
        let mut two = references();
        // The second network is surer by 10 throughout, so that the first one's thresholds are 10 too low for it.
        two[1].0.iter_mut().for_each(|phi| *phi += 10.0);
        let sides = with(&[0.0; 4], &two, run).unwrap().on_own;
        assert_eq!(sides.len(), 2);
        let lowest = sides[1].non_members.iter().copied().fold(f64::INFINITY, f64::min);
        assert!(lowest > 0.0 && sides[0].members.iter().all(|&score| score < 0.0), "{:?}", sides[1].non_members);
        for Sides { members, non_members } in sides {
            assert!((members.len(), non_members.len()) == (2, 6));
        }
    }

    #[test]
    fn constant_answers_are_worth_nothing() {
        let constant: Vec<_> = references().into_iter().map(|(phi, flags)| (vec![1.0; phi.len()], flags)).collect();
        let scores = with(&[1.0; 4], &constant, run).unwrap().scores;
        assert_eq!(Roc::new(&scores[..2], &scores[2..]).auc().to_bits(), 0.5f64.to_bits());
    }

    #[test]
    fn what_is_lacking_is_said() {
        let said = |references: &[(Vec<f64>, Vec<bool>)]| with(&[1.0], references, run).unwrap_err().0;
        assert!(said(&[(vec![1.0], vec![false])]).contains("but there are 1"));
        let unseen = (vec![1.0, 2.0], vec![false, false]);
        assert!(said(&[unseen.clone(), unseen]).contains("was trained on a record which another one was not"));
        let first = (vec![1.0, 2.0, 3.0], vec![true, true, false]);
        let second = (vec![1.0, 0.0, 3.0], vec![true, false, false]);
        assert_eq!(said(&[first, second]), EVERY_REFERENCE_KNOWS);
    }
}
