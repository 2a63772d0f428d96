//! Whether the first row names the columns, and how.
//!
//! Its own cells are not enough: pandas names columns 0, 1, 2, … The first row is a header if
//! - it is a comment before the rows (`numpy.savetxt`), or
//! - no cell of it is a number, or one is `label`, `class` or `target`, or
//! - in any one column it is text above numbers, or
//! - its numbers go up by the same step over the width, and those of the second row do not. One other cell at either
//!   end does no harm: a nameless index, or a label whose own name is a number too.

use super::survey::Survey;
use crate::data::table::{Kind, Table, cell};

/// Names that make a row a header, and a column the label before all others.
const LABELS: [&str; 6] = ["label", "labels", "class", "classes", "target", "targets"];
/// Fewest numbers that count as going up.
const FEWEST: usize = 4;

/// Names of the columns, and where they stand.
pub struct Header {
    /// One a column; empty without a header.
    pub names: Vec<String>,
    /// True if the first row is no record.
    pub is_first_row: bool,
}

/// True for `label`, `class` and `target`.
pub fn names_label(name: &str) -> bool {
    LABELS.iter().any(|label| name.eq_ignore_ascii_case(label))
}

/// The header of a file; `asked` if its owner says whether the first row is one. The survey is of the rows below it.
pub fn decide(table: &Table, below: &Survey, asked: Option<bool>) -> Header {
    if let Some(names) = table.commented_header().filter(|_| asked != Some(false)) {
        return Header { names: names.to_vec(), is_first_row: false };
    }
    if !asked.unwrap_or_else(|| is_header(below)) {
        return Header { names: Vec::new(), is_first_row: false };
    }
    let row_names = below.short_first.then(String::new);
    Header { names: row_names.into_iter().chain(below.first.iter().cloned()).collect(), is_first_row: true }
}

fn is_header(below: &Survey) -> bool {
    let kinds: Vec<Kind> = below.first.iter().map(|text| cell::kind(text, true)).collect();
    let is_text = |kind: &Kind| *kind == Kind::Text;
    below.short_first
        || below.first.iter().any(|name| names_label(name))
        || (kinds.iter().any(is_text) && kinds.iter().all(|kind| matches!(kind, Kind::Text | Kind::Missing)))
        || kinds
            .iter()
            .zip(&below.columns)
            .any(|(kind, column)| is_text(kind) && column.numbers > 0 && column.texts == 0)
        || (goes_up(&below.first) && !goes_up(&below.second))
}

/// True if numbers go up by one step over the row, but for one cell at either end.
fn goes_up(row: &[String]) -> bool {
    let numbers: Vec<Option<f64>> = row
        .iter()
        .map(|text| match cell::kind(text, false) {
            Kind::Number(value, _) => Some(value),
            Kind::Infinite | Kind::Boolean(_) | Kind::Missing | Kind::Text => None,
        })
        .collect();
    let [_, inner @ ..] = &numbers[..] else { return false };
    let but_last = &numbers[..numbers.len() - 1];
    [&numbers[..], inner, but_last].iter().any(|part| is_progression(part))
}

fn is_progression(numbers: &[Option<f64>]) -> bool {
    let steps: Option<Vec<f64>> = numbers.windows(2).map(|pair| Some(pair[1]? - pair[0]?)).collect();
    let Some(steps) = steps.filter(|_| numbers.len() >= FEWEST) else { return false };
    steps[0] > 0.0 && steps.iter().all(|step| (step - steps[0]).abs() <= 1e-9 * steps[0])
}
