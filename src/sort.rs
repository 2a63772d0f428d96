//! Sorting, by one copy of the standard library's stable sort: it is compiled anew for every kind of item and every comparison, some
//! 8 KB of wasm each time, and the page has near thirty lists to sort. Lists of plain numbers, which are long, take the library's
//! own `sort_unstable_by`.

use std::cmp::Ordering;

/// Positions `0..count` in the order of `compare`; equal ones keep theirs.
pub fn order(count: usize, compare: impl Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    sort(&mut order, &compare);
    order
}

/// Sorts items; equal ones keep their order.
pub fn by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order = order(items.len(), |a, b| compare(&items[a], &items[b]));
    // Each circle of items that change places moves on by one; a position that has its item points at itself.
    for start in 0..order.len() {
        let mut at = start;
        while order[at] != start {
            let from = std::mem::replace(&mut order[at], at);
            items.swap(at, from);
            at = from;
        }
        order[at] = at;
    }
}

/// Sorts items by a key; equal ones keep their order.
pub fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    by(items, |a, b| key(a).cmp(&key(b)));
}

/// Never inlined, and its comparison never known: the one copy.
#[inline(never)]
fn sort(order: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    order.sort_by(|&a, &b| compare(a, b));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Seed;
    use rand::RngExt;

    #[test]
    fn as_the_standard_library_sorts() {
        let mut stream = Seed(1).stream("sort");
        for count in [0, 1, 2, 3, 10, 100, 1000] {
            // Few keys, so that many items are equal.
            let items: Vec<(u32, usize)> = (0..count).map(|place| (stream.random_range(0..20), place)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            let mut sorted = items.clone();
            by_key(&mut sorted, |item| item.0);
            assert_eq!(sorted, expected);
            let order = order(count, |a, b| items[a].0.cmp(&items[b].0));
            assert_eq!(order, expected.iter().map(|item| item.1).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_list_in_order_and_one_turned_round() {
        let mut items: Vec<u32> = (0..7).collect();
        by(&mut items, u32::cmp);
        assert_eq!(items, [0, 1, 2, 3, 4, 5, 6]);
        by(&mut items, |a, b| b.cmp(a));
        assert_eq!(items, [6, 5, 4, 3, 2, 1, 0]);
    }
}
