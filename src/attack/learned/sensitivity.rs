//! Sensitivity: how much a network's answer moves when its input is moved a little, class by class.
//!
//! Yuan & Zhang (USENIX Security 2022, §4; `predict_target_sensitivity`): S_c(x) = 1/(mε) Σ_j |p_c(x + ε u_j) − p_c(x)|
//! with u_j ~ N(0, I), m = 10, ε = 1e-3. For a record of which the network is sure, p_c changes by less than single
//! precision resolves and S_c is exactly 0: members of an over-fitted network look all the same. We take
//!
//! S_c(x) = 1/(mε) Σ_j |φ_c(x + ε u_j) − φ_c(x)|, with the log-odds φ_c = log p_c − log(1 − p_c)
//!
//! from logits, with the same m and ε. As dφ_c = dp_c / (p_c (1 − p_c)), it is the published sensitivity divided by
//! p_c (1 − p_c), the factor by which that one collapses; nothing is lost, because SAMIA reads φ_c as well. For small ε
//! it estimates √(2/π) ‖∇_x φ_c‖.
//!
//! The published noise is drawn anew for each record and is not seeded. Ours are the same directions for all records and
//! networks, so that two records differ by their gradients and not by their noise.

use crate::{
    rng::Seed,
    signal::{Outputs, log_odds},
};
use rand_distr::{Distribution, StandardNormal};

/// Directions u_j.
pub const DIRECTIONS: usize = 10;
/// Length of a move along each direction.
pub const EPSILON: f64 = 1e-3;

/// The directions for inputs of `features` numbers.
pub fn directions(seed: Seed, features: usize) -> Vec<Vec<f32>> {
    let mut stream = seed.stream("sensitivity");
    let mut one = || (0..features).map(|_| StandardNormal.sample(&mut stream)).collect();
    (0..DIRECTIONS).map(|_| one()).collect()
}

/// Adds up the moves of some records.
#[derive(Debug)]
pub struct Sensitivity {
    /// `[n, c]`, where nothing is moved.
    at_rest: Vec<f64>,
    sums: Vec<f64>,
    moves: usize,
}

impl Sensitivity {
    /// Of these records, not yet moved.
    pub fn new(at_rest: &Outputs) -> Self {
        let at_rest = all_log_odds(at_rest);
        Self { sums: vec![0.0; at_rest.len()], at_rest, moves: 0 }
    }

    /// The same records after one move of length [`EPSILON`].
    pub fn add(&mut self, moved: &Outputs) {
        for ((sum, rest), moved) in self.sums.iter_mut().zip(&self.at_rest).zip(all_log_odds(moved)) {
            *sum += (moved - rest).abs();
        }
        self.moves += 1;
    }

    /// `[n, c]`, per unit of length.
    pub fn values(&self) -> Vec<f32> {
        self.sums.iter().map(|sum| (sum / (self.moves as f64 * EPSILON)) as f32).collect()
    }
}

fn all_log_odds(outputs: &Outputs) -> Vec<f64> {
    (0..outputs.len()).flat_map(|i| log_odds(outputs.record(i).0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A linear network of two features and two classes: z = (scale · (3 x₀ − x₁), 0), so φ_0 is z_0.
    fn outputs(x: [f32; 2], bias: f32) -> Outputs {
        Outputs { classes: 2, logits: vec![f64::from(3.0 * x[0] - x[1] + bias), 0.0], labels: vec![0] }
    }

    fn of_linear(bias: f32) -> Vec<f32> {
        let mut sensitivity = Sensitivity::new(&outputs([0.0; 2], bias));
        for direction in directions(Seed(1), 2) {
            sensitivity.add(&outputs([0, 1].map(|i| EPSILON as f32 * direction[i]), bias));
        }
        sensitivity.values()
    }

    #[test]
    fn of_a_linear_network_it_is_the_mean_step_along_the_gradient() {
        let steps = directions(Seed(1), 2).iter().map(|u| f64::from((3.0 * u[0] - u[1]).abs())).sum::<f64>();
        let expected = steps / DIRECTIONS as f64;
        for found in of_linear(0.0) {
            assert!((f64::from(found) - expected).abs() < 1e-5 * expected, "{found} is not {expected}");
        }
    }

    #[test]
    fn it_does_not_collapse_where_the_posterior_is_one() {
        let (unsure, sure) = (of_linear(0.0), of_linear(30.0));
        // 1 − e^−30 is 1 in single precision; the logit 30 still resolves moves of 1e-3 to 2e-6.
        assert!((sure[0] / unsure[0] - 1.0).abs() < 0.01, "{sure:?} {unsure:?}");
    }

    #[test]
    fn many_directions_estimate_the_length_of_the_gradient() {
        let projected = |seed| directions(Seed(seed), 2).iter().map(|u| (3.0 * u[0] - u[1]).abs()).sum::<f32>();
        let mean = (0..200).map(projected).sum::<f32>() / 2000.0;
        let expected = (2.0 / std::f32::consts::PI * 10.0).sqrt();
        // The mean of 2,000 half-normal draws has a standard error of 1.7 %.
        assert!((mean / expected - 1.0).abs() < 0.06, "{mean} is not {expected}");
    }
}
