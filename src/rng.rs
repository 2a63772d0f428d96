//! One seed, many independent streams with names. The only place that makes a generator.
//!
//! A stream belongs to a purpose (`"shadow/3/split"`), never to a moment: what one network draws does not depend
//! on what another has drawn before, so a result is the same in whatever stack or worker it is computed.
//! ChaCha8 is specified bit for bit, so the draws are the same in every browser and natively.

pub use chacha20::ChaCha8Rng as Stream;
use rand::SeedableRng;

/// The seed of a whole experiment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Seed(pub u32);

impl Seed {
    /// The generator of the purpose `name`.
    pub fn stream(self, name: &str) -> Stream {
        let mut stream = Stream::seed_from_u64(u64::from(self.0));
        stream.set_stream(fnv1a(name.bytes()));
        stream
    }
}

/// FNV-1a, 64 bits: a fixed map from names to ChaCha's stream numbers, and from what a file says of a record to its key.
pub fn fnv1a(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{Rng, RngExt};

    /// TC1 of draft-strombergson-chacha-test-vectors-01: key and nonce are zero, eight rounds.
    #[test]
    fn a_stream_is_the_published_one() {
        let mut stream = Stream::from_seed([0; 32]);
        let drawn: Vec<u8> = (0..4).flat_map(|_| stream.next_u32().to_le_bytes()).collect();
        assert_eq!(drawn, 0x3e00_ef2f_895f_40d6_7f5b_b8e8_1f09_a5a1_u128.to_be_bytes());
    }

    #[test]
    fn the_same_name_gives_the_same_draws_and_another_name_others() {
        let draw = |name: &str| Seed(7).stream(name).random::<u64>();
        assert_eq!(draw("target/split"), draw("target/split"));
        assert_ne!(draw("target/split"), draw("shadow/0/split"));
        assert_ne!(draw("target/split"), Seed(8).stream("target/split").random::<u64>());
    }
}
