//! PPB's pairs: the i-th record of the first half of a batch with the i-th of the second (Yuan & Zhang, USENIX Security
//! 2022, §6; authors' `train_defend_ppb`). An odd record is left over.

use super::sorted::descending;
use crate::nn::tensor;
use burn::tensor::{Device, Int, Tensor, TensorData, activation::log_softmax};

/// Which rows of the batches belong together.
#[derive(Debug)]
pub struct Pairs {
    first: Tensor<1, Int>,
    second: Tensor<1, Int>,
    /// 1 / pairs of the network, zero for padding `[N, B/2, 1]`.
    weights: Tensor<3>,
}

impl Pairs {
    /// The pairs of batches of `size` rows, of which the first `counts` are records.
    pub fn new(counts: &[usize], size: usize, device: &Device) -> Self {
        let (n, room) = (counts.len(), (size / 2).max(1));
        let (mut first, mut second) = (vec![0i32; n * room], vec![0i32; n * room]);
        let mut weights = vec![0.0f32; n * room];
        for (k, &count) in counts.iter().enumerate() {
            let half = count / 2;
            for i in 0..half {
                first[k * room + i] = (k * size + i) as i32;
                second[k * room + i] = (k * size + half + i) as i32;
                weights[k * room + i] = 1.0 / half as f32;
            }
        }
        let index = |rows: Vec<i32>| Tensor::from_data(TensorData::new(rows, [n * room]), device);
        Self { first: index(first), second: index(second), weights: tensor(weights, [n, room, 1], device) }
    }

    /// Mean of KL(second ‖ first) between the sorted posteriors of each pair `[N, 1, 1]`.
    pub fn divergence(&self, logits: Tensor<3>) -> Tensor<3> {
        let [n, room, _] = self.weights.dims();
        let [_, b, classes] = logits.dims();
        let rows = log_softmax(descending(logits), 2).reshape([n * b, classes]);
        let half = |rows: Tensor<2>, index: &Tensor<1, Int>| {
            rows.select(0, index.clone().autodiff()).reshape([n, room, classes])
        };
        let (q, p) = (half(rows.clone(), &self.first), half(rows, &self.second));
        let each = (p.clone().exp() * (p - q)).sum_dim(2);
        (each * self.weights.clone().autodiff()).sum_dim(1)
    }
}
