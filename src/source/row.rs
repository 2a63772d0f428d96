//! What a source is: its row in the registry.

use crate::field::Choice;

/// A source, whole.
#[derive(Debug)]
pub struct Row {
    /// Id of the configuration, name and help of a form.
    pub choice: Choice,
    /// Where its records come from.
    pub origin: Origin,
}

/// Where records come from.
#[derive(Debug)]
pub enum Origin {
    /// A generator makes them; no files.
    Made(Generator),
    /// Packed pictures and their labels, which the site serves.
    Packed(Pool),
    /// The one file that the visitor brings.
    Own,
}

/// A generator of records of bits; the letters are those of the formula of `data::bits`.
#[derive(Debug)]
pub struct Generator {
    /// Human name.
    pub name: &'static str,
    /// Random stream.
    pub stream: &'static str,
    /// Records of the pool.
    pub records: usize,
    /// Bits of a record.
    pub features: usize,
    /// Classes.
    pub classes: usize,
    /// m and s.
    pub popularity: (f64, f64),
    /// σ.
    pub difference: f64,
    /// f.
    pub different: f64,
    /// g.
    pub weight_shape: f64,
}

/// A pool of pictures, packed as IDX files.
#[derive(Debug)]
pub struct Pool {
    /// Human name.
    pub name: &'static str,
    /// Site-relative names of the files of pictures and of labels.
    pub files: [&'static str; 2],
    /// Names of the classes, in the order of the labels.
    pub classes: &'static [&'static str],
}
