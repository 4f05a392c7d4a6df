//! Messages in and out of JavaScript, and the loop that trains between them.

#[cfg(feature = "faults")]
mod faults;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use js_sys::{Array, Float32Array, Object, Reflect, Uint8Array};
use nabla_compute::pulse::{ahead, on_pulse};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

use crate::lab::{Lab, Message, Outgoing, Post, mend};
use crate::protocol::{Failure, Life, Request};

/// How often a page hears that this worker is alive.
const HEARTBEAT_MS: i32 = 500;
/// A silence that the page is told of before.
const LONG_MS: u32 = 1000;

/// Installs the inbox, says that it listens, and starts the loop of the lab that `make` makes. A panic from here on ends this worker: the page
/// hears of it by an `error` event or by missing heartbeats and starts another.
pub(crate) fn start<L: Lab + 'static>(make: impl FnOnce(Post<L::Reply, L::Event>) -> L) {
    std::panic::set_hook(Box::new(|info| {
        HAS_PANICKED.store(true, Ordering::Relaxed);
        console_error_panic_hook::hook(info);
    }));
    let inbox = Rc::new(Inbox::new());
    listen(&inbox);
    on_pulse(beat_within);
    say(Life::Ready);
    wasm_bindgen_futures::spawn_local(run(inbox, make(Rc::new(post))));
}

static HAS_PANICKED: AtomicBool = AtomicBool::new(false);

/// The loop: answer, train a slice, yield.
async fn run(inbox: Rc<Inbox>, mut lab: impl Lab) {
    loop {
        while let Some((request, bytes)) = inbox.take() {
            mend(&mut lab).await;
            // Readers of files do not count what they have done.
            ahead(OPERATIONS_A_BYTE * bytes.as_ref().map_or(0.0, |bytes| bytes.len() as f64));
            lab.handle(request, bytes).await;
        }
        mend(&mut lab).await;
        if lab.is_busy() {
            lab.slice().await;
            inbox.next_task().await;
        } else {
            // A message, or something else that the lab waits for.
            poll_fn(|context| if lab.poll(context).is_ready() { Poll::Ready(()) } else { inbox.poll(context) }).await;
        }
    }
}

/// What has arrived, and a way to wait for more.
struct Inbox {
    requests: RefCell<VecDeque<(Request, Option<Vec<u8>>)>>,
    waker: RefCell<Option<Waker>>,
    /// What is posted here comes back as a task of its own, after all messages that are there already. A timer would be
    /// clamped to 4 ms and throttled in a hidden tab.
    echo: MessagePort,
    /// The number of the last one that was posted, and of the last that came back.
    posted: Cell<u32>,
    returned: Cell<u32>,
}

impl Inbox {
    fn new() -> Self {
        let channel = MessageChannel::new().expect("a worker can make a channel");
        let (echo, back) = (channel.port2(), channel.port1());
        BACK.with_borrow_mut(|kept| *kept = Some(back));
        let (posted, returned) = (Cell::new(0), Cell::new(0));
        Inbox { requests: RefCell::default(), waker: RefCell::new(None), echo, posted, returned }
    }

    fn take(&self) -> Option<(Request, Option<Vec<u8>>)> {
        self.requests.borrow_mut().pop_front()
    }

    fn wake(&self) {
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }

    /// Ready while there is a request.
    fn poll(&self, context: &Context<'_>) -> Poll<()> {
        if !self.requests.borrow().is_empty() {
            return Poll::Ready(());
        }
        *self.waker.borrow_mut() = Some(context.waker().clone());
        Poll::Pending
    }

    /// Lets everything in that has been sent by now, so that no request waits for another slice. Only the echo that is
    /// posted here tells that: one from before this slice stands in front of what was sent during it.
    async fn next_task(&self) {
        let number = self.posted.get().wrapping_add(1);
        self.posted.set(number);
        // A port that cannot post has lost its worker.
        let _ = self.echo.post_message(&number.into());
        let came_back = || self.returned.get() == number;
        poll_fn(|context| if came_back() { Poll::Ready(()) } else { self.poll(context) }).await;
    }
}

// The receiving port must outlive `start`, or a browser may collect it.
thread_local!(static BACK: RefCell<Option<MessagePort>> = const { RefCell::new(None) });

/// Hooks the inbox up with what wakes the loop, messages and the echo, and starts the heart: a timer, because a loop that
/// waits for a slow GPU is alive too.
fn listen(inbox: &Rc<Inbox>) {
    let arrived = Rc::clone(inbox);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        #[cfg(feature = "faults")]
        faults::obey(&event.data());
        match read(&event.data()) {
            Ok(request) => arrived.requests.borrow_mut().push_back(request),
            Err(refusal) => post(Outgoing { message: *refusal, arrays: Vec::new(), bytes: None }),
        }
        arrived.wake();
    });
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));

    let echoed = Rc::clone(inbox);
    let on_echo = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        echoed.returned.set(event.data().as_f64().map_or(0, |number| number as u32));
        echoed.wake();
    });
    BACK.with_borrow(|back| {
        let back = back.as_ref().expect("the inbox made it");
        back.set_onmessage(Some(on_echo.as_ref().unchecked_ref()));
    });
    let on_timer = Closure::<dyn FnMut()>::new(|| beat(now()));
    let timer =
        scope().set_interval_with_callback_and_timeout_and_arguments_0(on_timer.as_ref().unchecked_ref(), HEARTBEAT_MS);
    timer.expect("a worker has timers");
    // Three closures that live as long as the worker.
    LISTENERS.with_borrow_mut(|kept| {
        kept.extend([on_message.into_js_value(), on_echo.into_js_value(), on_timer.into_js_value()]);
    });
}

/// What reading a byte of a file takes at most, about.
const OPERATIONS_A_BYTE: f64 = 600.0;

thread_local!(static BEAT_AT: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) });

/// A sign of life. A panic stops it.
fn beat(now: f64) {
    if !HAS_PANICKED.load(Ordering::Relaxed) {
        BEAT_AT.set(now);
        say(Life::Heartbeat);
    }
}

/// From within long work, where the timer waits: what is posted there leaves at once.
fn beat_within(silence_ms: u32) {
    let now = now();
    if silence_ms > LONG_MS {
        say(Life::Busy { milliseconds: silence_ms });
    } else if now - BEAT_AT.get() >= f64::from(HEARTBEAT_MS) {
        beat(now);
    }
}

thread_local!(static LISTENERS: RefCell<Vec<JsValue>> = const { RefCell::new(Vec::new()) });

/// What is said of a message that cannot be read.
type Refusal = Message<(), Life>;

/// A request and the file beside it; what cannot be read is answered with a failure, if its id can.
fn read(data: &JsValue) -> Result<(Request, Option<Vec<u8>>), Box<Refusal>> {
    let field = |name: &str| Reflect::get(data, &name.into()).ok().filter(|value| !value.is_undefined());
    let bytes = field("bytes").map(|bytes| Uint8Array::new(&bytes).to_vec());
    serde_wasm_bindgen::from_value(data.clone()).map(|request| (request, bytes)).map_err(|error| {
        let failure = Failure::new("unknown-command", format!("The worker cannot read this message: {error}."));
        Box::new(match field("id").and_then(|id| id.as_f64()) {
            Some(id) => Message::Reply(id as u32, Err(failure)),
            None => Message::Event(Life::Failed { failure }),
        })
    })
}

fn say(sign: Life) {
    post(Outgoing::<(), _>::event(sign));
}

/// Sends a message; numbers and files are handed over, not copied.
fn post<R: Serialize, E: Serialize>(outgoing: Outgoing<R, E>) {
    let (message, transfer) = to_message(&outgoing);
    if let Err(error) = scope().post_message_with_transfer(&message, &transfer) {
        wasm_bindgen::throw_val(error); // the page cannot be reached: end this worker
    }
}

/// A message as JavaScript has it, and what of it can be handed over.
pub(crate) fn to_message<R: Serialize, E: Serialize>(outgoing: &Outgoing<R, E>) -> (Object, Array) {
    let message = Object::new();
    let set = |name: &str, value: &JsValue| {
        // Setting a field of a fresh object does not fail.
        let _ = Reflect::set(&message, &name.into(), value);
    };
    match &outgoing.message {
        Message::Event(event) => {
            set("type", &"event".into());
            set("event", &to_js(event));
        }
        Message::Reply(id, result) => {
            set("type", &"reply".into());
            set("id", &(*id).into());
            match result {
                Ok(reply) => set("reply", &to_js(reply)),
                Err(failure) => set("failure", &to_js(failure)),
            }
        }
    }
    let transfer = Array::new();
    if !outgoing.arrays.is_empty() {
        let arrays = Array::new();
        for data in &outgoing.arrays {
            let array = Float32Array::from(data.as_slice());
            transfer.push(&array.buffer());
            arrays.push(&array);
        }
        set("arrays", &arrays);
    }
    if let Some(bytes) = &outgoing.bytes {
        let bytes = Uint8Array::from(bytes.as_slice());
        transfer.push(&bytes.buffer());
        set("bytes", &bytes);
    }
    (message, transfer)
}

pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    let plain = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&plain).expect("the protocol has only plain values")
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// So many milliseconds; for ever where there are no timers.
#[cfg(target_arch = "wasm32")]
pub(crate) async fn rest(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let set_timeout = Reflect::get(&js_sys::global(), &"setTimeout".into());
        let set_timeout = set_timeout.and_then(|timer| timer.dyn_into::<js_sys::Function>());
        if let Ok(set_timeout) = set_timeout {
            // What it answers is the timer's number.
            let _ = set_timeout.call2(&JsValue::NULL, &resolve, &milliseconds.into());
        }
    });
    // It never rejects.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Milliseconds since the worker's start.
pub(crate) fn now() -> f64 {
    thread_local!(static PERFORMANCE: JsValue = Reflect::get(&js_sys::global(), &"performance".into())
        .expect("a worker has a clock"));
    PERFORMANCE.with(|clock| clock.unchecked_ref::<web_sys::Performance>().now())
}
