//! Drives a run on one engine in this thread: what the command does with threads and the page with workers.

use wemem_lab::{
    Result,
    config::{Arm, Config, DataConfig, MemoryConfig, NetworkConfig, PruneConfig, Source, TrainConfig},
    experiment::{Plan, Run, Stacking, message::Message, report::Report},
    nn::{DeviceKind, Engine, Work},
};

/// A configuration that runs in a second: small networks on the small generator.
pub fn tiny(arms: Vec<Arm>) -> Config {
    Config {
        seed: 3,
        data: DataConfig { source: Source::MiniBits, members: 240, label_noise: 0.1, ..DataConfig::default() },
        network: NetworkConfig { hidden1: 16, hidden2: 12, dropout: 0.1 },
        train: TrainConfig { batch: 32, epochs: 4, ..TrainConfig::default() },
        prune: PruneConfig { sparsity: 0.5, rounds: 2, epochs: 3, ..PruneConfig::default() },
        memory: MemoryConfig { epochs: 3, submodels: 4, ..MemoryConfig::default() },
        arms,
        ..Config::default()
    }
}

/// The report of a whole run, with all times set to zero. As many jobs as there are workers go on by turns.
pub fn complete(config: &Config, stacking: Stacking) -> Result<Report> {
    let plan = Plan::new(config.clone(), &[])?;
    let engine = pollster::block_on(Engine::new(plan.clone(), DeviceKind::Cpu))?;
    let workers = if let Stacking::Workers(count) = stacking { count } else { 1 };
    let mut run = Run::new(plan, stacking, "cpu");
    let mut active: Vec<(u32, Work)> = Vec::new();
    loop {
        while active.len() < workers {
            let Some(assignment) = run.deal() else { break };
            active.push((assignment.id, engine.begin(&assignment.job)));
        }
        if active.is_empty() {
            break;
        }
        for (id, work) in &mut active {
            for message in pollster::block_on(work.next())? {
                run.receive(*id, message)?;
            }
            if work.is_finished() {
                run.receive(*id, Message::Finished { seconds: 0.0 })?;
            }
        }
        active.retain(|(_, work)| !work.is_finished());
    }
    assert!(run.is_finished(), "nothing more is dealt, so nothing may be left to do");
    Ok(run.report().clone())
}
