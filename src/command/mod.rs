//! The native command `wemem-lab`. Exit code 0 only for a complete, valid run; 2 for bad input; 1 for everything else.

#![allow(clippy::disallowed_methods, reason = "the command tells wall time; the core never does")]

mod arguments;
mod audit;
mod run;

use crate::{Error, Result};
use std::{ffi::OsString, path::Path, process::ExitCode};

const USAGE: &str = "\
wemem-lab run [PRESET | CONFIG.json] [OPTION]…

  --set KEY=VALUE     change one value of the configuration, as prune.sparsity=0.7; can be repeated
  --data FILE         own records: a table as CSV, gzipped or not. data.source becomes own, without wrong labels; how the
                      file was read is said before the run
  --label COLUMN      column of the labels in it, by name or number
  --leave-out COLUMNS columns that are no features, by name or number, with commas between them
  --no-header         its first row is a record
  --packed FOLDER     where the packed Fashion-MNIST is; `./build.sh` makes it
  --device DEVICE     cpu, webgpu or auto
  --workers N         engines at work at the same time; the number of cores unless given
  --repeats N         run N times, 1 to 50, with the seeds seed, seed + 1, …; the report of the first seed then has a
                      field `repeats`: mean, deviation and 95 % interval over the seeds of the accuracy and of each
                      attack on each arm, and of the differences to Base within a seed
  --out FILE          write the report as JSON there; standard output unless given
  --presets           list the presets

wemem-lab audit --target FILE [OPTION]…

  --target FILE       what the model says of records: CSV with member,label,p0,p1,… (member 1 or 0) or member,score
  --shadow FILE       the same of a network of yours, on its own records: fits thresholds; can be repeated
  --reference FILE    the same of a network of yours, on the target's records in their order, then the population's:
                      LiRA and RMIA compare with it; can be repeated
  --population FILE   what the model says of further records that it never saw: RMIA needs them
  --out FILE          write the report as JSON there; standard output unless given";

/// Runs the command and gives its exit code. Progress and errors go to standard error.
pub fn main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    match arguments::parse(arguments).and_then(|command| match command {
        arguments::Command::Help => Ok(print(USAGE)),
        arguments::Command::Presets => Ok(print(&presets())),
        arguments::Command::Run(options) => run::run(*options),
        arguments::Command::Audit(options) => audit::run(&options),
    }) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("wemem-lab: {error}");
            ExitCode::from(if matches!(error, Error::Config { .. } | Error::Data { .. }) { 2 } else { 1 })
        }
    }
}

fn print(text: &str) -> ExitCode {
    println!("{text}");
    ExitCode::SUCCESS
}

fn write_json(report: &impl serde::Serialize, out: Option<&Path>) -> Result<()> {
    let text = serde_json::to_string_pretty(report).map_err(|error| Error::Message(error.to_string()))?;
    match out {
        None => println!("{text}"),
        Some(path) => std::fs::write(path, text)
            .map_err(|error| Error::data(path.display().to_string(), "a writable file is needed", error))?,
    }
    Ok(())
}

fn presets() -> String {
    crate::config::presets::PRESETS.iter().map(|p| format!("{:14} {}\n", p.id, p.help)).collect::<String>()
}
