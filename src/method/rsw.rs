//! RSW: a window over members ranked by mem-score limits how often each is reused (WeMem).
//!
//! RSW-Auto chooses direction, width and coverage by attacking itself ([`crate::finetune::auto`]).

use super::{
    Method, Setting,
    candidate::Candidate,
    row::{FineTuning, Order, Row, Select, Sweep, no_candidates},
};
use crate::{
    field::{integer, real},
    look::{DOWN, Look, Point, UP},
    provenance::{Provenance, provenance},
};

/// Window width as a share of a class.
pub const WIDTH: Setting = Setting::new(
    "defense.window_width",
    "Window width",
    "share of a class",
    real(0.01, 1.0, 0.05),
    0.25,
    "How much of each class the sliding window shows in one epoch.",
);
/// Share of a class that the window has touched after the last epoch of a round: stride·(epochs−1)+width.
pub const COVERAGE: Setting = Setting::new(
    "defense.window_coverage",
    "Window coverage",
    "share of a class",
    real(0.01, 1.0, 0.05),
    0.58,
    "How much of each class the window has shown by the end of a round; the rest is never trained on again.",
);
/// Window width in records of a class, as the authors count; 0 uses the share.
pub const WIDTH_RECORDS: Setting = Setting::new(
    "defense.window_width_records",
    "Window width, counted",
    "records of a class",
    integer(0, 50_000, 1),
    0.0,
    "The width as WeMem's authors count it; 0 uses the share instead.",
);
/// Stride in records an epoch, with [`WIDTH_RECORDS`].
pub const STRIDE_RECORDS: Setting = Setting::new(
    "defense.window_stride_records",
    "Window stride, counted",
    "records an epoch",
    integer(0, 50_000, 1),
    0.0,
    "How far the counted window moves in each epoch.",
);
/// Development accuracy that RSW-Auto and SWMR-Auto may cost against Base.
pub const AUTO_BUDGET: Setting = Setting::new(
    "defense.auto_budget",
    "RSW-Auto and SWMR-Auto, budget",
    "accuracy",
    real(0.0, 1.0, 0.01),
    0.02,
    "How much accuracy on records set aside the automatic settings may lose against Base.",
);

/// What a window reads.
pub(super) const WINDOW: &[&Setting] = &[&WIDTH, &COVERAGE, &WIDTH_RECORDS, &STRIDE_RECORDS];
const SWEEP: Option<Sweep> = Sweep::of_strength(&COVERAGE, &[0.3, 0.45, 0.6, 0.8, 1.0]);

const PROVENANCE: Option<Provenance> = provenance(
    "RSW (L→H, H→L)",
    "WeMem's code, `slide`, `slide_re`",
    "window as a share of a class (the authors' counts are accepted); a short class does not shorten the \
     next",
    "`finetune/window.rs`, `finetune/mod.rs`",
);

pub(super) const LOW_TO_HIGH: Row = Row {
    id: "rsw-low-to-high",
    family: "rsw",
    order: Some(Order::LowToHigh),
    name: "RSW L→H",
    control: false,
    sweep: SWEEP,
    help: "Each epoch fine-tunes on a window of each class that slides from the least to the most memorized records.",
    source: Row::WEMEM,
    look: Look::defense(0x0b62b0, 0x5ea8ff, UP),
    provenance: PROVENANCE,
    settings: WINDOW,
    tuning: FineTuning { select: Select::Window(Order::LowToHigh), ..FineTuning::PLAIN },
    candidates: no_candidates,
};

pub(super) const HIGH_TO_LOW: Row = Row {
    id: "rsw-high-to-low",
    family: "rsw",
    order: Some(Order::HighToLow),
    name: "RSW H→L",
    control: false,
    sweep: SWEEP,
    help: "The same window, sliding from the most memorized records down.",
    source: Row::WEMEM,
    look: Look::defense(0x3f45b4, 0x9aa2ff, DOWN),
    provenance: PROVENANCE,
    settings: WINDOW,
    tuning: FineTuning { select: Select::Window(Order::HighToLow), ..FineTuning::PLAIN },
    candidates: no_candidates,
};

pub(super) const AUTO_PROVENANCE: Option<Provenance> = provenance(
    "RSW-Auto, SWMR-Auto",
    "WeMem; its rule is not published",
    "our rule (`finetune/auto.rs`): least leak to one's own attack on development records among the \
     settings that cost at most a budget of development accuracy; it guards against Conf, Entr and Mentr \
     only",
    "`finetune/auto.rs`, `tests/pipeline.rs` (it is the arm that it chose)",
);

pub(super) const AUTO: Row = Row {
    id: "rsw-auto",
    family: "rsw-auto",
    order: None,
    name: "RSW-Auto",
    control: false,
    sweep: None,
    help: "RSW that sets itself: it tries twelve windows on its own network, attacks each result with its development records \
           as non-members, and keeps the one that leaks least among those that cost no more accuracy there than the budget. \
           It guards against Conf, Entr and Mentr only, the attacks that it tries on itself.",
    source: AUTO_SOURCE,
    look: Look::defense(0x0a7fae, 0x58c7ef, RIGHT),
    provenance: AUTO_PROVENANCE,
    settings: &[&AUTO_BUDGET],
    tuning: FineTuning::PLAIN,
    candidates,
};

/// Where the automatic methods are defined.
pub(super) const AUTO_SOURCE: &str = "WeMem, whose rule is not published; ours is in src/finetune/auto.rs";
const RIGHT: &[Point] = &[(1.15, 0.0), (-0.8, 1.08), (-0.8, -1.08)];

/// Both directions of a window.
pub(super) const ORDERS: [Order; 2] = [Order::LowToHigh, Order::HighToLow];
/// Width and coverage, as shares of a class.
const WINDOWS: [(f64, f64); 6] = [(0.15, 0.4), (0.25, 0.45), (0.25, 0.6), (0.25, 0.8), (0.5, 0.8), (0.5, 1.0)];

fn candidates() -> Vec<Candidate> {
    let tried = ORDERS.iter().flat_map(|&order| WINDOWS.map(|window| in_window(method(order), window)));
    std::iter::once(Candidate::base()).chain(tried).collect()
}

fn method(order: Order) -> Method {
    match order {
        Order::LowToHigh => Method::RswLowToHigh,
        Order::HighToLow => Method::RswHighToLow,
    }
}

/// `method` with a window of this width and coverage.
pub(super) fn in_window(method: Method, (width, coverage): (f64, f64)) -> Candidate {
    let values = vec![(&WIDTH, width), (&COVERAGE, coverage), (&WIDTH_RECORDS, 0.0), (&STRIDE_RECORDS, 0.0)];
    Candidate { method, values, name: format!("{}, width {width}, coverage {coverage}", method.info().name) }
}
