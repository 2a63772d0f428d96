//! Is the headline (the strongest attack, chosen by cross-fitting) what the same attack finds on fresh records?
//!
//!   cargo test --profile quick --test headline -- --ignored --nocapture
//!
//! The target's records are cut into halves at random. The headline is made on one half as a report makes it on all, and the
//! attacks that it names are read on the other half, which chose nothing: the difference is what the choice flatters. Both
//! halves take both parts, over many cuts, so that what the records of a half happen to be cancels out. Mean over the arms,
//! then over seeds; it must lie within 0.01. Long, so not part of the tests.
#![cfg(feature = "engine-cpu")]

mod common;

use common::{Engines, drive};
use rand::seq::SliceRandom;
use std::{collections::BTreeMap, path::Path};
use wemem_lab::{
    attack::{AttackerView, Capabilities, ReferenceView, References, ShadowView},
    config::{Arm, Config, Source, presets::preset},
    experiment::{Plan, Run, Stacking},
    message::{Message, Observation, Role},
    metric::{Mean, Roc, crossfit},
    rng::Seed,
    signal::Outputs,
};

/// Cuts into halves, each read both ways.
const CUTS: u32 = 20;

/// Scores of members and of non-members, an entry an attack.
type Scores = Vec<(Vec<f64>, Vec<f64>)>;

/// The scores of every attack that answers at once.
fn scores(target: &Observation, shadows: &[&Observation]) -> Scores {
    let records = target.members.followed_by(&target.non_members);
    let own: Vec<ShadowView> = shadows
        .iter()
        .map(|shadow| ShadowView { members: &shadow.members, non_members: &shadow.non_members })
        .collect();
    let asked: Vec<(Outputs, Vec<bool>)> = shadows
        .iter()
        .map(|shadow| {
            let flags = [&vec![false; records.len()][..], &shadow.trained_on].concat();
            (shadow.on_target.followed_by(&shadow.population), flags)
        })
        .collect();
    let networks: Vec<ReferenceView> =
        asked.iter().map(|(outputs, trained_on)| ReferenceView { outputs, trained_on }).collect();
    let references = References { population: Some(&target.population), networks: &networks };
    let view = AttackerView::new(&records, &own, references);
    let split = |scores: Vec<f64>| {
        let (members, others) = scores.split_at(target.members.len());
        (members.to_vec(), others.to_vec())
    };
    Capabilities::default()
        .attacks()
        .filter_map(|row| row.attack.run(&view).ok())
        .map(|found| split(found.scores))
        .collect()
}

/// The headline on some records minus the AUC of its attacks on the others.
fn excess(scores: &Scores, (own, fresh): (&Half, &Half)) -> f64 {
    let pick = |values: &[f64], rows: &[usize]| rows.iter().map(|&row| values[row]).collect::<Vec<f64>>();
    let on = |half: &Half| -> Scores {
        scores.iter().map(|(m, n)| (pick(m, &half.members), pick(n, &half.others))).collect()
    };
    let (seen, unseen) = (on(own), on(fresh));
    let slices: Vec<(&[f64], &[f64])> = seen.iter().map(|(m, n)| (&m[..], &n[..])).collect();
    let keys = |rows: &[usize]| rows.iter().map(|&row| row as u64).collect::<Vec<u64>>();
    let found =
        crossfit::strongest(&slices, &keys(&own.members), &keys(&own.others)).expect("both halves have records");
    let of = |attack: usize| Roc::new(&unseen[attack].0, &unseen[attack].1).auc();
    found.auc - 0.5 * (of(found.chosen[0]) + of(found.chosen[1]))
}

/// Rows of members and of non-members.
struct Half {
    members: Vec<usize>,
    others: Vec<usize>,
}

fn halves(scores: &Scores, cut: u32) -> (Half, Half) {
    let mut stream = Seed(cut).stream("headline");
    let mut side = |count: usize| {
        let mut rows: Vec<usize> = (0..count).collect();
        rows.shuffle(&mut stream);
        let second = rows.split_off(count / 2);
        (rows, second)
    };
    let (members, others) = (side(scores[0].0.len()), side(scores[0].1.len()));
    (Half { members: members.0, others: others.0 }, Half { members: members.1, others: others.1 })
}

/// Mean over the arms of a run.
fn of_run(config: &Config, files: &[Vec<u8>]) -> f64 {
    let plan = Plan::new(config.clone(), files).unwrap();
    let roles = plan.roles();
    let mut last: BTreeMap<Option<Arm>, BTreeMap<Role, Observation>> = BTreeMap::new();
    let mut run = Run::new(plan, Stacking::Workers(1), "cpu");
    let keep = |_: u32, message: &Message| {
        if let Message::Observed(seen) = message {
            // Later rounds replace earlier ones.
            last.entry(seen.arm).or_default().insert(seen.role, (**seen).clone());
        }
        Engines::Live
    };
    drive(&mut run, 1, |_| Engines::Live, keep);
    let of_arm = |seen: &BTreeMap<Role, Observation>| {
        let shadows: Vec<&Observation> = roles[1..].iter().map(|role| &seen[role]).collect();
        let scores = scores(&seen[&Role::Target], &shadows);
        let of_cut = |cut: u32| {
            let (a, b) = halves(&scores, cut);
            0.5 * (excess(&scores, (&a, &b)) + excess(&scores, (&b, &a)))
        };
        (0..CUTS).map(of_cut).sum::<f64>() / f64::from(CUTS)
    };
    let arms: Vec<f64> = last.values().map(of_arm).collect();
    arms.iter().sum::<f64>() / arms.len() as f64
}

fn check(name: &str, config: &Config, files: &[Vec<u8>], seeds: std::ops::Range<u32>) {
    let values: Vec<f64> = seeds
        .map(|seed| {
            let excess = of_run(&Config { seed, ..config.clone() }, files);
            println!("{name}, seed {seed}: headline minus fresh records {excess:+.4}");
            excess
        })
        .collect();
    let mean = Mean::of(&values).unwrap();
    println!("{name}: mean {:+.4}, 95 % {:?}", mean.value, mean.student_interval());
    assert!(mean.value.abs() < 0.01, "{name}: {}", mean.value);
}

#[test]
#[ignore = "ten whole runs"]
fn of_the_default_the_headline_is_that_of_fresh_records() {
    // Where ./build.sh puts packed data: beside the folder of the program.
    let target = Path::new(env!("CARGO_BIN_EXE_wemem-lab")).parent().and_then(Path::parent).unwrap();
    let read = |name: &&str| std::fs::read(target.join("site-parts").join(name)).expect("./build.sh rust packs it");
    let files: Vec<Vec<u8>> = Source::Fashion.files().iter().map(read).collect();
    check("default", &Config::default(), &files, 401..411);
}

#[test]
#[ignore = "four long runs on data that the project must not contain"]
fn of_location_30_the_headline_is_that_of_fresh_records() {
    let folder = std::env::var("WEMEM_LAB_DATA").expect("WEMEM_LAB_DATA names the folder of location30.csv.gz");
    let file = std::fs::read(Path::new(&folder).join("location30.csv.gz")).unwrap();
    let mut config = preset("location-30").unwrap();
    config.attack.learned = wemem_lab::config::LearnedSize::Off;
    check("Location-30", &config, &[file], 1..5);
}
