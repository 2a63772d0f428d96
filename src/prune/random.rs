//! Random weights: the control. What does the choice of weights matter at all?

use super::row::{Row, Scores};
use crate::{field::choice, network::Shape, provenance::provenance, rng::Stream};
use rand::RngExt;

pub(super) const ROW: Row = Row {
    choice: choice(
        "random",
        "Random weights",
        "Single weights at random: what does the choice of weights matter at all?",
    ),
    scores: Scores::OfWeights(|shape, _, priorities| drawn(shape, priorities())),
    provenance: provenance("random weights; one threshold for all layers", "controls", "–", "`prune/mod.rs`"),
    compares_layers: false,
    goes_by_norms: false,
};

/// The same for every round of a network, so that its order of removal is fixed and a later round brings nothing back.
fn drawn(shape: &Shape, mut stream: Stream) -> Vec<Vec<f64>> {
    let ranges = shape.ranges().into_iter().take(shape.pruned().len());
    ranges.map(|(range, _)| range.map(|_| stream.random::<f64>()).collect()).collect()
}
