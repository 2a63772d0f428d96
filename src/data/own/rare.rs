//! Classes of an own file that are too rare: the target and each shadow must have members of every class, and who becomes
//! a member is drawn by lot.
//!
//! Of k records of a class the target, which has a share q of the pool for members, gets none with a chance of about
//! (1 − q)^k, and so does each of the s shadows. The records needed are the fewest k with (s + 1)(1 − q)^k ≤ 1 in 20.

use crate::{
    Error,
    config::{Config, SplitRule},
    data::Dataset,
};

/// How often a class that has just enough records may still lack members somewhere.
const RISK: f64 = 0.05;

/// Records that a class needs, in a pool of `records`.
pub fn needed(config: &Config, records: usize) -> u32 {
    let most = share_of_members(config.data.split);
    let share = match config.data.members {
        0 => most,
        members => most.min(f64::from(members) / records.max(1) as f64),
    };
    let networks = f64::from(config.attack.shadows + 1);
    ((RISK / networks).ln() / (1.0 - share).ln()).ceil() as u32
}

/// Members of the target as a share of the pool, if as many are taken as it allows.
pub(in crate::data) fn share_of_members(rule: SplitRule) -> f64 {
    match rule {
        SplitRule::Balanced => 0.225,
        SplitRule::Wemem => 0.36,
    }
}

/// Takes out the classes with fewer records than needed.
///
/// # Errors
/// [`Error::Data`] if fewer than two classes are left.
pub fn leave_out(data: Dataset, config: &Config) -> crate::Result<Dataset> {
    let needed = needed(config, data.len());
    let Some(mut reading) = data.reading.clone() else { return Ok(data) };
    let stays: Vec<bool> = reading.classes.iter().map(|class| class.records >= needed).collect();
    if stays.iter().all(|&stays| stays) {
        return Ok(data);
    }
    let classes = stays.iter().filter(|&&stays| stays).count();
    if classes < 2 {
        let rule = format!("a file must have at least 2 classes of {needed} records or more");
        return Err(Error::data(&data.name, rule, classes));
    }
    let mut new_class = vec![0; stays.len()];
    (0..stays.len()).filter(|&class| stays[class]).enumerate().for_each(|(new, class)| new_class[class] = new as u32);
    let records: Vec<usize> = (0..data.len()).filter(|&record| stays[data.labels[record] as usize]).collect();
    let labels: Vec<u32> = records.iter().map(|&record| new_class[data.labels[record] as usize]).collect();
    let features = records.iter().flat_map(|&record| data.row(record).iter().copied()).collect();
    let classes = std::mem::take(&mut reading.classes);
    for (class, stays) in classes.into_iter().zip(stays) {
        if stays { reading.classes.push(class) } else { reading.left_out_classes.push(class) }
    }
    reading.records = records.len() as u32;
    let class_names: Vec<String> = reading.classes.iter().map(|class| class.name.clone()).collect();
    let rest = Dataset::clean(&data.name, data.dim, class_names.len() as u32, features, labels);
    Ok(Dataset { class_names, reading: Some(reading), ..rest })
}
