//! What a learned attack reads of a record.
//!
//! The published code gives posteriors in the order of the classes. NN, Top3-NN and SAMIA read log-odds
//! log p_c − log(1 − p_c) here: where networks are sure of most records, posteriors all round to 0 or 1, and log-odds were
//! much stronger on held-out shadow records (SAMIA hardly learned from posteriors there); elsewhere both came to the
//! same. NN and Top3-NN read the largest first, which was much stronger for NN than the order of the classes. For Cl-NN
//! neither was stronger throughout, so it reads posteriors, as published.

use super::super::Attack;
use crate::signal::{Outputs, confidence, log_odds};
use serde::{Deserialize, Serialize};

/// Largest log-odds that Top3-NN reads.
const TOP: usize = 3;

/// Rows of numbers, one a record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Features {
    /// Numbers a record.
    pub width: u32,
    /// `[records, width]`, row by row.
    pub values: Vec<f32>,
}

impl Features {
    /// Number of records.
    pub fn len(&self) -> usize {
        self.values.len() / (self.width as usize).max(1)
    }

    /// True without records.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Numbers of record `i`.
    pub fn row(&self, i: usize) -> &[f32] {
        let width = self.width as usize;
        &self.values[i * width..(i + 1) * width]
    }
}

/// Features of every record; none for an attack that does not learn. `sensitivity` is `[records, classes]`, read by
/// SAMIA only.
pub fn features(attack: Attack, outputs: &Outputs, sensitivity: &[f32]) -> Option<Features> {
    let classes = outputs.classes as usize;
    let row: &dyn Fn(usize) -> Vec<f32> = match attack {
        Attack::Nn => &|i| sorted(outputs.record(i).0),
        Attack::Top3Nn => &|i| sorted(outputs.record(i).0)[..TOP.min(classes)].to_vec(),
        Attack::ClNn => &|i| {
            let (logits, label) = outputs.record(i);
            [posterior(logits), one_hot(label, classes)].concat()
        },
        Attack::Samia => &|i| {
            let (logits, label) = outputs.record(i);
            [&single_log_odds(logits), &sensitivity[i * classes..(i + 1) * classes], &one_hot(label, classes)].concat()
        },
        _ => return None,
    };
    let width = match attack {
        Attack::Nn => classes,
        Attack::Top3Nn => TOP.min(classes),
        Attack::ClNn => 2 * classes,
        _ => 3 * classes,
    };
    Some(Features { width: width as u32, values: (0..outputs.len()).flat_map(row).collect() })
}

fn posterior(logits: &[f64]) -> Vec<f32> {
    (0..logits.len()).map(|class| confidence(logits, class) as f32).collect()
}

fn single_log_odds(logits: &[f64]) -> Vec<f32> {
    log_odds(logits).into_iter().map(|odds| odds as f32).collect()
}

/// Log-odds of all classes, the largest first.
fn sorted(logits: &[f64]) -> Vec<f32> {
    let mut values = single_log_odds(logits);
    values.sort_unstable_by(|a, b| b.total_cmp(a));
    values
}

fn one_hot(label: usize, classes: usize) -> Vec<f32> {
    (0..classes).map(|class| f32::from(u8::from(class == label))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// p = (¼, ½, ⅛, ⅛) and label 2, exact but for the rounding of the logits.
    fn outputs() -> Outputs {
        let logits = [0.25f64, 0.5, 0.125, 0.125].map(f64::ln).to_vec();
        Outputs { classes: 4, logits, labels: vec![2] }
    }

    fn assert_near(found: &Features, expected: &[f32]) {
        assert_eq!((found.len(), found.width as usize), (1, expected.len()));
        let near = found.row(0).iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(near, "{found:?} is not {expected:?}");
    }

    #[test]
    fn each_attack_reads_what_its_name_says() {
        let read = |attack| features(attack, &outputs(), &[5.0, 6.0, 7.0, 8.0]).unwrap();
        // Odds: 1/3, 1, 1/7, 1/7.
        let (third, seventh) = ((1.0f32 / 3.0).ln(), (1.0f32 / 7.0).ln());
        assert_near(&read(Attack::Nn), &[0.0, third, seventh, seventh]);
        assert_near(&read(Attack::Top3Nn), &[0.0, third, seventh]);
        assert_near(&read(Attack::ClNn), &[0.25, 0.5, 0.125, 0.125, 0.0, 0.0, 1.0, 0.0]);
        let samia = [third, 0.0, seventh, seventh, 5.0, 6.0, 7.0, 8.0, 0.0, 0.0, 1.0, 0.0];
        assert_near(&read(Attack::Samia), &samia);
        assert_eq!(features(Attack::Conf, &outputs(), &[]), None);
    }

    #[test]
    fn two_classes_have_a_top_two() {
        let outputs = Outputs { classes: 2, logits: vec![1.0, 0.0, 0.0, 3.0], labels: vec![0, 0] };
        let found = features(Attack::Top3Nn, &outputs, &[]).unwrap();
        assert_eq!((found.len(), found.values), (2, vec![1.0, -1.0, 3.0, -3.0]));
    }
}
