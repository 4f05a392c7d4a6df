//! `backend: auto`, with a second processor in the GPU's place and a clock that says how fast each is.

use std::cell::Cell;
use std::future::{pending, ready};

use nabla_compute::DeviceError;

use super::*;
use crate::backend::{Backends, Connecting};
use crate::protocol::{BackendKind, Reason};

thread_local! {
    static NOW: Cell<f64> = const { Cell::new(0.0) };
    /// What every look at the clock costs.
    static TICK: Cell<f64> = const { Cell::new(1.0) };
}

fn clock() -> f64 {
    NOW.set(NOW.get() + TICK.get());
    NOW.get()
}

const CPU_MS: f64 = 8.0;

fn a_gpu() -> Connecting {
    Box::pin(ready(Ok(Device::cpu())))
}

fn no_gpu() -> Connecting {
    Box::pin(ready(Err(DeviceError::NoAdapter("none".into()))))
}

fn never() -> Connecting {
    Box::pin(pending())
}

/// A lab that is to choose by itself, before it has a text, and what it sends.
fn undecided(gpu: fn() -> Connecting) -> (Session, Sent) {
    let sent = Sent::default();
    let outbox = Rc::clone(&sent);
    let post = Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing));
    let mut session = Session::with_backends(clock, post, Backends::with_gpu_from(gpu));
    TICK.set(CPU_MS);
    let config = json!({"backend": "auto", "hidden": 16, "embedding": 8, "batch": 4, "sequence": 10});
    ask(&mut session, &sent, json!({"type": "configure", "config": config}), None).expect("valid");
    (session, sent)
}

fn load(session: &mut Session, sent: &Sent, text: &str) {
    let text = text.repeat(50);
    ask(session, sent, json!({"type": "loadText", "name": "own"}), Some(text.as_bytes())).expect("a text");
}

const TEXT: &str = "to be or not to be, that is the question\n";

fn undecided_with_text(gpu: fn() -> Connecting) -> (Session, Sent) {
    let (mut session, sent) = undecided(gpu);
    load(&mut session, &sent, TEXT);
    (session, sent)
}

fn info(session: &Session) -> DeviceInfo {
    session.device.as_ref().expect("configured").1.clone()
}

/// Trains one step, on a GPU that takes `gpu_ms` for whatever it is timed at.
fn step(session: &mut Session, sent: &Sent, gpu_ms: f64) -> (u64, f32) {
    send(session, json!({"type": "train", "steps": 1}), None);
    loop {
        if let Some(answer) = take_answer(sent) {
            let Ok(Reply::Trained { step, loss, .. }) = answer else { panic!("train: {answer:?}") };
            return (step, loss);
        }
        TICK.set(if session.trial.as_ref().is_some_and(Trial::stands) { gpu_ms } else { CPU_MS });
        go_on(session).expect("no answer and nothing to do");
    }
}

/// Steps and losses of a run that is told to choose, until it has, and a few more.
fn run_until_decided(session: &mut Session, sent: &Sent, gpu_ms: f64) -> Vec<(u64, f32)> {
    let mut steps = Vec::new();
    while info(session).reason != Reason::Faster {
        steps.push(step(session, sent, gpu_ms));
        assert!(steps.len() < 50, "no decision: {:?}", info(session));
    }
    steps.extend((0..5).map(|_| step(session, sent, gpu_ms)));
    steps
}

/// The same steps on the processor alone.
fn on_the_processor(count: usize) -> Vec<(u64, f32)> {
    let (mut session, sent) = lab();
    (0..count).map(|_| train(&mut session, &sent, 1)).collect()
}

#[test]
fn the_first_step_waits_for_nothing() {
    let (mut session, sent) = undecided_with_text(never);
    assert_eq!(info(&session).reason, Reason::Trying);
    assert_eq!(train(&mut session, &sent, 3).0, 3);
    assert_eq!(info(&session).backend, BackendKind::Cpu);
}

#[test]
fn without_a_gpu_it_stays_and_says_why() {
    let (mut session, sent) = undecided_with_text(no_gpu);
    train(&mut session, &sent, 1);
    assert_eq!((info(&session).backend, info(&session).reason), (BackendKind::Cpu, Reason::NoWebgpu));
    // Nor does another model make it look again.
    let reply = ask(&mut session, &sent, json!({"type": "configure", "config": {"hidden": 8}}), None);
    let Ok(Reply::Configured { device, .. }) = reply else { panic!("configure: {reply:?}") };
    assert_eq!(device.reason, Reason::NoWebgpu);
}

#[test]
fn a_faster_gpu_gets_the_run_and_no_step_is_lost() {
    let (mut session, sent) = undecided_with_text(a_gpu);
    let steps = run_until_decided(&mut session, &sent, 0.5);
    let DeviceInfo { backend, timing, .. } = info(&session);
    assert_eq!(backend, BackendKind::WebGpu);
    assert_eq!(timing.map(|timing| timing.cpu_ms), Some(CPU_MS));
    // The device in the GPU's place computes the same numbers: weights, optimiser, state and place in the text are those
    // of the run.
    assert_eq!(steps, on_the_processor(steps.len()));
    let csv = block_on(session.export("metrics")).unwrap_or_else(|f| panic!("{}", f.message)).bytes.expect("a file");
    assert_eq!(String::from_utf8_lossy(&csv).lines().count(), 1 + steps.len());
}

#[test]
fn a_slower_gpu_leaves_the_run_as_it_would_have_been() {
    let (mut session, sent) = undecided_with_text(a_gpu);
    let steps = run_until_decided(&mut session, &sent, 500.0);
    let DeviceInfo { backend, timing, .. } = info(&session);
    assert_eq!(backend, BackendKind::Cpu);
    let timing = timing.expect("timed");
    assert_eq!((timing.cpu_ms, timing.webgpu_ms), (CPU_MS, 500.0));
    assert_eq!(steps, on_the_processor(steps.len()));
}

#[test]
fn steps_asked_for_at_once_are_counted_through_the_move() {
    let (mut session, sent) = undecided_with_text(a_gpu);
    TICK.set(0.5); // both are as fast by this clock, so the shares of the long lap decide: the GPU
    assert_eq!(train(&mut session, &sent, 40).0, 40);
    assert_eq!(info(&session).backend, BackendKind::WebGpu);
    let sent = sent.borrow();
    let reported = sent.iter().filter_map(|out| match &out.message {
        Message::Event(Event::Progress { step, .. }) => Some(*step),
        _ => None,
    });
    let reported: Vec<u64> = reported.collect();
    assert!(reported.is_sorted() && reported.last() == Some(&40), "{reported:?}");
}

#[test]
fn a_trial_goes_on_while_the_run_is_paused() {
    let (mut session, sent) = undecided_with_text(a_gpu);
    ask(&mut session, &sent, json!({"type": "start"}), None).expect("a run");
    while session.trial.as_ref().is_none_or(|trial| !trial.stands()) {
        go_on(&mut session).expect("it trains");
    }
    assert!(!session.is_busy(), "the processor stands still while the GPU is timed");
    ask(&mut session, &sent, json!({"type": "pause"}), None).expect("a run");
    while go_on(&mut session).is_some() {}
    assert!(matches!(session.trial, Some(Trial::Comparing(..))), "only steps of the run are missing");
    let before = train(&mut session, &sent, 1).0;
    assert_eq!(step(&mut session, &sent, 0.5).0, before + 1);
}

#[test]
fn what_is_known_is_not_timed_again() {
    for (gpu_ms, backend) in [(500.0, BackendKind::Cpu), (0.5, BackendKind::WebGpu)] {
        let (mut session, sent) = undecided_with_text(a_gpu);
        run_until_decided(&mut session, &sent, gpu_ms);
        let timing = serde_json::to_value(info(&session).timing).expect("a timing");

        let (mut next, sent) = undecided(a_gpu);
        ask(&mut next, &sent, json!({"type": "recall", "timings": [{"model": 3}, timing]}), None).expect("heard");
        load(&mut next, &sent, TEXT);
        while go_on(&mut next).is_some() {}
        assert_eq!((info(&next).backend, info(&next).reason), (backend, Reason::Faster));
        assert_eq!(train(&mut next, &sent, 2), *on_the_processor(2).last().expect("two"));

        // Of another model, or the same with more characters, nothing is known.
        load(&mut next, &sent, "TO BE OR NOT TO BE, that is the question\n");
        while go_on(&mut next).is_some() {}
        assert_eq!((info(&next).backend, info(&next).reason), (BackendKind::Cpu, Reason::HardwareGpu));
        load(&mut next, &sent, TEXT);
        ask(&mut next, &sent, json!({"type": "configure", "config": {"hidden": 8}}), None).expect("valid");
        while go_on(&mut next).is_some() {}
        assert_eq!((info(&next).backend, info(&next).reason), (BackendKind::Cpu, Reason::HardwareGpu));
    }
}

#[test]
fn a_device_that_is_asked_for_ends_the_trial() {
    let (mut session, sent) = undecided_with_text(a_gpu);
    train(&mut session, &sent, 1);
    ask(&mut session, &sent, json!({"type": "configure", "config": {"backend": "cpu"}}), None).expect("valid");
    assert!(session.trial.is_none());
    assert_eq!(info(&session).reason, Reason::Requested);
    ask(&mut session, &sent, json!({"type": "configure", "config": {"backend": "auto"}}), None).expect("valid");
    assert_eq!(info(&session).reason, Reason::Trying);
    let steps = run_until_decided(&mut session, &sent, 0.5);
    assert_eq!(steps, on_the_processor(1 + steps.len())[1..]);
}
