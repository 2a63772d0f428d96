//! The stages of a run: what each needs from the one before.

use super::{
    Run, Stage,
    cut::cut,
    trials::{Choice, trial_arms},
};
use crate::{
    config::{Adaptive, Arm},
    experiment::{event::Event, plan::Plan, task::steps},
    message::{ArmTask, Job, Role},
    network::Weights,
};

impl Run {
    pub(super) fn queue(&mut self, job: Job) {
        self.jobs.push(cut(&self.plan, self.stacking, job));
    }

    pub(super) fn next_stage(&mut self) -> Event {
        // Once, because it takes the answers of the sub-models.
        if self.stage == Stage::Memory {
            self.networks.score_by_submodels(&self.plan);
        }
        self.stage = match self.stage {
            Stage::Dense if self.plan.submodels() > 0 => Stage::Memory,
            Stage::Dense | Stage::Memory if !trial_arms(&self.plan).is_empty() => Stage::Trials,
            Stage::Dense | Stage::Memory | Stage::Trials => Stage::Arms,
            Stage::Arms | Stage::Finished => Stage::Finished,
        };
        match self.stage {
            Stage::Memory => {
                let count = self.plan.submodels();
                let of_role = |role| (0..count).map(move |k| (role, k));
                self.queue(Job::Submodels { items: self.plan.roles().into_iter().flat_map(of_role).collect() });
            }
            Stage::Trials => {
                let items = self.tasks(&trial_arms(&self.plan), &[Role::Target], true);
                self.queue(Job::Arms { items });
            }
            Stage::Arms => {
                self.choose_settings();
                let arms: Vec<Arm> = self.plan.arms().into_iter().map(|arm| self.trials.as_chosen(arm)).collect();
                let items = self.tasks(&arms, &self.plan.roles(), false);
                self.queue(Job::Arms { items });
                self.findings.score(self.networks.scores(Role::Target).map(<[f32]>::to_vec));
                self.queue_learning();
            }
            Stage::Finished => self.findings.end(),
            Stage::Dense => {}
        }
        Event::Stage { what: self.progress().what }
    }

    /// The networks of `roles` in every arm that has not failed; none without a complete dense stage, which then has
    /// told why.
    fn tasks(&mut self, arms: &[Arm], roles: &[Role], trial: bool) -> Vec<ArmTask> {
        if !self.networks.are_complete(&self.plan) {
            for &arm in arms {
                let reason = "a network of the dense stage, or a sub-model of its mem-scores, is missing";
                self.findings.give_up(Some(arm), 0, reason);
            }
            return Vec::new();
        }
        let arms = arms.iter().filter(|&&arm| self.findings.arm(Some(arm)).failure.is_none());
        let pairs: Vec<(Arm, Role)> = arms.flat_map(|&arm| roles.iter().map(move |&role| (arm, role))).collect();
        pairs.into_iter().filter_map(|(arm, role)| self.networks.task(arm, role, trial)).collect()
    }

    /// Takes a setting for each arm that sets itself, and tells the report what was tried.
    fn choose_settings(&mut self) {
        for method in self.plan.config.arms.clone() {
            let arm = Some(Arm::plain(method));
            match self.trials.choose(method, &self.plan) {
                None => {}
                Some(Ok(Choice { name, trials })) => {
                    let report = self.findings.arm(arm);
                    (report.chosen, report.trials) = (Some(name), trials);
                }
                Some(Err(reason)) => drop(self.findings.give_up(arm, 0, reason)),
            }
        }
    }
}

/// Steps of all stages. Mem-scores are not known yet, but they do not change how many steps there are, except by the
/// last batches of the two passes of SWMR.
pub(super) fn total_steps(plan: &Plan) -> u64 {
    let roles = plan.roles();
    let submodels = (0..plan.submodels()).flat_map(|k| roles.iter().map(move |&role| (role, k))).collect();
    let task = |arm: Arm, role: Role, trial: bool| {
        let scores = vec![0.0; plan.part(role).members.len()];
        ArmTask { arm, role, weights: Weights::new(), scores, trial }
    };
    let of_arm = |arm: Arm| roles.iter().map(move |&role| task(arm, role, false));
    let items = plan.arms().into_iter().flat_map(of_arm).collect();
    let trials = trial_arms(plan).into_iter().map(|arm| task(arm, Role::Target, true)).collect();
    let jobs = [
        Job::Dense { roles: roles.clone() },
        Job::Submodels { items: submodels },
        Job::Arms { items: trials },
        Job::Arms { items },
    ];
    let trained: u64 = jobs.iter().map(|job| u64::from(steps(plan, job))).sum();
    let arms = plan.arms().len() as u64;
    let non_adaptive = if plan.config.attack.adaptive == Adaptive::Both { arms - 1 } else { 0 };
    let attacked = arms + 1 + non_adaptive;
    let learned: u64 = plan.learned_attacks().map(|(_, recipe)| u64::from(plan.learning_steps(&recipe))).sum();
    trained + attacked * learned
}
