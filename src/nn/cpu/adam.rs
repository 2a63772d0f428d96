//! Masked Adam of one parameter of all networks in one pass. `nn::adam` says what is computed.

use super::Rows;
use crate::nn::adam::{FACTORS, Moments};
use burn::tensor::Tensor;
use std::mem::replace;
use wide::f32x4;

/// The parameter after a step, in the memory of the gradient if nobody else holds that. The moments, which nobody else holds,
/// change in place.
pub fn adam(
    moments: &mut Moments,
    parameter: Tensor<3>,
    gradient: Tensor<3>,
    mask: Option<&Tensor<3>>,
    table: &Tensor<2>,
) -> Tensor<3> {
    let shape = parameter.dims();
    let a_network = shape[1] * shape[2];
    // Taken out, not cloned: what is held twice would be copied.
    let nothing = Tensor::empty([1, 1, 1], &parameter.device());
    let mut mean = Rows::of(replace(&mut moments.mean, nothing.clone()));
    let mut square = Rows::of(replace(&mut moments.square, nothing));
    let (parameter, mut moved, table) = (Rows::of(parameter), Rows::of(gradient), Rows::of(table.clone()));
    let means = mean.values_mut().chunks_exact_mut(a_network);
    let squares = square.values_mut().chunks_exact_mut(a_network);
    let networks = parameter.values().chunks_exact(a_network).zip(moved.values_mut().chunks_exact_mut(a_network));
    for ((networks, moments), factors) in networks.zip(means.zip(squares)).zip(table.values().as_chunks().0) {
        step(networks, moments, *factors);
    }
    if let Some(mask) = mask {
        let mask = Rows::of(mask.clone());
        moved.values_mut().iter_mut().zip(mask.values()).for_each(|(moved, mask)| *moved *= mask);
    }
    (moments.mean, moments.square) = (mean.into_tensor(), square.into_tensor());
    moved.into_tensor()
}

/// One network: its parameter, its gradient, which becomes the parameter after the step, and its moments.
fn step(
    (parameter, gradient): (&[f32], &mut [f32]),
    (mean, square): (&mut [f32], &mut [f32]),
    factors: [f32; FACTORS],
) {
    let factors = factors.map(f32x4::splat);
    let (parameters, last_parameter) = parameter.as_chunks();
    let (gradients, last_gradient) = gradient.as_chunks_mut();
    let ((means, last_mean), (squares, last_square)) = (mean.as_chunks_mut(), square.as_chunks_mut());
    let networks = parameters.iter().zip(gradients.iter_mut());
    for ((parameter, gradient), (mean, square)) in networks.zip(means.iter_mut().zip(squares)) {
        *gradient = four(*parameter, *gradient, mean, square, factors).to_array();
    }
    let (mut mean, mut square) = (padded(last_mean), padded(last_square));
    let last = four(padded(last_parameter), padded(last_gradient), &mut mean, &mut square, factors);
    for (rest, four) in [(last_gradient, last.to_array()), (last_mean, mean), (last_square, square)] {
        rest.copy_from_slice(&four[..rest.len()]);
    }
}

fn four(
    parameter: [f32; 4],
    gradient: [f32; 4],
    mean: &mut [f32; 4],
    square: &mut [f32; 4],
    [decay, keep_mean, add_mean, keep_square, add_square, rate, epsilon]: [f32x4; FACTORS],
) -> f32x4 {
    let parameter = f32x4::new(parameter);
    let gradient = parameter * decay + f32x4::new(gradient);
    let m = f32x4::new(*mean) * keep_mean + gradient * add_mean;
    let s = f32x4::new(*square) * keep_square + gradient * gradient * add_square;
    (*mean, *square) = (m.to_array(), s.to_array());
    parameter - m / (s.sqrt() + epsilon) * rate
}

/// The last numbers of a row, where there are no four.
fn padded(rest: &[f32]) -> [f32; 4] {
    let mut four = [0.0; 4];
    four[..rest.len()].copy_from_slice(rest);
    four
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        nn::{
            adam::{Slot, Update},
            tensor,
        },
        rng::Seed,
    };
    use burn::tensor::{Device, TensorData};
    use rand::RngExt;

    /// By burn's operations, each a pass of its own.
    fn plain(
        moments: &mut Moments,
        parameter: Tensor<3>,
        gradient: Tensor<3>,
        mask: Option<&Tensor<3>>,
        table: &Tensor<2>,
    ) -> Tensor<3> {
        let column = |i| table.clone().narrow(1, i, 1).reshape([table.dims()[0], 1, 1]);
        let gradient = parameter.clone() * column(0) + gradient;
        moments.mean = moments.mean.clone() * column(1) + gradient.clone() * column(2);
        moments.square = moments.square.clone() * column(3) + gradient.clone() * gradient * column(4);
        let moved = parameter - moments.mean.clone() / (moments.square.clone().sqrt() + column(6)) * column(5);
        mask.map_or(moved.clone(), |mask| moved * mask.clone())
    }

    /// To the last digit, for rows of any length and networks of which one rests.
    #[test]
    fn one_pass_gives_what_burn_s_operations_give() {
        let device = Device::flex();
        let mut stream = Seed(1).stream("test");
        for shape in [[3, 5, 4], [3, 1, 3], [3, 7, 9]] {
            let mut drawn = || {
                let values = (0..shape.iter().product()).map(|_| stream.random::<f32>() - 0.5).collect();
                tensor(values, shape, &device)
            };
            let mask = drawn().greater_elem(0.0).float();
            let (mut ours, mut theirs) = ([drawn()], [drawn()]);
            theirs[0] = ours[0].clone();
            let (mut slot, mut moments) =
                (Slot::new(&ours), Moments { mean: drawn().zeros_like(), square: drawn().zeros_like() });
            for step in 0..3 {
                let updates = [Some(0.1), (step != 1).then_some(0.0), Some(0.5)]
                    .map(|decay| decay.map(|weight_decay| Update { slot: 0, weight_decay }));
                let table = TensorData::new(slot.begin(&updates, 0.01), [3, FACTORS]);
                let (table, gradient) = (Tensor::from_data(table, &device), drawn());
                let mask = (step > 0).then_some(&mask);
                theirs = [plain(&mut moments, theirs[0].clone(), gradient.clone(), mask, &table)];
                ours = slot.step(ours.to_vec(), vec![gradient], &[mask.cloned()], &table).try_into().unwrap();
                let bits = |tensor: &Tensor<3>| -> Vec<u32> {
                    tensor.to_data().try_into_vec::<f32>().unwrap().into_iter().map(f32::to_bits).collect()
                };
                assert_eq!(bits(&ours[0]), bits(&theirs[0]), "{shape:?}, step {step}");
            }
        }
    }
}
