//! Kernels of our own for the GPU, where burn's would be dozens of launches: a launch costs more there than its arithmetic.
//!
//! Each has a counterpart on the CPU; the self-check compares the two in every run.

mod adam;
mod upload;

pub use adam::adam;
pub use upload::Upload;

use burn::tensor::{DType, Tensor};
use burn_cubecl::{CubeBackend, cubecl::prelude::*, tensor::CubeTensor};

/// True if the tensor lies on a GPU.
pub fn holds<const D: usize>(tensor: &Tensor<D>) -> bool {
    tensor.clone().try_into_primitive::<CubeBackend>().is_ok()
}

/// A tensor as a kernel takes it: its numbers without gaps, row by row.
fn rows<const D: usize>(tensor: Tensor<D>) -> CubeTensor {
    let tensor = tensor.try_into_primitive::<CubeBackend>().expect("a tensor on the GPU");
    burn_cubecl::kernel::into_contiguous(tensor)
}

/// A new tensor of this shape, with whatever lay there.
fn empty<const D: usize>(like: &CubeTensor, shape: [usize; D]) -> CubeTensor {
    burn_cubecl::ops::numeric::empty_device_dtype(like.client.clone(), like.device.clone(), shape.into(), DType::F32)
}

/// How many units of work there are for `count` numbers.
fn units(on: &CubeTensor, count: usize) -> (CubeCount, CubeDim) {
    let dim = CubeDim::new(&on.client, count);
    (burn_cubecl::cubecl::calculate_cube_count_elemwise(&on.client, count, dim), dim)
}
