//! The command as a shell sees it: exit codes, words, the report.
#![cfg(feature = "engine-cpu")]

use std::process::{Command, Output};

fn wemem_lab(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wemem-lab")).args(arguments).output().expect("the program runs")
}

fn refused(arguments: &[&str]) -> String {
    let output = wemem_lab(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn bad_values_name_field_rule_and_value() {
    let out_of_range = refused(&["run", "quick-bits", "--set", "prune.sparsity=1"]);
    assert!(out_of_range.contains("prune.sparsity") && out_of_range.contains("0.99"), "{out_of_range}");
    assert!(refused(&["run", "nonsense"]).contains("nonsense"));
    assert!(refused(&["run", "quick-bits", "--set", "no.such.key=1"]).contains("no.such.key"));
    assert!(refused(&["run", "quick-bits", "--set", "attack.shadows=0"]).contains("attack.shadows"));
    let window = refused(&["run", "quick-bits", "--set", "defense.window_width_records=5000"]);
    assert!(window.contains("defense.window_width_records"), "{window}");
    let coverage = refused(&["run", "quick-bits", "--set", "defense.window_coverage=0.1"]);
    assert!(coverage.contains("defense.window_coverage must be at least"), "{coverage}");
}

#[test]
fn a_malformed_file_is_named_with_row_and_column() {
    let folder = std::env::temp_dir().join(format!("wemem-lab-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text, said) in [
        ("ragged.csv", "1,0,0\n2,1\n", "row 2"),
        ("text.csv", "1,0,0\n2,x,1\n", "x"),
        ("empty.csv", "", "must have records"),
        ("one-class.csv", "1,0,0\n1,0,1\n", "class"),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        let words = refused(&["run", "quick-bits", "--data", path.to_str().unwrap()]);
        assert!(words.contains(said) && words.contains(name), "{name}: {words}");
    }
    std::fs::remove_dir_all(folder).unwrap();
    assert!(refused(&["run", "quick-bits", "--data", "/no/such/file.csv"]).contains("/no/such/file.csv"));
}

#[test]
fn a_run_ends_with_a_report() {
    let set =
        ["data.members=240", "prune.rounds=2", "prune.epochs=2", "train.epochs=2", "memory.epochs=2", "arms=base"];
    let mut arguments = vec!["run", "quick-bits", "--workers", "2"];
    set.iter().for_each(|pair| arguments.extend(["--set", pair]));
    let output = wemem_lab(&arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["version"], 1);
    assert_eq!(report["arms"][1]["defense"], "base");
    assert_eq!(report["arms"][1]["rounds"].as_array().unwrap().len(), 2);
}

#[test]
fn repeats_are_the_first_report_with_a_summary_of_all_seeds() {
    let tiny = [
        "seed=7",
        "data.members=240",
        "prune.rounds=2",
        "prune.epochs=2",
        "train.epochs=2",
        "memory.epochs=2",
        "arms=base,rmr",
    ];
    let run = |more: &[&str]| {
        let mut arguments = vec!["run", "quick-bits", "--workers", "2"];
        tiny.iter().for_each(|pair| arguments.extend(["--set", pair]));
        arguments.extend(more);
        let output = wemem_lab(&arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (report, String::from_utf8(output.stderr).unwrap())
    };
    let (repeated, told) = run(&["--repeats", "2"]);
    assert!(told.contains("repeat 1 of 2, seed 7, ") && told.contains("repeat 2 of 2, seed 8, "), "{told}");
    let (first, _) = run(&[]);
    let (second, _) = run(&["--set", "seed=8"]);
    assert_eq!((&repeated["config"], first.get("repeats")), (&first["config"], None));
    assert_eq!(repeated["arms"][1]["rounds"], first["arms"][1]["rounds"]);
    let repeats = &repeated["repeats"];
    assert_eq!(repeats["seeds"], serde_json::json!([7, 8]));
    let auc = |report: &serde_json::Value, arm: usize| {
        let rounds = report["arms"][arm]["rounds"].as_array().unwrap();
        rounds.last().unwrap()["attacks"][0]["auc"].as_f64().unwrap()
    };
    let (rmr, base) = ([auc(&first, 2), auc(&second, 2)], [auc(&first, 1), auc(&second, 1)]);
    let found = &repeats["arms"][2]["attacks"][0]["auc"];
    assert_eq!((&found["values"], &repeats["arms"][2]["id"]), (&serde_json::json!(rmr), &"rmr".into()));
    let minus = (rmr[0] - base[0] + rmr[1] - base[1]) / 2.0;
    assert!((found["minus_base"]["mean"].as_f64().unwrap() - minus).abs() < 1e-12, "{found}");
}

#[test]
fn an_audit_ends_with_a_report_or_names_the_fault() {
    let folder = std::env::temp_dir().join(format!("wemem-lab-audit-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("target.csv");
    std::fs::write(&path, "member,label,p0,p1\n1,0,0.9,0.1\n0,1,0.8,0.2\n").unwrap();
    let output = wemem_lab(&["audit", "--target", path.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["attacks"][0]["attack"], &report["attacks"][0]["auc"]), (&"conf".into(), &1.0.into()));
    assert_eq!(report["not_run"][0]["attack"], "lira");
    std::fs::write(&path, "member,label,p0,p1\n1,0,7.5,-3\n").unwrap();
    let words = refused(&["audit", "--target", path.to_str().unwrap()]);
    assert!(words.contains("target.csv, row 2, column p0"), "{words}");
    std::fs::remove_dir_all(folder).unwrap();
    assert!(refused(&["audit", "--target", "/no/such/file.csv"]).contains("/no/such/file.csv"));
    assert!(refused(&["audit"]).contains("--target"));
}
