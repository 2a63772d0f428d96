//! Numbers that go to the device together.
//!
//! On a GPU each upload waits for what was sent before it and costs more than its bytes; so a step's numbers are one, and what it
//! holds is seen there in place. On a CPU each is a tensor of its own, as if there were no parcel.

use burn::tensor::{Device, Int, Tensor, TensorData};
use std::ops::Range;

/// Where a section may begin, in words: 256 bytes, the largest step that an adapter may ask for (WebGPU,
/// `minStorageBufferOffsetAlignment`).
const STEP: usize = 64;

/// What is going to be sent.
#[derive(Debug, Default)]
pub struct Parcel {
    words: Vec<u32>,
}

/// A part of a parcel, in words.
pub type Section = Range<usize>;

/// A parcel on the device.
#[derive(Debug)]
pub struct Sent {
    words: Vec<u32>,
    device: Device,
    #[cfg(feature = "engine-gpu")]
    upload: Option<super::gpu::Upload>,
}

impl Parcel {
    /// Puts in whole numbers.
    pub fn ints(&mut self, values: &[i32]) -> Section {
        self.put(values.iter().map(|value| value.cast_unsigned()))
    }

    /// Puts in fractions.
    pub fn floats(&mut self, values: &[f32]) -> Section {
        self.put(values.iter().map(|value| value.to_bits()))
    }

    /// Puts in bits.
    pub fn bits(&mut self, words: &[u32]) -> Section {
        self.put(words.iter().copied())
    }

    fn put(&mut self, words: impl Iterator<Item = u32>) -> Section {
        let start = self.words.len().next_multiple_of(STEP);
        self.words.resize(start, 0);
        self.words.extend(words);
        start..self.words.len()
    }

    /// Brings everything to the device.
    pub fn send(self, device: &Device) -> Sent {
        Sent {
            #[cfg(feature = "engine-gpu")]
            upload: super::gpu::Upload::new(&self.words, device),
            words: self.words,
            device: device.clone(),
        }
    }
}

impl Sent {
    /// A section of whole numbers.
    pub fn ints(&self, section: &Section) -> Tensor<1, Int> {
        #[cfg(feature = "engine-gpu")]
        if let Some(upload) = &self.upload {
            return upload.ints(section);
        }
        let values: Vec<i32> = self.words[section.clone()].iter().map(|word| word.cast_signed()).collect();
        Tensor::from_data(TensorData::new(values, [section.len()]), &self.device)
    }

    /// A section of fractions.
    pub fn floats<const D: usize>(&self, section: &Section, shape: [usize; D]) -> Tensor<D> {
        #[cfg(feature = "engine-gpu")]
        if let Some(upload) = &self.upload {
            return upload.floats(section, shape);
        }
        let values: Vec<f32> = self.words[section.clone()].iter().map(|&word| f32::from_bits(word)).collect();
        Tensor::from_data(TensorData::new(values, shape), &self.device)
    }

    /// A section of bits as zeros and `one`s. Each of the first dimension begins with a word of its own.
    pub fn bits<const D: usize>(&self, section: &Section, shape: [usize; D], one: f32) -> Tensor<D> {
        #[cfg(feature = "engine-gpu")]
        if let Some(upload) = &self.upload {
            return upload.bits(section, shape, one);
        }
        let row: usize = shape[1..].iter().product();
        let mut values = vec![0.0f32; shape[0] * row];
        let rows = self.words[section.clone()].chunks(row.div_ceil(32)).zip(values.chunks_mut(row));
        for (bits, values) in rows.flat_map(|(words, row)| words.iter().zip(row.chunks_mut(32))) {
            for (i, value) in values.iter_mut().enumerate() {
                *value = if bits >> i & 1 == 1 { one } else { 0.0 };
            }
        }
        Tensor::from_data(TensorData::new(values, shape), &self.device)
    }
}

#[cfg(all(test, feature = "engine-cpu"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_comes_out() {
        let mut parcel = Parcel::default();
        let ints = parcel.ints(&[3, -1]);
        let floats = parcel.floats(&[0.5, -2.0]);
        // Two rows of 33 bits: the first and the last of each.
        let bits = parcel.bits(&[1, 1, 1, 1]);
        let sent = parcel.send(&Device::flex());
        assert_eq!(sent.ints(&ints).into_data().try_into_vec::<i32>().unwrap(), [3, -1]);
        assert_eq!(sent.floats(&floats, [1, 2]).into_data().try_into_vec::<f32>().unwrap(), [0.5, -2.0]);
        let found: Vec<f32> = sent.bits(&bits, [2, 11, 3], 1.25).into_data().try_into_vec().unwrap();
        let expected: Vec<f32> = (0..66).map(|i| if [0, 32].contains(&(i % 33)) { 1.25 } else { 0.0 }).collect();
        assert_eq!(found, expected);
    }
}
