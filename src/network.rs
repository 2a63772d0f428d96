//! Shape and first weights of a network, as plain numbers: fully connected, as the papers' `ColumnFC`.

use crate::{config::NetworkConfig, experiment::message::Weights, rng::Seed};
use rand_distr::{Distribution, Normal};

/// Inputs and outputs of each layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// `(inputs, outputs)`, from the input on.
    pub layers: Vec<(usize, usize)>,
}

impl Shape {
    /// `features` → hidden layers → `classes`.
    pub fn new(config: &NetworkConfig, features: usize, classes: usize) -> Self {
        let (hidden1, hidden2) = (config.hidden1 as usize, config.hidden2 as usize);
        Self { layers: vec![(features, hidden1), (hidden1, hidden2), (hidden2, classes)] }
    }

    /// Layers that are pruned: all but the last.
    pub fn hidden(&self) -> &[(usize, usize)] {
        &self.layers[..self.layers.len() - 1]
    }

    /// Where each layer's weights and biases lie in [`Weights`].
    pub fn ranges(&self) -> Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> {
        let mut end = 0;
        let mut next = |len: usize| {
            let range = end..end + len;
            end = range.end;
            range
        };
        self.layers.iter().map(|&(inputs, outputs)| (next(inputs * outputs), next(outputs))).collect()
    }

    /// Xavier-normal weights, zero biases, from the stream `{owner}/weights`.
    pub fn initial_weights(&self, seed: Seed, owner: &str) -> Weights {
        let mut stream = seed.stream(&format!("{owner}/weights"));
        let mut weights = Weights::new();
        for &(inputs, outputs) in &self.layers {
            let deviation = (2.0 / (inputs + outputs) as f64).sqrt();
            let normal = Normal::new(0.0, deviation).expect("a deviation of positive sizes is finite");
            weights.extend((0..inputs * outputs).map(|_| normal.sample(&mut stream) as f32));
            weights.extend(std::iter::repeat_n(0.0, outputs));
        }
        weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_have_xavier_deviation_and_zero_biases() {
        let shape = Shape { layers: vec![(300, 100), (100, 10)] };
        let weights = shape.initial_weights(Seed(1), "target");
        let ranges = shape.ranges();
        assert_eq!(weights.len(), ranges.last().unwrap().1.end);
        let first = &weights[ranges[0].0.clone()];
        let variance = first.iter().map(|w| f64::from(w * w)).sum::<f64>() / first.len() as f64;
        assert!((variance / (2.0 / 400.0) - 1.0).abs() < 0.05, "{variance}");
        assert!(weights[ranges[1].1.clone()].iter().all(|b| b.to_bits() == 0));
    }
}
