//! Files that are made from the code and kept beside it: a test holds each to what the code says now.

use std::{fs, path::PathBuf};

/// Compares `text` with the file at `path` from the project's folder; `UPDATE_GOLDEN=1` writes the file anew.
pub fn stored(path: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{} differs; look at the change, then UPDATE_GOLDEN=1", path.display());
}
