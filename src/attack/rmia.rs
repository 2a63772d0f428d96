//! RMIA, offline: is the target's gain in confidence on a record larger than on records that it never saw?
//!
//! Zarifzadeh et al., "Low-Cost High-Power Membership Inference Attacks" (ICML 2024), §3:
//! ratio(x) = p_θ(x)/p̄(x) with p(x) the posterior of the label, and s(x) = Pr_z[ratio(x)/ratio(z) > γ] over a
//! population of z. Offline p̄ = ½ [(1 + a) p̄_out + (1 − a)], p̄_out the mean over the references without the record.
//! γ = 1, as in the authors' ml_privacy_meter (the paper mostly shows 2). The population is made of records of the
//! attacker's own: neither members of the target nor non-members that it is judged on.
//!
//! `a` is the value of 0, 0.1, …, 1 with the highest AUC when each reference takes the target's place; the threshold is
//! fitted there too ([`mod@super::reference`]). There all records that the network has not seen serve as z,
//! and are judged as well, so that nothing depends on the order of records: s then is a middle rank, and the AUC is that
//! of the ratios themselves. With a single reference no other is left: then a = 0.3, the authors' default, and there
//! is no threshold.
//!
//! Every record meets the same z, so s is a step function of ratio(x): the population sets its scale, and records closer
//! than its |z| + 1 steps are told apart no more. No claim is made below a false-positive rate of 1/|z|.
//! Ratios within a millionth of each other are equal and count ½: posteriors in few steps tie exactly, and rounding must
//! not decide between them.

use super::{
    Attack, AttackInfo, AttackerView, How, Lacking, Needs, Outcome, Sides,
    reference::{self, EVERY_REFERENCE_KNOWS, Table, mean},
};
use crate::{look::Curve, metric::Roc, provenance::provenance, signal};

pub(super) const INFO: AttackInfo = AttackInfo {
    attack: Attack::Rmia,
    id: "rmia",
    name: "RMIA",
    help: "Says \"member\" where seeing the record seems to have raised the confidence more than for records never seen.",
    formula: "Pr_z[ratio(x) > ratio(z)], ratio = p_y / ½[(1 + a) p̄_out + 1 − a]",
    source: "Zarifzadeh et al. 2024, offline, γ = 1; a chosen on shadows in the target's place",
    provenance: provenance(
        "RMIA, offline",
        "Zarifzadeh et al. 2024",
        "`a` is chosen by attacking a reference, never the target, where all records new to it are z; equal \
         ratios (within 1e-6) count ½; what lies below the steps of the score is not reported",
        "**`tests/calibrated.rs`** (numpy)",
    ),
    class_wise: false,
    needs: Needs::Nothing,
    look: Curve::dashed(0x5c8c1c, 0xa6cf5c, "4 2 1 2"),
    how: How::AtOnce(run),
};

/// log γ.
const LOG_GAMMA: f64 = 0.0;
/// Logarithms of ratios that differ by less are equal.
const TIED: f64 = 1e-6;
/// `a` where no network can be left out.
const DEFAULT_A: f64 = 0.3;

fn run(view: &AttackerView) -> Result<Outcome, Lacking> {
    let (table, population) = inputs(view)?;
    let left_out = networks_left_out(&table);
    let a = best_a(&left_out);
    let records = view.target.len();
    let log_p = view.target.signals(signal::log_confidence);
    let ratio = |row: usize, log_p: f64| Some(log_ratio(log_p, out(&table, row, None)?, a));
    let z = (records..).zip(population).filter_map(|(row, log_p)| ratio(row, log_p)).collect();
    let z = Population::new(z)
        .ok_or_else(|| Lacking("no record of the population is new to a reference network".into()))?;
    let scores = reference::judged(&log_p, |row, log_p| ratio(row, log_p).map(|x| z.score(x)), EVERY_REFERENCE_KNOWS)?;
    let sides: Vec<Sides> = left_out.iter().map(|left_out| left_out.sides(a)).collect();
    Ok(Outcome { resolution: 1.0 / z.len() as f64, ..reference::outcome(sides, scores) })
}

/// log p_y of the references, and of the target on the population.
fn inputs<'a>(view: &AttackerView<'a>) -> Result<(Table<'a>, Vec<f64>), Lacking> {
    let table = Table::new(&view.references, signal::log_confidence);
    if table.networks() == 0 {
        return Err(Lacking("a reference network on the target's records is needed, but there is none".into()));
    }
    match view.references.population {
        Some(population) if !population.is_empty() => Ok((table, population.signals(signal::log_confidence))),
        _ => Err(Lacking("a population of records that the target never saw is needed, but there is none".into())),
    }
}

/// p̄_out of a row.
fn out(table: &Table, row: usize, except: Option<usize>) -> Option<f64> {
    mean(table.out(row, except).map(f64::exp))
}

fn log_ratio(log_p: f64, out: f64, a: f64) -> f64 {
    // Posteriors far below e^−700 round to zero; as a mean they must not divide by it.
    log_p - (0.5 * ((1.0 + a) * out + (1.0 - a))).max(f64::MIN_POSITIVE).ln()
}

/// log ratio(z), ascending, at least one.
struct Population(Vec<f64>);

impl Population {
    fn new(mut ratios: Vec<f64>) -> Option<Self> {
        ratios.sort_unstable_by(f64::total_cmp);
        (!ratios.is_empty()).then_some(Self(ratios))
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    /// Share of z whose ratio is exceeded γ times, ties counting ½.
    fn score(&self, log_ratio: f64) -> f64 {
        let below = |limit: f64| self.0.partition_point(|z| z + LOG_GAMMA < limit);
        (below(log_ratio - TIED) + below(log_ratio + TIED)) as f64 / (2.0 * self.len() as f64)
    }
}

/// A reference in the target's place: log p_y and p̄_out of its members and of what it has not seen, which is its
/// population as well.
struct LeftOut {
    members: Vec<(f64, f64)>,
    non_members: Vec<(f64, f64)>,
}

impl LeftOut {
    /// None if one of the two would be empty.
    fn new(table: &Table, k: usize) -> Option<Self> {
        let known = |row: usize| Some((table.is_member(k, row), (table.value(k, row), out(table, row, Some(k))?)));
        let (members, others): (Vec<_>, Vec<_>) =
            (0..table.rows()).filter_map(known).partition(|&(is_member, _)| is_member);
        let values = |side: Vec<(bool, (f64, f64))>| side.into_iter().map(|(_, values)| values).collect::<Vec<_>>();
        let both = Self { members: values(members), non_members: values(others) };
        (!both.members.is_empty() && !both.non_members.is_empty()).then_some(both)
    }

    fn sides(&self, a: f64) -> Sides {
        let ratios =
            |part: &[(f64, f64)]| part.iter().map(|&(log_p, out)| log_ratio(log_p, out, a)).collect::<Vec<_>>();
        let z = Population::new(ratios(&self.non_members)).expect("a network that is left out has a population");
        let scores = |part| ratios(part).into_iter().map(|x| z.score(x)).collect();
        Sides { members: scores(&self.members), non_members: scores(&self.non_members) }
    }
}

fn networks_left_out(table: &Table) -> Vec<LeftOut> {
    (0..table.networks()).filter_map(|k| LeftOut::new(table, k)).collect()
}

/// The `a` with the highest AUC, added up over the networks left out; the smallest of equal ones.
fn best_a(left_out: &[LeftOut]) -> f64 {
    if left_out.is_empty() {
        return DEFAULT_A;
    }
    let auc = |sides: Sides| Roc::new(&sides.members, &sides.non_members).auc();
    let total = |a: f64| left_out.iter().map(|left_out| auc(left_out.sides(a))).sum::<f64>();
    let tried = (0..=10).map(|tenth| f64::from(tenth) / 10.0).map(|a| (a, total(a)));
    tried.fold((DEFAULT_A, f64::MIN), |best, next| if next.1 > best.1 { next } else { best }).0
}

#[cfg(test)]
mod tests {
    use super::super::testing::seen;
    use super::*;
    use crate::signal::Outputs;

    /// Two classes, all labels 0, with these p_y.
    fn outputs(posteriors: &[f64]) -> Outputs {
        let logits = posteriors.iter().flat_map(|&p| [p.ln(), (1.0 - p).ln()]).collect();
        Outputs { classes: 2, logits, labels: vec![0; posteriors.len()] }
    }

    fn attack(target: &[f64], population: &[f64], references: &[(&[f64], &[bool])]) -> Result<Outcome, Lacking> {
        let references: Vec<(Outputs, &[bool])> = references.iter().map(|(p, flags)| (outputs(p), *flags)).collect();
        seen(&outputs(target), Some(&outputs(population)), &references, run)
    }

    #[test]
    fn a_score_is_the_share_of_the_population_that_is_exceeded() {
        // a = 0.3: p̄ = 0.65 p̄_out + 0.35, here 0.675 for x and for z. Ratios of z: 0.3, 0.5, 0.7, 0.9 over it.
        let outcome = attack(&[0.8, 0.2, 0.95], &[0.3, 0.5, 0.7, 0.9], &[(&[0.5; 7], &[false; 7])]).unwrap();
        assert_eq!(outcome.scores, [0.75, 0.0, 1.0]);
        assert_eq!((outcome.decisions, outcome.resolution), (None, 0.25));
    }

    #[test]
    fn a_ratio_that_ties_but_for_rounding_counts_half() {
        let near = 0.5 + 1e-12;
        let outcome = attack(&[near, 0.5, 0.6], &[0.5, near, 0.4, 0.7], &[(&[0.5; 7], &[false; 7])]).unwrap();
        assert_eq!(outcome.scores, [0.5, 0.5, 0.75]);
    }

    #[test]
    fn a_record_that_every_reference_knows_is_left_out() {
        let flags = [true, false, false];
        let outcome = attack(&[0.8, 0.8], &[0.5], &[(&[0.5; 3], &flags)]).unwrap();
        assert_eq!((outcome.left_out, outcome.scores[1]), (vec![0], 1.0));
    }

    #[test]
    fn an_easy_record_must_gain_more() {
        // Target 0.9 on both records; the reference says 0.9 and 0.1 without having seen them.
        let outcome = attack(&[0.9, 0.9], &[0.5, 0.6], &[(&[0.9, 0.1, 0.5, 0.5], &[false; 4])]).unwrap();
        // Ratios: 0.9/0.935, 0.9/0.415; of z 0.5/0.675, 0.6/0.675.
        assert_eq!(outcome.scores, [1.0, 1.0]);
        let outcome = attack(&[0.9, 0.9], &[0.66, 0.67], &[(&[0.9, 0.1, 0.5, 0.5], &[false; 4])]).unwrap();
        assert_eq!(outcome.scores, [0.0, 1.0]);
    }

    #[test]
    fn a_reference_says_nothing_about_records_that_it_was_trained_on() {
        let flags = [false, true, false];
        let outcome = attack(&[0.8], &[0.99, 0.5], &[(&[0.5, 0.5, 0.5], &flags)]).unwrap();
        assert_eq!((outcome.scores, outcome.resolution), (vec![1.0], 1.0));
    }

    #[test]
    fn a_is_chosen_where_it_separates_the_references_own_members() {
        // Members gain a little from low p̄_out, non-members are easy: with a = 0 the easy ones win, with a = 1 the others.
        let left_out = LeftOut {
            members: vec![(0.3f64.ln(), 0.1)],
            non_members: vec![(0.9f64.ln(), 0.85), (0.95f64.ln(), 0.9), (0.2f64.ln(), 0.19)],
        };
        let score = |a: f64| (left_out.sides(a).members[0], left_out.sides(a).non_members[0]);
        assert!(score(0.0).0 < score(0.0).1 && score(1.0).0 > score(1.0).1);
        let a = best_a(&[left_out]);
        assert!(a > 0.3 && a <= 1.0, "{a}");
    }

    #[test]
    fn what_is_lacking_is_said() {
        let said = |population: &[f64], references: &[(&[f64], &[bool])]| {
            attack(&[0.5], population, references).unwrap_err().0
        };
        assert!(said(&[0.5], &[]).contains("a reference network on the target's records is needed"));
        assert!(said(&[], &[(&[0.5], &[false])]).contains("a population"));
        assert!(said(&[0.5], &[(&[0.5; 2], &[false, true])]).contains("no record of the population"));
        assert_eq!(said(&[0.5], &[(&[0.5; 2], &[true, false])]), EVERY_REFERENCE_KNOWS);
    }
}
