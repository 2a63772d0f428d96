//! Records for an experiment: where they come from, wrong labels, and who trains on which.
//!
//! [`noise`] replaces labels before any split, so members and non-members stay alike, and
//! [`Split`] deals the pool out. Symbols: `n` records, `d` features, `c` classes.

mod bits;
mod encoding;
mod fashion;
pub(crate) mod gzip;
mod idx;
mod noise;
pub(crate) mod open;
pub mod own;
mod shift;
pub mod split;
pub(crate) mod table;

use crate::{
    Error, Result,
    config::{Config, RareClasses, Source},
    rng::Seed,
    source::Origin,
};
use own::reading::Reading;
pub use shift::mask_features;
pub use split::{Part, Split};

/// The pool of records of an experiment.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// Human name of the source.
    pub name: String,
    /// Features of a record.
    pub dim: usize,
    /// Number of classes; every label is below it.
    pub classes: u32,
    /// `[n, d]`, row by row: bits, columns scaled to 0..=1, or normalized pixels.
    pub features: Vec<f32>,
    /// `[n]`: the labels that networks see, some of them wrong on purpose. Membership is measured against these.
    pub labels: Vec<u32>,
    /// `[n]`: the labels as the source gives them. Utility is measured against these.
    pub clean_labels: Vec<u32>,
    /// Width and height, where records are pictures.
    pub image: Option<(u32, u32)>,
    /// `[c]`, as the source calls its classes; empty where they are numbers only.
    pub class_names: Vec<String>,
    /// How the user's own file was read.
    pub reading: Option<Box<Reading>>,
}

/// How errors call the user's own file, whose name only the shells know.
pub const OWN: &str = "own data";

/// An error about the user's own file, by the name that the user knows it by.
pub fn named(error: Error, file: &str) -> Error {
    match error {
        Error::Data { place, rule, value } => {
            Error::Data { place: place.replacen(OWN, file, 1), rule: rule.replace(OWN, file), value }
        }
        Error::Config { field, rule, value } => Error::Config { field, rule: rule.replace(OWN, file), value },
        error @ (Error::Device { .. } | Error::Message(_)) => error,
    }
}

impl Dataset {
    /// The pool that `config` asks for, made of `files` ([`Source::files`], or the visitor's one for own data), with
    /// its share of wrong labels.
    ///
    /// # Errors
    /// [`Error::Data`] names file, row and column of what cannot be used.
    pub fn load(config: &Config, files: &[Vec<u8>]) -> Result<Self> {
        let seed = Seed(config.seed);
        let source = config.data.source;
        let mut data = match (&source.info().origin, files) {
            (Origin::Made(generator), []) => generator.generate(seed),
            (Origin::Packed(pool), [images, labels]) => pool.load(images, labels)?,
            (Origin::Own, [file]) => own(config, file)?,
            (Origin::Made(_) | Origin::Packed(_) | Origin::Own, _) => {
                return Err(wrong_number_of_files(source, files.len()));
            }
        };
        noise::replace_labels(&mut data, config.data.label_noise, seed);
        Ok(data)
    }

    /// Records whose labels are right so far.
    fn clean(name: &str, dim: usize, classes: u32, features: Vec<f32>, labels: Vec<u32>) -> Self {
        let clean_labels = labels.clone();
        Self {
            name: name.into(),
            dim,
            classes,
            features,
            labels,
            clean_labels,
            image: None,
            class_names: Vec::new(),
            reading: None,
        }
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// True without records.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Features of record `i`, `[d]`.
    pub fn row(&self, i: usize) -> &[f32] {
        &self.features[i * self.dim..(i + 1) * self.dim]
    }

    /// Shades of gray of record `i`, row by row, where records are pictures.
    pub fn picture(&self, i: usize) -> Option<Vec<u8>> {
        self.image?;
        (i < self.len()).then(|| self.row(i).iter().copied().map(fashion::pixel).collect())
    }
}

fn own(config: &Config, file: &[u8]) -> Result<Dataset> {
    let data = own::read(OWN, file, &config.data)?;
    match config.data.rare_classes {
        RareClasses::Keep => Ok(data),
        RareClasses::LeaveOut => own::rare::leave_out(data, config),
    }
}

fn wrong_number_of_files(source: Source, given: usize) -> Error {
    let (place, needed) = if source == Source::Own { (OWN, 1) } else { ("built-in data", source.files().len()) };
    Error::data(place, format!("a source must be given its {needed} files"), given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_is_given_too_few_files_says_how_many_it_needs() {
        let mut config = Config::default();
        let error = Dataset::load(&config, &[vec![]]).unwrap_err();
        assert_eq!(error.to_string(), "built-in data: a source must be given its 2 files, but found 1");
        config.data.source = Source::Own;
        let error = Dataset::load(&config, &[]).unwrap_err();
        assert_eq!(error.to_string(), "own data: a source must be given its 1 files, but found 0");
    }

    #[test]
    fn loading_gives_the_same_pool_twice_and_keeps_the_clean_labels() {
        let mut config = Config::default();
        config.data.source = Source::MiniBits;
        config.data.label_noise = 0.1;
        let data = Dataset::load(&config, &[]).unwrap();
        assert_eq!(data, Dataset::load(&config, &[]).unwrap());
        let wrong = data.labels.iter().zip(&data.clean_labels).filter(|(seen, clean)| seen != clean).count();
        assert_eq!((data.len(), wrong), (5000, 500));
        assert_eq!(data.row(3), &data.features[3 * 128..4 * 128]);
    }
}
