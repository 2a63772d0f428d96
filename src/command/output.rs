//! Where a report goes. That it can be written there is tried before any work; a file is replaced as a whole or not at all; and
//! what cannot be written in the end goes to standard output rather than nowhere.

use crate::{Error, Result, report::json::to_pretty_json};
use serde::Serialize;
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// Where a report goes.
#[derive(Debug, PartialEq, Eq)]
pub enum Output {
    /// Standard output.
    Print,
    /// A file that is written beside its place and then moved there.
    Replace(PathBuf),
    /// What is there but is no regular file, as a pipe or `/dev/null`: it can only be written to.
    Into(PathBuf),
}

impl Output {
    /// Tries whether the output can be written; none and `-` are standard output.
    ///
    /// # Errors
    /// The output is one of the `inputs`, a folder, or in a place where nothing can be written.
    pub fn open(out: Option<&Path>, inputs: &[&Path]) -> Result<Self> {
        let Some(path) = out.filter(|path| *path != Path::new("-")) else { return Ok(Self::Print) };
        let refused =
            |rule: &str, found: &dyn ToString| Err(Error::data(path.display().to_string(), rule, found.to_string()));
        // A link is followed: what it leads to is replaced, not the link.
        let place = path.canonicalize().unwrap_or_else(|_| path.into());
        if let Some(input) = inputs.iter().find(|input| input.canonicalize().is_ok_and(|input| input == place)) {
            return refused("the report must not replace a file that is read", &input.display());
        }
        match place.metadata() {
            Ok(found) if found.is_dir() => refused("a report must go to a file", &"a folder"),
            Ok(found) if !found.is_file() => Ok(Self::Into(place)),
            _ => match beside(&place) {
                Ok(_) => Ok(Self::Replace(place)),
                Err(error) => refused("a writable file is needed", &error),
            },
        }
    }

    /// Keeps a report that is not yet the last one, where it can be replaced later. A fault is told, and stops nothing.
    pub fn keep(&self, report: &impl Serialize) {
        let Self::Replace(path) = self else { return };
        let written = json(report).map_err(|error| error.to_string());
        if let Err(error) = written.and_then(|text| replace(path, &text).map_err(|error| error.to_string())) {
            super::say(&format!("the report so far could not be kept in {}: {error}", path.display()));
        }
    }

    /// Writes the report, or prints it where that fails.
    ///
    /// # Errors
    /// It could not be written to its place.
    pub fn write(&self, report: &impl Serialize) -> Result<()> {
        self.write_text(&json(report)?)
    }

    /// Writes a text as it is, or prints it where that fails.
    ///
    /// # Errors
    /// It could not be written to its place.
    pub fn write_text(&self, text: &str) -> Result<()> {
        let failed = |path: &str, error: io::Error, then: &str| {
            Err(Error::Message(format!("{path} could not be written ({error}){then}")))
        };
        let (path, written) = match self {
            Self::Print => return print(text).or_else(|error| failed("standard output", error, "")),
            Self::Replace(path) => (path, replace(path, text)),
            Self::Into(path) => (path, std::fs::write(path, text)),
        };
        let Err(error) = written else { return Ok(()) };
        let then = if print(text).is_ok() { "; it was printed instead" } else { ", nor standard output" };
        failed(&path.display().to_string(), error, then)
    }
}

fn json(report: &impl Serialize) -> Result<String> {
    Ok(to_pretty_json(report)? + "\n")
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// An empty file in the folder of `path`, gone when it is dropped.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if path.file_name().is_none() {
        return Err(io::ErrorKind::InvalidFilename.into());
    }
    let mut file = tempfile::Builder::new();
    file.prefix(".wemem-lab-");
    // As any new file: what the user's mask leaves of it.
    #[cfg(unix)]
    file.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    file.tempfile_in(folder)
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let mut file = beside(path)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        let output = Output::open(Some(&path), &[]).unwrap();
        assert!(!path.exists(), "trying writes nothing");
        output.keep(&"first");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "\"first\"\n");
        output.write(&"second").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "\"second\"\n");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_written_is_refused_before_any_work() {
        let folder = tempfile::tempdir().unwrap();
        let text = |path: &Path| Output::open(Some(path), &[]).unwrap_err().to_string();
        assert!(text(folder.path()).contains("must go to a file, but found a folder"));
        assert!(text(&folder.path().join("none/report.json")).contains("a writable file is needed"));
        assert!(text(Path::new("")).contains("a writable file is needed"));
    }

    #[test]
    fn the_report_must_not_replace_what_it_was_made_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("target.csv");
        std::fs::write(&path, "").unwrap();
        let other_name = folder.path().join(".").join("target.csv");
        let error = Output::open(Some(&other_name), &[&path]).unwrap_err().to_string();
        assert!(error.contains("must not replace a file that is read"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_regular_file_stays_what_it_is() {
        let output = Output::open(Some(Path::new("/dev/null")), &[]).unwrap();
        assert!(matches!(output, Output::Into(_)), "{output:?}");
        output.write(&1).unwrap();
        assert!(matches!(Output::open(Some(Path::new("-")), &[]).unwrap(), Output::Print));
    }
}
