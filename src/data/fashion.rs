//! Fashion-MNIST (Xiao, Rasul & Vollgraf 2017; MIT licence, Zalando SE): pictures of clothes, 28×28 shades of gray.
//!
//! The pools are packed by `www/tools/pack-fashion.mjs`: 420 records of each of the ten classes, or 1,750 of each of
//! the four classes that look most alike. Features are (pixel/255 − μ)/σ with mean and deviation of the data set, as the
//! papers' code normalizes its pictures; without that, networks learn too slowly to memorize in a quick run. We differ
//! from the data set in having 16 shades.

use super::{Dataset, idx};
use crate::{Error, Result, source::Pool};

/// Mean and standard deviation of the pixels of the 60,000 training pictures, on the scale 0..=1.
const MEAN: f32 = 0.2860;
const DEVIATION: f32 = 0.3530;

impl Pool {
    /// Records of the IDX files `images` `[n, height, width]` and `labels` `[n]`.
    ///
    /// # Errors
    /// [`Error::Data`] if a file is not IDX, or the two do not fit each other or the pool's classes.
    pub fn load(&self, images: &[u8], labels: &[u8]) -> Result<Dataset> {
        let images = idx::parse("pictures", images)?;
        let labels = idx::parse("labels", labels)?;
        let [count, height, width] = images.dims[..] else {
            let rule = "a file of pictures must have the dimensions records, height, width";
            return Err(Error::data("pictures", rule, format!("{:?}", images.dims)));
        };
        if labels.dims != [count] {
            return Err(Error::data(
                "labels",
                format!("the dimensions must be [{count}]"),
                format!("{:?}", labels.dims),
            ));
        }
        let classes = self.classes.len();
        if let Some(row) = labels.values.iter().position(|&label| usize::from(label) >= classes) {
            let rule = format!("a label must be below {classes}");
            return Err(Error::data(format!("labels, record {}", row + 1), rule, labels.values[row]));
        }
        let features = images.values.iter().map(|&pixel| normalize(pixel)).collect();
        let labels = labels.values.iter().map(|&label| u32::from(label)).collect();
        let data = Dataset::clean(self.name, height * width, classes as u32, features, labels);
        let class_names = self.classes.iter().map(|&name| name.into()).collect();
        Ok(Dataset { image: Some((width as u32, height as u32)), class_names, ..data })
    }
}

fn normalize(pixel: u8) -> f32 {
    (f32::from(pixel) / 255.0 - MEAN) / DEVIATION
}

/// The pixel that a feature was made of.
pub fn pixel(feature: f32) -> u8 {
    ((feature * DEVIATION + MEAN) * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Origin, Source};

    fn pool(source: Source) -> &'static Pool {
        let Origin::Packed(pool) = &source.info().origin else { panic!("{source:?} is not packed") };
        pool
    }

    const IMAGES: [u8; 28] = [
        0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, // two pictures, two rows, three columns
        0, 51, 102, 153, 204, 255, 255, 204, 153, 102, 51, 0,
    ];

    fn labels(values: &[u8]) -> Vec<u8> {
        [&[0, 0, 8, 1, 0, 0, 0, values.len() as u8], values].concat()
    }

    #[test]
    fn pixels_are_normalized_and_pictures_know_their_size() {
        let data = pool(Source::FashionTops).load(&IMAGES, &labels(&[3, 0])).unwrap();
        assert_eq!((data.len(), data.dim, data.classes, data.image), (2, 6, 4, Some((3, 2))));
        assert!((data.row(0)[2] - (0.4 - 0.2860) / 0.3530).abs() < 1e-6);
        assert_eq!(data.picture(0), Some(vec![0, 51, 102, 153, 204, 255]));
        assert_eq!(data.labels, [3, 0]);
    }

    #[test]
    fn files_that_do_not_fit_each_other_are_refused() {
        let error = pool(Source::FashionTops).load(&IMAGES, &labels(&[3, 0, 1])).unwrap_err();
        assert_eq!(error.to_string(), "labels: the dimensions must be [2], but found [3]");
        let error = pool(Source::FashionTops).load(&IMAGES, &labels(&[3, 4])).unwrap_err();
        assert_eq!(error.to_string(), "labels, record 2: a label must be below 4, but found 4");
        assert!(pool(Source::Fashion).load(&IMAGES, &labels(&[3, 4])).is_ok());
        assert_eq!(
            pool(Source::Fashion).load(&labels(&[3, 4]), &labels(&[3, 4])).unwrap_err().field(),
            Some("pictures")
        );
    }
}
