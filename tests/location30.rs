//! Location-30's published file opens as it is, and splits into the sizes of the WeMem authors' code. The file may not
//! be shipped: the tests read it from the folder that `WEMEM_LAB_DATA` names, and say so where there is none.

use flate2::read::MultiGzDecoder;
use std::io::Read;
use wemem_lab::config::presets;
use wemem_lab::data::{Dataset, Split};

fn file() -> Option<Vec<u8>> {
    let Some(folder) = std::env::var_os("WEMEM_LAB_DATA") else {
        eprintln!("skipped: WEMEM_LAB_DATA names no folder with location30.csv.gz");
        return None;
    };
    let path = std::path::Path::new(&folder).join("location30.csv.gz");
    Some(std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

#[test]
fn the_file_opens_gzipped_or_not() {
    let Some(gzipped) = file() else { return };
    let config = presets::preset("location-30").unwrap();
    let mut plain = Vec::new();
    MultiGzDecoder::new(&gzipped[..]).read_to_end(&mut plain).unwrap();
    let data = Dataset::load(&config, &[gzipped]).unwrap();
    assert_eq!((data.len(), data.dim, data.classes), (5010, 446, 30));
    // The first rows are of the classes "13", "11" and "3".
    assert_eq!(data.labels[..3], [12, 10, 2]);
    let ones = data.features.iter().filter(|&&x| x == 1.0).count();
    let density = ones as f64 / data.features.len() as f64;
    assert!((density - 0.120).abs() < 0.0005, "density {density}");
    assert!(data.features.iter().all(|&x| x == 0.0 || x == 1.0));
    // How the file was wrapped is told; all that is read from it is the same. No `assert_eq`: it would print both.
    let mut unwrapped = Dataset::load(&config, &[plain]).unwrap();
    assert_eq!(data.reading.as_ref().unwrap().wrappings, ["gzip"]);
    let wrappings = &mut unwrapped.reading.as_mut().unwrap().wrappings;
    assert!(wrappings.is_empty(), "{wrappings:?}");
    wrappings.push("gzip".into());
    assert!(unwrapped == data, "unpacked, the file is read otherwise");
}

#[test]
fn the_authors_split_has_the_authors_sizes() {
    let Some(file) = file() else { return };
    let config = presets::preset("location-30").unwrap();
    let data = Dataset::load(&config, &[file]).unwrap();
    let split = Split::new(&config, &data).unwrap();
    assert_eq!(split.shadows.len(), 5);
    for part in split.shadows.iter().chain([&split.target]) {
        assert_eq!((part.members.len(), part.development.len(), part.non_members.len()), (1803, 409, 794));
    }
}
