//! Fashion-MNIST's four classes that look most alike: 1,750 records of each.

use super::{Origin, Pool, Row};
use crate::field::choice;

pub(super) const ROW: Row = Row {
    choice: choice("fashion-tops", "Fashion-MNIST, tops", "T-shirts, pullovers, coats and shirts, which look alike."),
    origin: Origin::Packed(Pool {
        name: "Fashion-MNIST, four look-alike tops",
        files: ["data/fashion-tops-images.idx.gz", "data/fashion-tops-labels.idx.gz"],
        classes: &["T-shirt", "pullover", "coat", "shirt"],
    }),
};
