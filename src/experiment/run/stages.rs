//! The stages of a run: what each needs from the one before, and how it is cut into jobs.

use super::{Dense, Run, Stacking, Stage};
use crate::{
    assess::{Assessment, Knowledge, fronts},
    config::{Adaptive, Arm, Method},
    experiment::{
        event::Event,
        plan::Plan,
        task::{by_step_rule, steps},
    },
    finetune::auto::{self, Trial},
    memory::{in_minus_out, submodel_members},
    message::{ArmTask, Job, Role},
    method::{AUTO_BUDGET, candidate::Candidate},
    network::Weights,
    report::{Ended, TrialReport},
};

impl Run {
    pub(super) fn queue(&mut self, job: Job) {
        let jobs = self.cut(job);
        self.jobs.push(jobs);
    }

    /// Cuts a stage into the jobs that suit the engines, the longest first.
    pub(super) fn cut(&self, stage: Job) -> Vec<Job> {
        let stacks = |items| by_step_rule(&self.plan, items).into_iter().map(|items| Job::Arms { items }).collect();
        let Stacking::Workers(workers) = self.stacking else {
            return if let Job::Arms { items } = stage { stacks(items) } else { vec![stage] };
        };
        match stage {
            Job::Dense { roles } => parts(roles, workers).into_iter().map(|roles| Job::Dense { roles }).collect(),
            Job::Submodels { items } => {
                parts(items, workers).into_iter().map(|items| Job::Submodels { items }).collect()
            }
            // Candidates are many and of one network each: stacked, they train faster.
            Job::Arms { items } if self.stage == Stage::Trials => {
                parts(items, workers).into_iter().flat_map(stacks).collect()
            }
            Job::Arms { items } => self.cut_arms(items, workers),
            Job::Learn(_) => vec![stage],
        }
    }

    /// One job an arm. The first arm is cut for all workers, so that its result is there early.
    pub(super) fn cut_arms(&self, items: Vec<ArmTask>, workers: usize) -> Vec<Job> {
        let of_arm = |arm: Arm| items.iter().filter(|item| item.arm == arm).cloned().collect::<Vec<_>>();
        let mut arms: Vec<Arm> = items.iter().map(|item| item.arm).collect();
        arms.dedup();
        let Some((&first, rest)) = arms.split_first() else { return Vec::new() };
        // With fewer arms than would keep all workers busy to the end, every arm is cut.
        let pieces = if rest.len() < 2 * workers { workers } else { 1 };
        let mut rest: Vec<Job> =
            rest.iter().flat_map(|&arm| parts(of_arm(arm), pieces)).map(|items| Job::Arms { items }).collect();
        rest.sort_by_key(|job| std::cmp::Reverse(steps(&self.plan, job)));
        parts(of_arm(first), workers).into_iter().map(|items| Job::Arms { items }).chain(rest).collect()
    }

    pub(super) fn next_stage(&mut self) -> Event {
        // Once, because it takes the answers of the sub-models.
        if self.stage == Stage::Memory {
            self.score_by_submodels();
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
                let arms: Vec<Arm> = self.plan.arms().into_iter().map(|arm| self.as_chosen(arm)).collect();
                let items = self.tasks(&arms, &self.plan.roles(), false);
                self.queue(Job::Arms { items });
                if let Some(seen) = self.dense_seen.clone() {
                    let (target, shadows) = &*seen;
                    let knowledge = Knowledge::new(&self.plan.config.attack, None);
                    let shown: Vec<_> = shadows.iter().collect();
                    let clean = self.clean_labels(&self.report.records.non_members);
                    self.look_closely(0, &Assessment::new(target, &shown, knowledge, &clean));
                    self.learn(target, shadows, true);
                }
                self.dense_seen.take_if(|_| !self.plan.config.attack.dense_too);
            }
            Stage::Finished => {
                self.report.fronts = fronts::fronts(&self.report, &self.kept);
                // With the dense network alone there is no arm that could have failed.
                let arms = self.report.arms.get(1..).filter(|arms| !arms.is_empty()).unwrap_or(&self.report.arms);
                let some_ended = arms.iter().any(|arm| arm.ended().is_some());
                self.report.ended = if some_ended { Ended::Finished } else { Ended::Failed };
            }
            Stage::Dense => {}
        }
        Event::Stage { what: self.progress().what }
    }

    /// Replaces the early losses by in-minus-out scores when the sub-models are trained.
    pub(super) fn score_by_submodels(&mut self) {
        let memory = &self.plan.config.memory;
        let (plan, all) = (&self.plan, &mut self.posteriors);
        self.dense.retain(|&role, dense| {
            let count = plan.part(role).members.len();
            let chosen = submodel_members(memory.score, count, memory.submodels, plan.seed(), &role.to_string());
            let posteriors: Vec<Vec<f32>> = (0..chosen.len() as u32).filter_map(|k| all.remove(&(role, k))).collect();
            dense.scores = in_minus_out(&chosen, &posteriors);
            // Without all of its sub-models a network has no scores, and its arms nothing to go by.
            posteriors.len() == chosen.len()
        });
    }

    /// The networks of `roles` in every arm that has not failed; none without a complete dense stage, which then has
    /// told why.
    pub(super) fn tasks(&mut self, arms: &[Arm], roles: &[Role], trial: bool) -> Vec<ArmTask> {
        if self.plan.roles().iter().any(|role| !self.dense.contains_key(role)) {
            for &arm in arms {
                let reason = "a network of the dense stage, or a sub-model of its mem-scores, is missing";
                self.give_up(Some(arm), 0, reason);
            }
            return Vec::new();
        }
        let task = |arm: Arm, role: Role| {
            let Dense { weights, scores } = &self.dense[&role];
            ArmTask { arm, role, weights: weights.clone(), scores: scores.clone(), trial }
        };
        let left = arms.iter().filter(|&&arm| self.report.arms[self.index(Some(arm))].failure.is_none());
        left.flat_map(|&arm| roles.iter().map(move |&role| (arm, role))).map(|(arm, role)| task(arm, role)).collect()
    }

    /// Takes a setting for each arm that sets itself, and tells the report what was tried.
    pub(super) fn choose_settings(&mut self) {
        for method in self.plan.config.arms.clone() {
            let candidates = (method.info().candidates)();
            let tried = |k: usize| self.trials.get(&Arm::candidate(method, k as u32)).copied();
            let trials: Vec<Trial> = (0..candidates.len()).map_while(tried).collect();
            if candidates.is_empty() {
                continue;
            }
            if trials.len() < candidates.len() {
                self.give_up(Some(Arm::plain(method)), 0, "the trial of one of its settings failed");
                continue;
            }
            let chosen = auto::choose(&trials, self.plan.config.defense.settings.get(&AUTO_BUDGET));
            let report = |(candidate, trial): (&Candidate, &Trial)| TrialReport {
                setting: candidate.name.clone(),
                development_accuracy: trial.accuracy,
                own_auc: trial.own_auc,
            };
            let index = self.index(Some(Arm::plain(method)));
            self.report.arms[index].chosen = Some(candidates[chosen].name.clone());
            self.report.arms[index].trials = candidates.iter().zip(&trials).map(report).collect();
            self.chosen.insert(method, chosen as u32);
        }
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

/// Cuts a list into at most `count` parts of nearly equal length.
pub(super) fn parts<T: Clone>(list: Vec<T>, count: usize) -> Vec<Vec<T>> {
    let length = list.len().div_ceil(count.max(1)).max(1);
    list.chunks(length).map(<[T]>::to_vec).collect()
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
