//! The methods that an experiment compares: pruning without a defense, defenses, and the controls without which their
//! claims mean little.
//!
//! A method is one file with its [`Row`], and one line below. The row says all that there is to know: name and help, look,
//! settings, the strengths of a sweep, and how it fine-tunes ([`FineTuning`]). Form, address, tables, figures and their
//! colours, and the catalog of documentation are made of the rows; [`crate::finetune`] executes them.
//!
//! The strengths of the rivals were chosen by `./build.sh tune`, on what a trainer can see and with seeds that are shown
//! nowhere: of each sweep the one that leaks least within two points of Base's accuracy. NeuGuard has none so cheap and
//! takes the most accurate one. DP-SGD is the exception: noise 0.1 would be taken, whose ε of thousands promises nothing;
//! 1 promises something.

mod adv;
mod base;
pub mod candidate;
mod crl;
mod dp;
mod early_stopped;
mod fine_tune_only;
mod fresh_subset;
mod keep_low;
mod label_smoothing;
mod mia_pruning;
mod neuguard;
mod one_shot;
mod ppb;
mod random_risk;
mod random_window;
mod relaxloss;
pub mod rmr;
mod row;
pub mod rsw;
mod setting;
pub mod step;
pub mod swmr;

pub use early_stopped::EPOCHS as STOPPED_EPOCHS;
pub use row::{FineTuning, Order, Rank, Row, Schedule, Select, Sweep, Switch};
pub use rsw::AUTO_BUDGET;
use serde::{Deserialize, Serialize};
pub use setting::{Setting, Settings};

/// Declares [`Method`] and [`METHODS`] together, so that neither can lack what the other has.
macro_rules! methods {
    ($($method:ident => $row:path,)*) => {
        /// One way to prune and fine-tune. Its id is that of its [`Row`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Method {
            $(#[doc = concat!("See `", stringify!($row), "`.")] $method,)*
        }

        /// Every method once, in display order.
        pub const METHODS: &[Method] = &[$(Method::$method,)*];

        /// Their rows, in the same order.
        const ROWS: &[Row] = &[$($row,)*];
    };
}

methods! {
    Base => base::ROW,
    RswLowToHigh => rsw::LOW_TO_HIGH,
    RswHighToLow => rsw::HIGH_TO_LOW,
    Rmr => rmr::ROW,
    SwmrLowToHigh => swmr::LOW_TO_HIGH,
    SwmrHighToLow => swmr::HIGH_TO_LOW,
    RswAuto => rsw::AUTO,
    SwmrAuto => swmr::AUTO,
    Ppb => ppb::ROW,
    Adv => adv::ROW,
    Dp => dp::ROW,
    Relaxloss => relaxloss::ROW,
    MiaPruning => mia_pruning::ROW,
    MiaPruningMinMax => mia_pruning::MIN_MAX,
    LabelSmoothing => label_smoothing::ROW,
    Neuguard => neuguard::ROW,
    Crl => crl::ROW,
    FineTuneOnly => fine_tune_only::ROW,
    RandomWindow => random_window::ROW,
    EarlyStopped => early_stopped::ROW,
    OneShot => one_shot::ROW,
    OneShotEqual => one_shot::EQUAL,
    KeepLow => keep_low::ROW,
    FreshSubset => fresh_subset::ROW,
    RandomRisk => random_risk::ROW,
}

impl Method {
    /// The method's row.
    pub fn info(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The method of an id; none where this build has no such method.
    pub fn of_id(id: &str) -> Option<Self> {
        METHODS.iter().copied().find(|method| method.info().id == id)
    }
}

/// The settings of all methods, each once, in display order.
pub fn settings() -> impl Iterator<Item = &'static Setting> {
    let used = || ROWS.iter().flat_map(|row| row.settings).copied();
    let is_first = move |i: usize, setting: &Setting| used().take(i).all(|other| other.field.key != setting.field.key);
    used().enumerate().filter(move |&(i, setting)| is_first(i, setting)).map(|(_, setting)| setting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_serde_names_and_unique() {
        for (method, row) in METHODS.iter().zip(ROWS) {
            assert_eq!(serde_json::to_value(method).unwrap(), row.id);
            assert_eq!(ROWS.iter().filter(|other| other.id == row.id).count(), 1);
            assert_eq!(Method::of_id(row.id), Some(*method));
        }
        assert!(Method::FineTuneOnly.info().control && !Method::Base.info().control);
    }

    #[test]
    fn no_two_methods_share_a_mark() {
        for (i, row) in ROWS.iter().enumerate() {
            assert!(ROWS[..i].iter().all(|other| other.look.mark != row.look.mark), "{} shares a mark", row.id);
        }
    }

    #[test]
    fn a_step_reads_only_settings_that_its_row_lists() {
        for row in ROWS {
            let own = Settings::only(row.settings);
            let _reads_all_it_needs = (row.tuning.step)(&own);
            assert!(row.tuning.risk.is_none_or(|share| own.has(share)), "{}", row.id);
        }
    }

    #[test]
    fn a_sweep_ascends() {
        for (row, sweep) in ROWS.iter().filter_map(|row| Some((row, row.sweep?))) {
            assert!(sweep.values.windows(2).all(|pair| pair[0] < pair[1]), "{}", row.id);
        }
    }
}
