//! Structured pruning removes: the smaller network without the units that a mask has cut, and what it saves.
//!
//! A unit whose weights, bias and norm are zero gives zero to all that read it, so the network without its columns and
//! without the rows that read it computes the same logits.

use super::{PackedMask, PruneMethod};
use crate::network::{Layer, Shape, Weights};
use serde::{Deserialize, Serialize};

/// What a network holds and costs, before and after pruning. Where pruning removes units, "after" is the network without
/// them; where it removes single weights, parameters are those that are left and multiply-adds stay as they were.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Size {
    /// Trained values: weights, biases, norms.
    pub parameters: u64,
    /// The same of the dense network.
    pub parameters_before: u64,
    /// Multiply-adds of one record in the matrices of the layers.
    pub multiply_adds: u64,
    /// The same of the dense network.
    pub multiply_adds_before: u64,
    /// Share of the weights of all layers that are gone: pruned, or leading into or out of removed units.
    #[serde(default)]
    pub weights_removed: f64,
}

/// The network that remains of `weights`, with the `kept` units of each group of [`Shape::units`].
pub fn remove(shape: &Shape, weights: &Weights, kept: &[Vec<bool>]) -> (Shape, Weights) {
    let indices = |units: &Vec<bool>| (0..units.len()).filter(|&i| units[i]).collect::<Vec<_>>();
    let kept: Vec<Vec<usize>> = kept.iter().map(indices).collect();
    let before = shape.units();
    let mut small = Weights::new();
    for (layer, (weight, bias)) in shape.layers.iter().zip(shape.ranges()) {
        let columns = kept.get(layer.makes).cloned().unwrap_or_else(|| (0..layer.outputs).collect());
        // What reads a unit several times (the positions of a picture) has blocks of all units one after another.
        let rows: Vec<usize> = match layer.reads {
            Some(group) => (0..layer.inputs)
                .step_by(before[group])
                .flat_map(|block| kept[group].iter().map(move |unit| block + unit))
                .collect(),
            None => (0..layer.inputs).collect(),
        };
        let (weight, bias) = (&weights[weight], &weights[bias]);
        small
            .extend(rows.iter().flat_map(|row| columns.iter().map(move |column| weight[row * layer.outputs + column])));
        small.extend(columns.iter().map(|&column| bias[column]));
    }
    for (layer, ranges) in shape.normed().into_iter().zip(shape.norm_ranges()) {
        let units = &kept[shape.layers[layer].makes];
        let of_norm = [&weights[ranges.scale], &weights[ranges.mean], &weights[ranges.variance]];
        small.extend(of_norm.into_iter().flat_map(|values| units.iter().map(|&unit| values[unit])));
    }
    (shape.with_units(&kept.iter().map(Vec::len).collect::<Vec<_>>()), small)
}

/// The share that pruning has removed, as `prune.sparsity` counts it: where single weights go, of the weights of the pruned
/// layers; where units go, of those that can go.
pub fn sparsity(method: PruneMethod, shape: &Shape, masks: &[PackedMask]) -> f64 {
    let (left, all) = if method.is_structured() {
        let (before, after) = (shape.units(), units_left(shape, masks));
        let can_go = |group: &usize| {
            let makes = |layer: &Layer| layer.makes == *group && layer.normed;
            !method.info().goes_by_norms || shape.layers.iter().any(makes)
        };
        let count = |units: &[usize]| (0..units.len()).filter(can_go).map(|group| units[group] as u64).sum::<u64>();
        (count(&after), count(&before))
    } else {
        (weights_left(masks), masks.iter().map(|mask| u64::from(mask.inputs) * u64::from(mask.outputs)).sum())
    };
    if all == 0 { 0.0 } else { 1.0 - left as f64 / all as f64 }
}

/// Parameters, weights and multiply-adds before pruning and under these masks, one a pruned layer.
///
/// Where whole units go: those of the smaller network, multiply-adds counted on its dense matrices. Where single weights
/// go: parameters without the pruned weights, biases included, and the multiply-adds of the whole matrices, because a
/// dense product does not skip zeros.
pub fn size(method: PruneMethod, shape: &Shape, masks: &[PackedMask]) -> Size {
    let (parameters_before, multiply_adds_before) = (shape.parameters(), shape.multiply_adds());
    let weights = |layers: &[Layer]| layers.iter().map(|layer| layer.inputs as u64 * layer.outputs as u64).sum::<u64>();
    let of_all = |gone: u64| gone as f64 / weights(&shape.layers) as f64;
    if method.is_structured() {
        let small = shape.with_units(&units_left(shape, masks));
        let (parameters, multiply_adds) = (small.parameters(), small.multiply_adds());
        let weights_removed = of_all(weights(&shape.layers) - weights(&small.layers));
        return Size { parameters, parameters_before, multiply_adds, multiply_adds_before, weights_removed };
    }
    let gone = weights(shape.pruned()) - weights_left(masks);
    let (parameters, multiply_adds) = (parameters_before - gone, multiply_adds_before);
    Size { parameters, parameters_before, multiply_adds, multiply_adds_before, weights_removed: of_all(gone) }
}

/// Units that are left in each group of [`Shape::units`].
fn units_left(shape: &Shape, masks: &[PackedMask]) -> Vec<usize> {
    let mut units = shape.units();
    shape.hidden().iter().zip(masks).for_each(|(layer, mask)| units[layer.makes] = kept_units(mask));
    units
}

fn weights_left(masks: &[PackedMask]) -> u64 {
    masks.iter().flat_map(|mask| &mask.bits).map(|byte| u64::from(byte.count_ones())).sum()
}

/// Units with weights in a mask that cuts whole units: those of its first row.
fn kept_units(mask: &PackedMask) -> usize {
    (0..mask.outputs as usize).filter(|unit| mask.bits[unit / 8] >> (unit % 8) & 1 == 1).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prune::pack_mask;

    /// Three inputs, two units, three units, two classes, rebuilt by hand without unit 0 of the first hidden layer and
    /// units 0 and 2 of the second.
    #[test]
    fn what_remains_is_the_network_rebuilt_by_hand() {
        let shape = Shape::fully_connected(&[3, 2, 3, 2]);
        let first = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let second = [10.0, 11.0, 12.0, 13.0, 14.0, 15.0];
        let last = [20.0, 21.0, 22.0, 23.0, 24.0, 25.0];
        let weights = [&first[..], &[7.0, 8.0], &second, &[16.0, 17.0, 18.0], &last, &[26.0, 27.0]].concat();
        let (small, remaining) = remove(&shape, &weights, &[vec![false, true], vec![false, true, false]]);
        assert_eq!(small, Shape::fully_connected(&[3, 1, 1, 2]));
        assert_eq!(remaining, [2.0, 4.0, 6.0, 8.0, 14.0, 17.0, 22.0, 23.0, 26.0, 27.0]);
    }

    #[test]
    fn removed_units_save_multiply_adds_and_single_weights_do_not() {
        let shape = Shape::fully_connected(&[3, 2, 2]);
        let structured = [pack_mask(3, 2, &[false, true, false, true, false, true])];
        let size_of = |method, masks: &[PackedMask]| size(method, &shape, masks);
        let before = Size {
            parameters: 14,
            parameters_before: 14,
            multiply_adds: 10,
            multiply_adds_before: 10,
            weights_removed: 0.0,
        };
        assert_eq!(
            size_of(PruneMethod::L2Structured, &structured),
            Size { parameters: 4 + 4, multiply_adds: 3 + 2, weights_removed: 0.5, ..before }
        );
        let single = [pack_mask(3, 2, &[false, true, true, true, false, true])];
        assert_eq!(size_of(PruneMethod::Random, &single), Size { parameters: 12, weights_removed: 0.2, ..before });
    }

    /// 23 of 32 and 11 of 16 units kept, 128 inputs, 12 classes.
    #[test]
    fn units_removed_and_weights_removed_are_two_shares() {
        let shape = Shape::fully_connected(&[128, 32, 16, 12]);
        let mask = |inputs: usize, outputs: usize, kept: usize| {
            let row: Vec<bool> = (0..outputs).map(|unit| unit < kept).collect();
            pack_mask(inputs, outputs, &row.repeat(inputs))
        };
        let masks = [mask(128, 32, 23), mask(32, 16, 11)];
        let share = |value: f64| (value * 1000.0).round() as u32;
        assert_eq!(share(sparsity(PruneMethod::L1Structured, &shape, &masks)), 292, "14 of 48 units");
        // 128 · 23 + 23 · 11 + 11 · 12 of 4,800 weights are left.
        assert_eq!(share(size(PruneMethod::L1Structured, &shape, &masks).weights_removed), 306);
    }

    #[test]
    fn slimming_counts_the_units_that_have_a_norm() {
        let shape = Shape::cnn((4, 4), 2, 3, 2);
        let masks: Vec<PackedMask> = shape
            .hidden()
            .iter()
            .map(|layer| {
                let row: Vec<bool> = (0..layer.outputs).map(|unit| unit == 0 || !layer.normed).collect();
                pack_mask(layer.inputs, layer.outputs, &row.repeat(layer.inputs))
            })
            .collect();
        // One of two and one of four channels are left, and all three neurons.
        assert!((sparsity(PruneMethod::Slimming, &shape, &masks) - 4.0 / 6.0).abs() < 1e-12);
        assert!((sparsity(PruneMethod::L1Structured, &shape, &masks) - 4.0 / 9.0).abs() < 1e-12);
    }
}
