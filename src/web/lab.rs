//! The laboratory for JavaScript: catalog, configuration, run, report, figures.

use super::{config_from, error::to_js, files_from, to_js as value_to_js};
use crate::{
    Error,
    attack::ATTACKS,
    config::{Config, fields, presets, query},
    experiment::{Plan, Run, Stacking, footprint},
    field::Field,
    message::{pack, unpack},
    method::{METHODS, Row},
    plot::{self, Beneath},
    report::{NAMED, Report, check_version, json::to_json, repeats::Repeats},
    self_check, sentences,
};
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

/// Everything that can be chosen or shown.
///
/// # Errors
/// None in a consistent build.
#[wasm_bindgen]
pub fn catalog() -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Catalog {
        version: &'static str,
        fields: &'static [Field],
        presets: Vec<PresetRow>,
        arms: Vec<&'static Row>,
        attacks: &'static [crate::attack::AttackInfo],
        figures: &'static [plot::FigureInfo],
        /// Ids of the attacks by which arms are compared, the default first.
        named: [&'static str; 3],
    }
    #[derive(Serialize)]
    struct PresetRow {
        id: &'static str,
        name: &'static str,
        help: &'static str,
    }
    let presets = presets::PRESETS.iter().map(|p| PresetRow { id: p.id, name: p.name, help: p.help }).collect();
    let version = env!("CARGO_PKG_VERSION");
    value_to_js(&Catalog {
        version,
        fields: &fields::FIELDS,
        presets,
        arms: METHODS.iter().map(|method| method.info()).collect(),
        attacks: ATTACKS,
        figures: plot::FIGURES,
        named: NAMED,
    })
}

/// The configuration of an address: `{ preset, config, notices }`.
///
/// # Errors
/// `ConfigError` naming the key.
#[wasm_bindgen]
pub fn resolve(query: &str) -> Result<JsValue, JsValue> {
    #[derive(Serialize)]
    struct Resolved {
        preset: String,
        config: Config,
        notices: Vec<String>,
    }
    let (preset, config, notices) = query::from_query(query).map_err(|e| to_js(&e))?;
    value_to_js(&Resolved { preset, config, notices })
}

/// The shortest address of a configuration.
///
/// # Errors
/// `ConfigError` if the preset is unknown.
#[wasm_bindgen]
pub fn query_of(preset: &str, config: JsValue) -> Result<String, JsValue> {
    presets::preset(preset).map_err(|e| to_js(&e))?;
    Ok(query::to_query(preset, &config_from(config)?))
}

/// The configuration with one value changed, its range checked.
///
/// # Errors
/// `ConfigError` naming the key, the rule and the value.
#[wasm_bindgen]
pub fn set_field(config: JsValue, key: &str, text: &str) -> Result<JsValue, JsValue> {
    let mut config = config_from(config)?;
    fields::set(&mut config, key, text).and_then(|()| fields::check_ranges(&config)).map_err(|e| to_js(&e))?;
    value_to_js(&config)
}

/// Names of the packed files that the configuration's source needs.
///
/// # Errors
/// `MessageError` if it is not a configuration.
#[wasm_bindgen]
pub fn data_files(config: JsValue) -> Result<Vec<String>, JsValue> {
    let config = config_from(config)?;
    Ok(config.data.source.files().iter().map(|&name| name.into()).collect())
}

/// Draws a figure of a report: `{ svg, alt, table: { columns, rows }, marks }`.
///
/// # Errors
/// `MessageError` if the report or the request cannot be read.
#[wasm_bindgen]
pub fn draw(report: &str, request: JsValue) -> Result<JsValue, JsValue> {
    draw_report(&parse_report(report)?, request)
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

fn draw_report(report: &Report, request: JsValue) -> Result<JsValue, JsValue> {
    let asked: DrawRequest = serde_wasm_bindgen::from_value(request)
        .map_err(|e| to_js(&Error::Message(format!("request for a figure: {e}"))))?;
    let parsed = |report: &Option<String>| report.as_deref().map(parse_report).transpose();
    let (recorded, before) = (parsed(&asked.recorded)?, parsed(&asked.before)?);
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
    value_to_js(&plot::draw(asked.figure, report, &request))
}

/// By the browser's JSON: to read a report out of values takes less of the bundle than to read its text.
fn parse_report(text: &str) -> Result<Report, JsValue> {
    #[derive(Deserialize)]
    struct Versioned {
        version: u32,
    }
    let broken =
        |error: serde_wasm_bindgen::Error| to_js(&Error::data("report", "must be JSON as wemem-lab saves it", error));
    let value = js_sys::JSON::parse(text).map_err(|e| broken(e.into()))?;
    let Versioned { version } = serde_wasm_bindgen::from_value(value.clone()).map_err(broken)?;
    check_version(version).map_err(|e| to_js(&e))?;
    serde_wasm_bindgen::from_value(value).map_err(broken)
}

/// What a report's own numbers say: see [`sentences::Said`].
///
/// # Errors
/// `MessageError` if the report cannot be read.
#[wasm_bindgen]
pub fn said(report: &str) -> Result<JsValue, JsValue> {
    value_to_js(&sentences::said(&parse_report(report)?))
}

/// What finished reports of one configuration with several seeds say together: see [`Repeats`].
///
/// # Errors
/// `MessageError` if a report cannot be read, `ConfigError` if they differ in more than the seed.
#[wasm_bindgen]
pub fn repeats(reports: Vec<String>) -> Result<JsValue, JsValue> {
    let reports: Vec<Report> = reports.iter().map(|report| parse_report(report)).collect::<Result<_, _>>()?;
    value_to_js(&Repeats::of(&reports).map_err(|e| to_js(&e))?)
}

/// Compares the self-checks of two devices: `{ agrees, difference, tolerance }`.
///
/// # Errors
/// `MessageError` if they were made by different builds.
#[wasm_bindgen]
pub fn compare_self_checks(cpu: &[u8], gpu: &[u8]) -> Result<JsValue, JsValue> {
    let values = |bytes: &[u8]| unpack::<Vec<f32>>(bytes).map_err(|e| to_js(&e));
    value_to_js(&self_check::compare(&values(cpu)?, &values(gpu)?))
}

/// A run: see [`Run`].
#[wasm_bindgen]
#[derive(Debug)]
pub struct Lab {
    run: Run,
}

/// A job as JavaScript passes it on.
#[wasm_bindgen(getter_with_clone)]
#[derive(Debug)]
pub struct Assignment {
    /// To be given back with every message.
    pub id: u32,
    /// The packed job.
    pub bytes: Uint8Array,
}

#[wasm_bindgen]
impl Lab {
    /// Checks the configuration and makes a run on `workers` engines of `device` (`cpu` or `webgpu`).
    ///
    /// # Errors
    /// `ConfigError` or `DataError`.
    #[wasm_bindgen(constructor)]
    pub fn new(config: JsValue, files: Vec<Uint8Array>, device: &str, workers: usize) -> Result<Lab, JsValue> {
        let plan = Plan::new(config_from(config)?, &files_from(files)).map_err(|e| to_js(&e))?;
        let stacking = if device == "webgpu" { Stacking::Together } else { Stacking::Workers(workers) };
        Ok(Self { run: Run::new(plan, stacking, device) })
    }

    /// What to say before the run where an engine needs more memory than a browser gives it.
    pub fn memory_warning(&self) -> Option<String> {
        footprint::warning(self.run.plan(), self.run.stacking(), footprint::BROWSER, "a browser gives one")
    }

    /// The next job, if there is one now.
    ///
    /// # Errors
    /// None in a consistent build.
    pub fn next_job(&mut self) -> Result<Option<Assignment>, JsValue> {
        let Some(assignment) = self.run.next_job() else { return Ok(None) };
        let bytes = pack(&assignment.job).map_err(|e| to_js(&e))?;
        Ok(Some(Assignment { id: assignment.id, bytes: Uint8Array::from(&bytes[..]) }))
    }

    /// Takes in a packed message about job `id`; gives the events that it caused.
    ///
    /// # Errors
    /// `MessageError` if the bytes are of another build or the job is not being worked on.
    pub fn receive(&mut self, id: u32, message: &[u8]) -> Result<JsValue, JsValue> {
        let message = unpack(message).map_err(|e| to_js(&e))?;
        value_to_js(&self.run.receive(id, message).map_err(|e| to_js(&e))?)
    }

    /// The engine of job `id` died; gives the events that it caused.
    ///
    /// # Errors
    /// None in a consistent build.
    pub fn fail(&mut self, id: u32, reason: &str) -> Result<JsValue, JsValue> {
        value_to_js(&self.run.fail(id, reason))
    }

    /// `{ done, total, unit, what }`.
    ///
    /// # Errors
    /// None in a consistent build.
    pub fn progress(&self) -> Result<JsValue, JsValue> {
        value_to_js(&self.run.progress())
    }

    /// True when nothing is left to do.
    pub fn finished(&self) -> bool {
        self.run.is_finished()
    }

    /// `running`, `finished`, `stopped` or `failed`, as the report says.
    ///
    /// # Errors
    /// None in a consistent build.
    pub fn ended(&self) -> Result<JsValue, JsValue> {
        value_to_js(&self.run.report().ended)
    }

    /// Nothing more is to come, though not all is done; the report says so.
    pub fn stop(&mut self) {
        self.run.stop();
    }

    /// Sets the time at which the run began, in UTC, as `2026-11-25T21:40:45Z`.
    pub fn set_begun(&mut self, time: &str) {
        self.run.set_begun(time);
    }

    /// Sets how far the GPU agreed with the processor: what [`compare_self_checks`] gave.
    ///
    /// # Errors
    /// It is nothing of the kind.
    pub fn set_self_check(&mut self, found: JsValue) -> Result<(), JsValue> {
        self.run.set_self_check(serde_wasm_bindgen::from_value(found)?);
        Ok(())
    }

    /// Sets the wall time that the report carries.
    pub fn set_seconds(&mut self, seconds: f64) {
        self.run.set_seconds(seconds);
    }

    /// The report so far, as JSON.
    ///
    /// # Errors
    /// A number of the report is not finite.
    pub fn report(&self) -> Result<String, JsValue> {
        to_json(self.run.report()).map_err(|e| to_js(&e))
    }

    /// Draws a figure of the report so far, as [`draw`].
    ///
    /// # Errors
    /// As [`draw`].
    pub fn draw(&self, request: JsValue) -> Result<JsValue, JsValue> {
        draw_report(self.run.report(), request)
    }

    /// What the report so far says: see [`sentences::Said`].
    ///
    /// # Errors
    /// None in a consistent build.
    pub fn said(&self) -> Result<JsValue, JsValue> {
        value_to_js(&sentences::said(self.run.report()))
    }

    /// What the data are.
    ///
    /// # Errors
    /// None in a consistent build.
    pub fn summary(&self) -> Result<JsValue, JsValue> {
        value_to_js(&self.run.report().data)
    }

    /// Gray picture of a record: `{ width, height, pixels }`; undefined where records are not pictures.
    ///
    /// # Errors
    /// None in a consistent build.
    pub fn thumbnail(&self, record: usize) -> Result<JsValue, JsValue> {
        let data = &self.run.plan().data;
        let (Some((width, height)), Some(pixels)) = (data.image, data.picture(record)) else {
            return Ok(JsValue::UNDEFINED);
        };
        let object = js_sys::Object::new();
        for (key, value) in [
            ("width", width.into()),
            ("height", height.into()),
            ("pixels", JsValue::from(Uint8Array::from(&pixels[..]))),
        ] {
            js_sys::Reflect::set(&object, &key.into(), &value)?;
        }
        Ok(object.into())
    }
}
