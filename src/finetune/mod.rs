//! What one fine-tuning epoch trains on. Pure: a function of configuration, ranking, round and epoch.
//!
//! Executes what a method's row is composed of ([`crate::method::FineTuning`]): select members, split off those at risk,
//! shuffle. WeMem's two primitives are a [`window`], which limits how often a member is reused, and a [`risk`] split, which
//! regularizes what is memorized most. The engine only executes passes.

pub mod accountant;
pub mod auto;
mod risk;
mod rounds;
pub mod sampled;
mod window;

use crate::{
    config::{Arm, ArmSetting, Config},
    memory::Ranking,
    method::{FineTuning, Method, Rank, Select, rmr, step::StepRule},
    rng::Seed,
};
use rand::seq::SliceRandom;
pub use rounds::{RoundPlan, rounds};
pub use window::Window;

/// One sweep over chosen members with one optimizer.
#[derive(Debug, Clone, PartialEq)]
pub struct Pass {
    /// Positions in the network's member list.
    pub members: Vec<u32>,
    /// Which of the network's two Adam states takes the steps.
    pub slot: usize,
    /// L2 of these steps.
    pub weight_decay: f64,
    /// Taken in one step as a Poisson sample of this expected size, by which its sum of gradients is divided; if none, cut
    /// into batches, each divided by its own size.
    pub sampled: Option<u32>,
}

impl Pass {
    /// Gradient steps with batches of `batch`.
    pub fn steps(&self, batch: usize) -> usize {
        if self.sampled.is_some() { 1 } else { self.members.len().div_ceil(batch) }
    }
}

/// The method that an arm is trained as, and the configuration with its strength. While nothing is chosen, a method that
/// sets itself stands for its first candidate after Base, to count its steps.
pub fn effective(arm: Arm, config: &Config) -> (Method, Config) {
    let place = if let ArmSetting::Candidate(place) = arm.setting { place } else { 1 };
    match (arm.method.info().candidates)().get(place as usize) {
        Some(candidate) => {
            let mut config = config.clone();
            candidate.apply(&mut config.defense.settings);
            (candidate.method, config)
        }
        None => (arm.method, arm.config(config)),
    }
}

/// How a method's gradient steps are taken.
pub fn step_rule(method: Method, config: &Config) -> StepRule {
    (method.info().tuning.step)(&config.defense.settings)
}

/// A method for one network: its passes, epoch by epoch.
#[derive(Debug, Clone)]
pub struct Recipe {
    tuning: FineTuning,
    config: Config,
    /// Name of the network's random streams.
    stream: String,
    ranking: Ranking,
    window: Window,
    step_rule: StepRule,
}

impl Recipe {
    /// The recipe of `method` for a network whose members have these `scores` and `labels`.
    ///
    /// `owner` names the network's random streams, as `shadow/3`.
    pub fn new(method: Method, config: &Config, owner: &str, scores: &[f32], labels: &[u32], classes: u32) -> Self {
        let row = method.info();
        assert!(!row.sets_itself(), "a method that sets itself is trained as what it chose");
        let stream = format!("{owner}/{}", row.id);
        let ranking = match row.tuning.rank {
            Rank::ByScore => Ranking::new(scores, labels, classes),
            Rank::ByLot => Ranking::shuffled(Seed(config.seed), &format!("{stream}/ranking"), labels, classes),
        };
        let step_rule = step_rule(method, config);
        Self { tuning: row.tuning, config: config.clone(), stream, ranking, window: Window::new(config), step_rule }
    }

    /// Every epoch on all of `members` members: dense training and sub-models. `stream` names the random streams.
    pub fn everything(config: &Config, stream: String, members: usize) -> Self {
        let all = (0..members as u32).collect();
        let ranking = Ranking { by_class: Vec::new(), all };
        let (window, step_rule) = (Window::new(config), StepRule::PLAIN);
        Self { tuning: FineTuning::PLAIN, config: config.clone(), stream, ranking, window, step_rule }
    }

    /// Passes of one epoch, in order; each already shuffled. An epoch may be empty (a window past the end).
    pub fn passes(&self, round: u32, epoch: u32) -> Vec<Pass> {
        let mut members = self.selected(round, epoch);
        // From a canonical order, so that chance does not depend on how the members were gathered.
        members.sort_unstable();
        if self.tuning.select == Select::Poisson {
            return sampled::passes(&members, self.room(), &self.config, &self.epoch_stream(round, epoch));
        }
        let mut passes = match self.tuning.risk {
            Some(share) => self.split(members, self.config.defense.settings.get(share)),
            None => vec![self.general(members)],
        };
        for (i, pass) in passes.iter_mut().enumerate() {
            let name = format!("{}/pass/{i}", self.epoch_stream(round, epoch));
            pass.members.shuffle(&mut Seed(self.config.seed).stream(&name));
        }
        passes.retain(|pass| !pass.members.is_empty());
        passes
    }

    fn selected(&self, round: u32, epoch: u32) -> Vec<u32> {
        match self.tuning.select {
            Select::All | Select::Poisson => self.ranking.all.clone(),
            Select::Window(order) => self.window.members(&self.ranking, order, epoch),
            Select::Reached => self.window.ever_covered(&self.ranking),
            Select::FreshSubset => self.fresh_subset(round, epoch),
        }
    }

    fn room(&self) -> usize {
        self.step_rule.room(self.config.train.batch as usize)
    }

    /// Name of the network's random streams.
    pub fn stream(&self) -> &str {
        &self.stream
    }

    /// How its steps are taken.
    pub fn step_rule(&self) -> StepRule {
        self.step_rule
    }

    fn epoch_stream(&self, round: u32, epoch: u32) -> String {
        format!("{}/round/{round}/epoch/{epoch}", self.stream)
    }

    fn general(&self, members: Vec<u32>) -> Pass {
        Pass { members, slot: 0, weight_decay: self.config.train.weight_decay, sampled: None }
    }

    fn split(&self, members: Vec<u32>, share: f64) -> Vec<Pass> {
        let risk_decay = self.config.defense.settings.get(&rmr::DECAY);
        risk::split(members, &self.ranking.at_risk(share), risk_decay, self.config.train.weight_decay)
    }

    fn fresh_subset(&self, round: u32, epoch: u32) -> Vec<u32> {
        let draw = |class: &Vec<u32>, count: usize, name: &str| {
            let mut members = class.clone();
            members.sort_unstable();
            members.shuffle(&mut Seed(self.config.seed).stream(name));
            members.truncate(count);
            members
        };
        let pick = |(c, class): (usize, &Vec<u32>)| {
            let count = self.window.range(class.len(), epoch).len();
            draw(class, count, &format!("{}/class/{c}", self.epoch_stream(round, epoch)))
        };
        self.ranking.by_class.iter().enumerate().flat_map(pick).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLASSES: u32 = 4;

    fn recipe(method: Method, edit: impl Fn(&mut Config)) -> Recipe {
        let mut config = Config::default();
        edit(&mut config);
        let labels: Vec<u32> = (0..200).map(|i| i % CLASSES).collect();
        let scores: Vec<f32> = (0..200).map(|i| ((i * 37) % 200) as f32).collect();
        Recipe::new(method, &config, "target", &scores, &labels, CLASSES)
    }

    fn used(recipe: &Recipe, epoch: u32) -> Vec<u32> {
        let mut members: Vec<u32> = recipe.passes(0, epoch).into_iter().flat_map(|pass| pass.members).collect();
        members.sort_unstable();
        members
    }

    #[test]
    fn swmr_trains_on_the_same_members_as_rsw() {
        for epoch in 0..7 {
            assert_eq!(
                used(&recipe(Method::SwmrLowToHigh, |_| ()), epoch),
                used(&recipe(Method::RswLowToHigh, |_| ()), epoch)
            );
            assert_eq!(
                used(&recipe(Method::SwmrHighToLow, |_| ()), epoch),
                used(&recipe(Method::RswHighToLow, |_| ()), epoch)
            );
        }
    }

    #[test]
    fn the_controls_of_the_window_use_as_many_members_in_each_epoch() {
        for epoch in 0..7 {
            let count = used(&recipe(Method::RswLowToHigh, |_| ()), epoch).len();
            assert_eq!(used(&recipe(Method::RandomWindow, |_| ()), epoch).len(), count);
            assert_eq!(used(&recipe(Method::FreshSubset, |_| ()), epoch).len(), count);
        }
    }

    #[test]
    fn rmr_puts_the_highest_scores_into_the_pass_with_the_strong_decay() {
        let passes = recipe(Method::Rmr, |_| ()).passes(0, 0);
        assert_eq!((passes[0].slot, passes[1].slot), (risk::RISK_SLOT, risk::GENERAL_SLOT));
        assert_eq!((passes[0].members.len(), passes[1].members.len()), (50, 150));
        assert!(passes[0].weight_decay > passes[1].weight_decay);
        let lowest_at_risk = passes[0].members.iter().map(|i| (i * 37) % 200).min();
        assert_eq!(lowest_at_risk, Some(150));
    }

    #[test]
    fn fresh_subsets_reach_members_that_the_window_never_does() {
        let reach = |arm| {
            let recipe = recipe(arm, |_| ());
            let mut all: Vec<u32> = (0..4)
                .flat_map(|round| (0..7).map(move |epoch| (round, epoch)))
                .flat_map(|(round, epoch)| recipe.passes(round, epoch))
                .flat_map(|pass| pass.members)
                .collect();
            all.sort_unstable();
            all.dedup();
            all.len()
        };
        assert_eq!(reach(Method::RswLowToHigh), reach(Method::KeepLow));
        assert!(reach(Method::FreshSubset) > reach(Method::KeepLow));
    }

    #[test]
    fn two_owners_shuffle_differently_and_one_owner_always_alike() {
        let config = Config::default();
        let order = |owner: &str| {
            Recipe::new(Method::Base, &config, owner, &[0.0; 50], &[0; 50], 1).passes(0, 0)[0].members.clone()
        };
        assert_eq!(order("target"), order("target"));
        assert_ne!(order("target"), order("shadow/0"));
    }
}
