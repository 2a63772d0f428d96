//! Pictures of a stack `[N, B, height · width · channels]`: windows of a convolution as rows of a matrix, pooling, means.
//!
//! Convolution is a matrix product over windows (im2col), so masks, Adam and private gradients need not know of it.

use crate::network::Window;
use burn::tensor::{Int, Tensor, TensorData};

/// Windows as rows: `[N, B · positions, side² · channels]`.
///
/// Positions are gathered by index, one gather for all of a window: slices of four dimensions are copied number by number
/// on the CPU.
pub fn windows(pictures: Tensor<3>, window: &Window) -> Tensor<3> {
    let [n, batch, values] = pictures.dims();
    let pixels = window.height * window.width;
    let channels = values / pixels;
    let device = pictures.device();
    let pictures = pictures.reshape([n * batch, pixels, channels]);
    // One more position, of zeros: what a window sees beyond the edge.
    let pictures = Tensor::cat(vec![pictures, Tensor::zeros([n * batch, 1, channels], &device)], 1);
    let index = seen(window);
    let index = Tensor::<1, Int>::from_data(TensorData::new(index.clone(), [index.len()]), &device);
    let side = window.side;
    pictures.select(1, index).reshape([n, batch * window.rows() * window.columns(), side * side * channels])
}

/// What each window sees, window by window: positions of the picture, or the one after the last beyond its edge.
fn seen(window: &Window) -> Vec<i32> {
    let Window { height, width, side, stride } = *window;
    let at = |centre: usize, shift: usize, length: usize| {
        (centre * stride + shift).checked_sub(side / 2).filter(|&place| place < length)
    };
    let position = |y: usize, x: usize, i: usize| {
        let place = at(y, i / side, height).zip(at(x, i % side, width));
        place.map_or(height * width, |(y, x)| y * width + x) as i32
    };
    let of_window = |y: usize, x: usize| (0..side * side).map(move |i| position(y, x, i));
    (0..window.rows()).flat_map(|y| (0..window.columns()).flat_map(move |x| of_window(y, x))).collect()
}

/// Means of 2×2 positions, `[N, B, (height/2) · (width/2) · channels]`.
pub fn pooled(pictures: Tensor<3>, height: usize, width: usize) -> Tensor<3> {
    let [n, batch, values] = pictures.dims();
    let channels = values / (height * width);
    let (rows, columns) = (height / 2, width / 2);
    let mut even = pictures.reshape([n * batch, height, width, channels]);
    if (height, width) != (2 * rows, 2 * columns) {
        even = even.slice([0..n * batch, 0..2 * rows, 0..2 * columns, 0..channels]);
    }
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
    use crate::nn::tensor;
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
