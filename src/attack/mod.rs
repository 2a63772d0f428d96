//! Membership inference attacks: from what an attacker may see to a score and a decision for each record.
//!
//! [`Attack`] is the closed set of them, [`ATTACKS`] the registry that form, tables and documentation are made of. Each
//! attack is one file with its row, its source and what it does, and one line of [`ATTACKS`]. A score is higher for a more member-like record and ranks
//! the records of the target for ROC and AUC; a decision is what the attacker would really say, at a threshold fitted
//! on the shadows. An attack with class-wise thresholds is nevertheless ranked by its raw signal, as published, where no
//! score knows of the thresholds: they move its decisions, never its ROC. So Conf and Hconf, which differ in nothing else,
//! have one AUC and one ROC between them.
//!
//! Most attacks answer at once. The learned ones ([`learned`]) first train a network of their own on the shadows, which
//! is a job for an engine; [`Attack::run`] has no answer for them.

mod capabilities;
mod conf;
mod entr;
mod gap;
pub mod hconf;
pub mod learned;
mod lira;
mod lira_online;
mod logistic;
mod mem_aware;
mod mentr;
mod reference;
mod rmia;
mod sr;
#[cfg(test)]
pub(crate) mod testing;
pub mod threshold;
mod view;

use crate::{look::Curve, provenance::Provenance, signal::Signal};
pub use capabilities::Capabilities;
use learned::Learned;
use serde::{Deserialize, Serialize};
pub use view::{AttackerView, DenseView, ReferenceView, References, ShadowView};

/// Declares [`Attack`] and [`ATTACKS`] together, so that neither can lack what the other has.
macro_rules! attacks {
    ($($attack:ident => $row:path,)*) => {
        /// One attack. Its id is that of its row.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Attack {
            $(#[doc = concat!("See `", stringify!($row), "`.")] $attack,)*
        }

        /// Every attack once, in display order.
        pub const ATTACKS: &[AttackInfo] = &[$($row,)*];
    };
}

attacks! {
    Conf => conf::INFO,
    Entr => entr::INFO,
    Mentr => mentr::INFO,
    Hconf => hconf::INFO,
    Gap => gap::INFO,
    Lira => lira::INFO,
    LiraOnline => lira_online::INFO,
    Rmia => rmia::INFO,
    MemAware => mem_aware::INFO,
    Sr => sr::INFO,
    Nn => learned::NN,
    Top3Nn => learned::TOP3_NN,
    ClNn => learned::CL_NN,
    Samia => learned::SAMIA,
}

/// A row of the registry of attacks: an attack, whole.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AttackInfo {
    /// The attack.
    #[cfg_attr(test, ts(type = "string"))]
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
    /// Its entry in METHODS.md.
    #[serde(skip)]
    pub provenance: Option<Provenance>,
    /// True if each class has a threshold of its own.
    pub class_wise: bool,
    /// What the attacker needs to know beyond what all know.
    #[serde(skip)]
    pub needs: Needs,
    /// Its curve in figures.
    #[serde(skip)]
    pub look: Curve,
    /// How it answers.
    #[serde(skip)]
    how: How,
}

/// What an attack needs beyond answers about the target's and the attacker's own records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// The dense networks as well.
    Dense,
    /// References that may have been trained on the records in question.
    Online,
    /// That hard records are treated apart.
    MemScores,
}

/// How an attack answers.
#[derive(Debug, Clone, Copy)]
enum How {
    /// At once.
    AtOnce(fn(&AttackerView) -> Result<Outcome, Lacking>),
    /// By a network that is trained on the shadows first.
    Learned(Learned),
}

impl AttackInfo {
    /// True if a network must be trained on the shadows first.
    pub fn is_learned(&self) -> bool {
        matches!(self.how, How::Learned(_))
    }
}

/// Place of an attack in the registry.
pub fn position(id: &str) -> Option<usize> {
    ATTACKS.iter().position(|row| row.id == id)
}

/// An attack's answer, one entry a record of the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Higher for a more member-like record.
    pub scores: Vec<f64>,
    /// True where the attacker says "member"; none if the attacker had nothing to fit a threshold on.
    pub decisions: Option<Vec<bool>>,
    /// Smallest false-positive rate that the scores can tell from none; 0 unless they have steps.
    pub resolution: f64,
    /// Records that the attack cannot judge, ascending: their scores are NaN and their decisions false, and neither counts.
    pub left_out: Vec<usize>,
    /// What the attacker's own networks get when each takes the target's place, attacked by the others where the attack
    /// compares networks. They overstate what the attack finds on the target ([`mod@reference`]).
    pub on_own: Vec<Sides>,
}

/// Scores of a network's records, where their membership is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Sides {
    /// Of those that it was trained on.
    pub members: Vec<f64>,
    /// Of others.
    pub non_members: Vec<f64>,
}

impl Sides {
    /// A signal of each shadow's records.
    fn of_shadows(shadows: &[ShadowView], signal: Signal) -> Vec<Self> {
        let of_shadow = |shadow: &ShadowView| Self {
            members: shadow.members.signals(signal),
            non_members: shadow.non_members.signals(signal),
        };
        shadows.iter().map(of_shadow).collect()
    }

    /// True if there is a score of a member and one of another record.
    pub fn are_both_there(&self) -> bool {
        !self.members.is_empty() && !self.non_members.is_empty()
    }
}

impl Outcome {
    /// Scores with the decision "member" from `threshold` on.
    pub(crate) fn at(threshold: Option<f64>, scores: Vec<f64>) -> Self {
        let decisions = threshold.map(|threshold| scores.iter().map(|&score| score >= threshold).collect());
        Self { scores, decisions, resolution: 0.0, left_out: Vec::new(), on_own: Vec::new() }
    }

    /// The same where some records have no score.
    fn judged(threshold: Option<f64>, scores: Vec<Option<f64>>) -> Self {
        let left_out = (0..scores.len()).filter(|&row| scores[row].is_none()).collect();
        // NaN is at or above no threshold.
        let scores = scores.into_iter().map(|score| score.unwrap_or(f64::NAN)).collect();
        Self { left_out, ..Self::at(threshold, scores) }
    }

    /// Whether each record was judged.
    pub fn is_judged(&self) -> Vec<bool> {
        let mut judged = vec![true; self.scores.len()];
        self.left_out.iter().for_each(|&row| judged[row] = false);
        judged
    }
}

/// What an attack would need and the attacker does not have, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking(pub String);

impl Attack {
    /// The attack's row in the registry.
    pub fn info(self) -> &'static AttackInfo {
        &ATTACKS[self as usize]
    }

    /// Attacks the records of the view.
    ///
    /// # Errors
    /// What the attack needs is not in the view.
    ///
    /// # Examples
    /// ```
    /// use wemem_lab::{
    ///     attack::{Attack, AttackerView, References, ShadowView},
    ///     signal::Outputs,
    /// };
    ///
    /// // Two classes, all labels 0: how sure a network is of the label.
    /// let outputs = |sureness: &[f64]| Outputs {
    ///     classes: 2,
    ///     logits: sureness.iter().flat_map(|&sure| [sure, 0.0]).collect(),
    ///     labels: vec![0; sureness.len()],
    /// };
    /// let (members, non_members) = (outputs(&[4.0, 3.0]), outputs(&[1.0, 0.0]));
    /// let shadows = [ShadowView { members: &members, non_members: &non_members }];
    /// let target = outputs(&[5.0, 0.5]);
    /// let view = AttackerView::new(&target, &shadows, References::default());
    ///
    /// assert_eq!(Attack::Conf.run(&view).unwrap().decisions, Some(vec![true, false]));
    /// assert!(Attack::Lira.run(&view).unwrap_err().0.contains("reference"));
    /// ```
    pub fn run(self, view: &AttackerView) -> Result<Outcome, Lacking> {
        match self.info().how {
            How::AtOnce(run) => run(view),
            How::Learned(_) => Err(Lacking("a network must be trained on the shadows first".into())),
        }
    }

    /// How a learned attack is trained; none for one that answers at once.
    fn learned(self) -> Option<Learned> {
        match self.info().how {
            How::Learned(learned) => Some(learned),
            How::AtOnce(_) => None,
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
    }

    #[test]
    fn no_two_attacks_share_their_dashes() {
        for (i, row) in ATTACKS.iter().enumerate() {
            assert!(ATTACKS[..i].iter().all(|other| other.look.dash != row.look.dash), "{} shares its dashes", row.id);
        }
    }

    /// Four classes in turn; the label's logit is raised by 3 where a record is a member, else by 1.
    fn outputs(seed: u32, name: &str, members: &[bool]) -> Outputs {
        let mut stream = Seed(seed).stream(name);
        let mut outputs = Outputs { classes: 4, ..Outputs::default() };
        for (i, &member) in members.iter().enumerate() {
            let label = i as u32 % 4;
            let lift = if member { 3.0 } else { 1.0 };
            outputs
                .logits
                .extend((0..4).map(|class| 4.0 * stream.random::<f64>() + if class == label { lift } else { 0.0 }));
            outputs.labels.push(label);
        }
        outputs
    }

    /// 150 members and 150 non-members of the target, a population of 200, two shadows with their dense networks, four
    /// references.
    fn answers(attack: Attack) -> Outcome {
        let membership = [[true; 150], [false; 150]].concat();
        let [target, dense_target] = ["target", "dense"].map(|name| outputs(2, name, &membership));
        let population = outputs(2, "population", &[false; 200]);
        let own = [[true; 300], [false; 300]].concat();
        let seen = ["shadow/0", "shadow/1", "dense/0", "dense/1"].map(|name| outputs(1, name, &own).split_at(300));
        let shadows: Vec<ShadowView> =
            seen.iter().map(|(members, non_members)| ShadowView { members, non_members }).collect();
        let (shadows, dense_shadows) = shadows.split_at(2);
        // Only for the online attack have they seen records of the target.
        let first = if attack == Attack::LiraOnline { 0 } else { 300 };
        let trained_on =
            [0, 1, 2, 3].map(|k| (0..500).map(|row| row >= first && (row + k) / 2 % 2 == 0).collect::<Vec<bool>>());
        let asked = [0, 1, 2, 3].map(|k| outputs(3 + k as u32, "reference", &trained_on[k]));
        let networks = [0, 1, 2, 3].map(|k| ReferenceView { outputs: &asked[k], trained_on: &trained_on[k] });
        let references = References { population: Some(&population), networks: &networks };
        let dense = DenseView { target: &dense_target, shadows: dense_shadows };
        let view = AttackerView { dense: Some(dense), ..AttackerView::new(&target, shadows, references) };
        attack.run(&view).unwrap()
    }

    #[test]
    fn every_attack_finds_members_of_a_network_that_is_surer_of_them() {
        for row in ATTACKS.iter().filter(|row| !row.is_learned()) {
            let outcome = answers(row.attack);
            let (low, _) = auc_interval(&Roc::new(&outcome.scores[..150], &outcome.scores[150..]));
            assert!(low > 0.5, "{}: {low}", row.id);
            let decisions = outcome.decisions.unwrap();
            let called = |part: &[bool]| part.iter().filter(|&&member| member).count();
            assert!(called(&decisions[..150]) > called(&decisions[150..]), "{}", row.id);
        }
    }

    #[test]
    fn no_attack_finds_a_permuted_membership() {
        for row in ATTACKS.iter().filter(|row| !row.is_learned()) {
            let scores = answers(row.attack).scores;
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
