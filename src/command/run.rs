//! Drives a run natively: one thread an engine, the run itself on the main thread.

use super::{arguments::Options, write_json};
use crate::{
    Error, Result,
    config::{Config, Device, Source},
    data,
    experiment::{
        Plan, Run, Stacking,
        message::{Job, Message},
        own,
        repeats::Repeats,
        report::Report,
        run::Assignment,
    },
    nn::{DeviceKind, Engine},
};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::mpsc::{Receiver, Sender, channel},
    time::Instant,
};

/// Files of the source, as [`Plan::new`] takes them.
type Files = Vec<Vec<u8>>;

/// What a worker tells the main thread: which worker, and what.
enum Told {
    Message(u32, Message),
    Failed(Error),
    Idle(usize),
}

/// Runs the experiment to its end, once a seed, and writes the report.
///
/// # Errors
/// Bad input, a file that cannot be read or written, or a device that cannot be opened.
pub fn run(mut options: Options) -> Result<ExitCode> {
    let files = read_files(&options)?;
    if options.config.data.source == Source::Own {
        let read = tell_own(&mut options.config, &files[0]);
        read.map_err(|error| name_file(error, options.data.as_deref()))?;
    }
    let repeated = |k| repeat(&options, &files, k);
    let mut reports: Vec<Report> = (0..options.repeats).map(repeated).collect::<Result<_>>()?;
    let is_complete = reports.iter().flat_map(|report| &report.arms).all(|arm| arm.failure.is_none());
    let repeats = (reports.len() > 1).then(|| Repeats::of(&reports)).transpose()?;
    let first = Report { repeats, ..reports.swap_remove(0) };
    write_json(&first, options.out.as_deref())?;
    Ok(if is_complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The `k`-th run, 0-based, with the `k`-th seed from the first on.
fn repeat(options: &Options, files: &Files, k: u32) -> Result<Report> {
    let started = Instant::now();
    let config = Config { seed: options.config.seed + k, ..options.config.clone() };
    let label = if options.repeats > 1 {
        format!("repeat {} of {}, seed {}, ", k + 1, options.repeats, config.seed)
    } else {
        String::new()
    };
    let kind = device(config.device);
    let workers = if kind == DeviceKind::Cpu { options.workers } else { 1 };
    let stacking = if kind == DeviceKind::Cpu { Stacking::Workers(workers) } else { Stacking::Together };
    let plan = Plan::new(config.clone(), files).map_err(|error| name_file(error, options.data.as_deref()))?;
    let mut run = Run::new(plan, stacking, kind.name());
    drive(&mut run, &label, &config, files, kind, workers)?;
    run.set_seconds(started.elapsed().as_secs_f64());
    Ok(run.report().clone())
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
    data::files(options.config.data.source).iter().map(|name| read(packed.join(name))).collect()
}

/// Fits the configuration to an own file, and says how that was read and what is doubtful about it.
fn tell_own(config: &mut Config, file: &[u8]) -> Result<()> {
    let notices = own::fit(config, file)?;
    let plan = Plan::new(config.clone(), &[file.to_vec()])?;
    let reading = plan.data.reading.as_deref();
    reading.iter().flat_map(|reading| reading.decisions()).for_each(|said| eprintln!("data: {said}"));
    eprintln!("data: {}", own::wrong_labels(config));
    notices.iter().chain(&own::remarks(&plan)).for_each(|said| eprintln!("note: {said}"));
    Ok(())
}

/// The core knows own records by their bytes only; the user knows the file by its name.
fn name_file(error: Error, file: Option<&Path>) -> Error {
    match (error, file) {
        (Error::Data { place, rule, value }, Some(file)) => {
            Error::Data { place: place.replacen(data::OWN, &file.display().to_string(), 1), rule, value }
        }
        (error, _) => error,
    }
}

/// Where `./build.sh` puts packed data: beside the folder of this program.
fn packed_folder() -> PathBuf {
    let beside = |program: PathBuf| Some(program.parent()?.parent()?.join("site-parts"));
    std::env::current_exe().ok().and_then(beside).unwrap_or_default()
}

/// `label` begins every line of progress.
fn drive(run: &mut Run, label: &str, config: &Config, files: &Files, kind: DeviceKind, workers: usize) -> Result<()> {
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
        let ended = lead(run, label, &told, &senders);
        drop(senders);
        ended
    })
}

/// Deals until nothing is left. Idle workers wait for the next stage.
fn lead(run: &mut Run, label: &str, told: &Receiver<Told>, workers: &[Sender<Assignment>]) -> Result<()> {
    let mut idle: Vec<usize> = Vec::new();
    let mut shown = Instant::now();
    while !run.is_finished() {
        let Ok(message) = told.recv() else {
            return Err(Error::Message("all workers ended before the run did".into()));
        };
        match message {
            Told::Idle(worker) => idle.push(worker),
            Told::Message(id, message) => {
                run.receive(id, message)?.into_iter().for_each(|event| eprintln!("{label}{event:?}"))
            }
            Told::Failed(error) => return Err(error),
        }
        while let Some(worker) = idle.pop() {
            let Some(assignment) = run.deal() else {
                idle.push(worker);
                break;
            };
            workers[worker].send(assignment).map_err(|_| Error::Message("a worker is gone".into()))?;
        }
        if shown.elapsed().as_secs() >= 1 {
            let progress = run.progress();
            eprintln!("{label}{}: {} of {} {}", progress.what, progress.done, progress.total, progress.unit);
            shown = Instant::now();
        }
    }
    Ok(())
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
