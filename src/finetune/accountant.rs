//! What DP-SGD's steps may reveal: Rényi differential privacy of the subsampled Gaussian mechanism.
//!
//! Mironov, Talwar & Zhang 2019 ("Rényi Differential Privacy of the Sampled Gaussian Mechanism"), §3.3: by its sum for whole
//! orders, by its integral for others; converted to (ε, δ) as Canonne, Kamath & Steinke 2020, Proposition 12. Orders begin
//! at 1.01, because little noise has its best order near 1; a finer search could lower ε a little, and where the first or the
//! last order is the best, much. Neighbours differ by one record added or removed.

use statrs::function::gamma::ln_gamma;

/// What some steps guarantee.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// ε.
    pub epsilon: f64,
    /// True if the best order is the first or the last that is tried.
    pub at_most: bool,
}

/// Orders α that are tried, from the smallest on.
fn orders() -> Vec<f64> {
    let between = |from: u32, to: u32, parts: u32| (from..to).map(move |k| 1.0 + f64::from(k) / f64::from(parts));
    // 1.01 to 1.1 by 0.005, to 2 by 0.025, to 5 by 0.1.
    let low = between(2, 20, 200).chain(between(4, 40, 40)).chain(between(10, 40, 10));
    low.chain((5..=64).map(f64::from)).chain([80.0, 96.0, 128.0, 192.0, 256.0, 512.0, 1024.0]).collect()
}

/// Smallest ε at `delta` that `steps` steps with sampling rate `rate` and noise multiplier `noise` guarantee; none without
/// noise.
pub fn epsilon(rate: f64, noise: f64, steps: u32, delta: f64) -> Option<Bound> {
    if noise <= 0.0 {
        return None;
    }
    if steps == 0 {
        return Some(Bound { epsilon: 0.0, at_most: false });
    }
    let at = |alpha: f64| {
        let renyi = f64::from(steps) * divergence(rate, noise, alpha);
        renyi + ((alpha - 1.0) / alpha).ln() - (delta.ln() + alpha.ln()) / (alpha - 1.0)
    };
    let orders = orders();
    let all = orders.iter().map(|&alpha| at(alpha)).enumerate().filter(|(_, epsilon)| epsilon.is_finite());
    let (best, epsilon) = all.min_by(|a, b| a.1.total_cmp(&b.1))?;
    // Nothing is less than no ε at all.
    let at_most = epsilon > 0.0 && (best == 0 || best == orders.len() - 1);
    Some(Bound { epsilon: epsilon.max(0.0), at_most })
}

/// Rényi divergence of order α of one step, log A(α) / (α − 1).
fn divergence(rate: f64, noise: f64, alpha: f64) -> f64 {
    if rate >= 1.0 {
        return alpha / (2.0 * noise * noise);
    }
    let log = if alpha.fract() > 0.0 { log_integral(rate, noise, alpha) } else { log_sum(rate, noise, alpha) };
    log / (alpha - 1.0)
}

/// log A(α) of a whole α: A = Σ_k C(α,k) (1−q)^(α−k) q^k exp((k² − k) / 2σ²).
fn log_sum(rate: f64, noise: f64, alpha: f64) -> f64 {
    let log_choose = |k: f64| ln_gamma(alpha + 1.0) - ln_gamma(k + 1.0) - ln_gamma(alpha - k + 1.0);
    let term = |k: f64| {
        let drawn = if k > 0.0 { k * rate.ln() } else { 0.0 };
        log_choose(k) + drawn + (alpha - k) * (-rate).ln_1p() + (k * k - k) / (2.0 * noise * noise)
    };
    log_of_sum((0..=alpha as u32).map(f64::from).map(term))
}

/// Most points of an integral. More would be needed below σ = 0.004, where ε is beyond all use.
const POINTS: f64 = 200_000.0;

/// log A(α) of any α: A = E[((1 − q) + q exp((2x − 1) / 2σ²))^α] over x ~ N(0, σ²), by the trapezoidal rule.
///
/// Its error falls as exp(−2πd/h) with d the distance from the real line to where the integrand is not smooth, here πσ²;
/// steps of σ²/2, and of σ/4 for the normal density, leave less than 1e-16.
fn log_integral(rate: f64, noise: f64, alpha: f64) -> f64 {
    let variance = noise * noise;
    // Without sampling the mass lies around α, with little of it around 0.
    let (from, to) = (-12.0 * noise, alpha + 12.0 * noise);
    let step = (noise / 4.0).min(variance / 2.0).max((to - from) / POINTS);
    let term = |x: f64| {
        let (out, drawn) = ((-rate).ln_1p(), rate.ln() + (2.0 * x - 1.0) / (2.0 * variance));
        let (high, low) = if out > drawn { (out, drawn) } else { (drawn, out) };
        alpha * (high + (low - high).exp().ln_1p()) - x * x / (2.0 * variance)
    };
    let points = ((to - from) / step) as u32;
    let log = log_of_sum((0..=points).map(|k| term(from + f64::from(k) * step)));
    log + (step / (noise * (2.0 * std::f64::consts::PI).sqrt())).ln()
}

fn log_of_sum(terms: impl Iterator<Item = f64>) -> f64 {
    let terms: Vec<f64> = terms.collect();
    let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + terms.iter().map(|term| (term - largest).exp()).sum::<f64>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rate: f64, noise: f64, steps: u32) -> f64 {
        epsilon(rate, noise, steps, 1e-5).unwrap().epsilon
    }

    #[test]
    fn without_sampling_it_is_the_gaussian_mechanism() {
        // ε = min over α of α/2σ² + log((α−1)/α) − (log δ + log α)/(α−1); σ = 4, δ = 1e-5, by hand at α = 20.
        let at_20: f64 = 20.0 / 32.0 + (19.0f64 / 20.0).ln() - (1e-5f64.ln() + 20f64.ln()) / 19.0;
        let found = of(1.0, 4.0, 1);
        assert!(found <= at_20 && found > 0.9 * at_20, "{found} {at_20}");
    }

    #[test]
    fn epsilon_is_that_of_an_independent_accountant() {
        #[derive(serde::Deserialize)]
        struct Case {
            rate: f64,
            noise: f64,
            steps: u32,
            delta: f64,
            epsilon: f64,
            at_most: bool,
        }
        let cases: Vec<Case> = serde_json::from_str(include_str!("../../tests/data/epsilon.json")).unwrap();
        assert!(cases.len() >= 12);
        for case in cases {
            let found = epsilon(case.rate, case.noise, case.steps, case.delta).unwrap();
            assert!((found.epsilon / case.epsilon - 1.0).abs() < 1e-6, "{found:?} is not {}", case.epsilon);
            assert_eq!(found.at_most, case.at_most, "{found:?}");
        }
    }

    #[test]
    fn sum_and_integral_agree_where_both_are_defined() {
        for (rate, noise) in [(0.2, 1.0), (0.01, 0.5), (0.2133, 0.1), (0.5, 3.0)] {
            for alpha in [2.0, 3.0, 8.0] {
                let (sum, integral) = (log_sum(rate, noise, alpha), log_integral(rate, noise, alpha));
                // Logarithms of sums of a few thousand terms.
                assert!((sum - integral).abs() < 1e-9 * sum.abs().max(1.0), "{rate} {noise} {alpha}: {sum} {integral}");
            }
        }
    }

    /// 300 members, batches of 64, 75 steps; ε from orders of 2 and more would be 7,278, 612 and 15.8.
    #[test]
    fn little_noise_has_its_best_order_near_one() {
        for (noise, most) in [(0.1, 1714.5), (0.3, 169.3), (1.0, 14.70)] {
            let found = epsilon(64.0 / 300.0, noise, 75, 1e-5).unwrap();
            assert!(found.epsilon <= most && found.epsilon > 0.99 * most && !found.at_most, "{noise}: {found:?}");
        }
        assert!(epsilon(64.0 / 300.0, 0.01, 75, 1e-5).unwrap().at_most, "1.01 is the first order");
    }

    #[test]
    fn more_noise_less_sampling_and_fewer_steps_reveal_less() {
        let base = of(0.1, 1.0, 100);
        assert!(of(0.1, 2.0, 100) < base);
        assert!(of(0.05, 1.0, 100) < base);
        assert!(of(0.1, 1.0, 50) < base);
        assert_eq!((epsilon(0.1, 0.0, 100, 1e-5), of(0.1, 1.0, 0)), (None, 0.0));
    }
}
