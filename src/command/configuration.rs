//! A configuration from a file. It is read as strictly as a link: a key that is not known is a mistake of somebody who meant
//! another one, and would else change nothing without a word. A report is taken as well, by the configuration in it.

use crate::{
    Error, Result,
    config::{Config, fields},
};
use serde_json::{Map, Value};
use std::path::Path;

/// The configuration in a file.
///
/// # Errors
/// The file cannot be read, is not JSON, or has a key or a value that no configuration has.
pub fn read(path: &Path) -> Result<Config> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| Error::data(&name, "a readable file is needed", error))?;
    parse(&bytes).map_err(|fault| Error::data(&name, "a configuration as JSON is needed", fault))
}

fn parse(bytes: &[u8]) -> std::result::Result<Config, String> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    let Value::Object(mut object) = value else { return Err(kind_of(&value).into()) };
    if let (true, Some(config)) = (object.contains_key("software"), object.remove("config")) {
        return from_value(config);
    }
    from_value(Value::Object(object))
}

fn from_value(value: Value) -> std::result::Result<Config, String> {
    let Value::Object(object) = &value else { return Err(kind_of(&value).into()) };
    check_keys("", object)?;
    serde_json::from_value(value).map_err(|error| error.to_string())
}

fn check_keys(prefix: &str, object: &Map<String, Value>) -> std::result::Result<(), String> {
    for (name, value) in object {
        let key = format!("{prefix}{name}");
        let inner = format!("{key}.");
        if key == "version" || fields::is_known(&key) {
            continue;
        }
        match value {
            _ if !fields::FIELDS.iter().any(|field| field.key.starts_with(&inner)) => {
                return Err(format!("the unknown key {key}"));
            }
            Value::Object(object) => check_keys(&inner, object)?,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                return Err(format!("{} as {key}", kind_of(value)));
            }
        }
    }
    Ok(())
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_may_leave_out_what_it_leaves_as_it_is() {
        let config = parse(br#"{"prune":{"sparsity":0.7},"arms":["base"]}"#).unwrap();
        assert_eq!((config.prune.sparsity, config.prune.rounds), (0.7, Config::default().prune.rounds));
        assert_eq!(parse(b"\xef\xbb\xbf{}").unwrap(), Config::default());
    }

    #[test]
    fn a_report_is_taken_by_its_configuration() {
        let config = parse(br#"{"software":"0.1.0","config":{"seed":7},"arms":[{"id":"dense"}]}"#).unwrap();
        assert_eq!(config.seed, 7);
    }

    #[test]
    fn keys_and_kinds_that_no_configuration_has_are_named() {
        for (text, fault) in [
            (r#"{"prune":{"sparcity":0.9}}"#, "the unknown key prune.sparcity"),
            (r#"{"pruning":{}}"#, "the unknown key pruning"),
            (r#"{"prune":[0.9]}"#, "a list as prune"),
            (r#"{"prune":null}"#, "null as prune"),
            ("[]", "a list"),
            ("7", "a number"),
            (r#"{"software":"0.1.0","config":[]}"#, "a list"),
        ] {
            assert_eq!(parse(text.as_bytes()).unwrap_err(), fault, "{text}");
        }
        assert!(parse(br#"{"seed":-1}"#).is_err() && parse(b"{").is_err());
    }
}
