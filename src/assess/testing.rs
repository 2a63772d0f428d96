//! Small reports for the tests of this folder. Nothing in them was measured.

use crate::{
    assess::Kept,
    config::{Arm, Config, Method},
    report::{
        ArmReport, AttackDifference, AttackReport, Comparison, DataSummary, Difference, Ended, NAMED, Records, Report,
        RoundReport, STATISTICS, VERSION,
    },
};

/// An attack with this AUC, good to two points.
fn attack(id: &str, auc: f64) -> AttackReport {
    AttackReport {
        attack: id.into(),
        adaptive: true,
        shadow_auc: Some(auc),
        auc,
        auc_interval: (auc - 0.02, auc + 0.02),
        balanced_accuracy: Some(auc),
        balanced_accuracy_interval: Some((auc, auc)),
        called: None,
        p1: None,
        tpr_at_fpr: Vec::new(),
        left_out: 0,
    }
}

/// An arm with one round, in which every named attack has this AUC.
pub fn arm(arm: Method, auc: f64, accuracy: f64) -> ArmReport {
    with_round(ArmReport::new(Some(Arm::plain(arm)), 1), auc, accuracy)
}

fn with_round(arm: ArmReport, auc: f64, accuracy: f64) -> ArmReport {
    let round = RoundReport {
        round: 0,
        sparsity: 0.6,
        size: None,
        epochs: 1,
        steps: 1,
        train_accuracy: 1.0,
        test_accuracy: accuracy,
        test_accuracy_interval: (accuracy - 0.03, accuracy + 0.03),
        strongest: None,
        attacks: NAMED.iter().map(|id| attack(id, auc)).collect(),
        not_run: Vec::new(),
        log_odds: None,
    };
    ArmReport { rounds: vec![round], ..arm }
}

/// Arms with their AUC and accuracy after a single round, and all of their comparisons, good to one point of AUC and two of
/// accuracy.
pub fn report(values: &[(Method, f64, f64)]) -> Report {
    of_arms(values.iter().map(|&(kind, auc, accuracy)| arm(kind, auc, accuracy)).collect())
}

/// The same with a dense network of this AUC and accuracy first.
pub fn report_with_dense(dense: (f64, f64), values: &[(Method, f64, f64)]) -> Report {
    let mut arms = vec![with_round(ArmReport::new(None, 1), dense.0, dense.1)];
    arms.extend(report(values).arms);
    of_arms(arms)
}

/// Of finished arms, with their comparisons.
pub fn of_arms(arms: Vec<ArmReport>) -> Report {
    Report {
        begun: None,
        settings: String::new(),
        version: VERSION,
        statistics: STATISTICS,
        software: String::new(),
        ended: Ended::Finished,
        config: Config::default(),
        device: "cpu".into(),
        self_check: None,
        data: DataSummary {
            name: "Made up".into(),
            features: 1,
            classes: 10,
            members: 600,
            development: 0,
            non_members: 600,
            chance: 0.1,
            ..DataSummary::default()
        },
        records: Records::default(),
        comparisons: comparisons(&arms),
        arms,
        first_losses: Vec::new(),
        seconds: 0.0,
        fronts: Vec::new(),
        repeats: None,
    }
}

fn comparisons(arms: &[ArmReport]) -> Vec<Comparison> {
    let difference = |value: f64, reach: f64| Difference { value, interval: (value - reach, value + reach) };
    let pair = |a: &ArmReport, b: &ArmReport| {
        let (first, second) = (&a.rounds[0], &b.rounds[0]);
        let by = |(one, other): (&AttackReport, &AttackReport)| AttackDifference {
            attack: one.attack.clone(),
            auc: difference(one.auc - other.auc, 0.01),
        };
        Comparison {
            arm: a.id.clone(),
            against: b.id.clone(),
            test_accuracy: Some(difference(first.test_accuracy - second.test_accuracy, 0.02)),
            attacks: first.attacks.iter().zip(&second.attacks).map(by).collect(),
        }
    };
    let others = |i: usize| (0..arms.len()).filter(move |&j| j != i).map(move |j| pair(&arms[i], &arms[j]));
    (0..arms.len()).flat_map(others).collect()
}

/// What is kept of a network with this accuracy on as many non-members as members, whose named attacks have about this AUC:
/// that share of members beats all non-members and the rest ties with them... in turn, so that every half looks alike.
pub fn kept(records: usize, accuracy: f64, auc: f64) -> Kept {
    let share = |i: usize, of: f64| ((i as f64 * 0.618_033_988_75) % 1.0) < of;
    // A member that wins scores 1, one that does not scores 0 as all non-members do: AUC = w + (1 - w)/2.
    let wins = 2.0 * auc - 1.0;
    let members: Vec<f64> = (0..records).map(|i| if share(i, wins) { 1.0 } else { 0.0 }).collect();
    let correct = (0..records).map(|i| share(i, accuracy)).collect();
    Kept::of_scores(correct, NAMED.iter().map(|id| (*id, members.clone(), vec![0.0; records])))
}
