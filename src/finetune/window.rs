//! The sliding window, RSW's primitive (WeMem; authors' `slide_window` and `slide_window_reverse`).
//!
//! Epoch e of every round uses, of each class sorted by mem-score, the ranks from stride·e on, `width` of them. The
//! window restarts in each round and never wraps; a class whose ranks are exhausted contributes nothing. In the
//! authors' code a short class also shortens the window of the classes after it; that is an accident and not done here.

use crate::{
    config::Config,
    memory::Ranking,
    method::{Order, rsw},
};
use std::ops::Range;

/// Width and stride, as shares of a class or in records.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    size: Size,
    epochs: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Size {
    Shares { width: f64, stride: f64 },
    Records { width: usize, stride: usize },
}

impl Window {
    /// The configuration's window; records take precedence over shares.
    pub fn new(config: &Config) -> Self {
        let (settings, epochs) = (&config.defense.settings, config.prune.epochs);
        let records = |setting| settings.count(setting) as usize;
        let size = if records(&rsw::WIDTH_RECORDS) > 0 {
            Size::Records { width: records(&rsw::WIDTH_RECORDS), stride: records(&rsw::STRIDE_RECORDS) }
        } else {
            let width = settings.get(&rsw::WIDTH);
            let slide = (settings.get(&rsw::COVERAGE) - width).max(0.0);
            let stride = if epochs > 1 { slide / f64::from(epochs - 1) } else { 0.0 };
            Size::Shares { width, stride }
        };
        Self { size, epochs }
    }

    /// Ranks of a class with `count` members in `epoch`, counted from the beginning of the order.
    pub fn range(&self, count: usize, epoch: u32) -> Range<usize> {
        let (start, width) = match self.size {
            Size::Records { width, stride } => (stride * epoch as usize, width),
            Size::Shares { width, stride } => {
                let share = |x: f64| (x * count as f64).round() as usize;
                (share(stride * f64::from(epoch)), share(width).max(1))
            }
        };
        start.min(count)..(start + width).min(count)
    }

    /// Members in the window of `epoch`, class by class.
    pub fn members(&self, ranking: &Ranking, order: Order, epoch: u32) -> Vec<u32> {
        let in_class = |class: &Vec<u32>| {
            let ranks = self.range(class.len(), epoch);
            match order {
                Order::LowToHigh => class[ranks].to_vec(),
                Order::HighToLow => class.iter().rev().skip(ranks.start).take(ranks.len()).copied().collect(),
            }
        };
        ranking.by_class.iter().flat_map(in_class).collect()
    }

    /// Members that the window from low to high touches in any epoch of a round.
    pub fn ever_covered(&self, ranking: &Ranking) -> Vec<u32> {
        let last = self.epochs.saturating_sub(1);
        ranking.by_class.iter().flat_map(|class| class[..self.range(class.len(), last).end].to_vec()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::Setting;

    fn window(epochs: u32, values: &[(&Setting, f64)]) -> Window {
        let mut config = Config::default();
        config.prune.epochs = epochs;
        values.iter().for_each(|&(setting, value)| config.defense.settings.set(setting, value));
        Window::new(&config)
    }

    fn one_class(count: u32) -> Ranking {
        Ranking { by_class: vec![(0..count).collect()], all: (0..count).collect() }
    }

    #[test]
    fn slides_from_low_to_high_and_back() {
        let window = window(3, &[(&rsw::WIDTH, 0.2), (&rsw::COVERAGE, 0.6)]);
        let ranking = one_class(10);
        let visits = |order| (0..3).map(|epoch| window.members(&ranking, order, epoch)).collect::<Vec<_>>();
        assert_eq!(visits(Order::LowToHigh), [vec![0, 1], vec![2, 3], vec![4, 5]]);
        assert_eq!(visits(Order::HighToLow), [vec![9, 8], vec![7, 6], vec![5, 4]]);
        assert_eq!(window.ever_covered(&ranking), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn the_authors_location_setting_touches_58_percent_and_uses_a_member_5_25_times() {
        let window = window(21, &[(&rsw::WIDTH_RECORDS, 15.0), (&rsw::STRIDE_RECORDS, 1.0)]);
        let uses: usize = (0..21).map(|epoch| window.range(60, epoch).len()).sum();
        assert_eq!(uses as f64 / 60.0, 5.25);
        assert_eq!(window.range(60, 20).end, 35);
    }

    #[test]
    fn an_exhausted_class_contributes_nothing() {
        let window = window(7, &[(&rsw::WIDTH_RECORDS, 15.0), (&rsw::STRIDE_RECORDS, 5.0)]);
        assert!(window.range(60, 12).is_empty());
    }

    #[test]
    fn no_member_is_used_more_often_than_width_over_stride() {
        let window = window(7, &[(&rsw::WIDTH_RECORDS, 10.0), (&rsw::STRIDE_RECORDS, 4.0)]);
        let mut uses = [0; 50];
        (0..12).flat_map(|epoch| window.range(50, epoch)).for_each(|rank| uses[rank] += 1);
        assert!(uses.iter().all(|&uses| uses <= 3));
    }
}
