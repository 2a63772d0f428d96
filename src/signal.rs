//! What a network answers, and the numbers per record that attacks are made of.
//!
//! Symbols: `n` records, `c` classes, `z` logits, `p` posterior = softmax(z), `y` the label that the network saw.
//! A signal is larger for a more member-like record. All of them are computed in `f64` from the logits, because a
//! posterior rounded to 1 no longer tells how sure a network is.

use serde::{Deserialize, Serialize};

/// Logits of `n` records and the labels that the attacker knows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outputs {
    /// Classes.
    pub classes: u32,
    /// `[n, c]`, row by row.
    pub logits: Vec<f32>,
    /// `[n]`.
    pub labels: Vec<u32>,
}

impl Outputs {
    /// Number of records.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// True without records.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Logits and label of record `i`.
    pub fn record(&self, i: usize) -> (&[f32], usize) {
        let classes = self.classes as usize;
        (&self.logits[i * classes..(i + 1) * classes], self.labels[i] as usize)
    }
}
