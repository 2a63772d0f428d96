//! A few steps of the very stacks that the configuration would train: to compare devices, and to time them.

use super::{DeviceKind, Engine};
use crate::{
    Result,
    config::Arm,
    experiment::message::{ArmTask, Job},
    rng::{Seed, Stream},
};
use rand::RngExt;

/// Steps of each specimen.
const STEPS: usize = 3;

impl Engine {
    /// Losses and logits of the dense stack and of all arms together, twice with different weights and rankings.
    ///
    /// # Errors
    /// The device failed.
    pub async fn self_check(&self) -> Result<Vec<f32>> {
        let mut values = Vec::new();
        for input in 0..2 {
            let dense = Job::Dense { roles: self.plan().roles() };
            let arms = self.specimen(&self.plan().config.arms, input);
            for job in [dense, arms] {
                values.extend(self.begin(&job).rehearse(STEPS).await?);
            }
        }
        Ok(values)
    }

    /// Trains a little in the stack that a device of this kind would be given; the network-steps that it took.
    ///
    /// # Errors
    /// The device failed.
    pub async fn trial(&self, kind: DeviceKind) -> Result<u32> {
        let arms = &self.plan().config.arms;
        let arms = if kind == DeviceKind::Cpu { &arms[..1] } else { &arms[..] };
        let networks = arms.len() * self.plan().roles().len();
        self.begin(&self.specimen(arms, 0)).rehearse(STEPS).await?;
        Ok((networks * STEPS) as u32)
    }

    /// A job of all networks of `arms` with weights and scores that depend on `input`.
    fn specimen(&self, arms: &[Arm], input: u32) -> Job {
        let plan = self.plan();
        let task = |arm: Arm, role| {
            let name = format!("self-check/{input}/{role}");
            let mut stream: Stream = Seed(plan.config.seed).stream(&name);
            let scores = plan.part(role).members.iter().map(|_| stream.random::<f32>()).collect();
            ArmTask { arm, role, weights: plan.shape().initial_weights(plan.seed(), &name), scores }
        };
        let roles = plan.roles();
        Job::Arms { items: arms.iter().flat_map(|&arm| roles.iter().map(move |&role| task(arm, role))).collect() }
    }
}
