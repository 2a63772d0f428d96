//! With the shape of Purchase-100: many classes. Nothing else of it was fitted.

use super::{Generator, Origin, Row};
use crate::field::choice;

pub(super) const ROW: Row = Row {
    choice: choice("purchase-like", "Purchase-like", "Made-up baskets of 600 goods by 100 kinds of customers."),
    origin: Origin::Made(Generator {
        name: "Purchase-like bits",
        stream: "data/purchase-like",
        records: 8000,
        features: 600,
        classes: 100,
        popularity: (-2.6, 1.3),
        difference: 2.5,
        different: 0.12,
        weight_shape: 4.0,
    }),
};
