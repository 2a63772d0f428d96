//! What a page shows of an own file before anything runs: its first rows, every decision, and the settings that fit it.

use super::{choose, fit, wrong_labels};
use crate::{
    Error, Result,
    config::{Config, DataConfig, Source},
    data::{
        self,
        own::{self, Preview},
    },
    experiment::{Plan, run::summary},
    report::DataSummary,
};
use serde::Serialize;

/// A look at the user's own file before anything runs.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Inspection {
    /// The settings, fitted to the file as far as they could be.
    pub config: Config,
    /// The first rows; none of a file that is no table.
    pub preview: Option<Preview>,
    /// What was decided, in sentences.
    pub decisions: Vec<String>,
    /// What was changed in the settings.
    pub notices: Vec<String>,
    /// What a run would be; none where the file is refused.
    pub summary: Option<DataSummary>,
    /// The refusal.
    pub fault: Option<Fault>,
}

/// Why a file, or a setting with it, is refused.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Fault {
    /// `config` or `data`.
    pub code: &'static str,
    /// The setting, or the place in the file.
    pub field: String,
    /// In words.
    pub message: String,
}

/// Looks at the file `name`. A `fresh` one was just chosen: settings that were made for other records, or name columns that
/// it does not have, do not hold for it.
pub fn inspect(mut config: Config, name: &str, file: &[u8], fresh: bool) -> Inspection {
    let mut notices = Vec::new();
    if fresh {
        config.data.source = Source::MiniBits; // any other source than the user's own
        notices.extend(choose(&mut config));
        forget_foreign_columns(&mut config.data, name, file);
    }
    let preview = own::preview(name, file, &config.data);
    let mut found = Inspection { config, preview: None, decisions: Vec::new(), notices, summary: None, fault: None };
    let looked = preview.and_then(|preview| {
        found.preview = Some(preview);
        found.look(file)
    });
    found.fault = looked.err().map(|error| {
        let error = data::named(error, name);
        Fault { code: error.code(), field: error.field().unwrap_or_default().into(), message: error.to_string() }
    });
    found
}

impl Inspection {
    fn look(&mut self, file: &[u8]) -> Result<()> {
        self.notices.extend(fit(&mut self.config, file)?);
        let plan = Plan::new(self.config.clone(), &[file.to_vec()])?;
        self.decisions = plan.data.reading.iter().flat_map(|reading| reading.decisions()).collect();
        self.decisions.push(wrong_labels(&self.config));
        self.summary = Some(summary(&plan));
        Ok(())
    }
}

fn forget_foreign_columns(config: &mut DataConfig, name: &str, file: &[u8]) {
    let is_foreign = |error: &Error| matches!(error.field(), Some("data.label" | "data.leave_out"));
    if own::read(name, file, config).is_err_and(|error| is_foreign(&error)) {
        (config.label, config.leave_out) = (String::new(), String::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::presets::preset;

    fn look(text: &str, change: impl FnOnce(&mut Config), fresh: bool) -> Inspection {
        let mut config = preset("quick-bits").unwrap();
        change(&mut config);
        inspect(config, "mine.csv", text.as_bytes(), fresh)
    }

    fn rows(header: &str) -> String {
        (0..300).fold(format!("{header}\n"), |text, i| format!("{text}{},{i},{}\n", i % 3, (i / 3) % 2))
    }

    #[test]
    fn a_fresh_file_is_shown_with_the_settings_that_fit_it() {
        let found = look(&rows("class,a,b"), |config| config.data.label = "elsewhere".into(), true);
        assert!(found.fault.is_none(), "{:?}", found.fault);
        assert_eq!((found.config.data.members, found.config.data.label_noise, &*found.config.data.label), (0, 0.0, ""));
        let preview = found.preview.unwrap();
        assert_eq!(
            (preview.header, preview.columns, &preview.names[..]),
            (true, 3, &["class", "a", "b"].map(String::from)[..])
        );
        assert_eq!((preview.rows.len(), &preview.rows[1][..]), (6, &["1", "1", "0"].map(String::from)[..]));
        let summary = found.summary.unwrap();
        assert_eq!((summary.features, summary.classes, summary.members), (2, 3, 67));
        assert!(found.decisions.len() >= 4 && found.notices.len() == 2, "{:?} {:?}", found.decisions, found.notices);
    }

    #[test]
    fn a_file_that_is_refused_still_shows_its_rows_and_a_value_corrected_is_enough() {
        let text = rows("kind,a,sort");
        let asked = look(&text, |_| (), true);
        let fault = asked.fault.unwrap();
        assert!(fault.message.starts_with("mine.csv: one column must be the label"), "{}", fault.message);
        assert_eq!(asked.preview.unwrap().names, ["kind", "a", "sort"]);
        let named = inspect(
            Config { data: DataConfig { label: "kind".into(), ..asked.config.data.clone() }, ..asked.config },
            "mine.csv",
            text.as_bytes(),
            false,
        );
        assert!(named.fault.is_none() && named.summary.unwrap().classes == 3);
        let picture = look("\u{89}PNG", |_| (), true);
        assert!(picture.preview.is_none() && picture.fault.is_some());
    }
}
