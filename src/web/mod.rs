//! The only folder that names wasm-bindgen: what JavaScript can call. No arithmetic happens here.
//!
//! Bundle `figures` (in the page's lab worker): [`figures`], [`form`]. Bundle `lab` (there when a run begins, and in a worker of its own for
//! each audit): [`lab`], [`audit`], [`own`]. Bundles `engine-cpu` and `engine-gpu` (in engine workers): [`engine`]. Small things cross
//! as JavaScript values, messages between run and engines as packed bytes.

#[cfg(feature = "lab")]
mod audit;
#[cfg(feature = "engine-gpu")]
mod constructors;
#[cfg(feature = "nn")]
mod engine;
mod error;
#[cfg(feature = "figures")]
mod figures;
#[cfg(feature = "figures")]
mod form;
#[cfg(feature = "lab")]
mod lab;
#[cfg(feature = "lab")]
mod own;
mod panic;
#[cfg(feature = "nn")]
mod watch;

#[cfg(any(feature = "figures", feature = "lab"))]
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

/// Runs once, when a worker loads the bundle.
#[wasm_bindgen(start)]
fn start() {
    #[cfg(feature = "engine-gpu")]
    constructors::run();
    panic::install();
    #[cfg(feature = "nn")]
    watch::install();
}

/// Of which sources this bundle was made. Bundles of two builds may disagree in what they send each other, without a word.
#[wasm_bindgen]
pub fn build() -> String {
    option_env!("WEMEM_LAB_BUILD").unwrap_or(env!("CARGO_PKG_VERSION")).into()
}

/// A JavaScript value with plain objects instead of `Map`s.
#[cfg(any(feature = "figures", feature = "lab"))]
fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(JsValue::from)
}

/// The configuration that JavaScript holds as an object.
fn config_from(config: JsValue) -> Result<crate::config::Config, JsValue> {
    read(config, "configuration")
}

/// A value of JavaScript's; `what` it is, for the error.
fn read<T: DeserializeOwned>(value: JsValue, what: &str) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value)
        .map_err(|e| error::to_js(&crate::Error::Message(format!("{what}: {}", error::told(e)))))
}

/// The files of a data source.
#[cfg(any(feature = "lab", feature = "nn"))]
fn files_from(files: Vec<js_sys::Uint8Array>) -> Vec<Vec<u8>> {
    files.iter().map(js_sys::Uint8Array::to_vec).collect()
}
