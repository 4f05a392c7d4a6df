//! Staging buffers: what the processor can read.
//!
//! A storage buffer cannot be mapped, so its contents are copied to a staging buffer that can. Several are kept: while
//! one is being mapped, which takes the browser a turn of its event loop at best, the next read uses another.

use std::collections::HashMap;

use super::pool::size_class;

/// Idle staging buffers kept of one size class: enough for the reads that training has in flight.
const KEPT_PER_CLASS: usize = 4;
/// Idle staging bytes kept in all; a checkpoint's buffer is worth keeping, several are not.
const KEPT_BYTES: u64 = 64 << 20;

/// The idle staging buffers by size class.
#[derive(Debug, Default)]
pub(super) struct Staging {
    idle: HashMap<u64, Vec<wgpu::Buffer>>,
    idle_bytes: u64,
}

impl Staging {
    /// An unmapped buffer of at least `bytes`.
    pub(super) fn take(&mut self, device: &wgpu::Device, bytes: u64) -> wgpu::Buffer {
        let class = size_class(bytes);
        if let Some(buffer) = self.idle.get_mut(&class).and_then(Vec::pop) {
            self.idle_bytes -= class;
            return buffer;
        }
        device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("staging"),
            size: class,
            usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        })
    }

    /// Takes back a buffer that is unmapped.
    pub(super) fn give_back(&mut self, buffer: wgpu::Buffer) {
        let class = buffer.size();
        let idle = self.idle.entry(class).or_default();
        if idle.len() < KEPT_PER_CLASS && self.idle_bytes + class <= KEPT_BYTES {
            idle.push(buffer);
            self.idle_bytes += class;
        } else {
            buffer.destroy();
        }
    }

    pub(super) fn idle_bytes(&self) -> u64 {
        self.idle_bytes
    }
}
