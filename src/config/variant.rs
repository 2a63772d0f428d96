//! An arm as a run trains it: with the configuration's strength, with one strength of a sweep, or with one candidate of an
//! arm that sets itself.

use super::{Arm, Config, Knob, fields};
use serde::{Deserialize, Serialize};

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Variant {
    /// The arm.
    pub arm: Arm,
    /// Index into the knob's sweep, or into the candidates of an arm that sets itself; none where there is one setting.
    pub setting: Option<u32>,
}

impl Variant {
    /// The arm with the configuration's own strength.
    pub fn plain(arm: Arm) -> Self {
        Self { arm, setting: None }
    }

    /// Everything that a configuration asks to train, in display order.
    pub fn all(config: &Config) -> Vec<Self> {
        let of_arm = |&arm: &Arm| {
            let steps = arm.info().knob.filter(|_| config.defense.sweep).map(|knob| knob.sweep.len() as u32);
            let swept = move |count: u32| (0..count).map(move |k| Self { arm, setting: Some(k) }).collect::<Vec<_>>();
            steps.map_or_else(|| vec![Self::plain(arm)], swept)
        };
        config.arms.iter().flat_map(of_arm).collect()
    }

    /// Id of the report: the arm's, followed by `@value` in a sweep.
    pub fn id(self) -> String {
        let id = self.arm.info().id;
        self.strength().map_or_else(|| id.into(), |(_, value)| format!("{id}@{value}"))
    }

    /// The knob and its value, in a sweep.
    pub fn strength(self) -> Option<(Knob, f64)> {
        let knob = self.arm.info().knob?;
        Some((knob, knob.sweep[self.setting? as usize]))
    }

    /// The configuration with this variant's strength.
    pub fn config(self, config: &Config) -> Config {
        let mut config = config.clone();
        if let Some((knob, value)) = self.strength() {
            fields::set(&mut config, knob.key, &value.to_string()).expect("a sweep's values are of the field's type");
        }
        config
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ARMS;

    #[test]
    fn a_sweep_trains_every_strength_once_and_arms_without_a_knob_as_they_are() {
        let mut config = Config { arms: vec![Arm::Base, Arm::Ppb], ..Config::default() };
        assert_eq!(Variant::all(&config), [Variant::plain(Arm::Base), Variant::plain(Arm::Ppb)]);
        config.defense.sweep = true;
        let ids: Vec<String> = Variant::all(&config).into_iter().map(Variant::id).collect();
        assert_eq!(ids, ["base", "ppb@1", "ppb@2", "ppb@4", "ppb@8", "ppb@16"]);
    }

    #[test]
    fn every_strength_is_within_the_range_of_its_field_and_changes_only_that() {
        for row in ARMS {
            let Some(knob) = row.knob else { continue };
            for (k, value) in knob.sweep.into_iter().enumerate() {
                let config = Variant { arm: row.arm, setting: Some(k as u32) }.config(&Config::default());
                assert_eq!(fields::check_ranges(&config), Ok(()), "{} at {value}", row.id);
                let mut expected = Config::default();
                fields::set(&mut expected, knob.key, &value.to_string()).unwrap();
                assert_eq!(config, expected);
            }
            assert!(knob.sweep.windows(2).all(|pair| pair[0] < pair[1]), "{}", row.id);
        }
    }
}
