//! What stands in a cell: a number, a yes or no, a missing value or text. One reading for own records and audits.
//!
//! - **Numbers** as programs write them: `1`, `1.0`, `.5`, `-1.5e-05`, `1.000000000000000000e+00`; `True` and `False` are 1
//!   and 0. A comma is a decimal sign only where it does not part the cells ([`super::Table`] sees to it that a file has
//!   one decimal sign).
//! - **Missing** are the words that pandas takes for it, what Excel writes for a failed formula, and `?`, `.`, `-`. As
//!   written: `Na` and `none` can be names of classes.

/// Words that stand for a missing value.
const MISSING: &[&str] = &[
    "", "NA", "na", "N/A", "n/a", "<NA>", "#N/A", "#NA", "#N/A N/A", "NaN", "nan", "NAN", "-NaN", "-nan", "1.#QNAN",
    "-1.#QNAN", "1.#IND", "-1.#IND", "NULL", "Null", "null", "NIL", "nil", "None", "missing", "Missing", "MISSING",
    "#NULL!", "#VALUE!", "#DIV/0!", "#REF!", "#NUM!", "#NAME?", "?", ".", "-", "--",
];

/// True for a word that stands for a missing value.
pub fn is_missing(text: &str) -> bool {
    MISSING.contains(&text)
}

/// What a cell is, whatever it should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A finite number, and the decimal sign that it was written with.
    Number(f64, Option<char>),
    /// An infinite number, or one too large for 64 bits.
    Infinite,
    /// `True` or `False`.
    Boolean(bool),
    /// A word that stands for no value.
    Missing,
    /// Anything else.
    Text,
}

/// Reads a trimmed cell. `comma` allows a comma for the decimal sign.
pub fn kind(text: &str, comma: bool) -> Kind {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Kind::Number(value, text.contains('.').then_some('.')),
        Ok(value) if value.is_infinite() => Kind::Infinite,
        Ok(_) => Kind::Missing,
        Err(_) if is_missing(text) => Kind::Missing,
        Err(_) if text.eq_ignore_ascii_case("true") => Kind::Boolean(true),
        Err(_) if text.eq_ignore_ascii_case("false") => Kind::Boolean(false),
        Err(_) if comma => decimal_comma(text).map_or(Kind::Text, |value| Kind::Number(value, Some(','))),
        Err(_) => Kind::Text,
    }
}

fn decimal_comma(text: &str) -> Option<f64> {
    if text.matches(',').count() != 1 || text.contains('.') {
        return None;
    }
    text.replace(',', ".").parse().ok().filter(|value: &f64| value.is_finite())
}

/// How a number that was not understood may have been meant, as an end of a rule; often nothing.
pub fn advice(text: &str) -> &'static str {
    let digits = |c: char| c.is_ascii_digit() || ".,+-eE%'’ \u{a0}\u{202f}".contains(c);
    if text.is_empty() || !text.chars().all(digits) || !text.contains(|c: char| c.is_ascii_digit()) {
        ""
    } else if text.ends_with('%') {
        " (a share, as 0.07, not per cent)"
    } else if text.contains(',') {
        " (written with a point and without thousands separators, as 1234.5)"
    } else {
        " (written without spaces and separators, as 1234.5)"
    }
}

/// A cell for a message: short, and visible even if empty.
pub fn shown(text: &str) -> String {
    if text.is_empty() {
        return "nothing".into();
    }
    let short: String = text.chars().take(40).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("\"{short}{dots}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_programs_write_them() {
        for (text, value) in [
            ("1", 1.0),
            ("1.0", 1.0),
            ("1.000000000000000000e+00", 1.0),
            ("-1.5E-05", -1.5e-5),
            (".5", 0.5),
            ("+2.", 2.0),
            ("1e-308", 1e-308),
            ("5e-324", 5e-324),
        ] {
            assert!(matches!(kind(text, false), Kind::Number(found, _) if found == value), "{text}");
        }
        assert_eq!(kind("0,7", true), Kind::Number(0.7, Some(',')));
        assert_eq!(kind("-1,5E-05", true), Kind::Number(-1.5e-5, Some(',')));
        assert_eq!([kind("0,7", false), kind("1,2,3", true), kind("1.234,5", true)], [Kind::Text; 3]);
        assert_eq!([kind("TRUE", false), kind("false", false)], [Kind::Boolean(true), Kind::Boolean(false)]);
        assert_eq!([kind("inf", false), kind("-1e999", false)], [Kind::Infinite; 2]);
    }

    #[test]
    fn words_for_missing_values_are_no_text_and_names_of_classes_are_not_missing() {
        for text in ["", "NA", "n/a", "nan", "NaN", "None", "NULL", "#N/A", "?", ".", "-"] {
            assert_eq!(kind(text, true), Kind::Missing, "{text}");
        }
        for text in ["Na", "none", "no", "a", "-a", "N"] {
            assert_eq!(kind(text, true), Kind::Text, "{text}");
        }
    }

    #[test]
    fn a_number_that_is_not_understood_comes_with_advice() {
        assert!(advice("7 %").contains("per cent"));
        assert!(advice("1,234.5").contains("point") && advice("1 234").contains("spaces"));
        assert_eq!([advice("two"), advice(""), advice("-")], [""; 3]);
    }
}
