//! Where records come from: a file and a row for each source.

mod fashion;
mod fashion_tops;
mod location_like;
mod mini_bits;
mod own;
mod purchase_like;
mod row;

use crate::field::Choice;
pub use row::{Generator, Origin, Pool, Row};
use serde::{Deserialize, Serialize};

/// Declares [`Source`] and [`SOURCES`] together, so that neither can lack what the other has.
macro_rules! sources {
    ($($source:ident => $row:path,)*) => {
        /// Which records.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "kebab-case")]
        pub enum Source {
            $(#[doc = concat!("See `", stringify!($row), "`.")] $source,)*
        }

        /// Every source once, in display order.
        pub const SOURCES: &[Source] = &[$(Source::$source,)*];

        /// Their rows, in the same order.
        const ROWS: [Row; SOURCES.len()] = [$($row,)*];
    };
}

sources! {
    Fashion => fashion::ROW,
    FashionTops => fashion_tops::ROW,
    LocationLike => location_like::ROW,
    PurchaseLike => purchase_like::ROW,
    MiniBits => mini_bits::ROW,
    Own => own::ROW,
}

/// The sources as a form offers them.
pub const CHOICES: [Choice; SOURCES.len()] = {
    let mut choices = [ROWS[0].choice; SOURCES.len()];
    let mut i = 0;
    while i < choices.len() {
        choices[i] = ROWS[i].choice;
        i += 1;
    }
    choices
};

impl Source {
    /// The source's row.
    pub fn info(self) -> &'static Row {
        const { &ROWS }.get(self as usize).expect("one row a source")
    }

    /// Site-relative names of the packed files that it needs, in the order in which they are loaded. Generators need none;
    /// for [`Source::Own`] the visitor brings the one file.
    pub fn files(self) -> &'static [&'static str] {
        match &self.info().origin {
            Origin::Packed(pool) => &pool.files,
            Origin::Made(_) | Origin::Own => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_serde_names() {
        for source in SOURCES {
            assert_eq!(serde_json::to_value(source).unwrap(), source.info().choice.id);
        }
    }
}
