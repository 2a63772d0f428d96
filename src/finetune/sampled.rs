//! Poisson sampling, which the accounting of DP-SGD presumes: each step draws every member by itself with probability
//! batch / members (Abadi et al., CCS 2016; Mironov et al. 2019).

use super::Pass;
use crate::{config::Config, rng::Seed};
use rand::RngExt;

/// Steps of an epoch over `members` members.
pub fn steps(members: usize, batch: usize) -> usize {
    members.div_ceil(batch)
}

/// Probability with which a step uses a member.
pub fn rate(members: usize, batch: usize) -> f64 {
    (batch as f64 / members.max(1) as f64).min(1.0)
}

/// The steps of one epoch, each a pass of its own; `epoch` names their random streams.
pub fn passes(members: &[u32], room: usize, config: &Config, epoch: &str) -> Vec<Pass> {
    let batch = config.train.batch as usize;
    let rate = rate(members.len(), batch);
    let draw = |step: usize| {
        let mut stream = Seed(config.seed).stream(&format!("{epoch}/sample/{step}"));
        let mut drawn: Vec<u32> = members.iter().copied().filter(|_| stream.random::<f64>() < rate).collect();
        drawn.truncate(room);
        Pass { members: drawn, slot: 0, weight_decay: config.train.weight_decay, sampled: Some(config.train.batch) }
    };
    (0..steps(members.len(), batch)).map(draw).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_is_drawn_by_itself_with_the_rate_of_the_batch() {
        let config = Config::default();
        let members: Vec<u32> = (0..640).collect();
        let sizes: Vec<usize> = (0..200)
            .flat_map(|epoch| passes(&members, 200, &config, &format!("test/{epoch}")))
            .map(|pass| pass.members.len())
            .collect();
        assert_eq!(sizes.len(), 2000, "ten steps an epoch");
        let mean = sizes.iter().sum::<usize>() as f64 / 2000.0;
        let variance = sizes.iter().map(|&size| (size as f64 - mean).powi(2)).sum::<f64>() / 1999.0;
        // Binomial(640, 0.1): mean 64 with standard error 0.17, variance 57.6 with standard error 1.8.
        assert!((mean - 64.0).abs() < 0.7 && (variance - 57.6).abs() < 7.5, "{mean} {variance}");
    }

    #[test]
    fn fewer_members_than_a_batch_are_all_drawn_in_one_step() {
        let drawn = passes(&[0, 1, 2], 100, &Config::default(), "test");
        assert_eq!(drawn.iter().map(|pass| pass.members.clone()).collect::<Vec<_>>(), [[0, 1, 2]]);
    }
}
