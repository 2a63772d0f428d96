//! How a method or an attack is drawn, in every figure, table and page alike: part of its row.
//!
//! Filled marks are defenses; hollow ones, strokes and dashed lines are controls.

/// Colours of a page in light and in dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colors {
    /// `0xRRGGBB` on a light page, and of a picture that is saved.
    pub light: u32,
    /// `0xRRGGBB` on a dark page.
    pub dark: u32,
}

/// How a method looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Of mark and line.
    pub colors: Colors,
    /// Where it stands in a figure, and beside its name.
    pub mark: Mark,
    /// Dashes of its line in pixels; none where it is solid.
    pub dash: Option<&'static str>,
}

/// How an attack's curve looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Curve {
    /// Of the line.
    pub colors: Colors,
    /// Dashes in pixels, by which attacks are told apart without colour; none where the line is solid.
    pub dash: Option<&'static str>,
}

/// Form of a mark; points in units of its radius, down is positive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mark {
    /// Filled or hollow circle.
    Circle(Fill),
    /// Circle around a dot: the dense network.
    Target,
    /// Filled or hollow outline.
    Outline(&'static [Point], Fill),
    /// Separate strokes.
    Strokes(&'static [[Point; 2]]),
}

/// Right and down, in units of a mark's radius.
pub type Point = (f64, f64);

/// Whether a mark shows what lies beneath.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Painted in the method's colour.
    Solid,
    /// Painted in the page's colour, edge in the method's.
    Hollow,
}

impl Look {
    /// A defense: a filled mark and a solid line.
    pub const fn defense(light: u32, dark: u32, outline: &'static [Point]) -> Self {
        Self { colors: Colors { light, dark }, mark: Mark::Outline(outline, Fill::Solid), dash: None }
    }

    /// A control: a dotted line.
    pub const fn control(light: u32, dark: u32, mark: Mark) -> Self {
        Self { colors: Colors { light, dark }, mark, dash: Some("2 3") }
    }
}

impl Curve {
    /// A curve with dashes.
    pub const fn dashed(light: u32, dark: u32, dash: &'static str) -> Self {
        Self { colors: Colors { light, dark }, dash: Some(dash) }
    }

    /// A solid curve.
    pub const fn solid(light: u32, dark: u32) -> Self {
        Self { colors: Colors { light, dark }, dash: None }
    }
}

/// Triangle that points up.
pub const UP: &[Point] = &[(0.0, -1.15), (1.08, 0.8), (-1.08, 0.8)];
/// Triangle that points down.
pub const DOWN: &[Point] = &[(0.0, 1.15), (1.08, -0.8), (-1.08, -0.8)];
/// Square.
pub const SQUARE: &[Point] = &[(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)];
/// Square on its corner.
pub const DIAMOND: &[Point] = &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)];

/// The network before pruning, in figures that compare with it.
pub const DENSE: Look = Look { colors: Colors { light: 0x4b5560, dark: 0xb4bdc7 }, mark: Mark::Target, dash: None };
/// A method of a report that this build does not know.
pub const OTHER_METHOD: Look = Look::control(0x70787f, 0x9aa4ae, Mark::Circle(Fill::Hollow));
/// An attack of a report that this build does not know.
pub const OTHER_ATTACK: Curve = Curve::dashed(0x78828c, 0xaab4be, "2 4");
