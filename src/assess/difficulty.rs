//! Whom attacks call members among records that are about equally hard.
//!
//! Difficulty is what the shadows say, which never saw any record of the target: their mean φ = log p_y − log(1 − p_y). All of
//! the target's records, members and non-members together, are cut into tenths by it. In each tenth a TPR stands beside the
//! FPR on equally hard non-members: without that, "hard members are found more often" and "hard records are called members
//! more often" look alike (and so do the easy ones, which every attack on confidence calls members).

use super::sureness::Sureness;
use crate::{
    metric::Mean,
    report::{Called, Difference, Difficulty},
    sort,
};

/// Parts that the records are cut into.
const TENTHS: usize = 10;

/// Tenths from the easiest to the hardest; none where the shadows were not asked. The first `members` records are members;
/// `calls`: for each attack, whether each record is called a member.
pub(super) fn difficulty(sureness: &Sureness, members: usize, calls: &[Vec<bool>]) -> Vec<Difficulty> {
    let records = sureness.shadows.len();
    let parts = records.min(TENTHS);
    let ranking = sort::order(records, |a, b| sureness.shadows[b].total_cmp(&sureness.shadows[a]));
    (0..parts)
        .map(|k| tenth(&ranking[k * records / parts..(k + 1) * records / parts], sureness, members, calls))
        .collect()
}

/// `records` is not empty.
fn tenth(records: &[usize], sureness: &Sureness, members: usize, calls: &[Vec<bool>]) -> Difficulty {
    let (own, others): (Vec<usize>, Vec<usize>) = records.iter().partition(|&&i| i < members);
    let gap = |of: &[usize]| {
        let mean = Mean::of(&of.iter().map(|&i| sureness.memorization(i)).collect::<Vec<_>>())?;
        Some(Difference { value: mean.value, interval: mean.normal_interval()? })
    };
    let called = |calls: &Vec<bool>| -> Option<Called> {
        super::judge::called(own.iter().map(|&i| &calls[i]), others.iter().map(|&i| &calls[i]))
    };
    Difficulty {
        members: own.len() as u32,
        non_members: others.len() as u32,
        shadows: records.iter().map(|&i| sureness.shadows[i]).sum::<f64>() / records.len() as f64,
        memorization: gap(&own),
        drift: gap(&others),
        called: calls.iter().map(called).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_and_non_members_that_are_equally_hard_share_a_tenth() {
        // Twenty members and twenty non-members; the i-th of either is the i-th hardest, so each tenth has two of both.
        let shadows: Vec<f64> = (0..20).chain(0..20).map(|i| -f64::from(i)).collect();
        // The target is surer by 1 of each member, and by nothing of the others.
        let target = shadows.iter().enumerate().map(|(i, phi)| if i < 20 { phi + 1.0 } else { *phi }).collect();
        let nothing = Vec::new();
        let sureness = Sureness {
            target,
            shadows,
            each_shadow: Vec::new(),
            shadow_confidence: nothing.clone(),
            confidence: nothing,
        };
        // Called are the easiest half of either: no attack at all, though its TPR falls with the difficulty.
        let calls: Vec<bool> = (0..20).chain(0..20).map(|i| i < 10).collect();
        let tenths = difficulty(&sureness, 20, &[calls]);
        assert_eq!(tenths.len(), 10);
        for (k, tenth) in tenths.iter().enumerate() {
            let called = tenth.called[0].unwrap();
            let expected = if k < 5 { 1.0 } else { 0.0 };
            assert_eq!((tenth.members, tenth.non_members), (2, 2));
            assert_eq!((called.members.value, called.non_members.unwrap().value), (expected, expected));
            assert_eq!((tenth.memorization.unwrap().value, tenth.drift.unwrap().value), (1.0, 0.0));
        }
        assert!(tenths[0].shadows > tenths[9].shadows);
    }
}
