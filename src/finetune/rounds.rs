//! Sparsity and epochs of the rounds of a method.

use super::Window;
use crate::{
    config::{Config, PruneConfig},
    method::{Method, STOPPED_EPOCHS, Schedule},
    prune::sparsity_in_round,
};

/// Sparsity and epochs of a round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoundPlan {
    /// Share of the weights of each hidden layer that is removed before fine-tuning.
    pub sparsity: f64,
    /// Epochs (the most, with early stopping).
    pub epochs: u32,
}

/// The rounds of a method; `class_size` is the mean number of members of a class.
pub fn rounds(method: Method, config: &Config, class_size: usize) -> Vec<RoundPlan> {
    let prune = &config.prune;
    let at_once = |epochs| vec![RoundPlan { sparsity: prune.sparsity, epochs }];
    match method.info().tuning.schedule {
        Schedule::Iterative => iterative(prune, prune.sparsity, prune.epochs),
        Schedule::NoPruning => iterative(prune, 0.0, prune.epochs),
        Schedule::StoppedEarly => iterative(prune, prune.sparsity, stopped_early(config, class_size)),
        Schedule::OneShot => at_once(prune.epochs),
        Schedule::OneShotEqual => at_once(prune.epochs * prune.rounds),
        Schedule::CutAtEnd => cut_at_end(prune),
    }
}

fn iterative(prune: &PruneConfig, sparsity: f64, epochs: u32) -> Vec<RoundPlan> {
    let in_round = |round| if sparsity > 0.0 { sparsity_in_round(sparsity, round, prune.rounds) } else { 0.0 };
    (0..prune.rounds).map(|round| RoundPlan { sparsity: in_round(round), epochs }).collect()
}

/// Dense rounds, in which a penalty prepares the cut, and one round of retraining after it.
fn cut_at_end(prune: &PruneConfig) -> Vec<RoundPlan> {
    let last = prune.rounds.max(2) - 1;
    let sparsity = |round| if round == last { prune.sparsity } else { 0.0 };
    (0..=last).map(|round| RoundPlan { sparsity: sparsity(round), epochs: prune.epochs }).collect()
}

/// The epochs that the configuration names, else those in which Base uses its members about as often as RSW does in a
/// round.
fn stopped_early(config: &Config, class_size: usize) -> u32 {
    let named = config.defense.settings.count(&STOPPED_EPOCHS);
    if named > 0 {
        return named.min(config.prune.epochs);
    }
    let window = Window::new(config);
    let uses: usize = (0..config.prune.epochs).map(|epoch| window.range(class_size, epoch).len()).sum();
    let epochs = (uses as f64 / class_size.max(1) as f64).round() as u32;
    epochs.clamp(1, config.prune.epochs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::METHODS;

    #[test]
    fn stopped_early_makes_about_as_many_steps_as_the_window() {
        let config = Config::default();
        let epochs: u32 = rounds(Method::EarlyStopped, &config, 60).iter().map(|round| round.epochs).sum();
        assert_eq!(epochs, 8, "4 rounds of 7 · 15/60 epochs, rounded");
    }

    #[test]
    fn every_method_ends_at_the_sparsity_that_it_claims() {
        let config = Config::default();
        for &method in METHODS.iter().filter(|method| !method.info().sets_itself()) {
            let last = *rounds(method, &config, 60).last().unwrap();
            let removes = method.info().tuning.schedule != Schedule::NoPruning;
            let expected = if removes { config.prune.sparsity } else { 0.0 };
            assert!((last.sparsity - expected).abs() < 1e-12, "{method:?}");
        }
    }

    #[test]
    fn with_nothing_to_remove_base_is_fine_tuning_alone_and_one_shot_its_first_round() {
        let mut config = Config::default();
        config.prune.sparsity = 0.0;
        let of = |method| rounds(method, &config, 60);
        assert_eq!(of(Method::Base), of(Method::FineTuneOnly));
        assert_eq!(of(Method::OneShot), of(Method::Base)[..1]);
    }
}
