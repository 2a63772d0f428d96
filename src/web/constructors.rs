//! The constructors of the GPU engine's bundle: some 4,800 functions by which cubecl's compiler (pliron, through `inventory`)
//! registers its operations.
//!
//! Where nothing names `__wasm_call_ctors`, the linker takes the module for a command and runs all of them before *every* exported
//! function, of which a dispatch calls dozens. A module that calls it by itself is taken for a library, and they run once. Reported in
//! `docs/upstream/cubecl-constructors-on-wasm.md`.

#[allow(unsafe_code, reason = "a function that only the linker defines")]
unsafe extern "C" {
    fn __wasm_call_ctors();
}

/// To be called once, before anything else of the bundle.
#[allow(
    unsafe_code,
    reason = "the linker's function takes nothing, gives nothing and needs nothing but to be called once"
)]
pub fn run() {
    unsafe { __wasm_call_ctors() }
}
