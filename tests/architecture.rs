//! The modules use of each other what ARCHITECTURE.md says, no more: the table there is read, and so are the sources.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

type Uses = BTreeMap<String, BTreeSet<String>>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Rows of the table "module | what it is | may use".
fn allowed() -> Uses {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(String::from).collect::<Vec<_>>();
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        let [module, _, uses] = cells[..] else { return None };
        Some((names(module).first()?.clone(), names(uses).into_iter().collect()))
    };
    text.lines().filter(|line| line.starts_with("| `")).filter_map(row).collect()
}

/// What each module uses outside of its tests and comments.
fn found() -> Uses {
    let mut uses = Uses::new();
    let src = root().join("src");
    for path in files(&src) {
        let inside = path.strip_prefix(&src).unwrap().to_path_buf();
        let module = inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_string();
        let used = uses.entry(module.clone()).or_default();
        used.extend(modules_of(&code(&fs::read_to_string(&path).unwrap())).into_iter().filter(|name| *name != module));
    }
    for root in ["error", "lib", "main"] {
        uses.remove(root);
    }
    uses
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<PathBuf> = entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .filter(|path| !["tests.rs", "testing.rs"].iter().any(|name| path.ends_with(name)))
        .collect();
    all.sort();
    all
}

/// Without comments, and without the tests, which stand last.
fn code(text: &str) -> String {
    let without_tests = text.split("#[cfg(test)]\nmod ").next().unwrap().split("#[cfg(all(test").next().unwrap();
    without_tests.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The first name behind every `crate::`, of a list each.
fn modules_of(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let Some(list) = rest.strip_prefix('{') else {
            found.insert(name(rest));
            continue;
        };
        let mut depth = 0;
        let mut at_name = true;
        for (i, letter) in list.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => at_name = true,
                _ if at_name && !letter.is_whitespace() => {
                    found.insert(name(&list[i..]));
                    at_name = false;
                }
                _ => {}
            }
        }
    }
    // Types of the crate's root, and what is re-exported there.
    found.retain(|name| name.starts_with(|letter: char| letter.is_lowercase()) && name != "error" && name != "self");
    found
}

fn name(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

#[test]
fn every_module_uses_what_the_table_says() {
    let (allowed, found) = (allowed(), found());
    for (module, used) in &found {
        let may = allowed.get(module).unwrap_or_else(|| panic!("ARCHITECTURE.md has no row for {module}"));
        let more: Vec<&String> = used.difference(may).collect();
        assert!(more.is_empty(), "{module} uses {more:?}, which its row does not allow");
        let less: Vec<&String> = may.difference(used).collect();
        assert!(less.is_empty(), "the row of {module} allows {less:?}, which it does not use");
    }
    let rows: Vec<&String> = allowed.keys().filter(|module| !found.contains_key(*module)).collect();
    assert!(rows.is_empty(), "rows of modules that are not there: {rows:?}");
}

#[test]
fn no_module_is_used_by_what_it_uses() {
    let found = found();
    fn reaches<'a>(uses: &'a Uses, from: &'a str, seen: &mut BTreeSet<&'a str>) {
        for next in uses.get(from).into_iter().flatten() {
            if seen.insert(next) {
                reaches(uses, next, seen);
            }
        }
    }
    for module in found.keys() {
        let mut seen = BTreeSet::new();
        reaches(&found, module, &mut seen);
        assert!(!seen.contains(module.as_str()), "{module} uses itself by way of {seen:?}");
    }
}
