//! Bind groups by the buffers they bind: a step launches the same kernels on the same buffers every time.

use std::collections::HashMap;
use std::num::NonZeroU64;

use super::batch::SLOT;
use super::pool::Block;
use super::{GpuStats, MAX_BUFFERS};
use crate::kernel::KernelSource;

/// More than any step needs; beyond it all are dropped and made again.
const MAX_GROUPS: usize = 8_192;

/// What makes two bind groups equal: the layout, as counts of inputs and outputs, and the buffers (0: none).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    inputs: u8,
    outputs: u8,
    buffers: [u64; MAX_BUFFERS],
}

impl Key {
    pub(super) fn new(kernel: &KernelSource, blocks: &[Option<&Block>; MAX_BUFFERS]) -> Self {
        Self {
            inputs: kernel.inputs as u8,
            outputs: kernel.outputs as u8,
            buffers: blocks.map(|block| block.map_or(0, Block::id)),
        }
    }
}

#[derive(Debug)]
pub(super) struct Bindings {
    arena: wgpu::Buffer,
    groups: HashMap<Key, wgpu::BindGroup>,
    made: u64,
}

impl Bindings {
    /// An empty cache; all its groups bind a slot of `arena` at binding 0.
    pub(super) fn new(arena: &wgpu::Buffer) -> Self {
        Self { arena: arena.clone(), groups: HashMap::new(), made: 0 }
    }

    pub(super) fn get(
        &mut self,
        device: &wgpu::Device,
        layout: &wgpu::BindGroupLayout,
        key: Key,
        blocks: &[Option<&Block>; MAX_BUFFERS],
    ) -> &wgpu::BindGroup {
        if self.groups.len() >= MAX_GROUPS && !self.groups.contains_key(&key) {
            self.groups.clear();
        }
        let (arena, made) = (&self.arena, &mut self.made);
        self.groups.entry(key).or_insert_with(|| {
            *made += 1;
            make_group(device, layout, arena, blocks)
        })
    }

    /// Drops the groups of buffers that are no more: they would keep them alive.
    pub(super) fn forget(&mut self, destroyed: &[u64]) {
        if !destroyed.is_empty() {
            self.groups.retain(|key, _| !key.buffers.iter().any(|id| destroyed.contains(id)));
        }
    }

    pub(super) fn count(&self, stats: &mut GpuStats) {
        stats.bind_groups = self.groups.len();
        stats.bind_groups_made = self.made;
    }
}

fn make_group(
    device: &wgpu::Device,
    layout: &wgpu::BindGroupLayout,
    arena: &wgpu::Buffer,
    blocks: &[Option<&Block>; MAX_BUFFERS],
) -> wgpu::BindGroup {
    let slot = wgpu::BufferBinding { buffer: arena, offset: 0, size: NonZeroU64::new(SLOT as u64) };
    let uniform = wgpu::BindGroupEntry { binding: 0, resource: wgpu::BindingResource::Buffer(slot) };
    let storage = (1..)
        .zip(blocks.iter().flatten())
        .map(|(binding, block)| wgpu::BindGroupEntry { binding, resource: block.raw().as_entire_binding() });
    let entries: Vec<_> = std::iter::once(uniform).chain(storage).collect();
    device.create_bind_group(&wgpu::BindGroupDescriptor { label: None, layout, entries: &entries })
}
