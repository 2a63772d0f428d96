//! N networks of one shape as one: every layer is a tensor `[N, inputs, outputs]`.
//!
//! One graph and one set of kernels serve all of them. Nothing ever sums over the first dimension except the loss,
//! whose gradient is 1 everywhere, so a network's numbers do not depend on the others in its stack.

use super::{
    norm::{Moments, Norm, Statistics},
    picture::{means, pooled, windows},
    tensor,
};
use crate::{
    Result,
    network::{Shape, Stage, Weights},
};
use burn::tensor::{Device, Tensor, activation::relu};
use std::ops::Range;

/// The trained values of N networks.
#[derive(Debug, Clone)]
pub struct Stack {
    shape: Shape,
    layers: Vec<Layer>,
}

/// What a forward pass leaves, for losses that look inside and for gradients of single records. A dense layer has one
/// position.
#[derive(Debug)]
pub struct Trace {
    /// `[N, B, classes]`.
    pub logits: Tensor<3>,
    /// Of each hidden dense layer `[N, B, outputs]`, before dropout.
    pub hidden: Vec<Tensor<3>>,
    /// Of each layer `[N, B · positions, inputs]`, after dropout.
    pub inputs: Vec<Tensor<3>>,
    /// Of each batch norm, if statistics are the batch's.
    pub moments: Vec<Moments>,
}

/// One layer of all networks.
#[derive(Debug, Clone)]
pub struct Layer {
    /// `[N, inputs, outputs]`.
    pub weight: Tensor<3>,
    /// `[N, 1, outputs]`; after the norm, where there is one.
    pub bias: Tensor<3>,
    /// Batch norm, where there is one.
    pub norm: Option<Norm>,
}

impl Stack {
    /// Builds a stack from the weights of each network.
    pub fn new(shape: &Shape, weights: &[&Weights], device: &Device) -> Self {
        let n = weights.len();
        let gather = |range: Range<usize>, rows, columns| {
            let values = weights.iter().flat_map(|weights| weights[range.clone()].iter().copied()).collect();
            tensor(values, [n, rows, columns], device)
        };
        let mut norms = shape.norm_ranges().into_iter();
        let mut layers = Vec::new();
        for (layer, (weight, bias)) in shape.layers.iter().zip(shape.ranges()) {
            let units = layer.outputs;
            let norm = layer.normed.then(|| next(&mut norms)).map(|norm| Norm {
                scale: gather(norm.scale, 1, units),
                mean: gather(norm.mean, 1, units),
                variance: gather(norm.variance, 1, units),
            });
            layers.push(Layer { weight: gather(weight, layer.inputs, units), bias: gather(bias, 1, units), norm });
        }
        Self { shape: shape.clone(), layers }
    }

    /// Shape of each network.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// All parameters that are trained: weights and biases by turns, each `[N, ·, outputs]`, then the norms' scales.
    pub fn parameters(&self) -> Vec<Tensor<3>> {
        let scales = self.norms().map(|norm| norm.scale.clone());
        self.weights_and_biases().chain(scales).collect()
    }

    /// The same networks with other parameters, in the order of [`Stack::parameters`].
    pub fn with_parameters(&self, parameters: Vec<Tensor<3>>) -> Self {
        let mut changed = self.clone();
        let mut parameters = parameters.into_iter();
        changed.set_weights_and_biases(&mut parameters);
        changed.norms_mut().for_each(|norm| norm.scale = next(&mut parameters));
        changed
    }

    /// All values of [`Weights`], in that order: parameters and running statistics.
    pub fn values(&self) -> Vec<Tensor<3>> {
        let of_norm = |norm: &Norm| [norm.scale.clone(), norm.mean.clone(), norm.variance.clone()];
        self.weights_and_biases().chain(self.norms().flat_map(of_norm)).collect()
    }

    /// The same networks with other values, in the order of [`Stack::values`].
    pub fn with_values(&self, values: Vec<Tensor<3>>) -> Self {
        let mut changed = self.clone();
        let mut values = values.into_iter();
        changed.set_weights_and_biases(&mut values);
        changed.norms_mut().for_each(|norm| {
            *norm = Norm { scale: next(&mut values), mean: next(&mut values), variance: next(&mut values) };
        });
        changed
    }

    /// The same networks with running statistics that have followed a batch; `momentum` `[N, 1, 1]`, zero for those that
    /// rest.
    pub fn followed(&self, moments: Vec<Moments>, momentum: &Tensor<3>) -> Self {
        let mut changed = self.clone();
        for (norm, moments) in changed.norms_mut().zip(moments) {
            *norm = norm.followed(moments, momentum);
        }
        changed
    }

    /// Logits `[N, B, classes]` of inputs `[N, B, features]`, outside training.
    pub fn forward(&self, inputs: Tensor<3>) -> Tensor<3> {
        self.trace(inputs, &[], &[], &Statistics::Running).logits
    }

    /// A forward pass with all that it leaves.
    ///
    /// `dropout` has one factor `[N, B, outputs]` for each of [`Shape::dropped`], zero or 1/(1−p), or is empty. `taps` has a
    /// zero for each sum of each layer `[N, B · positions, outputs]`, or is empty: the gradient of a tap is that of the sum,
    /// before the norm. `statistics` matter to batch norms only.
    pub fn trace(
        &self,
        inputs: Tensor<3>,
        dropout: &[Tensor<3>],
        taps: &[Tensor<3>],
        statistics: &Statistics,
    ) -> Trace {
        let trace = Trace { logits: inputs.clone(), hidden: Vec::new(), inputs: Vec::new(), moments: Vec::new() };
        let mut pass = Pass { stack: self, dropout: dropout.iter(), taps, statistics, trace };
        let logits = self.shape.stages.iter().fold(inputs, |values, stage| pass.stage(stage, values));
        Trace { logits, ..pass.trace }
    }

    /// Reads the weights of every network back.
    pub async fn weights(&self) -> Result<Vec<Weights>> {
        let n = self.layers[0].weight.dims()[0];
        let flat: Vec<Tensor<2>> = self.values().into_iter().map(|values| flatten(values, n)).collect();
        let values = super::read(Tensor::cat(flat, 1)).await?;
        Ok(values.chunks(values.len() / n).map(<[f32]>::to_vec).collect())
    }

    fn weights_and_biases(&self) -> impl Iterator<Item = Tensor<3>> + '_ {
        self.layers.iter().flat_map(|layer| [layer.weight.clone(), layer.bias.clone()])
    }

    fn set_weights_and_biases(&mut self, values: &mut impl Iterator<Item = Tensor<3>>) {
        for layer in &mut self.layers {
            (layer.weight, layer.bias) = (next(values), next(values));
        }
    }

    fn norms(&self) -> impl Iterator<Item = &Norm> {
        self.layers.iter().filter_map(|layer| layer.norm.as_ref())
    }

    fn norms_mut(&mut self) -> impl Iterator<Item = &mut Norm> {
        self.layers.iter_mut().filter_map(|layer| layer.norm.as_mut())
    }
}

/// A forward pass under way.
struct Pass<'a> {
    stack: &'a Stack,
    dropout: std::slice::Iter<'a, Tensor<3>>,
    taps: &'a [Tensor<3>],
    statistics: &'a Statistics,
    trace: Trace,
}

impl Pass<'_> {
    fn stage(&mut self, stage: &Stage, values: Tensor<3>) -> Tensor<3> {
        match *stage {
            Stage::Layer(i) => {
                let sums = self.sums(i, values);
                if i == self.stack.layers.len() - 1 { sums } else { self.activated(i, sums) }
            }
            Stage::Pool { height, width } => pooled(values, height, width),
            Stage::Mean { positions } => means(values, positions),
            Stage::Block { first, shortcut, second } => {
                let sums = self.sums(first, values.clone());
                let between = self.activated(first, sums);
                let skipping = shortcut.map_or(values.clone(), |i| self.sums(i, values));
                let sums = self.sums(second, between);
                self.activated(second, sums + skipping)
            }
        }
    }

    /// What layer `i` makes of `values`, normalized where it has a norm, `[N, B, positions · outputs]`.
    fn sums(&mut self, i: usize, values: Tensor<3>) -> Tensor<3> {
        let (layer, shape) = (&self.stack.layers[i], &self.stack.shape.layers[i]);
        let [n, batch, _] = values.dims();
        let inputs = shape.window.map_or(values.clone(), |window| windows(values, &window));
        self.trace.inputs.push(inputs.clone());
        let tapped = |sums: Tensor<3>| match self.taps.get(i) {
            Some(tap) => sums + tap.clone(),
            None => sums,
        };
        let sums = inputs.matmul(layer.weight.clone());
        let Some(norm) = &layer.norm else { return tapped(sums + layer.bias.clone()) };
        let (normed, moments) = norm.apply(tapped(sums), self.statistics);
        self.trace.moments.extend(moments);
        (normed + layer.bias.clone()).reshape([n, batch, shape.positions() * shape.outputs])
    }

    /// ReLU, and dropout after a dense layer.
    fn activated(&mut self, i: usize, sums: Tensor<3>) -> Tensor<3> {
        let values = relu(sums);
        if self.stack.shape.layers[i].window.is_some() {
            return values;
        }
        self.trace.hidden.push(values.clone());
        match self.dropout.next() {
            Some(factor) => values * factor.clone(),
            None => values,
        }
    }
}

fn next<T>(values: &mut impl Iterator<Item = T>) -> T {
    values.next().expect("as many values as the stack has")
}

fn flatten(tensor: Tensor<3>, n: usize) -> Tensor<2> {
    let [_, rows, columns] = tensor.dims();
    tensor.reshape([n, rows * columns])
}

#[cfg(all(test, feature = "engine-cpu"))]
mod tests;
