//! Shape and first weights of a network, as plain numbers: fully connected, as the papers' `ColumnFC`.

use crate::{config::NetworkConfig, experiment::message::Weights, rng::Seed};
use rand_distr::{Distribution, Normal};
use std::ops::Range;

/// Layers of a network, from the input on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// The last one gives the logits.
    pub layers: Vec<Layer>,
}

/// One matrix of a network, and which units it reads and makes. Units are counted in groups: all layers that make or read
/// a group have the same units there, so what removes a unit removes it from all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// Rows of the matrix.
    pub inputs: usize,
    /// Columns of the matrix: units.
    pub outputs: usize,
    /// Group that it reads; none for what enters the network.
    pub reads: Option<usize>,
    /// Group that it makes.
    pub makes: usize,
}

impl Shape {
    /// `features` → hidden layers → `classes`.
    pub fn new(config: &NetworkConfig, features: usize, classes: usize) -> Self {
        Self::fully_connected(&[features, config.hidden1 as usize, config.hidden2 as usize, classes])
    }

    /// Dense layers between these widths.
    pub fn fully_connected(widths: &[usize]) -> Self {
        let layer = |(i, pair): (usize, &[usize])| Layer {
            inputs: pair[0],
            outputs: pair[1],
            reads: i.checked_sub(1),
            makes: i,
        };
        Self { layers: widths.windows(2).enumerate().map(layer).collect() }
    }

    /// Layers that are pruned: all but the last.
    pub fn hidden(&self) -> &[Layer] {
        &self.layers[..self.layers.len() - 1]
    }

    /// Units of each group that hidden layers make.
    pub fn units(&self) -> Vec<usize> {
        let groups = self.hidden().iter().map(|layer| layer.makes + 1).max().unwrap_or(0);
        let mut units = vec![0; groups];
        self.hidden().iter().for_each(|layer| units[layer.makes] = layer.outputs);
        units
    }

    /// The same network with other numbers of units in its groups, one for each of [`Shape::units`].
    pub fn with_units(&self, units: &[usize]) -> Self {
        let before = self.units();
        let resized = |layer: &Layer| Layer {
            inputs: layer.reads.map_or(layer.inputs, |group| layer.inputs / before[group] * units[group]),
            outputs: units.get(layer.makes).copied().unwrap_or(layer.outputs),
            ..*layer
        };
        Self { layers: self.layers.iter().map(resized).collect() }
    }

    /// Values that training finds.
    pub fn parameters(&self) -> u64 {
        self.layers.iter().map(|layer| (layer.inputs + 1) as u64 * layer.outputs as u64).sum()
    }

    /// Multiply-adds of one record, those of the matrices.
    pub fn multiply_adds(&self) -> u64 {
        self.layers.iter().map(|layer| layer.inputs as u64 * layer.outputs as u64).sum()
    }

    /// Where each layer's weights and biases lie in [`Weights`].
    pub fn ranges(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let mut end = 0;
        let mut next = |len: usize| {
            let range = end..end + len;
            end = range.end;
            range
        };
        self.layers.iter().map(|layer| (next(layer.inputs * layer.outputs), next(layer.outputs))).collect()
    }

    /// Xavier-normal weights, zero biases, from the stream `{owner}/weights`.
    pub fn initial_weights(&self, seed: Seed, owner: &str) -> Weights {
        let mut stream = seed.stream(&format!("{owner}/weights"));
        let mut weights = Weights::new();
        for &Layer { inputs, outputs, .. } in &self.layers {
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
        let shape = Shape::fully_connected(&[300, 100, 10]);
        let weights = shape.initial_weights(Seed(1), "target");
        let ranges = shape.ranges();
        assert_eq!(weights.len(), ranges.last().unwrap().1.end);
        let first = &weights[ranges[0].0.clone()];
        let variance = first.iter().map(|w| f64::from(w * w)).sum::<f64>() / first.len() as f64;
        assert!((variance / (2.0 / 400.0) - 1.0).abs() < 0.05, "{variance}");
        assert!(weights[ranges[1].1.clone()].iter().all(|b| b.to_bits() == 0));
    }

    #[test]
    fn fewer_units_make_narrower_layers_on_both_sides() {
        let shape = Shape::fully_connected(&[7, 5, 4, 3]);
        assert_eq!(
            (shape.units(), shape.parameters(), shape.multiply_adds()),
            (vec![5, 4], 40 + 24 + 15, 35 + 20 + 12)
        );
        assert_eq!(shape.with_units(&[2, 3]), Shape::fully_connected(&[7, 2, 3, 3]));
    }
}
