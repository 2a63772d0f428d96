//! Every ink that a figure may use: a role, and where it belongs to a method or an attack, whose.
//!
//! plotters knows colours only, so an ink travels through it as its place in the list of all ([`Ink::key`]), and the canvas
//! writes its class and its colour. `www/figures.css` colours the classes for light and dark pages; the colour beside the
//! class is for a picture that is saved without the stylesheet.

use crate::{
    attack::ATTACKS,
    look::{Curve, DENSE, Look, OTHER_ATTACK, OTHER_METHOD},
    method::METHODS,
    report::base_id,
};
use plotters::style::RGBColor;
use std::sync::LazyLock;

/// What a stroke or an area stands for. Indices come from [`arm_slot`] and [`attack_slot`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ink {
    /// Names and numbers.
    Text,
    /// Axis titles, ticks, remarks.
    Muted,
    /// Mesh.
    Grid,
    /// What the page is made of: inside hollow marks.
    Paper,
    /// Guessing, the threshold, the dense value: what others are compared with.
    Reference,
    /// Members' records.
    Member,
    /// Non-members' records.
    NonMember,
    /// Pareto front.
    Front,
    /// Cells that are darker for more.
    Heat,
    /// Weights that remain.
    Kept,
    /// Mark and whiskers of an arm.
    Arm(usize),
    /// Line of an arm.
    Line(usize),
    /// Name of an arm.
    Label(usize),
    /// The same arm in the recorded run.
    Recorded(usize),
    /// Curve of an attack.
    Attack(usize),
}

/// Every ink once.
static ALL: LazyLock<Vec<Ink>> = LazyLock::new(|| {
    use Ink::*;
    let mut all = vec![Text, Muted, Grid, Paper, Reference, Member, NonMember, Front, Heat, Kept];
    all.extend((0..=OTHER_ARM).flat_map(|slot| [Arm(slot), Line(slot), Label(slot), Recorded(slot)]));
    all.extend((0..=ATTACKS.len()).map(Attack));
    all
});

impl Ink {
    /// As what plotters carries this ink.
    pub(super) fn key(self) -> RGBColor {
        let place = ALL.iter().position(|ink| *ink == self).expect("every ink is in the list");
        let [_, red, green, blue] = (place as u32).to_be_bytes();
        RGBColor(red, green, blue)
    }

    /// The ink that plotters carries as this colour.
    pub(super) fn of_key((red, green, blue): (u8, u8, u8)) -> Self {
        ALL[u32::from_be_bytes([0, red, green, blue]) as usize]
    }

    /// `0xRRGGBB` of a picture without a stylesheet.
    pub(super) fn color(self) -> u32 {
        match self {
            Self::Text | Self::Label(_) => 0x1f2328,
            Self::Muted => 0x5f6873,
            Self::Grid => 0xe2e5e9,
            Self::Paper => 0xffffff,
            Self::Reference => 0x8b949e,
            Self::Member => 0x6741d9,
            Self::NonMember => 0x7b8694,
            Self::Front => 0x57606a,
            Self::Heat => 0xd9480e,
            Self::Kept => 0x1864ab,
            Self::Arm(slot) | Self::Line(slot) | Self::Recorded(slot) => look(slot).colors.light,
            Self::Attack(slot) => curve(slot).colors.light,
        }
    }

    /// Classes in the picture, as listed in `www/figures.css`.
    pub(super) fn class(self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Muted => "muted".into(),
            Self::Grid => "grid".into(),
            Self::Paper => "paper".into(),
            Self::Reference => "reference".into(),
            Self::Member => "member".into(),
            Self::NonMember => "non-member".into(),
            Self::Front => "front".into(),
            Self::Heat => "heat".into(),
            Self::Kept => "kept".into(),
            Self::Arm(slot) => format!("mark arm-{}", arm_id(slot)),
            Self::Line(slot) => format!("line arm-{}", arm_id(slot)),
            Self::Label(slot) => format!("label arm-{}", arm_id(slot)),
            Self::Recorded(slot) => format!("recorded arm-{}", arm_id(slot)),
            Self::Attack(slot) => format!("line attack-{}", ATTACKS.get(slot).map_or(OTHER, |row| row.id)),
        }
    }

    /// Dashes in pixels, where a line is to be told apart without colour.
    pub(super) fn dash(self) -> Option<&'static str> {
        match self {
            Self::Line(slot) => look(slot).dash,
            Self::Attack(slot) => curve(slot).dash,
            Self::Reference => Some("4 3"),
            Self::Front => Some("9 4"),
            Self::Text | Self::Muted | Self::Grid | Self::Paper | Self::Member | Self::NonMember => None,
            Self::Heat | Self::Kept | Self::Arm(_) | Self::Label(_) | Self::Recorded(_) => None,
        }
    }
}

/// Slot of the dense network; those before it are the methods'.
const DENSE_ARM: usize = METHODS.len();
/// Slot of an arm that this build does not know.
const OTHER_ARM: usize = DENSE_ARM + 1;
/// In the class of what this build does not know.
const OTHER: &str = "other";

/// Index of an arm's look: the same for every strength of a defense.
pub(super) fn arm_slot(id: &str) -> usize {
    let id = base_id(id);
    let known = METHODS.iter().position(|method| method.info().id == id);
    known.unwrap_or(if id == super::words::DENSE { DENSE_ARM } else { OTHER_ARM })
}

/// Index of an attack's look.
pub(super) fn attack_slot(id: &str) -> usize {
    ATTACKS.iter().position(|row| row.id == id).unwrap_or(ATTACKS.len())
}

/// How the arm of a slot looks.
pub(super) fn look(slot: usize) -> Look {
    match METHODS.get(slot) {
        Some(method) => method.info().look,
        None if slot == DENSE_ARM => DENSE,
        None => OTHER_METHOD,
    }
}

fn arm_id(slot: usize) -> &'static str {
    match METHODS.get(slot) {
        Some(method) => method.info().id,
        None if slot == DENSE_ARM => super::words::DENSE,
        None => OTHER,
    }
}

fn curve(slot: usize) -> Curve {
    ATTACKS.get(slot).map_or(OTHER_ATTACK, |row| row.look)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ink_comes_back_from_its_key() {
        for &ink in ALL.iter() {
            let RGBColor(red, green, blue) = ink.key();
            assert_eq!(Ink::of_key((red, green, blue)), ink);
        }
    }

    #[test]
    fn the_style_sheets_colour_every_class() {
        let css = [include_str!("../../www/figures.css"), include_str!("../../www/looks.css")].concat();
        for class in ALL.iter().map(|ink| ink.class()) {
            for class in class.split(' ') {
                assert!(css.contains(&format!(".{class} {{")) || css.contains(&format!(".{class}, ")), "no .{class}");
            }
        }
    }

    #[test]
    fn what_this_build_does_not_know_has_the_last_look() {
        assert_eq!(look(arm_slot("of-tomorrow@2")), OTHER_METHOD);
        assert_eq!(look(arm_slot("dense")), DENSE);
        assert_eq!(curve(attack_slot("of-tomorrow")), OTHER_ATTACK);
    }
}
