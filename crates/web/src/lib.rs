//! The browser's side of the door: what runs in a lab's worker.
//!
//! Read in this order: [`protocol`] (the messages), [`session`] (one model, its text and its run, behind the
//! messages; knows nothing of JavaScript), [`backend`] (CPU or GPU, and why), `worker` (messages in and out, and the
//! loop that trains in slices).

pub mod backend;
pub mod protocol;
pub mod session;
mod worker;

pub use worker::start;
