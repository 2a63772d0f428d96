//! What one gradient step of a stack is fed with: which records, how heavy, what is dropped.
//!
//! Every batch has the same size for every network; what is missing is padded with weight zero. So shapes do not
//! depend on the data, kernels are compiled once, and a network's sums have the same terms in any company.

use super::adam::Update;
use crate::{experiment::task::Task, finetune::Pass, rng::Stream};
use rand::Rng;

/// One step of one network.
#[derive(Debug, Clone)]
pub struct Step {
    /// Positions in the task's member list, at most one batch.
    pub members: Vec<u32>,
    /// What the sum over the members is divided by.
    pub divisor: usize,
    /// What Adam does.
    pub update: Update,
}

/// The steps of an epoch, pass by pass.
pub fn steps(passes: &[Pass], batch: usize) -> Vec<Step> {
    let cut = |pass: &Pass| {
        let update = Update { slot: pass.slot, weight_decay: pass.weight_decay };
        let step = |members: &[u32], divisor| Step { members: members.to_vec(), divisor, update };
        match pass.sampled {
            // Even without a member: the noise is added all the same.
            Some(expected) => vec![step(&pass.members, expected as usize)],
            None => pass.members.chunks(batch).map(|members| step(members, members.len())).collect(),
        }
    };
    passes.iter().flat_map(cut).collect()
}

/// One step of all networks, padded.
#[derive(Debug)]
pub struct Batch {
    /// Records of the pool, `[N * B]`.
    pub records: Vec<i32>,
    /// 1 / divisor for real records of the network, zero for padding, `[N * B]`.
    pub weights: Vec<f32>,
    /// Real records of each network; they come first.
    pub counts: Vec<usize>,
    /// What each network's sum is divided by, `[N]`.
    pub divisors: Vec<f64>,
    /// What each network does.
    pub updates: Vec<Option<Update>>,
}

impl Batch {
    /// Gathers one step a network; none rests.
    pub fn new(tasks: &[&Task], steps: &[Option<&Step>], size: usize) -> Self {
        let mut batch = Self {
            records: vec![0; tasks.len() * size],
            weights: vec![0.0; tasks.len() * size],
            counts: steps.iter().map(|step| step.map_or(0, |step| step.members.len())).collect(),
            divisors: steps.iter().map(|step| step.map_or(1.0, |step| step.divisor as f64)).collect(),
            updates: steps.iter().map(|step| step.map(|step| step.update)).collect(),
        };
        for (i, (task, step)) in tasks.iter().zip(steps).enumerate() {
            let Some(step) = step else { continue };
            for (j, &position) in step.members.iter().enumerate() {
                batch.records[i * size + j] = task.members[position as usize] as i32;
                batch.weights[i * size + j] = 1.0 / step.divisor as f32;
            }
        }
        batch
    }
}

/// What is left of `count` activations after dropout, a bit each, from the lowest of each word: zero with probability `rate`.
pub fn kept(count: usize, rate: f64, stream: &mut Stream) -> Vec<u32> {
    // 16 random bits an activation: the rate is exact to 1/65,536 and the draws are half of what 32 bits would cost.
    let dropped = (rate * 65_536.0).round() as u32;
    let mut words = vec![0; count.div_ceil(32)];
    for pair in 0..count.div_ceil(2) {
        let draw = stream.next_u32();
        let bits = u32::from(draw & 0xffff >= dropped) | u32::from(draw >> 16 >= dropped) << 1;
        words[pair / 16] |= bits << (2 * (pair % 16));
    }
    words
}

/// By what an activation is multiplied that dropout has left.
pub fn kept_factor(rate: f64) -> f32 {
    (1.0 / (1.0 - rate)) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Seed;

    #[test]
    fn steps_cut_each_pass_by_itself() {
        let pass = |members: std::ops::Range<u32>, slot| Pass {
            members: members.collect(),
            slot,
            weight_decay: 0.0,
            sampled: None,
        };
        let steps = steps(&[pass(0..5, 1), pass(5..8, 0)], 4);
        let shape: Vec<_> = steps.iter().map(|step| (step.members.len(), step.update.slot)).collect();
        assert_eq!(shape, [(4, 1), (1, 1), (3, 0)]);
    }

    #[test]
    fn a_poisson_sample_is_one_step_whatever_its_size() {
        let pass = |count: u32| Pass { members: (0..count).collect(), slot: 0, weight_decay: 0.0, sampled: Some(4) };
        let steps = steps(&[pass(7), pass(0)], 4);
        let shape: Vec<_> = steps.iter().map(|step| (step.members.len(), step.divisor)).collect();
        assert_eq!(shape, [(7, 4), (0, 4)]);
    }

    #[test]
    fn dropout_keeps_the_mean_and_drops_the_rate() {
        let count = 200_000;
        let words = kept(count, 0.1, &mut Seed(3).stream("dropout"));
        let left = f64::from(words.iter().map(|word| word.count_ones()).sum::<u32>()) / count as f64;
        assert!((left - 0.9).abs() < 0.003, "{left}");
        assert!((left * f64::from(kept_factor(0.1)) - 1.0).abs() < 0.003, "{left}");
    }
}
