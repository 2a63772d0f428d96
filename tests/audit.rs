//! The audit as a user meets it: files in, figures or a refusal with its place out.

use std::fmt::Write as _;
use wemem_lab::{
    Error,
    attack::ATTACKS,
    audit::{
        Source, Sources, audit,
        report::{AuditReport, FileRole},
    },
    report::AttackReport,
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
        against: None,
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
    assert!(report.histogram.threshold.is_some() && report.strongest.is_some());
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
    assert_eq!(report.histogram.threshold, None);
    // The strongest attack is chosen on the target's own records.
    assert!(report.strongest.is_some());
    assert!(report.remarks.iter().any(|remark| remark.starts_with("no threshold for conf, ")));
}

#[test]
fn scores_alone_are_judged_too() {
    let target = "score,member\n3,1\n2,0\n1,1\n0,0\n";
    let shadow = "member,score\n1,2.5\n0,1.5\n";
    let report = audit(&sources(target, &[shadow])).unwrap();
    let score = found(&report, "score");
    assert_eq!((score.auc, score.balanced_accuracy), (0.75, Some(0.75)));
    // SR compares with a dense network, which no file has: it is no attack of an audit.
    assert_eq!((report.histogram.threshold, report.not_run.len()), (Some(2.5), ATTACKS.len() - 1));
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
    assert!(!reason(&report, "mem-aware").is_empty());
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
        against: None,
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
            (after.roc, after.histogram, after.strongest),
            (before.roc.clone(), before.histogram.clone(), before.strongest.clone())
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
        ("1,0,0.5,0.5\n", "target.csv, row 1: a header must have a column member, but found \"1,0,0.5,0.5\""),
        ("member,p0,p1\n1,0.5,0.5\n", "a header must have a column label, but found \"member,p0,p1\""),
        ("member,label\n1,0\n", "a header must have a column score, or posteriors p0, p1 and so on"),
        ("member,label,p0,p2\n1,0,1,0\n", "a header must have a column p1, but found \"member,label,p0,p2\""),
        ("member,label,p0,p1,p1\n", "row 1, column p1: a column must be there once, but found twice"),
        (
            "member,label,p0,p1,age\n",
            "a column must be member, label, id or a posterior; or member, id or score, but found \"age\"",
        ),
        ("member,label,p0,p1\n1,0,0.5\n", "target.csv, row 2: a row must have 4 cells, as the header, but found 3"),
        ("member,label,p0,p1\nyes,0,0.5,0.5\n", "row 2, column member: a value must be 1 or 0, but found \"yes\""),
        (
            "member,label,p0,p1\n1,2,0.5,0.5\n",
            "row 2, column label: a label must be a whole number in 0..=1, but found \"2\"",
        ),
        (
            "member,label,p0,p1\n1,0.5,0.5,0.5\n",
            "column label: a label must be a whole number in 0..=1, but found \"0.5\"",
        ),
        ("member,label,p0,p1\n1,0,NaN,0.5\n", "row 2, column p0: a posterior must not be missing, but found \"NaN\""),
        ("member,label,p0,p1\n1,0,,0.5\n", "row 2, column p0: a posterior must not be missing, but found nothing"),
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
        ("member,score\n1,inf\n", "row 2, column score: a score must be a finite number, but found \"inf\""),
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
    assert_eq!(by_role(&[Target, Shadow, Target]).unwrap().against.unwrap().name, "c.csv");
    for (roles, words) in [
        (&[Shadow, Reference][..], "files: an audit must have a target, but found none"),
        (&[Target, Target, Target], "c.csv: an audit must have at most two targets, but found another"),
        (&[Population, Target, Population], "c.csv: an audit must have at most one population, but found another"),
    ] {
        assert_eq!(by_role(roles).unwrap_err().to_string(), words);
    }
}

/// What is said of a target alone.
fn remarks(target: &str) -> Vec<String> {
    audit(&sources(target, &[])).unwrap().remarks
}

/// A table of answers, four columns for two classes.
fn two_classes(rows: &[(u8, u32, f64)]) -> String {
    let row = |&(member, label, p): &(u8, u32, f64)| {
        let (p0, p1) = if label == 0 { (p, 1.0 - p) } else { (1.0 - p, p) };
        format!("{member},{label},{p0},{p1}\n")
    };
    rows.iter().map(row).fold("member,label,p0,p1\n".into(), |text, row| text + &row)
}

#[test]
fn membership_the_other_way_round_is_asked_about_first_and_not_turned_over() {
    let text = "member,label,p0,p1\n0,0,0.99,0.01\n0,1,0.02,0.98\n0,0,0.97,0.03\n0,1,0.04,0.96\n1,0,0.7,0.3\n1,1,0.6,0.4\n\
                1,0,0.55,0.45\n1,1,0.2,0.8\n";
    let report = audit(&sources(text, &[])).unwrap();
    assert_eq!(found(&report, "conf").auc.to_bits(), 0f64.to_bits());
    let first = &report.remarks[0];
    assert!(
        first.starts_with("target.csv: the AUC of conf, 0.000 (") && first.contains(", lies below ½, and the model"),
        "{first}"
    );
    assert!(first.contains("right on 75 % of the records called members and on 100 % of those called new"), "{first}");
    assert!(first.ends_with(": is member the other way round? Nothing was turned over"), "{first}");
    // The right way round there is nothing to ask.
    let turned: String = text.lines().skip(1).fold("member,label,p0,p1\n".into(), |turned, row| {
        let (member, rest) = row.split_once(',').unwrap();
        turned + &format!("{},{rest}\n", if member == "0" { 1 } else { 0 })
    });
    assert!(!remarks(&turned).iter().any(|remark| remark.contains("other way round")));
    let scores = "member,score\n1,1\n1,2\n1,3\n1,4\n0,5\n0,6\n0,7\n0,8\n";
    assert!(remarks(scores)[0].contains("is member, or the sign of the score, the other way round?"));
}

#[test]
fn labels_counted_from_one_are_told_with_what_they_would_be() {
    let text = "member,label,p0,p1,p2,p3\n1,1,0.9700,0.0100,0.0100,0.0100\n1,2,0.0167,0.9500,0.0167,0.0167\n\
                1,3,0.0133,0.0133,0.9600,0.0133\n0,1,0.8000,0.0667,0.0667,0.0667\n0,2,0.1000,0.7000,0.1000,0.1000\n\
                0,3,0.1333,0.1333,0.6000,0.1333\n";
    let expected =
        "target.csv: the target predicts the label of 0 % of its members; with labels one lower it would be 100 %.";
    assert!(remarks(text)[0].starts_with(expected), "{:?}", remarks(text));
    // Columns in another order: class 0 stands in p2, 1 in p0, 2 in p1, 3 in p3.
    let text = "member,label,p0,p1,p2,p3\n1,0,0.01,0.01,0.97,0.01\n1,1,0.95,0.02,0.02,0.01\n1,2,0.01,0.96,0.02,0.01\n\
                1,3,0.1,0.1,0.1,0.7\n0,0,0.2,0.1,0.6,0.1\n0,1,0.6,0.2,0.1,0.1\n";
    let expected = "target.csv: the target predicts the label of 25 % of its members; with the columns in another order it would be 100 %.";
    assert!(remarks(text)[0].starts_with(expected), "{:?}", remarks(text));
    assert!(!remarks(&file(&TARGET)).iter().any(|remark| remark.contains("it would be")));
}

#[test]
fn a_network_at_chance_says_nothing_about_privacy() {
    let rows = [(1, 0, 0.4), (1, 1, 0.6), (1, 0, 0.3), (1, 1, 0.45), (0, 0, 0.4), (0, 1, 0.6)];
    let said = remarks(&two_classes(&rows));
    let expected =
        "the model is right on 25 % of its members, no more than naming the largest class every time would be (50 %)";
    assert!(said.iter().any(|remark| remark.contains(expected)), "{said:?}");
}

#[test]
fn a_file_that_is_there_twice_is_refused_under_any_name_and_in_any_role() {
    let (target, shadow) = (file(&TARGET), file(&[(1, 0.85), (1, 0.75), (0, 0.5), (0, 0.2)]));
    let said = |given: &Sources| audit(given).unwrap_err().to_string();
    let twice =
        "s1.csv: a file must not be there twice, but this has all rows of target.csv, but found the same answers";
    assert_eq!(said(&sources(&target, &[&target])), twice);
    // Written otherwise, but the same.
    let other = target.replace("member,label", " Member ; label").replace(',', ";").replace("0.9;", "9.0e-1;");
    assert_eq!(said(&sources(&target, &[&other])), twice);
    assert!(said(&sources(&target, &[&shadow, &shadow])).starts_with("s2.csv: a file must not be there twice"));
    let scores = "member,score\n1,1\n0,0\n";
    assert!(said(&sources(scores, &[scores])).starts_with("s1.csv: a file must not be there twice"));
    let reference = Sources { references: sources(&target, &[&target]).shadows, ..sources(&target, &[]) };
    assert!(said(&reference).starts_with("s1.csv: a file must not be there twice"));
}

#[test]
fn rows_that_two_files_share_are_counted_with_the_first_place() {
    let target = file(&TARGET);
    let shadow = file(&[(1, 0.85), (1, 0.3), (0, 0.8), (0, 0.2)]);
    let said = audit(&sources(&target, &[&shadow])).unwrap().remarks;
    // 0.3, 0.8 and 0.2 are the target's rows 5, 4 and 6.
    let expected =
        "3 of the 4 rows of s1.csv have label and posterior of a row of target.csv; the first is row 3, as row 5 there";
    assert!(said[0].starts_with(expected), "{said:?}");
}

#[test]
fn what_the_same_answers_may_mean_depends_on_the_roles() {
    let (target, alike) = (file(&TARGET), file(&[(0, 0.6), (1, 0.9), (1, 0.8), (0, 0.3), (1, 0.25)]));
    let report = audit(&compared(&target, &alike)).unwrap();
    let two = "4 of the 5 rows of other.csv have label and posterior of a row of target.csv; the first is row 2, as row 2 there: \
               are they two networks? Where both answer alike they cannot be told apart";
    assert_eq!(report.remarks[0], two);
    assert!(report.against.is_some(), "what is remarked on is not refused");
    let mut given = sources(&target, &[]);
    // The column member is the reference's own, so this is no file that is there twice.
    let reference = file(&TARGET.map(|(member, p)| (1 - member, p))) + &row(0, 0.9);
    given.references = vec![Source { name: "r.csv", bytes: reference.as_bytes() }];
    let population = file(&[(0, 0.8)]);
    given.population = Some(Source { name: "p.csv", bytes: population.as_bytes() });
    let said = audit(&given).unwrap().remarks;
    let ends = |at: usize, file: &str, words: &str| {
        assert!(said[at].contains(&format!("rows of {file} have")) && said[at].ends_with(words), "{said:?}");
    };
    ends(0, "p.csv", "the first is row 2, as row 4 there: are its records new to the target?");
    ends(1, "r.csv", "a row of target.csv; the first is row 2, as row 2 there: is it another network?");
    ends(2, "r.csv", "a row of p.csv; the first is row 4, as row 2 there: is it another network?");
}

#[test]
fn a_nameless_index_is_told_and_left_out_of_scores_too() {
    let (bare, pandas) = ("member,score\n1,3\n0,2\n1,1\n0,0\n", ",member,score\n0,1,3\n1,0,2\n2,1,1\n3,0,0\n");
    // R's write.table: the header has one cell less.
    let r = "\"member\" \"score\"\n\"1\" 1 2.5\n\"2\" 0 1.5\n";
    let report = audit(&sources(pandas, &[r])).unwrap();
    let alone = audit(&sources(bare, &["member,score\n1,2.5\n0,1.5\n"])).unwrap();
    assert_eq!((&report.attacks, report.attacks[0].auc), (&alone.attacks, 0.75));
    let told = |name: &str| format!("{name}: the first column has no name, so it numbers the rows and is left out");
    assert_eq!(report.remarks, [told("target.csv"), told("s1.csv")]);
    assert!(alone.remarks.is_empty(), "{:?}", alone.remarks);
    assert!(refusal(",member\n0,1\n1,0\n").contains("a header must have a column score"), "an index is no score");
}

/// 600 rows by class, φ = 1.5 + difficulty (deviation 2) + 1.2 if trained on + noise (deviation 0.4); the target and six
/// references that were trained on other records, whose rows are permuted within their class if `permuted`.
fn networks(permuted: bool) -> Vec<String> {
    let mut state = 1u64;
    let mut uniform = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    // Sum of twelve: deviation 1, and near enough to normal.
    let mut normal = move || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
    let difficulty: Vec<f64> = (0..600).map(|_| 2.0 * normal()).collect();
    let mut network = |k: usize| {
        let mut rows: Vec<String> = (0..600)
            .map(|i| {
                let member = if k == 0 { (i * 7 + i / 13) % 2 } else { 0 };
                let phi: f64 = 1.5 + difficulty[i] + 1.2 * member as f64 + 0.4 * normal();
                let p = 1.0 / (1.0 + (-phi).exp());
                format!("{member},0,{p},{}", 1.0 - p)
            })
            .collect();
        for (i, row) in rows.iter_mut().enumerate() {
            if i >= 300 {
                let (member, rest) = row.split_once(",0,").unwrap();
                let (p, q) = rest.split_once(',').unwrap();
                *row = format!("{member},1,{q},{p}");
            }
        }
        if permuted && k > 0 {
            rows[..300].rotate_left(17 * k);
            rows[300..].rotate_left(31 * k);
        }
        rows.iter().fold(String::from("member,label,p0,p1\n"), |text, row| text + row + "\n")
    };
    (0..7).map(&mut network).collect()
}

#[test]
fn references_in_another_order_are_told() {
    for permuted in [false, true] {
        let texts = networks(permuted);
        let mut given = sources(&texts[0], &[]);
        let names = ["r1.csv", "r2.csv", "r3.csv", "r4.csv", "r5.csv", "r6.csv"];
        let named = names.iter().zip(&texts[1..]);
        given.references = named.map(|(name, text)| Source { name, bytes: text.as_bytes() }).collect();
        let report = audit(&given).unwrap();
        assert!(report.attacks.iter().any(|a| a.attack == "lira"), "{:?}", report.not_run);
        let lira = found(&report, "lira").auc;
        let told = report.remarks.iter().find(|remark| remark.contains("no better than in a permuted order"));
        assert_eq!(told.is_some(), permuted, "{:?}", report.remarks);
        assert_eq!(lira > 0.85, !permuted, "{lira}");
        assert!(told.is_none_or(|told| names.iter().all(|name| told.contains(name))), "{told:?}");
    }
}

#[test]
fn an_id_is_compared_row_by_row_and_never_looked_at_by_an_attack() {
    let header = "id,member,label,p0,p1\n";
    let target = format!("{header}a,1,0,0.9,0.1\nb,0,0,0.4,0.6\n");
    let with = |reference: &str| {
        let mut given = sources(&target, &[]);
        given.references = vec![Source { name: "r.csv", bytes: reference.as_bytes() }];
        audit(&given)
    };
    let swapped = with(&format!("{header}b,0,0,0.5,0.5\na,0,0,0.4,0.6\n")).unwrap_err().to_string();
    assert_eq!(swapped, "r.csv, row 2, column id: a record must have the id a of target.csv, row 2, but found b");
    assert!(with(&format!("{header}a,0,0,0.5,0.5\nb,0,0,0.45,0.55\n")).is_ok());
    assert!(with("member,label,p0,p1\n0,0,0.5,0.5\n0,0,0.45,0.55\n").is_ok());
    let without = target.replace("id,", "").replace("a,", "").replace("b,", "");
    let auc = |text: &str| audit(&sources(text, &[])).unwrap().attacks.into_iter().map(|a| a.auc).collect::<Vec<_>>();
    assert_eq!(auc(&target), auc(&without));
    assert!(audit(&sources("id,member,score\nx,1,1\ny,0,0\n", &[])).is_ok());
}

#[test]
fn a_posterior_just_outside_of_its_range_is_a_rounding_error_on_both_sides() {
    let rest = "0,1,0.2,0.4,0.4\n";
    let header = "member,label,p0,p1,p2\n";
    assert!(audit(&sources(&format!("{header}1,0,1.0000001,-3e-8,-4e-8\n{rest}"), &[])).is_ok());
    assert!(audit(&sources(&format!("{header}1,0,1.01,-0.005,-0.005\n{rest}"), &[])).is_ok());
    let said = refusal(&format!("{header}1,0,1.2,-0.1,-0.1\n{rest}"));
    assert_eq!(said, "target.csv, row 2, column p0: a posterior must be in 0..=1, but found 1.2");
    assert!(refusal(&format!("{header}1,0,4.5,-1,-2\n{rest}")).contains("(give the softmax, not logits)"));
    assert!(refusal(&format!("{header}1,0,90,5,5\n{rest}")).contains("(give shares, not per cent)"));
}

#[test]
fn the_same_answers_from_every_writer_are_the_same() {
    let kept = |name: &str| std::fs::read(format!("{}/tests/data/files/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let read = |name: &'static str| {
        let bytes = kept(name);
        let target = Source { name, bytes: &bytes };
        audit(&Sources { target, ..sources("", &[]) }).unwrap()
    };
    let (pandas, savetxt) = (read("audit-pandas.csv"), read("audit-savetxt.txt"));
    assert_eq!((pandas.files[0].records, pandas.files[0].members), (40, 20));
    assert_eq!(pandas.attacks, savetxt.attacks);
    assert!(pandas.remarks.iter().any(|remark| remark.contains("numbers the rows and is left out")));
    for text in [
        "member,label,p0,p1\n1.0,1.0,0.4,0.6\n0.0,0.0,0.5,0.5\n",
        "member,label,p0,p1\nTRUE,1,0.4,0.6\nFALSE,0,0.5,0.5\n",
    ] {
        assert_eq!(audit(&sources(text, &[])).unwrap().files[0].members, 1);
    }
    let semicolons = "member;label;p0;p1\r\n1;1;0,4;0,6\r\n0;0;0,5;0,5\r\n";
    assert_eq!(audit(&sources(semicolons, &[])).unwrap().files[0].records, 2);
    for word in ["NA", "", "None"] {
        let said = refusal(&format!("member,label,p0,p1\n1,{word},0.4,0.6\n"));
        assert!(said.starts_with("target.csv, row 2, column label: a label must not be missing"), "{said}");
        let said = refusal(&format!("member,score\n{word},0.4\n"));
        assert!(said.starts_with("target.csv, row 2, column member: a value must not be missing"), "{said}");
    }
}

#[test]
fn posteriors_that_the_file_tells_apart_stay_apart() {
    let saturated = "member,label,p0,p1\n1,0,1,1e-38\n1,0,1,1e-36\n0,0,1,1e-34\n0,0,1,1e-32\n";
    let report = audit(&sources(saturated, &[])).unwrap();
    for id in ["conf", "hconf", "mentr"] {
        assert_eq!(found(&report, id).auc.to_bits(), 1f64.to_bits(), "{id}");
    }
    let told = |report: &AuditReport, words: &str| report.remarks.iter().any(|remark| remark.contains(words));
    assert!(!told(&report, "exactly 0 or 1") && !told(&report, "of an earlier one"), "{:?}", report.remarks);
    // Down to the smallest numbers that there are, and a zero below them all.
    let tiny = "member,label,p0,p1\n1,0,1,0\n1,0,1,5e-324\n1,0,1,1e-310\n0,0,1,1e-308\n0,0,1,1e-300\n";
    let report = audit(&sources(tiny, &[])).unwrap();
    assert_eq!(found(&report, "conf").auc.to_bits(), 1f64.to_bits());
    assert!(told(&report, "1 records have a posterior of exactly 0 or 1"), "{:?}", report.remarks);
    assert!(!told(&report, "of an earlier one"), "{:?}", report.remarks);
    // Without smaller ones a zero is what it is in the published code.
    let zeros = "member,label,p0,p1\n1,0,1,0\n1,0,1,0\n0,0,0.9,0.1\n0,0,0.8,0.2\n";
    assert!(told(&audit(&sources(zeros, &[])).unwrap(), "the first is row 3, which repeats row 2"));
}

#[test]
fn the_largest_numbers_leave_a_report_that_can_be_read_back() {
    let text = "member,score\n1,1.7976931348623157e308\n1,0.3\n0,-0.2\n0,-1.7976931348623157e308\n";
    let report = audit(&sources(text, &[])).unwrap();
    assert_eq!(
        (found(&report, "score").auc.to_bits(), report.histogram.below, report.histogram.above),
        (1f64.to_bits(), 1, 1)
    );
    let json = serde_json::to_string(&report).unwrap();
    assert!(!json.contains("null"), "{json}");
    assert_eq!(serde_json::from_str::<AuditReport>(&json).unwrap().attacks, report.attacks);
}

#[test]
fn a_record_is_named_by_its_row_in_the_file() {
    let target = "member,label,p0,p1\n0,0,0.6,0.4\n0,1,0.3,0.7\n1,0,0.9,0.1\n";
    let reference = |p: [f64; 3]| {
        let rows = [(0, 0, p[0]), (0, 1, p[1]), (1, 0, p[2])];
        two_classes(&rows)
    };
    let texts = [reference([0.5, 0.6, 0.7]), reference([0.4, 0.65, 0.8]), reference([0.45, 0.5, 0.75])];
    let mut given = sources(target, &[]);
    let named = ["r1.csv", "r2.csv", "r3.csv"].into_iter().zip(&texts);
    given.references = named.map(|(name, text)| Source { name, bytes: text.as_bytes() }).collect();
    let report = audit(&given).unwrap();
    let said =
        report.remarks.iter().chain(report.not_run.iter().map(|entry| &entry.reason)).cloned().collect::<Vec<_>>();
    // The third record, known to every reference, stands on row 4; members are put first only within.
    assert!(!said.iter().any(|said| said.contains("record 1") || said.contains("row 2")), "{said:?}");
    let member = "the column member of r1.csv, r2.csv, r3.csv is that of target.csv throughout";
    assert!(said.iter().any(|said| said.starts_with(member)), "{said:?}");
    // With a second member that not all of them know, the first is named.
    let more = |text: &str, row: &str| format!("{text}{row}\n");
    let (target, texts) =
        (more(target, "1,0,0.8,0.2"), [0, 1, 2].map(|k| more(&texts[k], &format!("{},0,0.6,0.4", u8::from(k == 0)))));
    let mut given = sources(&target, &[]);
    let named = ["r1.csv", "r2.csv", "r3.csv"].into_iter().zip(&texts);
    given.references = named.map(|(name, text)| Source { name, bytes: text.as_bytes() }).collect();
    let remarks = audit(&given).unwrap().remarks;
    let left_out = "lira: 1 of 4 records are left out, as no reference network allows to judge them; the first is row 4 of target.csv";
    assert!(remarks.iter().any(|said| said == left_out), "{remarks:?}");
}

#[test]
fn a_report_holds_only_numbers_that_json_has() {
    // What `nan_to_num` makes of infinite log-ratios; ties of them; a spread of almost nothing beside them.
    let most = f64::MAX;
    for scores in [[most, 0.3, -0.2, -most], [most, most, -most, -most], [most, 1e-300, 0.0, -1e-300], [most; 4]] {
        let text: String =
            scores.iter().zip([1, 1, 0, 0]).map(|(score, member)| format!("{member},{score:e}\n")).collect();
        for shadows in [vec![], vec![format!("member,score\n{text}0,-1\n")]] {
            let shadows: Vec<&str> = shadows.iter().map(String::as_str).collect();
            let report = audit(&sources(&format!("member,score\n{text}"), &shadows)).unwrap();
            let again: AuditReport = serde_json::from_str(&serde_json::to_string(&report).unwrap()).unwrap();
            assert_eq!(again.histogram.edges.len(), report.histogram.edges.len(), "{scores:?}");
            assert!(again.histogram.edges.windows(2).all(|edges| edges[0] <= edges[1]), "{scores:?}");
        }
    }
    let report =
        audit(&sources("member,score\n1,1.7976931348623157e308\n1,0.3\n0,-0.2\n0,-1.7976931348623157e308\n", &[]));
    assert_eq!(report.unwrap().attacks[0].auc, 1.0);
}

/// What is said of this kind; empty if nothing.
fn said<'a>(report: &'a AuditReport, kind: &str) -> &'a str {
    report.sentences.iter().find(|sentence| sentence.kind == kind).map_or("", |sentence| &sentence.text)
}

#[test]
fn the_verdict_says_whether_a_target_leaks_and_whom_an_attacker_finds() {
    let target = file(
        &[(1, 0.95), (0, 0.4)]
            .repeat(30)
            .iter()
            .enumerate()
            .map(|(i, &(m, p))| (m, p + 1e-4 * i as f64))
            .collect::<Vec<_>>(),
    );
    let report = audit(&sources(&target, &[&file(&[(1, 0.9), (1, 0.8), (0, 0.5), (0, 0.2)])])).unwrap();
    assert!(report.strongest.as_ref().unwrap().auc_interval.0 > 0.5);
    let leaks = said(&report, "leak");
    assert!(
        leaks.starts_with("target.csv leaks membership: AUC of ") && leaks.contains("read on the other"),
        "{leaks}"
    );
    let kinds: Vec<&str> = report.sentences.iter().map(|sentence| &*sentence.kind).collect();
    assert_eq!(kinds, ["leak", "called", "gap", "missing", "doubt"]);
    // The shadow's threshold, 0.8, lies between them. No miss in 30: 1 − 0.025^(1/30).
    let called = "At the threshold fitted on your own networks, Conf finds 100.0 % (30 of 30; 88.4 %–100.0 %) of the members and \
                  accuses 0.0 % (0 of 30; 0.0 %–11.6 %) of the others wrongly.";
    assert_eq!(said(&report, "called"), called);
    let missing = "LiRA needs two references; RMIA needs a reference and a population.";
    assert!(said(&report, "missing").ends_with(missing), "{}", said(&report, "missing"));
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<AuditReport>(&text).unwrap().sentences, report.sentences);
}

#[test]
fn five_records_show_no_leak_and_that_is_said_to_be_an_average() {
    let report = audit(&sources(&file(&TARGET), &[])).unwrap();
    let no_leak = said(&report, "leak");
    assert!(no_leak.starts_with("No leak of target.csv can be shown: AUC of "), "{no_leak}");
    assert!(no_leak.ends_with("That is an average: single records may still be exposed."), "{no_leak}");
    assert_eq!(said(&report, "called"), "", "without a shadow there is no threshold");
    let gap = said(&report, "gap");
    assert!(
        gap.starts_with(
            "target.csv is right on 66.7 % of its members and on 50.0 % of the others: a gap of 16.7 points ("
        ),
        "{gap}"
    );
}

#[test]
fn scores_alone_have_a_verdict_too() {
    let ranked = |first: u8| {
        (0..40).fold(String::from("member,score\n"), |text, i| {
            text + &format!("{},{i}\n", if i < 20 { 1 - first } else { first })
        })
    };
    let report = audit(&sources(&ranked(1), &[])).unwrap();
    assert!(
        said(&report, "leak").starts_with("target.csv leaks membership: AUC of score 1.000 ("),
        "{:?}",
        report.sentences
    );
    assert!(said(&report, "missing").contains("LiRA needs posteriors of the target in place of scores"));
    assert!(said(&audit(&sources(&ranked(0), &[])).unwrap(), "leak").contains("the other way round?"));
}

#[test]
fn nothing_is_said_of_the_privacy_of_a_target_at_chance() {
    let rows = [(1, 0, 0.4), (1, 1, 0.6), (1, 0, 0.3), (1, 1, 0.45), (0, 0, 0.4), (0, 1, 0.6)];
    let report = audit(&sources(&two_classes(&rows), &[])).unwrap();
    assert!(said(&report, "at-chance").contains("says nothing about privacy"));
    assert_eq!((said(&report, "leak"), said(&report, "called")), ("", ""));
    assert!(!said(&report, "gap").is_empty());
}

#[test]
fn the_most_exposed_rows_are_named_by_line_and_id() {
    let target = "id,member,label,p0,p1\na,0,0,0.99,0.01\nb,1,0,0.8,0.2\nc,1,1,0.05,0.95\nd,1,0,0.6,0.4\n";
    let report =
        audit(&sources(target, &["member,label,p0,p1\n1,0,0.7,0.3\n1,1,0.3,0.7\n0,0,0.65,0.35\n0,1,0.4,0.6\n"]));
    let exposed = report.unwrap().most_exposed.unwrap();
    // The shadow's threshold is 0.7 in both classes.
    assert_eq!((&*exposed.attack, exposed.among_called, exposed.of), ("conf", true, 2));
    let found: Vec<_> =
        exposed.rows.iter().map(|row| (row.row, row.id.as_deref().unwrap(), row.label.unwrap())).collect();
    assert_eq!(found, [(4, "c", 1), (3, "b", 0)]);
    assert!((exposed.rows[0].confidence.unwrap() - 0.95).abs() < 1e-12);
    let scores = (0..60).fold(String::from("member,score\n"), |text, i| text + &format!("{},{i}\n", i % 2));
    let exposed = audit(&sources(&scores, &[])).unwrap().most_exposed.unwrap();
    assert_eq!((exposed.rows.len(), exposed.of, exposed.among_called), (20, 30, false));
    assert_eq!((exposed.rows[0].row, exposed.rows[0].score, exposed.rows[0].label), (61, 59.0, None));
}

fn compared<'a>(first: &'a str, second: &'a str) -> Sources<'a> {
    Sources { against: Some(Source { name: "other.csv", bytes: second.as_bytes() }), ..sources(first, &[]) }
}

#[test]
fn two_targets_are_compared_record_by_record() {
    // The first ranks its members 3 of 4 pairs before the others, the second 2 of 4.
    let (first, second) = (file(&[(1, 0.9), (0, 0.6), (1, 0.5), (0, 0.4)]), file(&[(0, 0.8); 0]));
    let second = second + &row(1, 0.9) + &row(0, 0.6) + &row(1, 0.3) + &row(0, 0.35);
    let report = audit(&compared(&first, &second)).unwrap();
    let against = report.against.as_ref().unwrap();
    let conf = against.attacks.iter().find(|found| found.attack == "conf").unwrap().auc;
    assert!((conf.value - 0.25).abs() < 1e-12 && conf.interval.0 < 0.25 && conf.interval.1 > 0.25, "{conf:?}");
    let second = against.second.as_ref().unwrap();
    assert_eq!((second.train_accuracy, second.test_accuracy, second.aucs[0]), (0.5, 1.0, 0.5));
    // 0.3 is below (1 − 0.3)/2: the second is wrong on one of two members. 0.35 beats 0.325.
    assert!((against.train_accuracy.value - 0.5).abs() < 1e-12 && against.test_accuracy.value == 0.0, "{against:?}");
    let expected = "target.csv and other.csv: which of them leaks more cannot be told from these records (+0.250, ";
    assert!(said(&report, "against").starts_with(expected), "{:?}", report.sentences);
    let alone = audit(&sources(&first, &[])).unwrap();
    assert_eq!((&report.attacks, alone.against), (&alone.attacks, None), "the second changes nothing of the first");
    assert_eq!((&*report.files[1].name, report.files[1].role), ("other.csv", FileRole::Target));
}

#[test]
fn a_target_that_leaks_clearly_more_is_said_to() {
    // Labels in turn, so that naming one class is no match; members 0.9 and others 0.6, or all alike but for a ramp.
    let target = |member: f64, other: f64| {
        let of = |i: u32| (u8::from(i.is_multiple_of(4)), i % 2 + u32::from(i.is_multiple_of(4)) * ((i / 4) % 2), i);
        let rows =
            (0..200).map(of).map(|(m, label, i)| (m, label, if m == 1 { member } else { other } + 3e-4 * f64::from(i)));
        two_classes(&rows.collect::<Vec<_>>())
    };
    let (leaky, tight) = (target(0.9, 0.6), target(0.7, 0.7));
    let report = audit(&compared(&leaky, &tight)).unwrap();
    assert!(
        said(&report, "against").starts_with("target.csv leaks more than other.csv, by 0."),
        "{:?}",
        report.sentences
    );
    let as_accurate = "The first is not shown to be more or less accurate on non-members (+0.0 points, −2.5 to +2.5).";
    assert!(said(&report, "against").ends_with(as_accurate), "{}", said(&report, "against"));
    let report = audit(&compared(&tight, &leaky)).unwrap();
    assert!(
        said(&report, "against").starts_with("target.csv leaks less than other.csv, by 0."),
        "{:?}",
        report.sentences
    );
}

#[test]
fn a_second_target_must_have_the_records_of_the_first() {
    let refused = |second: &str| audit(&compared(&file(&TARGET), second)).unwrap_err().to_string();
    let longer = file(&[TARGET, TARGET].concat());
    assert_eq!(refused(&longer), "other.csv: a second target must have the 5 records of target.csv, but found 10");
    let mut turned = TARGET.map(|(member, p)| (member, p - 0.01));
    turned[3].0 = 1;
    let said = refused(&file(&turned));
    assert!(
        said.starts_with("other.csv, row 5, column member: a record must be a member, or not, as of target.csv, row 5"),
        "{said}"
    );
    assert!(refused(&file(&TARGET)).contains("must not be there twice"));
    let scores = "member,score\n1,1\n0,0\n";
    assert!(
        audit(&compared(scores, scores))
            .unwrap_err()
            .to_string()
            .contains("a second target needs a first one with posteriors")
    );
}
