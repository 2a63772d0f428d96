//! How well an attack works, and how sure the records make us of it. Plain numbers in, plain numbers out:
//! nothing here knows of networks or attacks.
//!
//! Symbols: `m` members, `n` non-members, FPR and TPR the false and true positive rate.
//! Every interval is tried out by simulation in `tests/coverage.rs`, which also says where one holds more than its level.

pub mod balanced;
pub mod bootstrap;
pub mod crossfit;
pub mod delong;
pub mod front;
pub mod mean;
pub mod p1;
pub mod paired;
pub mod rate;
pub mod roc;
mod tpr;

pub use balanced::BalancedAccuracy;
pub use mean::Mean;
pub use rate::Rate;
pub use roc::{Roc, TprAt};

/// Level of every interval in a report.
pub const LEVEL: f64 = 0.95;

/// The point that a standard normal variable exceeds in 2.5 % of cases: half of what [`LEVEL`] leaves.
pub const NORMAL_QUANTILE: f64 = 1.959_963_984_540_054;

/// Lower and upper end.
pub type Interval = (f64, f64);

/// One number minus another of the same kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// First minus second.
    pub value: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}
