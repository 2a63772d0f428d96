//! N networks of one shape as one: every layer is a tensor `[N, inputs, outputs]`.
//!
//! One graph and one set of kernels serve all of them. Nothing ever sums over the first dimension except the loss,
//! whose gradient is 1 everywhere, so a network's numbers do not depend on the others in its stack.

use crate::{
    Result,
    experiment::message::Weights,
    network::{self, Shape},
};
use burn::tensor::{Device, Tensor, TensorData, activation::relu};

/// The trained values of N networks.
#[derive(Debug, Clone)]
pub struct Stack {
    shape: Shape,
    layers: Vec<Layer>,
}

/// What a forward pass leaves, for losses that look inside and for gradients of single records.
#[derive(Debug)]
pub struct Trace {
    /// `[N, B, classes]`.
    pub logits: Tensor<3>,
    /// Of each hidden layer `[N, B, outputs]`, before dropout.
    pub hidden: Vec<Tensor<3>>,
    /// Of each layer `[N, B, inputs]`, after dropout.
    pub inputs: Vec<Tensor<3>>,
}

/// One layer of all networks.
#[derive(Debug, Clone)]
pub struct Layer {
    /// `[N, inputs, outputs]`.
    pub weight: Tensor<3>,
    /// `[N, 1, outputs]`.
    pub bias: Tensor<3>,
}

/// Gathers the same part of every network into one tensor `[N, rows, columns]`.
pub fn tensor(values: Vec<f32>, shape: [usize; 3], device: &Device) -> Tensor<3> {
    Tensor::from_data(TensorData::new(values, shape), device)
}

impl Stack {
    /// Builds a stack from the weights of each network.
    pub fn new(shape: &Shape, weights: &[&Weights], device: &Device) -> Self {
        let n = weights.len();
        let gather = |range: std::ops::Range<usize>, rows, columns| {
            let values = weights.iter().flat_map(|weights| weights[range.clone()].iter().copied()).collect();
            tensor(values, [n, rows, columns], device)
        };
        let layer = |(layer, (weight, bias)): (&network::Layer, (_, _))| Layer {
            weight: gather(weight, layer.inputs, layer.outputs),
            bias: gather(bias, 1, layer.outputs),
        };
        Self { shape: shape.clone(), layers: shape.layers.iter().zip(shape.ranges()).map(layer).collect() }
    }

    /// All parameters, weights and biases by turns, each `[N, ·, outputs]`.
    pub fn parameters(&self) -> Vec<Tensor<3>> {
        self.layers.iter().flat_map(|layer| [layer.weight.clone(), layer.bias.clone()]).collect()
    }

    /// The same networks with other parameters, in the order of [`Stack::parameters`].
    pub fn with_parameters(&self, parameters: Vec<Tensor<3>>) -> Self {
        let mut parameters = parameters.into_iter();
        let mut next = || parameters.next().expect("as many parameters as the stack has");
        let layers = self.layers.iter().map(|_| Layer { weight: next(), bias: next() }).collect();
        Self { shape: self.shape.clone(), layers }
    }

    /// Logits `[N, B, classes]` of inputs `[N, B, features]`, outside training.
    pub fn forward(&self, inputs: Tensor<3>) -> Tensor<3> {
        self.trace(inputs, &[], &[]).logits
    }

    /// A forward pass with all that it leaves.
    ///
    /// `dropout` has one factor `[N, B, outputs]` a hidden layer, zero or 1/(1−p), or is empty. `taps` has a zero for each
    /// sum of each layer, or is empty: the gradient of a tap is that of the sum.
    pub fn trace(&self, inputs: Tensor<3>, dropout: &[Tensor<3>], taps: &[Tensor<3>]) -> Trace {
        let last = self.layers.len() - 1;
        let mut trace = Trace { logits: inputs, hidden: Vec::new(), inputs: Vec::new() };
        for (i, layer) in self.layers.iter().enumerate() {
            trace.inputs.push(trace.logits.clone());
            let mut sums = trace.logits.matmul(layer.weight.clone()) + layer.bias.clone();
            if let Some(tap) = taps.get(i) {
                sums = sums + tap.clone();
            }
            trace.logits = if i == last { sums } else { relu(sums) };
            if i < last {
                trace.hidden.push(trace.logits.clone());
            }
            if let Some(factor) = dropout.get(i) {
                trace.logits = trace.logits * factor.clone();
            }
        }
        trace
    }

    /// Reads the weights of every network back.
    pub async fn weights(&self) -> Result<Vec<Weights>> {
        let n = self.layers[0].weight.dims()[0];
        let flat: Vec<Tensor<2>> = self.parameters().into_iter().map(|p| flatten(p, n)).collect();
        let values = super::read(Tensor::cat(flat, 1)).await?;
        Ok(values.chunks(values.len() / n).map(<[f32]>::to_vec).collect())
    }
}

fn flatten(tensor: Tensor<3>, n: usize) -> Tensor<2> {
    let [_, rows, columns] = tensor.dims();
    tensor.reshape([n, rows * columns])
}
