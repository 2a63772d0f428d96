//! Gradients of DP-SGD (Abadi et al., CCS 2016): every record's gradient is clipped to norm C, the sum gets noise of
//! standard deviation σ·C in every coordinate and is divided by the expected size of the batch.
//!
//! A record's gradient of a layer is the product of what went in and the gradient δ of the layer's sums (Goodfellow 2015), so
//! norms and the clipped sum come from one backward pass, without a gradient for each record. Pruned weights are left
//! out of norm and sum: ‖M∘(a δᵀ)‖² = (a²)ᵀ M δ².

use super::stack::tensor;
use crate::{defense::Noise, rng::Stream};
use burn::tensor::Tensor;
use rand_distr::{Distribution, StandardNormal};

/// One layer of a stack in a step.
#[derive(Debug)]
pub struct LayerStep {
    /// `[N, B, inputs]`.
    pub inputs: Tensor<3>,
    /// Gradient of each record's own loss with respect to the layer's sums `[N, B, outputs]`, zero for padding.
    pub deltas: Tensor<3>,
    /// Zero where a weight is pruned `[N, inputs, outputs]`; none if nothing is.
    pub mask: Option<Tensor<3>>,
}

/// Noisy mean gradients, weight and bias by turns. `noises` has one entry a network; `streams` draw the noise of each network
/// that steps; `divisors` are the expected batch sizes.
pub fn gradients(
    layers: &[LayerStep],
    noises: &[Noise],
    divisors: &[f64],
    streams: &mut [Option<Stream>],
) -> Vec<Tensor<3>> {
    let n = noises.len();
    let device = layers[0].deltas.device();
    let column = |values: Vec<f64>| tensor(values.into_iter().map(|v| v as f32).collect(), [n, 1, 1], &device);
    let factors = clipping_factors(layers, &column(noises.iter().map(|noise| noise.clip).collect()));
    let share = column(divisors.iter().map(|divisor| 1.0 / divisor).collect());
    let deviations: Vec<f32> = noises.iter().map(|noise| (noise.clip * noise.multiplier) as f32).collect();
    let mut noisy = |sum: Tensor<3>| {
        let drawn = noise(sum.dims(), &deviations, streams);
        let dims = sum.dims();
        (sum + tensor(drawn, dims, &device)) * share.clone()
    };
    let mut gradients = Vec::new();
    for layer in layers {
        let clipped = layer.deltas.clone() * factors.clone();
        let weight = layer.inputs.clone().swap_dims(1, 2).matmul(clipped.clone());
        gradients.push(noisy(masked(weight, layer.mask.as_ref())));
        gradients.push(noisy(clipped.sum_dim(1)));
    }
    gradients
}

/// min(1, C / norm) of each record `[N, B, 1]`.
fn clipping_factors(layers: &[LayerStep], clip: &Tensor<3>) -> Tensor<3> {
    let of_layer = |layer: &LayerStep| {
        let (a, d) = (layer.inputs.clone().square(), layer.deltas.clone().square());
        let of_weights = match &layer.mask {
            Some(mask) => (a.matmul(mask.clone()) * d.clone()).sum_dim(2),
            None => a.sum_dim(2) * d.clone().sum_dim(2),
        };
        of_weights + d.sum_dim(2)
    };
    let mut squares = layers.iter().map(of_layer);
    let first = squares.next().expect("a network has layers");
    let norm = (squares.fold(first, |sum, square| sum + square) + 1e-24).sqrt();
    (clip.clone() / norm).clamp_max(1.0)
}

fn masked(gradient: Tensor<3>, mask: Option<&Tensor<3>>) -> Tensor<3> {
    mask.map_or(gradient.clone(), |mask| gradient * mask.clone())
}

/// Normal numbers for `[N, rows, columns]`, zero for networks that rest.
fn noise(dims: [usize; 3], deviations: &[f32], streams: &mut [Option<Stream>]) -> Vec<f32> {
    let size = dims[1] * dims[2];
    let of_network = |(stream, &deviation): (&mut Option<Stream>, &f32)| -> Vec<f32> {
        match stream {
            Some(stream) => (0..size).map(|_| deviation * draw(stream)).collect(),
            None => vec![0.0; size],
        }
    };
    streams.iter_mut().zip(deviations).flat_map(of_network).collect()
}

fn draw(stream: &mut Stream) -> f32 {
    StandardNormal.sample(stream)
}

#[cfg(all(test, feature = "engine-cpu"))]
mod tests {
    use super::*;
    use crate::rng::Seed;
    use burn::tensor::Device;

    fn values(tensor: Tensor<3>) -> Vec<f32> {
        tensor.to_data().try_into_vec().unwrap()
    }

    /// Two layers, three records of one network, the second mask without one weight: numbers that mean nothing.
    fn example() -> (Vec<Vec<f32>>, Vec<Vec<f32>>, Vec<f32>) {
        let wave = |count: usize, pace: f32| (0..count).map(|i| (pace * i as f32 + pace).sin()).collect::<Vec<f32>>();
        let inputs = vec![wave(3 * 4, 0.7), wave(3 * 2, 1.3)];
        let deltas = vec![wave(3 * 2, 0.9), wave(3 * 3, 0.4)];
        (inputs, deltas, vec![1.0, 1.0, 1.0, 0.0, 1.0, 1.0])
    }

    fn layers() -> Vec<LayerStep> {
        let device = Device::flex();
        let (inputs, deltas, mask) = example();
        let layer = |i: usize, (a, b): (usize, usize), mask| LayerStep {
            inputs: tensor(inputs[i].clone(), [1, 3, a], &device),
            deltas: tensor(deltas[i].clone(), [1, 3, b], &device),
            mask,
        };
        vec![layer(0, (4, 2), None), layer(1, (2, 3), Some(tensor(mask, [1, 2, 3], &device)))]
    }

    /// Gradient of each record, written out, clipped and summed.
    fn one_by_one(clip: f64, divisor: f64) -> Vec<Vec<f64>> {
        let (inputs, deltas, mask) = example();
        let sizes = [(4, 2), (2, 3)];
        let mut sums: Vec<Vec<f64>> = vec![vec![0.0; 8], vec![0.0; 2], vec![0.0; 6], vec![0.0; 3]];
        for record in 0..3 {
            let mut gradient: Vec<Vec<f64>> = Vec::new();
            for (i, &(a, b)) in sizes.iter().enumerate() {
                let x = &inputs[i][record * a..(record + 1) * a];
                let d = &deltas[i][record * b..(record + 1) * b];
                let keep = |k: usize| if i == 1 { f64::from(mask[k]) } else { 1.0 };
                let weights = (0..a * b).map(|k| f64::from(x[k / b]) * f64::from(d[k % b]) * keep(k)).collect();
                gradient.push(weights);
                gradient.push(d.iter().map(|&d| f64::from(d)).collect());
            }
            let norm = gradient.iter().flatten().map(|g| g * g).sum::<f64>().sqrt();
            for (sum, part) in sums.iter_mut().zip(&gradient) {
                sum.iter_mut().zip(part).for_each(|(sum, g)| *sum += g * (clip / norm).min(1.0) / divisor);
            }
        }
        sums
    }

    #[test]
    fn clipped_sums_are_those_of_a_loop_over_records() {
        for clip in [0.5, 1.5, 100.0] {
            let noises = [Noise { clip, multiplier: 0.0 }];
            let found = gradients(&layers(), &noises, &[4.0], &mut [Some(Seed(1).stream("test"))]);
            for (found, expected) in found.into_iter().zip(one_by_one(clip, 4.0)) {
                for (found, expected) in values(found).into_iter().zip(expected) {
                    assert!((f64::from(found) - expected).abs() < 1e-6, "{found} {expected}");
                }
            }
        }
    }

    #[test]
    fn noise_has_the_deviation_that_was_asked_for_and_a_resting_network_none() {
        let device = Device::flex();
        let layer = LayerStep {
            inputs: Tensor::zeros([2, 1, 100], &device),
            deltas: Tensor::zeros([2, 1, 200], &device),
            mask: None,
        };
        let noises = [Noise { clip: 0.5, multiplier: 3.0 }; 2];
        let found = gradients(&[layer], &noises, &[10.0, 10.0], &mut [Some(Seed(1).stream("test")), None]);
        let weights = values(found[0].clone());
        let (stepping, resting) = weights.split_at(20_000);
        let deviation = (stepping.iter().map(|v| f64::from(v * v)).sum::<f64>() / 20_000.0).sqrt();
        // 0.5 · 3 / 10, with a relative standard error of 0.5 %.
        assert!((deviation / 0.15 - 1.0).abs() < 0.02, "{deviation}");
        assert!(resting.iter().all(|v| v.to_bits() == 0));
    }
}
