//! What DP-SGD's steps may reveal: Rényi differential privacy of the subsampled Gaussian mechanism.
//!
//! Mironov, Talwar & Zhang 2019 ("Rényi Differential Privacy of the Sampled Gaussian Mechanism"), §3.3 for whole orders;
//! converted to (ε, δ) as Canonne, Kamath & Steinke 2020, Proposition 12. Only whole orders are tried, so ε is an upper
//! bound that a finer search could lower a little. Neighbours differ by one record added or removed.

use statrs::function::gamma::ln_gamma;

/// Orders α that are tried.
fn orders() -> impl Iterator<Item = u32> {
    (2..=64).chain([80, 96, 128, 192, 256, 512, 1024])
}

/// Smallest ε at `delta` that `steps` steps with sampling rate `rate` and noise multiplier `noise` guarantee; none without
/// noise.
pub fn epsilon(rate: f64, noise: f64, steps: u32, delta: f64) -> Option<f64> {
    if noise <= 0.0 {
        return None;
    }
    if steps == 0 {
        return Some(0.0);
    }
    let at = |order: u32| {
        let alpha = f64::from(order);
        let renyi = f64::from(steps) * divergence(rate, noise, order);
        renyi + ((alpha - 1.0) / alpha).ln() - (delta.ln() + alpha.ln()) / (alpha - 1.0)
    };
    orders().map(at).filter(|epsilon| epsilon.is_finite()).reduce(f64::min).map(|epsilon| epsilon.max(0.0))
}

/// Rényi divergence of order α of one step: log Σ_k C(α,k) (1−q)^(α−k) q^k exp((k² − k) / 2σ²) / (α − 1).
fn divergence(rate: f64, noise: f64, order: u32) -> f64 {
    let alpha = f64::from(order);
    if rate >= 1.0 {
        return alpha / (2.0 * noise * noise);
    }
    let log_choose = |k: f64| ln_gamma(alpha + 1.0) - ln_gamma(k + 1.0) - ln_gamma(alpha - k + 1.0);
    let terms: Vec<f64> = (0..=order)
        .map(f64::from)
        .map(|k| {
            let drawn = if k > 0.0 { k * rate.ln() } else { 0.0 };
            log_choose(k) + drawn + (alpha - k) * (-rate).ln_1p() + (k * k - k) / (2.0 * noise * noise)
        })
        .collect();
    let largest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let log_sum = largest + terms.iter().map(|term| (term - largest).exp()).sum::<f64>().ln();
    log_sum / (alpha - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_sampling_it_is_the_gaussian_mechanism() {
        // ε = min over α of α/2σ² + log((α−1)/α) − (log δ + log α)/(α−1); σ = 4, δ = 1e-5, by hand at α = 20.
        let at_20: f64 = 20.0 / 32.0 + (19.0f64 / 20.0).ln() - (1e-5f64.ln() + 20f64.ln()) / 19.0;
        let found = epsilon(1.0, 4.0, 1, 1e-5).unwrap();
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
        }
        let cases: Vec<Case> = serde_json::from_str(include_str!("../../tests/data/epsilon.json")).unwrap();
        assert!(cases.len() >= 8);
        for case in cases {
            let found = epsilon(case.rate, case.noise, case.steps, case.delta).unwrap();
            assert!((found / case.epsilon - 1.0).abs() < 1e-6, "{found} is not {}", case.epsilon);
        }
    }

    #[test]
    fn more_noise_less_sampling_and_fewer_steps_reveal_less() {
        let base = epsilon(0.1, 1.0, 100, 1e-5).unwrap();
        assert!(epsilon(0.1, 2.0, 100, 1e-5).unwrap() < base);
        assert!(epsilon(0.05, 1.0, 100, 1e-5).unwrap() < base);
        assert!(epsilon(0.1, 1.0, 50, 1e-5).unwrap() < base);
        assert_eq!((epsilon(0.1, 0.0, 100, 1e-5), epsilon(0.1, 1.0, 0, 1e-5)), (None, Some(0.0)));
    }
}
