//! The recorded run of the page against the native engine: the same configuration, other SIMD widths, other rounding.
//!
//! Needs the data that `./build.sh` packs; `./build.sh rust` has them packed.
#![cfg(feature = "engine-cpu")]

use itertools::Itertools;
use std::process::Command;
use wemem_lab::report::{ArmReport, Report};

/// Rounding of single precision after 20 steps; losses are about 2.
const LOSS_TOLERANCE: f64 = 1e-4;
/// Rounding grows in training until two runs differ like two seeds. Over five seeds of this preset AUC and accuracy have
/// standard deviations of up to 0.02 and 0.04; this is two to three of them.
const SEED_NOISE: f64 = 0.08;

fn native() -> Report {
    let out = std::env::temp_dir().join(format!("wemem-lab-recorded-{}.json", std::process::id()));
    let output = Command::new(env!("CARGO_BIN_EXE_wemem-lab"))
        .args(["run", "quick", "--set", "device=cpu", "--out", out.to_str().unwrap()])
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    std::fs::remove_file(out).unwrap();
    report
}

fn recorded() -> Report {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/recorded/quick.json");
    serde_json::from_slice(&std::fs::read(path).expect("./build.sh record makes it")).unwrap()
}

#[test]
fn native_and_recorded_agree_within_rounding_at_first_and_within_seeds_at_last() {
    let (native, recorded) = (native(), recorded());
    assert_eq!(native.config, recorded.config, "the preset has changed: ./build.sh record");
    assert_eq!(native.first_losses.len(), 20);
    for (step, (a, b)) in native.first_losses.iter().zip(&recorded.first_losses).enumerate() {
        assert!((a - b).abs() < LOSS_TOLERANCE, "step {step}: {a} and {b}");
    }
    for (a, b) in native.arms.iter().zip_eq(&recorded.arms) {
        let last = |arm: &ArmReport| {
            let round = arm.rounds.last().expect("every arm ended");
            (round.test_accuracy, round.attacks[0].auc)
        };
        let ((accuracy, auc), (recorded_accuracy, recorded_auc)) = (last(a), last(b));
        assert!((accuracy - recorded_accuracy).abs() < SEED_NOISE, "{}: {accuracy} and {recorded_accuracy}", a.id);
        assert!((auc - recorded_auc).abs() < SEED_NOISE, "{}: {auc} and {recorded_auc}", a.id);
    }
}
