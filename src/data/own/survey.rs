//! A pass over an own file: what stands in each column. Header, label and index columns are decided by it.

use crate::data::table::{Kind, Row, Table};
use crate::{Error, Result};
use std::collections::BTreeSet;

/// Different values of a column that are remembered: more are no classes.
pub const MAX_CLASSES: usize = 1000;
/// The same of columns that are neither the first nor the last.
const FEW: usize = 20;

/// A file's columns.
pub struct Survey {
    /// Cells of the first row. One fewer than columns where [`Survey::short_first`].
    pub first: Vec<String>,
    /// Cells of the second row.
    pub second: Vec<String>,
    /// The first row lacks the name of the column of row names, as in R's `write.table`.
    pub short_first: bool,
    /// Cells of a row.
    pub width: usize,
    /// Rows that were surveyed.
    pub rows: u64,
    /// What stands in each column of these rows.
    pub columns: Vec<Profile>,
}

/// What stands in a column.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Cells that are numbers or yes and no.
    pub numbers: u64,
    /// Cells that are text.
    pub texts: u64,
    /// Cells that are missing.
    pub missing: u64,
    /// All numbers are whole.
    pub whole: bool,
    /// Smallest and largest number.
    pub range: (f64, f64),
    /// The different numbers in order; none if there are too many.
    pub values: Option<Vec<f64>>,
    /// The different texts; none if there are too many.
    pub words: Option<BTreeSet<String>>,
    /// Each cell is a number one higher than the one before.
    counts: bool,
    /// All cells, as long as none repeats; only of columns that could name the rows.
    keys: Option<BTreeSet<String>>,
    most: usize,
}

impl Profile {
    fn new(most: usize, could_name_rows: bool) -> Self {
        Self {
            numbers: 0,
            texts: 0,
            missing: 0,
            whole: true,
            range: (f64::INFINITY, f64::NEG_INFINITY),
            values: Some(Vec::new()),
            words: Some(BTreeSet::new()),
            counts: true,
            keys: could_name_rows.then(BTreeSet::new),
            most,
        }
    }

    fn see(&mut self, text: &str, kind: Kind) {
        let at = self.numbers + self.texts + self.missing;
        if let Some(keys) = &mut self.keys
            && !keys.insert(text.into())
        {
            self.keys = None;
        }
        match kind {
            Kind::Number(value, _) => self.see_number(value, at),
            Kind::Boolean(yes) => self.see_number(f64::from(u8::from(yes)), at),
            Kind::Missing => {
                self.missing += 1;
                self.counts = false;
            }
            Kind::Infinite | Kind::Text => self.see_text(text),
        }
    }

    fn see_number(&mut self, value: f64, at: u64) {
        self.numbers += 1;
        self.whole &= value.fract() == 0.0;
        self.range = (self.range.0.min(value), self.range.1.max(value));
        self.counts &= value - at as f64 == self.range.0;
        if let Some(values) = &mut self.values
            && let Err(place) = values.binary_search_by(|other| other.total_cmp(&value))
        {
            values.insert(place, value);
            if values.len() > self.most {
                self.values = None;
            }
        }
    }

    fn see_text(&mut self, text: &str) {
        self.texts += 1;
        self.counts = false;
        if let Some(words) = &mut self.words
            && !words.contains(text)
        {
            words.insert(text.into());
            if words.len() > MAX_CLASSES {
                self.words = None;
            }
        }
    }

    /// Whether no cell repeats another one, of a column that could name the rows.
    pub fn is_key(&self) -> bool {
        self.keys.is_some() && self.missing == 0
    }

    /// True if the cells are 0, 1, 2, … or 1, 2, 3, …
    pub fn counts_rows(&self) -> bool {
        self.counts && self.is_numbers() && (self.range.0 == 0.0 || self.range.0 == 1.0)
    }

    /// True if some cells are text and none a number.
    pub fn is_text(&self) -> bool {
        self.texts > 0 && self.numbers == 0
    }

    /// True if all cells are numbers.
    pub fn is_numbers(&self) -> bool {
        self.numbers > 0 && self.texts == 0 && self.missing == 0
    }
}

/// True for a name of a column that names or numbers the rows.
pub fn names_rows(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.is_empty()
        || name.starts_with("unnamed:")
        || [
            "id",
            "_id",
            "index",
            "idx",
            "row",
            "rowid",
            "row_id",
            "rowname",
            "rownames",
            "row_names",
            "record_id",
            "sample_id",
            "uuid",
        ]
        .contains(&name.as_str())
}

impl Survey {
    /// Passes over all rows, the first one aside if it is `below`.
    ///
    /// # Errors
    /// A file without rows, of a single column, or with rows of different widths.
    pub fn of(table: &Table, below: bool) -> Result<Self> {
        let mut head = table.first_rows(2)?.into_iter();
        let Some(first) = head.next() else {
            return Err(Error::data(table.name, "a file must have records", "none"));
        };
        let second = head.next().unwrap_or_default();
        let short_first = first.len() + 1 == second.len();
        let width = first.len() + usize::from(short_first);
        if width < 2 {
            let rule = "a row must have a label and at least one feature, parted by commas, semicolons or tabs";
            return Err(Error::data(
                format!("{}, row {}", table.name, table.skipped_lines() + 1),
                rule,
                crate::data::table::shown(&first[0]),
            ));
        }
        let mut survey =
            Self { columns: profiles(width, &first, short_first), first, second, short_first, width, rows: 0 };
        let mut skipped = !below;
        table.each_row(|row| if std::mem::replace(&mut skipped, true) { survey.see(row) } else { Ok(()) })?;
        Ok(survey)
    }

    fn see(&mut self, row: &Row) -> Result<()> {
        if row.len() != self.width {
            let rule = format!(
                "a row must have {} cells, as the {}",
                self.width,
                if self.short_first { "second" } else { "first" }
            );
            return Err(row.error(rule, row.len()));
        }
        self.rows += 1;
        for (column, profile) in self.columns.iter_mut().enumerate() {
            let cell = row.cell(column, "");
            profile.see(cell.text, cell.kind());
        }
        Ok(())
    }
}

fn profiles(width: usize, first: &[String], short_first: bool) -> Vec<Profile> {
    let profile = |column: usize| {
        let most = if column == 0 || column + 1 == width { MAX_CLASSES } else { FEW };
        let named = |name: &String| names_rows(name);
        Profile::new(most, column == 0 || short_first || first.get(column).is_some_and(named))
    };
    (0..width).map(profile).collect()
}
