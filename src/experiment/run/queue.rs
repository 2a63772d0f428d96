//! The jobs of a run: which wait, which are being worked on, which are tried again, and how much of all is done.

use crate::{Error, Result, message::Job};
use std::collections::BTreeMap;

/// A job with its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// To be given back with every message.
    pub id: u32,
    /// The work.
    pub job: Job,
}

/// Jobs that wait and jobs that are out, with what is done of them in gradient steps.
#[derive(Debug)]
pub(super) struct Queue {
    /// The next one last.
    waiting: Vec<Assignment>,
    out: BTreeMap<u32, Out>,
    next_id: u32,
    done: u64,
    total: u64,
}

#[derive(Debug)]
struct Out {
    job: Job,
    steps: u64,
    done: u64,
    failures: u32,
}

/// What becomes of a job whose engine died.
pub(super) enum Failed {
    /// It waits to be begun anew.
    Again,
    /// It was begun as often as it may be.
    GivenUp(Job),
}

/// How often a job is begun before it is given up.
const ATTEMPTS: u32 = 2;

impl Queue {
    /// No job, of a run with so many steps.
    pub(super) fn new(total: u64) -> Self {
        Self { waiting: Vec::new(), out: BTreeMap::new(), next_id: 0, done: 0, total }
    }

    /// Jobs that are to be begun in this order, before all that wait.
    pub(super) fn push(&mut self, jobs: Vec<Job>) {
        let numbered: Vec<Assignment> = jobs.into_iter().map(|job| self.numbered(job)).collect();
        self.waiting.extend(numbered.into_iter().rev());
    }

    /// A job that is to be begun after all that wait.
    pub(super) fn push_last(&mut self, job: Job) {
        let assignment = self.numbered(job);
        self.waiting.insert(0, assignment);
    }

    fn numbered(&mut self, job: Job) -> Assignment {
        self.next_id += 1;
        Assignment { id: self.next_id - 1, job }
    }

    /// The next job, which is out from now on; `steps` counts its gradient steps.
    pub(super) fn next(&mut self, steps: impl Fn(&Job) -> u32) -> Option<Assignment> {
        let assignment = self.waiting.pop()?;
        let failures = self.out.get(&assignment.id).map_or(0, |out| out.failures);
        let steps = u64::from(steps(&assignment.job));
        self.out.insert(assignment.id, Out { job: assignment.job.clone(), steps, done: 0, failures });
        Some(assignment)
    }

    /// Counts steps of a job.
    pub(super) fn count(&mut self, id: u32, steps: u32) {
        if let Some(out) = self.out.get_mut(&id) {
            out.done += u64::from(steps);
            self.done += u64::from(steps);
        }
    }

    /// Refuses the number of a job that is not out.
    pub(super) fn check(&self, id: u32) -> Result<()> {
        let known = self.out.contains_key(&id);
        known.then_some(()).ok_or_else(|| Error::Message(format!("job {id} is not being worked on")))
    }

    /// The engine of a job died. None if the job is not out.
    pub(super) fn fail(&mut self, id: u32) -> Option<Failed> {
        let out = self.out.get_mut(&id)?;
        self.done -= out.done;
        (out.done, out.failures) = (0, out.failures + 1);
        let job = out.job.clone();
        if out.failures < ATTEMPTS {
            self.waiting.push(Assignment { id, job });
            return Some(Failed::Again);
        }
        Some(Failed::GivenUp(job))
    }

    /// A job is complete. None if it was not out.
    pub(super) fn finish(&mut self, id: u32) -> Option<Job> {
        let out = self.out.remove(&id)?;
        // An early stop leaves steps undone; they are not to come.
        self.done += out.steps.saturating_sub(out.done);
        Some(out.job)
    }

    /// True if nothing waits and nothing is out.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.out.is_empty()
    }

    /// Steps done and steps in all. Random batches may take a few steps more than was planned.
    pub(super) fn progress(&self) -> (u64, u64) {
        (self.done.min(self.total), self.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Role;

    fn job(k: u32) -> Job {
        Job::Dense { roles: vec![Role::Shadow(k)] }
    }

    #[test]
    fn jobs_come_in_their_order_and_the_last_ones_after_all() {
        let mut queue = Queue::new(10);
        queue.push(vec![job(0), job(1)]);
        queue.push_last(job(2));
        let order: Vec<Job> = std::iter::from_fn(|| queue.next(|_| 1)).map(|assignment| assignment.job).collect();
        assert_eq!(order, [job(0), job(1), job(2)]);
    }

    #[test]
    fn a_job_is_begun_twice_and_what_it_had_done_is_to_do_again() {
        let mut queue = Queue::new(10);
        queue.push(vec![job(0)]);
        let id = queue.next(|_| 5).unwrap().id;
        queue.count(id, 3);
        assert_eq!(queue.progress(), (3, 10));
        assert!(matches!(queue.fail(id), Some(Failed::Again)));
        assert_eq!(queue.progress(), (0, 10));
        assert_eq!(queue.next(|_| 5).unwrap().id, id);
        assert!(matches!(queue.fail(id), Some(Failed::GivenUp(lost)) if lost == job(0)));
        // What will not be done is not to come either.
        assert_eq!(queue.finish(id), Some(job(0)));
        assert_eq!((queue.progress(), queue.is_empty()), ((5, 10), true));
        assert!(queue.fail(id).is_none() && queue.check(id).is_err());
    }
}
