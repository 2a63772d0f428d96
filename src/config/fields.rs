//! A row for every value of the configuration. The settings of a single method stand in that method's file.
//!
//! With those, the only ranges. What depends on several values at once (a window wider than a class) is the plan's.

use super::Config;
use crate::{
    Error, Result,
    field::{Field, Kind, choice, field, integer, real},
    method::{self, METHODS, Method},
    prune, source,
};
use serde_json::Value;
use std::sync::LazyLock;

const DEVICES: Kind = Kind::Choice(&[
    choice("auto", "The faster one", "A short trial decides; without a real GPU it is the processor."),
    choice("cpu", "Processor", "All cores; the result is the same on every machine."),
    choice("webgpu", "GPU", "The graphics card, where the browser offers it."),
]);

const SOURCES: Kind = Kind::Choice(&source::CHOICES);

const SPLITS: Kind = Kind::Choice(&[
    choice("balanced", "Balanced", "As many members as non-members, and none shared with the attacker."),
    choice("wemem", "As WeMem's code", "More members than non-members, and one test set for all networks."),
]);

const HEADERS: Kind = Kind::Choice(&[
    choice("auto", "Decide by what stands there", "Text above numbers is a header, and numbers that count up."),
    choice("yes", "Names the columns", "The first row is no record."),
    choice("no", "Is a record", "The columns have no names."),
]);

const RARE_CLASSES: Kind = Kind::Choice(&[
    choice("keep", "Stay", "Where a network has no member of one, the file is refused."),
    choice("leave-out", "Are left out", "Their records are not used at all."),
]);

const COPIES: Kind = Kind::Choice(&[
    choice("as-they-come", "Wherever the lot falls", "A copy of a member may be a non-member, which hides a leak."),
    choice("keep-together", "To one side", "Copies are members, or non-members, together; some may not be used."),
]);

const SCORES: Kind = Kind::Choice(&[
    choice("early-loss", "Early loss", "A record that is learned late is learned by heart; costs nothing."),
    choice("half-splits", "Random halves", "Compare small networks that saw a record with others that did not."),
    choice("k-fold", "Folds", "The same with disjoint folds, as other implementations of WeMem do."),
]);

const LEARNED: Kind = Kind::Choice(&[
    choice("off", "Off", "Only attacks that answer at once."),
    choice("small", "Small", "Small networks, trained in seconds for each method."),
    choice(
        "paper",
        "As in the papers",
        "The papers' networks: from minutes to an hour for each method, the longer the more classes and shadows.",
    ),
]);

const ADAPTIVE: Kind = Kind::Choice(&[
    choice("adaptive", "Knows the defense", "Shadow networks are defended like the target: the strongest attacker."),
    choice(
        "both",
        "Both",
        "Each method is attacked a second time with the shadow networks of Base, as by somebody who does not know of the \
         defense; needs Base among the methods.",
    ),
]);

const LABELS: Kind = Kind::Choice(&[
    choice("known", "Known", "The attacker knows the label of each record."),
    choice("predicted", "Predicted", "The attacker takes the class that a network predicts for the label."),
]);

const NETWORKS: Kind = Kind::Choice(&[
    choice("fc", "Fully connected", "Two hidden layers, the papers' network for tables."),
    choice("cnn", "Convolutional", "Two convolutions with batch norm and pooling, then a hidden layer; pictures only."),
    choice("resnet8", "ResNet-8", "Three residual blocks of convolutions with batch norm; pictures only, and slow."),
]);

const PRUNE_METHODS: Kind = Kind::Choice(&prune::CHOICES);

const SHADOW_METHODS: Kind = Kind::Choice(&{
    let mut choices =
        [choice("same", "As the target", "The attacker knows how the target is pruned."); prune::CHOICES.len() + 1];
    let mut i = 0;
    while i < prune::CHOICES.len() {
        choices[i + 1] = prune::CHOICES[i];
        i += 1;
    }
    choices
});

const SCOPES: Kind = Kind::Choice(&[
    choice("usual", "As usual for the method", "One threshold for slimming, each layer by itself for all others."),
    choice("local", "Each layer by itself", "The same share of every layer goes."),
    choice("global", "All layers together", "One threshold for all layers: some lose more than others."),
]);

/// Every value except `version` and `arms`, in the order of a form.
pub static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let settings = method::settings().map(|setting| setting.field);
    FIRST.iter().copied().chain(settings).chain(LAST.iter().copied()).collect()
});

/// What all methods share: data, network, training, pruning, mem-scores.
const FIRST: &[Field] = &[
    field("data.source", "Data", "Data set", "", SOURCES, "The records that networks learn from."),
    field(
        "data.members",
        "Data",
        "Members",
        "records",
        integer(0, 50_000, 100),
        "How many records each network trains on; 0 takes as many as there are.",
    ),
    field(
        "data.label_noise",
        "Data",
        "Wrong labels",
        "share",
        real(0.0, 0.9, 0.05),
        "Share of the records whose label is made wrong on purpose, which a network can only learn by heart.",
    ),
    field("data.split", "Data", "Split", "", SPLITS, "How the records are dealt out to the target and the attacker."),
    field(
        "data.header",
        "Data",
        "First row",
        "",
        HEADERS,
        "Of your own file: whether its first row names the columns or is a record.",
    ),
    field(
        "data.label",
        "Data",
        "Label column",
        "",
        Kind::Text,
        "Of your own file: name or number of the column that holds the class; empty where it is to be guessed.",
    ),
    field(
        "data.leave_out",
        "Data",
        "Columns left out",
        "",
        Kind::Text,
        "Of your own file: names or numbers of columns that are no features, with commas between them.",
    ),
    field(
        "data.rare_classes",
        "Data",
        "Rare classes",
        "",
        RARE_CLASSES,
        "Of your own file: what becomes of classes with too few records for members in every network.",
    ),
    field(
        "data.copies",
        "Data",
        "Copies of a record",
        "",
        COPIES,
        "Of your own file: where records go that are there more than once.",
    ),
    field(
        "data.scaled",
        "Data",
        "Scale features",
        "",
        Kind::Boolean,
        "Of your own file: whether each feature is scaled to 0..1 by its smallest and largest value.",
    ),
    field("network.kind", "Network", "Network", "", NETWORKS, "What every network is made of."),
    field(
        "network.hidden1",
        "Network",
        "First hidden layer",
        "units",
        integer(1, 1024, 16),
        "How wide the first hidden layer of the fully connected network is; wider networks remember more.",
    ),
    field(
        "network.hidden2",
        "Network",
        "Second hidden layer",
        "units",
        integer(1, 1024, 16),
        "How wide the second hidden layer is, and the hidden layer of the convolutional network.",
    ),
    field(
        "network.channels",
        "Network",
        "Channels",
        "channels",
        integer(1, 64, 4),
        "How many filters the first convolution has; later ones have up to two and four times as many.",
    ),
    field(
        "network.dropout",
        "Network",
        "Dropout",
        "share",
        real(0.0, 0.9, 0.05),
        "Share of the hidden units that are switched off at random in each training step.",
    ),
    field(
        "train.epochs",
        "Training",
        "Epochs",
        "epochs",
        integer(1, 500, 1),
        "How often the dense network sees all its members before pruning.",
    ),
    field(
        "train.batch",
        "Training",
        "Batch",
        "records",
        integer(1, 4096, 16),
        "How many records a training step looks at.",
    ),
    field(
        "train.learning_rate",
        "Training",
        "Learning rate",
        "",
        real(1e-6, 1.0, 1e-3),
        "How far a training step moves the weights.",
    ),
    field(
        "train.weight_decay",
        "Training",
        "Weight decay",
        "",
        real(0.0, 1.0, 1e-4),
        "How strongly every training step pulls the weights towards zero.",
    ),
    field(
        "train.early_stopping",
        "Training",
        "Early stopping",
        "",
        Kind::Boolean,
        "Stop when the accuracy on records set aside no longer rises, and keep the best epoch.",
    ),
    field(
        "train.patience",
        "Training",
        "Patience",
        "epochs",
        integer(1, 500, 1),
        "How many epochs without a rise early stopping waits for.",
    ),
    field(
        "prune.method",
        "Pruning",
        "Method",
        "",
        PRUNE_METHODS,
        "What is removed, and by which score. Removed units make the network smaller; removed weights only leave zeros.",
    ),
    field(
        "prune.slimming_penalty",
        "Pruning",
        "Slimming, penalty",
        "",
        real(0.0, 1.0, 1e-4),
        "How strongly training with slimming pulls the scales of batch norms towards zero.",
    ),
    field("prune.scope", "Pruning", "Scope", "", SCOPES, "Whether layers are compared with each other."),
    field(
        "prune.sparsity",
        "Pruning",
        "Sparsity",
        "share",
        real(0.0, 0.99, 0.05),
        "Share of the weights, or of the units, of the pruned layers that is removed in the end.",
    ),
    field(
        "prune.sweep",
        "Pruning",
        "Try many sparsities",
        "",
        Kind::Boolean,
        "Prune Base and both one-shot controls to sparsities from 0 to 0.95 as well, to see leak and accuracy against \
         sparsity; takes about eight times as long for these arms.",
    ),
    field(
        "prune.rounds",
        "Pruning",
        "Rounds",
        "rounds",
        integer(1, 20, 1),
        "In how many rounds they are removed; the first removes none.",
    ),
    field(
        "prune.epochs",
        "Pruning",
        "Epochs a round",
        "epochs",
        integer(1, 500, 1),
        "How long each round trains on after removing weights.",
    ),
    field(
        "memory.score",
        "Memorization",
        "Mem-score",
        "",
        SCORES,
        "How it is estimated which records a network learns by heart.",
    ),
    field(
        "memory.epochs",
        "Memorization",
        "Epochs for the score",
        "epochs",
        integer(1, 500, 1),
        "First epochs that the early loss averages.",
    ),
    field(
        "memory.submodel_epochs",
        "Memorization",
        "Epochs of the small networks",
        "epochs",
        integer(0, 500, 1),
        "How long the small networks train; 0: as long as the large one in all its rounds, and at least 200 steps.",
    ),
    field(
        "memory.submodels",
        "Memorization",
        "Small networks",
        "networks",
        integer(2, 64, 1),
        "How many small networks the scores by halves and by folds compare.",
    ),
];

/// How methods are compared and attacked, after the methods' own settings.
const LAST: &[Field] = &[
    field(
        "defense.sweep",
        "Defense",
        "Try five strengths",
        "",
        Kind::Boolean,
        "Train every defense with five strengths, so that the trade-off shows curves instead of points; takes five times \
         as long.",
    ),
    field(
        "attack.shadows",
        "Attack",
        "Shadow networks",
        "networks",
        integer(2, 20, 1),
        "How many networks the attacker trains to learn what members look like. At least two: the strongest attack is \
         chosen by attacking each with thresholds fitted on the others.",
    ),
    field(
        "attack.learned",
        "Attack",
        "Learned attacks",
        "",
        LEARNED,
        "Whether the attacker also trains networks to tell members from others (NN, Top3-NN, Cl-NN, SAMIA).",
    ),
    field(
        "attack.adaptive",
        "Attack",
        "Knowledge of the defense",
        "",
        ADAPTIVE,
        "Whether each method is also attacked by somebody who does not know how it was defended. The strongest attack is \
         always one that knows.",
    ),
    field(
        "attack.label",
        "Attack",
        "Knowledge of the label",
        "",
        LABELS,
        "What the attacker takes for a record's label.",
    ),
    field(
        "attack.shadow_method",
        "Attack",
        "Pruning of the shadows",
        "",
        SHADOW_METHODS,
        "What the attacker removes from its networks, where the target's pruning is not known.",
    ),
    field(
        "attack.shadow_sparsity",
        "Attack",
        "Sparsity of the shadows",
        "share",
        real(0.0, 0.99, 0.05),
        "Share of the weights that the attacker removes from its networks, where the target's is not known; 0 takes the \
         target's.",
    ),
    field(
        "attack.shadow_shift",
        "Attack",
        "Features that the attacker lacks",
        "share",
        real(0.0, 1.0, 0.05),
        "Share of the features that all of the attacker's records lack; they hold the mean of the data instead.",
    ),
    field(
        "attack.dense_too",
        "Attack",
        "Dense network as well",
        "",
        Kind::Boolean,
        "Whether the attacker also has the dense network that the target was pruned from (adds the attack SR).",
    ),
    field(
        "attack.mem_aware",
        "Attack",
        "Knowledge of the mem-scores",
        "",
        Kind::Boolean,
        "Whether the attacker knows that records are treated by how hard they are and does so too (adds the attack \
         Mem-aware).",
    ),
    field(
        "seed",
        "Run",
        "Seed",
        "",
        integer(0, u32::MAX, 1),
        "The number from which all chance is drawn: the same seed gives the same result.",
    ),
    field("device", "Run", "Device", "", DEVICES, "What does the computing."),
];

/// The value at `key` of a configuration as JSON.
pub(super) fn leaf<'a>(tree: &'a Value, key: &str) -> &'a Value {
    key.split('.').fold(tree, |node, name| &node[name])
}

/// A configuration as JSON.
pub(super) fn tree(config: &Config) -> Value {
    serde_json::to_value(config).expect("a configuration holds only plain values under names")
}

/// The number at `key`; none where there is no number.
pub fn number(config: &Config, key: &str) -> Option<f64> {
    leaf(&tree(config), key).as_f64()
}

/// Checks every value against its range, and the arms against each other.
///
/// # Errors
/// [`Error::Config`] for the first violation in the order of [`FIELDS`].
pub fn check_ranges(config: &Config) -> Result<()> {
    if config.version != 1 {
        return Err(Error::config("version", "must be 1", config.version));
    }
    let tree = tree(config);
    for field in FIELDS.iter() {
        let value = leaf(&tree, field.key);
        if !field.kind.holds(value) {
            // JSON has no name for what is not a number.
            let shown = if value.is_null() { "not a number".into() } else { value.to_string() };
            return Err(Error::config(field.key, field.kind.rule(), shown));
        }
    }
    each_arm_once(&config.arms)
}

/// Sets the value at `key` to what `text` says, without checking its range. `arms` takes ids separated by commas.
///
/// # Errors
/// [`Error::Config`] for an unknown key, and for a text of the wrong type.
pub fn set(config: &mut Config, key: &str, text: &str) -> Result<()> {
    if key == "arms" {
        config.arms = methods(text)?;
        return Ok(());
    }
    let Some(field) = FIELDS.iter().find(|field| field.key == key) else {
        return Err(Error::config("key", "must name a value of the configuration", key));
    };
    let refused = || Error::config(key, rule_for(&field.kind, text), text);
    let value = field.kind.parse(text.trim()).ok_or_else(refused)?;
    let mut tree = tree(config);
    *key.split('.').fold(&mut tree, |node, name| &mut node[name]) = value;
    *config = serde_json::from_value(tree).map_err(|_| refused())?;
    Ok(())
}

/// A comma may mean the fraction or the thousands, so it is not guessed at.
fn rule_for(kind: &Kind, text: &str) -> String {
    let is_number = matches!(kind, Kind::Integer { .. } | Kind::Real { .. });
    let hint = if is_number && text.contains(',') { ", written with a point and without commas" } else { "" };
    kind.rule() + hint
}

/// True for a key that [`set`] takes.
pub fn is_known(key: &str) -> bool {
    key == "arms" || FIELDS.iter().any(|field| field.key == key)
}

fn methods(text: &str) -> Result<Vec<Method>> {
    let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
    let arms = ids.map(arm).collect::<Result<Vec<Method>>>()?;
    each_arm_once(&arms)?;
    Ok(arms)
}

fn arm(id: &str) -> Result<Method> {
    let known = || METHODS.iter().map(|method| method.info().id).collect::<Vec<_>>().join(", ");
    Method::of_id(id).ok_or_else(|| Error::config("arms", format!("must be some of {}", known()), id))
}

fn each_arm_once(arms: &[Method]) -> Result<()> {
    match arms.iter().enumerate().find(|(i, arm)| arms[..*i].contains(arm)) {
        None => Ok(()),
        Some((_, twice)) => {
            Err(Error::config("arms", "must name each method once", format!("{} twice", twice.info().id)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(prefix: &str, value: &Value, keys: &mut Vec<String>) {
        let Value::Object(map) = value else {
            keys.push(prefix.into());
            return;
        };
        for (name, value) in map {
            let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            leaves(&key, value, keys);
        }
    }

    #[test]
    fn every_value_has_one_row_and_every_row_a_value() {
        let mut keys = Vec::new();
        leaves("", &tree(&Config::default()), &mut keys);
        keys.retain(|key| key != "version" && key != "arms");
        keys.sort();
        let mut rows: Vec<&str> = FIELDS.iter().map(|field| field.key).collect();
        rows.sort_unstable();
        assert_eq!(rows, keys);
    }

    #[test]
    fn the_defaults_are_within_their_ranges() {
        assert_eq!(check_ranges(&Config::default()), Ok(()));
    }

    #[test]
    fn the_choices_are_those_of_the_types() {
        for field in FIELDS.iter() {
            let Kind::Choice(choices) = field.kind else { continue };
            if field.key == "attack.shadow_method" {
                continue; // made of those of prune.method
            }
            let mut tree = tree(&Config::default());
            *field.key.split('.').fold(&mut tree, |node, name| &mut node[name]) = "?".into();
            // serde names every variant when it meets one that it does not know.
            let message = serde_json::from_value::<Config>(tree).unwrap_err().to_string();
            let variants: Vec<&str> = message.split('`').skip(1).step_by(2).skip(1).collect();
            let ids: Vec<&str> = choices.iter().map(|choice| choice.id).collect();
            assert_eq!(ids, variants, "{}: {message}", field.key);
        }
    }

    #[test]
    fn bounds_are_included_and_what_lies_beyond_is_refused_with_key_rule_and_value() {
        for field in FIELDS.iter() {
            let mut config = Config::default();
            let (low, high) = match field.kind {
                Kind::Integer { min, max, .. } => (min.to_string(), max.to_string()),
                Kind::Real { min, max, .. } => (min.to_string(), max.to_string()),
                Kind::Boolean | Kind::Choice(_) | Kind::Text => continue,
            };
            for bound in [low, high] {
                set(&mut config, field.key, &bound).unwrap();
                assert_eq!(check_ranges(&config), Ok(()), "{} = {bound}", field.key);
            }
        }
        let mut config = Config::default();
        set(&mut config, "prune.sparsity", "1").unwrap();
        let error = check_ranges(&config).unwrap_err();
        assert_eq!(error.to_string(), "prune.sparsity must be in 0..=0.99, but is 1.0");
        config.prune.sparsity = f64::NAN;
        let error = check_ranges(&config).unwrap_err();
        assert_eq!(error.to_string(), "prune.sparsity must be in 0..=0.99, but is not a number");
        config = Config { version: 2, ..Config::default() };
        assert_eq!(check_ranges(&config).unwrap_err().to_string(), "version must be 1, but is 2");
    }

    #[test]
    fn set_changes_one_value_of_each_type() {
        let mut config = Config::default();
        for (key, text) in [
            ("seed", "4294967295"),
            ("prune.sparsity", "0.75"),
            ("train.early_stopping", "true"),
            ("data.source", "fashion-tops"),
            ("arms", "rmr, base"),
        ] {
            set(&mut config, key, text).unwrap();
        }
        let mut expected = Config { seed: u32::MAX, arms: vec![Method::Rmr, Method::Base], ..Config::default() };
        expected.prune.sparsity = 0.75;
        expected.train.early_stopping = true;
        expected.data.source = crate::config::Source::FashionTops;
        assert_eq!(config, expected);
    }

    #[test]
    fn set_refuses_unknown_keys_and_wrong_types_and_then_changes_nothing() {
        let mut config = Config::default();
        for (key, text, message) in [
            ("prune", "1", "key must name a value of the configuration, but is prune"),
            ("version", "1", "key must name a value of the configuration, but is version"),
            ("prune.rounds", "4.5", "prune.rounds must be a whole number in 1..=20, but is 4.5"),
            ("prune.rounds", "-1", "prune.rounds must be a whole number in 1..=20, but is -1"),
            ("prune.sparsity", "NaN", "prune.sparsity must be in 0..=0.99, but is NaN"),
            ("prune.sparsity", "", "prune.sparsity must be in 0..=0.99, but is "),
            (
                "prune.sparsity",
                "0,7",
                "prune.sparsity must be in 0..=0.99, written with a point and without commas, but is 0,7",
            ),
            ("train.early_stopping", "yes", "train.early_stopping must be true or false, but is yes"),
            ("device", "gpu", "device must be one of auto, cpu, webgpu, but is gpu"),
            ("arms", "base,base", "arms must name each method once, but is base twice"),
        ] {
            assert_eq!(set(&mut config, key, text).unwrap_err().to_string(), message);
        }
        let error = set(&mut config, "arms", "base,rsw").unwrap_err().to_string();
        assert!(error.starts_with("arms must be some of base, rsw-low-to-high,") && error.ends_with("but is rsw"));
        assert_eq!(config, Config::default());
    }
}
