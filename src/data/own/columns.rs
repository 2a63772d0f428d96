//! Which column is the label, and which are no features.
//!
//! **Label.** The column that the owner names. Else, by its name, `label`, `class` or `target`; else a column of text, for
//! text can be no feature; else one called `y`, unless an `x` makes it a coordinate; else the first or last column, if it
//! holds whole numbers. Of those two, one is likelier whose numbers run from 0 or 1 without a gap, and whose range no
//! feature shares; without a header also the first, if it alone is quoted (as Location-30 is published). **Where two are
//! equally likely the file is refused with their names**: a wrong guess would go unnoticed.
//!
//! **No features** are columns that the owner leaves out, columns without a value, and a first column that numbers or
//! names the rows: nameless (R, pandas) or called `id` or the like, and without repetition.

use super::{
    header::{Header, names_label},
    reading::{Column, LeftOut, Why},
    survey::{MAX_CLASSES, Profile, Survey, names_rows},
};
use crate::data::table::{Table, shown};
use crate::{Error, Result, config::DataConfig, sort};
use ::csv::ReaderBuilder;

/// What the columns are.
pub struct Columns {
    /// The label's, counted from 0.
    pub label: usize,
    /// Nobody named it.
    pub label_guessed: bool,
    /// Features', in order.
    pub features: Vec<usize>,
    /// The others'.
    pub left_out: Vec<LeftOut>,
}

/// Decides what the columns are.
///
/// # Errors
/// A column that does not exist; a label that cannot be guessed; a file without features.
pub fn decide(table: &Table, survey: &Survey, header: &Header, config: &DataConfig) -> Result<Columns> {
    let file = File { table, survey, names: &header.names };
    let chosen = file.chosen(config)?;
    let named = if config.label.is_empty() { None } else { Some(file.find("data.label", &config.label)?) };
    if let Some(label) = named.filter(|label| chosen.contains(label)) {
        return Err(Error::config("data.leave_out", "must not name the label", file.column(label).words()));
    }
    let mut left_out: Vec<(usize, Why)> = chosen.into_iter().map(|column| (column, Why::Chosen)).collect();
    for column in 0..survey.width {
        let is_free = named != Some(column) && left_out.iter().all(|&(other, _)| other != column);
        if let Some(why) = file.no_feature(column).filter(|_| is_free) {
            left_out.push((column, why));
        }
    }
    sort::by_key(&mut left_out, |&(column, _)| column);
    let is_left_out = |column: usize| left_out.iter().any(|&(other, _)| other == column);
    let open: Vec<usize> = (0..survey.width).filter(|&column| !is_left_out(column)).collect();
    let label = named.map_or_else(|| file.guess_label(&open), Ok)?;
    let features: Vec<usize> = open.into_iter().filter(|&column| column != label).collect();
    if features.is_empty() {
        return Err(Error::data(table.name, "a file must have a label and at least one feature", "no feature"));
    }
    let left_out = left_out.into_iter().map(|(column, why)| LeftOut { column: file.column(column), why }).collect();
    Ok(Columns { label, label_guessed: named.is_none(), features, left_out })
}

struct File<'a> {
    table: &'a Table<'a>,
    survey: &'a Survey,
    names: &'a [String],
}

impl File<'_> {
    fn name(&self, column: usize) -> &str {
        self.names.get(column).map_or("", String::as_str)
    }

    fn column(&self, column: usize) -> Column {
        Column::new(column, self.names)
    }

    fn profile(&self, column: usize) -> &Profile {
        &self.survey.columns[column]
    }

    /// The columns of `data.leave_out`: names or numbers as a row of CSV.
    fn chosen(&self, config: &DataConfig) -> Result<Vec<usize>> {
        let mut reader =
            ReaderBuilder::new().has_headers(false).trim(::csv::Trim::All).from_reader(config.leave_out.as_bytes());
        let row = reader.records().next().and_then(std::result::Result::ok).unwrap_or_default();
        row.iter().filter(|text| !text.is_empty()).map(|text| self.find("data.leave_out", text)).collect()
    }

    /// A column by its name, else by its number.
    fn find(&self, key: &str, text: &str) -> Result<usize> {
        let text = text.trim();
        let same = |exact: bool| {
            self.names.iter().position(|name| name == text || (!exact && name.eq_ignore_ascii_case(text)))
        };
        let number = || text.parse().ok().filter(|number| (1..=self.survey.width).contains(number));
        same(true).or_else(|| same(false)).or_else(|| number().map(|number| number - 1)).ok_or_else(|| {
            let rule = format!(
                "must be a column of {}: its name, or its number in 1..={}",
                self.table.name, self.survey.width
            );
            Error::config(key, rule, shown(text))
        })
    }

    fn no_feature(&self, column: usize) -> Option<Why> {
        let profile = self.profile(column);
        if profile.numbers + profile.texts == 0 {
            return Some(Why::Empty);
        }
        // Two columns must remain, and real keys are whole numbers or text.
        if self.survey.width < 3 || (profile.numbers > 0 && !profile.whole) {
            return None;
        }
        let has_name = column < self.names.len();
        let is_index = if has_name {
            let is_nameless = self.name(column).is_empty() || self.name(column).starts_with("Unnamed:");
            (column == 0 || !is_nameless) && names_rows(self.name(column)) && profile.is_key()
        } else {
            column == 0 && self.survey.rows > 2 && profile.counts_rows()
        };
        is_index.then_some(Why::Index)
    }

    fn guess_label(&self, open: &[usize]) -> Result<usize> {
        let by_name: Vec<usize> = open.iter().copied().filter(|&column| names_label(self.name(column))).collect();
        if !by_name.is_empty() {
            return self.one_of(&by_name);
        }
        let text: Vec<usize> = open.iter().copied().filter(|&column| self.profile(column).is_text()).collect();
        if !text.is_empty() {
            return self.one_of(&text);
        }
        let called = |name: &str| open.iter().copied().find(|&column| self.name(column).eq_ignore_ascii_case(name));
        if let (Some(label), None) = (called("y"), called("x")) {
            return Ok(label);
        }
        if open.first() == Some(&0) && self.names.is_empty() && self.table.only_first_is_quoted() {
            return Ok(0);
        }
        let ends = [open.first(), open.last()].into_iter().flatten().copied();
        let mut likely: Vec<usize> = ends.filter(|&column| self.could_be_label(column)).collect();
        likely.dedup();
        if likely.is_empty() {
            likely = open.iter().copied().filter(|&column| self.could_be_label(column)).collect();
        }
        let best = likely.iter().map(|&column| self.likelihood(column, open)).max();
        likely.retain(|&column| Some(self.likelihood(column, open)) == best);
        self.one_of(&likely)
    }

    /// Whole numbers, not all the same, and few enough for classes.
    fn could_be_label(&self, column: usize) -> bool {
        let profile = self.profile(column);
        let different = profile.values.as_ref().map_or(usize::MAX, Vec::len);
        profile.numbers > 0 && profile.texts == 0 && profile.whole && (2..=MAX_CLASSES).contains(&different)
    }

    /// Counts what speaks for a column: see the module.
    fn likelihood(&self, column: usize, open: &[usize]) -> u32 {
        let profile = self.profile(column);
        let (low, high) = profile.range;
        let is_complete = |values: &Vec<f64>| (low == 0.0 || low == 1.0) && values.len() as f64 == high - low + 1.0;
        let ends = [open.first(), open.last()];
        let is_shared = open.iter().filter(|other| !ends.contains(&Some(*other))).any(|&other| {
            let feature = self.profile(other);
            feature.whole && feature.range == profile.range
        });
        u32::from(profile.values.as_ref().is_some_and(is_complete)) + 2 * u32::from(!is_shared)
    }

    fn one_of(&self, likely: &[usize]) -> Result<usize> {
        if let [one] = likely {
            return Ok(*one);
        }
        let rule = "one column must be the label; say which (--label, data.label)";
        let words = |column: &usize| self.column(*column).words();
        let found = match likely {
            [] => "none that could be: no column of text, and none at either end of whole numbers that differ".into(),
            _ => {
                let mut names: Vec<String> = likely.iter().take(5).map(words).collect();
                if likely.len() > 5 {
                    names.push("others".into());
                }
                format!("several that are equally likely: columns {}", names.join(", "))
            }
        };
        Err(Error::data(self.table.name, rule, found))
    }
}
