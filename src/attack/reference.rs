//! A signal of every reference network on every record: what attacks that judge record by record compare with.
//!
//! Their thresholds must not be chosen on the target, so each reference takes the target's place once, with the others
//! as its references, on all records that one of the others has not trained on. Its own membership is known, and the
//! scores that its members and non-members get fit the threshold; a network without one of the two says nothing and is
//! left out. This leave-one-out is no measure of the attack: an attacker's networks are cut from one pool, so each shares
//! training records with those that it is compared with, which therefore predict it better than they predict the target
//! (a finite-population bias; Jälkö et al., arXiv 2605.25819). The AUC found here overstates that on the target, by up to
//! 0.06 in our runs, although one reference less is compared with. It is information; no attack may be chosen by it.

use super::{Lacking, Outcome, References, Sides, threshold};
use crate::signal::Signal;

/// One column a network, one row a record: the records in question, then the population.
pub(super) struct Table<'a> {
    columns: Vec<Column<'a>>,
    rows: usize,
}

struct Column<'a> {
    values: Vec<f64>,
    trained_on: &'a [bool],
}

impl<'a> Table<'a> {
    /// The signal of every network of `references` on every row.
    pub fn new(references: &References<'a>, signal: Signal) -> Self {
        let column = |view: &super::ReferenceView<'a>| Column {
            values: view.outputs.signals(signal),
            trained_on: view.trained_on,
        };
        let columns: Vec<Column> = references.networks.iter().map(column).collect();
        let rows = columns.first().map_or(0, |column| column.values.len());
        Self { columns, rows }
    }

    pub fn networks(&self) -> usize {
        self.columns.len()
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The signal of network `k` on a row.
    pub fn value(&self, k: usize, row: usize) -> f64 {
        self.columns[k].values[row]
    }

    /// True if network `k` was trained on the row.
    pub fn is_member(&self, k: usize, row: usize) -> bool {
        self.columns[k].trained_on[row]
    }

    /// The signals of the networks that were not trained on the row, without network `except`.
    pub fn out(&self, row: usize, except: Option<usize>) -> impl Iterator<Item = f64> + Clone + '_ {
        self.of(false, row, except)
    }

    /// The signals of the networks that were (`trained`) or were not trained on the row, without network `except`.
    pub fn of(&self, trained: bool, row: usize, except: Option<usize>) -> impl Iterator<Item = f64> + Clone + '_ {
        let columns = self.columns.iter().enumerate();
        columns
            .filter(move |(k, column)| Some(*k) != except && column.trained_on[row] == trained)
            .map(move |(_, c)| c.values[row])
    }

    /// The deviation of a signal from its row's mean, over all rows and the networks that were (`trained`) or were not
    /// trained on the row; none if no row has two such networks.
    pub fn common_deviation(&self, trained: bool) -> Option<f64> {
        let (mut squares, mut freedom) = (Vec::new(), 0);
        for row in 0..self.rows {
            let values = self.of(trained, row, None);
            let Some(center) = mean(values.clone()) else { continue };
            let (of_row, count) = residuals(values, center);
            squares.push(of_row);
            freedom += count - 1;
        }
        // Added from the smallest up: the same sum in whatever order the rows are.
        squares.sort_unstable_by(f64::total_cmp);
        (freedom > 0).then(|| (squares.iter().sum::<f64>() / freedom as f64).sqrt())
    }

    /// Each network in the target's place on every row that `score` answers for, given network and row; none of a network
    /// that lacks members or non-members there.
    pub fn leave_one_out(&self, score: impl Fn(usize, usize) -> Option<f64>) -> Vec<Sides> {
        let leave_out = |k: usize| {
            let mut sides = Sides { members: Vec::new(), non_members: Vec::new() };
            for row in 0..self.rows {
                let side = if self.is_member(k, row) { &mut sides.members } else { &mut sides.non_members };
                side.extend(score(k, row));
            }
            sides.are_both_there().then_some(sides)
        };
        (0..self.networks()).filter_map(leave_out).collect()
    }

    /// Refuses fewer than two networks.
    pub fn has_two_networks(&self) -> Result<(), Lacking> {
        match self.networks() {
            0 | 1 => Err(Lacking(format!(
                "two reference networks on the target's records are needed, but there are {}",
                self.networks()
            ))),
            _ => Ok(()),
        }
    }
}

/// Deviation of one row's values from their mean; none if they are fewer than two, or agree exactly.
pub(super) fn own_deviation(values: impl Iterator<Item = f64>, center: f64) -> Option<f64> {
    let (squares, count) = residuals(values, center);
    (count >= 2 && squares > 0.0).then(|| (squares / (count - 1) as f64).sqrt())
}

/// Sum of squared deviations from `center`, and how many.
fn residuals(values: impl Iterator<Item = f64>, center: f64) -> (f64, usize) {
    values.fold((0.0, 0), |(squares, count), value| (squares + (value - center).powi(2), count + 1))
}

/// With the threshold that has the best balanced accuracy over all networks left out; none if they lack members or non-members.
pub(super) fn outcome(left_out: Vec<Sides>, scores: Vec<Option<f64>>) -> Outcome {
    let pool =
        |side: fn(&Sides) -> &Vec<f64>| left_out.iter().flat_map(|sides| side(sides).clone()).collect::<Vec<_>>();
    let threshold = threshold::fitted(&pool(|sides| &sides.members), &pool(|sides| &sides.non_members));
    Outcome { on_own: left_out, ..Outcome::judged(threshold, scores) }
}

/// Scores by row, where `score` answers; the attack leaves the other rows out.
///
/// # Errors
/// It answers nowhere: `lacking` says why not.
pub(super) fn judged(
    values: &[f64],
    score: impl Fn(usize, f64) -> Option<f64>,
    lacking: &str,
) -> Result<Vec<Option<f64>>, Lacking> {
    let scores: Vec<Option<f64>> = values.iter().enumerate().map(|(row, &value)| score(row, value)).collect();
    if scores.iter().all(Option::is_none) { Err(Lacking(lacking.into())) } else { Ok(scores) }
}

/// What an attack says that needs a reference without a record.
pub(super) const EVERY_REFERENCE_KNOWS: &str = "every record of the target was trained on by every reference network";

/// Mean of an iterator; none if it is empty.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}
