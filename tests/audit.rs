//! The audit as a user meets it: files in, figures or a refusal with its place out.

use std::fmt::Write as _;
use wemem_lab::{
    Error,
    audit::{
        Source, Sources, audit,
        report::{AuditReport, FileRole},
    },
    experiment::report::AttackReport,
};

/// Three classes, label 0: a row with this p_y, the rest shared by the others.
fn row(member: u8, p: f64) -> String {
    format!("{member},0,{p},{},{}\n", (1.0 - p) / 2.0, (1.0 - p) / 2.0)
}

fn file(rows: &[(u8, f64)]) -> String {
    rows.iter().fold("member,label,p0,p1,p2\n".into(), |text, &(member, p)| text + &row(member, p))
}

fn sources<'a>(target: &'a str, shadows: &[&'a str]) -> Sources<'a> {
    let shadow = |(k, text): (usize, &&'a str)| Source { name: ["s1.csv", "s2.csv"][k], bytes: text.as_bytes() };
    Sources {
        target: Source { name: "target.csv", bytes: target.as_bytes() },
        shadows: shadows.iter().enumerate().map(shadow).collect(),
        references: Vec::new(),
        population: None,
    }
}

fn refusal(target: &str) -> String {
    let error = audit(&sources(target, &[])).unwrap_err();
    assert!(matches!(error, Error::Data { .. }));
    error.to_string()
}

fn found<'a>(report: &'a AuditReport, id: &str) -> &'a AttackReport {
    report.attacks.iter().find(|attack| attack.attack == id).unwrap()
}

const TARGET: [(u8, f64); 5] = [(0, 0.6), (1, 0.9), (1, 0.8), (0, 0.3), (1, 0.2)];

#[test]
fn posteriors_come_back_as_the_figures_counted_by_hand() {
    let (target, shadow) = (file(&TARGET), file(&[(1, 0.85), (1, 0.75), (0, 0.5), (0, 0.2)]));
    let report = audit(&sources(&target, &[&shadow])).unwrap();
    // Pairs won: 0.9 and 0.8 beat both, 0.2 none: 4 of 6. The shadow's threshold is 0.75: TPR ⅔, TNR 1.
    let conf = found(&report, "conf");
    assert!((conf.auc - 4.0 / 6.0).abs() < 1e-12);
    assert_eq!(conf.balanced_accuracy, Some(0.5 * (2.0 / 3.0 + 1.0)));
    assert_eq!((report.train_accuracy, report.test_accuracy), (Some(2.0 / 3.0), Some(0.5)));
    assert_eq!((report.classes, report.files[0].records, report.files[0].members), (Some(3), 5, 3));
    let not_run: Vec<&str> = report.not_run.iter().map(|entry| entry.attack.as_str()).collect();
    assert_eq!(not_run, ["lira", "lira-online", "rmia", "mem-aware", "nn", "top3-nn", "cl-nn", "samia"]);
    assert!(report.histogram.threshold.is_some() && report.worst_attack.is_some());
    assert!(report.remarks.iter().any(|remark| remark.contains("lack members or non-members of 2 classes (1, 2)")));
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<AuditReport>(&text).unwrap().attacks.len(), report.attacks.len());
}

#[test]
fn without_a_shadow_there_is_no_threshold_and_the_report_says_so() {
    let report = audit(&sources(&file(&TARGET), &[])).unwrap();
    assert!((found(&report, "conf").auc - 4.0 / 6.0).abs() < 1e-12);
    assert_eq!(found(&report, "conf").balanced_accuracy, None);
    // Right or wrong needs no threshold.
    assert_eq!(found(&report, "gap").balanced_accuracy, Some(0.5 * (2.0 / 3.0 + 0.5)));
    assert_eq!((report.worst_attack, report.histogram.threshold), (None, None));
    assert!(report.remarks.iter().any(|remark| remark.starts_with("no threshold for conf, entr, mentr, hconf")));
}

#[test]
fn scores_alone_are_judged_too() {
    let target = "score,member\n3,1\n2,0\n1,1\n0,0\n";
    let shadow = "member,score\n1,2.5\n0,1.5\n";
    let report = audit(&sources(target, &[shadow])).unwrap();
    let score = found(&report, "score");
    assert_eq!((score.auc, score.balanced_accuracy), (0.75, Some(0.75)));
    assert_eq!((report.histogram.threshold, report.not_run.len()), (Some(2.5), 13));
    let every: Vec<&str> = report.not_run.iter().map(|entry| entry.attack.as_str()).collect();
    assert!(every.contains(&"lira") && every.contains(&"samia") && !every.contains(&"sr"), "{every:?}");
    let report = audit(&sources(target, &[])).unwrap();
    assert_eq!(found(&report, "score").balanced_accuracy, None);
    let error = audit(&sources(target, &[&file(&TARGET)])).unwrap_err().to_string();
    assert_eq!(error, "s1.csv: a file must have scores, as the target has, but found posteriors");
}

/// A reference's outputs on the target's five records and on two of the population.
fn reference(rows: [(u8, f64); 7]) -> String {
    file(&rows)
}

#[test]
fn references_on_the_targets_records_let_lira_and_rmia_run() {
    let (target, population) = (file(&TARGET), file(&[(0, 0.5), (0, 0.4)]));
    let one = reference([(0, 0.6), (0, 0.6), (0, 0.5), (0, 0.4), (0, 0.1), (1, 0.9), (0, 0.3)]);
    let two = reference([(0, 0.7), (0, 0.5), (0, 0.4), (0, 0.5), (0, 0.1), (0, 0.4), (1, 0.9)]);
    let mut given = sources(&target, &[]);
    given.references =
        [("r1.csv", &one), ("r2.csv", &two)].map(|(name, text)| Source { name, bytes: text.as_bytes() }).into();
    let without_population: Vec<String> = given.references.iter().map(|r| short(r.bytes)).collect();
    given.population = Some(Source { name: "population.csv", bytes: population.as_bytes() });
    let report = audit(&given).unwrap();
    // Each member lies further above its references than each non-member.
    assert!((found(&report, "lira").auc - 1.0).abs() < 1e-12);
    assert!(found(&report, "lira").balanced_accuracy.is_some() && found(&report, "rmia").balanced_accuracy.is_some());
    let reason = |report: &AuditReport, id: &str| {
        report.not_run.iter().find(|entry| entry.attack == id).map(|entry| entry.reason.clone()).unwrap_or_default()
    };
    // No reference has seen a record of the target.
    assert!(reason(&report, "lira-online").contains("no record has two reference networks that were trained on it"));
    let others = report.not_run.iter().filter(|entry| entry.attack != "lira-online");
    assert!(others.clone().all(|entry| entry.reason.contains("must be trained")), "{:?}", report.not_run);
    assert_eq!(report.files.len(), 4);
    given.population = None;
    given.references = without_population.iter().map(|text| Source { name: "r.csv", bytes: text.as_bytes() }).collect();
    let report = audit(&given).unwrap();
    assert_eq!((report.not_run.len(), reason(&report, "mem-aware").is_empty()), (7, false));
    assert!(reason(&report, "rmia").contains("a population"), "{:?}", report.not_run);
}

#[test]
fn references_that_have_seen_some_of_the_targets_records_let_lira_run_online() {
    let target = file(&TARGET);
    let reference = |seen: [u8; 5], p: [f64; 5]| file(&[0, 1, 2, 3, 4].map(|i| (seen[i], p[i])));
    // Networks with a record say 0.95 of it or 0.9, the others less: the target's members are spoken of as by the former.
    let texts = [
        reference([0, 1, 1, 0, 0], [0.60, 0.95, 0.95, 0.30, 0.10]),
        reference([0, 1, 1, 0, 0], [0.50, 0.90, 0.90, 0.20, 0.05]),
        reference([1, 0, 0, 1, 1], [0.95, 0.50, 0.40, 0.95, 0.40]),
        reference([1, 0, 0, 1, 1], [0.90, 0.40, 0.30, 0.90, 0.30]),
    ];
    let mut given = sources(&target, &[]);
    given.references = texts.iter().map(|text| Source { name: "r.csv", bytes: text.as_bytes() }).collect();
    let report = audit(&given).unwrap();
    let online = found(&report, "lira-online");
    assert!((online.auc - 1.0).abs() < 1e-12 && online.balanced_accuracy.is_some(), "{online:?}");
    // With the third record known to all, nothing can be said of it, but of the others.
    let all = [0, 1, 2, 3].map(|k| {
        let seen = if k < 2 { [0, 1, 1, 0, 0] } else { [1, 0, 1, 1, 1] };
        reference(seen, [0.5 + 0.1 * f64::from(k), 0.6, 0.7 - 0.1 * f64::from(k), 0.4, 0.3])
    });
    given.references = all.iter().map(|text| Source { name: "r.csv", bytes: text.as_bytes() }).collect();
    let report = audit(&given).unwrap();
    assert!(report.attacks.iter().any(|attack| attack.attack == "lira-online"));
    let left_out =
        |id: &str| report.remarks.iter().any(|said| said.starts_with(&format!("{id}: 1 of 5 records are left out")));
    assert!(left_out("lira-online") && left_out("lira"), "{:?}", report.remarks);
}

#[test]
fn references_that_saw_none_of_the_rows_are_tried_on_nothing() {
    let target = file(&TARGET);
    let texts = [[0.6, 0.7, 0.6, 0.4, 0.1], [0.5, 0.8, 0.5, 0.2, 0.05], [0.7, 0.6, 0.4, 0.3, 0.2]]
        .map(|p| file(&[0, 1, 2, 3, 4].map(|i| (0, p[i]))));
    let mut given = sources(&target, &[]);
    given.references = texts.iter().map(|text| Source { name: "r.csv", bytes: text.as_bytes() }).collect();
    let none = audit(&given).unwrap();
    assert_eq!(found(&none, "lira").shadow_auc, None);
    // One that was trained on two of them is tried alone: the others add no ½ to its area.
    let seen = file(&[(1, 0.99), (0, 0.5), (1, 0.98), (0, 0.2), (0, 0.1)]);
    given.references.push(Source { name: "seen.csv", bytes: seen.as_bytes() });
    assert_eq!(found(&audit(&given).unwrap(), "lira").shadow_auc, Some(1.0));
}

/// An audit with everything, drawn from a plain congruential generator; `shuffle` permutes the rows of each file alike.
fn complete(shuffle: u64) -> AuditReport {
    let mut state = 7u64;
    let mut draw = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1u32 << 31)
    };
    let mut network = |members: &[u8]| -> Vec<String> {
        // Two decimals, so that records tie, and labels in turn.
        let line = |(i, &member): (usize, &u8)| {
            let p = (100.0 * (0.3 + 0.4 * draw() + 0.25 * f64::from(member))).round() / 100.0;
            let rest = 1.0 - p;
            let [a, b, c] = [[p, rest, 0.0], [0.0, p, rest], [rest, 0.0, p]][i % 3];
            format!("{member},{},{a},{b},{c}\n", i % 3)
        };
        members.iter().enumerate().map(line).collect()
    };
    let of = |count: usize, member: fn(usize) -> bool| (0..count).map(|i| u8::from(member(i))).collect::<Vec<u8>>();
    let target = network(&of(42, |i| i < 20));
    let shadows = [0; 2].map(|_| network(&of(60, |i| i % 2 == 0)));
    let population = network(&of(30, |_| false));
    let references = [3, 4, 5]
        .map(|k| network(&(0..72).map(|i: usize| u8::from(((i * i + i) / k).is_multiple_of(2))).collect::<Vec<u8>>()));
    // A full cycle: steps prime to the count.
    let order = |count: usize| -> Vec<usize> {
        let step = if shuffle == 0 { 1 } else { 7 + 4 * shuffle as usize };
        (0..count).map(|i| i * step % count).collect()
    };
    let text = |lines: &[String], order: &[usize]| {
        order.iter().fold(String::from("member,label,p0,p1,p2\n"), |text, &i| text + &lines[i])
    };
    let both: Vec<usize> = order(42).into_iter().chain(order(30).into_iter().map(|i| 42 + i)).collect();
    let (target, population) = (text(&target, &order(42)), text(&population, &order(30)));
    let shadows = shadows.map(|lines| text(&lines, &order(60)));
    let references = references.map(|lines| text(&lines, &both));
    let source = |text: &'static str| Source { name: "file.csv", bytes: text.as_bytes() };
    let leaked = |text: String| source(String::leak(text));
    audit(&Sources {
        target: leaked(target),
        shadows: shadows.into_iter().map(leaked).collect(),
        references: references.into_iter().map(leaked).collect(),
        population: Some(leaked(population)),
    })
    .unwrap()
}

#[test]
fn the_order_of_rows_changes_no_number() {
    let before = complete(0);
    assert!(["lira", "rmia", "mem-aware", "conf"].iter().all(|id| found(&before, id).balanced_accuracy.is_some()));
    // 11 and 19 have no factor with 42, 30 or 60.
    for shuffle in [1, 3] {
        let after = complete(shuffle);
        assert_eq!(after.attacks, before.attacks);
        assert_eq!(
            (after.roc, after.histogram, after.worst_attack),
            (before.roc.clone(), before.histogram.clone(), before.worst_attack)
        );
        assert_eq!((after.train_accuracy, after.test_accuracy), (before.train_accuracy, before.test_accuracy));
    }
}

/// The header and the first five records.
fn short(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).unwrap().lines().take(6).fold(String::new(), |text, line| text + line + "\n")
}

#[test]
fn files_that_do_not_fit_together_are_named() {
    let (target, two_classes) = (file(&TARGET), "member,label,p0,p1\n1,0,0.5,0.5\n0,0,0.5,0.5\n");
    let said = |given: &Sources| audit(given).unwrap_err().to_string();
    assert_eq!(
        said(&sources(&target, &[two_classes])),
        "s1.csv: a file must have 3 classes, as target.csv, but found 2"
    );
    let only_members = file(&[(1, 0.5), (1, 0.6)]);
    let rule = "a file must have members (member = 1) and non-members (member = 0)";
    assert_eq!(said(&sources(&target, &[&only_members])), format!("s1.csv: {rule}, but found only members"));
    let with = |reference: &'static str, population: Option<&'static str>| Sources {
        references: vec![Source { name: "r.csv", bytes: reference.as_bytes() }],
        population: population.map(|text| Source { name: "p.csv", bytes: text.as_bytes() }),
        ..sources("member,label,p0,p1\n1,0,0.5,0.5\n0,1,0.5,0.5\n", &[])
    };
    let one_row = "member,label,p0,p1\n0,0,0.5,0.5\n";
    assert_eq!(said(&with(one_row, None)), "r.csv: a reference must have the 2 records of target.csv, but found 1");
    let swapped = "member,label,p0,p1\n0,0,0.5,0.5\n0,0,0.5,0.5\n";
    let place = "r.csv, row 3, column label: a record must have the label 1 of target.csv, row 3, but found 0";
    assert_eq!(said(&with(swapped, None)), place);
    let member = "member,label,p0,p1\n1,0,0.5,0.5\n";
    let words = said(&with(one_row, Some(member)));
    assert_eq!(
        words,
        "p.csv, row 2, column member: a record of the population must be new to the target, but found member 1"
    );
    let third = "member,label,p0,p1\n0,0,0.5,0.5\n0,1,0.5,0.5\n0,1,0.5,0.5\n";
    assert!(
        said(&with(third, Some(one_row)))
            .contains("row 4, column label: a record must have the label 0 of p.csv, row 2")
    );
    let scores =
        Sources { population: Some(Source { name: "p.csv", bytes: b"" }), ..sources("member,score\n1,1\n0,0\n", &[]) };
    assert!(said(&scores).contains("p.csv: a reference or population needs a target with posteriors"));
}

#[test]
fn every_fault_is_named_with_file_row_and_column() {
    for (text, words) in [
        ("", "target.csv: a file must have a header and records, but found nothing"),
        ("member,label,p0,p1\n", "target.csv: a file must have records, but found only a header"),
        ("1,0,0.5,0.5\n", "target.csv, row 1: a header must have a column member, but found 1,0,0.5,0.5"),
        ("member,p0,p1\n1,0.5,0.5\n", "a header must have a column label, but found member,p0,p1"),
        ("member,label\n1,0\n", "a header must have a column score, or posteriors p0, p1 and so on"),
        ("member,label,p0,p2\n1,0,1,0\n", "a header must have a column p1, but found member,label,p0,p2"),
        ("member,label,p0,p1,p1\n", "row 1, column p1: a column must be there once, but found twice"),
        (
            "member,label,p0,p1,age\n",
            "a column must be member, label or a posterior; or member or score, but found age",
        ),
        ("member,label,p0,p1\n1,0,0.5\n", "target.csv, row 2: a row must have 4 cells, as the header, but found 3"),
        ("member,label,p0,p1\nyes,0,0.5,0.5\n", "row 2, column member: a value must be 1 or 0, but found yes"),
        (
            "member,label,p0,p1\n1,2,0.5,0.5\n",
            "row 2, column label: a label must be a whole number in 0..=1, but found 2",
        ),
        ("member,label,p0,p1\n1,0.5,0.5,0.5\n", "column label: a label must be a whole number in 0..=1, but found 0.5"),
        ("member,label,p0,p1\n1,0,NaN,0.5\n", "row 2, column p0: a posterior must be a finite number, but found NaN"),
        ("member,label,p0,p1\n1,0,,0.5\n", "row 2, column p0: a posterior must be a finite number, but found nothing"),
        (
            "member,label,p0,p1\n1,0,0.5,0.5\n\n1,0,-2.5,4\n",
            "target.csv, row 4, column p0: a posterior must be in 0..=1 (give the softmax, not logits), but found -2.5",
        ),
        ("member,label,p0,p1\n1,0,0.5,4\n", "row 2, column p1: a posterior must be in 0..=1"),
        (
            "member,label,p0,p1\n1,0,0.5,0.5\n1,0,0.5,0.25\n",
            "row 3, column p0 to p1: posteriors must add up to 1 within 0.01, but found 0.75",
        ),
        ("member,label,p0,p1\n1,0,0.5,0.5\n", "(member = 1) and non-members (member = 0), but found only members"),
        ("member,label,p0,p1\n0,0,0.5,0.5\n", "but found only non-members"),
        ("member,score\n1,inf\n", "row 2, column score: a score must be a finite number, but found inf"),
        ("member,score\n1,1\n", "but found only members"),
    ] {
        let said = refusal(text);
        assert!(said.starts_with("target.csv") && said.contains(words), "{said}\nis not\n{words}");
    }
}

#[test]
fn repeated_records_and_zeros_are_counted_not_refused() {
    let target = file(&[(1, 0.9), (0, 0.5), (0, 0.9), (1, 1.0), (1, 0.9)]);
    let remarks = audit(&sources(&target, &[])).unwrap().remarks;
    let repeated =
        "target.csv: 2 records have the label and posterior of an earlier one; the first is row 4, which repeats row 2";
    assert!(remarks[0].starts_with(repeated), "{remarks:?}");
    assert!(remarks[1].starts_with("target.csv: 1 records have a posterior of exactly 0 or 1"), "{remarks:?}");
}

#[test]
fn windows_line_ends_capitals_and_any_order_of_columns_are_read() {
    let mut text = String::from("P1, Label, P0, Member\r\n");
    for (member, p) in [(1, 0.9), (0, 0.4)] {
        write!(text, "{}, 0, {p}, {member} \r\n", 1.0 - p).unwrap();
    }
    let report = audit(&sources(&text, &[])).unwrap();
    assert_eq!((found(&report, "conf").auc.to_bits(), report.classes), (1f64.to_bits(), Some(2)));
}

#[test]
fn files_come_in_any_order_with_one_target_and_at_most_one_population() {
    let by_role = |roles: &[FileRole]| {
        let names = ["a.csv", "b.csv", "c.csv", "d.csv"].map(|name| Source { name, bytes: b"" });
        Sources::by_role(&roles.iter().copied().zip(names).collect::<Vec<_>>())
    };
    use FileRole::{Population, Reference, Shadow, Target};
    let sources = by_role(&[Shadow, Population, Target, Shadow]).unwrap();
    let shadows: Vec<&str> = sources.shadows.iter().map(|shadow| shadow.name).collect();
    assert_eq!((sources.target.name, shadows, sources.references.len()), ("c.csv", vec!["a.csv", "d.csv"], 0));
    assert_eq!(sources.population.unwrap().name, "b.csv");
    for (roles, words) in [
        (&[Shadow, Reference][..], "files: an audit must have a target, but found none"),
        (&[Target, Target], "b.csv: an audit must have one target, but found another"),
        (&[Population, Target, Population], "c.csv: an audit must have at most one population, but found another"),
    ] {
        assert_eq!(by_role(roles).unwrap_err().to_string(), words);
    }
}
