//! Turns the crate's errors into JavaScript's: a real `Error` with `name`, `code` and `field`.

use crate::Error;
use wasm_bindgen::JsValue;

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
