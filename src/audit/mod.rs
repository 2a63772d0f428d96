//! The audit: every attack on a model of the user's own, from what it answers.
//!
//! Files, each CSV, gzipped or not ([`read`] says how they look):
//! - the **target** on records of known membership: posteriors, or scores alone;
//! - a second target may answer the same records, row by row: the two are compared by what needs no other file
//!   ([`mod@against`]). All other files belong to the first;
//! - **shadows**: networks of the auditor's, each on its own members and non-members. Thresholds are fitted on them, never
//!   on the target;
//! - **references**: networks of the auditor's on the target's records, row by row, then on the population's. Their column
//!   `member` tells on which of these rows the network itself was trained. LiRA and RMIA compare with them, and fit
//!   their thresholds where a reference was trained on some of the rows and another was not. Online LiRA runs where every
//!   record of the target has both: a reference that was trained on it and one that was not;
//! - the **population**: the target on further records that it never saw. RMIA needs it.
//!
//! An attack that lacks something is listed with the reason. Whether the auditor's networks were trained as the target was
//! cannot be seen in the files; the figures presume it.

mod against;
mod files;
mod posteriors;
mod read;
mod remarks;
pub mod report;
mod rows;
mod scores;
pub mod sentences;

use crate::{Error, Result};
use read::Content;
use report::{AuditReport, FileRole};
pub use rows::Rows;

/// A file by its name and content.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Name in errors and in the report.
    pub name: &'a str,
    /// Content, gzipped or not.
    pub bytes: &'a [u8],
}

/// All files of an audit.
#[derive(Debug, Clone)]
pub struct Sources<'a> {
    /// The model in question.
    pub target: Source<'a>,
    /// Another model on the same records, to be compared with; may be none.
    pub against: Option<Source<'a>>,
    /// May be none: then there are no thresholds, only what does not need them.
    pub shadows: Vec<Source<'a>>,
    /// May be none: then LiRA and RMIA do not run.
    pub references: Vec<Source<'a>>,
    /// May be none: then RMIA does not run.
    pub population: Option<Source<'a>>,
}

impl<'a> Sources<'a> {
    /// Files by what they are given as.
    ///
    /// # Errors
    /// [`Error::Data`] unless there are one target or two and at most one population.
    pub fn by_role(files: &[(FileRole, Source<'a>)]) -> Result<Self> {
        let all = |role| files.iter().filter(move |file| file.0 == role).map(|file| file.1);
        let at_most = |count, role, rule| match all(role).nth(count) {
            None => Ok(()),
            Some(more) => Err(Error::data(more.name, rule, "another")),
        };
        at_most(2, FileRole::Target, "an audit must have at most two targets")?;
        at_most(1, FileRole::Population, "an audit must have at most one population")?;
        let Some(target) = all(FileRole::Target).next() else {
            return Err(Error::data("files", "an audit must have a target", "none"));
        };
        Ok(Self {
            target,
            against: all(FileRole::Target).nth(1),
            shadows: all(FileRole::Shadow).collect(),
            references: all(FileRole::Reference).collect(),
            population: all(FileRole::Population).next(),
        })
    }
}

/// An audit with what its report leaves out.
pub struct Audited {
    /// The result.
    pub report: AuditReport,
    /// Every record of the target.
    pub rows: Rows,
}

impl Audited {
    /// Adds what the other parts of a report say together; `at_chance` names the targets that guess.
    fn new(report: AuditReport, rows: Rows, at_chance: &[&str]) -> Self {
        let sentences = sentences::sentences(&report, at_chance);
        let most_exposed = report.named().and_then(|attack| rows.most_exposed(&attack.attack));
        Self { report: AuditReport { sentences, most_exposed, ..report }, rows }
    }
}

/// Reads the files and runs every attack that has what it needs.
///
/// # Errors
/// [`Error::Data`] with file, row and column for what cannot be used, and for files that do not fit together.
///
/// # Examples
/// ```
/// use wemem_lab::audit::{Source, Sources, audit};
///
/// let file = |name, text: &'static str| Source { name, bytes: text.as_bytes() };
/// let target = file("target.csv", "member,score\n1,3\n1,2\n0,2\n0,1\n");
/// let shadow = file("shadow.csv", "member,score\n1,2.5\n0,1.5\n");
/// let sources = Sources { target, against: None, shadows: vec![shadow], references: vec![], population: None };
///
/// let report = audit(&sources)?;
/// assert_eq!((report.attacks[0].auc, report.attacks[0].balanced_accuracy), (3.5 / 4.0, Some(0.75)));
/// # Ok::<(), wemem_lab::Error>(())
/// ```
pub fn audit(sources: &Sources) -> Result<AuditReport> {
    Ok(audited(sources)?.report)
}

/// The same with what attacks say of every record.
///
/// # Errors
/// As [`audit`].
pub fn audited(sources: &Sources) -> Result<Audited> {
    let target = read::read(sources.target)?;
    match target.content {
        Content::Posteriors(_) => posteriors::audit(target, sources),
        Content::Scores(_) => scores::audit(target, sources),
    }
}

/// Records of members, then of the others.
fn members_first(member: &[bool]) -> Vec<usize> {
    let (members, others): (Vec<usize>, Vec<usize>) = (0..member.len()).partition(|&i| member[i]);
    [members, others].concat()
}

fn both_sides(name: &str, member: &[bool]) -> Result<()> {
    let members = member.iter().filter(|&&member| member).count();
    let rule = "a file must have members (member = 1) and non-members (member = 0)";
    match (members, member.len() - members) {
        (0, _) => Err(Error::data(name, rule, "only non-members")),
        (_, 0) => Err(Error::data(name, rule, "only members")),
        _ => Ok(()),
    }
}
