//! Losses and their gradients against numbers from plain numpy (`tests/data/make_losses.py`), and laws.

use super::*;
use crate::nn::stack::Trace;
use itertools::Itertools;
use serde::Deserialize;

const CLASSES: usize = 4;
const ROWS: usize = 6;
const WIDTHS: [usize; 2] = [5, 3];
const COUNTS: [usize; 2] = [6, 5];

#[derive(Deserialize)]
struct Case {
    loss: String,
    values: Vec<f64>,
    even_epoch: bool,
    steps: Vec<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    total: f64,
    logits: Vec<f64>,
    hidden: Vec<Vec<f64>>,
}

fn wave(count: usize, pace: f64, size: f64) -> Vec<f32> {
    (0..count).map(|k| (size * (pace * (k as f64 + 1.0)).sin()) as f32).collect()
}

fn loss(case: &Case) -> Loss {
    let value = |i: usize| case.values[i];
    match case.loss.as_str() {
        "smoothed" => Loss::Smoothed { amount: value(0) },
        "paired" => Loss::Paired { weight: value(0) },
        "relaxed" => Loss::Relaxed { level: value(0), upper: value(1) },
        "guarded" => Loss::Guarded { variance: value(0), balance: value(1) },
        "centered" => Loss::Centered { level: value(0), center: value(1) },
        other => panic!("{other} is no loss"),
    }
}

/// Total and gradients of logits and hidden layers of a step of these networks.
fn step(objective: &mut Objective, number: usize, networks: &[usize], even_epoch: bool) -> (f64, Vec<Vec<f32>>) {
    let device = Device::flex();
    let n = networks.len();
    let of_networks = |all: Vec<f32>, width: usize| {
        let size = ROWS * width;
        let picked = networks.iter().flat_map(|&k| all[k * size..(k + 1) * size].to_vec()).collect();
        tensor(picked, [n, ROWS, width], &device).autodiff().require_grad()
    };
    let number_of = number as f64;
    let logits = of_networks(wave(2 * ROWS * CLASSES, 0.37 + 0.11 * number_of, 2.5), CLASSES);
    let hidden: Vec<Tensor<3>> = WIDTHS
        .iter()
        .enumerate()
        .map(|(i, &width)| {
            let values = wave(2 * ROWS * width, 0.53 + 0.07 * i as f64 + 0.13 * number_of, 1.5);
            of_networks(values.into_iter().map(f32::abs).collect(), width)
        })
        .collect();
    let mut targets = vec![0.0; n * ROWS * CLASSES];
    let mut weights = vec![0.0; n * ROWS];
    for (slot, &k) in networks.iter().enumerate() {
        for i in 0..ROWS {
            targets[(slot * ROWS + i) * CLASSES + (3 * i + k + number) % CLASSES] = 1.0;
            weights[slot * ROWS + i] = if i < COUNTS[k] { 1.0 / COUNTS[k] as f32 } else { 0.0 };
        }
    }
    let counts: Vec<usize> = networks.iter().map(|&k| COUNTS[k]).collect();
    let trace =
        Trace { logits: logits.clone(), hidden: hidden.clone(), inputs: hidden[1..].to_vec(), moments: Vec::new() };
    let terms = Terms {
        trace: &trace,
        targets: tensor(targets, [n, ROWS, CLASSES], &device).autodiff(),
        weights: tensor(weights, [n, ROWS, 1], &device).autodiff(),
        counts: &counts,
        even_epoch,
    };
    let total = objective.of(&terms).total;
    let gradients = total.backward();
    let read = |t: &Tensor<3>| match t.grad(&gradients) {
        Some(gradient) => gradient.to_data().try_into_vec().unwrap(),
        None => vec![0.0; t.dims().iter().product()],
    };
    (f64::from(total.into_scalar::<f32>()), std::iter::once(&logits).chain(&hidden).map(read).collect())
}

fn objective(loss: Loss, networks: usize) -> Objective {
    Objective::new(&vec![StepRule { loss, ..StepRule::PLAIN }; networks], CLASSES, &Device::flex())
}

#[test]
fn losses_and_gradients_are_those_of_their_formulas() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("../../../tests/data/losses.json")).unwrap();
    assert_eq!(cases.len(), 13);
    for case in cases {
        let mut objective = objective(loss(&case), 2);
        for (number, expected) in case.steps.iter().enumerate() {
            let (total, gradients) = step(&mut objective, number, &[0, 1], case.even_epoch);
            // Single precision against double.
            assert!((total - expected.total).abs() < 1e-4 * expected.total.abs().max(1.0), "{}: {total}", case.loss);
            let all = std::iter::once(&expected.logits).chain(&expected.hidden);
            for (found, expected) in gradients.iter().zip_eq(all) {
                assert_eq!(found.len(), expected.len());
                for (found, expected) in found.iter().zip_eq(expected) {
                    let close = (f64::from(*found) - expected).abs() < 1e-4 * expected.abs().max(1.0);
                    assert!(close, "{} {:?} step {number}: {found} is not {expected}", case.loss, case.values);
                }
            }
        }
    }
}

#[test]
fn a_network_has_the_gradients_that_it_would_have_alone() {
    let losses = [
        Loss::CrossEntropy,
        Loss::Paired { weight: 4.0 },
        Loss::Relaxed { level: 9.0, upper: 0.3 },
        Loss::Guarded { variance: 2.0, balance: 0.5 },
        Loss::Centered { level: 0.2, center: 0.8 },
    ];
    for loss in losses {
        let (mut both, mut alone) = (objective(loss, 2), objective(loss, 1));
        for number in 0..2 {
            let (_, together) = step(&mut both, number, &[0, 1], false);
            let (_, single) = step(&mut alone, number, &[1], false);
            for (together, single) in together.iter().zip_eq(&single) {
                assert_eq!(together[together.len() / 2..], single[..], "{loss:?}");
            }
        }
    }
}

#[test]
fn sorted_logits_are_sorted_and_carry_gradients_to_where_they_came_from() {
    let device = Device::flex();
    let logits = tensor(vec![1.0, 3.0, 3.0, -2.0], [1, 1, 4], &device).autodiff().require_grad();
    let sorted = sorted::descending(logits.clone());
    assert_eq!(sorted.to_data().try_into_vec::<f32>().unwrap(), [3.0, 3.0, 1.0, -2.0]);
    let marks = tensor(vec![1.0, 2.0, 3.0, 4.0], [1, 1, 4], &device).autodiff();
    let gradients = (sorted * marks).sum().backward();
    assert_eq!(logits.grad(&gradients).unwrap().to_data().try_into_vec::<f32>().unwrap(), [3.0, 1.0, 2.0, 4.0]);
}

#[test]
fn strengths_that_switch_a_defense_off_leave_the_cross_entropy() {
    let plain = step(&mut objective(Loss::CrossEntropy, 2), 0, &[0, 1], true);
    let off = [
        Loss::Smoothed { amount: 0.0 },
        Loss::Paired { weight: 0.0 },
        Loss::Guarded { variance: 0.0, balance: 0.0 },
        Loss::Relaxed { level: 0.0, upper: 1.0 },
    ];
    for loss in off {
        let (total, gradients) = step(&mut objective(loss, 2), 0, &[0, 1], true);
        assert!((total - plain.0).abs() < 1e-5, "{loss:?}");
        let close = |a: &[f32], b: &[f32]| a.iter().zip_eq(b).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(gradients.iter().zip_eq(&plain.1).all(|(a, b)| close(a, b)), "{loss:?}");
    }
}
