//! Laws, and forward passes against `tests/data/make_samia.py`.

use super::*;
use crate::{
    attack::Attack,
    config::LearnedSize,
    metric::{Roc, delong::auc_interval},
};
use itertools::Itertools;
use rand::RngExt;
use serde::Deserialize;

/// `records` rows; the first feature of members is raised by `lift`, all else is noise.
fn noise(name: &str, membership: &[bool], width: usize, lift: f32) -> Features {
    let mut stream = Seed(4).stream(name);
    let mut values = Vec::new();
    for &member in membership {
        let mut row: Vec<f32> = (0..width).map(|_| stream.random::<f32>()).collect();
        row[0] += if member { lift } else { 0.0 };
        values.extend(row);
    }
    Features { width: width as u32, values }
}

/// Score of every record of the target and what the attack tells of itself.
fn run(attack: Attack, seed: u32, lift: f32, permuted: bool) -> (Vec<f64>, f64, f64) {
    let truth: Vec<bool> = (0..300).map(|i| i % 2 == 0).collect();
    let mut membership = truth.clone();
    if permuted {
        membership.shuffle(&mut Seed(seed).stream("test/permutation"));
    }
    let (known, target) = (noise("known", &truth, 6, lift), noise("target", &truth, 6, lift));
    let task = LearnTask { arm: None, round: 0, attack, adaptive: true, known, membership, held_out: 60, target };
    let recipe = Recipe::new(attack, LearnedSize::Small).unwrap();
    let mut work = AttackWork::with_recipe(task, recipe, Seed(seed), "test".into(), Device::flex());
    let mut last = Vec::new();
    while !work.is_finished() {
        last = pollster::block_on(work.next()).unwrap();
    }
    let Some(Message::Learned { scores, threshold, shadow_auc, .. }) = last.pop() else { panic!("no answer") };
    (scores.into_iter().map(f64::from).collect(), threshold, shadow_auc)
}

/// Members are the even records.
fn roc(scores: &[f64]) -> Roc {
    let of = |kind: usize| scores.iter().copied().skip(kind).step_by(2).collect::<Vec<f64>>();
    Roc::new(&of(0), &of(1))
}

#[test]
fn what_can_be_told_apart_is_learned() {
    for attack in [Attack::Nn, Attack::Samia] {
        let (scores, threshold, shadow_auc) = run(attack, 1, 1.0, false);
        // Uniform noise and a lift of its whole range: nothing overlaps.
        assert!(roc(&scores).auc() > 0.95 && shadow_auc > 0.95, "{attack:?}: {} {shadow_auc}", roc(&scores).auc());
        let right = scores.iter().enumerate().filter(|&(i, &score)| (score >= threshold) == (i % 2 == 0)).count();
        // The threshold comes from 60 held-out records.
        assert!(right >= 260, "{attack:?}: {right} of 300");
    }
}

#[test]
fn a_permuted_membership_teaches_nothing() {
    for attack in [Attack::Nn, Attack::Samia] {
        let held = (0..20).filter(|&seed| {
            // No lift, so that neither the right nor the permuted membership can be found.
            let (low, high) = auc_interval(&roc(&run(attack, seed, 0.0, true).0));
            low <= 0.5 && 0.5 <= high
        });
        // Binomial around 19 with standard deviation 1; below 16 lies 0.3 %.
        assert!(held.count() >= 16, "{attack:?}");
    }
}

#[test]
fn a_permuted_membership_is_not_found_in_the_answers_of_any_trained_attack() {
    for attack in [Attack::Nn, Attack::Top3Nn, Attack::ClNn, Attack::Samia] {
        // Trained on what can be told apart, so that the answers are neither constant nor without order.
        let scores = run(attack, 1, 0.3, false).0;
        assert!(roc(&scores).auc() > 0.55, "{attack:?}: {}", roc(&scores).auc());
        let held = (0..200).filter(|&seed| {
            let mut permuted = scores.clone();
            permuted.shuffle(&mut Seed(seed).stream("test/permutation"));
            let (low, high) = auc_interval(&roc(&permuted));
            low <= 0.5 && 0.5 <= high
        });
        // Binomial around 190 with standard deviation 3.1.
        let held = held.count();
        assert!((180..=199).contains(&held), "{attack:?}: {held} of 200");
    }
}

#[test]
fn the_same_task_gives_the_same_answer_and_another_seed_another() {
    let (one, again, other) =
        (run(Attack::Samia, 1, 0.3, false), run(Attack::Samia, 1, 0.3, false), run(Attack::Samia, 2, 0.3, false));
    assert_eq!(one, again);
    assert_ne!(one, other);
}

#[test]
fn first_weights_are_xavier_normal_and_first_biases_zero() {
    let sizes = layers::linear_sizes(300, 100);
    let first = layers::initial(&sizes, &mut Seed(1).stream("test"), &Device::flex());
    let values = |i: usize| first[i].to_data().try_into_vec::<f32>().unwrap();
    let variance = values(0).iter().map(|w| f64::from(w * w)).sum::<f64>() / 30_000.0;
    // The deviation of a variance of 30,000 draws is 0.8 %.
    assert!((variance / (2.0 / 400.0) - 1.0).abs() < 0.04, "{variance}");
    assert!(values(1).iter().all(|bias| bias.to_bits() == 0));
}

#[test]
fn two_steps_of_descent_are_torchs() {
    let device = Device::flex();
    let mut weight = vec![matrix(vec![1.0], 1, 1, &device)];
    let mut descent = Descent::new(weight.len(), 0.5, 0.1);
    for _ in 0..2 {
        weight = descent.step(weight, vec![matrix(vec![0.3], 1, 1, &device)], 0.2);
    }
    // g = 0.3 + 0.1 · 1 = 0.4, w = 1 − 0.08 = 0.92; g = 0.392, v = 0.2 + 0.392, w = 0.92 − 0.1184.
    let found = weight[0].to_data().try_into_vec::<f32>().unwrap()[0];
    assert!((found - 0.8016).abs() < 1e-6, "{found}");
}

#[derive(Deserialize)]
struct Fixture {
    parameters: Vec<CountCase>,
    forward: Vec<ForwardCase>,
}

#[derive(Deserialize)]
struct CountCase {
    attack: Attack,
    classes: usize,
    count: usize,
}

#[derive(Deserialize)]
struct ForwardCase {
    attack: Attack,
    width: usize,
    inputs: Vec<Vec<f32>>,
    logits: Vec<Vec<f32>>,
    batch_logits: Option<Vec<Vec<f32>>>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("../../../tests/data/samia.json")).expect("the fixture is of this version")
}

fn paper(attack: Attack) -> Architecture {
    Recipe::new(attack, LearnedSize::Paper).unwrap().architecture
}

#[test]
fn the_papers_networks_have_as_many_parameters_as_elsewhere() {
    for CountCase { attack, classes, count } in fixture().parameters {
        let width = if attack == Attack::Samia { 3 * classes } else { classes };
        let found: usize = sizes(&paper(attack), width).iter().map(|size| size.rows * size.columns).sum();
        assert_eq!(found, count, "{attack:?} with {classes} classes");
    }
}

/// The k-th value of the p-th parameter, as in the script: no random numbers to agree on.
fn made_up(architecture: &Architecture, width: usize) -> Vec<Tensor<2>> {
    let one = |(p, size): (usize, &Sizes)| {
        let middle = if let layers::First::All(value) = size.first { f64::from(value) } else { 0.0 };
        let value = |k: usize| (middle + 0.2 * (1.7 * k as f64 + 0.9 * p as f64).sin()) as f32;
        matrix((0..size.rows * size.columns).map(value).collect(), size.rows, size.columns, &Device::flex())
    };
    sizes(architecture, width).iter().enumerate().map(one).collect()
}

fn assert_forward(case: &ForwardCase, scale: Option<&Standardizer>, expected: &[Vec<f32>]) {
    let architecture = paper(case.attack);
    let rows: Vec<&[f32]> = case.inputs.iter().map(Vec::as_slice).collect();
    let inputs = inputs(scale, &rows, &Device::flex());
    let parameters = made_up(&architecture, case.width);
    let found = forward(&architecture, inputs, &parameters, &mut Dropout::Off);
    let found: Vec<f32> = found.to_data().try_into_vec().unwrap();
    for (found, expected) in found.iter().zip_eq(expected.concat()) {
        // Single against double precision, through up to fifteen matrices.
        assert!((found - expected).abs() < 1e-4 * expected.abs().max(1.0), "{:?}: {found} {expected}", case.attack);
    }
}

#[test]
fn forward_passes_are_those_of_an_independent_program() {
    for case in fixture().forward {
        // The running statistics of the script: mean 0.1 i, variance 1 + 0.05 i.
        let (mean, variance) = (0..case.width).map(|i| (0.1 * i as f64, 1.0 + 0.05 * i as f64)).unzip();
        let running = Standardizer::from_statistics(mean, variance);
        assert_forward(&case, (case.attack == Attack::Samia).then_some(&running), &case.logits);
        if let Some(expected) = &case.batch_logits {
            let rows: Vec<&[f32]> = case.inputs.iter().map(Vec::as_slice).collect();
            assert_forward(&case, Some(&Standardizer::of(&rows)), expected);
        }
    }
}
