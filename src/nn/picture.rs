//! Pictures of a stack `[N, B, height · width · channels]`: windows of a convolution as rows of a matrix, pooling, means.
//!
//! Convolution is a matrix product over windows (im2col), so masks, Adam and private gradients need not know of it.

use crate::network::Window;
use burn::tensor::{Slice, Tensor};

/// Windows as rows: `[N, B · positions, side² · channels]`.
pub fn windows(pictures: Tensor<3>, window: &Window) -> Tensor<3> {
    let Window { height, width, side, stride } = *window;
    let [n, batch, values] = pictures.dims();
    let channels = values / (height * width);
    let pictures = pictures.reshape([n * batch, height, width, channels]);
    let edge = side / 2;
    let pictures = if edge > 0 { pictures.pad([(0, 0), (edge, edge), (edge, edge), (0, 0)], 0.0) } else { pictures };
    // Every stride-th of as many values as the centre visits.
    let visited = |from: usize, count: usize| {
        Slice::new(from as isize, Some((from + (count - 1) * stride + 1) as isize), stride as isize)
    };
    let (rows, columns) = (window.rows(), window.columns());
    let all = |count: usize| Slice::new(0, Some(count as isize), 1);
    let shifted = |i: usize| {
        let (y, x) = (i / side, i % side);
        pictures.clone().slice([all(n * batch), visited(y, rows), visited(x, columns), all(channels)])
    };
    let windows = Tensor::cat((0..side * side).map(shifted).collect(), 3);
    windows.reshape([n, batch * rows * columns, side * side * channels])
}

/// Means of 2×2 positions, `[N, B, (height/2) · (width/2) · channels]`.
pub fn pooled(pictures: Tensor<3>, height: usize, width: usize) -> Tensor<3> {
    let [n, batch, values] = pictures.dims();
    let channels = values / (height * width);
    let (rows, columns) = (height / 2, width / 2);
    let pictures = pictures.reshape([n * batch, height, width, channels]);
    let even = pictures.slice([0..n * batch, 0..2 * rows, 0..2 * columns, 0..channels]);
    let pairs_of_rows = even.reshape([n * batch * rows, 2, 2 * columns * channels]).sum_dim(1);
    let quads = pairs_of_rows.reshape([n * batch * rows * columns, 2, channels]).sum_dim(1);
    quads.reshape([n, batch, rows * columns * channels]) * 0.25
}

/// The mean over all positions, `[N, B, channels]`.
pub fn means(pictures: Tensor<3>, positions: usize) -> Tensor<3> {
    let [n, batch, values] = pictures.dims();
    let channels = values / positions;
    pictures.reshape([n * batch, positions, channels]).mean_dim(1).reshape([n, batch, channels])
}

#[cfg(all(test, feature = "engine-cpu"))]
mod tests {
    use super::*;
    use crate::nn::stack::tensor;
    use burn::tensor::Device;

    fn values(tensor: Tensor<3>) -> Vec<f32> {
        tensor.to_data().try_into_vec().unwrap()
    }

    /// One network, one picture of 3×2 positions and one channel: 1 2 / 3 4 / 5 6.
    fn picture() -> Tensor<3> {
        tensor((1..=6).map(|v| v as f32).collect(), [1, 1, 6], &Device::flex())
    }

    #[test]
    fn a_window_sees_its_neighbours_and_zeros_beyond_the_edge() {
        let seen = windows(picture(), &Window { height: 3, width: 2, side: 3, stride: 1 });
        assert_eq!(seen.dims(), [1, 6, 9]);
        let seen = values(seen);
        assert_eq!(seen[..9], [0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 0.0, 3.0, 4.0], "upper left");
        assert_eq!(seen[27..36], [1.0, 2.0, 0.0, 3.0, 4.0, 0.0, 5.0, 6.0, 0.0], "right of the middle");
    }

    #[test]
    fn a_stride_visits_every_other_position() {
        let seen = windows(picture(), &Window { height: 3, width: 2, side: 1, stride: 2 });
        assert_eq!(values(seen), [1.0, 5.0]);
        let seen = windows(picture(), &Window { height: 3, width: 2, side: 3, stride: 2 });
        assert_eq!(values(seen)[9..], [0.0, 3.0, 4.0, 0.0, 5.0, 6.0, 0.0, 0.0, 0.0], "lower left");
    }

    #[test]
    fn pooling_takes_the_mean_of_four_and_leaves_an_odd_row_out() {
        assert_eq!(values(pooled(picture(), 3, 2)), [2.5]);
        assert_eq!(values(means(picture(), 6)), [3.5]);
        // Two channels of a 2×2 picture lie together.
        let two = tensor(vec![1.0, 10.0, 2.0, 20.0, 3.0, 30.0, 4.0, 40.0], [1, 1, 8], &Device::flex());
        assert_eq!((values(pooled(two.clone(), 2, 2)), values(means(two, 4))), (vec![2.5, 25.0], vec![2.5, 25.0]));
    }
}
