//! Reads the files of an audit and writes its report.

use super::write_json;
use crate::{
    Error, Result,
    audit::{self, Source, Sources, report::AuditReport},
};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// An audit as asked for.
#[derive(Debug, Default)]
pub struct Options {
    /// The model in question.
    pub target: PathBuf,
    /// Networks on their own records.
    pub shadows: Vec<PathBuf>,
    /// Networks on the target's records.
    pub references: Vec<PathBuf>,
    /// The target on records that it never saw.
    pub population: Option<PathBuf>,
    /// Where the report goes.
    pub out: Option<PathBuf>,
}

/// Audits, and says the result in a few lines on standard error.
///
/// # Errors
/// A file that cannot be read, used or written.
pub fn run(options: &Options) -> Result<ExitCode> {
    let target = File::read(&options.target)?;
    let shadows = options.shadows.iter().map(|path| File::read(path)).collect::<Result<Vec<_>>>()?;
    let references = options.references.iter().map(|path| File::read(path)).collect::<Result<Vec<_>>>()?;
    let population = options.population.as_deref().map(File::read).transpose()?;
    let report = audit::audit(&Sources {
        target: target.source(),
        shadows: shadows.iter().map(File::source).collect(),
        references: references.iter().map(File::source).collect(),
        population: population.as_ref().map(File::source),
    })?;
    tell(&report);
    write_json(&report, options.out.as_deref())?;
    Ok(ExitCode::SUCCESS)
}

struct File {
    name: String,
    bytes: Vec<u8>,
}

impl File {
    fn read(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => Ok(Self { name, bytes }),
            Err(error) => Err(Error::data(name, "a readable file is needed", error)),
        }
    }

    fn source(&self) -> Source<'_> {
        Source { name: &self.name, bytes: &self.bytes }
    }
}

fn tell(report: &AuditReport) {
    for attack in &report.attacks {
        let (low, high) = attack.auc_interval;
        eprintln!("{:6} AUC {:.3} ({low:.3}–{high:.3})", attack.attack, attack.auc);
    }
    report.not_run.iter().for_each(|entry| eprintln!("{:6} not run: {}", entry.attack, entry.reason));
    report.remarks.iter().for_each(|remark| eprintln!("note: {remark}"));
}
