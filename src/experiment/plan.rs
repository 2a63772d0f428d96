//! A checked configuration with its data: everything that an engine or a run needs to know, and nothing random left.
//!
//! The only validator. Engines and the run each make their own plan from the same configuration and files, and so
//! agree on every record of every network without telling each other.

use super::{
    message::{Job, Role},
    task::Task,
};
use crate::{
    Error, Result,
    attack::{ATTACKS, Attack, learned::Recipe},
    config::{Arm, Config, MemoryScore, fields},
    data::{Dataset, Part, Split},
    network::Shape,
    rng::Seed,
};

/// See the module.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The configuration as given.
    pub config: Config,
    /// The pool.
    pub data: Dataset,
    /// Which record is what for which network.
    pub split: Split,
}

impl Plan {
    /// Checks `config` and loads the pool from `files` (those that [`crate::data::files`] names, or the user's own).
    ///
    /// # Errors
    /// The first value out of range or in contradiction to others or to the data; a file that cannot be read.
    pub fn new(config: Config, files: &[Vec<u8>]) -> Result<Self> {
        fields::check_ranges(&config)?;
        check_arms(&config)?;
        check_memory(&config)?;
        check_shares(&config)?;
        let data = Dataset::load(&config, files)?;
        let split = Split::new(&config, &data)?;
        let plan = Self { config, data, split };
        plan.check_window()?;
        plan.check_development()?;
        Ok(plan)
    }

    /// Target first, then the shadows.
    pub fn roles(&self) -> Vec<Role> {
        let shadows = 0..self.config.attack.shadows;
        std::iter::once(Role::Target).chain(shadows.map(Role::Shadow)).collect()
    }

    /// Members, development and non-members of a network.
    pub fn part(&self, role: Role) -> &Part {
        match role {
            Role::Target => &self.split.target,
            Role::Shadow(k) => &self.split.shadows[k as usize],
        }
    }

    /// Labels that the network sees, of records of the pool.
    pub fn labels(&self, records: &[u32]) -> Vec<u32> {
        records.iter().map(|&record| self.data.labels[record as usize]).collect()
    }

    /// Shape of every network.
    pub fn shape(&self) -> Shape {
        Shape::new(&self.config.network, self.data.dim, self.data.classes as usize)
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

    /// Gradient steps of a job, summed over its networks (the most, with early stopping).
    pub fn steps(&self, job: &Job) -> u32 {
        if let Job::Learn(task) = job {
            let recipe = Recipe::new(task.attack, self.config.attack.learned);
            return recipe.map_or(0, |recipe| self.learning_steps(&recipe));
        }
        Task::of_job(self, job).iter().map(|task| task.steps(self.config.train.batch as usize)).sum()
    }

    fn check_window(&self) -> Result<()> {
        let width = self.config.defense.window_width_records as usize;
        let largest = self.largest_class();
        if width > largest {
            let rule = format!("must not be wider than the largest class ({largest} members)");
            return Err(Error::config("defense.window_width_records", rule, width));
        }
        Ok(())
    }

    fn check_development(&self) -> Result<()> {
        let records = self.roles().into_iter().map(|role| self.part(role).development.len()).min().unwrap_or(0);
        if self.config.train.early_stopping && records == 0 {
            let rule = "must be off without development records; take more members";
            return Err(Error::config("train.early_stopping", rule, true));
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

fn check_arms(config: &Config) -> Result<()> {
    let repeated = |(i, arm): (usize, &Arm)| config.arms[..i].contains(arm).then(|| arm.info().id);
    match config.arms.iter().enumerate().find_map(repeated) {
        _ if config.arms.is_empty() => Err(Error::config("arms", "must name at least one arm", "none")),
        Some(id) => Err(Error::config("arms", "must name each arm once", id)),
        None => Ok(()),
    }
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
        _ => Ok(()),
    }
}

fn check_shares(config: &Config) -> Result<()> {
    let defense = &config.defense;
    if defense.window_width_records == 0 && defense.window_coverage < defense.window_width {
        let rule = format!("must be at least defense.window_width ({})", defense.window_width);
        return Err(Error::config("defense.window_coverage", rule, defense.window_coverage));
    }
    Ok(())
}
