//! An audit of posteriors: every attack of the registry, on the files that were given.

use super::{
    Audited, Source, Sources, against, both_sides, members_first,
    read::{self, Answers, Content},
    remarks,
    report::{AuditFile, AuditReport, FileRole, VERSION},
    rows::{Rows, Said},
};
use crate::{
    Error, Result,
    assess::{
        Kept,
        judge::{Judged, Verdict},
    },
    attack::{ATTACKS, Attack, AttackerView, ReferenceView, References, ShadowView, Suite, hconf},
    metric::Rate,
    report::{AttackReport, NotRun, STATISTICS, Strongest},
    rng::fnv1a,
    signal::{Outputs, confidence},
};

/// What a posterior of zero becomes at most, as in the published code.
const SMALLEST: f64 = 1e-30;

/// Attacks the model of `target`.
pub(super) fn audit(target: Answers, sources: &Sources) -> Result<Audited> {
    let target = Network::new(target, FileRole::Target)?;
    both_sides(&target.name, &target.member)?;
    let read = |source: &Source, role| target.alike(read::read(*source)?, role);
    let all = |sources: &[Source], role| sources.iter().map(|source| read(source, role)).collect::<Result<Vec<_>>>();
    let shadows = all(&sources.shadows, FileRole::Shadow)?;
    shadows.iter().try_for_each(|shadow| both_sides(&shadow.name, &shadow.member))?;
    let population = sources.population.iter().map(|source| read(source, FileRole::Population)).next().transpose()?;
    population.iter().try_for_each(Network::has_no_members)?;
    let references = all(&sources.references, FileRole::Reference)?;
    references.iter().try_for_each(|reference| reference.follows(&target, population.as_ref()))?;
    let against = sources.against.iter().map(|source| read(source, FileRole::Target)).next().transpose()?;
    against.iter().try_for_each(|second| against::has_the_records_of(second, &target))?;
    let mut files = Files { target, against, shadows, population, references };
    remarks::refuse_twice(files.all().map(|file| (&*file.name, &file.prints[..], &file.member[..])))?;
    files.raise_zeros();
    Ok(files.audited())
}

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
    fn new(answers: Answers, role: FileRole) -> Result<Self> {
        let Answers { name, member, lines, ids, prints, without_index, content } = answers;
        let Content::Posteriors(outputs) = content else {
            return Err(Error::data(name, "a file must have posteriors, as the target has", "scores"));
        };
        let decided_by_zero = (0..outputs.len()).map(|i| is_decided_by_zero(&outputs, i)).collect();
        Ok(Self { name, role, member, lines, ids, prints, without_index, outputs, decided_by_zero })
    }

    /// Another file, which must be of the same task.
    fn alike(&self, answers: Answers, role: FileRole) -> Result<Self> {
        let other = Self::new(answers, role)?;
        if other.outputs.classes == self.outputs.classes {
            return Ok(other);
        }
        let rule = format!("a file must have {} classes, as {}", self.outputs.classes, self.name);
        Err(Error::data(other.name, rule, other.outputs.classes))
    }

    fn has_no_members(&self) -> Result<()> {
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

    fn sides(&self) -> (Outputs, Outputs) {
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
    fn raise_zeros(&mut self) {
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

    fn audited(self) -> Audited {
        let order = self.target.members_first();
        let target = self.target.outputs.pick(&order);
        let members = self.target.member.iter().filter(|&&member| member).count();
        let shadows: Vec<(Outputs, Outputs)> = self.shadows.iter().map(Network::sides).collect();
        let shadows: Vec<ShadowView> =
            shadows.iter().map(|(members, non_members)| ShadowView { members, non_members }).collect();
        let references: Vec<(Outputs, Vec<bool>)> = self.references.iter().map(|r| in_order(r, &order)).collect();
        let networks: Vec<ReferenceView> =
            references.iter().map(|(outputs, trained_on)| ReferenceView { outputs, trained_on }).collect();
        let population = self.population.as_ref().map(|population| &population.outputs);
        let references = References { population, networks: &networks };
        let view = AttackerView::new(&target, &shadows, references);
        let judged = Judged::new(&view, members, Suite::AUDIT);
        let report = self.judged(&judged, &view, (members, &self.keys(&order)));
        let at_chance: Vec<String> = self
            .targets()
            .filter(|target| remarks::at_chance(target).is_some())
            .map(|target| target.name.clone())
            .collect();
        let at_chance: Vec<&str> = at_chance.iter().map(String::as_str).collect();
        let attacks = judged.verdicts.iter().map(|verdict| Said::new(verdict, &order)).collect();
        let Network { lines, ids, member, outputs, .. } = self.target;
        let confidence = Some(outputs.signals(confidence));
        let rows = Rows { lines, ids, member, labels: Some(outputs.labels), confidence, attacks };
        Audited::new(report, rows, &at_chance)
    }

    /// A number for each record of the target, in `order`, that is the same wherever the record stands in its files: made of all
    /// that they say of it.
    fn keys(&self, order: &[usize]) -> Vec<u64> {
        let of_row = |&row: &usize| {
            let prints = std::iter::once(&self.target).chain(&self.references).map(|file| file.prints[row]);
            fnv1a(prints.flat_map(u64::to_le_bytes))
        };
        order.iter().map(of_row).collect()
    }

    fn judged(&self, judged: &Judged, view: &AttackerView, (members, keys): (usize, &[u64])) -> AuditReport {
        let attacks: Vec<AttackReport> = judged.verdicts.iter().map(|verdict| verdict.report(None)).collect();
        let (own, others) = view.target.split_at(members);
        let accuracy = |outputs: &Outputs| Rate { hits: outputs.hits(&outputs.labels), trials: outputs.len() }.value();
        let threshold = (!self.shadows.is_empty()).then(|| hconf::threshold(view));
        AuditReport {
            version: VERSION,
            statistics: STATISTICS,
            software: env!("CARGO_PKG_VERSION").into(),
            classes: Some(self.target.outputs.classes),
            files: self.all().map(|file| AuditFile::new(&file.name, file.role, &file.member)).collect(),
            train_accuracy: Some(accuracy(&own)),
            test_accuracy: Some(accuracy(&others)),
            strongest: strongest(judged, keys, members),
            not_run: judged.not_run.iter().cloned().chain(untrained()).collect(),
            roc: judged.curves(),
            histogram: judged.of(Attack::Hconf).histogram(hconf::axis(view), threshold),
            remarks: remarks::of_posteriors(self, (judged, &attacks), view),
            attacks,
            sentences: Vec::new(),
            against: self.against.as_ref().map(|second| against::against(&self.target, second)),
            most_exposed: None,
        }
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

/// The strongest attack on the target, by cross-fitting over the records that every attack could judge.
fn strongest(judged: &Judged, keys: &[u64], members: usize) -> Option<Strongest> {
    let by_all = judged
        .verdicts
        .iter()
        .map(Verdict::is_judged)
        .fold(vec![true; keys.len()], |all, own| all.iter().zip(own).map(|(&all, own)| all && own).collect());
    let (members, others): (Vec<usize>, Vec<usize>) =
        (0..keys.len()).filter(|&row| by_all[row]).partition(|&row| row < members);
    let keys_of = |rows: &[usize]| rows.iter().map(|&row| keys[row]).collect::<Vec<u64>>();
    Kept::of_rows(&judged.verdicts, (&members, &others)).strongest_by(&keys_of(&members), &keys_of(&others))
}

/// Attacks that learn.
fn untrained() -> impl Iterator<Item = NotRun> {
    let reason = "its network must be trained on shadows, which an audit does not do";
    ATTACKS
        .iter()
        .filter(|row| row.is_learned())
        .map(move |row| NotRun { attack: row.id.into(), reason: reason.into() })
}

/// A reference's answers with the target's rows in `order`, and on which of them it was trained.
fn in_order(reference: &Network, order: &[usize]) -> (Outputs, Vec<bool>) {
    let rows: Vec<usize> = order.iter().copied().chain(order.len()..reference.member.len()).collect();
    (reference.outputs.pick(&rows), rows.iter().map(|&row| reference.member[row]).collect())
}
