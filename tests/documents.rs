//! The tables of METHODS.md are those of the rows of attacks, pruning methods and methods: `UPDATE_GOLDEN=1` writes them anew.

mod stored;

use stored::stored;
use wemem_lab::{
    attack::ATTACKS,
    method::{METHODS, Row},
    provenance::Provenance,
    prune::PRUNE_METHODS,
};

/// One line an entry; rows that share one stand in one line.
fn table(head: &str, entries: impl Iterator<Item = Option<Provenance>>) -> String {
    let mut lines = vec![format!("| {head} | source | where we differ | checked by |"), "|---|---|---|---|".into()];
    for Provenance { entry, source, differs, checked } in entries.flatten() {
        let line = format!("| {entry} | {source} | {differs} | {checked} |");
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// The text with what stands between the marks of `name` replaced.
fn with(text: &str, name: &str, made: &str) -> String {
    let (begin, end) = (format!("<!-- {name}: made from the rows -->\n"), format!("\n<!-- end of {name} -->"));
    let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("METHODS.md has no {begin}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("METHODS.md has no {end}"));
    format!("{before}{begin}{made}{end}{after}")
}

#[test]
fn the_tables_of_methods_are_those_of_the_rows() {
    let rows = || METHODS.iter().map(|method| method.info());
    let attacks = table("attack", ATTACKS.iter().map(|row| row.provenance));
    let pruning = table("what", PRUNE_METHODS.iter().map(|method| method.info().provenance));
    let defenses = table("defense", rows().map(|row| row.provenance));
    let control = |row: &Row| format!("- **{}**: {}", row.name, row.help);
    let controls = rows().filter(|row| row.control).map(control).collect::<Vec<_>>().join("\n");
    let mut text = include_str!("../METHODS.md").to_string();
    for (name, made) in [("attacks", attacks), ("pruning", pruning), ("defenses", defenses), ("controls", controls)] {
        text = with(&text, name, &made);
    }
    stored("METHODS.md", &text);
}

#[test]
fn whatever_makes_a_claim_says_where_it_comes_from() {
    for row in METHODS.iter().map(|method| method.info()) {
        assert_eq!(row.provenance.is_none(), row.control, "{}", row.id);
    }
    assert!(ATTACKS.iter().all(|row| row.provenance.is_some()));
    assert!(PRUNE_METHODS.iter().all(|method| method.info().provenance.is_some()));
}
