//! The network of NN, Top3-NN and Cl-NN: three hidden layers with ReLU, dropout after the first two, two logits
//! (`attackers.py` of Yuan & Zhang, USENIX Security 2022).

use super::layers::{Dropout, Parameters, Sizes, linear_sizes};
use burn::tensor::{Tensor, activation::relu};

/// Layers followed by dropout.
const DROPPED: usize = 2;

/// Parameters, in the order in which [`forward`] takes them.
pub fn sizes(hidden: &[usize; 3], width: usize) -> Vec<Sizes> {
    let [a, b, c] = *hidden;
    [(width, a), (a, b), (b, c), (c, 2)].iter().flat_map(|&(inputs, outputs)| linear_sizes(inputs, outputs)).collect()
}

/// Logits `[B, 2]` of `[B, features]`.
pub fn forward(inputs: Tensor<2>, parameters: &[Tensor<2>], dropout: &mut Dropout) -> Tensor<2> {
    let mut parameters = Parameters::new(parameters);
    let hidden = (0..3).fold(inputs, |x, layer| {
        let y = relu(parameters.linear(x));
        if layer < DROPPED { dropout.apply(y) } else { y }
    });
    parameters.linear(hidden)
}
