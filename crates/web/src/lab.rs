//! What the worker's loop needs of a lab, and how a lab's messages leave. Knows nothing of JavaScript.

use std::rc::Rc;
use std::task::{Context, Poll};

use nabla_compute::{Device, DeviceError};
use nabla_models::export::Exported;
use serde::Serialize;

use crate::protocol::{Failure, Request};

/// An experiment behind the messages: it is asked, and works in slices between the questions.
#[expect(async_fn_in_trait, reason = "a worker has one thread: nothing has to be Send")]
pub trait Lab {
    /// What it answers.
    type Reply: Serialize;
    /// What it says by itself.
    type Event: Serialize;

    /// Does what a page asks for. The answer is posted, now or out of a later [`Lab::slice`].
    async fn handle(&mut self, request: Request, bytes: Option<Vec<u8>>);

    /// Whether [`Lab::slice`] has something to do.
    fn is_busy(&self) -> bool;

    /// A few milliseconds of work.
    async fn slice(&mut self);

    /// Ready when something else than a message has given a lab that is not busy something to do.
    fn poll(&mut self, _context: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }

    /// Why the device that it computes on can be used no longer, if so.
    fn failed(&self) -> Option<DeviceError>;

    /// Its device has failed: goes on with another, from the last checkpoint or what else there is, and says so.
    async fn recover(&mut self, error: &DeviceError);
}

/// Before a lab does something: a GPU may have been lost since the last time.
pub async fn mend(lab: &mut impl Lab) {
    if let Some(error) = lab.failed() {
        lab.recover(&error).await;
    }
}

/// Why this device can be used no longer, if there is one and so it is.
pub(crate) fn failure_of<I>(device: Option<&(Device, I)>) -> Option<DeviceError> {
    device.and_then(|(device, _)| device.check().err())
}

/// What goes to the page.
#[derive(Debug)]
pub struct Outgoing<R, E> {
    /// An answer, or an event.
    pub message: Message<R, E>,
    /// Numbers beside it.
    pub arrays: Vec<Vec<f32>>,
    /// A file beside it.
    pub bytes: Option<Vec<u8>>,
}

/// See [`Outgoing`].
#[derive(Debug)]
pub enum Message<R, E> {
    /// To the request of this id.
    Reply(u32, Result<R, Failure>),
    /// By itself.
    Event(E),
}

impl<R, E> Outgoing<R, E> {
    /// An event with nothing beside it.
    pub fn event(event: E) -> Self {
        Outgoing { message: Message::Event(event), arrays: Vec::new(), bytes: None }
    }

    /// An answer with nothing beside it.
    pub fn reply(id: u32, result: Result<R, Failure>) -> Self {
        Outgoing { message: Message::Reply(id, result), arrays: Vec::new(), bytes: None }
    }

    /// An answer with what travels beside it.
    pub fn answer(id: u32, answer: Result<Answered<R>, Failure>) -> Self {
        match answer {
            Ok(Answered { reply, arrays, bytes }) => Outgoing { message: Message::Reply(id, Ok(reply)), arrays, bytes },
            Err(failure) => Outgoing::reply(id, Err(failure)),
        }
    }
}

/// A reply, with what travels beside it.
#[derive(Debug)]
pub struct Answered<R> {
    /// What is answered.
    pub reply: R,
    /// Numbers beside it.
    pub arrays: Vec<Vec<f32>>,
    /// A file beside it.
    pub bytes: Option<Vec<u8>>,
}

impl<R> From<R> for Answered<R> {
    fn from(reply: R) -> Self {
        Answered { reply, arrays: Vec::new(), bytes: None }
    }
}

/// What leaves for PyTorch: the `script`, or else the weights that it reads, as name, type and file. `names` are those of both.
///
/// # Errors
/// When the weights cannot be written.
pub fn exported_file(
    exported: Exported,
    kind: &str,
    [script, weights]: [&'static str; 2],
) -> Result<(&'static str, &'static str, Vec<u8>), Failure> {
    if kind == "script" {
        return Ok((script, "text/x-python", exported.script.into_bytes()));
    }
    let file = exported.weights.to_bytes().map_err(|error| Failure::new("cannot-export", error.to_string()))?;
    Ok((weights, "application/octet-stream", file))
}

/// `train` until so many steps are done, then answer.
#[derive(Debug)]
pub struct Job {
    /// Of the request.
    pub id: u32,
    /// Steps since the start, counted as the lab counts them.
    pub until: u64,
}

impl Job {
    /// So many steps more than are done.
    ///
    /// # Errors
    /// When that is none, or another job is under way.
    pub fn asked(id: u32, steps: u32, done: u64, under_way: Option<&Job>) -> Result<Self, Failure> {
        if steps == 0 {
            let failure = Failure::new("out-of-range", "train: at least one step.").about("steps");
            return Err(failure.with("value", 0).with("min", 1).with("max", u32::MAX));
        }
        if under_way.is_some() {
            return Err(Failure::new("busy", "Steps that were asked for before are still being done.").about("steps"));
        }
        Ok(Job { id, until: done + u64::from(steps) })
    }
}

/// How messages leave.
pub type Post<R, E> = Rc<dyn Fn(Outgoing<R, E>)>;
