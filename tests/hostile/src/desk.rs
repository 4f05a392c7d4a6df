//! A lab that is asked one thing at a time, without a browser.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use nabla_web::lab::{Lab, Message, Outgoing, Post};
use nabla_web::protocol::{Failure, Request};
use pollster::block_on;
use serde_json::Value;

/// So many slices are enough for one step of anything.
const MOST_SLICES: usize = 2000;

type Sent<L> = Rc<RefCell<Vec<Outgoing<<L as Lab>::Reply, <L as Lab>::Event>>>>;

/// The lab, and what it sends.
pub(crate) struct Desk<L: Lab> {
    lab: L,
    sent: Sent<L>,
}

/// A [`Desk`] of any lab.
pub(crate) trait Asked {
    /// Sends a command and works until it is answered, with the file beside the answer.
    fn ask(&mut self, command: &Value, bytes: Option<&[u8]>) -> Result<Option<Vec<u8>>, Failure>;
}

/// A time that is 8 ms later each time one looks: about one step a slice, and the same every time.
fn slowly() -> f64 {
    thread_local!(static TIME: Cell<f64> = const { Cell::new(0.0) });
    TIME.with(|time| time.replace(time.get() + 8.0))
}

/// How a lab is made, of its clock and of where its messages go.
type Make<L> = fn(fn() -> f64, Post<<L as Lab>::Reply, <L as Lab>::Event>) -> L;

impl<L: Lab + 'static> Desk<L> {
    pub(crate) fn open(lab: Make<L>) -> Box<dyn Asked> {
        let sent = Sent::<L>::default();
        let outbox = Rc::clone(&sent);
        Box::new(Desk { lab: lab(slowly, Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing))), sent })
    }

    fn answer(&self) -> Option<Result<Option<Vec<u8>>, Failure>> {
        let sent = self.sent.take();
        sent.into_iter().find_map(|outgoing| match outgoing.message {
            Message::Reply(_, result) => Some(result.map(|_| outgoing.bytes)),
            Message::Event(_) => None,
        })
    }
}

impl<L: Lab + 'static> Asked for Desk<L> {
    fn ask(&mut self, command: &Value, bytes: Option<&[u8]>) -> Result<Option<Vec<u8>>, Failure> {
        let command = serde_json::from_value(command.clone()).expect("a command");
        block_on(self.lab.handle(Request { id: 1, lane: 0, command }, bytes.map(<[u8]>::to_vec)));
        for _ in 0..MOST_SLICES {
            if let Some(answer) = self.answer() {
                return answer;
            }
            assert!(self.lab.is_busy(), "no answer and nothing to do");
            block_on(self.lab.slice());
        }
        panic!("no answer after {MOST_SLICES} slices");
    }
}
