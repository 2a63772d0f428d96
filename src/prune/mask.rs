//! What a round has pruned, as messages and reports carry it.

use serde::{Deserialize, Serialize};

/// A mask of one layer, eight weights a byte.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PackedMask {
    /// Inputs.
    pub inputs: u32,
    /// Outputs.
    pub outputs: u32,
    /// Least significant bit first, row by row.
    pub bits: Vec<u8>,
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
    fn packs_the_first_weight_into_the_lowest_bit() {
        let mask = pack_mask(3, 3, &[true, false, false, false, false, false, false, true, true]);
        assert_eq!(mask.bits, [0b1000_0001, 0b1]);
    }
}
