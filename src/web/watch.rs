//! Listens to what burn, cubecl and wgpu only write to a log.
//!
//! On the web a kernel that fails to compile is skipped with one logged error, and its output buffer keeps older
//! numbers that look plausible. So any logged error makes the work invalid: [`check`] turns it into a device error.

use crate::{Error, Result};
use log::{Level, LevelFilter, Log, Metadata, Record};
use std::sync::Mutex;

/// First error that was logged.
static LOGGED: Mutex<Option<String>> = Mutex::new(None);

struct Watch;

impl Log for Watch {
    fn enabled(&self, metadata: &Metadata) -> bool {
        metadata.level() <= Level::Error
    }

    fn log(&self, record: &Record) {
        if self.enabled(record.metadata()) {
            let text = format!("{}: {}", record.target(), record.args());
            web_sys::console::error_1(&text.as_str().into());
            if let Ok(mut logged) = LOGGED.lock() {
                logged.get_or_insert(text);
            }
        }
    }

    fn flush(&self) {}
}

/// Begins to listen. Only the first call has an effect.
pub fn install() {
    if log::set_logger(&Watch).is_ok() {
        log::set_max_level(LevelFilter::Error);
    }
}

/// # Errors
/// Something was logged as an error since the bundle was loaded.
pub fn check(device: &str) -> Result<()> {
    match LOGGED.lock().ok().and_then(|logged| logged.clone()) {
        Some(reason) => Err(Error::Device { device: device.into(), reason }),
        None => Ok(()),
    }
}
