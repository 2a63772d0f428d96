//! The strongest of several attacks, without paying for the choice.
//!
//! The highest of several AUCs on the same records is the luckiest as well as the strongest. So the records are split
//! into two halves within each side: the attack with the highest AUC on one half is read on the other, and back, and the
//! mean of the two readings stands for what the strongest attack achieves (cross-fitting, as in Chernozhukov et al.,
//! The Econometrics Journal 2018; here for the choice of one of a few attacks). The evaluator, who knows the truth, may do
//! so; no attacker could.
//!
//! Which half a record is in depends on its key alone: records of a side alternate in the order of a hash of their keys,
//! so the order of rows plays no part. Records of equal keys must be interchangeable.
//!
//! The halves share no record, so the variance of the mean is a quarter of the sum of DeLong's variances of the two
//! readings; the interval is made of it as that of any AUC ([`super::delong`]).

use super::{
    Interval,
    delong::{self, Placements},
};
use crate::sort;

/// What the strongest attack achieves on records that it was not chosen on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrossFit {
    /// The attack chosen on the first half and read on the second, and the one chosen on the second.
    pub chosen: [usize; 2],
    /// Mean of both readings.
    pub auc: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// Cross-fits the strongest of `attacks`: scores of members and of non-members, in the order of the records' keys.
///
/// None without attacks, or if a half lacks members or non-members. The first of equally strong attacks is chosen.
///
/// # Panics
/// If an attack has not one score a key.
pub fn strongest(attacks: &[(&[f64], &[f64])], members: &[u64], non_members: &[u64]) -> Option<CrossFit> {
    let halves = [halves(members), halves(non_members)];
    if attacks.is_empty() || halves.iter().flatten().any(Vec::is_empty) {
        return None;
    }
    let placed = |half: usize, attack: usize| {
        let (of_members, of_others) = attacks[attack];
        assert!(of_members.len() == members.len() && of_others.len() == non_members.len(), "one score a key");
        let pick = |scores: &[f64], side: usize| halves[side][half].iter().map(|&i| scores[i]).collect::<Vec<f64>>();
        Placements::new(&pick(of_members, 0), &pick(of_others, 1))
    };
    let strongest = |half: usize| {
        let areas: Vec<f64> = (0..attacks.len()).map(|attack| placed(half, attack).auc()).collect();
        (1..areas.len()).fold(0, |best, attack| if areas[attack] > areas[best] { attack } else { best })
    };
    let chosen = [strongest(0), strongest(1)];
    let read = [placed(1, chosen[0]), placed(0, chosen[1])];
    let auc = 0.5 * (read[0].auc() + read[1].auc());
    Some(CrossFit { chosen, auc, interval: delong::interval_of_mean(auc, &read) })
}

/// Records alternating in the order of their keys' hashes.
fn halves(keys: &[u64]) -> [Vec<usize>; 2] {
    let order = hashed_order(keys);
    [0, 1].map(|first| order.iter().copied().skip(first).step_by(2).collect())
}

/// Indices in the order of the keys' hashes.
pub(super) fn hashed_order(keys: &[u64]) -> Vec<usize> {
    sort::order(keys.len(), |a, b| mixed(keys[a]).cmp(&mixed(keys[b])))
}

/// The finalizer of SplitMix64 (Steele, Lea & Flood, OOPSLA 2014): one to one, and neighbouring keys fall far apart.
fn mixed(key: u64) -> u64 {
    let key = (key ^ (key >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let key = (key ^ (key >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    key ^ (key >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Seed;
    use rand::{RngExt, seq::SliceRandom};

    fn keys(count: u64) -> Vec<u64> {
        (0..count).collect()
    }

    #[test]
    fn an_attack_is_read_where_it_was_not_chosen() {
        // Eight records a side; the first attack is perfect on the first half and wrong on the second, the other turned.
        let keys = keys(8);
        let [first, _] = halves(&keys);
        let score = |good: bool| -> (Vec<f64>, Vec<f64>) {
            let of =
                |member: bool| (0..8).map(|i| f64::from(u8::from((first.contains(&i) == good) == member))).collect();
            (of(true), of(false))
        };
        let (one, two) = (score(true), score(false));
        let found = strongest(&[(&one.0, &one.1), (&two.0, &two.1)], &keys, &keys).unwrap();
        assert_eq!((found.chosen, found.auc), ([0, 1], 0.0));
    }

    #[test]
    fn of_equal_attacks_the_first_is_chosen_and_one_alone_is_read_whole() {
        let (members, others) = ([3.0, 2.0, 5.0, 4.0, 1.0, 9.0], [0.0, 2.5, 1.0, 3.5, 0.5, 0.2]);
        let attack = (&members[..], &others[..]);
        let [alone, twice] = [&[attack][..], &[attack, attack]].map(|a| strongest(a, &keys(6), &keys(6)).unwrap());
        assert_eq!(alone, twice);
        assert_eq!(alone.chosen, [0, 0]);
        assert!(alone.interval.0 < alone.auc && alone.auc <= alone.interval.1);
    }

    #[test]
    fn the_order_of_rows_plays_no_part() {
        let mut stream = Seed(5).stream("test/crossfit");
        let mut rows: Vec<(u64, [f64; 3])> = (0..41).map(|key| (key, [0; 3].map(|_| stream.random()))).collect();
        let others: Vec<[f64; 3]> = (0..30).map(|_| [0; 3].map(|_| stream.random())).collect();
        let found = |rows: &[(u64, [f64; 3])]| {
            let columns = [0, 1, 2].map(|k| {
                let column = |rows: &[[f64; 3]]| rows.iter().map(|row| row[k]).collect::<Vec<f64>>();
                (column(&rows.iter().map(|row| row.1).collect::<Vec<_>>()), column(&others))
            });
            let attacks: Vec<(&[f64], &[f64])> = columns.iter().map(|(a, b)| (&a[..], &b[..])).collect();
            strongest(&attacks, &rows.iter().map(|row| row.0).collect::<Vec<_>>(), &keys(30)).unwrap()
        };
        let before = found(&rows);
        rows.shuffle(&mut stream);
        assert_eq!(found(&rows), before);
    }

    #[test]
    fn without_a_half_or_an_attack_there_is_nothing_to_choose() {
        assert_eq!(strongest(&[], &keys(4), &keys(4)), None);
        assert_eq!(strongest(&[(&[1.0], &[0.0, 0.0])], &keys(1), &keys(2)), None);
        assert!(strongest(&[(&[1.0, 2.0], &[0.0, 0.0])], &keys(2), &keys(2)).is_some());
    }
}
