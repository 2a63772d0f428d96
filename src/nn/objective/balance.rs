//! NeuGuard's layer-wise balance (Xu et al., ACSAC 2022; authors' `train_half_diff_min_var`): Σ_layers (Σ first half −
//! Σ second half of the units)² / units, over the hidden dense layers and the logits. Convolutions take no part, as there.

use super::Terms;
use burn::tensor::Tensor;

/// Of each network, averaged over its batch `[N, 1, 1]`.
pub fn of(terms: &Terms) -> Tensor<3> {
    let of_layer = |units: &Tensor<3>| {
        let width = units.dims()[2];
        let first = units.clone().narrow(2, 0, width / 2).sum_dim(2);
        let difference = first * 2.0 - units.clone().sum_dim(2);
        (difference.square() * terms.weights.clone()).sum_dim(1) / width as f64
    };
    terms.trace.hidden.iter().map(of_layer).fold(of_layer(&terms.trace.logits), |sum, layer| sum + layer)
}
