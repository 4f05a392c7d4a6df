//! The lab driven by messages, on the processor, without a browser.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;

use pollster::block_on;
use serde_json::{Value, json};

use super::protocol::{Answer, NetState};
use super::*;

type Sent = Rc<RefCell<Vec<Outgoing<Reply, Event>>>>;

fn now() -> f64 {
    thread_local!(static START: Instant = Instant::now());
    START.with(|start| start.elapsed().as_secs_f64() * 1000.0)
}

fn lab() -> (BpttLab, Sent) {
    let sent = Sent::default();
    let outbox = Rc::clone(&sent);
    let mut lab = BpttLab::new(now, Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing)));
    let config = json!({"backend": "cpu", "sequence": 10, "hidden": 6, "batch": 4});
    ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
    (lab, sent)
}

/// Sends a command and works until it is answered.
fn answer(lab: &mut BpttLab, sent: &Sent, command: Value) -> (Result<Reply, Failure>, Vec<Vec<f32>>) {
    let command = serde_json::from_value(command).expect("a command");
    block_on(lab.handle(Request { id: 7, lane: 0, command }, None));
    loop {
        let found = sent.borrow().iter().position(|out| matches!(out.message, Message::Reply(7, _)));
        if let Some(found) = found {
            let Outgoing { message: Message::Reply(_, result), arrays, .. } = sent.borrow_mut().remove(found) else {
                unreachable!("a reply")
            };
            return (result, arrays);
        }
        assert!(lab.is_busy(), "no answer and nothing to do");
        block_on(lab.slice());
    }
}

fn ask(lab: &mut BpttLab, sent: &Sent, command: Value) -> Result<Reply, Failure> {
    answer(lab, sent, command).0
}

#[test]
fn the_ladder_is_measured_at_once_and_trained_in_turns() {
    let (mut lab, sent) = lab();
    let query = json!({"type": "query", "kind": "ladder"});
    let Ok(Reply::Answer { answer: Answer::Ladder(metrics) }) = ask(&mut lab, &sent, query) else {
        panic!("no ladder")
    };
    assert!(metrics.nets.iter().all(|net| net.step == 0 && net.norms.len() == 10 && net.growth.is_some()));
    let configure = json!({"type": "configure", "config": {"paused": "gru"}});
    ask(&mut lab, &sent, configure).expect("valid");
    let Ok(Reply::Trained { step: 5, metrics, .. }) = ask(&mut lab, &sent, json!({"type": "train", "steps": 5})) else {
        panic!("not trained")
    };
    let steps: Vec<(u64, NetState)> = metrics.nets.iter().map(|net| (net.step, net.state)).collect();
    let learns = (5, NetState::Learning);
    assert_eq!(steps, [learns, learns, learns, (0, NetState::Paused)]);
    assert_eq!(ask(&mut lab, &sent, json!({"type": "train", "steps": 0})).expect_err("none").code, "out-of-range");
}

#[test]
fn a_net_that_diverges_stalls_no_other() {
    let (mut lab, sent) = lab();
    let config = json!({"activation": "linear", "spectralRadius": 2, "sequence": 100, "optimizer": "sgd", "clip": 0, "learningRate": 0.1});
    ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
    let Ok(Reply::Trained { metrics, .. }) = ask(&mut lab, &sent, json!({"type": "train", "steps": 20})) else {
        panic!("not trained")
    };
    assert_eq!(metrics.nets[0].state, NetState::Diverged);
    assert!(metrics.nets[1].step == 20 && metrics.nets[1].loss.is_some());
}

#[test]
fn every_factor_can_be_asked_for_and_the_sum_holds() {
    let (mut lab, sent) = lab();
    for cell in ["rnn", "lstm", "lstm-peepholes", "gru"] {
        let config = json!({"cell": cell, "part": "unrolled", "text": "to be or not"});
        ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
        ask(&mut lab, &sent, json!({"type": "train", "steps": 3})).expect("trained");
        let query = json!({"type": "query", "kind": "gradients", "args": {"t": 9, "k": 4}});
        let (Ok(Reply::Answer { answer: Answer::Gradients(shown) }), arrays) = answer(&mut lab, &sent, query) else {
            panic!("no gradients")
        };
        let size = if cell.starts_with("lstm") { 16 } else { 8 };
        assert_eq!((shown.t, shown.k, shown.size, shown.trained, shown.steps.len()), (9, 4, size, 3, 10));
        assert_eq!(arrays.iter().map(Vec::len).collect::<Vec<_>>(), [size * size, size * size, 8 * shown.columns]);
        let frobenius = arrays[0].iter().map(|x| x * x).sum::<f32>().sqrt();
        assert!((f64::from(frobenius) - shown.steps[4].factor).abs() < 1e-4);
        let query = json!({"type": "query", "kind": "gradcheck", "args": {"t": 9}});
        let Ok(Reply::Answer { answer: Answer::Check(check) }) = ask(&mut lab, &sent, query) else {
            panic!("no check")
        };
        assert!(check.tape_error < 1e-4 && (check.sum - shown.total).abs() < 1e-9 * shown.total, "{check:?}");
    }
    let query = json!({"type": "query", "kind": "gradients", "args": {"t": 3, "k": 4}});
    assert_eq!(ask(&mut lab, &sent, query).expect_err("after t").field.as_deref(), Some("k"));
}

#[test]
fn changing_the_part_keeps_what_was_learned() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "train", "steps": 4})).expect("trained");
    for (part, steps) in [("unrolled", 0), ("ladder", 4)] {
        let configure = json!({"type": "configure", "config": {"part": part}});
        let Ok(Reply::Configured { rebuilt: false, .. }) = ask(&mut lab, &sent, configure) else { panic!("{part}") };
        assert_eq!(lab.step(), steps);
    }
    ask(&mut lab, &sent, json!({"type": "reset"})).expect("configured");
    assert_eq!(lab.step(), 0);
}

#[test]
fn tensors_and_files_are_handed_out() {
    let (mut lab, sent) = lab();
    let inspect = json!({"type": "inspect", "name": "gru.gru1.Wh"});
    let (reply, arrays) = answer(&mut lab, &sent, inspect);
    assert_eq!(reply, Ok(Reply::Tensor { name: "gru.gru1.Wh".to_owned(), shape: vec![6, 18] }));
    assert_eq!(arrays[0].len(), 108);
    let Ok(Reply::Tensors { tensors }) = ask(&mut lab, &sent, json!({"type": "tensors"})) else { panic!("no tensors") };
    assert!(tensors.iter().any(|tensor| tensor.name == "lstm-peepholes.lstm1.p"));
    ask(&mut lab, &sent, json!({"type": "export", "kind": "metrics"})).expect("a file");
    assert_eq!(
        ask(&mut lab, &sent, json!({"type": "export", "kind": "weights"})).expect_err("none").code,
        "unknown-export"
    );
}
