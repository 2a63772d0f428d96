//! Reports for JavaScript: read, drawn, and told in sentences.

use super::{
    error::{to_js, told},
    read, to_js as value_to_js,
};
use crate::{
    Error,
    audit::report::AuditReport,
    plot::{self, Beneath},
    report::{Report, check_version, repeats::Repeats},
    sentences,
};
use serde::{Deserialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The browser's, of a text that stays JavaScript's.
    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse_json(text: &js_sys::JsString) -> Result<JsValue, JsValue>;
}

/// A report that is read once, however often it is drawn.
#[wasm_bindgen]
#[derive(Debug)]
pub struct View {
    report: Report,
}

#[wasm_bindgen]
impl View {
    /// Reads a report.
    ///
    /// # Errors
    /// `DataError` for what is no report, and for a report of another version.
    #[wasm_bindgen(constructor)]
    pub fn new(report: &js_sys::JsString) -> Result<View, JsValue> {
        Ok(Self { report: report_from(report)? })
    }

    /// Draws a figure: `{ svg, alt, table: { columns, rows }, marks }`.
    ///
    /// # Errors
    /// `MessageError` if the request cannot be read, `DataError` if a report in it cannot.
    pub fn draw(&self, request: JsValue) -> Result<JsValue, JsValue> {
        let asked: DrawRequest = read(request, "request for a figure")?;
        let beneath = |text: &Option<String>| text.as_deref().map(|text| report_from(&text.into())).transpose();
        let (recorded, before) = (beneath(&asked.recorded)?, beneath(&asked.before)?);
        let request = plot::Request {
            arm: asked.arm.as_deref(),
            attack: asked.attack.as_deref(),
            by: asked.by.as_deref(),
            round: asked.round,
            shown: asked.shown.as_deref(),
            width: asked.width,
            height: asked.height,
            letters: asked.letters.unwrap_or(plot::LETTERS),
            beneath: before.as_ref().map(Beneath::Before).or(recorded.as_ref().map(Beneath::Recorded)),
            highlight: asked.highlight.as_deref(),
        };
        value_to_js(&plot::draw(asked.figure, &self.report, &request))
    }

    /// What the report's own numbers say: see [`sentences::Said`].
    ///
    /// # Errors
    /// None in a consistent build.
    pub fn said(&self) -> Result<JsValue, JsValue> {
        value_to_js(&sentences::said(&self.report))
    }
}

/// What a page asks for; `recorded` and `before` are reports as JSON.
#[derive(Deserialize)]
struct DrawRequest {
    figure: plot::Figure,
    arm: Option<String>,
    attack: Option<String>,
    by: Option<String>,
    round: Option<u32>,
    shown: Option<Vec<String>>,
    width: u32,
    height: u32,
    letters: Option<f64>,
    recorded: Option<String>,
    before: Option<String>,
    highlight: Option<String>,
}

/// By the browser's JSON: to read a report out of values takes less of the bundle than to read its text.
fn report_from(text: &js_sys::JsString) -> Result<Report, JsValue> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    let value = parse_json(text).map_err(|error| broken(error.into()))?;
    let Versioned { version } = report_part(value.clone())?;
    check_version(version).map_err(|e| to_js(&e))?;
    report_part(value)
}

fn report_part<T: DeserializeOwned>(value: JsValue) -> Result<T, JsValue> {
    serde_wasm_bindgen::from_value(value).map_err(broken)
}

fn broken(error: serde_wasm_bindgen::Error) -> JsValue {
    to_js(&Error::data("report", "must be JSON as wemem-lab saves it", told(error)))
}

/// What finished reports of one configuration with several seeds say together: see [`Repeats`].
///
/// # Errors
/// `DataError` if a report cannot be read, `ConfigError` if they differ in more than the seed.
#[wasm_bindgen]
pub fn repeats(reports: Vec<js_sys::JsString>) -> Result<JsValue, JsValue> {
    let reports: Vec<Report> = reports.iter().map(report_from).collect::<Result<_, _>>()?;
    value_to_js(&Repeats::of(&reports).map_err(|e| to_js(&e))?)
}

/// Draws a figure of an audit's report: `{ svg, alt, table: { columns, rows }, marks }`, or undefined where it has none.
///
/// # Errors
/// `MessageError` if the report or the request cannot be read.
#[wasm_bindgen]
pub fn draw_audit(report: &js_sys::JsString, request: JsValue) -> Result<JsValue, JsValue> {
    #[derive(Deserialize)]
    struct Asked {
        figure: plot::Figure,
        width: u32,
        height: u32,
        letters: Option<f64>,
    }
    let Asked { figure, width, height, letters } = read(request, "request for a figure")?;
    let report: AuditReport = read(parse_json(report)?, "report of an audit")?;
    let letters = letters.unwrap_or(plot::LETTERS);
    let request = plot::Request { letters, ..plot::Request::sized(width, height) };
    let picture = plot::draw_audit(figure, &report, &request);
    picture.map_or(Ok(JsValue::UNDEFINED), |picture| value_to_js(&picture))
}
