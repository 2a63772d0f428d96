//! RSW-Auto and SWMR-Auto: defenses that set themselves.
//!
//! WeMem has automatic variants, but neither paper nor code says how they choose. Our rule:
//! 1. the target's dense network is pruned and fine-tuned with every candidate, and without a defense;
//! 2. each result is attacked by its own trainer, with the development records as the non-members: the leak is the largest
//!    AUC of the signals Conf, Entr and Mentr, which need neither shadows nor thresholds;
//! 3. of the candidates whose development accuracy is at most `defense.auto_budget` below that of Base, the one with the
//!    smallest leak is taken; if there is none, the one with the highest accuracy.
//!
//! It guards against these three signals only. Attacks that compare with shadows, as LiRA and RMIA, see more; a result that is
//! quiet to the trainer may be loud to them.
//!
//! The target's non-members, on which accuracy and attacks are reported, play no part. The attacker is taken to know what was
//! chosen: its shadows are defended with the same setting.

/// What a trial found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// Accuracy on the development records.
    pub accuracy: f64,
    /// Largest AUC of the trainer's own attacks.
    pub own_auc: f64,
}

/// Index of the candidate to take; `trials` in the order of the method's candidates, at least two.
pub fn choose(trials: &[Trial], budget: f64) -> usize {
    let (base, tried) = (trials[0], 1..trials.len());
    let affordable = |&i: &usize| trials[i].accuracy >= base.accuracy - budget;
    let least = |a: &usize, b: &usize| trials[*a].own_auc.total_cmp(&trials[*b].own_auc);
    let most_accurate = |a: &usize, b: &usize| trials[*b].accuracy.total_cmp(&trials[*a].accuracy);
    let found = tried.clone().filter(affordable).min_by(least);
    found.or_else(|| tried.min_by(most_accurate)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{Config, fields},
        method::{Method, rsw},
    };

    fn trial(accuracy: f64, own_auc: f64) -> Trial {
        Trial { accuracy, own_auc }
    }

    #[test]
    fn the_smallest_leak_within_the_budget_is_taken() {
        let trials = [trial(0.70, 0.8), trial(0.60, 0.5), trial(0.69, 0.6), trial(0.71, 0.7)];
        assert_eq!(choose(&trials, 0.02), 2);
        assert_eq!(choose(&trials, 0.10), 1);
        assert_eq!(choose(&trials, 0.0), 3);
    }

    #[test]
    fn without_an_affordable_candidate_the_most_accurate_is_taken_and_never_base() {
        assert_eq!(choose(&[trial(0.9, 0.5), trial(0.5, 0.6), trial(0.6, 0.7)], 0.05), 2);
    }

    #[test]
    fn candidates_are_possible_and_different() {
        for method in [Method::RswAuto, Method::SwmrAuto] {
            let all = (method.info().candidates)();
            assert_eq!(all[0].method, Method::Base);
            for (i, candidate) in all.iter().enumerate() {
                let mut config = Config::default();
                candidate.apply(&mut config.defense.settings);
                assert_eq!(fields::check_ranges(&config), Ok(()), "{}", candidate.name);
                let settings = &config.defense.settings;
                assert!(settings.get(&rsw::COVERAGE) >= settings.get(&rsw::WIDTH));
                assert!(!all[..i].contains(candidate));
            }
        }
        assert!(!Method::Rmr.info().sets_itself());
    }
}
