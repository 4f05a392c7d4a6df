//! Every shader is valid WGSL, belongs to a kernel, and binds what its kernel says. All failures at once.

#![cfg(not(target_arch = "wasm32"))]

use nabla_compute::kernel::KernelSource;
use naga::valid::{Capabilities, ValidationFlags, Validator};

/// What is wrong with one shader, if anything.
fn check(kernel: &KernelSource) -> Result<(), String> {
    let module = naga::front::wgsl::parse_str(kernel.wgsl).map_err(|e| e.emit_to_string(kernel.wgsl))?;
    // No capabilities: nothing beyond what every WebGPU offers.
    Validator::new(ValidationFlags::all(), Capabilities::empty())
        .validate(&module)
        .map_err(|e| e.emit_to_string(kernel.wgsl))?;
    if !module.entry_points.iter().any(|entry| entry.name == "main") {
        return Err("has no entry point `main`".into());
    }
    let mut bound: Vec<(u32, naga::AddressSpace)> = module
        .global_variables
        .iter()
        .filter_map(|(_, variable)| variable.binding.map(|binding| (binding.binding, variable.space)))
        .collect();
    bound.sort_by_key(|(binding, _)| *binding);
    let read = naga::AddressSpace::Storage { access: naga::StorageAccess::LOAD };
    let read_write = naga::AddressSpace::Storage { access: naga::StorageAccess::LOAD | naga::StorageAccess::STORE };
    let mut expected = vec![(0, naga::AddressSpace::Uniform)];
    expected.extend((0..kernel.inputs).map(|i| (1 + i as u32, read)));
    expected.extend((0..kernel.outputs).map(|i| ((1 + kernel.inputs + i) as u32, read_write)));
    if bound != expected {
        return Err(format!("binds {bound:?}, but its kernel says {expected:?}"));
    }
    let workgroup_bytes: u32 = module
        .global_variables
        .iter()
        .filter(|(_, variable)| variable.space == naga::AddressSpace::WorkGroup)
        .map(|(_, variable)| module.types[variable.ty].inner.size(module.to_ctx()))
        .sum();
    if workgroup_bytes > 16_384 || kernel.inputs + kernel.outputs > 8 {
        return Err(format!("is beyond the default limits: {workgroup_bytes} bytes of workgroup memory"));
    }
    Ok(())
}

#[test]
fn every_shader_is_valid_and_binds_what_its_kernel_says() {
    let failures: Vec<String> = nabla_compute::ops::kernels()
        .into_iter()
        .filter_map(|kernel| check(kernel).err().map(|e| format!("{}: {e}", kernel.name)))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_shader_file_has_a_kernel() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shaders");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder of shaders")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let mut used: Vec<String> = nabla_compute::ops::kernels().iter().map(|k| format!("{}.wgsl", k.file)).collect();
    used.sort();
    used.dedup();
    assert_eq!(files, used, "each shader file has a kernel in ops::kernels(), each kernel a file");
}
