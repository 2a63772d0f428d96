//! Files as they come, gzipped or not, within limits that a browser tab can hold.

use crate::{Error, Result};
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::{ErrorKind, Read};

/// Largest file that is looked at: 2 GB.
const MAX_FILE: usize = 2_000_000_000;
/// Largest content of a gzipped file: 1 GiB, in a browser a quarter of it. A few kilobytes can hold terabytes of zeros.
const MAX_INFLATED: u64 = if cfg!(target_arch = "wasm32") { 1 << 28 } else { 1 << 30 };

/// The content of the file `name`: inflated if it begins like a gzip file, else as it is.
///
/// # Errors
/// [`Error::Data`] for a file over 2 GB, a content over the limit, and a gzip file that is damaged or ends early.
pub fn inflate<'a>(name: &str, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>> {
    inflate_within(name, bytes, MAX_FILE, MAX_INFLATED)
}

fn inflate_within<'a>(name: &str, bytes: &'a [u8], max_file: usize, max_inflated: u64) -> Result<Cow<'a, [u8]>> {
    if bytes.len() > max_file {
        return Err(Error::data(name, format!("a file must have at most {max_file} bytes"), bytes.len()));
    }
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut content = Vec::new();
    // One byte more than allowed tells too long from just fitting.
    let mut decoder = MultiGzDecoder::new(bytes).take(max_inflated + 1);
    decoder.read_to_end(&mut content).map_err(|error| damaged(name, &error))?;
    if content.len() as u64 > max_inflated {
        return Err(too_large(name, &format!("at most {max_inflated} bytes")));
    }
    Ok(Cow::Owned(content))
}

fn damaged(name: &str, error: &std::io::Error) -> Error {
    if error.kind() == ErrorKind::OutOfMemory {
        return too_large(name, "it must fit into memory");
    }
    Error::data(name, "a gzip file must be whole", error)
}

fn too_large(name: &str, limit: &str) -> Error {
    Error::data(name, format!("a gzip file must not be too large when unpacked ({limit})"), "more")
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    /// `bytes` as a gzip file.
    pub fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_gzip_file_is_inflated_and_another_is_left_alone() {
        assert_eq!(inflate("file", &gzip(b"1,2\n")).unwrap().as_ref(), b"1,2\n");
        assert!(matches!(inflate("file", b"1,2\n").unwrap(), Cow::Borrowed(b"1,2\n")));
    }

    #[test]
    fn a_truncated_gzip_file_is_refused_wherever_it_ends() {
        let whole = gzip(b"1,2,3\n4,5,6\n7,8,9\n");
        for end in 2..whole.len() {
            let error = inflate("file", &whole[..end]).unwrap_err();
            assert!(error.to_string().starts_with("file: a gzip file must be whole, but found "), "{end}: {error}");
        }
    }

    #[test]
    fn too_long_a_file_or_content_is_refused_and_one_that_just_fits_is_not() {
        let zeros = gzip(&[0; 1000]);
        assert_eq!(inflate_within("file", &zeros, 1000, 1000).unwrap().len(), 1000);
        let error = inflate_within("file", &zeros, 1000, 999).unwrap_err();
        let said = "file: a gzip file must not be too large when unpacked (at most 999 bytes), but found more";
        assert_eq!(error.to_string(), said);
        let error = inflate_within("file", b"1234", 3, 3).unwrap_err();
        assert_eq!(error.to_string(), "file: a file must have at most 3 bytes, but found 4");
    }

    #[test]
    fn a_lack_of_memory_is_no_damage() {
        let error = damaged("file", &ErrorKind::OutOfMemory.into());
        let said = "file: a gzip file must not be too large when unpacked (it must fit into memory), but found more";
        assert_eq!(error.to_string(), said);
        assert!(damaged("file", &ErrorKind::UnexpectedEof.into()).to_string().contains("must be whole"));
    }
}
