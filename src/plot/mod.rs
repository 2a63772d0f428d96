//! The figures: a report of a run or of an audit in, a picture with its words and its numbers out.
//!
//! Drawn with plotters as SVG. Nothing here computes a statistic: every number in a picture stands in the report.
//! A report of a run that is still going on is drawn as far as it goes. A picture brings no colours that a page must
//! live with: shapes have classes, `www/figures.css` colours them.
//!
//! A new figure is a file with a `draw` and a row in [`FIGURES`].

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
mod tradeoff;
mod words;

pub use canvas::text_width;

use crate::{
    audit::report::AuditReport,
    report::{ArmReport, Report},
};
use serde::{Deserialize, Serialize};
use sheet::Sheet;

/// Which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figure {
    /// Accuracy against leak.
    Tradeoff,
    /// Leak after each round.
    LeakByRound,
    /// Leak and accuracy against sparsity.
    Sparsity,
    /// Receiver operating characteristic, log–log.
    Roc,
    /// Scores of members and non-members.
    Histogram,
    /// Which weights remain.
    Masks,
    /// How often records were used.
    Exposures,
    /// Memorization and calls by difficulty.
    Deciles,
    /// Confidence and sensitivity gap by class.
    Divergence,
    /// Records with wrong labels beside those with right ones.
    Canaries,
    /// Compute time of each arm.
    Seconds,
    /// Dense network against each arm.
    DenseAgainstDefended,
    /// Every attack on every arm.
    Attacks,
}

/// A row of the registry of figures.
#[derive(Clone, Copy, Serialize)]
pub struct FigureInfo {
    /// The figure.
    pub figure: Figure,
    /// Id for the page and the URL.
    pub id: &'static str,
    /// Short name for a tab.
    pub name: &'static str,
    /// One sentence for a newcomer.
    pub help: &'static str,
    #[serde(skip)]
    draw: fn(&Report, &Request) -> Picture,
}

/// Every figure once, in display order.
pub const FIGURES: &[FigureInfo] = &[
    FigureInfo {
        figure: Figure::Tradeoff,
        id: "tradeoff",
        name: "Trade-off",
        help: "How accurate each network is on new records against how well one attack, the same for all, tells members \
               from non-members; the way to the lower right is the better one.",
        draw: tradeoff::draw,
    },
    FigureInfo {
        figure: Figure::LeakByRound,
        id: "leak-by-round",
        name: "Leak by round",
        help: "One attack, the same for all, after each round of pruning; the thick line of fine-tuning alone says what \
               of the rise is not due to pruning.",
        draw: rounds::draw,
    },
    FigureInfo {
        figure: Figure::Sparsity,
        id: "sparsity",
        name: "Sparsity",
        help: "One attack above, the accuracy on new records below, against the share that was removed. From the dense \
               network to fine-tuning alone is what retraining does; from there to a line is what removing does.",
        draw: sparsity::draw,
    },
    FigureInfo {
        figure: Figure::Roc,
        id: "roc",
        name: "ROC",
        help: "Which share of the members an attack finds for the share of non-members that it accuses wrongly, on \
               logarithmic axes because few accusations are what harms.",
        draw: roc::draw,
    },
    FigureInfo {
        figure: Figure::Histogram,
        id: "histogram",
        name: "Histogram",
        help: "The scores of members above and of non-members below; the attack calls a member whatever lies right \
               of the threshold.",
        draw: histogram::draw,
    },
    FigureInfo {
        figure: Figure::Masks,
        id: "masks",
        name: "Masks",
        help: "Which weights remain: for each input and each unit of a layer, the share that pruning kept.",
        draw: masks::draw,
    },
    FigureInfo {
        figure: Figure::Exposures,
        id: "exposures",
        name: "Exposures",
        help: "How often fine-tuning used the records, from the least to the most memorized tenth, and which share \
               of them it never used.",
        draw: exposures::draw,
    },
    FigureInfo {
        figure: Figure::Deciles,
        id: "deciles",
        name: "Memorized",
        help: "Easy to hard: how much surer the network is of records than networks that never saw them, and whom the \
               attack calls a member, of members and of equally hard non-members.",
        draw: deciles::draw,
    },
    FigureInfo {
        figure: Figure::Divergence,
        id: "divergence",
        name: "By class",
        help: "How differently the network answers about members and non-members of each class: the further a gap is \
               from zero, the more of this class an attacker can see.",
        draw: divergence::draw,
    },
    FigureInfo {
        figure: Figure::Canaries,
        id: "canaries",
        name: "Wrong labels",
        help: "A wrong label can only be learnt by heart: which share of such records the attack calls members, beside \
               those with right labels.",
        draw: canaries::draw,
    },
    FigureInfo {
        figure: Figure::Seconds,
        id: "seconds",
        name: "Seconds",
        help: "What each way to prune and defend costs in compute time.",
        draw: seconds::draw,
    },
    FigureInfo {
        figure: Figure::DenseAgainstDefended,
        id: "dense-against-defended",
        name: "Dense against defended",
        help: "What pruning with each defense changed against the unpruned network: the leak on the left, the \
               accuracy on the right.",
        draw: dense::draw,
    },
    FigureInfo {
        figure: Figure::Attacks,
        id: "attacks",
        name: "Attacks",
        help: "Every attack on every arm; frames mark the attacks that are strongest, chosen on one half of the records \
               and read on the other.",
        draw: attacks::draw,
    },
];

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
    /// Width of the picture in pixels; at least [`SMALLEST`].0 is drawn.
    pub width: u32,
    /// Height of the picture in pixels; at least [`SMALLEST`].1 is drawn.
    pub height: u32,
    /// In `tradeoff`: a recorded run, drawn pale underneath.
    pub recorded: Option<&'a Report>,
    /// Arm that stands out; the others are dimmed.
    pub highlight: Option<&'a str>,
}

/// Smallest width and height that are drawn.
pub const SMALLEST: (u32, u32) = (300, 300);

/// A figure for eye, ear and spreadsheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Picture {
    /// The SVG element, as wide as its container.
    pub svg: String,
    /// Two or three sentences that say what is seen, with its numbers.
    pub alt: String,
    /// What the picture shows, in numbers.
    pub table: Table,
}

/// Rows of formatted values under their columns.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// As many values a row as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// Draws a figure of a report, complete or not.
pub fn draw(figure: Figure, report: &Report, request: &Request) -> Picture {
    let row = FIGURES.iter().find(|row| row.figure == figure).expect("every figure has a row; a test says so");
    (row.draw)(report, request)
}

/// Draws a figure of an audit; none where an audit has nothing for it. Of the request only the size counts.
pub fn draw_audit(figure: Figure, report: &AuditReport, request: &Request) -> Option<Picture> {
    match figure {
        Figure::Roc => Some(roc::draw_audit(report, request)),
        Figure::Histogram => Some(histogram::draw_audit(report, request)),
        _ => None,
    }
}

impl Request<'_> {
    /// A picture of this size with everything else left open.
    pub fn sized(width: u32, height: u32) -> Self {
        Self { arm: None, attack: None, by: None, round: None, width, height, recorded: None, highlight: None }
    }

    fn size(&self) -> (u32, u32) {
        (self.width.max(SMALLEST.0), self.height.max(SMALLEST.1))
    }

    /// Whether a figure with one line an arm draws it: of an arm with several strengths only the one that is looked at,
    /// because dozens of lines in one colour could not be told apart.
    fn has_room_for(&self, arm: &ArmReport) -> bool {
        arm.knob.is_none() || [self.arm, self.highlight].contains(&Some(arm.id.as_str()))
    }

    /// How strongly an arm is drawn.
    fn strength(&self, id: &str) -> f64 {
        if self.highlight.is_none_or(|highlight| highlight == id) { 1.0 } else { 0.28 }
    }
}

impl Picture {
    fn new(id: &str, request: &Request, alt: String, table: Table, draw: impl FnOnce(&Sheet)) -> Self {
        let svg = sheet::render(request.size(), id, &alt, draw);
        Self { svg, alt, table }
    }

    /// What stands in an area for which the run has nothing yet.
    fn waiting(sheet: &Sheet, area: sheet::Rect, words: &str) {
        let middle = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
        sheet.text(words, middle, sheet::Anchor::Middle, ink::Ink::Muted, sheet.font + 1.0);
    }
}

/// What stands where a run has not got to yet.
const WAITING: &str = "waiting for the first result";

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
            assert!(FIGURES[..i].iter().all(|other| other.figure != row.figure));
        }
        assert_eq!(FIGURES.len(), 13);
    }
}
