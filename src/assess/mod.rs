//! What was observed of a target and its shadows, turned into the numbers of a report. Pure: no randomness, no clock, and
//! every sum runs in a fixed order, so the same observations give the same report everywhere.
//!
//! The target's membership is used in [`judge`], after the attack has answered.

mod calls;
pub mod compare;
mod detail;
mod difficulty;
mod divergence;
pub mod fronts;
pub(crate) mod judge;
mod kept;
pub mod repeats;
mod sureness;
#[cfg(test)]
pub mod testing;

use crate::{
    attack::{Attack, AttackerView, Capabilities, DenseView, Outcome, ReferenceView, References, ShadowView, position},
    config::{AttackConfig, Label},
    finetune::auto::Trial,
    message::Observation,
    metric::{LEVEL, Rate, Roc},
    report::{AttackReport, Records, RocCurve, RoundReport},
    signal::{Outputs, Signal, negative_entropy, negative_modified_entropy, scaled_logit},
    sort,
};
use judge::{Judged, Verdict};
pub use kept::{Kept, keys};
use std::borrow::Cow;
use sureness::Sureness;

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

    fn capabilities(&self) -> Capabilities {
        // Shadows are never trained on the target's records.
        Capabilities { dense: self.dense.is_some(), online: false, mem_aware: self.mem_aware }
    }
}

/// One arm after one round, attacked once; what the report says of it is read off.
pub struct Assessment<'a> {
    target: &'a Observation,
    seen: Seen<'a>,
    judged: Judged,
    sureness: Sureness,
    /// Whether each non-member of the target is predicted as its clean label.
    correct: Vec<bool>,
}

impl<'a> Assessment<'a> {
    /// Attacks the target. `shadows` are of the same arm and round, at least one; `clean` are the labels of the target's
    /// non-members before label noise, in their order.
    pub fn new(
        target: &'a Observation,
        shadows: &'a [&'a Observation],
        knowledge: Knowledge<'a>,
        clean: &[u32],
    ) -> Self {
        let seen = Seen::new(target, shadows, knowledge);
        let judged = seen.judge();
        let correct = target.non_members.is_right(clean);
        Self { target, seen, judged, sureness: Sureness::new(target, shadows), correct }
    }

    /// Accuracy of the target and every attack on it. `records` are the target's in the pool.
    pub fn round(&self, sparsity: f64, records: &Records) -> RoundReport {
        let target = self.target;
        let test = Rate::of(&self.correct);
        RoundReport {
            round: target.round,
            sparsity,
            size: None,
            epochs: target.epochs,
            steps: target.steps,
            train_accuracy: Rate::of(&target.members.is_right(&target.members.labels)).value(),
            test_accuracy: test.value(),
            test_accuracy_interval: test.interval(LEVEL),
            strongest: self.kept().strongest(records),
            attacks: self.judged.verdicts.iter().map(|verdict| verdict.report(Some(&self.correct))).collect(),
            not_run: self.judged.not_run.clone(),
            log_odds: self.sureness.log_odds(),
        }
    }

    /// What arms are compared by.
    pub fn kept(&self) -> Kept {
        Kept::new(self.correct.clone(), &self.judged.verdicts)
    }
}

/// What the trainer's own attacks find, with development records as non-members.
pub fn trial(observation: &Observation) -> Trial {
    let (members, others) = (&observation.members, &observation.development);
    let auc = |signal: Signal| Roc::new(&members.signals(signal), &others.signals(signal)).auc();
    let signals: [Signal; 3] = [scaled_logit, negative_entropy, negative_modified_entropy];
    Trial {
        accuracy: Rate::of(&others.is_right(&others.labels)).value(),
        own_auc: signals.into_iter().map(auc).fold(f64::NEG_INFINITY, f64::max),
    }
}

/// What a learned attack answered: `scores` of the target's members and then its non-members. `kept` is the same target's.
pub(crate) fn learned(
    attack: Attack,
    scores: &[f32],
    (threshold, shadow_auc): (f64, f64),
    kept: &Kept,
) -> (Verdict, AttackReport, RocCurve) {
    let scores: Vec<f64> = scores.iter().map(|&score| f64::from(score)).collect();
    let outcome = Outcome::at(Some(threshold), scores);
    let verdict = Verdict::new(attack.info().id, outcome, kept.members(), Some(shadow_auc));
    let report = verdict.report(Some(kept.correct()));
    let curve = verdict.curve();
    (verdict, report, curve)
}

/// What an attacker finds who does not know of the defense: `shadows` are those of Base. `kept` is the same target's.
pub fn non_adaptive(
    target: &Observation,
    shadows: &[&Observation],
    knowledge: Knowledge,
    correct: &[bool],
) -> Vec<AttackReport> {
    let judged = Seen::new(target, shadows, knowledge).judge();
    judged.verdicts.iter().map(|verdict| AttackReport { adaptive: false, ..verdict.report(Some(correct)) }).collect()
}

/// Adds an attack to a round, adaptive ones first and each kind in the order of the registry.
pub fn add_attack(round: &mut RoundReport, attack: AttackReport) {
    round.attacks.retain(|other| (&other.attack, other.adaptive) != (&attack.attack, attack.adaptive));
    round.attacks.push(attack);
    sort::by_key(&mut round.attacks, |attack| (!attack.adaptive, position(&attack.attack)));
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
        self.view(|view| Judged::new(&view, self.members, self.knowledge.capabilities()))
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
    use crate::{attack::testing::outputs, message::Role, report::TprAtFpr};

    pub fn observation(role: Role, members: &[f64], non_members: &[f64]) -> Observation {
        Observation {
            epochs: 7,
            steps: 70,
            non_members: outputs(non_members),
            ..Observation::new(None, role, 3, outputs(members))
        }
    }

    /// The records of a target with so many members and non-members.
    pub fn records(members: u32, non_members: u32) -> Records {
        Records {
            members: (0..members).collect(),
            non_members: (members..members + non_members).collect(),
            ..Records::default()
        }
    }

    /// By an attacker who knows the labels and has no dense network; `clean` are the labels of the non-members before noise.
    fn assess<'a>(target: &'a Observation, shadows: &'a [&'a Observation], clean: &[u32]) -> RoundReport {
        let records = records(target.members.len() as u32, target.non_members.len() as u32);
        Assessment::new(target, shadows, Knowledge::default(), clean).round(0.6, &records)
    }

    #[test]
    fn an_observation_with_an_answer_that_is_no_number_is_told_apart() {
        assert!(observation(Role::Target, &[4.0], &[2.0]).is_finite());
        assert!(!observation(Role::Target, &[4.0, f64::NAN], &[2.0]).is_finite());
        assert!(!observation(Role::Target, &[4.0], &[f64::INFINITY]).is_finite());
    }

    #[test]
    fn a_trial_takes_the_development_records_for_non_members() {
        let mut seen = observation(Role::Target, &[4.0, 1.0], &[9.0, 9.0]);
        seen.development = outputs(&[2.0, -3.0]);
        // By confidence 4 beats both and 1 one of two: 3 of 4. Entropy knows |score| only: 4 beats both, 1 none: 2 of 4.
        assert_eq!(trial(&seen), Trial { accuracy: 0.5, own_auc: 0.75 });
    }

    #[test]
    fn a_small_round_gives_the_numbers_counted_by_hand() {
        let target = observation(Role::Target, &[4.0, 3.0, -1.0], &[2.0, -2.0]);
        let shadow = observation(Role::Shadow(0), &[3.0, 2.5], &[1.0, -1.0]);
        let report = assess(&target, &[&shadow], &[0, 1]);
        assert_eq!((report.round, report.epochs, report.steps, report.sparsity), (3, 7, 70, 0.6));
        assert_eq!((report.train_accuracy, report.test_accuracy), (2.0 / 3.0, 1.0));
        let conf = report.attack("conf").unwrap();
        // Pairs won: 4 and 3 beat both, −1 beats −2: 5 of 6. The shadow's threshold is 2.5: TPR ⅔, TNR 1.
        assert_eq!((conf.adaptive, conf.auc), (true, 5.0 / 6.0));
        assert_eq!(conf.balanced_accuracy, Some(0.5 * (2.0 / 3.0 + 1.0)));
        assert!(conf.tpr_at_fpr.iter().all(|at| matches!(at, TprAtFpr::NotResolvable { .. })));
        let called = conf.called.unwrap();
        assert_eq!((called.members.value, called.non_members.unwrap().value), (2.0 / 3.0, 0.0));
        // Adv = TPR − FPR = ⅔, the accuracy is 1.
        let p1 = conf.p1.unwrap();
        assert!((p1.advantage - 2.0 / 3.0).abs() < 1e-12 && (p1.value - 2.0 * (1.0 / 3.0) / (4.0 / 3.0)).abs() < 1e-12);
        assert_eq!(report.attack("gap").unwrap().balanced_accuracy, Some(0.5 * (2.0 / 3.0 + 0.5)));
    }

    #[test]
    fn an_attack_without_what_it_needs_is_listed_with_the_reason() {
        let target = observation(Role::Target, &[4.0], &[2.0]);
        let report = assess(&target, &[&observation(Role::Shadow(0), &[3.0], &[1.0])], &[0]);
        for id in ["lira", "rmia"] {
            assert!(report.attack(id).is_none());
            let lacking = report.not_run.iter().find(|entry| entry.attack == id).unwrap();
            assert!(lacking.reason.contains("reference network"), "{lacking:?}");
        }
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
        let report = assess(&target, &[&shadow(0, [true, false]), &shadow(1, [false, true])], &[0, 0]);
        let lira = report.attack("lira").unwrap();
        assert_eq!((lira.auc, lira.balanced_accuracy), (1.0, Some(1.0)));
        assert_eq!(report.attack("rmia").unwrap().auc, 1.0);
        assert!(report.not_run.is_empty());
    }

    #[test]
    fn test_accuracy_counts_against_the_clean_labels() {
        let target = observation(Role::Target, &[1.0], &[1.0, 1.0, -1.0, -1.0]);
        let shadow = observation(Role::Shadow(0), &[1.0], &[0.0]);
        assert_eq!(assess(&target, &[&shadow], &[0, 1, 1, 1]).test_accuracy, 0.75);
    }

    #[test]
    fn the_strongest_attack_is_read_on_records_that_did_not_choose_it() {
        // Confidence finds every member, whatever the halves; on the shadow it finds none, which must not count.
        let target = observation(Role::Target, &[5.0; 20], &[-5.0; 20]);
        let shadow = observation(Role::Shadow(0), &[5.0, -5.0], &[1.0, -1.0]);
        let strongest = assess(&target, &[&shadow], &[0; 20]).strongest.unwrap();
        assert_eq!((strongest.attacks, strongest.auc), (vec!["conf".to_string()], 1.0));
    }

    #[test]
    fn the_order_of_the_targets_records_changes_no_number() {
        // Uneven answers, so that halves differ; every record keeps its key and what shadows say of it.
        let phi = |i: usize| ((i * 37 % 29) as f64 - 14.0) / 4.0;
        let of = |rows: &[usize]| outputs(&rows.iter().map(|&i| phi(i)).collect::<Vec<_>>());
        let round = |members: &[usize], others: &[usize]| {
            let all = [members, others].concat();
            let mut target = observation(Role::Target, &[], &[]);
            (target.members, target.non_members, target.population) = (of(members), of(others), of(&[90, 91, 92, 93]));
            let shadow = |k: u32| Observation {
                on_target: outputs(&all.iter().map(|&i| phi(i + 5 * k as usize) - 1.0).collect::<Vec<_>>()),
                population: of(&[94 + k as usize, 96, 97, 98]),
                trained_on: vec![k == 0, k == 1, false, false],
                ..observation(Role::Shadow(k), &[3.0, 2.5, 0.5], &[1.0, -1.0, 0.0])
            };
            let (first, second) = (shadow(0), shadow(1));
            let as_u32 = |rows: &[usize]| rows.iter().map(|&i| i as u32).collect::<Vec<u32>>();
            let records = Records { members: as_u32(members), non_members: as_u32(others), ..Records::default() };
            let shadows = [&first, &second];
            let clean = vec![0; others.len()];
            Assessment::new(&target, &shadows, Knowledge::default(), &clean).round(0.6, &records)
        };
        let (members, others): (Vec<usize>, Vec<usize>) = ((0..20).collect(), (20..40).collect());
        let turned = |rows: &[usize]| rows.iter().rev().copied().collect::<Vec<usize>>();
        let (plain, other) = (round(&members, &others), round(&turned(&members), &turned(&others)));
        assert_eq!((plain.strongest, plain.attacks), (other.strongest, other.attacks));
        assert_eq!(plain.test_accuracy.to_bits(), other.test_accuracy.to_bits());
    }

    #[test]
    fn a_learned_attack_takes_its_place_and_may_become_the_strongest() {
        // Six confident members and six confident others: nothing that answers at once can tell them apart.
        let target = observation(Role::Target, &[4.0; 6], &[4.0; 6]);
        let shadow = observation(Role::Shadow(0), &[3.0, 2.5], &[1.0, -1.0]);
        let (shadows, records) = ([&shadow], records(6, 6));
        let assessment = Assessment::new(&target, &shadows, Knowledge::default(), &[0; 6]);
        let (mut round, mut kept) = (assessment.round(0.6, &records), assessment.kept());
        assert_eq!(round.strongest.as_ref().unwrap().auc, 0.5);
        let scores = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        for attack in [Attack::Samia, Attack::Nn] {
            let (verdict, report, curve) = learned(attack, &scores, (0.5, 0.9), &kept);
            assert_eq!((report.auc, report.balanced_accuracy, report.shadow_auc), (1.0, Some(1.0), Some(0.9)));
            assert_eq!(curve.attack, report.attack);
            kept.add(&verdict);
            add_attack(&mut round, report.clone());
            add_attack(&mut round, report);
        }
        let places: Vec<_> = round.attacks.iter().map(|attack| position(&attack.attack).unwrap()).collect();
        assert!(places.is_sorted_by(|a, b| a < b), "in the order of the registry, each once: {places:?}");
        assert!(round.attack("nn").is_some() && round.attack("samia").is_some());
        let strongest = kept.strongest(&records).unwrap();
        assert_eq!((strongest.attacks, strongest.auc), (vec!["nn".to_string()], 1.0));
    }

    #[test]
    fn attacks_with_the_shadows_of_base_stand_behind_the_adaptive_ones() {
        let target = observation(Role::Target, &[4.0, 3.0, -1.0], &[2.0, -2.0]);
        let shadow = observation(Role::Shadow(0), &[3.0, 2.5], &[2.7, -1.0]);
        // On the shadow of Base everything is told apart, on the adaptive one it is not.
        let of_base = observation(Role::Shadow(0), &[9.0, 8.0], &[-9.0, -8.0]);
        let adaptive = assess(&target, &[&shadow], &[0, 1]);
        let mut round = adaptive.clone();
        for _ in 0..2 {
            non_adaptive(&target, &[&of_base], Knowledge::default(), &[true, true])
                .into_iter()
                .rev()
                .for_each(|attack| add_attack(&mut round, attack));
        }
        let count = adaptive.attacks.len();
        assert_eq!((&round.attacks[..count], round.attacks.len()), (&adaptive.attacks[..], 2 * count));
        assert_eq!(round.attack("conf"), adaptive.attacks.first());
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
        let report = Assessment::new(&target, &[&shadow], knowledge, &[0, 0]).round(0.6, &records(2, 2));
        let conf = report.attack("conf").unwrap();
        // Each class has its own threshold, 2.5 and 3.5, and its surest record is a member.
        assert_eq!((conf.auc, conf.balanced_accuracy, conf.shadow_auc), (1.0, Some(1.0), Some(1.0)));
        assert_eq!(assess(&target, &[&shadow], &[0, 0]).attack("conf").unwrap().auc, 0.5);
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
        let report = Assessment::new(&target, &shadows, knowledge, &[0, 0]).round(0.6, &records(2, 2));
        // Pruning raised what members' confidence is by one and lowered that of others by one.
        let sr = report.attack("sr").unwrap();
        assert_eq!((sr.auc, sr.balanced_accuracy, sr.shadow_auc), (1.0, Some(1.0), Some(1.0)));
        let others: Vec<&AttackReport> = report.attacks.iter().filter(|attack| attack.attack != "sr").collect();
        let without = assess(&target, &shadows, &[0, 0]);
        assert_eq!((others, &report.not_run), (without.attacks.iter().collect(), &without.not_run));
    }

    #[test]
    fn resolvable_rates_carry_what_they_really_are() {
        let scores: Vec<f64> = (0..100).map(|i| f64::from(i) / 10.0).collect();
        let target = observation(Role::Target, &[9.85, 9.95, 9.75, 0.0], &scores);
        let report = assess(&target, &[&observation(Role::Shadow(0), &[1.0], &[0.0])], &[0; 100]);
        let at = &report.attacks[0].tpr_at_fpr;
        // Ten false positives of a hundred are allowed, down to 9.0: three of four members lie above.
        let TprAtFpr::Measured { fpr, realised_fpr, tpr, interval: (low, high) } = at[0] else { panic!("{at:?}") };
        assert_eq!((fpr, realised_fpr, tpr), (0.1, 0.1, 0.75));
        assert!(low < 0.75 && 0.75 < high);
        // Fewer than ten would be a thousand records' work.
        assert_eq!(at[1], TprAtFpr::NotResolvable { fpr: 0.01, resolvable: false });
    }
}
