//! Slimming: units go by |scale| of their batch norm, under one threshold for all layers (Liu et al., ICCV 2017; NNI's
//! `SlimPruner`). Layers without a norm stay whole. Its penalty in training is the engine's (`nn/work/norm.rs`).

use super::row::{Row, Scores};
use crate::{
    field::choice,
    network::{Shape, Weights},
    provenance::provenance,
};

pub(super) const ROW: Row = Row {
    choice: choice(
        "slimming",
        "Slimming",
        "Whole units by the scale of their batch norm; only networks with batch norm.",
    ),
    scores: Scores::OfUnits(scales),
    provenance: provenance(
        "slimming",
        "Liu et al. 2017; one threshold for all layers unless `prune.scope` is local",
        "its L1 penalty acts in training, which Yuan & Zhang's code leaves out; no layer loses its last unit",
        "`nn/work/norm.rs`, `prune/units.rs`",
    ),
    compares_layers: true,
    goes_by_norms: true,
};

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

#[cfg(test)]
mod tests {
    use crate::{
        network::Shape,
        prune::{PruneConfig, PruneMethod, Scope, kept_units},
        rng::Seed,
    };

    #[test]
    fn slimming_goes_by_the_scales_of_a_residual_sum_and_leaves_dense_layers_alone() {
        let slim = |scope, shape: &Shape, scale: fn(usize, usize) -> f32| {
            let mut weights = shape.initial_weights(Seed(1), "test");
            for (norm, ranges) in shape.norm_ranges().into_iter().enumerate() {
                weights[ranges.scale].iter_mut().enumerate().for_each(|(unit, value)| *value = scale(norm, unit));
            }
            let config = PruneConfig { method: PruneMethod::Slimming, scope, ..PruneConfig::default() };
            kept_units(&config, shape, &weights, 0.5)
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
}
