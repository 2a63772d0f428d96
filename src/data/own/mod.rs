//! One's own records: a table of text ([`crate::data::open`], [`crate::data::table`]), one record a row, one column the
//! label.
//!
//! Four decisions are taken, each told in a [`Reading`] and each for the owner to change: whether there is a header
//! ([`header`]), which column is the label and which are no features ([`columns`]), and which classes are too rare
//! ([`rare`]).
//!
//! - **Labels** are whole numbers or text, at most 1,000 different ones, and become 0..c−1: numbers first, by value,
//!   then text, by character. A missing one is refused, never a class.
//! - **Features** are finite numbers, scaled to 0..1 column by column: (x − min)/(max − min) over the whole pool, 0 for
//!   a column that never changes. The smallest and largest value of a column thus depend on members and non-members
//!   alike.

mod columns;
mod header;
mod oddities;
pub mod rare;
pub mod reading;
mod survey;

use super::{
    Dataset, open,
    table::{Kind, Row, Table, shown},
};
use crate::config::{DataConfig, Header as HeaderChoice};
use crate::{Error, Result};
use columns::Columns;
use header::Header;
use oddities::Values;
pub use oddities::first_alike;
use reading::{Class, Column, Reading};
use serde::Serialize;
use std::collections::BTreeMap;
use survey::{MAX_CLASSES, Survey};

/// Most numbers: 67 million, enough for the whole of MNIST, and half a gigabyte while reading.
const MAX_VALUES: usize = 1 << 26;
/// Rows of a preview.
const PREVIEW_ROWS: usize = 6;
/// Columns of a preview: more are no help to anybody.
const PREVIEW_COLUMNS: usize = 200;

/// Reads the file `name` as `config` says.
///
/// # Errors
/// [`Error::Data`] with file, row (line of the file) and column, both counted from 1, the rule and what stood there;
/// [`Error::Config`] for a column that the file does not have.
pub fn read(name: &str, bytes: &[u8], config: &DataConfig) -> Result<Dataset> {
    let opened = open::open(name, bytes)?;
    let table = Table::new(name, &opened.text);
    let (survey, header) = look(&table, config)?;
    let columns = columns::decide(&table, &survey, &header, config)?;
    let records = Records::read(&table, &survey, &header, &columns)?;
    let mut reading = Reading::of(&opened, &table);
    reading.header = !header.names.is_empty();
    reading.columns = survey.width as u32;
    reading.label = Column::new(columns.label, &header.names);
    reading.label_guessed = columns.label_guessed;
    let features = columns.features.iter().map(|&column| Column::new(column, &header.names)).collect();
    reading.left_out = columns.left_out;
    records.into_dataset(name, features, reading, config.scaled)
}

/// The first rows of a file, and what its columns could be, before anything is decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Preview {
    /// The first row names the columns.
    pub header: bool,
    /// Columns of the file; the rows show at most 200 of them.
    pub columns: u32,
    /// Their names; empty without a header.
    pub names: Vec<String>,
    /// The first records.
    pub rows: Vec<Vec<String>>,
}

/// Looks at the beginning of a file.
///
/// # Errors
/// As [`read`], as far as it comes.
pub fn preview(name: &str, bytes: &[u8], config: &DataConfig) -> Result<Preview> {
    let opened = open::open(name, bytes)?;
    let table = Table::new(name, &opened.text);
    let (survey, header) = look(&table, config)?;
    let shorter = |row: Vec<String>| row.into_iter().take(PREVIEW_COLUMNS).collect();
    let skipped = usize::from(header.is_first_row);
    let rows = table.first_rows(PREVIEW_ROWS + skipped)?.into_iter().skip(skipped).map(shorter).collect();
    Ok(Preview { header: !header.names.is_empty(), columns: survey.width as u32, names: shorter(header.names), rows })
}

/// What stands in the columns, and what they are called.
fn look(table: &Table, config: &DataConfig) -> Result<(Survey, Header)> {
    let below = Survey::of(table, true)?;
    let asked = match config.header {
        HeaderChoice::Auto => None,
        HeaderChoice::Yes => Some(true),
        HeaderChoice::No => Some(false),
    };
    let header = header::decide(table, &below, asked);
    if !header.is_first_row {
        return Ok((Survey::of(table, false)?, header));
    }
    if below.rows == 0 {
        return Err(Error::data(table.name, "a file must have records", "only a header"));
    }
    Ok((below, header))
}

/// Records as they stand in the file.
struct Records {
    values: Vec<f64>,
    labels: Labels,
    lines: Vec<u64>,
    decimal_comma: bool,
}

impl Records {
    fn read(table: &Table, survey: &Survey, header: &Header, columns: &Columns) -> Result<Self> {
        let name = |column: usize| header.names.get(column).map_or("", String::as_str);
        let mut read = Self { values: Vec::new(), labels: Labels::default(), lines: Vec::new(), decimal_comma: false };
        let mut is_header = header.is_first_row;
        table.each_row(|row| {
            if std::mem::take(&mut is_header) {
                return Ok(());
            }
            read.labels.push(row, columns.label, name(columns.label))?;
            for &column in &columns.features {
                read.values.push(feature(row, column, name(column), survey)?);
            }
            read.lines.push(row.line);
            if read.values.len() > MAX_VALUES {
                return Err(row.error(format!("a file must have at most {MAX_VALUES} numbers"), "more"));
            }
            Ok(())
        })?;
        read.decimal_comma = table.has_decimal_comma();
        Ok(read)
    }

    fn into_dataset(self, name: &str, features: Vec<Column>, mut reading: Reading, scaled: bool) -> Result<Dataset> {
        let dim = features.len();
        let values = if scaled { scale_columns(&self.values, dim) } else { self.as_they_are(name, &features)? };
        let (labels, class_names) = self.labels.finish(name)?;
        let found = Values { values: &self.values, columns: features, lines: &self.lines }.oddities();
        reading.decimal_comma = self.decimal_comma;
        reading.records = labels.len() as u32;
        (reading.features, reading.scaled) = (dim as u32, if scaled { dim as u32 } else { 0 });
        reading.classes = count(&class_names, &labels);
        (reading.constant, reading.constants) = (found.constant, found.constants);
        if scaled {
            (reading.stretched, reading.stretched_count) = (found.stretched, found.stretched_count);
        }
        let alike = first_alike(&values, &labels);
        let repeats: Vec<usize> = (0..alike.len()).filter(|&record| alike[record] as usize != record).collect();
        reading.repeated = repeats.len() as u32;
        reading.first_repeat = repeats.first().map(|&later| (self.lines[later], self.lines[alike[later] as usize]));
        let data = Dataset::clean(name, dim, class_names.len() as u32, values, labels);
        Ok(Dataset { class_names, reading: Some(Box::new(reading)), ..data })
    }

    /// Networks compute in single precision, which ends at 3.4e38.
    fn as_they_are(&self, name: &str, features: &[Column]) -> Result<Vec<f32>> {
        if let Some(at) = self.values.iter().position(|&value| !(value as f32).is_finite()) {
            let (row, column) = (self.lines[at / features.len()], features[at % features.len()].words());
            let rule = "a feature must be within ±3.4e38 unless it is scaled (data.scaled)";
            return Err(Error::data(format!("{name}, row {row}, {column}"), rule, self.values[at]));
        }
        Ok(self.values.iter().map(|&value| value as f32).collect())
    }
}

fn feature(row: &Row, column: usize, name: &str, survey: &Survey) -> Result<f64> {
    let cell = row.cell(column, name);
    if survey.columns[column].is_text() && cell.kind() == Kind::Text {
        let rule = "a feature must be a number (a column of text can be the label, or be left out: --leave-out, data.leave_out)";
        return Err(cell.error(rule, shown(cell.text)));
    }
    cell.number("a feature")
}

/// Classes with their records.
fn count(names: &[String], labels: &[u32]) -> Vec<Class> {
    let mut classes: Vec<Class> = names.iter().map(|name| Class { name: name.clone(), records: 0 }).collect();
    labels.iter().for_each(|&label| classes[label as usize].records += 1);
    classes
}

/// A label as written, in the order in which classes are counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Label {
    Number(i64),
    Text(String),
}

impl Label {
    fn read(row: &Row, column: usize, name: &str) -> Result<Self> {
        let cell = row.cell(column, name);
        match cell.kind() {
            Kind::Missing => Err(cell.error("a label must not be missing", shown(cell.text))),
            Kind::Number(..) => {
                let value = cell.number("a label")?;
                if value.fract() != 0.0 {
                    return Err(cell.error("a label must be a whole number or text", shown(cell.text)));
                }
                // Every whole number up to here is a different f64; longer ones are names made of digits.
                Ok(if value.abs() < 9e15 { Self::Number(value as i64) } else { Self::Text(cell.text.into()) })
            }
            Kind::Infinite | Kind::Boolean(_) | Kind::Text => Ok(Self::Text(cell.text.into())),
        }
    }

    fn name(self) -> String {
        match self {
            Self::Number(value) => value.to_string(),
            Self::Text(text) => text,
        }
    }
}

/// Labels by first appearance, until all are known.
#[derive(Default)]
struct Labels {
    seen: BTreeMap<Label, u32>,
    rows: Vec<u32>,
}

impl Labels {
    fn push(&mut self, row: &Row, column: usize, name: &str) -> Result<()> {
        let next = self.seen.len() as u32;
        self.rows.push(*self.seen.entry(Label::read(row, column, name)?).or_insert(next));
        if self.seen.len() > MAX_CLASSES {
            let rule = format!("labels must have at most {MAX_CLASSES} different values");
            return Err(row.cell(column, name).error(rule, "more"));
        }
        Ok(())
    }

    /// Labels as 0..c−1, and the names of the c classes.
    fn finish(self, name: &str) -> Result<(Vec<u32>, Vec<String>)> {
        if self.seen.len() < 2 {
            return Err(Error::data(name, "a file must have records of at least 2 classes", self.seen.len()));
        }
        let mut class_of = vec![0; self.seen.len()];
        for (class, first_seen) in self.seen.values().enumerate() {
            class_of[*first_seen as usize] = class as u32;
        }
        let labels = self.rows.iter().map(|row| class_of[*row as usize]).collect();
        Ok((labels, self.seen.into_keys().map(Label::name).collect()))
    }
}

/// `[n, d]` to 0..=1 by column.
fn scale_columns(values: &[f64], dim: usize) -> Vec<f32> {
    let mut range = vec![(f64::INFINITY, f64::NEG_INFINITY); dim];
    for row in values.chunks_exact(dim) {
        for ((min, max), value) in range.iter_mut().zip(row) {
            (*min, *max) = (min.min(*value), max.max(*value));
        }
    }
    let scale = |(value, &(min, max)): (&f64, &(f64, f64))| {
        // Halves, because the width of a column may exceed the largest number.
        let width = max / 2.0 - min / 2.0;
        if width > 0.0 { ((value / 2.0 - min / 2.0) / width) as f32 } else { 0.0 }
    };
    values.iter().zip(range.iter().cycle()).map(scale).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::data::gzip::tests::gzip;

    fn parse(bytes: &[u8]) -> Result<Dataset> {
        super::read("file", bytes, &Config::default().data)
    }

    fn read(text: &str) -> Dataset {
        parse(text.as_bytes()).unwrap()
    }

    fn refused(text: &str) -> String {
        parse(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_file_without_header_whose_first_column_is_quoted_has_its_labels_there() {
        let data = read("\"13\",0,1,0\n\"2\",1,1,0\n\"13\",0,0,1\n");
        assert_eq!((data.len(), data.dim, data.classes), (3, 3, 2));
        assert_eq!(data.labels, [1, 0, 1]);
        assert_eq!(data.row(1), [1.0, 1.0, 0.0]);
    }

    #[test]
    fn a_header_names_the_label_column_wherever_it_is() {
        assert_eq!(read("a,Label,b\n1,5,3\n2,7,4\n").labels, [0, 1]);
        assert_eq!(read("a,b,y\n1,5,0\n1,5,1\n").labels, [0, 1]);
        assert_eq!(read("0,1,class\n1,5,0\n1,5,1\n").labels, [0, 1]);
        assert_eq!(
            refused("class,b,label\n1,5,0\n"),
            "file: one column must be the label; say which (--label, data.label), but found several that are equally \
             likely: columns \"class\", \"label\""
        );
    }

    #[test]
    fn without_a_name_text_is_the_label_then_whole_numbers_that_change() {
        assert_eq!(read("cat,1\ndog,2\n").labels, [0, 1]);
        assert_eq!(read("1,dog\n1,cat\n").labels, [1, 0]);
        assert_eq!(read("a,b\n3,0.5\n1,0.7\n").labels, [1, 0]);
        assert_eq!(read("0.5,3\n0.7,1\n").labels, [1, 0]);
        assert_eq!(read("0,3,2\n0,4,1\n").labels, [1, 0]);
        assert_eq!(read("\"0\",\"3\",\"2\"\n\"0\",\"4\",\"1\"\n").labels, [1, 0]);
    }

    #[test]
    fn labels_are_counted_by_value_then_by_character() {
        let data = read("label,x\nb,0\n10,0\n9,0\nB,0\n-1,0\n9.0,0\n");
        assert_eq!(data.labels, [4, 2, 1, 3, 0, 1]);
    }

    #[test]
    fn features_are_scaled_by_column_over_the_pool() {
        let data = read("label,a,b,c\n0,-2,7,1e308\n1,0,7,-1e308\n1,2,7,0\n");
        assert_eq!(data.features, [0.0, 0.0, 1.0, 0.5, 0.0, 0.0, 1.0, 0.0, 0.5]);
    }

    #[test]
    fn features_stay_as_they_are_where_that_is_asked_for() {
        let mut config = Config::default().data;
        config.scaled = false;
        let read = |text: &str| super::read("file", text.as_bytes(), &config);
        let data = read("label,a,b\n0,-2,7\n1,0,7\n1,2,7\n").unwrap();
        assert_eq!(data.features, [-2.0, 7.0, 0.0, 7.0, 2.0, 7.0]);
        let reading = data.reading.unwrap();
        assert_eq!((reading.features, reading.scaled, reading.stretched_count), (2, 0, 0));
        assert!(reading.decisions().contains(&"2 features, as they are: not scaled".to_string()));
        let error = read("label,a,b\n0,-2,7\n1,0,1e39\n").unwrap_err().to_string();
        let rule =
            "file, row 3, \"b\": a feature must be within ±3.4e38 unless it is scaled (data.scaled), but found 10000";
        assert!(error.starts_with(rule), "{error}");
    }

    #[test]
    fn byte_order_mark_spaces_blank_and_windows_lines_do_no_harm() {
        let plain = read("label,a\n0,1\n1,2\n");
        assert_eq!(read("\u{feff}label , a\r\n0, 1\r\n\r\n1, 2"), plain);
        let gzipped = parse(&gzip(b"label,a\n0,1\n1,2\n")).unwrap();
        assert_eq!(gzipped.reading.as_ref().unwrap().wrappings, ["gzip"]);
        assert_eq!(Dataset { reading: plain.reading.clone(), ..gzipped }, plain);
    }

    #[test]
    fn what_cannot_be_used_is_named_with_row_column_rule_and_value() {
        for (text, message) in [
            ("", "file: a file must have records, but found none"),
            ("label,a\n", "file: a file must have records, but found only a header"),
            ("label,a\n0,1\n1\n", "file, row 3: a row must have 2 cells, as the first, but found 1"),
            ("label,a\n0,1\n1,2,3\n", "file, row 3: a row must have 2 cells, as the first, but found 3"),
            ("label,a\n0,1\n1,two\n", "file, row 3, column a: a feature must be a number, but found \"two\""),
            ("label,a\n0,1\n1,\n", "file, row 3, column a: a feature must not be missing, but found nothing"),
            ("label,a\n0,1\n1,NaN\n", "file, row 3, column a: a feature must not be missing, but found \"NaN\""),
            ("label,a\n0,1\n0,inf\n", "file, row 3, column a: a feature must be a finite number, but found \"inf\""),
            ("label,a\n0,1\n,2\n", "file, row 3, column label: a label must not be missing, but found nothing"),
            (
                "label,a\n0.5,1\n",
                "file, row 2, column label: a label must be a whole number or text, but found \"0.5\"",
            ),
            ("label,a\n0,1\n0,2\n", "file: a file must have records of at least 2 classes, but found 1"),
            (
                "0\n1\n",
                "file, row 1: a row must have a label and at least one feature, parted by commas, semicolons or tabs, but \
                 found \"0\"",
            ),
        ] {
            assert_eq!(refused(text), message);
        }
    }

    #[test]
    fn a_row_is_the_line_of_the_file() {
        assert!(refused("label,a\n\n0,1\n\n\n1,two\n").starts_with("file, row 6, column a"));
        assert!(refused("label,a\r\n0,1\r\n\r\n1,two\r\n").starts_with("file, row 4, column a"));
        assert!(refused("label,a\r0,1\r\r1,two\r").starts_with("file, row 4, column a"));
        assert!(refused("label,a\n0,1\n\"x\ny\",1\n1,two\n").starts_with("file, row 5, column a"));
        assert!(refused("# by hand\n\nlabel,a\n0,1\n1,two\n").starts_with("file, row 5, column a"));
    }

    #[test]
    fn more_than_a_thousand_classes_are_refused() {
        let text: String = (0..1001).map(|i| format!("c{i},1\n")).collect();
        assert_eq!(
            refused(&text),
            "file, row 1001, column 1: labels must have at most 1000 different values, but found more"
        );
    }

    /// Cutting a file anywhere leaves either a shorter file or an error with a place, never a panic.
    #[test]
    fn every_truncation_is_read_or_refused() {
        let text = "label,\"a, b\",c\n\"zwölf\",1,2.5\n3,4,-5e-1\n\"x\"\"y\",7,8\n";
        let data = read(text);
        let gzipped = gzip(text.as_bytes());
        for end in 0..text.len() {
            match parse(&text.as_bytes()[..end]) {
                Ok(shorter) => assert!(shorter.len() <= data.len() && shorter.dim == data.dim, "{end}"),
                Err(error) => assert_eq!(error.code(), "data", "{end}"),
            }
        }
        for end in 0..gzipped.len() {
            assert_eq!(parse(&gzipped[..end]).unwrap_err().code(), "data", "{end}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let every_byte: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert_eq!(parse(&every_byte).unwrap_err().code(), "data");
    }
}
