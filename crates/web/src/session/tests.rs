//! A lab driven by messages, on the processor, without a browser.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;

use pollster::block_on;
use serde_json::{Value, json};

use super::*;
use crate::lab::Message;
use crate::protocol::Inside;

mod lanes;
mod lost;
mod trial;

type Sent = Rc<RefCell<Vec<Outgoing>>>;

fn now() -> f64 {
    thread_local!(static START: Instant = Instant::now());
    START.with(|start| start.elapsed().as_secs_f64() * 1000.0)
}

/// A lab on the processor with a small model, and what it sends.
fn lab() -> (Session, Sent) {
    let sent = Sent::default();
    let outbox = Rc::clone(&sent);
    let mut session = Session::new(now, Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing)));
    let config = json!({"backend": "cpu", "hidden": 16, "embedding": 8, "batch": 4, "sequence": 10});
    ask(&mut session, &sent, json!({"type": "configure", "config": config}), None).expect("valid");
    let text = "to be or not to be, that is the question\n".repeat(50);
    ask(&mut session, &sent, json!({"type": "loadText", "name": "own"}), Some(text.as_bytes())).expect("a text");
    (session, sent)
}

/// Sends a command and works until it is answered.
fn ask(session: &mut Session, sent: &Sent, command: Value, bytes: Option<&[u8]>) -> Result<Reply, Failure> {
    send(session, command, bytes);
    loop {
        if let Some(answer) = take_answer(sent) {
            return answer;
        }
        go_on(session).expect("no answer and nothing to do");
    }
}

fn send(session: &mut Session, command: Value, bytes: Option<&[u8]>) {
    let command = serde_json::from_value(command).expect("a command");
    block_on(session.handle(Request { id: 7, lane: 0, command }, bytes.map(<[u8]>::to_vec)));
}

fn take_answer(sent: &Sent) -> Option<Result<Reply, Failure>> {
    let found = sent.borrow().iter().position(|out| matches!(out.message, Message::Reply(7, _)))?;
    let Message::Reply(_, result) = sent.borrow_mut().remove(found).message else { unreachable!("a reply") };
    Some(result)
}

/// What the worker's loop does between two messages; None when it would wait for one.
fn go_on(session: &mut Session) -> Option<()> {
    if session.is_busy() {
        block_on(session.slice());
        return Some(());
    }
    let went_on = block_on(poll_fn(|context| Poll::Ready(session.poll_trial(context).is_ready())));
    went_on.then_some(())
}

fn train(session: &mut Session, sent: &Sent, steps: u32) -> (u64, f32) {
    match ask(session, sent, json!({"type": "train", "steps": steps}), None) {
        Ok(Reply::Trained { step, loss, .. }) => (step, loss),
        other => panic!("train: {other:?}"),
    }
}

#[test]
fn training_takes_exactly_the_steps_asked_for_and_learns() {
    let (mut session, sent) = lab();
    let (step, first) = train(&mut session, &sent, 1);
    assert_eq!(step, 1);
    let (step, last) = train(&mut session, &sent, 150);
    assert_eq!(step, 151);
    assert!(last < 0.7 * first, "from {first} to {last}");
    let validated = sent.borrow().iter().any(|out| {
        matches!(&out.message, Message::Event(Event::Progress { metrics, .. }) if metrics.validation_bits_per_character.is_some())
    });
    assert!(validated, "steps 25 and 100 are measured");
}

#[test]
fn a_bad_setting_changes_nothing() {
    let (mut session, sent) = lab();
    let (_, before) = train(&mut session, &sent, 3);
    for (patch, code, field) in [
        (json!({"learningRate": "fast"}), "wrong-type", "learningRate"),
        (json!({"hidden": 0}), "out-of-range", "hidden"),
        (json!({"hiden": 3}), "unknown-field", "hiden"),
        (json!({"learningRate": 0.5, "optimizer": "lion"}), "not-one-of", "optimizer"),
        (json!({"batch": 256, "sequence": 512}), "text-too-short", "batch"),
    ] {
        let failure = ask(&mut session, &sent, json!({"type": "configure", "config": patch}), None).expect_err("bad");
        assert_eq!((failure.code, failure.field.as_deref()), (code, Some(field)), "{}", failure.message);
    }
    let (step, after) = train(&mut session, &sent, 1);
    let (mut untouched, untouched_sent) = lab();
    assert_eq!(train(&mut untouched, &untouched_sent, 3).1.to_bits(), before.to_bits());
    assert_eq!(train(&mut untouched, &untouched_sent, 1), (step, after));
}

#[test]
fn a_bad_text_leaves_the_old_one_and_its_run() {
    let (mut session, sent) = lab();
    train(&mut session, &sent, 2);
    for (bytes, code) in [
        (&b"ab\xff"[..], "bad-encoding"),
        (b"", "text-empty"),
        (b"aaaa", "text-one-character"),
        (b"too short", "text-too-short"),
    ] {
        let failure = ask(&mut session, &sent, json!({"type": "loadText", "name": "x"}), Some(bytes)).expect_err("bad");
        assert_eq!(failure.code, code);
    }
    assert_eq!(train(&mut session, &sent, 1).0, 3);
}

#[test]
fn tensors_have_the_shapes_they_say() {
    let (mut session, sent) = lab();
    train(&mut session, &sent, 1);
    let Ok(Reply::Tensors { tensors }) = ask(&mut session, &sent, json!({"type": "tensors"}), None) else {
        panic!("tensors")
    };
    let shape = |name: &str| tensors.iter().find(|t| t.name == name).map(|t| t.shape.clone());
    assert_eq!(shape("lstm1.Wx"), Some(vec![8, 64]));
    assert_eq!(shape("lstm1.f"), Some(vec![10, 4, 16]));
    assert_eq!(shape("lstm1.C"), Some(vec![10, 4, 16]));
    assert_eq!(shape("grad.output.W"), shape("output.W"));
    for tensor in tensors {
        let answer = block_on(session.inspect(tensor.name.clone())).unwrap_or_else(|f| panic!("{}", f.message));
        assert_eq!(answer.arrays[0].len(), tensor.shape.iter().product::<usize>(), "{}", tensor.name);
        let is_gate = ["lstm1.i", "lstm1.f", "lstm1.o"].contains(&tensor.name.as_str());
        assert!(!is_gate || answer.arrays[0].iter().all(|x| *x > 0.0 && *x < 1.0), "{}", tensor.name);
    }
}

#[test]
fn a_checkpoint_restores_step_and_curve() {
    let (mut session, sent) = lab();
    train(&mut session, &sent, 30);
    let saved = block_on(session.checkpoint()).unwrap_or_else(|f| panic!("{}", f.message)).bytes.expect("a file");
    let (mut other, other_sent) = lab();
    let restored = ask(&mut other, &other_sent, json!({"type": "restore"}), Some(&saved));
    assert_eq!(restored, Ok(Reply::Restored { step: 30 }));
    assert_eq!(train(&mut other, &other_sent, 5), train(&mut session, &sent, 5));
    let failure = ask(&mut other, &other_sent, json!({"type": "restore"}), Some(b"nonsense")).expect_err("bad");
    assert_eq!(failure.code, "bad-checkpoint");
    let csv = block_on(other.export("metrics")).unwrap_or_else(|f| panic!("{}", f.message)).bytes.expect("a file");
    assert_eq!(String::from_utf8_lossy(&csv).lines().count(), 36);
}

#[test]
fn text_is_written_reproducibly() {
    let (mut session, sent) = lab();
    train(&mut session, &sent, 100);
    let mut answers = Vec::new();
    for seed in [1, 1, 2] {
        let args = json!({"prompt": "to be", "length": 60, "temperature": 1, "seed": seed});
        match ask(&mut session, &sent, json!({"type": "query", "kind": "generate", "args": args}), None) {
            Ok(Reply::Answer { answer }) => answers.push(answer),
            other => panic!("generate: {other:?}"),
        }
    }
    assert_eq!((answers[0].text.chars().count(), answers[0].bits.len()), (60, 60));
    assert_eq!(answers[0], answers[1]);
    assert_ne!(answers[0].text, answers[2].text);
    let question = json!({"type": "query", "kind": "generate", "args": {"length": 0}});
    assert_eq!(ask(&mut session, &sent, question, None).expect_err("none").field.as_deref(), Some("length"));
}

/// What a question about the inside is answered with: names, shape and numbers.
fn look(session: &mut Session, sent: &Sent, kind: &str, args: Value) -> Result<(Inside, Vec<Vec<f32>>), Failure> {
    let command = json!({"type": "query", "kind": kind, "args": args});
    send(session, command, None);
    let Outgoing { message, arrays, .. } = sent.borrow_mut().pop().expect("an answer at once");
    match message {
        Message::Reply(7, Ok(Reply::Inside { answer })) => Ok((answer, arrays)),
        Message::Reply(7, Err(failure)) => Err(failure),
        other => panic!("{kind}: {other:?}"),
    }
}

#[test]
fn a_cell_is_one_step_of_its_gates() {
    let (mut session, sent) = lab();
    train(&mut session, &sent, 5);
    let (gates, all) = look(&mut session, &sent, "gates", json!({"text": "to be!"})).expect("gates");
    assert_eq!((gates.characters.iter().collect::<String>().as_str(), &gates.shape[..]), ("to be", &[5, 16][..]));
    for t in 0..5 {
        let (cell, numbers) = look(&mut session, &sent, "cell", json!({"text": "to be", "t": t})).expect("a cell");
        for (name, gate) in gates.names.iter().zip(&all) {
            let at = cell.names.iter().position(|known| known == name).expect("the same names");
            for (x, expected) in numbers[at].iter().zip(&gate[t * 16..][..16]) {
                assert!((x - expected).abs() < 2e-6, "{name} at {t}: {x}, {expected}");
            }
        }
    }
    let field = |session: &mut Session, kind: &str, args: Value| {
        let failure = look(session, &sent, kind, args).expect_err("bad");
        (failure.code, failure.field.expect("a field"))
    };
    assert_eq!(field(&mut session, "cell", json!({"text": "to be", "t": 5})), ("out-of-range", "t".into()));
    assert_eq!(field(&mut session, "gates", json!({"layer": 2})), ("out-of-range", "layer".into()));
    assert_eq!(field(&mut session, "gates", json!({"text": 1})), ("wrong-type", "text".into()));
    assert_eq!(field(&mut session, "gates", json!({"t": 1})), ("unknown-field", "t".into()));
}

/// A run of [`lab`] with a number that is none.
fn broken_checkpoint() -> Vec<u8> {
    let (mut session, sent) = lab();
    train(&mut session, &sent, 2);
    let saved = block_on(session.checkpoint()).unwrap_or_else(|f| panic!("{}", f.message)).bytes.expect("a file");
    let mut broken = Checkpoint::from_bytes(&saved).expect("our own file");
    broken.tensors.get_mut("output.b").expect("a bias").1[0] = f32::NAN;
    broken.to_bytes().expect("a file")
}

#[test]
fn a_diverged_run_stops_and_says_so() {
    let (mut session, sent) = lab();
    ask(&mut session, &sent, json!({"type": "restore"}), Some(&broken_checkpoint())).expect("it fits");
    ask(&mut session, &sent, json!({"type": "start"}), None).expect("a run");
    let failure = ask(&mut session, &sent, json!({"type": "train", "steps": 50}), None).expect_err("not a number");
    assert_eq!(failure.code, "diverged");
    assert_eq!((&failure.args["sign"], &failure.args["tensor"]), (&json!("weight"), &json!("output.b")));
    assert_eq!(session.state, RunState::Paused);
    let saved_anything =
        sent.borrow().iter().any(|out| matches!(out.message, Message::Event(Event::Checkpoint { .. })));
    assert!(!saved_anything, "numbers that are none must not replace a good checkpoint");
    let again = ask(&mut session, &sent, json!({"type": "start"}), None).expect_err("it would go wrong again");
    assert_eq!(again, failure);
}

#[test]
fn a_run_that_went_wrong_goes_back_and_on_to_the_bit() {
    let (mut session, sent) = lab();
    train(&mut session, &sent, 3);
    block_on(session.checkpoint()).unwrap_or_else(|f| panic!("{}", f.message));
    train(&mut session, &sent, 2);
    let usual = json!({"learningRate": session.config.learning_rate, "clip": session.config.clip});
    ask(&mut session, &sent, json!({"type": "configure", "config": {"learningRate": 10, "clip": 0}}), None)
        .expect("settings");
    let failure = ask(&mut session, &sent, json!({"type": "train", "steps": 100}), None).expect_err("far too large");
    assert_eq!((failure.code, &failure.args["good"], &failure.args["clip"]), ("diverged", &json!(3), &json!(0.0)));
    assert!(failure.args["step"].as_u64().is_some_and(|step| step > 5), "{failure:?}");

    let saved = ask(&mut session, &sent, json!({"type": "checkpoint"}), None);
    assert!(matches!(saved, Ok(Reply::Checkpoint { step: 3 })), "{saved:?}");
    ask(&mut session, &sent, json!({"type": "configure", "config": usual}), None).expect("settings");
    let back = ask(&mut session, &sent, json!({"type": "goBack"}), None);
    assert!(matches!(back, Ok(Reply::Restored { step: 3 })), "{back:?}");
    let (_, healed) = train(&mut session, &sent, 4);
    let (mut other, other_sent) = lab();
    let (_, undisturbed) = train(&mut other, &other_sent, 7);
    assert_eq!(healed.to_bits(), undisturbed.to_bits());
}

#[test]
fn without_a_checkpoint_it_goes_back_to_the_beginning() {
    let (mut session, sent) = lab();
    train(&mut session, &sent, 5);
    ask(&mut session, &sent, json!({"type": "configure", "config": {"learningRate": 10, "clip": 0}}), None)
        .expect("settings");
    let failure = ask(&mut session, &sent, json!({"type": "train", "steps": 100}), None).expect_err("far too large");
    assert_eq!(failure.args["good"], json!(0));
    let saved = ask(&mut session, &sent, json!({"type": "checkpoint"}), None);
    assert!(matches!(saved, Ok(Reply::Checkpoint { step: 0 })), "{saved:?}");
    let back = ask(&mut session, &sent, json!({"type": "goBack"}), None);
    assert!(matches!(back, Ok(Reply::Restored { step: 0 })), "{back:?}");
    assert!(ask(&mut session, &sent, json!({"type": "start"}), None).is_ok());
}
