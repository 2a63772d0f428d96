//! Configurations worth beginning with. Their texts say what is set, never what comes of it: a run may contradict that.
//! `location-30` follows the files that the WeMem authors ran.

use super::{Config, DataConfig, LearnedSize, Method, NetworkConfig, PruneConfig, Source, SplitRule, TrainConfig};
use crate::{
    Error, Result,
    method::{rmr, rsw, swmr},
};

/// A configuration with a name.
#[derive(Debug, Clone, Copy)]
pub struct Preset {
    /// Id, as in the URL.
    pub id: &'static str,
    /// Name in a form.
    pub name: &'static str,
    /// One sentence for a newcomer.
    pub help: &'static str,
    /// Makes it.
    pub build: fn() -> Config,
}

/// Every preset, the default first.
pub const PRESETS: &[Preset] = &[
    Preset {
        id: "quick",
        name: "Quick",
        help: "Pictures of ten kinds of clothes, right labels: the whole experiment in seconds.",
        build: Config::default,
    },
    Preset {
        id: "early-stopping",
        name: "As the papers train",
        help: "The same, but each training stops when new records are answered no better. Who prunes in rounds begins to wait \
               anew in each.",
        build: early_stopping,
    },
    Preset {
        id: "sparsity",
        name: "Sparsity",
        help: "How much is removed, from nothing to 95 %, in rounds or at once: when does pruning leak, and when does it protect?",
        build: sparsity,
    },
    Preset {
        id: "sparsity-early-stopping",
        name: "Sparsity, early stopping",
        help: "The same, trained as the papers do until development records are answered no better: who prunes in rounds \
               begins to wait anew in each.",
        build: sparsity_early_stopping,
    },
    Preset {
        id: "sparsity-long-dense",
        name: "Sparsity, long dense training",
        help: "The same after a dense network that was trained to its end: what is left for retraining to add?",
        build: sparsity_long_dense,
    },
    Preset {
        id: "reuse",
        name: "Scenario: data reuse",
        help: "Twice as many epochs a round: every record is used over and over. Does a defense that leaves many of them out leak less?",
        build: reuse,
    },
    Preset {
        id: "memorability",
        name: "Scenario: inherent memorability",
        help: "Three labels in a hundred are wrong. A wrong label can only be learnt by heart: such records are canaries. Which \
               defense hides them?",
        build: memorability,
    },
    Preset {
        id: "noisy",
        name: "Scenario: one label in five is wrong",
        help: "Wrong labels can only be learnt by heart. A defense that leaves hard records out leaves out mostly those, which \
               flatters its accuracy: no free lunch.",
        build: noisy,
    },
    Preset {
        id: "quick-bits",
        name: "Quick, bits",
        help: "Small made-up records of yes/no features, one label in ten wrong: is it so elsewhere?",
        build: quick_bits,
    },
    Preset {
        id: "full-image",
        name: "Full, pictures",
        help: "Four kinds of tops that look alike, one label in ten wrong, trained as long as in the papers.",
        build: full_image,
    },
    Preset {
        id: "full-bits",
        name: "Full, Location-like",
        help: "The papers' network on made-up records shaped like the Location-30 data.",
        build: full_bits,
    },
    Preset {
        id: "location-30",
        name: "Location-30, as WeMem's authors",
        help: "The authors' settings for the Location-30 file, which you bring.",
        build: location_30,
    },
];

/// The preset with this id.
///
/// # Errors
/// [`Error::Config`] for `preset`, with the known ids.
pub fn preset(id: &str) -> Result<Config> {
    let known = || PRESETS.iter().map(|preset| preset.id).collect::<Vec<_>>().join(", ");
    let found = PRESETS.iter().find(|preset| preset.id == id);
    found
        .map(|preset| (preset.build)())
        .ok_or_else(|| Error::config("preset", format!("must be one of {}", known()), id))
}

/// Epochs and patience of WeMem's and mia_prune's files.
fn early_stopping() -> Config {
    let mut config = Config::default();
    config.train = TrainConfig { epochs: 50, early_stopping: true, patience: 5, ..config.train };
    config.prune.epochs = 21;
    config.arms.push(Method::OneShot);
    config
}

/// WeMem's scenarios: each of its two causes of memorization. All of its answers are in each, with the controls that they
/// need, so that one sees which of them helps.
fn scenario() -> Config {
    Config {
        arms: vec![
            Method::Base,
            Method::RswLowToHigh,
            Method::Rmr,
            Method::SwmrLowToHigh,
            Method::FineTuneOnly,
            Method::RandomWindow,
            Method::RandomRisk,
            Method::EarlyStopped,
        ],
        ..Config::default()
    }
}

fn reuse() -> Config {
    let mut config = scenario();
    config.prune.epochs = 14;
    config
}

fn memorability() -> Config {
    let mut config = scenario();
    config.data.label_noise = 0.03;
    config
}

fn noisy() -> Config {
    let mut config = scenario();
    config.data.label_noise = 0.2;
    config
}

fn quick_bits() -> Config {
    let quick = Config::default();
    Config {
        data: DataConfig { source: Source::MiniBits, members: 800, label_noise: 0.1, ..quick.data },
        network: NetworkConfig { hidden1: 64, hidden2: 32, ..quick.network },
        prune: PruneConfig { epochs: 8, ..quick.prune },
        ..quick
    }
}

/// What the full presets share: training as the papers do, but for a fixed number of epochs.
fn full() -> Config {
    let quick = Config::default();
    Config {
        train: TrainConfig { batch: 128, learning_rate: 1e-3, epochs: 50, ..quick.train },
        prune: PruneConfig { rounds: 5, epochs: 21, ..quick.prune },
        ..quick
    }
}

fn full_image() -> Config {
    let mut config = full();
    config.data = DataConfig { source: Source::FashionTops, members: 1500, label_noise: 0.1, ..config.data };
    config.network = NetworkConfig { hidden1: 128, hidden2: 64, ..config.network };
    config.attack.learned = LearnedSize::Small;
    config
}

fn full_bits() -> Config {
    let mut config = full();
    config.data = DataConfig { source: Source::LocationLike, members: 1000, label_noise: 0.0, ..config.data };
    config.network = NetworkConfig { hidden1: 256, hidden2: 128, ..config.network };
    config.attack.learned = LearnedSize::Small;
    config
}

/// WeMem's `run_shell.sh` for Location-FC: stride 1, width 15, λ 0.1. We differ in the mem-scores, and so put 12 % of
/// the members at risk instead of those with a score of at least 0.6.
fn location_30() -> Config {
    let mut config = full_bits();
    config.data =
        DataConfig { source: Source::Own, members: 0, label_noise: 0.0, split: SplitRule::Wemem, ..config.data };
    config.train = TrainConfig { epochs: 100, early_stopping: true, patience: 5, ..config.train };
    let settings = &mut config.defense.settings;
    settings.set(&rsw::WIDTH_RECORDS, 15.0);
    settings.set(&rsw::STRIDE_RECORDS, 1.0);
    settings.set(&rmr::SHARE, 0.12);
    settings.set(&swmr::SHARE, 0.12);
    config.attack.shadows = 5;
    config.arms = vec![
        Method::Base,
        Method::RswLowToHigh,
        Method::Rmr,
        Method::SwmrHighToLow,
        Method::FineTuneOnly,
        Method::RandomWindow,
        Method::EarlyStopped,
    ];
    config
}

/// Leak and accuracy against sparsity: iterative pruning, both one-shot controls, and fine-tuning alone.
fn sparsity() -> Config {
    let quick = Config::default();
    Config {
        prune: PruneConfig { sweep: true, ..quick.prune },
        arms: vec![Method::Base, Method::OneShotEqual, Method::OneShot, Method::FineTuneOnly],
        ..quick
    }
}

fn sparsity_early_stopping() -> Config {
    let Config { train, prune, .. } = early_stopping();
    Config { train, prune: PruneConfig { sweep: true, ..prune }, ..sparsity() }
}

fn sparsity_long_dense() -> Config {
    let mut config = sparsity();
    config.train.epochs = 60;
    config
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::fields;
    use crate::data::{Dataset, Split};

    #[test]
    fn ids_are_unique_and_every_value_is_in_its_range() {
        for preset in PRESETS {
            assert_eq!(PRESETS.iter().filter(|other| other.id == preset.id).count(), 1);
            assert_eq!(fields::check_ranges(&(preset.build)()), Ok(()), "{}", preset.id);
        }
        assert_eq!(preset("quick").unwrap(), Config::default());
    }

    #[test]
    fn an_unknown_preset_is_refused_with_the_known_ones() {
        assert_eq!(
            preset("fast").unwrap_err().to_string(),
            "preset must be one of quick, early-stopping, sparsity, sparsity-early-stopping, sparsity-long-dense, reuse, \
             memorability, noisy, quick-bits, full-image, full-bits, location-30, but is fast"
        );
    }

    #[test]
    fn the_generators_have_the_records_that_their_presets_ask_for() {
        for (id, members) in [("quick-bits", 800), ("full-bits", 1000)] {
            let mut config = preset(id).unwrap();
            for seed in 1..=3 {
                config.seed = seed;
                let data = Dataset::load(&config, &[]).unwrap();
                let split = Split::new(&config, &data).unwrap();
                assert_eq!(split.target.members.len(), members, "{id}, seed {seed}");
            }
        }
    }
}
