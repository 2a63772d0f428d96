//! What every attack says of every record, in the order of the target's file: the rows most exposed, and all of them.

use super::report::{Exposed, ExposedRow};
use crate::{assess::judge::Verdict, sort};

/// Most rows in the list of the most exposed.
const MOST_EXPOSED: usize = 20;

/// The records of a target: what its file says of them, and what attacks do.
pub struct Rows {
    /// Where each record stands, counted in lines from 1.
    pub(super) lines: Vec<u64>,
    pub(super) ids: Option<Vec<String>>,
    pub(super) member: Vec<bool>,
    /// None for scores alone.
    pub(super) labels: Option<Vec<u32>>,
    /// p_y under the target; none for scores alone.
    pub(super) confidence: Option<Vec<f64>>,
    /// One entry an attack that ran.
    pub(super) attacks: Vec<Said>,
}

/// What an attack says.
pub(super) struct Said {
    attack: String,
    /// None of records that it could not judge.
    scores: Vec<Option<f64>>,
    /// None without a threshold.
    called: Option<Vec<bool>>,
}

impl Said {
    /// `order` holds the row of each record that the verdict was made of.
    pub fn new(verdict: &Verdict, order: &[usize]) -> Self {
        let judged = verdict.is_judged();
        let mut scores = vec![None; order.len()];
        for (k, &row) in order.iter().enumerate() {
            scores[row] = judged[k].then(|| verdict.all_scores()[k]);
        }
        let called = verdict.called().map(|(members, others)| {
            let mut called = vec![false; order.len()];
            order.iter().zip(members.iter().chain(others)).for_each(|(&row, &said)| called[row] = said);
            called
        });
        Self { attack: verdict.attack().into(), scores, called }
    }
}

impl Rows {
    /// The members that an attack is surest of, among those that it calls members if it has a threshold; those first of which
    /// the target is surest where scores are equal, then those further up in the file. None if it did not run.
    pub(super) fn most_exposed(&self, attack: &str) -> Option<Exposed> {
        let said = self.attacks.iter().find(|said| said.attack == attack)?;
        let is_found = |row: usize| self.member[row] && said.called.as_ref().is_none_or(|called| called[row]);
        let mut found: Vec<(usize, f64)> = (0..self.lines.len())
            .filter(|&row| is_found(row))
            .filter_map(|row| Some((row, said.scores[row]?)))
            .collect();
        let sure = |row: usize| self.confidence.as_ref().map_or(0.0, |confidence| confidence[row]);
        sort::by(&mut found, |a, b| b.1.total_cmp(&a.1).then(sure(b.0).total_cmp(&sure(a.0))).then(a.0.cmp(&b.0)));
        let row = |&(row, score): &(usize, f64)| ExposedRow {
            row: self.lines[row],
            id: self.ids.as_ref().map(|ids| ids[row].clone()),
            label: self.labels.as_ref().map(|labels| labels[row]),
            confidence: self.confidence.as_ref().map(|confidence| confidence[row]),
            // A report holds only numbers that JSON has.
            score: score.clamp(f64::MIN, f64::MAX),
        };
        Some(Exposed {
            attack: attack.into(),
            among_called: said.called.is_some(),
            of: found.len() as u32,
            rows: found[..found.len().min(MOST_EXPOSED)].iter().map(row).collect(),
        })
    }
}

impl Rows {
    /// One line a record, in the order of the file: `row`, `id` and `label` where there are any, `member`, then the score by each
    /// attack that ran, empty where it could not judge the record. Numbers have all their digits.
    pub fn csv(&self) -> String {
        let mut csv = csv::Writer::from_writer(Vec::new());
        let head =
            [Some("row"), self.ids.as_ref().map(|_| "id"), Some("member"), self.labels.as_ref().map(|_| "label")];
        let attacks = self.attacks.iter().map(|said| &*said.attack);
        let mut write = |cells: &[&str]| csv.write_record(cells).expect("memory takes what is written to it");
        write(&head.into_iter().flatten().chain(attacks).collect::<Vec<_>>());
        for row in 0..self.lines.len() {
            let cells = self.cells(row);
            write(&cells.iter().map(String::as_str).collect::<Vec<_>>());
        }
        String::from_utf8(csv.into_inner().expect("nothing is left to be written")).expect("it was made of text")
    }

    fn cells(&self, row: usize) -> Vec<String> {
        let mut cells = vec![self.lines[row].to_string()];
        cells.extend(self.ids.as_ref().map(|ids| ids[row].clone()));
        cells.push(u8::from(self.member[row]).to_string());
        cells.extend(self.labels.as_ref().map(|labels| labels[row].to_string()));
        // Debug writes an exponent where a number is large or small.
        cells.extend(
            self.attacks.iter().map(|said| said.scores[row].map_or_else(String::new, |score| format!("{score:?}"))),
        );
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attack::Outcome;

    /// Members on lines 2, 4 and 6, others on 3 and 5.
    fn rows(threshold: Option<f64>, scores: [f64; 5], left_out: &[usize]) -> Rows {
        let order = [0, 2, 4, 1, 3];
        let scores = order.map(|row| scores[row]).to_vec();
        let outcome = Outcome { left_out: left_out.to_vec(), ..Outcome::at(threshold, scores) };
        Rows {
            lines: vec![2, 3, 4, 5, 6],
            ids: None,
            member: vec![true, false, true, false, true],
            labels: None,
            confidence: Some(vec![0.5, 0.9, 0.7, 0.9, 0.6]),
            attacks: vec![Said::new(&Verdict::new("conf", outcome, 3, None), &order)],
        }
    }

    fn lines(found: &Exposed) -> Vec<u64> {
        found.rows.iter().map(|row| row.row).collect()
    }

    #[test]
    fn the_most_exposed_rows_are_members_that_are_called_members_the_surest_first() {
        let all = rows(None, [1.0, 9.0, 3.0, 9.0, 2.0], &[]).most_exposed("conf").unwrap();
        assert_eq!((lines(&all), all.of, all.among_called), (vec![4, 6, 2], 3, false));
        let called = rows(Some(2.0), [1.0, 9.0, 3.0, 9.0, 2.0], &[]).most_exposed("conf").unwrap();
        assert_eq!((lines(&called), called.of, called.among_called), (vec![4, 6], 2, true));
        assert!(rows(None, [0.0; 5], &[]).most_exposed("lira").is_none());
    }

    #[test]
    fn every_record_has_a_line_in_the_order_of_the_file() {
        let csv = rows(None, [1.5, 9.0, f64::NAN, -1e-30, 2.0], &[1]).csv();
        assert_eq!(csv, "row,member,conf\n2,1,1.5\n3,0,9.0\n4,1,\n5,0,-1e-30\n6,1,2.0\n");
        let named = Rows {
            ids: Some(["a", "b, c", "", "\"d\"", "e"].map(String::from).to_vec()),
            labels: Some(vec![0, 1, 2, 3, 4]),
            ..rows(None, [0.0; 5], &[])
        };
        assert_eq!(
            named.csv().lines().take(3).collect::<Vec<_>>(),
            ["row,id,member,label,conf", "2,a,1,0,0.0", "3,\"b, c\",0,1,0.0"]
        );
    }

    #[test]
    fn equal_scores_are_told_apart_by_confidence_and_unjudged_records_are_left_out() {
        let ties = rows(None, [1.0; 5], &[]).most_exposed("conf").unwrap();
        assert_eq!(lines(&ties), [4, 6, 2]);
        let unjudged = rows(None, [1.0, 1.0, f64::NAN, 1.0, f64::INFINITY], &[1]).most_exposed("conf").unwrap();
        assert_eq!((lines(&unjudged), unjudged.rows[0].score), (vec![6, 2], f64::MAX));
    }
}
