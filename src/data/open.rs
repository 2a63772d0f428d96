//! From a file's bytes to its text: unpacked, decoded, or refused by the name of what it is.
//!
//! - **Wrapped** may be a CSV file in gzip, and in a tar that holds it alone (Location-30 is published as a `.tgz`).
//! - **Encoding**: UTF-8 with or without a mark; UTF-16 by its mark, or by zeros in every second byte; else, where no
//!   control character speaks against text, Windows-1252, which Excel writes in the west.
//! - **What is no table of text** is recognised by its first bytes and named with the way out.

use super::{encoding::Encoding, gzip};
use crate::{Error, Result};
use std::{borrow::Cow, io::Read};

/// A file's text, and what it came out of.
#[derive(Debug)]
pub struct Opened<'a> {
    /// The text, without a byte-order mark.
    pub text: Cow<'a, str>,
    /// `gzip`, `tar`, from outside to inside.
    pub wrappings: Vec<&'static str>,
    /// Name of the encoding.
    pub encoding: &'static str,
}

/// Opens the file `name`.
///
/// # Errors
/// [`Error::Data`] for what is no text, is damaged, or is too large.
pub fn open<'a>(name: &str, bytes: &'a [u8]) -> Result<Opened<'a>> {
    let mut wrappings = Vec::new();
    let mut content = gzip::inflate(name, bytes)?;
    if matches!(content, Cow::Owned(_)) {
        wrappings.push("gzip");
    }
    if is_tar(&content) {
        content = Cow::Owned(only_file(name, &content)?);
        wrappings.push("tar");
    }
    if let Some((what, way_out)) = foreign(&content) {
        return Err(Error::data(name, format!("a file must be a table of text, as CSV ({way_out})"), what));
    }
    let encoding = encoding(name, &content)?;
    Ok(Opened { text: encoding.decode(content), wrappings, encoding: encoding.name() })
}

/// What a file is by its first bytes, if it is no text, and how it becomes CSV.
fn foreign(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const UNPACK: &str = "unpack it first";
    const SPREADSHEET: &str = "save the sheet as CSV";
    const PANDAS: &str = "in pandas, write it with to_csv";
    const NUMPY: &str = "in numpy, write the arrays as columns of one CSV file, with savetxt";
    let starts: [(&[u8], &str, &str); 17] = [
        (b"PAR1", "Parquet", PANDAS),
        (b"ARROW1", "Arrow", PANDAS),
        (b"FEA1", "Feather", PANDAS),
        (b"\x89HDF\r\n\x1a\n", "HDF5", PANDAS),
        (b"\x93NUMPY", "a numpy array (.npy)", NUMPY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (.xls)", SPREADSHEET),
        (b"BZh", "bzip2", UNPACK),
        (b"\xfd7zXZ\0", "xz", UNPACK),
        (b"\x28\xb5\x2f\xfd", "zstd", UNPACK),
        (b"7z\xbc\xaf\x27\x1c", "7z", UNPACK),
        (b"Rar!\x1a\x07", "rar", UNPACK),
        (b"SQLite format 3\0", "an SQLite database", "export the table as CSV"),
        (b"RDX", "R data", "in R, write it with write.csv"),
        (b"%PDF-", "PDF", "a table is needed"),
        (b"\x89PNG\r\n", "a PNG picture", "a table is needed"),
        (b"\xff\xd8\xff", "a JPEG picture", "a table is needed"),
        (b"\0\0\x08", "IDX, MNIST's format", "write records as rows, the label first"),
    ];
    let found = starts.iter().find(|(start, ..)| bytes.starts_with(start)).map(|&(_, what, way)| (what, way));
    found.or_else(|| match bytes {
        [b'P', b'K', 3, 4, ..] => Some(match zipped(bytes) {
            Zip::Numpy => ("numpy arrays (.npz)", NUMPY),
            Zip::Excel => ("an Excel workbook (.xlsx)", SPREADSHEET),
            Zip::OpenDocument => ("an OpenDocument sheet (.ods)", SPREADSHEET),
            Zip::Other => ("zip", UNPACK),
        }),
        // Protocols 2 to 5, which alone have a mark.
        [0x80, 2..=5, ..] => Some(("a Python pickle", PANDAS)),
        _ => markup(bytes),
    })
}

enum Zip {
    Numpy,
    Excel,
    OpenDocument,
    Other,
}

/// What is in a zip, by the names at the head of its entries.
fn zipped(bytes: &[u8]) -> Zip {
    let head = &bytes[..bytes.len().min(4096)];
    let has = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
    if has(b".npy") {
        Zip::Numpy
    } else if has(b"[Content_Types].xml") || has(b"xl/") {
        Zip::Excel
    } else if has(b"opendocument.spreadsheet") {
        Zip::OpenDocument
    } else {
        Zip::Other
    }
}

/// Text that is no table.
fn markup(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let text = bytes.trim_ascii_start();
    let starts = |word: &str| text.len() >= word.len() && text[..word.len()].eq_ignore_ascii_case(word.as_bytes());
    if starts("<!doctype") || starts("<html") || starts("<?xml") {
        Some(("HTML or XML", "a download that failed often looks so"))
    } else if starts("{\"") || starts("[{") || starts("[[") {
        Some(("JSON", "in pandas, read_json and to_csv"))
    } else if starts("@relation") {
        Some(("ARFF, Weka's format", "in Weka, save it as CSV"))
    } else {
        None
    }
}

/// The mark of a tar stands behind its first name.
fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}

/// The one file of a tar; what macOS adds (`._name`) is none.
fn only_file(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let damaged = |error: std::io::Error| Error::data(name, "a tar file must be whole", error);
    let mut archive = tar::Archive::new(bytes);
    let (mut content, mut names) = (Vec::new(), Vec::new());
    for entry in archive.entries().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        let path = entry.path_bytes().into_owned();
        let file = path.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
        if !entry.header().entry_type().is_file() || file.starts_with(b"._") {
            continue;
        }
        if names.is_empty() {
            entry.read_to_end(&mut content).map_err(damaged)?;
        }
        names.push(String::from_utf8_lossy(&path).into_owned());
    }
    if names.len() == 1 {
        return Ok(content);
    }
    let found = match names.len() {
        0 => "none".into(),
        count => format!("{count} ({}, …)", names[..2].join(", ")),
    };
    Err(Error::data(name, "a tar file must hold one file (unpack it and choose one)", found))
}

fn encoding(name: &str, bytes: &[u8]) -> Result<Encoding> {
    if let Some(encoding) = Encoding::of_mark(bytes) {
        return Ok(encoding);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Ok(encoding);
    }
    let is_control = |byte: &u8| *byte < 0x20 && !b"\t\n\r\x0c".contains(byte);
    if std::str::from_utf8(bytes).is_ok() {
        // A zero is valid UTF-8 and no text.
        return match bytes.iter().position(|byte| *byte == 0) {
            None => Ok(Encoding::Utf8),
            Some(at) => Err(Error::data(name, "a file must be text", format!("a zero at byte {at}"))),
        };
    }
    match bytes.iter().position(is_control) {
        None => Ok(Encoding::Windows1252),
        Some(at) => Err(Error::data(name, "a file must be text", format!("the byte {} at byte {at}", bytes[at]))),
    }
}

/// ASCII in UTF-16 has a zero in every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<Encoding> {
    let pairs = bytes[..bytes.len().min(64)].as_chunks::<2>().0;
    let all = |zero: usize| pairs.len() > 1 && pairs.iter().all(|pair| pair[zero] == 0 && pair[1 - zero] != 0);
    if all(1) {
        Some(Encoding::Utf16Le)
    } else if all(0) {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::gzip::tests::gzip;

    fn text(bytes: &[u8]) -> (String, &'static str) {
        let opened = open("file", bytes).unwrap();
        (opened.text.into_owned(), opened.encoding)
    }

    fn refused(bytes: &[u8]) -> String {
        open("file", bytes).unwrap_err().to_string()
    }

    fn utf16(text: &str, encode: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(encode).collect()
    }

    pub fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (name, content) in files {
            let mut header = tar::Header::new_ustar();
            header.set_size(content.len() as u64);
            header.set_cksum();
            builder.append_data(&mut header, name, *content).unwrap();
        }
        builder.into_inner().unwrap()
    }

    #[test]
    fn every_encoding_of_a_spreadsheet_gives_the_same_text() {
        let words = "zwölf,1\n";
        assert_eq!(text(words.as_bytes()), (words.into(), "UTF-8"));
        assert_eq!(text(format!("\u{feff}{words}").as_bytes()), (words.into(), "UTF-8"));
        assert_eq!(text(&utf16(&format!("\u{feff}{words}"), u16::to_le_bytes)), (words.into(), "UTF-16LE"));
        assert_eq!(text(&utf16(&format!("\u{feff}{words}"), u16::to_be_bytes)), (words.into(), "UTF-16BE"));
        assert_eq!(text(&utf16("zwolf,1\n", u16::to_le_bytes)), ("zwolf,1\n".into(), "UTF-16LE"));
        assert_eq!(text(b"zw\xf6lf,1\n"), (words.into(), "windows-1252"));
        assert_eq!(text(&gzip(format!("\u{feff}{words}").as_bytes())), (words.into(), "UTF-8"));
    }

    #[test]
    fn a_tar_with_one_file_is_read_as_that_file() {
        let one = tar(&[("a/b.csv", b"1,2\n"), ("a/._b.csv", b"mac")]);
        assert_eq!(open("file", &gzip(&one)).unwrap().wrappings, ["gzip", "tar"]);
        assert_eq!(text(&one).0, "1,2\n");
        let two = tar(&[("a.csv", b"1,2\n"), ("b.csv", b"1,2\n")]);
        let rule = "file: a tar file must hold one file (unpack it and choose one), but found";
        assert_eq!(refused(&gzip(&two)), format!("{rule} 2 (a.csv, b.csv, …)"));
        assert_eq!(refused(&tar(&[])), "file: a file must be text, but found a zero at byte 0");
        for end in 0..one.len() {
            let _ = open("file", &one[..end]);
        }
    }

    #[test]
    fn what_is_no_table_of_text_is_named_with_the_way_out() {
        for (bytes, what, way) in [
            (&b"PAR1\x15\x04"[..], "Parquet", "to_csv"),
            (b"PK\x03\x04\x14\0\0\0arr_0.npy", ".npz", "savetxt"),
            (b"PK\x03\x04\x14\0\0\0[Content_Types].xml", ".xlsx", "save the sheet as CSV"),
            (b"PK\x03\x04\x14\0\0\0data.csv", "zip", "unpack it first"),
            (b"\x93NUMPY\x01\0", ".npy", "savetxt"),
            (b"\x80\x04\x95", "pickle", "to_csv"),
            (b"\n<!DOCTYPE html>", "HTML", "download that failed"),
            (b"[{\"a\": 1}]", "JSON", "read_json"),
            (b"1,2\0,3\n", "a zero at byte 3", "must be text"),
            (b"1,2\xff\x01,3\n", "the byte 1 at byte 4", "must be text"),
        ] {
            let said = refused(bytes);
            assert!(said.contains(what) && said.contains(way), "{said}");
        }
    }
}
