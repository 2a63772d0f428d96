//! What was observed of a target and its shadows, turned into the numbers of a report. Pure: no randomness, no clock, and
//! every sum runs in a fixed order, so the same observations give the same report everywhere.
//!
//! The target's membership is used in [`judge`], after the attack has answered.

mod detail;
pub(crate) mod judge;

use super::{
    message::Observation,
    report::{AttackReport, RocCurve, RoundReport},
};
use crate::{
    attack::{ATTACKS, Attack, AttackerView, Outcome, ReferenceView, References, ShadowView},
    defense::auto::Trial,
    metric::{LEVEL, Rate, Roc},
    signal::{Outputs, Signal, negative_entropy, negative_modified_entropy, scaled_logit},
};
use judge::{Judged, Verdict, strongest};

/// One arm after one round, attacked once; what the report says of it is read off.
pub struct Assessment<'a> {
    target: &'a Observation,
    shadows: &'a [&'a Observation],
    seen: Seen<'a>,
    judged: Judged,
}

impl<'a> Assessment<'a> {
    /// Attacks the target. `shadows` are of the same arm and round, at least one.
    pub fn new(target: &'a Observation, shadows: &'a [&'a Observation]) -> Self {
        let seen = Seen::new(target, shadows);
        let judged = seen.judge();
        Self { target, shadows, seen, judged }
    }

    /// Accuracy of the target and every attack on it.
    ///
    /// `clean_non_member_labels` are those of the target's non-members before label noise, in their order.
    pub fn round(&self, sparsity: f64, clean_non_member_labels: &[u32]) -> RoundReport {
        let target = self.target;
        let test = accuracy(&target.non_members, clean_non_member_labels);
        let attacks = self.judged.reports();
        RoundReport {
            round: target.round,
            sparsity,
            size: None,
            epochs: target.epochs,
            steps: target.steps,
            train_accuracy: accuracy(&target.members, &target.members.labels).value(),
            test_accuracy: test.value(),
            test_accuracy_interval: test.interval(LEVEL),
            worst_attack: strongest(&attacks),
            attacks,
            not_run: self.judged.not_run.clone(),
        }
    }
}

/// What the trainer's own attacks find, with development records as non-members.
pub fn trial(observation: &Observation) -> Trial {
    let (members, others) = (&observation.members, &observation.development);
    let auc = |signal: Signal| Roc::new(&members.signals(signal), &others.signals(signal)).auc();
    let signals: [Signal; 3] = [scaled_logit, negative_entropy, negative_modified_entropy];
    Trial {
        accuracy: accuracy(others, &others.labels).value(),
        leak: signals.into_iter().map(auc).fold(f64::NEG_INFINITY, f64::max),
    }
}

/// What a learned attack answered: `scores` of the target's members and then its non-members.
pub fn learned(
    attack: Attack,
    scores: &[f32],
    members: usize,
    threshold: f64,
    shadow_auc: f64,
) -> (AttackReport, RocCurve) {
    let scores: Vec<f64> = scores.iter().map(|&score| f64::from(score)).collect();
    let verdict = Verdict::new(attack.info().id, Outcome::at(Some(threshold), scores), members, Some(shadow_auc));
    (verdict.report(), verdict.curve())
}

/// Adds an attack to a round, in the order of the registry, and chooses the worst anew.
pub fn add_attack(round: &mut RoundReport, attack: AttackReport) {
    round.attacks.retain(|other| other.attack != attack.attack);
    round.attacks.push(attack);
    round.attacks.sort_by_key(|attack| position(&attack.attack));
    round.worst_attack = strongest(&round.attacks);
}

/// Place of an attack in the registry.
pub fn position(id: &str) -> Option<usize> {
    ATTACKS.iter().position(|row| row.id == id)
}

fn accuracy(outputs: &Outputs, labels: &[u32]) -> Rate {
    Rate { hits: outputs.hits(labels), trials: outputs.len() }
}

/// What the attacker has seen, put together from observations.
struct Seen<'a> {
    target: Outputs,
    members: usize,
    population: &'a Outputs,
    shadows: Vec<ShadowView<'a>>,
    /// Each shadow on the target's records and the population, and which of them it was trained on.
    references: Vec<(Outputs, Vec<bool>)>,
}

impl<'a> Seen<'a> {
    fn new(target: &'a Observation, shadows: &[&'a Observation]) -> Self {
        let records = target.members.len() + target.non_members.len();
        let asked = |shadow: &&&Observation| shadow.on_target.len() == records && !shadow.population.is_empty();
        let reference = |shadow: &&Observation| {
            let trained_on = [&vec![false; records][..], &shadow.trained_on].concat();
            (shadow.on_target.followed_by(&shadow.population), trained_on)
        };
        Self {
            target: target.members.followed_by(&target.non_members),
            members: target.members.len(),
            population: &target.population,
            shadows: shadows
                .iter()
                .map(|shadow| ShadowView { members: &shadow.members, non_members: &shadow.non_members })
                .collect(),
            references: shadows.iter().filter(asked).map(reference).collect(),
        }
    }

    fn judge(&self) -> Judged {
        self.view(|view| Judged::new(&view, self.members))
    }

    fn view<T>(&self, look: impl FnOnce(AttackerView) -> T) -> T {
        let networks: Vec<ReferenceView> =
            self.references.iter().map(|(outputs, trained_on)| ReferenceView { outputs, trained_on }).collect();
        let references = References { population: Some(self.population), networks: &networks };
        look(AttackerView { target: &self.target, shadows: &self.shadows, references })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::experiment::{message::Role, report::TprAtFpr};

    /// Two classes, all labels 0: the logit of class 0 is the score φ.
    pub fn outputs(scores: &[f32]) -> Outputs {
        let logits = scores.iter().flat_map(|&score| [score, 0.0]).collect();
        Outputs { classes: 2, logits, labels: vec![0; scores.len()] }
    }

    pub fn observation(role: Role, members: &[f32], non_members: &[f32]) -> Observation {
        Observation {
            epochs: 7,
            steps: 70,
            non_members: outputs(non_members),
            ..Observation::new(None, role, 3, outputs(members))
        }
    }

    #[test]
    fn a_trial_takes_the_development_records_for_non_members() {
        let mut seen = observation(Role::Target, &[4.0, 1.0], &[9.0, 9.0]);
        seen.development = outputs(&[2.0, -3.0]);
        // By confidence 4 beats both and 1 one of two: 3 of 4. Entropy knows |score| only: 4 beats both, 1 none: 2 of 4.
        assert_eq!(trial(&seen), Trial { accuracy: 0.5, leak: 0.75 });
    }

    #[test]
    fn a_small_round_gives_the_numbers_counted_by_hand() {
        let target = observation(Role::Target, &[4.0, 3.0, -1.0], &[2.0, -2.0]);
        let shadow = observation(Role::Shadow(0), &[3.0, 2.5], &[1.0, -1.0]);
        let report = Assessment::new(&target, &[&shadow]).round(0.6, &[0, 1]);
        assert_eq!((report.round, report.epochs, report.steps, report.sparsity), (3, 7, 70, 0.6));
        assert_eq!((report.train_accuracy, report.test_accuracy), (2.0 / 3.0, 1.0));
        let conf = &report.attacks[0];
        // Pairs won: 4 and 3 beat both, −1 beats −2: 5 of 6. The shadow's threshold is 2.5: TPR ⅔, TNR 1.
        assert_eq!((conf.attack.as_str(), conf.adaptive, conf.auc), ("conf", true, 5.0 / 6.0));
        assert_eq!(conf.balanced_accuracy, Some(0.5 * (2.0 / 3.0 + 1.0)));
        assert!(conf.tpr_at_fpr.iter().all(|at| matches!(at, TprAtFpr::NotResolvable { .. })));
        let gap = &report.attacks[4];
        assert_eq!((gap.attack.as_str(), gap.balanced_accuracy), ("gap", Some(0.5 * (2.0 / 3.0 + 0.5))));
    }

    #[test]
    fn an_attack_without_what_it_needs_is_listed_with_the_reason() {
        let target = observation(Role::Target, &[4.0], &[2.0]);
        let report = Assessment::new(&target, &[&observation(Role::Shadow(0), &[3.0], &[1.0])]).round(0.6, &[0]);
        let not_run: Vec<&str> = report.not_run.iter().map(|entry| entry.attack.as_str()).collect();
        assert_eq!((report.attacks.len(), not_run), (5, vec!["lira", "rmia"]));
        assert!(report.not_run[0].reason.contains("two reference networks"), "{:?}", report.not_run);
    }

    #[test]
    fn shadows_are_references_for_the_records_of_the_target() {
        let mut target = observation(Role::Target, &[4.0, 3.0], &[0.0, 1.0]);
        target.population = outputs(&[0.5, 1.5]);
        let shadow = |k: u32, trained_on: [bool; 2]| Observation {
            on_target: outputs(&[0.0, 0.5 + k as f32, 0.0, 1.0]),
            population: outputs(&[if trained_on[0] { 2.0 } else { 0.5 }, if trained_on[1] { 2.5 } else { 1.0 }]),
            trained_on: trained_on.into(),
            ..observation(Role::Shadow(k), &[3.0, 2.5], &[1.0, -1.0])
        };
        let report =
            Assessment::new(&target, &[&shadow(0, [true, false]), &shadow(1, [false, true])]).round(0.6, &[0, 0]);
        let found: Vec<(&str, f64, Option<f64>)> =
            report.attacks[5..].iter().map(|a| (a.attack.as_str(), a.auc, a.balanced_accuracy)).collect();
        assert_eq!(found[0], ("lira", 1.0, Some(1.0)));
        assert_eq!((found[1].0, found[1].1), ("rmia", 1.0));
        assert!(report.not_run.is_empty());
    }

    #[test]
    fn test_accuracy_counts_against_the_clean_labels() {
        let target = observation(Role::Target, &[1.0], &[1.0, 1.0, -1.0, -1.0]);
        let shadow = observation(Role::Shadow(0), &[1.0], &[0.0]);
        assert_eq!(Assessment::new(&target, &[&shadow]).round(0.0, &[0, 1, 1, 1]).test_accuracy, 0.75);
    }

    #[test]
    fn the_worst_attack_is_chosen_on_the_shadows() {
        // On the shadow sure mistakes are members' too: the entropy sees them, the confidence does not. On the target
        // the confidence is perfect, which must not count.
        let target = observation(Role::Target, &[5.0, 4.0], &[-5.0, -4.0]);
        let shadow = observation(Role::Shadow(0), &[5.0, -5.0], &[1.0, -1.0]);
        let report = Assessment::new(&target, &[&shadow]).round(0.0, &[0, 0]);
        assert_eq!(report.attacks[report.worst_attack].attack, "entr");
        assert!(report.attacks[0].auc > report.attacks[1].auc);
    }

    #[test]
    fn a_learned_attack_takes_its_place_and_may_become_the_worst() {
        let target = observation(Role::Target, &[4.0, 3.0, -1.0], &[2.0, -2.0]);
        let shadow = observation(Role::Shadow(0), &[3.0, 2.5], &[1.0, -1.0]);
        let mut round = Assessment::new(&target, &[&shadow]).round(0.6, &[0, 1]);
        let scores = [1.0, 0.5, -3.0, 0.5, -2.0];
        for (attack, shadow_auc) in [(Attack::Samia, 1.5), (Attack::Nn, 0.5)] {
            let (report, curve) = learned(attack, &scores, 3, 0.5, shadow_auc);
            // 1 beats both others, 0.5 one and a half, −3 none: 3.5 of 6. Two of three found, one of two mistaken.
            assert_eq!((report.auc, report.balanced_accuracy), (3.5 / 6.0, Some(0.5 * (2.0 / 3.0 + 0.5))));
            assert_eq!(curve.attack, report.attack);
            add_attack(&mut round, report.clone());
            add_attack(&mut round, report);
        }
        let ids: Vec<&str> = round.attacks.iter().map(|attack| attack.attack.as_str()).collect();
        assert_eq!(ids, ["conf", "entr", "mentr", "hconf", "gap", "nn", "samia"]);
        assert_eq!(round.worst_attack, 6);
    }

    #[test]
    fn resolvable_rates_carry_exact_intervals() {
        let scores: Vec<f32> = (0..100).map(|i| i as f32 / 10.0).collect();
        let target = observation(Role::Target, &[9.85, 9.95, 9.75, 0.0], &scores);
        let report = Assessment::new(&target, &[&observation(Role::Shadow(0), &[1.0], &[0.0])]).round(0.0, &[0; 100]);
        let at = &report.attacks[0].tpr_at_fpr;
        // One false positive of a hundred is allowed: the one at 9.9, below which lies 9.85 but not 9.75.
        let interval = Rate { hits: 2, trials: 4 }.interval(0.95);
        assert_eq!(at[1], TprAtFpr::Measured { fpr: 0.01, tpr: 0.5, interval });
        assert_eq!(at[2], TprAtFpr::NotResolvable { fpr: 0.001, resolvable: false });
    }
}
