//! The lab driven by messages, on the processor, without a browser.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Instant;

use nabla_models::Checkpoint;
use pollster::block_on;
use serde_json::{Value, json};

use super::protocol::{Answer, Net, NetState};
use super::*;
use crate::lab::Message;
use crate::protocol::{BackendKind, Reason};

type Sent = Rc<RefCell<Vec<Outgoing<Reply, Event>>>>;

fn now() -> f64 {
    thread_local!(static START: Instant = Instant::now());
    START.with(|start| start.elapsed().as_secs_f64() * 1000.0)
}

/// A time that is 8 ms later each time one looks: about one step a slice.
fn slowly() -> f64 {
    thread_local!(static TIME: Cell<f64> = const { Cell::new(0.0) });
    TIME.with(|time| time.replace(time.get() + 8.0))
}

/// A lab with small nets, and what it sends.
fn lab() -> (MemoryLab, Sent) {
    lab_by(now)
}

fn lab_by(clock: fn() -> f64) -> (MemoryLab, Sent) {
    let sent = Sent::default();
    let outbox = Rc::clone(&sent);
    let mut lab = MemoryLab::with_backends(
        clock,
        Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing)),
        Backends::without_gpu(),
    );
    let config = json!({"backend": "cpu", "lags": "6,10", "hidden": 8, "batch": 4, "steps": 50});
    ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
    (lab, sent)
}

/// Sends a command and works until it is answered.
fn ask(lab: &mut MemoryLab, sent: &Sent, command: Value) -> Result<Reply, Failure> {
    let command = serde_json::from_value(command).expect("a command");
    block_on(lab.handle(Request { id: 7, lane: 0, command }, None));
    loop {
        let found = sent.borrow().iter().position(|out| matches!(out.message, Message::Reply(7, _)));
        if let Some(found) = found {
            let Message::Reply(_, result) = sent.borrow_mut().remove(found).message else { unreachable!("a reply") };
            return result;
        }
        assert!(lab.is_busy(), "no answer and nothing to do");
        block_on(lab.slice());
    }
}

fn nets(lab: &mut MemoryLab, sent: &Sent) -> Vec<Net> {
    match ask(lab, sent, json!({"type": "query", "kind": "success"})) {
        Ok(Reply::Answer { answer: Answer::Success(table) }) => table.nets,
        other => panic!("success: {other:?}"),
    }
}

fn events(sent: &Sent) -> Vec<Event> {
    let taken = sent.borrow_mut().drain(..).map(|out| out.message).collect::<Vec<_>>();
    taken
        .into_iter()
        .filter_map(|message| if let Message::Event(event) = message { Some(event) } else { None })
        .collect()
}

#[test]
fn training_takes_exactly_the_steps_asked_for_of_every_net() {
    let (mut lab, sent) = lab();
    for (steps, wanted) in [(1, 1), (30, 31)] {
        let Ok(Reply::Trained { step, loss, metrics }) = ask(&mut lab, &sent, json!({"type": "train", "steps": steps}))
        else {
            panic!("not trained")
        };
        assert_eq!(step, wanted);
        assert!(loss.is_finite() && metrics.nets.iter().all(|net| net.step == wanted && net.loss.is_some()));
    }
    // Beyond the budget there is nothing to do, and that is no failure.
    let Ok(Reply::Trained { step, metrics, .. }) = ask(&mut lab, &sent, json!({"type": "train", "steps": 500})) else {
        panic!("not trained")
    };
    assert!(step == 50 && metrics.finished && metrics.nets.iter().all(|net| net.state == NetState::Spent));
    assert_eq!(ask(&mut lab, &sent, json!({"type": "train", "steps": 0})).expect_err("none").code, "out-of-range");
}

#[test]
fn a_run_starts_pauses_between_rounds_and_ends_by_itself() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "start"})).expect("configured");
    block_on(lab.slice());
    ask(&mut lab, &sent, json!({"type": "pause"})).expect("configured");
    while lab.is_busy() {
        block_on(lab.slice());
    }
    let steps: Vec<u64> = nets(&mut lab, &sent).iter().map(|net| net.step).collect();
    assert!(steps.iter().all(|step| *step == steps[0]), "{steps:?}");
    ask(&mut lab, &sent, json!({"type": "start"})).expect("configured");
    while lab.is_busy() {
        block_on(lab.slice());
    }
    let events = events(&sent);
    let states: Vec<RunState> = events
        .iter()
        .filter_map(|event| if let Event::State { state } = event { Some(*state) } else { None })
        .collect();
    assert_eq!(states, [RunState::Training, RunState::Paused, RunState::Training, RunState::Paused]);
    let Some(Event::Progress { step: 50, metrics, .. }) =
        events.iter().rev().find(|event| matches!(event, Event::Progress { .. }))
    else {
        panic!("the end is not told")
    };
    assert!(metrics.finished && metrics.nets.len() == 6 && metrics.nets.iter().all(|net| net.success.is_some()));
}

#[test]
fn changes_begin_anew_or_go_on() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "train", "steps": 3})).expect("trained");
    let configure =
        |lab: &mut MemoryLab, config: Value| match ask(lab, &sent, json!({"type": "configure", "config": config})) {
            Ok(Reply::Configured { rebuilt, .. }) => rebuilt,
            other => panic!("configure: {other:?}"),
        };
    assert!(!configure(&mut lab, json!({"learningRate": 0.02, "paused": ["rnn"], "steps": 60})));
    ask(&mut lab, &sent, json!({"type": "train", "steps": 2})).expect("trained");
    assert_eq!(nets(&mut lab, &sent).iter().map(|net| net.step).collect::<Vec<_>>(), [3, 5, 5, 3, 5, 5]);
    events(&sent);
    assert!(configure(&mut lab, json!({"task": "dyck", "lags": [5, 6, 7]})));
    let begun = events(&sent);
    let Some(Event::Begun { baselines, nets, unasked: false, .. }) =
        begun.iter().find(|event| matches!(event, Event::Begun { .. }))
    else {
        panic!("{begun:?}")
    };
    assert_eq!(baselines.iter().map(|baseline| baseline.lag).collect::<Vec<_>>(), [6, 8], "brackets come in pairs");
    assert!(nets.len() == 6 && nets.iter().all(|net| net.step == 0));
    let refused = ask(&mut lab, &sent, json!({"type": "configure", "config": {"lags": "1"}})).expect_err("too short");
    assert_eq!((refused.code, refused.field.as_deref()), ("out-of-range", Some("lags")));
}

#[test]
fn an_example_is_shown_with_what_each_net_answers() {
    let (mut lab, sent) = lab();
    for task in ["copy", "adding", "order", "dyck", "timing"] {
        ask(&mut lab, &sent, json!({"type": "configure", "config": {"task": task}})).expect("valid");
        let args = json!({"lag": 10, "index": 3});
        let Ok(Reply::Answer { answer: Answer::Example(shown) }) =
            ask(&mut lab, &sent, json!({"type": "query", "kind": "example", "args": args}))
        else {
            panic!("no example of {task}")
        };
        assert_eq!((shown.lag, shown.nets.len(), shown.wanted.len()), (10, 3, shown.asked.len()));
        for net in &shown.nets {
            assert_eq!((net.answers.len(), net.right.len()), (shown.wanted.len(), shown.wanted.len()));
            for ((answer, wanted), right) in net.answers.iter().zip(&shown.wanted).zip(&net.right) {
                assert!(*right == (answer == wanted) || task == "adding" || task == "timing");
            }
        }
    }
    let one = json!({"type": "query", "kind": "example", "args": {"cell": "gru"}});
    let Ok(Reply::Answer { answer: Answer::Example(shown) }) = ask(&mut lab, &sent, one) else { panic!("no example") };
    assert!(shown.nets.len() == 1 && shown.nets[0].cell == nabla_models::config::CellKind::Gru);
    let refused = json!({"type": "query", "kind": "example", "args": {"lag": 11}});
    assert_eq!(ask(&mut lab, &sent, refused).expect_err("no such lag").field.as_deref(), Some("lag"));
}

#[test]
fn a_step_of_a_net_is_written_out() {
    let (mut lab, sent) = lab();
    for (cell, name) in [("rnn", "s.h"), ("lstm", "f.a"), ("gru", "reset")] {
        let args = json!({"cell": cell, "lag": 6, "t": 5});
        let command =
            serde_json::from_value(json!({"type": "query", "kind": "cell", "args": args})).expect("a command");
        block_on(lab.handle(Request { id: 7, lane: 0, command }, None));
        let out = sent.borrow_mut().pop().expect("an answer");
        let Message::Reply(_, Ok(Reply::Answer { answer: Answer::Cell(look) })) = out.message else {
            panic!("no step")
        };
        assert_eq!(look.names.len(), out.arrays.len());
        let place = look.names.iter().position(|known| known == name).expect("in the list");
        assert!(out.arrays[place].len() == 8 && out.arrays[place].iter().all(|x| x.is_finite()));
    }
    let beyond = json!({"type": "query", "kind": "cell", "args": {"lag": 6, "t": 6}});
    assert_eq!(ask(&mut lab, &sent, beyond).expect_err("six steps").field.as_deref(), Some("t"));
}

#[test]
fn tensors_and_files_are_handed_out() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "train", "steps": 20})).expect("trained");
    let Ok(Reply::Tensors { tensors }) = ask(&mut lab, &sent, json!({"type": "tensors"})) else { panic!("no tensors") };
    for name in ["lstm.6.lstm1.Wh", "gru.10.grad.gru1.Wx", "rnn.10.output.b"] {
        assert!(tensors.iter().any(|tensor| tensor.name == name), "{name} is not in {tensors:?}");
        let Ok(Reply::Tensor { shape, .. }) = ask(&mut lab, &sent, json!({"type": "inspect", "name": name})) else {
            panic!("no {name}")
        };
        assert!(!shape.is_empty());
    }
    let command = serde_json::from_value(json!({"type": "export", "kind": "metrics"})).expect("a command");
    block_on(lab.handle(Request { id: 7, lane: 0, command }, None));
    let bytes = sent.borrow_mut().pop().and_then(|out| out.bytes).expect("a file");
    let text = String::from_utf8(bytes).expect("text");
    assert_eq!(text.lines().count(), 1 + 6 * 20);
    assert!(text.starts_with("cell,lag,step,loss,success,test_loss\nrnn,6,1,"), "{text}");
    assert_eq!(ask(&mut lab, &sent, json!({"type": "restore"})).expect_err("no file").code, "bad-checkpoint");
}

/// The race as a file. Two of one race may differ in the order of what they say.
fn file(lab: &mut MemoryLab, sent: &Sent) -> Vec<u8> {
    block_on(lab.handle(Request { id: 8, lane: 0, command: Command::Checkpoint }, None));
    sent.borrow_mut().pop().and_then(|out| out.bytes).expect("a file")
}

#[test]
fn another_worker_goes_on_from_a_checkpoint_as_if_nothing_had_been() {
    let (mut lost, sent) = lab();
    ask(&mut lost, &sent, json!({"type": "configure", "config": {"paused": "gru"}})).expect("valid");
    ask(&mut lost, &sent, json!({"type": "train", "steps": 23})).expect("trained");
    let bytes = file(&mut lost, &sent);
    ask(&mut lost, &sent, json!({"type": "train", "steps": 9})).expect("trained");
    let wanted = file(&mut lost, &sent);

    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"paused": "gru"}})).expect("valid");
    ask(&mut lab, &sent, json!({"type": "train", "steps": 2})).expect("trained");
    sent.borrow_mut().clear();
    block_on(lab.handle(Request { id: 8, lane: 0, command: Command::Restore }, Some(bytes)));
    let said = std::mem::take(&mut *sent.borrow_mut());
    let [begun, reply] = &said[..] else { panic!("{said:?}") };
    assert!(matches!(reply.message, Message::Reply(8, Ok(Reply::Restored { step: 23 }))));
    let Message::Event(Event::Begun { step: 23, nets, unasked: false, .. }) = &begun.message else {
        panic!("{begun:?}")
    };
    assert_eq!(nets.iter().map(|net| net.step).collect::<Vec<_>>(), [23, 23, 0, 23, 23, 0]);
    let lengths: Vec<usize> = begun.arrays.iter().map(Vec::len).collect();
    assert_eq!(lengths, [23, 23, 0, 23, 23, 0], "of each net its losses");
    ask(&mut lab, &sent, json!({"type": "train", "steps": 9})).expect("trained");
    let [is, should] =
        [file(&mut lab, &sent), wanted].map(|bytes| Checkpoint::from_bytes(&bytes).expect("a checkpoint"));
    assert!(is == should, "the same weights, losses and places to the bit");
}

#[test]
fn a_checkpoint_of_other_nets_is_refused() {
    let (mut lab, sent) = lab();
    let bytes = file(&mut lab, &sent);
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"hidden": 9}})).expect("valid");
    ask(&mut lab, &sent, json!({"type": "train", "steps": 3})).expect("trained");
    block_on(lab.handle(Request { id: 8, lane: 0, command: Command::Restore }, Some(bytes)));
    let Some(Message::Reply(8, Err(failure))) = sent.borrow_mut().pop().map(|out| out.message) else {
        panic!("not refused")
    };
    assert_eq!(failure.code, "bad-checkpoint");
    assert!(nets(&mut lab, &sent).iter().all(|net| net.step == 3));
}

#[test]
fn a_race_that_ends_by_itself_is_saved() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "start"})).expect("configured");
    while lab.is_busy() {
        block_on(lab.slice());
    }
    let events = events(&sent);
    assert!(events.iter().any(|event| matches!(event, Event::Checkpoint { step: 50 })), "{events:?}");
}

#[test]
fn steps_that_a_script_asks_for_are_saved_too() {
    for train in [&[50][..], &[1; 50]] {
        let (mut lab, sent) = lab_by(slowly);
        let mut saved = Vec::new();
        for steps in train {
            ask(&mut lab, &sent, json!({"type": "train", "steps": steps})).expect("trained");
            let steps = |event| if let Event::Checkpoint { step } = event { Some(step) } else { None };
            saved.extend(events(&sent).into_iter().filter_map(steps));
        }
        let last = *saved.last().expect("none in all that time");
        assert!(saved.len() > 1 && last > 25, "{saved:?}");
        block_on(lab.recover(&DeviceError::Lost("for a test".into())));
        assert!(nets(&mut lab, &sent).iter().all(|net| net.step.abs_diff(last) <= 1), "{last}");
    }
}

#[test]
fn a_lost_gpu_goes_on_from_a_checkpoint_that_was_asked_for() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "train", "steps": 4})).expect("trained");
    file(&mut lab, &sent);
    ask(&mut lab, &sent, json!({"type": "train", "steps": 2})).expect("trained");
    block_on(lab.recover(&DeviceError::Lost("for a test".into())));
    assert!(nets(&mut lab, &sent).iter().all(|net| net.step == 4));
}

#[test]
fn a_lost_gpu_lets_the_nets_go_on_from_the_last_checkpoint_on_the_processor() {
    let (mut lab, sent) = lab();
    for saved in [0, 3] {
        ask(&mut lab, &sent, json!({"type": "train", "steps": 2})).expect("trained");
        events(&sent);
        block_on(lab.recover(&DeviceError::Lost("for a test".into())));
        let events = events(&sent);
        assert!(
            matches!(&events[0], Event::Device { device } if device.backend == BackendKind::Cpu && device.reason == Reason::DeviceLost)
        );
        assert!(matches!(&events[1], Event::Begun { unasked: true, step, .. } if *step == saved), "{events:?}");
        assert!(nets(&mut lab, &sent).iter().all(|net| net.step == saved));
        ask(&mut lab, &sent, json!({"type": "train", "steps": 3})).expect("trained");
        block_on(lab.save()).expect("the processor");
    }
}

#[test]
fn a_net_that_goes_wrong_is_named_and_goes_back_alone() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "train", "steps": 8})).expect("steps");
    ask(&mut lab, &sent, json!({"type": "checkpoint"})).expect("a checkpoint");
    let reckless = |lab: &mut MemoryLab, rate| {
        lab.race.as_mut().expect("a race").entrants_mut()[0].learner.set_rate(rate, 0.0, 0.0);
    };
    ask(&mut lab, &sent, json!({"type": "train", "steps": 3})).expect("steps");
    reckless(&mut lab, 1e30);
    ask(&mut lab, &sent, json!({"type": "train", "steps": 5})).expect("the others go on");
    let failures = events(&sent).into_iter().filter_map(|event| match event {
        Event::Diverged { failure } => Some(failure),
        _ => None,
    });
    let [failure] = failures.collect::<Vec<_>>().try_into().expect("one net, once");
    assert_eq!((failure.code, &failure.args["lag"], &failure.args["good"]), ("diverged", &json!(6), &json!(8)));
    let saved = ask(&mut lab, &sent, json!({"type": "checkpoint"}));
    assert!(matches!(saved, Ok(Reply::Checkpoint { step: 16 })), "{saved:?}");
    let kept = lab.saving.last.as_ref().expect("one was taken");
    assert!(kept.tensors.values().flat_map(|(_, data)| data).all(|x| x.is_finite()), "nothing broken is kept");

    reckless(&mut lab, 0.001);
    ask(&mut lab, &sent, json!({"type": "goBack"})).expect("a good checkpoint");
    let nets = nets(&mut lab, &sent);
    assert_eq!((nets[0].step, nets[0].state, nets[1].step), (8, NetState::Learning, 16));
    ask(&mut lab, &sent, json!({"type": "train", "steps": 2})).expect("steps");
    assert_eq!(self::nets(&mut lab, &sent)[0].step, 10);
}
