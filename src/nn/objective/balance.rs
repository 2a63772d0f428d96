//! NeuGuard's layer-wise balance (Xu et al., ACSAC 2022): Σ_layers (Σ first half − Σ second half of the units)² / units.
//! A convolution's units are those of all positions, row by row, so its halves are the upper and the lower half of a picture.

use super::Terms;
use burn::tensor::Tensor;

/// Of each network, averaged over its batch `[N, 1, 1]`.
pub fn of(terms: &Terms) -> Tensor<3> {
    let of_layer = |units: &Tensor<3>| {
        let width = units.dims()[2];
        let half = (width / 2).max(1);
        let first = units.clone().narrow(2, 0, half).sum_dim(2);
        let difference = first * 2.0 - units.clone().sum_dim(2);
        (difference.square() * terms.weights.clone()).sum_dim(1) / width as f64
    };
    let mut layers = terms.trace.hidden.iter().map(of_layer);
    let first = layers.next().expect("a network has a hidden layer");
    layers.fold(first, |sum, layer| sum + layer)
}
