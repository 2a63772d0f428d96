//! What sentences rest on: values and paired differences with their intervals, of one run or over seeds.

use super::{FEWEST_SEEDS, MARGIN};
use crate::{
    method::Method,
    metric::Mean,
    report::{
        ArmReport, NAMED, Report, base_id,
        repeats::{ArmRepeats, Repeats},
    },
};

/// A value with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value; over seeds the mean.
    pub value: f64,
    /// Of one run over its records, of several over the seeds.
    pub interval: (f64, f64),
    /// Over seeds: how many have the sign of the mean, and how many there are.
    pub runs: Option<(usize, usize)>,
}

/// What an interval says of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// It lies above 0, and not within the margin.
    More,
    /// It lies below 0, and not within the margin.
    Less,
    /// It lies within the margin, on whatever side of 0: too little to matter.
    Same,
    /// It cannot be told.
    Unknown,
}

impl Estimate {
    /// What the interval says of a difference.
    pub fn judgement(self) -> Judgement {
        let (low, high) = self.interval;
        match () {
            () if low > -MARGIN && high < MARGIN => Judgement::Same,
            () if low > 0.0 => Judgement::More,
            () if high < 0.0 => Judgement::Less,
            () => Judgement::Unknown,
        }
    }
}

/// A report, and its seeds where there are enough of them.
pub struct Evidence<'a> {
    /// The report.
    pub report: &'a Report,
    /// Its seeds, where there are at least three.
    pub repeats: Option<&'a Repeats>,
    /// Id of the named attack that all sentences go by.
    pub attack: &'a str,
}

impl<'a> Evidence<'a> {
    /// None before Base has ended.
    pub fn new(report: &'a Report) -> Option<Self> {
        let attack = report.arm("base")?.ended()?.named(None)?;
        let repeats = report.repeats.as_ref().filter(|repeats| repeats.seeds.len() >= FEWEST_SEEDS);
        Some(Self { report, repeats, attack: &attack.attack })
    }

    /// Arms that have ended, in the order of the report.
    pub fn ended(&self) -> impl Iterator<Item = &'a ArmReport> {
        self.report.arms.iter().filter(|arm| arm.ended().is_some())
    }

    /// Test accuracy.
    pub fn accuracy(&self, id: &str) -> Option<Estimate> {
        match self.repeats {
            Some(repeats) => over(&values(arm(repeats, id)?, Measure::Accuracy)?),
            None => {
                let round = self.report.arm(id)?.ended()?;
                Some(Estimate { value: round.test_accuracy, interval: round.test_accuracy_interval, runs: None })
            }
        }
    }

    /// AUC of the named attack.
    pub fn leak(&self, id: &str) -> Option<Estimate> {
        match self.repeats {
            Some(repeats) => over(&values(arm(repeats, id)?, Measure::Leak(self.attack))?),
            None => {
                let found = self.report.arm(id)?.ended()?.attack(self.attack)?;
                Some(Estimate { value: found.auc, interval: found.auc_interval, runs: None })
            }
        }
    }

    /// Test accuracy of one arm minus that of another.
    pub fn accuracy_difference(&self, id: &str, against: &str) -> Option<Estimate> {
        match self.repeats {
            Some(repeats) => paired(repeats, id, against, Measure::Accuracy),
            None => {
                let found = self.report.comparison(id, against)?.test_accuracy?;
                Some(Estimate { value: found.value, interval: found.interval, runs: None })
            }
        }
    }

    /// AUC of the named attack on one arm minus that on another.
    pub fn leak_difference(&self, id: &str, against: &str) -> Option<Estimate> {
        self.leak_difference_by(self.attack, id, against)
    }

    /// The same of another attack.
    pub fn leak_difference_by(&self, attack: &str, id: &str, against: &str) -> Option<Estimate> {
        match self.repeats {
            Some(repeats) => paired(repeats, id, against, Measure::Leak(attack)),
            None => {
                let attacks = &self.report.comparison(id, against)?.attacks;
                let found = attacks.iter().find(|found| found.attack == attack)?.auc;
                Some(Estimate { value: found.value, interval: found.interval, runs: None })
            }
        }
    }

    /// Named attacks but the one that sentences go by which do not see the difference that it sees.
    pub fn blind(&self, id: &str, against: &str, seen: Judgement) -> Vec<&'static str> {
        let others = NAMED.into_iter().filter(|&attack| attack != self.attack);
        others
            .filter(|attack| {
                self.leak_difference_by(attack, id, against).is_some_and(|found| found.judgement() != seen)
            })
            .collect()
    }

    /// True if the arm is not better than always naming the largest class, as far as can be told.
    pub fn guesses(&self, id: &str) -> bool {
        self.accuracy(id).is_some_and(|accuracy| accuracy.interval.0 <= self.report.data.chance)
    }

    /// True if the arm has ended and does more than guess.
    pub fn speaks(&self, id: &str) -> bool {
        self.report.arm(id).is_some_and(|arm| arm.ended().is_some()) && !self.guesses(id)
    }

    /// Name of an arm for people.
    pub fn name(&self, id: &str) -> String {
        let name = Method::of_id(base_id(id)).map_or("the dense network", |method| method.info().name);
        id.split_once('@').map_or_else(|| name.into(), |(_, value)| format!("{name} {value}"))
    }
}

#[derive(Clone, Copy)]
enum Measure<'a> {
    Accuracy,
    Leak(&'a str),
}

fn arm<'a>(repeats: &'a Repeats, id: &str) -> Option<&'a ArmRepeats> {
    repeats.arms.iter().find(|arm| arm.id == id)
}

fn values(arm: &ArmRepeats, measure: Measure) -> Option<Vec<Option<f64>>> {
    match measure {
        Measure::Accuracy => Some(arm.test_accuracy.values.clone()),
        Measure::Leak(attack) => Some(arm.attacks.iter().find(|found| found.attack == attack)?.auc.values.clone()),
    }
}

/// Over the seeds that have both.
fn paired(repeats: &Repeats, id: &str, against: &str, measure: Measure) -> Option<Estimate> {
    let (first, second) = (values(arm(repeats, id)?, measure)?, values(arm(repeats, against)?, measure)?);
    over(&first.iter().zip(&second).map(|(a, b)| Some((*a)? - (*b)?)).collect::<Vec<_>>())
}

/// Over the seeds that have a value; none with fewer than two.
fn over(values: &[Option<f64>]) -> Option<Estimate> {
    let values: Vec<f64> = values.iter().copied().flatten().collect();
    let mean = Mean::of(&values)?;
    let same = values.iter().filter(|&&value| value * mean.value > 0.0).count();
    Some(Estimate { value: mean.value, interval: mean.student_interval()?, runs: Some((same, values.len())) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_says_more_less_the_same_or_nothing() {
        let judge = |low, high| Estimate { value: 0.5 * (low + high), interval: (low, high), runs: None }.judgement();
        assert_eq!(judge(0.001, 0.1), Judgement::More);
        assert_eq!(judge(-0.1, -0.001), Judgement::Less);
        assert_eq!(judge(-0.019, 0.012), Judgement::Same);
        assert_eq!(judge(0.003, 0.012), Judgement::Same);
        assert_eq!(judge(-0.021, 0.012), Judgement::Unknown);
    }

    #[test]
    fn seeds_count_how_many_agree_with_their_mean() {
        let found = over(&[Some(0.1), Some(0.2), None, Some(-0.03)]).unwrap();
        assert_eq!(found.runs, Some((2, 3)));
        assert!((found.value - 0.09).abs() < 1e-12 && found.interval.0 < 0.0);
        assert_eq!(over(&[Some(0.1), None]), None);
    }
}
