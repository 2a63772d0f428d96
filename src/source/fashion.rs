//! Fashion-MNIST, ten classes: 420 records of each.

use super::{Origin, Pool, Row};
use crate::field::choice;

pub(super) const ROW: Row = Row {
    choice: choice("fashion", "Fashion-MNIST", "Pictures of clothes of ten kinds, 28×28 pixels."),
    origin: Origin::Packed(Pool {
        name: "Fashion-MNIST",
        files: ["data/fashion-images.idx.gz", "data/fashion-labels.idx.gz"],
        classes: &[
            "T-shirt",
            "trousers",
            "pullover",
            "dress",
            "coat",
            "sandal",
            "shirt",
            "sneaker",
            "bag",
            "ankle boot",
        ],
    }),
};
