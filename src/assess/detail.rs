//! A close look at one target: curves, scores, tenths of the members, masks and the records most exposed.

use super::{Assessment, calls::calls, difficulty::difficulty, divergence::divergence, sureness::Sureness};
use crate::{
    attack::{Attack, hconf},
    metric::Mean,
    prune::PackedMask,
    report::{Calls, Decile, Detail, ExposedRecord, LayerMask, NAMED, Records},
    sort,
};

/// Records in the list of the most exposed.
const MOST_EXPOSED: usize = 12;

impl Assessment<'_> {
    /// A close look at the target of an arm's last round; each shadow must have been asked about the target's records.
    ///
    /// `scores` are the mem-scores of the target's members, `records` the target's in the pool, `clean` the labels of members
    /// and non-members before noise.
    pub fn detail(&self, scores: &[f32], records: &Records, clean: (&[u32], &[u32])) -> Detail {
        let target = self.target;
        let members = target.members.len();
        let hconf = self.judged.of(Attack::Hconf);
        let (axis, threshold) = self.seen.view(|view| (hconf::axis(&view), hconf::threshold(&view)));
        let (found, _) = hconf.called().unwrap_or_default();
        let found: Vec<usize> = (0..members).filter(|&i| found[i]).collect();
        let exposed = |&i: &usize| ExposedRecord {
            record: records.members[i],
            label: target.members.labels[i],
            clean_label: clean.0[i],
            target: self.sureness.confidence[i],
            shadows: self.sureness.shadow_confidence[i],
            each_shadow: self.sureness.each_shadow.iter().map(|under| under[i]).collect(),
        };
        let named = NAMED.iter().filter_map(|id| self.judged.verdicts.iter().find(|verdict| verdict.attack() == *id));
        let called = named.filter_map(|verdict| {
            let said = verdict.called()?;
            Some((calls(verdict, target, clean)?, [said.0, said.1].concat()))
        });
        let (calls, said): (Vec<Calls>, Vec<Vec<bool>>) = called.unzip();
        Detail {
            roc: self.judged.curves(),
            histogram: hconf.histogram(axis, Some(threshold)),
            deciles: deciles(scores, &target.exposures, &self.sureness),
            difficulty: difficulty(&self.sureness, members, &said),
            masks: target.masks.iter().map(layer_mask).collect(),
            most_exposed: most_exposed(found, &self.sureness).iter().map(exposed).collect(),
            divergence: divergence(target),
            calls,
        }
    }
}

/// The [`MOST_EXPOSED`] of these members, those first of which the target is surer than the shadows by most; the first of equal
/// ones.
fn most_exposed(mut found: Vec<usize>, sureness: &Sureness) -> Vec<usize> {
    let surer = |i: usize| sureness.confidence[i] - sureness.shadow_confidence[i];
    sort::by(&mut found, |&a, &b| surer(b).total_cmp(&surer(a)));
    found.truncate(MOST_EXPOSED);
    found
}

/// Tenths of the members from the lowest mem-score up; fewer than ten members give as many parts.
fn deciles(scores: &[f32], exposures: &[u32], sureness: &Sureness) -> Vec<Decile> {
    let members = scores.len();
    let parts = members.min(10);
    let ranking = sort::order(members, |a, b| scores[a].total_cmp(&scores[b]));
    let part = |k: usize| &ranking[k * members / parts..(k + 1) * members / parts];
    (0..parts).map(|k| decile(part(k), exposures, sureness)).collect()
}

/// `members` is not empty.
fn decile(members: &[usize], exposures: &[u32], sureness: &Sureness) -> Decile {
    let count = members.len() as f64;
    // The dense stage counts no fine-tuning steps: it has none.
    let used = |&i: &usize| exposures.get(i).copied().unwrap_or(0);
    let values: Vec<f64> = members.iter().map(|&i| sureness.memorization(i)).collect();
    let memorization = Mean::of(&values).expect("a part has members");
    Decile {
        records: members.len() as u32,
        exposures: members.iter().map(|i| f64::from(used(i))).sum::<f64>() / count,
        never_used: members.iter().filter(|&i| used(i) == 0).count() as f64 / count,
        memorization: memorization.value,
        memorization_interval: memorization.normal_interval(),
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
    use super::super::{Knowledge, tests::observation};
    use super::*;
    use crate::{
        attack::{position, testing::outputs},
        message::Role,
        metric::NORMAL_QUANTILE,
    };

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
        let records =
            Records { members: (100..120).collect(), non_members: (120..130).collect(), ..Records::default() };
        let shadows = [&shadow];
        let assessment = Assessment::new(&target, &shadows, Knowledge::default(), &[0; 10]);
        assessment.detail(&scores, &records, (&[1; 20], &[0; 10]))
    }

    #[test]
    fn deciles_go_from_the_least_memorized_up() {
        let deciles = example().deciles;
        assert_eq!(deciles.iter().map(|decile| decile.records).collect::<Vec<_>>(), [2; 10]);
        assert_eq!((deciles[0].exposures, deciles[9].exposures), (18.5, 0.5));
        assert_eq!((deciles[0].never_used, deciles[9].never_used), (0.0, 0.5));
        // Members 0 and 1: φ is 0 and 1 under the target, 0 under the shadow.
        assert!((deciles[9].memorization - 0.5).abs() < 1e-12);
        // Two values a, b: the sample deviation is |a − b|/√2, its standard error |a − b|/2.
        let (_, high) = deciles[9].memorization_interval.unwrap();
        assert!((high - (0.5 + NORMAL_QUANTILE * 0.5)).abs() < 1e-12);
    }

    #[test]
    fn tenths_of_difficulty_and_calls_say_whom_a_named_attack_finds() {
        let detail = example();
        // LiRA and RMIA need more shadows. From the shadow's 8 on Conf calls a member: 12 of the 20.
        let [calls] = &detail.calls[..] else { panic!("one named attack ran: {:?}", detail.calls) };
        // The shadow finds all records equally hard, so they stay in their order, members first.
        let counts: Vec<_> = detail.difficulty.iter().map(|tenth| (tenth.members, tenth.non_members)).collect();
        assert_eq!(counts, [[(3, 0); 6].as_slice(), &[(2, 1)], &[(0, 3); 3]].concat());
        let found = detail.difficulty.iter().filter_map(|tenth| Some(tenth.called[0]?.members.hits)).sum::<u32>();
        assert_eq!(found, 12);
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
        assert!(!exposed[0].each_shadow.is_empty() && exposed[0].each_shadow.iter().all(|&under| under == 0.5));
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
        let places: Vec<_> = roc.iter().map(|curve| position(&curve.attack).unwrap()).collect();
        assert!(places.is_sorted_by(|a, b| a < b), "in the order of the registry, each once: {places:?}");
        for id in ["conf", "entr", "mentr", "hconf", "gap"] {
            assert!(roc.iter().any(|curve| curve.attack == id), "{id}");
        }
        assert!(roc.iter().all(|curve| curve.points[0] == (0.0, 0.0) && *curve.points.last().unwrap() == (1.0, 1.0)));
    }

    #[test]
    fn few_members_give_fewer_parts_and_no_empty_ones() {
        let [three, half] = [vec![0.75; 3], vec![0.5; 3]];
        let none = Vec::new();
        let sureness = Sureness {
            target: three,
            shadows: half,
            each_shadow: Vec::new(),
            shadow_confidence: none.clone(),
            confidence: none,
        };
        let parts = deciles(&[1.0, 2.0, 3.0], &[], &sureness);
        assert!(parts.len() == 3 && parts.iter().all(|part| part.records == 1 && part.memorization == 0.25));
        assert_eq!((parts[0].never_used, parts[0].memorization_interval), (1.0, None));
    }
}
