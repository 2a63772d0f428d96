//! Every ink and mark that a figure may use: one look per arm, the same in all figures.
//!
//! plotters knows colours only as numbers, so each role has a number of its own, and [`super::svg`] turns it into a
//! class that `www/figures.css` colours for light and dark pages. The number stays as the fallback of a picture
//! that is saved without the stylesheet. Filled marks are defenses, hollow ones and dashed lines are controls.

use crate::experiment::report::base_id;
use plotters::style::RGBColor;

/// Form of an arm's mark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// Filled or hollow circle.
    Circle(Fill),
    /// Circle around a dot: the dense network.
    Target,
    /// Filled or hollow outline, in units of the mark's radius.
    Outline(&'static [(f64, f64)], Fill),
    /// Separate strokes, in units of the mark's radius.
    Strokes(&'static [[(f64, f64); 2]]),
}

/// Whether a mark shows what lies beneath.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Fill {
    /// Painted in the arm's colour.
    Solid,
    /// Painted in the page's colour, edge in the arm's.
    Hollow,
}

const UP: &[(f64, f64)] = &[(0.0, -1.15), (1.08, 0.8), (-1.08, 0.8)];
const DOWN: &[(f64, f64)] = &[(0.0, 1.15), (1.08, -0.8), (-1.08, -0.8)];
const SQUARE: &[(f64, f64)] = &[(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)];
const DIAMOND: &[(f64, f64)] = &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)];
const STAR: &[(f64, f64)] = &[
    (0.0, -1.35),
    (0.33, -0.45),
    (1.28, -0.42),
    (0.53, 0.17),
    (0.79, 1.09),
    (0.0, 0.56),
    (-0.79, 1.09),
    (-0.53, 0.17),
    (-1.28, -0.42),
    (-0.33, -0.45),
];
const LEFT: &[(f64, f64)] = &[(-1.15, 0.0), (0.8, -1.08), (0.8, 1.08)];
const RIGHT: &[(f64, f64)] = &[(1.15, 0.0), (-0.8, 1.08), (-0.8, -1.08)];
const PENTAGON: &[(f64, f64)] = &[(0.0, -1.15), (1.09, -0.36), (0.68, 0.93), (-0.68, 0.93), (-1.09, -0.36)];
const HEXAGON: &[(f64, f64)] = &[(-0.57, -1.0), (0.57, -1.0), (1.15, 0.0), (0.57, 1.0), (-0.57, 1.0), (-1.15, 0.0)];
const BOWTIE: &[(f64, f64)] = &[(-1.15, -0.9), (0.0, -0.2), (1.15, -0.9), (1.15, 0.9), (0.0, 0.2), (-1.15, 0.9)];
const HOURGLASS: &[(f64, f64)] = &[(-0.9, -1.15), (0.9, -1.15), (0.2, 0.0), (0.9, 1.15), (-0.9, 1.15), (-0.2, 0.0)];
const BAR: &[(f64, f64)] = &[(-1.3, -0.5), (1.3, -0.5), (1.3, 0.5), (-1.3, 0.5)];
const POST: &[(f64, f64)] = &[(-0.5, -1.3), (0.5, -1.3), (0.5, 1.3), (-0.5, 1.3)];
const TRAPEZOID: &[(f64, f64)] = &[(-0.6, -0.85), (0.6, -0.85), (1.25, 0.85), (-1.25, 0.85)];
const BOWL: &[(f64, f64)] = &[(-1.25, -0.85), (1.25, -0.85), (0.6, 0.85), (-0.6, 0.85)];
const HOUSE: &[(f64, f64)] = &[(0.0, -1.2), (1.0, -0.3), (1.0, 1.0), (-1.0, 1.0), (-1.0, -0.3)];
const PLUS: &[[(f64, f64); 2]] = &[[(-1.2, 0.0), (1.2, 0.0)], [(0.0, -1.2), (0.0, 1.2)]];
const CROSS: &[[(f64, f64); 2]] = &[[(-0.95, -0.95), (0.95, 0.95)], [(-0.95, 0.95), (0.95, -0.95)]];
const ASTERISK: &[[(f64, f64); 2]] =
    &[[(0.0, -1.2), (0.0, 1.2)], [(-1.04, -0.6), (1.04, 0.6)], [(-1.04, 0.6), (1.04, -0.6)]];

/// How one arm looks.
struct ArmLook {
    id: &'static str,
    rgb: u32,
    shape: Shape,
    dash: Option<&'static str>,
}

const fn solid(id: &'static str, rgb: u32, shape: Shape) -> ArmLook {
    ArmLook { id, rgb, shape, dash: None }
}

const fn dashed(id: &'static str, rgb: u32, shape: Shape, dash: &'static str) -> ArmLook {
    ArmLook { id, rgb, shape, dash: Some(dash) }
}

/// The last row is for an arm that this build does not know.
const ARM_LOOKS: &[ArmLook] = &[
    solid("dense", 0x4b5560, Shape::Target),
    solid("base", 0xc8430c, Shape::Circle(Fill::Solid)),
    solid("rsw-low-to-high", 0x0b62b0, Shape::Outline(UP, Fill::Solid)),
    solid("rsw-high-to-low", 0x3f45b4, Shape::Outline(DOWN, Fill::Solid)),
    solid("rmr", 0x04805c, Shape::Outline(SQUARE, Fill::Solid)),
    solid("swmr-low-to-high", 0xa0338c, Shape::Outline(DIAMOND, Fill::Solid)),
    solid("swmr-high-to-low", 0x6b2480, Shape::Outline(STAR, Fill::Solid)),
    dashed("fine-tune-only", 0xb06f00, Shape::Circle(Fill::Hollow), "7 4"),
    dashed("random-window", 0x2c8ec4, Shape::Outline(UP, Fill::Hollow), "2 3"),
    dashed("early-stopped", 0xcf4678, Shape::Strokes(PLUS), "2 3"),
    dashed("one-shot", 0x7d5a3c, Shape::Strokes(CROSS), "2 3"),
    dashed("one-shot-equal", 0x9c7a50, Shape::Strokes(ASTERISK), "2 3"),
    dashed("keep-low", 0x1f8f94, Shape::Outline(DOWN, Fill::Hollow), "2 3"),
    dashed("fresh-subset", 0x6c8a14, Shape::Outline(DIAMOND, Fill::Hollow), "2 3"),
    dashed("random-risk", 0x3f9b74, Shape::Outline(SQUARE, Fill::Hollow), "2 3"),
    solid("rsw-auto", 0x0a7fae, Shape::Outline(RIGHT, Fill::Solid)),
    solid("swmr-auto", 0x8b2fc9, Shape::Outline(LEFT, Fill::Solid)),
    solid("ppb", 0xa86a00, Shape::Outline(PENTAGON, Fill::Solid)),
    solid("adv", 0x9a3b2f, Shape::Outline(HEXAGON, Fill::Solid)),
    solid("dp", 0x3a6b35, Shape::Outline(BAR, Fill::Solid)),
    solid("relaxloss", 0x5b6b00, Shape::Outline(BOWTIE, Fill::Solid)),
    solid("mia-pruning", 0x7a3f6d, Shape::Outline(HOUSE, Fill::Solid)),
    solid("mia-pruning-min-max", 0x5c4a8a, Shape::Outline(POST, Fill::Solid)),
    solid("label-smoothing", 0x8a6d3b, Shape::Outline(TRAPEZOID, Fill::Solid)),
    solid("neuguard", 0x2f6f7a, Shape::Outline(BOWL, Fill::Solid)),
    solid("crl", 0x6d4c41, Shape::Outline(HOURGLASS, Fill::Solid)),
    dashed("other", 0x70787f, Shape::Circle(Fill::Hollow), "2 3"),
];

/// Id, colour and dashes of each attack's curve; the last row is for one that this build does not know.
const ATTACK_LOOKS: &[(&str, u32, Option<&str>)] = &[
    ("conf", 0xc2500e, None),
    ("entr", 0x2580c0, Some("7 3")),
    ("mentr", 0x0c7d64, Some("2 2")),
    ("hconf", 0x8a3a9c, Some("9 3 2 3")),
    ("gap", 0x666e78, Some("1 4")),
    ("nn", 0xb88408, Some("5 2")),
    ("top3-nn", 0x4c52b8, Some("3 3")),
    ("cl-nn", 0xc84880, Some("8 2 2 2 2 2")),
    ("samia", 0x7a5c44, Some("6 6")),
    ("lira", 0x0c5c9c, Some("12 3")),
    ("rmia", 0x5c8c1c, Some("4 2 1 2")),
    ("lira-online", 0x2f7fb8, Some("12 3 2 3")),
    ("mem-aware", 0xa83268, Some("5 2 1 2 1 2")),
    ("sr", 0x9a3412, Some("10 4")),
    ("other", 0x78828c, Some("2 4")),
];

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

impl Ink {
    /// Every ink once.
    pub(super) fn all() -> Vec<Self> {
        use Ink::*;
        let mut all = vec![Text, Muted, Grid, Paper, Reference, Member, NonMember, Front, Heat, Kept];
        for slot in 0..ARM_LOOKS.len() {
            all.extend([Arm(slot), Line(slot), Label(slot), Recorded(slot)]);
        }
        all.extend((0..ATTACK_LOOKS.len()).map(Attack));
        all
    }

    /// The number by which plotters knows this ink; different for every ink.
    pub(super) fn rgb(self) -> u32 {
        match self {
            Self::Text => 0x1f2328,
            Self::Muted => 0x5f6873,
            Self::Grid => 0xe2e5e9,
            Self::Paper => 0xffffff,
            Self::Reference => 0x8b949e,
            Self::Member => 0x6741d9,
            Self::NonMember => 0x7b8694,
            Self::Front => 0x57606a,
            Self::Heat => 0xd9480e,
            Self::Kept => 0x1864ab,
            Self::Arm(slot) => ARM_LOOKS[slot].rgb,
            Self::Line(slot) => ARM_LOOKS[slot].rgb ^ 1,
            Self::Recorded(slot) => ARM_LOOKS[slot].rgb ^ 2,
            Self::Label(slot) => 0x1f2440 + slot as u32,
            Self::Attack(slot) => ATTACK_LOOKS[slot].1,
        }
    }

    pub(super) fn color(self) -> RGBColor {
        let [_, red, green, blue] = self.rgb().to_be_bytes();
        RGBColor(red, green, blue)
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
            Self::Arm(slot) => format!("mark arm-{}", ARM_LOOKS[slot].id),
            Self::Line(slot) => format!("line arm-{}", ARM_LOOKS[slot].id),
            Self::Label(slot) => format!("label arm-{}", ARM_LOOKS[slot].id),
            Self::Recorded(slot) => format!("recorded arm-{}", ARM_LOOKS[slot].id),
            Self::Attack(slot) => format!("line attack-{}", ATTACK_LOOKS[slot].0),
        }
    }

    /// Dashes in pixels, where a line is to be told apart without colour.
    pub(super) fn dash(self) -> Option<&'static str> {
        match self {
            Self::Line(slot) => ARM_LOOKS[slot].dash,
            Self::Attack(slot) => ATTACK_LOOKS[slot].2,
            Self::Reference => Some("4 3"),
            Self::Front => Some("9 4"),
            _ => None,
        }
    }
}

/// Index of an arm's look: the same for every strength of a defense.
pub(super) fn arm_slot(id: &str) -> usize {
    let id = base_id(id);
    ARM_LOOKS.iter().position(|look| look.id == id).unwrap_or(ARM_LOOKS.len() - 1)
}

/// Index of an attack's look.
pub(super) fn attack_slot(id: &str) -> usize {
    ATTACK_LOOKS.iter().position(|look| look.0 == id).unwrap_or(ATTACK_LOOKS.len() - 1)
}

/// Form of an arm's mark.
pub(super) fn shape(slot: usize) -> Shape {
    ARM_LOOKS[slot].shape
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{attack::ATTACKS, config::ARMS};

    #[test]
    fn no_two_inks_share_a_number() {
        let mut numbers: Vec<u32> = Ink::all().into_iter().map(Ink::rgb).collect();
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), count);
    }

    #[test]
    fn every_arm_of_the_registry_has_a_look_and_no_two_share_a_mark() {
        for row in ARMS {
            assert!(arm_slot(row.id) < ARM_LOOKS.len() - 1, "{} has no look", row.id);
        }
        let known = &ARM_LOOKS[..ARM_LOOKS.len() - 1];
        for (i, look) in known.iter().enumerate() {
            assert!(known[..i].iter().all(|other| other.shape != look.shape), "{} shares a mark", look.id);
        }
    }

    #[test]
    fn every_attack_of_the_registry_has_a_look_and_no_two_share_one() {
        for row in ATTACKS {
            assert!(attack_slot(row.id) < ATTACK_LOOKS.len() - 1, "{} has no look", row.id);
        }
        for (i, look) in ATTACK_LOOKS.iter().enumerate() {
            assert!(ATTACK_LOOKS[..i].iter().all(|other| other.2 != look.2), "{} shares its dashes", look.0);
        }
    }

    #[test]
    fn the_stylesheet_colours_every_class() {
        let css = include_str!("../../www/figures.css");
        for ink in Ink::all() {
            for class in ink.class().split(' ') {
                assert!(css.contains(&format!(".{class}")), "figures.css has no .{class}");
            }
        }
    }
}
