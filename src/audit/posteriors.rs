//! An audit of posteriors: every attack of the registry, on the files that were given.

use super::{
    Source, Sources, both_sides,
    read::{self, Content, Table},
    report::{AuditFile, AuditReport, FileRole},
};
use crate::{
    Error, Result,
    attack::{ATTACKS, Attack, AttackerView, ReferenceView, References, ShadowView, Suite, hconf},
    experiment::{
        assess::judge::{Judged, strongest},
        report::{AttackReport, NotRun},
    },
    metric::Rate,
    signal::Outputs,
};

/// Attacks the model of `target`.
pub(super) fn audit(target: Table, sources: &Sources) -> Result<AuditReport> {
    let target = Answers::new(target, FileRole::Target)?;
    both_sides(&target.name, &target.member)?;
    let read = |source: &Source, role| target.alike(read::read(*source)?, role);
    let all = |sources: &[Source], role| sources.iter().map(|source| read(source, role)).collect::<Result<Vec<_>>>();
    let shadows = all(&sources.shadows, FileRole::Shadow)?;
    shadows.iter().try_for_each(|shadow| both_sides(&shadow.name, &shadow.member))?;
    let population = sources.population.iter().map(|source| read(source, FileRole::Population)).next().transpose()?;
    population.iter().try_for_each(Answers::has_no_members)?;
    let references = all(&sources.references, FileRole::Reference)?;
    references.iter().try_for_each(|reference| reference.follows(&target, population.as_ref()))?;
    Ok(Files { target, shadows, population, references }.report())
}

/// A network's answers, one entry a record, in the order of its file.
struct Answers {
    name: String,
    role: FileRole,
    member: Vec<bool>,
    lines: Vec<u64>,
    outputs: Outputs,
}

impl Answers {
    fn new(table: Table, role: FileRole) -> Result<Self> {
        let Table { name, member, lines, content } = table;
        match content {
            Content::Posteriors(outputs) => Ok(Self { name, role, member, lines, outputs }),
            Content::Scores(_) => Err(Error::data(name, "a file must have posteriors, as the target has", "scores")),
        }
    }

    /// Another file, which must be of the same task.
    fn alike(&self, table: Table, role: FileRole) -> Result<Self> {
        let other = Self::new(table, role)?;
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

    /// Checks that the rows are the target's, then the population's.
    fn follows(&self, target: &Self, population: Option<&Self>) -> Result<()> {
        let others = population.map_or(&[][..], |population| &population.outputs.labels[..]);
        let labels = [&target.outputs.labels[..], others].concat();
        if self.member.len() != labels.len() {
            let rule = match population {
                None => format!("a reference must have the {} records of {}", labels.len(), target.name),
                Some(p) => {
                    format!("a reference must have the {} records of {}, then of {}", labels.len(), target.name, p.name)
                }
            };
            return Err(Error::data(&self.name, rule, self.member.len()));
        }
        match (0..labels.len()).find(|&i| self.outputs.labels[i] != labels[i]) {
            None => Ok(()),
            Some(i) => {
                let (other, row) = match population {
                    Some(population) if i >= target.member.len() => (population, i - target.member.len()),
                    _ => (target, i),
                };
                let rule =
                    format!("a record must have the label {} of {}, row {}", labels[i], other.name, other.lines[row]);
                Err(self.error(i, "label", rule, self.outputs.labels[i]))
            }
        }
    }

    fn error(&self, record: usize, column: &str, rule: impl Into<String>, value: impl ToString) -> Error {
        Error::data(format!("{}, row {}, column {column}", self.name, self.lines[record]), rule, value)
    }

    /// Records of members, then of the others.
    fn members_first(&self) -> Vec<usize> {
        let (members, others): (Vec<usize>, Vec<usize>) = (0..self.member.len()).partition(|&i| self.member[i]);
        [members, others].concat()
    }

    fn sides(&self) -> (Outputs, Outputs) {
        let (members, others): (Vec<usize>, Vec<usize>) = (0..self.member.len()).partition(|&i| self.member[i]);
        (self.outputs.pick(&members), self.outputs.pick(&others))
    }

    /// Says how many records repeat another one's label and posterior, and how many are decided by a zero.
    fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if let Some((count, first, earlier)) = self.repeated() {
            remarks.push(format!(
                "{}: {count} records have the label and posterior of an earlier one; the first is row {}, which repeats row {}. \
                 Rounded posteriors repeat too, but a record that is there twice counts twice",
                self.name, self.lines[first], self.lines[earlier]
            ));
        }
        let floor = (0..self.outputs.len()).filter(|&i| read::is_decided_by_zero(&self.outputs, i)).count();
        if floor > 0 {
            remarks.push(format!(
                "{}: {floor} records have a posterior of exactly 0 or 1 for their label, so how sure the network is of them is \
                 not known; give more digits, as 1.5e-12",
                self.name
            ));
        }
        remarks
    }

    /// How many records repeat an earlier one, the first that does, and the one that it repeats.
    fn repeated(&self) -> Option<(usize, usize, usize)> {
        let key = |i: usize| (self.outputs.labels[i], self.outputs.record(i).0.iter().map(|z| z.to_bits()));
        let order = |a: usize, b: usize| {
            let ((a, za), (b, zb)) = (key(a), key(b));
            a.cmp(&b).then_with(|| za.cmp(zb))
        };
        let mut records: Vec<usize> = (0..self.outputs.len()).collect();
        // Stable, so the first of equal ones is the earliest.
        records.sort_by(|&a, &b| order(a, b));
        let equal = records.chunk_by(|&a, &b| order(a, b).is_eq());
        let repeats: Vec<(usize, usize)> =
            equal.flat_map(|group| group[1..].iter().map(|&later| (later, group[0]))).collect();
        repeats.iter().min().map(|&(later, earlier)| (repeats.len(), later, earlier))
    }
}

/// Everything that was read, and fits together.
struct Files {
    target: Answers,
    shadows: Vec<Answers>,
    population: Option<Answers>,
    references: Vec<Answers>,
}

impl Files {
    fn report(&self) -> AuditReport {
        let order = self.target.members_first();
        let target = self.target.outputs.pick(&order);
        let members = self.target.member.iter().filter(|&&member| member).count();
        let shadows: Vec<(Outputs, Outputs)> = self.shadows.iter().map(Answers::sides).collect();
        let shadows: Vec<ShadowView> =
            shadows.iter().map(|(members, non_members)| ShadowView { members, non_members }).collect();
        let references: Vec<(Outputs, Vec<bool>)> = self.references.iter().map(|r| in_order(r, &order)).collect();
        let networks: Vec<ReferenceView> =
            references.iter().map(|(outputs, trained_on)| ReferenceView { outputs, trained_on }).collect();
        let population = self.population.as_ref().map(|population| &population.outputs);
        let references = References { population, networks: &networks };
        let view = AttackerView::new(&target, &shadows, references);
        self.judged(&Judged::new(&view, members, Suite::AUDIT), &view, members)
    }

    fn judged(&self, judged: &Judged, view: &AttackerView, members: usize) -> AuditReport {
        let attacks = judged.reports();
        let (own, others) = view.target.split_at(members);
        let accuracy = |outputs: &Outputs| Rate { hits: outputs.hits(&outputs.labels), trials: outputs.len() }.value();
        let threshold = (!self.shadows.is_empty()).then(|| hconf::threshold(view));
        let tried = !self.shadows.is_empty() || self.references.len() > 1;
        AuditReport {
            version: 1,
            software: env!("CARGO_PKG_VERSION").into(),
            classes: Some(self.target.outputs.classes),
            files: self.all().map(|file| AuditFile::new(&file.name, file.role, &file.member)).collect(),
            train_accuracy: Some(accuracy(&own)),
            test_accuracy: Some(accuracy(&others)),
            worst_attack: tried.then(|| strongest(&attacks)),
            not_run: judged.not_run.iter().cloned().chain(untrained()).collect(),
            roc: judged.curves(),
            histogram: judged.of(Attack::Hconf).histogram(hconf::axis(view), threshold),
            remarks: self.remarks(judged, &attacks, view.shadows),
            attacks,
        }
    }

    fn all(&self) -> impl Iterator<Item = &Answers> {
        std::iter::once(&self.target).chain(&self.shadows).chain(&self.population).chain(&self.references)
    }

    fn remarks(&self, judged: &Judged, attacks: &[AttackReport], shadows: &[ShadowView]) -> Vec<String> {
        let mut remarks: Vec<String> = self.all().flat_map(Answers::remarks).collect();
        remarks.extend(classes_without_threshold(self.target.outputs.classes, shadows));
        remarks.extend(judged.verdicts.iter().filter(|verdict| verdict.left_out() > 0).map(|verdict| {
            format!(
                "{}: {} of {} records are left out, as no reference network allows to judge them",
                verdict.attack(),
                verdict.left_out(),
                self.target.member.len()
            )
        }));
        let without = attacks.iter().filter(|attack| attack.balanced_accuracy.is_none());
        let without: Vec<&str> = without.map(|attack| attack.attack.as_str()).collect();
        if !without.is_empty() {
            remarks.push(format!(
                "no threshold for {}: {}",
                without.join(", "),
                "one needs a shadow, or for attacks that compare with references two of them, of which one was trained on some rows"
            ));
        }
        remarks
    }
}

/// Attacks that learn.
fn untrained() -> impl Iterator<Item = NotRun> {
    let reason = "its network must be trained on shadows, which an audit does not do";
    ATTACKS.iter().filter(|row| row.learned).map(move |row| NotRun { attack: row.id.into(), reason: reason.into() })
}

/// A reference's answers with the target's rows in `order`, and on which of them it was trained.
fn in_order(reference: &Answers, order: &[usize]) -> (Outputs, Vec<bool>) {
    let rows: Vec<usize> = order.iter().copied().chain(order.len()..reference.member.len()).collect();
    (reference.outputs.pick(&rows), rows.iter().map(|&row| reference.member[row]).collect())
}

/// Names classes that the shadows cannot tell apart members in.
fn classes_without_threshold(classes: u32, shadows: &[ShadowView]) -> Option<String> {
    let has = |side: fn(&ShadowView) -> Vec<u32>| {
        let mut seen = vec![false; classes as usize];
        shadows.iter().flat_map(side).for_each(|label| seen[label as usize] = true);
        seen
    };
    let (members, others) = (has(|view| view.members.labels.clone()), has(|view| view.non_members.labels.clone()));
    let lacking: Vec<String> = (0..classes as usize)
        .filter(|&class| !members[class] || !others[class])
        .map(|class| class.to_string())
        .collect();
    (!shadows.is_empty() && !lacking.is_empty()).then(|| {
        format!(
            "the shadows lack members or non-members of {} classes ({}): their thresholds are those of all classes together",
            lacking.len(),
            lacking[..lacking.len().min(10)].join(", ")
        )
    })
}
