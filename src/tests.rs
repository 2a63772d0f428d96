//! Holds `www/types.d.ts`, the TypeScript types of what the page reads, to the Rust types that it is made from.

#[path = "../tests/stored/mod.rs"]
mod stored;

use crate::{audit, experiment, plot, report, self_check, sentences};
use std::collections::BTreeMap;
use ts_rs::{Config, TS, TypeVisitor};

const HEAD: &str =
    "// Made from the Rust types by a test (`src/tests.rs`): never edited, renewed with UPDATE_GOLDEN=1.";

/// Declarations by name: of a type, and of all that it is made of.
struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let is_ours = T::output_path().is_some();
        if is_ours && !self.by_name.contains_key(&T::ident(&self.config)) {
            let docs = T::docs().unwrap_or_default();
            let declared = format!("{docs}export {}", T::decl(&self.config));
            self.by_name.insert(T::ident(&self.config), declared);
            T::visit_dependencies(self);
        }
        if !is_ours {
            T::visit_generics(self);
            T::visit_dependencies(self);
        }
    }
}

#[test]
fn the_types_of_the_page_are_those_of_rust() {
    let config = Config::new().with_large_int("number");
    let mut all = Declarations { config, by_name: BTreeMap::new() };
    all.visit::<report::Report>();
    all.visit::<audit::report::AuditReport>();
    all.visit::<experiment::own::Inspection>();
    all.visit::<plot::Picture>();
    all.visit::<plot::FigureInfo>();
    all.visit::<crate::attack::AttackInfo>();
    all.visit::<crate::method::Row>();
    all.visit::<crate::field::Field>();
    all.visit::<self_check::Agreement>();
    all.visit::<sentences::Said>();
    let text: Vec<&str> = std::iter::once(HEAD).chain(all.by_name.values().map(String::as_str)).collect();
    stored::stored("www/types.d.ts", &format!("{}\n", never_null(&text.join("\n\n"))));
}

/// What may be absent is never `null`: serde leaves it out, ts-rs allows for both.
fn never_null(text: &str) -> String {
    let line = |line: &str| if line.contains("?: ") { line.replace(" | null,", ",") } else { line.into() };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
