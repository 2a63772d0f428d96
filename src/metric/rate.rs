//! A counted rate and its exact interval.
//!
//! Clopper & Pearson (Biometrika 1934): the ends are quantiles of Beta(hits, trials − hits + 1) and of
//! Beta(hits + 1, trials − hits). The interval never covers less than its level, also for rates near 0 and 1 where the
//! normal approximation fails, which is where sensitivities at low false-positive rates live.
//! statrs' quantile agrees with scipy's to a millionth, up to a million trials.

use super::Interval;
use statrs::function::beta::inv_beta_reg;

/// Hits among trials: a rate that does not travel without its counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// At most `trials`.
    pub hits: usize,
    /// May be 0: then nothing is known.
    pub trials: usize,
}

impl Rate {
    /// Share of the flags that are set.
    pub fn of(flags: &[bool]) -> Self {
        Self { hits: flags.iter().filter(|&&flag| flag).count(), trials: flags.len() }
    }

    /// Hits a trial, in 0..=1; 0 without trials.
    pub fn value(self) -> f64 {
        if self.trials == 0 { 0.0 } else { self.hits as f64 / self.trials as f64 }
    }

    /// The Clopper–Pearson interval at `level`, in 0..=1; all of it without trials.
    pub fn interval(self, level: f64) -> Interval {
        clopper_pearson(self.hits as f64, self.trials as f64, level)
    }
}

/// Clopper–Pearson for a number of hits that need not be whole.
pub(super) fn clopper_pearson(hits: f64, trials: f64, level: f64) -> Interval {
    let tail = (1.0 - level) / 2.0;
    let misses = trials - hits;
    let low = if hits <= 0.0 { 0.0 } else { inv_beta_reg(hits, misses + 1.0, tail) };
    // By the mirrored law, because 1 − x keeps its digits where x is near 1.
    let high = if misses <= 0.0 { 1.0 } else { 1.0 - inv_beta_reg(misses, hits + 1.0, tail) };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hit_gives_the_closed_form() {
        // 0 of n: the upper end solves (1 − x)^n = 0.025.
        let (low, high) = Rate { hits: 0, trials: 20 }.interval(0.95);
        assert_eq!(low, 0.0);
        assert!((high - (1.0 - 0.025f64.powf(1.0 / 20.0))).abs() < 1e-12);
    }

    #[test]
    fn hits_and_misses_are_mirror_images() {
        let (low, high) = Rate { hits: 3, trials: 17 }.interval(0.9);
        let (mirrored_low, mirrored_high) = Rate { hits: 14, trials: 17 }.interval(0.9);
        assert!((low - (1.0 - mirrored_high)).abs() < 1e-12 && (high - (1.0 - mirrored_low)).abs() < 1e-12);
    }

    #[test]
    fn the_interval_holds_the_rate_and_grows_with_the_level() {
        for hits in 0..=25 {
            let rate = Rate { hits, trials: 25 };
            let ((low, high), (wider_low, wider_high)) = (rate.interval(0.8), rate.interval(0.99));
            assert!(wider_low <= low && low <= rate.value() && rate.value() <= high && high <= wider_high);
        }
    }

    #[test]
    fn without_trials_nothing_is_known() {
        let nothing = Rate { hits: 0, trials: 0 };
        assert_eq!((nothing.value(), nothing.interval(0.95)), (0.0, (0.0, 1.0)));
    }
}
