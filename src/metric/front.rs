//! Which of several networks no other beats, and how much such a set achieves together.
//!
//! A network has a utility (test accuracy) and a leak (AUC of an attack). Privacy is 2 · (1 − AUC), from 0 for an attack
//! that is certain to 1 for one that guesses; an AUC below ½ is guessing too. The Pareto front is the points that no
//! other equals or passes in both. The hypervolume is the area that they beat: the union of the rectangles from the
//! reference (accuracy of guessing the class, privacy 0) to the points (Zitzler & Thiele, IEEE Transactions on
//! Evolutionary Computation 1999). Larger is better; it is at most 1 − the reference's accuracy.

use crate::sort;

/// Accuracy and AUC of a network, both in 0..=1.
pub type Point = (f64, f64);

/// 2 · (1 − AUC), in 0..=1.
pub fn privacy(auc: f64) -> f64 {
    2.0 * (1.0 - auc.clamp(0.5, 1.0))
}

/// Accuracy of always guessing the largest class: its share among the labels; 0 without any.
pub fn chance(labels: &[u32]) -> f64 {
    let mut sorted = labels.to_vec();
    sorted.sort_unstable();
    let largest = sorted.chunk_by(|a, b| a == b).map(<[u32]>::len).max();
    largest.map_or(0.0, |largest| largest as f64 / labels.len() as f64)
}

/// Indices of the points on the front, by ascending accuracy. The first of equal points stands for all.
pub fn front(points: &[Point]) -> Vec<usize> {
    let private = |i: usize| privacy(points[i].1);
    // From the most accurate down, of equally accurate ones the more private first: whoever is more private than all
    // before is on the front.
    let better = |a: usize, b: usize| points[b].0.total_cmp(&points[a].0).then(private(b).total_cmp(&private(a)));
    let mut order = sort::order(points.len(), better);
    let mut best = f64::NEG_INFINITY;
    order.retain(|&i| {
        let beaten = private(i) <= best;
        best = best.max(private(i));
        !beaten
    });
    order.reverse();
    order
}

/// Area beaten by the points, over accuracy above `chance` × privacy; 0 without points.
pub fn hypervolume(points: &[Point], chance: f64) -> f64 {
    let mut from = chance;
    let mut area = 0.0;
    for i in front(points) {
        let (accuracy, auc) = points[i];
        area += (accuracy - from).max(0.0) * privacy(auc);
        from = from.max(accuracy);
    }
    area
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two that trade one thing for the other, one beaten by the second, one beaten by both.
    const POINTS: [Point; 4] = [(0.8, 0.75), (0.6, 0.625), (0.5, 0.625), (0.5, 0.9)];

    #[test]
    fn whoever_guesses_takes_the_largest_class() {
        assert_eq!((chance(&[3, 1, 3, 0]), chance(&[1, 2]), chance(&[])), (0.5, 0.5, 0.0));
    }

    #[test]
    fn the_front_is_what_no_other_beats() {
        assert_eq!(front(&POINTS), [1, 0]);
        assert_eq!(front(&[]), [0; 0]);
    }

    #[test]
    fn the_hypervolume_is_the_area_added_up_by_hand() {
        // Above 0.1: 0.5 wide and 0.75 high, then 0.2 wide and 0.5 high.
        assert!((hypervolume(&POINTS, 0.1) - (0.375 + 0.1)).abs() < 1e-15);
        assert_eq!(hypervolume(&[], 0.1), 0.0);
        assert!((hypervolume(&[(1.0, 0.5)], 0.1) - 0.9).abs() < 1e-15);
    }

    #[test]
    fn an_auc_below_one_half_is_guessing() {
        // Both leak nothing, so only the more accurate counts.
        assert_eq!(front(&[(0.6, 0.45), (0.7, 0.5)]), [1]);
        assert_eq!(hypervolume(&[(0.6, 0.3)], 0.5), hypervolume(&[(0.6, 0.5)], 0.5));
    }

    #[test]
    fn the_first_of_equal_points_stands_for_all() {
        assert_eq!(front(&[(0.7, 0.6), (0.7, 0.6), (0.7, 0.6)]), [0]);
    }

    #[test]
    fn a_network_that_guesses_the_class_adds_nothing() {
        assert_eq!(hypervolume(&[(0.1, 0.5), (0.05, 0.5)], 0.1), 0.0);
        // On the front it is nevertheless: nobody is as private.
        assert_eq!(front(&[(0.05, 0.5), (0.8, 0.9)]), [0, 1]);
    }

    #[test]
    fn a_beaten_point_does_not_change_the_hypervolume() {
        let with = hypervolume(&POINTS, 0.1);
        assert_eq!(with, hypervolume(&POINTS[..2], 0.1));
    }
}
