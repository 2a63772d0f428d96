//! Which weights of a layer remain: those with the largest absolute values.

use super::{rank::keep_highest, removed};
use crate::experiment::message::PackedMask;

/// True for the weights that remain when the `sparsity` share with the smallest |w| goes.
///
/// Removes exactly the whole part of `sparsity · len` weights; among equals the earlier one goes first, so that weights which
/// are zero already (the former mask) go before any other.
pub fn keep_largest(weights: &[f32], sparsity: f64) -> Vec<bool> {
    keep_highest(&magnitudes(weights), removed(sparsity, weights.len()))
}

/// |w|.
pub fn magnitudes(weights: &[f32]) -> Vec<f64> {
    weights.iter().map(|&w| f64::from(w.abs())).collect()
}

/// Packs a mask `[inputs * outputs]`, eight weights a byte.
pub fn pack_mask(inputs: usize, outputs: usize, keep: &[bool]) -> PackedMask {
    let byte = |chunk: &[bool]| chunk.iter().enumerate().fold(0u8, |byte, (bit, &kept)| byte | (u8::from(kept) << bit));
    PackedMask { inputs: inputs as u32, outputs: outputs as u32, bits: keep.chunks(8).map(byte).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_magnitudes_go_first() {
        assert_eq!(keep_largest(&[0.5, -0.1, 0.0, -2.0], 0.5), [true, false, false, true]);
    }

    #[test]
    fn removes_the_exact_number_even_among_equals() {
        for removed in 0..=10 {
            let keep = keep_largest(&[1.0; 10], f64::from(removed) / 10.0);
            assert_eq!(keep.iter().filter(|&&kept| !kept).count(), removed as usize);
        }
    }

    #[test]
    fn a_later_round_never_brings_a_weight_back() {
        let mut weights: Vec<f32> = (0..100).map(|i| (i as f32 * 0.7).sin()).collect();
        let first = keep_largest(&weights, 0.3);
        weights.iter_mut().zip(&first).for_each(|(w, &kept)| *w *= f32::from(u8::from(kept)));
        let second = keep_largest(&weights, 0.6);
        assert!(first.iter().zip(&second).all(|(&before, &after)| before || !after));
    }

    #[test]
    fn packs_the_first_weight_into_the_lowest_bit() {
        let mask = pack_mask(3, 3, &[true, false, false, false, false, false, false, true, true]);
        assert_eq!(mask.bits, [0b1000_0001, 0b1]);
    }
}
