//! Whatever a file holds, it is read or refused with a place: tables in all dresses, gzip, tar, audits. A table is the same
//! however it is written. `PROPTEST_CASES` says how many inputs are tried.

use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use std::io::Write;
use wemem_lab::{
    Error,
    audit::{Source, Sources, audit},
    config::Config,
    data::{Dataset, own},
};

fn read(bytes: &[u8]) -> Result<Dataset, Error> {
    own::read("file", bytes, &Config::default().data)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Bytes that look like tables: cells, delimiters, quotes, line ends and what breaks them.
fn table_like() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => prop_oneof![Just(","), Just(";"), Just("\t"), Just("\n"), Just("\r\n"), Just("\r"), Just(" "), Just("|")],
        8 => prop_oneof![Just("0"), Just("1"), Just("2"), Just("0.5"), Just("0,5"), Just("1e-308"), Just("-1.5e3"), Just("inf"), Just("NaN")],
        4 => prop_oneof![Just("label"), Just("class"), Just("member"), Just("score"), Just("p0"), Just("p1"), Just("id"), Just("True"), Just("x"), Just("y")],
        2 => prop_oneof![Just("\""), Just("\"\""), Just("#"), Just("%"), Just("sep=;"), Just("ü"), Just("\u{feff}"), Just("\0"), Just("NA"), Just("-")],
    ];
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat().into_bytes())
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let magic = prop_oneof![
        Just(b"".to_vec()),
        Just(b"\x1f\x8b\x08".to_vec()),
        Just(b"PK\x03\x04".to_vec()),
        Just(b"\xff\xfe".to_vec()),
        Just(b"\xfe\xff".to_vec()),
        Just(b"\xef\xbb\xbf".to_vec()),
        Just([&[b'a'; 257][..], b"ustar\0"].concat()),
    ];
    (magic, prop::collection::vec(any::<u8>(), 0..200)).prop_map(|(magic, bytes)| [magic, bytes].concat())
}

/// Records of three classes and two numbers each.
fn records() -> impl Strategy<Value = Vec<(u8, f64, i32)>> {
    let others = prop::collection::vec((0u8..3, -1e6..1e6, -1000..1000i32), 2..30);
    others.prop_map(|others| [vec![(0, 0.25, 3), (1, 1.75, -4), (2, -0.125, 9)], others].concat())
}

fn written(records: &[(u8, f64, i32)], delimiter: &str, comma: bool, end: &str, quote: &str) -> String {
    let number = |value: f64| {
        let text = format!("{value:?}");
        if comma { text.replace('.', ",") } else { text }
    };
    let header = ["kind", "a", "b"].map(|name| format!("{quote}{name}{quote}")).join(delimiter);
    records.iter().fold(header + end, |text, &(kind, a, b)| {
        let class = ["low", "middle", "high"][usize::from(kind)];
        text + &[format!("{quote}{class}{quote}"), number(a), b.to_string()].join(delimiter) + end
    })
}

fn is_place(error: &Error) -> bool {
    let begins = |place: &str| {
        place == "file" || place.starts_with("file, row ") || place.starts_with("data.") || place == "files"
    };
    error.field().is_some_and(begins)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_is_the_same_in_every_dress(records in records(), utf16 in any::<bool>(), packed in any::<bool>()) {
        let plain = read(written(&records, ",", false, "\n", "").as_bytes()).unwrap();
        prop_assert_eq!((plain.len(), plain.dim, plain.classes), (records.len(), 2, 3));
        for (delimiter, comma, end, quote) in [(";", true, "\r\n", ""), ("\t", true, "\n", ""), (",", false, "\r", "\""), ("|", false, "\n", "\"")] {
            let text = written(&records, delimiter, comma, end, quote);
            let text = if utf16 { format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect() } else { text.into_bytes() };
            let found = read(&if packed { gzip(&text) } else { text }).unwrap();
            prop_assert_eq!(&found.labels, &plain.labels);
            prop_assert_eq!(&found.features, &plain.features);
        }
    }

    #[test]
    fn what_looks_like_a_table_is_read_or_refused(bytes in table_like()) {
        match read(&bytes) {
            Ok(data) => prop_assert!(data.features.iter().all(|value| (0.0..=1.0).contains(value)) && data.features.len() == data.len() * data.dim),
            Err(error) => prop_assert!(is_place(&error), "{}", error),
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in any_bytes()) {
        if let Err(error) = read(&bytes) {
            prop_assert!(is_place(&error), "{}", error);
        }
    }

    #[test]
    fn a_damaged_gzip_is_read_or_refused(bytes in table_like(), at in any::<prop::sample::Index>(), other in any::<u8>(), end in any::<prop::sample::Index>()) {
        let mut packed = gzip(&bytes);
        let place = at.index(packed.len());
        packed[place] = other;
        packed.truncate(end.index(packed.len()) + 1);
        if let Err(error) = read(&packed) {
            prop_assert!(is_place(&error), "{}", error);
        }
    }

    #[test]
    fn an_audit_is_read_or_refused(rows in table_like(), header in prop_oneof![Just("member,label,p0,p1\n"), Just("member;score\n"), Just("# member label p0 p1\n"), Just("")]) {
        let text = [header.as_bytes(), &rows].concat();
        let target = Source { name: "file", bytes: &text };
        match audit(&Sources { target, against: None, shadows: Vec::new(), references: Vec::new(), population: None }) {
            Ok(report) => prop_assert!(report.attacks.iter().all(|attack| (0.0..=1.0).contains(&attack.auc))),
            Err(error) => prop_assert!(is_place(&error), "{}", error),
        }
    }
}
