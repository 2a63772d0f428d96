//! The native command `wemem-lab`. Exit code 0 only for a complete, valid run; 2 for bad input; 1 for everything else.

#![allow(clippy::disallowed_methods, reason = "the command tells wall time; the core never does")]

mod arguments;
mod audit;
mod configuration;
mod output;
mod run;

use crate::Error;
use std::{ffi::OsString, io::Write, process::ExitCode};

const USAGE: &str = "\
wemem-lab run [PRESET | CONFIG.json | REPORT.json] [OPTION]…

  --set KEY=VALUE     change one value of the configuration, as prune.sparsity=0.7; can be repeated
  --data FILE         own records: a table as CSV, gzipped or not. data.source becomes own, without wrong labels; how the
                      file was read is said before the run
  --label COLUMN      column of the labels in it, by name or number
  --leave-out COLUMNS columns that are no features, by name or number, with commas between them
  --no-header         its first row is a record
  --packed FOLDER     the folder that holds `data/` with the packed Fashion-MNIST; `./build.sh` makes it
  --device DEVICE     cpu, webgpu or auto
  --workers N         engines at work at the same time; the number of cores unless given
  --repeats N         run N times, 1 to 50, with the seeds seed, seed + 1, …; the report of the first seed then has a
                      field `repeats`: mean, deviation and 95 % interval over the seeds of the accuracy and of each
                      attack on each arm, and of the differences to Base within a seed
  --out FILE          write the report as JSON there, from the first finished round on; standard output unless given, or if -
  --presets           list the presets
  --version           print the version

wemem-lab audit --target FILE [OPTION]…

  --target FILE       what the model says of records: CSV with member,label,p0,p1,… (member 1 or 0) or member,score;
                      a second one is another model on the same records, row by row, which is compared with the first
  --shadow FILE       the same of a network of yours, on its own records: fits thresholds; can be repeated
  --reference FILE    the same of a network of yours, on the target's records in their order, then the population's:
                      LiRA and RMIA compare with it; can be repeated
  --population FILE   what the model says of further records that it never saw: RMIA needs them
  --scores FILE       write the score of every record of the target by every attack there, as CSV
  --out FILE          write the report as JSON there; standard output unless given, or if -";

/// Runs the command and gives its exit code. Progress and errors go to standard error.
pub fn main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    match arguments::parse(arguments).and_then(|command| match command {
        arguments::Command::Help => Ok(print(USAGE)),
        arguments::Command::Version => Ok(print(concat!("wemem-lab ", env!("CARGO_PKG_VERSION")))),
        arguments::Command::Presets => Ok(print(&presets())),
        arguments::Command::Run(options) => run::run(*options),
        arguments::Command::Audit(options) => audit::run(&options),
    }) {
        Ok(code) => code,
        Err(error) => {
            say(&format!("wemem-lab: {error}"));
            ExitCode::from(if matches!(error, Error::Config { .. } | Error::Data { .. }) { 2 } else { 1 })
        }
    }
}

fn print(text: &str) -> ExitCode {
    // Whoever closed standard output has read enough.
    let _ = writeln!(std::io::stdout(), "{text}");
    ExitCode::SUCCESS
}

/// A line on standard error. That nobody reads it, or that its disk is full, stops no run.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn presets() -> String {
    crate::config::presets::PRESETS.iter().map(|p| format!("{:14} {}\n", p.id, p.help)).collect::<String>()
}
