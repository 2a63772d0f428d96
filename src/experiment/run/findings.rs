//! What a run has found: the report, and what its numbers are made from.

use crate::{
    assess::{Kept, fronts},
    config::{Arm, Method, query::shortest_query},
    experiment::{event::Event, non_adaptive::NonAdaptive, own, plan::Plan, task::Task},
    finetune::{effective, rounds},
    message::{Job, LearnTask, Observation, Role},
    metric::front::chance,
    report::{ArmReport, DataSummary, Ended, Records, Report, STATISTICS, VERSION},
};
use std::{collections::BTreeMap, sync::Arc};

/// Observations in, a report out; and the work of learned attacks, which a run hands out.
#[derive(Debug)]
pub(super) struct Findings {
    pub plan: Arc<Plan>,
    pub report: Report,
    /// Observations of rounds that not all networks have reached.
    pending: BTreeMap<(usize, u32), BTreeMap<Role, Observation>>,
    /// The dense networks, kept until the mem-scores are known, or for an attacker who has them as well.
    pub dense: Option<Arc<(Observation, Vec<Observation>)>>,
    /// Mem-scores of the target's members, once they are known.
    pub scores: Option<Vec<f32>>,
    /// For attacks with the shadows of Base.
    pub non_adaptive: NonAdaptive,
    /// What arms are compared by: of the last round of each, by its place in the report.
    pub kept: BTreeMap<usize, Kept>,
    /// Work of learned attacks that nobody has taken yet.
    pub learning: Vec<LearnTask>,
}

impl Findings {
    /// Nothing yet. `device` is the name that the report carries.
    pub(super) fn new(plan: Arc<Plan>, device: &str) -> Self {
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
            self_check: None,
            data: summary(&plan),
            records: Records {
                members: target.members.clone(),
                non_members: target.non_members.clone(),
                ranking: Vec::new(),
            },
            arms: arms.map(|arm| ArmReport::new(arm, rounds_of(&plan, arm) as u32)).collect(),
            first_losses: Vec::new(),
            seconds: 0.0,
            comparisons: Vec::new(),
            fronts: Vec::new(),
            repeats: None,
        };
        Self {
            plan,
            report,
            pending: BTreeMap::new(),
            dense: None,
            scores: None,
            non_adaptive: NonAdaptive::default(),
            kept: BTreeMap::new(),
            learning: Vec::new(),
        }
    }

    /// Keeps an observation; when all networks of the arm have reached the round, attacks.
    pub(super) fn observe(&mut self, observation: Observation) -> Vec<Event> {
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

    /// An arm comes to no end; events tell so once.
    pub(super) fn give_up(&mut self, arm: Option<Arm>, round: u32, reason: &str) -> Vec<Event> {
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

    /// No network trains any more.
    pub(super) fn end(&mut self) {
        self.report.fronts = fronts::fronts(&self.report, &self.kept);
        // With the dense network alone there is no arm that could have failed.
        let arms = self.report.arms.get(1..).filter(|arms| !arms.is_empty()).unwrap_or(&self.report.arms);
        let some_ended = arms.iter().any(|arm| arm.ended().is_some());
        self.report.ended = if some_ended { Ended::Finished } else { Ended::Failed };
    }

    /// Adds a job's time to its arms, by their networks' steps.
    pub(super) fn share_out(&mut self, job: &Job, seconds: f64) {
        let batch = self.plan.config.train.batch as usize;
        let tasks: Vec<(Option<Arm>, f64)> =
            Task::planned(&self.plan, job).iter().map(|task| (task.arm_id(), f64::from(task.steps(batch)))).collect();
        let all: f64 = tasks.iter().map(|(_, steps)| steps).sum();
        for (arm, steps) in tasks {
            let index = self.index(arm);
            self.report.arms[index].seconds += seconds * steps / all.max(1.0);
        }
    }

    /// Rounds of an arm.
    pub(super) fn rounds(&self, arm: Option<Arm>) -> usize {
        rounds_of(&self.plan, arm)
    }

    /// Index of an arm in the report; the dense stage is first.
    pub(super) fn index(&self, arm: Option<Arm>) -> usize {
        let Some(arm) = arm else { return 0 };
        let all = self.plan.arms();
        // A candidate of an arm that sets itself is no arm of the report.
        let found = all.iter().position(|&other| other == arm);
        found.or_else(|| all.iter().position(|other| other.method == arm.method)).map_or(0, |i| i + 1)
    }

    /// The arm's part of the report.
    pub(super) fn arm(&mut self, arm: Option<Arm>) -> &mut ArmReport {
        let index = self.index(arm);
        &mut self.report.arms[index]
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

/// What the data of a plan are.
pub(crate) fn summary(plan: &Plan) -> DataSummary {
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
