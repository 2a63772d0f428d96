//! A few steps of the very stacks that the configuration would train: to compare devices, and to time them.

use super::{DeviceKind, Engine};
use crate::{
    Result,
    attack::{Attack, learned::features},
    config::Arm,
    experiment::task::by_step_rule,
    message::{ArmTask, Job, LearnTask},
    rng::{Seed, Stream},
    signal::Outputs,
};
use rand::RngExt;

/// Steps of each specimen.
const STEPS: usize = 3;

impl Engine {
    /// Losses and logits of the dense stack, of all arms together and of each learned attack, twice with different weights,
    /// rankings and records. `told` hears how many of them are done, and of how many.
    ///
    /// # Errors
    /// The device failed.
    pub async fn self_check(&self, mut told: impl FnMut(usize, usize)) -> Result<Vec<f32>> {
        let jobs: Vec<Job> = (0..2).flat_map(|input| self.all_specimens(input)).collect();
        let mut values = Vec::new();
        for (done, job) in jobs.iter().enumerate() {
            told(done, jobs.len());
            values.extend(self.begin(job).rehearse(STEPS).await?);
        }
        Ok(values)
    }

    fn all_specimens(&self, input: u32) -> Vec<Job> {
        let dense = Job::Dense { roles: self.plan().roles() };
        let arms = self.specimens(&self.plan().arms(), input);
        let attacks = self.plan().learned_attacks().map(|(attack, _)| self.attack_specimen(attack, input));
        std::iter::once(dense).chain(arms).chain(attacks).collect()
    }

    /// Trains a little in the stack that a device of this kind would be given; the network-steps that it took.
    ///
    /// # Errors
    /// The device failed.
    pub async fn trial(&self, kind: DeviceKind) -> Result<u32> {
        let arms = self.plan().arms();
        let arms = if kind == DeviceKind::Cpu { &arms[..1] } else { &arms[..] };
        for stack in self.specimens(arms, 0) {
            self.begin(&stack).rehearse(STEPS).await?;
        }
        Ok((arms.len() * self.plan().roles().len() * STEPS) as u32)
    }

    /// A learned attack on random records, as wide as the real ones.
    fn attack_specimen(&self, attack: Attack, input: u32) -> Job {
        let classes = self.plan().data.classes;
        let mut stream = Seed(self.plan().config.seed).stream(&format!("self-check/{input}/attack"));
        let records = 2 * self.plan().config.train.batch as usize;
        let labels = (0..records).map(|_| stream.random_range(0..classes)).collect();
        let mut random = || (0..records * classes as usize).map(|_| stream.random::<f32>()).collect::<Vec<f32>>();
        let outputs = Outputs::widened(classes, &random(), labels);
        let known = features(attack, &outputs, &random()).unwrap_or_default();
        let membership = (0..records).map(|i| i % 2 == 0).collect();
        Job::Learn(LearnTask {
            arm: None,
            round: input,
            attack,
            adaptive: true,
            target: known.clone(),
            known,
            membership,
            held_out: records as u32 / 4,
        })
    }

    /// Jobs of all networks of `arms` with weights and scores that depend on `input`.
    fn specimens(&self, arms: &[Arm], input: u32) -> Vec<Job> {
        let plan = self.plan();
        let task = |arm: Arm, role| {
            let name = format!("self-check/{input}/{role}");
            let mut stream: Stream = Seed(plan.config.seed).stream(&name);
            let scores = plan.part(role).members.iter().map(|_| stream.random::<f32>()).collect();
            ArmTask { arm, role, weights: plan.shape().initial_weights(plan.seed(), &name), scores, trial: false }
        };
        let roles = plan.roles();
        let items = arms.iter().flat_map(|&arm| roles.iter().map(move |&role| task(arm, role))).collect();
        by_step_rule(plan, items).into_iter().map(|items| Job::Arms { items }).collect()
    }
}
