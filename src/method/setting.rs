//! The settings of single methods: each a constant in its method's file, with its range and its default.

use crate::field::{Field, Kind, field};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::SerializeMap};
use serde_json::Number;
use std::collections::BTreeMap;

/// The subtree of the configuration in which settings stand.
const PREFIX: &str = "defense.";

/// One setting: a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Key, name, range and help.
    pub field: Field,
    /// Its value unless a configuration names another.
    pub default: f64,
}

impl Setting {
    /// A setting; `key` begins with `defense.`.
    pub const fn new(
        key: &'static str,
        label: &'static str,
        unit: &'static str,
        kind: Kind,
        default: f64,
        help: &'static str,
    ) -> Self {
        Self { field: field(key, "Defense", label, unit, kind, help), default }
    }

    fn name(&self) -> &'static str {
        self.field.key.strip_prefix(PREFIX).expect("a setting's key begins with the name of its subtree")
    }

    fn is_whole(&self) -> bool {
        matches!(self.field.kind, Kind::Integer { .. })
    }
}

/// A value for every setting of every method.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings(BTreeMap<&'static str, f64>);

impl Default for Settings {
    fn default() -> Self {
        Self(super::settings().map(|setting| (setting.field.key, setting.default)).collect())
    }
}

impl Settings {
    /// The value of a setting. Panics if no method's row lists it.
    pub fn get(&self, setting: &Setting) -> f64 {
        self.0[setting.field.key]
    }

    /// The value of a setting that counts something.
    pub fn count(&self, setting: &Setting) -> u32 {
        self.get(setting) as u32
    }

    /// Changes a value, without checking its range.
    pub fn set(&mut self, setting: &Setting, value: f64) {
        self.0.insert(setting.field.key, value);
    }

    #[cfg(test)]
    pub(super) fn only(settings: &[&Setting]) -> Self {
        Self(settings.iter().map(|setting| (setting.field.key, setting.default)).collect())
    }

    #[cfg(test)]
    pub(super) fn has(&self, setting: &Setting) -> bool {
        self.0.contains_key(setting.field.key)
    }
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for setting in super::settings() {
            if setting.is_whole() {
                map.serialize_entry(setting.name(), &self.count(setting))?;
            } else {
                map.serialize_entry(setting.name(), &self.get(setting))?;
            }
        }
        map.end()
    }
}

/// Names of other builds are passed over, as everywhere in a configuration.
impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = BTreeMap::<String, Number>::deserialize(deserializer)?;
        let mut settings = Self::default();
        for setting in super::settings() {
            let Some(number) = named.get(setting.name()) else { continue };
            if setting.is_whole() && number.as_u64().is_none_or(|count| count > u64::from(u32::MAX)) {
                return Err(D::Error::custom(format!("{} must be a whole number, but is {number}", setting.field.key)));
            }
            settings.set(setting, number.as_f64().unwrap_or(f64::NAN));
        }
        Ok(settings)
    }
}
