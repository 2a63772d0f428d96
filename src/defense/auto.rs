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

use crate::config::{Arm, Config, Order};

/// A setting that is tried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The arm that it makes.
    pub arm: Arm,
    window: Option<(f64, f64)>,
    risk_share: Option<f64>,
}

/// What a trial found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// Accuracy on the development records.
    pub accuracy: f64,
    /// Largest AUC of the trainer's own attacks.
    pub leak: f64,
}

/// Width and coverage, as shares of a class.
const WINDOWS: [(f64, f64); 6] = [(0.15, 0.4), (0.25, 0.45), (0.25, 0.6), (0.25, 0.8), (0.5, 0.8), (0.5, 1.0)];
const RISKY_WINDOWS: [(f64, f64); 3] = [(0.25, 0.6), (0.25, 0.8), (0.5, 1.0)];
const RISK_SHARES: [f64; 3] = [0.12, 0.3, 0.6];
const ORDERS: [Order; 2] = [Order::LowToHigh, Order::HighToLow];

/// The candidates of `arm`, Base first; none for an arm that does not set itself.
pub fn candidates(arm: Arm) -> Vec<Candidate> {
    let base = Candidate { arm: Arm::Base, window: None, risk_share: None };
    let tried: Vec<Candidate> = match arm {
        Arm::RswAuto => ORDERS.iter().flat_map(|&order| WINDOWS.map(|window| rsw(order, window))).collect(),
        Arm::SwmrAuto => {
            let of = |order| move |window| RISK_SHARES.map(|share| swmr(order, window, share));
            ORDERS.iter().flat_map(|&order| RISKY_WINDOWS.into_iter().flat_map(of(order))).collect()
        }
        _ => return Vec::new(),
    };
    std::iter::once(base).chain(tried).collect()
}

/// Index of the candidate to take; `trials` in the order of [`candidates`], at least two.
pub fn choose(trials: &[Trial], budget: f64) -> usize {
    let (base, tried) = (trials[0], 1..trials.len());
    let affordable = |&i: &usize| trials[i].accuracy >= base.accuracy - budget;
    let least = |a: &usize, b: &usize| trials[*a].leak.total_cmp(&trials[*b].leak);
    let most_accurate = |a: &usize, b: &usize| trials[*b].accuracy.total_cmp(&trials[*a].accuracy);
    let found = tried.clone().filter(affordable).min_by(least);
    found.or_else(|| tried.min_by(most_accurate)).unwrap_or(0)
}

impl Candidate {
    /// The configuration with this setting.
    pub fn config(&self, config: &Config) -> Config {
        let mut config = config.clone();
        let defense = &mut config.defense;
        if let Some((width, coverage)) = self.window {
            (defense.window_width, defense.window_coverage) = (width, coverage);
            (defense.window_width_records, defense.window_stride_records) = (0, 0);
        }
        defense.window_risk_share = self.risk_share.unwrap_or(defense.window_risk_share);
        config
    }
}

/// In words, as `RSW L→H, width 0.25, coverage 0.6`.
impl std::fmt::Display for Candidate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.arm.info().name)?;
        if let Some((width, coverage)) = self.window {
            write!(f, ", width {width}, coverage {coverage}")?;
        }
        self.risk_share.map_or(Ok(()), |share| write!(f, ", {share} at risk"))
    }
}

fn rsw(order: Order, window: (f64, f64)) -> Candidate {
    let arm = match order {
        Order::LowToHigh => Arm::RswLowToHigh,
        Order::HighToLow => Arm::RswHighToLow,
    };
    Candidate { arm, window: Some(window), risk_share: None }
}

fn swmr(order: Order, window: (f64, f64), share: f64) -> Candidate {
    let arm = match order {
        Order::LowToHigh => Arm::SwmrLowToHigh,
        Order::HighToLow => Arm::SwmrHighToLow,
    };
    Candidate { arm, window: Some(window), risk_share: Some(share) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::fields;

    fn trial(accuracy: f64, leak: f64) -> Trial {
        Trial { accuracy, leak }
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
        for arm in [Arm::RswAuto, Arm::SwmrAuto] {
            let all = candidates(arm);
            assert_eq!(all[0].arm, Arm::Base);
            for (i, candidate) in all.iter().enumerate() {
                let config = candidate.config(&Config::default());
                assert_eq!(fields::check_ranges(&config), Ok(()), "{candidate}");
                assert!(config.defense.window_coverage >= config.defense.window_width);
                assert!(!all[..i].contains(candidate));
            }
        }
        assert!(candidates(Arm::Rmr).is_empty());
    }
}
