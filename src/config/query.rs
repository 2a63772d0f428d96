//! A configuration in a URL: `preset=quick&prune.sparsity=0.7&arms=base,rmr`, holding only what differs from the
//! preset, so that a link stays short and readable.

use super::presets::{PRESETS, preset};
use super::{Config, fields};
use crate::Result;
use serde_json::Value;

/// Most keys that a notice names one by one.
const NAMED: usize = 5;

/// Id of the preset, the configuration, and notices of what was ignored: keys that are not known, and values that their key
/// does not take. The rest of the link counts. A leading `?` does no harm; the first preset is assumed where none is named; of
/// a key given twice the last counts. Ranges are not checked.
///
/// # Errors
/// [`crate::Error::Config`] for an unknown preset: nothing of the link is then known to be meant as it would be taken.
///
/// # Examples
/// ```
/// use wemem_lab::config::query::{from_query, to_query};
///
/// let (preset, config, notices) = from_query("?preset=quick&prune.sparsity=0.7&no.such=1")?;
/// assert_eq!(config.prune.sparsity, 0.7);
/// assert_eq!(notices, ["the link's no.such is not known here and is ignored"]);
/// assert_eq!(to_query(&preset, &config), "preset=quick&prune.sparsity=0.7");
/// # Ok::<(), wemem_lab::Error>(())
/// ```
pub fn from_query(query: &str) -> Result<(String, Config, Vec<String>)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let named = pairs.iter().rev().find(|(key, _)| key == "preset");
    let id = named.map_or(PRESETS[0].id, |(_, id)| id);
    let mut config = preset(id)?;
    let (known, unknown): (Vec<_>, Vec<_>) =
        pairs.iter().filter(|(key, _)| !key.is_empty() && key != "preset").partition(|(key, _)| fields::is_known(key));
    let mut notices: Vec<String> = known
        .iter()
        .filter_map(|(key, value)| fields::set(&mut config, key, value).err())
        .map(|error| format!("a value of the link is ignored: {error}"))
        .collect();
    let unknown: Vec<&str> = unknown.iter().map(|(key, _)| key.as_ref()).collect();
    if let [first, others @ ..] = &unknown[..] {
        notices.push(match others.len() {
            0 => format!("the link's {first} is not known here and is ignored"),
            more if more < NAMED => format!("the link's {} are not known here and are ignored", unknown.join(", ")),
            more => format!("the link's {first} and {more} other keys are not known here and are ignored"),
        });
    }
    Ok((id.into(), config, notices))
}

/// The query for `config`, without `?`: the preset (the first one, if `id` is unknown) and what differs from it.
///
/// Only text needs escaping: other values are numbers, ids of lower-case letters, digits and hyphens, and commas.
pub fn to_query(id: &str, config: &Config) -> String {
    let base = PRESETS.iter().find(|preset| preset.id == id).unwrap_or(&PRESETS[0]);
    let default = (base.build)();
    let (ours, theirs) = (fields::tree(config), fields::tree(&default));
    let mut query = format!("preset={}", base.id);
    for field in fields::FIELDS.iter() {
        let value = fields::leaf(&ours, field.key);
        if value != fields::leaf(&theirs, field.key) {
            query.push_str(&format!("&{}={}", field.key, text(value)));
        }
    }
    if config.arms != default.arms {
        let ids: Vec<&str> = config.arms.iter().map(|arm| arm.info().id).collect();
        query.push_str(&format!("&arms={}", ids.join(",")));
    }
    query
}

/// The shortest query for `config`: by the preset that it differs least from.
pub fn shortest_query(config: &Config) -> String {
    let queries = PRESETS.iter().map(|preset| to_query(preset.id, config));
    queries.min_by_key(String::len).expect("there are presets")
}

fn text(value: &Value) -> String {
    let escaped = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect();
    value.as_str().map_or_else(|| value.to_string(), escaped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{METHODS, Method, fields::FIELDS},
        field::Kind,
        rng::{Seed, Stream},
    };
    use rand::{RngExt, seq::IndexedRandom};

    fn random_value(kind: Kind, stream: &mut Stream) -> String {
        match kind {
            Kind::Integer { min, max, .. } => stream.random_range(min..=max).to_string(),
            Kind::Real { min, max, .. } => stream.random_range(min..=max).to_string(),
            Kind::Boolean => stream.random::<bool>().to_string(),
            Kind::Choice(choices) => choices.choose(stream).unwrap().id.into(),
            Kind::Text => ["", "age", "a b", "a,\"b, c\"", "ü&x=1+2%#"].choose(stream).unwrap().to_string(),
        }
    }

    #[test]
    fn a_configuration_survives_the_way_through_a_url() {
        let mut stream = Seed(1).stream("query test");
        for preset in PRESETS {
            for _ in 0..50 {
                let mut config = (preset.build)();
                for field in FIELDS.iter() {
                    if stream.random_bool(0.3) {
                        fields::set(&mut config, field.key, &random_value(field.kind, &mut stream)).unwrap();
                    }
                }
                config.arms = METHODS.iter().copied().filter(|_| stream.random_bool(0.5)).collect();
                let query = to_query(preset.id, &config);
                // Some programs escape commas as well.
                for text in [&query, &query.replace(',', "%2C")] {
                    assert_eq!(from_query(text).unwrap(), (preset.id.into(), config.clone(), vec![]), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_query_holds_only_what_differs_from_the_preset() {
        let mut config = preset("quick-bits").unwrap();
        assert_eq!(to_query("quick-bits", &config), "preset=quick-bits");
        config.prune.sparsity = 0.7;
        config.arms = vec![Method::Base, Method::Rmr];
        assert_eq!(to_query("quick-bits", &config), "preset=quick-bits&prune.sparsity=0.7&arms=base,rmr");
    }

    #[test]
    fn without_a_preset_the_first_one_is_meant_and_the_last_of_two_values_counts() {
        let (id, config, notices) = from_query("?prune.rounds=2&prune.rounds=3").unwrap();
        assert_eq!((id.as_str(), config.prune.rounds, notices.len()), ("quick", 3, 0));
        assert_eq!(from_query("").unwrap().1, Config::default());
    }

    #[test]
    fn what_cannot_be_used_is_ignored_with_a_notice_and_the_rest_counts() {
        let (_, config, notices) = from_query("utm_source=x&prune.sparsity=%30.7&&=").unwrap();
        assert_eq!(config.prune.sparsity, 0.7);
        assert_eq!(notices[0], "the link's utm_source is not known here and is ignored");
        let (_, config, notices) = from_query("prune.sparsity=0.7&prune.rounds=many&seed=9&seed=%ff%zz").unwrap();
        assert_eq!((config.prune.sparsity, config.seed, notices.len()), (0.7, 9, 2));
        assert!(notices[0].contains("prune.rounds must be a whole number"), "{}", notices[0]);
        assert_eq!(from_query("preset=fast").unwrap_err().field(), Some("preset"));
        assert_eq!(from_query("a=1&b=2").unwrap().2, ["the link's a, b are not known here and are ignored"]);
        let many: String = (0..300).map(|i| format!("k{i}=1&")).collect();
        assert_eq!(
            from_query(&many).unwrap().2,
            ["the link's k0 and 299 other keys are not known here and are ignored"]
        );
    }
}
