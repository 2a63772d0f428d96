//! What all arms of a report say together: which of them no other beats, and how much a sweep of a defense achieves.

use super::report::{ArmReport, Front, Report, Sweep};
use crate::{
    config::Config,
    metric::front::{Point, front as front_of, hypervolume},
};
use std::cmp::Ordering;

/// The front of a report; none without an arm that came to its end.
pub fn front(report: &Report) -> Option<Front> {
    let placed: Vec<Placed> = report.arms.iter().filter_map(Placed::new).collect();
    let chance = 1.0 / f64::from(report.data.classes.max(1));
    (!placed.is_empty()).then(|| Front {
        chance,
        arms: on_front(&placed),
        hypervolume: hypervolume(&points(&placed), chance),
        swept: sweeps(&placed, &report.config, chance),
    })
}

/// An arm with its accuracy and AUC.
#[derive(Clone, Copy)]
struct Placed<'a> {
    arm: &'a ArmReport,
    point: Point,
}

impl<'a> Placed<'a> {
    fn new(arm: &'a ArmReport) -> Option<Self> {
        let round = arm.ended()?;
        let point = (round.test_accuracy, round.attacks.get(round.worst_attack)?.auc);
        (point.0.is_finite() && point.1.is_finite()).then_some(Self { arm, point })
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

/// Each arm that has a knob, once for each knob, in the order of the report.
fn sweeps(placed: &[Placed], config: &Config, chance: f64) -> Vec<Sweep> {
    let mut found: Vec<(&str, &str)> =
        placed.iter().filter_map(|p| Some((p.arm.base_id(), p.arm.knob.as_ref()?.key.as_str()))).collect();
    let mut seen = Vec::new();
    found.retain(|sweep| {
        let new = !seen.contains(sweep);
        seen.push(*sweep);
        new
    });
    found.into_iter().map(|(arm, key)| sweep(placed, config, arm, key, chance)).collect()
}

/// With the plain arm, where a sweep stands beside it.
fn sweep(placed: &[Placed], config: &Config, arm: &str, key: &str, chance: f64) -> Sweep {
    let value = |placed: &Placed| placed.arm.knob_at(key, config).filter(|_| placed.arm.base_id() == arm);
    let mut own: Vec<Placed> = placed.iter().filter(|placed| value(placed).is_some()).copied().collect();
    own.sort_by(|a, b| value(a).partial_cmp(&value(b)).unwrap_or(Ordering::Equal));
    Sweep {
        arm: arm.into(),
        key: key.into(),
        arms: ids(own.iter()),
        front: on_front(&own),
        hypervolume: hypervolume(&points(&own), chance),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::Arm,
        experiment::{report::KnobValue, verdict::tests::report as report_of},
    };

    /// Arms by id, accuracy and AUC; ten classes.
    fn report(arms: &[(&str, f64, f64)]) -> Report {
        let arm = |&(id, accuracy, auc): &(&str, f64, f64)| {
            let mut arm = report_of(&[(Arm::Base, auc, accuracy)]).arms.remove(0);
            arm.id = id.into();
            arm.knob = id
                .split_once('@')
                .map(|(_, value)| KnobValue { key: "defense.risk_weight_decay".into(), value: value.parse().unwrap() });
            arm
        };
        let mut report = report_of(&[]);
        report.arms = arms.iter().map(arm).collect();
        report.data.classes = 10;
        report
    }

    #[test]
    fn the_front_names_its_arms_and_their_area() {
        let mut report = report(&[("dense", 0.8, 0.75), ("base", 0.7, 0.9), ("rmr", 0.6, 0.625), ("late", 0.9, 0.5)]);
        report.arms[3].failure = Some("round 2: the loss is no number".into());
        let front = front(&report).unwrap();
        assert_eq!((front.chance, front.arms), (0.1, vec!["rmr".to_string(), "dense".into()]));
        // 0.5 wide and 0.75 high, then 0.2 wide and 0.5 high.
        assert!((front.hypervolume - 0.475).abs() < 1e-12);
        assert!(front.swept.is_empty());
    }

    #[test]
    fn a_sweep_is_ordered_by_its_knob_and_has_a_front_of_its_own() {
        let arms = [("rmr@10", 0.6, 0.5), ("base", 0.9, 0.5), ("rmr@0.5", 0.7, 0.75), ("rmr@2", 0.5, 0.8)];
        let front = front(&report(&arms)).unwrap();
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
        let mut report =
            report(&[("base", 0.7, 0.7), ("base@0.3", 0.7, 0.8), ("base@0.9", 0.6, 0.6), ("rmr", 0.6, 0.7)]);
        for knob in report.arms.iter_mut().filter_map(|arm| arm.knob.as_mut()) {
            knob.key = "prune.sparsity".into();
        }
        report.config.prune.sparsity = 0.6;
        let front = front(&report).unwrap();
        let [sweep] = front.swept.as_slice() else { panic!("one arm is swept") };
        assert_eq!((sweep.arm.as_str(), sweep.key.as_str()), ("base", "prune.sparsity"));
        assert_eq!(sweep.arms, ["base@0.3", "base", "base@0.9"]);
    }

    #[test]
    fn a_report_without_results_has_no_front() {
        assert_eq!(front(&report(&[])), None);
    }
}
