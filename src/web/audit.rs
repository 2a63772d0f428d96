//! The audit for JavaScript: files with their roles in, the report out.

use super::{error::to_js, files_from, read};
use crate::{
    audit::{Audited, Source, Sources, audited, report::FileRole},
    report::json::to_json,
};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

/// Audits files, and gives the report as JSON: the n-th has the n-th name, role (`target`, `shadow`, `reference` or `population`)
/// and content. Names must differ, for errors name files.
///
/// # Errors
/// `DataError` whose `field` begins with the name of the file; `MessageError` if a role is unknown.
#[wasm_bindgen]
pub fn audit(names: Vec<String>, roles: JsValue, contents: Vec<Uint8Array>) -> Result<String, JsValue> {
    let Audited { report, .. } = of_files(&names, roles, contents)?;
    to_json(&report).map_err(|e| to_js(&e))
}

/// The same audit's scores of every record by every attack, as CSV. Bytes, for a text of JavaScript ends at half a gigabyte.
///
/// # Errors
/// As [`audit`](fn@audit).
#[wasm_bindgen]
pub fn audit_scores(names: Vec<String>, roles: JsValue, contents: Vec<Uint8Array>) -> Result<Vec<u8>, JsValue> {
    Ok(of_files(&names, roles, contents)?.rows.csv().into_bytes())
}

fn of_files(names: &[String], roles: JsValue, contents: Vec<Uint8Array>) -> Result<Audited, JsValue> {
    let roles: Vec<FileRole> = read(roles, "roles of files")?;
    let contents = files_from(contents);
    let source = |(name, bytes)| Source { name, bytes };
    let sources = names.iter().map(String::as_str).zip(contents.iter().map(Vec::as_slice)).map(source);
    let files: Vec<(FileRole, Source)> = roles.into_iter().zip(sources).collect();
    Sources::by_role(&files).and_then(|sources| audited(&sources)).map_err(|e| to_js(&e))
}
