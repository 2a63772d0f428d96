//! Structured pruning removes: the smaller network without the units that a mask has cut, and what it saves.
//!
//! A unit whose weights, bias and norm are zero gives zero to all that read it, so the network without its columns and
//! without the rows that read it computes the same logits.

use crate::{
    config::PruneMethod,
    experiment::{
        message::{PackedMask, Weights},
        report::Size,
    },
    network::Shape,
};

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

/// Parameters and multiply-adds before pruning and under these masks, one a hidden layer.
///
/// Where whole units go: those of the smaller network, multiply-adds counted on its dense matrices. Where single weights
/// go: parameters without the pruned weights, biases included, and the multiply-adds of the whole matrices, because a
/// dense product does not skip zeros.
pub fn size(method: PruneMethod, shape: &Shape, masks: &[PackedMask]) -> Size {
    let (parameters_before, multiply_adds_before) = (shape.parameters(), shape.multiply_adds());
    if method.is_structured() {
        let mut units = shape.units();
        shape.hidden().iter().zip(masks).for_each(|(layer, mask)| units[layer.makes] = kept_units(mask));
        let small = shape.with_units(&units);
        let (parameters, multiply_adds) = (small.parameters(), small.multiply_adds());
        return Size { parameters, parameters_before, multiply_adds, multiply_adds_before };
    }
    let weights: u64 = shape.hidden().iter().map(|layer| layer.inputs as u64 * layer.outputs as u64).sum();
    let kept: u64 = masks.iter().flat_map(|mask| &mask.bits).map(|byte| u64::from(byte.count_ones())).sum();
    let parameters = parameters_before - weights + kept;
    Size { parameters, parameters_before, multiply_adds: multiply_adds_before, multiply_adds_before }
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
        let before = Size { parameters: 14, parameters_before: 14, multiply_adds: 10, multiply_adds_before: 10 };
        assert_eq!(
            size_of(PruneMethod::L2Structured, &structured),
            Size { parameters: 4 + 4, multiply_adds: 3 + 2, ..before }
        );
        let single = [pack_mask(3, 2, &[false, true, true, true, false, true])];
        assert_eq!(size_of(PruneMethod::Random, &single), Size { parameters: 12, ..before });
    }
}
