//! Batch normalization (Ioffe & Szegedy, ICML 2015) of a stack, as torch's: biased variance in the batch, unbiased in the
//! running mean, momentum 0.1, ε = 1e-5.
//!
//! Statistics are over the real records of a network's batch and all their positions. Padding does not count, so a result
//! depends neither on the company nor on what fills a last, smaller batch.

use burn::tensor::Tensor;

const EPSILON: f64 = 1e-5;
/// Weight of a batch in the running statistics.
pub const MOMENTUM: f64 = 0.1;

/// One norm of all networks, each `[N, 1, units]`. The shift is the layer's bias.
#[derive(Debug, Clone)]
pub struct Norm {
    /// Trained factor.
    pub scale: Tensor<3>,
    /// Running mean.
    pub mean: Tensor<3>,
    /// Running variance.
    pub variance: Tensor<3>,
}

/// By which mean and variance norms divide.
#[derive(Debug, Clone)]
pub enum Statistics {
    /// The batch's, as in training: `[N, B, 1]`, 1 for records that count and 0 for padding. A network needs at least one.
    Batch(Box<Tensor<3>>),
    /// The running ones, as in use.
    Running,
}

/// Mean and unbiased variance of a batch, each `[N, 1, units]`.
#[derive(Debug, Clone)]
pub struct Moments {
    mean: Tensor<3>,
    variance: Tensor<3>,
}

impl Moments {
    /// Without the graph of the step that they come from.
    pub fn inner(self) -> Self {
        Self { mean: self.mean.inner(), variance: self.variance.inner() }
    }
}

impl Norm {
    /// Normalizes and scales sums `[N, B · positions, units]`; tells the moments if they are the batch's.
    pub fn apply(&self, sums: Tensor<3>, statistics: &Statistics) -> (Tensor<3>, Option<Moments>) {
        let Statistics::Batch(real) = statistics else {
            let factor = self.scale.clone() / (self.variance.clone() + EPSILON).sqrt();
            return ((sums - self.mean.clone()) * factor, None);
        };
        let (share, count) = shares(real, sums.dims()[1]);
        let mean = share.clone().matmul(sums.clone());
        let centred = sums - mean.clone();
        let variance = share.matmul(centred.clone() * centred.clone());
        let factor = self.scale.clone() / (variance.clone() + EPSILON).sqrt();
        let unbiased = variance * (count.clone() / (count - 1.0).clamp_min(1.0));
        (centred * factor, Some(Moments { mean, variance: unbiased }))
    }

    /// Running statistics after a batch; `momentum` `[N, 1, 1]` is zero for networks that rest.
    pub fn followed(&self, moments: Moments, momentum: &Tensor<3>) -> Self {
        let toward = |old: &Tensor<3>, new: Tensor<3>| old.clone() + (new - old.clone()) * momentum.clone();
        Self {
            scale: self.scale.clone(),
            mean: toward(&self.mean, moments.mean),
            variance: toward(&self.variance, moments.variance),
        }
    }
}

/// Weight of each of `rows` sums in a network's mean `[N, 1, rows]`, and how many count `[N, 1, 1]`.
fn shares(real: &Tensor<3>, rows: usize) -> (Tensor<3>, Tensor<3>) {
    let [n, batch, _] = real.dims();
    let positions = rows / batch;
    let count = real.clone().sum_dim(1) * positions as f64;
    let share = real.clone().repeat_dim(2, positions).reshape([n, 1, rows]) / count.clone();
    (share, count)
}
