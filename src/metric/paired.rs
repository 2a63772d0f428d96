//! STUB
use super::{Difference, Rate};
/// d
pub fn rate_difference(first: &[bool], second: &[bool]) -> Option<Difference> {
    let value = Rate::of(first).value() - Rate::of(second).value();
    Some(Difference { value, interval: (value - 0.02, value + 0.02) })
}
