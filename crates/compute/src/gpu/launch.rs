//! Recording a kernel into the open batch.

use super::batch::SLOT;
use super::bindings::Key;
use super::pool::Block;
use super::{Gpu, GpuBuffer, MAX_BUFFERS};
use crate::kernel::KernelSource;

/// The workgroups that WebGPU guarantees in each dimension of a launch.
const MAX_GROUPS: u32 = 65_535;

impl Gpu {
    /// Records `kernel` over `groups` workgroups into the open batch.
    ///
    /// `params` is the uniform at binding 0, at most 256 bytes. No workgroups: nothing happens.
    ///
    /// # Panics
    /// On a wrong number of buffers, a buffer bound for writing and bound twice, parameters that are too long or more
    /// than 65,535 workgroups in a dimension: bugs of the caller.
    #[track_caller]
    pub fn launch(
        &self,
        kernel: &'static KernelSource,
        params: &[u8],
        inputs: &[&GpuBuffer],
        outputs: &[&GpuBuffer],
        groups: [u32; 3],
    ) {
        check_launch(kernel, params, inputs, outputs, groups);
        if groups.contains(&0) || self.fault.is_set() || self.trace.note(kernel) {
            return;
        }
        if self.batch.borrow().launches() >= self.pace.borrow().limit() {
            self.send();
        }
        let mut batch = self.batch.borrow_mut();
        let mut blocks: [Option<&Block>; MAX_BUFFERS] = [None; MAX_BUFFERS];
        for (slot, buffer) in blocks.iter_mut().zip(inputs.iter().chain(outputs)) {
            // A buffer without memory exists only once the fault is set, and then nothing is launched.
            let Some(block) = &buffer.block else { return };
            block.use_in(batch.number());
            *slot = Some(block);
        }
        let mut pipelines = self.pipelines.borrow_mut();
        let compiled = pipelines.compile(&self.device, kernel);
        let key = Key::new(kernel, &blocks);
        let mut bindings = self.bindings.borrow_mut();
        let bind_group = bindings.get(&self.device, &compiled.layout, key, &blocks);
        batch.dispatch(&self.device, kernel.name, &compiled.pipeline, bind_group, params, groups);
    }
}

#[track_caller]
fn check_launch(kernel: &KernelSource, params: &[u8], inputs: &[&GpuBuffer], outputs: &[&GpuBuffer], groups: [u32; 3]) {
    let name = kernel.name;
    assert!(
        inputs.len() == kernel.inputs && outputs.len() == kernel.outputs,
        "{name} binds {} inputs and {} outputs, not {} and {}",
        kernel.inputs,
        kernel.outputs,
        inputs.len(),
        outputs.len(),
    );
    assert!(inputs.len() + outputs.len() <= MAX_BUFFERS, "{name}: WebGPU guarantees {MAX_BUFFERS} buffers");
    assert!(params.len() <= SLOT, "{name}: {} bytes of parameters, at most {SLOT}", params.len());
    assert!(
        groups.iter().all(|&count| count <= MAX_GROUPS),
        "{name}: {groups:?} workgroups, at most {MAX_GROUPS} in each dimension",
    );
    for (i, output) in outputs.iter().enumerate() {
        let bound_twice = inputs.iter().chain(&outputs[..i]).any(|other| std::ptr::eq(*other, *output));
        assert!(!bound_twice, "{name}: output {i} is bound twice");
    }
}
