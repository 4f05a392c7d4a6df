//! A lab in the thread of whoever calls it, for scripts without a page: the same messages, and no worker.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use js_sys::{Function, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::lab::{Lab, Message, Outgoing, mend};
use crate::protocol::{Command, Failure, Request};
use crate::worker::{now, to_js, to_message};
use crate::{bptt, features, forecast, memory, session, text_cnn, vision, words};

/// The longest that a script's other work waits for training, in milliseconds.
const TURN_MS: f64 = 100.0;

/// A lab that is asked one thing at a time.
pub struct Desk {
    lab: Box<dyn Asked>,
    heard: Rc<Heard>,
    last_id: u32,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("last_id", &self.last_id).finish_non_exhaustive()
    }
}

/// What a lab has said: answers wait to be taken, events are passed on.
struct Heard {
    replies: RefCell<HashMap<u32, JsValue>>,
    on_event: Function,
}

impl Heard {
    fn hear<R: Serialize, E: Serialize>(&self, outgoing: &Outgoing<R, E>) {
        let (message, _) = to_message(outgoing);
        match outgoing.message {
            Message::Reply(id, _) => {
                self.replies.borrow_mut().insert(id, message.into());
            }
            Message::Event(_) => {
                // What a listener throws is its own affair.
                let _ = self.on_event.call1(&JsValue::NULL, &message);
            }
        }
    }
}

impl Desk {
    /// The lab of this name, if there is one. `on_event` is called with what it says by itself.
    pub fn open(lab: &str, on_event: Function) -> Option<Self> {
        let heard = Rc::new(Heard { replies: RefCell::default(), on_event });
        macro_rules! seat {
            ($lab:ty) => {{
                let heard = Rc::clone(&heard);
                Box::new(<$lab>::new(now, Rc::new(move |outgoing| heard.hear(&outgoing)))) as Box<dyn Asked>
            }};
        }
        let lab = match lab {
            "char-rnn" => seat!(session::Session),
            "memory" => seat!(memory::MemoryLab),
            "bptt" => seat!(bptt::BpttLab),
            "forecast" => seat!(forecast::ForecastLab),
            "word2vec" => seat!(words::WordsLab),
            "vision" => seat!(vision::VisionLab),
            "text-cnn" => seat!(text_cnn::TextCnnLab),
            "features" => seat!(features::FeaturesLab),
            _ => return None,
        };
        Some(Desk { lab, heard, last_id: 0 })
    }

    /// Does what a [`Command`] says, with `bytes` beside it, and works until it is answered: `{ reply, arrays?, bytes? }`.
    ///
    /// # Errors
    /// The [`Failure`] that the lab answers with, or that the command cannot be read.
    pub async fn ask(&mut self, command: JsValue, bytes: Option<Vec<u8>>) -> Result<JsValue, JsValue> {
        let command: Command = serde_wasm_bindgen::from_value(command)
            .map_err(|error| to_js(&Failure::new("unknown-command", format!("This cannot be asked: {error}."))))?;
        self.last_id = self.last_id.wrapping_add(1);
        let id = self.last_id;
        self.lab.handle(Request { id, lane: 0, command }, bytes).await;
        let mut turn_began = now();
        loop {
            if let Some(answer) = self.heard.replies.borrow_mut().remove(&id) {
                let failure = Reflect::get(&answer, &"failure".into())?;
                return if failure.is_undefined() { Ok(answer) } else { Err(failure) };
            }
            if self.lab.is_busy() {
                self.lab.slice().await;
            } else {
                poll_fn(|context| self.lab.poll(context)).await;
            }
            if now() - turn_began > TURN_MS {
                next_task().await?;
                turn_began = now();
            }
        }
    }
}

/// Lets the script's other work have its turn.
async fn next_task() -> Result<(), JsValue> {
    let set_timeout: Function = Reflect::get(&js_sys::global(), &"setTimeout".into())?.dyn_into()?;
    let promise = Promise::new(&mut |resolve, _| {
        // A script without timers goes on at once.
        if set_timeout.call1(&JsValue::NULL, &resolve).is_err() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(promise).await.map(|_| ())
}

/// Work of a lab under way.
type Work<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// A [`Lab`] whose answers are not typed, so that there can be one of any kind.
trait Asked {
    fn handle(&mut self, request: Request, bytes: Option<Vec<u8>>) -> Work<'_>;
    fn is_busy(&self) -> bool;
    fn slice(&mut self) -> Work<'_>;
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()>;
}

impl<L: Lab> Asked for L {
    fn handle(&mut self, request: Request, bytes: Option<Vec<u8>>) -> Work<'_> {
        Box::pin(async move {
            mend(self).await;
            Lab::handle(self, request, bytes).await;
        })
    }

    fn is_busy(&self) -> bool {
        Lab::is_busy(self)
    }

    fn slice(&mut self) -> Work<'_> {
        Box::pin(Lab::slice(self))
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        Lab::poll(self, context)
    }
}
