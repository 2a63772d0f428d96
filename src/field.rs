//! What a form, a range check and `key=value` need to know of one value.

use serde::Serialize;
use serde_json::Value;

/// One value of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Field {
    /// Dotted key, as in `prune.sparsity`.
    pub key: &'static str,
    /// Heading under which a form shows it.
    pub group: &'static str,
    /// Name in a form.
    pub label: &'static str,
    /// Unit, or nothing.
    pub unit: &'static str,
    /// One sentence for a newcomer.
    pub help: &'static str,
    /// Type and range.
    pub kind: Kind,
}

/// Type and range of a value; bounds are included.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "FieldKind"))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A whole number.
    Integer {
        /// Smallest.
        min: u32,
        /// Largest.
        max: u32,
        /// What one press of a form's button adds; any whole number is allowed.
        step: u32,
    },
    /// A number.
    Real {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
        /// What one press of a form's button adds; any number is allowed.
        step: f64,
    },
    /// Yes or no.
    Boolean,
    /// One of a few.
    Choice(&'static [Choice]),
    /// Any text.
    Text,
}

/// One of a few values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Choice {
    /// Id, as in the configuration.
    pub id: &'static str,
    /// Name in a form.
    pub name: &'static str,
    /// One sentence for a newcomer.
    pub help: &'static str,
}

pub(crate) const fn field(
    key: &'static str,
    group: &'static str,
    label: &'static str,
    unit: &'static str,
    kind: Kind,
    help: &'static str,
) -> Field {
    Field { key, group, label, unit, help, kind }
}

pub(crate) const fn choice(id: &'static str, name: &'static str, help: &'static str) -> Choice {
    Choice { id, name, help }
}

pub(crate) const fn integer(min: u32, max: u32, step: u32) -> Kind {
    Kind::Integer { min, max, step }
}

pub(crate) const fn real(min: f64, max: f64, step: f64) -> Kind {
    Kind::Real { min, max, step }
}

impl Kind {
    /// What a value must be, beginning with a verb.
    pub fn rule(&self) -> String {
        match self {
            Self::Integer { min, max, .. } => format!("must be a whole number in {min}..={max}"),
            Self::Real { min, max, .. } => format!("must be in {min}..={max}"),
            Self::Boolean => "must be true or false".into(),
            Self::Choice(choices) => {
                format!("must be one of {}", choices.iter().map(|choice| choice.id).collect::<Vec<_>>().join(", "))
            }
            Self::Text => "must be text".into(),
        }
    }

    pub(crate) fn holds(&self, value: &Value) -> bool {
        match self {
            Self::Integer { min, max, .. } => {
                value.as_u64().is_some_and(|value| (u64::from(*min)..=u64::from(*max)).contains(&value))
            }
            Self::Real { min, max, .. } => value.as_f64().is_some_and(|value| (*min..=*max).contains(&value)),
            Self::Boolean => value.is_boolean(),
            Self::Choice(choices) => choices.iter().any(|choice| value == choice.id),
            Self::Text => value.is_string(),
        }
    }

    /// The text as JSON of the right type; `None` for another type.
    pub(crate) fn parse(&self, text: &str) -> Option<Value> {
        match self {
            Self::Integer { .. } => text.parse::<u32>().ok().map(Value::from),
            // `inf` and `NaN` are numbers to Rust, but not to JSON.
            Self::Real { .. } => serde_json::Number::from_f64(text.parse().ok()?).map(Value::from),
            Self::Boolean => text.parse::<bool>().ok().map(Value::from),
            Self::Choice(choices) => {
                choices.iter().find(|choice| choice.id == text).map(|choice| Value::from(choice.id))
            }
            Self::Text => Some(Value::from(text)),
        }
    }
}
