//! What the worker's loop needs of a lab, and how a lab's messages leave. Knows nothing of JavaScript.

use std::rc::Rc;
use std::task::{Context, Poll};

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
}

/// How messages leave.
pub type Post<R, E> = Rc<dyn Fn(Outgoing<R, E>)>;
