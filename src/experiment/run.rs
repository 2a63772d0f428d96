//! A run: hands out jobs, takes in what the engines found, keeps the report.
//!
//! It knows neither workers nor devices. Whoever drives it asks [`Run::deal`] for work, has an engine do it, and
//! brings every message to [`Run::receive`]. Not asking pauses; dropping cancels. A job whose engine died is dealt
//! again ([`Run::fail`]), because jobs are pure data; what it had already told stays.
//!
//! Stages: dense networks → sub-models for mem-scores (if the score needs them) → trials of the arms that set themselves
//! (if there are any) → arms. A stage begins when the one before is complete. Which networks share a job changes nothing
//! but speed.
//!
//! Learned attacks train networks of their own, so they are jobs as well: one an attack, for the dense stage and for the
//! last round of each arm. Earlier rounds show how the other attacks develop; learning would cost as much again for
//! each. These jobs are dealt when there is nothing else of the arms to deal, and their answers join the report when they
//! come.
//!
//! Where the configuration asks for it, each arm is attacked a second time with the shadows of Base
//! ([`super::unadapted`]), as by somebody who does not know of the defense. That trains no shadow: those of Base are there
//! anyway.

use super::{
    assess::{self, Assessment, Knowledge},
    event::{Event, Progress},
    message::{ArmTask, Job, LearnTask, Message, Observation, Role, Weights},
    plan::Plan,
    report::{ArmReport, AttackReport, DataSummary, NotRun, Privacy, Report, RocCurve, RoundReport, TrialReport},
    summary,
    task::{Task, by_treatment},
    unadapted::{Unadapted, Waiting, base_round},
};
use crate::{
    Error, Result,
    attack::{
        Attack,
        learned::{Features, features},
    },
    config::{Adaptive, Arm, Label, Variant},
    defense::{
        Treatment, accountant,
        auto::{self, Trial},
        effective, rounds, sampled,
    },
    memory::{in_minus_out, submodel_members},
    prune,
};
use std::{collections::BTreeMap, sync::Arc};

/// How networks are put together into jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stacking {
    /// For processors: a job is one arm, cut so that `workers` engines are busy.
    Workers(usize),
    /// For a GPU: everything of a stage in one stack, because launches cost more than arithmetic.
    Together,
}

/// A job with its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// To be given back with every message.
    pub id: u32,
    /// The work.
    pub job: Job,
}

/// See the module.
#[derive(Debug)]
pub struct Run {
    plan: Plan,
    stacking: Stacking,
    stage: Stage,
    /// Jobs of the stage that nobody has yet, the next one last.
    waiting: Vec<Assignment>,
    dealt: BTreeMap<u32, Dealt>,
    next_id: u32,
    dense: BTreeMap<Role, Dense>,
    posteriors: BTreeMap<(Role, u32), Vec<f32>>,
    /// The dense networks, kept until their mem-scores are known, or for an attacker who has them as well.
    dense_seen: Option<Arc<(Observation, Vec<Observation>)>>,
    /// What the candidates of arms that set themselves came to, and which of them were taken.
    trials: BTreeMap<Variant, Trial>,
    chosen: BTreeMap<Arm, u32>,
    /// Observations of rounds that not all networks have reached.
    pending: BTreeMap<(usize, u32), BTreeMap<Role, Observation>>,
    /// For attacks with the shadows of Base.
    unadapted: Unadapted,
    report: Report,
    done: u64,
    total: u64,
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
struct Dealt {
    job: Job,
    steps: u64,
    done: u64,
    failures: u32,
}

#[derive(Debug)]
struct Dense {
    weights: Weights,
    scores: Vec<f32>,
}

/// How often a job is begun before its arms are given up.
const ATTEMPTS: u32 = 2;
/// Probability with which the guarantee of private gradients may fail: below one in the number of members.
const DELTA: f64 = 1e-5;

impl Run {
    /// A run that has not begun. `device` is the name that the report carries.
    pub fn new(plan: Plan, stacking: Stacking, device: &str) -> Self {
        let arms = std::iter::once(None).chain(plan.variants().into_iter().map(Some));
        let report = Report {
            version: 1,
            software: env!("CARGO_PKG_VERSION").into(),
            config: plan.config.clone(),
            device: device.into(),
            data: summary(&plan),
            arms: arms.map(ArmReport::new).collect(),
            first_losses: Vec::new(),
            seconds: 0.0,
            front: None,
            repeats: None,
        };
        let mut run = Self {
            total: total_steps(&plan),
            plan,
            stacking,
            stage: Stage::Dense,
            waiting: Vec::new(),
            dealt: BTreeMap::new(),
            next_id: 0,
            dense: BTreeMap::new(),
            posteriors: BTreeMap::new(),
            dense_seen: None,
            trials: BTreeMap::new(),
            chosen: BTreeMap::new(),
            pending: BTreeMap::new(),
            unadapted: Unadapted::default(),
            report,
            done: 0,
        };
        run.queue(Job::Dense { roles: run.plan.roles() });
        run
    }

    /// The next job, if there is one now. None while a stage waits for jobs that are out, and at the end.
    pub fn deal(&mut self) -> Option<Assignment> {
        let assignment = self.waiting.pop()?;
        let steps = u64::from(self.plan.steps(&assignment.job));
        let failures = self.dealt.get(&assignment.id).map_or(0, |dealt| dealt.failures);
        self.dealt.insert(assignment.id, Dealt { job: assignment.job.clone(), steps, done: 0, failures });
        Some(assignment)
    }

    /// Takes in one message about job `id` and tells what is new for an onlooker.
    ///
    /// # Errors
    /// The job was never dealt, or is complete.
    pub fn receive(&mut self, id: u32, message: Message) -> Result<Vec<Event>> {
        let job = self.dealt.get_mut(&id).ok_or_else(|| Error::Message(format!("job {id} is not being worked on")))?;
        match message {
            Message::Steps(steps) => {
                job.done += u64::from(steps);
                self.done += u64::from(steps);
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
                let (mut report, curve) =
                    assess::learned(attack, &scores, self.target_members(), threshold, shadow_auc);
                report.adaptive = adaptive;
                Ok(self.learned(arm, round, report, curve))
            }
            Message::Diverged { arm, role, round } => Ok(self.give_up(arm, round, &diverged(role))),
            Message::Finished { seconds } => Ok(self.finish(id, seconds)),
        }
    }

    /// The engine of job `id` died. The job is dealt once more; after that its arms are given up.
    pub fn fail(&mut self, id: u32, reason: &str) -> Vec<Event> {
        let Some(dealt) = self.dealt.get_mut(&id) else { return Vec::new() };
        self.done -= dealt.done;
        (dealt.done, dealt.failures) = (0, dealt.failures + 1);
        let job = dealt.job.clone();
        if dealt.failures < ATTEMPTS {
            self.waiting.push(Assignment { id, job });
            return vec![Event::DealtAgain { reason: reason.into() }];
        }
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
        Progress { done: self.done as f64, total: self.total as f64, unit: "steps", what }
    }

    /// True when nothing is left to deal or to wait for.
    pub fn is_finished(&self) -> bool {
        self.stage == Stage::Finished
    }

    /// What has been found so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Sets the wall time that the report carries.
    pub fn set_seconds(&mut self, seconds: f64) {
        self.report.seconds = seconds;
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    fn queue(&mut self, job: Job) {
        for job in self.cut(job) {
            self.waiting.push(Assignment { id: self.next_id, job });
            self.next_id += 1;
        }
        self.waiting.reverse();
    }

    /// Cuts a stage into the jobs that suit the engines, the longest first.
    fn cut(&self, stage: Job) -> Vec<Job> {
        let stacks = |items| by_treatment(&self.plan, items).into_iter().map(|items| Job::Arms { items }).collect();
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
    fn cut_arms(&self, items: Vec<ArmTask>, workers: usize) -> Vec<Job> {
        let of_arm = |arm: Variant| items.iter().filter(|item| item.arm == arm).cloned().collect::<Vec<_>>();
        let mut arms: Vec<Variant> = items.iter().map(|item| item.arm).collect();
        arms.dedup();
        let Some((&first, rest)) = arms.split_first() else { return Vec::new() };
        // With fewer arms than would keep all workers busy to the end, every arm is cut.
        let pieces = if rest.len() < 2 * workers { workers } else { 1 };
        let mut rest: Vec<Job> =
            rest.iter().flat_map(|&arm| parts(of_arm(arm), pieces)).map(|items| Job::Arms { items }).collect();
        rest.sort_by_key(|job| std::cmp::Reverse(self.plan.steps(job)));
        parts(of_arm(first), workers).into_iter().map(|items| Job::Arms { items }).chain(rest).collect()
    }

    fn finish(&mut self, id: u32, seconds: f64) -> Vec<Event> {
        let Some(dealt) = self.dealt.remove(&id) else { return Vec::new() };
        // An early stop leaves steps undone; they are not to come.
        self.done += dealt.steps.saturating_sub(dealt.done);
        self.share_out(&dealt.job, seconds);
        let mut events = Vec::new();
        while self.stage != Stage::Finished && self.waiting.is_empty() && self.dealt.is_empty() {
            events.push(self.next_stage());
        }
        events
    }

    /// Adds a job's time to its arms, by their networks' steps.
    fn share_out(&mut self, job: &Job, seconds: f64) {
        let batch = self.plan.config.train.batch as usize;
        let tasks: Vec<(Option<Variant>, f64)> =
            Task::of_job(&self.plan, job).iter().map(|task| (task.arm_id(), f64::from(task.steps(batch)))).collect();
        let all: f64 = tasks.iter().map(|(_, steps)| steps).sum();
        for (arm, steps) in tasks {
            let index = self.index(arm);
            self.report.arms[index].seconds += seconds * steps / all.max(1.0);
        }
    }

    fn next_stage(&mut self) -> Event {
        self.stage = match self.stage {
            Stage::Dense if self.plan.submodels() > 0 => Stage::Memory,
            Stage::Dense | Stage::Memory if !trial_variants(&self.plan).is_empty() => Stage::Trials,
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
                self.score_by_submodels();
                let items = self.tasks(&trial_variants(&self.plan), &[Role::Target], true);
                self.queue(Job::Arms { items });
            }
            Stage::Arms => {
                self.score_by_submodels();
                self.choose_settings();
                let variants: Vec<Variant> = self.plan.variants().into_iter().map(|arm| self.as_chosen(arm)).collect();
                let items = self.tasks(&variants, &self.plan.roles(), false);
                self.queue(Job::Arms { items });
                if let Some(seen) = self.dense_seen.clone() {
                    let (target, shadows) = &*seen;
                    let knowledge = Knowledge::new(&self.plan.config.attack, None);
                    self.look_closely(0, &Assessment::new(target, &shadows.iter().collect::<Vec<_>>(), knowledge));
                    self.learn(target, shadows, true);
                }
                self.dense_seen.take_if(|_| !self.plan.config.attack.dense_too);
            }
            Stage::Finished => self.report.front = summary::front(&self.report),
            Stage::Dense => {}
        }
        Event::Stage { what: self.progress().what }
    }

    /// Replaces the early losses by in-minus-out scores where the configuration asks for sub-models.
    fn score_by_submodels(&mut self) {
        let memory = &self.plan.config.memory;
        let (plan, all) = (&self.plan, &mut self.posteriors);
        self.dense.retain(|&role, dense| {
            let count = plan.part(role).members.len();
            let chosen = submodel_members(memory.score, count, memory.submodels, plan.seed(), &role.to_string());
            let posteriors: Vec<Vec<f32>> = (0..chosen.len() as u32).filter_map(|k| all.remove(&(role, k))).collect();
            if !chosen.is_empty() {
                dense.scores = in_minus_out(&chosen, &posteriors);
            }
            // Without all of its sub-models a network has no scores, and its arms nothing to go by.
            posteriors.len() == chosen.len()
        });
    }

    /// The networks of `roles` in every variant that has not failed; none without a complete dense stage, which then has
    /// told why.
    fn tasks(&mut self, variants: &[Variant], roles: &[Role], trial: bool) -> Vec<ArmTask> {
        if self.plan.roles().iter().any(|role| !self.dense.contains_key(role)) {
            for &arm in variants {
                let reason = "a network of the dense stage, or a sub-model of its mem-scores, is missing";
                self.give_up(Some(arm), 0, reason);
            }
            return Vec::new();
        }
        let task = |arm: Variant, role: Role| {
            let Dense { weights, scores } = &self.dense[&role];
            ArmTask { arm, role, weights: weights.clone(), scores: scores.clone(), trial }
        };
        let left = variants.iter().filter(|&&arm| self.report.arms[self.index(Some(arm))].failure.is_none());
        left.flat_map(|&arm| roles.iter().map(move |&role| (arm, role))).map(|(arm, role)| task(arm, role)).collect()
    }

    /// Takes a setting for each arm that sets itself, and tells the report what was tried.
    fn choose_settings(&mut self) {
        for arm in self.plan.config.arms.clone() {
            let candidates = auto::candidates(arm);
            let tried = |k: usize| self.trials.get(&Variant { arm, setting: Some(k as u32) }).copied();
            let trials: Vec<Trial> = (0..candidates.len()).map_while(tried).collect();
            if candidates.is_empty() {
                continue;
            }
            if trials.len() < candidates.len() {
                self.give_up(Some(Variant::plain(arm)), 0, "the trial of one of its settings failed");
                continue;
            }
            let chosen = auto::choose(&trials, self.plan.config.defense.auto_budget);
            let report = |(candidate, trial): (&auto::Candidate, &Trial)| TrialReport {
                setting: candidate.to_string(),
                development_accuracy: trial.accuracy,
                leak: trial.leak,
            };
            let index = self.index(Some(Variant::plain(arm)));
            self.report.arms[index].chosen = Some(candidates[chosen].to_string());
            self.report.arms[index].trials = candidates.iter().zip(&trials).map(report).collect();
            self.chosen.insert(arm, chosen as u32);
        }
    }

    fn as_chosen(&self, variant: Variant) -> Variant {
        let setting = self.chosen.get(&variant.arm).copied().or(variant.setting);
        Variant { setting, ..variant }
    }

    /// Keeps an observation; when all networks of the arm have reached the round, attacks.
    fn observe(&mut self, observation: Observation) -> Vec<Event> {
        if let (Stage::Trials, Some(arm)) = (self.stage, observation.arm) {
            // Later rounds replace earlier ones.
            self.trials.insert(arm, assess::trial(&observation));
            return Vec::new();
        }
        let (index, round) = (self.index(observation.arm), observation.round);
        let arm = &self.report.arms[index];
        // A job that was dealt again repeats what is known.
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
        self.attack(index, target, seen.into_values().collect());
        vec![Event::Round { arm: self.report.arms[index].id.clone(), round }]
    }

    fn attack(&mut self, index: usize, target: Observation, shadows: Vec<Observation>) {
        let seen: Vec<&Observation> = shadows.iter().collect();
        let dense = self.dense_seen.clone();
        let knowledge = self.knowledge(dense.as_deref());
        let assessment = Assessment::new(&target, &seen, knowledge);
        let clean = self.clean_labels(&self.plan.part(Role::Target).non_members);
        let size = target.arm.map(|_| prune::size(self.plan.config.prune.method, &self.plan.shape(), &target.masks));
        let round = RoundReport { size, ..assessment.round(sparsity_of(&target), &clean) };
        let arm = &mut self.report.arms[index];
        arm.rounds.push(round);
        arm.rounds.sort_by_key(|round| round.round);
        let steps = arm.rounds.iter().map(|round| round.steps).sum();
        arm.privacy = target.arm.and_then(|variant| privacy(&self.plan, variant, steps));
        arm.reference_records = target.arm.and_then(|variant| reference_records(&self.plan, variant));
        if target.arm.is_some() {
            self.look_closely(index, &assessment);
            self.learn(&target, &shadows, true);
            self.keep_for_unadapted(index, target, shadows);
        } else {
            self.dense_seen = Some(Arc::new((target, shadows)));
        }
    }

    /// `dense` is none until the dense networks have been looked at.
    fn knowledge<'a>(&self, dense: Option<&'a (Observation, Vec<Observation>)>) -> Knowledge<'a> {
        Knowledge::new(&self.plan.config.attack, dense.map(|(target, shadows)| (target, &shadows[..])))
    }

    /// Keeps what attacks with the shadows of Base need, and runs those that have it. On Base itself they would be the
    /// attacks that it has had.
    fn keep_for_unadapted(&mut self, index: usize, target: Observation, shadows: Vec<Observation>) {
        if self.plan.config.attack.adaptive != Adaptive::Both {
            return;
        }
        let base = Some(Variant::plain(Arm::Base));
        if target.arm == base {
            self.unadapted.keep_shadows(target.round, shadows);
        } else if let Some(round) = base_round(target.round, self.rounds(target.arm), self.rounds(base)) {
            self.unadapted.keep_target(index, target, round);
        }
        while let Some(waiting) = self.unadapted.take() {
            let shadows = self.unadapted.shadows(&waiting);
            let knowledge = self.knowledge(self.dense_seen.as_deref());
            let found = assess::unadapted(&waiting.target, &shadows.iter().collect::<Vec<_>>(), knowledge);
            let tasks = self.learn_tasks(&waiting.target, shadows, false);
            if let Some(round) = self.round_of(&waiting) {
                found.into_iter().for_each(|attack| assess::add_attack(round, attack));
            }
            tasks.into_iter().for_each(|task| self.deal_last(task));
        }
        if self.report.arms[self.index(base)].failure.is_some() {
            self.without_base();
        }
    }

    /// Names the attacks that the shadows of Base are missing for.
    fn without_base(&mut self) {
        for waiting in self.unadapted.give_up() {
            let Some(round) = self.round_of(&waiting) else { continue };
            let reason = "not adaptive: its shadows are those of Base, which failed";
            let lost = |attack: &AttackReport| NotRun { attack: attack.attack.clone(), reason: reason.into() };
            let lost: Vec<NotRun> = round.attacks.iter().map(lost).collect();
            round.not_run.extend(lost);
        }
    }

    fn round_of(&mut self, waiting: &Waiting) -> Option<&mut RoundReport> {
        self.report.arms[waiting.arm].rounds.iter_mut().find(|round| round.round == waiting.target.round)
    }

    /// Fills in the detail of an arm, which needs the mem-scores.
    fn look_closely(&mut self, index: usize, assessment: &Assessment) {
        let Some(Dense { scores, .. }) = self.dense.get(&Role::Target) else { return };
        let part = self.plan.part(Role::Target);
        let (members, others) = (self.clean_labels(&part.members), self.clean_labels(&part.non_members));
        self.report.arms[index].detail = Some(assessment.detail(scores, &part.members, (&members, &others)));
    }

    fn clean_labels(&self, records: &[u32]) -> Vec<u32> {
        records.iter().map(|&record| self.plan.data.clean_labels[record as usize]).collect()
    }

    /// Prepares the learned attacks, if this is the round for them.
    fn learn(&mut self, target: &Observation, shadows: &[Observation], adaptive: bool) {
        let tasks = self.learn_tasks(target, shadows, adaptive);
        tasks.into_iter().for_each(|task| self.deal_last(task));
    }

    fn learn_tasks(&self, target: &Observation, shadows: &[Observation], adaptive: bool) -> Vec<LearnTask> {
        if !self.plan.is_attacked_by_learning(self.rounds(target.arm), target.round) {
            return Vec::new();
        }
        let label = self.plan.config.attack.label;
        let task = |attack| learn_task(attack, target, shadows, (adaptive, label));
        self.plan.learned_attacks().filter_map(|(attack, _)| task(attack)).collect()
    }

    fn deal_last(&mut self, task: LearnTask) {
        self.waiting.insert(0, Assignment { id: self.next_id, job: Job::Learn(task) });
        self.next_id += 1;
    }

    /// Rounds of an arm; the dense stage has one.
    fn rounds(&self, arm: Option<Variant>) -> usize {
        let class_size = self.plan.class_size(Role::Target);
        arm.map_or(1, |variant| {
            let (arm, config) = effective(variant, &self.plan.config);
            rounds(arm, &config, class_size).len()
        })
    }

    fn target_members(&self) -> usize {
        self.plan.part(Role::Target).members.len()
    }

    /// Adds what a learned attack answered to its round. Curves are those of adaptive attacks.
    fn learned(&mut self, arm: Option<Variant>, round: u32, report: AttackReport, curve: RocCurve) -> Vec<Event> {
        let index = self.index(arm);
        let arm = &mut self.report.arms[index];
        let Some(found) = arm.rounds.iter_mut().find(|found| found.round == round) else { return Vec::new() };
        let adaptive = report.adaptive;
        assess::add_attack(found, report);
        if let Some(detail) = arm.detail.as_mut().filter(|_| adaptive) {
            detail.roc.retain(|other| other.attack != curve.attack);
            detail.roc.push(curve);
            detail.roc.sort_by_key(|curve| assess::position(&curve.attack));
        }
        vec![Event::Round { arm: arm.id.clone(), round }]
    }

    fn not_run(&mut self, task: &LearnTask, reason: &str) {
        let index = self.index(task.arm);
        let reason = if task.adaptive { reason.into() } else { format!("not adaptive: {reason}") };
        let not_run = NotRun { attack: task.attack.info().id.into(), reason };
        self.report.arms[index].not_run.push(not_run);
    }

    fn give_up(&mut self, arm: Option<Variant>, round: u32, reason: &str) -> Vec<Event> {
        let index = self.index(arm);
        let report = &mut self.report.arms[index];
        if report.failure.is_some() {
            return Vec::new();
        }
        report.failure = Some(format!("round {round}: {reason}"));
        let event = Event::ArmFailed { arm: report.id.clone(), round, reason: reason.into() };
        if arm == Some(Variant::plain(Arm::Base)) {
            self.without_base();
        }
        vec![event]
    }

    /// Index of an arm in the report; the dense stage is first.
    fn index(&self, arm: Option<Variant>) -> usize {
        let Some(arm) = arm else { return 0 };
        let all = self.plan.variants();
        // A candidate of an arm that sets itself is no arm of the report.
        let found = all.iter().position(|&other| other == arm);
        found.or_else(|| all.iter().position(|other| other.arm == arm.arm)).map_or(0, |i| i + 1)
    }
}

/// The work of a learned attack; none for other attacks.
fn learn_task(
    attack: Attack,
    target: &Observation,
    shadows: &[Observation],
    (adaptive, label): (bool, Label),
) -> Option<LearnTask> {
    let read = |seen: &Observation| {
        let outputs = assess::as_labelled(&seen.members.followed_by(&seen.non_members), label).into_owned();
        features(attack, &outputs, &seen.sensitivity)
    };
    let target_features = read(target)?;
    let mut known = Features { width: target_features.width, values: Vec::new() };
    let mut membership = Vec::new();
    for shadow in shadows {
        known.values.extend(read(shadow)?.values);
        membership.extend(std::iter::repeat_n(true, shadow.members.len()));
        membership.extend(std::iter::repeat_n(false, shadow.non_members.len()));
    }
    let held_out = shadows.last().map_or(0, |last| last.members.len() + last.non_members.len()) as u32;
    Some(LearnTask {
        arm: target.arm,
        round: target.round,
        attack,
        adaptive,
        known,
        membership,
        held_out,
        target: target_features,
    })
}

/// All candidates of all arms that set themselves.
fn trial_variants(plan: &Plan) -> Vec<Variant> {
    let of_arm = |&arm: &Arm| {
        let count = auto::candidates(arm).len() as u32;
        (0..count).map(move |k| Variant { arm, setting: Some(k) })
    };
    plan.config.arms.iter().flat_map(of_arm).collect()
}

/// What the steps of an arm with private gradients may have revealed.
fn privacy(plan: &Plan, variant: Variant, steps: u32) -> Option<Privacy> {
    let (arm, config) = effective(variant, &plan.config);
    let noise = Treatment::of(arm, &config).noise?;
    let rate = sampled::rate(plan.part(Role::Target).members.len(), config.train.batch as usize);
    let epsilon = accountant::epsilon(rate, noise.multiplier, steps, DELTA);
    Some(Privacy { epsilon, delta: DELTA, clip: noise.clip, noise: noise.multiplier, sampling_rate: rate, steps })
}

/// Development records that a min-max game uses, or an automatic setting.
fn reference_records(plan: &Plan, variant: Variant) -> Option<u32> {
    plan.needs_development(variant.arm).then(|| plan.part(Role::Target).development.len() as u32)
}

fn diverged(role: Role) -> String {
    format!("the loss of {role} is no longer a finite number; a smaller train.learning_rate may help")
}

fn arms_of(job: &Job) -> Vec<Option<Variant>> {
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

/// Cuts a list into at most `count` parts of nearly equal length.
fn parts<T: Clone>(list: Vec<T>, count: usize) -> Vec<Vec<T>> {
    let length = list.len().div_ceil(count.max(1)).max(1);
    list.chunks(length).map(<[T]>::to_vec).collect()
}

/// Share of pruned weights in the masks that the target really has.
fn sparsity_of(target: &Observation) -> f64 {
    let weights: u64 = target.masks.iter().map(|mask| u64::from(mask.inputs) * u64::from(mask.outputs)).sum();
    let kept: u64 = target.masks.iter().flat_map(|mask| &mask.bits).map(|byte| u64::from(byte.count_ones())).sum();
    if weights == 0 { 0.0 } else { 1.0 - kept as f64 / weights as f64 }
}

fn summary(plan: &Plan) -> DataSummary {
    let part = plan.part(Role::Target);
    DataSummary {
        name: plan.data.name.clone(),
        features: plan.data.dim as u32,
        classes: plan.data.classes,
        members: part.members.len() as u32,
        development: part.development.len() as u32,
        non_members: part.non_members.len() as u32,
        image: plan.data.image,
    }
}

/// Steps of all stages. Mem-scores are not known yet, but they do not change how many steps there are, except by the
/// last batches of the two passes of SWMR.
fn total_steps(plan: &Plan) -> u64 {
    let roles = plan.roles();
    let submodels = (0..plan.submodels()).flat_map(|k| roles.iter().map(move |&role| (role, k))).collect();
    let task = |arm: Variant, role: Role, trial: bool| {
        let scores = vec![0.0; plan.part(role).members.len()];
        ArmTask { arm, role, weights: Weights::new(), scores, trial }
    };
    let of_arm = |arm: Variant| roles.iter().map(move |&role| task(arm, role, false));
    let items = plan.variants().into_iter().flat_map(of_arm).collect();
    let trials = trial_variants(plan).into_iter().map(|arm| task(arm, Role::Target, true)).collect();
    let jobs = [
        Job::Dense { roles: roles.clone() },
        Job::Submodels { items: submodels },
        Job::Arms { items: trials },
        Job::Arms { items },
    ];
    let trained: u64 = jobs.iter().map(|job| u64::from(plan.steps(job))).sum();
    let variants = plan.variants().len() as u64;
    let unadapted = if plan.config.attack.adaptive == Adaptive::Both { variants - 1 } else { 0 };
    let attacked = variants + 1 + unadapted;
    let learned: u64 = plan.learned_attacks().map(|(_, recipe)| u64::from(plan.learning_steps(&recipe))).sum();
    trained + attacked * learned
}
