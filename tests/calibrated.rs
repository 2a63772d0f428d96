//! LiRA, offline and online, and RMIA against a plain numpy version, SR against scikit-learn
//! (`tests/data/make_calibrated.py`).

use serde::Deserialize;
use statrs::distribution::{ContinuousCDF, Normal};
use wemem_lab::{
    attack::{Attack, AttackerView, DenseView, Outcome, ReferenceView, References, ShadowView},
    signal::Outputs,
};

#[derive(Deserialize)]
struct Fixture {
    cases: Vec<Case>,
    sr: Sr,
}

/// Pruned networks and their dense ones.
#[derive(Deserialize)]
struct Sr {
    classes: u32,
    target: Pair,
    shadows: Vec<Pair>,
    scores: Vec<f64>,
    decisions: Vec<bool>,
}

#[derive(Deserialize)]
struct Pair {
    labels: Vec<u32>,
    pruned: Vec<f64>,
    dense: Vec<f64>,
    members: usize,
}

impl Pair {
    /// Of the pruned network and of the dense one.
    fn outputs(&self, classes: u32) -> [Outputs; 2] {
        [&self.pruned, &self.dense].map(|logits| Outputs {
            classes,
            logits: logits.clone(),
            labels: self.labels.clone(),
        })
    }
}

#[derive(Deserialize)]
struct Case {
    classes: u32,
    records: usize,
    labels: Vec<u32>,
    target: Vec<f64>,
    references: Vec<Reference>,
    lira: Lira,
    rmia: Rmia,
    /// Where networks were trained on records of the target.
    lira_online: Option<Answers>,
}

#[derive(Deserialize)]
struct Answers {
    scores: Vec<f64>,
    decisions: Vec<bool>,
}

#[derive(Deserialize)]
struct Reference {
    logits: Vec<f64>,
    trained_on: Vec<bool>,
}

#[derive(Deserialize)]
struct Lira {
    probabilities: Vec<f64>,
    scores: Vec<f64>,
    decisions: Vec<bool>,
}

#[derive(Deserialize)]
struct Rmia {
    a: f64,
    population: usize,
    scores: Vec<f64>,
    decisions: Vec<bool>,
}

fn fixture() -> Fixture {
    serde_json::from_str(include_str!("data/calibrated.json")).expect("the fixture is of this version")
}

fn cases() -> Vec<Case> {
    fixture().cases
}

impl Case {
    fn outputs(&self, logits: &[f64]) -> Outputs {
        Outputs { classes: self.classes, logits: logits.to_vec(), labels: self.labels.clone() }
    }

    fn run(&self, attack: Attack) -> Outcome {
        let (target, population) = self.outputs(&self.target).split_at(self.records);
        let asked: Vec<Outputs> = self.references.iter().map(|reference| self.outputs(&reference.logits)).collect();
        let views: Vec<ReferenceView> = asked
            .iter()
            .zip(&self.references)
            .map(|(outputs, reference)| ReferenceView { outputs, trained_on: &reference.trained_on })
            .collect();
        let references = References { population: Some(&population), networks: &views };
        attack.run(&AttackerView::new(&target, &[], references)).unwrap()
    }
}

fn assert_near(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        // Both in double precision, in another order.
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }
}

#[test]
fn lira_is_the_one_sided_probability_under_networks_without_the_record() {
    let normal = Normal::standard();
    for case in cases() {
        let outcome = case.run(Attack::Lira);
        assert_near(&outcome.scores, &case.lira.scores);
        let probabilities: Vec<f64> = outcome.scores.iter().map(|&z| normal.cdf(z)).collect();
        assert_near(&probabilities, &case.lira.probabilities);
        assert_eq!(outcome.decisions, Some(case.lira.decisions));
    }
}

#[test]
fn online_lira_compares_the_densities_under_networks_with_and_without_the_record() {
    let mut compared = 0;
    for case in cases() {
        let Some(expected) = &case.lira_online else { continue };
        let outcome = case.run(Attack::LiraOnline);
        assert_eq!(outcome.scores.len(), expected.scores.len());
        for (found, expected) in outcome.scores.iter().zip(&expected.scores) {
            // Squares of a few dozen standard deviations lose some digits.
            assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} is not {expected}");
        }
        assert_eq!(outcome.decisions.as_ref(), Some(&expected.decisions));
        compared += 1;
    }
    assert_eq!(compared, 2);
}

#[test]
fn rmia_compares_with_every_record_of_the_population() {
    for case in cases() {
        let outcome = case.run(Attack::Rmia);
        // Shares of the population in halves, of which a decimal text loses the last bit.
        let counts =
            |scores: &[f64]| scores.iter().map(|s| (2.0 * s * case.rmia.population as f64).round()).collect::<Vec<_>>();
        assert_eq!(counts(&outcome.scores), counts(&case.rmia.scores), "a = {}", case.rmia.a);
        assert_eq!(outcome.decisions, Some(case.rmia.decisions));
        assert_eq!(outcome.resolution.to_bits(), (1.0 / case.rmia.population as f64).to_bits());
    }
    let chosen: Vec<f64> = cases().iter().map(|case| case.rmia.a).collect();
    assert!(
        chosen.iter().any(|a| (a - chosen[0]).abs() > 0.05),
        "one a for all cases would test no choice: {chosen:?}"
    );
}

#[test]
fn sr_is_the_logistic_regression_of_scikit_learn_with_a_threshold_for_each_class() {
    let Sr { classes, target, shadows, scores, decisions } = fixture().sr;
    let of_target = target.outputs(classes);
    let sides: Vec<[(Outputs, Outputs); 2]> =
        shadows.iter().map(|pair| pair.outputs(classes).map(|outputs| outputs.split_at(pair.members))).collect();
    let views = |network: usize| -> Vec<ShadowView> {
        let view = |(members, non_members)| ShadowView { members, non_members };
        sides.iter().map(|shadow| view((&shadow[network].0, &shadow[network].1))).collect()
    };
    let (pruned, dense) = (views(0), views(1));
    let dense = Some(DenseView { target: &of_target[1], shadows: &dense });
    let view = AttackerView { dense, ..AttackerView::new(&of_target[0], &pruned, References::default()) };
    let outcome = Attack::Sr.run(&view).unwrap();
    assert_near(&outcome.scores, &scores);
    assert_eq!(outcome.decisions, Some(decisions));
}
