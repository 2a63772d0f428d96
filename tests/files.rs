//! Own files as people have them: written by pandas, R, numpy, Excel and scikit-learn (tests/data/make_files.py), and the
//! kinds of files that other tools were reported to misread.

use std::fmt::Write as _;
use wemem_lab::{
    config::{Config, Copies, DataConfig, Header, RareClasses},
    data::{
        Dataset,
        own::{self, reading::Reading},
    },
};

fn with(change: impl FnOnce(&mut DataConfig)) -> DataConfig {
    let mut config = Config::default().data;
    change(&mut config);
    config
}

fn kept(name: &str, config: &DataConfig) -> Dataset {
    let path = format!("{}/tests/data/files/{name}", env!("CARGO_MANIFEST_DIR"));
    own::read(name, &std::fs::read(path).unwrap(), config).unwrap_or_else(|error| panic!("{error}"))
}

fn read(text: &str) -> Dataset {
    own::read("file", text.as_bytes(), &Config::default().data).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(text: &str) -> String {
    own::read("file", text.as_bytes(), &Config::default().data).unwrap_err().to_string()
}

fn reading(data: &Dataset) -> &Reading {
    data.reading.as_deref().unwrap()
}

fn left_out(data: &Dataset) -> Vec<u32> {
    reading(data).left_out.iter().map(|left| left.column.number).collect()
}

#[test]
fn the_same_records_from_every_writer_are_the_same() {
    let (guessed, first) = (with(|_| ()), with(|data| data.label = "1".into()));
    let zero = with(|data| data.label = "0".into());
    let pandas = kept("pandas.csv", &guessed);
    assert_eq!((pandas.len(), pandas.dim, pandas.classes), (90, 4, 3));
    assert_eq!(pandas.class_names, ["kräftig", "mild", "none"]);
    assert_eq!((reading(&pandas).label.name.as_str(), left_out(&pandas)), ("taste", vec![1]));
    for (name, config, index) in [
        ("r-write-csv.csv", &guessed, &[1][..]),
        ("r-write-table.txt", &guessed, &[1]),
        ("excel-semicolons.csv", &guessed, &[]),
        ("excel-unicode.txt", &guessed, &[]),
        ("numpy-savetxt.txt", &guessed, &[]),
        ("pandas-numbers.csv", &zero, &[]),
        ("plain.tgz", &first, &[]),
    ] {
        let data = kept(name, config);
        assert_eq!(data.labels, pandas.labels, "{name}");
        assert_eq!(left_out(&data), index, "{name}");
        // %g keeps six digits of a dose that is scaled by a range of a hundredth.
        let differs = data.features.iter().zip(&pandas.features).any(|(a, b)| (a - b).abs() > 2e-6);
        assert!(!differs && data.features.len() == pandas.features.len(), "{name}");
        let has_names = !["numpy-savetxt.txt", "pandas-numbers.csv", "plain.tgz"].contains(&name);
        assert_eq!(
            data.class_names,
            if has_names { pandas.class_names.clone() } else { vec!["0".into(), "1".into(), "2".into()] }
        );
    }
    let wine = kept("sklearn-wine.csv.gz", &guessed);
    assert_eq!((wine.len(), wine.dim, wine.classes), (178, 13, 3));
    assert_eq!(reading(&wine).label.name, "target");
}

#[test]
fn how_a_file_was_read_is_kept() {
    let guessed = with(|_| ());
    let data = kept("excel-semicolons.csv", &guessed);
    let excel = reading(&data);
    assert_eq!(
        (excel.encoding.as_str(), excel.delimiter.as_str(), excel.decimal_comma),
        ("windows-1252", "semicolons", true)
    );
    assert_eq!((excel.header, excel.columns, excel.records, excel.scaled), (true, 5, 90, 4));
    assert!(excel.label_guessed && excel.label.number == 5);
    let unicode = kept("excel-unicode.txt", &guessed);
    assert_eq!((reading(&unicode).encoding.as_str(), reading(&unicode).delimiter.as_str()), ("UTF-16LE", "tabs"));
    let plain = kept("plain.tgz", &with(|data| data.label = "1".into()));
    assert_eq!((reading(&plain).wrappings.join(" "), reading(&plain).header), ("gzip tar".into(), false));
    let said = reading(&kept("pandas.csv", &guessed)).decisions().join("\n");
    for words in [
        "6 columns parted by commas; the first row names the columns",
        "the label is column \"taste\" (guessed; data.label names another): 3 classes with their records: kräftig (",
        "column 1 is left out: it numbers or names the rows",
        "4 features, each scaled to 0..1",
    ] {
        assert!(said.contains(words), "{said}");
    }
}

/// Ten classes, 30 bits, the label first.
fn bits() -> String {
    (0..40u32).fold(String::new(), |mut text, i| {
        let bits = (0..30u32).map(|bit| (i.wrapping_mul(2_654_435_761) >> bit) & 1);
        bits.fold(write!(text, "{}", i % 10), |_, bit| write!(text, ",{bit}")).unwrap();
        text.push('\n');
        text
    })
}

fn numbers(from: u32, count: u32) -> String {
    (from..from + count).map(|i| i.to_string()).collect::<Vec<_>>().join(",")
}

#[test]
fn a_header_of_numbers_is_no_record() {
    let plain = read(&bits());
    assert_eq!((plain.len(), plain.dim, plain.classes, reading(&plain).header), (40, 30, 10, false));
    for header in [
        numbers(0, 31),
        numbers(1, 31),
        numbers(1990, 31),
        format!("0,{}", numbers(0, 30)),
        format!("label,{}", numbers(0, 30)),
        (0..31).map(|i| (400 + 10 * i).to_string()).collect::<Vec<_>>().join(","),
        (0..31).map(|i| format!("V{i}")).collect::<Vec<_>>().join(","),
    ] {
        let data = read(&format!("{header}\n{}", bits()));
        assert!(reading(&data).header, "{header}");
        assert_eq!((&data.features, &data.labels), (&plain.features, &plain.labels), "{header}");
    }
    // With pandas' index before it.
    let rows: String = bits().lines().enumerate().map(|(i, row)| format!("{i},{row}\n")).collect();
    let data = read(&format!(",{}\n{rows}", numbers(0, 31)));
    assert_eq!((&data.features, &data.labels, left_out(&data)), (&plain.features, &plain.labels, vec![1]));
}

#[test]
fn a_first_row_of_another_kind_than_those_below_is_a_header() {
    assert!(reading(&read("kind,7\n1,0.5\n2,0.7\n")).header);
    assert!(reading(&read("0,1,weight\n1,2,0.5\n2,2,0.7\n")).header);
    // Records whose numbers happen to go up, each by its own step.
    assert!(!reading(&read("1,2,3,4,5.5\n2,4,6,8,1\n1,3,5,7,2\n")).header);
    assert!(!reading(&read("1,2,3,4,5\n2,4,6,8,10\n1,3,5,7,9\n")).header);
    let asked = |header| with(|data| (data.header, data.label) = (header, "1".into()));
    let text = "0,1,2,3,4\n1,0,0,1,0\n0,1,1,1,0\n";
    let rows = |header| own::read("file", text.as_bytes(), &asked(header)).unwrap().len();
    assert_eq!([rows(Header::Auto), rows(Header::Yes), rows(Header::No)], [2, 2, 3]);
}

#[test]
fn a_range_that_a_handful_of_rows_sets_is_told_with_the_rows() {
    let config = with(|data| (data.header, data.label) = (Header::No, "1".into()));
    let text = format!("{}\n{}", numbers(0, 31), bits().repeat(2));
    let data = own::read("file", text.as_bytes(), &config).unwrap();
    let found = reading(&data);
    // Of columns 1 to 31 the header's numbers 11 to 30 are more than ten times the bits.
    assert_eq!((found.stretched_count, &found.stretched[0].rows[..]), (20, &[1][..]));
    let said = found.oddities().join("\n");
    assert!(said.contains("a handful of rows sets the range of 20 features"), "{said}");
    assert!(said.contains("12 (row 1; all others within 0 to 1)") && said.contains("and 10 more"), "{said}");
}

/// The column of the label, or the refusal.
fn label_of(header: &str, row: impl Fn(u32) -> String) -> String {
    let text = (0..40).fold(format!("{header}\n"), |text, i| text + &row(i) + "\n");
    match own::read("file", text.as_bytes(), &Config::default().data) {
        Ok(data) => reading(&data).label.name.clone(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_label_is_named_or_text_or_asked_for() {
    let asks = |found: &str, columns: &str| {
        assert!(found.contains("one column must be the label; say which (--label, data.label)"), "{found}");
        assert!(found.ends_with(&format!("equally likely: columns {columns}")), "{found}");
    };
    let survived =
        label_of("cabin,age,fare,survived", |i| format!("{},{}.5,{}.25,{}", 1 + i % 3, 20 + i, 7 * i, i % 2));
    asks(&survived, "\"cabin\", \"survived\"");
    let point = |i: u32, last: &str| format!("{},{},{}.5,{last}", i % 8, i * 7 % 8, i);
    assert_eq!(label_of("x,y,warmth,kind", |i| point(i, ["0", "1", "2"][i as usize % 3])), "kind");
    assert_eq!(label_of("x,y,label", |i| format!("{},{},{}", i % 8, i * 7 % 8, i % 2)), "label");
    assert_eq!(
        label_of("x,y,color", |i| format!("{},{},{}", i % 8, i * 7 % 8, ["red", "blue"][i as usize % 2])),
        "color"
    );
    assert_eq!(label_of("age,y,fare", |i| format!("{},{},{}", i % 8, i % 2, i)), "y");
    assert_eq!(label_of("target,y,fare", |i| format!("{},{},{}", i % 8, i % 2, i)), "target");
    assert_eq!(label_of("Y,a,Class", |i| format!("{},{},{}", i % 8, i % 2, i % 3)), "Class");
    let two_texts = |i: u32| format!("{},{}.5,{}", ["a", "b"][i as usize % 2], i, ["c", "d"][i as usize % 2]);
    asks(&label_of("sex,age,town", two_texts), "\"sex\", \"town\"");
    asks(&label_of("class,age,target", |i| format!("{},{i}.5,{}", i % 2, i % 3)), "\"class\", \"target\"");
    let none = label_of("a,b", |i| format!("{i}.5,{i}.25"));
    assert!(none.ends_with("no column of text, and none at either end of whole numbers that differ"), "{none}");
}

#[test]
fn the_owner_names_label_and_columns_left_out_by_name_or_number() {
    let text = "id,town,age,survived\n7,a,30,0\n8,b,40,1\n9,a,50,1\n";
    let read = |label: &str, leave_out: &str| {
        let config = with(|data| (data.label, data.leave_out) = (label.into(), leave_out.into()));
        own::read("file", text.as_bytes(), &config)
    };
    let data = read("Survived", "town").unwrap();
    assert_eq!((data.dim, &data.labels[..], left_out(&data)), (1, &[0, 1, 1][..], vec![1, 2]));
    assert_eq!(data.features, read("4", "2, id").unwrap().features);
    assert_eq!(read("id", "town").unwrap().dim, 2);
    let text_column = read("survived", "").unwrap_err().to_string();
    assert!(
        text_column.starts_with("file, row 2, column town: a feature must be a number (a column of text"),
        "{text_column}"
    );
    assert_eq!(
        read("sex", "").unwrap_err().to_string(),
        "data.label must be a column of file: its name, or its number in 1..=4, but is \"sex\""
    );
    assert!(read("town", "town").unwrap_err().to_string().contains("must not name the label"));
    assert!(read("survived", "town,age,id").unwrap_err().to_string().contains("at least one feature"));
}

#[test]
fn a_missing_label_is_refused_with_its_row_and_never_a_class() {
    for word in ["NA", "", "nan", "NaN", "null", "None", "N/A", "#N/A", "?", "<NA>"] {
        let mut text = String::from("class,x\n");
        (0..800).for_each(|i| {
            let class = if i % 40 == 7 { word } else { ["a", "b", "c"][i % 3] };
            writeln!(text, "{class},{i}").unwrap();
        });
        let said = refused(&text);
        assert!(
            said.starts_with("file, row 9, column class: a label must not be missing, but found "),
            "{word}: {said}"
        );
    }
}

#[test]
fn row_names_and_counters_are_left_out_and_told() {
    let rows = |first: fn(u32) -> String| {
        (0..20).fold(String::new(), |text, i| text + &format!("{},{},{}.25,{}\n", first(i), 20 + i, 7 * i, i % 2))
    };
    for (header, first) in [
        ("\"\",\"age\",\"fare\",\"survived\"\n", (|i| format!("\"{}\"", i + 1)) as fn(u32) -> String),
        (",age,fare,survived\n", |i| i.to_string()),
        ("Unnamed: 0,age,fare,survived\n", |i| i.to_string()),
        (",age,fare,survived\n", |i| (i * 7 % 20).to_string()),
        ("\"\",\"age\",\"fare\",\"survived\"\n", |i| format!("\"Mazda {i}\"")),
        ("id,age,fare,survived\n", |i| format!("rec-{i}")),
        ("", |i| i.to_string()),
        ("", |i| format!("\"{}\"", i + 1)),
    ] {
        let text = format!("{header}{}", rows(first));
        let config = with(|data| data.label = "4".into());
        let data = own::read("file", text.as_bytes(), &config).unwrap();
        assert_eq!((data.dim, data.classes, left_out(&data)), (2, 2, vec![1]), "{text}");
    }
    // Without a name for the label too: the age could be one, but what repeats is likelier.
    let said = own::read(
        "file",
        format!("\"\",\"age\",\"fare\",\"survived\"\n{}", rows(|i| format!("\"{i}\""))).as_bytes(),
        &with(|_| ()),
    );
    assert_eq!(said.unwrap().classes, 2);
}

#[test]
fn whole_numbers_written_as_floats_are_classes() {
    let floats = read("1.000000000000000000e+00,2.5\n0.000000000000000000e+00,3.5\n");
    assert_eq!((&floats.class_names[..], &floats.labels[..]), (&["0".into(), "1".into()][..], &[1, 0][..]));
    assert_eq!(read("label,x\n9.0,1\n9,2\n8,3\n").labels, [1, 1, 0]);
    assert_eq!(read("label,x\nTrue,1\nFalse,2\n").class_names, ["False", "True"]);
}

#[test]
fn numbers_of_two_kinds_in_one_file_are_refused_with_both_places() {
    let said = refused("label;a\nx;0,5\ny;1.5\n");
    assert_eq!(
        said,
        "file, row 3, column a: a number must be written with the decimal sign \",\", as in file, row 2, column a, but found \
         \"1.5\""
    );
    let said = refused("label,a\nx,\"1,234.5\"\ny,2\n");
    assert!(
        said.contains("column a: a feature must be a number (written with a point and without thousands"),
        "{said}"
    );
}

#[test]
fn copies_and_rare_classes_are_choices_of_the_configuration() {
    let config = with(|data| (data.copies, data.rare_classes) = (Copies::KeepTogether, RareClasses::LeaveOut));
    let text = serde_json::to_string(&config).unwrap();
    assert!(text.contains("\"keep-together\"") && text.contains("\"leave-out\""), "{text}");
}
