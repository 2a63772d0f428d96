//! Every arm × every attack × every mem-score, end to end and tiny, on the CPU.
#![cfg(feature = "engine-cpu")]

mod common;

use common::{complete, tiny, tiny_pictures};
use wemem_lab::{
    attack::ATTACKS,
    config::{ARMS, Arm, Config, LearnedSize, MemoryScore, NetworkKind, PruneMethod, Scope, SplitRule},
    defense,
    experiment::{
        Stacking,
        report::{Report, TprAtFpr},
    },
};

fn all_arms() -> Vec<Arm> {
    ARMS.iter().map(|row| row.arm).collect()
}

fn check(report: &Report, config: &Config) {
    assert_eq!(report.arms.len(), config.arms.len() + 1);
    for arm in &report.arms {
        assert_eq!(arm.failure, None, "{}", arm.id);
        assert!(arm.detail.is_some() && arm.not_run.is_empty(), "{}", arm.id);
        let curves = arm.detail.as_ref().unwrap().roc.len();
        assert_eq!(curves, arm.rounds.last().unwrap().attacks.len(), "{}", arm.id);
        for round in &arm.rounds {
            let ids: Vec<&str> = round.attacks.iter().map(|attack| attack.attack.as_str()).collect();
            let learned = config.attack.learned != LearnedSize::Off && round == arm.rounds.last().unwrap();
            let expected = ATTACKS.iter().filter(|row| learned || !row.learned).map(|row| row.id);
            assert_eq!(ids, expected.collect::<Vec<_>>(), "{}", arm.id);
            for attack in &round.attacks {
                let (low, high) = attack.auc_interval;
                assert!(low <= attack.auc && attack.auc <= high && (0.0..=1.0).contains(&attack.auc), "{attack:?}");
                let resolvable = |t: &TprAtFpr| matches!(t, TprAtFpr::Measured { .. });
                let pattern: Vec<bool> = attack.tpr_at_fpr.iter().map(resolvable).collect();
                assert_eq!(pattern, [true, true, false], "240 non-members resolve 10 % and 1 %, not 0.1 %");
            }
        }
    }
}

#[test]
fn every_arm_and_every_attack_come_to_an_end() {
    let mut config = tiny(all_arms());
    config.attack.learned = LearnedSize::Small;
    let report = complete(&config, Stacking::Workers(2)).unwrap();
    check(&report, &config);
    for (arm, id) in report.arms[1..].iter().zip(&config.arms) {
        assert_eq!(arm.rounds.len(), defense::rounds(*id, &config, 20).len(), "{}", arm.id);
        let last = arm.rounds.last().unwrap();
        let expected = if *id == Arm::FineTuneOnly { 0.0 } else { 0.5 };
        assert!((last.sparsity - expected).abs() < 1e-3, "{} has sparsity {}", arm.id, last.sparsity);
    }
}

#[test]
fn every_memorization_score_ranks_what_leaks_most_high() {
    for (score, submodels, epochs) in
        [(MemoryScore::EarlyLoss, 8, 5), (MemoryScore::HalfSplits, 8, 40), (MemoryScore::KFold, 3, 40)]
    {
        // Wide and long enough to fit all members: what a network has not learnt at all does not leak.
        let mut config = tiny(vec![Arm::Base]);
        (config.network.hidden1, config.network.hidden2, config.train.epochs) = (64, 32, 40);
        (config.memory.score, config.memory.submodels, config.memory.epochs) = (score, submodels, epochs);
        let report = complete(&config, Stacking::Workers(1)).unwrap();
        check(&report, &config);
        let deciles = &report.arms[1].detail.as_ref().unwrap().deciles;
        let half = |range: std::ops::Range<usize>| deciles[range].iter().map(|decile| decile.leak).sum::<f64>();
        assert!(half(5..10) > half(0..5), "{score:?}: {deciles:?}");
    }
}

#[test]
fn early_stopping_and_the_papers_split_work_together() {
    let mut config = tiny(vec![Arm::Base, Arm::RswLowToHigh]);
    (config.data.split, config.data.members) = (SplitRule::Wemem, 0);
    (config.train.early_stopping, config.train.patience, config.train.epochs) = (true, 1, 30);
    let report = complete(&config, Stacking::Workers(1)).unwrap();
    let dense = &report.arms[0].rounds[0];
    assert!(dense.epochs < 30, "patience 1 stops before epoch 30");
    assert!(report.arms.iter().all(|arm| arm.failure.is_none()));
}

#[test]
fn the_window_leaves_the_most_memorized_members_out() {
    let report = complete(&tiny(vec![Arm::Base, Arm::RswLowToHigh]), Stacking::Workers(1)).unwrap();
    let deciles = |arm: usize| report.arms[arm].detail.as_ref().unwrap().deciles.clone();
    assert!(
        deciles(1).iter().all(|decile| decile.never_used == 0.0 && decile.exposures == 6.0),
        "2 rounds of 3 epochs"
    );
    assert!(deciles(2)[9].never_used > 0.9, "coverage 0.58 never reaches the top tenth");
    assert!(deciles(2)[0].exposures > 1.0);
}

#[test]
fn every_pruning_method_and_scope_comes_to_an_end() {
    let methods =
        [PruneMethod::L1Structured, PruneMethod::L2Structured, PruneMethod::Random, PruneMethod::L1Unstructured];
    for (method, scope) in methods.into_iter().flat_map(|m| [(m, Scope::Local), (m, Scope::Global)]) {
        let mut config = tiny(vec![Arm::Base, Arm::OneShot]);
        (config.prune.method, config.prune.scope) = (method, scope);
        let report = complete(&config, Stacking::Workers(1)).unwrap();
        check(&report, &config);
        assert_eq!(report.arms[0].rounds[0].size, None);
        for arm in &report.arms[1..] {
            let last = arm.rounds.last().unwrap();
            let size = last.size.unwrap();
            assert_eq!(size.multiply_adds < size.multiply_adds_before, method.is_structured(), "{method:?}");
            // Half of the weights of the hidden layers; half of the units takes the weights that read them as well.
            let share = size.parameters as f64 / size.parameters_before as f64;
            assert!(
                share < 0.6 && (scope == Scope::Global || (last.sparsity - 0.5).abs() < 1e-3),
                "{method:?} {size:?}"
            );
        }
    }
}

/// Arms that differ in what a network of a stack has to do: passes, slots, rounds, steps.
fn different_arms() -> Vec<Arm> {
    vec![Arm::Base, Arm::RswLowToHigh, Arm::Rmr, Arm::OneShot, Arm::EarlyStopped]
}

fn attacks_end_on(kind: NetworkKind) {
    let config = tiny_pictures(kind, different_arms());
    let report = complete(&config, Stacking::Together).unwrap();
    check(&report, &config);
    for arm in &report.arms[1..] {
        let last = arm.rounds.last().unwrap();
        assert!((last.sparsity - 0.5).abs() < 5e-3, "{} has sparsity {}", arm.id, last.sparsity);
    }
    let dense = &report.arms[0].rounds[0];
    assert!(dense.train_accuracy > 0.5, "{kind:?} learns nothing of its ten classes: {}", dense.train_accuracy);
}

#[test]
fn every_attack_comes_to_an_end_on_a_cnn() {
    attacks_end_on(NetworkKind::Cnn);
}

#[test]
fn every_attack_comes_to_an_end_on_a_resnet() {
    attacks_end_on(NetworkKind::Resnet8);
}

#[test]
fn filters_and_channels_are_removed_from_networks_of_convolutions() {
    for kind in [NetworkKind::Cnn, NetworkKind::Resnet8] {
        for method in [PruneMethod::L1Structured, PruneMethod::L2Structured, PruneMethod::Slimming] {
            for scope in [Scope::Local, Scope::Global] {
                let mut config = tiny_pictures(kind, vec![Arm::OneShot]);
                (config.prune.method, config.prune.scope) = (method, scope);
                let report = complete(&config, Stacking::Together).unwrap();
                let last = report.arms[1].rounds.last().unwrap();
                let size = last.size.unwrap();
                assert_eq!(report.arms[1].failure, None);
                // Half of the units of every layer leave a quarter of the products; one threshold may spare wide pictures.
                let spared = if scope == Scope::Local { 2 } else { 1 };
                assert!(size.multiply_adds * spared < size.multiply_adds_before, "{kind:?} {method:?} {size:?}");
                assert!(size.parameters < size.parameters_before && last.sparsity > 0.1, "{last:?}");
            }
        }
    }
}
