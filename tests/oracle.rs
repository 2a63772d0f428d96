//! Metrics, signals and attacks against numbers that other programs computed (`tests/data/make_metrics.py`).

use serde::Deserialize;
use wemem_lab::{
    attack::{Attack, AttackerView, Outcome, References, ShadowView},
    metric::{
        NORMAL_QUANTILE, Rate, Roc,
        delong::{Placements, auc_interval, variance},
        paired::rate_difference,
    },
    signal::{self, Outputs, Signal},
};

#[derive(Deserialize)]
struct Fixture {
    rates: Vec<RateCase>,
    rocs: Vec<RocCase>,
    signals: Vec<SignalCase>,
    attacks: AttackCase,
    paired: Vec<PairedCase>,
    differences: Vec<DifferenceCase>,
}

#[derive(Deserialize, Debug)]
struct RateCase {
    hits: usize,
    trials: usize,
    level: f64,
    low: f64,
    high: f64,
}

#[derive(Deserialize)]
struct RocCase {
    members: Vec<f64>,
    non_members: Vec<f64>,
    auc: f64,
    variance: f64,
    interval: Option<(f64, f64)>,
    tpr_at: Vec<Option<SensitivityCase>>,
    points: Vec<(f64, f64)>,
}

#[derive(Deserialize)]
struct SensitivityCase {
    tpr: f64,
    fpr: f64,
    low: f64,
    high: f64,
}

#[derive(Deserialize)]
struct PairedCase {
    table: [usize; 4],
    low: f64,
    high: f64,
}

/// Two attacks on the same records: members and non-members of each.
#[derive(Deserialize)]
struct DifferenceCase {
    scores: [Vec<f64>; 4],
    value: f64,
    error: f64,
}

#[derive(Deserialize)]
struct SignalCase {
    logits: Vec<f64>,
    label: usize,
    scaled_logit: f64,
    confidence: f64,
    log_confidence: f64,
    negative_entropy: f64,
    negative_modified_entropy: f64,
}

#[derive(Deserialize)]
struct AttackCase {
    classes: u32,
    shadows: Vec<ShadowCase>,
    target: Side,
    decisions: Decisions,
    mentr: Vec<f64>,
}

#[derive(Deserialize)]
struct ShadowCase {
    members: Side,
    non_members: Side,
}

#[derive(Deserialize)]
struct Side {
    logits: Vec<f64>,
    labels: Vec<u32>,
}

#[derive(Deserialize)]
struct Decisions {
    conf: Vec<bool>,
    entr: Vec<bool>,
    mentr: Vec<bool>,
    hconf: Vec<bool>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("data/metrics.json")).expect("the fixture is of this version")
}

/// Within `tolerance` of the expected number's size.
fn near(found: f64, expected: f64, tolerance: f64) -> bool {
    (found - expected).abs() <= tolerance * expected.abs()
}

#[test]
fn exact_intervals_of_rates_are_scipys() {
    for case in fixture().rates {
        let (low, high) = Rate { hits: case.hits, trials: case.trials }.interval(case.level);
        // statrs stops its iteration there; the counts of a report have at most six digits.
        assert!(near(low, case.low, 1e-6) && near(1.0 - high, 1.0 - case.high, 1e-6), "{case:?}: {low} {high}");
    }
}

#[test]
fn curves_areas_and_sensitivities_are_those_of_scikit_learn() {
    for case in fixture().rocs {
        let roc = Roc::new(&case.members, &case.non_members);
        assert!((roc.auc() - case.auc).abs() < 1e-12, "{} is not {}", roc.auc(), case.auc);
        let points = roc.points();
        assert_eq!(points.len(), case.points.len());
        for (found, expected) in points.iter().zip(&case.points) {
            assert!((found.0 - expected.0).abs() < 1e-12 && (found.1 - expected.1).abs() < 1e-12);
        }
    }
}

#[test]
fn sensitivities_and_their_intervals_are_those_of_every_threshold_and_every_count() {
    let mut compared = 0;
    for case in fixture().rocs {
        let roc = Roc::new(&case.members, &case.non_members);
        for (fpr, expected) in [0.3, 0.1, 0.01].into_iter().zip(&case.tpr_at) {
            let found = roc.tpr_at(fpr);
            assert_eq!(found.is_some(), expected.is_some(), "{fpr}");
            let (Some(found), Some(expected)) = (found, expected) else { continue };
            assert!(
                (found.tpr.value() - expected.tpr).abs() < 1e-12 && (found.fpr.value() - expected.fpr).abs() < 1e-12
            );
            let (low, high) = found.interval;
            // As of exact intervals of rates.
            assert!((low - expected.low).abs() < 1e-6 && (high - expected.high).abs() < 1e-6, "{found:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 10);
}

#[test]
fn paired_differences_of_rates_are_those_of_newcombes_appendix() {
    for PairedCase { table: [both, first, second, neither], low, high } in fixture().paired {
        let repeated = |a, b, count| std::iter::repeat_n((a, b), count);
        let answers = repeated(true, true, both).chain(repeated(true, false, first));
        let answers = answers.chain(repeated(false, true, second)).chain(repeated(false, false, neither));
        let (one, two): (Vec<bool>, Vec<bool>) = answers.unzip();
        let found = rate_difference(&one, &two).unwrap().interval;
        assert!((found.0 - low).abs() < 1e-7 && (found.1 - high).abs() < 1e-7, "{found:?} is not {low} {high}");
    }
}

#[test]
fn differences_of_correlated_curves_have_the_variance_of_all_pairs() {
    for DifferenceCase { scores: [members, others, second_members, second_others], value, error } in
        fixture().differences
    {
        let found = Placements::new(&members, &others).minus(&Placements::new(&second_members, &second_others));
        let reach = NORMAL_QUANTILE * error;
        assert!((found.value - value).abs() < 1e-12, "{found:?}");
        assert!(
            (found.interval.0 - (value - reach)).abs() < 1e-12 && (found.interval.1 - (value + reach)).abs() < 1e-12
        );
    }
}

#[test]
fn intervals_of_the_area_are_delongs_over_all_pairs() {
    let mut compared = 0;
    for case in fixture().rocs {
        let roc = Roc::new(&case.members, &case.non_members);
        let found = variance(&roc).expect("two records a side");
        assert!((found - case.variance).abs() < 1e-13, "{found} is not {}", case.variance);
        let (auc, (low, high)) = (roc.auc(), auc_interval(&roc));
        assert!(low < auc && auc <= high || low <= auc && auc < high, "{low} {auc} {high}");
        if let Some((expected_low, expected_high)) = case.interval {
            assert!((low - expected_low).abs() < 1e-10 && (high - expected_high).abs() < 1e-10);
            compared += 1;
        }
    }
    assert_eq!(compared, 6);
}

#[test]
fn signals_agree_with_400_digits_also_where_posteriors_saturate() {
    for case in fixture().signals {
        let compare = |name: &str, signal: Signal, expected: f64| {
            let found = signal(&case.logits, case.label);
            // Near φ = 0 the logarithms cancel, so small values agree to an absolute rounding error.
            let agrees = near(found, expected, 1e-11) || (found - expected).abs() < 1e-14;
            assert!(agrees, "{name} of {:?}, {}: {found} is not {expected}", case.logits, case.label);
        };
        compare("scaled logit", signal::scaled_logit, case.scaled_logit);
        compare("confidence", signal::confidence, case.confidence);
        compare("log confidence", signal::log_confidence, case.log_confidence);
        compare("entropy", signal::negative_entropy, case.negative_entropy);
        compare("modified entropy", signal::negative_modified_entropy, case.negative_modified_entropy);
    }
}

impl Side {
    fn outputs(&self, classes: u32) -> Outputs {
        Outputs { classes, logits: self.logits.clone(), labels: self.labels.clone() }
    }
}

impl AttackCase {
    fn run(&self, attack: Attack) -> Outcome {
        let target = self.target.outputs(self.classes);
        let shadows: Vec<(Outputs, Outputs)> = self
            .shadows
            .iter()
            .map(|shadow| (shadow.members.outputs(self.classes), shadow.non_members.outputs(self.classes)))
            .collect();
        let views: Vec<ShadowView> =
            shadows.iter().map(|(members, non_members)| ShadowView { members, non_members }).collect();
        attack.run(&AttackerView::new(&target, &views, References::default())).unwrap()
    }
}

#[test]
fn decisions_are_those_of_a_search_over_every_threshold_and_record() {
    let case = fixture().attacks;
    assert_eq!(case.run(Attack::Conf).decisions.unwrap(), case.decisions.conf);
    assert_eq!(case.run(Attack::Entr).decisions.unwrap(), case.decisions.entr);
    assert_eq!(case.run(Attack::Mentr).decisions.unwrap(), case.decisions.mentr);
    assert_eq!(case.run(Attack::Hconf).decisions.unwrap(), case.decisions.hconf);
    assert_ne!(case.decisions.conf, case.decisions.hconf);
}

#[test]
fn modified_entropy_is_that_of_a_direct_computation() {
    let case = fixture().attacks;
    let scores = case.run(Attack::Mentr).scores;
    assert_eq!(scores.len(), case.mentr.len());
    for (found, expected) in scores.iter().zip(&case.mentr) {
        assert!(near(*found, *expected, 1e-9), "{found} is not {expected}");
    }
}
