//! What one network of a stack has to do, from its first weights to its last epoch. Pure; the engine executes it.

use crate::{
    attack,
    config::Arm,
    experiment::plan::Plan,
    finetune::{Pass, Recipe, RoundPlan, rounds, step_rule},
    memory::{submodel_epochs, submodel_members},
    message::{ArmTask, Job, Role},
    method::step::StepRule,
    network::Weights,
};

/// Why the network is trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The dense stage.
    Dense,
    /// The k-th sub-model of its owner's mem-scores.
    Submodel(u32),
    /// Pruning and fine-tuning.
    Arm(Arm),
}

/// What one network of a stack has to do.
#[derive(Debug, Clone)]
pub struct Task {
    /// Whose network.
    pub role: Role,
    /// Why.
    pub purpose: Purpose,
    /// Weights to begin from.
    pub weights: Weights,
    /// Records of the pool that it trains on; passes give positions in this list.
    pub members: Vec<u32>,
    /// Rounds.
    pub rounds: Vec<RoundPlan>,
    /// True for a candidate of an arm that sets itself.
    pub trial: bool,
    recipe: Recipe,
}

impl Task {
    /// The tasks of a job, in its order; none for an attack, which trains a network of its own.
    pub fn of_job(plan: &Plan, job: &Job) -> Vec<Self> {
        let first_weights = |task: Self| match task.purpose {
            Purpose::Arm(_) => task,
            Purpose::Dense | Purpose::Submodel(_) => {
                Self { weights: plan.shape().initial_weights(plan.seed(), task.stream()), ..task }
            }
        };
        Self::planned(plan, job).into_iter().map(first_weights).collect()
    }

    /// The same without the first weights of networks that begin here: to count steps, of which a run may have thousands of
    /// networks.
    pub fn planned(plan: &Plan, job: &Job) -> Vec<Self> {
        match job {
            Job::Dense { roles } => roles.iter().map(|&role| Self::dense(plan, role)).collect(),
            Job::Submodels { items } => items.iter().map(|&(role, k)| Self::submodel(plan, role, k)).collect(),
            Job::Arms { items } => items.iter().map(|item| Self::arm(plan, item)).collect(),
            Job::Learn(_) => Vec::new(),
        }
    }

    fn dense(plan: &Plan, role: Role) -> Self {
        let members = plan.part(role).members.clone();
        Self::plain(plan, role, Purpose::Dense, format!("{role}/dense"), members, plan.config.train.epochs)
    }

    fn submodel(plan: &Plan, role: Role, k: u32) -> Self {
        let all = &plan.part(role).members;
        let memory = &plan.config.memory;
        let chosen = submodel_members(memory.score, all.len(), memory.submodels, plan.seed(), &role.to_string());
        let members: Vec<u32> = chosen[k as usize].iter().map(|&position| all[position as usize]).collect();
        let epochs = submodel_epochs(&plan.config, members.len());
        Self::plain(plan, role, Purpose::Submodel(k), format!("{role}/submodel/{k}"), members, epochs)
    }

    fn plain(plan: &Plan, role: Role, purpose: Purpose, stream: String, members: Vec<u32>, epochs: u32) -> Self {
        let recipe = Recipe::everything(&plan.config, stream, members.len());
        Self {
            role,
            purpose,
            weights: Weights::new(),
            members,
            rounds: vec![RoundPlan { sparsity: 0.0, epochs }],
            trial: false,
            recipe,
        }
    }

    fn arm(plan: &Plan, item: &ArmTask) -> Self {
        let members = plan.part(item.role).members.clone();
        let labels = plan.labels(&members);
        let owner = item.role.to_string();
        let (method, config) = plan.effective(item.arm, item.role);
        let recipe = Recipe::new(method, &config, &owner, &item.scores, &labels, plan.data.classes);
        let rounds = rounds(method, &config, plan.class_size(item.role));
        let weights = item.weights.clone();
        Self { role: item.role, purpose: Purpose::Arm(item.arm), weights, members, rounds, trial: item.trial, recipe }
    }

    /// Passes of an epoch.
    pub fn passes(&self, round: u32, epoch: u32) -> Vec<Pass> {
        self.recipe.passes(round, epoch)
    }

    /// How its steps are taken.
    pub fn step_rule(&self) -> StepRule {
        self.recipe.step_rule()
    }

    /// Name of the network's random streams.
    pub fn stream(&self) -> &str {
        self.recipe.stream()
    }

    /// Name of the stream of random pruning: one order of removal for all rounds.
    pub fn prune_stream(&self) -> String {
        format!("{}/prune", self.stream())
    }

    /// The arm, none outside pruning.
    pub fn arm_id(&self) -> Option<Arm> {
        match self.purpose {
            Purpose::Arm(arm) => Some(arm),
            Purpose::Dense | Purpose::Submodel(_) => None,
        }
    }

    /// Gradient steps in all rounds (the most, with early stopping).
    pub fn steps(&self, batch: usize) -> u32 {
        let epochs = |(round, plan): (usize, &RoundPlan)| (0..plan.epochs).map(move |epoch| (round as u32, epoch));
        let steps = |(round, epoch)| self.passes(round, epoch).iter().map(|pass| pass.steps(batch)).sum();
        let counts: Vec<usize> = self.rounds.iter().enumerate().flat_map(epochs).map(steps).collect();
        counts.iter().sum::<usize>() as u32
    }
}

/// Gradient steps of a job, summed over its networks (the most, with early stopping).
pub fn steps(plan: &Plan, job: &Job) -> u32 {
    if let Job::Learn(task) = job {
        let recipe = attack::learned::Recipe::new(task.attack, plan.config.attack.learned);
        return recipe.map_or(0, |recipe| plan.learning_steps(&recipe));
    }
    Task::planned(plan, job).iter().map(|task| task.steps(plan.config.train.batch as usize)).sum()
}

/// About how long a job of arms takes, in plain gradient steps of one network.
pub fn cost(plan: &Plan, items: &[ArmTask]) -> u32 {
    // The networks of a job take their steps by one rule.
    let of_step = items.first().map_or(0, |item| rule(plan, item).cost());
    of_step * steps(plan, &Job::Arms { items: items.to_vec() })
}

fn rule(plan: &Plan, item: &ArmTask) -> StepRule {
    let (method, config) = plan.effective(item.arm, item.role);
    step_rule(method, &config)
}

/// Puts together what can train in one stack, in the order of first appearance.
pub fn by_step_rule(plan: &Plan, items: Vec<ArmTask>) -> Vec<Vec<ArmTask>> {
    let mut stacks: Vec<(StepRule, Vec<ArmTask>)> = Vec::new();
    for item in items {
        let own = rule(plan, &item);
        match stacks.iter_mut().find(|(other, _)| own.goes_with(other)) {
            Some((_, stack)) => stack.push(item),
            None => stacks.push((own, vec![item])),
        }
    }
    stacks.into_iter().map(|(_, stack)| stack).collect()
}
