//! A run: hands out jobs, takes in what the engines found, keeps the report.
//!
//! It knows neither workers nor devices. Whoever drives it asks [`Run::next_job`] for work, has an engine do it, and
//! brings every message to [`Run::receive`]. Not asking pauses; dropping cancels. A job whose engine died is begun
//! again ([`Run::fail`]), because jobs are pure data; what it had already told stays.
//!
//! Stages: dense networks → sub-models for mem-scores (if the score needs them) → trials of the arms that set themselves
//! (if there are any) → arms. A stage begins when the one before is complete. Which networks share a job changes nothing
//! but speed.
//!
//! Learned attacks train networks of their own, so they are jobs as well: one an attack, for the dense stage and for the
//! last round of each arm. Earlier rounds show how the other attacks develop; learning would cost as much again for
//! each. These jobs wait behind all others of the arms, and their answers join the report when they
//! come.
//!
//! Where the configuration asks for it, each arm is attacked a second time with the shadows of Base
//! ([`super::non_adaptive`]), as by somebody who does not know of the defense. That trains no shadow: those of Base are there
//! anyway.

mod attack;
mod queue;
mod stages;

use crate::{
    Result,
    assess::{self, Kept},
    config::{Arm, Method, query::shortest_query},
    experiment::{
        event::{Event, Progress},
        non_adaptive::NonAdaptive,
        own,
        plan::Plan,
        task::{self, Task},
    },
    finetune::{auto::Trial, effective, rounds},
    message::{Job, Message, Observation, Role},
    metric::front::chance,
    network::Weights,
    report::{ArmReport, DataSummary, Ended, Records, Report, STATISTICS, VERSION},
};
pub use queue::Assignment;
use queue::{Failed, Queue};
use stages::total_steps;
use std::{collections::BTreeMap, sync::Arc};

/// How networks are put together into jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stacking {
    /// For processors: a job is one arm, cut so that `workers` engines are busy.
    Workers(usize),
    /// For a GPU: everything of a stage in one stack, because launches cost more than arithmetic.
    Together,
}

/// An experiment under way: what is known, and what is to do next.
#[derive(Debug)]
pub struct Run {
    plan: Plan,
    stacking: Stacking,
    stage: Stage,
    jobs: Queue,
    dense: BTreeMap<Role, Dense>,
    posteriors: BTreeMap<(Role, u32), Vec<f32>>,
    /// The dense networks, kept until their mem-scores are known, or for an attacker who has them as well.
    dense_seen: Option<Arc<(Observation, Vec<Observation>)>>,
    /// What the candidates of arms that set themselves came to, and which of them were taken.
    trials: BTreeMap<Arm, Trial>,
    chosen: BTreeMap<Method, u32>,
    /// Observations of rounds that not all networks have reached.
    pending: BTreeMap<(usize, u32), BTreeMap<Role, Observation>>,
    /// For attacks with the shadows of Base.
    non_adaptive: NonAdaptive,
    /// What arms are compared by: of the last round of each, by its place in the report.
    kept: BTreeMap<usize, Kept>,
    report: Report,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Dense,
    Memory,
    Trials,
    Arms,
    Finished,
}

#[derive(Debug)]
struct Dense {
    weights: Weights,
    scores: Vec<f32>,
}

impl Run {
    /// A run that has not begun. `device` is the name that the report carries.
    pub fn new(plan: Plan, stacking: Stacking, device: &str) -> Self {
        let arms = std::iter::once(None).chain(plan.arms().into_iter().map(Some));
        let target = plan.part(Role::Target);
        let report = Report {
            version: VERSION,
            statistics: STATISTICS,
            software: env!("CARGO_PKG_VERSION").into(),
            ended: Ended::Running,
            begun: None,
            settings: shortest_query(&plan.config),
            config: plan.config.clone(),
            device: device.into(),
            data: summary(&plan),
            records: Records { members: target.members.clone(), non_members: target.non_members.clone() },
            arms: arms.map(|arm| ArmReport::new(arm, rounds_of(&plan, arm) as u32)).collect(),
            first_losses: Vec::new(),
            seconds: 0.0,
            comparisons: Vec::new(),
            fronts: Vec::new(),
            repeats: None,
        };
        let mut run = Self {
            jobs: Queue::new(total_steps(&plan)),
            plan,
            stacking,
            stage: Stage::Dense,
            dense: BTreeMap::new(),
            posteriors: BTreeMap::new(),
            dense_seen: None,
            trials: BTreeMap::new(),
            chosen: BTreeMap::new(),
            pending: BTreeMap::new(),
            non_adaptive: NonAdaptive::default(),
            kept: BTreeMap::new(),
            report,
        };
        run.queue(Job::Dense { roles: run.plan.roles() });
        run
    }

    /// The next job, if there is one now. None while a stage waits for jobs that are out, and at the end.
    pub fn next_job(&mut self) -> Option<Assignment> {
        let plan = &self.plan;
        self.jobs.next(|job| task::steps(plan, job))
    }

    /// Takes in one message about job `id` and tells what is new for an onlooker.
    ///
    /// # Errors
    /// The job was never handed out, or is complete.
    pub fn receive(&mut self, id: u32, message: Message) -> Result<Vec<Event>> {
        self.jobs.check(id)?;
        match message {
            Message::Steps(steps) => {
                self.jobs.count(id, steps);
                Ok(Vec::new())
            }
            Message::Dense { role, weights, early_loss, first_losses } => {
                if role == Role::Target {
                    self.report.first_losses = first_losses.iter().map(|&loss| f64::from(loss)).collect();
                }
                self.dense.insert(role, Dense { weights, scores: early_loss });
                Ok(Vec::new())
            }
            Message::Submodel { role, index, posteriors } => {
                self.posteriors.insert((role, index), posteriors);
                Ok(Vec::new())
            }
            Message::Observed(observation) => Ok(self.observe(*observation)),
            Message::Learned { arm, round, attack, adaptive, scores, threshold, shadow_auc } => {
                Ok(self.learned((arm, round, adaptive), attack, &scores, (threshold, shadow_auc)))
            }
            Message::Diverged { arm, role, round } => Ok(self.give_up(arm, round, &diverged(role))),
            Message::Finished { seconds } => Ok(self.finish(id, seconds)),
        }
    }

    /// The engine of job `id` died. The job is begun once more; after that its arms are given up.
    pub fn fail(&mut self, id: u32, reason: &str) -> Vec<Event> {
        let job = match self.jobs.fail(id) {
            None => return Vec::new(),
            Some(Failed::Again) => return vec![Event::Again { reason: reason.into() }],
            Some(Failed::GivenUp(job)) => job,
        };
        if let Job::Learn(task) = &job {
            self.not_run(task, reason);
        }
        let mut events: Vec<Event> = arms_of(&job).into_iter().flat_map(|arm| self.give_up(arm, 0, reason)).collect();
        events.extend(self.finish(id, 0.0));
        events
    }

    /// Network-steps done and to do; an early stop makes it jump.
    pub fn progress(&self) -> Progress {
        let what = match self.stage {
            Stage::Dense => "dense",
            Stage::Memory => "memory",
            Stage::Trials => "trials",
            Stage::Arms => "arms",
            Stage::Finished => "finished",
        };
        let (done, total) = self.jobs.progress();
        Progress { done: done as f64, total: total as f64, unit: "steps", what }
    }

    /// True when no job is left or out.
    pub fn is_finished(&self) -> bool {
        self.stage == Stage::Finished
    }

    /// What has been found so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Nothing more is to come, though not all is done.
    pub fn stop(&mut self) {
        if !self.is_finished() {
            self.report.ended = Ended::Stopped;
        }
    }

    /// Sets the time at which the run began, in UTC, as `2026-11-25T21:40:45Z`.
    pub fn set_begun(&mut self, time: &str) {
        self.report.begun = Some(time.into());
    }

    /// Sets the wall time that the report carries.
    pub fn set_seconds(&mut self, seconds: f64) {
        self.report.seconds = seconds;
    }

    /// How networks are put together.
    pub fn stacking(&self) -> Stacking {
        self.stacking
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    fn finish(&mut self, id: u32, seconds: f64) -> Vec<Event> {
        let Some(job) = self.jobs.finish(id) else { return Vec::new() };
        self.share_out(&job, seconds);
        let mut events = Vec::new();
        while self.stage != Stage::Finished && self.jobs.is_empty() {
            events.push(self.next_stage());
        }
        events
    }

    /// Adds a job's time to its arms, by their networks' steps.
    fn share_out(&mut self, job: &Job, seconds: f64) {
        let batch = self.plan.config.train.batch as usize;
        let tasks: Vec<(Option<Arm>, f64)> =
            Task::planned(&self.plan, job).iter().map(|task| (task.arm_id(), f64::from(task.steps(batch)))).collect();
        let all: f64 = tasks.iter().map(|(_, steps)| steps).sum();
        for (arm, steps) in tasks {
            let index = self.index(arm);
            self.report.arms[index].seconds += seconds * steps / all.max(1.0);
        }
    }

    /// Keeps an observation; when all networks of the arm have reached the round, attacks.
    fn observe(&mut self, observation: Observation) -> Vec<Event> {
        // A finite loss does not say that every answer is a number; no attack could rank what is none.
        if !observation.is_finite() {
            return self.give_up(observation.arm, observation.round, &diverged(observation.role));
        }
        if let (Stage::Trials, Some(arm)) = (self.stage, observation.arm) {
            // Later rounds replace earlier ones.
            self.trials.insert(arm, assess::trial(&observation));
            return Vec::new();
        }
        let (index, round) = (self.index(observation.arm), observation.round);
        let arm = &self.report.arms[index];
        // A job that was begun again repeats what is known.
        if arm.failure.is_some() || arm.rounds.len() > round as usize {
            return Vec::new();
        }
        let seen = self.pending.entry((index, round)).or_default();
        seen.insert(observation.role, observation);
        if seen.len() < self.plan.roles().len() {
            return Vec::new();
        }
        let Some(mut seen) = self.pending.remove(&(index, round)) else { return Vec::new() };
        let Some(target) = seen.remove(&Role::Target) else { return Vec::new() };
        self.attack(index, target, seen.into_values().collect())
    }

    /// Rounds of an arm.
    fn rounds(&self, arm: Option<Arm>) -> usize {
        rounds_of(&self.plan, arm)
    }

    fn give_up(&mut self, arm: Option<Arm>, round: u32, reason: &str) -> Vec<Event> {
        let index = self.index(arm);
        let report = &mut self.report.arms[index];
        if report.failure.is_some() {
            return Vec::new();
        }
        report.failure = Some(format!("round {round}: {reason}"));
        let event = Event::ArmFailed { arm: report.id.clone(), round, reason: reason.into() };
        if arm == Some(Arm::plain(Method::Base)) {
            self.without_base();
        }
        vec![event]
    }

    /// Index of an arm in the report; the dense stage is first.
    fn index(&self, arm: Option<Arm>) -> usize {
        let Some(arm) = arm else { return 0 };
        let all = self.plan.arms();
        // A candidate of an arm that sets itself is no arm of the report.
        let found = all.iter().position(|&other| other == arm);
        found.or_else(|| all.iter().position(|other| other.method == arm.method)).map_or(0, |i| i + 1)
    }
}

/// Rounds of an arm; the dense stage has one.
fn rounds_of(plan: &Plan, arm: Option<Arm>) -> usize {
    let class_size = plan.class_size(Role::Target);
    arm.map_or(1, |arm| {
        let (method, config) = effective(arm, &plan.config);
        rounds(method, &config, class_size).len()
    })
}

fn diverged(role: Role) -> String {
    format!("the loss of {role} is no longer a finite number; a smaller train.learning_rate may help")
}

fn arms_of(job: &Job) -> Vec<Option<Arm>> {
    match job {
        Job::Dense { .. } | Job::Submodels { .. } => vec![None],
        Job::Arms { items } => {
            let mut arms: Vec<_> = items.iter().map(|item| Some(item.arm)).collect();
            arms.dedup();
            arms
        }
        // The arm is trained; it only lacks an attack.
        Job::Learn(_) => Vec::new(),
    }
}

/// What the data of a plan are.
pub(super) fn summary(plan: &Plan) -> DataSummary {
    let part = plan.part(Role::Target);
    let labels: Vec<u32> = part.non_members.iter().map(|&record| plan.data.clean_labels[record as usize]).collect();
    DataSummary {
        name: plan.data.name.clone(),
        features: plan.data.dim as u32,
        classes: plan.data.classes,
        members: part.members.len() as u32,
        development: part.development.len() as u32,
        non_members: part.non_members.len() as u32,
        chance: chance(&labels),
        image: plan.data.image,
        class_names: plan.data.class_names.clone(),
        reading: plan.data.reading.as_deref().cloned(),
        remarks: own::remarks(plan),
    }
}
