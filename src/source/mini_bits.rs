//! A small generator, for a quick run.

use super::{Generator, Origin, Row};
use crate::field::choice;

pub(super) const ROW: Row = Row {
    choice: choice("mini-bits", "Mini bits", "A small made-up set of yes/no features, for a quick run."),
    origin: Origin::Made(Generator {
        name: "Mini bits",
        stream: "data/mini-bits",
        records: 5000,
        features: 128,
        classes: 12,
        popularity: (-2.2, 1.2),
        difference: 1.2,
        different: 0.3,
        weight_shape: 8.0,
    }),
};
