//! A table of text: rows and cells with their place in the file, for own records and audits alike.
//!
//! [`Table`] knows how the file is written ([`dialect`]): delimiter, comments before the first row, decimal sign. A
//! [`Row`] knows its line, a [`Cell`] its row and column, and every refusal names them. Nothing here knows what the
//! columns mean.

pub mod cell;
mod dialect;

use crate::{Error, Result};
use ::csv::{ByteRecord, Reader, ReaderBuilder};
pub use cell::{Kind, shown};
pub use dialect::delimiter_name;

/// A file as rows.
pub struct Table<'a> {
    /// The file's name, with which every place begins.
    pub name: &'a str,
    text: &'a str,
    dialect: dialect::Dialect,
    /// The first number with a decimal sign: the sign and its place.
    decimal: std::cell::RefCell<Option<(char, String)>>,
}

impl<'a> Table<'a> {
    /// Looks at how the file is written.
    pub fn new(name: &'a str, text: &'a str) -> Self {
        let dialect = dialect::Dialect::detect(text);
        Self { name, text: &text[dialect.start..], dialect, decimal: None.into() }
    }

    /// What parts the cells.
    pub fn delimiter(&self) -> u8 {
        self.dialect.delimiter
    }

    /// Lines before the first row.
    pub fn skipped_lines(&self) -> u64 {
        self.dialect.first_line - 1
    }

    /// The first row, if it stands in a comment, as `numpy.savetxt` writes a header.
    pub fn commented_header(&self) -> Option<&[String]> {
        self.dialect.commented_header.as_deref()
    }

    /// True once a number with a decimal comma was read.
    pub fn has_decimal_comma(&self) -> bool {
        self.decimal.borrow().as_ref().is_some_and(|(sign, _)| *sign == ',')
    }

    /// Calls `see` with every row, the first one included.
    ///
    /// # Errors
    /// Those of `see`.
    pub fn each_row(&self, mut see: impl FnMut(&Row) -> Result<()>) -> Result<()> {
        let mut reader = self.reader();
        let mut lines = Lines { text: self.text.as_bytes(), at: 0, line: self.dialect.first_line };
        let mut record = ByteRecord::new();
        while self.next(&mut reader, &mut record)? {
            see(&Row { table: self, record: &record, line: lines.of(&record) })?;
        }
        Ok(())
    }

    /// The first `count` rows, with trimmed cells.
    ///
    /// # Errors
    /// None that [`Table::each_row`] has not.
    pub fn first_rows(&self, count: usize) -> Result<Vec<Vec<String>>> {
        let (mut reader, mut record, mut rows) = (self.reader(), ByteRecord::new(), Vec::new());
        while rows.len() < count && self.next(&mut reader, &mut record)? {
            let row = Row { table: self, record: &record, line: 0 };
            rows.push((0..row.len()).map(|column| row.cell(column, "").text.into()).collect());
        }
        Ok(rows)
    }

    /// True if the first cell of the first row is quoted and the second is not.
    pub fn only_first_is_quoted(&self) -> bool {
        let text = self.text.trim_start();
        let second = text.split_once(self.dialect.delimiter as char).map_or("", |(_, rest)| rest);
        text.starts_with('"') && !second.trim_start().starts_with('"')
    }

    fn reader(&self) -> Reader<&'a [u8]> {
        // Flexible, because a row of another width is told with its line by who reads.
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(self.dialect.delimiter).from_reader(self.text.as_bytes())
    }

    fn next(&self, reader: &mut Reader<&[u8]>, record: &mut ByteRecord) -> Result<bool> {
        reader.read_byte_record(record).map_err(|error| Error::data(self.name, "a file must be CSV", error))
    }

    /// Notes the decimal sign of a number, which must be that of the others: with a comma for the decimal sign a point
    /// parts thousands, or the other way round.
    fn agrees(&self, sign: char, cell: &Cell) -> Result<()> {
        let mut decimal = self.decimal.borrow_mut();
        match &*decimal {
            None => *decimal = Some((sign, cell.place())),
            Some((first, _)) if *first == sign => {}
            Some((first, place)) => {
                let rule = format!("a number must be written with the decimal sign \"{first}\", as in {place}");
                return Err(cell.error(rule, shown(cell.text)));
            }
        }
        Ok(())
    }
}

/// Counts lines, whatever ends them: the reader's own count begins a record at the end of the one before and knows no
/// `\r` alone.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line on which a record begins; records must be asked for in order.
    fn of(&mut self, record: &ByteRecord) -> u64 {
        let start = record.position().map_or(0, |position| position.byte() as usize).min(self.text.len());
        let blank = self.text[start..].iter().take_while(|&&byte| byte == b'\n' || byte == b'\r').count();
        let end = start + blank;
        while self.at < end {
            let ends_line = match self.text[self.at] {
                b'\n' => true,
                b'\r' => self.text.get(self.at + 1) != Some(&b'\n'),
                _ => false,
            };
            self.line += u64::from(ends_line);
            self.at += 1;
        }
        self.line
    }
}

/// A row and where it stands.
pub struct Row<'a> {
    table: &'a Table<'a>,
    record: &'a ByteRecord,
    /// Line of the file, counted from 1.
    pub line: u64,
}

impl<'a> Row<'a> {
    /// Number of cells.
    pub fn len(&self) -> usize {
        self.record.len()
    }

    /// The cell of a column, counted from 0, with the column's name, if it has one.
    pub fn cell(&'a self, column: usize, name: &'a str) -> Cell<'a> {
        let bytes = self.record.get(column).unwrap_or_default();
        // The whole text is UTF-8, and cells begin and end at ASCII.
        Cell { row: self, column, name, text: std::str::from_utf8(bytes).unwrap_or_default().trim() }
    }

    /// File and row, as messages name them.
    pub fn place(&self) -> String {
        place(self.table.name, self.line)
    }

    /// A refusal of the row.
    pub fn error(&self, rule: impl Into<String>, value: impl ToString) -> Error {
        Error::data(self.place(), rule, value)
    }
}

/// A row of a file, as messages name it.
pub fn place(name: &str, line: u64) -> String {
    format!("{name}, row {line}")
}

/// A cell and where it stands.
pub struct Cell<'a> {
    row: &'a Row<'a>,
    /// Counted from 0.
    column: usize,
    name: &'a str,
    /// What stands there, without blanks around it.
    pub text: &'a str,
}

impl Cell<'_> {
    /// What it is. A decimal sign that is not the file's is not noticed here.
    pub fn kind(&self) -> Kind {
        cell::kind(self.text, self.row.table.dialect.delimiter != b',')
    }

    /// A finite number.
    ///
    /// # Errors
    /// Anything else; `what` begins the rule, as "a feature".
    pub fn number(&self, what: &str) -> Result<f64> {
        match self.kind() {
            Kind::Number(value, None) => Ok(value),
            Kind::Number(value, Some(sign)) => self.row.table.agrees(sign, self).map(|()| value),
            Kind::Boolean(yes) => Ok(f64::from(u8::from(yes))),
            Kind::Missing => Err(self.error(format!("{what} must not be missing"), shown(self.text))),
            Kind::Infinite => Err(self.error(format!("{what} must be a finite number"), shown(self.text))),
            Kind::Text => {
                let rule = format!("{what} must be a number{}", cell::advice(self.text));
                Err(self.error(rule, shown(self.text)))
            }
        }
    }

    /// File, row and column. A column is called by its name, if that is no number itself.
    pub fn place(&self) -> String {
        let is_name = matches!(cell::kind(self.name, false), Kind::Text);
        if is_name {
            format!("{}, column {}", self.row.place(), self.name)
        } else {
            format!("{}, column {}", self.row.place(), self.column + 1)
        }
    }

    /// A refusal of the cell.
    pub fn error(&self, rule: impl Into<String>, value: impl ToString) -> Error {
        Error::data(self.place(), rule, value)
    }
}
