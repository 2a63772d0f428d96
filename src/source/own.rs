//! The visitor's own file.

use super::{Origin, Row};
use crate::field::choice;

pub(super) const ROW: Row = Row {
    choice: choice("own", "Your own file", "A CSV file of yours, which stays on your machine."),
    origin: Origin::Own,
};
