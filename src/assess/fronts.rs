//! What all arms of a report say together: which of them no other beats, and how much a sweep of a defense achieves.

use crate::{
    assess::{Kept, keys},
    config::Config,
    metric::{
        bootstrap::{self, FrontBootstrap, Network},
        front::{Point, front as front_of, hypervolume},
    },
    report::{ArmReport, Front, NAMED, Report, Sweep},
    sort,
};
use std::{cmp::Ordering, collections::BTreeMap};

/// The front of a report by each named attack that ran. `kept` is what arms are compared by, by their place in the report.
pub fn fronts(report: &Report, kept: &BTreeMap<usize, Kept>) -> Vec<Front> {
    NAMED.iter().filter_map(|attack| front(report, kept, attack)).collect()
}

/// None without an arm that came to its end.
fn front(report: &Report, kept: &BTreeMap<usize, Kept>, attack: &str) -> Option<Front> {
    let placed: Vec<Placed> =
        (0..report.arms.len()).filter_map(|i| Placed::new(&report.arms[i], kept.get(&i)?, attack)).collect();
    let records = Records {
        members: keys(&report.records.members),
        non_members: keys(&report.records.non_members),
        chance: report.data.chance,
    };
    (!placed.is_empty()).then(|| {
        let resampled = records.resample(&placed);
        Front {
            attack: attack.into(),
            chance: records.chance,
            arms: on_front(&placed),
            certainty: ids(placed.iter()).into_iter().zip(resampled.on_front).collect(),
            hypervolume: hypervolume(&points(&placed), records.chance),
            hypervolume_interval: resampled.hypervolume,
            swept: sweeps(&placed, &report.config, &records),
        }
    })
}

/// Keys of the records of the target, and the accuracy of naming the largest class.
struct Records {
    members: Vec<u64>,
    non_members: Vec<u64>,
    chance: f64,
}

impl Records {
    fn resample(&self, placed: &[Placed]) -> FrontBootstrap {
        let networks: Vec<Network> = placed.iter().map(|placed| placed.network).collect();
        bootstrap::front(&networks, (&self.members, &self.non_members), self.chance)
    }
}

/// An arm with its accuracy and AUC, and what the bootstrap resamples.
#[derive(Clone, Copy)]
struct Placed<'a> {
    arm: &'a ArmReport,
    point: Point,
    network: Network<'a>,
}

impl<'a> Placed<'a> {
    fn new(arm: &'a ArmReport, kept: &'a Kept, attack: &str) -> Option<Self> {
        let round = arm.ended()?;
        let point = (round.test_accuracy, round.attack(attack)?.auc);
        Some(Self { arm, point, network: kept.network(attack)? })
    }
}

fn points(placed: &[Placed]) -> Vec<Point> {
    placed.iter().map(|placed| placed.point).collect()
}

fn ids<'a>(placed: impl Iterator<Item = &'a Placed<'a>>) -> Vec<String> {
    placed.map(|placed| placed.arm.id.clone()).collect()
}

fn on_front(placed: &[Placed]) -> Vec<String> {
    ids(front_of(&points(placed)).into_iter().map(|i| &placed[i]))
}

/// Each arm that has a strength, once for each strength, in the order of the report.
fn sweeps(placed: &[Placed], config: &Config, records: &Records) -> Vec<Sweep> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for (arm, strength) in placed.iter().filter_map(|placed| Some((placed.arm, placed.arm.strength.as_ref()?))) {
        let sweep = (arm.base_id(), strength.key.as_str());
        if !found.contains(&sweep) {
            found.push(sweep);
        }
    }
    found.into_iter().map(|(arm, key)| sweep(placed, config, (arm, key), records)).collect()
}

/// With the plain arm, where a sweep stands beside it.
fn sweep(placed: &[Placed], config: &Config, (arm, key): (&str, &str), records: &Records) -> Sweep {
    let value = |placed: &Placed| placed.arm.strength_at(key, config).filter(|_| placed.arm.base_id() == arm);
    let mut own: Vec<Placed> = placed.iter().filter(|placed| value(placed).is_some()).copied().collect();
    sort::by(&mut own, |a, b| value(a).partial_cmp(&value(b)).unwrap_or(Ordering::Equal));
    Sweep {
        arm: arm.into(),
        key: key.into(),
        arms: ids(own.iter()),
        front: on_front(&own),
        hypervolume: hypervolume(&points(&own), records.chance),
        hypervolume_interval: records.resample(&own).hypervolume,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assess::testing, report::Strength};

    /// Arms by id, accuracy and AUC; ten classes. Of forty non-members that share is right.
    fn report(arms: &[(&str, f64, f64)]) -> (Report, BTreeMap<usize, Kept>) {
        let mut report = testing::report(&[]);
        report.data.chance = 0.1;
        report.records.members = (0..40).collect();
        report.records.non_members = (40..80).collect();
        report.arms = arms.iter().map(|&(id, accuracy, auc)| arm(id, accuracy, auc)).collect();
        let kept = arms.iter().map(|&(_, accuracy, auc)| testing::kept(40, accuracy, auc)).enumerate().collect();
        (report, kept)
    }

    fn arm(id: &str, accuracy: f64, auc: f64) -> ArmReport {
        let strength = id
            .split_once('@')
            .map(|(_, value)| Strength { key: "defense.risk_weight_decay".into(), value: value.parse().unwrap() });
        ArmReport { id: id.into(), strength, ..testing::arm(crate::config::Method::Base, auc, accuracy) }
    }

    fn front_of(arms: &[(&str, f64, f64)]) -> Front {
        let (report, kept) = report(arms);
        front(&report, &kept, "rmia").unwrap()
    }

    #[test]
    fn the_front_names_its_arms_their_area_and_how_sure_that_is() {
        let arms = [("dense", 0.8, 0.75), ("base", 0.7, 0.9), ("rmr", 0.6, 0.625), ("late", 0.9, 0.5)];
        let (mut report, kept) = report(&arms);
        report.arms[3].failure = Some("round 2: the loss is no number".into());
        let front = front(&report, &kept, "rmia").unwrap();
        assert_eq!((front.chance, front.arms), (0.1, vec!["rmr".to_string(), "dense".into()]));
        // 0.5 wide and 0.75 high, then 0.2 wide and 0.5 high.
        assert!((front.hypervolume - 0.475).abs() < 1e-12);
        assert!(front.hypervolume_interval.0 < front.hypervolume && front.hypervolume < front.hypervolume_interval.1);
        // Base leaks more than the dense network and is less accurate: hardly a resample has it on the front.
        let certainty: BTreeMap<String, f64> = front.certainty.into_iter().collect();
        assert!(
            certainty["dense"] > 0.9 && certainty["base"] < 0.2 && !certainty.contains_key("late"),
            "{certainty:?}"
        );
        assert!(front.swept.is_empty());
    }

    #[test]
    fn a_sweep_is_ordered_by_its_knob_and_has_a_front_of_its_own() {
        let front = front_of(&[("rmr@10", 0.6, 0.5), ("base", 0.9, 0.5), ("rmr@0.5", 0.7, 0.75), ("rmr@2", 0.5, 0.8)]);
        assert_eq!(front.arms, ["base"]);
        let [sweep] = front.swept.as_slice() else { panic!("one defense is swept") };
        assert_eq!((sweep.arm.as_str(), sweep.key.as_str()), ("rmr", "defense.risk_weight_decay"));
        assert_eq!(sweep.arms, ["rmr@0.5", "rmr@2", "rmr@10"]);
        assert_eq!(sweep.front, ["rmr@10", "rmr@0.5"]);
        // 0.5 wide and 1 high, then 0.1 wide and 0.5 high.
        assert!((sweep.hypervolume - 0.55).abs() < 1e-12);
    }

    #[test]
    fn the_plain_arm_has_its_place_in_a_sweep_that_stands_beside_it() {
        let (mut report, kept) =
            report(&[("base", 0.7, 0.7), ("base@0.3", 0.7, 0.8), ("base@0.9", 0.6, 0.6), ("rmr", 0.6, 0.7)]);
        for strength in report.arms.iter_mut().filter_map(|arm| arm.strength.as_mut()) {
            strength.key = "prune.sparsity".into();
        }
        report.config.prune.sparsity = 0.6;
        let front = front(&report, &kept, "rmia").unwrap();
        let [sweep] = front.swept.as_slice() else { panic!("one arm is swept") };
        assert_eq!((sweep.arm.as_str(), sweep.key.as_str()), ("base", "prune.sparsity"));
        assert_eq!(sweep.arms, ["base@0.3", "base", "base@0.9"]);
    }

    #[test]
    fn a_report_without_results_has_no_front() {
        let (report, kept) = report(&[]);
        assert_eq!(fronts(&report, &kept), []);
    }
}
