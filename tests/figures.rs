//! Figures: stored pictures that a change must not alter unseen, and laws that every picture keeps.
//!
//! The pictures round to a tenth of a pixel themselves, so they are compared as they are.
//! `UPDATE_GOLDEN=1` writes the stored pictures and the made-up report anew; look at them before they are kept.
#![cfg(feature = "figures")]

mod sample;
mod stored;

use stored::stored;
use wemem_lab::{
    audit::{Source, Sources, audit, report::FileRole},
    plot::{self, Beneath, FIGURES, Figure, Picture, Request, text_width},
    report::{AttackReport, Ended, Report},
};

const WIDE: (u32, u32) = (760, 480);
const NARROW: (u32, u32) = (360, 400);

fn picture(figure: Figure, report: &Report, (width, height): (u32, u32)) -> Picture {
    plot::draw(figure, report, &Request::sized(width, height))
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
    // A residual network has ten pruned layers.
    let mut deep = full.clone();
    deep.arms.iter_mut().filter_map(|arm| arm.detail.as_mut()).for_each(|detail| {
        let small = detail.masks.last().cloned();
        detail.masks = small.into_iter().cycle().take(10).collect();
    });
    let mut no_noise = full.clone();
    for calls in no_noise.arms.iter_mut().flat_map(|arm| arm.detail.as_mut().unwrap().calls.iter_mut()) {
        (calls.noisy, calls.clean) = (None, None);
    }
    vec![
        full,
        empty,
        dense_only,
        half_way,
        failed,
        many,
        no_noise,
        deep,
        sample::everything(),
        sample::swept_report(),
        sample::crowded_report(),
        sample::sparsity_report(),
    ]
}

/// Every figure at every stage, wide and narrow, plain and with each choice that a request has.
fn each_picture(mut check: impl FnMut(Figure, &Report, &Request, &Picture)) {
    let recorded = sample::report_of(&sample::all_arms());
    let shown = ["dense", "base", "rmr"].map(String::from);
    for report in &stages() {
        for row in FIGURES {
            for (width, height) in [WIDE, NARROW, (0, 0)] {
                let plain = Request::sized(width, height);
                let beneath = Some(Beneath::Recorded(&recorded));
                let chosen = Request { arm: Some("rmr"), highlight: Some("rmr"), beneath, ..plain };
                let by_attack = Request { attack: Some("conf"), by: Some("conf"), round: Some(1), ..plain };
                let few = Request { shown: Some(&shown), ..Request { highlight: None, round: Some(0), ..chosen } };
                for request in [plain, chosen, by_attack, few] {
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

/// By the types that the page has of a report: `name?: type` there is what serde may leave out.
#[test]
fn the_made_up_report_of_everything_lacks_nothing() {
    let full = serde_json::to_string(&sample::everything()).unwrap();
    let types = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/www/types.d.ts")).unwrap();
    // An audit's report, what a look at a file finds, and what is said of a report and of a picture.
    let others = ["AuditReport", "Against", "Exposed", "ExposedRow", "Inspection", "Answer", "Said", "Told"];
    let mut optional = 0;
    for declared in types.split("export type ").skip(1) {
        let name = declared.split(' ').next().unwrap();
        for line in declared.lines().filter(|_| !others.contains(&name)) {
            let Some((field, _)) = line.split_once("?: ") else { continue };
            optional += 1;
            assert!(full.contains(&format!("\"{field}\":")), "{name}.{field} stands in no made-up report");
        }
    }
    assert!(optional > 40, "{optional}");
    for attack in wemem_lab::attack::ATTACKS {
        assert!(full.contains(&format!("\"attack\":\"{}\"", attack.id)), "{}", attack.id);
    }
    for method in wemem_lab::method::METHODS {
        assert!(full.contains(&format!("\"id\":\"{}\"", method.info().id)), "{method:?}");
    }
}

#[test]
fn the_made_up_report_is_the_stored_one() {
    stored("tests/data/sample-report.json", &(serde_json::to_string(&sample::report()).unwrap() + "\n"));
}

/// The stored pictures, by the name of their file.
fn goldens() -> Vec<(String, Picture)> {
    let report = sample::report();
    let sizes = [("wide", WIDE), ("narrow", NARROW)];
    let of_row = |row: &plot::FigureInfo| {
        sizes.map(|(name, size)| (format!("{}-{name}", row.id), picture(row.figure, &report, size)))
    };
    let mut all: Vec<(String, Picture)> = FIGURES.iter().flat_map(of_row).collect();
    let swept = sample::swept_report();
    for (figure, id) in [(Figure::Tradeoff, "tradeoff"), (Figure::Attacks, "attacks")] {
        all.push((format!("{id}-swept"), picture(figure, &swept, WIDE)));
    }
    let along = sample::sparsity_report();
    for (name, size) in sizes {
        all.push((format!("sparsity-swept-{name}"), picture(Figure::Sparsity, &along, size)));
    }
    all.push(("tradeoff-sparsity".into(), picture(Figure::Tradeoff, &along, WIDE)));
    all
}

#[test]
fn pictures_are_as_stored() {
    let mut goldens = goldens();
    goldens.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, picture) in &goldens {
        stored(&format!("tests/golden/{name}.svg"), &picture.svg);
    }
    std::fs::write(concat!(env!("CARGO_TARGET_TMPDIR"), "/gallery.html"), gallery(&goldens)).unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    let mut kept: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".svg").map(String::from))
        .collect();
    kept.sort();
    let made: Vec<&String> = goldens.iter().map(|(name, _)| name).collect();
    assert_eq!(kept.iter().collect::<Vec<_>>(), made, "a stored picture that no test makes any more");
}

/// A page to look at all of them, with the page's own style sheets.
fn gallery(goldens: &[(String, Picture)]) -> String {
    let figure = |(name, picture): &(String, Picture)| {
        format!("<figure>\n<figcaption>{name}</figcaption>\n{}\n</figure>\n", picture.svg.trim_end())
    };
    let sheets = ["style/tokens.css", "figures.css", "looks.css"]
        .map(|sheet| format!("<link rel=\"stylesheet\" href=\"{}/www/{sheet}\" />\n", env!("CARGO_MANIFEST_DIR")));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\" />\n<meta name=\"color-scheme\" content=\"light dark\" />\n\
         <title>Stored pictures of wemem-lab</title>\n{}{}</html>\n",
        sheets.concat(),
        goldens.iter().map(figure).collect::<String>()
    )
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
fn letters_are_seen_in_the_size_that_is_asked_for() {
    let report = sample::report();
    let seen = |width: u32, letters: f64| {
        let request = Request { letters, ..Request::sized(width, 600) };
        let svg = plot::draw(Figure::Tradeoff, &report, &request).svg;
        let drawn: f64 = svg.split_once("viewBox=\"0 0 ").unwrap().1.split(' ').next().unwrap().parse().unwrap();
        let smallest = words(&svg).iter().map(|word| word.bottom - word.top).fold(f64::INFINITY, f64::min);
        smallest * f64::from(width) / drawn
    };
    for (width, letters) in [(760, 11.5), (760, 15.0), (760, 17.25), (760, 23.0), (1200, 23.0), (760, 9.0)] {
        let seen = seen(width, letters);
        assert!((seen / letters - 1.0).abs() < 0.01, "{seen} instead of {letters} at {width}");
    }
    // On a telephone letters are smaller, and grow as far as there is room.
    assert!((seen(360, 11.5) - 10.0).abs() < 0.01 && seen(360, 23.0) > 11.0);
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
    for figure in [Figure::Exposures, Figure::Deciles, Figure::Canaries, Figure::Seconds] {
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
        assert_eq!(names, report.arms.len(), "{size:?}");
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
    says(Figure::Tradeoff, &["AUC of RMIA upwards", "Base 64.3 % at AUC 0.776", "RSW L→H 66.1 % at AUC 0.668"]);
    says(Figure::LeakByRound, &["Base from 0.740 to 0.776", "Fine-tune only from 0.747 to 0.791"]);
    says(Figure::Roc, &["every attack on Base", "Conf 0.741", "(0.2 %)"]);
    says(Figure::Histogram, &["the attack Conf on Base", "From 2.100 on", "AUC is 0.741", "balanced accuracy 68.8 %"]);
    says(Figure::Masks, &["sparsity of 60.0 %", "its 64 units".trim_start_matches("its "), "28.0 %", "52.0 %"]);
    says(Figure::Exposures, &["RSW L→H: 5.1 steps", "0.0 in the most memorized, 100.0 % of that never used"]);
    says(
        Figure::Deciles,
        &["whom RMIA calls a member", "Base: 0.9, found 75.0 %, accused 66.7 % in the easiest tenth, 2.2"],
    );
    says(Figure::Divergence, &["Base: confidence gap 0.241 over all", "sensitivity gap 0.072 over all"]);
    says(Figure::Canaries, &["Base: wrong labels 72.5 % of members and 27.5 % of non-members, right labels"]);
    says(Figure::Seconds, &["Dense 0.90 s; Base 0.70 s"]);
    says(
        Figure::DenseAgainstDefended,
        &["dense network leaks with AUC of RMIA 0.703 at accuracy 66.2 %", "RMR AUC 0.716, accuracy 66.8 %"],
    );
    says(Figure::Attacks, &["Base: Conf 0.741, ", ", Mentr 0.745, "]);
}

/// Base has a solid circle as its mark: its centres are easily read from the picture.
fn circles_of_base(svg: &str) -> Vec<(f64, f64)> {
    let of_base = svg.lines().filter(|line| line.starts_with("<circle") && line.contains(" arm-base\""));
    let number = |line: &str, key| line.split_once(&format!(" {key}=\""))?.1.split('"').next()?.parse().ok();
    of_base.filter_map(|line| Some((number(line, "cx")?, number(line, "cy")?))).collect()
}

#[test]
fn a_picture_tells_what_its_marks_stand_for() {
    let report = sample::report();
    let said = |figure, id: &str| -> Vec<String> {
        let marks = picture(figure, &report, WIDE).marks;
        marks.into_iter().filter(|mark| mark.arm == id).map(|mark| format!("{}: {}", mark.whose, mark.value)).collect()
    };
    assert_eq!(said(Figure::Tradeoff, "dense"), ["Dense: AUC 0.703 (0.673–0.731) by RMIA, accuracy 66.2 %"]);
    let base = said(Figure::Tradeoff, "base");
    assert_eq!((base.len(), base[0].split(':').next()), (4, Some("Base, round 0")));
    assert!(base[3].starts_with("Base, round 3: AUC 0.776 (") && base[3].ends_with(") by RMIA, accuracy 64.3 %"));
    assert!(said(Figure::LeakByRound, "rmr")[1].starts_with("RMR, round 1: AUC "));
    assert!(said(Figure::Sparsity, "base").iter().all(|said| said.starts_with("Base at 60 %: AUC 0.776 (")));
    assert!(
        said(Figure::Attacks, "base")
            .iter()
            .any(|said| said.starts_with("Base, round 3: AUC 0.741 (") && said.ends_with(" by Conf"))
    );
    assert_eq!(said(Figure::Seconds, "base"), ["Base: 0.70 s"]);
    // What stands for no single value tells none.
    assert!(said(Figure::Roc, "base").is_empty());
}

#[test]
fn what_is_told_of_a_mark_stands_where_the_mark_is_drawn() {
    each_picture(|figure, report, request, picture| {
        let (width, height) = (request.width.max(plot::SMALLEST.0), request.height.max(plot::SMALLEST.1));
        let circles = circles_of_base(&picture.svg);
        for mark in &picture.marks {
            let inside = (0.0..=f64::from(width)).contains(&mark.x) && (0.0..=f64::from(height)).contains(&mark.y);
            let is_known = mark.whose.ends_with(", recorded run") || report.arms.iter().any(|arm| arm.id == mark.arm);
            assert!(inside && is_known, "{figure:?} {mark:?}");
            let near = |&(x, y): &(f64, f64)| (x - mark.x).abs() < 0.1 && (y - mark.y).abs() < 0.1;
            let is_drawn = mark.arm != "base" || figure == Figure::Attacks || circles.iter().any(near);
            assert!(is_drawn, "{figure:?} {mark:?}");
        }
    });
}

#[test]
fn the_trade_off_says_and_draws_which_networks_no_other_beats() {
    let report = sample::report();
    let picture = |request: &Request| plot::draw(Figure::Tradeoff, &report, request);
    let shown = picture(&Request::sized(760, 480));
    let front = report.front(None).unwrap();
    // Of all made-up arms SWMR reaches the largest accuracy, and only DP-SGD leaks less.
    assert_eq!(front.arms, ["dp", "swmr-low-to-high"]);
    let said = "On the Pareto front are DP-SGD and SWMR L→H; the hypervolume is 0.";
    assert!(shown.alt.contains(said), "{}", shown.alt);
    assert!(shown.svg.contains("class=\"front\"") && shown.svg.contains("Pareto front, hypervolume 0."));
    let on_front: Vec<&str> = shown.table.rows.iter().map(|row| row.last().unwrap().as_str()).collect();
    assert_eq!(on_front.iter().filter(|said| **said == "yes (90 %)").count(), 2);
    // An earlier round has no front: the report's is that of the end.
    let earlier = picture(&Request { round: Some(1), ..Request::sized(760, 480) });
    assert!(!earlier.svg.contains("class=\"front\"") && !earlier.alt.contains("Pareto"));
}

#[test]
fn methods_that_are_not_shown_stay_in_the_table_alone_and_no_mark_moves() {
    let report = sample::report();
    let shown = ["dense", "base", "rmr"].map(String::from);
    let of = |shown| plot::draw(Figure::Tradeoff, &report, &Request { shown, ..Request::sized(760, 480) });
    let (all, few) = (of(None), of(Some(&shown[..])));
    assert!(few.svg.contains("arm-rmr") && !few.svg.contains("arm-dp") && !few.alt.contains("DP-SGD"));
    assert!(few.alt.contains("RMR ") && few.table.rows.len() == all.table.rows.len());
    assert!(!few.marks.is_empty() && few.marks.iter().all(|mark| all.marks.contains(mark)));
    // The front is that of all.
    assert!(all.svg.contains("Pareto front") && !few.svg.contains("Pareto front") && !few.alt.contains("Pareto front"));
}

#[test]
fn the_trade_off_after_a_round_says_after_which_and_ends_there() {
    let report = sample::report();
    let after = |round| plot::draw(Figure::Tradeoff, &report, &Request { round, ..Request::sized(760, 480) });
    let picture = after(Some(1));
    assert!(
        picture.alt.starts_with("Test accuracy across, AUC of RMIA upwards after round 1; lower"),
        "{}",
        picture.alt
    );
    assert!(picture.svg.contains(">after round 1</text>"));
    let of_base =
        |picture: &Picture| picture.marks.iter().filter(|mark| mark.arm == "base").cloned().collect::<Vec<_>>();
    assert_eq!(of_base(&picture), of_base(&after(None))[..2]);
}

#[test]
fn strengths_of_a_defense_are_joined_in_their_order() {
    let report = sample::swept_report();
    let picture = picture(Figure::Tradeoff, &report, WIDE);
    let lines: Vec<usize> = picture
        .svg
        .lines()
        .filter(|line| line.contains("\"line arm-rmr\""))
        .filter_map(|line| Some(line.split("points=\"").nth(1)?.split('"').next()?.split(' ').count()))
        .collect();
    assert!(lines.contains(&5), "{lines:?}");
    let line = picture.svg.lines().find(|line| line.contains("\"line arm-rmr\"")).unwrap();
    let across: Vec<f64> = line
        .split("points=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .split(' ')
        .filter_map(|point| point.split(',').next()?.parse().ok())
        .collect();
    // More weight decay costs accuracy in the made-up report.
    assert!(across.windows(2).all(|pair| pair[1] <= pair[0]), "{across:?}");
    assert!(picture.alt.contains("RMR 0.5 ") && picture.alt.contains("RMR with 5 strengths has the hypervolume"));
    assert_eq!(
        words(&plot::draw(Figure::Attacks, &report, &Request::sized(760, 480)).svg)
            .iter()
            .filter(|word| word.class.starts_with("label") && word.text.starts_with("RMR"))
            .count(),
        5
    );
}

#[test]
fn lines_by_arm_show_of_a_sweep_only_the_strength_that_is_looked_at() {
    let report = sample::swept_report();
    for figure in [Figure::LeakByRound, Figure::Exposures, Figure::Deciles] {
        let has_rmr = |request: &Request| plot::draw(figure, &report, request).svg.contains("\"mark arm-rmr\"");
        let plain = Request::sized(760, 480);
        assert!(!has_rmr(&plain) && has_rmr(&Request { arm: Some("rmr@0.5"), ..plain }), "{figure:?}");
    }
}

#[test]
fn leak_and_accuracy_stand_against_sparsity_by_the_attack_that_was_asked_for() {
    let report = sample::sparsity_report();
    let draw = |report: &Report, by| plot::draw(Figure::Sparsity, report, &Request { by, ..Request::sized(760, 480) });
    let by = |attack| draw(&report, attack);
    let rmia = by(None);
    assert!(
        rmia.alt.starts_with("AUC of RMIA and test accuracy against the share of the weights removed"),
        "{}",
        rmia.alt
    );
    assert!(rmia.alt.contains("Base: AUC 0.780 at 30 %, "), "{}", rmia.alt);
    assert!(
        rmia.alt.contains(", 0.585 at 95 %; accuracy from 77.0 % to 66.0 %.")
            && !rmia.alt.contains("Nothing was swept")
    );
    let removed = |arm: &str| {
        let own = rmia.table.rows.iter().filter(|row| row[0] == arm);
        own.map(|row| row[1].trim_end_matches(" %").parse().unwrap()).collect::<Vec<u32>>()
    };
    // The plain arm, at 60 %, has its place among the others.
    assert_eq!(removed("Base"), [30, 50, 60, 70, 80, 90, 95]);
    assert_eq!(removed("One-shot"), [0, 30, 50, 60, 70, 80, 90, 95]);
    assert_eq!((removed("Dense"), removed("Fine-tune only")), (vec![0], vec![0]));
    // The made-up RMIA lies 0.035 above Conf.
    assert!(by(Some("conf")).alt.contains("Base: AUC 0.745 at 30 %"));
    // Attacks that ran nowhere are replaced, and that is said.
    let mut without = report.clone();
    for round in without.arms.iter_mut().flat_map(|arm| &mut arm.rounds) {
        round.attacks.retain(|attack| attack.attack != "lira");
    }
    let lira = draw(&without, Some("lira"));
    assert!(lira.alt.starts_with("AUC of RMIA (LiRA did not run) and") && lira.svg.contains("RMIA (LiRA did not run)"));
    assert!(lira.table.rows.iter().all(|row| row[2] == "RMIA"));
}

#[test]
fn arms_along_the_sparsity_are_drawn_once_they_are_as_sparse_as_they_are_meant_to_be() {
    let mut report = sample::sparsity_report();
    let arm = |report: &mut Report, id: &str| report.arms.iter().position(|arm| arm.id == id).unwrap();
    let (going_on, failed) = (arm(&mut report, "base@0.95"), arm(&mut report, "one-shot@0.9"));
    report.arms[going_on].rounds.truncate(3);
    report.arms[failed].failure = Some("round 0: the loss is no number".into());
    let picture = picture(Figure::Sparsity, &report, WIDE);
    let has = |arm: &str, removed: &str| picture.table.rows.iter().any(|row| row[0] == arm && row[1] == removed);
    assert!(has("Base", "90 %") && !has("Base", "95 %"));
    assert!(has("One-shot", "95 %") && !has("One-shot", "90 %"));
    // Without a sweep there is a single sparsity, and a word about it.
    let plain = plot::draw(Figure::Sparsity, &sample::report(), &Request::sized(760, 480));
    assert!(
        plain.alt.contains("Base: AUC 0.776 at 60 %; accuracy 64.3 %.") && plain.alt.contains("Nothing was swept.")
    );
    assert!(plain.svg.contains("“Try many sparsities” trains the others"));
}

#[test]
fn what_was_not_measured_is_said_to_be_so() {
    let no_noise = &stages()[6];
    let canaries = picture(Figure::Canaries, no_noise, WIDE);
    assert!(
        canaries.svg.contains(">no member has a wrong label</text>")
            && canaries.alt.contains("no member has a wrong label")
    );
    let mut report = sample::report();
    report.arms.iter_mut().for_each(|arm| arm.seconds = 0.0);
    assert!(picture(Figure::Seconds, &report, WIDE).alt.contains("no times are kept of this run"));
    for gaps in report.arms.iter_mut().filter_map(|arm| arm.detail.as_mut()?.divergence.as_mut()) {
        gaps.overall.sensitivity = None;
        gaps.classes.iter_mut().for_each(|gaps| gaps.sensitivity = None);
    }
    let divergence = picture(Figure::Divergence, &report, WIDE);
    assert!(divergence.alt.contains("Sensitivities were not measured") && !divergence.svg.contains("sensitivity gap"));
}

#[test]
fn a_run_without_results_is_said_to_wait_and_one_that_has_ended_to_have_none() {
    let mut empty = stages().swap_remove(1);
    for (ended, words) in [(Ended::Running, "waiting for the first result"), (Ended::Stopped, "not part of this run")] {
        empty.ended = ended;
        for row in FIGURES {
            let picture = picture(row.figure, &empty, NARROW);
            assert!(picture.svg.contains(&format!(">{words}</text>")), "{}", row.id);
            assert!(picture.alt.contains(&format!("Nothing to draw: {words}.")), "{}: {}", row.id, picture.alt);
            assert!(picture.table.rows.is_empty(), "{}", row.id);
        }
    }
    // Of a run with results, what an arm or an attack lacks.
    let report = sample::report();
    let of = |figure, request: &Request| plot::draw(figure, &report, request).svg;
    let plain = Request::sized(760, 480);
    let lacking = [
        of(Figure::Roc, &Request { attack: Some("of-tomorrow"), ..plain }),
        of(Figure::Masks, &Request { arm: Some("dense"), ..plain }),
    ];
    assert!(lacking.iter().all(|svg| svg.contains(">not part of this run</text>")));
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
    let request = Request { beneath: Some(Beneath::Recorded(&report)), ..Request::sized(760, 480) };
    let svg = plot::draw(Figure::Tradeoff, &report, &request).svg;
    let last_recorded = svg.rfind("class=\"recorded arm-").unwrap();
    let first_live = svg.find("class=\"mark arm-").unwrap();
    assert!(last_recorded < first_live && svg.contains("pale: recorded run"));
}

#[test]
fn the_run_before_lies_pale_beneath_and_says_its_values() {
    let (report, mut before) = (sample::report(), sample::report());
    for round in before.arms.iter_mut().flat_map(|arm| &mut arm.rounds) {
        round.test_accuracy -= 0.05;
    }
    let beneath = Some(Beneath::Before(&before));
    let picture = plot::draw(Figure::Tradeoff, &report, &Request { beneath, ..Request::sized(760, 480) });
    assert!(picture.svg.contains(">pale: run before</text>"));
    assert!(picture.alt.contains(" Pale beneath, the run before: Dense 61.2 % at AUC 0.703; "), "{}", picture.alt);
    let last = picture.marks.iter().rfind(|mark| mark.arm == "rmr").unwrap();
    assert_eq!(last.whose, "RMR, run before");
    assert!(last.value.starts_with("AUC 0.716 (") && last.value.ends_with("accuracy 61.8 %"), "{last:?}");
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

#[test]
fn an_audit_is_drawn_with_the_pictures_of_a_run() {
    // Of the 6 pairs of a member and a non-member 4 are won; the shadow's threshold lies between its sides.
    let target = "member,label,p0,p1\n0,0,0.6,0.4\n1,0,0.9,0.1\n1,0,0.8,0.2\n0,0,0.3,0.7\n1,0,0.2,0.8\n";
    let shadow = "member,label,p0,p1\n1,0,0.85,0.15\n1,0,0.75,0.25\n0,0,0.5,0.5\n0,0,0.2,0.8\n";
    let file = |role, name, text: &'static str| (role, Source { name, bytes: text.as_bytes() });
    let files = [file(FileRole::Target, "my <model>.csv", target), file(FileRole::Shadow, "shadow.csv", shadow)];
    let report = audit(&Sources::by_role(&files).unwrap()).unwrap();
    for size in [WIDE, NARROW, (0, 0)] {
        let draw = |figure| plot::draw_audit(figure, &report, &Request::sized(size.0, size.1));
        let roc = draw(Figure::Roc).unwrap();
        assert!(roc.alt.contains("every attack on the model of my <model>.csv") && roc.alt.contains("Conf 0.667"));
        assert!(roc.svg.contains("left edge: 1 of 2 non-members") && !roc.svg.contains("NaN"));
        assert_eq!(roc.table.rows.len(), report.attacks.len());
        assert_eq!(roc.table.rows[0][..3], ["my <model>.csv", "Conf", "0.667"]);
        let histogram = draw(Figure::Histogram).unwrap();
        assert!(histogram.alt.contains("3 members above and 2 non-members below, by the attack Hconf"));
        assert!(histogram.svg.contains("called a member →") && !histogram.svg.contains("NaN"));
        assert!(draw(Figure::Tradeoff).is_none());
    }
}

#[test]
fn attacks_that_do_not_know_of_the_defense_are_in_the_table_of_the_figure_and_nowhere_else() {
    let report = sample::report();
    let mut both = report.clone();
    for round in both.arms[2].rounds.iter_mut() {
        let non_adaptive =
            round.attacks.clone().into_iter().map(|attack| AttackReport { adaptive: false, auc: 0.99, ..attack });
        round.attacks.extend(non_adaptive.collect::<Vec<_>>());
    }
    for row in FIGURES {
        let (one, two) = (picture(row.figure, &report, WIDE), picture(row.figure, &both, WIDE));
        assert_eq!((one.svg, one.alt), (two.svg, two.alt), "{}", row.id);
        let more = if row.figure == Figure::Attacks { both.arms[2].rounds[0].attacks.len() / 2 } else { 0 };
        assert_eq!(two.table.rows.len(), one.table.rows.len() + more, "{}", row.id);
    }
    let rows = picture(Figure::Attacks, &both, WIDE).table.rows;
    assert!(rows.iter().any(|row| row[0] == "RSW L→H" && row[1] == "Conf, not adaptive" && row[2] == "0.990"));
}

#[test]
fn classes_have_the_names_that_their_source_gives_them() {
    let mut report = sample::report();
    report.data.class_names = (0..10).map(|class| format!("kind {class}")).collect();
    let drawn = picture(Figure::Divergence, &report, WIDE);
    assert!(drawn.svg.contains(">kind 3</text>"));
    assert!(drawn.table.rows.iter().any(|row| row[1] == "kind 9"));
    // Where not all names have room, some are left out rather than one written over another.
    report.data.class_names = (0..10).map(|class| format!("a long name of class {class}")).collect();
    let narrow = picture(Figure::Divergence, &report, NARROW).svg;
    assert!(narrow.contains("of class 0</text>") && !narrow.contains("of class 1</text>"));
}
