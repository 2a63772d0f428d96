//! The dense networks of a run and their mem-scores: what its arms begin with.

use crate::{
    config::Arm,
    experiment::plan::Plan,
    memory::{in_minus_out, submodel_members},
    message::{ArmTask, Role},
    network::Weights,
};
use std::collections::BTreeMap;

/// What the dense stage and the sub-models have come to so far.
#[derive(Debug, Default)]
pub(super) struct Networks {
    dense: BTreeMap<Role, Dense>,
    posteriors: BTreeMap<(Role, u32), Vec<f32>>,
}

#[derive(Debug)]
struct Dense {
    weights: Weights,
    scores: Vec<f32>,
}

impl Networks {
    /// A network of the dense stage; `scores` are its early losses.
    pub(super) fn take_dense(&mut self, role: Role, weights: Weights, scores: Vec<f32>) {
        self.dense.insert(role, Dense { weights, scores });
    }

    /// What a sub-model answers about the members of its network.
    pub(super) fn take_submodel(&mut self, of: (Role, u32), posteriors: Vec<f32>) {
        self.posteriors.insert(of, posteriors);
    }

    /// Replaces the early losses by in-minus-out scores when the sub-models are trained.
    pub(super) fn score_by_submodels(&mut self, plan: &Plan) {
        let memory = &plan.config.memory;
        let all = &mut self.posteriors;
        self.dense.retain(|&role, dense| {
            let count = plan.part(role).members.len();
            let chosen = submodel_members(memory.score, count, memory.submodels, plan.seed(), &role.to_string());
            let posteriors: Vec<Vec<f32>> = (0..chosen.len() as u32).filter_map(|k| all.remove(&(role, k))).collect();
            dense.scores = in_minus_out(&chosen, &posteriors);
            // Without all of its sub-models a network has no scores, and its arms nothing to go by.
            posteriors.len() == chosen.len()
        });
    }

    /// Mem-scores of a network's members.
    pub(super) fn scores(&self, role: Role) -> Option<&[f32]> {
        self.dense.get(&role).map(|dense| dense.scores.as_slice())
    }

    /// True if no network of the plan is missing.
    pub(super) fn are_complete(&self, plan: &Plan) -> bool {
        plan.roles().iter().all(|role| self.dense.contains_key(role))
    }

    /// What there is to do for a network in an arm; none for a network that is missing.
    pub(super) fn task(&self, arm: Arm, role: Role, trial: bool) -> Option<ArmTask> {
        let Dense { weights, scores } = self.dense.get(&role)?;
        Some(ArmTask { arm, role, weights: weights.clone(), scores: scores.clone(), trial })
    }
}
