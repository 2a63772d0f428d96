//! A close look at one target: curves, scores, tenths of the members, masks and the records most exposed.
//!
//! The leak of a record is p_y under the target, which has learned it, minus the mean p_y under the shadows, which have
//! not: an estimate of its memorization (Feldman, STOC 2020, with probabilities; the shadows are the "without" side).

use super::{
    Assessment,
    calls::{calls, share},
    divergence::divergence,
    judge::Verdict,
};
use crate::{
    attack::{Attack, hconf},
    experiment::{
        message::{Observation, PackedMask},
        report::{Decile, Detail, ExposedRecord, LayerMask},
    },
    metric::Mean,
    signal::{Outputs, confidence},
};

/// Records in the list of the most exposed.
const MOST_EXPOSED: usize = 12;

impl Assessment<'_> {
    /// A close look at the target of an arm's last round; each shadow must have been asked about the target's records.
    ///
    /// In the order of the target's members: `scores` are their mem-scores, `records` their indices in the pool,
    /// `clean` their labels before noise, and those of the target's non-members.
    pub fn detail(&self, scores: &[f32], records: &[u32], clean: (&[u32], &[u32])) -> Detail {
        let target = self.target;
        let strongest = self.judged.strongest();
        let found = strongest.and_then(Verdict::called).map(|(members, _)| members);
        let hconf = self.judged.of(Attack::Hconf);
        let (axis, threshold) = self.seen.view(|view| (hconf::axis(&view), hconf::threshold(&view)));
        let leaks = leaks(target, self.shadows);
        let (called, _) = hconf.called().unwrap_or_default();
        let called: Vec<usize> = (0..leaks.len()).filter(|&i| called[i]).collect();
        let exposed = |&i: &usize| ExposedRecord {
            record: records[i],
            label: target.members.labels[i],
            clean_label: clean.0[i],
            target: leaks[i].target,
            shadows: leaks[i].shadows,
        };
        Detail {
            roc: self.judged.curves(),
            histogram: hconf.histogram(axis, Some(threshold)),
            deciles: deciles(scores, &target.exposures, &leaks, found),
            masks: target.masks.iter().map(layer_mask).collect(),
            most_exposed: most_leaking(called, &leaks).iter().map(exposed).collect(),
            divergence: divergence(target),
            calls: strongest.and_then(|verdict| calls(verdict, target, clean)),
        }
    }
}

/// p_y of a record under the target and, on average, under the shadows.
#[derive(Clone, Copy)]
struct Leak {
    target: f64,
    shadows: f64,
}

impl Leak {
    fn value(self) -> f64 {
        self.target - self.shadows
    }
}

/// One entry a member of the target.
fn leaks(target: &Observation, shadows: &[&Observation]) -> Vec<Leak> {
    let under = |outputs: &Outputs, i: usize| {
        let (logits, label) = outputs.record(i);
        confidence(logits, label)
    };
    let mean = |i| shadows.iter().map(|shadow| under(&shadow.on_target, i)).sum::<f64>() / shadows.len() as f64;
    (0..target.members.len()).map(|i| Leak { target: under(&target.members, i), shadows: mean(i) }).collect()
}

/// The [`MOST_EXPOSED`] of the members `called`, largest leak first; the first of equal ones.
fn most_leaking(mut called: Vec<usize>, leaks: &[Leak]) -> Vec<usize> {
    called.sort_by(|&a, &b| leaks[b].value().total_cmp(&leaks[a].value()));
    called.truncate(MOST_EXPOSED);
    called
}

/// Tenths of the members from the lowest mem-score up; fewer than ten members give as many parts.
///
/// `found`: whether the strongest attack calls each member one.
fn deciles(scores: &[f32], exposures: &[u32], leaks: &[Leak], found: Option<&[bool]>) -> Vec<Decile> {
    let members = leaks.len();
    let parts = members.min(10);
    let mut ranking: Vec<usize> = (0..members).collect();
    ranking.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let part = |k: usize| &ranking[k * members / parts..(k + 1) * members / parts];
    (0..parts).map(|k| decile(part(k), exposures, leaks, found)).collect()
}

/// `members` is not empty.
fn decile(members: &[usize], exposures: &[u32], leaks: &[Leak], found: Option<&[bool]>) -> Decile {
    let count = members.len() as f64;
    // The dense stage counts no fine-tuning steps: it has none.
    let used = |&i: &usize| exposures.get(i).copied().unwrap_or(0);
    let leak = Mean::of(&members.iter().map(|&i| leaks[i].value()).collect::<Vec<_>>()).expect("a part has members");
    // A single record leaves all values possible.
    let (low, high) = leak.normal_interval().unwrap_or((-1.0, 1.0));
    Decile {
        records: members.len() as u32,
        exposures: members.iter().map(|i| f64::from(used(i))).sum::<f64>() / count,
        never_used: members.iter().filter(|&i| used(i) == 0).count() as f64 / count,
        leak: leak.value,
        leak_interval: (low.max(-1.0), high.min(1.0)),
        called: found.and_then(|found| share(members.iter().map(|&i| found[i]))),
    }
}

fn layer_mask(mask: &PackedMask) -> LayerMask {
    let (inputs, outputs) = (mask.inputs as usize, mask.outputs as usize);
    let kept = |input: usize, output: usize| {
        let weight = input * outputs + output;
        mask.bits[weight / 8] >> (weight % 8) & 1 == 1
    };
    let share = |hits: usize, of: usize| hits as f32 / of as f32;
    LayerMask {
        inputs: mask.inputs,
        outputs: mask.outputs,
        kept_by_input: (0..inputs).map(|i| share((0..outputs).filter(|&o| kept(i, o)).count(), outputs)).collect(),
        kept_by_output: (0..outputs).map(|o| share((0..inputs).filter(|&i| kept(i, o)).count(), inputs)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        Knowledge,
        tests::{observation, outputs},
    };
    use super::*;
    use crate::{experiment::message::Role, metric::NORMAL_QUANTILE};

    /// Twenty members of which the i-th has the score i and was used i times, ten non-members, one unsure shadow.
    fn example() -> Detail {
        let members: Vec<f64> = (0..20).map(f64::from).collect();
        let mut target = observation(Role::Target, &members, &[-1.0; 10]);
        target.exposures = (0..20).collect();
        target.masks = vec![PackedMask { inputs: 3, outputs: 2, bits: vec![0b0010_1101] }];
        let mut shadow = observation(Role::Shadow(0), &[8.0, 9.0], &[1.0, 2.0]);
        shadow.on_target = outputs(&[0.0; 30]);
        // Mem-scores fall as the index rises.
        let scores: Vec<f32> = (0..20).map(|i| -(i as f32)).collect();
        let records: Vec<u32> = (100..120).collect();
        let shadows = [&shadow];
        let assessment = Assessment::new(&target, &shadows, Knowledge::default());
        assessment.detail(&scores, &records, (&[1; 20], &[0; 10]))
    }

    #[test]
    fn deciles_go_from_the_least_memorized_up() {
        let deciles = example().deciles;
        assert_eq!(deciles.iter().map(|decile| decile.records).collect::<Vec<_>>(), [2; 10]);
        assert_eq!((deciles[0].exposures, deciles[9].exposures), (18.5, 0.5));
        assert_eq!((deciles[0].never_used, deciles[9].never_used), (0.0, 0.5));
        // Members 0 and 1: p_y is ½ and 1/(1 + 1/e) under the target, ½ under the shadow.
        let second = 1.0 / (1.0 + (-1.0f64).exp()) - 0.5;
        assert!((deciles[9].leak - second / 2.0).abs() < 1e-12);
        // Two values a, b: the sample deviation is |a − b|/√2, its standard error |a − b|/2.
        assert!((deciles[9].leak_interval.1 - (second / 2.0 + NORMAL_QUANTILE * second / 2.0)).abs() < 1e-12);
    }

    #[test]
    fn deciles_and_calls_say_whom_the_strongest_attack_finds() {
        let detail = example();
        // All attacks are perfect on the shadow, so the first one counts; from the shadow's 8 on it calls a member.
        let counts: Vec<_> = detail.deciles.iter().map(|decile| decile.called.unwrap().hits).collect();
        assert_eq!(counts, [2, 2, 2, 2, 2, 2, 0, 0, 0, 0]);
        let calls = detail.calls.unwrap();
        assert_eq!((calls.attack.as_str(), calls.all.members.value), ("conf", 0.6));
        assert_eq!(calls.all.non_members.unwrap().hits, 0);
        // Every member's label is wrong here, and no non-member's.
        let noisy = calls.noisy.unwrap();
        assert_eq!((noisy.members.hits, noisy.non_members, calls.clean), (12, None, None));
    }

    #[test]
    fn the_histogram_counts_every_record_and_shows_the_threshold() {
        let histogram = example().histogram;
        assert_eq!((histogram.attack.as_str(), histogram.threshold), ("hconf", Some(8.0)));
        assert_eq!((histogram.edges.len(), histogram.members.iter().sum::<u32>()), (31, 20));
        assert_eq!(histogram.non_members[0], 10);
        assert!(histogram.edges[0] <= 8.0 && 8.0 <= histogram.edges[30]);
    }

    #[test]
    fn the_most_exposed_leak_most_among_those_that_are_called_members() {
        let exposed = example().most_exposed;
        let found: Vec<u32> = exposed.iter().map(|record| record.record).collect();
        // The threshold is 8, so members 8..20 are called, the surest first.
        assert_eq!(found, (108..120).rev().collect::<Vec<_>>());
        assert!((exposed[0].label, exposed[0].clean_label, exposed[0].shadows) == (0, 1, 0.5));
        assert!(exposed[0].target > 0.999_999);
    }

    #[test]
    fn a_mask_is_counted_by_rows_and_by_columns() {
        // Bits from the least: 1 0 | 1 1 | 0 1.
        let mask = &example().masks[0];
        assert_eq!(mask.kept_by_input, [0.5, 1.0, 0.5]);
        assert_eq!(mask.kept_by_output, [2.0 / 3.0, 2.0 / 3.0]);
    }

    #[test]
    fn every_attack_has_a_curve_between_the_corners() {
        let roc = example().roc;
        assert_eq!(
            roc.iter().map(|curve| curve.attack.as_str()).collect::<Vec<_>>(),
            ["conf", "entr", "mentr", "hconf", "gap"]
        );
        assert!(roc.iter().all(|curve| curve.points[0] == (0.0, 0.0) && *curve.points.last().unwrap() == (1.0, 1.0)));
    }

    #[test]
    fn few_members_give_fewer_parts_and_no_empty_ones() {
        let leaks = vec![Leak { target: 0.75, shadows: 0.5 }; 3];
        let parts = deciles(&[1.0, 2.0, 3.0], &[], &leaks, None);
        assert!(parts.len() == 3 && parts.iter().all(|part| part.records == 1 && part.leak == 0.25));
        assert_eq!((parts[0].never_used, parts[0].leak_interval, parts[0].called), (1.0, (-1.0, 1.0), None));
    }
}
