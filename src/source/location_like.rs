//! Shaped like Location-30, and leaking like it: its numbers were fitted to that data set's density and leak.

use super::{Generator, Origin, Row};
use crate::field::choice;

pub(super) const ROW: Row = Row {
    choice: choice("location-like", "Location-like", "Made-up visits to 446 places by 30 kinds of people."),
    origin: Origin::Made(Generator {
        name: "Location-like bits",
        stream: "data/location-like",
        records: 5010,
        features: 446,
        classes: 30,
        popularity: (-2.6, 1.3),
        difference: 1.1,
        different: 0.3,
        weight_shape: 4.0,
    }),
};
