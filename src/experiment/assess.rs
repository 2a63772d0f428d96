//! What was observed of a target and its shadows, turned into the numbers of a report. Pure: no randomness, no clock, and
//! every sum runs in a fixed order, so the same observations give the same report everywhere.
//!
//! The target's membership is used in [`judge`], after the attack has answered.

mod calls;
mod detail;
mod divergence;
pub(crate) mod judge;

use super::{
    message::Observation,
    report::{AttackReport, P1, RocCurve, RoundReport},
};
use crate::{
    attack::{ATTACKS, Attack, AttackerView, DenseView, Outcome, ReferenceView, References, ShadowView, Suite},
    config::{AttackConfig, Label},
    defense::auto::Trial,
    metric::{
        LEVEL, Rate, Roc,
        p1::{advantage, p1},
    },
    signal::{Outputs, Signal, negative_entropy, negative_modified_entropy, scaled_logit},
};
use judge::{Judged, Verdict, strongest};
use std::borrow::Cow;

/// What the attacker knows beyond its networks of the arm.
#[derive(Debug, Clone, Copy, Default)]
pub struct Knowledge<'a> {
    /// What it takes for a record's label.
    pub label: Label,
    /// True if it treats records apart by how hard they are.
    pub mem_aware: bool,
    /// The dense target and the dense shadows, in the order of the others; none if it has not got them.
    pub dense: Option<(&'a Observation, &'a [Observation])>,
}

impl<'a> Knowledge<'a> {
    /// As the configuration says; `dense` is left out where it does not ask for it.
    pub fn new(config: &AttackConfig, dense: Option<(&'a Observation, &'a [Observation])>) -> Self {
        Self { label: config.label, mem_aware: config.mem_aware, dense: dense.filter(|_| config.dense_too) }
    }

    fn suite(&self) -> Suite {
        // Shadows are never trained on the target's records.
        Suite { dense: self.dense.is_some(), online: false, mem_aware: self.mem_aware }
    }
}

/// One arm after one round, attacked once; what the report says of it is read off.
pub struct Assessment<'a> {
    target: &'a Observation,
    shadows: &'a [&'a Observation],
    seen: Seen<'a>,
    judged: Judged,
}

impl<'a> Assessment<'a> {
    /// Attacks the target. `shadows` are of the same arm and round, at least one.
    pub fn new(target: &'a Observation, shadows: &'a [&'a Observation], knowledge: Knowledge<'a>) -> Self {
        let seen = Seen::new(target, shadows, knowledge);
        let judged = seen.judge();
        Self { target, shadows, seen, judged }
    }

    /// Accuracy of the target and every attack on it.
    ///
    /// `clean_non_member_labels` are those of the target's non-members before label noise, in their order.
    pub fn round(&self, sparsity: f64, clean_non_member_labels: &[u32]) -> RoundReport {
        let target = self.target;
        let test = accuracy(&target.non_members, clean_non_member_labels);
        let mut round = RoundReport {
            round: target.round,
            sparsity,
            size: None,
            epochs: target.epochs,
            steps: target.steps,
            train_accuracy: accuracy(&target.members, &target.members.labels).value(),
            test_accuracy: test.value(),
            test_accuracy_interval: test.interval(LEVEL),
            worst_attack: 0,
            attacks: self.judged.reports(),
            p1: None,
            not_run: self.judged.not_run.clone(),
        };
        choose_worst(&mut round);
        round
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

/// What an attacker finds who does not know of the defense: `shadows` are those of Base.
pub fn unadapted(target: &Observation, shadows: &[&Observation], knowledge: Knowledge) -> Vec<AttackReport> {
    let found = Seen::new(target, shadows, knowledge).judge().reports();
    found.into_iter().map(|attack| AttackReport { adaptive: false, ..attack }).collect()
}

/// Adds an attack to a round, adaptive ones first and each kind in the order of the registry, and chooses the worst anew.
pub fn add_attack(round: &mut RoundReport, attack: AttackReport) {
    round.attacks.retain(|other| (&other.attack, other.adaptive) != (&attack.attack, attack.adaptive));
    round.attacks.push(attack);
    round.attacks.sort_by_key(|attack| (!attack.adaptive, position(&attack.attack)));
    choose_worst(round);
}

/// Chooses the worst attack on the shadows, and what it makes of the round's P1.
fn choose_worst(round: &mut RoundReport) {
    round.worst_attack = strongest(&round.attacks);
    round.p1 = round.attacks.get(round.worst_attack).and_then(|worst| {
        let advantage = advantage(worst.balanced_accuracy?);
        Some(P1 { attack: worst.attack.clone(), advantage, value: p1(round.test_accuracy, advantage) })
    });
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
    population: Cow<'a, Outputs>,
    /// Each shadow on its members and its non-members.
    shadows: Vec<Sides<'a>>,
    /// Each shadow on the target's records and the population, and which of them it was trained on.
    references: Vec<(Outputs, Vec<bool>)>,
    /// The dense target on its records, and the dense shadows.
    dense: Option<(Outputs, Vec<Sides<'a>>)>,
    knowledge: Knowledge<'a>,
}

/// A network on its members and its non-members.
type Sides<'a> = (Cow<'a, Outputs>, Cow<'a, Outputs>);

impl<'a> Seen<'a> {
    fn new(target: &'a Observation, shadows: &[&'a Observation], knowledge: Knowledge<'a>) -> Self {
        let labelled = |outputs: &'a Outputs| as_labelled(outputs, knowledge.label);
        let of_target = |seen: &'a Observation| labelled(&seen.members).followed_by(&labelled(&seen.non_members));
        let sides = |shadow: &'a Observation| (labelled(&shadow.members), labelled(&shadow.non_members));
        let records = target.members.len() + target.non_members.len();
        let asked = |shadow: &&&Observation| shadow.on_target.len() == records && !shadow.population.is_empty();
        let reference = |shadow: &&'a Observation| {
            let trained_on = [&vec![false; records][..], &shadow.trained_on].concat();
            (labelled(&shadow.on_target).followed_by(&labelled(&shadow.population)), trained_on)
        };
        Self {
            target: of_target(target),
            members: target.members.len(),
            population: labelled(&target.population),
            shadows: shadows.iter().map(|&shadow| sides(shadow)).collect(),
            references: shadows.iter().filter(asked).map(reference).collect(),
            dense: knowledge.dense.map(|(target, shadows)| (of_target(target), shadows.iter().map(sides).collect())),
            knowledge,
        }
    }

    fn judge(&self) -> Judged {
        self.view(|view| Judged::new(&view, self.members, self.knowledge.suite()))
    }

    fn view<T>(&self, look: impl FnOnce(AttackerView) -> T) -> T {
        let networks: Vec<ReferenceView> =
            self.references.iter().map(|(outputs, trained_on)| ReferenceView { outputs, trained_on }).collect();
        let references = References { population: Some(&self.population), networks: &networks };
        let (shadows, dense_shadows) = (views(&self.shadows), self.dense.as_ref().map(|(_, shadows)| views(shadows)));
        let dense = self.dense.as_ref().zip(dense_shadows.as_ref());
        look(AttackerView {
            dense: dense.map(|((target, _), shadows)| DenseView { target, shadows }),
            labels_are_known: self.knowledge.label == Label::Known,
            ..AttackerView::new(&self.target, &shadows, references)
        })
    }
}

/// The answers with the labels that the attacker goes by.
pub(super) fn as_labelled(outputs: &Outputs, label: Label) -> Cow<'_, Outputs> {
    match label {
        Label::Known => Cow::Borrowed(outputs),
        Label::Predicted => Cow::Owned(outputs.as_predicted()),
    }
}

fn views<'a>(networks: &'a [Sides]) -> Vec<ShadowView<'a>> {
    networks.iter().map(|(members, non_members)| ShadowView { members, non_members }).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::experiment::{message::Role, report::TprAtFpr};

    /// Two classes, all labels 0: the logit of class 0 is the score φ.
    pub fn outputs(scores: &[f64]) -> Outputs {
        let logits = scores.iter().flat_map(|&score| [score, 0.0]).collect();
        Outputs { classes: 2, logits, labels: vec![0; scores.len()] }
    }

    pub fn observation(role: Role, members: &[f64], non_members: &[f64]) -> Observation {
        Observation {
            epochs: 7,
            steps: 70,
            non_members: outputs(non_members),
            ..Observation::new(None, role, 3, outputs(members))
        }
    }

    /// By an attacker who knows the labels and has no dense network.
    fn assess<'a>(target: &'a Observation, shadows: &'a [&'a Observation]) -> Assessment<'a> {
        Assessment::new(target, shadows, Knowledge::default())
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
        let report = assess(&target, &[&shadow]).round(0.6, &[0, 1]);
        assert_eq!((report.round, report.epochs, report.steps, report.sparsity), (3, 7, 70, 0.6));
        assert_eq!((report.train_accuracy, report.test_accuracy), (2.0 / 3.0, 1.0));
        let conf = &report.attacks[0];
        // Pairs won: 4 and 3 beat both, −1 beats −2: 5 of 6. The shadow's threshold is 2.5: TPR ⅔, TNR 1.
        assert_eq!((conf.attack.as_str(), conf.adaptive, conf.auc), ("conf", true, 5.0 / 6.0));
        assert_eq!(conf.balanced_accuracy, Some(0.5 * (2.0 / 3.0 + 1.0)));
        assert!(conf.tpr_at_fpr.iter().all(|at| matches!(at, TprAtFpr::NotResolvable { .. })));
        // All attacks are perfect on the shadow, so the first one counts: Adv = TPR − FPR = ⅔, the accuracy is 1.
        let p1 = report.p1.unwrap();
        assert_eq!((p1.attack.as_str(), report.worst_attack), ("conf", 0));
        assert!((p1.advantage - 2.0 / 3.0).abs() < 1e-12 && (p1.value - 2.0 * (1.0 / 3.0) / (4.0 / 3.0)).abs() < 1e-12);
        let gap = &report.attacks[4];
        assert_eq!((gap.attack.as_str(), gap.balanced_accuracy), ("gap", Some(0.5 * (2.0 / 3.0 + 0.5))));
    }

    #[test]
    fn an_attack_without_what_it_needs_is_listed_with_the_reason() {
        let target = observation(Role::Target, &[4.0], &[2.0]);
        let report = assess(&target, &[&observation(Role::Shadow(0), &[3.0], &[1.0])]).round(0.6, &[0]);
        let not_run: Vec<&str> = report.not_run.iter().map(|entry| entry.attack.as_str()).collect();
        assert_eq!((report.attacks.len(), not_run), (5, vec!["lira", "rmia"]));
        assert!(report.not_run[0].reason.contains("two reference networks"), "{:?}", report.not_run);
    }

    #[test]
    fn shadows_are_references_for_the_records_of_the_target() {
        let mut target = observation(Role::Target, &[4.0, 3.0], &[0.0, 1.0]);
        target.population = outputs(&[0.5, 1.5]);
        let shadow = |k: u32, trained_on: [bool; 2]| Observation {
            on_target: outputs(&[0.0, 0.5 + f64::from(k), 0.0, 1.0]),
            population: outputs(&[if trained_on[0] { 2.0 } else { 0.5 }, if trained_on[1] { 2.5 } else { 1.0 }]),
            trained_on: trained_on.into(),
            ..observation(Role::Shadow(k), &[3.0, 2.5], &[1.0, -1.0])
        };
        let report = assess(&target, &[&shadow(0, [true, false]), &shadow(1, [false, true])]).round(0.6, &[0, 0]);
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
        assert_eq!(assess(&target, &[&shadow]).round(0.0, &[0, 1, 1, 1]).test_accuracy, 0.75);
    }

    #[test]
    fn the_worst_attack_is_chosen_on_the_shadows() {
        // On the shadow sure mistakes are members' too: the entropy sees them, the confidence does not. On the target
        // the confidence is perfect, which must not count.
        let target = observation(Role::Target, &[5.0, 4.0], &[-5.0, -4.0]);
        let shadow = observation(Role::Shadow(0), &[5.0, -5.0], &[1.0, -1.0]);
        let report = assess(&target, &[&shadow]).round(0.0, &[0, 0]);
        assert_eq!(report.attacks[report.worst_attack].attack, "entr");
        assert!(report.attacks[0].auc > report.attacks[1].auc);
    }

    #[test]
    fn a_learned_attack_takes_its_place_and_may_become_the_worst() {
        let target = observation(Role::Target, &[4.0, 3.0, -1.0], &[2.0, -2.0]);
        let shadow = observation(Role::Shadow(0), &[3.0, 2.5], &[1.0, -1.0]);
        let mut round = assess(&target, &[&shadow]).round(0.6, &[0, 1]);
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
        // Its balanced accuracy of 7/12 is an advantage of 1/6; the accuracy is 1.
        let p1 = round.p1.unwrap();
        assert_eq!(p1.attack, "samia");
        assert!((p1.value - 2.0 * (5.0 / 6.0) / (11.0 / 6.0)).abs() < 1e-12);
    }

    #[test]
    fn attacks_with_the_shadows_of_base_stand_behind_the_adaptive_ones_and_are_never_the_worst() {
        let target = observation(Role::Target, &[4.0, 3.0, -1.0], &[2.0, -2.0]);
        let shadow = observation(Role::Shadow(0), &[3.0, 2.5], &[2.7, -1.0]);
        // On the shadow of Base everything is told apart, on the adaptive one it is not.
        let of_base = observation(Role::Shadow(0), &[9.0, 8.0], &[-9.0, -8.0]);
        let adaptive = assess(&target, &[&shadow]).round(0.6, &[0, 1]);
        let mut round = adaptive.clone();
        for _ in 0..2 {
            unadapted(&target, &[&of_base], Knowledge::default())
                .into_iter()
                .rev()
                .for_each(|attack| add_attack(&mut round, attack));
        }
        let count = adaptive.attacks.len();
        assert_eq!((&round.attacks[..count], round.attacks.len()), (&adaptive.attacks[..], 2 * count));
        assert_eq!((round.worst_attack, round.attack("conf")), (adaptive.worst_attack, adaptive.attacks.first()));
        let conf = &round.attacks[count];
        // The threshold of Base's shadow is 8, so that nobody is called a member.
        assert_eq!((conf.attack.as_str(), conf.adaptive, conf.balanced_accuracy), ("conf", false, Some(0.5)));
        assert_eq!((conf.auc, conf.shadow_auc), (5.0 / 6.0, Some(1.0)));
    }

    #[test]
    fn whoever_does_not_know_the_labels_goes_by_predictions_everywhere() {
        // Two classes and logits (φ, 0): what is predicted is as sure as |φ| is large.
        let target = observation(Role::Target, &[4.0, -3.0], &[2.0, -1.0]);
        let shadow = observation(Role::Shadow(0), &[-2.5, 3.5], &[-1.5, 0.5]);
        let knowledge = Knowledge { label: Label::Predicted, ..Knowledge::default() };
        let report = Assessment::new(&target, &[&shadow], knowledge).round(0.6, &[0, 0]);
        let conf = report.attack("conf").unwrap();
        // Each class has its own threshold, 2.5 and 3.5, and its surest record is a member.
        assert_eq!((conf.auc, conf.balanced_accuracy, conf.shadow_auc), (1.0, Some(1.0), Some(1.0)));
        assert_eq!(assess(&target, &[&shadow]).round(0.6, &[0, 0]).attack("conf").unwrap().auc, 0.5);
        assert_eq!((report.not_run[0].attack.as_str(), report.attack("gap")), ("gap", None));
        assert_eq!((report.train_accuracy, report.test_accuracy), (0.5, 0.5));
    }

    #[test]
    fn a_dense_network_in_the_attackers_hands_adds_one_attack_and_changes_no_other() {
        let target = observation(Role::Target, &[6.0, 4.0], &[5.0, 3.0]);
        let dense = observation(Role::Target, &[5.0, 3.0], &[6.0, 4.0]);
        let shadow = |k| observation(Role::Shadow(k), &[9.0, 3.0], &[7.0, 1.0]);
        let of_shadow = |k| observation(Role::Shadow(k), &[8.0, 2.0], &[8.0, 2.0]);
        let (shadows, dense_shadows) = ([shadow(0), shadow(1)], [of_shadow(0), of_shadow(1)]);
        let knowledge = Knowledge { dense: Some((&dense, &dense_shadows)), ..Knowledge::default() };
        let shadows: Vec<&Observation> = shadows.iter().collect();
        let report = Assessment::new(&target, &shadows, knowledge).round(0.6, &[0, 0]);
        // Pruning raised what members' confidence is by one and lowered that of others by one.
        let sr = report.attack("sr").unwrap();
        assert_eq!((sr.auc, sr.balanced_accuracy, sr.shadow_auc), (1.0, Some(1.0), Some(1.0)));
        assert_eq!(report.attacks[report.worst_attack].attack, "sr");
        let others: Vec<&AttackReport> = report.attacks.iter().filter(|attack| attack.attack != "sr").collect();
        let without = assess(&target, &shadows).round(0.6, &[0, 0]);
        assert_eq!((others, &report.not_run), (without.attacks.iter().collect(), &without.not_run));
    }

    #[test]
    fn resolvable_rates_carry_the_interval_of_the_curve() {
        let scores: Vec<f64> = (0..100).map(|i| f64::from(i) / 10.0).collect();
        let members = [9.85, 9.95, 9.75, 0.0];
        let target = observation(Role::Target, &members, &scores);
        let report = assess(&target, &[&observation(Role::Shadow(0), &[1.0], &[0.0])]).round(0.0, &[0; 100]);
        let at = &report.attacks[0].tpr_at_fpr;
        // Ten false positives of a hundred are allowed: those from 9 up, among which three of four members lie.
        let interval = Roc::new(&members, &scores).tpr_at(0.1).unwrap().interval;
        assert_eq!(at[0], TprAtFpr::Measured { fpr: 0.1, tpr: 0.75, interval });
        assert_eq!(at[1], TprAtFpr::NotResolvable { fpr: 0.01, resolvable: false });
    }
}
