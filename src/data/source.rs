//! Where the records of each source come from: a source is described in one file, and has one line below.
//!
//! The enum, with the names and help of a form, is the configuration's; a source that lacks its line does not compile.

use super::{
    bits::{self, Generator},
    fashion::{self, Pool},
};
use crate::config::Source;

/// Where records come from.
pub(super) enum Origin {
    /// A generator makes them; no files.
    Made(&'static Generator),
    /// Packed pictures and their labels, which the site serves.
    Packed(&'static Pool),
    /// The one file that the visitor brings.
    Own,
}

/// The origin of a source's records.
pub(super) fn origin(source: Source) -> Origin {
    match source {
        Source::Fashion => Origin::Packed(&fashion::ALL),
        Source::FashionTops => Origin::Packed(&fashion::TOPS),
        Source::LocationLike => Origin::Made(&bits::LOCATION_LIKE),
        Source::PurchaseLike => Origin::Made(&bits::PURCHASE_LIKE),
        Source::MiniBits => Origin::Made(&bits::MINI),
        Source::Own => Origin::Own,
    }
}

/// Site-relative names of the packed files that a source needs, in the order in which [`super::Dataset::load`] takes
/// them. Generators need none; for [`Source::Own`] the visitor brings the one file.
pub fn files(source: Source) -> &'static [&'static str] {
    match origin(source) {
        Origin::Packed(pool) => &pool.files,
        Origin::Made(_) | Origin::Own => &[],
    }
}
