//! GPUs that are lost, in earnest: a device is destroyed under the lab.

use std::rc::Rc;

use nabla_compute::Gpu;
use pollster::block_on;
use serde_json::json;

use super::*;
use crate::lab::mend;
use crate::protocol::{BackendKind, Reason};

const WEIGHT: &str = "lstm1.Wh";

/// Whether there is a GPU to be lost; `NABLA_NO_GPU_TESTS=1` leaves these tests out, and says so.
fn has_gpu() -> bool {
    let is_left_out = std::env::var("NABLA_NO_GPU_TESTS").is_ok_and(|value| value == "1");
    if is_left_out {
        eprintln!("left out by NABLA_NO_GPU_TESTS=1: no GPU is lost");
    }
    !is_left_out
}

fn lab_on(backend: &str) -> (Session, Sent) {
    let sent = Sent::default();
    let outbox = Rc::clone(&sent);
    let mut session = Session::new(now, Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing)));
    let config = json!({"backend": backend, "hidden": 8, "embedding": 4, "batch": 2, "sequence": 6});
    ask(&mut session, &sent, json!({"type": "configure", "config": config}), None).expect("valid");
    let text = "to be or not to be, that is the question\n".repeat(20);
    ask(&mut session, &sent, json!({"type": "loadText", "name": "own"}), Some(text.as_bytes())).expect("a text");
    (session, sent)
}

fn gpu(session: &Session) -> Rc<Gpu> {
    match &session.device {
        Some((Device::Gpu(gpu), _)) => Rc::clone(gpu),
        _ => panic!("a GPU: install a Vulkan driver or opt out with NABLA_NO_GPU_TESTS=1"),
    }
}

fn place(session: &Session) -> (BackendKind, Reason) {
    let (_, info) = session.device.as_ref().expect("configured");
    (info.backend, info.reason)
}

/// A checkpoint that the lab goes on from, and its file.
fn save(session: &mut Session, sent: &Sent) -> Vec<u8> {
    ask(session, sent, json!({"type": "checkpoint"}), None).expect("a run");
    let run = session.run.as_ref().expect("a run");
    run.newest().expect("held").to_bytes().expect("a file")
}

fn weight(session: &mut Session) -> Vec<f32> {
    let run = session.run.as_ref().expect("a run");
    let capture = block_on(run.trainer.capture().finish()).expect("a device");
    capture.find(WEIGHT).expect("a weight").to_vec()
}

#[test]
fn a_lost_gpu_is_replaced_twice_and_then_the_processor_goes_on_to_the_bit() {
    if !has_gpu() {
        return;
    }
    let (mut session, sent) = lab_on("webgpu");
    train(&mut session, &sent, 4);
    assert_eq!(place(&session), (BackendKind::WebGpu, Reason::Requested));

    // While nothing is done: noticed by the next command.
    save(&mut session, &sent);
    gpu(&session).destroy();
    block_on(mend(&mut session));
    assert_eq!(place(&session), (BackendKind::WebGpu, Reason::DeviceLost));
    assert_eq!(train(&mut session, &sent, 2).0, 6);

    // In the middle of steps that a script waits for, whose losses are being read back.
    let second = gpu(&session);
    send(&mut session, json!({"type": "train", "steps": 20}), None);
    go_on(&mut session).expect("work");
    second.destroy();
    let answer = loop {
        match take_answer(&sent) {
            Some(answer) => break answer,
            None => go_on(&mut session).expect("no answer and nothing to do"),
        }
    };
    assert!(matches!(answer, Ok(Reply::Trained { step: 26, .. })), "{answer:?}");
    assert_eq!(place(&session), (BackendKind::WebGpu, Reason::DeviceLost));

    // The third time in a minute.
    let saved = save(&mut session, &sent);
    train(&mut session, &sent, 2); // it was good
    gpu(&session).destroy();
    block_on(mend(&mut session));
    assert_eq!(place(&session), (BackendKind::Cpu, Reason::DeviceLost));
    train(&mut session, &sent, 10);

    let (mut undisturbed, heard) = lab_on("cpu");
    let restored = ask(&mut undisturbed, &heard, json!({"type": "restore"}), Some(&saved));
    assert!(matches!(restored, Ok(Reply::Restored { step: 26 })), "{restored:?}");
    train(&mut undisturbed, &heard, 10);
    assert_eq!(weight(&mut session), weight(&mut undisturbed));
}

#[test]
fn a_loss_during_a_question_fails_it_and_the_next_one_is_answered() {
    if !has_gpu() {
        return;
    }
    let (mut session, sent) = lab_on("webgpu");
    train(&mut session, &sent, 2);
    save(&mut session, &sent);
    gpu(&session).destroy();
    let inspect = json!({"type": "inspect", "name": WEIGHT});
    let failure = ask(&mut session, &sent, inspect.clone(), None).expect_err("the device is gone");
    assert_eq!(failure.code, "device-lost");
    block_on(mend(&mut session));
    assert!(ask(&mut session, &sent, inspect, None).is_ok());
    assert_eq!(train(&mut session, &sent, 1).0, 3);
}

#[test]
fn a_lab_that_is_set_to_the_processor_gives_its_gpu_back() {
    if !has_gpu() {
        return;
    }
    let (mut session, sent) = lab_on("webgpu");
    train(&mut session, &sent, 1);
    let weak = session.device.as_ref().expect("configured").0.downgrade();
    let backend = |backend: &str| json!({"type": "configure", "config": {"backend": backend}});
    ask(&mut session, &sent, backend("cpu"), None).expect("a move");
    assert!(weak.upgrade().is_none(), "somebody keeps the GPU");
    assert_eq!(train(&mut session, &sent, 1).0, 2);
}
