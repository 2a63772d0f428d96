//! Structured pruning: whole units go, neurons of a hidden layer or filters of a convolution.
//!
//! A unit's score is the L1 or L2 norm of the weights that lead into it (Li et al., ICLR 2017, for L1; as NNI's
//! `L1FilterPruner` and `L2FilterPruner`, which the papers' code uses). Scores are divided by the number of those weights,
//! or its root for L2: that changes nothing within a layer and makes layers of different fan-in comparable under one
//! threshold. Biases do not count. Slimming (Liu et al., ICCV 2017; NNI's `SlimPruner`) scores a unit by |scale| of its batch
//! norm, under one threshold for all layers, and leaves layers without one alone. Units that several layers make together (a residual sum) go together, scored by all
//! weights that lead into them.

use super::{
    rank::{keep_highest, keep_highest_of_all},
    removed,
};
use crate::{
    config::{PruneConfig, PruneMethod},
    experiment::message::Weights,
    network::Shape,
};

/// Which units of each group of [`Shape::units`] remain. At least one of each does.
pub fn keep_units(config: &PruneConfig, shape: &Shape, weights: &Weights, sparsity: f64) -> Vec<Vec<bool>> {
    let groups = shape.units();
    let (scored, scores): (Vec<usize>, Vec<Vec<f64>>) = if config.method == PruneMethod::Slimming {
        scales(shape, weights).into_iter().enumerate().filter(|(_, scores)| !scores.is_empty()).unzip()
    } else {
        norms(config.method, shape, weights).into_iter().enumerate().unzip()
    };
    let kept = if config.compares_layers() {
        keep_highest_of_all(&scores, sparsity)
    } else {
        scores
            .iter()
            .map(|scores| keep_highest(scores, removed(sparsity, scores.len()).min(scores.len() - 1)))
            .collect()
    };
    let mut all: Vec<Vec<bool>> = groups.into_iter().map(|units| vec![true; units]).collect();
    scored.into_iter().zip(kept).for_each(|(group, kept)| all[group] = kept);
    all
}

/// Sum of |scale| of each unit; nothing for groups without a norm.
fn scales(shape: &Shape, weights: &Weights) -> Vec<Vec<f64>> {
    let mut sums: Vec<Vec<f64>> = vec![Vec::new(); shape.units().len()];
    for (layer, ranges) in shape.normed().into_iter().zip(shape.norm_ranges()) {
        let sums = &mut sums[shape.layers[layer].makes];
        sums.resize(ranges.scale.len(), 0.0);
        sums.iter_mut().zip(&weights[ranges.scale]).for_each(|(sum, &scale)| *sum += f64::from(scale.abs()));
    }
    sums
}

/// Mean |w|, or root of the mean w², of the weights that lead into each unit.
fn norms(method: PruneMethod, shape: &Shape, weights: &Weights) -> Vec<Vec<f64>> {
    let squared = method == PruneMethod::L2Structured;
    let mut sums: Vec<Vec<f64>> = shape.units().into_iter().map(|units| vec![0.0; units]).collect();
    let mut counts = vec![0; sums.len()];
    for (layer, (range, _)) in shape.hidden().iter().zip(shape.ranges()) {
        counts[layer.makes] += layer.inputs;
        for row in weights[range].chunks(layer.outputs) {
            for (sum, &w) in sums[layer.makes].iter_mut().zip(row) {
                *sum += if squared { f64::from(w).powi(2) } else { f64::from(w).abs() };
            }
        }
    }
    let mean = |(sums, count): (Vec<f64>, usize)| -> Vec<f64> {
        let means = sums.into_iter().map(|sum| sum / count as f64);
        if squared { means.map(f64::sqrt).collect() } else { means.collect() }
    };
    sums.into_iter().zip(counts).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::Scope, rng::Seed};

    /// Two inputs, three units, two units, one class. Weights into the units of the first layer: (3, 0), (2, 2) and
    /// (0.1, 0.2).
    fn example() -> (Shape, Weights) {
        let first = [3.0, 2.0, 0.1, 0.0, 2.0, 0.2];
        let second = [0.5, 0.1, 0.5, 0.1, 0.5, 0.1];
        let weights = [&first[..], &[9.0; 3], &second, &[9.0; 2], &[1.0; 2], &[0.0]].concat();
        (Shape::fully_connected(&[2, 3, 2, 1]), weights)
    }

    fn kept(method: PruneMethod, scope: Scope, sparsity: f64) -> Vec<Vec<bool>> {
        let (shape, weights) = example();
        keep_units(&PruneConfig { method, scope, ..PruneConfig::default() }, &shape, &weights, sparsity)
    }

    #[test]
    fn l1_and_l2_disagree_on_which_unit_is_smaller() {
        let first = |method| kept(method, Scope::Local, 0.7)[0].clone();
        // L1 norms 3, 4, 0.3; L2 norms 3, 2.83, 0.22.
        assert_eq!(first(PruneMethod::L1Structured), [false, true, false]);
        assert_eq!(first(PruneMethod::L2Structured), [true, false, false]);
    }

    #[test]
    fn a_whole_number_of_units_goes_and_one_stays() {
        let count = |sparsity| {
            let kept = kept(PruneMethod::L1Structured, Scope::Local, sparsity);
            kept.iter().map(|units| units.iter().filter(|&&unit| unit).count()).collect::<Vec<_>>()
        };
        // 0.4 of two is no whole unit.
        assert_eq!((count(0.0), count(0.4), count(0.99)), (vec![3, 2], vec![2, 2], vec![1, 1]));
    }

    #[test]
    fn slimming_goes_by_the_scales_of_a_residual_sum_and_leaves_dense_layers_alone() {
        let slim = |scope, shape: &Shape, scale: fn(usize, usize) -> f32| {
            let mut weights = shape.initial_weights(Seed(1), "test");
            for (norm, ranges) in shape.norm_ranges().into_iter().enumerate() {
                weights[ranges.scale].iter_mut().enumerate().for_each(|(unit, value)| *value = scale(norm, unit));
            }
            let config = PruneConfig { method: PruneMethod::Slimming, scope, ..PruneConfig::default() };
            keep_units(&config, shape, &weights, 0.5)
        };
        let shape = Shape::cnn((4, 4), 2, 3, 2);
        let cnn = slim(Scope::Local, &shape, |norm, unit| if norm == 0 { unit as f32 } else { -(unit as f32) });
        assert_eq!(cnn, [vec![false, true], vec![false, false, true, true], vec![true; 3]]);
        // Scales 7, 8 and 0, 1, 2, 9: the three smallest of all.
        let usual = slim(Scope::Usual, &shape, |norm, unit| [&[7.0, 8.0][..], &[0.0, 1.0, 2.0, 9.0]][norm][unit]);
        assert_eq!(usual, [vec![true, true], vec![false, false, false, true], vec![true; 3]]);
        // The first sum has the scales of norms 0 and 2: 3 and 1 + 1 against 1 and 0 + 5.
        let resnet = slim(Scope::Local, &Shape::resnet8((4, 4), 2, 2), |norm, unit| match (norm, unit) {
            (0, 0) => 3.0,
            (2, 1) => 5.0,
            _ => 1.0,
        });
        assert_eq!(resnet[0], [false, true]);
    }

    #[test]
    fn one_threshold_compares_weights_not_sums() {
        // Means of |w|: 1.5, 2, 0.15 and 0.5, 0.1; the second layer's sums of three weights would be larger.
        let kept = kept(PruneMethod::L1Structured, Scope::Global, 0.4);
        assert_eq!(kept, [vec![true, true, false], vec![true, false]]);
    }
}
