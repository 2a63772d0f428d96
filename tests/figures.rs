//! Figures: stored pictures that a change must not alter unseen, and laws that every picture keeps.
//!
//! The pictures round to a tenth of a pixel themselves, so they are compared as they are.
//! `UPDATE_GOLDEN=1` writes the stored pictures and the made-up report anew; look at them before they are kept.
#![cfg(feature = "figures")]

mod sample;

use std::{fs, path::PathBuf};
use wemem_lab::{
    experiment::report::Report,
    plot::{self, FIGURES, Figure, Picture, Request, text_width},
};

const WIDE: (u32, u32) = (760, 480);
const NARROW: (u32, u32) = (360, 400);

fn picture(figure: Figure, report: &Report, (width, height): (u32, u32)) -> Picture {
    plot::draw(figure, report, &Request::sized(width, height))
}

fn stored(path: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(path);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{} differs; look at the picture, then UPDATE_GOLDEN=1", path.display());
}

/// Reports at every stage of a run.
fn stages() -> Vec<Report> {
    let full = sample::report();
    let mut empty = full.clone();
    empty.arms.clear();
    let mut dense_only = full.clone();
    dense_only.arms.iter_mut().skip(1).for_each(|arm| (arm.rounds, arm.detail) = (Vec::new(), None));
    let mut half_way = full.clone();
    half_way.arms.iter_mut().for_each(|arm| {
        arm.rounds.truncate(2);
        arm.detail = None;
    });
    let mut failed = full.clone();
    failed.arms[3].failure = Some("the loss is not finite in round 2 <&>".into());
    failed.arms[3].rounds.truncate(1);
    failed.arms[3].rounds[0].attacks[2].auc = f64::NAN;
    failed.arms[3].detail = None;
    let mut many = sample::report_of(&sample::all_arms());
    many.data.image = None;
    // A residual network has nine hidden layers.
    let mut deep = full.clone();
    deep.arms.iter_mut().filter_map(|arm| arm.detail.as_mut()).for_each(|detail| {
        let small = detail.masks[1].clone();
        detail.masks = vec![small; 9];
    });
    vec![full, empty, dense_only, half_way, failed, many, deep]
}

/// Every figure at every stage, wide and narrow, plain and with each choice that a request has.
fn each_picture(mut check: impl FnMut(Figure, &Report, &Request, &Picture)) {
    let recorded = sample::report_of(&sample::all_arms());
    for report in &stages() {
        for row in FIGURES {
            for (width, height) in [WIDE, NARROW, (0, 0)] {
                let plain = Request::sized(width, height);
                let chosen = Request { arm: Some("rmr"), highlight: Some("rmr"), recorded: Some(&recorded), ..plain };
                let by_attack = Request { attack: Some("conf"), round: Some(1), ..plain };
                for request in [plain, chosen, by_attack] {
                    check(row.figure, report, &request, &plot::draw(row.figure, report, &request));
                }
            }
        }
    }
}

#[test]
fn no_area_is_drawn_with_a_negative_size() {
    each_picture(|figure, _, _, picture| {
        for name in ["width=\"-", "height=\"-"] {
            assert!(!picture.svg.contains(name), "{figure:?}: {}", picture.svg);
        }
    });
}

#[test]
fn the_made_up_report_is_the_stored_one() {
    stored("data/sample-report.json", &(serde_json::to_string(&sample::report()).unwrap() + "\n"));
}

#[test]
fn pictures_are_as_stored() {
    let report = sample::report();
    for row in FIGURES {
        for (name, size) in [("wide", WIDE), ("narrow", NARROW)] {
            let svg = picture(row.figure, &report, size).svg;
            stored(&format!("golden/{}-{name}.svg", row.id), &svg);
        }
    }
}

#[test]
fn no_picture_has_a_number_that_is_none() {
    each_picture(|figure, _, _, picture| {
        for bad in ["NaN", "inf"] {
            let shapes: String =
                picture.svg.split("aria-label").map(|part| part.split_once('"').map_or(part, |p| p.0)).collect();
            assert!(!shapes.contains(bad) && !picture.alt.contains(bad), "{figure:?} {bad}");
        }
        for (key, value) in
            attributes(&picture.svg).filter(|(key, _)| ["x", "y", "cx", "cy", "width", "height", "r"].contains(key))
        {
            let fine = value == "100%" || value.parse::<f64>().is_ok_and(f64::is_finite);
            assert!(fine, "{figure:?}: {key}={value}");
        }
    });
}

/// Attributes of all elements but the root.
fn attributes(svg: &str) -> impl Iterator<Item = (&str, &str)> {
    let body = svg.split_once('\n').map_or("", |(_, body)| body);
    let pair = |piece| -> Option<(&str, &str)> {
        let (before, value): (&str, &str) = piece;
        Some((before.rsplit(' ').next()?.trim_end_matches('='), value))
    };
    body.lines()
        .flat_map(|line| {
            let mut parts = line.split('"');
            std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
        })
        .filter_map(pair)
}

/// A text of a picture: its extent by the fixed metrics, and its words.
struct Words {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    class: String,
    text: String,
}

fn words(svg: &str) -> Vec<Words> {
    svg.lines().filter(|line| line.starts_with("<text")).map(words_of).collect()
}

fn words_of(line: &str) -> Words {
    let get = |key: &str| line.split_once(&format!(" {key}=\"")).and_then(|(_, rest)| rest.split('"').next()).unwrap();
    let number = |key: &str| get(key).parse::<f64>().unwrap();
    let text = line.split_once('>').unwrap().1.trim_end_matches("</text>");
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
    let (size, x, y) = (number("font-size"), number("x"), number("y"));
    let width = text_width(&text, size);
    let left = match get("text-anchor") {
        "start" => x,
        "middle" => x - width / 2.0,
        _ => x - width,
    };
    let class = get("class").into();
    Words { left, right: left + width, top: y - size * 0.5, bottom: y + size * 0.5, class, text }
}

#[test]
fn no_text_leaves_the_picture() {
    each_picture(|figure, _, request, picture| {
        let (width, height) =
            (f64::from(request.width.max(plot::SMALLEST.0)), f64::from(request.height.max(plot::SMALLEST.1)));
        for word in words(&picture.svg) {
            let inside =
                word.left >= -0.5 && word.right <= width + 0.5 && word.top >= -0.5 && word.bottom <= height + 0.5;
            assert!(
                inside,
                "{figure:?} at {width}×{height}: {:?} at {}..{}, {}..{}",
                word.text, word.left, word.right, word.top, word.bottom
            );
        }
    });
}

#[test]
fn no_two_texts_overlap() {
    each_picture(|figure, report, request, picture| {
        let words = words(&picture.svg);
        for (i, a) in words.iter().enumerate() {
            for b in &words[..i] {
                let apart = a.left >= b.right - 0.5
                    || b.left >= a.right - 0.5
                    || a.top >= b.bottom - 0.5
                    || b.top >= a.bottom - 0.5;
                // Under the smallest size with all fourteen arms there is no room for every number; names still must not touch.
                let crowded = report.arms.len() > 9 && request.width < WIDE.0;
                let names = a.class.starts_with("label") && b.class.starts_with("label");
                assert!(apart || (crowded && !names), "{figure:?} at {}: {:?} on {:?}", request.width, a.text, b.text);
            }
        }
    });
}

#[test]
fn every_arm_is_in_the_pictures_that_compare_arms() {
    let report = sample::report();
    let comparing = [Figure::Tradeoff, Figure::LeakByRound, Figure::DenseAgainstDefended, Figure::Attacks];
    for figure in comparing {
        for size in [WIDE, NARROW] {
            let svg = picture(figure, &report, size).svg;
            for arm in &report.arms {
                assert!(svg.contains(&format!("\"mark arm-{}\"", arm.id)), "{figure:?} lacks {}", arm.id);
            }
        }
    }
    for figure in [Figure::Exposures, Figure::Deciles] {
        let svg = picture(figure, &report, WIDE).svg;
        assert!(report.arms[1..].iter().all(|arm| svg.contains(&format!("\"mark arm-{}\"", arm.id))), "{figure:?}");
    }
}

#[test]
fn every_name_is_written_even_where_all_arms_end_at_the_same_point() {
    let mut report = sample::report_of(&sample::all_arms());
    let same = report.arms[1].rounds.last().unwrap().clone();
    report.arms.iter_mut().for_each(|arm| *arm.rounds.last_mut().unwrap() = same.clone());
    for size in [WIDE, NARROW] {
        let found = words(&picture(Figure::Tradeoff, &report, size).svg);
        let names = found.iter().filter(|word| word.class.starts_with("label")).count();
        assert_eq!(names, 15, "{size:?}");
    }
}

#[test]
fn alternative_texts_have_the_numbers() {
    let report = sample::report();
    let says = |figure, parts: &[&str]| {
        let alt = picture(figure, &report, WIDE).alt;
        for part in parts {
            assert!(alt.contains(part), "{figure:?} does not say {part:?}: {alt}");
        }
    };
    says(Figure::Tradeoff, &["Base 64.3 % at AUC 0.745", "RSW L→H 66.1 % at AUC 0.637"]);
    says(Figure::LeakByRound, &["Base from 0.709 to 0.745", "Fine-tune only from 0.716 to 0.760"]);
    says(Figure::Roc, &["every attack on Base", "Conf 0.741", "(0.2 %)"]);
    says(Figure::Histogram, &["the attack Conf on Base", "From 2.100 on", "AUC is 0.741", "balanced accuracy 68.8 %"]);
    says(Figure::Masks, &["sparsity of 60.0 %", "its 64 units".trim_start_matches("its "), "28.0 %", "52.0 %"]);
    says(Figure::Exposures, &["RSW L→H: 5.1 steps", "0.0 in the most memorized, 100.0 % of that never used"]);
    says(Figure::Deciles, &["Base: 0.041 in the least memorized tenth, 0.473 in the most"]);
    says(
        Figure::DenseAgainstDefended,
        &["dense network leaks with AUC 0.672 at accuracy 66.2 %", "RMR AUC 0.685, accuracy 66.8 %"],
    );
    says(Figure::Attacks, &["Base: Conf 0.741, Entr 0.671, Mentr 0.745"]);
}

#[test]
fn a_run_without_results_is_said_to_wait() {
    let empty = &stages()[1];
    for row in FIGURES {
        let picture = picture(row.figure, empty, NARROW);
        assert!(picture.svg.contains(">waiting for the first result</text>"), "{}", row.id);
        assert!(picture.alt.contains("waiting for the first result"), "{}: {}", row.id, picture.alt);
        assert!(picture.table.rows.is_empty(), "{}", row.id);
    }
}

#[test]
fn a_failed_arm_is_named_and_the_rest_is_drawn() {
    let failed = &stages()[4];
    for row in FIGURES {
        let picture = picture(row.figure, failed, WIDE);
        assert!(picture.alt.contains("RMR failed: the loss is not finite in round 2 <&>."), "{}", row.id);
        assert!(picture.svg.contains("round 2 &lt;&amp;&gt;") && !picture.table.rows.is_empty(), "{}", row.id);
    }
}

#[test]
fn tables_are_rectangular_and_say_what_cannot_be_resolved() {
    each_picture(|figure, _, _, picture| {
        assert!(picture.table.rows.iter().all(|row| row.len() == picture.table.columns.len()), "{figure:?}");
    });
    let report = sample::report();
    for figure in [Figure::Roc, Figure::Attacks] {
        let table = picture(figure, &report, WIDE).table;
        assert!(table.rows.iter().all(|row| row.last().unwrap() == "not resolvable"), "{figure:?}");
    }
}

#[test]
fn the_roc_never_goes_below_one_false_positive() {
    let edge_rate = 1.0 / f64::from(sample::report().data.non_members);
    let svg = picture(Figure::Roc, &sample::report(), WIDE).svg;
    let ticks: Vec<f64> = words(&svg).iter().filter_map(|word| word.text.strip_suffix(" %")?.parse().ok()).collect();
    assert!(!ticks.is_empty() && ticks.iter().all(|tick| tick / 100.0 >= edge_rate), "{ticks:?}");
    let left = |line: &str| line.split("points=\"").nth(1)?.split(',').next()?.parse::<f64>().ok();
    // The first line of an attack is its swatch.
    let begin = |attack: &str| {
        svg.lines().filter(|line| line.contains(&format!("\"line attack-{attack}\""))).nth(1).and_then(left)
    };
    let edge = begin("conf").unwrap();
    assert!(
        ["entr", "mentr", "hconf", "gap"].iter().all(|attack| begin(attack) == Some(edge)),
        "curves begin at one edge"
    );
}

#[test]
fn the_recorded_run_lies_beneath_the_live_one() {
    let report = sample::report();
    let request = Request { recorded: Some(&report), ..Request::sized(760, 480) };
    let svg = plot::draw(Figure::Tradeoff, &report, &request).svg;
    let last_recorded = svg.rfind("class=\"recorded arm-").unwrap();
    let first_live = svg.find("class=\"mark arm-").unwrap();
    assert!(last_recorded < first_live && svg.contains("pale: recorded run"));
}

#[test]
fn a_highlighted_arm_is_drawn_stronger_than_the_others() {
    let report = sample::report();
    let request = Request { highlight: Some("rmr"), ..Request::sized(760, 480) };
    let svg = plot::draw(Figure::LeakByRound, &report, &request).svg;
    let dimmed = |id: &str| {
        let of_arm = svg
            .lines()
            .filter(|line| line.starts_with("<polyline class=") && line.contains(&format!("\"line arm-{id}\"")));
        of_arm.map(|line| line.contains("opacity")).collect::<Vec<_>>()
    };
    assert_eq!((dimmed("rmr"), dimmed("base")), (vec![false], vec![true]));
}
