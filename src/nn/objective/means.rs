//! A mean of each class, as a state of each network: NeuGuard's mean answers, CRL's centers.

use super::Terms;
use burn::tensor::Tensor;

/// Share of a new batch's mean in a mean that fades.
const RATE: f64 = 0.1;

/// `[N, classes, width]`.
#[derive(Debug)]
pub struct Means {
    values: Tensor<3>,
    /// Records of each class so far `[N, classes, 1]`.
    seen: Tensor<3>,
    fading: bool,
}

impl Means {
    /// Means of all records so far, as NeuGuard's code keeps them. No class was met yet; `values` `[N, B, width]` are like
    /// those that will be learned.
    pub fn cumulative(values: &Tensor<3>, classes: usize) -> Self {
        let [n, _, width] = values.dims();
        let zeros = |width| Tensor::zeros([n, classes, width], &values.clone().inner().device());
        Self { values: zeros(width), seen: zeros(1), fading: false }
    }

    /// Means in which each batch counts less than the ones after it.
    pub fn fading(values: &Tensor<3>, classes: usize) -> Self {
        Self { fading: true, ..Self::cumulative(values, classes) }
    }

    /// Takes in a batch. No gradient flows.
    pub fn learn(&mut self, values: &Tensor<3>, terms: &Terms) {
        let real = terms.weights.clone().inner().greater_elem(0.0).float();
        let labels = (terms.targets.clone().inner() * real).swap_dims(1, 2);
        let counts = labels.clone().sum_dim(2);
        let present = counts.clone().greater_elem(0.0).float();
        let means = labels.matmul(values.clone().inner()) / counts.clone().clamp_min(1.0);
        let met = self.seen.clone().greater_elem(0.0).float();
        let rate = if self.fading {
            // The first mean of a class as it is, later ones by their share.
            present * (met.neg() * (1.0 - RATE) + 1.0)
        } else {
            counts.clone() / (self.seen.clone() + counts.clone()).clamp_min(1.0)
        };
        self.values = self.values.clone() + (means - self.values.clone()) * rate;
        self.seen = self.seen.clone() + counts;
    }

    /// The mean of each record's class `[N, B, width]`.
    pub fn of(&self, terms: &Terms) -> Tensor<3> {
        terms.targets.clone().matmul(self.values.clone().autodiff())
    }
}
