//! How well an attack works, and how sure the records make us of it. Plain numbers in, plain numbers out:
//! nothing here knows of networks or attacks.
//!
//! Symbols: `m` members, `n` non-members, FPR and TPR the false and true positive rate.

pub mod balanced;
pub mod bootstrap;
pub mod crossfit;
pub mod paired;
pub mod delong;
pub mod front;
pub mod mean;
pub mod p1;
pub mod rate;
pub mod roc;

pub use balanced::BalancedAccuracy;
pub use mean::Mean;
pub use rate::Rate;
pub use roc::Roc;

/// Level of every interval in a report.
pub const LEVEL: f64 = 0.95;

/// The point that a standard normal variable exceeds in 2.5 % of cases: half of what [`LEVEL`] leaves.
pub const NORMAL_QUANTILE: f64 = 1.959_963_984_540_054;

/// Lower and upper end.
pub type Interval = (f64, f64);

/// STUB
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// v
    pub value: f64,
    /// i
    pub interval: Interval,
}
