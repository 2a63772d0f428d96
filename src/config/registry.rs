//! The registry of arms: form, tables, figures and documentation are made of it. Display order.

use super::arm::{Arm, ArmInfo, Knob, Order, Switch};

const WEMEM: &str = "WeMem (Shang et al., NDSS 2025), authors' code";
const COVERAGE: Knob = strength("defense.window_coverage", &[0.3, 0.45, 0.6, 0.8, 1.0]);
const RISK_DECAY: Knob = strength("defense.risk_weight_decay", &[0.01, 0.03, 0.1, 0.3, 1.0]);
/// Base stopped early: the reference front that every defense has to beat.
const STOP: Knob = strength("defense.stopped_epochs", &[1.0, 2.0, 3.0, 4.0, 6.0]);
const SPARSITY: Knob = strength("prune.sparsity", &[0.5, 0.6, 0.7, 0.8, 0.9]);
/// Base at 0 is fine-tune only, an arm of its own.
const ROUNDS_TO: Knob = along_sparsity(&[0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]);
/// At 0 retrained without removing anything: what of the leak comes before the cut?
const AT_ONCE_TO: Knob = along_sparsity(&[0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]);

const fn strength(key: &'static str, sweep: &'static [f64]) -> Knob {
    Knob { key, sweep, switch: Switch::Defense }
}

const fn along_sparsity(sweep: &'static [f64]) -> Knob {
    Knob { key: "prune.sparsity", sweep, switch: Switch::Prune }
}

const fn wemem(
    arm: Arm,
    id: &'static str,
    defense: &'static str,
    order: Option<Order>,
    name: &'static str,
    help: &'static str,
) -> ArmInfo {
    ArmInfo { arm, id, defense, order, name, control: false, knob: None, help, source: WEMEM }
}

const fn rival(arm: Arm, id: &'static str, name: &'static str, help: &'static str, source: &'static str) -> ArmInfo {
    ArmInfo { arm, id, defense: id, order: None, name, control: false, knob: None, help, source }
}

const fn control(arm: Arm, id: &'static str, name: &'static str, help: &'static str) -> ArmInfo {
    let source = "control of this laboratory";
    ArmInfo { arm, id, defense: id, order: None, name, control: true, knob: None, help, source }
}

const fn swept(key: &'static str, sweep: &'static [f64], row: ArmInfo) -> ArmInfo {
    turned(strength(key, sweep), row)
}

const fn turned(knob: Knob, row: ArmInfo) -> ArmInfo {
    ArmInfo { knob: Some(knob), ..row }
}

/// Every arm once, in display order.
pub const ARMS: &[ArmInfo] = &[
    turned(
        ROUNDS_TO,
        wemem(Arm::Base, "base", "base", None, "Base", "Prune a little, fine-tune on all members, repeat: no defense."),
    ),
    turned(
        COVERAGE,
        wemem(
            Arm::RswLowToHigh,
            "rsw-low-to-high",
            "rsw",
            Some(Order::LowToHigh),
            "RSW L→H",
            "Each epoch fine-tunes on a window of each class that slides from the least to the most memorized records.",
        ),
    ),
    turned(
        COVERAGE,
        wemem(
            Arm::RswHighToLow,
            "rsw-high-to-low",
            "rsw",
            Some(Order::HighToLow),
            "RSW H→L",
            "The same window, sliding from the most memorized records down.",
        ),
    ),
    turned(
        RISK_DECAY,
        wemem(
            Arm::Rmr,
            "rmr",
            "rmr",
            None,
            "RMR",
            "Records at risk are trained in a pass of their own with a much stronger weight decay.",
        ),
    ),
    turned(
        RISK_DECAY,
        wemem(
            Arm::SwmrLowToHigh,
            "swmr-low-to-high",
            "swmr",
            Some(Order::LowToHigh),
            "SWMR L→H",
            "Window and risk regularization together, from low to high mem-scores.",
        ),
    ),
    turned(
        RISK_DECAY,
        wemem(
            Arm::SwmrHighToLow,
            "swmr-high-to-low",
            "swmr",
            Some(Order::HighToLow),
            "SWMR H→L",
            "Window and risk regularization together, from high to low mem-scores.",
        ),
    ),
    rival(
        Arm::RswAuto,
        "rsw-auto",
        "RSW-Auto",
        "RSW that sets itself: it tries twelve windows on its own network, attacks each result with its development records as \
         non-members, and keeps the one that leaks least among those that cost no more accuracy there than the budget. It guards against Conf, \
         Entr and Mentr only, the attacks that it tries on itself.",
        "WeMem, whose rule is not published; ours is in src/defense/auto.rs",
    ),
    rival(
        Arm::SwmrAuto,
        "swmr-auto",
        "SWMR-Auto",
        "SWMR that sets itself by the same rule, from eighteen settings of direction, window and share at risk. It guards against \
         Conf, Entr and Mentr only.",
        "WeMem, whose rule is not published; ours is in src/defense/auto.rs",
    ),
    swept(
        "defense.ppb_weight",
        &[1.0, 2.0, 4.0, 8.0, 16.0],
        rival(
            Arm::Ppb,
            "ppb",
            "PPB",
            "Pairs of members are trained to give answers that are equally sure, so that none stands out.",
            "Yuan & Zhang (USENIX Security 2022), authors' train_defend_ppb",
        ),
    ),
    swept(
        "defense.adv_weight",
        &[1.0, 2.0, 3.0, 4.0, 8.0],
        rival(
            Arm::Adv,
            "adv",
            "ADV",
            "A min-max game: an attacker is trained along, and the network learns to be accurate and to mislead it.",
            "Nasr, Shokri & Houmansadr (CCS 2018) in a bounded form, over whole epochs; the papers' code makes one step an \
             epoch",
        ),
    ),
    swept(
        "defense.dp_noise",
        &[0.01, 0.1, 0.3, 1.0, 3.0],
        rival(
            Arm::Dp,
            "dp",
            "DP-SGD",
            "Every record's pull is clipped and noise is added to each step, which bounds what fine-tuning can reveal.",
            "Abadi et al. (CCS 2016), per record and with Poisson sampling, steps taken by Adam; the papers' code clips half \
             batches and has no accountant",
        ),
    ),
    swept(
        "defense.relaxloss_level",
        &[0.1, 0.3, 0.6, 1.0, 1.6],
        rival(
            Arm::Relaxloss,
            "relaxloss",
            "RelaxLoss",
            "The loss is held at a level instead of being driven to zero, so that members are not fitted better than \
             others.",
            "Chen, Yu & Fritz (ICLR 2022), authors' code",
        ),
    ),
    turned(
        SPARSITY,
        rival(
            Arm::MiaPruning,
            "mia-pruning",
            "MIA-Pruning",
            "Pruning as the defense: weights are drawn towards a sparse network while training (ADMM), cut at once, and the \
             rest is retrained.",
            "Wang et al. (IJCAI 2021), rebuilt from its outline with the group's usual solver; no code is published",
        ),
    ),
    swept(
        "defense.adv_weight",
        &[1.0, 2.0, 3.0, 4.0, 8.0],
        rival(
            Arm::MiaPruningMinMax,
            "mia-pruning-min-max",
            "MIA-Pruning, min-max",
            "MIA-Pruning whose training is a min-max game with an attacker as well.",
            "Wang et al. (IJCAI 2021), who report it as the strongest of their combinations",
        ),
    ),
    swept(
        "defense.smoothing",
        &[0.05, 0.1, 0.2, 0.4, 0.6],
        rival(
            Arm::LabelSmoothing,
            "label-smoothing",
            "Label smoothing",
            "Labels are softened, so that the network is never asked to be certain.",
            "Szegedy et al. (CVPR 2016)",
        ),
    ),
    swept(
        "defense.neuguard_variance",
        &[1.0, 3.0, 10.0, 20.0, 30.0],
        rival(
            Arm::Neuguard,
            "neuguard",
            "NeuGuard",
            "Answers of a class are drawn together and hidden layers are kept in balance.",
            "Xu et al. (ACSAC 2022), authors' train_half_diff_min_var, without the test-time amplification of feature maps",
        ),
    ),
    swept(
        "defense.crl_level",
        &[0.1, 0.3, 0.6, 1.0, 1.6],
        rival(
            Arm::Crl,
            "crl",
            "CRL",
            "A relaxed loss on bounded logits, with the records of a class held around a common center.",
            "Fang & Kim (UAI 2024), authors' code; centers are running means, and one level serves loss and centers",
        ),
    ),
    control(
        Arm::FineTuneOnly,
        "fine-tune-only",
        "Fine-tune only",
        "The same epochs without removing a weight: what of the leak is due to pruning at all?",
    ),
    control(
        Arm::RandomWindow,
        "random-window",
        "Random window",
        "RSW's window over a random order, with the same steps: what of the gain is due to the ranking?",
    ),
    turned(
        STOP,
        control(
            Arm::EarlyStopped,
            "early-stopped",
            "Base, stopped early",
            "Base with as few steps as RSW: what of the gain is due to training less?",
        ),
    ),
    turned(
        AT_ONCE_TO,
        control(Arm::OneShot, "one-shot", "One-shot", "All weights removed at once, then one round of fine-tuning."),
    ),
    turned(
        AT_ONCE_TO,
        control(
            Arm::OneShotEqual,
            "one-shot-equal",
            "One-shot, equal epochs",
            "All weights removed at once, then as many epochs as all rounds together.",
        ),
    ),
    control(
        Arm::KeepLow,
        "keep-low",
        "Keep low",
        "Always the lowest-ranked share that RSW would ever reach: what of the gain is due to never showing the rest?",
    ),
    control(
        Arm::FreshSubset,
        "fresh-subset",
        "Fresh subset",
        "A new random subset each epoch, with RSW's steps: are fewer steps alone a protection?",
    ),
    control(
        Arm::RandomRisk,
        "random-risk",
        "Random risk set",
        "RMR with a random risk set: what of RMR is plain weight decay?",
    ),
];
