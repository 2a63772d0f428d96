//! What the attacker knows, end to end and tiny, on the CPU: each switch does what it says, and no more.
#![cfg(feature = "engine-cpu")]

mod common;

use common::{complete, complete_but, tiny};
use itertools::Itertools;
use wemem_lab::{
    attack::ATTACKS,
    config::{Adaptive, Arm, Config, Label, LearnedSize, Method, PruneMethod, ShadowMethod, query},
    experiment::Stacking,
    message::Job,
    report::{ArmReport, Report, RoundReport},
};

fn ids(round: &RoundReport, adaptive: bool) -> Vec<&str> {
    round.attacks.iter().filter(|attack| attack.adaptive == adaptive).map(|attack| attack.attack.as_str()).collect()
}

/// The same report without what an attacker found who does not know of the defense.
fn adaptive_only(report: &Report) -> Report {
    let mut report = report.clone();
    report.config.attack.adaptive = Adaptive::Adaptive;
    report.settings = query::shortest_query(&report.config);
    let rounds = report.arms.iter_mut().flat_map(|arm| &mut arm.rounds);
    rounds.for_each(|round| round.attacks.retain(|attack| attack.adaptive));
    report
}

fn both() -> Config {
    let mut config = tiny(vec![Method::RswLowToHigh, Method::OneShot, Method::Base]);
    (config.attack.learned, config.attack.adaptive) = (LearnedSize::Small, Adaptive::Both);
    config
}

#[test]
fn attacks_with_the_shadows_of_base_come_beside_the_adaptive_ones_and_change_nothing_else() {
    let report = complete(&both(), Stacking::Workers(1)).unwrap();
    let [dense, rsw, one_shot, base] = &report.arms[..] else { panic!("three methods and the dense stage") };
    for arm in [dense, base] {
        assert!(arm.rounds.iter().all(|round| ids(round, false).is_empty()), "{}", arm.id);
    }
    let at_once: Vec<&str> = ids(&rsw.rounds[0], true);
    assert_eq!(ids(&rsw.rounds[0], false), at_once);
    let all: Vec<&str> = ATTACKS.iter().map(|row| row.id).filter(|id| ids(&rsw.rounds[1], true).contains(id)).collect();
    assert_eq!(all.len(), at_once.len() + 4);
    // One-shot has one round, which is its last: it meets the shadows of Base's last.
    for last in [&rsw.rounds[1], &one_shot.rounds[0]] {
        assert_eq!((ids(last, true), ids(last, false)), (all.clone(), all.clone()));
        assert!(last.strongest.is_some());
    }
    // The signal of Conf is the target's own, so its ROC does not depend on the shadows; what it says does.
    let conf = |adaptive| rsw.rounds[1].attacks.iter().find(|a| a.adaptive == adaptive && a.attack == "conf").unwrap();
    assert_eq!(conf(true).auc.to_bits(), conf(false).auc.to_bits());
    assert_ne!(conf(true).shadow_auc, conf(false).shadow_auc);
    assert_eq!(rsw.detail.as_ref().unwrap().roc.len(), all.len());
    let mut config = both();
    config.attack.adaptive = Adaptive::Adaptive;
    assert_eq!(adaptive_only(&report), complete(&config, Stacking::Workers(1)).unwrap());
    for stacking in [Stacking::Workers(2), Stacking::Together] {
        assert_eq!(report, complete(&both(), stacking).unwrap());
    }
}

#[test]
fn without_base_the_attacks_that_need_its_shadows_are_named() {
    let mut config = both();
    config.attack.learned = LearnedSize::Off;
    let base = Arm::plain(Method::Base);
    let of_base = |job: &Job| matches!(job, Job::Arms { items } if items.iter().any(|item| item.arm == base));
    let report = complete_but(&config, of_base);
    assert!(report.arms[3].failure.is_some());
    for (arm, rounds) in [(1, 2), (2, 1)] {
        let arm = &report.arms[arm];
        assert_eq!(arm.rounds.len(), rounds, "{}", arm.id);
        for round in &arm.rounds {
            let lost: Vec<&str> = round.not_run.iter().map(|entry| entry.attack.as_str()).collect();
            assert_eq!((lost, ids(round, false).len()), (ids(round, true), 0), "{}", arm.id);
            assert!(round.not_run[0].reason.starts_with("not adaptive: "), "{:?}", round.not_run[0]);
        }
    }
}

/// What a run tells of its targets alone.
fn targets(report: &Report) -> Vec<(String, f64, f64, f64)> {
    let round = |round: &RoundReport| (round.sparsity, round.train_accuracy, round.test_accuracy);
    let of_arm = |arm: &ArmReport| {
        let rounds = arm.rounds.iter().map(round).collect::<Vec<_>>();
        rounds.into_iter().map(|(a, b, c)| (arm.id.clone(), a, b, c)).collect::<Vec<_>>()
    };
    report.arms.iter().flat_map(of_arm).collect()
}

/// A run whose attacker has changed, and the plain one; the targets of both are the same.
fn changed(change: impl FnOnce(&mut Config)) -> (Report, Report) {
    let mut config = tiny(vec![Method::Base, Method::OneShot]);
    config.attack.learned = LearnedSize::Small;
    let plain = complete(&config, Stacking::Workers(1)).unwrap();
    change(&mut config);
    let other = complete(&config, Stacking::Workers(2)).unwrap();
    assert_eq!(targets(&plain), targets(&other));
    assert!(other.arms.iter().all(|arm| arm.failure.is_none()));
    (plain, other)
}

fn last(report: &Report, arm: usize) -> &RoundReport {
    report.arms[arm].rounds.last().unwrap()
}

#[test]
fn shadows_that_are_pruned_otherwise_or_of_shifted_data_change_what_is_fitted_on_them_only() {
    let (plain, sparse) = changed(|config| config.attack.shadow_sparsity = 0.9);
    // The dense stage knows no sparsity.
    assert_eq!((&plain.arms[0].rounds, last(&plain, 2).attacks.len()), (&sparse.arms[0].rounds, 11));
    let (_, shifted) = changed(|config| config.attack.shadow_shift = 0.5);
    let (_, random) = changed(|config| config.attack.shadow_method = ShadowMethod::Method(PruneMethod::Random));
    let (_, units) = changed(|config| config.attack.shadow_method = ShadowMethod::Method(PruneMethod::L1Structured));
    for other in [&sparse, &shifted, &random, &units] {
        let (a, b) = (last(&plain, 2).attack("conf").unwrap(), last(other, 2).attack("conf").unwrap());
        assert_eq!(a.auc.to_bits(), b.auc.to_bits());
        assert_ne!(a.shadow_auc, b.shadow_auc);
        assert_eq!(ids(last(other, 2), true), ids(last(&plain, 2), true));
    }
}

#[test]
fn without_the_labels_every_attack_but_the_gap_runs_on_predictions() {
    let (plain, other) = changed(|config| config.attack.label = Label::Predicted);
    let round = last(&other, 1);
    assert_eq!((round.not_run.len(), round.not_run[0].attack.as_str()), (1, "gap"));
    let without_gap: Vec<&str> = ids(last(&plain, 1), true).into_iter().filter(|id| *id != "gap").collect();
    assert_eq!(ids(round, true), without_gap);
    for id in without_gap {
        let (a, b) = (last(&plain, 1).attack(id).unwrap(), round.attack(id).unwrap());
        // These read no label.
        let label_free = ["entr", "nn", "top3-nn"].contains(&id);
        assert_eq!(a.auc.to_bits() == b.auc.to_bits(), label_free, "{id}: {} {}", a.auc, b.auc);
    }
}

#[test]
fn the_dense_network_adds_sr_to_every_pruned_round_and_nothing_else() {
    let (plain, other) = changed(|config| (config.attack.dense_too, config.attack.adaptive) = (true, Adaptive::Both));
    assert_eq!(plain.arms[0], other.arms[0]);
    for arm in &other.arms[1..] {
        for round in &arm.rounds {
            assert!(round.attack("sr").is_some(), "{}", arm.id);
            assert_eq!(ids(round, false).contains(&"sr"), arm.id != "base");
        }
        let detail = arm.detail.as_ref().unwrap();
        assert!(detail.roc.iter().any(|curve| curve.attack == "sr"));
    }
    let kept: Vec<_> = last(&other, 1).attacks.iter().filter(|attack| attack.attack != "sr").collect();
    assert_eq!(kept, last(&plain, 1).attacks.iter().collect::<Vec<_>>());
}

#[test]
fn an_attacker_who_knows_of_the_mem_scores_adds_one_attack_everywhere_and_nothing_else() {
    let (plain, other) = changed(|config| config.attack.mem_aware = true);
    for (a, b) in plain.arms.iter().zip_eq(&other.arms) {
        for (a, b) in a.rounds.iter().zip_eq(&b.rounds) {
            let aware = b.attack("mem-aware").unwrap();
            assert!(aware.balanced_accuracy.is_some() && aware.shadow_auc.is_some(), "{aware:?}");
            let others: Vec<_> = b.attacks.iter().filter(|attack| attack.attack != "mem-aware").collect();
            assert_eq!(others, a.attacks.iter().collect::<Vec<_>>());
        }
    }
}
