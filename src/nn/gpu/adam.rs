//! Masked Adam of one parameter of all networks in one launch. `nn::adam` says what is computed, number by number in the same
//! order.

use super::{empty, rows, units};
use crate::nn::adam::{FACTORS, Moments};
use burn::tensor::Tensor;
use burn_cubecl::{
    CubeBackend,
    cubecl::{self, prelude::*},
};

/// The parameter after a step. The moments, which nobody else holds, change in place.
pub fn adam(
    moments: &mut Moments,
    parameter: Tensor<3>,
    gradient: Tensor<3>,
    mask: Option<&Tensor<3>>,
    table: &Tensor<2>,
) -> Tensor<3> {
    let shape = parameter.dims();
    let table = rows(table.clone());
    let moved = empty(&table, shape);
    let count = shape.iter().product();
    let (cubes, dim) = units(&moved, count);
    let (client, a_network) = (moved.client.clone(), count / shape[0]);
    let (table, written) = (table.into_buffer_arg(), moved.clone().into_buffer_arg());
    let buffer = |tensor: &Tensor<3>| rows(tensor.clone()).into_buffer_arg();
    let [parameter, gradient] = [&parameter, &gradient].map(buffer);
    let [mean, square] = [&moments.mean, &moments.square].map(buffer);
    match mask {
        Some(mask) => {
            let mask = buffer(mask);
            adam_masked::launch(
                &client, cubes, dim, parameter, gradient, table, mean, square, mask, written, a_network,
            );
        }
        None => adam_plain::launch(&client, cubes, dim, parameter, gradient, table, mean, square, written, a_network),
    }
    Tensor::from_primitive::<CubeBackend>(moved)
}

#[cube(launch)]
fn adam_plain(
    parameter: &[f32],
    gradient: &[f32],
    table: &[f32],
    mean: &mut [f32],
    square: &mut [f32],
    moved: &mut [f32],
    a_network: usize,
) {
    let i = ABSOLUTE_POS;
    if i < moved.len() {
        moved[i] = step(i, parameter, gradient, table, mean, square, a_network);
    }
}

#[cube(launch)]
fn adam_masked(
    parameter: &[f32],
    gradient: &[f32],
    table: &[f32],
    mean: &mut [f32],
    square: &mut [f32],
    mask: &[f32],
    moved: &mut [f32],
    a_network: usize,
) {
    let i = ABSOLUTE_POS;
    if i < moved.len() {
        moved[i] = step(i, parameter, gradient, table, mean, square, a_network) * mask[i];
    }
}

/// The `i`-th number after the step; its moments are written.
#[cube]
fn step(
    i: usize,
    parameter: &[f32],
    gradient: &[f32],
    table: &[f32],
    mean: &mut [f32],
    square: &mut [f32],
    a_network: usize,
) -> f32 {
    let row = i / a_network * FACTORS;
    let g = parameter[i] * table[row] + gradient[i];
    let m = mean[i] * table[row + 1] + g * table[row + 2];
    let s = square[i] * table[row + 3] + g * g * table[row + 4];
    mean[i] = m;
    square[i] = s;
    parameter[i] - m / (s.sqrt() + table[row + 6]) * table[row + 5]
}
