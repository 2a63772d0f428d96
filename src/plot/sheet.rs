//! A sheet to draw on, in pixels from the upper left corner: lines, areas, texts, marks, axes.

use super::{
    Told,
    canvas::{Canvas, UNITS, text_width},
    ink::{Ink, look},
};
use crate::look::{Fill, Mark};
use plotters::{
    coord::{
        Shift,
        cartesian::Cartesian2d,
        ranged1d::{DefaultFormatting, KeyPointHint, Ranged},
        types::RangedCoordf64,
    },
    prelude::*,
    style::{
        FontDesc, FontFamily, FontStyle, ShapeStyle, TextStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};
use std::cell::RefCell;

/// A point in pixels.
pub(super) type Point = (f64, f64);

/// Why drawing is not expected to fail.
const INTO_STRING: &str = "drawing into a string cannot fail";

/// Left, top, right and bottom in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    pub(super) fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    pub(super) fn width(self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// Where a text stands relative to its point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Anchor {
    /// Begins at the point.
    Start,
    /// Is centred on it.
    Middle,
    /// Ends there.
    End,
}

/// What an axis shows.
pub(super) struct Axis<'a> {
    pub range: (f64, f64),
    pub ticks: Vec<f64>,
    pub format: &'a dyn Fn(f64) -> String,
    pub title: &'a str,
    /// Least width of the labels: panels one above the other begin at the same place.
    pub room: f64,
}

/// A linear scale with ticks of our own.
#[derive(Clone)]
struct Scale {
    linear: RangedCoordf64,
    ticks: Vec<f64>,
}

impl Ranged for Scale {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        self.linear.map(value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() { Vec::new() } else { self.ticks.clone() }
    }

    fn range(&self) -> std::ops::Range<f64> {
        self.linear.range()
    }
}

impl Axis<'_> {
    fn scale(&self) -> Scale {
        Scale { linear: (self.range.0..self.range.1).into(), ticks: self.ticks.clone() }
    }
}

/// A sheet with the shared sizes of its letters.
pub(super) struct Sheet<'a> {
    root: DrawingArea<Canvas<'a>, Shift>,
    /// Whole sheet.
    pub bounds: Rect,
    /// Size of names and numbers.
    pub font: f64,
    told: RefCell<Vec<Told>>,
}

/// The area between two axes.
pub(super) struct Plot<'a> {
    area: PlotArea<'a>,
    /// The area in pixels.
    pub bounds: Rect,
}

/// Draws a picture of `size` pixels and returns it as text, with what its marks stand for; `label` is what a screen
/// reader says.
pub(super) fn render(size: (u32, u32), figure: &str, label: &str, draw: impl FnOnce(&Sheet)) -> (String, Vec<Told>) {
    let mut svg = String::new();
    let told = {
        let root = Canvas::new(&mut svg, size, figure, label).into_drawing_area();
        let bounds = Rect::new(0.0, 0.0, f64::from(size.0), f64::from(size.1));
        let font = if size.0 < NARROW { NARROW_FONT } else { WIDE_FONT };
        let sheet = Sheet { root, bounds, font, told: RefCell::default() };
        draw(&sheet);
        sheet.root.present().expect(INTO_STRING);
        sheet.told.into_inner()
    };
    (svg, told)
}

/// Below this width a figure has fewer ticks and smaller letters.
pub(super) const NARROW: u32 = 520;
/// Size of names and numbers there, and elsewhere.
pub(super) const NARROW_FONT: f64 = 11.0;
pub(super) const WIDE_FONT: f64 = 12.5;
/// By so much the small letters of axes and remarks are smaller.
pub(super) const SMALLER: f64 = 1.0;

impl<'a> Sheet<'a> {
    /// True on a telephone.
    pub(super) fn narrow(&self) -> bool {
        self.bounds.width() < f64::from(NARROW)
    }

    /// Open line through points, `width` in pixels.
    pub(super) fn line(&self, points: &[Point], ink: Ink, alpha: f64, width: f64) {
        let style = stroke(ink, alpha, width);
        self.root.draw(&PathElement::new(points.iter().map(units).collect::<Vec<_>>(), style)).expect(INTO_STRING);
    }

    /// Filled area.
    pub(super) fn area(&self, points: &[Point], ink: Ink, alpha: f64) {
        let style = ink.key().mix(alpha).filled();
        self.root.draw(&Polygon::new(points.iter().map(units).collect::<Vec<_>>(), style)).expect(INTO_STRING);
    }

    /// Filled rectangle.
    pub(super) fn rect(&self, rect: Rect, ink: Ink, alpha: f64) {
        let corners = [units(&(rect.left, rect.top)), units(&(rect.right, rect.bottom))];
        self.root.draw(&Rectangle::new(corners, ink.key().mix(alpha).filled())).expect(INTO_STRING);
    }

    /// Outlined rectangle, one pixel.
    pub(super) fn frame(&self, rect: Rect, ink: Ink, width: f64) {
        let Rect { left, top, right, bottom } = rect;
        self.line(&[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], ink, 1.0, width);
    }

    /// Text, vertically centred on `at`.
    pub(super) fn text(&self, text: &str, at: Point, anchor: Anchor, ink: Ink, size: f64) {
        self.text_with(text, at, anchor, ink, size, 1.0);
    }

    /// The same, dimmed.
    pub(super) fn text_with(&self, text: &str, at: Point, anchor: Anchor, ink: Ink, size: f64, alpha: f64) {
        let style = text_style(ink, size, alpha).pos(Pos::new(anchor.horizontal(), VPos::Center));
        self.root.draw(&Text::new(text.to_string(), units(&at), style)).expect(INTO_STRING);
    }

    /// The first text that is not wider than `width` pixels as a title; the last one if none fits.
    pub(super) fn fitting<'t>(&self, texts: &[&'t str], width: f64) -> &'t str {
        let fits = |text: &&&str| text_width(text, self.font - 1.0) <= width;
        texts.iter().find(fits).or(texts.last()).copied().unwrap_or_default()
    }

    /// Width of a text in pixels.
    pub(super) fn width_of(&self, text: &str) -> f64 {
        text_width(text, self.font)
    }

    /// A mark stands for this.
    pub(super) fn tell(&self, told: Told) {
        self.told.borrow_mut().push(told);
    }

    /// Mark of an arm.
    pub(super) fn mark(&self, slot: usize, at: Point, radius: f64, alpha: f64) {
        self.mark_in(Ink::Arm(slot), slot, at, radius, alpha);
    }

    /// Mark of an arm in another ink.
    pub(super) fn mark_in(&self, ink: Ink, slot: usize, at: Point, radius: f64, alpha: f64) {
        let width = (radius * 0.4).clamp(1.2, 2.2);
        match look(slot).mark {
            Mark::Circle(Fill::Solid) => self.circle(at, radius, ink, alpha, None),
            Mark::Circle(Fill::Hollow) => self.ring(at, radius, ink, alpha, width),
            Mark::Target => {
                self.ring(at, radius, ink, alpha, width);
                self.circle(at, radius * 0.4, ink, alpha, None);
            }
            Mark::Outline(corners, Fill::Solid) => self.area(&scaled(corners, at, radius), ink, alpha),
            Mark::Outline(corners, Fill::Hollow) => {
                let mut outline = scaled(corners, at, radius * 0.92);
                self.area(&outline, Ink::Paper, 1.0);
                outline.extend_from_within(..2);
                self.line(&outline, ink, alpha, width);
            }
            Mark::Strokes(strokes) => {
                strokes.iter().for_each(|stroke| self.line(&scaled(stroke, at, radius), ink, alpha, width * 1.15));
            }
        }
    }

    fn ring(&self, at: Point, radius: f64, ink: Ink, alpha: f64, width: f64) {
        self.circle(at, radius * 0.95, Ink::Paper, 1.0, None);
        self.circle(at, radius * 0.9, ink, alpha, Some(width));
    }

    fn circle(&self, at: Point, radius: f64, ink: Ink, alpha: f64, edge: Option<f64>) {
        let style = match edge {
            Some(width) => stroke(ink, alpha, width),
            None => ShapeStyle { color: ink.key().mix(alpha), filled: true, stroke_width: 0 },
        };
        self.root.draw(&Circle::new(units(&at), (radius * UNITS).round() as u32, style)).expect(INTO_STRING);
    }

    /// Mesh, ticks and titles in `outer`; returns the area between the axes.
    pub(super) fn axes(&self, outer: Rect, x: &Axis, y: &Axis) -> Plot<'a> {
        let small = self.font - 1.0;
        let head = if y.title.is_empty() { small * 0.6 } else { small * 1.9 };
        let left = y.ticks.iter().map(|&tick| text_width(&(y.format)(tick), small)).fold(y.room, f64::max) + 7.0;
        let bottom = small * if x.title.is_empty() { 1.7 } else { 3.0 };
        let bounds = Rect::new(outer.left + left, outer.top + head, outer.right, outer.bottom - bottom);
        if !y.title.is_empty() {
            self.text(y.title, (outer.left, outer.top + small * 0.7), Anchor::Start, Ink::Muted, small);
        }
        if !x.title.is_empty() {
            self.text(x.title, (outer.right, outer.bottom - small * 0.75), Anchor::End, Ink::Muted, small);
        }
        let area = self.mesh(bounds, x, y, small);
        self.x_ticks(&area, bounds, outer, x, small);
        Plot { area, bounds }
    }

    fn mesh(&self, bounds: Rect, x: &Axis, y: &Axis, small: f64) -> PlotArea<'a> {
        let gutter = 7.0 + 6.0 * small;
        let mut region = self.root.clone();
        region = region.shrink(
            units(&((bounds.left - gutter).max(0.0), bounds.top)),
            units(&(bounds.right - (bounds.left - gutter).max(0.0), bounds.height())),
        );
        let mut chart = ChartBuilder::on(&region)
            .y_label_area_size((gutter.min(bounds.left) * UNITS).round() as u32)
            .build_cartesian_2d(x.scale(), y.scale())
            .expect(INTO_STRING);
        chart
            .configure_mesh()
            .bold_line_style(stroke(Ink::Grid, 1.0, 1.0))
            .light_line_style(TRANSPARENT)
            .axis_style(TRANSPARENT)
            .y_label_formatter(&|value| (y.format)(*value))
            .y_label_style(text_style(Ink::Muted, small, 1.0))
            .set_all_tick_mark_size((3.0 * UNITS) as u32)
            .draw()
            .expect(INTO_STRING);
        chart.plotting_area().clone()
    }

    /// Labels under the axis: moved inwards at the edges, so that none is cut.
    fn x_ticks(&self, area: &PlotArea, bounds: Rect, outer: Rect, axis: &Axis, small: f64) {
        for &tick in &axis.ticks {
            let label = (axis.format)(tick);
            if label.is_empty() {
                continue;
            }
            let half = text_width(&label, small) / 2.0;
            let x = f64::from(area.map_coordinate(&(tick, 0.0)).0) / UNITS;
            let x = x.clamp(outer.left + half, (outer.right - half).max(outer.left + half));
            self.text(&label, (x, bounds.bottom + small * 0.95), Anchor::Middle, Ink::Muted, small);
        }
    }
}

type PlotArea<'a> = DrawingArea<Canvas<'a>, Cartesian2d<Scale, Scale>>;

impl Plot<'_> {
    /// Where a value is drawn.
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        let (x, y) = self.area.map_coordinate(&(x, y));
        (f64::from(x) / UNITS, f64::from(y) / UNITS)
    }
}

impl Anchor {
    fn horizontal(self) -> HPos {
        match self {
            Self::Start => HPos::Left,
            Self::Middle => HPos::Center,
            Self::End => HPos::Right,
        }
    }
}

fn units(&(x, y): &Point) -> (i32, i32) {
    ((x * UNITS).round() as i32, (y * UNITS).round() as i32)
}

fn scaled(corners: &[Point], at: Point, radius: f64) -> Vec<Point> {
    corners.iter().map(|corner| (at.0 + corner.0 * radius, at.1 + corner.1 * radius)).collect()
}

fn stroke(ink: Ink, alpha: f64, width: f64) -> ShapeStyle {
    ink.key().mix(alpha).stroke_width((width * UNITS).round() as u32)
}

fn text_style(ink: Ink, size: f64, alpha: f64) -> TextStyle<'static> {
    // Not by its name: a text is made small letters first, with a table of all letters in the bundle.
    let font = FontDesc::new(FontFamily::Name("system-ui"), size * UNITS, FontStyle::Normal);
    TextStyle { color: ink.key().mix(alpha).to_backend_color(), ..TextStyle::from(font) }
}

/// At most `most` round numbers in a range: steps of 1, 2 or 5 times a power of ten.
pub(super) fn round_ticks((low, high): (f64, f64), most: usize) -> Vec<f64> {
    let span = high - low;
    let mut power = 10f64.powf((span / most as f64).log10().floor());
    let mut steps = [1.0, 2.0, 5.0].iter().cycle();
    let mut step = power;
    while (span / step).floor() as usize + 1 > most {
        step = power * steps.next().expect("a cycle does not end");
        if step == 5.0 * power {
            power *= 10.0;
        }
    }
    let first = (low / step - 1e-9).ceil() as i64;
    (first..).map(|i| i as f64 * step).take_while(|&tick| tick <= high + 1e-9 * span).collect()
}

/// The range of finite values with a margin on both sides; `otherwise` where there are fewer than one.
pub(super) fn range_of(values: impl IntoIterator<Item = f64>, margin: f64, otherwise: (f64, f64)) -> (f64, f64) {
    let finite = values.into_iter().filter(|value| value.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    if low > high {
        return otherwise;
    }
    let margin = ((high - low) * margin).max(1e-3);
    (low - margin, high + margin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(round_ticks((0.0, 10.0), 6), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(round_ticks((0.0, 100.0), 3), [0.0, 50.0, 100.0]);
        let ticks = round_ticks((0.493, 0.812), 5);
        assert!(ticks.len() <= 5 && (ticks[0] - 0.5).abs() < 1e-12, "{ticks:?}");
    }

    #[test]
    fn a_range_ignores_what_is_not_a_number() {
        assert_eq!(range_of([f64::NAN], 0.1, (0.0, 1.0)), (0.0, 1.0));
        let (low, high) = range_of([1.0, f64::INFINITY, 2.0], 0.1, (0.0, 1.0));
        assert!((low - 0.9).abs() < 1e-12 && (high - 2.1).abs() < 1e-12);
    }
}
