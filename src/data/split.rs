//! Who trains on which records: the target, and the shadow networks of an attacker who has a half of his own.
//!
//! `balanced` (ours): the shuffled pool gives one side to the target and one, of the same size, to the attacker; a side
//! is 45 % members, 10 % development, 45 % non-members, as in mia_prune (Yuan & Zhang, USENIX Security 2022). No record
//! of the target's is known to the attacker, and guessing "member" is right half the time.
//!
//! `wemem` (WeMem's `data_process.py`): the pool is cut 80/20 into train and test, the train part into two halves, a
//! half into 90 % members and 10 % held out; held out and test together are 34 % development and 66 % non-members,
//! all sizes rounded down. Target and shadows share the test part, so their non-members overlap; only the members are
//! disjoint, and there are more members than non-members. We differ in drawing from our own streams and in leaving an
//! odd last record of the train part unused.
//!
//! A shadow shuffles the attacker's side anew, so shadows overlap each other.
//!
//! **Copies** of a record of an own file can be kept together ([`Copies`], `balanced` only): groups of equal records are
//! shuffled instead of records, and dealt out whole; where a part is full, what is left of a group is not used at all.
//! Without copies this is the ordinary split.

use super::{
    Dataset,
    own::{first_alike, rare},
};
use crate::config::{Config, Copies, SplitRule};
use crate::rng::{Seed, Stream};
use crate::{Error, Result};
use rand::seq::SliceRandom;
use std::collections::BTreeMap;

/// The records of one network, as indices into the pool. The three parts are disjoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What the network trains on.
    pub members: Vec<u32>,
    /// What early stopping looks at.
    pub development: Vec<u32>,
    /// What the attack must tell from the members.
    pub non_members: Vec<u32>,
}

impl Part {
    /// Every record of the network.
    pub fn all(&self) -> impl Iterator<Item = u32> {
        [&self.members, &self.development, &self.non_members].into_iter().flatten().copied()
    }
}

/// The records of all networks.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The network under attack.
    pub target: Part,
    /// The attacker's networks.
    pub shadows: Vec<Part>,
}

impl Split {
    /// Deals out the pool as `config.data` says, with `config.attack.shadows` shadows.
    ///
    /// # Errors
    /// [`Error::Config`] for `data.members` if the pool has too few records or a network would have no member of a
    /// class; [`Error::Data`] if the pool is too small for any split.
    pub fn new(config: &Config, data: &Dataset) -> Result<Self> {
        let seed = Seed(config.seed);
        let groups = groups(config, data)?;
        let split = match config.data.split {
            SplitRule::Balanced if let Some(groups) = groups => together(seed, config, data, groups)?,
            SplitRule::Balanced => {
                let sizes = balanced_sizes(config, data, data.len())?;
                balanced(seed, sizes, config.attack.shadows, data.len())
            }
            SplitRule::Wemem => wemem(seed, wemem_sizes(config, data)?, config.attack.shadows, data.len()),
        };
        every_class_has_members(config, data, "the target", &split.target)?;
        for (k, shadow) in split.shadows.iter().enumerate() {
            every_class_has_members(config, data, &format!("shadow {}", k + 1), shadow)?;
        }
        Ok(split)
    }
}

/// Sizes of the parts of a side, `balanced`.
#[derive(Clone, Copy)]
struct BalancedSizes {
    members: usize,
    development: usize,
}

impl BalancedSizes {
    /// 45 : 10, rounded to the nearest.
    fn of(members: usize) -> Self {
        Self { members, development: ((4 * members + 9) / 18).max(1) }
    }

    fn side(self) -> usize {
        2 * self.members + self.development
    }
}

/// The most members that `data` allows.
///
/// # Errors
/// [`Error::Data`] if the pool is too small for any split.
pub fn most_members(config: &Config, data: &Dataset) -> Result<usize> {
    let mut config = config.clone();
    config.data.members = 0;
    match config.data.split {
        SplitRule::Balanced => {
            let groups = groups(&config, data)?.unwrap_or_default();
            Ok(balanced_sizes(&config, data, usable(data, &groups))?.members)
        }
        SplitRule::Wemem => Ok(wemem_sizes(&config, data)?.members),
    }
}

fn balanced_sizes(config: &Config, data: &Dataset, usable: usize) -> Result<BalancedSizes> {
    let largest = (1..=usable / 4).rev().find(|&members| 2 * BalancedSizes::of(members).side() <= usable);
    Ok(BalancedSizes::of(members_within(config, data, largest)?))
}

/// Groups of equal records, if copies are to be kept together and there are any.
fn groups(config: &Config, data: &Dataset) -> Result<Option<Vec<Vec<u32>>>> {
    if config.data.copies == Copies::AsTheyCome || data.reading.is_none() {
        return Ok(None);
    }
    if config.data.split != SplitRule::Balanced {
        let rule = "must be as-they-come unless data.split is balanced";
        return Err(Error::config("data.copies", rule, "keep-together"));
    }
    let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (record, first) in first_alike(&data.features, &data.clean_labels).into_iter().enumerate() {
        groups.entry(first).or_default().push(record as u32);
    }
    Ok((groups.len() < data.len()).then(|| groups.into_values().collect()))
}

/// Records that can be used for sure if groups stay together: each of the three parts of the target, and the first two of
/// a shadow, can lose all but one record of a group.
fn usable(data: &Dataset, groups: &[Vec<u32>]) -> usize {
    let largest = groups.iter().map(Vec::len).max().unwrap_or(1);
    data.len().saturating_sub(5 * (largest - 1))
}

/// `balanced` with whole groups.
fn together(seed: Seed, config: &Config, data: &Dataset, mut groups: Vec<Vec<u32>>) -> Result<Split> {
    let sizes = balanced_sizes(config, data, usable(data, &groups))?;
    let parts = |groups: &mut dyn Iterator<Item = Vec<u32>>| {
        let mut part = |size| fill(groups, size);
        Part { members: part(sizes.members), development: part(sizes.development), non_members: part(sizes.members) }
    };
    groups.shuffle(&mut seed.stream("split/pool"));
    let mut rest = groups.into_iter();
    let target = parts(&mut rest);
    let attacker: Vec<Vec<u32>> = rest.collect();
    let shadow = |k| {
        let mut side = attacker.clone();
        side.shuffle(&mut seed.stream(&format!("split/shadow/{k}")));
        parts(&mut side.into_iter())
    };
    Ok(Split { target, shadows: (0..config.attack.shadows).map(shadow).collect() })
}

/// The records of the next groups, until there are `size`.
fn fill(groups: &mut dyn Iterator<Item = Vec<u32>>, size: usize) -> Vec<u32> {
    let mut part = Vec::with_capacity(size);
    while part.len() < size
        && let Some(group) = groups.next()
    {
        part.extend(group.into_iter().take(size - part.len()));
    }
    part
}

fn balanced(seed: Seed, sizes: BalancedSizes, shadows: u32, records: usize) -> Split {
    let (pool, _) = shuffled_pool(seed, records);
    let side = sizes.side();
    let cut = |side: &[u32]| {
        let (members, rest) = side.split_at(sizes.members);
        let (development, non_members) = rest.split_at(sizes.development);
        Part { members: members.into(), development: development.into(), non_members: non_members.into() }
    };
    let shadow = |k| cut(&shuffled_for_shadow(seed, k, &pool[side..2 * side]).0);
    Split { target: cut(&pool[..side]), shadows: (0..shadows).map(shadow).collect() }
}

/// Sizes of the parts, `wemem`.
#[derive(Clone, Copy)]
struct WememSizes {
    half: usize,
    members: usize,
    test: usize,
    development: usize,
}

impl WememSizes {
    fn of(records: usize) -> Self {
        let train = records * 4 / 5;
        let half = train / 2;
        let members = half * 9 / 10;
        let test = records - train;
        Self { half, members, test, development: (half - members + test) * 34 / 100 }
    }

    fn is_possible(self) -> bool {
        self.members > 0 && self.development > 0
    }
}

/// The sizes of the smallest pool that has so many members: what is left of the real one is not used.
fn wemem_sizes(config: &Config, data: &Dataset) -> Result<WememSizes> {
    let whole = WememSizes::of(data.len());
    let largest = whole.is_possible().then_some(whole.members);
    let members = members_within(config, data, largest)?;
    if members == whole.members {
        return Ok(whole);
    }
    let sizes = (1..data.len()).map(WememSizes::of).find(|sizes| sizes.members == members && sizes.is_possible());
    sizes.ok_or_else(|| too_small(data))
}

fn wemem(seed: Seed, sizes: WememSizes, shadows: u32, records: usize) -> Split {
    let (pool, mut stream) = shuffled_pool(seed, records);
    let (target, rest) = pool.split_at(sizes.half);
    let (attacker, rest) = rest.split_at(sizes.half);
    let test = &rest[..sizes.test];
    let cut = |half: &[u32], stream: &mut Stream| {
        let (members, held_out) = half.split_at(sizes.members);
        let mut evaluation = [held_out, test].concat();
        evaluation.shuffle(stream);
        let non_members = evaluation.split_off(sizes.development);
        Part { members: members.into(), development: evaluation, non_members }
    };
    let target = cut(target, &mut stream);
    let shadow = |k| {
        let (half, mut stream) = shuffled_for_shadow(seed, k, attacker);
        cut(&half, &mut stream)
    };
    Split { target, shadows: (0..shadows).map(shadow).collect() }
}

fn shuffled_pool(seed: Seed, records: usize) -> (Vec<u32>, Stream) {
    let mut stream = seed.stream("split/pool");
    let mut pool: Vec<u32> = (0..records as u32).collect();
    pool.shuffle(&mut stream);
    (pool, stream)
}

fn shuffled_for_shadow(seed: Seed, k: u32, attacker: &[u32]) -> (Vec<u32>, Stream) {
    let mut stream = seed.stream(&format!("split/shadow/{k}"));
    let mut side = attacker.to_vec();
    side.shuffle(&mut stream);
    (side, stream)
}

/// `data.members`, or the largest possible number for 0.
fn members_within(config: &Config, data: &Dataset, largest: Option<usize>) -> Result<usize> {
    let largest = largest.ok_or_else(|| too_small(data))?;
    match config.data.members as usize {
        0 => Ok(largest),
        members if members <= largest => Ok(members),
        members => {
            let rule = format!("must be at most {largest} for {} records and this split", data.len());
            Err(Error::config("data.members", rule, members))
        }
    }
}

fn too_small(data: &Dataset) -> Error {
    Error::data(&data.name, "a pool must have records for a target and its shadows", format!("{} records", data.len()))
}

/// By right labels: wrong ones would fill a class with records of others.
fn every_class_has_members(config: &Config, data: &Dataset, who: &str, part: &Part) -> Result<()> {
    let mut seen = vec![false; data.classes as usize];
    for &record in &part.members {
        seen[data.clean_labels[record as usize] as usize] = true;
    }
    match seen.iter().position(|seen| !seen) {
        None => Ok(()),
        Some(class) => Err(without_members(data, class, who, config, part.members.len())),
    }
}

/// Refuses a class of which a network has no members, by its name and its records in the file.
fn without_members(data: &Dataset, class: usize, who: &str, config: &Config, members: usize) -> Error {
    let Some(found) = data.reading.as_ref().and_then(|reading| reading.classes.get(class)) else {
        let name = data.class_names.get(class).map_or_else(|| class.to_string(), |name| format!("\"{name}\""));
        let rule = format!("must be large enough for members of every class (class {name} has none in {who})");
        return Error::config("data.members", rule, members);
    };
    let rule = format!(
        "class \"{}\" must have about {} records, for {who} has no member of it (the target and {} must have some; add records, \
         or leave rare classes out: data.rare_classes=leave-out)",
        found.name,
        rare::needed(config, data.len()),
        if config.attack.shadows == 1 {
            "the shadow".into()
        } else {
            format!("each of the {} shadows", config.attack.shadows)
        },
    );
    Error::data(&data.name, rule, found.records)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn pool(records: u32, classes: u32) -> Dataset {
        Dataset::clean("pool", 0, classes, Vec::new(), (0..records).map(|i| i % classes).collect())
    }

    /// Rare classes are told by it.
    #[test]
    fn the_share_of_members_is_that_of_the_largest_split() {
        for rule in [SplitRule::Balanced, SplitRule::Wemem] {
            let split = Split::new(&config(rule, 0, 1), &pool(10_000, 4)).unwrap();
            let share = split.target.members.len() as f64 / 10_000.0;
            assert!((share - rare::share_of_members(rule)).abs() < 5e-4, "{rule:?}: {share}");
        }
    }

    fn config(split: SplitRule, members: u32, shadows: u32) -> Config {
        let mut config = Config::default();
        config.data.split = split;
        config.data.members = members;
        config.attack.shadows = shadows;
        config
    }

    fn split(rule: SplitRule, members: u32, records: u32) -> Split {
        Split::new(&config(rule, members, 3), &pool(records, 4)).unwrap()
    }

    fn all(part: &Part) -> BTreeSet<u32> {
        part.members.iter().chain(&part.development).chain(&part.non_members).copied().collect()
    }

    fn sizes(part: &Part) -> (usize, usize, usize) {
        (part.members.len(), part.development.len(), part.non_members.len())
    }

    fn assert_disjoint(part: &Part) {
        let (members, development, non_members) = sizes(part);
        assert_eq!(all(part).len(), members + development + non_members);
    }

    #[test]
    fn a_balanced_side_is_45_10_45_and_no_record_of_the_targets_is_the_attackers() {
        let split = split(SplitRule::Balanced, 600, 4200);
        assert_eq!(sizes(&split.target), (600, 133, 600));
        assert_disjoint(&split.target);
        let attacker = all(&split.shadows[0]);
        assert!(attacker.is_disjoint(&all(&split.target)));
        for shadow in &split.shadows {
            assert_eq!(sizes(shadow), (600, 133, 600));
            assert_eq!(all(shadow), attacker);
        }
        assert_ne!(split.shadows[0].members, split.shadows[1].members);
    }

    #[test]
    fn zero_members_take_as_many_as_the_pool_allows() {
        assert_eq!(sizes(&split(SplitRule::Balanced, 0, 5010).target), (1127, 250, 1127));
        let error = Split::new(&config(SplitRule::Balanced, 1128, 2), &pool(5010, 4)).unwrap_err();
        assert_eq!(error.to_string(), "data.members must be at most 1127 for 5010 records and this split, but is 1128");
    }

    #[test]
    fn the_wemem_rule_gives_the_sizes_of_the_authors_code() {
        assert_eq!(sizes(&split(SplitRule::Wemem, 0, 5010).target), (1803, 409, 794));
        assert_eq!(sizes(&split(SplitRule::Wemem, 0, 67_330).target), (24_238, 5_494, 10_666));
        assert_eq!(sizes(&split(SplitRule::Wemem, 0, 197_324).target), (71_036, 16_101, 31_257));
    }

    #[test]
    fn under_the_wemem_rule_members_are_disjoint_and_the_test_part_is_shared() {
        let split = split(SplitRule::Wemem, 0, 5010);
        assert_disjoint(&split.target);
        let target_members: BTreeSet<u32> = split.target.members.iter().copied().collect();
        for shadow in &split.shadows {
            assert_eq!(sizes(shadow), (1803, 409, 794));
            assert_disjoint(shadow);
            assert!(all(shadow).is_disjoint(&target_members));
            assert_eq!(all(shadow).intersection(&all(&split.target)).count(), 1002);
        }
    }

    #[test]
    fn the_wemem_rule_takes_any_smaller_number_of_members() {
        for members in 1..=100 {
            let split = Split::new(&config(SplitRule::Wemem, members, 1), &pool(5010, 1)).unwrap();
            assert_eq!(split.target.members.len(), members as usize);
            assert_disjoint(&split.target);
        }
        assert!(Split::new(&config(SplitRule::Wemem, 1804, 1), &pool(5010, 4)).is_err());
    }

    #[test]
    fn pools_of_any_size_are_split_or_refused() {
        for records in 0..60 {
            for rule in [SplitRule::Balanced, SplitRule::Wemem] {
                match Split::new(&config(rule, 0, 2), &pool(records, 1)) {
                    Ok(split) => {
                        assert_disjoint(&split.target);
                        assert!(!split.target.development.is_empty() && !split.target.non_members.is_empty());
                    }
                    Err(error) => assert!(error.code() == "data" && records < 12, "{records}: {error}"),
                }
            }
        }
    }

    #[test]
    fn a_class_without_members_is_refused() {
        let mut data = pool(1000, 2);
        (data.labels[17], data.clean_labels[17]) = (2, 2);
        data.classes = 3;
        let error = Split::new(&config(SplitRule::Balanced, 0, 1), &data).unwrap_err();
        assert_eq!(error.field(), Some("data.members"));
        let shown = error.to_string();
        assert!(shown.contains("(class 2 has none in ") && shown.ends_with("but is 225"), "{error}");
        data.class_names = ["bag", "coat", "dress"].map(String::from).into();
        let named = Split::new(&config(SplitRule::Balanced, 0, 1), &data).unwrap_err().to_string();
        assert!(named.contains("(class \"dress\" has none in "), "{named}");
    }

    /// Records of which each is there `copies` times, as an own file.
    fn copied(records: u32, copies: u32) -> Dataset {
        let value = |i| (i / copies) as f32;
        let labels = (0..records).map(|i| (i / copies) % 4).collect();
        let data = Dataset::clean("pool", 1, 4, (0..records).map(value).collect(), labels);
        Dataset { reading: Some(Box::default()), ..data }
    }

    #[test]
    fn copies_that_are_kept_together_are_on_one_side_of_every_split() {
        for copies in [2, 3, 7] {
            let data = copied(1260, copies);
            let mut config = config(SplitRule::Balanced, 0, 3);
            config.data.copies = Copies::KeepTogether;
            let split = Split::new(&config, &data).unwrap();
            let of = |records: &[u32]| records.iter().map(|record| record / copies).collect::<BTreeSet<u32>>();
            for part in split.shadows.iter().chain([&split.target]) {
                assert_disjoint(part);
                assert_eq!(sizes(part), sizes(&split.target));
                assert!(of(&part.members).is_disjoint(&of(&part.non_members)));
                assert!(of(&part.members).is_disjoint(&of(&part.development)));
            }
            let target: BTreeSet<u32> = all(&split.target).iter().map(|record| record / copies).collect();
            assert!(
                split
                    .shadows
                    .iter()
                    .all(|shadow| { all(shadow).iter().all(|record| !target.contains(&(record / copies))) })
            );
            assert!(split.target.members.len() >= 260, "little is lost");
        }
        // Without copies nothing changes.
        let (mut kept, come) = (config(SplitRule::Balanced, 0, 2), config(SplitRule::Balanced, 0, 2));
        kept.data.copies = Copies::KeepTogether;
        let data = copied(600, 1);
        assert_eq!(Split::new(&kept, &data).unwrap(), Split::new(&come, &data).unwrap());
        kept.data.split = SplitRule::Wemem;
        assert!(Split::new(&kept, &data).unwrap_err().to_string().starts_with("data.copies must be as-they-come"));
    }

    #[test]
    fn another_seed_gives_another_split_and_more_shadows_leave_the_first_ones_alone() {
        let data = pool(1000, 2);
        let mut config = config(SplitRule::Balanced, 0, 2);
        let two = Split::new(&config, &data).unwrap();
        config.attack.shadows = 4;
        assert_eq!(Split::new(&config, &data).unwrap().shadows[..2], two.shadows[..]);
        config.seed = 99;
        assert_ne!(Split::new(&config, &data).unwrap().target, two.target);
    }
}
