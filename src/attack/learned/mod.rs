//! Attacks that learn: a network is trained on what the shadows answer about records whose membership the attacker knows,
//! and is then asked about the target's records.
//!
//! Shokri et al. (S&P 2017, shadow models), Salem et al. (NDSS 2019, the largest posteriors), Yuan & Zhang (USENIX
//! Security 2022, §5: SAMIA and the three networks of `attackers.py`, which WeMem takes over). Training records are
//! those of all shadows together. This folder says what the network reads ([`features()`]), what it looks like and how
//! long it is trained ([`Recipe`]), and how it is judged ([`Judgement`]); the engine trains it.
//!
//! Where we differ from the published code, in all four:
//! - The last shadow is held out whole. The epoch with the lowest loss there is kept and the threshold is
//!   fitted there; the published code takes the last epoch and the larger logit, that is the threshold 0, which
//!   misjudges where members are more frequent than others.
//! - The last, incomplete batch of an epoch is left out, so that every step has the same shape; the order is new in each
//!   epoch, so this leaves out other records each time.

mod features;
mod judge;
mod recipe;
mod sensitivity;
mod standardize;

pub use features::{Features, features};
pub use judge::Judgement;
pub use recipe::{Architecture, Recipe};
pub use sensitivity::{DIRECTIONS, EPSILON, Sensitivity, directions};
pub use standardize::Standardizer;

use super::{Attack, AttackInfo, How, Needs};
use crate::{
    look::Curve,
    provenance::{Provenance, provenance},
};

/// What is particular to one learned attack.
#[derive(Debug, Clone, Copy)]
pub(super) struct Learned {
    /// What its network reads of a record.
    reads: features::Reads,
    /// The network and its schedule, small and as in the paper.
    sizes: recipe::Sizes,
}

const PERCEPTRONS: Option<Provenance> = provenance(
    "NN, Top3-NN, Cl-NN",
    "Yuan & Zhang 2022",
    "NN reads the posteriors sorted, not in class order; epoch and threshold are chosen on a shadow that \
     is held out; `small` is a smaller network",
    "**`nn/learned/tests.rs`** (sizes, forward pass)",
);

pub(super) const NN: AttackInfo = AttackInfo {
    attack: Attack::Nn,
    id: "nn",
    name: "NN",
    help: "A network learns on the shadows what the answers about members look like, whatever their class.",
    formula: "network(posteriors of all classes, sorted)",
    source: "Shokri et al. 2017, as in Yuan & Zhang's code; sorted instead of in class order",
    provenance: PERCEPTRONS,
    class_wise: false,
    needs: Needs::Nothing,
    look: Curve::dashed(0xb88408, 0xe8bd4a, "5 2"),
    how: How::Learned(Learned { reads: features::SORTED, sizes: recipe::PERCEPTRONS }),
};

pub(super) const TOP3_NN: AttackInfo = AttackInfo {
    attack: Attack::Top3Nn,
    id: "top3-nn",
    name: "Top3-NN",
    help: "The same from the three most likely classes only.",
    formula: "network(three largest posteriors)",
    source: "Salem et al. 2019, as in Yuan & Zhang's code",
    provenance: PERCEPTRONS,
    class_wise: false,
    needs: Needs::Nothing,
    look: Curve::dashed(0x4c52b8, 0xa0a6ff, "3 3"),
    how: How::Learned(Learned { reads: features::TOP3, sizes: recipe::PERCEPTRONS }),
};

pub(super) const CL_NN: AttackInfo = AttackInfo {
    attack: Attack::ClNn,
    id: "cl-nn",
    name: "Cl-NN",
    help: "The same from all classes in their order, with the record's label.",
    formula: "network(posterior, label)",
    source: "Yuan & Zhang's code (NN_cls), after Shokri et al. 2017",
    provenance: PERCEPTRONS,
    class_wise: false,
    needs: Needs::Nothing,
    look: Curve::dashed(0xc84880, 0xff8fbd, "8 2 2 2 2 2"),
    how: How::Learned(Learned { reads: features::WITH_LABEL, sizes: recipe::PERCEPTRONS }),
};

pub(super) const SAMIA: AttackInfo = AttackInfo {
    attack: Attack::Samia,
    id: "samia",
    name: "SAMIA",
    help: "A network with attention compares the classes: how likely, how easily disturbed, which is the label.",
    formula: "attention over classes c of (log-odds of c, their sensitivity, 1 if c is the label)",
    source: "Yuan & Zhang 2022, §5; log-odds and their sensitivity, which keep their digits where p is nearly 1",
    provenance: provenance(
        "SAMIA",
        "Yuan & Zhang 2022, `transformer.py`",
        "log-odds for the posterior, and the sensitivity is taken on log-odds, because in single precision it \
         is zero for saturated records; `small` is a smaller network",
        "**`nn/learned/tests.rs`** (numpy, sizes and forward pass of the specification)",
    ),
    class_wise: false,
    needs: Needs::Nothing,
    look: Curve::dashed(0x7a5c44, 0xc9a890, "6 6"),
    how: How::Learned(Learned { reads: features::BY_CLASS, sizes: recipe::ATTENTIONS }),
};
