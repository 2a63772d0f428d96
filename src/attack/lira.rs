//! LiRA, offline: how far the confidence in a record's label lies above what networks say that have not seen it. Online is
//! an attack of its own ([`super::lira_online`]).
//!
//! Carlini et al., "Membership Inference Attacks From First Principles" (S&P 2022), §IV–VI: φ = log p_y − log(1 − p_y) of
//! the networks that were not trained on the record is taken as normal with mean μ_out and deviation σ_out *of this
//! record*, and s = Pr[Z ≤ φ], Z ~ N(μ_out, σ_out²), one-sided. We score with z = (φ − μ_out)/σ_out: Φ grows with z, so
//! order, ROC and decisions are those of Φ(z), but scores do not become equal where Φ rounds to 1. With fewer than 64
//! references one σ_out serves all records, pooled from every record's own deviations, as the paper advises; from 64 on
//! each record has its own. A normal per class instead of per record is a different attack, and is not called LiRA here.
//!
//! Where we differ from the authors' code: its offline branch scores the density log N(φ; μ_out, σ_out), which is
//! two-sided and so takes unusually *low* confidence for membership; its fixed variance takes σ_out from the "in"
//! values; means are medians there. One query a record, no augmentation.
//!
//! The threshold is the one with the best balanced accuracy when each reference takes the target's place ([`mod@reference`]);
//! the common σ_out is not fitted anew there, as it only sets the scale.

use super::{
    Attack, AttackInfo, AttackerView, How, Lacking, Needs, Outcome, Sides,
    reference::{self, EVERY_REFERENCE_KNOWS, Table, mean, own_deviation},
};
use crate::{look::Curve, provenance::provenance, signal};

pub(super) const INFO: AttackInfo = AttackInfo {
    attack: Attack::Lira,
    id: "lira",
    name: "LiRA",
    help: "Says \"member\" where the network is surer of the record than networks are that have never seen it.",
    formula: "Φ((φ − μ_out)/σ_out), φ = log p_y − log(1 − p_y)",
    source: "Carlini et al. 2022, offline and one-sided; one σ_out for all records with fewer than 64 references",
    provenance: provenance(
        "LiRA, offline",
        "Carlini et al. 2022",
        "one-sided (a distribution function, not a density), one variance for all records below 64 references",
        "**`tests/calibrated.rs`** (numpy)",
    ),
    class_wise: false,
    needs: Needs::Nothing,
    look: Curve::dashed(0x0c5c9c, 0x6cb0ee, "12 3"),
    how: How::AtOnce(run),
};

/// References from which on each record has a deviation of its own.
pub(super) const OWN_DEVIATION: usize = 64;

fn run(view: &AttackerView) -> Result<Outcome, Lacking> {
    let lira = Lira::new(view)?;
    let phi = view.target.signals(signal::scaled_logit);
    let scores = reference::judged(&phi, |row, phi| lira.score(phi, row, None), EVERY_REFERENCE_KNOWS)?;
    Ok(reference::outcome(lira.leave_one_out(), scores))
}

struct Lira<'a> {
    table: Table<'a>,
    /// The common σ_out.
    deviation: f64,
}

impl<'a> Lira<'a> {
    fn new(view: &AttackerView<'a>) -> Result<Self, Lacking> {
        let table = Table::new(&view.references, signal::scaled_logit);
        table.has_two_networks()?;
        match table.common_deviation(false) {
            Some(deviation) if deviation > 0.0 => Ok(Self { table, deviation }),
            Some(_) => Err(Lacking("the reference networks do not differ in any record, so nothing is unusual".into())),
            None => Err(Lacking("no record has two reference networks that were not trained on it".into())),
        }
    }

    /// z of a confidence in a record; none if no network but `except` is without the record.
    fn score(&self, phi: f64, row: usize, except: Option<usize>) -> Option<f64> {
        let out = self.table.out(row, except);
        let center = mean(out.clone())?;
        let own = if self.table.networks() < OWN_DEVIATION { None } else { own_deviation(out, center) };
        Some((phi - center) / own.unwrap_or(self.deviation))
    }

    /// Scores of each reference's members and non-members with the other references as references.
    fn leave_one_out(&self) -> Vec<Sides> {
        self.table.leave_one_out(|k, row| self.score(self.table.value(k, row), row, Some(k)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        ReferenceView, References,
        testing::{outputs, seen_by_phi},
    };
    use super::*;

    fn attack(target: &[f64], references: &[(&[f64], &[bool])]) -> Result<Outcome, Lacking> {
        seen_by_phi(target, references, run)
    }

    #[test]
    fn a_score_counts_deviations_above_the_record_s_own_mean() {
        // Means 1 and 11; four residuals of ±1 with two degrees of freedom: σ = √2.
        let two: [(&[f64], &[bool]); 2] = [(&[0.0, 10.0], &[false; 2]), (&[2.0, 12.0], &[false; 2])];
        let scores = attack(&[3.0, 11.0], &two).unwrap().scores;
        assert!((scores[0] - 2.0 / 2f64.sqrt()).abs() < 1e-12 && scores[1].abs() < 1e-12, "{scores:?}");
    }

    #[test]
    fn low_confidence_is_never_taken_for_membership() {
        let two: [(&[f64], &[bool]); 2] = [(&[0.0, 0.0], &[false; 2]), (&[1.0, 1.0], &[false; 2])];
        let scores = attack(&[-9.0, 0.5], &two).unwrap().scores;
        assert!(scores[0] < scores[1], "a two-sided test would say the opposite");
    }

    #[test]
    fn networks_that_saw_a_record_say_nothing_about_it() {
        // The third network saw the first record; its 99 must not count: mean ½, σ from the pairs (0, 1) and (0, 1, ½).
        let three: [(&[f64], &[bool]); 3] =
            [(&[0.0, 0.0], &[false; 2]), (&[1.0, 1.0], &[false; 2]), (&[99.0, 0.5], &[true, false])];
        let outcome = attack(&[0.5, 0.5], &three).unwrap();
        assert_eq!(outcome.scores, [0.0, 0.0]);
    }

    #[test]
    fn the_threshold_comes_from_references_in_the_target_s_place() {
        // Rows 2 and 3 were trained on by one network each, which lies far above the other there.
        let two: [(&[f64], &[bool]); 2] = [
            (&[0.0, 0.2, 9.0, 0.0], &[false, false, true, false]),
            (&[0.4, 0.0, 0.0, 9.0], &[false, false, false, true]),
        ];
        let outcome = attack(&[8.9, 9.5], &two).unwrap();
        // φ − μ of both members is 9; 8.9 − 0.2 is below that, 9.5 − 0.1 is not.
        assert_eq!(outcome.decisions, Some(vec![false, true]));
    }

    #[test]
    fn from_64_references_on_each_record_has_its_own_deviation() {
        let networks: Vec<[f64; 2]> = (0..64).map(|k| if k % 2 == 0 { [-1.0, -10.0] } else { [1.0, 10.0] }).collect();
        let references: Vec<(&[f64], &[bool])> = networks.iter().map(|values| (&values[..], &[false; 2][..])).collect();
        let z = |references: &[(&[f64], &[bool])]| attack(&[2.0, 20.0], references).unwrap().scores;
        let own = z(&references);
        // σ is √(64/63) and ten times that: both lie two of their own deviations up.
        assert!((own[0] - own[1]).abs() < 1e-12 && (own[0] - 2.0 * (63.0f64 / 64.0).sqrt()).abs() < 1e-12, "{own:?}");
        let common = z(&references[..62]);
        assert!((common[1] - 10.0 * common[0]).abs() < 1e-9, "{common:?}");
    }

    #[test]
    fn a_record_that_every_reference_knows_is_left_out_and_refuses_no_other() {
        let two: [(&[f64], &[bool]); 2] = [(&[0.0, 10.0], &[true, false]), (&[2.0, 12.0], &[true, false])];
        let outcome = attack(&[3.0, 11.0], &two).unwrap();
        assert_eq!((outcome.left_out.as_slice(), outcome.scores[1]), (&[0][..], 0.0));
        assert!(outcome.scores[0].is_nan());
    }

    #[test]
    fn networks_without_members_among_the_rows_are_no_left_out() {
        let target = outputs(&[1.0, 2.0]);
        let asked = [[0.0, 3.0], [1.0, 2.0], [5.0, 0.0]].map(|phi| outputs(&phi));
        let flags = [[false, false], [false, false], [true, false]];
        let networks: Vec<ReferenceView> =
            asked.iter().zip(&flags).map(|(outputs, trained_on)| ReferenceView { outputs, trained_on }).collect();
        let tried = |networks| {
            let references = References { population: None, networks };
            run(&AttackerView::new(&target, &[], references)).unwrap().on_own.len()
        };
        assert_eq!((tried(&networks[..2]), tried(&networks)), (0, 1));
    }

    #[test]
    fn what_is_lacking_is_said() {
        let said = |references: &[(&[f64], &[bool])]| attack(&[1.0], references).unwrap_err().0;
        let one: (&[f64], &[bool]) = (&[0.0], &[false]);
        assert!(said(&[one]).contains("but there are 1"));
        assert!(said(&[one, (&[1.0], &[true])]).contains("no record has two reference networks"));
        assert!(said(&[one, one]).contains("do not differ"));
        let seen: [(&[f64], &[bool]); 2] = [(&[0.0, 1.0], &[true, false]), (&[0.0, 2.0], &[true, false])];
        assert_eq!(said(&seen), EVERY_REFERENCE_KNOWS);
    }
}
