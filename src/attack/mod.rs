//! Membership inference attacks: from what an attacker may see to a score and a decision for each record.
//!
//! [`Attack`] is the closed set of them, [`ATTACKS`] the registry that form, tables and documentation are made of. Each
//! attack has a file with its row, its source and its `run`. A score is higher for a more member-like record and ranks
//! the records of the target for ROC and AUC; a decision is what the attacker would really say, at a threshold fitted
//! on the shadows. An attack with class-wise thresholds is nevertheless ranked by its raw signal, as in the published
//! code: thresholds move its decisions, never its ROC.
//!
//! Most attacks answer at once. The learned ones ([`learned`]) first train a network of their own on the shadows, which
//! is a job for an engine; [`Attack::run`] has no answer for them.

mod conf;
mod entr;
mod gap;
pub mod hconf;
pub mod learned;
mod mentr;
pub mod threshold;
mod view;

use serde::{Deserialize, Serialize};
pub use view::{AttackerView, ShadowView};

/// One attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attack {
    /// Confidence in the label, a threshold for each class.
    Conf,
    /// Entropy of the posterior, a threshold for each class.
    Entr,
    /// Modified entropy, a threshold for each class.
    Mentr,
    /// Confidence in the label, one threshold.
    Hconf,
    /// Whether the prediction is right.
    Gap,
    /// A network that reads the sorted posterior.
    Nn,
    /// A network that reads the three largest posteriors.
    Top3Nn,
    /// A network that reads posterior and label.
    ClNn,
    /// A network that attends to posterior, sensitivity and label, class by class.
    Samia,
}

/// A row of the registry of attacks.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct AttackInfo {
    /// The attack.
    pub attack: Attack,
    /// Id of the report and the URL.
    pub id: &'static str,
    /// Short name for figures and tables.
    pub name: &'static str,
    /// One sentence for a newcomer.
    pub help: &'static str,
    /// Score of a record: p posterior, y label, c classes.
    pub formula: &'static str,
    /// Where the attack is defined, and where we differ.
    pub source: &'static str,
    /// True if each class has a threshold of its own.
    pub class_wise: bool,
    /// True if a network must be trained on the shadows first.
    pub learned: bool,
}

/// Every attack once, in display order.
pub const ATTACKS: &[AttackInfo] = &[
    conf::INFO,
    entr::INFO,
    mentr::INFO,
    hconf::INFO,
    gap::INFO,
    learned::NN,
    learned::TOP3_NN,
    learned::CL_NN,
    learned::SAMIA,
];

/// An attack's answer, one entry a record of the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Higher for a more member-like record.
    pub scores: Vec<f64>,
    /// True where the attacker says "member".
    pub decisions: Vec<bool>,
}

impl Attack {
    /// The attack's row in the registry.
    pub fn info(self) -> &'static AttackInfo {
        ATTACKS.iter().find(|row| row.attack == self).expect("every attack has a row; a test says so")
    }

    /// Attacks the records of the view; none for an attack that must be trained.
    pub fn run(self, view: &AttackerView) -> Option<Outcome> {
        match self {
            Self::Conf => Some(conf::run(view)),
            Self::Entr => Some(entr::run(view)),
            Self::Mentr => Some(mentr::run(view)),
            Self::Hconf => Some(hconf::run(view)),
            Self::Gap => Some(gap::run(view)),
            Self::Nn | Self::Top3Nn | Self::ClNn | Self::Samia => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        metric::{Roc, delong::auc_interval},
        rng::Seed,
        signal::Outputs,
    };
    use rand::{RngExt, seq::SliceRandom};

    #[test]
    fn ids_are_the_serde_names_and_unique() {
        for row in ATTACKS {
            assert_eq!(serde_json::to_value(row.attack).unwrap(), row.id);
            assert_eq!(ATTACKS.iter().filter(|other| other.id == row.id).count(), 1);
            assert_eq!(row.attack.info().id, row.id);
        }
        let at_once = [Attack::Conf, Attack::Entr, Attack::Mentr, Attack::Hconf, Attack::Gap];
        let learned = [Attack::Nn, Attack::Top3Nn, Attack::ClNn, Attack::Samia];
        let all = [&at_once[..], &learned].concat();
        assert_eq!(ATTACKS.iter().map(|row| row.attack).collect::<Vec<_>>(), all);
        assert!(ATTACKS.iter().all(|row| row.learned == learned.contains(&row.attack)));
    }

    /// `records` records of four classes; the label's logit is raised by `lift`.
    fn outputs(seed: u32, name: &str, records: usize, lift: f32) -> Outputs {
        let mut stream = Seed(seed).stream(name);
        let mut outputs = Outputs { classes: 4, ..Outputs::default() };
        for _ in 0..records {
            let label = stream.random_range(0..4u32);
            let logit = |class| 4.0 * stream.random::<f32>() + if class == label { lift } else { 0.0 };
            outputs.logits.extend((0..4).map(logit));
            outputs.labels.push(label);
        }
        outputs
    }

    #[test]
    fn every_attack_finds_members_of_a_network_that_is_surer_of_them() {
        let (members, non_members) = (outputs(1, "in", 300, 3.0), outputs(1, "out", 300, 1.0));
        let shadows = [ShadowView { members: &members, non_members: &non_members }];
        let (own, others) = (outputs(2, "in", 200, 3.0), outputs(2, "out", 200, 1.0));
        let target = own.followed_by(&others);
        for row in ATTACKS.iter().filter(|row| !row.learned) {
            let outcome = row.attack.run(&AttackerView { target: &target, shadows: &shadows }).unwrap();
            let (low, _) = auc_interval(&Roc::new(&outcome.scores[..200], &outcome.scores[200..]));
            assert!(low > 0.5, "{}: {low}", row.id);
            let called = |part: &[bool]| part.iter().filter(|&&member| member).count();
            assert!(called(&outcome.decisions[..200]) > called(&outcome.decisions[200..]), "{}", row.id);
        }
    }

    #[test]
    fn no_attack_finds_a_permuted_membership() {
        let (members, non_members) = (outputs(1, "in", 150, 3.0), outputs(1, "out", 150, 1.0));
        let shadows = [ShadowView { members: &members, non_members: &non_members }];
        let target = members.followed_by(&non_members);
        for row in ATTACKS.iter().filter(|row| !row.learned) {
            let scores = row.attack.run(&AttackerView { target: &target, shadows: &shadows }).unwrap().scores;
            let held = (0..200).filter(|&seed| {
                let mut permuted = scores.clone();
                permuted.shuffle(&mut Seed(seed).stream("test/permutation"));
                let (low, high) = auc_interval(&Roc::new(&permuted[..150], &permuted[150..]));
                low <= 0.5 && 0.5 <= high
            });
            // Binomial around 190 with standard deviation 3.1.
            let held = held.count();
            assert!((180..=199).contains(&held), "{}: {held} of 200", row.id);
        }
    }
}
