//! A signal of every reference network on every record: what attacks that judge record by record compare with.
//!
//! Their thresholds must not be chosen on the target, so each reference takes the target's place once, with the others
//! as its references, on all records that one of the others has not trained on. Its own membership is known, and the
//! scores that its members and non-members get fit the threshold. With few references this rehearsal is played with one
//! reference less than the attack, so it understates the attack a little.

use super::{Lacking, References, threshold};
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

/// Scores that a network's members and non-members get where their membership is known.
pub(super) struct Sides {
    pub members: Vec<f64>,
    pub non_members: Vec<f64>,
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
        let columns = self.columns.iter().enumerate();
        columns
            .filter(move |(k, column)| Some(*k) != except && !column.trained_on[row])
            .map(move |(_, c)| c.values[row])
    }
}

/// A threshold with the best balanced accuracy over all rehearsals; none if they lack members or non-members.
pub(super) fn rehearsed_threshold(rehearsals: &[Sides]) -> Option<f64> {
    let pool =
        |side: fn(&Sides) -> &Vec<f64>| rehearsals.iter().flat_map(|sides| side(sides).clone()).collect::<Vec<_>>();
    threshold::fitted(&pool(|sides| &sides.members), &pool(|sides| &sides.non_members))
}

/// What an attack says that needs a reference without this very record, 0-based.
pub(super) fn every_reference_knows(row: usize) -> Lacking {
    Lacking(format!("every reference network was trained on record {}", row + 1))
}

/// Mean of an iterator; none if it is empty.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}
