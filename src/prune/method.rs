//! The pruning methods: each is one file with its row, and one line below.

use super::{
    magnitude, random,
    row::{Row, Scores},
    slimming, units,
};
use crate::field::Choice;
use serde::{Deserialize, Serialize};

/// Declares [`PruneMethod`] and [`PRUNE_METHODS`] together, so that neither can lack what the other has.
macro_rules! prune_methods {
    ($($method:ident => $row:path,)*) => {
        /// What pruning removes, and by which score.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "kebab-case")]
        pub enum PruneMethod {
            $(#[doc = concat!("See `", stringify!($row), "`.")] $method,)*
        }

        /// Every pruning method once, in display order.
        pub const PRUNE_METHODS: &[PruneMethod] = &[$(PruneMethod::$method,)*];

        /// Their rows, in the same order.
        const ROWS: [Row; PRUNE_METHODS.len()] = [$($row,)*];
    };
}

prune_methods! {
    L1Unstructured => magnitude::ROW,
    L1Structured => units::L1,
    L2Structured => units::L2,
    Slimming => slimming::ROW,
    Random => random::ROW,
}

/// The methods as a form offers them.
pub const CHOICES: [Choice; PRUNE_METHODS.len()] = {
    let mut choices = [ROWS[0].choice; PRUNE_METHODS.len()];
    let mut i = 0;
    while i < choices.len() {
        choices[i] = ROWS[i].choice;
        i += 1;
    }
    choices
};

impl PruneMethod {
    /// The method's row.
    pub fn info(self) -> &'static Row {
        const { &ROWS }.get(self as usize).expect("one row a method")
    }

    /// True if whole units go.
    pub fn is_structured(self) -> bool {
        matches!(self.info().scores, Scores::OfUnits(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_serde_names() {
        for method in PRUNE_METHODS {
            assert_eq!(serde_json::to_value(method).unwrap(), method.info().choice.id);
        }
    }
}
