//! Passes of our own for the CPU, where each of burn's would go through memory once more and leave a tensor behind.
//!
//! What they compute is what burn's operations would, number by number in the same order; tests compare the two. Numbers go in
//! fours, because the page's build, which is small, makes no such groups by itself.

mod adam;

pub use adam::adam;

use burn::{
    backend::{Flex, tensor::FloatTensor},
    tensor::Tensor,
};

/// The numbers of a tensor without gaps, row by row.
struct Rows(FloatTensor<Flex>);

impl Rows {
    fn of<const D: usize>(tensor: Tensor<D>) -> Self {
        Self(tensor.try_into_primitive::<Flex>().expect("a tensor on the CPU").to_contiguous())
    }

    fn values(&self) -> &[f32] {
        let layout = self.0.layout();
        &self.0.storage()[layout.start_offset()..][..layout.num_elements()]
    }

    /// For writing; copied only where somebody else holds them too.
    fn values_mut(&mut self) -> &mut [f32] {
        let (start, count) = (self.0.layout().start_offset(), self.0.layout().num_elements());
        &mut self.0.storage_mut()[start..][..count]
    }

    fn into_tensor<const D: usize>(self) -> Tensor<D> {
        Tensor::from_primitive::<Flex>(self.0)
    }
}
