//! SWMR: RSW's window and RMR's share at risk together (WeMem).
//!
//! SWMR-Auto chooses direction, width, coverage and share by attacking itself ([`crate::finetune::auto`]).

use super::{
    Method, Setting,
    candidate::Candidate,
    rmr,
    row::{FineTuning, Order, Row, Select, no_candidates},
    rsw,
};
use crate::{
    field::real,
    look::{DIAMOND, Look, Point},
    provenance::{Provenance, provenance},
};

/// Share of the members at risk. L→H needs a larger one, else its risky records lie outside the window.
pub const SHARE: Setting = Setting::new(
    "defense.window_risk_share",
    "At risk, SWMR",
    "share of members",
    real(0.0, 1.0, 0.01),
    0.6,
    "The same for SWMR, whose window from low to high reaches few of the highest.",
);
const SETTINGS: &[&Setting] =
    &[&rsw::WIDTH, &rsw::COVERAGE, &rsw::WIDTH_RECORDS, &rsw::STRIDE_RECORDS, &SHARE, &rmr::DECAY];

const fn tuning(order: Order) -> FineTuning {
    FineTuning { select: Select::Window(order), risk: Some(&SHARE), ..FineTuning::PLAIN }
}

const PROVENANCE: Option<Provenance> =
    provenance("SWMR (L→H, H→L)", "WeMem's code, `slide_ml2`", "the same", "`finetune/mod.rs`");

pub(super) const LOW_TO_HIGH: Row = Row {
    id: "swmr-low-to-high",
    family: "swmr",
    order: Some(Order::LowToHigh),
    name: "SWMR L→H",
    control: false,
    sweep: rmr::SWEEP,
    help: "Window and risk regularization together, from low to high mem-scores.",
    source: Row::WEMEM,
    look: Look::defense(0xa0338c, 0xe57ad2, DIAMOND),
    provenance: PROVENANCE,
    settings: SETTINGS,
    tuning: tuning(Order::LowToHigh),
    candidates: no_candidates,
};

pub(super) const HIGH_TO_LOW: Row = Row {
    id: "swmr-high-to-low",
    family: "swmr",
    order: Some(Order::HighToLow),
    name: "SWMR H→L",
    control: false,
    sweep: rmr::SWEEP,
    help: "Window and risk regularization together, from high to low mem-scores.",
    source: Row::WEMEM,
    look: Look::defense(0x6b2480, 0xbd8cff, STAR),
    provenance: PROVENANCE,
    settings: SETTINGS,
    tuning: tuning(Order::HighToLow),
    candidates: no_candidates,
};

pub(super) const AUTO: Row = Row {
    id: "swmr-auto",
    family: "swmr-auto",
    order: None,
    name: "SWMR-Auto",
    control: false,
    sweep: None,
    help: "SWMR that sets itself by the same rule, from eighteen settings of direction, window and share at risk. It guards \
           against Conf, Entr and Mentr only.",
    source: rsw::AUTO_SOURCE,
    look: Look::defense(0x8b2fc9, 0xc792ff, LEFT),
    provenance: rsw::AUTO_PROVENANCE,
    settings: &[&rsw::AUTO_BUDGET],
    tuning: FineTuning::PLAIN,
    candidates,
};

const STAR: &[Point] = &[
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
const LEFT: &[Point] = &[(-1.15, 0.0), (0.8, -1.08), (0.8, 1.08)];

/// Width and coverage, as shares of a class.
const WINDOWS: [(f64, f64); 3] = [(0.25, 0.6), (0.25, 0.8), (0.5, 1.0)];
const SHARES: [f64; 3] = [0.12, 0.3, 0.6];

fn candidates() -> Vec<Candidate> {
    let of_window = |order| move |window| SHARES.map(|share| candidate(order, window, share));
    let tried = rsw::ORDERS.iter().flat_map(|&order| WINDOWS.into_iter().flat_map(of_window(order)));
    std::iter::once(Candidate::base()).chain(tried).collect()
}

fn candidate(order: Order, window: (f64, f64), share: f64) -> Candidate {
    let method = match order {
        Order::LowToHigh => Method::SwmrLowToHigh,
        Order::HighToLow => Method::SwmrHighToLow,
    };
    let mut candidate = rsw::in_window(method, window);
    candidate.values.push((&SHARE, share));
    candidate.name += &format!(", {share} at risk");
    candidate
}
