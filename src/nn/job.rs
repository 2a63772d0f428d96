//! A job being worked on: networks of the experiment, or a network that attacks them.

use super::{engine::Engine, learned::AttackWork, work::StackWork};
use crate::{
    Result,
    message::{Job, Message},
};

/// A job that an engine works on, a few steps a call.
#[derive(Debug)]
pub enum Work {
    /// A stack of networks.
    Stack(Box<StackWork>),
    /// A learned attack.
    Attack(Box<AttackWork>),
}

impl Work {
    pub(super) fn new(engine: Engine, job: &Job) -> Self {
        match job {
            Job::Learn(task) => Self::Attack(Box::new(AttackWork::new(engine, task.clone()))),
            Job::Dense { .. } | Job::Submodels { .. } | Job::Arms { .. } => {
                Self::Stack(Box::new(StackWork::new(engine, job)))
            }
        }
    }

    /// True when nothing is left to do.
    pub fn is_finished(&self) -> bool {
        match self {
            Self::Stack(work) => work.is_finished(),
            Self::Attack(work) => work.is_finished(),
        }
    }

    /// Works on for a bounded time and tells what happened.
    ///
    /// # Errors
    /// The device failed; the job must be begun anew, elsewhere.
    pub async fn next(&mut self) -> Result<Vec<Message>> {
        match self {
            Self::Stack(work) => work.next().await,
            Self::Attack(work) => work.next().await,
        }
    }

    /// A few steps, for comparing devices.
    pub(super) async fn rehearse(&mut self, count: usize) -> Result<Vec<f32>> {
        match self {
            Self::Stack(work) => work.rehearse(count).await,
            Self::Attack(work) => work.rehearse(count).await,
        }
    }
}
