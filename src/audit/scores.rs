//! An audit of scores alone, of whatever attack: ROC and rates, and a threshold where shadows have scores too.

use super::{
    Audited, Sources, both_sides, members_first,
    read::{self, Answers, Content},
    remarks,
    report::{AuditFile, AuditReport, FileRole, VERSION},
    rows::{Rows, Said},
};
use crate::{
    Error, Result,
    assess::judge::Verdict,
    attack::{ATTACKS, AttackInfo, Capabilities, Outcome, threshold},
    report::{NotRun, STATISTICS},
};

/// Judges the scores of `target`.
pub(super) fn audit(target: Answers, sources: &Sources) -> Result<Audited> {
    if let Some(extra) = sources.references.first().or(sources.population.as_ref()) {
        return Err(Error::data(
            extra.name,
            "a reference or population needs a target with posteriors",
            "scores alone",
        ));
    }
    let shadows = sources.shadows.iter().map(|&source| read::read(source)).collect::<Result<Vec<_>>>()?;
    if let Some(against) = &sources.against {
        return Err(Error::data(against.name, "a second target needs a first one with posteriors", "scores alone"));
    }
    let files = std::iter::once(&target).chain(&shadows);
    remarks::refuse_twice(files.map(|file| (&*file.name, &file.prints[..], &file.member[..])))?;
    let (mut known_members, mut known_others) = (Vec::new(), Vec::new());
    for shadow in &shadows {
        let (members, others) = sides(shadow)?;
        known_members.extend(members);
        known_others.extend(others);
    }
    let fitted = threshold::fitted(&known_members, &known_others);
    let (members, others) = sides(&target)?;
    let verdict = Verdict::new("score", Outcome::at(fitted, [&members[..], &others].concat()), members.len(), None);
    let attack = verdict.report(None);
    let no_shadow = shadows.is_empty().then(|| NO_SHADOW.into());
    let learned = ATTACKS.iter().filter(|row| row.is_learned());
    let with_index = std::iter::once(&target).chain(&shadows).filter(|file| file.without_index);
    let left_out = with_index.map(|file| remarks::index_left_out(&file.name));
    let below_half = remarks::of_score(&attack, members.len(), others.len());
    let remarks = below_half.into_iter().chain(left_out).chain(no_shadow).collect();
    let of_shadow = |shadow: &Answers| AuditFile::new(&shadow.name, FileRole::Shadow, &shadow.member);
    let files = std::iter::once(AuditFile::new(&target.name, FileRole::Target, &target.member))
        .chain(shadows.iter().map(of_shadow))
        .collect();
    let report = AuditReport {
        version: VERSION,
        statistics: STATISTICS,
        software: env!("CARGO_PKG_VERSION").into(),
        classes: None,
        files,
        train_accuracy: None,
        test_accuracy: None,
        strongest: None,
        not_run: Capabilities::AUDIT.attacks().chain(learned).map(lacks_posteriors).collect(),
        roc: vec![verdict.curve()],
        histogram: verdict.histogram("score", fitted),
        remarks,
        attacks: vec![attack],
        sentences: Vec::new(),
        against: None,
        most_exposed: None,
    };
    let rows = members_first(&target.member);
    let attacks = vec![Said::new(&verdict, &rows)];
    let Answers { member, lines, ids, .. } = target;
    Ok(Audited::new(report, Rows { lines, ids, member, labels: None, confidence: None, attacks }, &[]))
}

const NO_SHADOW: &str = "no shadow is given, so no threshold is fitted and there is no balanced accuracy";

fn lacks_posteriors(row: &AttackInfo) -> NotRun {
    NotRun { attack: row.id.into(), reason: "posteriors are needed, but the target has scores alone".into() }
}

/// Scores of members and of non-members.
fn sides(table: &Answers) -> Result<(Vec<f64>, Vec<f64>)> {
    let Content::Scores(scores) = &table.content else {
        return Err(Error::data(&table.name, "a file must have scores, as the target has", "posteriors"));
    };
    both_sides(&table.name, &table.member)?;
    let side =
        |wanted: bool| scores.iter().zip(&table.member).filter(move |pair| *pair.1 == wanted).map(|pair| *pair.0);
    Ok((side(true).collect(), side(false).collect()))
}
