//! A checked configuration with its data: everything that an engine or a run needs to know, and nothing random left.
//!
//! The only validator. Engines and the run each make their own plan from the same configuration and files, and so
//! agree on every record of every network without telling each other.

use crate::{
    Error, Result,
    attack::{ATTACKS, Attack, learned::Recipe},
    config::{Adaptive, Arm, Config, MemoryScore, Method, NetworkKind, PruneConfig, SplitRule, fields},
    data::{Dataset, Part, Split, mask_features},
    finetune::{effective, step_rule},
    message::Role,
    method::rsw,
    network::Shape,
    rng::Seed,
};
use rand::seq::SliceRandom;
use std::collections::BTreeSet;

/// Most records on which all networks are compared.
const MAX_POPULATION: usize = 2000;

/// Fewest pixels a side of which two poolings leave one.
const SMALLEST_PICTURE: u32 = 4;

/// A checked configuration with its data and its split.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The configuration as given.
    pub config: Config,
    /// The pool.
    pub data: Dataset,
    /// Which record is what for which network.
    pub split: Split,
    /// Records of the attacker's side, none of the target's, at random: on them all networks are compared. At most 2,000
    /// and at most as many as the target has members.
    pub population: Vec<u32>,
}

impl Plan {
    /// Checks `config` and loads the pool from `files` (those that [`crate::config::Source::files`] names, or the user's own).
    ///
    /// # Errors
    /// The first value out of range or in contradiction to others or to the data; a file that cannot be read.
    pub fn new(config: Config, files: &[Vec<u8>]) -> Result<Self> {
        fields::check_ranges(&config)?;
        check_arms(&config)?;
        check_memory(&config)?;
        check_shares(&config)?;
        check_pruning(&config)?;
        check_attacker(&config)?;
        let mut data = Dataset::load(&config, files)?;
        let split = Split::new(&config, &data)?;
        let of_attacker: Vec<u32> = split.shadows.iter().flat_map(Part::all).collect();
        mask_features(&mut data, &of_attacker, config.attack.shadow_shift, Seed(config.seed));
        let population = population(&config, &split);
        let plan = Self { config, data, split, population };
        plan.check_network()?;
        plan.check_window()?;
        plan.check_development()?;
        Ok(plan)
    }

    /// Target first, then the shadows.
    pub fn roles(&self) -> Vec<Role> {
        let shadows = 0..self.config.attack.shadows;
        std::iter::once(Role::Target).chain(shadows.map(Role::Shadow)).collect()
    }

    /// The arms of the report, with each strength of a sweep.
    pub fn arms(&self) -> Vec<Arm> {
        Arm::all(&self.config)
    }

    /// The method that an arm is trained as, and the configuration of one of its networks: the attacker's are pruned as far
    /// as the attacker's knowledge goes.
    pub fn effective(&self, arm: Arm, role: Role) -> (Method, Config) {
        let (method, config) = effective(arm, &self.config);
        match role {
            Role::Target => (method, config),
            Role::Shadow(_) => (method, config.of_attacker()),
        }
    }

    /// How a network is pruned: the attacker's as far as the attacker's knowledge goes.
    pub fn pruning(&self, role: Role) -> PruneConfig {
        match role {
            Role::Target => self.config.prune.clone(),
            Role::Shadow(_) => self.config.of_attacker().prune,
        }
    }

    /// Members, development and non-members of a network.
    pub fn part(&self, role: Role) -> &Part {
        match role {
            Role::Target => &self.split.target,
            Role::Shadow(k) => &self.split.shadows[k as usize],
        }
    }

    /// Whether a network is trained on each record of the population.
    pub fn trained_on(&self, role: Role) -> Vec<bool> {
        let members: BTreeSet<u32> = self.part(role).members.iter().copied().collect();
        self.population.iter().map(|record| members.contains(record)).collect()
    }

    /// Labels that the network sees, of records of the pool.
    pub fn labels(&self, records: &[u32]) -> Vec<u32> {
        records.iter().map(|&record| self.data.labels[record as usize]).collect()
    }

    /// Shape of every network.
    pub fn shape(&self) -> Shape {
        Shape::new(&self.config.network, self.data.dim, self.data.image, self.data.classes as usize)
    }

    /// The seed of all streams.
    pub fn seed(&self) -> Seed {
        Seed(self.config.seed)
    }

    /// Mean number of members of a class.
    pub fn class_size(&self, role: Role) -> usize {
        self.part(role).members.len() / self.data.classes as usize
    }

    /// Sub-models that each network's mem-scores need.
    pub fn submodels(&self) -> u32 {
        if self.config.memory.score == MemoryScore::EarlyLoss { 0 } else { self.config.memory.submodels }
    }

    /// Attacks of this run that learn, with what they train.
    pub fn learned_attacks(&self) -> impl Iterator<Item = (Attack, Recipe)> {
        let size = self.config.attack.learned;
        ATTACKS.iter().filter_map(move |row| Some((row.attack, Recipe::new(row.attack, size)?)))
    }

    /// True if learned attacks follow on this round of an arm, of which it is the last.
    pub fn is_attacked_by_learning(&self, rounds: usize, round: u32) -> bool {
        self.learned_attacks().next().is_some() && round as usize + 1 == rounds
    }

    /// Gradient steps of a learned attack on one arm.
    pub fn learning_steps(&self, recipe: &Recipe) -> u32 {
        let trained_on = &self.split.shadows[..self.split.shadows.len() - 1];
        let records = trained_on.iter().map(|part| part.members.len() + part.non_members.len()).sum();
        recipe.epochs * recipe.steps_an_epoch(records)
    }

    /// True for arms that train an attacker of their own on the development records, or choose by them.
    pub fn needs_development(&self, arm: Method) -> bool {
        step_rule(arm, &self.config).game.is_some() || arm.info().sets_itself()
    }

    fn check_network(&self) -> Result<()> {
        let kind = self.config.network.kind;
        let refused = |rule: &str| Err(Error::config("network.kind", rule, kind.id()));
        match self.data.image {
            _ if kind == NetworkKind::Fc => Ok(()),
            None => refused("must be fc for records that are not pictures"),
            Some((width, height)) if width.min(height) < SMALLEST_PICTURE => {
                refused(&format!("must be fc for pictures of {width}×{height} pixels, which are pooled twice"))
            }
            Some(_) => Ok(()),
        }
    }

    fn check_window(&self) -> Result<()> {
        let width = self.config.defense.settings.count(&rsw::WIDTH_RECORDS) as usize;
        let largest = self.largest_class();
        if width > largest {
            let rule = format!("must not be wider than the largest class ({largest} members)");
            return Err(Error::config(rsw::WIDTH_RECORDS.field.key, rule, width));
        }
        Ok(())
    }

    fn check_development(&self) -> Result<()> {
        let records = self.roles().into_iter().map(|role| self.part(role).development.len()).min().unwrap_or(0);
        if self.config.train.early_stopping && records == 0 {
            let rule = "must be off without development records; take more members";
            return Err(Error::config("train.early_stopping", rule, true));
        }
        if let Some(arm) = self.config.arms.iter().find(|&&arm| records == 0 && self.needs_development(arm)) {
            let rule = "must not name a method that needs development records without any; take more members";
            return Err(Error::config("arms", rule, arm.info().id));
        }
        Ok(())
    }

    fn largest_class(&self) -> usize {
        let mut sizes = vec![0; self.data.classes as usize];
        for label in self.labels(&self.split.target.members) {
            sizes[label as usize] += 1;
        }
        sizes.into_iter().max().unwrap_or(0)
    }
}

fn population(config: &Config, split: &Split) -> Vec<u32> {
    let of_target: BTreeSet<u32> = split.target.all().collect();
    let of_attacker: BTreeSet<u32> = split.shadows.iter().flat_map(Part::all).collect();
    let mut records: Vec<u32> = of_attacker.difference(&of_target).copied().collect();
    records.shuffle(&mut Seed(config.seed).stream("population"));
    records.truncate(split.target.members.len().min(MAX_POPULATION));
    records
}

/// That each is named once is checked with the ranges.
fn check_arms(config: &Config) -> Result<()> {
    if config.arms.is_empty() {
        return Err(Error::config("arms", "must name at least one method", "none"));
    }
    Ok(())
}

fn check_memory(config: &Config) -> Result<()> {
    let memory = &config.memory;
    match memory.score {
        MemoryScore::EarlyLoss if memory.epochs > config.train.epochs => Err(Error::config(
            "memory.epochs",
            format!("must not exceed train.epochs ({}) with early-loss", config.train.epochs),
            memory.epochs,
        )),
        MemoryScore::HalfSplits if memory.submodels % 2 == 1 => {
            Err(Error::config("memory.submodels", "must be even with half-splits", memory.submodels))
        }
        MemoryScore::EarlyLoss | MemoryScore::HalfSplits | MemoryScore::KFold => Ok(()),
    }
}

fn check_shares(config: &Config) -> Result<()> {
    let settings = &config.defense.settings;
    let (records, width, coverage) =
        (settings.count(&rsw::WIDTH_RECORDS), settings.get(&rsw::WIDTH), settings.get(&rsw::COVERAGE));
    if config.defense.sweep && records > 0 {
        let rule = "must be 0 with defense.sweep, which varies the window as a share";
        return Err(Error::config(rsw::WIDTH_RECORDS.field.key, rule, records));
    }
    if records == 0 && coverage < width {
        let rule = format!("must be at least {} ({width})", rsw::WIDTH.field.key);
        return Err(Error::config(rsw::COVERAGE.field.key, rule, coverage));
    }
    Ok(())
}

fn check_attacker(config: &Config) -> Result<()> {
    if config.attack.adaptive == Adaptive::Both && !config.arms.contains(&Method::Base) {
        let rule = "must be adaptive unless base, whose shadows it needs, is among the methods";
        return Err(Error::config("attack.adaptive", rule, "both"));
    }
    if config.attack.shadow_shift > 0.0 && config.data.split == SplitRule::Wemem {
        let rule = "must be 0 with data.split=wemem, where the attacker has records of the target's";
        return Err(Error::config("attack.shadow_shift", rule, config.attack.shadow_shift));
    }
    Ok(())
}

fn check_pruning(config: &Config) -> Result<()> {
    let methods = [
        ("prune.method", config.prune.method),
        ("attack.shadow_method", config.attack.shadow_method.or(config.prune.method)),
    ];
    match methods.into_iter().find(|(_, method)| method.info().goes_by_norms) {
        Some((key, method)) if config.network.kind == NetworkKind::Fc => {
            let id = method.info().choice.id;
            let rule = format!("must not be {id} with network.kind fc, which has no batch norm");
            Err(Error::config(key, rule, id))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{ArmSetting, PruneMethod, Source},
        finetune::rounds,
    };

    fn plan(split: SplitRule) -> Plan {
        let mut config = Config::default();
        (config.data.source, config.data.members, config.data.split) = (Source::MiniBits, 300, split);
        Plan::new(config, &[]).unwrap()
    }

    #[test]
    fn an_attacker_who_does_not_know_of_the_defense_needs_the_shadows_of_base() {
        let mut config = Config { arms: vec![Method::Rmr], ..Config::default() };
        (config.data.source, config.attack.adaptive) = (Source::MiniBits, Adaptive::Both);
        let error = Plan::new(config.clone(), &[]).unwrap_err().to_string();
        let rule = "must be adaptive unless base, whose shadows it needs, is among the methods";
        assert_eq!(error, format!("attack.adaptive {rule}, but is both"));
        config.arms.push(Method::Base);
        assert!(Plan::new(config, &[]).is_ok());
    }

    #[test]
    fn a_shift_changes_the_attackers_records_and_none_of_the_targets() {
        let (plain, mut config) = (plan(SplitRule::Balanced), plan(SplitRule::Balanced).config);
        config.attack.shadow_shift = 0.25;
        let shifted = Plan::new(config.clone(), &[]).unwrap();
        assert_eq!((&shifted.split, &shifted.population), (&plain.split, &plain.population));
        let row = |plan: &Plan, record: u32| plan.data.row(record as usize).to_vec();
        assert!(plain.part(Role::Target).all().all(|record| row(&plain, record) == row(&shifted, record)));
        assert!(plain.part(Role::Shadow(1)).all().all(|record| row(&plain, record) != row(&shifted, record)));
        config.data.split = SplitRule::Wemem;
        let error = Plan::new(config, &[]).unwrap_err().to_string();
        let rule = "must be 0 with data.split=wemem, where the attacker has records of the target's";
        assert_eq!(error, format!("attack.shadow_shift {rule}, but is 0.25"));
    }

    #[test]
    fn another_sparsity_of_the_shadows_leaves_the_target_alone_and_dense_arms_dense() {
        let mut plan = plan(SplitRule::Balanced);
        plan.config.attack.shadow_sparsity = 0.9;
        let sparsity = |method, role| {
            let (method, config) = plan.effective(Arm::plain(method), role);
            rounds(method, &config, 30).last().unwrap().sparsity
        };
        for (method, target, shadow) in
            [(Method::Rmr, 0.6, 0.9), (Method::OneShot, 0.6, 0.9), (Method::FineTuneOnly, 0.0, 0.0)]
        {
            let found = (sparsity(method, Role::Target), sparsity(method, Role::Shadow(1)));
            assert!((found.0 - target).abs() < 1e-12 && (found.1 - shadow).abs() < 1e-12, "{method:?}: {found:?}");
        }
        // A sweep of the sparsity sets the target's; what the attacker takes for it stays.
        let swept = Arm { method: Method::MiaPruning, setting: ArmSetting::Strength(0) };
        assert_eq!(plan.effective(swept, Role::Shadow(0)).1.prune.sparsity.to_bits(), 0.9f64.to_bits());
        assert!(plan.effective(swept, Role::Target).1.prune.sparsity < 0.9);
    }

    #[test]
    fn slimming_needs_batch_norm() {
        let mut config = Config::default();
        (config.data.source, config.prune.method) = (Source::MiniBits, PruneMethod::Slimming);
        let error = Plan::new(config, &[]).unwrap_err().to_string();
        assert_eq!(
            error,
            "prune.method must not be slimming with network.kind fc, which has no batch norm, but is slimming"
        );
    }

    #[test]
    fn convolutions_need_pictures() {
        let mut config = Config::default();
        (config.data.source, config.network.kind) = (Source::MiniBits, NetworkKind::Resnet8);
        let error = Plan::new(config, &[]).unwrap_err().to_string();
        assert_eq!(error, "network.kind must be fc for records that are not pictures, but is resnet8");
    }

    #[test]
    fn the_population_is_the_attackers_and_new_to_the_target() {
        for rule in [SplitRule::Balanced, SplitRule::Wemem] {
            let plan = plan(rule);
            let of = |role| plan.part(role).all().collect::<Vec<u32>>();
            let (target, shadow) = (of(Role::Target), of(Role::Shadow(0)));
            assert!(plan.population.iter().all(|record| !target.contains(record) && shadow.contains(record)));
            assert_eq!(plan.population.iter().collect::<BTreeSet<_>>().len(), 300, "{rule:?}");
        }
    }
}
