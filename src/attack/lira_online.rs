//! LiRA, online: is the confidence in a record rather what networks say that have seen it, or what others say?
//!
//! Carlini et al., "Membership Inference Attacks From First Principles" (S&P 2022), §IV–V, algorithm 1: φ = log p_y −
//! log(1 − p_y) of the networks that were trained on the record is taken as normal with mean μ_in and deviation σ_in of this
//! record, that of the others with μ_out and σ_out; s = log N(φ; μ_in, σ_in²) − log N(φ; μ_out, σ_out²). With fewer than 64
//! networks one σ_in and one σ_out serve all records, each pooled from every record's own deviations.
//!
//! It needs networks that were trained on the very records in question. An auditor has them, where the references' column
//! `member` says so. The attacker of a run has not: its networks are trained on its own records and never on the target's.
//! (The sub-models of the mem-scores know members of the target, but they are the defender's.) So runs do not list it.
//!
//! Where we differ from the authors' code: its fixed variance takes σ_out from the "in" values; means are medians there. One
//! query a record, no augmentation. The threshold is the one with the best balanced accuracy when each network takes the
//! target's place ([`mod@super::reference`]); the common deviations are not fitted anew there.

use super::{
    Attack, AttackInfo, AttackerView, How, Lacking, Needs, Outcome, Sides,
    lira::OWN_DEVIATION,
    reference::{self, Table, mean, own_deviation},
};
use crate::{look::Curve, provenance::provenance, signal};

pub(super) const INFO: AttackInfo = AttackInfo {
    attack: Attack::LiraOnline,
    id: "lira-online",
    name: "LiRA online",
    help: "Says \"member\" where the network speaks of the record as those do that were trained on it.",
    formula: "log N(φ; μ_in, σ_in) − log N(φ; μ_out, σ_out), φ = log p_y − log(1 − p_y)",
    source: "Carlini et al. 2022, online; one σ_in and one σ_out for all records with fewer than 64 references",
    provenance: provenance(
        "LiRA, online (audit only)",
        "Carlini et al. 2022, §IV–V",
        "below 64 references one σ_in and one σ_out for all records; one query. Runs have no networks that \
         have seen the target's records, so there it does not exist",
        "**`tests/calibrated.rs`** (numpy), by hand in `attack/lira_online.rs`",
    ),
    class_wise: false,
    needs: Needs::Online,
    look: Curve::dashed(0x2f7fb8, 0x8cc6f4, "12 3 2 3"),
    how: How::AtOnce(run),
};

fn run(view: &AttackerView) -> Result<Outcome, Lacking> {
    let lira = Online::new(view)?;
    let phi = view.target.signals(signal::scaled_logit);
    let scores = reference::judged(&phi, |row, phi| lira.score(phi, row, None), ONE_SIDED)?;
    Ok(reference::outcome(lira.leave_one_out(), scores))
}

const ONE_SIDED: &str =
    "no record of the target has both a reference network that was trained on it and one that was not";

struct Online<'a> {
    table: Table<'a>,
    /// The common σ_in and σ_out.
    deviations: [f64; 2],
}

impl<'a> Online<'a> {
    fn new(view: &AttackerView<'a>) -> Result<Self, Lacking> {
        let table = Table::new(&view.references, signal::scaled_logit);
        table.has_two_networks()?;
        let mut deviations = [0.0; 2];
        for (deviation, (trained, not)) in deviations.iter_mut().zip([(true, ""), (false, "not ")]) {
            *deviation = match table.common_deviation(trained) {
                Some(found) if found > 0.0 => found,
                Some(_) => {
                    let reason = format!("networks that were {not}trained on a record do not differ in it anywhere");
                    return Err(Lacking(reason));
                }
                None => {
                    return Err(Lacking(format!("no record has two reference networks that were {not}trained on it")));
                }
            };
        }
        Ok(Self { table, deviations })
    }

    /// None if all networks but `except` are with the record, or all without.
    fn score(&self, phi: f64, row: usize, except: Option<usize>) -> Option<f64> {
        Some(self.log_density(true, phi, row, except)? - self.log_density(false, phi, row, except)?)
    }

    /// Less log √2π, which both have.
    fn log_density(&self, trained: bool, phi: f64, row: usize, except: Option<usize>) -> Option<f64> {
        let values = self.table.of(trained, row, except);
        let center = mean(values.clone())?;
        let own = if self.table.networks() < OWN_DEVIATION { None } else { own_deviation(values, center) };
        let deviation = own.unwrap_or(self.deviations[usize::from(!trained)]);
        Some(-0.5 * ((phi - center) / deviation).powi(2) - deviation.ln())
    }

    /// Scores of each reference's members and non-members with the other references as references.
    fn leave_one_out(&self) -> Vec<Sides> {
        self.table.leave_one_out(|k, row| self.score(self.table.value(k, row), row, Some(k)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::seen_by_phi;
    use super::*;
    use itertools::Itertools;

    fn attack(target: &[f64], references: &[(&[f64], &[bool])]) -> Result<Outcome, Lacking> {
        seen_by_phi(target, references, run)
    }

    const IN: &[bool] = &[true, true];
    const OUT: &[bool] = &[false, false];

    #[test]
    fn a_score_is_the_difference_of_two_log_densities() {
        // In: means 4 and 6, deviation √2. Out: means 0 and 1; residuals ±2 and ±1, so σ² = (8 + 2)/2 = 5.
        let four: [(&[f64], &[bool]); 4] =
            [(&[3.0, 5.0], IN), (&[5.0, 7.0], IN), (&[-2.0, 0.0], OUT), (&[2.0, 2.0], OUT)];
        let scores = attack(&[4.0, 1.0], &four).unwrap().scores;
        // log σ_out/σ_in = ½ log 2.5; first record: z_in 0, z_out² 16/5; second: z_in² 25/2, z_out 0.
        let expected = [0.5 * 16.0 / 5.0, -0.5 * 12.5].map(|difference| difference + 0.5 * 2.5f64.ln());
        assert!(scores.iter().zip_eq(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{scores:?} {expected:?}");
    }

    #[test]
    fn a_record_that_all_networks_find_easy_is_no_member_for_that() {
        // Both records get 5; for the first that is what others say, for the second what members say.
        let four: [(&[f64], &[bool]); 4] =
            [(&[8.0, 5.0], IN), (&[9.0, 6.0], IN), (&[5.0, 1.0], OUT), (&[6.0, 0.0], OUT)];
        let scores = attack(&[5.0, 5.0], &four).unwrap().scores;
        assert!(scores[0] < 0.0 && scores[1] > 0.0, "{scores:?}");
    }

    #[test]
    fn from_64_references_on_each_record_has_its_own_deviations() {
        // Both means are 2 and 0; the deviations of the second record are three times those of the first.
        let values: Vec<[f64; 2]> =
            (0..64).map(|k| [[1.0, -1.0], [3.0, 5.0], [-1.0, -3.0], [1.0, 3.0]][k % 4]).collect();
        let references: Vec<(&[f64], &[bool])> =
            values.iter().enumerate().map(|(k, values)| (&values[..], if k % 4 < 2 { IN } else { OUT })).collect();
        // Offsets in units of a record's own deviation: of 32 values ±1 it is √(32/31), of ±3 three times that.
        let own = attack(&[2.0, 2.0], &references).unwrap().scores;
        let z = 2.0 / (32.0f64 / 31.0).sqrt();
        assert!((own[0] - 0.5 * z * z).abs() < 1e-12 && (own[1] - 0.5 * (z / 3.0).powi(2)).abs() < 1e-12, "{own:?}");
        let common = attack(&[2.0, 2.0], &references[..60]).unwrap().scores;
        assert!((common[0] - common[1]).abs() < 1e-12, "{common:?}");
    }

    #[test]
    fn what_is_lacking_is_said() {
        let said = |target: &[f64], references: &[(&[f64], &[bool])]| attack(target, references).unwrap_err().0;
        assert!(said(&[1.0, 1.0], &[(&[0.0, 1.0], OUT)]).contains("but there are 1"));
        let out: [(&[f64], &[bool]); 2] = [(&[0.0, 1.0], OUT), (&[1.0, 0.0], OUT)];
        assert_eq!(said(&[1.0, 1.0], &out), "no record has two reference networks that were trained on it");
        let known: [(&[f64], &[bool]); 2] = [(&[0.0, 1.0], IN), (&[1.0, 0.0], IN)];
        assert_eq!(said(&[1.0, 1.0], &known), "no record has two reference networks that were not trained on it");
        let known = [true, true, false, false];
        let apart: [(&[f64], &[bool]); 4] = [
            (&[0.0, 1.0, 0.0, 1.0], &known),
            (&[1.0, 0.0, 1.0, 0.0], &known),
            (&[2.0, 3.0, 2.0, 3.0], &known),
            (&[4.0, 3.0, 2.0, 4.0], &known),
        ];
        assert_eq!(said(&[1.0; 4], &apart), ONE_SIDED);
    }

    #[test]
    fn records_that_lack_a_side_are_left_out() {
        let three: [(&[f64], &[bool]); 4] = [
            (&[0.0, 1.0, 5.0], &[true, true, false]),
            (&[1.0, 0.0, 4.0], &[true, true, false]),
            (&[2.0, 3.0, 2.0], &[false, true, false]),
            (&[0.5, 3.5, 2.5], &[false, true, false]),
        ];
        assert_eq!(attack(&[1.0, 1.0, 1.0], &three).unwrap().left_out, [1, 2]);
    }
}
