//! Does pruning make the network remember? Base against the dense network, against the same retraining without pruning, and
//! against removing all weights at once.

use super::{
    Sentence,
    evidence::{Evidence, Judgement},
    write::{area, by_area, capital, cost, names, share, signed_area},
};

const BASE: &str = "base";
const DENSE: &str = "dense";
const TUNED: &str = "fine-tune-only";
const AT_ONCE: &str = "one-shot-equal";

/// The answer in a few words, the first that fits.
pub fn headline(evidence: &Evidence) -> Option<Sentence> {
    if ![BASE, DENSE, TUNED].into_iter().all(|id| evidence.speaks(id)) {
        return None;
    }
    let (against_dense, against_tuned) =
        (evidence.leak_difference(BASE, DENSE)?, evidence.leak_difference(BASE, TUNED)?);
    let text = match (against_dense.judgement(), against_tuned.judgement()) {
        (Judgement::Less, _) => "Pruned this far, it remembers less.",
        (Judgement::Same, _) => "Neither more nor less than before pruning.",
        (Judgement::More, Judgement::Same) => "Not the pruning. The retraining.",
        (Judgement::More, Judgement::More) => "The retraining, and the pruning adds to it.",
        (Judgement::More, Judgement::Less) => "Retraining leaks. Pruning holds some of it back.",
        (Judgement::More, Judgement::Unknown) => "More than before pruning; whether by the pruning cannot be told.",
        (Judgement::Unknown, _) => "This cannot tell.",
    };
    Some(Sentence::new("headline", text))
}

/// Whether Base leaks at all.
pub fn base(evidence: &Evidence) -> Option<Sentence> {
    if !evidence.speaks(BASE) {
        return None;
    }
    let leak = evidence.leak(BASE)?;
    let sparsity = share(evidence.report.arm(BASE)?.ended()?.sparsity);
    let attack = names(&[evidence.attack]);
    let text = if leak.interval.0 > 0.5 {
        format!("Pruned to {sparsity} without a defense, the network leaks membership: AUC of {attack} {}.", area(leak))
    } else {
        format!(
            "Pruned to {sparsity} without a defense, no leak can be shown: AUC of {attack} {}. That is an average: single \
             records may still be exposed.",
            area(leak)
        )
    };
    Some(Sentence::new("base", text))
}

/// Base against the network before pruning.
pub fn base_dense(evidence: &Evidence) -> Option<Sentence> {
    let (difference, text) = against(evidence, BASE, DENSE)?;
    let accuracy = evidence.accuracy_difference(BASE, DENSE)?;
    let verdict = match difference {
        Judgement::More => format!("leaks more than the dense network, by {text}"),
        Judgement::Less => format!("leaks less than the dense network, by {text}"),
        Judgement::Same => format!("leaks as much as the dense network, within 0.02 ({text})"),
        Judgement::Unknown => {
            format!("and the dense network: which of them leaks more {} ({text})", cannot_be_told(evidence))
        }
    };
    Some(Sentence::new("base-dense", format!("Base {verdict}; {}.", cost("it", accuracy, cannot_be_told(evidence)))))
}

/// Base against the same retraining without removing a weight.
pub fn retraining(evidence: &Evidence) -> Option<Sentence> {
    let (difference, text) = against(evidence, BASE, TUNED)?;
    let verdict = match difference {
        Judgement::More => format!("leaks less, by {text}: pruning itself adds to the leak here"),
        Judgement::Less => format!("leaks more, by {text}: pruning itself protects here"),
        Judgement::Same => format!("leaks as much, within 0.02 ({text}): the retraining explains the leak here"),
        Judgement::Unknown => format!("may leak more or less: it {} ({text})", cannot_be_told(evidence)),
    };
    let blind = blind(evidence, BASE, TUNED, difference);
    Some(Sentence::new("retraining", format!("The same retraining without removing a weight {verdict}{blind}.")))
}

/// Base against removing all weights at once and training as long.
pub fn one_shot(evidence: &Evidence) -> Option<Sentence> {
    let (difference, text) = against(evidence, AT_ONCE, BASE)?;
    let verdict = match difference {
        Judgement::Less => format!("leaks less than pruning in rounds, by {text}"),
        Judgement::More => format!("leaks more than pruning in rounds, by {text}"),
        Judgement::Same => format!("leaks as much as pruning in rounds, within 0.02 ({text})"),
        Judgement::Unknown => {
            format!("may leak more or less than pruning in rounds: it {} ({text})", cannot_be_told(evidence))
        }
    };
    let blind = blind(evidence, AT_ONCE, BASE, difference);
    Some(Sentence::new("one-shot", format!("Pruning at once, with as many epochs allowed, {verdict}{blind}.")))
}

/// What the difference of two networks that do more than guess is judged, and its size.
pub(super) fn against(evidence: &Evidence, id: &str, other: &str) -> Option<(Judgement, String)> {
    if !evidence.speaks(id) || !evidence.speaks(other) {
        return None;
    }
    let difference = evidence.leak_difference(id, other)?;
    let judgement = difference.judgement();
    let text = match judgement {
        Judgement::More | Judgement::Less => by_area(difference),
        Judgement::Same | Judgement::Unknown => signed_area(difference),
    };
    Some((judgement, text))
}

/// That a difference rests on one attack: named are those that do not see it.
pub(super) fn blind(evidence: &Evidence, id: &str, other: &str, seen: Judgement) -> String {
    let blind = match seen {
        Judgement::More | Judgement::Less => evidence.blind(id, other, seen),
        Judgement::Same | Judgement::Unknown => Vec::new(),
    };
    if blind.is_empty() {
        return String::new();
    }
    format!("; that is by {}, {} cannot show it", names(&[evidence.attack]), names(&blind))
}

/// What one run, or some, cannot do.
pub(super) fn cannot_be_told(evidence: &Evidence) -> &'static str {
    if evidence.repeats.is_some() { "cannot be told by these runs" } else { "cannot be told with one run" }
}

/// The name of an arm at the beginning of a sentence.
pub(super) fn beginning(evidence: &Evidence, id: &str) -> String {
    capital(&evidence.name(id))
}
