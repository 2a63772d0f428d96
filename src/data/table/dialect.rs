//! How a table is written: what parts its cells, and where it begins.
//!
//! - **Before the first row** blank lines and comments (`#`, `%`) are passed over, and Excel's line `sep=;`. A comment
//!   right before the first row that has as many cells as it, none of them a number, is the header: so `numpy.savetxt`
//!   writes one.
//! - **Delimiter**: the first of tab, `;`, `,`, `|` and blank that gives the first rows the same width of at least two;
//!   a semicolon before a comma, because numbers may have a decimal comma and text rarely a semicolon in every row. A
//!   header may lack one cell, as in R's `write.table`. Where rows differ, the delimiter with which most agree.

use super::cell::{self, Kind};
use ::csv::ReaderBuilder;

/// Candidates, the first ones first.
const DELIMITERS: [u8; 5] = [b'\t', b';', b',', b'|', b' '];
/// Rows that are looked at.
const SAMPLE_ROWS: usize = 20;
/// Bytes that are looked at, unless the first row is longer.
const SAMPLE_BYTES: usize = 1 << 20;

pub(super) struct Dialect {
    pub delimiter: u8,
    /// Byte at which the first row begins, blank lines before it aside.
    pub start: usize,
    /// Its line, counted from 1.
    pub first_line: u64,
    pub commented_header: Option<Vec<String>>,
}

impl Dialect {
    pub fn detect(text: &str) -> Self {
        let preamble = Preamble::of(text);
        let body = &text[preamble.start..];
        let delimiter = preamble.separator.unwrap_or_else(|| delimiter(sample(body)));
        let commented_header = preamble.last_comment.and_then(|comment| header_of(comment, body, delimiter));
        Self { delimiter, start: preamble.start, first_line: preamble.first_line, commented_header }
    }
}

/// What stands before the first row.
struct Preamble<'a> {
    start: usize,
    first_line: u64,
    separator: Option<u8>,
    last_comment: Option<&'a str>,
}

impl<'a> Preamble<'a> {
    fn of(text: &'a str) -> Self {
        let mut found = Self { start: 0, first_line: 1, separator: None, last_comment: None };
        while let Some((line, length)) = first_line(&text[found.start..]) {
            let trimmed = line.trim();
            if let Some(comment) = trimmed.strip_prefix(['#', '%']) {
                found.last_comment = Some(comment.trim());
            } else if let Some(separator) = separator(trimmed) {
                found.separator = Some(separator);
            } else if !trimmed.is_empty() {
                break;
            }
            found.start += length;
            found.first_line += 1;
        }
        found
    }
}

/// The first line and its length with what ends it; none at the end of the text.
fn first_line(text: &str) -> Option<(&str, usize)> {
    if text.is_empty() {
        return None;
    }
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let ending = if text[end..].starts_with("\r\n") { 2 } else { usize::from(end < text.len()) };
    Some((&text[..end], end + ending))
}

/// Excel's first line, as `sep=;`.
fn separator(line: &str) -> Option<u8> {
    match line.as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] if separator.is_ascii() => Some(*separator),
        _ => None,
    }
}

/// The beginning of the text, not cut within a row unless that is longer.
fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE_BYTES {
        return text;
    }
    let bytes = &text.as_bytes()[..SAMPLE_BYTES];
    match bytes.iter().rposition(|&byte| byte == b'\n' || byte == b'\r') {
        Some(end) => &text[..end],
        None => text.find(['\n', '\r']).map_or(text, |end| &text[..end]),
    }
}

fn delimiter(text: &str) -> u8 {
    let widths: Vec<(u8, Vec<usize>)> = DELIMITERS.iter().map(|&byte| (byte, widths(text, byte))).collect();
    let agree = |widths: &[usize]| match *widths {
        [] => false,
        [first] => first > 1,
        [first, second, ..] => {
            second > 1 && (first == second || first + 1 == second) && widths[1..].iter().all(|w| *w == second)
        }
    };
    if let Some((byte, _)) = widths.iter().find(|(_, widths)| agree(widths)) {
        return *byte;
    }
    let most_alike = |widths: &[usize]| {
        let alike = |width: usize| widths.iter().filter(|other| **other == width).count();
        widths.iter().filter(|width| **width > 1).map(|&width| alike(width)).max().unwrap_or(0)
    };
    // Of equal ones `max_by_key` takes the last.
    let best = widths.iter().rev().max_by_key(|(_, widths)| most_alike(widths));
    best.filter(|(_, widths)| most_alike(widths) > 0).map_or(b',', |(byte, _)| *byte)
}

/// Cells of each of the first rows.
fn widths(text: &str, delimiter: u8) -> Vec<usize> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    reader.byte_records().take(SAMPLE_ROWS).map_while(|row| row.ok().map(|row| row.len())).collect()
}

fn header_of(comment: &str, body: &str, delimiter: u8) -> Option<Vec<String>> {
    let mut reader = ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(comment.as_bytes());
    let cells: Vec<String> = reader.records().next()?.ok()?.iter().map(|cell| cell.trim().into()).collect();
    let is_name = |cell: &String| matches!(cell::kind(cell, false), Kind::Text | Kind::Missing);
    let width = *widths(sample(body), delimiter).first()?;
    (width > 1 && cells.len() == width && cells.iter().all(is_name)).then_some(cells)
}

/// A delimiter in words.
pub fn delimiter_name(delimiter: u8) -> &'static str {
    match delimiter {
        b'\t' => "tabs",
        b';' => "semicolons",
        b'|' => "bars",
        b' ' => "blanks",
        _ => "commas",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter_of(text: &str) -> char {
        Dialect::detect(text).delimiter as char
    }

    #[test]
    fn the_delimiter_gives_all_rows_the_same_width() {
        assert_eq!(delimiter_of("a,b\n1,2\n"), ',');
        assert_eq!(delimiter_of("a;b;c\n0,5;1,5;0\n"), ';');
        assert_eq!(delimiter_of("a\tb\n1,5\t2\n"), '\t');
        assert_eq!(delimiter_of("1.0e+00 2.0e+00\n0.0e+00 1.0e+00\n"), ' ');
        assert_eq!(delimiter_of("a|b\n1|2\n"), '|');
        assert_eq!(delimiter_of("name,b\n\"x; y\",2\n"), ',');
        assert_eq!(delimiter_of("a,b\n1,2\n3\n"), ',');
        assert_eq!(delimiter_of("one\ntwo\n"), ',');
        assert_eq!(delimiter_of("\"a\" \"b\"\n\"1\" 5 6\n\"2\" 7 8\n"), ' ');
    }

    #[test]
    fn comments_and_excels_first_line_are_passed_over() {
        let found = Dialect::detect("# made by hand\n\n% yesterday\r\na,b\n1,2\n");
        assert_eq!((found.first_line, found.start, found.commented_header), (4, 29, None));
        let found = Dialect::detect("sep=;\r\na;b\r\n1;2\r\n");
        assert_eq!((found.delimiter, found.first_line), (b';', 2));
        assert_eq!(Dialect::detect("# only\n").start, 7);
    }

    #[test]
    fn a_comment_as_wide_as_the_rows_is_the_header() {
        let found = Dialect::detect("# label,a,b\n0,1,2\n1,2,3\n");
        assert_eq!(found.commented_header.unwrap(), ["label", "a", "b"]);
        assert_eq!(Dialect::detect("# 3 classes\n0 1 2\n").commented_header, None);
    }
}
