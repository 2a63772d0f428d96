//! Iterative pruning: which sparsity in which round, and which weights or units go.
//!
//! On the current weights, without rewinding, as NNI's `LotteryTicketPruner` with `reset_weights=False`, which the
//! WeMem code uses, and with NNI's counts: the share is cut to a whole number. Single weights go from all layers of
//! networks of convolutions, and from the hidden layers of fully connected ones, as there. Layer by layer, but for
//! slimming, unless the configuration says otherwise.

mod config;
mod magnitude;
mod mask;
mod method;
mod random;
mod rank;
mod remove;
mod row;
mod schedule;
mod slimming;
mod units;

use crate::network::{Layer, Shape, Weights};
pub use config::{PruneConfig, Scope};
pub use mask::{PackedMask, pack_mask};
pub use method::{CHOICES, PRUNE_METHODS, PruneMethod};
use rank::{keep_highest, keep_highest_of_all};
pub use remove::{Size, remove, size, sparsity};
pub use row::{Priorities, Row, Scores};
pub use schedule::sparsity_in_round;
use units::keep_units;

/// What remains of a layer of [`Shape::pruned`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// `[inputs * outputs]`.
    pub weights: Vec<bool>,
    /// `[outputs]`: false where a unit goes whole, with its bias.
    pub units: Vec<bool>,
}

/// How many of `count` go at `sparsity`: as NNI's `int(numel * sparsity)`.
fn removed(sparsity: f64, count: usize) -> usize {
    (sparsity * count as f64) as usize
}

/// What remains of each layer of [`Shape::pruned`] at `sparsity`. `priorities` gives the stream of pruning by lot: the same
/// for every round of a network.
pub fn keep(
    config: &PruneConfig,
    shape: &Shape,
    weights: &Weights,
    sparsity: f64,
    priorities: Priorities,
) -> Vec<Kept> {
    match config.method.info().scores {
        Scores::OfUnits(scores) => {
            let units = keep_units(shape, scores(shape, weights), config.compares_layers(), sparsity);
            shape.pruned().iter().map(|layer| whole_units(layer, units.get(layer.makes))).collect()
        }
        Scores::OfWeights(scores) => {
            let scores = scores(shape, weights, priorities);
            let kept = if config.compares_layers() {
                keep_highest_of_all(&scores, sparsity)
            } else {
                scores.iter().map(|scores| keep_highest(scores, removed(sparsity, scores.len()))).collect()
            };
            let layers = shape.pruned().iter().zip(kept);
            layers.map(|(layer, weights)| Kept { weights, units: vec![true; layer.outputs] }).collect()
        }
    }
}

/// A layer without the units that go; whole if its units cannot go.
fn whole_units(layer: &Layer, units: Option<&Vec<bool>>) -> Kept {
    let units = units.cloned().unwrap_or_else(|| vec![true; layer.outputs]);
    Kept { weights: units.repeat(layer.inputs), units }
}

/// For tests of single methods: which units remain.
#[cfg(test)]
fn kept_units(config: &PruneConfig, shape: &Shape, weights: &Weights, sparsity: f64) -> Vec<Vec<bool>> {
    let Scores::OfUnits(scores) = config.method.info().scores else { panic!("removes single weights") };
    keep_units(shape, scores(shape, weights), config.compares_layers(), sparsity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Seed;

    /// Those that prune a network without norms.
    fn methods() -> impl Iterator<Item = PruneMethod> {
        PRUNE_METHODS.iter().copied().filter(|method| !method.info().goes_by_norms)
    }

    fn masked(weights: &Weights, shape: &Shape, kept: &[Kept]) -> Weights {
        let mut weights = weights.clone();
        for ((range, _), kept) in shape.ranges().into_iter().zip(kept) {
            weights[range].iter_mut().zip(&kept.weights).filter(|(_, kept)| !**kept).for_each(|(w, _)| *w = 0.0);
        }
        weights
    }

    #[test]
    fn every_method_removes_its_share_and_a_later_round_brings_nothing_back() {
        let shape = Shape::fully_connected(&[30, 20, 10, 3]);
        for (method, scope) in methods().flat_map(|m| [(m, Scope::Local), (m, Scope::Global)]) {
            let config = PruneConfig { method, scope, ..PruneConfig::default() };
            let mut weights = shape.initial_weights(Seed(1), "test");
            let mut before: Option<Vec<Kept>> = None;
            for percent in [0, 10, 35, 60, 90, 99] {
                let sparsity = f64::from(percent) / 100.0;
                let kept = keep(&config, &shape, &weights, sparsity, &|| Seed(1).stream("priorities"));
                let all: Vec<bool> = kept.iter().flat_map(|layer| layer.weights.clone()).collect();
                let removed = all.iter().filter(|&&kept| !kept).count() as f64 / all.len() as f64;
                // Under one threshold whole layers differ, and one unit of each stays.
                let exact = scope == Scope::Local || !method.is_structured();
                let tolerance = if method.is_structured() { 0.1 } else { 0.003 };
                assert!(!exact || (removed - sparsity).abs() <= tolerance, "{method:?} {scope:?} {percent}: {removed}");
                assert!(kept.iter().all(|layer| layer.weights.contains(&true) || !method.is_structured()));
                if let Some(before) = before {
                    let pairs = before.iter().zip(&kept).flat_map(|(b, k)| b.weights.iter().zip(&k.weights));
                    assert!(pairs.into_iter().all(|(before, after)| *before || !*after), "{method:?} {scope:?}");
                }
                weights = masked(&weights, &shape, &kept);
                before = Some(kept);
            }
        }
    }

    #[test]
    fn single_weights_go_from_the_classifier_of_convolutions_only() {
        let config = PruneConfig::default();
        let kept = |shape: &Shape, method| {
            let weights = shape.initial_weights(Seed(1), "test");
            keep(&PruneConfig { method, ..config.clone() }, shape, &weights, 0.5, &|| Seed(1).stream("priorities"))
        };
        for shape in [Shape::cnn((4, 4), 2, 3, 2), Shape::resnet8((4, 4), 2, 2)] {
            let last = |method| kept(&shape, method).pop().unwrap().weights;
            let (of_single, of_units) = (last(PruneMethod::L1Unstructured), last(PruneMethod::L1Structured));
            assert_eq!(of_single.iter().filter(|&&kept| kept).count(), of_single.len() / 2);
            assert!(of_units.iter().all(|&kept| kept), "classes are no units");
        }
        assert_eq!(kept(&Shape::fully_connected(&[4, 4, 2]), PruneMethod::L1Unstructured).len(), 1);
    }

    #[test]
    fn the_smallest_magnitudes_go_first_and_zeros_before_all() {
        let shape = Shape::fully_connected(&[2, 2, 1]);
        let weights = [0.5, -0.1, 0.0, -2.0, 9.0, 9.0, 9.0, 9.0, 9.0].to_vec();
        let kept = keep(&PruneConfig::default(), &shape, &weights, 0.5, &|| Seed(1).stream("none"));
        assert_eq!(kept[0].weights, [true, false, false, true]);
    }

    #[test]
    fn shares_are_cut_to_whole_numbers() {
        assert_eq!([(0.6, 784 * 32), (0.4, 3), (0.99, 10)].map(|(share, count)| removed(share, count)), [15052, 1, 9]);
    }

    #[test]
    fn structured_masks_are_columns_and_single_weights_leave_all_units() {
        let shape = Shape::fully_connected(&[4, 3, 2]);
        let weights = shape.initial_weights(Seed(1), "test");
        for method in methods() {
            let config = PruneConfig { method, ..PruneConfig::default() };
            let kept = keep(&config, &shape, &weights, 0.5, &|| Seed(1).stream("priorities"));
            let structured = kept[0].weights.chunks(3).all(|row| row == kept[0].units);
            assert_eq!(structured, method.is_structured(), "{method:?}");
            assert_eq!(kept[0].units.contains(&false), method.is_structured());
        }
    }
}
