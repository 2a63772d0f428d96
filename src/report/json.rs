//! Reports as JSON, which has no number but finite ones: serde_json writes all others as `null`, and nobody would know.

use crate::{Error, Result};
use ciborium::Value;
use serde::Serialize;

/// A report as JSON in one line.
///
/// # Errors
/// [`Error::Message`] with the place of a number that is not finite.
pub fn to_json(report: &impl Serialize) -> Result<String> {
    check(report)?;
    serde_json::to_string(report).map_err(|error| Error::Message(error.to_string()))
}

/// A report as JSON for people to read.
///
/// # Errors
/// As [`to_json`].
pub fn to_pretty_json(report: &impl Serialize) -> Result<String> {
    check(report)?;
    serde_json::to_string_pretty(report).map_err(|error| Error::Message(error.to_string()))
}

fn check(report: &impl Serialize) -> Result<()> {
    match not_finite(report) {
        None => Ok(()),
        Some(place) => Err(Error::Message(format!("{place} must be a finite number to be written as JSON"))),
    }
}

/// The place of the first number that is not finite, as `arms[2].rounds[0].test_accuracy`.
pub fn not_finite(report: &impl Serialize) -> Option<String> {
    // A format that keeps every number as it is.
    let value = Value::serialized(report).expect("a report holds only plain values under names");
    find(&value, String::new())
}

#[allow(clippy::wildcard_enum_match_arm, reason = "of another crate's values only these can hold a number")]
fn find(value: &Value, place: String) -> Option<String> {
    match value {
        Value::Float(number) if !number.is_finite() => Some(place),
        Value::Array(items) => items.iter().enumerate().find_map(|(i, item)| find(item, format!("{place}[{i}]"))),
        Value::Map(entries) => entries.iter().find_map(|(key, item)| {
            let key = key.as_text().unwrap_or_default();
            find(item, if place.is_empty() { key.into() } else { format!("{place}.{key}") })
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_number_that_json_has_not_is_refused_with_its_place() {
        let report = |number: f64| BTreeMap::from([("arms", vec![BTreeMap::from([("auc", Some(number))])])]);
        assert_eq!(to_json(&report(0.5)).unwrap(), r#"{"arms":[{"auc":0.5}]}"#);
        for number in [f64::NAN, f64::INFINITY] {
            let error = to_pretty_json(&report(number)).unwrap_err().to_string();
            assert!(error.contains("arms[0].auc must be a finite number"), "{error}");
        }
    }

    #[test]
    fn what_is_missing_is_no_number() {
        assert_eq!(not_finite(&[Some(1.0), None]), None);
    }
}
