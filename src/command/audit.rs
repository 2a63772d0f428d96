//! Reads the files of an audit and writes its report.

use super::{output::Output, say};
use crate::{
    Error, Result,
    audit::{self, Audited, Source, Sources, report::AuditReport},
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
    /// Another model on the same records.
    pub against: Option<PathBuf>,
    /// Networks on their own records.
    pub shadows: Vec<PathBuf>,
    /// Networks on the target's records.
    pub references: Vec<PathBuf>,
    /// The target on records that it never saw.
    pub population: Option<PathBuf>,
    /// Where the report goes.
    pub out: Option<PathBuf>,
    /// Where the scores of every record go, if they are asked for.
    pub scores: Option<PathBuf>,
}

impl Options {
    fn paths(&self) -> Vec<&Path> {
        let given = std::iter::once(&self.target)
            .chain(&self.against)
            .chain(&self.shadows)
            .chain(&self.references)
            .chain(&self.population);
        given.map(PathBuf::as_path).collect()
    }
}

/// Audits, and says the result in a few lines on standard error.
///
/// # Errors
/// A file that cannot be read, used or written.
pub fn run(options: &Options) -> Result<ExitCode> {
    let paths = options.paths();
    let output = Output::open(options.out.as_deref(), &paths)?;
    let scores = options.scores.as_ref().map(|path| Output::open(Some(path), &paths)).transpose()?;
    if scores.as_ref() == Some(&output) {
        return Err(Error::config("--scores", "must go elsewhere than the report", "its place"));
    }
    let read = |path: &PathBuf| File::read(path, &paths);
    let target = read(&options.target)?;
    let against = options.against.as_ref().map(read).transpose()?;
    let shadows = options.shadows.iter().map(read).collect::<Result<Vec<_>>>()?;
    let references = options.references.iter().map(read).collect::<Result<Vec<_>>>()?;
    let population = options.population.as_ref().map(read).transpose()?;
    let Audited { report, rows } = audit::audited(&Sources {
        target: target.source(),
        against: against.as_ref().map(File::source),
        shadows: shadows.iter().map(File::source).collect(),
        references: references.iter().map(File::source).collect(),
        population: population.as_ref().map(File::source),
    })?;
    tell(&report);
    output.write(&report)?;
    scores.map_or(Ok(()), |scores| scores.write_text(&rows.csv()))?;
    Ok(ExitCode::SUCCESS)
}

struct File {
    name: String,
    bytes: Vec<u8>,
}

impl File {
    fn read(path: &Path, all: &[&Path]) -> Result<Self> {
        match std::fs::read(path) {
            Ok(bytes) => Ok(Self { name: short_name(path, all), bytes }),
            Err(error) => Err(Error::data(path.display().to_string(), "a readable file is needed", error)),
        }
    }

    fn source(&self) -> Source<'_> {
        Source { name: &self.name, bytes: &self.bytes }
    }
}

/// A file's name without its folders, which are nobody's business in a report that is passed on; with as many of them as tell it
/// from the other files.
fn short_name(path: &Path, all: &[&Path]) -> String {
    let parts: Vec<_> = path.components().collect();
    let ending = |count: usize| parts[parts.len() - count..].iter().collect::<PathBuf>();
    let is_clear = |name: &PathBuf| !all.iter().any(|other| *other != path && other.ends_with(name));
    (1..parts.len()).map(ending).find(is_clear).unwrap_or_else(|| path.into()).display().to_string()
}

fn tell(report: &AuditReport) {
    report.sentences.iter().for_each(|sentence| say(&sentence.text));
    for attack in &report.attacks {
        let (low, high) = attack.auc_interval;
        say(&format!("{:6} AUC {:.3} ({low:.3}–{high:.3})", attack.attack, attack.auc));
    }
    report.not_run.iter().for_each(|entry| say(&format!("{:6} not run: {}", entry.attack, entry.reason)));
    report.remarks.iter().for_each(|remark| say(&format!("note: {remark}")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_without_folders_unless_two_would_be_the_same() {
        let all = [Path::new("/home/me/a/t.csv"), Path::new("/home/me/b/t.csv"), Path::new("s.csv")];
        let names: Vec<String> = all.iter().map(|path| short_name(path, &all)).collect();
        assert_eq!(names, ["a/t.csv", "b/t.csv", "s.csv"]);
    }
}
