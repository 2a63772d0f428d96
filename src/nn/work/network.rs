//! One network's progress through its task.

use crate::{experiment::task::Task, nn::batch::Step};

/// A network of a stack: its task, and how far it is.
#[derive(Debug)]
pub struct Network {
    pub task: Task,
    /// Steps of the current epoch.
    pub steps: Vec<Step>,
    /// False once its loss is not finite.
    pub alive: bool,
    /// False once early stopping has ended the round.
    pub improving: bool,
    pub epochs_run: u32,
    pub steps_run: u32,
    pub best_accuracy: f64,
    pub epochs_since_best: u32,
    pub exposures: Vec<u32>,
    pub early_loss: Vec<f32>,
    pub first_losses: Vec<f32>,
}

impl Network {
    pub fn new(task: Task) -> Self {
        let members = task.members.len();
        Self {
            task,
            steps: Vec::new(),
            alive: true,
            improving: true,
            epochs_run: 0,
            steps_run: 0,
            best_accuracy: f64::NEG_INFINITY,
            epochs_since_best: 0,
            exposures: vec![0; members],
            early_loss: vec![0.0; members],
            first_losses: Vec::new(),
        }
    }

    pub fn epochs(&self, round: u32) -> u32 {
        self.task.rounds.get(round as usize).map_or(0, |plan| plan.epochs)
    }

    pub fn trains(&self, round: u32, epoch: u32) -> bool {
        self.alive && self.improving && epoch < self.epochs(round)
    }

    pub fn begin_round(&mut self) {
        (self.improving, self.epochs_run, self.steps_run) = (true, 0, 0);
        (self.best_accuracy, self.epochs_since_best) = (f64::NEG_INFINITY, 0);
    }

    /// Takes the development accuracy of an epoch; true if it is the best of the round.
    pub fn judge(&mut self, accuracy: f64, patience: u32) -> bool {
        let better = accuracy > self.best_accuracy;
        if better {
            (self.best_accuracy, self.epochs_since_best) = (accuracy, 0);
        } else {
            self.epochs_since_best += 1;
            // As the authors' code: patience 5 stops at the sixth epoch without improvement.
            self.improving = self.epochs_since_best <= patience;
        }
        better
    }
}
