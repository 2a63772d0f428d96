//! SR: the pruned network and the dense one that it was pruned from, both in the attacker's hands.
//!
//! Setting "SR" of CompLeak (Li et al., arXiv 2507.16872): a compressed model is released beside the original, and an attack
//! reads what both answer. There logistic regression, trees or forests read both posteriors; here logistic regression reads
//! one number of each, the scaled logit φ of the label: score = b + w₁ φ_pruned + w₂ (φ_pruned − φ_dense). Its weights are
//! fitted on the shadows, each of which has its own dense network, and so is a threshold for each class. The change is
//! a column of its own because it is small beside what differs between records, and the penalty must not swallow it.
//!
//! The shadow AUC is that on each shadow with weights fitted on the others.

use super::{
    Attack, AttackInfo, AttackerView, DenseView, How, Lacking, Needs, Outcome, ShadowView, Sides,
    logistic::Logistic,
    threshold::{Known, Scope, decided},
};
use crate::{
    look::Curve,
    provenance::provenance,
    signal::{Outputs, scaled_logit},
};

pub(super) const INFO: AttackInfo = AttackInfo {
    attack: Attack::Sr,
    id: "sr",
    name: "SR",
    help: "Says \"member\" from what the pruned network and the dense one that it came from answer together.",
    formula: "b + w₁ φ_pruned + w₂ (φ_pruned − φ_dense), φ = log p_y − log(1 − p_y)",
    source: "Li et al. (CompLeak), setting SR; logistic regression on two log-odds, fitted on the shadows",
    provenance: provenance(
        "SR",
        "CompLeak (Li et al., arXiv 2507.16872), setting SR",
        "logistic regression on φ_pruned and φ_pruned − φ_dense, fitted on the shadows; class-wise threshold",
        "**`tests/calibrated.rs`** (scikit-learn), `attack/sr.rs`",
    ),
    class_wise: true,
    needs: Needs::Dense,
    look: Curve::dashed(0x9a3412, 0xf0a07c, "10 4"),
    how: How::AtOnce(run),
};

fn run(view: &AttackerView) -> Result<Outcome, Lacking> {
    let dense = dense(view)?;
    let shadows: Vec<Pairs> = own(view, dense).collect();
    let fitted = fit(shadows.iter())?;
    let scores = pairs(view.target, dense.target).into_iter().map(|pair| fitted.score(pair)).collect();
    let known = |shadow: Pairs| {
        let scores = shadow.pairs.into_iter().map(|pair| fitted.score(pair));
        let truth = shadow.labels.into_iter().zip(shadow.membership);
        scores.zip(truth).map(|(score, (label, member))| Known { score, label, member }).collect::<Vec<_>>()
    };
    let on_own = leave_one_out(&shadows);
    let known = shadows.into_iter().flat_map(known).collect();
    let thresholds = Scope::ClassWise.thresholds(known, view.target.classes);
    Ok(Outcome { on_own, ..decided(scores, &view.target.labels, &thresholds) })
}

/// Scores of each shadow's members and non-members with weights fitted on the other shadows.
fn leave_one_out(shadows: &[Pairs]) -> Vec<Sides> {
    let leave_out = |k: usize| {
        let fitted = fit(shadows.iter().enumerate().filter(|&(other, _)| other != k).map(|(_, shadow)| shadow)).ok()?;
        let mut sides = Sides { members: Vec::new(), non_members: Vec::new() };
        for (&pair, &member) in shadows[k].pairs.iter().zip(&shadows[k].membership) {
            let side = if member { &mut sides.members } else { &mut sides.non_members };
            side.push(fitted.score(pair));
        }
        Some(sides)
    };
    (0..shadows.len()).filter_map(leave_out).collect()
}

fn dense<'a>(view: &AttackerView<'a>) -> Result<DenseView<'a>, Lacking> {
    view.dense.ok_or_else(|| Lacking("the dense networks of target and shadows are needed, but there are none".into()))
}

/// φ of the pruned network on a shadow's records, and what pruning changed of it.
struct Pairs {
    pairs: Vec<[f64; 2]>,
    labels: Vec<u32>,
    membership: Vec<bool>,
}

fn own<'a>(view: &AttackerView<'a>, dense: DenseView<'a>) -> impl Iterator<Item = Pairs> + 'a {
    let of_shadow = |(pruned, dense): (&ShadowView, &ShadowView)| Pairs {
        pairs: [pairs(pruned.members, dense.members), pairs(pruned.non_members, dense.non_members)].concat(),
        labels: [&pruned.members.labels[..], &pruned.non_members.labels].concat(),
        membership: [vec![true; pruned.members.len()], vec![false; pruned.non_members.len()]].concat(),
    };
    view.shadows.iter().zip(dense.shadows).map(of_shadow)
}

fn pairs(pruned: &Outputs, dense: &Outputs) -> Vec<[f64; 2]> {
    pruned.signals(scaled_logit).into_iter().zip(dense.signals(scaled_logit)).map(|(p, d)| [p, p - d]).collect()
}

fn fit<'a>(shadows: impl Iterator<Item = &'a Pairs>) -> Result<Logistic, Lacking> {
    let (mut pairs, mut membership) = (Vec::new(), Vec::new());
    for shadow in shadows {
        pairs.extend(&shadow.pairs);
        membership.extend(&shadow.membership);
    }
    Logistic::fit(&pairs, &membership)
        .ok_or_else(|| Lacking("shadows with members and with non-members are needed to fit its weights on".into()))
}

#[cfg(test)]
mod tests {
    use super::super::{References, testing::outputs};
    use super::*;

    /// φ on members and on non-members, two of each, of pruned networks and of their dense ones.
    struct Shadows {
        pruned: Vec<[Outputs; 2]>,
        dense: Vec<[Outputs; 2]>,
    }

    impl Shadows {
        fn new(phi: &[[[f64; 2]; 4]]) -> Self {
            let side = |first: usize| phi.iter().map(|all| [outputs(&all[first]), outputs(&all[first + 1])]).collect();
            Self { pruned: side(0), dense: side(2) }
        }

        fn attack<T>(&self, target: [&[f64]; 2], attack: impl FnOnce(&AttackerView) -> T) -> T {
            fn views(networks: &[[Outputs; 2]]) -> Vec<ShadowView<'_>> {
                networks.iter().map(|[members, non_members]| ShadowView { members, non_members }).collect()
            }
            let (pruned, dense, [of_pruned, of_dense]) = (views(&self.pruned), views(&self.dense), target.map(outputs));
            let dense = DenseView { target: &of_dense, shadows: &dense };
            attack(&AttackerView {
                dense: Some(dense),
                ..AttackerView::new(&of_pruned, &pruned, References::default())
            })
        }
    }

    #[test]
    fn what_pruning_has_changed_is_found_where_neither_network_alone_tells() {
        // Pruning raised members by one and lowered the others by one, but records differ by far more than that.
        let shadows = Shadows::new(&[[[1.0, 11.0], [-1.0, 9.0], [0.0, 10.0], [0.0, 10.0]]]);
        let outcome = shadows.attack([&[6.0, 3.0, 4.0, 1.0], &[5.0, 2.0, 5.0, 2.0]], run).unwrap();
        assert_eq!(outcome.decisions, Some(vec![true, true, false, false]));
        let [a, b, c, d] = outcome.scores[..] else { panic!("four records") };
        assert!(a.min(b) > c.max(d), "{:?}", outcome.scores);
    }

    #[test]
    fn a_dense_network_that_says_nothing_leaves_the_order_of_conf() {
        let shadows = Shadows::new(&[[[3.0, 2.0], [1.0, -1.0], [5.0, 5.0], [5.0, 5.0]]]);
        let scores = shadows.attack([&[0.0, 4.0, 1.5], &[5.0; 3]], run).unwrap().scores;
        assert!(scores[0] < scores[2] && scores[2] < scores[1], "{scores:?}");
    }

    #[test]
    fn a_shadow_is_judged_with_weights_fitted_on_the_others() {
        // On the second shadow the sign is turned: by the first one's weights its members come last.
        let dense = [0.0, 0.0];
        let shadows = Shadows::new(&[[[3.0, 2.0], [1.0, 0.0], dense, dense], [[0.0, 1.0], [2.0, 3.0], dense, dense]]);
        let sides = shadows.attack([&[], &[]], run).unwrap().on_own;
        assert_eq!(sides.len(), 2);
        for side in sides {
            let lowest = side.non_members.iter().copied().fold(f64::INFINITY, f64::min);
            assert!(side.members.iter().all(|&score| score < lowest));
        }
    }

    #[test]
    fn what_is_lacking_is_said() {
        let target = outputs(&[1.0]);
        let without = AttackerView::new(&target, &[], References::default());
        assert!(run(&without).unwrap_err().0.contains("the dense networks of target and shadows are needed"));
        let lacking = Shadows::new(&[]).attack([&[1.0], &[1.0]], run).unwrap_err();
        assert!(lacking.0.contains("shadows with members and with non-members"));
    }
}
