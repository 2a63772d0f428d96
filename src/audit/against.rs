//! Two models on the same records: which of them leaks more, by attacks that need nothing but their answers.
//!
//! What the records do to both is not counted as doubt: curves are compared by DeLong's covariance
//! ([`crate::metric::delong`]), accuracies by [`crate::metric::paired`], as arms of a run are.

use super::{
    files::Network,
    members_first,
    report::{Against, Second},
};
use crate::{
    Result,
    attack::{Attack, AttackerView, References},
    metric::{Rate, delong::Placements, paired},
    report::{AttackDifference, Difference},
    signal::{Outputs, correctness},
};

/// Attacks that rank by the target's answers alone; Hconf has the AUC of Conf.
const COMPARED: [Attack; 4] = [Attack::Conf, Attack::Entr, Attack::Mentr, Attack::Gap];

/// The first minus the second, which must have the same records.
pub(super) fn against(first: &Network, second: &Network) -> Against {
    let order = members_first(&first.member);
    let members = first.member.iter().filter(|&&member| member).count();
    let both = [first, second].map(|network| network.outputs.pick(&order));
    let right =
        both.each_ref().map(|outputs| outputs.signals(correctness).iter().map(|&is| is > 0.5).collect::<Vec<_>>());
    let sides = [0..members, members..order.len()];
    let accuracies = sides.clone().map(|side| {
        let found = paired::rate_difference(&right[0][side.clone()], &right[1][side]);
        Difference::from(found.expect("a target has members and others"))
    });
    let curves = COMPARED.map(|attack| both.each_ref().map(|outputs| placements(attack, outputs, members)));
    let by = |(attack, [first, second]): (Attack, &[Placements; 2])| AttackDifference {
        attack: attack.info().id.into(),
        auc: first.minus(second).into(),
    };
    let [of_members, of_others] = sides.map(|side| {
        let hits = right[1][side.clone()].iter().filter(|&&is| is).count();
        Rate { hits, trials: side.len() }.value()
    });
    Against {
        file: second.name.clone(),
        train_accuracy: accuracies[0],
        test_accuracy: accuracies[1],
        attacks: COMPARED.into_iter().zip(&curves).map(by).collect(),
        second: Some(Second {
            train_accuracy: of_members,
            test_accuracy: of_others,
            aucs: curves.iter().map(|[_, second]| second.auc()).collect(),
        }),
    }
}

fn placements(attack: Attack, outputs: &Outputs, members: usize) -> Placements {
    let outcome = attack.run(&AttackerView::new(outputs, &[], References::default()));
    let scores = outcome.unwrap_or_else(|_| unreachable!("it needs nothing but answers")).scores;
    let (members, others) = scores.split_at(members);
    Placements::new(members, others)
}

/// Checks that a second target answers the records of the first, row by row.
pub(super) fn has_the_records_of(second: &Network, first: &Network) -> Result<()> {
    second.follows(first, None)?;
    match (0..first.member.len()).find(|&i| second.member[i] != first.member[i]) {
        None => Ok(()),
        Some(i) => {
            let rule = format!(
                "a record must be a member, or not, as of {}, row {}: targets are compared on the same members",
                first.name, first.lines[i]
            );
            Err(second.error(i, "member", rule, u8::from(second.member[i])))
        }
    }
}
