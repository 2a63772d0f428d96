//! A setting that a method tries on its own network before it chooses one ([`crate::finetune::auto`]).

use super::{Method, Setting, Settings};

/// A method with some of its settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// As which it is trained.
    pub method: Method,
    /// What it sets.
    pub values: Vec<(&'static Setting, f64)>,
    /// Its name, as `RSW L→H, width 0.25, coverage 0.6`.
    pub name: String,
}

impl Candidate {
    /// Without a defense: what the others are measured by.
    pub fn base() -> Self {
        Self { method: Method::Base, values: Vec::new(), name: Method::Base.info().name.into() }
    }

    /// Puts its values into `settings`.
    pub fn apply(&self, settings: &mut Settings) {
        self.values.iter().for_each(|&(setting, value)| settings.set(setting, value));
    }
}
