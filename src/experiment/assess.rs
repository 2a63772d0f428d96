//! What was observed of a target and its shadows, turned into the numbers of a report. Pure: no randomness, no clock, and
//! every sum runs in a fixed order, so the same observations give the same report everywhere.
//!
//! The target's membership is used here to judge an attack, after the attack has answered. The strongest attack is
//! chosen by attacking each shadow like a target, with the other shadows as its shadows: choosing it by the target's
//! own AUC would report the luckiest of several attacks as the strength of one.

mod detail;

use super::{
    message::Observation,
    report::{AttackReport, RocCurve, RoundReport, TprAtFpr},
};
use crate::{
    attack::{ATTACKS, Attack, AttackerView, Outcome, ShadowView},
    metric::{BalancedAccuracy, LEVEL, Rate, Roc, delong::auc_interval},
    signal::Outputs,
};
pub use detail::detail;
use detail::roc_curve;

/// False-positive rates at which a sensitivity is reported.
const FALSE_POSITIVE_RATES: [f64; 3] = [0.1, 0.01, 0.001];

/// One round of one arm: accuracy of the target and every attack on it.
///
/// `shadows` are of the same arm and round, at least one; `clean_non_member_labels` are those of the target's non-members
/// before label noise, in their order.
pub fn assess(
    target: &Observation,
    shadows: &[&Observation],
    sparsity: f64,
    clean_non_member_labels: &[u32],
) -> RoundReport {
    let test = accuracy(&target.non_members, clean_non_member_labels);
    let attacks: Vec<AttackReport> =
        ATTACKS.iter().filter_map(|row| attack_report(row.attack, target, shadows)).collect();
    RoundReport {
        round: target.round,
        sparsity,
        epochs: target.epochs,
        steps: target.steps,
        train_accuracy: accuracy(&target.members, &target.members.labels).value(),
        test_accuracy: test.value(),
        test_accuracy_interval: test.interval(LEVEL),
        worst_attack: worst_attack(&attacks),
        attacks,
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
    let decisions = scores.iter().map(|&score| score >= threshold).collect();
    let verdict = Verdict { outcome: Outcome { scores, decisions }, members };
    (verdict.report(attack, shadow_auc), roc_curve(attack.info().id, &verdict))
}

/// Adds an attack to a round, in the order of the registry, and chooses the worst anew.
pub fn add_attack(round: &mut RoundReport, attack: AttackReport) {
    round.attacks.retain(|other| other.attack != attack.attack);
    round.attacks.push(attack);
    round.attacks.sort_by_key(|attack| position(&attack.attack));
    round.worst_attack = worst_attack(&round.attacks);
}

/// Place of an attack in the registry.
pub fn position(id: &str) -> Option<usize> {
    ATTACKS.iter().position(|row| row.id == id)
}

fn accuracy(outputs: &Outputs, labels: &[u32]) -> Rate {
    Rate { hits: outputs.hits(labels), trials: outputs.len() }
}

fn views<'a>(shadows: &[&'a Observation]) -> Vec<ShadowView<'a>> {
    shadows.iter().map(|shadow| ShadowView { members: &shadow.members, non_members: &shadow.non_members }).collect()
}

/// An attack's answer on one network, whose members were the first records of the attacked list.
struct Verdict {
    outcome: Outcome,
    members: usize,
}

impl Verdict {
    /// None for an attack that must be trained.
    fn new(attack: Attack, attacked: &Observation, shadows: &[ShadowView]) -> Option<Self> {
        let target = attacked.members.followed_by(&attacked.non_members);
        let outcome = attack.run(&AttackerView { target: &target, shadows })?;
        Some(Self { outcome, members: attacked.members.len() })
    }

    fn report(&self, attack: Attack, shadow_auc: f64) -> AttackReport {
        let (members, non_members) = self.decisions();
        let balanced = BalancedAccuracy::of(members, non_members);
        let roc = self.roc();
        AttackReport {
            attack: attack.info().id.into(),
            adaptive: true,
            shadow_auc,
            auc: roc.auc(),
            auc_interval: auc_interval(&roc),
            balanced_accuracy: balanced.value(),
            balanced_accuracy_interval: balanced.interval(LEVEL),
            tpr_at_fpr: FALSE_POSITIVE_RATES.iter().map(|&fpr| sensitivity(&roc, fpr)).collect(),
        }
    }

    /// Scores of members and of non-members.
    fn scores(&self) -> (&[f64], &[f64]) {
        self.outcome.scores.split_at(self.members)
    }

    /// Decisions on members and on non-members.
    fn decisions(&self) -> (&[bool], &[bool]) {
        self.outcome.decisions.split_at(self.members)
    }

    fn roc(&self) -> Roc {
        let (members, non_members) = self.scores();
        Roc::new(members, non_members)
    }
}

/// None for an attack that must be trained.
fn attack_report(attack: Attack, target: &Observation, shadows: &[&Observation]) -> Option<AttackReport> {
    let verdict = Verdict::new(attack, target, &views(shadows))?;
    let on_shadows: f64 = (0..shadows.len()).filter_map(|k| auc_on_shadow(attack, shadows, k)).sum();
    Some(verdict.report(attack, on_shadows / shadows.len() as f64))
}

fn sensitivity(roc: &Roc, fpr: f64) -> TprAtFpr {
    roc.tpr_at(fpr).map_or(TprAtFpr::NotResolvable { fpr, resolvable: false }, |rate| TprAtFpr::Measured {
        fpr,
        tpr: rate.value(),
        interval: rate.interval(LEVEL),
    })
}

/// Index of the attack with the highest AUC on the shadows; the first of equal ones.
fn worst_attack(attacks: &[AttackReport]) -> usize {
    let better = |worst: usize, i: usize| if attacks[i].shadow_auc > attacks[worst].shadow_auc { i } else { worst };
    (1..attacks.len()).fold(0, better)
}

/// AUC of an attack on the k-th shadow, with the other shadows as its shadows.
fn auc_on_shadow(attack: Attack, shadows: &[&Observation], k: usize) -> Option<f64> {
    let mut others = views(shadows);
    others.remove(k);
    Some(Verdict::new(attack, shadows[k], &others)?.roc().auc())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::experiment::message::Role;

    /// Two classes, all labels 0: the logit of class 0 is the score φ.
    pub fn outputs(scores: &[f32]) -> Outputs {
        let logits = scores.iter().flat_map(|&score| [score, 0.0]).collect();
        Outputs { classes: 2, logits, labels: vec![0; scores.len()] }
    }

    pub fn observation(role: Role, members: &[f32], non_members: &[f32]) -> Observation {
        Observation {
            arm: None,
            role,
            round: 3,
            epochs: 7,
            steps: 70,
            members: outputs(members),
            non_members: outputs(non_members),
            sensitivity: Vec::new(),
            on_target: Outputs::default(),
            exposures: Vec::new(),
            masks: Vec::new(),
        }
    }

    #[test]
    fn a_small_round_gives_the_numbers_counted_by_hand() {
        let target = observation(Role::Target, &[4.0, 3.0, -1.0], &[2.0, -2.0]);
        let shadow = observation(Role::Shadow(0), &[3.0, 2.5], &[1.0, -1.0]);
        let report = assess(&target, &[&shadow], 0.6, &[0, 1]);
        assert_eq!((report.round, report.epochs, report.steps, report.sparsity), (3, 7, 70, 0.6));
        assert_eq!((report.train_accuracy, report.test_accuracy), (2.0 / 3.0, 1.0));
        let conf = &report.attacks[0];
        // Pairs won: 4 and 3 beat both, −1 beats −2: 5 of 6. The shadow's threshold is 2.5: TPR ⅔, TNR 1.
        assert_eq!((conf.attack.as_str(), conf.adaptive, conf.auc), ("conf", true, 5.0 / 6.0));
        assert_eq!(conf.balanced_accuracy, 0.5 * (2.0 / 3.0 + 1.0));
        assert!(conf.tpr_at_fpr.iter().all(|at| matches!(at, TprAtFpr::NotResolvable { .. })));
        let gap = &report.attacks[4];
        assert_eq!((gap.attack.as_str(), gap.balanced_accuracy), ("gap", 0.5 * (2.0 / 3.0 + 0.5)));
    }

    #[test]
    fn test_accuracy_counts_against_the_clean_labels() {
        let target = observation(Role::Target, &[1.0], &[1.0, 1.0, -1.0, -1.0]);
        let shadow = observation(Role::Shadow(0), &[1.0], &[0.0]);
        assert_eq!(assess(&target, &[&shadow], 0.0, &[0, 1, 1, 1]).test_accuracy, 0.75);
    }

    #[test]
    fn the_worst_attack_is_chosen_on_the_shadows() {
        // On the shadow sure mistakes are members' too: the entropy sees them, the confidence does not. On the target
        // the confidence is perfect, which must not count.
        let target = observation(Role::Target, &[5.0, 4.0], &[-5.0, -4.0]);
        let shadow = observation(Role::Shadow(0), &[5.0, -5.0], &[1.0, -1.0]);
        let report = assess(&target, &[&shadow], 0.0, &[0, 0]);
        assert_eq!(report.attacks[report.worst_attack].attack, "entr");
        assert!(report.attacks[0].auc > report.attacks[1].auc);
    }

    #[test]
    fn a_learned_attack_takes_its_place_and_may_become_the_worst() {
        let target = observation(Role::Target, &[4.0, 3.0, -1.0], &[2.0, -2.0]);
        let shadow = observation(Role::Shadow(0), &[3.0, 2.5], &[1.0, -1.0]);
        let mut round = assess(&target, &[&shadow], 0.6, &[0, 1]);
        let scores = [1.0, 0.5, -3.0, 0.5, -2.0];
        for (attack, shadow_auc) in [(Attack::Samia, 1.5), (Attack::Nn, 0.5)] {
            let (report, curve) = learned(attack, &scores, 3, 0.5, shadow_auc);
            // 1 beats both others, 0.5 one and a half, −3 none: 3.5 of 6. Two of three found, one of two mistaken.
            assert_eq!((report.auc, report.balanced_accuracy), (3.5 / 6.0, 0.5 * (2.0 / 3.0 + 0.5)));
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
        let report = assess(&target, &[&observation(Role::Shadow(0), &[1.0], &[0.0])], 0.0, &[0; 100]);
        let at = &report.attacks[0].tpr_at_fpr;
        // One false positive of a hundred is allowed: the one at 9.9, below which lies 9.85 but not 9.75.
        let interval = Rate { hits: 2, trials: 4 }.interval(0.95);
        assert_eq!(at[1], TprAtFpr::Measured { fpr: 0.01, tpr: 0.5, interval });
        assert_eq!(at[2], TprAtFpr::NotResolvable { fpr: 0.001, resolvable: false });
    }
}
