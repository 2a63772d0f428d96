//! The audit for JavaScript: files with their roles in, the report out, and its figures.

use super::{error::to_js, files_from, to_js as value_to_js};
use crate::{
    Error,
    audit::{
        Audited, Source, Sources, audited,
        report::{AuditReport, FileRole},
    },
    plot,
    report::json::to_json,
};
use js_sys::Uint8Array;
use serde::{Deserialize, de::DeserializeOwned};
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

/// Draws a figure of an audit's report: `{ svg, alt, table: { columns, rows }, marks }`, or undefined where it has none.
///
/// # Errors
/// `MessageError` if the report or the request cannot be read.
#[wasm_bindgen]
pub fn draw_audit(report: &str, request: JsValue) -> Result<JsValue, JsValue> {
    #[derive(Deserialize)]
    struct Asked {
        figure: plot::Figure,
        width: u32,
        height: u32,
        letters: Option<f64>,
    }
    let Asked { figure, width, height, letters } = read(request, "request for a figure")?;
    let report: AuditReport = read(js_sys::JSON::parse(report)?, "report of an audit")?;
    let letters = letters.unwrap_or(plot::LETTERS);
    let request = plot::Request { letters, ..plot::Request::sized(width, height) };
    let picture = plot::draw_audit(figure, &report, &request);
    picture.map_or(Ok(JsValue::UNDEFINED), |picture| value_to_js(&picture))
}

fn read<T: DeserializeOwned>(value: JsValue, what: &str) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(|e| to_js(&Error::Message(format!("{what}: {e}"))))
}
