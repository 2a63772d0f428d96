//! An experiment: a plan that is data, a run that hands out jobs and takes in what the engines found, a report.

pub mod assess;
pub mod compare;
pub mod event;
pub mod message;
pub mod own;
pub mod plan;
pub mod repeats;
pub mod report;
pub mod run;
pub mod sentences;
pub mod summary;
pub mod task;
#[cfg(test)]
mod testing;
mod unadapted;

pub use plan::Plan;
pub use run::{Run, Stacking};
