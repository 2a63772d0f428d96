//! What was run, what wrong labels do, who guesses, what has not ended, and how far it can be trusted.

use super::{
    Sentence,
    evidence::Evidence,
    pruning::beginning,
    write::{names, percent, share},
};
use crate::report::{ArmReport, Called, Ended, Share};

/// What wrong labels do, where there are any.
pub fn wrong_labels(evidence: &Evidence) -> Option<Sentence> {
    let noise = evidence.report.config.data.label_noise;
    (noise > 0.0).then(|| {
        Sentence::new(
            "wrong-labels",
            format!(
                "{} of the labels are wrong here. A wrong label can only be learnt by heart, so a defense that leaves hard \
                 records out, as RSW from low to high does, leaves out mostly those: its accuracy is flattered.",
                share(noise)
            ),
        )
    })
}

/// What was run, and what "leak" means in the other sentences.
pub fn settings(evidence: &Evidence) -> Sentence {
    let report = evidence.report;
    let device = if report.device == "cpu" { "the processor" } else { "the GPU" };
    let runs = match evidence.repeats {
        Some(repeats) => {
            let seeds: Vec<String> = repeats.seeds.iter().map(u32::to_string).collect();
            format!("{} runs, seeds {}", seeds.len(), seeds.join(", "))
        }
        None => format!("One run, seed {}", report.config.seed),
    };
    Sentence::new(
        "settings",
        format!(
            "{runs}, on {device}: {}, {} members, {} shadow networks. Leak is the AUC of {}, the same attack on every network; \
             0.5 is guessing.",
            report.data.name,
            report.data.members,
            report.config.attack.shadows,
            names(&[evidence.attack])
        ),
    )
}

/// Networks of whose privacy nothing can be said.
pub fn at_chance(evidence: &Evidence) -> Option<Sentence> {
    let guess: Vec<String> =
        evidence.ended().filter(|arm| evidence.guesses(&arm.id)).map(|arm| beginning(evidence, &arm.id)).collect();
    (!guess.is_empty()).then(|| {
        Sentence::new(
            "at-chance",
            format!(
                "Not shown to be better than always naming the largest class ({}): {}. What leaks from a network that guesses \
                 says nothing about privacy, so nothing is said of it here.",
                percent(evidence.report.data.chance),
                guess.join(", ")
            ),
        )
    })
}

/// Wrong labels beside right ones, in Base. Of one run: a repeated one has no counts over its seeds.
pub fn canaries(evidence: &Evidence) -> Option<Sentence> {
    let calls = evidence.report.arm("base")?.detail.as_ref()?.calls_by(Some(evidence.attack))?;
    let (noisy, clean) = (calls.noisy?, calls.clean?);
    let counted = |share: Share| {
        let (low, high) = share.interval;
        format!("{} ({} of {}; {}–{})", percent(share.value), share.hits, share.of, percent(low), percent(high))
    };
    let kind = |called: Called| {
        let accused = called.non_members.map_or_else(|| "none".into(), counted);
        format!("finds {} and accuses wrongly {}", counted(called.members), accused)
    };
    Some(Sentence::new(
        "canaries",
        format!(
            "In Base{}, among records with wrong labels {} {}; among those with right ones it {}.",
            if evidence.repeats.is_some() {
                format!(" of seed {}", evidence.report.config.seed)
            } else {
                String::new()
            },
            names(&[&calls.attack]),
            kind(noisy),
            kind(clean)
        ),
    ))
}

/// Arms of which nothing is said.
pub fn not_ended(evidence: &Evidence) -> Option<Sentence> {
    let left: Vec<&ArmReport> = evidence.report.arms.iter().filter(|arm| arm.ended().is_none()).collect();
    if left.is_empty() {
        return None;
    }
    let names: Vec<String> = left.iter().map(|arm| beginning(evidence, &arm.id)).collect();
    let why = match evidence.report.ended {
        Ended::Running => "Not there yet",
        Ended::Stopped => "Stopped before their end",
        Ended::Finished | Ended::Failed => "Failed before their end",
    };
    Some(Sentence::new("not-ended", format!("{why}, so nothing is said of them: {}.", names.join(", "))))
}

/// How far it can be trusted.
pub fn doubt(evidence: &Evidence) -> Sentence {
    let text = match evidence.repeats {
        Some(repeats) => format!(
            "Intervals are over {} seeds, each with other records, networks and shadows, drawn from one pool; each holds by \
             itself, of many at once some miss. They speak of these settings, not of other data or networks.",
            repeats.seeds.len()
        ),
        None => "One run is one draw of records, networks and shadows, and the intervals here know of its records only. With \
                 another seed differences move by one to three points: what is smaller than about five may not hold in the next \
                 run."
            .into(),
    };
    Sentence::new("doubt", text)
}
