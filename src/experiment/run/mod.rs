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
mod cut;
mod findings;
mod networks;
mod queue;
mod stages;
mod trials;

use crate::{
    Result, assess,
    config::Arm,
    experiment::{
        event::{Event, Progress},
        plan::Plan,
        task,
    },
    message::{Job, Message, Observation, Role},
    report::{Ended, Report},
    self_check::Agreement,
};
use findings::Findings;
pub(crate) use findings::summary;
use networks::Networks;
pub use queue::Assignment;
use queue::{Failed, Queue};
use stages::total_steps;
use std::sync::Arc;
use trials::Trials;

/// How networks are put together into jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stacking {
    /// For processors: a job is one arm, cut so that `workers` engines are busy.
    Workers(usize),
    /// For a GPU: everything of a stage in one stack, because launches cost more than arithmetic.
    Together,
}

/// An experiment under way: what is known, and what is to do next.
///
/// # Examples
/// A run knows no engine. Without one it says what is to be done; with the feature `engine-cpu`, `nn::Engine` does it.
/// ```
/// use wemem_lab::{
///     config::{Config, Method, Source},
///     experiment::{Plan, Run, Stacking},
///     message::Job,
/// };
///
/// let mut config = Config { arms: vec![Method::Base, Method::Rmr], ..Config::default() };
/// (config.data.source, config.data.members) = (Source::MiniBits, 200);
/// let plan = Plan::new(config, &[])?;
/// let mut run = Run::new(plan, Stacking::Workers(1), "cpu");
///
/// let first = run.next_job().unwrap();
/// assert!(matches!(first.job, Job::Dense { .. }));
/// // The arms wait for the dense networks; an engine that dies costs nothing but time.
/// assert!(run.next_job().is_none());
/// run.fail(first.id, "the engine died");
/// assert_eq!(run.next_job().unwrap().job, first.job);
/// # Ok::<(), wemem_lab::Error>(())
/// ```
#[derive(Debug)]
pub struct Run {
    plan: Arc<Plan>,
    stacking: Stacking,
    stage: Stage,
    jobs: Queue,
    networks: Networks,
    trials: Trials,
    findings: Findings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Dense,
    Memory,
    Trials,
    Arms,
    Finished,
}

impl Run {
    /// A run that has not begun. `device` is the name that the report carries.
    pub fn new(plan: Plan, stacking: Stacking, device: &str) -> Self {
        let plan = Arc::new(plan);
        let mut run = Self {
            jobs: Queue::new(total_steps(&plan)),
            stacking,
            stage: Stage::Dense,
            networks: Networks::default(),
            trials: Trials::default(),
            findings: Findings::new(plan.clone(), device),
            plan,
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
                    self.findings.report.first_losses = first_losses.iter().map(|&loss| f64::from(loss)).collect();
                }
                self.networks.take_dense(role, weights, early_loss);
                Ok(Vec::new())
            }
            Message::Submodel { role, index, posteriors } => {
                self.networks.take_submodel((role, index), posteriors);
                Ok(Vec::new())
            }
            Message::Observed(observation) => Ok(self.observe(*observation)),
            Message::Learned { arm, round, attack, adaptive, scores, threshold, shadow_auc } => {
                Ok(self.findings.learned((arm, round, adaptive), attack, &scores, (threshold, shadow_auc)))
            }
            Message::Diverged { arm, role, round } => Ok(self.findings.give_up(arm, round, &diverged(role))),
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
            self.findings.not_run(task, reason);
        }
        let arms = arms_of(&job).into_iter();
        let mut events: Vec<Event> = arms.flat_map(|arm| self.findings.give_up(arm, 0, reason)).collect();
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
        &self.findings.report
    }

    /// Nothing more is to come, though not all is done.
    pub fn stop(&mut self) {
        if !self.is_finished() {
            self.findings.report.ended = Ended::Stopped;
        }
    }

    /// Sets the time at which the run began, in UTC, as `2026-11-25T21:40:45Z`.
    pub fn set_begun(&mut self, time: &str) {
        self.findings.report.begun = Some(time.into());
    }

    /// Sets how far a GPU agrees with the processor.
    pub fn set_self_check(&mut self, found: Agreement) {
        self.findings.report.self_check = Some(found);
    }

    /// Sets the wall time that the report carries.
    pub fn set_seconds(&mut self, seconds: f64) {
        self.findings.report.seconds = seconds;
    }

    /// How networks are put together.
    pub fn stacking(&self) -> Stacking {
        self.stacking
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Trials are of arms that set themselves; all other observations are findings.
    fn observe(&mut self, observation: Observation) -> Vec<Event> {
        let (arm, round) = (observation.arm, observation.round);
        // A finite loss does not say that every answer is a number; no attack could rank what is none.
        if !observation.is_finite() {
            return self.findings.give_up(arm, round, &diverged(observation.role));
        }
        if let (Stage::Trials, Some(arm)) = (self.stage, arm) {
            self.trials.take(arm, assess::trial(&observation));
            return Vec::new();
        }
        let events = self.findings.observe(observation);
        self.queue_learning();
        events
    }

    /// Learned attacks wait behind all other jobs.
    fn queue_learning(&mut self) {
        std::mem::take(&mut self.findings.learning).into_iter().for_each(|task| self.jobs.push_last(Job::Learn(task)));
    }

    fn finish(&mut self, id: u32, seconds: f64) -> Vec<Event> {
        let Some(job) = self.jobs.finish(id) else { return Vec::new() };
        self.findings.share_out(&job, seconds);
        let mut events = Vec::new();
        while self.stage != Stage::Finished && self.jobs.is_empty() {
            events.push(self.next_stage());
        }
        events
    }
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
