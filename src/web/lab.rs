//! A run for JavaScript.

use super::{config_from, error::to_js, files_from, to_js as value_to_js};
use crate::{
    experiment::{Plan, Run, Stacking, footprint},
    message::{pack, unpack},
    report::json::to_json,
    self_check,
};
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

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
