//! What the marks of a picture stand for, so that a page can say the value at which somebody points.

use super::{
    sheet::Point,
    words::{DENSE, arm_name, attack_name, decimal, interval},
};
use crate::report::{ArmReport, AttackReport, RoundReport};
use serde::Serialize;

/// A mark of a picture: where it is, whose it is, and its value in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Told {
    /// Pixels of the picture from its left edge.
    pub x: f64,
    /// Pixels of the picture from its upper edge.
    pub y: f64,
    /// Id of the arm.
    pub arm: String,
    /// The 0-based round, where the value is that of a round of pruning.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub round: Option<u32>,
    /// Whose value it is: `RMR, round 3`.
    pub whose: String,
    /// What it is: `AUC 0.702 (0.672–0.730) by RMIA, accuracy 78.1 %`.
    pub value: String,
}

impl Told {
    /// The value of an arm as a whole; `of` tells it from the arm's other values in the picture, as `, tenth 3`.
    pub(super) fn of_arm((x, y): Point, id: &str, of: &str, value: &str) -> Self {
        Self { x, y, arm: id.into(), round: None, whose: format!("{}{of}", arm_name(id)), value: value.into() }
    }

    /// The value of an arm after a round.
    pub(super) fn of_round(at: Point, arm: &ArmReport, round: &RoundReport, value: &str) -> Self {
        let pruned = (arm.id != DENSE).then_some(round.round);
        let of = pruned.map_or_else(String::new, |round| format!(", round {round}"));
        Self { round: pruned, ..Self::of_arm(at, &arm.id, &of, value) }
    }
}

/// `AUC 0.702 (0.672–0.730) by RMIA`.
pub(super) fn auc_by(attack: &AttackReport) -> String {
    let (auc, ends) = (decimal(attack.auc), interval(attack.auc_interval, decimal));
    format!("AUC {auc} ({ends}) by {}", attack_name(&attack.attack))
}
