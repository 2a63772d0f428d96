//! What remains of scored things when the lowest go: within a layer, or over all layers with one threshold.

use super::removed;

/// True for what remains when the `removed` lowest scores go; among equals the earlier one goes first.
pub fn keep_highest(scores: &[f64], removed: usize) -> Vec<bool> {
    let mut order: Vec<u32> = (0..scores.len() as u32).collect();
    let score = |&i: &u32| scores[i as usize];
    if removed > 0 && removed < scores.len() {
        // The comparison is total (index breaks ties), so the selected set does not depend on the algorithm.
        order.select_nth_unstable_by(removed, |a, b| score(a).total_cmp(&score(b)).then(a.cmp(b)));
    }
    let mut keep = vec![true; scores.len()];
    for &i in &order[..removed] {
        keep[i as usize] = false;
    }
    keep
}

/// The same with one threshold over several layers, for a share of all. No layer loses its last:
/// without that, a layer of small scores would vanish and the network answer nothing but its last biases.
pub fn keep_highest_of_all(layers: &[Vec<f64>], sparsity: f64) -> Vec<Vec<bool>> {
    let mut order: Vec<(usize, usize)> =
        layers.iter().enumerate().flat_map(|(layer, scores)| (0..scores.len()).map(move |i| (layer, i))).collect();
    let score = |&(layer, i): &(usize, usize)| layers[layer][i];
    order.sort_unstable_by(|a, b| score(a).total_cmp(&score(b)).then(a.cmp(b)));
    let mut to_remove = removed(sparsity, order.len());
    let mut keep: Vec<Vec<bool>> = layers.iter().map(|scores| vec![true; scores.len()]).collect();
    let mut left: Vec<usize> = layers.iter().map(Vec::len).collect();
    for (layer, i) in order {
        if to_remove > 0 && left[layer] > 1 {
            keep[layer][i] = false;
            left[layer] -= 1;
            to_remove -= 1;
        }
    }
    keep
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_threshold_takes_from_the_layer_with_the_lower_scores() {
        let layers = [vec![0.1, 0.4, 0.2], vec![0.3, 0.9, 0.8]];
        assert_eq!(keep_highest_of_all(&layers, 0.5), [vec![false, true, false], vec![false, true, true]]);
    }

    #[test]
    fn no_layer_loses_its_last() {
        let layers = [vec![0.1, 0.2], vec![0.7, 0.9, 0.8]];
        assert_eq!(keep_highest_of_all(&layers, 0.6), [vec![false, true], vec![false, true, false]]);
        assert_eq!(keep_highest_of_all(&layers, 0.99), [vec![false, true], vec![false, true, false]]);
    }
}
