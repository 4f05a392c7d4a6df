//! Storage buffers, kept for reuse by size class.
//!
//! Making a buffer costs far more than launching a kernel, and a training step wants the same ones every time. So the
//! choice depends only on which buffers are free, never on the order in which they became so: each step then gets the
//! same buffers for the same tensors and finds all its bind groups in the cache.

use std::cell::Cell;
use std::collections::{HashMap, VecDeque};

use super::GpuStats;
use super::fault::Fault;

/// Smaller buffers are not worth telling apart.
const MIN_BYTES: u64 = 256;
/// Idle bytes that are kept though the last few steps did not use them.
const KEPT_BYTES: u64 = 32 << 20;
/// Idle bytes beyond which even buffers in steady use are destroyed: Safari ends pages over about 1.5 GB on a phone.
const MAX_IDLE_BYTES: u64 = 256 << 20;
/// A buffer that so many steps have not used is no part of them. Steps, not batches: a slow GPU's step is many.
const IDLE_STEPS: usize = 32;
/// A buffer that so many steps have not used is destroyed, however few bytes are idle: it served another model, or a pace
/// that the GPU no longer has.
const FORGOTTEN_STEPS: usize = 128;

/// One buffer and the last batch that used it.
#[derive(Debug)]
pub(super) struct Block {
    /// Never 0 and never used again, so that a cached bind group cannot mean another buffer.
    id: u64,
    raw: wgpu::Buffer,
    bytes: u64,
    last_batch: Cell<u64>,
}

impl Block {
    pub(super) fn id(&self) -> u64 {
        self.id
    }

    pub(super) fn raw(&self) -> &wgpu::Buffer {
        &self.raw
    }

    /// Notes that the batch of this number reads or writes the buffer.
    pub(super) fn use_in(&self, batch: u64) {
        self.last_batch.set(batch);
    }
}

#[derive(Debug, Default)]
pub(super) struct Pool {
    /// By size class, each from the highest id to the lowest, so that the lowest is popped.
    idle: HashMap<u64, Vec<Block>>,
    idle_bytes: u64,
    idle_buffers: usize,
    live_bytes: u64,
    live_buffers: usize,
    made: u64,
    /// The batches that were open after the last steps, oldest first.
    steps: VecDeque<u64>,
    /// Is told what is asked for.
    fault: Fault,
}

impl Pool {
    pub(super) fn new(fault: &Fault) -> Self {
        Pool { fault: fault.clone(), ..Pool::default() }
    }

    /// A buffer of at least `bytes`; if `unused_by` names the open batch, one that this batch has not touched.
    ///
    /// A buffer freed in mid-batch may serve a later launch of that batch, because launches run in order. It must not
    /// be written by the queue, whose writes come before the whole batch.
    pub(super) fn take(&mut self, device: &wgpu::Device, bytes: u64, unused_by: Option<u64>) -> Block {
        let class = size_class(bytes);
        let idle = self.idle.entry(class).or_default();
        let fits = |block: &Block| unused_by.is_none_or(|batch| block.last_batch.get() != batch);
        let block = match idle.iter().rposition(fits) {
            Some(i) => {
                self.idle_bytes -= class;
                self.idle_buffers -= 1;
                idle.remove(i)
            }
            None => self.make(device, class),
        };
        self.live_bytes += class;
        self.live_buffers += 1;
        block
    }

    fn make(&mut self, device: &wgpu::Device, bytes: u64) -> Block {
        self.made += 1;
        self.fault.note_buffer(bytes, self.live_bytes + self.idle_bytes);
        let raw = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("tensor"),
            size: bytes,
            usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::COPY_DST,
            // true makes wgpu's web backend unwrap a RangeError when memory is short.
            mapped_at_creation: false,
        });
        Block { id: self.made, raw, bytes, last_batch: Cell::new(0) }
    }

    pub(super) fn give_back(&mut self, block: Block) {
        self.live_bytes -= block.bytes;
        self.live_buffers -= 1;
        self.idle_bytes += block.bytes;
        self.idle_buffers += 1;
        let idle = self.idle.entry(block.bytes).or_default();
        let at = idle.partition_point(|other| other.id > block.id);
        idle.insert(at, block);
    }

    /// Ends a step: destroys idle buffers that steps no longer use or that are too many, and returns their ids.
    ///
    /// `open_batch` is the number of the batch being recorded; nothing of it may be destroyed before its submit.
    pub(super) fn trim(&mut self, open_batch: u64) -> Vec<u64> {
        if self.steps.back() == Some(&open_batch) {
            return Vec::new(); // nothing was submitted
        }
        if self.steps.len() > FORGOTTEN_STEPS {
            self.steps.pop_front();
        }
        self.steps.push_back(open_batch);
        let [forgotten, idle] = [FORGOTTEN_STEPS, IDLE_STEPS].map(|steps| self.open_before(steps));
        let mut destroyed = Vec::new();
        for (kept_bytes, unused_since) in [(0, forgotten), (KEPT_BYTES, idle), (MAX_IDLE_BYTES, open_batch)] {
            if self.idle_bytes > kept_bytes {
                self.destroy_where(&mut destroyed, kept_bytes, |last| last < unused_since);
            }
        }
        destroyed
    }

    /// The batch that was open so many steps ago; 0 if there were not so many.
    fn open_before(&self, steps: usize) -> u64 {
        let at = self.steps.len().checked_sub(1 + steps);
        at.map_or(0, |at| self.steps[at])
    }

    /// Destroys idle buffers whose last batch satisfies `may_go`, until no more than `target` idle bytes are left.
    fn destroy_where(&mut self, destroyed: &mut Vec<u64>, target: u64, may_go: impl Fn(u64) -> bool) {
        for idle in self.idle.values_mut() {
            idle.retain(|block| {
                let keep = self.idle_bytes <= target || !may_go(block.last_batch.get());
                if !keep {
                    self.idle_bytes -= block.bytes;
                    self.idle_buffers -= 1;
                    destroyed.push(block.id);
                    // Dropping frees nothing on the web.
                    block.raw.destroy();
                }
                keep
            });
        }
    }

    pub(super) fn count(&self, stats: &mut GpuStats) {
        stats.live_buffers = self.live_buffers;
        stats.live_bytes = self.live_bytes;
        stats.pooled_buffers = self.idle_buffers;
        stats.pooled_bytes = self.idle_bytes;
    }
}

/// `bytes` rounded up to the next of four sizes an octave: at most a quarter is wasted, and 128 MiB stay 128 MiB.
pub(super) fn size_class(bytes: u64) -> u64 {
    let bytes = bytes.max(MIN_BYTES);
    bytes.next_multiple_of(1 << (bytes.ilog2() - 2))
}
