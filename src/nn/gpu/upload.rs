//! A parcel on the GPU: sections are seen in place; bits become numbers in one launch.

use super::{empty, units};
use crate::nn::parcel::Section;
use burn::tensor::{DType, Device, Int, Shape, Tensor, TensorData};
use burn_cubecl::{
    CubeBackend,
    cubecl::{self, prelude::*},
    tensor::CubeTensor,
};

/// Bytes of a word.
const WORD: usize = 4;

/// All words of a parcel.
#[derive(Debug)]
pub struct Upload {
    words: CubeTensor,
}

impl Upload {
    /// Brings the words to the device; none if it is no GPU.
    pub fn new(words: &[u32], device: &Device) -> Option<Self> {
        let words: Vec<i32> = words.iter().map(|word| word.cast_signed()).collect();
        let shape = [words.len()];
        let sent = Tensor::<1, Int>::from_data(TensorData::new(words, shape), device);
        sent.try_into_primitive::<CubeBackend>().ok().map(|words| Self { words })
    }

    pub fn ints(&self, section: &Section) -> Tensor<1, Int> {
        Tensor::from_primitive::<CubeBackend>(self.view(section, [section.len()].into(), DType::I32))
    }

    pub fn floats<const D: usize>(&self, section: &Section, shape: [usize; D]) -> Tensor<D> {
        Tensor::from_primitive::<CubeBackend>(self.view(section, shape.into(), DType::F32))
    }

    pub fn bits<const D: usize>(&self, section: &Section, shape: [usize; D], one: f32) -> Tensor<D> {
        let words = self.view(section, [section.len()].into(), DType::U32);
        let numbers = empty(&words, shape);
        let count = shape.iter().product();
        let (cubes, dim) = units(&numbers, count);
        let client = numbers.client.clone();
        expand_bits::launch(
            &client,
            cubes,
            dim,
            words.into_buffer_arg(),
            numbers.clone().into_buffer_arg(),
            one,
            count / shape[0],
            section.len() / shape[0],
        );
        Tensor::from_primitive::<CubeBackend>(numbers)
    }

    /// The very memory of the upload.
    fn view(&self, section: &Section, shape: Shape, dtype: DType) -> CubeTensor {
        let whole = &self.words;
        let behind = whole.meta.num_elements() - section.end;
        let handle =
            whole.handle.clone().offset_start((section.start * WORD) as u64).offset_end((behind * WORD) as u64);
        CubeTensor::new_contiguous(whole.client.clone(), whole.device.clone(), shape, handle, dtype)
    }
}

/// Zero or `one` for each bit; a row has `numbers` of them in `words` of its own.
#[cube(launch)]
fn expand_bits(bits: &[u32], out: &mut [f32], one: f32, numbers: usize, words: usize) {
    let i = ABSOLUTE_POS;
    if i < out.len() {
        let place = i % numbers;
        let bit = bits[i / numbers * words + place / 32] >> ((place % 32) as u32) & 1;
        out[i] = f32::cast_from(bit) * one;
    }
}
