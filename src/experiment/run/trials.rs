//! The arms that set themselves: what each of their candidates came to on the target, and which of them was taken.

use crate::{
    config::{Arm, Method},
    experiment::plan::Plan,
    finetune::auto::{self, Trial},
    method::{AUTO_BUDGET, candidate::Candidate},
    report::TrialReport,
};
use std::collections::BTreeMap;

/// Trials so far, and what was chosen by them.
#[derive(Debug, Default)]
pub(super) struct Trials {
    seen: BTreeMap<Arm, Trial>,
    chosen: BTreeMap<Method, u32>,
}

/// The setting that a method took.
pub(super) struct Choice {
    /// In words.
    pub name: String,
    /// What was tried, Base first.
    pub trials: Vec<TrialReport>,
}

impl Trials {
    /// A candidate after a round; later rounds replace earlier ones.
    pub(super) fn take(&mut self, arm: Arm, trial: Trial) {
        self.seen.insert(arm, trial);
    }

    /// Takes a setting for a method that sets itself: none for the others, an error if one of its trials is missing.
    pub(super) fn choose(&mut self, method: Method, plan: &Plan) -> Option<Result<Choice, &'static str>> {
        let candidates = (method.info().candidates)();
        if candidates.is_empty() {
            return None;
        }
        let tried = |k: usize| self.seen.get(&Arm::candidate(method, k as u32)).copied();
        let trials: Vec<Trial> = (0..candidates.len()).map_while(tried).collect();
        if trials.len() < candidates.len() {
            return Some(Err("the trial of one of its settings failed"));
        }
        let chosen = auto::choose(&trials, plan.config.defense.settings.get(&AUTO_BUDGET));
        self.chosen.insert(method, chosen as u32);
        let report = |(candidate, trial): (&Candidate, &Trial)| TrialReport {
            setting: candidate.name.clone(),
            development_accuracy: trial.accuracy,
            own_auc: trial.own_auc,
        };
        let trials = candidates.iter().zip(&trials).map(report).collect();
        Some(Ok(Choice { name: candidates[chosen].name.clone(), trials }))
    }

    /// The arm with the setting that it chose, if it sets itself.
    pub(super) fn as_chosen(&self, arm: Arm) -> Arm {
        self.chosen.get(&arm.method).map_or(arm, |&place| Arm::candidate(arm.method, place))
    }
}

/// All candidates of all methods that set themselves.
pub(super) fn trial_arms(plan: &Plan) -> Vec<Arm> {
    let of_method = |&method: &Method| {
        let count = (method.info().candidates)().len() as u32;
        (0..count).map(move |place| Arm::candidate(method, place))
    };
    plan.config.arms.iter().flat_map(of_method).collect()
}
