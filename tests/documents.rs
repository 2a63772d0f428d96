//! METHODS.md names every method, attack and pruning method that there is.

use wemem_lab::{attack::ATTACKS, method::METHODS, prune::PRUNE_METHODS};

#[test]
fn every_row_of_the_registries_is_in_the_document() {
    let plain = |text: &str| text.to_lowercase().replace([',', '\n'], " ").replace("  ", " ");
    let text = plain(include_str!("../METHODS.md"));
    // Both directions of a window stand in one row of the table.
    let methods = METHODS.iter().map(|method| method.info().name.trim_end_matches(" L→H").trim_end_matches(" H→L"));
    let names = methods.chain(ATTACKS.iter().map(|row| row.name));
    let names = names.chain(PRUNE_METHODS.iter().map(|method| method.info().choice.name));
    let missing: Vec<&str> = names.filter(|name| !text.contains(&plain(name))).collect();
    assert!(missing.is_empty(), "METHODS.md has no word of {missing:?}");
}
