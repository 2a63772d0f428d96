//! The verdict in words, first things first: whether the target leaks, whom an attacker finds, what is missing.
//!
//! [`KINDS`] lists every sentence, the condition under which it is said and the interval behind its numbers, as
//! [`crate::sentences`] does for a run.

use super::report::{AuditReport, AuditSentence, FileRole};
use crate::{
    report::{AttackReport, Difference, Share},
    sentences::{
        Estimate, Judgement,
        write::{area, by_area, by_points, names, percent, signed_area, signed_points},
    },
};

/// A sentence that can be said.
pub struct Kind {
    /// Id.
    pub id: &'static str,
    /// When it is said, and what the intervals of its numbers are.
    pub condition: &'static str,
    say: fn(&Found) -> Option<String>,
}

/// Every sentence, in the order of saying.
pub const KINDS: &[Kind] = &[
    Kind {
        id: "at-chance",
        condition: "a target is right on its members no more often than naming the largest class every time would be",
        say: at_chance,
    },
    Kind {
        id: "leak",
        condition: "not at chance; the target leaks if the interval of the strongest attack (DeLong, cross-fitted) lies above \
                    ½, or of the named one where there are too few records for two halves; no leak can be shown otherwise",
        say: leak,
    },
    Kind {
        id: "called",
        condition: "not at chance, and the named attack has a threshold; Clopper–Pearson of each share",
        say: called,
    },
    Kind {
        id: "gap",
        condition: "the target's labels are known; twice DeLong's interval of the gap attack's AUC less ½",
        say: gap,
    },
    Kind {
        id: "against",
        condition: "there is a second target, and neither guesses; DeLong and Newcombe, both paired; the same within 0.02",
        say: against,
    },
    Kind { id: "missing", condition: "LiRA or RMIA did not run; no interval", say: missing },
    Kind { id: "doubt", condition: "always; no interval", say: doubt },
];

/// What sentences rest on.
struct Found<'a> {
    report: &'a AuditReport,
    /// Names of the targets that guess.
    at_chance: &'a [&'a str],
}

/// What a report says, before it holds these sentences itself.
pub(super) fn sentences(report: &AuditReport, at_chance: &[&str]) -> Vec<AuditSentence> {
    let found = Found { report, at_chance };
    let said = |kind: &Kind| Some(AuditSentence { kind: kind.id.into(), text: (kind.say)(&found)? });
    KINDS.iter().filter_map(said).collect()
}

impl<'a> Found<'a> {
    fn target(&self) -> &'a str {
        &self.report.files[0].name
    }

    fn is_at_chance(&self) -> bool {
        self.at_chance.contains(&self.target())
    }

    fn has(&self, role: FileRole) -> bool {
        self.files(role) > 0
    }

    fn files(&self, role: FileRole) -> usize {
        self.report.files.iter().filter(|file| file.role == role).count()
    }

    fn attack(&self, id: &str) -> Option<&'a AttackReport> {
        self.report.attacks.iter().find(|attack| attack.attack == id)
    }
}

fn at_chance(found: &Found) -> Option<String> {
    let told = |target: &&str| {
        format!(
            "{target} is right on its members no more often than naming the largest class every time would be. What leaks from a \
             network that guesses says nothing about privacy, so nothing is said of it here."
        )
    };
    let told: Vec<String> = found.at_chance.iter().map(told).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

fn leak(found: &Found) -> Option<String> {
    if found.is_at_chance() {
        return None;
    }
    let (auc, by) = strength(found)?;
    let (low, high) = auc.interval;
    let target = found.target();
    Some(if low > 0.5 {
        format!("{target} leaks membership: AUC of {by}; 0.5 is guessing.")
    } else if high < 0.5 {
        format!(
            "No leak of {target} can be shown: AUC of {by}, below 0.5, so who is new ranks before who is a member. That is no \
             protection: is member, or the sign of a score, the other way round?"
        )
    } else {
        format!(
            "No leak of {target} can be shown: AUC of {by}; 0.5 is guessing. That is an average: single records may still be \
             exposed."
        )
    })
}

/// The AUC that the verdict goes by, and how it is written.
fn strength(found: &Found) -> Option<(Estimate, String)> {
    let one_run = |value, interval| Estimate { value, interval, runs: None };
    if let Some(strongest) = &found.report.strongest {
        let auc = one_run(strongest.auc, strongest.auc_interval);
        let ids: Vec<&str> = strongest.attacks.iter().map(String::as_str).collect();
        let how = "the strongest attack, chosen on one half of the records and read on the other";
        return Some((auc, format!("{} {}, {how}", names(&ids), area(auc))));
    }
    let attack = found.report.named()?;
    let auc = one_run(attack.auc, attack.auc_interval);
    Some((auc, format!("{} {}", names(&[&attack.attack]), area(auc))))
}

fn called(found: &Found) -> Option<String> {
    let attack = found.report.named().filter(|_| !found.is_at_chance())?;
    let said = attack.called?;
    let counted = |share: Share| {
        let (low, high) = share.interval;
        format!("{} ({} of {}; {}–{})", percent(share.value), share.hits, share.of, percent(low), percent(high))
    };
    Some(format!(
        "At the threshold fitted on your own networks, {} finds {} of the members and accuses {} of the others wrongly.",
        names(&[&attack.attack]),
        counted(said.members),
        counted(said.non_members?)
    ))
}

fn gap(found: &Found) -> Option<String> {
    let (train, test) = (found.report.train_accuracy?, found.report.test_accuracy?);
    // The gap attack's AUC is ½ + half the gap.
    let of_area = |area: f64| 2.0 * area - 1.0;
    let (low, high) = found.attack("gap")?.auc_interval;
    let gap = Estimate { value: train - test, interval: (of_area(low), of_area(high)), runs: None };
    let size = if gap.value > 0.0 { by_points(gap) } else { signed_points(gap) };
    Some(format!(
        "{} is right on {} of its members and on {} of the others: a gap of {size}.",
        found.target(),
        percent(train),
        percent(test)
    ))
}

/// The target against a second one, by Conf.
fn against(found: &Found) -> Option<String> {
    let against = found.report.against.as_ref().filter(|_| found.at_chance.is_empty())?;
    let estimate =
        |difference: Difference| Estimate { value: difference.value, interval: difference.interval, runs: None };
    let first = against.attacks.first()?;
    let (leak, other) = (estimate(first.auc), &against.file);
    let effect = match leak.judgement() {
        Judgement::More => format!("leaks more than {other}, by {}", by_area(leak)),
        Judgement::Less => format!("leaks less than {other}, by {}", by_area(leak)),
        Judgement::Same => format!("leaks as much as {other}, within 0.02 ({})", signed_area(leak)),
        Judgement::Unknown => {
            format!("and {other}: which of them leaks more cannot be told from these records ({})", signed_area(leak))
        }
    };
    let right = estimate(against.test_accuracy);
    let accuracy = match right.judgement() {
        Judgement::More => format!("more accurate on non-members, by {}", by_points(right)),
        Judgement::Less => format!("less accurate on non-members, by {}", by_points(right)),
        Judgement::Same => format!("as accurate on non-members, within two points ({})", signed_points(right)),
        Judgement::Unknown => {
            format!("not shown to be more or less accurate on non-members ({})", signed_points(right))
        }
    };
    let by = names(&[&first.attack]);
    Some(format!("{} {effect}, by the AUC of {by} on the same records. The first is {accuracy}.", found.target()))
}

/// What LiRA and RMIA need and do not have.
fn missing(found: &Found) -> Option<String> {
    let lacking = |id: &str| found.report.not_run.iter().find(|entry| entry.attack == id);
    let needs = |id: &str| {
        let reason = &lacking(id)?.reason;
        let name = names(&[id]);
        let mut files = Vec::new();
        if found.report.classes.is_none() {
            files.push("posteriors of the target in place of scores");
        } else {
            match (id, found.files(FileRole::Reference)) {
                ("lira", 0) => files.push("two references"),
                ("lira", 1) => files.push("a second reference"),
                ("rmia", 0) => files.push("a reference"),
                _ => {}
            }
            if id == "rmia" && !found.has(FileRole::Population) {
                files.push("a population");
            }
        }
        Some(if files.is_empty() {
            format!("{name}: {reason}")
        } else {
            format!("{name} needs {}", files.join(" and "))
        })
    };
    let all: Vec<String> = ["lira", "rmia"].into_iter().filter_map(needs).collect();
    (!all.is_empty())
        .then(|| format!("Not every attack was tried, and one that was not may find more. {}.", all.join("; ")))
}

fn doubt(found: &Found) -> Option<String> {
    let own = if found.has(FileRole::Shadow) || found.has(FileRole::Reference) {
        " Whether your own networks were trained as the target was cannot be seen in the files; the figures presume it."
    } else {
        ""
    };
    Some(format!(
        "Intervals know of these records only; another model trained likewise on other records may leak more or less.{own}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_has_an_id_of_its_own_and_a_condition() {
        for kind in KINDS {
            assert!(!kind.condition.is_empty(), "{}", kind.id);
            assert_eq!(KINDS.iter().filter(|other| other.id == kind.id).count(), 1, "{}", kind.id);
        }
    }
}
