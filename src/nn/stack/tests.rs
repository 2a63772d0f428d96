//! Convolutions, norms and residual blocks against numpy (`tests/data/make_networks.py`), and the laws of a stack.

use super::*;
use crate::{prune::remove, rng::Seed};
use serde::Deserialize;

#[derive(Deserialize)]
struct Example {
    network: String,
    width: usize,
    height: usize,
    batch: usize,
    /// Logits of all records but the last, which is padding, by the batch's statistics.
    training: Vec<f64>,
    /// Mean and variance of each norm after that batch.
    running: Vec<f64>,
    /// Logits of all records by the running statistics.
    r#use: Vec<f64>,
}

fn examples() -> Vec<Example> {
    serde_json::from_str(include_str!("../../../tests/data/networks.json")).unwrap()
}

impl Example {
    fn shape(&self) -> Shape {
        let image = (self.width as u32, self.height as u32);
        if self.network == "cnn" { Shape::cnn(image, 3, 5, 4) } else { Shape::resnet8(image, 2, 4) }
    }

    fn pictures(&self) -> Vec<f32> {
        (0..self.batch * self.width * self.height).map(|k| (0.37 * k as f64 + 0.2).sin() as f32).collect()
    }
}

/// The script's values: sines of their position around the middle of their kind.
fn made_up(shape: &Shape) -> Weights {
    let mut kinds = Vec::new();
    for (weight, bias) in shape.ranges() {
        kinds.extend([(weight, 0.0, 0.5), (bias, 0.0, 0.3)]);
    }
    for norm in shape.norm_ranges() {
        kinds.extend([(norm.scale, 1.0, 0.3), (norm.mean, 0.0, 0.3), (norm.variance, 1.0, 0.5)]);
    }
    let values = |(range, middle, width): (Range<usize>, f64, f64)| {
        range.map(move |k| (middle + width * (1.3 * k as f64 + 0.4).sin()) as f32)
    };
    kinds.into_iter().flat_map(values).collect()
}

fn values(tensor: Tensor<3>) -> Vec<f32> {
    tensor.to_data().try_into_vec().unwrap()
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

fn close(found: &[f32], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((f64::from(*found) - expected).abs() < 2e-5 * (1.0 + expected.abs()), "{found} {expected}");
    }
}

/// Counts all records of each network but the last.
fn all_but_the_last(networks: usize, batch: usize) -> Statistics {
    let real = (0..networks * batch).map(|i| f32::from(u8::from(i % batch + 1 < batch))).collect();
    Statistics::Batch(Box::new(tensor(real, [networks, batch, 1], &Device::flex())))
}

fn random_pictures(networks: usize, batch: usize, pixels: usize) -> Vec<f32> {
    (0..networks * batch * pixels).map(|k| (0.7 * k as f32).sin() + (k % 7) as f32 * 0.1).collect()
}

#[test]
fn forward_passes_are_those_of_loops_over_positions() {
    let device = Device::flex();
    for example in examples() {
        let stack = Stack::new(&example.shape(), &[&made_up(&example.shape())], &device);
        let pixels = example.width * example.height;
        let inputs = tensor(example.pictures(), [1, example.batch, pixels], &device);
        close(&values(stack.forward(inputs.clone())), &example.r#use);
        let trace = stack.trace(inputs, &[], &[], &all_but_the_last(1, example.batch));
        close(&values(trace.logits)[..example.training.len()], &example.training);
        let momentum = tensor(vec![crate::nn::norm::MOMENTUM as f32], [1, 1, 1], &device);
        let followed = stack.followed(trace.moments, &momentum);
        let running: Vec<f32> =
            followed.norms().flat_map(|norm| [norm.mean.clone(), norm.variance.clone()]).flat_map(values).collect();
        close(&running, &example.running);
    }
}

#[test]
fn neither_company_nor_padding_changes_a_bit_in_training() {
    let device = Device::flex();
    for shape in [Shape::cnn((8, 8), 3, 5, 4), Shape::resnet8((8, 8), 3, 4)] {
        let weights: Vec<Weights> = (0..3).map(|i| shape.initial_weights(Seed(1), &format!("network/{i}"))).collect();
        let all: Vec<&Weights> = weights.iter().collect();
        let pictures = random_pictures(3, 5, 64);
        let train = |weights: &[&Weights], pictures: Vec<f32>| -> Vec<Vec<f32>> {
            let n = weights.len();
            let inputs = tensor(pictures, [n, 5, 64], &device);
            let trace = Stack::new(&shape, weights, &device).trace(inputs, &[], &[], &all_but_the_last(n, 5));
            values(trace.logits).chunks(5 * 4).map(|logits| logits[..4 * 4].to_vec()).collect()
        };
        let together = train(&all, pictures.clone());
        let alone = train(&all[1..2], pictures[5 * 64..10 * 64].to_vec());
        assert_eq!(bits(&together[1]), bits(&alone[0]));
        let mut padded_otherwise = pictures[5 * 64..10 * 64].to_vec();
        padded_otherwise[4 * 64..].fill(3.0);
        assert_eq!(bits(&train(&all[1..2], padded_otherwise)[0]), bits(&alone[0]));
    }
}

#[test]
fn a_network_without_its_removed_units_answers_like_the_masked_one() {
    let device = Device::flex();
    for shape in [Shape::fully_connected(&[64, 7, 6, 4]), Shape::cnn((8, 8), 3, 5, 4), Shape::resnet8((8, 8), 3, 4)] {
        let mut weights = made_up(&shape);
        let kept: Vec<Vec<bool>> =
            shape.units().into_iter().enumerate().map(|(g, n)| (0..n).map(|u| (u + g) % 3 != 1).collect()).collect();
        for (layer, (matrix, bias)) in shape.hidden().iter().zip(shape.ranges()) {
            let zero = |(i, value): (usize, &mut f32)| {
                if !kept[layer.makes][i % layer.outputs] {
                    *value = 0.0;
                }
            };
            weights[matrix].iter_mut().enumerate().for_each(zero);
            weights[bias].iter_mut().enumerate().for_each(zero);
        }
        for (layer, ranges) in shape.normed().into_iter().zip(shape.norm_ranges()) {
            let scale = weights[ranges.scale].iter_mut().zip(&kept[shape.layers[layer].makes]);
            scale.filter(|(_, kept)| !**kept).for_each(|(scale, _)| *scale = 0.0);
        }
        let (small, remaining) = remove(&shape, &weights, &kept);
        assert!(small.parameters() < shape.parameters());
        let inputs = tensor(random_pictures(1, 5, 64), [1, 5, 64], &device);
        let answer =
            |shape: &Shape, weights: &Weights| values(Stack::new(shape, &[weights], &device).forward(inputs.clone()));
        let masked: Vec<f64> = answer(&shape, &weights).into_iter().map(f64::from).collect();
        close(&answer(&small, &remaining), &masked);
    }
}

#[test]
fn the_gradient_of_a_tap_is_that_of_the_sums_of_its_layer() {
    let device = Device::flex();
    for shape in [Shape::cnn((8, 8), 3, 5, 4), Shape::resnet8((8, 8), 3, 4)] {
        let stack = Stack::new(&shape, &[&made_up(&shape)], &device);
        let tracked: Vec<_> = stack.parameters().into_iter().map(|p| p.autodiff().require_grad()).collect();
        let tap = |layer: &crate::network::Layer| {
            let sums = Tensor::<3>::zeros([1, 5 * layer.positions(), layer.outputs], &device);
            sums.autodiff().require_grad()
        };
        let taps: Vec<_> = shape.layers.iter().map(tap).collect();
        let inputs = tensor(random_pictures(1, 5, 64), [1, 5, 64], &device).autodiff();
        let trace = stack.with_parameters(tracked.clone()).trace(inputs, &[], &taps, &Statistics::Running);
        assert_eq!((trace.inputs.len(), trace.hidden.len()), (shape.layers.len(), shape.dropped().len()));
        let gradients = (trace.logits.clone() * trace.logits).sum().backward();
        for (i, (inputs, tap)) in trace.inputs.into_iter().zip(&taps).enumerate() {
            let expected = tracked[2 * i].grad(&gradients).unwrap();
            let expected: Vec<f64> = values(expected).into_iter().map(f64::from).collect();
            let of_sums = tap.grad(&gradients).unwrap();
            close(&values(inputs.inner().swap_dims(1, 2).matmul(of_sums)), &expected);
        }
    }
}
