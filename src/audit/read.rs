//! A model's answers as a table of text ([`crate::data::open`], [`crate::data::table`]): header `member,label,p0,…,p{C−1}`,
//! or `member,score`, the columns in any order.
//!
//! - **member**: 1 (1.0, True) if the model was trained on the record, else 0.
//! - **label**: 0..C−1, as the model saw it.
//! - **p0 …**: the posterior: within 0..=1 and adding up to 1, both within 0.01 (a hundred classes with four decimals may
//!   be off by half of that; rounding errors fall on both sides). It becomes logits log p, so its exact sum plays no
//!   part, and 1 − p_y is taken from the other classes' columns, whose small numbers keep digits that p_y near 1 has lost.
//!   An exact zero becomes −∞ here; [`super::files`] raises it below all that the files tell apart.
//! - **score**: any finite number, higher for a more member-like record.
//! - **id**: may be there: the name of the record, never looked at by an attack.
//! - A nameless first column, as R and pandas write it, numbers the rows and is left out.

use super::Source;
use crate::{
    Error, Result,
    data::{
        open,
        table::{self, Cell, Kind, Row, Table, shown},
    },
    signal::Outputs,
};
use std::hash::{DefaultHasher, Hasher};

/// Most numbers of a file, as for records.
const MAX_VALUES: usize = 1 << 26;
/// How far a posterior may be from 0..=1, and from adding up to 1.
const TOLERANCE: f64 = 0.01;

/// A file that was read.
pub(super) struct Answers {
    pub name: String,
    /// One a record.
    pub member: Vec<bool>,
    /// Where each record stands, counted in lines from 1.
    pub lines: Vec<u64>,
    /// Names of the records, if the file has a column `id`.
    pub ids: Option<Vec<String>>,
    /// A number of each record that equal ones share, made of label and posterior or of the score as they were read.
    /// Others may share it too, once in 2⁶⁴ pairs.
    pub prints: Vec<u64>,
    /// A nameless column was left out.
    pub without_index: bool,
    pub content: Content,
}

pub(super) enum Content {
    Posteriors(Outputs),
    Scores(Vec<f64>),
}

/// Reads a file to its end.
pub(super) fn read(source: Source) -> Result<Answers> {
    let opened = open::open(source.name, source.bytes)?;
    let table = Table::new(source.name, &opened.text);
    let (header, mut is_first_row) = header(&table)?;
    let columns = Columns::new(&table, header)?;
    let mut answers = Answers::new(source.name, &columns);
    table.each_row(|row| if std::mem::take(&mut is_first_row) { Ok(()) } else { answers.push(&columns, row) })?;
    if answers.member.is_empty() {
        return Err(Error::data(source.name, "a file must have records", "only a header"));
    }
    Ok(answers)
}

/// Names of the columns, and whether they are the first row.
fn header(table: &Table) -> Result<(Vec<String>, bool)> {
    if let Some(names) = table.commented_header() {
        return Ok((names.to_vec(), false));
    }
    match &table.first_rows(2)?[..] {
        [] => Err(Error::data(table.name, "a file must have a header and records", "nothing")),
        // R's write.table gives the column of row names no name.
        [first, second] if first.len() + 1 == second.len() => {
            Ok((std::iter::once(String::new()).chain(first.iter().cloned()).collect(), true))
        }
        [first, ..] => Ok((first.clone(), true)),
    }
}

impl Answers {
    fn new(name: &str, columns: &Columns) -> Self {
        let content = match &columns.answer {
            Answer::Posteriors { posteriors, .. } => {
                Content::Posteriors(Outputs { classes: posteriors.len() as u32, ..Outputs::default() })
            }
            Answer::Score(_) => Content::Scores(Vec::new()),
        };
        Self {
            name: name.into(),
            member: Vec::new(),
            lines: Vec::new(),
            ids: columns.id.map(|_| Vec::new()),
            prints: Vec::new(),
            without_index: columns.has_index,
            content,
        }
    }

    fn push(&mut self, columns: &Columns, row: &Row) -> Result<()> {
        if row.len() != columns.names.len() {
            let rule = format!("a row must have {} cells, as the header", columns.names.len());
            return Err(row.error(rule, row.len()));
        }
        let cell = |column: usize| row.cell(column, &columns.names[column]);
        self.member.push(member(&cell(columns.member))?);
        self.lines.push(row.line);
        if let (Some(ids), Some(column)) = (&mut self.ids, columns.id) {
            ids.push(cell(column).text.into());
        }
        let mut print = DefaultHasher::new();
        match (&mut self.content, &columns.answer) {
            (Content::Posteriors(outputs), Answer::Posteriors { label: column, posteriors }) => {
                let label = label(&cell(*column), posteriors.len())?;
                print.write_u32(label);
                outputs.labels.push(label);
                columns.posterior(row, posteriors, &mut outputs.logits, &mut print)?;
                if outputs.logits.len() > MAX_VALUES {
                    return Err(row.error(format!("a file must have at most {MAX_VALUES} posteriors"), "more"));
                }
            }
            (Content::Scores(scores), Answer::Score(column)) => {
                let score = cell(*column).number("a score")?;
                print.write_u64(score.to_bits());
                scores.push(score);
            }
            _ => unreachable!("the content was made for the columns"),
        }
        self.prints.push(print.finish());
        Ok(())
    }
}

/// What the header says.
struct Columns {
    names: Vec<String>,
    member: usize,
    id: Option<usize>,
    has_index: bool,
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
    fn new(table: &Table, header: Vec<String>) -> Result<Self> {
        let place = table::place(table.name, table.skipped_lines() + 1);
        let names: Vec<String> = header.into_iter().map(|name| name.to_ascii_lowercase()).collect();
        let find = |name: &str| names.iter().position(|other| other == name);
        let need = |name: &str| {
            let rule = format!("a header must have a column {name}");
            find(name).ok_or_else(|| Error::data(&*place, rule, shown(&names.join(","))))
        };
        let member = need("member")?;
        if let Some(i) = (0..names.len()).find(|&i| names[..i].contains(&names[i])) {
            return Err(Error::data(format!("{place}, column {}", names[i]), "a column must be there once", "twice"));
        }
        let answer = if let Some(score) = find("score") {
            Answer::Score(score)
        } else {
            let classes = names.iter().filter(|name| class_of(name).is_some()).count();
            if classes < 2 {
                let rule = "a header must have a column score, or posteriors p0, p1 and so on";
                return Err(Error::data(&*place, rule, shown(&names.join(","))));
            }
            let posteriors = (0..classes).map(|class| need(&format!("p{class}"))).collect::<Result<_>>()?;
            Answer::Posteriors { label: need("label")?, posteriors }
        };
        let has_index = is_nameless(&names[0]);
        let is_known = |(column, name): (usize, &String)| match &answer {
            _ if name == "member" || name == "id" || (column == 0 && has_index) => true,
            Answer::Score(_) => name == "score",
            Answer::Posteriors { .. } => name == "label" || class_of(name).is_some(),
        };
        if let Some((_, unknown)) = names.iter().enumerate().find(|&column| !is_known(column)) {
            let rule = "a column must be member, label, id or a posterior; or member, id or score";
            return Err(Error::data(&*place, rule, shown(unknown)));
        }
        let id = find("id");
        Ok(Self { member, id, has_index, answer, names })
    }

    /// Appends the logarithms of a row's posterior.
    fn posterior(&self, row: &Row, columns: &[usize], logits: &mut Vec<f64>, print: &mut DefaultHasher) -> Result<()> {
        let (mut sum, mut outside) = (0.0, None);
        for &column in columns {
            let cell = row.cell(column, &self.names[column]);
            let p = cell.number("a posterior")?;
            if !(-TOLERANCE..=1.0 + TOLERANCE).contains(&p) && outside.is_none() {
                outside = Some((column, p));
            }
            sum += p;
            print.write_u64(p.to_bits());
            logits.push(p.max(0.0).ln());
        }
        if let Some((column, p)) = outside {
            let rule = format!("a posterior must be in 0..=1{}", Self::meant(sum));
            return Err(row.cell(column, &self.names[column]).error(rule, p));
        }
        if (sum - 1.0).abs() > TOLERANCE {
            let rule = format!("posteriors must add up to 1 within {TOLERANCE}");
            let place = format!("{}, column p0 to p{}", row.place(), columns.len() - 1);
            return Err(Error::data(place, rule, sum));
        }
        Ok(())
    }

    /// What numbers outside of 0..=1 with this sum are.
    fn meant(sum: f64) -> &'static str {
        if (sum - 1.0).abs() <= TOLERANCE {
            ""
        } else if (sum - 100.0).abs() <= 100.0 * TOLERANCE {
            " (give shares, not per cent)"
        } else {
            " (give the softmax, not logits)"
        }
    }
}

fn member(cell: &Cell) -> Result<bool> {
    match cell.kind() {
        Kind::Number(1.0, _) | Kind::Boolean(true) => Ok(true),
        Kind::Number(0.0, _) | Kind::Boolean(false) => Ok(false),
        Kind::Missing => Err(cell.error("a value must not be missing", shown(cell.text))),
        Kind::Number(..) | Kind::Infinite | Kind::Text => Err(cell.error("a value must be 1 or 0", shown(cell.text))),
    }
}

fn label(cell: &Cell, classes: usize) -> Result<u32> {
    match cell.kind() {
        Kind::Number(value, _) if value.fract() == 0.0 && (0.0..classes as f64).contains(&value) => Ok(value as u32),
        Kind::Missing => Err(cell.error("a label must not be missing", shown(cell.text))),
        Kind::Number(..) | Kind::Infinite | Kind::Boolean(_) | Kind::Text => {
            Err(cell.error(format!("a label must be a whole number in 0..={}", classes - 1), shown(cell.text)))
        }
    }
}

/// As pandas calls the index that it has written without a name.
fn is_nameless(name: &str) -> bool {
    name.is_empty() || name.starts_with("unnamed:")
}

/// The class of a column `p17`.
fn class_of(name: &str) -> Option<usize> {
    let digits = name.strip_prefix('p')?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}
