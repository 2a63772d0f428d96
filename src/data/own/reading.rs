//! How an own file was read: every decision that was taken for its owner, to be shown and kept in the report.

use crate::data::{
    open::Opened,
    table::{self, Table},
};
use serde::{Deserialize, Serialize};

/// Most entries of a list.
pub const LISTED: usize = 10;

/// How a file was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Reading {
    /// What the file was unpacked from, from outside to inside: `gzip`, `tar`.
    pub wrappings: Vec<String>,
    /// Its encoding.
    pub encoding: String,
    /// What parts its cells, in words.
    pub delimiter: String,
    /// Numbers have a comma for the decimal sign.
    pub decimal_comma: bool,
    /// Comments and blank lines before the first row.
    pub skipped_lines: u32,
    /// The first row names the columns.
    pub header: bool,
    /// Columns of the file.
    pub columns: u32,
    /// Records that are used.
    pub records: u32,
    /// The column of the labels.
    pub label: Column,
    /// True if nobody named it.
    pub label_guessed: bool,
    /// Classes in order, each with its records.
    pub classes: Vec<Class>,
    /// Classes that were left out because they have too few records.
    pub left_out_classes: Vec<Class>,
    /// Columns that are no features.
    pub left_out: Vec<LeftOut>,
    /// Features.
    #[serde(default)]
    pub features: u32,
    /// How many of them are scaled to 0..=1 by their smallest and largest value: all or none.
    pub scaled: u32,
    /// Features that are the same everywhere, the first ones.
    pub constant: Vec<Column>,
    /// How many there are.
    pub constants: u32,
    /// Features whose range a handful of rows sets, the first ones.
    pub stretched: Vec<Stretched>,
    /// How many there are.
    pub stretched_count: u32,
    /// Records that repeat an earlier one, label and all.
    pub repeated: u32,
    /// The first that does, and the one that it repeats: lines of the file.
    pub first_repeat: Option<(u64, u64)>,
}

/// A column of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Column {
    /// Counted from 1.
    pub number: u32,
    /// Its name; empty without a header.
    pub name: String,
}

/// A class and its records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Class {
    /// As the file writes it.
    pub name: String,
    /// How many.
    pub records: u32,
}

/// A column that is no feature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LeftOut {
    /// Which.
    pub column: Column,
    /// Why.
    pub why: Why,
}

/// Why a column is no feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It numbers or names the rows.
    Index,
    /// All its cells are missing.
    Empty,
    /// Its owner said so.
    Chosen,
}

/// A feature of which few rows lie so far from all others that these share less than a tenth of the range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Stretched {
    /// Which.
    pub column: Column,
    /// Lines of those rows.
    pub rows: Vec<u64>,
    /// Smallest and largest value of the others.
    pub others: (f64, f64),
}

impl Column {
    /// A column counted from 0.
    pub fn new(index: usize, names: &[String]) -> Self {
        Self { number: index as u32 + 1, name: names.get(index).cloned().unwrap_or_default() }
    }

    /// In words: `"age"`, or `5` where there is no name.
    pub fn words(&self) -> String {
        if self.name.is_empty() { self.number.to_string() } else { format!("\"{}\"", self.name) }
    }
}

impl Reading {
    /// What is known before the columns are.
    pub fn of(opened: &Opened, table: &Table) -> Self {
        Self {
            wrappings: opened.wrappings.iter().map(|&wrapping| wrapping.into()).collect(),
            encoding: opened.encoding.into(),
            delimiter: table::delimiter_name(table.delimiter()).into(),
            skipped_lines: table.skipped_lines() as u32,
            ..Self::default()
        }
    }

    /// What was decided, in a few sentences.
    pub fn decisions(&self) -> Vec<String> {
        let mut said = vec![self.how(), self.labels()];
        said.extend(self.without());
        said
    }

    fn how(&self) -> String {
        let header = if self.header { "the first row names the columns" } else { "there is no header" };
        let mut extra = String::new();
        if self.decimal_comma {
            extra.push_str(", a comma for the decimal sign");
        }
        if self.encoding != "UTF-8" {
            extra.push_str(&format!(", {}", self.encoding));
        }
        for wrapping in &self.wrappings {
            extra.push_str(&format!(", unpacked from {wrapping}"));
        }
        let lines = match self.skipped_lines {
            0 => String::new(),
            1 => ", 1 line before it is passed over".into(),
            lines => format!(", {lines} lines before it are passed over"),
        };
        format!("{} columns parted by {}{extra}; {header}{lines}", self.columns, self.delimiter)
    }

    fn labels(&self) -> String {
        let guessed = if self.label_guessed { " (guessed; data.label names another)" } else { "" };
        let classes = listed(&self.classes, |class| format!("{} ({})", class.name, class.records));
        format!(
            "the label is column {}{guessed}: {} classes with their records: {classes}",
            self.label.words(),
            self.classes.len()
        )
    }

    fn without(&self) -> Vec<String> {
        let because = |why| match why {
            Why::Index => "it numbers or names the rows",
            Why::Empty => "it is empty",
            Why::Chosen => "as asked for",
        };
        let mut said: Vec<String> = self.left_out[..self.left_out.len().min(LISTED)]
            .iter()
            .map(|left| format!("column {} is left out: {}", left.column.words(), because(left.why)))
            .collect();
        if self.left_out.len() > LISTED {
            said.push(format!("{} further columns are left out", self.left_out.len() - LISTED));
        }
        if !self.left_out_classes.is_empty() {
            let classes = listed(&self.left_out_classes, |class| format!("{} ({})", class.name, class.records));
            said.push(format!("classes with too few records are left out: {classes}"));
        }
        let scaled = if self.scaled > 0 {
            "each scaled to 0..1 by its smallest and largest value"
        } else {
            "as they are: not scaled"
        };
        said.push(format!("{} features, {scaled}", self.features));
        said
    }

    /// What makes an experiment with these records doubtful.
    pub fn oddities(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.constants > 0 {
            let columns = listed_of(&self.constant, self.constants, Column::words);
            said.push(format!("{} features are the same in every record: {columns}", self.constants));
        }
        if self.stretched_count > 0 {
            let words = |stretched: &Stretched| {
                let rows: Vec<String> = stretched.rows.iter().map(u64::to_string).collect();
                let (low, high) = stretched.others;
                format!("{} (row {}; all others within {low} to {high})", stretched.column.words(), rows.join(", "))
            };
            said.push(format!(
                "a handful of rows sets the range of {} features, which presses all others together: {}",
                self.stretched_count,
                listed_of(&self.stretched, self.stretched_count, words)
            ));
        }
        if let Some((later, earlier)) = self.first_repeat {
            said.push(format!(
                "{} records repeat an earlier one, label and all; the first is row {later}, which repeats row {earlier}",
                self.repeated
            ));
        }
        said
    }
}

fn listed<T>(items: &[T], words: impl Fn(&T) -> String) -> String {
    listed_of(&items[..items.len().min(LISTED)], items.len() as u32, words)
}

/// The first of `count` items in words.
fn listed_of<T>(items: &[T], count: u32, words: impl Fn(&T) -> String) -> String {
    let mut text: Vec<String> = items.iter().map(words).collect();
    if (items.len() as u32) < count {
        text.push(format!("and {} more", count - items.len() as u32));
    }
    text.join(", ")
}
