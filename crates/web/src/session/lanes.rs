//! Several runs side by side in one worker, to be compared: each lane is a character lab of its own. They share the text
//! and the GPU, and they get the same time: whoever has had the least comes next.

use std::cell::Cell;
use std::rc::Rc;
use std::task::{Context, Poll};

use nabla_compute::DeviceError;
use nabla_models::data::Text;

use super::answer::Answer;
use super::{Session, no_text, text_failure};
use crate::backend::Backends;
use crate::lab::{Lab, Message, Outgoing, Post, mend};
use crate::protocol::{Command, Event, Failure, LaneEvent, Reply, Request};

/// More would each be too slow to be watched.
const MOST: usize = 4;

/// The lab of a comparison.
pub struct Lanes {
    clock: fn() -> f64,
    post: Post<Reply, LaneEvent>,
    lanes: Vec<Lane>,
    /// What all learn from.
    text: Option<Text>,
    /// Where the lanes get their GPU from, which is one.
    backends: Backends,
}

struct Lane {
    session: Session,
    watch: Rc<Watch>,
    /// Milliseconds that it has had, or that were given it for standing still, so that it has no claim to make up for it.
    turn: f64,
}

/// How long a lane has worked.
struct Watch {
    clock: fn() -> f64,
    /// Milliseconds, up to the beginning of this slice.
    spent: Cell<f64>,
    /// When this slice began.
    began: Cell<Option<f64>>,
}

impl Watch {
    fn milliseconds(&self) -> f64 {
        self.spent.get() + self.began.get().map_or(0.0, |began| (self.clock)() - began)
    }
}

impl Lane {
    /// Whatever this lane says goes out with its number and its time. A comparison is not saved, so checkpoints stay here.
    fn new(number: u32, clock: fn() -> f64, post: &Post<Reply, LaneEvent>, backends: Backends) -> Self {
        let watch = Rc::new(Watch { clock, spent: Cell::new(0.0), began: Cell::new(None) });
        let (times, post) = (Rc::clone(&watch), Rc::clone(post));
        let tell = move |Outgoing { message, arrays, bytes }| match message {
            Message::Reply(id, result) => post(Outgoing { message: Message::Reply(id, result), arrays, bytes }),
            Message::Event(Event::Checkpoint { .. }) => {}
            Message::Event(event) => {
                post(Outgoing::event(LaneEvent { lane: number, seconds: times.milliseconds() / 1000.0, event }));
            }
        };
        Lane { session: Session::with_backends(clock, Rc::new(tell), backends), watch, turn: 0.0 }
    }

    async fn slice(&mut self) {
        let began = (self.watch.clock)();
        self.watch.began.set(Some(began));
        self.session.slice().await;
        self.settle().await;
        let spent = self.watch.milliseconds();
        self.turn += spent - self.watch.spent.get();
        self.watch.spent.set(spent);
        self.watch.began.set(None);
    }

    /// Waits until a GPU has done what this lane gave it, or the next lane would wait for it and pay.
    async fn settle(&self) {
        let Some(run) = &self.session.run else { return };
        let params = run.trainer.model().params();
        let shortest = params.iter().min_by_key(|param| param.value.len()).expect("a model has parameters");
        // That the device is gone is said by the lane's next step.
        let _ = run.trainer.device().read(&[&shortest.value]).await;
    }
}

impl Lanes {
    /// No runs yet.
    pub fn new(clock: fn() -> f64, post: Post<Reply, LaneEvent>) -> Self {
        Lanes::with_backends(clock, post, Backends::default())
    }

    /// The same, on these devices.
    pub fn with_backends(clock: fn() -> f64, post: Post<Reply, LaneEvent>, backends: Backends) -> Self {
        Lanes { clock, post, lanes: Vec::new(), text: None, backends }
    }

    /// The lane of this number, and all before it.
    fn lane(&mut self, number: u32) -> Result<&mut Lane, Failure> {
        let at = number as usize;
        if at >= MOST {
            let failure = Failure::new("out-of-range", format!("lane: at most {MOST} runs can be compared."));
            return Err(failure.about("lane").with("value", number).with("min", 0).with("max", MOST - 1));
        }
        for next in self.lanes.len()..=at {
            self.lanes.push(Lane::new(next as u32, self.clock, &self.post, self.backends.clone()));
        }
        Ok(&mut self.lanes[at])
    }

    /// How long each has computed, in milliseconds.
    #[cfg(test)]
    pub(super) fn times(&self) -> Vec<f64> {
        self.lanes.iter().map(|lane| lane.watch.milliseconds()).collect()
    }

    /// A new text, or without bytes the one that is there.
    fn load_text(&mut self, lane: u32, name: String, bytes: Option<Vec<u8>>) -> Result<Reply, Failure> {
        let text = match bytes {
            Some(bytes) => Text::from_bytes(&bytes).map_err(text_failure)?,
            None => self.text.clone().ok_or_else(no_text)?,
        };
        let lane = self.lane(lane)?;
        let reply = lane.session.learn(name, text.clone())?;
        lane.watch.spent.set(0.0);
        self.text = Some(text);
        Ok(reply)
    }
}

impl Lab for Lanes {
    type Reply = Reply;
    type Event = LaneEvent;

    async fn handle(&mut self, request: Request, bytes: Option<Vec<u8>>) {
        let (id, number) = (request.id, request.lane);
        let failed = match request.command {
            Command::LoadText { name } => match self.load_text(number, name, bytes) {
                Ok(reply) => return self.lanes[number as usize].session.post_answer(id, Ok(Answer::from(reply))),
                Err(failure) => failure,
            },
            command => match self.lane(number) {
                Ok(lane) => return lane.session.handle(Request { id, lane: 0, command }, bytes).await,
                Err(failure) => failure,
            },
        };
        (self.post)(Outgoing::reply(id, Err(failed)));
    }

    fn is_busy(&self) -> bool {
        self.lanes.iter().any(|lane| lane.session.is_busy())
    }

    /// A slice of the lane that has had the least time.
    async fn slice(&mut self) {
        let busy = self.lanes.iter_mut().filter(|lane| lane.session.is_busy());
        let Some(next) = busy.min_by(|a, b| a.turn.total_cmp(&b.turn)) else { return };
        let least = next.turn;
        next.slice().await;
        for idle in self.lanes.iter_mut().filter(|lane| !lane.session.is_busy()) {
            idle.turn = idle.turn.max(least);
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let mut answer = Poll::Pending;
        for lane in &mut self.lanes {
            if lane.session.poll(context).is_ready() {
                answer = Poll::Ready(());
            }
        }
        answer
    }

    fn failed(&self) -> Option<DeviceError> {
        self.lanes.iter().find_map(|lane| lane.session.failed())
    }

    /// They share the device, so all have lost it.
    async fn recover(&mut self, _error: &DeviceError) {
        for lane in &mut self.lanes {
            mend(&mut lane.session).await;
        }
    }
}
