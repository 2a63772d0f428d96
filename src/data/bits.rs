//! Generators of records of bits with the shapes of Location-30 and Purchase-100, whose files may not be shipped.
//!
//! b_j ~ N(m, s) is how popular feature j is, S_kj ~ N(0, σ) with probability f, else 0, how class k differs, class k
//! has a weight ~ Gamma(g), a_i ~ N(0, 0.5) is how active record i is; then y_i is drawn by the weights and
//! x_ij ~ Bernoulli(sigmoid(b_j + S_kj + a_i)) for k = y_i. The numbers of each stand with its source. We differ from both data sets in
//! that the labels are those of the model, not of a clustering, and from the trials in that no class has less than half
//! the mean weight: the smallest class of Location-30 has 0.58 of it, and a class too small has no members to attack.

use super::Dataset;
use crate::{
    rng::{Seed, Stream},
    source::Generator,
};
use rand::RngExt;
use rand_distr::{Distribution, Gamma, Normal, weighted::WeightedIndex};

/// Spread of how active records are.
const ACTIVITY: f64 = 0.5;

impl Generator {
    /// The whole pool. A seed has its own popularities and classes, not only its own records.
    pub fn generate(&self, seed: Seed) -> Dataset {
        let stream = &mut seed.stream(self.stream);
        let class_logits = self.class_logits(stream);
        let class_of = WeightedIndex::new(self.class_weights(stream)).expect("weights are positive");
        let activity = normal(0.0, ACTIVITY);
        let mut features = Vec::with_capacity(self.records * self.features);
        let mut labels = Vec::with_capacity(self.records);
        for _ in 0..self.records {
            let class = class_of.sample(stream);
            let active = activity.sample(stream);
            labels.push(class as u32);
            let logits = &class_logits[class * self.features..(class + 1) * self.features];
            features.extend(logits.iter().map(|logit| bit(stream, logit + active)));
        }
        Dataset::clean(self.name, self.features, self.classes as u32, features, labels)
    }

    /// b_j + S_kj, `[c, d]`.
    fn class_logits(&self, stream: &mut Stream) -> Vec<f64> {
        let popularity = normal(self.popularity.0, self.popularity.1);
        let difference = normal(0.0, self.difference);
        let base: Vec<f64> = (0..self.features).map(|_| popularity.sample(stream)).collect();
        let mut logits = Vec::with_capacity(self.classes * self.features);
        for _ in 0..self.classes {
            for b in &base {
                let differs = stream.random_bool(self.different);
                logits.push(if differs { b + difference.sample(stream) } else { *b });
            }
        }
        logits
    }

    fn class_weights(&self, stream: &mut Stream) -> Vec<f64> {
        let weight = Gamma::new(self.weight_shape, 1.0).expect("the shape is a positive constant");
        let smallest = self.weight_shape / 2.0;
        (0..self.classes).map(|_| f64::max(smallest, weight.sample(stream))).collect()
    }
}

fn normal(mean: f64, deviation: f64) -> Normal<f64> {
    Normal::new(mean, deviation).expect("the deviation is a positive constant")
}

/// 1 with probability sigmoid(logit). Two machines' `exp` may differ in the last digit: a bit differs once in 1e15.
fn bit(stream: &mut Stream, logit: f64) -> f32 {
    let probability = 1.0 / (1.0 + (-logit).exp());
    f32::from(u8::from(stream.random::<f64>() < probability))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Origin, SOURCES, Source};

    fn made(source: Source) -> Dataset {
        let Origin::Made(generator) = &source.info().origin else { panic!("{source:?} is not made") };
        generator.generate(Seed(1))
    }

    fn ones_per_record(data: &Dataset) -> Vec<f64> {
        let mut ones: Vec<f64> = (0..data.len()).map(|i| data.row(i).iter().map(|&x| f64::from(x)).sum()).collect();
        ones.sort_by(f64::total_cmp);
        ones
    }

    /// Density and the 5th, 50th and 95th percentile of ones a record, as in the trials that chose the numbers. One
    /// draw of the popularities moves the density by about a tenth of its value.
    #[test]
    fn density_and_activity_are_those_of_the_trials() {
        for (source, density, quantiles) in
            [(Source::LocationLike, 0.128, [27.0, 55.0, 95.0]), (Source::PurchaseLike, 0.129, [40.0, 74.0, 127.0])]
        {
            let data = made(source);
            let ones = ones_per_record(&data);
            let mean = ones.iter().sum::<f64>() / ones.len() as f64 / data.dim as f64;
            assert!((mean / density - 1.0).abs() < 0.2, "{}: density {mean}", data.name);
            for (share, expected) in [0.05, 0.5, 0.95].into_iter().zip(quantiles) {
                let found = ones[(share * ones.len() as f64) as usize];
                assert!((found / expected - 1.0).abs() < 0.25, "{}: {found} ones at {share}", data.name);
            }
        }
    }

    #[test]
    fn every_generator_gives_the_shape_of_its_row_with_all_classes_and_twice_the_same() {
        for source in SOURCES {
            let Origin::Made(row) = &source.info().origin else { continue };
            let data = made(*source);
            assert_eq!((data.len(), data.dim, data.classes), (row.records, row.features, row.classes as u32));
            assert_eq!(data.features.len(), data.len() * data.dim);
            assert!((0..data.classes).all(|class| data.labels.contains(&class)));
            assert!(data.features.iter().all(|&x| x == 0.0 || x == 1.0));
            assert_eq!(data, made(*source));
        }
    }

    #[test]
    fn classes_differ_more_than_records_of_one_class() {
        let data = made(Source::MiniBits);
        let mean = |class: u32, half: usize| -> Vec<f64> {
            let rows: Vec<usize> = (0..data.len()).filter(|&i| data.labels[i] == class && i % 2 == half).collect();
            let sum = |j: usize| rows.iter().map(|&i| f64::from(data.row(i)[j])).sum::<f64>();
            (0..data.dim).map(|j| sum(j) / rows.len() as f64).collect()
        };
        let distance = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f64>();
        assert!(distance(&mean(0, 0), &mean(1, 1)) > 5.0 * distance(&mean(0, 0), &mean(0, 1)));
    }
}
