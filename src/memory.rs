//! Memorization: how strongly a network holds each of its own members, and the ranking that defenses follow.
//!
//! `half-splits` is Feldman & Zhang's (2020) label memorization with probabilities instead of 0/1 correctness, which
//! lowers the variance; `k-fold` is what re-implementations of WeMem do with disjoint folds. Scores are never
//! normalized: only their order is used, because a min–max normalized score means nothing across networks.

use crate::{
    config::{Config, MemoryScore},
    rng::Seed,
    sort,
};
use rand::seq::SliceRandom;

/// Members of each class by mem-score, least memorized first, and all members together.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// `[classes]` lists of positions in the network's member list.
    pub by_class: Vec<Vec<u32>>,
    /// All positions.
    pub all: Vec<u32>,
}

impl Ranking {
    /// Sorts members with `labels` by `scores`; equal scores keep their order.
    pub fn new(scores: &[f32], labels: &[u32], classes: u32) -> Self {
        Self::in_order(in_order(scores), labels, classes)
    }

    /// A ranking that means nothing: members in random order.
    pub fn shuffled(seed: Seed, stream: &str, labels: &[u32], classes: u32) -> Self {
        let mut all: Vec<u32> = (0..labels.len() as u32).collect();
        all.shuffle(&mut seed.stream(stream));
        Self::in_order(all, labels, classes)
    }

    fn in_order(all: Vec<u32>, labels: &[u32], classes: u32) -> Self {
        let mut by_class = vec![Vec::new(); classes as usize];
        for &member in &all {
            by_class[labels[member as usize] as usize].push(member);
        }
        Self { by_class, all }
    }

    /// The `share` of all members with the highest scores, as a flag a member.
    pub fn at_risk(&self, share: f64) -> Vec<bool> {
        let count = (share * self.all.len() as f64).round() as usize;
        let mut risky = vec![false; self.all.len()];
        for &member in &self.all[self.all.len() - count..] {
            risky[member as usize] = true;
        }
        risky
    }
}

/// Positions of members from the lowest score up; equal scores keep their order.
pub fn in_order(scores: &[f32]) -> Vec<u32> {
    let order = sort::order(scores.len(), |a, b| scores[a].total_cmp(&scores[b]));
    order.into_iter().map(|member| member as u32).collect()
}

/// Which of `members` each sub-model trains on: `[submodels]` lists of positions.
pub fn submodel_members(score: MemoryScore, members: usize, submodels: u32, seed: Seed, owner: &str) -> Vec<Vec<u32>> {
    let shuffled = |stream: String| {
        let mut order: Vec<u32> = (0..members as u32).collect();
        order.shuffle(&mut seed.stream(&stream));
        order
    };
    match score {
        MemoryScore::EarlyLoss => Vec::new(),
        // Halves come in complementary pairs, so every member is in as often as out.
        MemoryScore::HalfSplits => (0..submodels)
            .map(|k| {
                let order = shuffled(format!("{owner}/memory/half/{}", k / 2));
                let half = members / 2;
                if k % 2 == 0 { order[..half].to_vec() } else { order[half..].to_vec() }
            })
            .collect(),
        MemoryScore::KFold => {
            let order = shuffled(format!("{owner}/memory/folds"));
            (0..submodels as usize)
                .map(|k| order.iter().skip(k).step_by(submodels as usize).copied().collect())
                .collect()
        }
    }
}

/// Fewest steps of a sub-model whose epochs are not given.
const SUBMODEL_STEPS: usize = 200;

/// Epochs of a sub-model on `members` records. Unless they are given: as many as its owner trains in all, dense and in every
/// round, and enough for 200 steps, because records that no sub-model has learnt have no ranking.
pub fn submodel_epochs(config: &Config, members: usize) -> u32 {
    let Config { memory, train, prune, .. } = config;
    if memory.submodel_epochs > 0 {
        return memory.submodel_epochs;
    }
    let steps = members.div_ceil(train.batch as usize).max(1);
    (train.epochs + prune.rounds * prune.epochs).max(SUBMODEL_STEPS.div_ceil(steps) as u32)
}

/// Mean p_y of the sub-models that trained on a member minus that of those that did not.
///
/// `trained_on[k]` are the positions of sub-model k, `posteriors[k]` its p_y of every member.
pub fn in_minus_out(trained_on: &[Vec<u32>], posteriors: &[Vec<f32>]) -> Vec<f32> {
    let members = posteriors.first().map_or(0, Vec::len);
    let (mut inside, mut outside) = (vec![(0.0f64, 0u32); members], vec![(0.0f64, 0u32); members]);
    for (positions, p) in trained_on.iter().zip(posteriors) {
        let mut is_in = vec![false; members];
        positions.iter().for_each(|&position| is_in[position as usize] = true);
        for (i, &p) in p.iter().enumerate() {
            let sum = if is_in[i] { &mut inside[i] } else { &mut outside[i] };
            *sum = (sum.0 + f64::from(p), sum.1 + 1);
        }
    }
    let mean = |(sum, count): (f64, u32)| if count == 0 { 0.0 } else { sum / f64::from(count) };
    inside.into_iter().zip(outside).map(|(i, o)| (mean(i) - mean(o)) as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_within_classes_from_least_to_most_memorized() {
        let ranking = Ranking::new(&[0.9, 0.1, 0.5, 0.3], &[0, 1, 0, 1], 2);
        assert_eq!(ranking.by_class, [vec![2, 0], vec![1, 3]]);
        assert_eq!(ranking.at_risk(0.5), [true, false, true, false]);
    }

    #[test]
    fn half_splits_come_in_complementary_pairs() {
        let parts = submodel_members(MemoryScore::HalfSplits, 10, 4, Seed(1), "target");
        for pair in parts.chunks(2) {
            let mut both = pair.concat();
            both.sort_unstable();
            assert_eq!(both, (0..10).collect::<Vec<_>>());
        }
        assert_ne!(parts[0], parts[2]);
    }

    #[test]
    fn folds_are_disjoint_and_cover_all() {
        let mut all = submodel_members(MemoryScore::KFold, 11, 5, Seed(1), "target").concat();
        all.sort_unstable();
        assert_eq!(all, (0..11).collect::<Vec<_>>());
    }

    #[test]
    fn submodels_train_as_long_as_their_owner_and_at_least_200_steps() {
        let mut config = Config::default();
        (config.train.batch, config.train.epochs) = (64, 10);
        (config.prune.rounds, config.prune.epochs) = (4, 7);
        // 38 epochs of five steps are 190, of eight 304; two steps an epoch need a hundred.
        assert_eq!([300, 500, 75].map(|members| submodel_epochs(&config, members)), [40, 38, 100]);
        config.memory.submodel_epochs = 12;
        assert_eq!(submodel_epochs(&config, 75), 12);
    }

    #[test]
    fn score_is_the_mean_inside_minus_the_mean_outside() {
        let trained_on = [vec![0], vec![1], vec![0]];
        let posteriors = [vec![0.9, 0.2], vec![0.1, 0.8], vec![0.7, 0.4]];
        let scores = in_minus_out(&trained_on, &posteriors);
        assert!((scores[0] - 0.7).abs() < 1e-6 && (scores[1] - 0.5).abs() < 1e-6, "{scores:?}");
    }
}
