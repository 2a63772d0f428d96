//! An experiment: a plan that is data, a run that hands out jobs and takes in what the engines found, a report.

pub mod assess;
pub mod message;
pub mod report;
