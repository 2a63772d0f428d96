//! Whom an attack calls a member: of all records, and of those with wrong and with right labels.
//!
//! A wrong label can be fitted only by heart, so its record is a canary (Carlini et al., "The Secret Sharer", USENIX
//! Security 2019; as label noise in Aerni, Zhang & Tramèr, CCS 2024). Report TPR and FPR of wrong labels together: a wrong
//! label that was not memorized scores lower than a right one, so its FPR is lower too.

use super::judge::{self, Verdict};
use crate::{
    message::Observation,
    report::{Called, Calls},
};

/// Of members and of non-members.
type Sides<'a, T> = (&'a [T], &'a [T]);

/// What `verdict` says of the target's records; `clean` are their labels before noise. None without a threshold.
pub fn calls(verdict: &Verdict, target: &Observation, clean: Sides<u32>) -> Option<Calls> {
    let said = verdict.called()?;
    let noisy = |seen: &[u32], clean: &[u32]| seen.iter().zip(clean).map(|(a, b)| a != b).collect::<Vec<_>>();
    let noisy = (noisy(&target.members.labels, clean.0), noisy(&target.non_members.labels, clean.1));
    let of = |kind: fn(bool) -> bool| called(said, (&noisy.0, &noisy.1), kind);
    let canaries = of(|noisy| noisy);
    Some(Calls {
        attack: verdict.attack().into(),
        all: of(|_| true)?,
        noisy: canaries,
        // Where no label is wrong they would only repeat what holds for all.
        clean: canaries.and_then(|_| of(|noisy| !noisy)),
    })
}

/// Of the records of a kind, those that are called members; none without members of that kind.
fn called(said: Sides<bool>, noisy: Sides<bool>, kind: fn(bool) -> bool) -> Option<Called> {
    let of = |said: &[bool], noisy: &[bool]| {
        said.iter().zip(noisy).filter(|&(_, &noisy)| kind(noisy)).map(|(&called, _)| called).collect::<Vec<_>>()
    };
    judge::called(of(said.0, noisy.0).iter(), of(said.1, noisy.1).iter())
}

#[cfg(test)]
mod tests {
    use super::super::tests::observation;
    use super::*;
    use crate::{attack::Outcome, message::Role, metric::Rate};

    /// Five members and four non-members of label 0; who is called a member is given.
    fn example(clean: Sides<u32>) -> Option<Calls> {
        let target = observation(Role::Target, &[0.0; 5], &[0.0; 4]);
        let scores = vec![9.0, 9.0, 0.0, 9.0, 0.0, 9.0, 0.0, 0.0, 0.0];
        calls(&Verdict::new("conf", Outcome::at(Some(5.0), scores), 5, None), &target, clean)
    }

    #[test]
    fn canaries_are_counted_beside_clean_records_on_both_sides() {
        // Members 0, 2 and 3 and non-members 2 and 3 have a wrong label.
        let calls = example((&[1, 0, 1, 1, 0], &[0, 0, 1, 1])).unwrap();
        let counts = |called: Called| {
            let (m, n) = (called.members, called.non_members.unwrap());
            [(m.hits, m.of), (n.hits, n.of)]
        };
        assert_eq!((calls.attack.as_str(), counts(calls.all)), ("conf", [(3, 5), (1, 4)]));
        assert_eq!(calls.noisy.map(counts), Some([(2, 3), (0, 2)]));
        assert_eq!(calls.clean.map(counts), Some([(1, 2), (1, 2)]));
        let noisy = calls.noisy.unwrap().members;
        assert_eq!((noisy.value, noisy.interval), (2.0 / 3.0, Rate { hits: 2, trials: 3 }.interval(0.95)));
    }

    #[test]
    fn without_wrong_labels_there_are_no_canaries() {
        let calls = example((&[0; 5], &[0; 4])).unwrap();
        assert_eq!((calls.noisy, calls.clean), (None, None));
        let only_noise = example((&[1; 5], &[0; 4])).unwrap();
        assert_eq!((only_noise.noisy.unwrap().non_members, only_noise.clean), (None, None));
    }

    #[test]
    fn without_a_threshold_nobody_is_called() {
        let target = observation(Role::Target, &[1.0], &[0.0]);
        let verdict = Verdict::new("conf", Outcome::at(None, vec![1.0, 0.0]), 1, None);
        assert_eq!(calls(&verdict, &target, (&[1], &[0])), None);
    }
}
