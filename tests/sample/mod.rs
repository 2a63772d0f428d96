//! A made-up report of plausible shape: for looking at figures and testing them. Nothing in it was measured.

use wemem_lab::{
    attack::ATTACKS,
    config::{Arm, Config, METHODS, Method},
    data::own::reading::Reading,
    method::Order,
    metric::front::{Point, front, hypervolume},
    prune::Size,
    report::{
        repeats::{ArmRepeats, AttackRepeats, Repeated, Repeats, Spread},
        *,
    },
    self_check,
};

const MEMBERS: u32 = 600;
/// By how much attacks differ from Conf.
const SHIFTS: [(&str, f64); 14] = [
    ("conf", 0.0),
    ("entr", -0.07),
    ("mentr", 0.004),
    ("hconf", -0.012),
    ("gap", -0.06),
    ("lira", 0.02),
    ("lira-online", 0.03),
    ("rmia", 0.035),
    ("mem-aware", 0.01),
    ("sr", 0.015),
    ("nn", -0.01),
    ("top3-nn", -0.015),
    ("cl-nn", 0.012),
    ("samia", 0.008),
];

/// Every attack of the registry with its shift; one that has none here lies a little above Conf.
fn attacks() -> impl Iterator<Item = (&'static str, f64)> {
    let shift = |id: &str| SHIFTS.iter().find(|(known, _)| *known == id).map_or(0.005, |&(_, shift)| shift);
    ATTACKS.iter().map(move |row| (row.id, shift(row.id)))
}

/// What an arm ends with: accuracy and AUC; mean steps a record and how far its window reaches.
struct Ending {
    arm: Method,
    accuracy: f64,
    auc: f64,
    steps: f64,
    reach: f64,
}

const fn ending(arm: Method, accuracy: f64, auc: f64, steps: f64, reach: f64) -> Ending {
    Ending { arm, accuracy, auc, steps, reach }
}

const ENDINGS: &[Ending] = &[
    ending(Method::Base, 0.643, 0.741, 28.0, 1.0),
    ending(Method::RswLowToHigh, 0.661, 0.633, 7.0, 0.58),
    ending(Method::RswHighToLow, 0.611, 0.702, 7.0, 1.0),
    ending(Method::Rmr, 0.668, 0.681, 28.0, 1.0),
    ending(Method::SwmrLowToHigh, 0.672, 0.607, 7.0, 0.58),
    ending(Method::SwmrHighToLow, 0.574, 0.598, 7.0, 1.0),
    ending(Method::FineTuneOnly, 0.639, 0.756, 28.0, 1.0),
    ending(Method::RandomWindow, 0.648, 0.662, 7.0, 0.8),
    ending(Method::EarlyStopped, 0.657, 0.655, 8.0, 1.0),
    ending(Method::OneShot, 0.651, 0.689, 7.0, 1.0),
    ending(Method::OneShotEqual, 0.641, 0.727, 28.0, 1.0),
    ending(Method::KeepLow, 0.664, 0.624, 28.0, 0.58),
    ending(Method::FreshSubset, 0.655, 0.711, 7.0, 1.0),
    ending(Method::RandomRisk, 0.663, 0.688, 28.0, 1.0),
    ending(Method::RswAuto, 0.668, 0.603, 7.0, 0.58),
    ending(Method::SwmrAuto, 0.660, 0.592, 7.0, 0.58),
    ending(Method::Ppb, 0.637, 0.702, 28.0, 1.0),
    ending(Method::Adv, 0.641, 0.694, 28.0, 1.0),
    ending(Method::Dp, 0.602, 0.571, 28.0, 1.0),
    ending(Method::Relaxloss, 0.655, 0.633, 28.0, 1.0),
    ending(Method::MiaPruning, 0.652, 0.681, 28.0, 1.0),
    ending(Method::MiaPruningMinMax, 0.648, 0.674, 28.0, 1.0),
    ending(Method::LabelSmoothing, 0.659, 0.712, 28.0, 1.0),
    ending(Method::Neuguard, 0.646, 0.667, 28.0, 1.0),
    ending(Method::Crl, 0.651, 0.642, 28.0, 1.0),
];

/// A method that has no ending here ends by its place in the registry.
fn ending_of(arm: Method) -> Ending {
    let known = ENDINGS.iter().find(|ending| ending.arm == arm);
    let place = arm as usize as f64;
    let other = ending(arm, 0.62 + 0.001 * place, 0.7 - 0.002 * place, 28.0, 1.0);
    known.map_or(other, |known| Ending { ..*known })
}

/// The report of a finished run of the default configuration.
pub fn report() -> Report {
    report_of(&Config::default().arms)
}

/// The report of a finished run of these arms.
pub fn report_of(arms: &[Method]) -> Report {
    let dense = ArmReport {
        rounds: vec![round(0, 0.0, 0.662, 0.668)],
        seconds: 0.9,
        detail: Some(Detail { masks: Vec::new(), ..detail(&ending(Method::Base, 0.662, 0.668, 0.0, 0.0)) }),
        ..ArmReport::new(None, 1)
    };
    let of_arm = |&arm: &Method| finished(&ending_of(arm));
    let mut report = Report {
        begun: None,
        settings: String::new(),
        version: VERSION,
        statistics: STATISTICS,
        software: "0.1.0".into(),
        ended: Ended::Finished,
        config: Config { arms: arms.to_vec(), ..Config::default() },
        device: "cpu".into(),
        self_check: None,
        data: DataSummary {
            name: "Fashion-MNIST (made up)".into(),
            features: 784,
            classes: 10,
            members: MEMBERS,
            development: 133,
            non_members: MEMBERS,
            chance: 0.1,
            image: Some((28, 28)),
            ..DataSummary::default()
        },
        arms: std::iter::once(dense).chain(arms.iter().map(of_arm)).collect(),
        records: Records::default(),
        first_losses: vec![2.31, 2.22, 2.1],
        seconds: 6.2,
        comparisons: Vec::new(),
        fronts: Vec::new(),
        repeats: None,
    };
    complete(&mut report);
    report
}

/// Every method, every attack, and every part of a report that may be absent.
pub fn everything() -> Report {
    let mut report = report_of(METHODS);
    report.arms.extend(swept_report().arms.into_iter().filter(|arm| arm.strength.is_some()));
    complete(&mut report);
    report.begun = Some("2026-11-25T21:40:45Z".into());
    report.settings = "preset=quick".into();
    report.self_check = Some(self_check::compare(&[1.0], &[1.0]));
    report.data.remarks = vec!["a remark".into()];
    report.data.class_names = (0..10).map(|class| format!("class {class}")).collect();
    report.records.ranking = vec![1, 0];
    report.data.reading = Some(Reading::default());
    report.repeats = Some(repeats(&report));
    let size = Size {
        parameters: 26_737,
        parameters_before: 97_536,
        multiply_adds: 26_000,
        multiply_adds_before: 97_000,
        weights_removed: 0.73,
    };
    let not_run = NotRun { attack: "samia".into(), reason: "the loss is no longer a finite number".into() };
    report.arms[1].failure = Some("round 3: the loss is no longer a finite number".into());
    for arm in &mut report.arms[1..] {
        if arm.id.starts_with("rsw") {
            arm.order = Some(Order::LowToHigh);
        }
        arm.chosen = Some("window 0.5".into());
        arm.trials = vec![TrialReport { setting: "Base".into(), development_accuracy: 0.7, own_auc: 0.6 }];
        arm.development = Some(Development { accuracy: 0.7, own_auc: 0.6 });
        arm.reference_records = Some(133);
        let (clip, noise, sampling_rate) = (1.0, 1.0, 0.1);
        arm.privacy =
            Some(Privacy { epsilon: Some(16.0), at_most: true, delta: 1e-5, clip, noise, sampling_rate, steps: 700 });
        arm.not_run = vec![not_run.clone()];
        for round in &mut arm.rounds {
            round.size = Some(size);
            round.not_run = vec![not_run.clone()];
            round.log_odds = Some(LogOdds { target: String::new(), shadows: String::new() });
            round.attacks.iter_mut().for_each(|attack| attack.left_out = 3);
            let others: Vec<AttackReport> =
                round.attacks.iter().map(|attack| AttackReport { adaptive: false, ..attack.clone() }).collect();
            round.attacks.extend(others);
        }
    }
    report
}

/// Two seeds that differ by a thousandth.
fn repeats(report: &Report) -> Repeats {
    let spread = |mean: f64| Spread {
        n: 2,
        mean,
        deviation: Some(0.001),
        interval: Some((thousandths(mean - 0.009), thousandths(mean + 0.009))),
    };
    let number = |value: f64| Repeated {
        values: vec![Some(value), Some(thousandths(value + 0.001))],
        over: Some(spread(value)),
        minus_base: Some(spread(0.01)),
    };
    let of_attack = |attack: &AttackReport| AttackRepeats {
        attack: attack.attack.clone(),
        auc: number(attack.auc),
        balanced_accuracy: number(attack.balanced_accuracy.unwrap()),
        p1: number(attack.p1.unwrap().value),
    };
    let of_arm = |arm: &ArmReport| {
        let last = arm.rounds.last().unwrap();
        ArmRepeats {
            id: arm.id.clone(),
            test_accuracy: number(last.test_accuracy),
            strongest_auc: number(last.strongest.as_ref().unwrap().auc),
            attacks: last.attacks.iter().map(of_attack).collect(),
        }
    };
    Repeats { seeds: vec![1, 2], arms: report.arms.iter().map(of_arm).collect(), seconds: 12.4 }
}

/// Fills in what arms say together.
fn complete(report: &mut Report) {
    let last = |arm: &ArmReport| arm.rounds.last().unwrap().clone();
    let base = report.arm("base").map(last);
    report.comparisons = report.arms[1..]
        .iter()
        .filter(|arm| arm.id != "base")
        .filter_map(|arm| Some(minus(&arm.id, &last(arm), base.as_ref()?)))
        .collect();
    let by = |attack: &str| {
        let points: Vec<Point> =
            report.arms.iter().map(|arm| (last(arm).test_accuracy, last(arm).attack(attack).unwrap().auc)).collect();
        front_of(report, attack, &points)
    };
    report.fronts = NAMED.iter().map(|attack| by(attack)).collect();
}

fn minus(id: &str, last: &RoundReport, base: &RoundReport) -> Comparison {
    let gap = |value: f64| Difference {
        value: thousandths(value),
        interval: (thousandths(value - 0.025), thousandths(value + 0.025)),
    };
    let by = |attack: &&str| AttackDifference {
        attack: (*attack).into(),
        auc: gap(last.attack(attack).unwrap().auc - base.attack(attack).unwrap().auc),
    };
    Comparison {
        arm: id.into(),
        against: "base".into(),
        test_accuracy: Some(gap(last.test_accuracy - base.test_accuracy)),
        attacks: NAMED.iter().map(by).collect(),
    }
}

fn front_of(report: &Report, attack: &str, points: &[Point]) -> Front {
    let on = front(points);
    let area = |points: &[Point]| thousandths(hypervolume(points, 0.1));
    let around = |area: f64| (thousandths(area - 0.03), thousandths(area + 0.03));
    let mut swept: Vec<Sweep> = Vec::new();
    for (arm, &point) in report.arms.iter().zip(points) {
        let Some(strength) = &arm.strength else { continue };
        let place = swept.iter().position(|sweep| sweep.arm == arm.base_id());
        let at = place.unwrap_or_else(|| {
            swept.push(Sweep {
                arm: arm.base_id().into(),
                key: strength.key.clone(),
                arms: Vec::new(),
                front: Vec::new(),
                hypervolume: area(&[point]),
                hypervolume_interval: around(area(&[point])),
            });
            swept.len() - 1
        });
        swept[at].arms.push(arm.id.clone());
        swept[at].front.push(arm.id.clone());
    }
    Front {
        attack: attack.into(),
        chance: 0.1,
        arms: on.iter().map(|&i| report.arms[i].id.clone()).collect(),
        certainty: report
            .arms
            .iter()
            .enumerate()
            .map(|(i, arm)| (arm.id.clone(), if on.contains(&i) { 0.9 } else { 0.1 }))
            .collect(),
        hypervolume: area(points),
        hypervolume_interval: around(area(points)),
        swept,
    }
}

/// Base, and RMR and SWMR with five strengths each.
pub fn swept_report() -> Report {
    sweep_of(&[(Method::Rmr, 0.68, 0.71), (Method::SwmrLowToHigh, 0.69, 0.66)])
}

/// Base and both one-shot controls along the sparsity, beside fine-tuning alone: a hump for Base, a fall for one-shot.
pub fn sparsity_report() -> Report {
    let mut config = Config {
        arms: vec![Method::Base, Method::OneShotEqual, Method::OneShot, Method::FineTuneOnly],
        ..Config::default()
    };
    config.prune.sweep = true;
    let mut report = report_of(&config.arms);
    let of_arm = |arm: Arm| {
        let sparsity = arm.strength().map_or(config.prune.sparsity, |(_, value)| value);
        let lost = |share: f64| share * sparsity.powi(6);
        #[allow(clippy::wildcard_enum_match_arm, reason = "all others are alike here")]
        let (accuracy, auc) = match arm.method {
            Method::Base => (0.78 - lost(0.05), 0.745 - lost(0.12)),
            Method::OneShotEqual => (0.775 - lost(0.07), 0.735 - lost(0.16)),
            Method::OneShot => (0.77 - lost(0.15), 0.69 - lost(0.19)),
            _ => (0.775, 0.733),
        };
        let plain = finished(&ending(arm.method, accuracy, auc, 28.0, 1.0));
        let new = ArmReport::new(Some(arm), 4);
        ArmReport { id: new.id, strength: new.strength, ..plain }
    };
    report.arms.truncate(1);
    report.arms.extend(Arm::all(&config).into_iter().map(of_arm));
    report.config = config;
    complete(&mut report);
    report
}

/// More sweeps than any figure has room for.
pub fn crowded_report() -> Report {
    let place = |(i, &arm): (usize, &Method)| (arm, 0.6 + 0.011 * i as f64, 0.76 - 0.007 * i as f64);
    sweep_of(&METHODS.iter().enumerate().map(place).collect::<Vec<_>>())
}

/// Five strengths of each arm, of which accuracy and AUC of the first are given: more weight decay, less leak, less
/// accuracy.
fn sweep_of(arms: &[(Method, f64, f64)]) -> Report {
    let mut report = report_of(&[Method::Base]);
    for &(arm, accuracy, auc) in arms {
        for (i, value) in [0.01, 0.05, 0.1, 0.5, 1.0].into_iter().enumerate() {
            let step = i as f64;
            let swept = finished(&ending(arm, accuracy - 0.004 * step * step, auc - 0.03 * step, 7.0, 1.0));
            report.arms.push(ArmReport {
                id: format!("{}@{value}", swept.id),
                strength: Some(Strength { key: "defense.risk_weight_decay".into(), value }),
                ..swept
            });
        }
    }
    complete(&mut report);
    report
}

/// Every arm of the registry.
pub fn all_arms() -> Vec<Method> {
    METHODS.to_vec()
}

fn finished(ending: &Ending) -> ArmReport {
    let at_once = matches!(ending.arm, Method::OneShot | Method::OneShotEqual);
    let rounds = if at_once { 1 } else { 4 };
    let sparsity = |round: u32| {
        if ending.arm == Method::FineTuneOnly {
            return 0.0;
        }
        if at_once { 0.6 } else { 1.0 - 0.4f64.powf(f64::from(round) / 3.0) }
    };
    let way = |round: u32| ((f64::from(round) + 1.0) / f64::from(rounds)).sqrt();
    let at = |round: u32| {
        let (accuracy, auc) =
            (0.662 + (ending.accuracy - 0.662) * way(round), 0.668 + (ending.auc - 0.668) * way(round));
        self::round(round, sparsity(round), accuracy, auc)
    };
    ArmReport {
        rounds: (0..rounds).map(at).collect(),
        seconds: 0.7,
        detail: Some(detail(ending)),
        ..ArmReport::new(Some(Arm::plain(ending.arm)), rounds)
    }
}

fn round(round: u32, sparsity: f64, accuracy: f64, auc: f64) -> RoundReport {
    RoundReport {
        round,
        sparsity: thousandths(sparsity),
        size: None,
        epochs: 7,
        steps: 70,
        train_accuracy: thousandths((accuracy + 0.2 + (auc - 0.6)).min(0.99)),
        test_accuracy: thousandths(accuracy),
        test_accuracy_interval: (thousandths(accuracy - 0.038), thousandths(accuracy + 0.036)),
        strongest: Some(Strongest {
            attacks: vec!["rmia".into(), "lira-online".into()],
            auc: thousandths(auc + 0.033),
            auc_interval: (thousandths(auc + 0.003), thousandths(auc + 0.062)),
        }),
        attacks: attacks().map(|(id, shift)| attack(id, auc + shift, accuracy)).collect(),
        not_run: Vec::new(),
        log_odds: None,
    }
}

fn p1(accuracy: f64, auc: f64) -> P1 {
    let advantage = 2.0 * balanced(auc) - 1.0;
    let value = 2.0 * accuracy * (1.0 - advantage) / (accuracy + 1.0 - advantage);
    let interval = (thousandths(value - 0.03), thousandths(value + 0.03));
    P1 { advantage: thousandths(advantage), value: thousandths(value), interval }
}

fn balanced(auc: f64) -> f64 {
    0.5 + (auc - 0.5) * 0.78
}

fn attack(id: &str, auc: f64, accuracy: f64) -> AttackReport {
    let balanced = balanced(auc);
    let measured = |fpr: f64| TprAtFpr::Measured {
        fpr,
        realised_fpr: fpr,
        tpr: thousandths(fpr * (1.0 + 6.0 * (auc - 0.5))),
        interval: (thousandths(fpr * 0.7), thousandths(fpr * 3.0)),
    };
    AttackReport {
        attack: id.into(),
        adaptive: true,
        shadow_auc: Some(thousandths(auc)),
        auc: thousandths(auc),
        auc_interval: (thousandths(auc - 0.03), thousandths(auc + 0.028)),
        balanced_accuracy: Some(thousandths(balanced)),
        balanced_accuracy_interval: Some((thousandths(balanced - 0.034), thousandths(balanced + 0.034))),
        called: Some(called(balanced, MEMBERS)),
        p1: Some(p1(accuracy, auc)),
        left_out: 0,
        tpr_at_fpr: vec![measured(0.1), measured(0.01), TprAtFpr::NotResolvable { fpr: 0.001, resolvable: false }],
    }
}

fn detail(ending: &Ending) -> Detail {
    Detail {
        roc: attacks().map(|(id, shift)| roc(id, ending.auc + shift)).collect(),
        histogram: histogram(ending.auc),
        deciles: (0..10).map(|i| decile(ending, i)).collect(),
        masks: vec![mask(784, 64, true), mask(64, 32, false)],
        most_exposed: (0..3).map(|i| exposed(ending, i)).collect(),
        divergence: Some(divergence(ending)),
        difficulty: (0..10).map(|i| difficulty(ending, i)).collect(),
        calls: NAMED.iter().map(|attack| calls(attack, ending.auc)).collect(),
    }
}

fn calls(attack: &str, auc: f64) -> Calls {
    let found = balanced(auc);
    Calls {
        attack: attack.into(),
        all: called(found, MEMBERS),
        noisy: Some(called(found + 0.04, MEMBERS / 5)),
        clean: Some(called(found - 0.01, MEMBERS / 5 * 4)),
    }
}

/// Harder records are memorized more; what the target has drifted by is the same for all.
fn difficulty(ending: &Ending, i: u32) -> Difficulty {
    let place = (f64::from(i) + 0.5) / 10.0;
    let leak = (ending.auc - 0.5) * 6.0 * (0.3 + place);
    let gap = |value: f64| Difference {
        value: thousandths(value),
        interval: (thousandths(value - 0.3), thousandths(value + 0.3)),
    };
    let found = Called { members: share(0.75 - 0.1 * place, 60), non_members: Some(share(0.7 - 0.5 * place, 60)) };
    Difficulty {
        members: 60,
        non_members: 60,
        shadows: thousandths(6.0 - 9.0 * place),
        memorization: Some(gap(leak + 0.4)),
        drift: Some(gap(0.4)),
        called: vec![Some(found); NAMED.len()],
    }
}

/// As far above one half as a balanced accuracy on either side.
fn called(balanced: f64, records: u32) -> Called {
    Called { members: share(balanced, records), non_members: Some(share(1.0 - balanced, records)) }
}

fn share(value: f64, of: u32) -> Share {
    let reach = 1.96 * (value * (1.0 - value) / f64::from(of)).sqrt();
    let hits = (value * f64::from(of)).round() as u32;
    let interval = (thousandths((value - reach).max(0.0)), thousandths((value + reach).min(1.0)));
    Share { hits, of, value: thousandths(f64::from(hits) / f64::from(of)), interval }
}

/// Some classes leak more than others; the last one has a single member.
fn divergence(ending: &Ending) -> Divergence {
    let gap = |value: f64, reach: f64| Difference {
        value: thousandths(value),
        interval: (thousandths(value - reach), thousandths(value + reach)),
    };
    let leak = ending.auc - 0.5;
    let gaps = |members: u32, unevenly: f64, reach: f64| Gaps {
        members,
        non_members: members,
        confidence: Some(gap(leak * unevenly, reach)),
        sensitivity: Some(gap(leak * unevenly * 0.3, reach * 0.4)),
    };
    let class = |i: u32| gaps(MEMBERS / 10, 0.4 + 0.13 * f64::from(i * 7 % 10), 0.06);
    let alone = Gaps { members: 1, confidence: None, sensitivity: None, ..class(9) };
    Divergence { overall: gaps(MEMBERS, 1.0, 0.02), classes: (0..9).map(class).chain([alone]).collect() }
}

/// tpr = fpr^((1−auc)/auc) has the area `auc`. The gap attack has one threshold, so one corner.
fn roc(id: &str, auc: f64) -> RocCurve {
    let power = (1.0 - auc) / auc;
    let curve = |fpr: f64| (rounded(fpr, 5), rounded(fpr.powf(power), 4));
    let inner: Vec<(f64, f64)> = match id {
        "gap" => vec![(0.3, thousandths(0.3 + 2.0 * (auc - 0.5)))],
        _ => (0..28).map(|i| curve(10f64.powf(-2.778 + 2.778 * f64::from(i) / 28.0))).collect(),
    };
    let ends = [(0.0, 0.0), (1.0, 1.0)];
    RocCurve { attack: id.into(), points: [&ends[..1], &inner, &ends[1..]].concat() }
}

fn histogram(auc: f64) -> Histogram {
    let bell = |x: f64, middle: f64| (-0.5 * ((x - middle) / 2.2).powi(2)).exp() * 600.0 / 2.2 / 2.507 * 0.75;
    let bins: Vec<f64> = (0..20).map(|i| -5.0 + 0.75 * (f64::from(i) + 0.5)).collect();
    let apart = (auc - 0.5) * 12.0;
    Histogram {
        attack: "conf".into(),
        axis: "confidence in the label: log p / (1 − p)".into(),
        edges: (0..=20).map(|i| -5.0 + 0.75 * f64::from(i)).collect(),
        members: bins.iter().map(|&x| bell(x, 1.0 + apart).round() as u32).collect(),
        non_members: bins.iter().map(|&x| bell(x, 1.0).round() as u32).collect(),
        below: 0,
        above: 0,
        threshold: Some(2.1),
    }
}

fn decile(ending: &Ending, i: u32) -> Decile {
    let place = (f64::from(i) + 0.5) / 10.0;
    let seen = ((ending.reach - f64::from(i) / 10.0) * 10.0).clamp(0.0, 1.0);
    let leak = 0.04 + (ending.auc - 0.6).max(0.0) * 3.4 * place * place;
    Decile {
        records: 60,
        exposures: thousandths(ending.steps * seen * if ending.steps < 10.0 { 0.7 + 0.6 * place } else { 1.0 }),
        never_used: thousandths(1.0 - seen),
        memorization: thousandths(leak),
        memorization_interval: Some((thousandths(leak - 0.035), thousandths(leak + 0.035))),
    }
}

fn mask(inputs: u32, outputs: u32, picture: bool) -> LayerMask {
    let pixel = |i: u32| {
        let (x, y) = (f64::from(i % 28) - 13.5, f64::from(i / 28) - 13.5);
        (0.72 - (x * x + y * y) / 420.0).clamp(0.02, 1.0)
    };
    let input = |i: u32| if picture { pixel(i) } else { 0.25 + 0.05 * f64::from(i * 13 % 7) };
    LayerMask {
        inputs,
        outputs,
        kept_by_input: (0..inputs).map(|i| rounded(input(i), 2) as f32).collect(),
        kept_by_output: (0..outputs).map(|i| rounded(0.28 + 0.04 * f64::from(i * 11 % 7), 2) as f32).collect(),
    }
}

fn exposed(ending: &Ending, i: u32) -> ExposedRecord {
    let target = thousandths(0.99 - 0.01 * f64::from(i));
    let shadows = thousandths(1.0 - ending.auc);
    let each_shadow = vec![shadows, shadows];
    ExposedRecord { record: 17 * i + 3, label: i, clean_label: i + 1, target, shadows, each_shadow }
}

fn thousandths(value: f64) -> f64 {
    rounded(value, 3)
}

fn rounded(value: f64, digits: i32) -> f64 {
    (value * 10f64.powi(digits)).round() / 10f64.powi(digits)
}
