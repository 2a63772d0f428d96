//! An experiment: a plan that is data, and a run that hands out jobs and takes in what the engines found.

pub mod event;
pub mod footprint;
mod non_adaptive;
pub mod own;
pub mod plan;
pub mod run;
pub mod task;

pub use plan::Plan;
pub use run::{Run, Stacking};
