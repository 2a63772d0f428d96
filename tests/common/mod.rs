//! Drives a run on one engine in this thread: what the command does with threads and the page with workers.

#![allow(dead_code, reason = "not every test uses all of it")]

use wemem_lab::{
    Result,
    config::{
        AttackConfig, Config, DataConfig, MemoryConfig, Method, NetworkConfig, NetworkKind, PruneConfig, Source,
        TrainConfig,
    },
    experiment::{Plan, Run, Stacking, run::Assignment},
    message::{Job, Message},
    nn::{DeviceKind, Engine, Work},
    report::Report,
};

/// A configuration that runs in a second: small networks on the small generator.
pub fn tiny(arms: Vec<Method>) -> Config {
    Config {
        seed: 3,
        data: DataConfig { source: Source::MiniBits, members: 240, label_noise: 0.1, ..DataConfig::default() },
        network: NetworkConfig { hidden1: 16, hidden2: 12, dropout: 0.1, ..NetworkConfig::default() },
        train: TrainConfig { batch: 32, epochs: 4, ..TrainConfig::default() },
        prune: PruneConfig { sparsity: 0.5, rounds: 2, epochs: 3, ..PruneConfig::default() },
        memory: MemoryConfig { epochs: 3, submodel_epochs: 3, submodels: 4, ..MemoryConfig::default() },
        attack: AttackConfig { shadows: 2, ..AttackConfig::default() },
        arms,
        ..Config::default()
    }
}

/// A network of convolutions on [`pictures`], two rounds of one epoch.
pub fn tiny_pictures(kind: NetworkKind, arms: Vec<Method>) -> Config {
    let config = tiny(arms);
    Config {
        data: DataConfig { source: Source::Fashion, ..config.data },
        network: NetworkConfig { kind, channels: 4, ..config.network },
        train: TrainConfig { epochs: 6, learning_rate: 0.01, ..config.train },
        prune: PruneConfig { epochs: 1, ..config.prune },
        memory: MemoryConfig { epochs: 2, ..config.memory },
        ..config
    }
}

/// 1,120 made-up pictures of 8×8 pixels in ten classes, waves with noise, as the files of [`Source::Fashion`]: its reader takes
/// pictures of any size.
pub fn pictures() -> [Vec<u8>; 2] {
    const RECORDS: u16 = 1120;
    let head = |kind: u8| vec![0, 0, 8, kind, 0, 0, (RECORDS >> 8) as u8, RECORDS as u8];
    let (mut images, mut labels) = (head(3), head(1));
    images.extend([0, 0, 0, 8, 0, 0, 0, 8]);
    let mut state = 1u32;
    for i in 0..RECORDS {
        let class = i % 10;
        labels.push(class as u8);
        for pixel in 0..64u16 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = f32::from((state >> 24) as u8) - 128.0;
            let (x, y) = (f32::from(pixel % 8), f32::from(pixel / 8));
            let wave = (0.3 * f32::from(class + 1) * x + 0.2 * f32::from(10 - class) * y).sin();
            images.push((128.0 + 60.0 * wave + 0.5 * noise) as u8);
        }
    }
    [images, labels]
}

/// What becomes of the engine that has a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engines {
    Live,
    Die,
}

/// Drives a run to its end, all engines in this thread: as many jobs as there are workers go on by turns. `begin` sees every
/// job, and may change it, before an engine does; `hear` hears every message before the run does. Either may let the engine die.
pub fn drive(
    run: &mut Run,
    workers: usize,
    mut begin: impl FnMut(&mut Assignment) -> Engines,
    mut hear: impl FnMut(u32, &Message) -> Engines,
) {
    let engine = pollster::block_on(Engine::new(run.plan().clone(), DeviceKind::Cpu)).unwrap();
    let mut active: Vec<(u32, Work)> = Vec::new();
    loop {
        while active.len() < workers {
            let Some(mut assignment) = run.next_job() else { break };
            match begin(&mut assignment) {
                Engines::Live => active.push((assignment.id, engine.begin(&assignment.job))),
                Engines::Die => drop(run.fail(assignment.id, "crashed")),
            }
        }
        if active.is_empty() {
            break;
        }
        active.retain_mut(|(id, work)| {
            let mut fate = Engines::Live;
            for message in pollster::block_on(work.next()).unwrap() {
                if hear(*id, &message) == Engines::Die {
                    fate = Engines::Die;
                }
                run.receive(*id, message).unwrap();
            }
            if fate == Engines::Die {
                run.fail(*id, "crashed");
            } else if work.is_finished() {
                run.receive(*id, Message::Finished { seconds: 0.0 }).unwrap();
            }
            fate == Engines::Live && !work.is_finished()
        });
    }
    assert!(run.is_finished(), "no job is left, so nothing may be left to do");
}

/// The report of a whole run, with all times set to zero.
pub fn complete(config: &Config, stacking: Stacking) -> Result<Report> {
    let files = if config.data.source == Source::Fashion { pictures().to_vec() } else { Vec::new() };
    let workers = if let Stacking::Workers(count) = stacking { count } else { 1 };
    let mut run = Run::new(Plan::new(config.clone(), &files)?, stacking, "cpu");
    drive(&mut run, workers, |_| Engines::Live, |_, _| Engines::Live);
    Ok(run.report().clone())
}

/// A whole run in which the engine of every job that `crashes` names dies each time.
pub fn complete_but(config: &Config, crashes: impl Fn(&Job) -> bool) -> Report {
    let mut run = Run::new(Plan::new(config.clone(), &[]).unwrap(), Stacking::Workers(1), "cpu");
    let begin = |assignment: &mut Assignment| if crashes(&assignment.job) { Engines::Die } else { Engines::Live };
    drive(&mut run, 1, begin, |_, _| Engines::Live);
    run.report().clone()
}
