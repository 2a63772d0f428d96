//! A row of METHODS.md: where a method, an attack or a pruning method comes from, where we differ, and what checks it.

/// Cells of the table, as Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provenance {
    /// Its name there; rows of the registries that share an entry have the same one.
    pub entry: &'static str,
    /// Paper and section, or the authors' file.
    pub source: &'static str,
    /// Where we differ, and why.
    pub differs: &'static str,
    /// Tests; bold are those with numbers made by other programs.
    pub checked: &'static str,
}

/// An entry. A browser never shows it, so its words are not compiled into what a visitor loads.
pub const fn provenance(
    entry: &'static str,
    source: &'static str,
    differs: &'static str,
    checked: &'static str,
) -> Option<Provenance> {
    let in_a_browser = cfg!(all(target_arch = "wasm32", target_os = "unknown"));
    if in_a_browser { None } else { Some(Provenance { entry, source, differs, checked }) }
}
