//! A GPU is looked for, but not for ever: a browser may keep the question while its tab is hidden.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use nabla_compute::{Device, DeviceError};

use super::{Connecting, Patience};

/// A slow phone's GPU comes within two seconds; a lab that gives way to another waits for ten (`www/src/turns.ts`).
const PATIENCE_MS: i32 = 8_000;

/// A question for a GPU that ends.
pub(super) struct Search {
    connecting: Option<Connecting>,
    patience: fn() -> Patience,
    /// From the first look on.
    waiting: Option<Patience>,
}

impl Search {
    pub(super) fn new(connecting: Connecting, patience: fn() -> Patience) -> Self {
        Search { connecting: Some(connecting), patience, waiting: None }
    }
}

impl Future for Search {
    type Output = Result<Device, DeviceError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let connecting = self.connecting.as_mut().expect("a search ends once");
        if let Poll::Ready(found) = connecting.as_mut().poll(context) {
            self.connecting = None;
            return Poll::Ready(found);
        }
        let patience = self.patience;
        let is_over = self.waiting.get_or_insert_with(patience).as_mut().poll(context).is_ready();
        if !is_over {
            return Poll::Pending;
        }
        let seconds = PATIENCE_MS / 1000;
        Poll::Ready(Err(DeviceError::Probe(format!("no answer within {seconds} seconds"))))
    }
}

impl Drop for Search {
    /// A device that comes when nobody waits for it any more is given back.
    fn drop(&mut self) {
        let has_begun = self.waiting.is_some();
        if let Some(connecting) = self.connecting.take().filter(|_| has_begun) {
            finish(connecting);
        }
    }
}

/// A browser's promise cannot be taken back, so its device is waited for, to be destroyed.
#[cfg(target_arch = "wasm32")]
fn finish(connecting: Connecting) {
    wasm_bindgen_futures::spawn_local(async move { drop(connecting.await) });
}

#[cfg(not(target_arch = "wasm32"))]
fn finish(connecting: Connecting) {
    drop(connecting);
}

/// Some seconds.
#[cfg(target_arch = "wasm32")]
pub(super) fn usual() -> Patience {
    Box::pin(crate::worker::rest(PATIENCE_MS))
}

/// For ever: natively nothing hangs.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn usual() -> Patience {
    Box::pin(std::future::pending())
}
