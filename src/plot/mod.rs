//! The figures: a report of a run or of an audit in, a picture with its words and its numbers out.
//!
//! Drawn with plotters as SVG. Nothing here computes a statistic: every number in a picture stands in the report.
//! A report of a run that is still going on is drawn as far as it goes. A picture brings no colours that a page must
//! live with: shapes have classes, `www/figures.css` colours them.
//!
//! A figure is one file with its [`FigureInfo`], and one line of [`FIGURES`].

mod attacks;
mod canaries;
mod canvas;
mod deciles;
mod dense;
mod divergence;
mod exposures;
mod histogram;
mod ink;
mod labels;
mod masks;
mod roc;
mod rounds;
mod rows;
mod seconds;
mod sheet;
mod sparsity;
mod tenths;
mod told;
mod tradeoff;
mod words;

pub use canvas::text_width;
pub use told::Told;

use crate::{
    audit::report::AuditReport,
    report::{ArmReport, Ended, Report},
};
use serde::{Deserialize, Serialize};
use sheet::Sheet;

/// Declares [`Figure`] and [`FIGURES`] together, so that neither can lack what the other has.
macro_rules! figures {
    ($($figure:ident => $row:path,)*) => {
        /// Which picture. Its id is that of its row.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Figure {
            $(#[doc = concat!("See `", stringify!($row), "`.")] $figure,)*
        }

        /// Every figure once, in display order.
        pub const FIGURES: &[FigureInfo] = &[$($row,)*];
    };
}

figures! {
    Tradeoff => tradeoff::ROW,
    LeakByRound => rounds::ROW,
    Sparsity => sparsity::ROW,
    Roc => roc::ROW,
    Histogram => histogram::ROW,
    Masks => masks::ROW,
    Exposures => exposures::ROW,
    Deciles => deciles::ROW,
    Divergence => divergence::ROW,
    Canaries => canaries::ROW,
    Seconds => seconds::ROW,
    DenseAgainstDefended => dense::ROW,
    Attacks => attacks::ROW,
}

/// A row of the registry of figures: a figure, whole.
#[derive(Clone, Copy, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FigureInfo {
    /// The figure.
    #[cfg_attr(test, ts(type = "string"))]
    pub figure: Figure,
    /// Id for the page and the URL.
    pub id: &'static str,
    /// Short name for a tab.
    pub name: &'static str,
    /// One sentence for a newcomer.
    pub help: &'static str,
    /// Where the page shows it.
    pub panel: Place,
    #[serde(skip)]
    draw: fn(&Report, &Request) -> Picture,
    /// For figures that an audit has as well.
    #[serde(skip)]
    draw_audit: Option<fn(&AuditReport, &Request) -> Picture>,
}

/// A place on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// By itself, on top.
    Stage,
    /// What an attacker sees.
    Attacker,
    /// What happened inside.
    Network,
}

impl Figure {
    /// The figure's row in the registry.
    fn info(self) -> &'static FigureInfo {
        &FIGURES[self as usize]
    }
}

/// What to show and how large.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Arm whose details are shown; the first pruned arm that has any if none.
    pub arm: Option<&'a str>,
    /// In `roc`: show all arms under this attack instead of all attacks on one arm.
    pub attack: Option<&'a str>,
    /// Where arms are compared: by this named attack; the first of [`NAMED`] that ran if none.
    ///
    /// [`NAMED`]: crate::report::NAMED
    pub by: Option<&'a str>,
    /// In `tradeoff`, `dense-against-defended` and `attacks`: show the state after this round, 0-based.
    pub round: Option<u32>,
    /// Width in pixels of the place where the picture is seen; at least [`SMALLEST`].0 is drawn.
    pub width: u32,
    /// Height in pixels of the place where the picture is seen; at least [`SMALLEST`].1 is drawn.
    pub height: u32,
    /// Size in pixels in which its small letters are seen there, [`LETTERS`] unless the reader's are larger or smaller.
    pub letters: f64,
    /// In `tradeoff`: ids of the methods that are drawn and told of, all if none; the table has all.
    pub shown: Option<&'a [String]>,
    /// In `tradeoff`: another run to compare with, drawn pale underneath.
    pub beneath: Option<Beneath<'a>>,
    /// Arm that stands out; the others are dimmed.
    pub highlight: Option<&'a str>,
}

/// A run that lies under the one that is shown.
#[derive(Debug, Clone, Copy)]
pub enum Beneath<'a> {
    /// The recorded run.
    Recorded(&'a Report),
    /// The run before this one.
    Before(&'a Report),
}

/// Usual size of small letters, in pixels.
pub const LETTERS: f64 = sheet::WIDE_FONT - sheet::SMALLER;

/// Smallest width and height that are drawn.
pub const SMALLEST: (u32, u32) = (300, 300);

/// A figure for eye, ear and spreadsheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Picture {
    /// The SVG element, as wide as its container.
    pub svg: String,
    /// Two or three sentences that say what is seen, with its numbers.
    pub alt: String,
    /// What the picture shows, in numbers.
    pub table: Table,
    /// What its marks stand for; a figure of curves or of areas has none.
    pub marks: Vec<Told>,
}

/// Rows of formatted values under their columns.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// As many values a row as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// Draws a figure of a report, complete or not.
pub fn draw(figure: Figure, report: &Report, request: &Request) -> Picture {
    (figure.info().draw)(report, request)
}

/// Draws a figure of an audit; none where an audit has nothing for it. Of the request only the size counts.
pub fn draw_audit(figure: Figure, report: &AuditReport, request: &Request) -> Option<Picture> {
    figure.info().draw_audit.map(|draw| draw(report, request))
}

impl Request<'_> {
    /// A picture of this size with everything else left open.
    pub fn sized(width: u32, height: u32) -> Self {
        Self {
            arm: None,
            attack: None,
            by: None,
            round: None,
            width,
            height,
            letters: LETTERS,
            shown: None,
            beneath: None,
            highlight: None,
        }
    }

    /// What is drawn on, to be seen in the size of its place: for larger letters fewer pixels, so that marks and lines grow with
    /// them and nothing overlaps.
    fn size(&self) -> (u32, u32) {
        let pixels = |side: u32, letters: f64| (f64::from(side) * letters / self.letters.max(4.0)).round() as u32;
        let grows_narrow = self.width >= sheet::NARROW && pixels(self.width, LETTERS) < sheet::NARROW;
        let letters = if grows_narrow { sheet::NARROW_FONT - sheet::SMALLER } else { LETTERS };
        (pixels(self.width, letters).max(SMALLEST.0), pixels(self.height, letters).max(SMALLEST.1))
    }

    /// Whether a figure with one line an arm draws it: of an arm with several strengths only the one that is looked at,
    /// because dozens of lines in one colour could not be told apart.
    fn has_room_for(&self, arm: &ArmReport) -> bool {
        arm.strength.is_none() || [self.arm, self.highlight].contains(&Some(arm.id.as_str()))
    }

    fn shows(&self, arm: &ArmReport) -> bool {
        self.shown.is_none_or(|shown| shown.iter().any(|id| id == arm.base_id()))
    }

    /// How strongly an arm is drawn.
    fn strength(&self, id: &str) -> f64 {
        if self.highlight.is_none_or(|highlight| highlight == id) { 1.0 } else { 0.28 }
    }
}

impl<'a> Beneath<'a> {
    fn report(self) -> &'a Report {
        match self {
            Self::Recorded(report) | Self::Before(report) => report,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Recorded(_) => "recorded run",
            Self::Before(_) => "run before",
        }
    }
}

impl Picture {
    fn new(id: &str, request: &Request, alt: String, table: Table, draw: impl FnOnce(&Sheet)) -> Self {
        let (svg, marks) = sheet::render(request.size(), id, &alt, draw);
        Self { svg, alt, table, marks }
    }

    /// What stands in an area for which there is nothing.
    fn empty(sheet: &Sheet, area: sheet::Rect, words: &str) {
        let middle = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
        sheet.text(words, middle, sheet::Anchor::Middle, ink::Ink::Muted, sheet.font + 1.0);
    }
}

/// What stands where an audit has nothing to show.
const NOT_AUDITED: &str = "not part of this audit";

/// What stands where a run has nothing to show: not yet, or not at all.
fn missing(report: &Report) -> &'static str {
    if report.ended == Ended::Running { "waiting for the first result" } else { "not part of this run" }
}

/// What alternative texts say of several arms, or that there is nothing.
fn body(report: &Report, said: &[String]) -> String {
    if said.is_empty() { format!("Nothing to draw: {}.", missing(report)) } else { format!("{}.", said.join("; ")) }
}

impl Table {
    fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|&column| column.into()).collect(), rows: Vec::new() }
    }

    fn push<const N: usize>(&mut self, row: [String; N]) {
        debug_assert_eq!(N, self.columns.len());
        self.rows.push(row.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_serde_names_and_every_figure_has_one_row() {
        for (i, row) in FIGURES.iter().enumerate() {
            assert_eq!(serde_json::to_value(row.figure).unwrap(), row.id);
            assert_eq!(row.figure as usize, i, "{} stands in another's line", row.id);
        }
    }
}
