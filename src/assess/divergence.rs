//! Prediction divergence: how differently a network answers about members and non-members, class by class.
//!
//! Yuan & Zhang (USENIX Security 2022; `divergence_plot.ipynb`): confidence gap = mean p_y of members − mean p_y of
//! non-members, sensitivity gap = mean S_y of non-members − mean S_y of members, overall and by class. They plot the means
//! alone; here each gap has its interval.
//!
//! Their S_y is the mean move of p_y a unit of length. Observations carry the moves of the log-odds φ_y instead (see
//! [`crate::attack::learned::Sensitivity`]), and dp_y = p_y (1 − p_y) dφ_y, so S_y here is the observed value times
//! p_y (1 − p_y): theirs for small moves, without its rounding to 0 where p_y is nearly 1.

use crate::{
    message::Observation,
    metric::mean::{Mean, difference},
    report::{Difference, Divergence, Gaps},
    signal::{Outputs, Signal, confidence, scaled_logit},
};

/// Gaps of a target; none without classes.
pub fn divergence(target: &Observation) -> Option<Divergence> {
    let sides = (Side::members(target), Side::non_members(target));
    let gaps = |class: Option<u32>| Gaps {
        members: sides.0.count(class),
        non_members: sides.1.count(class),
        confidence: gap(sides.0.mean(class, &sides.0.confidence), sides.1.mean(class, &sides.1.confidence)),
        sensitivity: gap(sides.1.mean(class, &sides.1.sensitivity), sides.0.mean(class, &sides.0.sensitivity)),
    };
    let classes = target.members.classes;
    (classes > 0).then(|| Divergence { overall: gaps(None), classes: (0..classes).map(|c| gaps(Some(c))).collect() })
}

/// Members or non-members.
struct Side<'a> {
    labels: &'a [u32],
    /// p_y of each record.
    confidence: Vec<f64>,
    /// S_y of each record; empty if it was not measured.
    sensitivity: Vec<f64>,
}

impl<'a> Side<'a> {
    fn members(target: &'a Observation) -> Self {
        Self::new(&target.members, target.sensitivity.get(..target.members.logits.len()).unwrap_or_default())
    }

    fn non_members(target: &'a Observation) -> Self {
        Self::new(&target.non_members, target.sensitivity.get(target.members.logits.len()..).unwrap_or_default())
    }

    /// `moves`: of the log-odds, `[n, c]`, or empty.
    fn new(outputs: &'a Outputs, moves: &[f32]) -> Self {
        let slopes = outputs.signals(slope);
        let of_label = moves.chunks_exact(outputs.classes.max(1) as usize).zip(&outputs.labels);
        let sensitivity = of_label.zip(slopes).map(|((moves, &label), slope)| f64::from(moves[label as usize]) * slope);
        Self {
            labels: &outputs.labels,
            confidence: outputs.signals(confidence as Signal),
            sensitivity: sensitivity.collect(),
        }
    }

    fn is_of(&self, i: usize, class: Option<u32>) -> bool {
        class.is_none_or(|class| self.labels[i] == class)
    }

    fn count(&self, class: Option<u32>) -> u32 {
        (0..self.labels.len()).filter(|&i| self.is_of(i, class)).count() as u32
    }

    /// Mean over the records of a class, or over all.
    fn mean(&self, class: Option<u32>, values: &[f64]) -> Option<Mean> {
        let chosen: Vec<f64> = (0..values.len()).filter(|&i| self.is_of(i, class)).map(|i| values[i]).collect();
        Mean::of(&chosen)
    }
}

/// dp_y / dφ_y = p_y (1 − p_y) from φ_y = log p_y − log(1 − p_y), exact also where p_y is nearly 1.
fn slope(logits: &[f64], label: usize) -> f64 {
    let odds = (-scaled_logit(logits, label).abs()).exp();
    odds / (1.0 + odds).powi(2)
}

fn gap(first: Option<Mean>, second: Option<Mean>) -> Option<Difference> {
    let (value, interval) = difference(first?, second?)?;
    value.is_finite().then_some(Difference { value, interval })
}

#[cfg(test)]
mod tests {
    use super::super::tests::observation;
    use super::*;
    use crate::{message::Role, metric::NORMAL_QUANTILE};

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-12
    }

    /// Scores φ of log 3, log 9 and 0 mean p_y of ¾, 0.9 and ½. Two members and two non-members have label 0, a third
    /// member label 1.
    fn example() -> Observation {
        let (three, nine) = (3f64.ln(), 9f64.ln());
        let mut target = observation(Role::Target, &[three, nine, -three], &[0.0, three]);
        target.members.labels[2] = 1;
        target
    }

    #[test]
    fn the_confidence_gap_is_the_difference_computed_by_hand() {
        let divergence = divergence(&example()).unwrap();
        let class = divergence.classes[0];
        let gap = class.confidence.unwrap();
        // Single precision keeps seven digits of the logarithms.
        let close = |found: f64, expected: f64| (found - expected).abs() < 1e-6;
        assert!((class.members, class.non_members) == (2, 2) && close(gap.value, 0.825 - 0.625), "{gap:?}");
        // Two values a, b have the standard error |a − b|/2.
        let reach = NORMAL_QUANTILE * 0.075f64.hypot(0.125);
        assert!(close(gap.interval.0, gap.value - reach) && close(gap.interval.1, gap.value + reach));
        let overall = divergence.overall;
        assert_eq!((overall.members, overall.non_members), (3, 2));
        assert!(close(overall.confidence.unwrap().value, (0.75 + 0.9 + 0.75) / 3.0 - 0.625));
    }

    #[test]
    fn a_class_with_one_record_on_a_side_has_no_gap_but_its_counts() {
        let alone = divergence(&example()).unwrap().classes[1];
        assert_eq!((alone.members, alone.non_members, alone.confidence, alone.sensitivity), (1, 0, None, None));
    }

    #[test]
    fn the_sensitivity_gap_is_that_of_the_label_on_the_scale_of_posteriors() {
        let mut target = observation(Role::Target, &[0.0, 0.0], &[0.0, 0.0]);
        assert_eq!(divergence(&target).unwrap().overall.sensitivity, None);
        // Both classes of each record, members first; p_y (1 − p_y) = ¼. The second column must not count.
        target.sensitivity = vec![4.0, 99.0, 8.0, 99.0, 12.0, 99.0, 20.0, 99.0];
        let gap = divergence(&target).unwrap().overall.sensitivity.unwrap();
        assert!(near(gap.value, 4.0 - 1.5) && gap.interval.0 < gap.value, "{gap:?}");
    }

    #[test]
    fn a_record_of_which_the_network_is_sure_keeps_a_sensitivity_above_zero() {
        // In single precision p_y is 1 here, and its moves are 0.
        let found = slope(&[40.0, 0.0], 0);
        assert!(found > 0.0 && near(found / (-40f64).exp(), 1.0), "{found}");
    }
}
