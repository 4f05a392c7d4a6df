//! The open batch: one encoder, one compute pass, and the parameters of its launches.
//!
//! A submit has a fixed cost that is many times a launch's, so a step is one. `queue.write_buffer` takes effect before
//! the batch that is submitted next, so one uniform written per launch would give every launch the last one's values.
//! Hence the arena: each launch has a slot of its own in one uniform buffer, selected by a dynamic offset, and all
//! slots are written at once just before the submit. The queue keeps the order write, batch, write, batch, so the next
//! batch can use the same slots.

use super::GpuStats;

/// The bytes of one slot: the alignment that WebGPU guarantees for dynamic offsets.
pub(super) const SLOT: usize = 256;
/// Launches in a batch at most. A full one is submitted and the recording goes on in a new batch.
pub(super) const SLOTS: usize = 1_024;

#[derive(Debug)]
pub(super) struct Batch {
    /// Counts submits, from 1: a buffer whose last batch is another is not in use by this one.
    number: u64,
    open: Option<Open>,
    arena: wgpu::Buffer,
    /// What the arena will hold, a slot a launch; its capacity is never given back.
    params: Vec<u8>,
    /// Whether the queue holds writes that no submit has carried yet.
    has_writes: bool,
    dispatches: u64,
    submits: u64,
}

#[derive(Debug)]
struct Open {
    encoder: wgpu::CommandEncoder,
    pass: Option<Pass>,
}

#[derive(Debug)]
struct Pass {
    raw: wgpu::ComputePass<'static>,
    /// The kernel whose pipeline is set: setting it again would cost a call into the browser.
    kernel: &'static str,
}

impl Batch {
    pub(super) fn new(device: &wgpu::Device) -> Self {
        let arena = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("parameters"),
            size: (SLOT * SLOTS) as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let params = Vec::with_capacity(SLOT * SLOTS);
        Self { number: 1, open: None, arena, params, has_writes: false, dispatches: 0, submits: 0 }
    }

    pub(super) fn arena(&self) -> &wgpu::Buffer {
        &self.arena
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// How many launches are recorded.
    pub(super) fn launches(&self) -> usize {
        self.params.len() / SLOT
    }

    /// Notes that the queue was given something to write.
    pub(super) fn note_write(&mut self) {
        self.has_writes = true;
    }

    /// Records one launch. The batch must not be full.
    pub(super) fn dispatch(
        &mut self,
        device: &wgpu::Device,
        kernel: &'static str,
        pipeline: &wgpu::ComputePipeline,
        bind_group: &wgpu::BindGroup,
        params: &[u8],
        groups: [u32; 3],
    ) {
        let offset = self.params.len();
        self.params.extend_from_slice(params);
        self.params.resize(offset + SLOT, 0);
        let open = self.open.get_or_insert_with(|| Open::new(device));
        let pass = open.pass.get_or_insert_with(|| Pass::begin(&mut open.encoder));
        if pass.kernel != kernel {
            pass.raw.set_pipeline(pipeline);
            pass.kernel = kernel;
        }
        pass.raw.set_bind_group(0, bind_group, &[offset as u32]);
        pass.raw.dispatch_workgroups(groups[0], groups[1], groups[2]);
        self.dispatches += 1;
    }

    /// Records a copy of the first `bytes` of `from` to `to` at `offset`, after all launches so far.
    pub(super) fn copy(
        &mut self,
        device: &wgpu::Device,
        from: &wgpu::Buffer,
        to: &wgpu::Buffer,
        offset: u64,
        bytes: u64,
    ) {
        let open = self.open.get_or_insert_with(|| Open::new(device));
        open.pass = None;
        open.encoder.copy_buffer_to_buffer(from, 0, to, offset, bytes);
    }

    /// Submits what is recorded and written, and opens the next batch. None: there was nothing.
    pub(super) fn submit(&mut self, queue: &wgpu::Queue) -> Option<wgpu::SubmissionIndex> {
        if self.open.is_none() && !self.has_writes {
            return None;
        }
        if !self.params.is_empty() {
            queue.write_buffer(&self.arena, 0, &self.params);
        }
        let commands = self.open.take().map(Open::finish);
        self.params.clear();
        self.has_writes = false;
        self.number += 1;
        self.submits += 1;
        // Natively, writes take memory until a submit carries them, even an empty one.
        Some(queue.submit(commands))
    }

    pub(super) fn count(&self, stats: &mut GpuStats) {
        stats.dispatches = self.dispatches;
        stats.submits = self.submits;
    }
}

impl Open {
    fn new(device: &wgpu::Device) -> Self {
        Self {
            encoder: device.create_command_encoder(&wgpu::CommandEncoderDescriptor { label: Some("batch") }),
            pass: None,
        }
    }

    fn finish(self) -> wgpu::CommandBuffer {
        // A pass ends when it is dropped, and an encoder with an open pass cannot finish.
        drop(self.pass);
        self.encoder.finish()
    }
}

impl Pass {
    fn begin(encoder: &mut wgpu::CommandEncoder) -> Self {
        let raw =
            encoder.begin_compute_pass(&wgpu::ComputePassDescriptor { label: Some("batch"), timestamp_writes: None });
        Self { raw: raw.forget_lifetime(), kernel: "" }
    }
}
