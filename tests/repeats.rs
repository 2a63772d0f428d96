//! Means, intervals and paired differences over seeds against scipy (`tests/data/make_repeats.py`).

use serde::Deserialize;
use std::collections::BTreeMap;
use wemem_lab::{
    metric::Mean,
    report::{
        Report,
        repeats::{Repeated, Repeats, Spread},
    },
};

#[derive(Deserialize)]
struct Fixture {
    quantiles: Vec<(usize, f64)>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    base: Method,
    other: Method,
    expected: BTreeMap<String, Expected>,
}

#[derive(Deserialize)]
struct Method {
    accuracy: Vec<f64>,
    auc: Vec<f64>,
}

#[derive(Deserialize)]
struct Expected {
    base: Numbers,
    other: Numbers,
    minus_base: Numbers,
}

#[derive(Deserialize, Debug)]
struct Numbers {
    mean: f64,
    deviation: f64,
    interval: (f64, f64),
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("data/repeats.json")).expect("the fixture is of this version")
}

/// The made-up report with one seed's accuracy and AUC of Base and of the arm after it.
fn report(case: &Case, i: usize) -> Report {
    let mut report: Report = serde_json::from_str(include_str!("data/sample-report.json")).unwrap();
    report.config.seed = i as u32 + 1;
    for (arm, values) in report.arms[1..].iter_mut().zip([&case.base, &case.other]) {
        let round = arm.rounds.last_mut().unwrap();
        round.test_accuracy = values.accuracy[i];
        round.attacks[0].auc = values.auc[i];
    }
    report
}

fn check(found: Option<Spread>, expected: &Numbers, seeds: usize) {
    let found = found.unwrap();
    let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
    assert!(near(found.mean, expected.mean) && near(found.deviation.unwrap(), expected.deviation), "{found:?}");
    // statrs' quantile is good to a millionth of the reach.
    let within = |a: f64, b: f64| (a - b).abs() < 1e-6 * (expected.interval.1 - expected.interval.0);
    let (low, high) = found.interval.unwrap();
    assert!(within(low, expected.interval.0) && within(high, expected.interval.1), "{found:?} {expected:?}");
    assert_eq!(found.n as usize, seeds);
}

#[test]
fn means_intervals_and_paired_differences_are_those_of_scipy() {
    let fixture = fixture();
    assert_eq!(fixture.cases.len(), 5);
    for case in &fixture.cases {
        let seeds = case.base.auc.len();
        let reports: Vec<Report> = (0..seeds).map(|i| report(case, i)).collect();
        let repeats = Repeats::of(&reports).unwrap();
        let [base, other] = [&repeats.arms[1], &repeats.arms[2]];
        assert_eq!((base.id.as_str(), other.id.as_str()), ("base", "rsw-low-to-high"));
        let compare = |key: &str, base: &Repeated, other: &Repeated| {
            let expected = &case.expected[key];
            check(base.over, &expected.base, seeds);
            check(other.over, &expected.other, seeds);
            check(other.minus_base, &expected.minus_base, seeds);
        };
        compare("accuracy", &base.test_accuracy, &other.test_accuracy);
        compare("auc", &base.attacks[0].auc, &other.attacks[0].auc);
    }
}

#[test]
fn students_quantile_is_scipys_for_every_number_of_seeds_that_a_run_may_have() {
    for (freedom, expected) in fixture().quantiles {
        // Values 0, …, 0, 1 have a known standard error s/√n.
        let mut values = vec![0.0; freedom + 1];
        values[0] = 1.0;
        let mean = Mean::of(&values).unwrap();
        let (low, high) = mean.student_interval().unwrap();
        let found = (high - low) / 2.0 / mean.error().unwrap();
        assert!((found / expected - 1.0).abs() < 1e-6, "{freedom}: {found} is not {expected}");
    }
}

#[test]
fn a_report_with_repeats_survives_json() {
    let case = &fixture().cases[0];
    let mut first = report(case, 0);
    first.repeats = Some(Repeats::of(&[first.clone(), report(case, 1)]).unwrap());
    let text = serde_json::to_string(&first).unwrap();
    let again: Report = serde_json::from_str(&text).unwrap();
    let (repeats, again) = (first.repeats.unwrap(), again.repeats.unwrap());
    assert_eq!((again.seeds, again.arms.len()), (repeats.seeds, repeats.arms.len()));
    let (before, after) = (&repeats.arms[2].attacks[0].auc, &again.arms[2].attacks[0].auc);
    assert_eq!((&before.values, before.over.unwrap().n), (&after.values, after.over.unwrap().n));
    // Reading a number may change its last digit.
    let (before, after) = (before.minus_base.unwrap().mean, after.minus_base.unwrap().mean);
    assert!((before - after).abs() < 1e-15, "{before} became {after}");
}
