//! The form for JavaScript: what can be chosen, configurations and their addresses.

use super::{config_from, error::to_js, to_js as value_to_js};
use crate::{
    attack::ATTACKS,
    config::{Config, fields, presets, query},
    field::Field,
    method::{METHODS, Row},
    plot,
    report::NAMED,
};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Everything that can be chosen or shown.
///
/// # Errors
/// None in a consistent build.
#[wasm_bindgen]
pub fn catalog() -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Catalog {
        version: &'static str,
        fields: &'static [Field],
        presets: Vec<PresetRow>,
        arms: Vec<&'static Row>,
        attacks: &'static [crate::attack::AttackInfo],
        figures: &'static [plot::FigureInfo],
        /// Ids of the attacks by which arms are compared, the default first.
        named: [&'static str; 3],
    }
    #[derive(Serialize)]
    struct PresetRow {
        id: &'static str,
        name: &'static str,
        help: &'static str,
    }
    let presets = presets::PRESETS.iter().map(|p| PresetRow { id: p.id, name: p.name, help: p.help }).collect();
    let version = env!("CARGO_PKG_VERSION");
    value_to_js(&Catalog {
        version,
        fields: &fields::FIELDS,
        presets,
        arms: METHODS.iter().map(|method| method.info()).collect(),
        attacks: ATTACKS,
        figures: plot::FIGURES,
        named: NAMED,
    })
}

/// The configuration of an address: `{ preset, config, notices }`.
///
/// # Errors
/// `ConfigError` naming the key.
#[wasm_bindgen]
pub fn resolve(query: &str) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Resolved {
        preset: String,
        config: Config,
        notices: Vec<String>,
    }
    let (preset, config, notices) = query::from_query(query).map_err(|e| to_js(&e))?;
    value_to_js(&Resolved { preset, config, notices })
}

/// The shortest address of a configuration.
///
/// # Errors
/// `ConfigError` if the preset is unknown.
#[wasm_bindgen]
pub fn query_of(preset: &str, config: JsValue) -> Result<String, JsValue> {
    presets::preset(preset).map_err(|e| to_js(&e))?;
    Ok(query::to_query(preset, &config_from(config)?))
}

/// The configuration with one value changed, its range checked.
///
/// # Errors
/// `ConfigError` naming the key, the rule and the value.
#[wasm_bindgen]
pub fn set_field(config: JsValue, key: &str, text: &str) -> Result<JsValue, JsValue> {
    let mut config = config_from(config)?;
    fields::set(&mut config, key, text).and_then(|()| fields::check_ranges(&config)).map_err(|e| to_js(&e))?;
    value_to_js(&config)
}

/// Names of the packed files that the configuration's source needs.
///
/// # Errors
/// `MessageError` if it is not a configuration.
#[wasm_bindgen]
pub fn data_files(config: JsValue) -> Result<Vec<String>, JsValue> {
    let config = config_from(config)?;
    Ok(config.data.source.files().iter().map(|&name| name.into()).collect())
}
