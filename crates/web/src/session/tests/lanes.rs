//! Runs side by side.

use super::*;
use crate::protocol::LaneEvent;

type Said = Rc<RefCell<Vec<lab::Outgoing<Reply, LaneEvent>>>>;

/// Milliseconds that a test lets pass: every look at the clock takes one, so time is the number of looks.
fn ticks() -> f64 {
    thread_local!(static TICKS: std::cell::Cell<f64> = const { std::cell::Cell::new(0.0) });
    TICKS.with(|ticks| {
        ticks.set(ticks.get() + 1.0);
        ticks.get()
    })
}

struct Comparison {
    lanes: Lanes,
    said: Said,
}

impl Comparison {
    /// Runs of these hidden sizes on one text.
    fn of(hidden: &[usize]) -> Self {
        let said = Said::default();
        let outbox = Rc::clone(&said);
        let lanes = Lanes::new(ticks, Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing)));
        let mut comparison = Comparison { lanes, said };
        let text = "to be or not to be, that is the question\n".repeat(50);
        for (lane, hidden) in (0..).zip(hidden) {
            let config = json!({"backend": "cpu", "hidden": hidden, "embedding": 8, "batch": 4, "sequence": 10});
            comparison.ask(lane, json!({"type": "configure", "config": config}), None).expect("valid");
            let bytes = (lane == 0).then_some(text.as_bytes());
            comparison.ask(lane, json!({"type": "loadText", "name": "own"}), bytes).expect("a text");
        }
        comparison
    }

    fn ask(&mut self, lane: u32, command: Value, bytes: Option<&[u8]>) -> Result<Reply, Failure> {
        let command = serde_json::from_value(command).expect("a command");
        block_on(self.lanes.handle(Request { id: 7, lane, command }, bytes.map(<[u8]>::to_vec)));
        loop {
            let found = self.said.borrow().iter().position(|out| matches!(out.message, lab::Message::Reply(7, _)));
            if let Some(found) = found {
                let lab::Message::Reply(_, result) = self.said.borrow_mut().remove(found).message else {
                    unreachable!("a reply")
                };
                return result;
            }
            block_on(self.lanes.slice());
        }
    }

    fn tell(&mut self, lane: u32, what: &str) {
        assert_eq!(self.ask(lane, json!({"type": what}), None), Ok(Reply::Done));
    }

    /// Works for so many slices; how many ticks each lane has had of them.
    fn work(&mut self, slices: usize) -> Vec<f64> {
        let before = self.lanes.times();
        for _ in 0..slices {
            block_on(self.lanes.slice());
        }
        self.lanes.times().iter().zip(before).map(|(now, before)| now - before).collect()
    }

    fn losses(&self, lane: u32) -> Vec<(u64, u32)> {
        let loss = |out: &lab::Outgoing<Reply, LaneEvent>| match &out.message {
            lab::Message::Event(LaneEvent { lane: of, event: Event::Progress { step, loss, .. }, .. })
                if *of == lane =>
            {
                Some((*step, loss.to_bits()))
            }
            _ => None,
        };
        self.said.borrow().iter().filter_map(loss).collect()
    }
}

#[test]
fn lanes_get_the_same_time_and_a_pause_makes_nobody_wait() {
    let mut comparison = Comparison::of(&[16, 16, 48]);
    for lane in 0..3 {
        comparison.tell(lane, "start");
    }
    let times = comparison.work(300);
    let mean = times.iter().sum::<f64>() / 3.0;
    assert!(times.iter().all(|time| (time / mean - 1.0).abs() < 0.1), "{times:?}");

    comparison.tell(1, "pause");
    comparison.work(20); // what was begun is ended
    let times = comparison.work(200);
    assert_eq!(times[1], 0.0);
    assert!((times[0] / times[2] - 1.0).abs() < 0.1 && times[0] > 0.0, "{times:?}");

    // Who comes back has its share, and nothing to make up for.
    comparison.tell(1, "start");
    let times = comparison.work(300);
    let mean = times.iter().sum::<f64>() / 3.0;
    assert!(times.iter().all(|time| (time / mean - 1.0).abs() < 0.15), "{times:?}");
}

#[test]
fn a_lane_is_to_the_bit_the_run_that_it_would_be_alone() {
    let mut comparison = Comparison::of(&[16, 32]);
    comparison.tell(1, "start");
    let outcome = comparison.ask(0, json!({"type": "train", "steps": 30}), None);
    let Ok(Reply::Trained { step: 30, loss, .. }) = outcome else { panic!("train: {outcome:?}") };
    let (mut alone, sent) = lab();
    assert_eq!(train(&mut alone, &sent, 30).1.to_bits(), loss.to_bits());
    assert!(!comparison.losses(1).is_empty());
}

#[test]
fn a_run_that_diverges_stops_alone() {
    let mut comparison = Comparison::of(&[16, 16]);
    comparison.ask(0, json!({"type": "restore"}), Some(&broken_checkpoint())).expect("it fits");
    comparison.tell(0, "start");
    comparison.tell(1, "start");
    let failed = |out: &lab::Outgoing<Reply, LaneEvent>| matches!(&out.message, lab::Message::Event(LaneEvent { lane: 0, event: Event::Failed { failure }, .. }) if failure.code == "diverged");
    for _ in 0..100 {
        block_on(comparison.lanes.slice());
        if comparison.said.borrow().iter().any(failed) {
            break;
        }
    }
    assert!(comparison.said.borrow().iter().any(failed), "a weight is no number");
    let times = comparison.work(50);
    assert!(times[1] > 0.0, "{times:?}");
}

#[test]
fn a_lane_that_learns_anew_begins_at_no_time() {
    let mut comparison = Comparison::of(&[16, 16]);
    comparison.tell(0, "start");
    comparison.work(20);
    assert!(comparison.lanes.times()[0] > 0.0);
    comparison.tell(0, "pause");
    comparison.ask(0, json!({"type": "loadText", "name": "own"}), None).expect("the text that is there");
    assert_eq!(comparison.lanes.times()[0], 0.0);
}

#[test]
fn more_than_four_are_refused() {
    let mut comparison = Comparison::of(&[8]);
    let failure = comparison.ask(4, json!({"type": "start"}), None).expect_err("too many");
    assert_eq!((failure.code, failure.field.as_deref()), ("out-of-range", Some("lane")));
    assert_eq!(comparison.ask(1, json!({"type": "start"}), None).expect_err("no text").code, "no-text");
}
