//! What is made of observations: attacks, a close look, the work of the learned attacks.

use super::findings::Findings;
use crate::{
    assess::{
        self, Assessment, Kept, Knowledge,
        compare::{compare, is_compared},
    },
    attack::{
        Attack,
        learned::{Features, features},
        position,
    },
    config::{Adaptive, Arm, Label, Method},
    experiment::{
        event::Event,
        non_adaptive::{Waiting, base_round},
        plan::Plan,
    },
    finetune::{accountant, auto::Trial, effective, sampled, step_rule},
    memory,
    message::{LearnTask, Observation, Role},
    prune,
    report::{AttackReport, Comparison, Development, NotRun, Privacy, RoundReport, json::not_finite},
    sort,
};
use std::sync::Arc;

/// Probability with which the guarantee of private gradients may fail: below one in the number of members.
const DELTA: f64 = 1e-5;

impl Findings {
    /// Attacks an arm after a round, which the report then has.
    pub(super) fn attack(&mut self, index: usize, target: Observation, shadows: Vec<Observation>) -> Vec<Event> {
        let seen: Vec<&Observation> = shadows.iter().collect();
        let dense = self.dense.clone();
        let knowledge = self.knowledge(dense.as_deref());
        let clean = self.clean_labels(&self.report.records.non_members);
        let assessment = Assessment::new(&target, &seen, knowledge, &clean);
        let size = target.arm.map(|_| prune::size(self.plan.config.prune.method, &self.plan.shape(), &target.masks));
        let sparsity = prune::sparsity(self.plan.config.prune.method, &self.plan.shape(), &target.masks);
        let round = RoundReport { size, ..assessment.round(sparsity, &self.report.records) };
        // One such number would keep the whole report from being written: only its own arm ends here.
        if let Some(place) = not_finite(&round) {
            return self.give_up(target.arm, round.round, &format!("{place} came out as no finite number"));
        }
        let news = Event::Round { arm: self.report.arms[index].id.clone(), round: round.round };
        let arm = &mut self.report.arms[index];
        arm.rounds.push(round);
        sort::by_key(&mut arm.rounds, |round| round.round);
        let steps = arm.rounds.iter().map(|round| round.steps).sum();
        arm.privacy = target.arm.and_then(|arm| privacy(&self.plan, arm, steps));
        arm.development = development(&target);
        arm.reference_records = target.arm.and_then(|arm| reference_records(&self.plan, arm));
        self.kept.insert(index, assessment.kept());
        self.compare(index);
        if target.arm.is_some() {
            self.look_closely(index, &assessment);
            self.learn(&target, &shadows, true);
            self.keep_for_non_adaptive(index, target, shadows);
        } else {
            self.dense = Some(Arc::new((target, shadows)));
        }
        vec![news]
    }

    /// Compares an arm that has come to its end with those that had before.
    fn compare(&mut self, index: usize) {
        let ended = |i: usize| self.report.arms[i].ended().is_some();
        if !ended(index) {
            return;
        }
        let pairs = |(&other, kept): (&usize, &Kept)| {
            let (own, id) = (&self.kept[&index], |i: usize| self.report.arms[i].id.as_str());
            let there = is_compared(id(index), id(other)).then(|| compare((id(index), own), (id(other), kept)));
            let back = is_compared(id(other), id(index)).then(|| compare((id(other), kept), (id(index), own)));
            [there, back]
        };
        let others = self.kept.iter().filter(|&(&other, _)| other != index && ended(other));
        let found: Vec<Comparison> = others.flat_map(pairs).flatten().collect();
        self.report.comparisons.extend(found);
        // Workers end in any order; a report does not tell.
        let place = |id: &str| self.report.arms.iter().position(|arm| arm.id == id);
        let mut sorted = std::mem::take(&mut self.report.comparisons);
        sort::by_key(&mut sorted, |pair| (place(&pair.arm), place(&pair.against)));
        self.report.comparisons = sorted;
    }

    /// `dense` is none until the dense networks have been looked at.
    fn knowledge<'a>(&self, dense: Option<&'a (Observation, Vec<Observation>)>) -> Knowledge<'a> {
        Knowledge::new(&self.plan.config.attack, dense.map(|(target, shadows)| (target, &shadows[..])))
    }

    /// Keeps what attacks with the shadows of Base need, and runs those that have it. On Base itself they would be the
    /// attacks that it has had.
    fn keep_for_non_adaptive(&mut self, index: usize, target: Observation, shadows: Vec<Observation>) {
        if self.plan.config.attack.adaptive != Adaptive::Both {
            return;
        }
        let base = Some(Arm::plain(Method::Base));
        if target.arm == base {
            self.non_adaptive.keep_shadows(target.round, shadows);
        } else if let Some(round) = base_round(target.round, self.rounds(target.arm), self.rounds(base)) {
            self.non_adaptive.keep_target(index, target, round);
        }
        while let Some(waiting) = self.non_adaptive.take() {
            let shadows = self.non_adaptive.shadows(&waiting);
            let knowledge = self.knowledge(self.dense.as_deref());
            let correct = waiting.target.non_members.is_right(&self.clean_labels(&self.report.records.non_members));
            let shown: Vec<&Observation> = shadows.iter().collect();
            let found = assess::non_adaptive(&waiting.target, &shown, knowledge, &correct);
            let tasks = self.learn_tasks(&waiting.target, shadows, false);
            if let Some(round) = self.round_of(&waiting) {
                found.into_iter().for_each(|attack| assess::add_attack(round, attack));
            }
            self.learning.extend(tasks);
        }
        if self.report.arms[self.index(base)].failure.is_some() {
            self.without_base();
        }
    }

    /// Names the attacks that the shadows of Base are missing for.
    pub(super) fn without_base(&mut self) {
        for waiting in self.non_adaptive.give_up() {
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
        let Some(scores) = &self.scores else { return };
        let records = &self.report.records;
        let (members, others) = (self.clean_labels(&records.members), self.clean_labels(&records.non_members));
        self.report.arms[index].detail = Some(assessment.detail(scores, records, (&members, &others)));
    }

    fn clean_labels(&self, records: &[u32]) -> Vec<u32> {
        records.iter().map(|&record| self.plan.data.clean_labels[record as usize]).collect()
    }

    /// Looks closely at the dense network, whose mem-scores are known from now on, and prepares its learned attacks.
    pub(super) fn score(&mut self, scores: Option<Vec<f32>>) {
        self.report.records.ranking = scores.as_deref().map_or_else(Vec::new, memory::in_order);
        self.scores = scores;
        if let Some(seen) = self.dense.clone() {
            let (target, shadows) = &*seen;
            let knowledge = Knowledge::new(&self.plan.config.attack, None);
            let shown: Vec<_> = shadows.iter().collect();
            let clean = self.clean_labels(&self.report.records.non_members);
            self.look_closely(0, &Assessment::new(target, &shown, knowledge, &clean));
            self.learn(target, shadows, true);
        }
        self.dense.take_if(|_| !self.plan.config.attack.dense_too);
    }

    /// Prepares the learned attacks, if this is the round for them.
    fn learn(&mut self, target: &Observation, shadows: &[Observation], adaptive: bool) {
        let tasks = self.learn_tasks(target, shadows, adaptive);
        self.learning.extend(tasks);
    }

    fn learn_tasks(&self, target: &Observation, shadows: &[Observation], adaptive: bool) -> Vec<LearnTask> {
        if !self.plan.is_attacked_by_learning(self.rounds(target.arm), target.round) {
            return Vec::new();
        }
        let label = self.plan.config.attack.label;
        let task = |attack| learn_task(attack, target, shadows, (adaptive, label));
        self.plan.learned_attacks().filter_map(|(attack, _)| task(attack)).collect()
    }

    /// Adds what a learned attack answered to its round. Curves, and the choice of the strongest, are of adaptive attacks.
    pub(super) fn learned(
        &mut self,
        (arm, round, adaptive): (Option<Arm>, u32, bool),
        attack: Attack,
        scores: &[f32],
        fitted: (f64, f64),
    ) -> Vec<Event> {
        let index = self.index(arm);
        let Some(kept) = self.kept.get_mut(&index) else { return Vec::new() };
        let (verdict, report, curve) = assess::learned(attack, scores, fitted, kept);
        let arm = &mut self.report.arms[index];
        let Some(found) = arm.rounds.iter_mut().find(|found| found.round == round) else { return Vec::new() };
        assess::add_attack(found, AttackReport { adaptive, ..report });
        if adaptive {
            kept.add(&verdict);
            found.strongest = kept.strongest(&self.report.records);
        }
        if let Some(detail) = arm.detail.as_mut().filter(|_| adaptive) {
            detail.roc.retain(|other| other.attack != curve.attack);
            detail.roc.push(curve);
            sort::by_key(&mut detail.roc, |curve| position(&curve.attack));
        }
        vec![Event::Round { arm: arm.id.clone(), round }]
    }

    pub(super) fn not_run(&mut self, task: &LearnTask, reason: &str) {
        let index = self.index(task.arm);
        let reason = if task.adaptive { reason.into() } else { format!("not adaptive: {reason}") };
        let not_run = NotRun { attack: task.attack.info().id.into(), reason };
        self.report.arms[index].not_run.push(not_run);
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

/// What the steps of an arm with private gradients may have revealed.
fn privacy(plan: &Plan, arm: Arm, steps: u32) -> Option<Privacy> {
    let (method, config) = effective(arm, &plan.config);
    let noise = step_rule(method, &config).noise?;
    let rate = sampled::rate(plan.part(Role::Target).members.len(), config.train.batch as usize);
    let bound = accountant::epsilon(rate, noise.multiplier, steps, DELTA);
    Some(Privacy {
        epsilon: bound.map(|bound| bound.epsilon),
        at_most: bound.is_some_and(|bound| bound.at_most),
        delta: DELTA,
        clip: noise.clip,
        noise: noise.multiplier,
        sampling_rate: rate,
        steps,
    })
}

/// None without development records.
fn development(target: &Observation) -> Option<Development> {
    let Trial { accuracy, own_auc } = (!target.development.is_empty()).then(|| assess::trial(target))?;
    Some(Development { accuracy, own_auc })
}

/// Development records that a min-max game uses, or an automatic setting.
fn reference_records(plan: &Plan, arm: Arm) -> Option<u32> {
    plan.needs_development(arm.method).then(|| plan.part(Role::Target).development.len() as u32)
}
