//! An audit questions its input: what contradicts itself in the files, in sentences, the gravest first. Nothing is turned
//! over or repaired; only a file that is there twice is refused.
//!
//! - **The same answers in two files**: thresholds fitted on the records that they are judged on, or a network compared
//!   with itself. What is asked depends on the roles: two targets and a reference answer the same records, a population is
//!   answered by the target itself.
//! - **Membership the other way round**: a confidence whose AUC lies below ½, or a model that is better on records called
//!   new.
//! - **Labels that fit better** when shifted by one, or when columns are in another order.
//! - **References in another order** than the target: on the same records networks agree which ones are easy. Measured by
//!   the rank correlation of φ within classes; rows in a permuted order give about 0 ± 1/√(n − C), and below three of these
//!   deviations an agreement is none.
//! - **A model at chance** on its members has learned nothing that could leak.

use super::{
    files::{Files, Network},
    report::FileRole,
};
use crate::{
    Error, Result,
    assess::judge::{Judged, Verdict},
    attack::{AttackerView, ShadowView},
    metric::Rate,
    report::AttackReport,
    signal::{Outputs, predicted_class, scaled_logit},
    sort,
};

/// Most names that a sentence lists.
const LISTED: usize = 10;
/// By how much labels must fit better in another order.
const CLEARLY: f64 = 0.1;
/// Deviations by which an AUC must lie below ½: the 1 % point.
const BELOW: f64 = 2.3;
/// Fewest records, less the classes, on which an order is judged.
const FEWEST: usize = 30;
/// Deviations of a permuted order within which an agreement is none.
const DEVIATIONS: f64 = 3.0;

/// Refuses two files that say the same of the same records in the same order.
pub(super) fn refuse_twice<'a>(files: impl Iterator<Item = (&'a str, &'a [u64], &'a [bool])>) -> Result<()> {
    let files: Vec<_> = files.collect();
    for (k, (name, prints, member)) in files.iter().enumerate() {
        if let Some((earlier, ..)) = files[..k].iter().find(|file| file.1 == *prints && file.2 == *member) {
            let rule = format!("a file must not be there twice, but this has all rows of {earlier}");
            return Err(Error::data(*name, rule, "the same answers"));
        }
    }
    Ok(())
}

/// What is said of an audit of posteriors.
pub(super) fn of_posteriors(
    files: &Files,
    (judged, attacks): (&Judged, &[AttackReport]),
    view: &AttackerView,
) -> Vec<String> {
    let mut said = same_answers(files);
    said.extend(other_way_round(&files.target, attacks));
    said.extend(labels_that_fit_better(&files.target));
    said.extend(other_order(files));
    said.extend(members_of_another(files));
    said.extend(below_half(attacks));
    said.extend(files.targets().filter_map(at_chance));
    said.extend(files.all().flat_map(of_file));
    said.extend(classes_without_threshold(files.target.outputs.classes, view.shadows));
    said.extend(judged.verdicts.iter().filter_map(|verdict| records_left_out(&files.target, verdict)));
    said.extend(without_threshold(attacks));
    said.extend(untried(attacks, view));
    said
}

/// Attacks of which nothing is known but what they find on the target itself.
fn untried(attacks: &[AttackReport], view: &AttackerView) -> Option<String> {
    let untried = attacks.iter().filter(|attack| attack.shadow_auc.is_none());
    let names: Vec<&str> = untried.map(|attack| attack.attack.as_str()).collect();
    (!view.shadows.is_empty() && !names.is_empty()).then(|| {
        format!(
            "{} could not be tried on your own models: no reference was trained on some of these rows and not on others",
            names.join(", ")
        )
    })
}

/// What is said of scores alone: their AUC lies below ½.
pub(super) fn of_score(attack: &AttackReport, members: usize, others: usize) -> Option<String> {
    is_below_half(attack, members, others).then(|| {
        format!(
            "the AUC, {:.3} ({}), lies below ½: is member, or the sign of the score, the other way round? Nothing was turned over",
            attack.auc,
            interval(attack)
        )
    })
}

/// Pairs of files with equal rows; those decided by zeros or by full certainty are equal in many networks.
fn same_answers(files: &Files) -> Vec<String> {
    let all: Vec<(&Network, Vec<(u64, usize)>)> = files.all().map(|file| (file, sorted(file))).collect();
    let mut said = Vec::new();
    for (k, (file, rows)) in all.iter().enumerate() {
        for (other, others) in &all[..k] {
            let equal = shared(rows, others);
            let Some(&(first, at)) = equal.iter().min() else { continue };
            said.push(format!(
                "{} of the {} rows of {} have label and posterior of a row of {}; the first is row {}, as row {} there: {}",
                equal.len(),
                file.member.len(),
                file.name,
                other.name,
                file.lines[first],
                other.lines[at],
                question(file.role, other.role)
            ));
        }
    }
    said
}

/// What the same answers in files of these roles may mean.
fn question(one: FileRole, other: FileRole) -> &'static str {
    use FileRole::{Population, Reference, Shadow, Target};
    match (one, other) {
        (Target, Target) => "are they two networks? Where both answer alike they cannot be told apart",
        (Shadow, _) | (_, Shadow) => "is it another network, on records of its own?",
        (Reference, _) | (_, Reference) => "is it another network?",
        (Population, _) | (_, Population) => "are its records new to the target?",
    }
}

fn sorted(file: &Network) -> Vec<(u64, usize)> {
    let told: Vec<usize> = (0..file.prints.len()).filter(|&i| !file.decided_by_zero[i]).collect();
    let mut rows: Vec<(u64, usize)> = told.into_iter().map(|i| (file.prints[i], i)).collect();
    rows.sort_unstable();
    rows
}

/// Rows of the first list that are in the second, each with the first one there.
fn shared(rows: &[(u64, usize)], others: &[(u64, usize)]) -> Vec<(usize, usize)> {
    let mut equal = Vec::new();
    let mut at = 0;
    for &(print, row) in rows {
        at += others[at..].partition_point(|other| other.0 < print);
        if let Some(other) = others.get(at).filter(|other| other.0 == print) {
            equal.push((row, other.1));
        }
    }
    equal
}

fn other_way_round(target: &Network, attacks: &[AttackReport]) -> Option<String> {
    let right = |wanted: bool| {
        let records: Vec<usize> = (0..target.member.len()).filter(|&i| target.member[i] == wanted).collect();
        let outputs = target.outputs.pick(&records);
        Rate { hits: outputs.hits(&outputs.labels), trials: outputs.len() }
    };
    let (members, others) = (right(true), right(false));
    let conf =
        attacks.iter().find(|attack| attack.attack == "conf" && is_below_half(attack, members.trials, others.trials));
    if conf.is_none() && !clearly_less(members, others) {
        return None;
    }
    let lies = conf.map_or(String::new(), |conf| {
        format!("the AUC of conf, {:.3} ({}), lies below ½, and ", conf.auc, interval(conf))
    });
    Some(format!(
        "{}: {lies}the model is right on {} of the records called members and on {} of those called new: is member the other \
         way round? Nothing was turned over",
        target.name,
        percent(members.value()),
        percent(others.value())
    ))
}

/// True if the interval lies below ½, or chance would hardly give an AUC so low: without a leak its deviation is
/// √((m + n + 1)/12mn) (Mann and Whitney 1947).
fn is_below_half(attack: &AttackReport, members: usize, others: usize) -> bool {
    let (m, n) = (members as f64, others as f64);
    attack.auc_interval.1 < 0.5 || 0.5 - attack.auc > BELOW * ((m + n + 1.0) / (12.0 * m * n)).sqrt()
}

/// Other attacks that rank non-members first.
fn below_half(attacks: &[AttackReport]) -> Option<String> {
    let below = attacks.iter().filter(|attack| attack.auc_interval.1 < 0.5);
    let names: Vec<String> = below.map(|attack| format!("{} ({})", attack.attack, interval(attack))).collect();
    (!names.is_empty()).then(|| {
        format!(
            "the AUC lies below ½ with its interval for {}: there, who is new ranks before who is a member",
            names.join(", ")
        )
    })
}

/// True if a share is smaller than another by more than two deviations of their difference.
fn clearly_less(a: Rate, b: Rate) -> bool {
    let pooled = (a.hits + b.hits) as f64 / (a.trials + b.trials) as f64;
    let deviation = (pooled * (1.0 - pooled) * (1.0 / a.trials as f64 + 1.0 / b.trials as f64)).sqrt();
    b.value() - a.value() > 2.0 * deviation && b.value() > a.value()
}

/// Labels one higher or lower, or columns in another order.
fn labels_that_fit_better(target: &Network) -> Option<String> {
    let members: Vec<usize> = (0..target.member.len()).filter(|&i| target.member[i]).collect();
    let outputs = target.outputs.pick(&members);
    let classes = outputs.classes as usize;
    let predicted: Vec<usize> = (0..outputs.len()).map(|i| predicted_class(outputs.record(i).0)).collect();
    let share = |of: &dyn Fn(usize) -> usize| {
        let hits = outputs.labels.iter().zip(&predicted).filter(|(label, class)| of(**label as usize) == **class);
        Rate { hits: hits.count(), trials: predicted.len() }.value()
    };
    let now = share(&|label| label);
    let said = |how: &str, then: f64| {
        format!(
            "{}: the target predicts the label of {} of its members; {how} it would be {}. Labels must be counted from 0 in the \
             order of the columns",
            target.name,
            percent(now),
            percent(then)
        )
    };
    let (lower, higher) = (share(&|label| (label + classes - 1) % classes), share(&|label| (label + 1) % classes));
    let matched = usual_class(&outputs.labels, &predicted, classes);
    let reordered = matched.as_ref().map_or(0.0, |matched| share(&|label| matched[label]));
    let best = lower.max(higher).max(reordered);
    if best < now + CLEARLY {
        None
    } else if lower >= best && classes > 2 {
        Some(said("with labels one lower", lower))
    } else if higher >= best && classes > 2 {
        Some(said("with labels one higher", higher))
    } else {
        Some(said("with the columns in another order", best))
    }
}

/// The class that is predicted most often for each label, if each label has another one.
fn usual_class(labels: &[u32], predicted: &[usize], classes: usize) -> Option<Vec<usize>> {
    let mut pairs: Vec<(usize, usize)> =
        labels.iter().map(|&label| label as usize).zip(predicted.iter().copied()).collect();
    pairs.sort_unstable();
    let mut usual = vec![(0, None); classes];
    for equal in pairs.chunk_by(|a, b| a == b) {
        let (label, class) = equal[0];
        if equal.len() > usual[label].0 {
            usual[label] = (equal.len(), Some(class));
        }
    }
    let mut taken = vec![false; classes];
    let found = usual.iter().filter_map(|&(_, class)| class);
    let differ = found.map(|class| std::mem::replace(&mut taken[class], true)).all(|was_taken| !was_taken);
    differ.then(|| usual.iter().enumerate().map(|(label, &(_, class))| class.unwrap_or(label)).collect())
}

/// References with the target's own column `member`: they must tell what they were trained on themselves.
fn members_of_another(files: &Files) -> Option<String> {
    let target = &files.target.member;
    let copied = files.references.iter().filter(|reference| reference.member[..target.len()] == target[..]);
    let names: Vec<&str> = copied.map(|reference| &*reference.name).collect();
    (!names.is_empty()).then(|| {
        format!(
            "the column member of {} is that of {} throughout: of a reference it must tell what that reference itself was trained on",
            names.join(", "),
            files.target.name
        )
    })
}

/// Records that an attack could not judge, and where the first of them stands in the target's file.
fn records_left_out(target: &Network, verdict: &Verdict) -> Option<String> {
    let order = target.members_first();
    let first = verdict.left_out().iter().map(|&row| target.lines[order[row]]).min()?;
    Some(format!(
        "{}: {} of {} records are left out, as no reference network allows to judge them; the first is row {first} of {}",
        verdict.attack(),
        verdict.left_out().len(),
        target.member.len(),
        target.name
    ))
}

/// References that agree with the target no better than in a permuted order.
fn other_order(files: &Files) -> Option<String> {
    let records = files.target.member.len();
    let classes = files.target.outputs.classes as usize;
    if records < classes + FEWEST {
        return None;
    }
    let target = ranks_within_classes(&files.target.outputs, records);
    let limit = DEVIATIONS / ((records - classes) as f64).sqrt();
    let apart: Vec<String> = files
        .references
        .iter()
        .filter_map(|reference| {
            let found = correlation(&target, &ranks_within_classes(&reference.outputs, records))?;
            (found < limit).then(|| format!("{} ({found:.2})", reference.name))
        })
        .collect();
    (!apart.is_empty()).then(|| {
        format!(
            "{} agree with {} about which records are easy no better than in a permuted order (rank correlation within classes; \
             {limit:.2} would be more than chance): are their rows in the order of the target? A column id in every file lets \
             this be checked",
            apart[..apart.len().min(LISTED)].join(", "),
            files.target.name
        )
    })
}

/// Ranks of φ among the records of the same label, less their mean; of the first `records`.
fn ranks_within_classes(outputs: &Outputs, records: usize) -> Vec<f64> {
    let phi: Vec<f64> = (0..records)
        .map(|i| {
            let (logits, label) = outputs.record(i);
            scaled_logit(logits, label)
        })
        .collect();
    let order = sort::order(records, |a, b| outputs.labels[a].cmp(&outputs.labels[b]).then(phi[a].total_cmp(&phi[b])));
    let mut ranks = vec![0.0; records];
    for class in order.chunk_by(|&a, &b| outputs.labels[a] == outputs.labels[b]) {
        let middle = (class.len() - 1) as f64 / 2.0;
        let mut below = 0;
        for equal in class.chunk_by(|&a, &b| phi[a].total_cmp(&phi[b]).is_eq()) {
            let rank = below as f64 + (equal.len() - 1) as f64 / 2.0 - middle;
            equal.iter().for_each(|&i| ranks[i] = rank);
            below += equal.len();
        }
    }
    ranks
}

/// None for constant ranks.
fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let norms = (dot(a, a) * dot(b, b)).sqrt();
    (norms > 0.0).then(|| dot(a, b) / norms)
}

/// The target is no better on its members than naming the largest class.
pub(super) fn at_chance(target: &Network) -> Option<String> {
    let members: Vec<usize> = (0..target.member.len()).filter(|&i| target.member[i]).collect();
    let outputs = target.outputs.pick(&members);
    let mut records = vec![0; outputs.classes as usize];
    outputs.labels.iter().for_each(|&label| records[label as usize] += 1);
    let largest = records.into_iter().max().unwrap_or(0);
    let hits = outputs.hits(&outputs.labels);
    (hits <= largest && largest < outputs.len()).then(|| {
        let share = |count| percent(Rate { hits: count, trials: outputs.len() }.value());
        format!(
            "{}: the model is right on {} of its members, no more than naming the largest class every time would be ({}): a \
             network at chance says nothing about privacy",
            target.name,
            share(hits),
            share(largest)
        )
    })
}

/// How many records repeat another one's label and posterior, how many are decided by a zero, and what was left out.
fn of_file(file: &Network) -> Vec<String> {
    let mut said = Vec::new();
    if let Some((count, first, earlier)) = repeated(file) {
        said.push(format!(
            "{}: {count} records have the label and posterior of an earlier one; the first is row {}, which repeats row {}. \
             Rounded posteriors repeat too, but a record that is there twice counts twice",
            file.name, file.lines[first], file.lines[earlier]
        ));
    }
    let zeros = file.decided_by_zero.iter().filter(|&&decided| decided).count();
    if zeros > 0 {
        said.push(format!(
            "{}: {zeros} records have a posterior of exactly 0 or 1 for their label, so how sure the network is of them is not \
             known; give more digits, as 1.5e-12",
            file.name
        ));
    }
    said.extend(file.without_index.then(|| index_left_out(&file.name)));
    said
}

/// What is said of a file whose first column has no name.
pub(super) fn index_left_out(file: &str) -> String {
    format!("{file}: the first column has no name, so it numbers the rows and is left out")
}

/// How many records repeat an earlier one, the first that does, and the one that it repeats.
fn repeated(file: &Network) -> Option<(usize, usize, usize)> {
    // The first of equal ones is the earliest.
    let records = sort::order(file.prints.len(), |a, b| file.prints[a].cmp(&file.prints[b]));
    let equal = records.chunk_by(|&a, &b| file.prints[a] == file.prints[b]);
    let repeats: Vec<(usize, usize)> =
        equal.flat_map(|group| group[1..].iter().map(|&later| (later, group[0]))).collect();
    repeats.iter().min().map(|&(later, earlier)| (repeats.len(), later, earlier))
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
            lacking[..lacking.len().min(LISTED)].join(", ")
        )
    })
}

fn without_threshold(attacks: &[AttackReport]) -> Option<String> {
    let without = attacks.iter().filter(|attack| attack.balanced_accuracy.is_none());
    let without: Vec<&str> = without.map(|attack| attack.attack.as_str()).collect();
    (!without.is_empty()).then(|| {
        format!(
            "no threshold for {}: {}",
            without.join(", "),
            "one needs a shadow, or for attacks that compare with references two of them, of which one was trained on some rows"
        )
    })
}

fn interval(attack: &AttackReport) -> String {
    let (low, high) = attack.auc_interval;
    format!("{low:.3}–{high:.3}")
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}
