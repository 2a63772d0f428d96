//! Dense against defended: from the unpruned network's leak and accuracy to those of each arm's last round.
//!
//! The dashed line is the dense network; whiskers are 95 % intervals.

use super::{
    Figure, FigureInfo, Picture, Place, Request, Table,
    ink::{Ink, arm_slot},
    missing,
    rows::{self, draw_names, draw_value, level},
    sheet::{Axis, Plot, Rect, Sheet, range_of, round_ticks},
    told::Told,
    words::{
        DENSE, arm_name, auc_of, begun, decimal, failures, interval, last_round, named, percent, tick, whole_percent,
    },
};
use crate::report::{Report, RoundReport};

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::DenseAgainstDefended,
    id: "dense-against-defended",
    name: "Dense against defended",
    help: "What pruning with each defense changed against the unpruned network: the leak on the left, the \
           accuracy on the right.",
    panel: Place::Network,
    draw,
    draw_audit: None,
};

/// A value with its interval.
type Value = (f64, (f64, f64));

/// A row of the picture: an arm's leak and accuracy.
struct Row<'a> {
    id: &'a str,
    auc: Value,
    accuracy: Value,
}

fn draw(report: &Report, request: &Request) -> Picture {
    let rows = rows(report, request);
    let dense = rows.iter().find(|row| row.id == DENSE);
    let (alt, table) = (alt(report, request, dense, &rows), table(&rows));
    Picture::new("dense-against-defended", request, alt, table, |sheet| {
        let page = Rect::new(6.0, 2.0, sheet.bounds.right - 10.0, sheet.bounds.bottom - 2.0);
        let ids: Vec<&str> = rows.iter().map(|row| row.id).collect();
        let left = page.left + rows::names_width(sheet, &ids);
        let gap = if sheet.narrow() { 10.0 } else { 28.0 };
        let half = (page.right - left - gap) / 2.0;
        let areas = [Rect { left, right: left + half, ..page }, Rect { left: page.right - half, ..page }];
        let auc = auc_of(report, request);
        let [leak, accuracy] = panels(sheet, areas, &rows, &auc);
        if rows.is_empty() {
            return Picture::empty(sheet, Rect { left: leak.bounds.left, ..accuracy.bounds }, missing(report));
        }
        draw_names(sheet, &leak, request, &ids);
        draw_panel(sheet, &leak, request, dense, &rows, |row| row.auc, (&auc, decimal));
        draw_panel(sheet, &accuracy, request, dense, &rows, |row| row.accuracy, ("test accuracy", percent));
    })
}

fn rows<'a>(report: &'a Report, request: &Request) -> Vec<Row<'a>> {
    let row = |id: &'a str, round: &RoundReport| {
        let attack = named(round, request).filter(|_| round.test_accuracy.is_finite())?;
        let auc = (attack.auc, attack.auc_interval);
        Some(Row { id, auc, accuracy: (round.test_accuracy, round.test_accuracy_interval) })
    };
    begun(report).filter_map(|arm| row(&arm.id, last_round(arm, request.round)?)).collect()
}

fn panels<'a>(sheet: &Sheet<'a>, areas: [Rect; 2], rows: &[Row], auc_of: &str) -> [Plot<'a>; 2] {
    let ticks = if sheet.narrow() { 3 } else { 6 };
    let auc: fn(&Row) -> Value = |row| row.auc;
    let accuracy: fn(&Row) -> Value = |row| row.accuracy;
    let panel = |area, value: fn(&Row) -> Value, title, format: &dyn Fn(f64) -> String, otherwise| {
        let values = rows.iter().map(value).flat_map(|(value, (low, high))| [value, low, high]);
        let range = range_of(values, 0.06, otherwise);
        let across = Axis { range, ticks: round_ticks(range, ticks), format, title: "", room: 0.0 };
        rows::axes(sheet, area, rows.len(), &across, title)
    };
    let width = areas[0].width();
    let full = format!("leak: {auc_of} (← better)");
    let (leak, use_) =
        (sheet.fitting(&[&full, "leak: AUC (← better)", "← AUC"], width), sheet.fitting(ACCURACY, width));
    [panel(areas[0], auc, leak, &tick, (0.5, 0.8)), panel(areas[1], accuracy, use_, &whole_percent, (0.5, 0.8))]
}

const ACCURACY: &[&str] = &["test accuracy (better →)", "accuracy (better →)", "accuracy →"];

fn draw_panel(
    sheet: &Sheet,
    plot: &Plot,
    request: &Request,
    dense: Option<&Row>,
    arms: &[Row],
    value: fn(&Row) -> Value,
    (what, write): (&str, fn(f64) -> String),
) {
    let dense = dense.map(|row| value(row).0);
    if let Some(dense) = dense {
        let x = plot.at(dense, 0.0).0;
        sheet.line(&[(x, plot.bounds.top), (x, plot.bounds.bottom)], Ink::Reference, 1.0, 1.2);
    }
    for (i, row) in arms.iter().enumerate() {
        let (slot, alpha, y) = (arm_slot(row.id), request.strength(row.id), level(i, arms.len()));
        let (end, (low, high)) = value(row);
        sheet.line(&[plot.at(low, y), plot.at(high, y)], Ink::Arm(slot), 0.3 * alpha, 1.2);
        if let Some(dense) = dense {
            sheet.line(&[plot.at(dense, y), plot.at(end, y)], Ink::Line(slot), alpha, 2.4);
        }
        sheet.mark(slot, plot.at(end, y), 5.0, alpha);
        let said = format!("{what} {} ({})", write(end), interval((low, high), write));
        sheet.tell(Told::of_arm(plot.at(end, y), row.id, "", &said));
        if !sheet.narrow() {
            draw_value(sheet, plot, arms.len(), plot.at(end, y), &write(end), alpha);
        }
    }
}

fn alt(report: &Report, request: &Request, dense: Option<&Row>, rows: &[Row]) -> String {
    let auc = auc_of(report, request);
    let arms: Vec<&Row> = rows.iter().filter(|row| row.id != DENSE).collect();
    let said =
        |row: &&Row| format!("{} AUC {}, accuracy {}", arm_name(row.id), decimal(row.auc.0), percent(row.accuracy.0));
    let head = match dense {
        Some(row) => {
            format!(
                "The dense network leaks with {auc} {} at accuracy {}.",
                decimal(row.auc.0),
                percent(row.accuracy.0)
            )
        }
        None => "The dense network is compared with each method.".into(),
    };
    let body = match arms.as_slice() {
        [] => format!("Nothing to draw: {}.", missing(report)),
        arms => format!("After the last round: {}.", arms.iter().map(said).collect::<Vec<_>>().join("; ")),
    };
    format!("{head} {body}{}", failures(report))
}

fn table(rows: &[Row]) -> Table {
    let mut table = Table::new(&["Method", "AUC", "95 % interval", "Test accuracy", "95 % interval"]);
    for row in rows {
        table.push([
            arm_name(row.id).into(),
            decimal(row.auc.0),
            interval(row.auc.1, decimal),
            percent(row.accuracy.0),
            interval(row.accuracy.1, percent),
        ]);
    }
    table
}
