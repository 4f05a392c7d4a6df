//! The lab driven by messages, on the processor, without a browser.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;

use nabla_models::config::CellKind;
use pollster::block_on;
use serde_json::{Value, json};

use super::protocol::{Answer, NetState, Truncated};
use super::*;
use crate::lab::Message;

type Sent = Rc<RefCell<Vec<Outgoing<Reply, Event>>>>;

const CELLS: [&str; 4] = ["rnn", "lstm", "lstm-peepholes", "gru"];

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
    for (turn, cell) in CELLS.into_iter().enumerate() {
        let config = json!({"cell": cell, "part": "unrolled", "text": "to be or not"});
        ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
        ask(&mut lab, &sent, json!({"type": "train", "steps": 3})).expect("trained");
        let trained = 3 * (turn as u64 + 1); // all learn in turns, whichever is shown
        let query = json!({"type": "query", "kind": "gradients", "args": {"t": 9, "k": 4}});
        let (Ok(Reply::Answer { answer: Answer::Gradients(shown) }), arrays) = answer(&mut lab, &sent, query) else {
            panic!("no gradients")
        };
        let size = if cell.starts_with("lstm") { 16 } else { 8 };
        assert_eq!((shown.t, shown.k, shown.size, shown.trained, shown.steps.len()), (9, 4, size, trained, 10));
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
fn all_kinds_are_compared_by_the_numbers_of_each() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"part": "unrolled"}})).expect("valid");
    ask(&mut lab, &sent, json!({"type": "train", "steps": 2})).expect("trained");
    let query = json!({"type": "query", "kind": "products", "args": {"t": 21}});
    let Ok(Reply::Answer { answer: Answer::Products(products) }) = ask(&mut lab, &sent, query) else {
        panic!("no products")
    };
    assert_eq!((products.t, products.trained, products.nets.len()), (21, 2, 4));
    for (net, cell) in products.nets.iter().zip(CELLS) {
        let query = json!({"type": "query", "kind": "gradients", "args": {"t": 21, "k": 1, "cell": cell}});
        let (Ok(Reply::Answer { answer: Answer::Gradients(shown) }), arrays) = answer(&mut lab, &sent, query) else {
            panic!("no gradients")
        };
        assert_eq!((net.cell, &net.steps), (shown.cell, &shown.steps));
        assert_eq!((shown.partial, shown.total), (net.steps[1].partial, net.steps[0].partial));
        let frobenius = arrays[1].iter().map(|x| f64::from(*x).powi(2)).sum::<f64>().sqrt();
        assert!((frobenius / net.steps[1].product - 1.0).abs() < 1e-6);
        // The product of 20 factors cannot be larger than the factors multiplied.
        let bound: f64 = net.steps[2..].iter().map(|norms| norms.factor_sigma).product();
        assert!(net.steps[1].product_sigma <= bound * (1.0 + 1e-9), "{cell}");
    }
    let query = json!({"type": "query", "kind": "gradients", "args": {"cell": "elman"}});
    assert_eq!(ask(&mut lab, &sent, query).expect_err("none").field.as_deref(), Some("cell"));
}

#[test]
fn a_step_of_every_cell_is_written_out() {
    let (mut lab, sent) = lab();
    for cell in CELLS {
        let query = json!({"type": "query", "kind": "cell", "args": {"t": 3, "cell": cell}});
        let (Ok(Reply::Answer { answer: Answer::Cell(look) }), arrays) = answer(&mut lab, &sent, query) else {
            panic!("no cell")
        };
        assert_eq!((look.t, look.shape.as_slice(), look.names.len()), (3, [8].as_slice(), arrays.len()));
        let output = if cell == "rnn" { "s" } else { "h" };
        let shown = &arrays[look.names.iter().position(|name| name == output).expect("an output")];
        // The same number where the whole sequence is handed out.
        let layer = if cell.starts_with("lstm") { "lstm" } else { cell };
        let inspect = json!({"type": "inspect", "name": format!("unrolled.{cell}.{layer}1.{output}")});
        let (reply, values) = answer(&mut lab, &sent, inspect);
        assert!(matches!(reply, Ok(Reply::Tensor { shape, .. }) if shape == [23, 8]));
        assert!(shown.iter().zip(&values[0][24..32]).all(|(a, b)| (a - b).abs() < 1e-6), "{cell}");
    }
}

#[test]
fn another_cell_begins_the_truncated_training_anew_and_no_other() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "train", "steps": 2})).expect("trained");
    let config = json!({"part": "truncation", "cell": "gru"});
    let configured = ask(&mut lab, &sent, json!({"type": "configure", "config": config}));
    assert!(matches!(configured, Ok(Reply::Configured { rebuilt: false, .. })));
    assert_eq!(truncated(&mut lab, &sent).cell, CellKind::Gru);
    ask(&mut lab, &sent, json!({"type": "train", "steps": 1})).expect("trained");
    assert!(truncated(&mut lab, &sent).courses.iter().any(|course| course.step > 0));
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"cell": "lstm"}})).expect("valid");
    assert!(lab.step() == 0 && truncated(&mut lab, &sent).courses.iter().all(|course| course.step == 0));
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"part": "ladder"}})).expect("valid");
    assert_eq!(lab.step(), 2);
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

fn truncated(lab: &mut BpttLab, sent: &Sent) -> Truncated {
    let query = json!({"type": "query", "kind": "truncation"});
    let Ok(Reply::Answer { answer: Answer::Truncation(table) }) = ask(lab, sent, query) else { panic!("no table") };
    *table
}

#[test]
fn truncation_is_measured_when_it_is_shown_and_trained_for_equal_times() {
    let (mut lab, sent) = lab();
    assert!(truncated(&mut lab, &sent).costs.is_empty() && !lab.is_busy());
    let config = json!({"part": "truncation", "gap": 3, "seconds": 0.2, "cell": "lstm"});
    ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
    while lab.is_busy() {
        block_on(lab.slice());
    }
    let table = truncated(&mut lab, &sent);
    assert_eq!((table.measured_at, table.costs.len(), table.gap, table.sequence), (Some(0), 10, 3, 10));
    assert_eq!((table.costs[9].angle, table.costs[9].error), (Some(0.0), Some(0.0)));
    assert!(table.costs[0].tape_bytes < table.costs[9].tape_bytes && table.costs[0].recurrent_angle > Some(1.0));
    ask(&mut lab, &sent, json!({"type": "start"})).expect("configured");
    while lab.is_busy() {
        block_on(lab.slice());
    }
    let table = truncated(&mut lab, &sent);
    assert_eq!(table.courses.iter().map(|course| course.counted).collect::<Vec<_>>(), [1, 2, 4, 5, 10]);
    assert!(table.courses.iter().all(|course| course.seconds >= 0.2 && course.loss.is_some()));
    assert!(table.courses[0].losses.len() > 2 && table.courses[0].losses[0].0 == 0.0);
    assert_eq!(table.measured_at, Some(table.courses[4].step));
    assert_eq!((lab.state, sent.borrow().is_empty()), (RunState::Paused, false));
    // All had their time: there is nothing to do.
    ask(&mut lab, &sent, json!({"type": "train", "steps": 1})).expect("answered");
    assert_eq!(truncated(&mut lab, &sent).courses, table.courses);
    ask(&mut lab, &sent, json!({"type": "reset"})).expect("configured");
    assert_eq!(truncated(&mut lab, &sent).courses[4].step, 0);
}

#[test]
fn a_truncated_sum_is_held_to_a_tape_of_its_steps() {
    let (mut lab, sent) = lab();
    for cell in CELLS {
        let config = json!({"cell": cell, "part": "unrolled", "text": "to be or not"});
        ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
        let query = json!({"type": "query", "kind": "gradients", "args": {"t": 9, "k": 5}});
        let Ok(Reply::Answer { answer: Answer::Gradients(shown) }) = ask(&mut lab, &sent, query) else {
            panic!("no gradients")
        };
        let query = json!({"type": "query", "kind": "gradcheck", "args": {"t": 9, "k": 5}});
        let Ok(Reply::Answer { answer: Answer::Check(check) }) = ask(&mut lab, &sent, query) else {
            panic!("no check")
        };
        assert!(check.partial_error < 1e-4 && (check.partial - shown.partial).abs() < 1e-9, "{cell}: {check:?}");
    }
}

#[test]
fn tensors_and_files_are_handed_out() {
    let (mut lab, sent) = lab();
    let inspect = json!({"type": "inspect", "name": "gru.gru1.Wh"});
    let (reply, arrays) = answer(&mut lab, &sent, inspect);
    assert_eq!(reply, Ok(Reply::Tensor { name: "gru.gru1.Wh".to_owned(), shape: vec![6, 18] }));
    assert_eq!(arrays[0].len(), 108);
    let Ok(Reply::Tensors { tensors }) = ask(&mut lab, &sent, json!({"type": "tensors"})) else { panic!("no tensors") };
    let names = ["lstm-peepholes.lstm1.p", "gru.grad.gru1.Wh", "unrolled.lstm.lstm1.C", "truncation.5.rnn1.Wx"];
    for name in names {
        assert!(tensors.iter().any(|tensor| tensor.name == name), "{name}");
    }
    for part in ["ladder", "unrolled", "truncation"] {
        ask(&mut lab, &sent, json!({"type": "configure", "config": {"part": part}})).expect("valid");
        ask(&mut lab, &sent, json!({"type": "export", "kind": "metrics"})).expect("a file");
    }
    assert_eq!(
        ask(&mut lab, &sent, json!({"type": "export", "kind": "weights"})).expect_err("none").code,
        "unknown-export"
    );
}

/// All parameters, by their names.
fn weights(lab: &BpttLab) -> Vec<(String, Vec<f32>)> {
    let visible = lab.nets().expect("configured").visible().into_iter();
    let params = visible.filter(|(kind, ..)| *kind == "parameter");
    params.map(|(_, name, tensor)| (name, block_on(tensor.to_vec()).expect("here"))).collect()
}

fn train(lab: &mut BpttLab, sent: &Sent, part: &str, steps: u32) {
    ask(lab, sent, json!({"type": "configure", "config": {"part": part}})).expect("valid");
    ask(lab, sent, json!({"type": "train", "steps": steps})).expect("trained");
}

#[test]
fn nets_go_on_in_another_lab_to_the_bit() {
    let (mut first, sent) = lab();
    train(&mut first, &sent, "truncation", 3);
    train(&mut first, &sent, "unrolled", 4);
    train(&mut first, &sent, "ladder", 5);
    let file = block_on(first.checkpoint()).expect("nets").bytes.expect("a file");
    let (mut second, theirs) = lab();
    assert!(matches!(block_on(second.restore(&file)), Ok(Reply::Restored { step: 5 })));
    assert_eq!(weights(&second), weights(&first));
    for (lab, sent) in [(&mut first, &sent), (&mut second, &theirs)] {
        for part in ["unrolled", "ladder"] {
            train(lab, sent, part, 3); // how many steps a truncated training takes in its turn is a matter of time
        }
    }
    assert_eq!(weights(&second), weights(&first));
    let courses = |lab: &BpttLab| -> Vec<(u64, Vec<(f64, f32)>)> {
        let courses = lab.nets().expect("nets").truncation.courses().iter();
        courses
            .map(|course| {
                (course.step, course.losses.iter().map(|(at, loss)| (f64::from(*at as f32), *loss)).collect())
            })
            .collect()
    };
    assert_eq!(courses(&second), courses(&first));
    ask(&mut second, &theirs, json!({"type": "configure", "config": {"hidden": 5}})).expect("valid");
    assert_eq!(block_on(second.restore(&file)).expect_err("other nets").code, "bad-checkpoint");
    assert_eq!(second.step(), 0);
}

#[test]
fn a_lost_gpu_lets_the_nets_go_on_from_the_last_checkpoint_on_the_processor() {
    let (mut lab, sent) = lab();
    lab.backends = Backends::without_gpu();
    for saved in [0, 3] {
        ask(&mut lab, &sent, json!({"type": "train", "steps": 2})).expect("trained");
        sent.borrow_mut().clear();
        block_on(lab.recover(&DeviceError::Lost("for a test".into())));
        let back =
            |out: &Outgoing<Reply, Event>| matches!(out.message, Message::Event(Event::Back { step }) if step == saved);
        assert_eq!((lab.step(), sent.borrow().iter().any(back)), (saved, saved > 0));
        ask(&mut lab, &sent, json!({"type": "train", "steps": 3})).expect("trained");
        block_on(lab.save()).expect("the processor");
    }
    let (mut straight, theirs) = self::lab();
    ask(&mut straight, &theirs, json!({"type": "train", "steps": 6})).expect("trained");
    assert_eq!(weights(&lab), weights(&straight));
}
