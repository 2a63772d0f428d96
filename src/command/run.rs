//! Drives a run natively: one thread an engine, the run itself on the main thread.

use super::{arguments::Options, output::Output, say};
use crate::{
    Error, Result,
    config::{Config, Device, Source},
    data,
    experiment::{Plan, Run, Stacking, event::Event, footprint, own, run::Assignment},
    message::{Job, Message},
    nn::{DeviceKind, Engine},
    report::{Ended, Report, repeats::Repeats},
    sentences::sentences,
};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::mpsc::{Receiver, Sender, channel},
    time::{Duration, Instant},
};

/// Files of the source, as [`Plan::new`] takes them.
type Files = Vec<Vec<u8>>;

/// What a worker tells the main thread: which worker, and what.
enum Told {
    Message(u32, Message),
    Failed(Error),
    Idle(usize),
}

/// How often at most the report so far is kept.
const KEPT_EVERY: Duration = Duration::from_secs(5);

/// Runs the experiment to its end, once a seed, and writes the report. What is finished is kept on the way.
///
/// # Errors
/// Bad input, a file that cannot be read or written, or a device that cannot be opened.
pub fn run(mut options: Options) -> Result<ExitCode> {
    let files = read_files(&options)?;
    if options.config.data.source == Source::Own {
        let read = tell_own(&mut options.config, &files[0]);
        read.map_err(|error| name_file(error, options.data.as_deref()))?;
    }
    let output = Output::open(options.out.as_deref(), &inputs(&options))?;
    check_later_seeds(&options, &files)?;
    let mut reports: Vec<Report> = Vec::new();
    for k in 0..options.repeats {
        let (report, ended) = repeat(&options, &files, k, &mut |report| {
            if k == 0 {
                output.keep(report);
            }
        });
        if let Err(error) = ended {
            // What was finished is written even so; a single run has only its own beginning to show.
            let unfinished = if reports.is_empty() { report.map(|report| vec![report]) } else { Some(reports) };
            return match unfinished {
                None => Err(error),
                Some(reports) => output.write(&together(&reports, Ended::Stopped)?).and(Err(error)),
            };
        }
        reports.extend(report);
        if k + 1 < options.repeats {
            output.keep(&together(&reports, Ended::Running)?);
        }
    }
    let is_complete = reports.iter().flat_map(|report| &report.arms).all(|arm| arm.failure.is_none());
    let report = together(&reports, reports[0].ended)?;
    output.write(&report)?;
    sentences(&report).iter().for_each(|sentence| say(&sentence.text));
    Ok(if is_complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The report of the first seed, with what all say together.
fn together(reports: &[Report], ended: Ended) -> Result<Report> {
    let repeats = (reports.len() > 1).then(|| Repeats::of(reports)).transpose()?;
    Ok(Report { repeats, ended, ..reports[0].clone() })
}

/// A later seed whose records cannot be dealt out is told before the first one is run.
fn check_later_seeds(options: &Options, files: &Files) -> Result<()> {
    (1..options.repeats).try_for_each(|k| plan(options, files, k).map(drop))
}

/// Of the `k`-th run, 0-based, with the `k`-th seed from the first on.
fn plan(options: &Options, files: &Files, k: u32) -> Result<Plan> {
    let config = Config { seed: options.config.seed + k, ..options.config.clone() };
    Plan::new(config, files).map_err(|error| name_file(error, options.data.as_deref()))
}

/// What the `k`-th run found, if it began at all, and how it ended; `keep` is shown the report so far now and then.
fn repeat(options: &Options, files: &Files, k: u32, keep: &mut dyn FnMut(&Report)) -> (Option<Report>, Result<()>) {
    let started = Instant::now();
    let plan = match plan(options, files, k) {
        Ok(plan) => plan,
        Err(error) => return (None, Err(error)),
    };
    let config = plan.config.clone();
    let label = if options.repeats > 1 {
        format!("repeat {} of {}, seed {}, ", k + 1, options.repeats, config.seed)
    } else {
        String::new()
    };
    let kind = device(config.device);
    let workers = if kind == DeviceKind::Cpu { options.workers } else { 1 };
    let stacking = if kind == DeviceKind::Cpu { Stacking::Workers(workers) } else { Stacking::Together };
    let mut run = Run::new(plan, stacking, kind.name());
    run.set_begun(&jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    let free = free_memory().map(|bytes| bytes / workers as f64);
    let warning = free.and_then(|free| footprint::warning(run.plan(), stacking, free, "this machine has for each now"));
    warning.iter().for_each(|said| say(&format!("note: {said}")));
    let ended = drive(&mut run, &label, &config, files, kind, workers, keep);
    run.stop();
    run.set_seconds(started.elapsed().as_secs_f64());
    (Some(run.report().clone()), ended)
}

/// Bytes that programs can have now, where the system tells (Linux).
fn free_memory() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    Some(1024.0 * line.trim().trim_end_matches(" kB").parse::<f64>().ok()?)
}

/// Without a browser there is no adapter to compare with: `auto` is the CPU.
fn device(choice: Device) -> DeviceKind {
    match choice {
        Device::Auto | Device::Cpu => DeviceKind::Cpu,
        Device::Webgpu => DeviceKind::Webgpu,
    }
}

fn read_files(options: &Options) -> Result<Files> {
    let read = |path: PathBuf| {
        std::fs::read(&path)
            .map_err(|error| Error::data(path.display().to_string(), "a readable file is needed", error))
    };
    if options.config.data.source == Source::Own {
        return options.data.iter().cloned().map(read).collect();
    }
    let packed = options.packed.clone().unwrap_or_else(packed_folder);
    options.config.data.source.files().iter().map(|name| read(packed.join(name))).collect()
}

/// Fits the configuration to an own file, and says how that was read and what is doubtful about it.
fn tell_own(config: &mut Config, file: &[u8]) -> Result<()> {
    let notices = own::fit(config, file)?;
    let plan = Plan::new(config.clone(), &[file.to_vec()])?;
    let reading = plan.data.reading.as_deref();
    reading.iter().flat_map(|reading| reading.decisions()).for_each(|said| say(&format!("data: {said}")));
    say(&format!("data: {}", own::wrong_labels(config)));
    notices.iter().chain(&own::remarks(&plan)).for_each(|said| say(&format!("note: {said}")));
    Ok(())
}

/// Files that the report must not replace.
fn inputs(options: &Options) -> Vec<&Path> {
    options.data.iter().chain(&options.config_file).map(PathBuf::as_path).collect()
}

/// The core knows own records by their bytes only; the user knows the file by its name.
fn name_file(error: Error, file: Option<&Path>) -> Error {
    match file {
        Some(file) => data::named(error, &file.display().to_string()),
        None => error,
    }
}

/// Where `./build.sh` puts packed data: beside the folder of this program.
fn packed_folder() -> PathBuf {
    let beside = |program: PathBuf| Some(program.parent()?.parent()?.join("site-parts"));
    std::env::current_exe().ok().and_then(beside).unwrap_or_default()
}

/// `label` begins every line of progress.
fn drive(
    run: &mut Run,
    label: &str,
    config: &Config,
    files: &Files,
    kind: DeviceKind,
    workers: usize,
    keep: &mut dyn FnMut(&Report),
) -> Result<()> {
    std::thread::scope(|scope| {
        let (tell, told) = channel();
        let mut senders: Vec<Sender<Assignment>> = Vec::new();
        for worker in 0..workers {
            let (sender, assignments) = channel();
            let tell = tell.clone();
            senders.push(sender);
            scope.spawn(move || work(worker, config.clone(), files, kind, &assignments, &tell));
        }
        drop(tell);
        let ended = lead(run, label, &told, &senders, keep);
        drop(senders);
        ended
    })
}

/// Deals until nothing is left. Idle workers wait for the next stage.
fn lead(
    run: &mut Run,
    label: &str,
    told: &Receiver<Told>,
    workers: &[Sender<Assignment>],
    keep: &mut dyn FnMut(&Report),
) -> Result<()> {
    let mut idle: Vec<usize> = Vec::new();
    let mut shown = Instant::now();
    let mut kept: Option<Instant> = None;
    while !run.is_finished() {
        let Ok(message) = told.recv() else {
            return Err(Error::Message("all workers ended before the run did".into()));
        };
        match message {
            Told::Idle(worker) => idle.push(worker),
            Told::Message(id, message) => {
                let events = run.receive(id, message)?;
                events.iter().for_each(|event| say(&format!("{label}{}", words(event))));
                if !events.is_empty() && kept.is_none_or(|kept| kept.elapsed() >= KEPT_EVERY) {
                    keep(run.report());
                    kept = Some(Instant::now());
                }
            }
            Told::Failed(error) => return Err(error),
        }
        while let Some(worker) = idle.pop() {
            let Some(assignment) = run.next_job() else {
                idle.push(worker);
                break;
            };
            workers[worker].send(assignment).map_err(|_| Error::Message("a worker is gone".into()))?;
        }
        if shown.elapsed().as_secs() >= 1 {
            let progress = run.progress();
            say(&format!("{label}{}: {} of {} {}", progress.what, progress.done, progress.total, progress.unit));
            shown = Instant::now();
        }
    }
    Ok(())
}

fn words(event: &Event) -> String {
    match event {
        Event::Round { arm, round } => format!("{arm}: round {} is done", round + 1),
        Event::Stage { what } => match *what {
            "memory" => "now the mem-scores".into(),
            "trials" => "now the settings of the methods that set themselves".into(),
            "arms" => "now the methods".into(),
            other => other.into(),
        },
        Event::ArmFailed { arm, round, reason } => format!("{arm}: ended in round {}: {reason}", round + 1),
        Event::Again { reason } => format!("an engine failed, its work is done again: {reason}"),
    }
}

/// A worker's life: open the device, then job after job until nobody sends any.
fn work(
    worker: usize,
    config: Config,
    files: &Files,
    kind: DeviceKind,
    assignments: &Receiver<Assignment>,
    tell: &Sender<Told>,
) {
    let engine = match Plan::new(config, files).and_then(|plan| pollster::block_on(Engine::new(plan, kind))) {
        Ok(engine) => engine,
        // Nobody listens any more only when the run has ended with another error.
        Err(error) => return drop(tell.send(Told::Failed(error))),
    };
    let mut ready = tell.send(Told::Idle(worker)).is_ok();
    while ready {
        let Ok(Assignment { id, job }) = assignments.recv() else { return };
        let told = |message| tell.send(Told::Message(id, message));
        let done = execute(&engine, &job, &mut |message| drop(told(message)));
        let last = match done {
            Ok(seconds) => Told::Message(id, Message::Finished { seconds }),
            Err(error) => Told::Failed(error),
        };
        ready = tell.send(last).is_ok() && tell.send(Told::Idle(worker)).is_ok();
    }
}

fn execute(engine: &Engine, job: &Job, tell: &mut dyn FnMut(Message)) -> Result<f64> {
    let started = Instant::now();
    let mut work = engine.begin(job);
    while !work.is_finished() {
        pollster::block_on(work.next())?.into_iter().for_each(&mut *tell);
    }
    Ok(started.elapsed().as_secs_f64())
}
