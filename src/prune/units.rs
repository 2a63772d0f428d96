//! Structured pruning: whole units go, neurons of a hidden layer or filters of a convolution.
//!
//! A unit's score is the L1 or L2 norm of the weights that lead into it (Li et al., ICLR 2017, for L1; as NNI's
//! `L1FilterPruner` and `L2FilterPruner`, which the papers' code uses). Scores are divided by the number of those weights,
//! or its root for L2: that changes nothing within a layer and makes layers of different fan-in comparable under one
//! threshold. Biases do not count. Units that several layers make together (a residual sum) go together, scored by all weights that lead
//! into them.

use super::{
    rank::{keep_highest, keep_highest_of_all},
    removed,
    row::{Row, Scores},
};
use crate::{
    field::choice,
    network::{Shape, Weights},
    provenance::{Provenance, provenance},
};

const PROVENANCE: Option<Provenance> = provenance(
    "smallest units, L1; smallest units, L2",
    "Li et al. 2017; Yuan & Zhang's `l1structure`, `l2structure`",
    "also neurons of dense layers; units that a residual sum joins go together; really removed for the \
     report's sizes",
    "`prune/remove.rs` (a network rebuilt by hand), `nn/work/mask.rs` (the masked one)",
);

pub(super) const L1: Row = Row {
    choice: choice(
        "l1-structured",
        "Smallest units, L1",
        "Whole units (neurons, filters) by the sum of their absolute weights.",
    ),
    scores: Scores::OfUnits(|shape, weights| norms(shape, weights, f64::abs, |mean| mean)),
    provenance: PROVENANCE,
    compares_layers: false,
    goes_by_norms: false,
};

pub(super) const L2: Row = Row {
    choice: choice(
        "l2-structured",
        "Smallest units, L2",
        "Whole units by the root of the sum of their squared weights.",
    ),
    scores: Scores::OfUnits(|shape, weights| norms(shape, weights, |w| w.powi(2), f64::sqrt)),
    provenance: PROVENANCE,
    compares_layers: false,
    goes_by_norms: false,
};

/// Which units of each group of [`Shape::units`] remain, by their scores. At least one of each does; of a group without
/// scores all do.
pub fn keep_units(shape: &Shape, scores: Vec<Vec<f64>>, compares_layers: bool, sparsity: f64) -> Vec<Vec<bool>> {
    let (scored, scores): (Vec<usize>, Vec<Vec<f64>>) =
        scores.into_iter().enumerate().filter(|(_, scores)| !scores.is_empty()).unzip();
    let kept = if compares_layers {
        keep_highest_of_all(&scores, sparsity)
    } else {
        scores
            .iter()
            .map(|scores| keep_highest(scores, removed(sparsity, scores.len()).min(scores.len() - 1)))
            .collect()
    };
    let mut all: Vec<Vec<bool>> = shape.units().into_iter().map(|units| vec![true; units]).collect();
    scored.into_iter().zip(kept).for_each(|(group, kept)| all[group] = kept);
    all
}

/// A mean over the weights that lead into each unit, of what `of_weight` makes of each.
fn norms(shape: &Shape, weights: &Weights, of_weight: fn(f64) -> f64, of_mean: fn(f64) -> f64) -> Vec<Vec<f64>> {
    let mut sums: Vec<Vec<f64>> = shape.units().into_iter().map(|units| vec![0.0; units]).collect();
    let mut counts = vec![0; sums.len()];
    for (layer, (range, _)) in shape.hidden().iter().zip(shape.ranges()) {
        counts[layer.makes] += layer.inputs;
        for row in weights[range].chunks(layer.outputs) {
            for (sum, &w) in sums[layer.makes].iter_mut().zip(row) {
                *sum += of_weight(f64::from(w));
            }
        }
    }
    let mean = |(sums, count): (Vec<f64>, usize)| -> Vec<f64> {
        sums.into_iter().map(|sum| of_mean(sum / count as f64)).collect()
    };
    sums.into_iter().zip(counts).map(mean).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prune::{PruneConfig, PruneMethod, Scope, kept_units};

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
        kept_units(&PruneConfig { method, scope, ..PruneConfig::default() }, &shape, &weights, sparsity)
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
    fn one_threshold_compares_weights_not_sums() {
        // Means of |w|: 1.5, 2, 0.15 and 0.5, 0.1; the second layer's sums of three weights would be larger.
        let kept = kept(PruneMethod::L1Structured, Scope::Global, 0.4);
        assert_eq!(kept, [vec![true, true, false], vec![true, false]]);
    }
}
