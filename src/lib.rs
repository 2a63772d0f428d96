//! Train small neural networks, prune them round by round, attack them, defend them: in a browser or natively.
//!
//! Three rings: the core (everything here without burn and without the web), `nn` (the only folder that names burn)
//! and `web` (the only folder that names wasm-bindgen). ARCHITECTURE.md has the map.

pub mod assess;
pub mod attack;
pub mod audit;
#[cfg(all(feature = "nn", not(target_arch = "wasm32")))]
pub mod command;
pub mod config;
pub mod data;
pub mod error;
pub mod experiment;
pub mod field;
pub mod finetune;
pub mod look;
pub mod memory;
pub mod message;
pub mod method;
pub mod metric;
pub mod network;
#[cfg(feature = "nn")]
pub mod nn;
#[cfg(feature = "figures")]
pub mod plot;
pub mod provenance;
pub mod prune;
pub mod report;
pub mod rng;
pub mod self_check;
pub mod sentences;
pub mod signal;
pub mod sort;
pub mod source;
#[cfg(all(test, feature = "figures"))]
mod tests;
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
mod web;

pub use error::{Error, Result};
