//! How sure the target is of the label of each of its records, and how sure the shadows are, which never saw it.
//!
//! The difference is an estimate of memorization (Feldman, STOC 2020; the shadows are the "without" side). It is taken between
//! log-odds φ = log p_y − log(1 − p_y): between probabilities it vanishes where p_y is near 0, whatever is left of the record.

use crate::{
    message::Observation,
    report::LogOdds,
    signal::{Outputs, Signal, confidence, scaled_logit},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// φ of every record, members first; `shadows` is empty unless each shadow was asked about the target's records.
pub(super) struct Sureness {
    /// φ under the target.
    pub target: Vec<f64>,
    /// Mean φ under the shadows.
    pub shadows: Vec<f64>,
    /// Mean p_y under the shadows.
    pub shadow_confidence: Vec<f64>,
    /// p_y under the target.
    pub confidence: Vec<f64>,
}

impl Sureness {
    pub fn new(target: &Observation, shadows: &[&Observation]) -> Self {
        let under_target =
            |signal: Signal| [target.members.signals(signal), target.non_members.signals(signal)].concat();
        let asked: Vec<&Outputs> = shadows.iter().map(|shadow| &shadow.on_target).collect();
        Self {
            target: under_target(scaled_logit),
            shadows: mean(&asked, scaled_logit, target.members.len() + target.non_members.len()),
            shadow_confidence: mean(&asked, confidence, target.members.len() + target.non_members.len()),
            confidence: under_target(confidence),
        }
    }

    /// φ under the target minus φ under the shadows.
    pub fn memorization(&self, i: usize) -> f64 {
        self.target[i] - self.shadows[i]
    }

    /// None where the shadows were not asked.
    pub fn log_odds(&self) -> Option<LogOdds> {
        let packed = |values: &[f64]| STANDARD.encode(values.iter().map(|&phi| byte(phi)).collect::<Vec<u8>>());
        (!self.shadows.is_empty()).then(|| LogOdds { target: packed(&self.target), shadows: packed(&self.shadows) })
    }
}

fn mean(asked: &[&Outputs], signal: Signal, records: usize) -> Vec<f64> {
    if asked.is_empty() || asked.iter().any(|outputs| outputs.len() != records) {
        return Vec::new();
    }
    let each: Vec<Vec<f64>> = asked.iter().map(|outputs| outputs.signals(signal)).collect();
    (0..records).map(|i| each.iter().map(|values| values[i]).sum::<f64>() / each.len() as f64).collect()
}

/// Sixteenths around 128; what no byte holds is held at its ends.
fn byte(phi: f64) -> u8 {
    (16.0 * phi + 128.0).round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_holds_sixteenths_and_stops_at_its_ends() {
        assert_eq!([0.0, 1.0, -1.0, 0.03, 100.0, f64::NEG_INFINITY].map(byte), [128, 144, 112, 128, 255, 0]);
    }
}
