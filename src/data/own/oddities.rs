//! What is odd about the records of an own file: constant features, features whose range a handful of rows sets, and
//! records that are there more than once.

use super::reading::{Column, LISTED, Stretched};
use crate::sort;

/// Most rows that count as a handful.
const HANDFUL: usize = 3;
/// A handful of fewer rows than this is much of the file.
const FEWEST_ROWS: usize = 50;
/// Columns that are looked at in one pass, so that memory is read row by row.
const AT_ONCE: usize = 64;

/// `[n, d]` numbers with the columns and lines that they stand in.
pub struct Values<'a> {
    pub values: &'a [f64],
    pub columns: Vec<Column>,
    pub lines: &'a [u64],
}

/// What was found about features.
#[derive(Default)]
pub struct Oddities {
    pub constant: Vec<Column>,
    pub constants: u32,
    pub stretched: Vec<Stretched>,
    pub stretched_count: u32,
}

impl Values<'_> {
    pub fn oddities(&self) -> Oddities {
        let mut found = Oddities::default();
        for start in (0..self.columns.len()).step_by(AT_ONCE) {
            let block = start..self.columns.len().min(start + AT_ONCE);
            let mut ends = vec![Ends::default(); block.len()];
            for (row, values) in self.values.chunks_exact(self.columns.len()).enumerate() {
                ends.iter_mut().zip(&values[block.clone()]).for_each(|(ends, value)| ends.see(*value, row));
            }
            block.zip(ends).for_each(|(column, ends)| self.judge(column, &ends, &mut found));
        }
        found
    }

    fn judge(&self, column: usize, ends: &Ends, found: &mut Oddities) {
        let column = &self.columns[column];
        if ends.range() == 0.0 {
            found.constants += 1;
            if found.constant.len() < LISTED {
                found.constant.push(column.clone());
            }
        } else if let Some((rows, others)) = ends.handful().filter(|_| self.lines.len() >= FEWEST_ROWS) {
            found.stretched_count += 1;
            if found.stretched.len() < LISTED {
                let mut rows: Vec<u64> = rows.iter().map(|&row| self.lines[row]).collect();
                rows.sort_unstable();
                found.stretched.push(Stretched { column: column.clone(), rows, others });
            }
        }
    }
}

/// The largest and smallest values of a column with their rows, one more of each than a handful, outermost first.
#[derive(Clone, Default)]
struct Ends {
    low: Vec<(f64, usize)>,
    high: Vec<(f64, usize)>,
}

impl Ends {
    fn see(&mut self, value: f64, row: usize) {
        keep(&mut self.low, value, row, |a, b| a < b);
        keep(&mut self.high, value, row, |a, b| a > b);
    }

    fn range(&self) -> f64 {
        // Halves, because the width of a column may exceed the largest number.
        self.high[0].0 / 2.0 - self.low[0].0 / 2.0
    }

    /// The fewest rows without which less than a tenth of the range is left, but some of it, and that rest.
    fn handful(&self) -> Option<(Vec<usize>, (f64, f64))> {
        (1..=HANDFUL).flat_map(|rows| (0..=rows).map(move |low| (low, rows - low))).find_map(|(low, high)| {
            let others = (self.low.get(low)?.0, self.high.get(high)?.0);
            let rest = others.1 / 2.0 - others.0 / 2.0;
            let rows = self.low[..low].iter().chain(&self.high[..high]).map(|end| end.1).collect();
            (rest > 0.0 && rest < self.range() / 10.0).then_some((rows, others))
        })
    }
}

fn keep(ends: &mut Vec<(f64, usize)>, value: f64, row: usize, is_further: fn(f64, f64) -> bool) {
    let place = ends.iter().position(|end| is_further(value, end.0)).unwrap_or(ends.len());
    if place <= HANDFUL {
        ends.insert(place, (value, row));
        ends.truncate(HANDFUL + 1);
    }
}

/// Groups of equal records: of each record the first one that it equals, itself if none is before it.
pub fn first_alike(features: &[f32], labels: &[u32]) -> Vec<u32> {
    let dim = features.len() / labels.len().max(1);
    let key = |i: usize| (labels[i], features[i * dim..(i + 1) * dim].iter().map(|value| value.to_bits()));
    let order = |a: usize, b: usize| {
        let ((a, features), (b, others)) = (key(a), key(b));
        a.cmp(&b).then_with(|| features.cmp(others))
    };
    // The first of equal ones is the earliest.
    let records = sort::order(labels.len(), order);
    let mut first = vec![0; labels.len()];
    for group in records.chunk_by(|&a, &b| order(a, b).is_eq()) {
        group.iter().for_each(|&record| first[record] = group[0] as u32);
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oddities(values: &[f64]) -> Oddities {
        let lines: Vec<u64> = (2..values.len() as u64 + 2).collect();
        Values { values, columns: vec![Column { number: 1, name: "age".into() }], lines: &lines }.oddities()
    }

    #[test]
    fn a_handful_of_rows_that_sets_the_range_is_named() {
        let mut ages: Vec<f64> = (0..60).map(|i| f64::from(i % 50)).collect();
        assert_eq!(oddities(&ages).stretched_count, 0);
        (ages[3], ages[40]) = (999.0, -999.0);
        let stretched = &oddities(&ages).stretched[0];
        assert_eq!((&stretched.rows[..], stretched.others), (&[5, 42][..], (0.0, 49.0)));
    }

    #[test]
    fn a_rare_bit_and_a_constant_stretch_nothing() {
        let mut bits = vec![0.0; 100];
        assert_eq!(oddities(&bits).constants, 1);
        bits[7] = 1.0;
        assert_eq!((oddities(&bits).constants, oddities(&bits).stretched_count), (0, 0));
        // Largest numbers of either sign: their difference is no number.
        (bits[0], bits[1]) = (f64::MAX, f64::MIN);
        assert_eq!(oddities(&bits).stretched[0].rows, [2, 3]);
    }

    #[test]
    fn equal_records_are_alike_and_another_label_makes_another_record() {
        assert_eq!(first_alike(&[1.0, 2.0, 1.0, 1.0], &[0, 0, 0, 1]), [0, 1, 0, 3]);
    }
}
