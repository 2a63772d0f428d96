//! How a stage of a run is cut into jobs that suit the engines.

use super::Stacking;
use crate::{
    config::Arm,
    experiment::{
        plan::Plan,
        task::{by_step_rule, cost},
    },
    message::{ArmTask, Job},
    sort,
};

/// Cuts a stage into the jobs that suit the engines, the longest first.
pub(super) fn cut(plan: &Plan, stacking: Stacking, stage: Job) -> Vec<Job> {
    let stacks = |items| by_step_rule(plan, items).into_iter().map(|items| Job::Arms { items }).collect();
    let Stacking::Workers(workers) = stacking else {
        return if let Job::Arms { items } = stage { stacks(items) } else { vec![stage] };
    };
    match stage {
        Job::Dense { roles } => parts(roles, workers).into_iter().map(|roles| Job::Dense { roles }).collect(),
        Job::Submodels { items } => parts(items, workers).into_iter().map(|items| Job::Submodels { items }).collect(),
        // Candidates are many and of one network each: stacked, they train faster.
        Job::Arms { items } if items.iter().any(|item| item.trial) => {
            parts(items, workers).into_iter().flat_map(stacks).collect()
        }
        Job::Arms { items } => cut_arms(plan, &items, workers),
        Job::Learn(_) => vec![stage],
    }
}

/// One job an arm. The first arm is cut for all workers, so that its result is there early.
fn cut_arms(plan: &Plan, items: &[ArmTask], workers: usize) -> Vec<Job> {
    let of_arm = |arm: Arm| items.iter().filter(|item| item.arm == arm).cloned().collect::<Vec<_>>();
    let mut arms: Vec<Arm> = items.iter().map(|item| item.arm).collect();
    arms.dedup();
    let Some((&first, rest)) = arms.split_first() else { return Vec::new() };
    // With fewer arms than would keep all workers busy to the end, every arm is cut.
    let pieces = if rest.len() < 2 * workers { workers } else { 1 };
    let mut rest: Vec<Vec<ArmTask>> = rest.iter().flat_map(|&arm| parts(of_arm(arm), pieces)).collect();
    sort::by_key(&mut rest, |items| std::cmp::Reverse(cost(plan, items)));
    parts(of_arm(first), workers).into_iter().chain(rest).map(|items| Job::Arms { items }).collect()
}

/// Cuts a list into at most `count` parts of nearly equal length.
fn parts<T: Clone>(list: Vec<T>, count: usize) -> Vec<Vec<T>> {
    let length = list.len().div_ceil(count.max(1)).max(1);
    list.chunks(length).map(<[T]>::to_vec).collect()
}
