//! Numbers on their way back from the GPU: submitted, mapped when the browser finds time, and picked up then.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use super::{Gpu, GpuBuffer};
use crate::error::DeviceError;

/// The largest buffer that WebGPU guarantees.
const MAX_BYTES: u64 = 256 << 20;

/// Numbers that were asked for and have yet to arrive: ask with [`Readback::try_take`], or await.
///
/// Dropping it gives up on them.
#[derive(Debug)]
#[must_use = "the numbers arrive here"]
pub struct Readback {
    gpu: Rc<Gpu>,
    state: State,
}

#[derive(Debug)]
enum State {
    Pending(Pending),
    Failed(DeviceError),
    /// Of a trace, in which every number is 0.
    Traced(Vec<Vec<f32>>),
    Taken,
}

#[derive(Debug)]
struct Pending {
    staging: wgpu::Buffer,
    /// How many numbers of each buffer, in the order of the read.
    lengths: Vec<usize>,
    arrival: Arc<Mutex<Arrival>>,
    #[cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "a browser cannot wait for a submission"))]
    submission: Option<wgpu::SubmissionIndex>,
}

/// Filled by wgpu's callback, natively perhaps on another thread.
#[derive(Debug, Default)]
struct Arrival {
    mapped: Option<Result<(), wgpu::BufferAsyncError>>,
    waker: Option<Waker>,
}

impl Gpu {
    /// Submits the open batch and asks for the first `len` numbers of each `(buffer, len)` as they are after it.
    ///
    /// All share one staging buffer and one mapping, because in Firefox each mapping may take 100 ms. Together they
    /// must not be more than 256 MiB.
    ///
    /// # Panics
    /// If a `len` is more than its buffer holds.
    #[track_caller]
    pub fn read(self: &Rc<Self>, buffers: &[(&GpuBuffer, usize)]) -> Readback {
        let state = if self.trace.is_on() {
            State::Traced(buffers.iter().map(|(_, len)| vec![0.0; *len]).collect())
        } else {
            self.request(buffers).map_or_else(State::Failed, State::Pending)
        };
        Readback { gpu: self.clone(), state }
    }

    #[track_caller]
    fn request(&self, buffers: &[(&GpuBuffer, usize)]) -> Result<Pending, DeviceError> {
        self.check()?;
        let lengths: Vec<usize> = buffers.iter().map(|(_, len)| *len).collect();
        let bytes = mapped_bytes(&lengths);
        if bytes > MAX_BYTES {
            return Err(DeviceError::TooLarge { asked: bytes, most: MAX_BYTES });
        }
        let staging = self.staging.borrow_mut().take(&self.device, bytes);
        let mut offset = 0;
        for (buffer, len) in buffers {
            let Some(block) = &buffer.block else { continue };
            let bytes = *len as u64 * 4;
            assert!(bytes <= block.raw().size(), "{len} numbers are more than the buffer holds");
            if bytes > 0 {
                self.batch.borrow_mut().copy(&self.device, block.raw(), &staging, offset, bytes);
            }
            offset += bytes;
        }
        let submission = self.submit();
        let arrival = Arc::new(Mutex::new(Arrival::default()));
        let arrived = arrival.clone();
        staging.map_async(wgpu::MapMode::Read, 0..bytes, move |result| Arrival::set(&arrived, result));
        Ok(Pending { staging, lengths, arrival, submission })
    }
}

impl Readback {
    /// The numbers of each buffer in the order of the read, once they have arrived; None until then and afterwards.
    ///
    /// Never waits. Natively it lets wgpu look for finished work once; a browser does so by itself between tasks.
    ///
    /// # Errors
    /// The first failure of the device. A mapping that fails counts as [`DeviceError::Lost`], for on a lost device
    /// that is the only call sure to notice.
    pub fn try_take(&mut self) -> Option<Result<Vec<Vec<f32>>, DeviceError>> {
        if let State::Pending(pending) = &self.state
            && !pending.has_arrived()
        {
            self.gpu.look_for_finished_work();
        }
        self.take_arrived()
    }

    fn take_arrived(&mut self) -> Option<Result<Vec<Vec<f32>>, DeviceError>> {
        match &self.state {
            State::Taken => return None,
            // A device that failed may never call back.
            State::Pending(pending) if !pending.has_arrived() && !self.gpu.fault.is_set() => {
                return None;
            }
            State::Pending(_) | State::Failed(_) | State::Traced(_) => {}
        }
        match std::mem::replace(&mut self.state, State::Taken) {
            State::Pending(pending) => Some(self.gpu.collect(pending)),
            State::Failed(error) => Some(Err(error)),
            State::Traced(zeros) => Some(Ok(zeros)),
            State::Taken => None,
        }
    }
}

impl Future for Readback {
    type Output = Result<Vec<Vec<f32>>, DeviceError>;

    /// On the web the mapping's callback wakes the task. Natively nothing happens unless somebody drives wgpu, so this
    /// does, and blocks the thread while it waits: `pollster::block_on` is all an executor a native program needs.
    ///
    /// # Panics
    /// If polled again after it was ready, or awaited after [`Readback::try_take`] took the numbers.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        assert!(!matches!(self.state, State::Taken), "a read-back was awaited after its numbers were taken");
        if let State::Pending(pending) = &self.state {
            pending.wake_later(context.waker());
            self.gpu.drive(pending, context.waker());
        }
        self.take_arrived().map_or(Poll::Pending, Poll::Ready)
    }
}

impl Drop for Readback {
    fn drop(&mut self) {
        if let State::Pending(pending) = std::mem::replace(&mut self.state, State::Taken) {
            self.gpu.recycle(pending);
        }
    }
}

impl Gpu {
    fn collect(&self, pending: Pending) -> Result<Vec<Vec<f32>>, DeviceError> {
        let arrays = self.check().and_then(|()| pending.copy_out());
        if let Err(error) = &arrays {
            self.fault.set(error.clone());
        }
        self.recycle(pending);
        arrays
    }

    /// Puts the staging buffer back. Unmapping one that is still being mapped gives up on that mapping.
    fn recycle(&self, pending: Pending) {
        if self.fault.is_set() || pending.has_failed() {
            pending.staging.destroy();
        } else {
            pending.staging.unmap();
            self.staging.borrow_mut().give_back(pending.staging);
        }
    }

    #[cfg(target_arch = "wasm32")]
    fn look_for_finished_work(&self) {}

    /// Polls once. (wgpu panics here if the driver reports a loss at that moment, so a device known to have failed is
    /// left alone.)
    #[cfg(not(target_arch = "wasm32"))]
    fn look_for_finished_work(&self) {
        if !self.fault.is_set() {
            // The only errors are time-outs and unknown submissions; neither matters to a look.
            let _ = self.device.poll(wgpu::PollType::Poll);
        }
    }

    #[cfg(target_arch = "wasm32")]
    fn drive(&self, _pending: &Pending, _waker: &Waker) {}

    /// Waits a moment for the read's submission; if it is not done by then, others get a turn before the next moment.
    #[cfg(not(target_arch = "wasm32"))]
    fn drive(&self, pending: &Pending, waker: &Waker) {
        const MOMENT: std::time::Duration = std::time::Duration::from_millis(50);
        if !pending.has_arrived() && !self.fault.is_set() {
            let submission_index = pending.submission.clone();
            // A time-out only means another turn.
            let _ = self.device.poll(wgpu::PollType::Wait { submission_index, timeout: Some(MOMENT) });
        }
        if !pending.has_arrived() {
            waker.wake_by_ref();
        }
    }
}

impl Pending {
    fn copy_out(&self) -> Result<Vec<Vec<f32>>, DeviceError> {
        let lost = |what: &str| DeviceError::Lost(format!("a read-back could not be mapped: {what}"));
        if self.has_failed() {
            return Err(lost("the mapping was refused"));
        }
        let view =
            self.staging.get_mapped_range(0..mapped_bytes(&self.lengths)).map_err(|error| lost(&error.to_string()))?;
        let mut rest: &[u8] = &view;
        let mut arrays = Vec::with_capacity(self.lengths.len());
        for len in &self.lengths {
            let (array, tail) = rest.split_at(len * 4);
            // Unlike a cast this asks for no alignment, which the web's copy of the mapping need not have.
            arrays.push(bytemuck::pod_collect_to_vec(array));
            rest = tail;
        }
        Ok(arrays)
    }

    fn has_arrived(&self) -> bool {
        self.arrival().mapped.is_some()
    }

    fn has_failed(&self) -> bool {
        matches!(self.arrival().mapped, Some(Err(_)))
    }

    fn wake_later(&self, waker: &Waker) {
        self.arrival().waker = Some(waker.clone());
    }

    fn arrival(&self) -> std::sync::MutexGuard<'_, Arrival> {
        self.arrival.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The bytes that a read maps. Even a read of nothing maps something: its future is then like any other.
fn mapped_bytes(lengths: &[usize]) -> u64 {
    lengths.iter().map(|len| *len as u64 * 4).sum::<u64>().max(4)
}

impl Arrival {
    fn set(shared: &Mutex<Self>, result: Result<(), wgpu::BufferAsyncError>) {
        let waker = {
            let mut arrival = shared.lock().unwrap_or_else(PoisonError::into_inner);
            arrival.mapped = Some(result);
            arrival.waker.take()
        };
        // Outside the lock: waking may poll at once.
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}
