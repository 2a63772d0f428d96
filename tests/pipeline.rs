//! Every arm × every attack × every mem-score, end to end and tiny, on the CPU.
#![cfg(feature = "engine-cpu")]

mod common;

use common::{complete, tiny, tiny_pictures};
use wemem_lab::{
    attack::{ATTACKS, Capabilities},
    config::{Config, LearnedSize, METHODS, MemoryScore, Method, NetworkKind, PruneMethod, Scope, SplitRule},
    experiment::Stacking,
    finetune,
    report::{Detail, Difficulty, Ended, Report, TprAtFpr},
};

fn all_arms() -> Vec<Method> {
    METHODS.to_vec()
}

fn check(report: &Report, config: &Config) {
    assert_eq!(report.arms.len(), config.arms.len() + 1);
    for arm in &report.arms {
        assert_eq!(arm.failure, None, "{}", arm.id);
        assert!(arm.detail.is_some() && arm.not_run.is_empty(), "{}", arm.id);
        let detail = arm.detail.as_ref().unwrap();
        assert_eq!(detail.roc.len(), arm.rounds.last().unwrap().attacks.len(), "{}", arm.id);
        check_detail(detail, config);
        for round in &arm.rounds {
            let strongest = round.strongest.as_ref().expect("two halves have records");
            assert!(strongest.attacks.iter().all(|id| round.attack(id).is_some()), "{}: {strongest:?}", arm.id);
            let ids: Vec<&str> = round.attacks.iter().map(|attack| attack.attack.as_str()).collect();
            let learned = config.attack.learned != LearnedSize::Off && round == arm.rounds.last().unwrap();
            let at_once: Vec<&str> = Capabilities::default().attacks().map(|row| row.id).collect();
            let expected = ATTACKS
                .iter()
                .map(|row| (row.id, row.is_learned()))
                .filter(|(id, of)| at_once.contains(id) || learned && *of);
            let expected = expected.map(|(id, _)| id);
            assert_eq!(ids, expected.collect::<Vec<_>>(), "{}", arm.id);
            for attack in &round.attacks {
                let (low, high) = attack.auc_interval;
                assert!(low <= attack.auc && attack.auc <= high && (0.0..=1.0).contains(&attack.auc), "{attack:?}");
                let resolvable = |t: &TprAtFpr| matches!(t, TprAtFpr::Measured { .. });
                let pattern: Vec<bool> = attack.tpr_at_fpr.iter().map(resolvable).collect();
                // Scores in steps (gap, RMIA with a small population) may pass over 10 %; log-odds do not.
                assert_eq!(pattern[1..], [false, false], "240 non-members resolve neither 1 % nor 0.1 %: {attack:?}");
                assert!(pattern[0] || attack.attack != "conf", "{attack:?}");
                let p1 = attack.p1.expect("an attack with a threshold has an advantage");
                assert!((0.0..=1.0).contains(&p1.value) && (0.0..=1.0).contains(&p1.advantage), "{p1:?}");
                assert!(p1.interval.0 <= p1.value && p1.value <= p1.interval.1, "{p1:?}");
            }
        }
    }
}

/// Gaps, calls and tenths are there, and count every record.
fn check_detail(detail: &Detail, config: &Config) {
    let divergence = detail.divergence.as_ref().unwrap();
    let learned = config.attack.learned != LearnedSize::Off;
    assert_eq!((divergence.overall.confidence.is_some(), divergence.overall.sensitivity.is_some()), (true, learned));
    let members: u32 = divergence.classes.iter().map(|gaps| gaps.members).sum();
    let calls = detail.calls_by(None).unwrap();
    assert_eq!((members, calls.all.members.of), (divergence.overall.members, divergence.overall.members));
    assert_eq!(calls.noisy.is_some(), config.data.label_noise > 0.0);
    let in_tenths =
        |tenths: fn(&Difficulty) -> Option<u32>| -> u32 { detail.difficulty.iter().filter_map(tenths).sum() };
    assert_eq!(in_tenths(|tenth| Some(tenth.called[0]?.members.hits)), calls.all.members.hits);
    assert_eq!(in_tenths(|tenth| Some(tenth.members)), divergence.overall.members);
}

#[test]
fn every_arm_and_every_attack_come_to_an_end() {
    let mut config = tiny(all_arms());
    config.attack.learned = LearnedSize::Small;
    let report = complete(&config, Stacking::Workers(2)).unwrap();
    check(&report, &config);
    assert_eq!(report.ended, Ended::Finished);
    let front = report.front(None).expect("the run has ended");
    assert!(!front.arms.is_empty() && (0.0..=1.0).contains(&front.hypervolume) && front.swept.is_empty());
    for (arm, id) in report.arms[1..].iter().zip(&config.arms) {
        assert_eq!(arm.rounds.len(), finetune::rounds(*id, &config, 20).len(), "{}", arm.id);
        let last = arm.rounds.last().unwrap();
        let expected = if *id == Method::FineTuneOnly { 0.0 } else { 0.5 };
        assert!((last.sparsity - expected).abs() < 1e-3, "{} has sparsity {}", arm.id, last.sparsity);
    }
}

#[test]
fn a_sweep_trains_each_strength_and_another_strength_is_another_network() {
    let mut config = tiny(vec![Method::Base, Method::Ppb, Method::Dp, Method::MiaPruning]);
    config.defense.sweep = true;
    let report = complete(&config, Stacking::Workers(2)).unwrap();
    let ids: Vec<&str> = report.arms.iter().map(|arm| arm.id.as_str()).collect();
    assert_eq!(ids[..4], ["dense", "base", "ppb@1", "ppb@2"]);
    assert_eq!(report.arms.len(), 2 + 3 * 5);
    assert!(report.arms.iter().all(|arm| arm.failure.is_none()));
    let last = |id: &str| report.arms.iter().find(|arm| arm.id == id).unwrap().rounds.last().unwrap().clone();
    assert_ne!(last("ppb@1").attacks, last("ppb@16").attacks);
    assert!((last("mia-pruning@0.9").sparsity - 0.9).abs() < 1e-2);
    assert_eq!(report, complete(&config, Stacking::Together).unwrap(), "strengths may share a stack");
}

#[test]
fn a_sweep_along_the_sparsity_stands_beside_arms_that_it_leaves_as_they_are() {
    let plain = tiny(vec![Method::Base, Method::OneShot, Method::FineTuneOnly]);
    let mut config = plain.clone();
    config.prune.sweep = true;
    let report = complete(&config, Stacking::Workers(2)).unwrap();
    // 0.5 is the configuration's.
    assert_eq!(report.arms.len(), 1 + 7 + 8 + 1);
    let find = |report: &Report, id: &str| report.arms.iter().find(|arm| arm.id == id).unwrap().clone();
    for arm in &complete(&plain, Stacking::Workers(1)).unwrap().arms {
        assert_eq!(&find(&report, &arm.id), arm, "{}", arm.id);
    }
    for arm in report.arms.iter().filter(|arm| arm.strength.is_some()) {
        let (value, last) = (arm.strength.as_ref().unwrap().value, arm.rounds.last().unwrap());
        assert!((last.sparsity - value).abs() < 1e-2, "{}: {}", arm.id, last.sparsity);
    }
    let swept = &report.front(None).unwrap().swept;
    assert_eq!(swept.iter().map(|sweep| sweep.arms.len()).collect::<Vec<_>>(), [7, 8]);
    assert_eq!(report, complete(&config, Stacking::Together).unwrap(), "sparsities may share a stack");
}

#[test]
fn an_arm_that_sets_itself_is_the_arm_that_it_chose() {
    let automatic = complete(&tiny(vec![Method::SwmrAuto]), Stacking::Workers(1)).unwrap();
    let arm = &automatic.arms[1];
    let chosen = arm.chosen.clone().unwrap();
    assert_eq!((arm.trials.len(), arm.trials[0].setting.as_str()), (19, "Base"));
    let candidates = (Method::SwmrAuto.info().candidates)();
    let candidate = candidates.iter().find(|candidate| candidate.name == chosen).unwrap();
    let mut config = tiny(vec![candidate.method]);
    candidate.apply(&mut config.defense.settings);
    assert_eq!(complete(&config, Stacking::Workers(1)).unwrap().arms[1].rounds, arm.rounds);
}

#[test]
fn what_a_defense_costs_beside_accuracy_is_in_the_report() {
    let report = complete(&tiny(vec![Method::Base, Method::Dp, Method::Adv]), Stacking::Workers(1)).unwrap();
    let privacy = report.arms[2].privacy.unwrap();
    // 8 steps an epoch, 3 epochs, 2 rounds.
    assert_eq!((privacy.steps, privacy.sampling_rate), (48, 32.0 / 240.0));
    assert!(privacy.epsilon.is_some_and(|epsilon| epsilon > 1.0 && epsilon < 100.0), "{privacy:?}");
    assert!(report.arms[3].reference_records.is_some_and(|records| records > 0));
    assert!(report.arms[1].privacy.is_none() && report.arms[1].reference_records.is_none());
}

#[test]
fn every_memorization_score_ranks_what_leaks_most_high() {
    for (score, submodels) in [(MemoryScore::EarlyLoss, 8), (MemoryScore::HalfSplits, 8), (MemoryScore::KFold, 3)] {
        // Wide and long enough to fit all members: what a network has not learnt at all does not leak.
        let mut config = tiny(vec![Method::Base]);
        (config.network.hidden1, config.network.hidden2, config.train.epochs) = (64, 32, 40);
        (config.memory.score, config.memory.submodels, config.memory.epochs) = (score, submodels, 5);
        config.memory.submodel_epochs = 0;
        let report = complete(&config, Stacking::Workers(1)).unwrap();
        check(&report, &config);
        let deciles = &report.arms[1].detail.as_ref().unwrap().deciles;
        let half = |range: std::ops::Range<usize>| deciles[range].iter().map(|decile| decile.memorization).sum::<f64>();
        assert!(half(5..10) > half(0..5), "{score:?}: {deciles:?}");
    }
}

#[test]
fn early_stopping_and_the_papers_split_work_together() {
    let mut config = tiny(vec![Method::Base, Method::RswLowToHigh]);
    (config.data.split, config.data.members) = (SplitRule::Wemem, 0);
    (config.train.early_stopping, config.train.patience, config.train.epochs) = (true, 1, 30);
    let report = complete(&config, Stacking::Workers(1)).unwrap();
    let dense = &report.arms[0].rounds[0];
    assert!(dense.epochs < 30, "patience 1 stops before epoch 30");
    assert!(report.arms.iter().all(|arm| arm.failure.is_none()));
}

#[test]
fn the_window_leaves_the_most_memorized_members_out() {
    let report = complete(&tiny(vec![Method::Base, Method::RswLowToHigh]), Stacking::Workers(1)).unwrap();
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
        let mut config = tiny(vec![Method::Base, Method::OneShot]);
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

fn all_end_on(kind: NetworkKind) {
    let mut config = tiny_pictures(kind, all_arms());
    config.attack.learned = LearnedSize::Small;
    let report = complete(&config, Stacking::Together).unwrap();
    check(&report, &config);
    for (arm, id) in report.arms[1..].iter().zip(&config.arms) {
        let last = arm.rounds.last().unwrap();
        let expected = if *id == Method::FineTuneOnly { 0.0 } else { 0.5 };
        assert!((last.sparsity - expected).abs() < 5e-3, "{} has sparsity {}", arm.id, last.sparsity);
    }
    let dense = &report.arms[0].rounds[0];
    assert!(dense.train_accuracy > 0.5, "{kind:?} learns nothing of its ten classes: {}", dense.train_accuracy);
}

#[test]
fn every_arm_and_every_attack_come_to_an_end_on_a_cnn() {
    all_end_on(NetworkKind::Cnn);
}

#[test]
fn every_arm_and_every_attack_come_to_an_end_on_a_resnet() {
    all_end_on(NetworkKind::Resnet8);
}

#[test]
fn filters_and_channels_are_removed_from_networks_of_convolutions() {
    for kind in [NetworkKind::Cnn, NetworkKind::Resnet8] {
        for method in [PruneMethod::L1Structured, PruneMethod::L2Structured, PruneMethod::Slimming] {
            for scope in [Scope::Local, Scope::Global] {
                let mut config = tiny_pictures(kind, vec![Method::OneShot]);
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
