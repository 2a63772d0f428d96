//! Turns the crate's errors into JavaScript's: a real `Error` with `name`, `code` and `field`.

use crate::Error;
use wasm_bindgen::{JsCast, JsValue};

/// What went wrong in reading a value of JavaScript's, without the word "Error: " that its text begins with.
pub fn told(error: serde_wasm_bindgen::Error) -> String {
    let error = JsValue::from(error);
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| error.message().into())
}

/// `ConfigError`, `DataError`, `DeviceError` or `MessageError`.
pub fn to_js(error: &Error) -> JsValue {
    let js = js_sys::Error::new(&error.to_string());
    js.set_name(match error.code() {
        "config" => "ConfigError",
        "data" => "DataError",
        "device" => "DeviceError",
        _ => "MessageError",
    });
    let set = |key: &str, value: JsValue| {
        // Setting a new property of an object that we have just made cannot fail.
        let _ = js_sys::Reflect::set(&js, &key.into(), &value);
    };
    set("code", error.code().into());
    set("field", error.field().map_or(JsValue::UNDEFINED, JsValue::from));
    js.into()
}
