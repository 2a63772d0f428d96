//! A model's answers as CSV: header `member,label,p0,…,p{C−1}`, or `member,score`, the columns in any order.
//!
//! - **member**: 1 if the model was trained on the record, else 0.
//! - **label**: 0..C−1, as the model saw it.
//! - **p0 …**: the posterior: within 0..=1, adding up to 1 within 0.01 (a hundred classes with four decimals may be off by
//!   half of that). It becomes logits log p, so its exact sum plays no part, and 1 − p_y is taken from the other
//!   classes' columns, whose small numbers keep digits that p_y near 1 has lost. Zeros are raised to 1e-30 first, as in
//!   the published code: records decided by such zeros are told apart no more, and the report counts them.
//! - **score**: any finite number, higher for a more member-like record.

use super::Source;
use crate::{Error, Result, data::gzip, signal::Outputs};
use ::csv::{ByteRecord, ReaderBuilder};

/// Most numbers of a file, as for records.
const MAX_VALUES: usize = 1 << 26;
/// How far a posterior may be from adding up to 1.
const TOLERANCE: f64 = 0.01;
/// What a posterior of zero becomes.
const SMALLEST: f64 = 1e-30;

/// A file that was read.
pub(super) struct Table {
    pub name: String,
    /// One a record.
    pub member: Vec<bool>,
    /// Where each record stands, counted in lines from 1.
    pub lines: Vec<u64>,
    pub content: Content,
}

pub(super) enum Content {
    Posteriors(Outputs),
    Scores(Vec<f64>),
}

/// Reads a file to its end.
pub(super) fn read(source: Source) -> Result<Table> {
    let bytes = gzip::inflate(source.name, source.bytes)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ByteRecord::new();
    let mut next = |record: &mut ByteRecord| {
        reader.read_byte_record(record).map_err(|error| Error::data(source.name, "a file must be CSV", error))
    };
    if !next(&mut record)? {
        return Err(Error::data(source.name, "a file must have a header and records", "nothing"));
    }
    let columns = Columns::new(&Row { name: source.name, bytes, record: &record })?;
    let mut table = Table {
        name: source.name.into(),
        member: Vec::new(),
        lines: Vec::new(),
        content: match columns.answer {
            Answer::Posteriors { ref posteriors, .. } => {
                Content::Posteriors(Outputs { classes: posteriors.len() as u32, ..Outputs::default() })
            }
            Answer::Score(_) => Content::Scores(Vec::new()),
        },
    };
    while next(&mut record)? {
        table.push(&columns, &Row { name: source.name, bytes, record: &record })?;
    }
    if table.member.is_empty() {
        return Err(Error::data(source.name, "a file must have records", "only a header"));
    }
    Ok(table)
}

impl Table {
    fn push(&mut self, columns: &Columns, row: &Row) -> Result<()> {
        if row.record.len() != columns.names.len() {
            let rule = format!("a row must have {} cells, as the header", columns.names.len());
            return Err(Error::data(row.place(), rule, row.record.len()));
        }
        self.member.push(columns.member(row)?);
        self.lines.push(row.line());
        match (&mut self.content, &columns.answer) {
            (Content::Posteriors(outputs), Answer::Posteriors { label, posteriors }) => {
                outputs.labels.push(columns.label(row, *label, posteriors.len())?);
                columns.posterior(row, posteriors, &mut outputs.logits)?;
                if outputs.logits.len() > MAX_VALUES {
                    let rule = format!("a file must have at most {MAX_VALUES} posteriors");
                    return Err(Error::data(row.place(), rule, "more"));
                }
            }
            (Content::Scores(scores), Answer::Score(column)) => scores.push(columns.number(row, *column, "a score")?),
            _ => unreachable!("the content was made for the columns"),
        }
        Ok(())
    }
}

/// What the header says.
struct Columns {
    names: Vec<String>,
    member: usize,
    answer: Answer,
}

enum Answer {
    /// Columns of the label and of each class.
    Posteriors {
        label: usize,
        posteriors: Vec<usize>,
    },
    Score(usize),
}

impl Columns {
    fn new(header: &Row) -> Result<Self> {
        let names: Vec<String> =
            header.record.iter().map(|cell| String::from_utf8_lossy(cell.trim_ascii()).to_ascii_lowercase()).collect();
        let find = |name: &str| names.iter().position(|other| other == name);
        let need = |name: &str| {
            let rule = format!("a header must have a column {name}");
            find(name).ok_or_else(|| Error::data(header.place(), rule, shortened(&names.join(","))))
        };
        let member = need("member")?;
        if let Some(i) = (0..names.len()).find(|&i| names[..i].contains(&names[i])) {
            return Err(header.error(&names[i], "a column must be there once", "twice"));
        }
        let answer = if let Some(score) = find("score") {
            Answer::Score(score)
        } else {
            let classes = names.iter().filter(|name| class_of(name).is_some()).count();
            if classes < 2 {
                let rule = "a header must have a column score, or posteriors p0, p1 and so on";
                return Err(Error::data(header.place(), rule, shortened(&names.join(","))));
            }
            let posteriors = (0..classes).map(|class| need(&format!("p{class}"))).collect::<Result<_>>()?;
            Answer::Posteriors { label: need("label")?, posteriors }
        };
        let used = match &answer {
            Answer::Score(_) => 2,
            Answer::Posteriors { posteriors, .. } => 2 + posteriors.len(),
        };
        if used < names.len() {
            let known = |name: &String| match &answer {
                Answer::Score(_) => name == "member" || name == "score",
                Answer::Posteriors { .. } => name == "member" || name == "label" || class_of(name).is_some(),
            };
            let unknown = names.iter().find(|name| !known(name)).cloned().unwrap_or_default();
            let rule = "a column must be member, label or a posterior; or member or score";
            return Err(Error::data(header.place(), rule, shortened(&unknown)));
        }
        Ok(Self { names, member, answer })
    }

    fn member(&self, row: &Row) -> Result<bool> {
        match row.record[self.member].trim_ascii() {
            b"1" => Ok(true),
            b"0" => Ok(false),
            other => Err(row.error("member", "a value must be 1 or 0", shown(other))),
        }
    }

    fn label(&self, row: &Row, column: usize, classes: usize) -> Result<u32> {
        let cell = row.record[column].trim_ascii();
        let label = std::str::from_utf8(cell).ok().and_then(|text| text.parse::<u32>().ok());
        label.filter(|&label| (label as usize) < classes).ok_or_else(|| {
            row.error("label", format!("a label must be a whole number in 0..={}", classes - 1), shown(cell))
        })
    }

    /// Appends the logarithms of a row's posterior.
    fn posterior(&self, row: &Row, columns: &[usize], logits: &mut Vec<f64>) -> Result<()> {
        let mut sum = 0.0;
        for &column in columns {
            let p = self.number(row, column, "a posterior")?;
            if !(0.0..=1.0 + TOLERANCE).contains(&p) {
                let rule = "a posterior must be in 0..=1 (give the softmax, not logits)";
                return Err(row.error(&self.names[column], rule, p));
            }
            sum += p;
            logits.push(p.max(SMALLEST).ln());
        }
        if (sum - 1.0).abs() > TOLERANCE {
            let rule = format!("posteriors must add up to 1 within {TOLERANCE}");
            return Err(row.error(&format!("p0 to p{}", columns.len() - 1), rule, sum));
        }
        Ok(())
    }

    fn number(&self, row: &Row, column: usize, what: &str) -> Result<f64> {
        let cell = row.record[column].trim_ascii();
        let number = std::str::from_utf8(cell).ok().and_then(|text| text.parse::<f64>().ok());
        number
            .filter(|number| number.is_finite())
            .ok_or_else(|| row.error(&self.names[column], format!("{what} must be a finite number"), shown(cell)))
    }
}

/// The class of a column `p17`.
fn class_of(name: &str) -> Option<usize> {
    let digits = name.strip_prefix('p')?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// A row and where it stands.
struct Row<'a> {
    name: &'a str,
    bytes: &'a [u8],
    record: &'a ByteRecord,
}

impl Row<'_> {
    /// Counted from 1. The reader counts a record from the end of the one before, blank lines included.
    fn line(&self) -> u64 {
        let Some(position) = self.record.position() else { return 1 };
        let from = self.bytes.get(position.byte() as usize..).unwrap_or_default();
        let blank = from.iter().take_while(|byte| byte.is_ascii_whitespace());
        position.line() + blank.filter(|byte| **byte == b'\n').count() as u64
    }

    fn place(&self) -> String {
        format!("{}, row {}", self.name, self.line())
    }

    fn error(&self, column: &str, rule: impl Into<String>, value: impl ToString) -> Error {
        Error::data(format!("{}, column {column}", self.place()), rule, value)
    }
}

fn shown(cell: &[u8]) -> String {
    if cell.is_empty() { "nothing".into() } else { shortened(&String::from_utf8_lossy(cell)) }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 { text.into() } else { text.chars().take(40).chain(['…']).collect() }
}

/// True if the label's posterior of a record, or all others, are zero, so that their raised value decides.
pub(super) fn is_decided_by_zero(outputs: &Outputs, record: usize) -> bool {
    let (logits, label) = outputs.record(record);
    let is_zero = |z: f64| z <= SMALLEST.ln();
    is_zero(logits[label]) || (0..logits.len()).all(|class| class == label || is_zero(logits[class]))
}
