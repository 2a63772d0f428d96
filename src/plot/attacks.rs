//! Every attack on every arm: AUC in words and as darkness, from guessing (pale) to certainty.
//!
//! Only attackers who know of the defense are drawn; the table also has those who do not, where a run has tried them.
//! Frames mark the attacks that are strongest by cross-fitting, one or two: not always the largest number of a row.

use super::{
    Figure, FigureInfo, Picture, Place, Request, Table, body,
    ink::{Ink, arm_slot},
    missing,
    sheet::{Anchor, Rect, Sheet},
    told::{Told, auc_by},
    words::{
        arm_name, attack_name, begun, decimal, failures, interval, last_round, list, percent, sensitivity_at, share,
    },
};
use crate::report::{ArmReport, AttackReport, Report, RoundReport};

pub(super) const ROW: FigureInfo = FigureInfo {
    figure: Figure::Attacks,
    id: "attacks",
    name: "Attacks",
    help: "Every attack on every method; frames mark the attacks that are strongest, chosen on one half of the records \
           and read on the other.",
    panel: Place::Attacker,
    draw,
    draw_audit: None,
};

/// Follows an attack's name in the table where it does not know of the defense.
const UNADAPTED: &str = ", not adaptive";

/// Arms with the round that is shown.
type Rows<'a> = Vec<(&'a ArmReport, &'a RoundReport)>;

fn draw(report: &Report, request: &Request) -> Picture {
    let rows: Rows = begun(report).filter_map(|arm| Some((arm, last_round(arm, request.round)?))).collect();
    let columns = columns(&rows);
    let (alt, table) = (alt(report, &rows), table(&rows));
    Picture::new("attacks", request, alt, table, |sheet| {
        if rows.is_empty() || columns.is_empty() {
            return Picture::empty(sheet, sheet.bounds, missing(report));
        }
        let grid = Grid::new(sheet, &rows, &columns);
        columns.iter().enumerate().for_each(|(i, id)| grid.head(sheet, i, attack_name(id)));
        for (y, (arm, round)) in rows.iter().enumerate() {
            grid.name(sheet, y, arm, request.strength(&arm.id));
            for (x, id) in columns.iter().enumerate() {
                let Some(attack) = round.attack(id) else { continue };
                grid.cell(sheet, (x, y), attack, request.strength(&arm.id));
                sheet.tell(Told::of_round(grid.middle(x, y), arm, round, &auc_by(attack)));
            }
            let strongest = round.strongest.iter().flat_map(|strongest| &strongest.attacks);
            let framed = strongest.filter_map(|attack| columns.iter().position(|id| id == attack));
            framed.for_each(|x| sheet.frame(grid.rect(x, y), Ink::Text, 1.5));
        }
    })
}

/// Attacks in the order in which rounds name them.
fn columns<'a>(rows: &Rows<'a>) -> Vec<&'a str> {
    let mut columns: Vec<&str> = Vec::new();
    for attack in rows.iter().flat_map(|(_, round)| &round.attacks) {
        if !columns.contains(&attack.attack.as_str()) {
            columns.push(&attack.attack);
        }
    }
    columns
}

/// Where cells lie.
struct Grid {
    area: Rect,
    cell: (f64, f64),
}

impl Grid {
    fn new(sheet: &Sheet, rows: &Rows, columns: &[&str]) -> Self {
        let names = rows.iter().map(|(arm, _)| sheet.width_of(&arm_name(&arm.id))).fold(0.0, f64::max) + 30.0;
        let head = sheet.font * 2.0;
        let page = sheet.bounds;
        let width = (page.right - names - 8.0) / columns.len() as f64;
        let height = ((page.bottom - head - 6.0) / rows.len() as f64).min(56.0);
        let area = Rect::new(names, head, names + width * columns.len() as f64, head + height * rows.len() as f64);
        Self { area, cell: (width, height) }
    }

    fn rect(&self, x: usize, y: usize) -> Rect {
        let left = self.area.left + self.cell.0 * x as f64;
        let top = self.area.top + self.cell.1 * y as f64;
        Rect::new(left + 1.0, top + 1.0, left + self.cell.0 - 1.0, top + self.cell.1 - 1.0)
    }

    fn middle(&self, x: usize, y: usize) -> (f64, f64) {
        let rect = self.rect(x, y);
        ((rect.left + rect.right) / 2.0, (rect.top + rect.bottom) / 2.0)
    }

    /// Smaller letters where a sweep makes many rows.
    fn font(&self, sheet: &Sheet) -> f64 {
        sheet.font.min(self.cell.1 * 0.85)
    }

    fn head(&self, sheet: &Sheet, x: usize, name: &str) {
        let size = sheet.font.min(self.cell.0 / super::text_width(name, 1.0));
        sheet.text(name, (self.middle(x, 0).0, self.area.top - sheet.font), Anchor::Middle, Ink::Muted, size);
    }

    fn name(&self, sheet: &Sheet, y: usize, arm: &ArmReport, alpha: f64) {
        let slot = arm_slot(&arm.id);
        let at = (self.area.left - 22.0, self.middle(0, y).1);
        sheet.text_with(&arm_name(&arm.id), at, Anchor::End, Ink::Label(slot), self.font(sheet), alpha);
        sheet.mark(slot, (self.area.left - 11.0, at.1), 4.2f64.min(self.cell.1 * 0.4), alpha);
    }

    fn cell(&self, sheet: &Sheet, (x, y): (usize, usize), attack: &AttackReport, alpha: f64) {
        let certainty = ((attack.auc - 0.5) * 2.0).clamp(0.0, 1.0);
        let rect = self.rect(x, y);
        if certainty > 0.0 {
            sheet.rect(rect, Ink::Heat, 0.85 * certainty * alpha);
        }
        let digits = if self.cell.0 < 34.0 { format!("{:.2}", attack.auc) } else { decimal(attack.auc) };
        let size = self.font(sheet).min(self.cell.0 / super::text_width(&digits, 1.15));
        sheet.text_with(&digits, self.middle(x, y), Anchor::Middle, Ink::Text, size, alpha);
    }
}

fn alt(report: &Report, rows: &Rows) -> String {
    let head = "AUC of every attack on every method; 0.5 is guessing.";
    let said = |(arm, round): &(&ArmReport, &RoundReport)| {
        let adaptive = round.attacks.iter().filter(|attack| attack.adaptive);
        let values: Vec<String> = adaptive.map(|a| format!("{} {}", attack_name(&a.attack), decimal(a.auc))).collect();
        format!("{}: {}", arm_name(&arm.id), list(&values))
    };
    let rows: Vec<String> = rows.iter().map(said).collect();
    format!("{head} {}{}", body(report, &rows), failures(report))
}

fn table(rows: &Rows) -> Table {
    let mut table = Table::new(&[
        "Method",
        "Attack",
        "AUC",
        "95 % interval",
        "Balanced accuracy",
        "95 % interval",
        "TPR at the shadows' threshold",
        "FPR there",
        "TPR at 10 % FPR",
        "TPR at 1 % FPR",
        "TPR at 0.1 % FPR",
    ]);
    for (arm, round) in rows {
        for attack in &round.attacks {
            let at = |fpr| sensitivity_at(attack, fpr);
            table.push([
                arm_name(&arm.id).into(),
                format!("{}{}", attack_name(&attack.attack), if attack.adaptive { "" } else { UNADAPTED }),
                decimal(attack.auc),
                interval(attack.auc_interval, decimal),
                percent(attack.balanced_accuracy.unwrap_or(f64::NAN)),
                attack.balanced_accuracy_interval.map_or_else(|| "–".into(), |ends| interval(ends, percent)),
                share(attack.called.map(|called| called.members)),
                share(attack.called.and_then(|called| called.non_members)),
                at(0.1),
                at(0.01),
                at(0.001),
            ]);
        }
    }
    table
}
