//! The same configuration with several seeds: what holds beyond one draw of records and weights.
//!
//! Intervals within a report are over the records of one target; they know nothing of how another target would have
//! come out. Here each seed is one value: another split, other targets, other shadows. Mean, sample deviation and
//! Student's 95 % interval of the mean (see [`crate::metric::mean`]) of what arms have after their last round, and the
//! same of the differences to Base within a seed: both arms begin from the same dense networks and the same records, so
//! what a seed does to both is not counted as doubt.
//!
//! The intervals hold each by itself; of many at once some miss. With few seeds they are wide, as they should be.

use crate::{
    Error, Result, attack,
    metric::Mean,
    report::{
        ArmReport, Report, RoundReport,
        repeats::{ArmRepeats, AttackRepeats, Repeated, Repeats, Spread},
    },
    sort,
};
use serde_json::Value;

/// Id of the arm with which others are compared.
const BASE: &str = "base";

impl Repeats {
    /// Of finished reports, at least one.
    ///
    /// # Errors
    /// No report, a seed twice, or reports that differ in anything but the seed.
    pub fn of(reports: &[Report]) -> Result<Self> {
        let Some((first, others)) = reports.split_first() else {
            return Err(Error::config("repeats", "must have at least one report", 0));
        };
        others.iter().try_for_each(|other| check_same(first, other))?;
        let seeds: Vec<u32> = reports.iter().map(|report| report.config.seed).collect();
        check_distinct(&seeds)?;
        Ok(Self {
            arms: first.arms.iter().map(|arm| Table { reports, id: &arm.id }.arm()).collect(),
            seconds: reports.iter().map(|report| report.seconds).sum(),
            seeds,
        })
    }
}

/// One arm in all reports.
struct Table<'a> {
    reports: &'a [Report],
    id: &'a str,
}

impl Table<'_> {
    fn arm(&self) -> ArmRepeats {
        ArmRepeats {
            id: self.id.into(),
            test_accuracy: self.repeated(|round| Some(round.test_accuracy)),
            strongest_auc: self.repeated(|round| Some(round.strongest.as_ref()?.auc)),
            attacks: self.attacks().into_iter().map(|id| self.attack(id)).collect(),
        }
    }

    fn attack(&self, id: &str) -> AttackRepeats {
        let find = |round: &RoundReport| round.attack(id).cloned();
        AttackRepeats {
            attack: id.into(),
            auc: self.repeated(|round| Some(find(round)?.auc)),
            balanced_accuracy: self.repeated(|round| find(round)?.balanced_accuracy),
            p1: self.repeated(|round| Some(find(round)?.p1?.value)),
        }
    }

    /// Attacks that ran with any seed.
    fn attacks(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        for round in self.reports.iter().filter_map(|report| last_round(report, self.id)) {
            ids.extend(round.attacks.iter().map(|attack| attack.attack.as_str()));
        }
        sort::by_key(&mut ids, |id| attack::position(id));
        ids.dedup();
        ids
    }

    fn repeated(&self, read: impl Fn(&RoundReport) -> Option<f64>) -> Repeated {
        let of = |id: &str| -> Vec<Option<f64>> {
            let value = |report| last_round(report, id).and_then(&read).filter(|value| value.is_finite());
            self.reports.iter().map(value).collect()
        };
        let (values, base) = (of(self.id), of(BASE));
        let minus = values.iter().zip(&base).map(|(value, base)| Some((*value)? - (*base)?));
        let minus_base = if self.id == BASE { None } else { spread(minus) };
        Repeated { over: spread(values.iter().copied()), minus_base, values }
    }
}

fn last_round<'a>(report: &'a Report, id: &str) -> Option<&'a RoundReport> {
    report.arm(id).and_then(ArmReport::ended)
}

fn spread(values: impl Iterator<Item = Option<f64>>) -> Option<Spread> {
    let mean = Mean::of(&values.flatten().collect::<Vec<_>>())?;
    Some(Spread {
        n: mean.count as u32,
        mean: mean.value,
        deviation: mean.deviation,
        interval: mean.student_interval(),
    })
}

/// Refuses reports that differ in more than the seed, and names the first value that does.
fn check_same(first: &Report, other: &Report) -> Result<()> {
    let all = |report: &Report| {
        let mut config = serde_json::to_value(&report.config).unwrap_or_default();
        config.as_object_mut().map(|fields| fields.remove("seed"));
        // Each seed draws other non-members.
        let mut data = serde_json::to_value(&report.data).unwrap_or_default();
        data.as_object_mut().map(|fields| fields.remove("chance"));
        // What is computed depends on these as well.
        serde_json::json!({
            "config": config,
            "version": report.version,
            "statistics": report.statistics,
            "software": report.software,
            "device": report.device,
            "data": data,
            "arms": report.arms.iter().map(|arm| &arm.id).collect::<Vec<_>>(),
        })
    };
    let Some((key, value)) = difference(&all(first), &all(other), "") else { return Ok(()) };
    let key = key.strip_prefix("config.").unwrap_or(&key);
    Err(Error::config(key, "must be the same in all repeats", value))
}

fn check_distinct(seeds: &[u32]) -> Result<()> {
    match seeds.iter().enumerate().find(|(i, seed)| seeds[..*i].contains(seed)) {
        Some((_, seed)) => Err(Error::config("seed", "must be another one in each repeat", seed)),
        None => Ok(()),
    }
}

/// Dotted key of the first value that differs, and that of the second tree.
fn difference(first: &Value, other: &Value, key: &str) -> Option<(String, Value)> {
    if first == other {
        return None;
    }
    let (Value::Object(a), Value::Object(b)) = (first, other) else { return Some((key.into(), other.clone())) };
    a.keys().chain(b.keys()).find_map(|name| {
        let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
        difference(a.get(name).unwrap_or(&Value::Null), b.get(name).unwrap_or(&Value::Null), &key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assess::testing::report as report_of, config::Method};

    /// Dense and Base and RMR with these AUC; the accuracy is 1 − AUC.
    fn repeat(seed: u32, base: f64, rmr: f64) -> Report {
        let mut report = report_of(&[(Method::Base, base, 1.0 - base), (Method::Rmr, rmr, 1.0 - rmr)]);
        report.config.seed = seed;
        report.seconds = 2.0;
        report
    }

    fn near(found: f64, expected: f64) -> bool {
        // The quantile is good to a millionth.
        (found - expected).abs() < 1e-6
    }

    #[test]
    fn mean_deviation_and_interval_are_those_computed_by_hand() {
        let repeats = Repeats::of(&[repeat(1, 0.70, 0.61), repeat(2, 0.80, 0.72), repeat(3, 0.90, 0.80)]).unwrap();
        assert_eq!((repeats.seeds, repeats.seconds), (vec![1, 2, 3], 6.0));
        let [base, rmr] = repeats.arms.as_slice() else { panic!("two arms") };
        let over = base.attacks[0].auc.over.unwrap();
        // t(2) = 4.302652…
        let reach = 4.302_652_729_911_275 * 0.1 / 3f64.sqrt();
        assert!(over.n == 3 && near(over.mean, 0.8) && near(over.deviation.unwrap(), 0.1), "{over:?}");
        assert!(near(over.interval.unwrap().0, 0.8 - reach) && near(over.interval.unwrap().1, 0.8 + reach));
        // Differences −0.09, −0.08, −0.10: their spread is 0.01 though that of each arm is 0.1.
        let minus = rmr.attacks[0].auc.minus_base.unwrap();
        assert!(near(minus.mean, -0.09) && near(minus.deviation.unwrap(), 0.01), "{minus:?}");
        assert!(near(minus.interval.unwrap().1, -0.09 + reach / 10.0));
        assert_eq!(base.attacks[0].auc.minus_base, None);
        assert!(near(rmr.test_accuracy.minus_base.unwrap().mean, 0.09));
    }

    #[test]
    fn only_seeds_that_have_both_are_paired() {
        let mut reports = [repeat(1, 0.7, 0.6), repeat(2, 0.8, 0.7), repeat(3, 0.9, 0.8)];
        reports[0].arms[0].failure = Some("round 0: the loss is no number".into());
        reports[1].arms[1].rounds.clear();
        let repeats = Repeats::of(&reports).unwrap();
        let auc = &repeats.arms[1].attacks[0].auc;
        assert_eq!(auc.values, [Some(0.6), None, Some(0.8)]);
        assert_eq!((auc.over.unwrap().n, auc.minus_base.unwrap().n), (2, 1));
        assert_eq!((auc.minus_base.unwrap().deviation, auc.minus_base.unwrap().interval), (None, None));
        assert!(near(auc.minus_base.unwrap().mean, -0.1));
    }

    #[test]
    fn reports_that_differ_in_more_than_the_seed_are_refused_by_name() {
        let refused = |change: fn(&mut Report)| {
            let mut other = repeat(2, 0.7, 0.6);
            change(&mut other);
            Repeats::of(&[repeat(1, 0.7, 0.6), other]).unwrap_err().to_string()
        };
        let sparsity = refused(|report| report.config.prune.sparsity = 0.9);
        assert_eq!(sparsity, "prune.sparsity must be the same in all repeats, but is 0.9");
        assert_eq!(refused(|report| report.device = "webgpu".into()).split(' ').next(), Some("device"));
        assert_eq!(refused(|report| report.data.name = "other".into()).split(' ').next(), Some("data.name"));
        let seed = refused(|report| report.config.seed = 1);
        assert_eq!(seed, "seed must be another one in each repeat, but is 1");
        assert!(Repeats::of(&[]).unwrap_err().to_string().contains("at least one"));
    }
}
