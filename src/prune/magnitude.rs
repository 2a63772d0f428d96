//! Smallest weights: single weights go, those with the smallest absolute values. Weights that are zero already (the former
//! mask) go before any other, so a later round brings nothing back.

use super::row::{Row, Scores};
use crate::{
    field::choice,
    network::{Shape, Weights},
    provenance::provenance,
};

pub(super) const ROW: Row = Row {
    choice: choice(
        "l1-unstructured",
        "Smallest weights",
        "Single weights with the smallest absolute values: the papers' choice.",
    ),
    scores: Scores::OfWeights(|shape, weights, _| magnitudes(shape, weights)),
    provenance: provenance(
        "smallest weights, iterative",
        "NNI's `LotteryTicketPruner` without rewinding, as WeMem's code; of all layers in `cnn` and `resnet8`, \
         of the hidden layers in `fc`, as there",
        "exact counts among equal weights",
        "`prune/mod.rs`, `prune/schedule.rs`",
    ),
    compares_layers: false,
    goes_by_norms: false,
};

/// |w| of each pruned layer.
fn magnitudes(shape: &Shape, weights: &Weights) -> Vec<Vec<f64>> {
    let ranges = shape.ranges().into_iter().take(shape.pruned().len());
    ranges.map(|(range, _)| weights[range].iter().map(|&w| f64::from(w.abs())).collect()).collect()
}
