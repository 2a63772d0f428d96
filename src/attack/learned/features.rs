//! What a learned attack reads of a record.
//!
//! NN, Top3-NN and Cl-NN read posteriors as they are, as in the codes of Yuan & Zhang and of WeMem. We differ in the order for
//! NN: the largest first, which was much stronger than the order of the classes. SAMIA reads log-odds
//! log p_c − log(1 − p_c): where networks are sure of most records, posteriors all round to 0 or 1, and it hardly learned from
//! them there.

use super::super::Attack;
use crate::signal::{Outputs, confidence, log_odds};
use serde::{Deserialize, Serialize};

/// Largest posteriors that Top3-NN reads.
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
    let Reads { width, of_record } = attack.learned()?.reads;
    let row = |i| of_record(outputs, sensitivity, i);
    let width = width(outputs.classes as usize) as u32;
    Some(Features { width, values: (0..outputs.len()).flat_map(row).collect() })
}

/// What a network reads of a record.
#[derive(Debug, Clone, Copy)]
pub struct Reads {
    /// Numbers a record, of so many classes.
    width: fn(usize) -> usize,
    /// The numbers of record `i`, given answers and sensitivity of all.
    of_record: fn(&Outputs, &[f32], usize) -> Vec<f32>,
}

/// NN: the posteriors of all classes, the largest first.
pub const SORTED: Reads = Reads { width: |classes| classes, of_record: |outputs, _, i| sorted(outputs.record(i).0) };

/// Top3-NN: the largest posteriors.
pub const TOP3: Reads = Reads {
    width: |classes| TOP.min(classes),
    of_record: |outputs, _, i| sorted(outputs.record(i).0).into_iter().take(TOP).collect(),
};

/// Cl-NN: the posteriors in the order of the classes, and the label.
pub const WITH_LABEL: Reads = Reads {
    width: |classes| 2 * classes,
    of_record: |outputs, _, i| {
        let (logits, label) = outputs.record(i);
        [posterior(logits), one_hot(label, logits.len())].concat()
    },
};

/// SAMIA: log-odds, sensitivity and label of each class.
pub const BY_CLASS: Reads = Reads {
    width: |classes| 3 * classes,
    of_record: |outputs, sensitivity, i| {
        let (logits, label) = outputs.record(i);
        let classes = logits.len();
        let of_record = &sensitivity[i * classes..(i + 1) * classes];
        [&single_log_odds(logits), of_record, &one_hot(label, classes)].concat()
    },
};

fn posterior(logits: &[f64]) -> Vec<f32> {
    (0..logits.len()).map(|class| confidence(logits, class) as f32).collect()
}

fn single_log_odds(logits: &[f64]) -> Vec<f32> {
    log_odds(logits).into_iter().map(|odds| odds as f32).collect()
}

/// Posteriors of all classes, the largest first.
fn sorted(logits: &[f64]) -> Vec<f32> {
    let mut values = posterior(logits);
    values.sort_unstable_by(|a, b| b.total_cmp(a));
    values
}

fn one_hot(label: usize, classes: usize) -> Vec<f32> {
    (0..classes).map(|class| f32::from(u8::from(class == label))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use itertools::Itertools;

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
        assert_near(&read(Attack::Nn), &[0.5, 0.25, 0.125, 0.125]);
        assert_near(&read(Attack::Top3Nn), &[0.5, 0.25, 0.125]);
        assert_near(&read(Attack::ClNn), &[0.25, 0.5, 0.125, 0.125, 0.0, 0.0, 1.0, 0.0]);
        // Odds: 1/3, 1, 1/7, 1/7.
        let (third, seventh) = ((1.0f32 / 3.0).ln(), (1.0f32 / 7.0).ln());
        let samia = [third, 0.0, seventh, seventh, 5.0, 6.0, 7.0, 8.0, 0.0, 0.0, 1.0, 0.0];
        assert_near(&read(Attack::Samia), &samia);
        assert_eq!(features(Attack::Conf, &outputs(), &[]), None);
    }

    #[test]
    fn two_classes_have_a_top_two() {
        let outputs = Outputs { classes: 2, logits: vec![1.0, 1.0, 0.0, 3f64.ln()], labels: vec![0, 0] };
        let found = features(Attack::Top3Nn, &outputs, &[]).unwrap();
        assert_eq!((found.len(), found.width), (2, 2));
        let near = found.values.iter().zip_eq([0.5, 0.5, 0.75, 0.25]).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(near, "{found:?}");
    }
}
