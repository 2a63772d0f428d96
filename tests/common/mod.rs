//! Drives a run on one engine in this thread: what the command does with threads and the page with workers.

use wemem_lab::{
    Result,
    config::{Arm, Config, DataConfig, MemoryConfig, NetworkConfig, PruneConfig, Source, TrainConfig},
    experiment::{Plan, Run, Stacking, message::Message, report::Report},
    nn::{DeviceKind, Engine},
};

/// A configuration that runs in a second: small networks on the small generator.
pub fn tiny(arms: Vec<Arm>) -> Config {
    Config {
        seed: 3,
        data: DataConfig { source: Source::MiniBits, members: 240, label_noise: 0.1, ..DataConfig::default() },
        network: NetworkConfig { hidden1: 16, hidden2: 12, dropout: 0.1 },
        train: TrainConfig { batch: 32, epochs: 4, ..TrainConfig::default() },
        prune: PruneConfig { sparsity: 0.5, rounds: 2, epochs: 3 },
        memory: MemoryConfig { epochs: 3, submodels: 4, ..MemoryConfig::default() },
        arms,
        ..Config::default()
    }
}

/// The report of a whole run, with all times set to zero.
pub fn complete(config: &Config, stacking: Stacking) -> Result<Report> {
    let plan = Plan::new(config.clone(), &[])?;
    let engine = pollster::block_on(Engine::new(plan.clone(), DeviceKind::Cpu))?;
    let mut run = Run::new(plan, stacking, "cpu");
    while let Some(assignment) = run.deal() {
        let mut work = engine.begin(&assignment.job);
        while !work.is_finished() {
            for message in pollster::block_on(work.next())? {
                run.receive(assignment.id, message)?;
            }
        }
        run.receive(assignment.id, Message::Finished { seconds: 0.0 })?;
    }
    assert!(run.is_finished(), "nothing more is dealt, so nothing may be left to do");
    Ok(run.report().clone())
}
