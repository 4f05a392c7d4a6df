//! Compiled pipelines by kernel, and the bind group layouts they share.

use std::collections::HashMap;
use std::num::NonZeroU64;

use super::batch::SLOT;
use crate::kernel::KernelSource;

/// A kernel, ready to run.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) pipeline: wgpu::ComputePipeline,
    pub(super) layout: wgpu::BindGroupLayout,
    /// The shader it was made from: two kernels of one name would run each other's code.
    wgsl: &'static str,
}

#[derive(Clone, Debug)]
struct Layout {
    bind_group: wgpu::BindGroupLayout,
    pipeline: wgpu::PipelineLayout,
}

#[derive(Debug, Default)]
pub(super) struct Pipelines {
    compiled: HashMap<&'static str, Compiled>,
    /// By how many inputs and outputs they bind.
    layouts: HashMap<(usize, usize), Layout>,
}

impl Pipelines {
    /// The pipeline of `kernel`, compiled now if it is not yet. Errors go to the open error scope or the fault.
    pub(super) fn compile(&mut self, device: &wgpu::Device, kernel: &'static KernelSource) -> &Compiled {
        let layouts = &mut self.layouts;
        let compiled = self.compiled.entry(kernel.name).or_insert_with(|| {
            let layout = layouts
                .entry((kernel.inputs, kernel.outputs))
                .or_insert_with(|| make_layout(device, kernel.inputs, kernel.outputs));
            make_pipeline(device, kernel, layout)
        });
        assert!(compiled.wgsl == kernel.wgsl, "two kernels are called {}", kernel.name);
        compiled
    }

    /// Drops a pipeline that was refused.
    pub(super) fn forget(&mut self, kernel: &KernelSource) {
        self.compiled.remove(kernel.name);
    }

    pub(super) fn len(&self) -> usize {
        self.compiled.len()
    }
}

fn make_pipeline(device: &wgpu::Device, kernel: &'static KernelSource, layout: &Layout) -> Compiled {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(kernel.name),
        source: wgpu::ShaderSource::Wgsl(kernel.wgsl.into()),
    });
    let pipeline = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(kernel.name),
        layout: Some(&layout.pipeline),
        module: &module,
        entry_point: Some("main"),
        compilation_options: wgpu::PipelineCompilationOptions { constants: kernel.constants, ..Default::default() },
        cache: None,
    });
    Compiled { pipeline, layout: layout.bind_group.clone(), wgsl: kernel.wgsl }
}

/// Binding 0: a slot of the uniform arena. Then the inputs, read only; then the outputs, read and write.
///
/// The uniform's size is that of a whole slot whatever the kernel's parameters are, so that one layout and one bind
/// group serve all kernels with the same buffers, and no size is left to check at every launch.
fn make_layout(device: &wgpu::Device, inputs: usize, outputs: usize) -> Layout {
    let entry = |binding: usize, ty, has_dynamic_offset, min_binding_size| wgpu::BindGroupLayoutEntry {
        binding: binding as u32,
        visibility: wgpu::ShaderStages::COMPUTE,
        ty: wgpu::BindingType::Buffer { ty, has_dynamic_offset, min_binding_size },
        count: None,
    };
    let uniform = entry(0, wgpu::BufferBindingType::Uniform, true, NonZeroU64::new(SLOT as u64));
    let storage = (1..=inputs + outputs)
        .map(|binding| entry(binding, wgpu::BufferBindingType::Storage { read_only: binding <= inputs }, false, None));
    let entries: Vec<_> = std::iter::once(uniform).chain(storage).collect();
    let label = format!("{inputs} inputs, {outputs} outputs");
    let bind_group =
        device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: Some(&label), entries: &entries });
    let pipeline = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some(&label),
        bind_group_layouts: &[Some(&bind_group)],
        immediate_size: 0,
    });
    Layout { bind_group, pipeline }
}
