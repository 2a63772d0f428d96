//! Wrong labels: a share of the pool gets another class, each of the others equally likely.
//!
//! It is done before any split and whoever ends up a member, so a wrong label never tells who was trained on. A wrong
//! label can only be learned by heart, which is what the attacks feed on (Feldman 2020).

use super::Dataset;
use crate::rng::Seed;
use rand::{RngExt, seq::SliceRandom};

/// Gives `share` of the records, rounded to whole ones, another label; `clean_labels` stay.
pub fn replace_labels(data: &mut Dataset, share: f64, seed: Seed) {
    let mut stream = seed.stream("data/label-noise");
    let mut order: Vec<usize> = (0..data.len()).collect();
    let count = (share * data.len() as f64).round() as usize;
    let (chosen, _) = order.partial_shuffle(&mut stream, count);
    for &mut record in chosen {
        let other = stream.random_range(0..data.classes - 1);
        let clean = data.clean_labels[record];
        // Counting past the right class leaves each of the others equally likely.
        data.labels[record] = if other < clean { other } else { other + 1 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool() -> Dataset {
        Dataset::clean("pool", 0, 4, Vec::new(), (0..4000).map(|i| i % 4).collect())
    }

    #[test]
    fn the_share_is_exact_and_a_wrong_label_is_never_the_right_one() {
        let mut data = pool();
        replace_labels(&mut data, 0.2, Seed(1));
        let changed = data.labels.iter().zip(&data.clean_labels).filter(|(seen, clean)| seen != clean).count();
        assert_eq!(changed, 800);
        replace_labels(&mut data, 0.0, Seed(2));
        assert_eq!(data.clean_labels, pool().labels);
    }

    #[test]
    fn every_other_class_is_equally_likely() {
        let mut data = pool();
        replace_labels(&mut data, 1.0, Seed(3));
        for clean in 0..4 {
            for seen in (0..4).filter(|seen| *seen != clean) {
                let count = (0..4000).filter(|&i| data.clean_labels[i] == clean && data.labels[i] == seen).count();
                // Binomial(1000, 1/3) has a standard deviation of 15; five of them.
                assert!(count.abs_diff(333) < 75, "{clean} became {seen} {count} times");
            }
        }
    }
}
