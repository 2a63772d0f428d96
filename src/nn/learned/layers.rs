//! Parts of the networks that attack: first weights, linear maps, layer normalization, dropout. First weights are those of
//! `weight_init` in the codes of Yuan & Zhang and of WeMem; all else is torch's.

use crate::{
    nn::{
        batch::{kept, kept_factor},
        parcel::Parcel,
    },
    rng::Stream,
};
use burn::tensor::{Device, Tensor};
use rand::RngExt;
use rand_distr::{Distribution, StandardNormal};

/// Added to a variance, as in torch.
const EPSILON: f64 = 1e-5;

/// One parameter: rows, columns and how it begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sizes {
    pub rows: usize,
    pub columns: usize,
    pub first: First,
}

/// First values of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum First {
    /// Uniform in ± this.
    Uniform(f64),
    /// Normal with this deviation.
    Normal(f64),
    /// All the same.
    All(f32),
}

/// Weight and bias of a linear map: Xavier-normal and zero.
pub fn linear_sizes(inputs: usize, outputs: usize) -> [Sizes; 2] {
    let first = First::Normal((2.0 / (inputs + outputs) as f64).sqrt());
    [Sizes { rows: inputs, columns: outputs, first }, Sizes { rows: 1, columns: outputs, first: First::All(0.0) }]
}

/// Scale and shift of a normalization.
pub fn norm_sizes(width: usize) -> [Sizes; 2] {
    [1.0, 0.0].map(|value| Sizes { rows: 1, columns: width, first: First::All(value) })
}

/// First values of all parameters, from one stream.
pub fn initial(sizes: &[Sizes], stream: &mut Stream, device: &Device) -> Vec<Tensor<2>> {
    let mut one = |size: &Sizes| {
        let values = (0..size.rows * size.columns).map(|_| match size.first {
            First::Uniform(bound) => (bound * (2.0 * stream.random::<f64>() - 1.0)) as f32,
            First::Normal(deviation) => {
                let draw: f64 = StandardNormal.sample(stream);
                (deviation * draw) as f32
            }
            First::All(value) => value,
        });
        super::matrix(values.collect(), size.rows, size.columns, device)
    };
    sizes.iter().map(&mut one).collect()
}

/// Hands out parameters in the order of their sizes.
#[derive(Debug)]
pub struct Parameters<'a>(std::slice::Iter<'a, Tensor<2>>);

impl<'a> Parameters<'a> {
    pub fn new(parameters: &'a [Tensor<2>]) -> Self {
        Self(parameters.iter())
    }

    fn next(&mut self) -> Tensor<2> {
        self.0.next().expect("as many parameters as the network has").clone()
    }

    /// x W + b.
    pub fn linear(&mut self, x: Tensor<2>) -> Tensor<2> {
        let weight = self.next();
        x.matmul(weight) + self.next()
    }

    /// x · scale + shift.
    pub fn affine(&mut self, x: Tensor<2>) -> Tensor<2> {
        let scale = self.next();
        x * scale + self.next()
    }

    /// Layer normalization of each row (Ba et al. 2016), biased variance.
    pub fn layer_norm(&mut self, x: Tensor<2>) -> Tensor<2> {
        let centred = x.clone() - x.mean_dim(1);
        let variance = (centred.clone() * centred.clone()).mean_dim(1);
        self.affine(centred / (variance + EPSILON).sqrt())
    }
}

/// Drops activations in training.
#[derive(Debug)]
pub enum Dropout {
    /// Not in training.
    Off,
    /// With this rate, drawn from the stream of the step.
    On(f64, Box<Stream>),
}

impl Dropout {
    pub fn of(rate: f64, stream: Stream) -> Self {
        if rate == 0.0 { Self::Off } else { Self::On(rate, Box::new(stream)) }
    }

    /// Each value times 0 or 1/(1 − rate).
    pub fn apply<const D: usize>(&mut self, x: Tensor<D>) -> Tensor<D> {
        let Self::On(rate, stream) = self else { return x };
        let shape = x.dims();
        let count = shape.iter().product();
        let mut parcel = Parcel::default();
        let bits = parcel.bits(&kept(count, *rate, stream));
        let factors = parcel.send(&x.device().inner()).bits(&bits, [1, count], kept_factor(*rate));
        x * factors.reshape(shape).autodiff()
    }
}
