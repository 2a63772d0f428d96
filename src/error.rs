//! Every way in which the laboratory can refuse or fail.
//!
//! A text says the rule and the offending value, in lower case, without a full stop.
//! `code()` is stable and `field()` names the configuration key or the place in a file,
//! so that a page can point at the control and a command can choose its exit code.

/// Shorthand used all over the crate.
pub type Result<T> = std::result::Result<T, Error>;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A configuration value breaks a rule.
    #[error("{field} {rule}, but is {value}")]
    Config {
        /// Dotted key, as in `prune.sparsity`.
        field: String,
        /// The rule, beginning with a verb: "must be …".
        rule: String,
        /// The offending value as the user wrote it.
        value: String,
    },
    /// A file of the user's cannot be used.
    #[error("{place}: {rule}, but found {value}")]
    Data {
        /// File, row and column, as far as they are known.
        place: String,
        /// The rule, beginning with a noun: "a row must have …".
        rule: String,
        /// What stood there.
        value: String,
    },
    /// The device is missing, was lost, or computed something wrong.
    #[error("device {device}: {reason}")]
    Device {
        /// `cpu` or `webgpu`.
        device: String,
        /// What the device or the self-check said.
        reason: String,
    },
    /// A message between the parts of the laboratory could not be read: the parts are of different builds.
    #[error("message: {0}")]
    Message(String),
}

impl Error {
    /// A broken rule of the configuration.
    pub fn config(field: &str, rule: impl Into<String>, value: impl ToString) -> Self {
        Self::Config { field: field.into(), rule: rule.into(), value: value.to_string() }
    }

    /// A broken rule of a data file.
    pub fn data(place: impl Into<String>, rule: impl Into<String>, value: impl ToString) -> Self {
        Self::Data { place: place.into(), rule: rule.into(), value: value.to_string() }
    }

    /// Stable name of the kind: `config`, `data`, `device` or `message`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Config { .. } => "config",
            Self::Data { .. } => "data",
            Self::Device { .. } => "device",
            Self::Message(_) => "message",
        }
    }

    /// The configuration key or place in a file that the error is about.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Config { field, .. } => Some(field),
            Self::Data { place, .. } => Some(place),
            Self::Device { .. } | Self::Message(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_names_field_rule_and_value() {
        let error = Error::config("prune.sparsity", "must be in 0..=0.99", 1.0);
        assert_eq!(error.to_string(), "prune.sparsity must be in 0..=0.99, but is 1");
        assert_eq!((error.code(), error.field()), ("config", Some("prune.sparsity")));
    }
}
