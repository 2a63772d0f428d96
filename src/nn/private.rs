//! Gradients of DP-SGD (Abadi et al., CCS 2016): every record's gradient is clipped to norm C, the sum gets noise of
//! standard deviation σ·C in every coordinate and is divided by the expected size of the batch.
//!
//! A record's gradient of a dense layer is the product of what went in and the gradient δ of the layer's sums (Goodfellow
//! 2015), so norms and the clipped sum come from one backward pass, without a gradient for each record; of a convolution it
//! is a sum over positions, which is written out for the norm. Pruned weights are left out of norm and sum:
//! ‖M∘(a δᵀ)‖² = (a²)ᵀ M δ².

use super::tensor;
use crate::{method::step::Noise, rng::Stream};
use burn::tensor::Tensor;
use rand_distr::{Distribution, StandardNormal};

/// One layer of a stack in a step.
#[derive(Debug)]
pub struct LayerStep {
    /// `[N, B · positions, inputs]`.
    pub inputs: Tensor<3>,
    /// Gradient of each record's own loss with respect to the layer's sums `[N, B · positions, outputs]`, zero for padding.
    pub deltas: Tensor<3>,
    /// How often the layer is applied to a record.
    pub positions: usize,
    /// Zero where a weight is pruned `[N, inputs, outputs]`; none if nothing is.
    pub mask: Option<Tensor<3>>,
    /// True if its bias is trained: not that of a norm.
    pub biased: bool,
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
        let [n, rows, _] = layer.deltas.dims();
        let at_positions = factors.clone().repeat_dim(2, layer.positions).reshape([n, rows, 1]);
        let clipped = layer.deltas.clone() * at_positions;
        let weight = layer.inputs.clone().swap_dims(1, 2).matmul(clipped.clone());
        gradients.push(noisy(masked(weight, layer.mask.as_ref())));
        gradients.push(noisy(clipped.sum_dim(1)));
    }
    gradients
}

/// min(1, C / norm) of each record `[N, B, 1]`.
fn clipping_factors(layers: &[LayerStep], clip: &Tensor<3>) -> Tensor<3> {
    let mut squares = layers.iter().map(LayerStep::square_norms);
    let first = squares.next().expect("a network has layers");
    let norm = (squares.fold(first, |sum, square| sum + square) + 1e-24).sqrt();
    (clip.clone() / norm).clamp_max(1.0)
}

impl LayerStep {
    /// Squared norm of each record's gradient `[N, B, 1]`.
    fn square_norms(&self) -> Tensor<3> {
        let [n, rows, outputs] = self.deltas.dims();
        let records = rows / self.positions;
        let deltas = self.deltas.clone().reshape([n * records, self.positions, outputs]);
        let of_bias = deltas.clone().sum_dim(1).square().sum_dim(2).reshape([n, records, 1]);
        let of_weights = if self.positions == 1 { self.of_products() } else { self.of_sums(deltas) };
        if self.biased { of_weights + of_bias } else { of_weights }
    }

    /// Of a dense layer: no gradient is written out.
    fn of_products(&self) -> Tensor<3> {
        let (a, d) = (self.inputs.clone().square(), self.deltas.clone().square());
        match &self.mask {
            Some(mask) => (a.matmul(mask.clone()) * d).sum_dim(2),
            None => a.sum_dim(2) * d.sum_dim(2),
        }
    }

    /// Of a convolution: each record's sum over positions.
    fn of_sums(&self, deltas: Tensor<3>) -> Tensor<3> {
        let [n, rows, inputs] = self.inputs.dims();
        let (records, outputs) = (rows / self.positions, deltas.dims()[2]);
        let values = self.inputs.clone().reshape([n * records, self.positions, inputs]);
        let gradients = values.swap_dims(1, 2).matmul(deltas).reshape([n, records, inputs * outputs]);
        let mask = self.mask.clone().map(|mask| mask.reshape([n, 1, inputs * outputs]));
        masked(gradients, mask.as_ref()).square().sum_dim(2)
    }
}

fn masked(gradient: Tensor<3>, mask: Option<&Tensor<3>>) -> Tensor<3> {
    mask.map_or(gradient.clone(), |mask| gradient * mask.clone())
}

/// Normal numbers for `[N, rows, columns]`, zero for networks that rest.
fn noise(dims: [usize; 3], deviations: &[f32], streams: &mut [Option<Stream>]) -> Vec<f32> {
    let size = dims[1] * dims[2];
    let mut drawn = vec![0.0; dims[0] * size];
    for ((of_network, stream), &deviation) in drawn.chunks_mut(size).zip(streams).zip(deviations) {
        if let Some(stream) = stream {
            of_network.fill_with(|| deviation * draw(stream));
        }
    }
    drawn
}

fn draw(stream: &mut Stream) -> f32 {
    StandardNormal.sample(stream)
}

#[cfg(all(test, feature = "engine-cpu"))]
mod tests {
    use super::*;
    use crate::rng::Seed;
    use burn::tensor::Device;
    use itertools::Itertools;

    fn values(tensor: Tensor<3>) -> Vec<f32> {
        tensor.to_data().try_into_vec().unwrap()
    }

    /// Inputs, outputs, positions, whether there is a bias; the masks of the second and third lack a weight.
    const LAYERS: [(usize, usize, usize, bool); 3] = [(4, 2, 1, true), (2, 3, 1, true), (3, 2, 2, false)];

    /// Three records of one network: numbers that mean nothing.
    fn example(layer: usize) -> (Vec<f32>, Vec<f32>, Vec<f32>) {
        let wave = |count: usize, pace: f32| (0..count).map(|i| (pace * i as f32 + pace).sin()).collect::<Vec<f32>>();
        let (a, b, positions, _) = LAYERS[layer];
        let mut mask = vec![1.0; a * b];
        mask[3] = f32::from(u8::from(layer == 0));
        let pace = layer as f32;
        (wave(3 * positions * a, 0.7 + 0.6 * pace), wave(3 * positions * b, 0.9 - 0.2 * pace), mask)
    }

    fn layers() -> Vec<LayerStep> {
        let device = Device::flex();
        let layer = |i: usize| {
            let ((a, b, positions, biased), (inputs, deltas, mask)) = (LAYERS[i], example(i));
            LayerStep {
                inputs: tensor(inputs, [1, 3 * positions, a], &device),
                deltas: tensor(deltas, [1, 3 * positions, b], &device),
                positions,
                mask: (i > 0).then(|| tensor(mask, [1, a, b], &device)),
                biased,
            }
        };
        (0..LAYERS.len()).map(layer).collect()
    }

    /// Gradient of each record, written out, clipped and summed. What is not trained does not count for the norm.
    fn one_by_one(clip: f64, divisor: f64) -> Vec<Vec<f64>> {
        let mut sums: Vec<Vec<f64>> = LAYERS.iter().flat_map(|&(a, b, ..)| [vec![0.0; a * b], vec![0.0; b]]).collect();
        for record in 0..3 {
            let (mut gradient, mut square) = (Vec::new(), 0.0);
            for (i, &(a, b, positions, biased)) in LAYERS.iter().enumerate() {
                let (inputs, deltas, mask) = example(i);
                let (mut weights, mut bias) = (vec![0.0; a * b], vec![0.0; b]);
                for row in record * positions..(record + 1) * positions {
                    for o in 0..b {
                        let delta = f64::from(deltas[row * b + o]);
                        bias[o] += delta;
                        for k in 0..a {
                            weights[k * b + o] += f64::from(inputs[row * a + k]) * delta * f64::from(mask[k * b + o]);
                        }
                    }
                }
                square += weights.iter().map(|g| g * g).sum::<f64>();
                square += if biased { bias.iter().map(|g| g * g).sum() } else { 0.0 };
                gradient.extend([weights, bias]);
            }
            for (sum, part) in sums.iter_mut().zip(&gradient) {
                sum.iter_mut().zip(part).for_each(|(sum, g)| *sum += g * (clip / square.sqrt()).min(1.0) / divisor);
            }
        }
        sums
    }

    #[test]
    fn clipped_sums_are_those_of_a_loop_over_records() {
        for clip in [0.5, 1.5, 100.0] {
            let noises = [Noise { clip, multiplier: 0.0 }];
            let found = gradients(&layers(), &noises, &[4.0], &mut [Some(Seed(1).stream("test"))]);
            for (found, expected) in found.into_iter().zip_eq(one_by_one(clip, 4.0)) {
                for (found, expected) in values(found).into_iter().zip_eq(expected) {
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
            positions: 1,
            mask: None,
            biased: true,
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
