//! The same configuration gives the same report, however its networks are stacked and handed out.
#![cfg(feature = "engine-cpu")]

mod common;

use common::{Engines, complete, complete_but, drive, tiny, tiny_pictures};
use wemem_lab::{
    attack::Attack,
    config::{Config, LearnedSize, METHODS, Method, NetworkKind, PruneMethod},
    experiment::{Plan, Run, Stacking, run::Assignment},
    message::{Job, Message, Role, pack, unpack},
    nn::{DeviceKind, Engine},
    report::NotRun,
};

fn config() -> Config {
    tiny(vec![
        Method::Base,
        Method::RswLowToHigh,
        Method::SwmrLowToHigh,
        Method::OneShot,
        Method::EarlyStopped,
        Method::Adv,
        Method::Dp,
        Method::Neuguard,
        Method::MiaPruningMinMax,
        Method::RswAuto,
    ])
}

#[test]
fn stacks_and_workers_change_nothing() {
    let one = complete(&config(), Stacking::Workers(1)).unwrap();
    assert_eq!(one, complete(&config(), Stacking::Workers(2)).unwrap());
    assert_eq!(one, complete(&config(), Stacking::Workers(7)).unwrap());
    // Arms with different numbers of steps, slots and rounds in one stack.
    assert_eq!(one, complete(&config(), Stacking::Together).unwrap());
}

#[test]
fn stacks_and_workers_change_nothing_for_networks_with_batch_norm() {
    for kind in [NetworkKind::Cnn, NetworkKind::Resnet8] {
        // The last batch of an epoch is smaller, and arms rest at different times; early stopping keeps statistics as well.
        let mut config = tiny_pictures(kind, config().arms);
        (config.train.early_stopping, config.train.patience, config.train.batch) = (true, 1, 50);
        config.prune.method = PruneMethod::Slimming;
        let one = complete(&config, Stacking::Workers(1)).unwrap();
        assert_eq!(one, complete(&config, Stacking::Workers(7)).unwrap());
        assert_eq!(one, complete(&config, Stacking::Together).unwrap());
    }
}

#[test]
fn learned_attacks_answer_the_same_in_any_order() {
    let mut config = tiny(vec![Method::Base, Method::OneShot]);
    config.attack.learned = LearnedSize::Small;
    let one = complete(&config, Stacking::Workers(1)).unwrap();
    // Here jobs come one by one, so an attack follows upon another history of the engine.
    assert_eq!(one, complete(&config, Stacking::Workers(2)).unwrap());
    assert_eq!(one, complete(&config, Stacking::Together).unwrap());
    // What the other attacks find does not depend on them.
    config.attack.learned = LearnedSize::Off;
    let without = complete(&config, Stacking::Workers(1)).unwrap();
    let (a, b) = (&one.arms[1].rounds[1].attacks, &without.arms[1].rounds[1].attacks);
    assert_eq!((&a[..b.len()], a.len()), (&b[..], b.len() + 4));
}

#[test]
fn an_attack_whose_engine_dies_twice_is_named_and_nothing_else_is_lost() {
    let mut config = tiny(vec![Method::Base]);
    config.attack.learned = LearnedSize::Small;
    let nn_on_dense = |job: &Job| matches!(job, Job::Learn(task) if task.attack == Attack::Nn && task.arm.is_none());
    let report = complete_but(&config, nn_on_dense);
    let mut expected = complete(&config, Stacking::Workers(1)).unwrap();
    let dense = &mut expected.arms[0];
    let lost = NotRun { attack: "nn".into(), reason: "crashed".into() };
    assert_eq!(report.arms[0].not_run, [lost]);
    dense.rounds[0].attacks.retain(|attack| attack.attack != "nn");
    assert_eq!(report.arms[0].rounds[0].attacks, dense.rounds[0].attacks);
    assert_eq!(report.arms[1], expected.arms[1]);
}

#[test]
fn early_stopping_in_company_is_the_same_as_alone() {
    let mut config = config();
    (config.train.early_stopping, config.train.patience, config.train.epochs) = (true, 1, 12);
    let one = complete(&config, Stacking::Workers(7)).unwrap();
    assert_eq!(one, complete(&config, Stacking::Together).unwrap());
}

#[test]
fn every_arm_that_stops_early_is_the_same_on_one_two_and_three_workers() {
    for &arm in METHODS.iter().filter(|&&arm| arm != Method::Base) {
        // Beside Base alone, every arm is cut for all workers.
        let mut config = tiny(vec![Method::Base, arm]);
        (config.train.early_stopping, config.train.patience) = (true, 1);
        // Three rounds, because MIA-Pruning's penalty acts in all but the last.
        (config.train.epochs, config.prune.rounds, config.prune.epochs) = (8, 3, 8);
        let one = complete(&config, Stacking::Workers(1)).unwrap();
        for workers in [2, 3] {
            assert_eq!(one, complete(&config, Stacking::Workers(workers)).unwrap(), "{arm:?} on {workers}");
        }
    }
}

#[test]
fn another_seed_gives_another_report() {
    let mut other = config();
    other.seed += 1;
    let (one, other) = (complete(&config(), Stacking::Workers(1)), complete(&other, Stacking::Workers(1)));
    assert_ne!(one.unwrap().arms, other.unwrap().arms);
}

#[test]
fn a_diverged_network_ends_its_arm_and_no_other() {
    let plan = Plan::new(tiny(vec![Method::Base, Method::Rmr]), &[]).unwrap();
    let mut run = Run::new(plan, Stacking::Together, "cpu");
    let spoil = |assignment: &mut Assignment| {
        if let Job::Arms { items } = &mut assignment.job {
            let item =
                items.iter_mut().find(|item| item.arm.method == Method::Rmr && item.role == Role::Shadow(1)).unwrap();
            item.weights[0] = f32::NAN;
        }
        Engines::Live
    };
    drive(&mut run, 1, spoil, |_, _| Engines::Live);
    let report = run.report();
    assert!(report.arms[2].failure.as_ref().unwrap().contains("shadow/1"), "{:?}", report.arms[2].failure);
    assert_eq!(report.arms[1], complete(&tiny(vec![Method::Base, Method::Rmr]), Stacking::Workers(1)).unwrap().arms[1]);
}

#[test]
fn a_job_that_is_begun_again_leaves_the_report_as_it_would_have_been() {
    let config = tiny(vec![Method::Base]);
    let mut run = Run::new(Plan::new(config.clone(), &[]).unwrap(), Stacking::Workers(1), "cpu");
    let mut crashes = 0;
    let crash_once = |id: u32, message: &Message| {
        if crashes > 0 || id != 1 || !matches!(message, Message::Observed(_)) {
            return Engines::Live;
        }
        crashes += 1;
        Engines::Die
    };
    drive(&mut run, 1, |_| Engines::Live, crash_once);
    assert_eq!(crashes, 1);
    assert_eq!(run.report(), &complete(&config, Stacking::Workers(1)).unwrap());
    assert!((run.progress().done - run.progress().total).abs() < 0.5);
}

#[test]
fn jobs_survive_packing() {
    let plan = Plan::new(config(), &[]).unwrap();
    let mut run = Run::new(plan, Stacking::Workers(1), "cpu");
    let job = run.next_job().unwrap().job;
    assert_eq!(unpack::<Job>(&pack(&job).unwrap()).unwrap(), job);
    assert!(unpack::<Job>(&[9, 9, 9]).is_err());
}

#[test]
fn the_self_check_notices_another_configuration() {
    let check = |edit: fn(&mut Config)| {
        let mut config = config();
        edit(&mut config);
        let engine = pollster::block_on(Engine::new(Plan::new(config, &[]).unwrap(), DeviceKind::Cpu)).unwrap();
        pollster::block_on(engine.self_check(|_, _| ())).unwrap()
    };
    let (a, b, other) = (check(|_| ()), check(|_| ()), check(|config| config.train.learning_rate = 0.05));
    assert!(wemem_lab::self_check::compare(&a, &b).agrees);
    assert!(!wemem_lab::self_check::compare(&a, &other).agrees);
}
