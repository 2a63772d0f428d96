//! Sparsity round by round (WeMem's authors' code, through NNI 2.3).

/// Sparsity of round `round` of `rounds` that ends at `sparsity`: 1 − (1−s)^(k/(R−1)).
///
/// Every round removes the same share of what remains. Round 0 removes nothing; a single round removes all at once.
pub fn sparsity_in_round(sparsity: f64, round: u32, rounds: u32) -> f64 {
    if rounds <= 1 {
        return sparsity;
    }
    1.0 - (1.0 - sparsity).powf(f64::from(round) / f64::from(rounds - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_rounds_to_60_percent_are_the_papers() {
        let rounds: Vec<f64> = (0..5).map(|k| (sparsity_in_round(0.6, k, 5) * 1e3).round() / 1e3).collect();
        assert_eq!(rounds, [0.0, 0.205, 0.368, 0.497, 0.6]);
    }

    #[test]
    fn one_round_is_one_shot() {
        assert_eq!(sparsity_in_round(0.7, 0, 1).to_bits(), 0.7f64.to_bits());
    }
}
