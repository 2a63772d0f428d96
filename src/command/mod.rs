//! The native command `wemem-lab`. Exit code 0 only for a complete, valid run; 2 for bad input; 1 for everything else.

mod arguments;
mod run;

use crate::Error;
use std::{ffi::OsString, process::ExitCode};

const USAGE: &str = "\
wemem-lab run [PRESET | CONFIG.json] [OPTION]…

  --set KEY=VALUE     change one value of the configuration, as prune.sparsity=0.7; can be repeated
  --data FILE         own records, CSV, gzipped or not (data.source becomes own)
  --packed FOLDER     where the packed Fashion-MNIST is; `./build.sh` makes it
  --device DEVICE     cpu, webgpu or auto
  --workers N         engines at work at the same time; the number of cores unless given
  --out FILE          write the report as JSON there; standard output unless given
  --presets           list the presets";

/// Runs the command and gives its exit code. Progress and errors go to standard error.
pub fn main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    match arguments::parse(arguments).and_then(|command| match command {
        arguments::Command::Help => Ok(print(USAGE)),
        arguments::Command::Presets => Ok(print(&presets())),
        arguments::Command::Run(options) => run::run(*options),
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

fn presets() -> String {
    crate::config::presets::PRESETS.iter().map(|p| format!("{:14} {}\n", p.id, p.help)).collect::<String>()
}
