//! How much memory an engine needs for a plan, about: to warn before a run that a browser cannot hold.
//!
//! Counted are the records, thrice (the plan's, the device's, the file that they came from); of each network in the largest
//! stack [`COPIES`] of its parameters (weights, gradients, both moments of Adam, masks, the best so far, what goes out as
//! messages) and, for each record of a batch, [`PASSES`] of what its layers read and make: what a forward pass keeps for the
//! backward one. Both factors were fitted to the peak of `wemem-lab run` on the CPU: 5 and 9 fully connected networks
//! 784-1024-1024-10 (526 and 875 MB), 3 `cnn` with 8 channels and batches of 64 (113 MB), 3 and 5 with 32 channels and
//! batches of 256 (755 and 1,180 MB), from which the estimate differs by at most a tenth; of 3 `resnet8` it is a third too
//! much (330 MB). Learned attacks and private gradients are not counted.

use super::{plan::Plan, run::Stacking};
use crate::network::{Layer, Shape};

/// Of a network's parameters.
const COPIES: f64 = 12.5;
/// Of what a forward pass reads and makes.
const PASSES: f64 = 2.3;
/// An engine that holds nothing yet.
const EMPTY: f64 = 20e6;
/// Bytes of a single-precision number.
const NUMBER: f64 = 4.0;

/// What an engine of a page can hold at most: addresses of WebAssembly have 32 bits.
pub const BROWSER: f64 = 4_294_967_296.0;

/// Bytes that one engine needs, about.
pub fn bytes(plan: &Plan, stacking: Stacking) -> f64 {
    let shape = plan.shape();
    let a_network = COPIES * shape.parameters() as f64 + PASSES * passed(&shape, plan.config.train.batch);
    EMPTY + NUMBER * (3.0 * plan.data.features.len() as f64 + largest_stack(plan, stacking) as f64 * a_network)
}

/// Values that the layers read and make for a batch. In double precision: the page's integers have 32 bits.
fn passed(shape: &Shape, batch: u32) -> f64 {
    let values = |layer: &Layer| layer.positions() as f64 * (layer.inputs + layer.outputs) as f64;
    shape.layers.iter().map(values).sum::<f64>() * f64::from(batch)
}

/// Networks that train together at most.
fn largest_stack(plan: &Plan, stacking: Stacking) -> usize {
    let roles = plan.roles().len();
    let submodels = plan.submodels() as usize * roles;
    let trials = plan.config.arms.iter().map(|arm| (arm.info().candidates)().len()).sum::<usize>();
    match stacking {
        // A job is one arm of all roles, or a worker's share of what is many.
        Stacking::Workers(workers) => roles.max(submodels.div_ceil(workers)).max(trials.div_ceil(workers)),
        Stacking::Together => (roles * plan.arms().len()).max(submodels).max(trials),
    }
}

/// What to say where an engine needs more than `limit` bytes; `place` has the limit, as "a browser gives an engine".
pub fn warning(plan: &Plan, stacking: Stacking, limit: f64, place: &str) -> Option<String> {
    let gigabytes = |bytes: f64| bytes / 1e9;
    let needed = bytes(plan, stacking);
    (needed > limit).then(|| {
        format!(
            "this run needs about {:.1} GB in an engine, but {place} {:.1} GB: it will probably break off; a smaller network, \
             smaller batches or fewer shadows need less",
            gigabytes(needed),
            gigabytes(limit)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Source, presets};

    fn plan(edit: impl Fn(&mut Config)) -> Plan {
        let mut config = presets::preset("quick").unwrap();
        (config.data.source, config.data.members) = (Source::MiniBits, 200);
        edit(&mut config);
        Plan::new(config, &[]).unwrap()
    }

    #[test]
    fn what_is_counted_by_hand_comes_out() {
        // 128-32-32-12: 128·32 + 32 + 32·32 + 32 + 32·12 + 12 = 5,580 parameters; 128+32 + 32+32 + 32+12 = 268 values.
        let plan = plan(|config| config.attack.shadows = 3);
        let a_network = 12.5 * 5580.0 + 2.3 * 268.0 * 64.0;
        let expected = 20e6 + 4.0 * (3.0 * 5000.0 * 128.0 + 4.0 * a_network);
        assert!((bytes(&plan, Stacking::Workers(2)) - expected).abs() < 1.0);
        // All nine arms of the preset in one stack.
        assert!((bytes(&plan, Stacking::Together) - expected - 4.0 * 32.0 * a_network).abs() < 1.0);
    }

    #[test]
    fn what_the_largest_networks_pass_on_is_counted_beyond_32_bits() {
        // ResNet-8, 64 channels, 28x28: 784·(9+64) + 2·784·(576+64) + 196·(576+128 + 1152+128 + 64+128)
        // + 49·(1152+256 + 2304+256 + 128+256) + (256+10) = 1,700,762 values a record.
        assert_eq!(passed(&Shape::resnet8((28, 28), 64, 10), 4096), 1_700_762.0 * 4096.0);
    }

    #[test]
    fn only_what_does_not_fit_is_warned_of() {
        let small = plan(|_| ());
        assert_eq!(warning(&small, Stacking::Workers(1), BROWSER, "a browser gives one"), None);
        let large = plan(|config| {
            (config.network.hidden1, config.network.hidden2, config.attack.shadows) = (1024, 1024, 20);
            config.data.members = 100;
        });
        let words = warning(&large, Stacking::Workers(1), 1e9, "a browser gives one").unwrap();
        assert!(words.contains("about 1.3 GB in an engine, but a browser gives one 1.0 GB"), "{words}");
    }
}
