//! The user's own file for JavaScript, before anything runs.

use super::{config_from, error::to_js};
use crate::{Error, experiment::own};
use wasm_bindgen::prelude::*;

/// What the file `name` is, and the settings that fit it, as JSON: [`own::Inspection`]. A refusal of the file is in it.
///
/// # Errors
/// `MessageError` if it is not a configuration.
#[wasm_bindgen]
pub fn inspect(config: JsValue, name: &str, file: &[u8], fresh: bool) -> Result<String, JsValue> {
    let found = own::inspect(config_from(config)?, name, file, fresh);
    serde_json::to_string(&found).map_err(|e| to_js(&Error::Message(e.to_string())))
}
