//! Every sentence in each of its branches.

use super::*;
use crate::{
    assess::testing::{of_arms, report, report_with_dense},
    config::{Arm, Method},
    report::{
        ArmReport, Called, Calls, Detail, Ended, Histogram, Privacy, Report, RoundReport, Share, TrialReport,
        repeats::Repeats,
    },
};
use std::collections::BTreeSet;

/// The sentences of a kind.
fn said(report: &Report, kind: &str) -> Vec<String> {
    sentences(report).into_iter().filter(|sentence| sentence.kind == kind).map(|sentence| sentence.text).collect()
}

fn only(report: &Report, kind: &str) -> String {
    let [text] = &said(report, kind)[..] else { panic!("one sentence of {kind}: {:?}", sentences(report)) };
    text.clone()
}

/// Intervals of differences reach 0.01 in AUC and 2 points in accuracy; see the fixture.
fn three(dense: f64, tuned: f64) -> Report {
    report_with_dense((dense, 0.75), &[(Method::Base, 0.74, 0.78), (Method::FineTuneOnly, tuned, 0.78)])
}

fn widened(mut report: Report, reach: f64) -> Report {
    for pair in &mut report.comparisons {
        for attack in &mut pair.attacks {
            attack.auc.interval = (attack.auc.value - reach, attack.auc.value + reach);
        }
        let accuracy = pair.test_accuracy.as_mut().unwrap();
        accuracy.interval = (accuracy.value - reach, accuracy.value + reach);
    }
    report
}

#[test]
fn the_headline_follows_the_two_differences() {
    let headline = |dense, tuned| only(&three(dense, tuned), "headline");
    assert_eq!(headline(0.80, 0.74), "Pruned this far, it remembers less.");
    assert_eq!(headline(0.735, 0.70), "Neither more nor less than before pruning.");
    assert_eq!(headline(0.65, 0.735), "Not the pruning. The retraining.");
    assert_eq!(headline(0.65, 0.70), "The retraining, and the pruning adds to it.");
    assert_eq!(headline(0.65, 0.78), "Retraining leaks. Pruning holds some of it back.");
    let wide = |dense, tuned| only(&widened(three(dense, tuned), 0.05), "headline");
    assert_eq!(wide(0.65, 0.735), "More than before pruning; whether by the pruning cannot be told.");
    assert_eq!(wide(0.72, 0.735), "This cannot tell.");
}

#[test]
fn the_answer_says_what_leaks_what_protects_and_what_that_costs() {
    let arms = [
        (Method::Base, 0.74, 0.78),
        (Method::RswLowToHigh, 0.60, 0.75),
        (Method::Rmr, 0.735, 0.78),
        (Method::Dp, 0.63, 0.78),
        (Method::FineTuneOnly, 0.735, 0.78),
        (Method::RandomWindow, 0.65, 0.75),
    ];
    let found = answer(&report_with_dense((0.65, 0.75), &arms)).unwrap();
    assert_eq!(found.headline.as_deref(), Some("Not the pruning. The retraining."));
    assert!(found.leaks.starts_with("Pruned to 60 % without a defense, the network leaks membership"));
    // Not RMR, which does not help, and not the control.
    assert_eq!(
        found.protects.as_deref(),
        Some("These leak less than Base: RSW L→H by 0.140 (0.130 to 0.150); DP-SGD by 0.110 (0.100 to 0.120).")
    );
    let costs = found.costs.unwrap();
    assert_eq!(
        costs,
        "Accuracy, against Base: RSW L→H loses 3.0 points (1.0 to 5.0); of DP-SGD it cannot be told with one run (+0.0 points, \
         −2.0 to +2.0)."
    );
    assert!(found.about.starts_with("One run, seed 1, on the processor"), "{}", found.about);
}

#[test]
fn an_answer_without_its_controls_has_no_headline_and_without_help_no_costs() {
    let found = answer(&report(&[(Method::Base, 0.74, 0.78), (Method::Rmr, 0.735, 0.78)])).unwrap();
    assert_eq!((found.headline, found.costs), (None, None));
    assert_eq!(found.protects.as_deref(), Some("The one defense of this run is not shown to lower the leak."));
    let alone = answer(&report(&[(Method::Base, 0.74, 0.78)])).unwrap();
    assert_eq!((alone.protects, alone.costs), (None, None));
    assert_eq!(answer(&report(&[(Method::Rmr, 0.74, 0.78)])), None);
}

#[test]
fn base_leaks_or_no_leak_can_be_shown() {
    assert_eq!(
        only(&report(&[(Method::Base, 0.7, 0.7)]), "base"),
        "Pruned to 60 % without a defense, the network leaks membership: AUC of RMIA 0.700 (0.680–0.720)."
    );
    let text = only(&report(&[(Method::Base, 0.51, 0.7)]), "base");
    assert!(text.contains("no leak can be shown") && text.contains("single records"), "{text}");
}

#[test]
fn base_against_the_dense_network_in_its_four_branches() {
    let text = |dense| only(&three(dense, 0.74), "base-dense");
    assert_eq!(
        text(0.65),
        "Base leaks more than the dense network, by 0.090 (0.080 to 0.100); it gains 3.0 points (1.0 to 5.0) of accuracy."
    );
    assert!(text(0.80).starts_with("Base leaks less than the dense network, by 0.060 (0.050 to 0.070);"));
    assert!(
        text(0.735).starts_with("Base leaks as much as the dense network, within 0.02 (+0.005, −0.005 to +0.015);")
    );
    let unknown = only(&widened(three(0.72, 0.74), 0.05), "base-dense");
    assert!(
        unknown.contains("which of them leaks more cannot be told with one run (+0.020, −0.030 to +0.070)"),
        "{unknown}"
    );
    assert!(unknown.contains("; what it does to the accuracy cannot be told with one run"), "{unknown}");
}

#[test]
fn retraining_alone_in_its_four_branches() {
    let text = |tuned| only(&three(0.65, tuned), "retraining");
    assert!(text(0.70).contains("leaks less, by 0.040 (0.030 to 0.050): pruning itself adds"));
    assert!(text(0.78).contains("leaks more, by 0.040 (0.030 to 0.050): pruning itself protects"));
    assert!(text(0.745).contains("leaks as much, within 0.02 (−0.005, −0.015 to +0.005): the retraining explains"));
    let unknown = only(&widened(three(0.65, 0.745), 0.05), "retraining");
    assert!(unknown.contains("may leak more or less: it cannot be told with one run"), "{unknown}");
}

#[test]
fn one_shot_pruning_in_its_four_branches() {
    let of = |auc| report(&[(Method::Base, 0.74, 0.78), (Method::OneShotEqual, auc, 0.78)]);
    let text = |auc| only(&of(auc), "one-shot");
    assert!(text(0.70).contains("leaks less than pruning in rounds, by 0.040 (0.030 to 0.050)"));
    assert!(text(0.78).contains("leaks more than pruning in rounds, by 0.040"));
    assert!(text(0.74).contains("leaks as much as pruning in rounds, within 0.02"));
    assert!(only(&widened(of(0.74), 0.05), "one-shot").contains("may leak more or less than pruning in rounds"));
}

#[test]
fn a_defense_that_lowers_raises_or_does_not_change_the_leak() {
    let of = |auc, accuracy| report(&[(Method::Base, 0.74, 0.78), (Method::Rmr, auc, accuracy)]);
    let text = |auc, accuracy| only(&of(auc, accuracy), "method");
    assert_eq!(
        text(0.66, 0.75),
        "RMR lowers the leak by 0.080 (0.070 to 0.090), to AUC 0.660 (0.640–0.680); it costs 3.0 points (1.0 to 5.0) of accuracy."
    );
    assert!(text(0.80, 0.82).contains("raises the leak by 0.060") && text(0.80, 0.82).contains("gains 4.0 points"));
    assert!(text(0.735, 0.78).contains("does not help: it leaks as much as Base, within 0.02"));
    let unknown = only(&widened(of(0.72, 0.77), 0.05), "method");
    assert!(
        unknown.contains("is not shown to help: whether it changes the leak cannot be told with one run"),
        "{unknown}"
    );
    let narrow = only(&widened(of(0.66, 0.78), 0.005), "method");
    assert!(narrow.contains("keeps the accuracy within two points (+0.0 points, −0.5 to +0.5)"), "{narrow}");
}

#[test]
fn a_defense_that_leaks_more_than_the_dense_network_is_said_to() {
    let text =
        |rmr| only(&report_with_dense((0.65, 0.75), &[(Method::Base, 0.74, 0.78), (Method::Rmr, rmr, 0.76)]), "method");
    assert!(
        text(0.68)
            .ends_with("It still leaks more than the dense network did before pruning, by 0.030 (0.020 to 0.040).")
    );
    assert!(!text(0.64).contains("dense network"));
}

#[test]
fn an_effect_that_one_attack_alone_sees_is_said_to_rest_on_it() {
    let mut report = report(&[(Method::Base, 0.74, 0.78), (Method::Rmr, 0.66, 0.78)]);
    for pair in &mut report.comparisons {
        let conf = pair.attacks.iter_mut().find(|found| found.attack == "conf").unwrap();
        conf.auc.interval = (-0.1, 0.1);
    }
    let text = only(&report, "method");
    assert!(text.contains("; that is by RMIA, Conf cannot show it."), "{text}");
}

#[test]
fn a_control_in_its_four_branches() {
    let of = |auc| {
        report(&[(Method::Base, 0.74, 0.78), (Method::RswLowToHigh, 0.60, 0.74), (Method::RandomWindow, auc, 0.75)])
    };
    let text = |auc| only(&of(auc), "control");
    assert!(
        text(0.65)
            .starts_with("RSW L→H leaks less than the same window over a random order, by 0.050 (0.040 to 0.060);")
    );
    assert!(text(0.55).starts_with("RSW L→H leaks more than the same window over a random order, by 0.050"));
    assert!(text(0.60).starts_with("The same window over a random order leaks as little as RSW L→H, within 0.02"));
    let unknown = only(&widened(of(0.60), 0.05), "control");
    assert!(unknown.starts_with("Whether RSW L→H leaks less than the same window"), "{unknown}");
}

#[test]
fn nothing_is_said_of_an_arm_that_has_not_ended() {
    let mut report = report(&[(Method::Base, 0.74, 0.78), (Method::Rmr, 0.66, 0.75)]);
    report.arms[1].rounds_planned = 4;
    for (ended, words) in [
        (Ended::Running, "Not there yet"),
        (Ended::Stopped, "Stopped before their end"),
        (Ended::Finished, "Failed before their end"),
    ] {
        report.ended = ended;
        assert_eq!(said(&report, "method"), [""; 0]);
        assert_eq!(only(&report, "not-ended"), format!("{words}, so nothing is said of them: RMR."));
    }
    report.arms[0].rounds_planned = 4;
    assert!(sentences(&report).is_empty(), "without Base nothing is said at all");
}

#[test]
fn a_network_that_guesses_is_named_and_nothing_else_is_said_of_it() {
    let report = report(&[(Method::Base, 0.74, 0.78), (Method::Rmr, 0.5, 0.12)]);
    assert!(only(&report, "at-chance").contains("(10.0 %): RMR."));
    assert_eq!(said(&report, "method"), [""; 0]);
}

#[test]
fn wrong_labels_come_first() {
    let mut report = report(&[(Method::Base, 0.74, 0.78)]);
    report.config.data.label_noise = 0.0;
    assert_eq!(said(&report, "wrong-labels"), [""; 0]);
    report.config.data.label_noise = 0.2;
    assert_eq!(sentences(&report)[0].kind, "wrong-labels");
    assert!(sentences(&report)[0].text.starts_with("20 % of the labels are wrong here."));
}

#[test]
fn private_gradients_are_said_not_to_make_the_whole_private() {
    let mut report = report(&[(Method::Base, 0.8, 0.7), (Method::Dp, 0.7, 0.7)]);
    let privacy = |epsilon, at_most| Privacy {
        epsilon,
        at_most,
        delta: 1e-5,
        clip: 1.0,
        noise: 1.0,
        sampling_rate: 0.1,
        steps: 9,
    };
    report.arms[1].privacy = Some(privacy(Some(14.999), false));
    assert!(only(&report, "privacy").contains("δ = 1e-5: DP-SGD ε = 15.00. The whole has none"));
    report.arms[1].privacy = Some(privacy(Some(26_756.8), true));
    assert!(only(&report, "privacy").contains("DP-SGD ε ≤ 2.7e4, which promises nothing."));
    report.arms[1].privacy = Some(privacy(None, false));
    assert!(only(&report, "privacy").contains("DP-SGD none."));
    report.arms[1].privacy = None;
    assert_eq!(said(&report, "privacy"), [""; 0]);
}

#[test]
fn a_method_that_sets_itself_says_what_it_took_and_why() {
    let mut report = report(&[(Method::Base, 0.8, 0.7), (Method::RswAuto, 0.7, 0.7)]);
    let trial = |setting: &str, development_accuracy| TrialReport {
        setting: setting.into(),
        development_accuracy,
        own_auc: 0.6,
    };
    report.arms[1].chosen = Some("coverage 0.6".into());
    report.arms[1].trials = vec![trial("Base", 0.70), trial("coverage 0.6", 0.69)];
    assert!(
        only(&report, "setting").contains("took coverage 0.6, which leaks least, by Conf, Entr and Mentr, of those")
    );
    report.arms[1].trials = vec![trial("Base", 0.70), trial("coverage 0.6", 0.60)];
    assert!(only(&report, "setting").contains("the most accurate one, because none costs at most 2.0 % of accuracy"));
}

#[test]
fn wrong_labels_are_counted_beside_right_ones() {
    let share = |hits, of| {
        let rate = crate::metric::Rate { hits: hits as usize, trials: of as usize };
        Share { hits, of, value: rate.value(), interval: rate.interval(0.95) }
    };
    let called = |hits, accused| Called { members: share(hits, 10), non_members: Some(share(accused, 10)) };
    let mut report = report(&[(Method::Base, 0.8, 0.7)]);
    let calls =
        Calls { attack: "rmia".into(), all: called(6, 3), noisy: Some(called(6, 0)), clean: Some(called(5, 3)) };
    report.arms[0].detail = Some(Detail {
        roc: Vec::new(),
        histogram: Histogram {
            attack: "hconf".into(),
            axis: String::new(),
            edges: Vec::new(),
            members: Vec::new(),
            non_members: Vec::new(),
            above: 0,
            below: 0,
            threshold: None,
        },
        deciles: Vec::new(),
        difficulty: Vec::new(),
        masks: Vec::new(),
        most_exposed: Vec::new(),
        divergence: None,
        calls: vec![calls],
    });
    let text = only(&report, "canaries");
    assert!(
        text.starts_with("In Base, among records with wrong labels RMIA finds 60.0 % (6 of 10; 26.2 %–87.8 %)"),
        "{text}"
    );
    assert!(text.contains("accuses wrongly 0.0 % (0 of 10;"), "{text}");
}

/// Base, and as many sparsities as there are values, beside fine-tuning only at 0.735 and the dense network at 0.65.
fn swept(values: &[(f64, f64)]) -> Report {
    let mut arms =
        report_with_dense((0.65, 0.75), &[(Method::Base, 0.74, 0.78), (Method::FineTuneOnly, 0.735, 0.78)]).arms;
    for &(sparsity, auc) in values {
        let arm = crate::assess::testing::arm(Method::Base, auc, 0.76);
        let rounds = vec![RoundReport { sparsity, ..arm.rounds[0].clone() }];
        arms.push(ArmReport { id: format!("base@{sparsity}"), rounds, ..arm });
    }
    of_arms(arms)
}

#[test]
fn sparsities_are_sorted_by_what_they_do() {
    let text = only(&swept(&[(0.9, 0.69), (0.95, 0.62), (0.8, 0.79)]), "sparsity");
    assert_eq!(
        text,
        "Pruning in rounds leaks, against retraining alone: more at 80 %, as much, within 0.02, at 60 %, less at 90 % and 95 %; \
         against the dense network: more at 60 %, 80 % and 90 %, less at 95 %."
    );
    let unknown = only(&widened(swept(&[(0.9, 0.72)]), 0.05), "sparsity");
    assert!(unknown.contains("against retraining alone: it cannot be told at 60 % and 90 %"), "{unknown}");
    assert_eq!(said(&swept(&[]), "sparsity"), [""; 0]);
}

#[test]
fn several_seeds_speak_together_and_say_how_many_agree() {
    let seed = |seed: u32, base: f64, rmr: f64| {
        let mut report = report(&[(Method::Base, base, 0.78), (Method::Rmr, rmr, 0.75)]);
        report.config.seed = seed;
        report
    };
    let mut reports = vec![seed(1, 0.74, 0.66), seed(2, 0.75, 0.68)];
    let with = |reports: &[Report]| Report { repeats: Some(Repeats::of(reports).unwrap()), ..reports[0].clone() };
    // Two seeds do not speak together.
    assert!(only(&with(&reports), "settings").starts_with("One run, seed 1"));
    reports.push(seed(3, 0.72, 0.65));
    let report = with(&reports);
    assert!(only(&report, "settings").starts_with("3 runs, seeds 1, 2, 3, on the processor: Made up"));
    let text = only(&report, "method");
    assert!(text.starts_with("RMR lowers the leak by 0.073 (0.059 to 0.088; in 3 of 3 runs)"), "{text}");
    assert!(only(&report, "doubt").contains("over 3 seeds"));
}

#[test]
fn every_kind_that_is_printed_is_listed_and_no_other() {
    let listed: BTreeSet<&str> = KINDS.iter().map(|kind| kind.id).collect();
    assert_eq!(listed.len(), KINDS.len());
    let source = [
        include_str!("controls.rs"),
        include_str!("methods.rs"),
        include_str!("pruning.rs"),
        include_str!("run.rs"),
        include_str!("sparsity.rs"),
    ]
    .concat();
    let printed: BTreeSet<&str> =
        source.split("Sentence::new(").skip(1).filter_map(|rest| rest.split('"').nth(1)).collect();
    assert_eq!(printed, listed);
    assert!(Arm::plain(Method::Base).id() == "base");
}
