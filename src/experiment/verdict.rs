//! What a report's own numbers say, in sentences: the claim, its controls, its cost, and when there is nothing to say.
//!
//! A difference counts only if the 95 % intervals of the two values do not overlap; that is strict for one run, and
//! what one seed cannot show is said to be so.

use super::report::{ArmReport, AttackReport, Report, RoundReport};
use crate::config::{ARMS, Arm};

/// The sentences, most important first. Empty before Base has a result.
pub fn sentences(report: &Report) -> Vec<String> {
    let Some(base) = Last::of(report, "base") else { return Vec::new() };
    let mut text = vec![about_base(report, &base)];
    text.extend(report.arms.iter().filter_map(|arm| about_defense(arm, &base)));
    text.extend(report.arms.iter().filter_map(|arm| about_setting(report, arm)));
    text.extend(about_privacy(report));
    text.extend(about_random_window(report, &base));
    text.extend(about_early_stop(report, &base));
    text.extend(about_pruning(report, &base));
    text.push(format!(
        "One seed, {} members: differences within the intervals, and differences of one or two points, are not findings.",
        report.data.members
    ));
    text
}

/// The last round of an arm and its strongest attack.
struct Last<'a> {
    name: String,
    round: &'a RoundReport,
    attack: &'a AttackReport,
}

impl<'a> Last<'a> {
    fn of(report: &'a Report, id: &str) -> Option<Self> {
        report.arms.iter().find(|arm| arm.id == id).and_then(Self::of_arm)
    }

    fn of_arm(arm: &'a ArmReport) -> Option<Self> {
        let round = arm.rounds.last()?;
        let name = ARMS.iter().find(|row| row.id == arm.base_id()).map_or("dense network", |row| row.name);
        let name = arm.knob.as_ref().map_or_else(|| name.into(), |knob| format!("{name} {}", knob.value));
        Some(Self { name, round, attack: round.attacks.get(round.worst_attack)? })
    }

    fn leak(&self) -> String {
        let (low, high) = self.attack.auc_interval;
        format!("AUC {:.3} ({low:.3}–{high:.3})", self.attack.auc)
    }

    fn accuracy(&self) -> String {
        percent(self.round.test_accuracy)
    }

    /// True if the other's leak lies above, beyond both intervals.
    fn leaks_less_than(&self, other: &Self) -> bool {
        self.attack.auc_interval.1 < other.attack.auc_interval.0
    }
}

fn percent(fraction: f64) -> String {
    format!("{:.1} %", 100.0 * fraction)
}

/// "gains 1.2 points of accuracy", against Base.
fn cost(arm: &Last, base: &Last) -> String {
    let points = 100.0 * (arm.round.test_accuracy - base.round.test_accuracy);
    let (low, high) = base.round.test_accuracy_interval;
    if (low..=high).contains(&arm.round.test_accuracy) {
        return format!("accuracy {} against {}, a difference within the interval", arm.accuracy(), base.accuracy());
    }
    let verb = if points > 0.0 { "gains" } else { "costs" };
    format!("{verb} {:.1} points of accuracy ({} against {})", points.abs(), arm.accuracy(), base.accuracy())
}

fn about_base(report: &Report, base: &Last) -> String {
    let sparsity = percent(base.round.sparsity);
    let dense =
        Last::of(report, "dense").map_or(String::new(), |dense| format!("; the dense network {}", dense.leak()));
    let judgement = if base.attack.auc_interval.0 > 0.5 { "leaks membership" } else { "does not leak measurably" };
    format!("Pruned to {sparsity} without a defense, the network {judgement}: {}{dense}.", base.leak())
}

/// None for Base, for controls, and in a sweep, whose curve says it better.
fn about_defense(arm: &ArmReport, base: &Last) -> Option<String> {
    let row = ARMS.iter().find(|row| row.id == arm.id)?;
    if row.control || row.arm == Arm::Base {
        return None;
    }
    let arm = Last::of_arm(arm)?;
    let effect = if arm.leaks_less_than(base) {
        "lowers the leak"
    } else if base.leaks_less_than(&arm) {
        "raises the leak"
    } else {
        "does not change the leak beyond its interval"
    };
    Some(format!("{} {effect}: {}; {}.", arm.name, arm.leak(), cost(&arm, base)))
}

/// What an arm that sets itself took, and whether it kept to its budget.
fn about_setting(report: &Report, arm: &ArmReport) -> Option<String> {
    let chosen = arm.chosen.as_ref()?;
    let name = Last::of_arm(arm)?.name;
    let (base, tried) = arm.trials.split_first()?;
    let taken = tried.iter().find(|trial| trial.setting == *chosen)?;
    let budget = report.config.defense.auto_budget;
    let why = if taken.development_accuracy >= base.development_accuracy - budget {
        format!("which leaks least of those that cost at most {} of accuracy", percent(budget))
    } else {
        format!("the most accurate one, because none costs at most {} of accuracy", percent(budget))
    };
    Some(format!(
        "{name} tried {} settings on its own members and development records and took {chosen}, {why}.",
        tried.len()
    ))
}

fn about_privacy(report: &Report) -> Option<String> {
    let bound = |arm: &ArmReport| {
        let (privacy, name) = (arm.privacy?, Last::of_arm(arm)?.name);
        Some(match privacy.epsilon {
            Some(epsilon) if epsilon < 1000.0 => format!("{name} ε = {epsilon:.2}"),
            Some(epsilon) => format!("{name} ε = {epsilon:.1e}"),
            None => format!("{name} none"),
        })
    };
    let delta = report.arms.iter().find_map(|arm| arm.privacy)?.delta;
    let bounds: Vec<String> = report.arms.iter().filter_map(bound).collect();
    Some(format!(
        "Differential privacy of the fine-tuning, at δ = {delta:e}: {}. The whole has none: its dense network was trained on the \
         same records without noise, and the masks depend on it.",
        bounds.join(", ")
    ))
}

fn about_random_window(report: &Report, base: &Last) -> Option<String> {
    let rsw = Last::of(report, "rsw-low-to-high")?;
    let random = Last::of(report, "random-window")?;
    if !rsw.leaks_less_than(base) {
        return Some("RSW's gain is within the intervals, so nothing can be said about what causes it.".into());
    }
    let share = (base.attack.auc - random.attack.auc) / (base.attack.auc - rsw.attack.auc);
    let points = 100.0 * (rsw.round.test_accuracy - random.round.test_accuracy);
    let rest = if rsw.leaks_less_than(&random) {
        "the ranking adds the rest"
    } else {
        "what the ranking adds to it is within the intervals"
    };
    Some(format!(
        "A random window with the same steps reaches {:.0} % of RSW's reduction; {rest}, at {points:+.1} points of accuracy.",
        100.0 * share
    ))
}

fn about_early_stop(report: &Report, base: &Last) -> Option<String> {
    let stopped = Last::of(report, "early-stopped")?;
    let rival = Last::of(report, "rsw-low-to-high").map_or(String::new(), |rsw| {
        if rsw.leaks_less_than(&stopped) {
            "; RSW leaks less than that".into()
        } else {
            "; RSW is not better than that beyond the intervals".into()
        }
    });
    Some(format!("Stopping Base early alone gives {}; {}{rival}.", stopped.leak(), cost(&stopped, base)))
}

fn about_pruning(report: &Report, base: &Last) -> Option<String> {
    let tuned = Last::of(report, "fine-tune-only")?;
    let judgement = if tuned.leaks_less_than(base) {
        "less than with pruning: pruning itself adds to the leak here"
    } else if base.leaks_less_than(&tuned) {
        "more than with pruning: here pruning itself protects a little"
    } else {
        "no different from pruning within the intervals: the extra epochs explain the leak here"
    };
    Some(format!("The same fine-tuning without removing a weight leaks {}, {judgement}.", tuned.leak()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{
        config::{Config, Variant},
        experiment::report::{DataSummary, Privacy},
    };

    /// Arms with their AUC and accuracy after a single round.
    pub fn report(values: &[(Arm, f64, f64)]) -> Report {
        let arm = |&(arm, auc, accuracy): &(Arm, f64, f64)| {
            let attack = AttackReport {
                attack: "conf".into(),
                adaptive: true,
                shadow_auc: Some(auc),
                auc,
                auc_interval: (auc - 0.02, auc + 0.02),
                balanced_accuracy: Some(auc),
                balanced_accuracy_interval: Some((auc, auc)),
                tpr_at_fpr: Vec::new(),
            };
            let round = RoundReport {
                round: 0,
                sparsity: 0.6,
                size: None,
                epochs: 1,
                steps: 1,
                train_accuracy: 1.0,
                test_accuracy: accuracy,
                test_accuracy_interval: (accuracy - 0.03, accuracy + 0.03),
                worst_attack: 0,
                p1: None,
                attacks: vec![attack],
                not_run: Vec::new(),
            };
            ArmReport { rounds: vec![round], ..ArmReport::new(Some(Variant::plain(arm))) }
        };
        Report {
            version: 1,
            software: String::new(),
            config: Config::default(),
            device: "cpu".into(),
            data: DataSummary {
                name: String::new(),
                features: 1,
                classes: 2,
                members: 600,
                development: 0,
                non_members: 600,
                image: None,
            },
            arms: values.iter().map(arm).collect(),
            first_losses: Vec::new(),
            seconds: 0.0,
            front: None,
            repeats: None,
        }
    }

    #[test]
    fn private_gradients_are_said_not_to_make_the_whole_private() {
        let mut report = report(&[(Arm::Base, 0.8, 0.7), (Arm::Dp, 0.7, 0.7)]);
        let privacy = |epsilon| Privacy {
            epsilon,
            at_most: false,
            delta: 1e-5,
            clip: 1.0,
            noise: 1.0,
            sampling_rate: 0.1,
            steps: 9,
        };
        report.arms[1].privacy = Some(privacy(Some(14.999)));
        let said = |report: &Report| sentences(report).into_iter().find(|text| text.contains("Differential privacy"));
        let text = said(&report).unwrap();
        assert!(text.contains("δ = 1e-5: DP-SGD ε = 15.00. The whole has none"), "{text}");
        report.arms[1].privacy = Some(privacy(Some(26_756.8)));
        assert!(said(&report).unwrap().contains("DP-SGD ε = 2.7e4."));
        report.arms[1].privacy = None;
        assert_eq!(said(&report), None);
    }

    #[test]
    fn the_random_window_s_share_is_of_the_reduction() {
        let report = report(&[(Arm::Base, 0.80, 0.7), (Arm::RswLowToHigh, 0.60, 0.75), (Arm::RandomWindow, 0.65, 0.7)]);
        let text = sentences(&report).join("\n");
        assert!(text.contains("reaches 75 % of RSW's reduction"), "{text}");
        assert!(text.contains("gains 5.0 points of accuracy (75.0 % against 70.0 %)"), "{text}");
        assert!(text.contains("RSW L→H lowers the leak: AUC 0.600 (0.580–0.620)"), "{text}");
    }

    #[test]
    fn a_defense_that_does_not_help_is_said_not_to() {
        let text = sentences(&report(&[
            (Arm::Base, 0.60, 0.7),
            (Arm::RswLowToHigh, 0.59, 0.7),
            (Arm::RandomWindow, 0.6, 0.7),
        ]));
        let text = text.join("\n");
        assert!(text.contains("RSW L→H does not change the leak beyond its interval"), "{text}");
        assert!(text.contains("nothing can be said"), "{text}");
    }

    #[test]
    fn without_base_nothing_is_claimed() {
        assert!(sentences(&report(&[(Arm::Rmr, 0.6, 0.7)])).is_empty());
    }
}
