//! An arm as a run trains it: with the configuration's strength, with one strength of a sweep, or with one candidate of an
//! arm that sets itself.
//!
//! A sweep of a defense (`defense.sweep`) stands in the place of the plain arm. A sweep along the sparsity (`prune.sweep`)
//! stands beside it: all other arms are pruned as far as the configuration says, and are compared with Base at that sparsity.

use super::{Arm, Config, fields};
use crate::method::{Sweep, Switch};
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
        config.arms.iter().flat_map(|&arm| Self::of_arm(arm, config)).collect()
    }

    fn of_arm(arm: Arm, config: &Config) -> Vec<Self> {
        let plain = Self::plain(arm);
        let each = || {
            (0..arm.info().sweep.map_or(0, |sweep| sweep.values.len() as u32)).map(|k| Self { arm, setting: Some(k) })
        };
        let elsewhere = |variant: &Self| variant.strength().is_some_and(|(_, value)| value != config.prune.sparsity);
        match arm.info().sweep.map(|sweep| sweep.switch) {
            Some(Switch::Defense) if config.defense.sweep => each().collect(),
            Some(Switch::Prune) if config.prune.sweep => {
                std::iter::once(plain).chain(each().filter(elsewhere)).collect()
            }
            _ => vec![plain],
        }
    }

    /// Id of the report: the arm's, followed by `@value` in a sweep.
    pub fn id(self) -> String {
        let id = self.arm.info().id;
        self.strength().map_or_else(|| id.into(), |(_, value)| format!("{id}@{value}"))
    }

    /// What is swept and its value here, in a sweep.
    pub fn strength(self) -> Option<(Sweep, f64)> {
        let sweep = self.arm.info().sweep?;
        Some((sweep, sweep.values[self.setting? as usize]))
    }

    /// The configuration with this variant's strength.
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
    fn a_sweep_along_the_sparsity_keeps_the_plain_arm_first_and_repeats_no_sparsity() {
        let mut config = Config { arms: vec![Arm::Base, Arm::Ppb, Arm::OneShot], ..Config::default() };
        (config.prune.sparsity, config.prune.sweep) = (0.9, true);
        let ids = |config: &Config| Variant::all(config).into_iter().map(Variant::id).collect::<Vec<_>>();
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
        for &arm in ARMS {
            let Some(sweep) = arm.info().sweep else { continue };
            for (k, &value) in sweep.values.iter().enumerate() {
                let config = Variant { arm, setting: Some(k as u32) }.config(&Config::default());
                assert_eq!(fields::check_ranges(&config), Ok(()), "{arm:?} at {value}");
                let mut expected = Config::default();
                fields::set(&mut expected, sweep.key, &value.to_string()).unwrap();
                assert_eq!(config, expected);
            }
        }
    }
}
