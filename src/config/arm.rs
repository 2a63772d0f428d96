//! An arm: a method with one setting. What a run trains and a report compares.
//!
//! A sweep of a defense (`defense.sweep`) stands in the place of the method as it is configured. A sweep along the sparsity
//! (`prune.sweep`) stands beside it: all other methods are pruned as far as the configuration says, and are compared with
//! Base at that sparsity.

use super::{Config, Method, fields};
use crate::method::{Sweep, Switch};
use serde::{Deserialize, Serialize};

/// A method with one setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Arm {
    /// The method.
    pub method: Method,
    /// How it is set.
    pub setting: ArmSetting,
}

/// How the method of an arm is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ArmSetting {
    /// As the configuration says.
    Configured,
    /// With a value of its sweep, by its place there.
    Strength(u32),
    /// As one of the candidates of a method that sets itself, by its place among them.
    Candidate(u32),
}

impl Arm {
    /// The method as it is configured.
    pub fn plain(method: Method) -> Self {
        Self { method, setting: ArmSetting::Configured }
    }

    /// A candidate of a method that sets itself.
    pub fn candidate(method: Method, place: u32) -> Self {
        Self { method, setting: ArmSetting::Candidate(place) }
    }

    /// Everything that a configuration asks to train, in display order.
    pub fn all(config: &Config) -> Vec<Self> {
        config.arms.iter().flat_map(|&method| Self::of_method(method, config)).collect()
    }

    fn of_method(method: Method, config: &Config) -> Vec<Self> {
        let plain = Self::plain(method);
        let sweep = method.info().sweep;
        let strength = |place| Self { method, setting: ArmSetting::Strength(place) };
        let each = || (0..sweep.map_or(0, |sweep| sweep.values.len() as u32)).map(strength);
        let elsewhere = |arm: &Self| arm.strength().is_some_and(|(_, value)| value != config.prune.sparsity);
        match sweep.map(|sweep| sweep.switch) {
            Some(Switch::Defense) if config.defense.sweep => each().collect(),
            Some(Switch::Prune) if config.prune.sweep => {
                std::iter::once(plain).chain(each().filter(elsewhere)).collect()
            }
            None | Some(Switch::Defense | Switch::Prune) => vec![plain],
        }
    }

    /// Id of the report: the method's, followed by `@value` in a sweep.
    pub fn id(self) -> String {
        let id = self.method.info().id;
        self.strength().map_or_else(|| id.into(), |(_, value)| format!("{id}@{value}"))
    }

    /// What is swept and its value here, in a sweep.
    pub fn strength(self) -> Option<(Sweep, f64)> {
        let ArmSetting::Strength(place) = self.setting else { return None };
        let sweep = self.method.info().sweep?;
        Some((sweep, sweep.values[place as usize]))
    }

    /// The configuration with this arm's strength.
    pub fn config(self, config: &Config) -> Config {
        let mut config = config.clone();
        if let Some((sweep, value)) = self.strength() {
            fields::set(&mut config, sweep.key, &value.to_string()).expect("a sweep's values are of the field's type");
        }
        config
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::METHODS;

    #[test]
    fn a_sweep_trains_every_strength_once_and_methods_without_one_as_they_are() {
        let mut config = Config { arms: vec![Method::Base, Method::Ppb], ..Config::default() };
        assert_eq!(Arm::all(&config), [Arm::plain(Method::Base), Arm::plain(Method::Ppb)]);
        config.defense.sweep = true;
        let ids: Vec<String> = Arm::all(&config).into_iter().map(Arm::id).collect();
        assert_eq!(ids, ["base", "ppb@1", "ppb@2", "ppb@4", "ppb@8", "ppb@16"]);
    }

    #[test]
    fn a_sweep_along_the_sparsity_keeps_the_configured_one_first_and_repeats_no_sparsity() {
        let mut config = Config { arms: vec![Method::Base, Method::Ppb, Method::OneShot], ..Config::default() };
        (config.prune.sparsity, config.prune.sweep) = (0.9, true);
        let ids = |config: &Config| Arm::all(config).into_iter().map(Arm::id).collect::<Vec<_>>();
        let base = ["base", "base@0.3", "base@0.5", "base@0.6", "base@0.7", "base@0.8", "base@0.95"];
        let one_shot = ["one-shot", "one-shot@0", "one-shot@0.3", "one-shot@0.5", "one-shot@0.6", "one-shot@0.7"];
        assert_eq!(ids(&config)[..7], base);
        assert_eq!(ids(&config)[7], "ppb");
        assert_eq!(ids(&config)[8..14], one_shot);
        // A sparsity that is in no sweep is one more.
        config.prune.sparsity = 0.55;
        assert_eq!(ids(&config)[..5], ["base", "base@0.3", "base@0.5", "base@0.6", "base@0.7"]);
        // Both sweeps go together.
        config.defense.sweep = true;
        assert_eq!(ids(&config)[7..11], ["base@0.95", "ppb@1", "ppb@2", "ppb@4"]);
    }

    #[test]
    fn every_strength_is_within_the_range_of_its_field_and_changes_only_that() {
        for &method in METHODS {
            let Some(sweep) = method.info().sweep else { continue };
            for (k, &value) in sweep.values.iter().enumerate() {
                let config = Arm { method, setting: ArmSetting::Strength(k as u32) }.config(&Config::default());
                assert_eq!(fields::check_ranges(&config), Ok(()), "{method:?} at {value}");
                let mut expected = Config::default();
                fields::set(&mut expected, sweep.key, &value.to_string()).unwrap();
                assert_eq!(config, expected);
            }
        }
    }
}
