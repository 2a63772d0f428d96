//! Metrics, signals and attacks against numbers that other programs computed (`tests/data/make_metrics.py`).

use serde::Deserialize;
use wemem_lab::{
    attack::{Attack, AttackerView, Outcome, References, ShadowView},
    metric::{
        Rate, Roc,
        delong::{auc_interval, variance},
    },
    signal::{self, Outputs, Signal},
};

#[derive(Deserialize)]
struct Fixture {
    rates: Vec<RateCase>,
    rocs: Vec<RocCase>,
    signals: Vec<SignalCase>,
    attacks: AttackCase,
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
    tpr_at: Vec<Option<f64>>,
    points: Vec<(f64, f64)>,
}

#[derive(Deserialize)]
struct SignalCase {
    logits: Vec<f32>,
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
    logits: Vec<f32>,
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
        let found: Vec<Option<f64>> = [0.1, 0.01, 0.001].map(|fpr| roc.tpr_at(fpr).map(Rate::value)).into();
        assert_eq!(found, case.tpr_at);
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
