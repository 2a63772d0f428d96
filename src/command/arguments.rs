//! What stands on the command line.

use super::{audit, configuration};
use crate::{
    Error, Result,
    config::{Config, Source, fields, presets},
    experiment::own,
};
use lexopt::prelude::*;
use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

/// What to do.
#[derive(Debug)]
pub enum Command {
    /// Say how the command is used.
    Help,
    /// Say which version this is.
    Version,
    /// List the presets.
    Presets,
    /// Run an experiment.
    Run(Box<Options>),
    /// Audit a model by its answers.
    Audit(audit::Options),
}

/// A run as asked for.
#[derive(Debug)]
pub struct Options {
    /// Preset or file, with everything that was set; every value in its range.
    pub config: Config,
    /// The file that the configuration was read from.
    pub config_file: Option<PathBuf>,
    /// The user's own records.
    pub data: Option<PathBuf>,
    /// Folder of the packed data.
    pub packed: Option<PathBuf>,
    /// Engines at the same time.
    pub workers: usize,
    /// Runs, each with the next seed, at least 1.
    pub repeats: u32,
    /// Where the report goes.
    pub out: Option<PathBuf>,
}

/// Reads the command line.
///
/// # Errors
/// An unknown word, or a value that its option does not take.
pub fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Command> {
    let mut parser = lexopt::Parser::from_args(arguments);
    match parser.next().map_err(usage)? {
        None | Some(Short('h') | Long("help")) => return Ok(Command::Help),
        Some(Short('V') | Long("version")) => return Ok(Command::Version),
        Some(Long("presets")) => return Ok(Command::Presets),
        Some(Value(word)) if word == "run" => {}
        Some(Value(word)) if word == "audit" => return parse_audit(parser),
        Some(other) => return Err(usage(other.unexpected())),
    }
    let mut options = Words::default();
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            Long("presets") => return Ok(Command::Presets),
            Long("set") => options.set.push(text(&mut parser)?),
            Long("device") => options.set.push(format!("device={}", text(&mut parser)?)),
            Long("data") => once("--data", &mut options.data, path(&mut parser)?)?,
            Long("label") => options.set.push(format!("data.label={}", text(&mut parser)?)),
            Long("leave-out") => options.set.push(format!("data.leave_out={}", text(&mut parser)?)),
            Long("no-header") => options.set.push("data.header=no".into()),
            Long("packed") => once("--packed", &mut options.packed, path(&mut parser)?)?,
            Long("repeats") => once("--repeats", &mut options.repeats, text(&mut parser)?)?,
            Long("workers") => once("--workers", &mut options.workers, text(&mut parser)?)?,
            Long("out") => once("--out", &mut options.out, path(&mut parser)?)?,
            Value(word) if options.config.is_none() => options.config = Some(word),
            Short(_) | Long(_) | Value(_) => return Err(usage(argument.unexpected())),
        }
    }
    Ok(Command::Run(Box::new(options.resolve()?)))
}

fn parse_audit(mut parser: lexopt::Parser) -> Result<Command> {
    let mut options = audit::Options::default();
    let mut target = None;
    while let Some(argument) = parser.next().map_err(usage)? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            Long("target") if target.is_none() => target = Some(path(&mut parser)?),
            Long("target") => {
                if options.against.replace(path(&mut parser)?).is_some() {
                    return Err(Error::config("--target", "must be given once or twice", "given more often"));
                }
            }
            Long("shadow") => options.shadows.push(path(&mut parser)?),
            Long("reference") => options.references.push(path(&mut parser)?),
            Long("scores") => once("--scores", &mut options.scores, path(&mut parser)?)?,
            Long("population") => once("--population", &mut options.population, path(&mut parser)?)?,
            Long("out") => once("--out", &mut options.out, path(&mut parser)?)?,
            Short(_) | Long(_) | Value(_) => return Err(usage(argument.unexpected())),
        }
    }
    options.target = target.ok_or_else(|| Error::config("--target", "must name a file", "not given"))?;
    Ok(Command::Audit(options))
}

/// An option that can be given once: of two values one would be dropped without a word.
fn once<T>(option: &str, place: &mut Option<T>, value: T) -> Result<()> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Error::config(option, "must be given once", "given twice")),
    }
}

/// Options before they are understood.
#[derive(Debug, Default)]
struct Words {
    config: Option<OsString>,
    set: Vec<String>,
    data: Option<PathBuf>,
    packed: Option<PathBuf>,
    workers: Option<String>,
    repeats: Option<String>,
    out: Option<PathBuf>,
}

impl Words {
    fn resolve(self) -> Result<Options> {
        let (mut config, config_file) = load(self.config.as_deref().unwrap_or(OsStr::new("quick")))?;
        if self.data.is_some() {
            // Told with the file. What is set below counts.
            own::choose(&mut config);
        }
        for pair in &self.set {
            let (key, value) = pair.split_once('=').ok_or_else(|| Error::config("--set", "must be KEY=VALUE", pair))?;
            fields::set(&mut config, key, value)?;
        }
        fields::check_ranges(&config)?;
        check_source(&config, self.data.is_some())?;
        let (workers, repeats) = (workers(self.workers)?, repeats(self.repeats, config.seed)?);
        Ok(Options { config, config_file, data: self.data, packed: self.packed, workers, repeats, out: self.out })
    }
}

/// Own records and no others come with a file.
fn check_source(config: &Config, has_file: bool) -> Result<()> {
    match (config.data.source == Source::Own, has_file) {
        (true, false) => Err(Error::config("data.source", "must not be own without --data FILE", "own")),
        (false, true) => {
            let source = serde_json::to_value(config.data.source).unwrap_or_default();
            Err(Error::config("data.source", "must be own with --data FILE", source.as_str().unwrap_or_default()))
        }
        _ => Ok(()),
    }
}

/// A preset by its id, or a file by its name.
fn load(name: &OsStr) -> Result<(Config, Option<PathBuf>)> {
    match name.to_str().filter(|name| !name.ends_with(".json")) {
        Some(id) => Ok((presets::preset(id)?, None)),
        None => Ok((configuration::read(Path::new(name))?, Some(name.into()))),
    }
}

fn workers(given: Option<String>) -> Result<usize> {
    match given {
        None => Ok(std::thread::available_parallelism().map_or(1, usize::from)),
        Some(text) => match text.parse() {
            Ok(count) if (1..=256).contains(&count) => Ok(count),
            _ => Err(Error::config("--workers", "must be in 1..=256", text)),
        },
    }
}

/// Most runs of one command.
const MOST_REPEATS: u32 = 50;

/// The last repeat needs a seed as well.
fn repeats(given: Option<String>, first_seed: u32) -> Result<u32> {
    let Some(text) = given else { return Ok(1) };
    match text.parse() {
        Ok(count) if (1..=MOST_REPEATS).contains(&count) => match first_seed.checked_add(count - 1) {
            Some(_) => Ok(count),
            None => Err(Error::config("seed", format!("must leave room for {count} repeats"), first_seed)),
        },
        _ => Err(Error::config("--repeats", format!("must be in 1..={MOST_REPEATS}"), text)),
    }
}

fn text(parser: &mut lexopt::Parser) -> Result<String> {
    parser.value().and_then(lexopt::ValueExt::string).map_err(usage)
}

/// A file's name may be no text.
fn path(parser: &mut lexopt::Parser) -> Result<PathBuf> {
    parser.value().map(PathBuf::from).map_err(usage)
}

fn usage(error: lexopt::Error) -> Error {
    Error::config("command line", "must be as --help says", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn set_changes_the_preset() {
        let Ok(Command::Run(options)) = parsed("run quick --set prune.sparsity=0.7 --workers 3") else {
            panic!("a run was asked for")
        };
        assert_eq!(options.config.prune.sparsity.to_bits(), 0.7f64.to_bits());
        assert_eq!(options.workers, 3);
    }

    #[test]
    fn an_audit_takes_several_networks_and_needs_a_target() {
        let line = "audit --shadow s1 --target t --shadow s2 --reference r --population p --out o";
        let Ok(Command::Audit(options)) = parsed(line) else { panic!("an audit was asked for") };
        assert_eq!((options.target, options.shadows), ("t".into(), vec!["s1".into(), "s2".into()]));
        assert_eq!(
            (options.references, options.population, options.out),
            (vec!["r".into()], Some("p".into()), Some("o".into()))
        );
        let Ok(Command::Audit(two)) = parsed("audit --target a --target b") else { panic!("an audit was asked for") };
        assert_eq!((two.target, two.against), (PathBuf::from("a"), Some(PathBuf::from("b"))));
        assert!(parsed("audit --shadow s").unwrap_err().to_string().contains("--target must name a file"));
        assert!(parsed("audit --target t more").unwrap_err().to_string().contains("more"));
    }

    #[test]
    fn repeats_are_counted_and_need_as_many_seeds() {
        let repeats = |line: &str| match parsed(line) {
            Ok(Command::Run(options)) => Ok(options.repeats),
            Ok(_) => panic!("a run was asked for"),
            Err(error) => Err(error.to_string()),
        };
        assert_eq!((repeats("run quick"), repeats("run quick --repeats 50")), (Ok(1), Ok(50)));
        for bad in ["0", "51", "-1", "two"] {
            let text = repeats(&format!("run quick --repeats {bad}")).unwrap_err();
            assert_eq!(text, format!("--repeats must be in 1..=50, but is {bad}"));
        }
        assert_eq!(repeats("run quick --set seed=4294967295 --repeats 1"), Ok(1));
        let text = repeats("run quick --set seed=4294967295 --repeats 2").unwrap_err();
        assert_eq!(text, "seed must leave room for 2 repeats, but is 4294967295");
    }

    #[test]
    fn bad_words_are_named() {
        let text = |line| parsed(line).unwrap_err().to_string();
        assert!(text("run quikc").contains("quikc"), "{}", text("run quikc"));
        assert!(text("run --set prune.sparsity").contains("prune.sparsity"));
        assert!(text("run --workers 0").contains("must be in 1..=256, but is 0"));
        assert!(text("run --set data.source=own").contains("--data FILE"));
        assert!(text("run --set prune.sparsity=2").contains("prune.sparsity must be in 0..=0.99, but is 2"));
        assert!(text("fly").contains("fly"));
    }

    #[test]
    fn nothing_that_was_given_is_dropped_without_a_word() {
        let text = |line| parsed(line).unwrap_err().to_string();
        assert_eq!(
            text("run --data f --set data.source=mini-bits"),
            "data.source must be own with --data FILE, but is mini-bits"
        );
        for line in ["run --data f --data g", "run --out f --out f", "run --workers 1 --workers 2"] {
            assert!(text(line).contains("must be given once, but is given twice"), "{line}");
        }
        let thrice = "--target must be given once or twice, but is given more often";
        assert_eq!(text("audit --target a --target b --target c"), thrice);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_may_have_a_name_that_is_no_text() {
        use std::os::unix::ffi::OsStringExt;
        let name = OsString::from_vec(b"\xff.csv".to_vec());
        let words = ["audit".into(), "--target".into(), name.clone()];
        let Ok(Command::Audit(options)) = parse(words.into_iter()) else { panic!("an audit was asked for") };
        assert_eq!(options.target, PathBuf::from(name));
    }
}
