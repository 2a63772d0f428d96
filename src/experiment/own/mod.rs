//! The rules that a user's own records bring with them, and what is said of a run with them.

mod inspect;

use super::Plan;
use crate::message::Role;
use crate::{
    Result,
    config::{Config, Copies, NetworkKind, Source},
    data::{
        Dataset,
        own::{first_alike, rare},
        split,
    },
};
pub use inspect::{Fault, Inspection, inspect};
use std::collections::BTreeSet;

/// Most classes that a remark names.
const NAMED: usize = 10;

/// Turns a configuration that was made for other records to an own file: no wrong labels, and a network that takes a
/// table. One that is of an own file already stays as its owner chose it. Gives what was changed, in words.
pub fn choose(config: &mut Config) -> Vec<String> {
    let mut changed = Vec::new();
    if config.data.source == Source::Own {
        return changed;
    }
    config.data.source = Source::Own;
    if config.data.label_noise > 0.0 {
        config.data.label_noise = 0.0;
        changed.push("no label of your own file is made wrong (data.label_noise=0)".into());
    }
    if config.network.kind != NetworkKind::Fc {
        config.network.kind = NetworkKind::Fc;
        changed.push("a table needs the fully connected network (network.kind=fc)".into());
    }
    changed
}

/// [`choose`], and no more members than the file allows.
///
/// # Errors
/// A file that cannot be read as the configuration says.
pub fn fit(config: &mut Config, file: &[u8]) -> Result<Vec<String>> {
    let mut changed = choose(config);
    let data = Dataset::load(config, &[file.to_vec()])?;
    let most = split::most_members(config, &data)?;
    if config.data.members as usize > most {
        changed.push(format!("the file allows {most} members, not {} (data.members=0)", config.data.members));
        config.data.members = 0;
    }
    Ok(changed)
}

/// How many labels of an own file are made wrong, in words.
pub fn wrong_labels(config: &Config) -> String {
    match config.data.label_noise {
        0.0 => "no label is made wrong".into(),
        share => format!("a share of {share} of the labels is made wrong on purpose (data.label_noise)"),
    }
}

/// What makes a run with an own file doubtful; nothing for other records.
pub fn remarks(plan: &Plan) -> Vec<String> {
    let Some(reading) = plan.data.reading.as_deref() else { return Vec::new() };
    let mut said = reading.oddities();
    said.extend(copies_across(plan));
    said.extend(rare_classes(plan));
    said
}

/// Non-members of the target that are members as well.
fn copies_across(plan: &Plan) -> Option<String> {
    let alike = first_alike(&plan.data.features, &plan.data.clean_labels);
    let part = plan.part(Role::Target);
    let members: BTreeSet<u32> = part.members.iter().map(|&record| alike[record as usize]).collect();
    let copies = part.non_members.iter().filter(|&&record| members.contains(&alike[record as usize])).count();
    (copies > 0).then(|| {
        let advice = match plan.config.data.copies {
            Copies::AsTheyCome => "; data.copies=keep-together keeps copies on one side",
            Copies::KeepTogether => "",
        };
        format!(
            "{copies} of the target's {} non-members are copies of members: this flatters the test accuracy and hides a part \
             of the leak{advice}",
            part.non_members.len()
        )
    })
}

/// Classes that were lucky to have members everywhere.
fn rare_classes(plan: &Plan) -> Option<String> {
    let needed = rare::needed(&plan.config, plan.data.len());
    let reading = plan.data.reading.as_deref()?;
    let rare: Vec<String> = reading
        .classes
        .iter()
        .filter(|class| class.records < needed)
        .map(|class| format!("\"{}\" ({})", class.name, class.records))
        .collect();
    (!rare.is_empty()).then(|| {
        format!(
            "{} classes have fewer than the {needed} records that give members to the target and each shadow in 19 of 20 draws, so \
             another seed may be refused: {}{}; data.rare_classes=leave-out leaves them out",
            rare.len(),
            rare[..rare.len().min(NAMED)].join(", "),
            if rare.len() > NAMED { ", …" } else { "" }
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{MemoryScore, presets::preset};
    use std::fmt::Write as _;

    fn small() -> Config {
        let mut config = preset("quick-bits").unwrap();
        config.memory.score = MemoryScore::EarlyLoss;
        config
    }

    /// Records of classes of these sizes, a number each that no other has.
    fn file(sizes: &[usize]) -> String {
        let mut text = String::from("class,a,b\n");
        let labels = sizes.iter().enumerate().flat_map(|(class, &size)| std::iter::repeat_n(class, size));
        labels.enumerate().for_each(|(i, class)| writeln!(text, "{class},{i},{}", i % 7).unwrap());
        text
    }

    #[test]
    fn an_own_file_takes_the_wrong_labels_away_and_as_many_members_as_it_has() {
        let (mut config, text) = (small(), file(&[150, 150]));
        assert!(config.data.label_noise > 0.0 && config.data.members > 67);
        let said = fit(&mut config, text.as_bytes()).unwrap();
        assert_eq!((config.data.source, config.data.label_noise, config.data.members), (Source::Own, 0.0, 0));
        assert!(said[1].starts_with("the file allows 67 members, not "), "{said:?}");
        // What its owner has chosen for it stays.
        config.data.label_noise = 0.1;
        config.data.members = 50;
        assert_eq!(fit(&mut config, text.as_bytes()).unwrap(), Vec::<String>::new());
        assert_eq!((config.data.label_noise, config.data.members), (0.1, 50));
    }

    #[test]
    fn a_rare_class_is_told_by_its_name_and_can_be_left_out() {
        let text = file(&[200, 200, 200, 200, 200, 200, 2]);
        let mut config = small();
        config.data.source = Source::Own;
        for (members, noise) in [(0, 0.0), (200, 0.0), (200, 0.2)] {
            (config.data.members, config.data.label_noise) = (members, noise);
            let error = Plan::new(config.clone(), &[text.clone().into_bytes()]).unwrap_err();
            let said = error.to_string();
            assert!(
                said.starts_with("own data: class \"6\" must have about ") && said.ends_with("but found 2"),
                "{said}"
            );
            assert!(said.contains("data.rare_classes=leave-out"), "{said}");
        }
        config.data.rare_classes = crate::config::RareClasses::LeaveOut;
        let plan = Plan::new(config, &[text.into_bytes()]).unwrap();
        assert_eq!((plan.data.classes, plan.data.len()), (6, 1200));
        assert_eq!(plan.data.reading.as_ref().unwrap().left_out_classes[0].name, "6");
        assert_eq!(remarks(&plan), Vec::<String>::new());
    }

    #[test]
    fn enough_records_are_enough_in_nineteen_of_twenty_draws() {
        let mut config = small();
        config.data.source = Source::Own;
        (config.data.members, config.data.label_noise, config.attack.shadows) = (0, 0.0, 2);
        // ln(0.05 / 3) / ln(1 − 0.225) = 16.06
        assert_eq!(rare::needed(&config, 1000), 17);
        let files = [file(&[300, 300, 17]).into_bytes()];
        let works = (0..400).filter(|&seed| {
            config.seed = seed;
            Plan::new(config.clone(), &files).is_ok()
        });
        // Binomial(400, 0.95): four deviations of 4.4 below 380.
        assert!(works.count() > 362);
    }

    #[test]
    fn copies_across_the_split_are_told_and_can_be_kept_on_one_side() {
        let mut text = String::from("class,a,b\n");
        (0..300).for_each(|i| (0..4).for_each(|_| writeln!(text, "{},{i},{}", i % 3, i % 7).unwrap()));
        let mut config = small();
        config.data.source = Source::Own;
        (config.data.members, config.data.label_noise) = (240, 0.0);
        let plan = |config: &Config| Plan::new(config.clone(), &[text.clone().into_bytes()]).unwrap();
        let said = remarks(&plan(&config));
        assert!(
            said[0].starts_with("900 records repeat an earlier one, label and all; the first is row 3"),
            "{said:?}"
        );
        assert!(said[1].contains("of the target's 240 non-members are copies of members"), "{said:?}");
        let copies: f64 = said[1].split(' ').next().unwrap().parse().unwrap();
        // A non-member's three copies each are members with chance 240 / 1199: 1 − 0.8³ of them, by 5 deviations of 6.2
        // (and dependent).
        assert!((copies - 240.0 * 0.488).abs() < 35.0, "{copies}");
        config.data.copies = Copies::KeepTogether;
        assert_eq!(remarks(&plan(&config)).len(), 1);
    }
}
