//! An audit of posteriors: every attack of the registry, on the files that were given.

use super::{
    Audited, Source, Sources, against, both_sides,
    files::{Files, Network},
    read::{self, Answers},
    remarks,
    report::{AuditFile, AuditReport, FileRole, VERSION},
    rows::{Rows, Said},
};
use crate::{
    Result,
    assess::{
        Kept,
        judge::{Judged, Verdict},
    },
    attack::{ATTACKS, Attack, AttackerView, Capabilities, ReferenceView, References, ShadowView, hconf},
    metric::Rate,
    report::{AttackReport, NotRun, STATISTICS, Strongest},
    signal::{Outputs, confidence},
};

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
    Ok(audited(files))
}

fn audited(files: Files) -> Audited {
    let order = files.target.members_first();
    let target = files.target.outputs.pick(&order);
    let members = files.target.member.iter().filter(|&&member| member).count();
    let shadows: Vec<(Outputs, Outputs)> = files.shadows.iter().map(Network::sides).collect();
    let shadows: Vec<ShadowView> =
        shadows.iter().map(|(members, non_members)| ShadowView { members, non_members }).collect();
    let references: Vec<(Outputs, Vec<bool>)> = files.references.iter().map(|r| in_order(r, &order)).collect();
    let networks: Vec<ReferenceView> =
        references.iter().map(|(outputs, trained_on)| ReferenceView { outputs, trained_on }).collect();
    let population = files.population.as_ref().map(|population| &population.outputs);
    let references = References { population, networks: &networks };
    let view = AttackerView::new(&target, &shadows, references);
    let judged = Judged::new(&view, members, Capabilities::AUDIT);
    let report = report(&files, &judged, &view, (members, &files.keys(&order)));
    let at_chance: Vec<String> = files
        .targets()
        .filter(|target| remarks::at_chance(target).is_some())
        .map(|target| target.name.clone())
        .collect();
    let at_chance: Vec<&str> = at_chance.iter().map(String::as_str).collect();
    let attacks = judged.verdicts.iter().map(|verdict| Said::new(verdict, &order)).collect();
    let Network { lines, ids, member, outputs, .. } = files.target;
    let confidence = Some(outputs.signals(confidence));
    let rows = Rows { lines, ids, member, labels: Some(outputs.labels), confidence, attacks };
    Audited::new(report, rows, &at_chance)
}

fn report(files: &Files, judged: &Judged, view: &AttackerView, (members, keys): (usize, &[u64])) -> AuditReport {
    let attacks: Vec<AttackReport> = judged.verdicts.iter().map(|verdict| verdict.report(None)).collect();
    let (own, others) = view.target.split_at(members);
    let accuracy = |outputs: &Outputs| Rate { hits: outputs.hits(&outputs.labels), trials: outputs.len() }.value();
    let threshold = (!files.shadows.is_empty()).then(|| hconf::threshold(view));
    AuditReport {
        version: VERSION,
        statistics: STATISTICS,
        software: env!("CARGO_PKG_VERSION").into(),
        classes: Some(files.target.outputs.classes),
        files: files.all().map(|file| AuditFile::new(&file.name, file.role, &file.member)).collect(),
        train_accuracy: Some(accuracy(&own)),
        test_accuracy: Some(accuracy(&others)),
        strongest: strongest(judged, keys, members),
        not_run: judged.not_run.iter().cloned().chain(untrained()).collect(),
        roc: judged.curves(),
        histogram: judged.of(Attack::Hconf).histogram(hconf::axis(view), threshold),
        remarks: remarks::of_posteriors(files, (judged, &attacks), view),
        attacks,
        sentences: Vec::new(),
        against: files.against.as_ref().map(|second| against::against(&files.target, second)),
        most_exposed: None,
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
