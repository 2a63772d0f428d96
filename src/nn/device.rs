//! Opening a device. Which devices there are is decided by the features of the build.

use crate::{Error, Result};
use burn::tensor::Device;

/// A device that an engine can compute on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceKind {
    /// burn's `flex`: one thread, SIMD.
    Cpu,
    /// burn's `wgpu` with WGSL shaders.
    Webgpu,
}

impl DeviceKind {
    /// Name in configuration, report and errors.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Webgpu => "webgpu",
        }
    }
}

/// Opens the device.
///
/// # Errors
/// This build does not hold the device, or the machine has none.
pub async fn open(kind: DeviceKind) -> Result<Device> {
    match kind {
        #[cfg(feature = "engine-cpu")]
        DeviceKind::Cpu => Ok(Device::flex()),
        #[cfg(feature = "engine-gpu")]
        DeviceKind::Webgpu => Device::wgpu_options()
            // More than a step has: it is handed over by the next one's upload, whole.
            .tasks_max(256)
            .init_async()
            .await
            .map_err(|error| Error::Device { device: kind.name().into(), reason: format!("{error:?}") }),
        #[allow(unreachable_patterns, reason = "which arms exist depends on the features")]
        _ => Err(Error::Device { device: kind.name().into(), reason: "not part of this build".into() }),
    }
}
