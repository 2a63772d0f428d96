//! One's own records: comma-separated values, gzipped or not, one record a row, one column the label.
//!
//! - **Header.** The first row is a header if no cell of it is a number, or one is named `label` or `class`.
//! - **Label column.** The one that the header names `label`, `class` or `y`. Otherwise the first column, if it is text
//!   or the only one of the first two in quotes; otherwise the last, if it is text; otherwise the first, if it holds
//!   whole numbers that are not all the same; otherwise the last. Location-30's published file opens as it is.
//! - **Labels** are whole numbers or text, at most 1,000 different ones, and become 0..c−1: numbers first, by value,
//!   then text, by character.
//! - **Features** are finite numbers, scaled to 0..1 column by column: (x − min)/(max − min) over the whole pool, 0 for
//!   a column that never changes. The smallest and largest value of a column thus depend on members and non-members
//!   alike.

use super::{Dataset, gzip};
use crate::{Error, Result};
use ::csv::{ByteRecord, Reader, ReaderBuilder, Trim};
use std::collections::BTreeMap;

/// Most different labels: a column with more is hardly a label.
const MAX_CLASSES: usize = 1000;
/// Most numbers: 67 million, enough for the whole of MNIST, and half a gigabyte while reading.
const MAX_VALUES: usize = 1 << 26;

/// Reads the file `name`.
///
/// # Errors
/// [`Error::Data`] with file, row (line of the file) and column, both counted from 1, the rule and what stood there.
pub fn parse(name: &str, bytes: &[u8]) -> Result<Dataset> {
    let bytes = gzip::inflate(name, bytes)?;
    let file = File { name, bytes: bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes) };
    let layout = Layout::detect(file)?;
    let mut values = Vec::new();
    let mut labels = Labels::default();
    layout.each_row(file, |row| {
        for (column, cell) in row.cells() {
            if column == layout.label {
                labels.push(row.label(column, cell)?).map_err(|(rule, value)| row.error(column, rule, value))?;
            } else {
                values.push(row.number(column, cell)?);
            }
        }
        if values.len() > MAX_VALUES {
            return Err(Error::data(row.place(), format!("a file must have at most {MAX_VALUES} numbers"), "more"));
        }
        Ok(())
    })?;
    let (labels, classes) = labels.finish(name)?;
    let dim = layout.width - 1;
    Ok(Dataset::clean(name, dim, classes, scale_columns(&values, dim), labels))
}

/// A file without its byte-order mark.
#[derive(Clone, Copy)]
struct File<'a> {
    name: &'a str,
    bytes: &'a [u8],
}

impl<'a> File<'a> {
    fn reader(self) -> Reader<&'a [u8]> {
        // Flexible, because a row of another width is told with its line here.
        ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(self.bytes)
    }

    fn next(self, reader: &mut Reader<&[u8]>) -> Result<Option<ByteRecord>> {
        let mut record = ByteRecord::new();
        match reader.read_byte_record(&mut record) {
            Ok(more) => Ok(more.then_some(record)),
            Err(error) => Err(Error::data(self.name, "a file must be CSV", error)),
        }
    }

    /// The text from `record` on, with the blank lines before it.
    fn text_from(self, record: &ByteRecord) -> &'a [u8] {
        let start = record.position().map_or(0, |position| position.byte() as usize);
        self.bytes.get(start..).unwrap_or_default()
    }
}

/// What the columns are.
struct Layout {
    header: bool,
    width: usize,
    label: usize,
}

impl Layout {
    fn detect(file: File) -> Result<Self> {
        let mut reader = file.reader();
        let Some(first) = file.next(&mut reader)? else {
            return Err(Error::data(file.name, "a file must have records", "none"));
        };
        let width = first.len();
        if width < 2 {
            let rule = "a row must have a label and at least one feature, separated by commas";
            return Err(Row { file, record: &first }.error(0, rule, shown(&first[0])));
        }
        let header = is_header(&first);
        let record = if header { file.next(&mut reader)? } else { Some(first.clone()) };
        let Some(record) = record else {
            return Err(Error::data(file.name, "a file must have records", "only a header"));
        };
        let mut layout = Self { header, width, label: 0 };
        layout.label = match layout.named_label(file, &first)? {
            Some(column) => column,
            None => layout.guess_label(file, &record)?,
        };
        Ok(layout)
    }

    fn named_label(&self, file: File, first: &ByteRecord) -> Result<Option<usize>> {
        if !self.header {
            return Ok(None);
        }
        let is_label = |cell: &[u8]| [&b"label"[..], b"class", b"y"].iter().any(|word| cell.eq_ignore_ascii_case(word));
        let columns: Vec<usize> = (0..first.len()).filter(|&column| is_label(&first[column])).collect();
        match columns[..] {
            [] => Ok(None),
            [column] => Ok(Some(column)),
            [_, second, ..] => {
                let rule = "a header must name one column label, class or y";
                Err(Row { file, record: first }.error(second, rule, format!("{} of them", columns.len())))
            }
        }
    }

    fn guess_label(&self, file: File, record: &ByteRecord) -> Result<usize> {
        let last = self.width - 1;
        let is_text = |column: usize| record.get(column).is_some_and(|cell| !cell.is_empty() && number(cell).is_none());
        if is_text(0) || only_first_is_quoted(file, record) {
            return Ok(0);
        }
        if is_text(last) {
            return Ok(last);
        }
        let first = number(&record[0]);
        let (mut whole, mut changes) = (true, false);
        self.each_row(file, |row| {
            let value = number(&row.record[0]);
            whole &= value.is_some_and(|value| value.fract() == 0.0);
            changes |= value != first;
            Ok(())
        })?;
        Ok(if whole && changes { 0 } else { last })
    }

    /// Calls `see` with every record, each of them as wide as the first row.
    fn each_row(&self, file: File, mut see: impl FnMut(&Row) -> Result<()>) -> Result<()> {
        let mut reader = file.reader();
        if self.header {
            file.next(&mut reader)?;
        }
        while let Some(record) = file.next(&mut reader)? {
            let row = Row { file, record: &record };
            if record.len() != self.width {
                let rule = format!("a row must have {} cells, as the first", self.width);
                return Err(Error::data(row.place(), rule, record.len()));
            }
            see(&row)?;
        }
        Ok(())
    }
}

/// A record and where it stands.
struct Row<'a> {
    file: File<'a>,
    record: &'a ByteRecord,
}

impl Row<'_> {
    fn cells(&self) -> impl Iterator<Item = (usize, &[u8])> {
        self.record.iter().enumerate()
    }

    fn place(&self) -> String {
        let line = self.record.position().map_or(1, |position| position.line());
        // The reader counts a record from the end of the one before, blank lines included.
        let blank = self.file.text_from(self.record).iter().take_while(|byte| byte.is_ascii_whitespace());
        let line = line + blank.filter(|byte| **byte == b'\n').count() as u64;
        format!("{}, row {line}", self.file.name)
    }

    fn error(&self, column: usize, rule: impl Into<String>, value: impl ToString) -> Error {
        Error::data(format!("{}, column {}", self.place(), column + 1), rule, value)
    }

    fn label(&self, column: usize, cell: &[u8]) -> Result<Label> {
        if cell.is_empty() || cell.eq_ignore_ascii_case(b"nan") {
            return Err(self.error(column, "a label must not be missing", shown(cell)));
        }
        match (number(cell), std::str::from_utf8(cell)) {
            (Some(value), _) if value.fract() != 0.0 => {
                Err(self.error(column, "a label must be a whole number or text", shown(cell)))
            }
            // Every whole number up to here is a different f64; longer ones are names made of digits.
            (Some(value), _) if value.abs() < 9e15 => Ok(Label::Number(value as i64)),
            (_, Ok(text)) => Ok(Label::Text(text.into())),
            (_, Err(_)) => Err(self.error(column, "a cell must be UTF-8 text", shown(cell))),
        }
    }

    fn number(&self, column: usize, cell: &[u8]) -> Result<f64> {
        match parse_number(cell) {
            Some(value) if value.is_finite() => Ok(value),
            Some(_) => Err(self.error(column, "a feature must be a finite number", shown(cell))),
            None => Err(self.error(column, "a feature must be a number", shown(cell))),
        }
    }
}

/// A label as written, in the order in which classes are counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Label {
    Number(i64),
    Text(String),
}

/// Labels by first appearance, until all are known.
#[derive(Default)]
struct Labels {
    seen: BTreeMap<Label, u32>,
    rows: Vec<u32>,
}

impl Labels {
    fn push(&mut self, label: Label) -> std::result::Result<(), (String, &'static str)> {
        let next = self.seen.len() as u32;
        self.rows.push(*self.seen.entry(label).or_insert(next));
        if self.seen.len() > MAX_CLASSES {
            return Err((format!("labels must have at most {MAX_CLASSES} different values"), "more"));
        }
        Ok(())
    }

    /// Labels as 0..c−1, and c.
    fn finish(self, name: &str) -> Result<(Vec<u32>, u32)> {
        let classes = self.seen.len() as u32;
        if classes < 2 {
            return Err(Error::data(name, "a file must have records of at least 2 classes", classes));
        }
        let mut class_of = vec![0; self.seen.len()];
        for (class, first_seen) in self.seen.values().enumerate() {
            class_of[*first_seen as usize] = class as u32;
        }
        Ok((self.rows.iter().map(|row| class_of[*row as usize]).collect(), classes))
    }
}

fn is_header(first: &ByteRecord) -> bool {
    let names_label = |cell: &[u8]| cell.eq_ignore_ascii_case(b"label") || cell.eq_ignore_ascii_case(b"class");
    first.iter().any(names_label) || first.iter().all(|cell| parse_number(cell).is_none())
}

fn only_first_is_quoted(file: File, record: &ByteRecord) -> bool {
    let text = file.text_from(record).trim_ascii_start();
    let second = text.iter().position(|&byte| byte == b',').map_or(&[][..], |comma| &text[comma + 1..]);
    text.starts_with(b"\"") && !second.trim_ascii_start().starts_with(b"\"")
}

fn parse_number(cell: &[u8]) -> Option<f64> {
    std::str::from_utf8(cell).ok()?.parse().ok()
}

/// A finite number.
fn number(cell: &[u8]) -> Option<f64> {
    parse_number(cell).filter(|value| value.is_finite())
}

/// A cell for a message: short, and visible even if empty.
fn shown(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    let short: String = text.chars().take(40).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("\"{short}{dots}\"")
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
    use crate::data::gzip::tests::gzip;

    fn read(text: &str) -> Dataset {
        parse("file", text.as_bytes()).unwrap()
    }

    fn refused(text: &str) -> String {
        parse("file", text.as_bytes()).unwrap_err().to_string()
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
        assert!(refused("class,b,label\n1,5,0\n").starts_with("file, row 1, column 3: a header must name one column"));
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
    fn byte_order_mark_spaces_blank_and_windows_lines_do_no_harm() {
        let plain = read("label,a\n0,1\n1,2\n");
        assert_eq!(read("\u{feff}label , a\r\n0, 1\r\n\r\n1, 2"), plain);
        assert_eq!(parse("file", &gzip(b"label,a\n0,1\n1,2\n")).unwrap(), plain);
    }

    #[test]
    fn what_cannot_be_used_is_named_with_row_column_rule_and_value() {
        for (text, message) in [
            ("", "file: a file must have records, but found none"),
            ("label,a\n", "file: a file must have records, but found only a header"),
            ("label,a\n0,1\n1\n", "file, row 3: a row must have 2 cells, as the first, but found 1"),
            ("label,a\n0,1\n1,2,3\n", "file, row 3: a row must have 2 cells, as the first, but found 3"),
            ("label,a\n0,1\n1,two\n", "file, row 3, column 2: a feature must be a number, but found \"two\""),
            ("label,a\n0,1\n1,\n", "file, row 3, column 2: a feature must be a number, but found \"\""),
            ("label,a\n0,1\n1,NaN\n", "file, row 3, column 2: a feature must be a finite number, but found \"NaN\""),
            ("label,a\n0,inf\n", "file, row 2, column 2: a feature must be a finite number, but found \"inf\""),
            ("label,a\n0,1\n,2\n", "file, row 3, column 1: a label must not be missing, but found \"\""),
            ("label,a\n0.5,1\n", "file, row 2, column 1: a label must be a whole number or text, but found \"0.5\""),
            ("label,a\n0,1\n0,2\n", "file: a file must have records of at least 2 classes, but found 1"),
            (
                "0;1;2\n",
                "file, row 1, column 1: a row must have a label and at least one feature, separated by commas, \
                 but found \"0;1;2\"",
            ),
        ] {
            assert_eq!(refused(text), message);
        }
    }

    #[test]
    fn a_row_is_the_line_of_the_file() {
        assert!(refused("label,a\n\n0,1\n\n\n1,two\n").starts_with("file, row 6, column 2"));
        assert!(refused("label,a\r\n0,1\r\n\r\n1,two\r\n").starts_with("file, row 4, column 2"));
        assert!(refused("label,a\n0,1\n\"x\ny\",1\n1,two\n").starts_with("file, row 5, column 2"));
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
            match parse("file", &text.as_bytes()[..end]) {
                Ok(shorter) => assert!(shorter.len() <= data.len() && shorter.dim == data.dim, "{end}"),
                Err(error) => assert_eq!(error.code(), "data", "{end}"),
            }
        }
        for end in 0..gzipped.len() {
            assert_eq!(parse("file", &gzipped[..end]).unwrap_err().code(), "data", "{end}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let error = parse("file", b"label,a\n\xff\xfe,1\n").unwrap_err().to_string();
        assert!(error.starts_with("file, row 2, column 1: a cell must be UTF-8 text"), "{error}");
        let every_byte: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert_eq!(parse("file", &every_byte).unwrap_err().code(), "data");
    }
}
