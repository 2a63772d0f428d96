//! How sure the records make us of a Pareto front and its hypervolume, for which there is no closed form.
//!
//! A stratified bootstrap (Efron, The Annals of Statistics 1979): members and non-members are drawn anew with
//! replacement, each side by itself. All networks were asked about the same records, so each resample is one for all of
//! them, and what makes a record easy for all makes no network look better than another. Draws go to records in the
//! order of their hashed keys, so the order of rows plays no part; the stream is named and its seed fixed, so the same
//! report has the same intervals everywhere.
//!
//! The hypervolume is that of the best of several networks, so noise raises it, and a resample raises it once more: where
//! networks are equally good, percentiles alone lie too high. The excess of the resamples' mean over the value estimates
//! what noise has added to the value; the lower percentile is moved down by twice that (the value's and the
//! resamples' own excess), the upper one is left, because networks may also differ truly, and then nothing was added.

use super::{
    Interval, LEVEL,
    crossfit::hashed_order,
    front::{Point, front as front_of, hypervolume},
};
use crate::{
    rng::{Seed, Stream},
    sort,
};
use rand::RngExt;

/// Resamples: their 2.5th percentile is that of twelve.
const RESAMPLES: usize = 500;

/// One network on records that all networks share.
#[derive(Debug, Clone, Copy)]
pub struct Network<'a> {
    /// Whether it predicts each non-member right.
    pub correct: &'a [bool],
    /// Scores of members under the attack that is read for all networks.
    pub members: &'a [f64],
    /// The same of non-members.
    pub non_members: &'a [f64],
}

/// What resamples say of a front.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontBootstrap {
    /// Share of resamples in which each network is on the front.
    pub on_front: Vec<f64>,
    /// The 95 % interval of the hypervolume.
    pub hypervolume: Interval,
}

/// Resamples the records, whose keys are those of members and of non-members, and asks each time who is on the front.
///
/// `chance` is the accuracy of guessing. The interval is empty, (0, 0), without networks.
///
/// # Panics
/// If a network has not one answer a key, or a side has no records.
pub fn front(networks: &[Network], keys: (&[u64], &[u64]), chance: f64) -> FrontBootstrap {
    assert!(!keys.0.is_empty() && !keys.1.is_empty(), "records on both sides");
    let sorted: Vec<Sorted> = networks.iter().map(|network| Sorted::new(network, keys)).collect();
    let mut stream = Seed(0).stream("bootstrap/front");
    let order = (hashed_order(keys.0), hashed_order(keys.1));
    let mut times = vec![0_u32; networks.len()];
    let mut areas: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let weights = (resample(&order.0, &mut stream), resample(&order.1, &mut stream));
            let points: Vec<Point> = sorted.iter().map(|network| network.point(&weights)).collect();
            front_of(&points).into_iter().for_each(|i| times[i] += 1);
            hypervolume(&points, chance)
        })
        .collect();
    areas.sort_unstable_by(f64::total_cmp);
    let once = (vec![1; keys.0.len()], vec![1; keys.1.len()]);
    let value = hypervolume(&sorted.iter().map(|network| network.point(&once)).collect::<Vec<_>>(), chance);
    let on_front = times.into_iter().map(|times| f64::from(times) / RESAMPLES as f64).collect();
    FrontBootstrap { on_front, hypervolume: interval(value, &areas) }
}

/// The percentiles of ascending values, the lower one moved down by twice their excess over the value.
fn interval(value: f64, ascending: &[f64]) -> Interval {
    let beyond = (0.5 * (1.0 - LEVEL) * ascending.len() as f64) as usize;
    let excess = (ascending.iter().sum::<f64>() / ascending.len() as f64 - value).max(0.0);
    let (low, high) = (ascending[beyond] - 2.0 * excess, ascending[ascending.len() - 1 - beyond]);
    (low.max(0.0).min(value), high.max(value))
}

/// How often each record is drawn, drawing as many as there are.
fn resample(order: &[usize], stream: &mut Stream) -> Vec<u32> {
    let mut weights = vec![0; order.len()];
    order.iter().for_each(|_| weights[order[stream.random_range(0..order.len() as u32) as usize]] += 1);
    weights
}

/// A network's records in the order of their scores, so that a resample needs no sorting.
struct Sorted<'a> {
    correct: &'a [bool],
    /// Record and whether it is a member, in groups of equal scores from the lowest up.
    groups: Vec<Vec<(usize, bool)>>,
}

impl<'a> Sorted<'a> {
    fn new(network: &Network<'a>, keys: (&[u64], &[u64])) -> Self {
        let Network { correct, members, non_members } = *network;
        assert!(members.len() == keys.0.len() && non_members.len() == keys.1.len(), "one score a key");
        assert!(correct.len() == keys.1.len(), "one answer a non-member");
        let of_members = members.iter().enumerate().map(|(i, &score)| (score, (i, true)));
        let of_others = non_members.iter().enumerate().map(|(i, &score)| (score, (i, false)));
        let mut records: Vec<(f64, (usize, bool))> = of_members.chain(of_others).collect();
        sort::by(&mut records, |a, b| a.0.total_cmp(&b.0));
        let tied = records.chunk_by(|a, b| a.0 == b.0);
        Self { correct, groups: tied.map(|group| group.iter().map(|record| record.1).collect()).collect() }
    }

    /// Accuracy and AUC where each member and each non-member counts this often.
    fn point(&self, weights: &(Vec<u32>, Vec<u32>)) -> Point {
        let right = self.correct.iter().zip(&weights.1).filter(|&(&correct, _)| correct);
        let right: u64 = right.map(|(_, &weight)| u64::from(weight)).sum();
        // Twice the number of won pairs, ties counting one.
        let (mut below, mut doubled) = (0u64, 0u64);
        for group in &self.groups {
            let (mut tied, mut members) = (0u64, 0u64);
            for &(i, member) in group {
                if member {
                    members += u64::from(weights.0[i]);
                } else {
                    tied += u64::from(weights.1[i]);
                }
            }
            doubled += members * (2 * below + tied);
            below += tied;
        }
        let (m, n) = (weights.0.len() as f64, weights.1.len() as f64);
        (right as f64 / n, doubled as f64 / (2.0 * m * n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::Roc;

    const KEYS: ([u64; 4], [u64; 5]) = ([7, 5, 9, 2], [1, 8, 4, 3, 6]);

    fn keys() -> (&'static [u64], &'static [u64]) {
        (&KEYS.0, &KEYS.1)
    }

    const NETWORK: Network = Network {
        correct: &[true, false, true, true, false],
        members: &[3.0, 1.0, 2.0, 5.0],
        non_members: &[2.0, 0.0, 1.0, 4.0, -1.0],
    };

    #[test]
    fn a_resample_is_the_curve_of_the_records_that_were_drawn() {
        let sorted = Sorted::new(&NETWORK, keys());
        let point = sorted.point(&(vec![2, 0, 1, 1], vec![1, 3, 0, 0, 1]));
        let roc = Roc::new(&[3.0, 3.0, 2.0, 5.0], &[2.0, 0.0, 0.0, 0.0, -1.0]);
        assert_eq!(point, (0.2, roc.auc()));
    }

    #[test]
    fn a_network_that_none_beats_is_on_every_front() {
        let best = Network { correct: &[true; 5], members: &[0.0; 4], non_members: &[0.0; 5] };
        let found = front(&[best, NETWORK], keys(), 0.1);
        assert!((found.on_front[0] - 1.0).abs() < 1e-9 && found.on_front[1] < 1e-9, "{found:?}");
        assert_eq!(found.hypervolume, (0.9, 0.9));
        assert_eq!(front(&[], keys(), 0.1).hypervolume, (0.0, 0.0));
    }

    #[test]
    fn the_order_of_rows_plays_no_part() {
        let turned = Network {
            correct: &[false, true, true, false, true],
            members: &[5.0, 2.0, 1.0, 3.0],
            non_members: &[-1.0, 4.0, 1.0, 0.0, 2.0],
        };
        let (mut members, mut others) = KEYS;
        members.reverse();
        others.reverse();
        assert_eq!(front(&[turned], (&members, &others), 0.1), front(&[NETWORK], keys(), 0.1));
    }
}
