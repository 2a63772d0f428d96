//! What one fine-tuning epoch of an arm trains on. Pure: a function of configuration, ranking, round and epoch.
//!
//! WeMem's defenses are compositions of two primitives: a [`window`] limits how often a member is reused (RSW), a
//! [`risk`] split regularizes what is memorized most (RMR), both together are SWMR. The engine only executes passes.

pub mod accountant;
pub mod auto;
mod risk;
pub mod sampled;
mod treatment;
mod window;

use crate::{
    config::{Arm, Config, Order, PruneConfig, Variant},
    memory::Ranking,
    prune::sparsity_in_round,
    rng::Seed,
};
use rand::seq::SliceRandom;
pub use treatment::{Admm, Game, Loss, Noise, Treatment};
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

/// The arm that a variant is trained as, and the configuration with its strength.
pub fn effective(variant: Variant, config: &Config) -> (Arm, Config) {
    let candidates = auto::candidates(variant.arm);
    match candidates.get(variant.setting.unwrap_or(1) as usize) {
        Some(candidate) => (candidate.arm, candidate.config(config)),
        None => (variant.arm, variant.config(config)),
    }
}

/// Sparsity and epochs of a round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoundPlan {
    /// Share of the weights of each hidden layer that is removed before fine-tuning.
    pub sparsity: f64,
    /// Epochs (the most, with early stopping).
    pub epochs: u32,
}

/// The rounds of an arm; `class_size` is the mean number of members of a class.
pub fn rounds(arm: Arm, config: &Config, class_size: usize) -> Vec<RoundPlan> {
    let prune = &config.prune;
    let at_once = |epochs| vec![RoundPlan { sparsity: prune.sparsity, epochs }];
    let iterative = |epochs, sparsity: f64| {
        let sparsity = |round| if sparsity > 0.0 { sparsity_in_round(sparsity, round, prune.rounds) } else { 0.0 };
        (0..prune.rounds).map(|round| RoundPlan { sparsity: sparsity(round), epochs }).collect()
    };
    match arm {
        Arm::OneShot => at_once(prune.epochs),
        Arm::OneShotEqual => at_once(prune.epochs * prune.rounds),
        Arm::FineTuneOnly => iterative(prune.epochs, 0.0),
        Arm::EarlyStopped => iterative(stopped_early(config, class_size), prune.sparsity),
        Arm::MiaPruning | Arm::MiaPruningMinMax => cut_in_the_end(prune),
        _ => iterative(prune.epochs, prune.sparsity),
    }
}

/// Dense rounds, in which a penalty prepares the cut, and one round of retraining after it.
fn cut_in_the_end(prune: &PruneConfig) -> Vec<RoundPlan> {
    let last = prune.rounds.max(2) - 1;
    let sparsity = |round| if round == last { prune.sparsity } else { 0.0 };
    (0..=last).map(|round| RoundPlan { sparsity: sparsity(round), epochs: prune.epochs }).collect()
}

/// The epochs that the configuration names, else those in which Base uses its members about as often as RSW does in a
/// round.
fn stopped_early(config: &Config, class_size: usize) -> u32 {
    if config.defense.stopped_epochs > 0 {
        return config.defense.stopped_epochs.min(config.prune.epochs);
    }
    let window = Window::new(config);
    let uses: usize = (0..config.prune.epochs).map(|epoch| window.range(class_size, epoch).len()).sum();
    let epochs = (uses as f64 / class_size.max(1) as f64).round() as u32;
    epochs.clamp(1, config.prune.epochs)
}

/// An arm of one network: its passes, epoch by epoch.
#[derive(Debug, Clone)]
pub struct Recipe {
    arm: Arm,
    config: Config,
    /// Name of the network's random streams.
    stream: String,
    ranking: Ranking,
    window: Window,
    treatment: Treatment,
}

impl Recipe {
    /// The recipe of `arm` for a network whose members have these `scores` and `labels`.
    ///
    /// `owner` names the network's random streams, as `shadow/3`.
    pub fn new(arm: Arm, config: &Config, owner: &str, scores: &[f32], labels: &[u32], classes: u32) -> Self {
        let stream = format!("{owner}/{}", arm.info().id);
        let ranking = match arm {
            // Controls: everything as in RSW or RMR, but the ranking means nothing.
            Arm::RandomWindow | Arm::RandomRisk => {
                Ranking::shuffled(Seed(config.seed), &format!("{stream}/ranking"), labels, classes)
            }
            _ => Ranking::new(scores, labels, classes),
        };
        let treatment = Treatment::of(arm, config);
        Self { arm, config: config.clone(), stream, ranking, window: Window::new(config), treatment }
    }

    /// Every epoch on all of `members` members: dense training and sub-models. `stream` names the random streams.
    pub fn everything(config: &Config, stream: String, members: usize) -> Self {
        let all = (0..members as u32).collect();
        let ranking = Ranking { by_class: Vec::new(), all };
        let window = Window::new(config);
        Self { arm: Arm::Base, config: config.clone(), stream, ranking, window, treatment: Treatment::PLAIN }
    }

    /// Passes of one epoch, in order; each already shuffled. An epoch may be empty (a window past the end).
    pub fn passes(&self, round: u32, epoch: u32) -> Vec<Pass> {
        let defense = &self.config.defense;
        let everything = || self.ranking.all.clone();
        let mut passes = match self.arm {
            Arm::Base | Arm::FineTuneOnly | Arm::OneShot | Arm::OneShotEqual | Arm::EarlyStopped => {
                vec![self.general(everything())]
            }
            Arm::Ppb
            | Arm::Adv
            | Arm::Relaxloss
            | Arm::LabelSmoothing
            | Arm::Neuguard
            | Arm::Crl
            | Arm::MiaPruning
            | Arm::MiaPruningMinMax => vec![self.general(everything())],
            Arm::Dp => {
                let room = self.treatment.room(self.config.train.batch as usize);
                let mut members = everything();
                members.sort_unstable();
                return sampled::passes(&members, room, &self.config, &self.epoch_stream(round, epoch));
            }
            Arm::RswAuto | Arm::SwmrAuto => unreachable!("an arm that sets itself is trained as the arm that it chose"),
            Arm::RswLowToHigh | Arm::RandomWindow => vec![self.general(self.in_window(Order::LowToHigh, epoch))],
            Arm::RswHighToLow => vec![self.general(self.in_window(Order::HighToLow, epoch))],
            Arm::Rmr | Arm::RandomRisk => self.split(everything(), defense.risk_share),
            Arm::SwmrLowToHigh => self.split(self.in_window(Order::LowToHigh, epoch), defense.window_risk_share),
            Arm::SwmrHighToLow => self.split(self.in_window(Order::HighToLow, epoch), defense.window_risk_share),
            Arm::KeepLow => vec![self.general(self.window.ever_covered(&self.ranking))],
            Arm::FreshSubset => vec![self.general(self.fresh_subset(round, epoch))],
        };
        for (i, pass) in passes.iter_mut().enumerate() {
            let name = format!("{}/pass/{i}", self.epoch_stream(round, epoch));
            // From a canonical order, so that the shuffle does not depend on how the members were gathered.
            pass.members.sort_unstable();
            pass.members.shuffle(&mut Seed(self.config.seed).stream(&name));
        }
        passes.retain(|pass| !pass.members.is_empty());
        passes
    }

    /// Name of the network's random streams.
    pub fn stream(&self) -> &str {
        &self.stream
    }

    /// How its steps are taken.
    pub fn treatment(&self) -> Treatment {
        self.treatment
    }

    fn epoch_stream(&self, round: u32, epoch: u32) -> String {
        format!("{}/round/{round}/epoch/{epoch}", self.stream)
    }

    fn general(&self, members: Vec<u32>) -> Pass {
        Pass { members, slot: 0, weight_decay: self.config.train.weight_decay, sampled: None }
    }

    fn split(&self, members: Vec<u32>, share: f64) -> Vec<Pass> {
        let train = &self.config.train;
        risk::split(members, &self.ranking.at_risk(share), self.config.defense.risk_weight_decay, train.weight_decay)
    }

    fn in_window(&self, order: Order, epoch: u32) -> Vec<u32> {
        self.window.members(&self.ranking, order, epoch)
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
    use crate::config::ARMS;

    const CLASSES: u32 = 4;

    fn recipe(arm: Arm, edit: impl Fn(&mut Config)) -> Recipe {
        let mut config = Config::default();
        edit(&mut config);
        let labels: Vec<u32> = (0..200).map(|i| i % CLASSES).collect();
        let scores: Vec<f32> = (0..200).map(|i| ((i * 37) % 200) as f32).collect();
        Recipe::new(arm, &config, "target", &scores, &labels, CLASSES)
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
                used(&recipe(Arm::SwmrLowToHigh, |_| ()), epoch),
                used(&recipe(Arm::RswLowToHigh, |_| ()), epoch)
            );
            assert_eq!(
                used(&recipe(Arm::SwmrHighToLow, |_| ()), epoch),
                used(&recipe(Arm::RswHighToLow, |_| ()), epoch)
            );
        }
    }

    #[test]
    fn the_controls_of_the_window_use_as_many_members_in_each_epoch() {
        for epoch in 0..7 {
            let count = used(&recipe(Arm::RswLowToHigh, |_| ()), epoch).len();
            assert_eq!(used(&recipe(Arm::RandomWindow, |_| ()), epoch).len(), count);
            assert_eq!(used(&recipe(Arm::FreshSubset, |_| ()), epoch).len(), count);
        }
    }

    #[test]
    fn rmr_puts_the_highest_scores_into_the_pass_with_the_strong_decay() {
        let passes = recipe(Arm::Rmr, |_| ()).passes(0, 0);
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
        assert_eq!(reach(Arm::RswLowToHigh), reach(Arm::KeepLow));
        assert!(reach(Arm::FreshSubset) > reach(Arm::KeepLow));
    }

    #[test]
    fn stopped_early_makes_about_as_many_steps_as_the_window() {
        let config = Config::default();
        let epochs: u32 = rounds(Arm::EarlyStopped, &config, 60).iter().map(|round| round.epochs).sum();
        assert_eq!(epochs, 8, "4 rounds of 7 · 15/60 epochs, rounded");
    }

    #[test]
    fn every_arm_ends_at_the_sparsity_that_it_claims() {
        let config = Config::default();
        for row in ARMS.iter().filter(|row| auto::candidates(row.arm).is_empty()) {
            let last = *rounds(row.arm, &config, 60).last().unwrap();
            let expected = if row.arm == Arm::FineTuneOnly { 0.0 } else { config.prune.sparsity };
            assert!((last.sparsity - expected).abs() < 1e-12, "{}", row.id);
        }
    }

    #[test]
    fn with_nothing_to_remove_base_is_fine_tuning_alone_and_one_shot_its_first_round() {
        let mut config = Config::default();
        config.prune.sparsity = 0.0;
        let of = |arm| rounds(arm, &config, 60);
        assert_eq!(of(Arm::Base), of(Arm::FineTuneOnly));
        assert_eq!(of(Arm::OneShot), of(Arm::Base)[..1]);
    }

    #[test]
    fn two_owners_shuffle_differently_and_one_owner_always_alike() {
        let config = Config::default();
        let order = |owner: &str| {
            Recipe::new(Arm::Base, &config, owner, &[0.0; 50], &[0; 50], 1).passes(0, 0)[0].members.clone()
        };
        assert_eq!(order("target"), order("target"));
        assert_ne!(order("target"), order("shadow/0"));
    }
}
