//! Numbers and their intervals as sentences write them.

use super::evidence::{Estimate, Judgement};
use crate::attack::ATTACKS;

/// `65.4 %`.
pub fn percent(fraction: f64) -> String {
    format!("{:.1} %", 100.0 * fraction)
}

/// `60 %`, `97.5 %`: a chosen share.
pub fn share(fraction: f64) -> String {
    format!("{} %", (1000.0 * fraction).round() / 10.0)
}

/// `0.740 (0.712–0.766)`.
pub fn area(estimate: Estimate) -> String {
    format!("{:.3} ({:.3}–{:.3})", estimate.value, estimate.interval.0, estimate.interval.1)
}

/// `0.087 (0.060 to 0.114)`: the size of a difference in AUC; over seeds `…; in 9 of 10 runs`.
pub fn by_area(difference: Estimate) -> String {
    size(difference, |value| format!("{value:.3}"), "")
}

/// `4.2 points (2.0 to 6.4)`: the size of a difference in accuracy.
pub fn by_points(difference: Estimate) -> String {
    size(difference, |value| format!("{:.1}", 100.0 * value), " points")
}

/// What is known of a difference that cannot be told: `+0.004, −0.012 to +0.020`.
pub fn signed_area(difference: Estimate) -> String {
    let write = |value: f64| format!("{value:+.3}").replace('-', "−");
    format!("{}, {} to {}", write(difference.value), write(difference.interval.0), write(difference.interval.1))
}

/// The same of accuracies: `+0.4 points, −1.2 to +2.0`.
pub fn signed_points(difference: Estimate) -> String {
    let write = |value: f64| format!("{:+.1}", 100.0 * value).replace('-', "−");
    format!("{} points, {} to {}", write(difference.value), write(difference.interval.0), write(difference.interval.1))
}

fn size(difference: Estimate, write: impl Fn(f64) -> String, unit: &str) -> String {
    let (low, high) = difference.interval;
    let ends = if difference.value < 0.0 { (-high, -low) } else { (low, high) };
    let minus = |text: String| text.replace('-', "−");
    let runs = difference.runs.map_or_else(String::new, |(same, of)| format!("; in {same} of {of} runs"));
    format!("{}{unit} ({} to {}{runs})", write(difference.value.abs()), minus(write(ends.0)), minus(write(ends.1)))
}

/// What a method, named `who`, costs or gains in accuracy.
pub fn cost(who: &str, difference: Estimate, tells: &str) -> String {
    match difference.judgement() {
        Judgement::Less => format!("{who} costs {} of accuracy", by_points(difference)),
        Judgement::More => format!("{who} gains {} of accuracy", by_points(difference)),
        Judgement::Same => format!("{who} keeps the accuracy within two points ({})", signed_points(difference)),
        Judgement::Unknown => format!("what {who} does to the accuracy {tells} ({})", signed_points(difference)),
    }
}

/// `Conf`, `LiRA and Conf`: names of attacks.
pub fn names(ids: &[&str]) -> String {
    let named = ids.iter().map(|&id| ATTACKS.iter().find(|row| row.id == id).map_or(id, |row| row.name));
    named.collect::<Vec<_>>().join(" and ")
}

/// Begins a sentence.
pub fn capital(text: &str) -> String {
    let mut text = text.to_string();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
