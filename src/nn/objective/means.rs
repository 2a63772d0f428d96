//! A running mean of each class, as a state of each network: NeuGuard's mean answers, CRL's centers.

use super::Terms;
use burn::tensor::Tensor;

/// Share of a new batch's mean in the running one.
const RATE: f64 = 0.1;

/// `[N, classes, width]`.
#[derive(Debug)]
pub struct Means {
    values: Tensor<3>,
    /// One for classes that were met `[N, classes, 1]`.
    met: Tensor<3>,
}

impl Means {
    /// No class was met yet; `values` `[N, B, width]` are like those that will be learned.
    pub fn new(values: &Tensor<3>, classes: usize) -> Self {
        let [n, _, width] = values.dims();
        let device = values.clone().inner().device();
        Self { values: Tensor::zeros([n, classes, width], &device), met: Tensor::zeros([n, classes, 1], &device) }
    }

    /// Takes in a batch: the first mean of a class as it is, later ones by their share. No gradient flows.
    pub fn learn(&mut self, values: &Tensor<3>, terms: &Terms) {
        let real = terms.weights.clone().inner().greater_elem(0.0).float();
        let labels = (terms.targets.clone().inner() * real).swap_dims(1, 2);
        let counts = labels.clone().sum_dim(2);
        let present = counts.clone().greater_elem(0.0).float();
        let means = labels.matmul(values.clone().inner()) / (counts + present.clone().neg() + 1.0);
        let rate = present.clone() * (self.met.clone().neg() * (1.0 - RATE) + 1.0);
        self.values = self.values.clone() + (means - self.values.clone()) * rate;
        self.met = self.met.clone() + present.clone() * (self.met.clone().neg() + 1.0);
    }

    /// The mean of each record's class `[N, B, width]`.
    pub fn of(&self, terms: &Terms) -> Tensor<3> {
        terms.targets.clone().matmul(self.values.clone().autodiff())
    }
}
