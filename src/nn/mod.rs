//! The only folder that names burn: stacks of networks, their training and what they answer; and networks that attack.
//!
//! Tensors never leave it. An [`Engine`] executes jobs on one device and answers with plain messages; what a step needs goes to
//! the device in one [`parcel`], and nothing but [`read`] brings numbers back, asynchronously, because a browser cannot wait
//! for a GPU.

mod adam;
mod admm;
mod batch;
#[cfg(feature = "engine-cpu")]
mod cpu;
mod device;
mod engine;
mod game;
#[cfg(feature = "engine-gpu")]
mod gpu;
mod job;
mod learned;
mod norm;
mod objective;
mod parcel;
mod picture;
mod private;
mod self_check;
mod stack;
mod work;

pub use device::{DeviceKind, open};
pub use engine::Engine;
pub use job::Work;

use crate::{Error, Result};
use burn::tensor::{Device, Tensor, TensorData};

/// Brings numbers to the device, row by row of `[N, rows, columns]`.
fn tensor(values: Vec<f32>, shape: [usize; 3], device: &Device) -> Tensor<3> {
    Tensor::from_data(TensorData::new(values, shape), device)
}

/// Brings a tensor's numbers back from the device, row by row.
async fn read<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>> {
    let lost = |reason: String| Error::Device { device: "webgpu".into(), reason };
    let data = tensor.into_data_async().await.map_err(|error| lost(format!("reading back failed: {error:?}")))?;
    data.try_into_vec::<f32>().map_err(|error| lost(format!("unexpected kind of number: {error:?}")))
}
