//! SAMIA's network (Yuan & Zhang, USENIX Security 2022, §5; `transformer.py`).
//!
//! 1. The 3c features (log-odds for the published posterior, sensitivity, one-hot label) are batch-normalized; the statistics are applied before
//!    ([`crate::attack::learned::Standardizer`]), scale and shift are learned here.
//! 2. They become c tokens of three features, in the order of the classes.
//! 3. Linear 3 → d, GELU.
//! 4. Encoder layers as `torch.nn.TransformerEncoderLayer` with its defaults: normalization after each residual sum,
//!    dropout on attention, on both residual branches and inside the feed-forward part, which has GELU. No positional
//!    encoding: the next step tells the classes apart.
//! 5. All tokens in one row, linear → 64, ReLU, linear → 2.

use super::layers::{Dropout, First, Parameters, Sizes, linear_sizes, norm_sizes};
use crate::attack::learned::Architecture;
use burn::tensor::{
    Tensor,
    activation::{gelu, relu, softmax},
};

/// Features of a token.
const TOKEN: usize = 3;

/// Parameters, in the order in which [`forward`] takes them; none for another architecture.
pub fn sizes(architecture: &Architecture, features: usize) -> Vec<Sizes> {
    let Architecture::Attention { width, layers, feed_forward, head, .. } = *architecture else { return Vec::new() };
    let mut sizes = [norm_sizes(features), linear_sizes(TOKEN, width)].concat();
    for _ in 0..layers {
        sizes.extend(attention_sizes(width));
        sizes.extend(norm_sizes(width));
        sizes.extend(linear_sizes(width, feed_forward));
        sizes.extend(linear_sizes(feed_forward, width));
        sizes.extend(norm_sizes(width));
    }
    sizes.extend(linear_sizes(width * features / TOKEN, head));
    sizes.extend(linear_sizes(head, 2));
    sizes
}

/// Query, key and value in one matrix, Xavier-uniform over all three, and the output map, uniform in ± 1/√width, without
/// first biases: torch's defaults, which `weight_init` leaves (it knows linear maps by their class's name, and these have
/// others).
fn attention_sizes(width: usize) -> [Sizes; 4] {
    let output = Sizes { rows: width, columns: width, first: First::Uniform(1.0 / (width as f64).sqrt()) };
    let zero = |columns| Sizes { rows: 1, columns, first: First::All(0.0) };
    let first = First::Uniform((6.0 / (4 * width) as f64).sqrt());
    [Sizes { rows: width, columns: 3 * width, first }, zero(3 * width), output, zero(width)]
}

/// Logits `[B, 2]` of normalized features `[B, 3c]`.
pub fn forward(
    architecture: &Architecture,
    inputs: Tensor<2>,
    parameters: &[Tensor<2>],
    dropout: &mut Dropout,
) -> Tensor<2> {
    let Architecture::Attention { width, heads, layers, .. } = *architecture else { return inputs };
    let mut parameters = Parameters::new(parameters);
    let [batch, features] = inputs.dims();
    let tokens = features / TOKEN;
    let x = parameters.affine(inputs);
    let x = x.reshape([batch, TOKEN, tokens]).swap_dims(1, 2).reshape([batch * tokens, TOKEN]);
    let mut x = gelu(parameters.linear(x));
    for _ in 0..layers {
        let attended = attend(&mut parameters, x.clone(), Tokens { batch, tokens, width, heads }, dropout);
        x = parameters.layer_norm(x + dropout.apply(attended));
        let inner = dropout.apply(gelu(parameters.linear(x.clone())));
        let outer = parameters.linear(inner);
        x = parameters.layer_norm(x + dropout.apply(outer));
    }
    let hidden = relu(parameters.linear(x.reshape([batch, tokens * width])));
    parameters.linear(hidden)
}

/// How rows are tokens of records.
#[derive(Clone, Copy)]
struct Tokens {
    batch: usize,
    tokens: usize,
    width: usize,
    heads: usize,
}

/// Multi-head self-attention (Vaswani et al. 2017) among the tokens of each record.
fn attend(parameters: &mut Parameters, x: Tensor<2>, sizes: Tokens, dropout: &mut Dropout) -> Tensor<2> {
    let Tokens { batch, tokens, width, heads } = sizes;
    let mapped = parameters.linear(x);
    let part = |i: usize| {
        let part: Tensor<2> = mapped.clone().narrow(1, i * width, width);
        part.reshape([batch, tokens, heads, width / heads]).swap_dims(1, 2)
    };
    let (query, key, value) = (part(0), part(1), part(2));
    let scores = query.matmul(key.swap_dims(2, 3)).div_scalar(((width / heads) as f64).sqrt());
    let attention = dropout.apply(softmax(scores, 3));
    let heads_together = attention.matmul(value).swap_dims(1, 2).reshape([batch * tokens, width]);
    parameters.linear(heads_together)
}
