//! What an audit of posteriors reads: each network's answers, and all of them together, checked against each other.

use super::{
    members_first,
    read::{Answers, Content},
    report::FileRole,
};
use crate::{Error, Result, rng::fnv1a, signal::Outputs};

/// What a posterior of zero becomes at most, as in the published code.
const SMALLEST: f64 = 1e-30;

/// A network's answers, one entry a record, in the order of its file.
pub(super) struct Network {
    pub name: String,
    pub role: FileRole,
    pub member: Vec<bool>,
    pub lines: Vec<u64>,
    pub ids: Option<Vec<String>>,
    pub prints: Vec<u64>,
    pub without_index: bool,
    pub outputs: Outputs,
    /// The label's posterior, or all others, are exactly zero, so that what they are raised to decides.
    pub decided_by_zero: Vec<bool>,
}

impl Network {
    pub fn new(answers: Answers, role: FileRole) -> Result<Self> {
        let Answers { name, member, lines, ids, prints, without_index, content } = answers;
        let Content::Posteriors(outputs) = content else {
            return Err(Error::data(name, "a file must have posteriors, as the target has", "scores"));
        };
        let decided_by_zero = (0..outputs.len()).map(|i| is_decided_by_zero(&outputs, i)).collect();
        Ok(Self { name, role, member, lines, ids, prints, without_index, outputs, decided_by_zero })
    }

    /// Another file, which must be of the same task.
    pub fn alike(&self, answers: Answers, role: FileRole) -> Result<Self> {
        let other = Self::new(answers, role)?;
        if other.outputs.classes == self.outputs.classes {
            return Ok(other);
        }
        let rule = format!("a file must have {} classes, as {}", self.outputs.classes, self.name);
        Err(Error::data(other.name, rule, other.outputs.classes))
    }

    pub fn has_no_members(&self) -> Result<()> {
        match self.member.iter().position(|&member| member) {
            None => Ok(()),
            Some(i) => Err(self.error(i, "member", "a record of the population must be new to the target", "member 1")),
        }
    }

    /// Checks that the rows are the target's, then the population's, by label and by `id`, where both have one.
    pub fn follows(&self, target: &Self, population: Option<&Self>) -> Result<()> {
        let of_target = target.member.len();
        let records = of_target + population.map_or(0, |population| population.member.len());
        if self.member.len() != records {
            let then = population.map_or(String::new(), |population| format!(", then of {}", population.name));
            let what = if self.role == FileRole::Target { "a second target" } else { "a reference" };
            let rule = format!("{what} must have the {records} records of {}{then}", target.name);
            return Err(Error::data(&self.name, rule, self.member.len()));
        }
        for i in 0..records {
            let (other, row) = match population {
                Some(population) if i >= of_target => (population, i - of_target),
                _ => (target, i),
            };
            let place = || format!("of {}, row {}", other.name, other.lines[row]);
            if let (Some(ids), Some(others)) = (&self.ids, &other.ids)
                && ids[i] != others[row]
            {
                let rule = format!("a record must have the id {} {}", others[row], place());
                return Err(self.error(i, "id", rule, &ids[i]));
            }
            let (label, expected) = (self.outputs.labels[i], other.outputs.labels[row]);
            if label != expected {
                return Err(self.error(
                    i,
                    "label",
                    format!("a record must have the label {expected} {}", place()),
                    label,
                ));
            }
        }
        Ok(())
    }

    pub fn error(&self, record: usize, column: &str, rule: impl Into<String>, value: impl ToString) -> Error {
        Error::data(format!("{}, row {}, column {column}", self.name, self.lines[record]), rule, value)
    }

    /// Records of members, then of the others.
    pub fn members_first(&self) -> Vec<usize> {
        members_first(&self.member)
    }

    pub fn sides(&self) -> (Outputs, Outputs) {
        let (members, others): (Vec<usize>, Vec<usize>) = (0..self.member.len()).partition(|&i| self.member[i]);
        (self.outputs.pick(&members), self.outputs.pick(&others))
    }
}

fn is_decided_by_zero(outputs: &Outputs, record: usize) -> bool {
    let (logits, label) = outputs.record(record);
    let is_zero = |z: f64| z == f64::NEG_INFINITY;
    is_zero(logits[label]) || (0..logits.len()).all(|class| class == label || is_zero(logits[class]))
}

/// Everything that was read, and fits together.
pub(super) struct Files {
    pub target: Network,
    pub against: Option<Network>,
    pub shadows: Vec<Network>,
    pub population: Option<Network>,
    pub references: Vec<Network>,
}

impl Files {
    /// Zeros become half of the smallest posterior of all files, and at most 1e-30: below everything that is told apart,
    /// and the same in every file, for attacks compare them.
    pub fn raise_zeros(&mut self) {
        let finite = self.all().flat_map(|file| &file.outputs.logits).copied().filter(|z| z.is_finite());
        let half = finite.fold(f64::INFINITY, f64::min) - std::f64::consts::LN_2;
        let floor = half.min(SMALLEST.ln());
        let files = std::iter::once(&mut self.target)
            .chain(&mut self.against)
            .chain(&mut self.shadows)
            .chain(&mut self.population)
            .chain(&mut self.references);
        for z in files.flat_map(|file| &mut file.outputs.logits) {
            *z = z.max(floor);
        }
    }

    /// A number for each record of the target, in `order`, that is the same wherever the record stands in its files: made of all
    /// that they say of it.
    pub fn keys(&self, order: &[usize]) -> Vec<u64> {
        let of_row = |&row: &usize| {
            let prints = std::iter::once(&self.target).chain(&self.references).map(|file| file.prints[row]);
            fnv1a(prints.flat_map(u64::to_le_bytes))
        };
        order.iter().map(of_row).collect()
    }

    /// The target, then the second one.
    pub fn targets(&self) -> impl Iterator<Item = &Network> {
        std::iter::once(&self.target).chain(&self.against)
    }

    /// Every file, the target first.
    pub fn all(&self) -> impl Iterator<Item = &Network> {
        self.targets().chain(&self.shadows).chain(&self.population).chain(&self.references)
    }
}
