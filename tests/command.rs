//! The command as a shell sees it: exit codes, words, the report.
#![cfg(feature = "engine-cpu")]

use std::{
    fs::File,
    process::{Command, Output, Stdio},
};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wemem-lab"));
    command.args(arguments);
    command
}

fn wemem_lab(arguments: &[&str]) -> Output {
    program(arguments).output().expect("the program runs")
}

/// A run of about a second, with `more` after it.
fn tiny<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let set = [
        "data.source=mini-bits",
        "data.members=160",
        "network.hidden1=16",
        "network.hidden2=8",
        "train.epochs=2",
        "prune.rounds=2",
        "prune.epochs=2",
        "memory.epochs=2",
        "attack.shadows=2",
        "arms=base",
    ];
    let mut arguments = vec!["run", "quick", "--workers", "1"];
    set.iter().for_each(|pair| arguments.extend(["--set", pair]));
    arguments.extend(more);
    arguments
}

fn json(path: &std::path::Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
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
    assert_eq!((&report["version"], &report["ended"]), (&2.into(), &"finished".into()));
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
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.starts_with("No leak of target.csv can be shown: AUC of "), "{told}");
    std::fs::write(&path, "member,label,p0,p1\n1,0,7.5,-3\n").unwrap();
    let words = refused(&["audit", "--target", path.to_str().unwrap()]);
    assert!(words.contains("target.csv, row 2, column p0"), "{words}");
    std::fs::remove_dir_all(folder).unwrap();
    assert!(refused(&["audit", "--target", "/no/such/file.csv"]).contains("/no/such/file.csv"));
    assert!(refused(&["audit"]).contains("--target"));
}

#[test]
fn an_audit_writes_the_scores_of_every_record_where_it_is_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let [target, scores] = ["target.csv", "scores.csv"].map(|name| folder.path().join(name).display().to_string());
    std::fs::write(&target, "id,member,label,p0,p1\nx,0,1,0.75,0.25\ny,1,0,0.5,0.5\n").unwrap();
    let output = wemem_lab(&["audit", "--target", &target, "--scores", &scores]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let csv = std::fs::read_to_string(&scores).unwrap();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "row,id,member,label,conf,entr,mentr,hconf,gap");
    assert!(lines[1].starts_with("2,x,0,1,") && lines[2].starts_with("3,y,1,0,") && lines.len() == 3, "{csv}");
    let elsewhere = "--scores must go elsewhere than the report";
    assert!(refused(&["audit", "--target", &target, "--scores", "-"]).contains(elsewhere));
    assert!(refused(&["audit", "--target", &target, "--scores", &scores, "--out", &scores]).contains(elsewhere));
    assert!(refused(&["audit", "--target", &target, "--scores", &target]).contains("must not replace"));
}

#[test]
fn a_report_that_could_not_be_written_is_refused_before_the_run() {
    for out in ["/no/such/folder/report.json", "/", ""] {
        let words = refused(&tiny(&["--out", out]));
        assert!(words.lines().count() == 1 && words.contains(out), "no progress was told: {words}");
    }
}

#[test]
fn the_report_never_replaces_what_it_was_made_of() {
    let folder = tempfile::tempdir().unwrap();
    let (target, config) = (folder.path().join("a.csv"), folder.path().join("c.json"));
    let csv = "member,label,p0,p1\n1,0,0.9,0.1\n0,1,0.8,0.2\n";
    std::fs::write(&target, csv).unwrap();
    std::fs::write(&config, "{}").unwrap();
    let name = target.to_str().unwrap();
    assert!(refused(&["audit", "--target", name, "--out", name]).contains("must not replace"));
    assert_eq!(std::fs::read_to_string(&target).unwrap(), csv);
    let name = config.to_str().unwrap();
    assert!(refused(&["run", name, "--out", name]).contains("must not replace"));
    assert_eq!(std::fs::read_to_string(&config).unwrap(), "{}");
}

/// A file system that is full: only Linux has one for everybody.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_or_a_closed_pipe_makes_no_panic() {
    let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
    let progress = program(&tiny(&[])).stderr(full()).output().unwrap();
    assert!(progress.status.success());
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&progress.stdout).unwrap()["ended"], "finished");

    let report = program(&tiny(&[])).stdout(full()).stderr(Stdio::piped()).output().unwrap();
    let words = String::from_utf8(report.stderr).unwrap();
    assert_eq!(report.status.code(), Some(1), "{words}");
    assert!(words.contains("standard output could not be written") && !words.contains("panicked"), "{words}");

    // A file that fills up: the report is printed instead.
    let output = wemem_lab(&tiny(&["--out", "/dev/full"]));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()["ended"], "finished");

    for words in [&["--help"][..], &["--presets"], &tiny(&[])] {
        let mut child = program(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_had_finished_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report.json");
    let words = tiny(&["--repeats", "50", "--out", out.to_str().unwrap()]);
    let mut child = program(&words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let kept = || out.exists().then(|| json(&out)).filter(|report| report["repeats"]["seeds"][1] == 2);
    let report = std::iter::repeat_with(|| std::thread::sleep(std::time::Duration::from_millis(50)))
        .take(2000)
        .find_map(|()| kept());
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(report.expect("two repeats end within 100 s")["ended"], "running");
    let kept = json(&out);
    assert!(kept["begun"].as_str().is_some_and(|time| time.len() == 20 && time.ends_with('Z')), "{}", kept["begun"]);
    assert!(kept["settings"].as_str().is_some_and(|address| address.starts_with("preset=")), "{}", kept["settings"]);
    // The kill may fall on the very moment in which the next one is written: it is then beside the file, not in it.
    assert_eq!(json(&out)["ended"], "running");
}

#[test]
fn repeats_that_cannot_all_be_dealt_out_are_refused_before_the_first() {
    // Class 2 has 14 of 1,214 records: with some seeds the target gets none of them.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rare.csv");
    let row = |class: usize, i: usize| (0..12).map(move |bit| ((i * 7919 + bit * 104_729 + class) >> (bit % 5)) & 1);
    let line = |class: usize, i: usize| {
        let bits: Vec<String> = row(class, i).map(|bit| bit.to_string()).collect();
        format!("{class},{}\n", bits.join(","))
    };
    let rows = (0..1200).map(|i| line(i % 6, i)).chain((0..14).map(|i| line(6, i)));
    std::fs::write(&path, rows.collect::<String>()).unwrap();
    let own = [
        "--data",
        path.to_str().unwrap(),
        "--set",
        "data.source=own",
        "--set",
        "data.members=260",
        "--set",
        "data.label_noise=0",
        "--repeats",
        "50",
    ];
    let words = refused(&tiny(&own));
    assert!(!words.contains("round"), "nothing ran before: {words}");
}

#[test]
fn a_configuration_may_be_a_report_and_must_not_have_unknown_keys() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let name = path.to_str().unwrap();
    let first = wemem_lab(&tiny(&["--out", name]));
    assert!(first.status.success());
    let again = wemem_lab(&["run", name, "--workers", "1"]);
    let report: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!(report["arms"][1]["rounds"], json(&path)["arms"][1]["rounds"]);
    std::fs::write(&path, r#"{"prune":{"sparcity":0.9}}"#).unwrap();
    assert!(refused(&["run", name]).contains("prune.sparcity"));
}

#[test]
fn a_report_of_an_audit_names_files_without_their_folders() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("target.csv");
    std::fs::write(&path, "member,score\n1,1\n1,0.5\n0,0\n0,0.5\n").unwrap();
    let output = wemem_lab(&["audit", "--target", path.to_str().unwrap()]);
    let report = String::from_utf8(output.stdout).unwrap();
    let parsed: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(parsed["files"][0]["name"], "target.csv");
    assert!(!report.contains(folder.path().to_str().unwrap()));
}

#[test]
fn the_version_is_told_and_progress_is_in_words() {
    let version = wemem_lab(&["--version"]);
    assert_eq!(String::from_utf8(version.stdout).unwrap(), concat!("wemem-lab ", env!("CARGO_PKG_VERSION"), "\n"));
    let run = wemem_lab(&tiny(&[]));
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(told.contains("base: round 2 is done") && !told.contains('{'), "{told}");
}
