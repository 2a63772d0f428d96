//! What a panic says. WebAssembly turns every panic into a bare "unreachable", and the instance is of no more use: so the words
//! are left beside it, where the worker's script finds them.

use js_sys::Reflect;
use std::panic::PanicHookInfo;

/// Name of the property of the worker's global object. `www/engine-worker.js` reads it.
const PLACE: &str = "wememLabPanic";

/// Begins to listen.
pub fn install() {
    std::panic::set_hook(Box::new(hear));
}

fn hear(info: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(info);
    // Nobody is left to be told that a property could not be set.
    let _ = Reflect::set(&js_sys::global(), &PLACE.into(), &words(info).into());
}

/// What was said, and the file's name and line: where it lay when it was compiled helps nobody.
fn words(info: &PanicHookInfo<'_>) -> String {
    let said = info.payload_as_str().unwrap_or("a panic without words").trim_end_matches('.');
    info.location().map_or_else(
        || said.into(),
        |place| {
            let file = place.file().rsplit('/').next().unwrap_or_default();
            format!("{said}; {file}, line {}", place.line())
        },
    )
}
