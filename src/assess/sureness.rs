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
    /// p_y under each shadow.
    pub each_shadow: Vec<Vec<f64>>,
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
        let records = target.members.len() + target.non_members.len();
        let each_shadow = under_each(&asked, confidence, records);
        Self {
            target: under_target(scaled_logit),
            shadows: mean(&under_each(&asked, scaled_logit, records)),
            shadow_confidence: mean(&each_shadow),
            each_shadow,
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

/// Nothing unless each shadow was asked about all records.
fn under_each(asked: &[&Outputs], signal: Signal, records: usize) -> Vec<Vec<f64>> {
    if asked.iter().any(|outputs| outputs.len() != records) {
        return Vec::new();
    }
    asked.iter().map(|outputs| outputs.signals(signal)).collect()
}

fn mean(each: &[Vec<f64>]) -> Vec<f64> {
    let records = each.first().map_or(0, Vec::len);
    (0..records).map(|i| each.iter().map(|values| values[i]).sum::<f64>() / each.len() as f64).collect()
}

/// Eighths around 128; what no byte holds is held at its ends.
fn byte(phi: f64) -> u8 {
    (8.0 * phi + 128.0).round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_holds_eighths_and_stops_at_its_ends() {
        assert_eq!([0.0, 1.0, -1.0, 0.06, 100.0, f64::NEG_INFINITY].map(byte), [128, 136, 120, 128, 255, 0]);
    }
}
