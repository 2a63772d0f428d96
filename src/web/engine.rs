//! An engine for JavaScript: begin a job, pull messages until it is finished.

use super::{config_from, error::to_js, files_from, watch};
use crate::{
    Error,
    experiment::Plan,
    message::{Job, Message, pack, unpack},
    nn::{self, DeviceKind, Work},
};
use js_sys::{Function, Uint8Array};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;

/// Executes jobs of one configuration on one device.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    inner: Rc<nn::Engine>,
    kind: DeviceKind,
    /// Taken out while a call works on it, so that nothing is borrowed across an await.
    work: Rc<RefCell<Option<(Work, f64)>>>,
}

#[wasm_bindgen]
impl Engine {
    /// Opens the device (`cpu` or `webgpu`) for a configuration and the files of its data source.
    ///
    /// # Errors
    /// `ConfigError`, `DataError`, or `DeviceError` if there is no such device in this bundle or machine.
    pub async fn create(config: JsValue, files: Vec<Uint8Array>, device: String) -> Result<Engine, JsValue> {
        let kind = if device == DeviceKind::Webgpu.name() { DeviceKind::Webgpu } else { DeviceKind::Cpu };
        let plan = Plan::new(config_from(config)?, &files_from(files)).map_err(|e| to_js(&e))?;
        let inner = nn::Engine::new(plan, kind).await.map_err(|e| to_js(&e))?;
        Ok(Self { inner: Rc::new(inner), kind, work: Rc::default() })
    }

    /// Begins a packed job; an unfinished one is dropped.
    ///
    /// # Errors
    /// `MessageError` if the bytes are not a job of this build.
    pub fn start(&self, job: &[u8]) -> Result<(), JsValue> {
        let job: Job = unpack(job).map_err(|e| to_js(&e))?;
        *self.work.borrow_mut() = Some((self.inner.begin(&job), 0.0));
        Ok(())
    }

    /// Works for a bounded time. Gives packed messages; the last of a job is its end.
    ///
    /// # Errors
    /// `DeviceError` if the device failed or anything was logged as an error: the job's results are invalid.
    pub async fn next(&self) -> Result<Vec<Uint8Array>, JsValue> {
        let Some((mut work, seconds)) = self.work.borrow_mut().take() else { return Ok(Vec::new()) };
        let started = now();
        let mut messages = work.next().await.map_err(|e| to_js(&e))?;
        watch::check(self.kind.name()).map_err(|e| to_js(&e))?;
        let seconds = seconds + (now() - started) / 1e3;
        if work.is_finished() {
            messages.push(Message::Finished { seconds });
        } else {
            *self.work.borrow_mut() = Some((work, seconds));
        }
        messages.iter().map(|message| Ok(Uint8Array::from(&pack(message).map_err(|e| to_js(&e))?[..]))).collect()
    }

    /// True when no job is under way.
    pub fn finished(&self) -> bool {
        self.work.borrow().is_none()
    }

    /// Computes the self-check of this configuration; the lab compares those of two devices. `told` is called with how many of
    /// its parts are done, and of how many: on a GPU the first of each kind compile its programs.
    ///
    /// # Errors
    /// As [`Engine::next`].
    pub async fn self_check(&self, told: Function) -> Result<Uint8Array, JsValue> {
        // What the page makes of it is nothing to the check.
        let told = |done: usize, all: usize| drop(told.call2(&JsValue::NULL, &done.into(), &all.into()));
        let values = self.inner.self_check(told).await.map_err(|e| to_js(&e))?;
        watch::check(self.kind.name()).map_err(|e| to_js(&e))?;
        Ok(Uint8Array::from(&pack(&values).map_err(|e| to_js(&e))?[..]))
    }

    /// Milliseconds a step of one network takes here, in the stacks that this device would train.
    ///
    /// # Errors
    /// As [`Engine::next`].
    pub async fn calibrate(&self) -> Result<f64, JsValue> {
        // The first round compiles shaders and fills caches.
        let mut milliseconds = 0.0;
        for _ in 0..2 {
            let started = now();
            let steps = self.inner.trial(self.kind).await.map_err(|e| to_js(&e))?;
            milliseconds = (now() - started) / f64::from(steps.max(1));
        }
        watch::check(self.kind.name()).map_err(|e: Error| to_js(&e))?;
        Ok(milliseconds)
    }
}

/// Milliseconds, of whatever kind of worker or page this runs in.
fn now() -> f64 {
    js_sys::Date::now()
}
