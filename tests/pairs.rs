//! Settings that depend on each other, two at a time, each with arms that depend on them: tiny, on the CPU.
#![cfg(feature = "engine-cpu")]

mod common;

use common::{complete, tiny};
use wemem_lab::{
    config::{Config, MemoryScore, Method, fields},
    experiment::{Plan, Stacking},
    report::Report,
};

/// Arms that go by mem-scores.
const RANKED: [Method; 9] = [
    Method::RswLowToHigh,
    Method::RswHighToLow,
    Method::Rmr,
    Method::SwmrLowToHigh,
    Method::SwmrHighToLow,
    Method::RswAuto,
    Method::SwmrAuto,
    Method::KeepLow,
    Method::RandomRisk,
];

/// A setting that differs from the default, and what must come with it.
const SETTINGS: [&[(&str, &str)]; 18] = [
    &[("data.split", "wemem")],
    &[("data.label_noise", "0")],
    &[("network.dropout", "0")],
    &[("train.early_stopping", "true"), ("train.patience", "1")],
    &[("prune.method", "l1-structured")],
    &[("prune.method", "random")],
    &[("prune.scope", "global")],
    &[("prune.rounds", "1")],
    &[("memory.score", "half-splits")],
    &[("memory.score", "k-fold")],
    &[("defense.window_width_records", "3"), ("defense.window_stride_records", "2")],
    &[("defense.sweep", "true")],
    &[("attack.adaptive", "both")],
    &[("attack.label", "predicted")],
    &[("attack.shadow_method", "random"), ("attack.shadow_sparsity", "0.9")],
    &[("attack.shadow_shift", "0.25")],
    &[("attack.dense_too", "true")],
    &[("attack.mem_aware", "true")],
];

/// Pairs that the plan refuses, by the setting that it names.
const REFUSED: [(&str, &str); 2] =
    [("defense.window_width_records", "defense.sweep"), ("data.split", "attack.shadow_shift")];

fn smaller(arms: Vec<Method>) -> Config {
    let mut config = tiny(arms);
    (config.data.members, config.network.hidden1, config.network.hidden2) = (160, 8, 8);
    (config.train.epochs, config.prune.epochs, config.memory.epochs) = (2, 2, 1);
    (config.memory.submodels, config.memory.submodel_epochs) = (2, 2);
    config
}

fn all_end(report: &Report, what: &str) {
    for arm in &report.arms {
        assert_eq!(arm.failure, None, "{} with {what}", arm.id);
        assert!(!arm.rounds.is_empty() && arm.not_run.is_empty(), "{} with {what}: {:?}", arm.id, arm.not_run);
    }
}

#[test]
fn every_mem_score_serves_every_arm_that_ranks() {
    for score in [MemoryScore::EarlyLoss, MemoryScore::HalfSplits, MemoryScore::KFold] {
        for arm in RANKED {
            let mut config = smaller(vec![Method::Base, arm]);
            config.memory.score = score;
            all_end(&complete(&config, Stacking::Workers(2)).unwrap(), &format!("{score:?}"));
        }
    }
}

#[test]
fn any_two_settings_go_together_or_are_refused_by_name() {
    for (i, first) in SETTINGS.iter().enumerate() {
        // Two values of one setting are no pair.
        for second in SETTINGS[i + 1..].iter().filter(|second| second[0].0 != first[0].0) {
            let mut config =
                smaller(vec![Method::Base, Method::RswAuto, Method::SwmrLowToHigh, Method::Dp, Method::MiaPruning]);
            for (key, value) in first.iter().chain(*second) {
                fields::set(&mut config, key, value).unwrap();
            }
            let what = format!("{first:?} and {second:?}");
            if REFUSED.contains(&(first[0].0, second[0].0)) {
                let error = Plan::new(config, &[]).unwrap_err().to_string();
                assert!(error.contains(first[0].0) || error.contains(second[0].0), "{what}: {error}");
                continue;
            }
            all_end(&complete(&config, Stacking::Workers(2)).unwrap(), &what);
        }
    }
}
