//! IDX, the format of MNIST and its kin, for unsigned bytes: two zero bytes, type 8, the number of dimensions, each
//! dimension as a big-endian u32, then the values, the last dimension fastest. Source: yann.lecun.com/exdb/mnist.

use super::gzip;
use crate::{Error, Result};

/// An array of bytes.
#[derive(Debug, PartialEq)]
pub struct Idx {
    /// Sizes, slowest first.
    pub dims: Vec<usize>,
    /// As many values as the product of `dims`.
    pub values: Vec<u8>,
}

/// Reads the IDX file `name`, gzipped or not.
///
/// # Errors
/// [`Error::Data`] if the file does not begin as IDX of bytes, or holds more or fewer values than it announces.
pub fn parse(name: &str, bytes: &[u8]) -> Result<Idx> {
    let bytes = gzip::inflate(name, bytes)?;
    let Some((&[0, 0, 8, count], rest)) = bytes.split_first_chunk() else {
        let rule = "an IDX file of bytes must begin with 0, 0, 8 and the number of dimensions";
        return Err(Error::data(name, rule, format!("{:?}", &bytes[..bytes.len().min(4)])));
    };
    let Some((head, values)) = rest.split_at_checked(4 * usize::from(count)) else {
        return Err(Error::data(name, format!("an IDX file must name its {count} dimensions"), "the end of the file"));
    };
    let dims: Vec<usize> = head.as_chunks::<4>().0.iter().map(|size| u32::from_be_bytes(*size) as usize).collect();
    // A product too large to count is also larger than any file.
    let total = dims.iter().try_fold(1_usize, |product, size| product.checked_mul(*size));
    if total != Some(values.len()) {
        let rule = format!("an IDX file of dimensions {dims:?} must hold as many bytes");
        return Err(Error::data(name, rule, values.len()));
    }
    Ok(Idx { dims, values: values.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::gzip::tests::gzip;

    const FILE: [u8; 18] = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

    #[test]
    fn a_file_is_read_as_it_is_and_gzipped() {
        let expected = Idx { dims: vec![2, 3], values: vec![1, 2, 3, 4, 5, 6] };
        assert_eq!(parse("file", &FILE).unwrap(), expected);
        assert_eq!(parse("file", &gzip(&FILE)).unwrap(), expected);
    }

    #[test]
    fn a_truncated_or_longer_file_is_refused() {
        for end in 0..FILE.len() {
            assert_eq!(parse("file", &FILE[..end]).unwrap_err().code(), "data", "{end}");
        }
        let error = parse("file", &[&FILE[..], &[7]].concat()).unwrap_err();
        assert_eq!(error.to_string(), "file: an IDX file of dimensions [2, 3] must hold as many bytes, but found 7");
    }

    #[test]
    fn a_wrong_magic_number_and_sizes_beyond_counting_are_refused() {
        let error = parse("file", b"PNG!").unwrap_err();
        assert!(error.to_string().ends_with("but found [80, 78, 71, 33]"), "{error}");
        let mut huge = vec![0, 0, 8, 3];
        huge.extend([255; 12]);
        assert_eq!(parse("file", &huge).unwrap_err().code(), "data");
    }
}
