//! Logits of each record from the largest down, on the device and with gradients.
//!
//! Not the backend's sort: on a GPU it reads back. The place of a class is the number of classes above it, so the sorted
//! row is a permutation matrix times the row: classes² numbers a record.

use burn::tensor::Tensor;

/// `[N, B, C]` with every row in descending order; equal values keep theirs.
pub fn descending(logits: Tensor<3>) -> Tensor<3> {
    let [n, b, classes] = logits.dims();
    let rows = logits.reshape([n * b, 1, classes]);
    let permutation = permutation(rows.clone().inner(), classes);
    (permutation.autodiff() * rows).sum_dim(2).reshape([n, b, classes])
}

/// One at [row, place, class] where the class has that place.
fn permutation(rows: Tensor<3>, classes: usize) -> Tensor<3> {
    let device = rows.device();
    let count = rows.dims()[0];
    let own = rows.clone().swap_dims(1, 2).expand([count, classes, classes]);
    let other = rows.expand([count, classes, classes]);
    let matrix = |value: &dyn Fn(usize, usize) -> bool| {
        let values = (0..classes * classes).map(|i| f32::from(u8::from(value(i / classes, i % classes)))).collect();
        super::tensor(values, [1, classes, classes], &device)
    };
    let before = matrix(&|own, other| other < own);
    let above = other.clone().greater(own.clone()).float() + other.equal(own).float() * before;
    let place = above.sum_dim(2).swap_dims(1, 2);
    let places = super::tensor((0..classes).map(|place| place as f32).collect(), [1, classes, 1], &device);
    place.expand([count, classes, classes]).equal(places.expand([count, classes, classes])).float()
}
