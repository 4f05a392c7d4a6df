//! The lab driven by messages, on the processor, without a browser.

use std::cell::RefCell;
use std::fmt::Write;
use std::rc::Rc;
use std::time::Instant;

use pollster::block_on;
use serde_json::{Value, json};

use super::protocol::Answer;
use super::*;
use crate::lab::Message;

type Sent = Rc<RefCell<Vec<Outgoing<Reply, Event>>>>;

fn now() -> f64 {
    thread_local!(static START: Instant = Instant::now());
    START.with(|start| start.elapsed().as_secs_f64() * 1000.0)
}

/// Three texts whose sentences differ by the order of the same words only, but for the third's.
fn texts() -> [String; 3] {
    let mut texts: [String; 3] = Default::default();
    for i in 0..400 {
        let (a, b) = (["red", "blue", "green", "black"][i % 4], ["cat", "dog", "hen"][i % 3]);
        let (c, d) =
            (["house", "tree", "hill", "well", "sea"][i % 5], ["old", "new", "dry", "wet", "low", "far", "raw"][i % 7]);
        writeln!(texts[0], "and the {a} {b} saw the {d} {c}.\n").expect("text");
        writeln!(texts[1], "\nsaw the {a} {b} the {d} {c} and.").expect("text");
        writeln!(texts[2], "lo the {a} {b} was {d} at the {c} there.").expect("text");
    }
    texts
}

fn ask(lab: &mut TextCnnLab, sent: &Sent, command: Value, bytes: Option<Vec<u8>>) -> Result<Reply, Failure> {
    let command = serde_json::from_value(command).expect("a command");
    block_on(lab.handle(Request { id: 7, lane: 0, command }, bytes));
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

fn lab() -> (TextCnnLab, Sent) {
    let sent = Sent::default();
    let outbox = Rc::clone(&sent);
    let mut lab = TextCnnLab::new(now, Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing)));
    let config = json!({"backend": "cpu", "sentences": 60, "vocabulary": 60, "length": 12, "embedding": 8, "filters": 6,
        "widths": "2,3", "dropout": 0.1, "batch": 20, "epochs": 30, "learningRate": 0.01});
    ask(&mut lab, &sent, json!({"type": "configure", "config": config}), None).expect("valid");
    for (name, text) in ["austen", "shakespeare", "kjv"].iter().zip(texts()) {
        let load = json!({"type": "loadText", "name": format!("shipped/{name}")});
        ask(&mut lab, &sent, load, Some(text.into_bytes())).expect("a text");
    }
    (lab, sent)
}

fn query(lab: &mut TextCnnLab, sent: &Sent, kind: &str, args: Value) -> Answer {
    match ask(lab, sent, json!({"type": "query", "kind": kind, "args": args}), None) {
        Ok(Reply::Answer { answer }) => answer,
        other => panic!("{kind}: {other:?}"),
    }
}

fn finish(lab: &mut TextCnnLab) {
    while lab.is_busy() {
        block_on(lab.slice());
    }
}

fn events(sent: &Sent) -> Vec<Event> {
    let taken: Vec<_> = sent.borrow_mut().drain(..).map(|out| out.message).collect();
    taken
        .into_iter()
        .filter_map(|message| if let Message::Event(event) = message { Some(event) } else { None })
        .collect()
}

#[test]
fn order_is_what_the_net_has_over_the_bag() {
    let (mut lab, sent) = lab();
    let told = events(&sent);
    assert!(matches!(&told[0], Event::Wanted { texts } if texts.len() == 3));
    assert!(told.iter().any(|event| matches!(event, Event::Begun { step: 0, corpus, .. } if corpus.train == 60)));
    ask(&mut lab, &sent, json!({"type": "start"}), None).expect("there is a net");
    finish(&mut lab);
    let told = events(&sent);
    assert!(told.iter().any(|event| matches!(event, Event::Progress { metrics, .. } if metrics.finished)));
    assert!(told.iter().any(|event| matches!(event, Event::Checkpoint { .. })));
    let Answer::Tested(tested) = query(&mut lab, &sent, "confusion", json!({})) else { panic!("a test") };
    let last =
        told.iter().rev().find_map(|event| if let Event::Tested { tested } = event { Some(tested) } else { None });
    assert_eq!(last, Some(&tested), "what was told is what is answered");
    assert!(tested.net.accuracy > 0.95 && tested.bag.accuracy < 0.8, "{tested:?}");
    assert!(tested.shuffled.accuracy < 0.85, "without its order the net is no better: {tested:?}");
}

#[test]
fn questions_are_answered_and_add_up() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "train", "steps": 60}), None).expect("there is a net");
    finish(&mut lab);
    let Answer::Classified(said) = query(&mut lab, &sent, "classify", json!({"text": "And the red CAT!"})) else {
        panic!("classified")
    };
    assert_eq!(said.pieces.iter().map(|piece| piece.symbol.as_str()).collect::<Vec<_>>(), ["and", "the", "red", "cat"]);
    for class in 0..3 {
        let words: f32 = said.pieces.iter().map(|piece| piece.adds[class]).sum();
        assert!((said.bias[class] + said.edges[class] + words - said.logits[class]).abs() < 1e-4);
    }
    assert!((said.probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5 && !said.fired.is_empty());
    let Answer::Filters(heard) = query(&mut lab, &sent, "filters", json!({"count": 3})) else { panic!("filters") };
    assert_eq!(heard.filters.len(), 12);
    assert!(heard.filters.iter().all(|filter| filter.grams.iter().all(|gram| gram.symbols.len() == filter.width)));
    let Answer::Tested(tested) = query(&mut lab, &sent, "confusion", json!({})) else { panic!("a test") };
    for author in 0..3 {
        for said in 0..3 {
            let args = json!({"author": author, "said": said});
            let Answer::Examples(some) = query(&mut lab, &sent, "examples", args) else { panic!("examples") };
            assert_eq!(some.total, tested.net.confusion[author][said]);
        }
    }
    let unknown = ask(&mut lab, &sent, json!({"type": "query", "kind": "nothing"}), None);
    assert_eq!(unknown.expect_err("no such question").code, "unknown-query");
}

#[test]
fn a_lost_worker_costs_nothing_that_was_saved() {
    let (mut lab, sent) = lab_at(25);
    block_on(lab.handle(request(json!({"type": "checkpoint"})), None));
    let bytes = sent.borrow_mut().pop().and_then(|out| out.bytes).expect("a file");
    let straight = weights(&mut lab, &sent, 15);
    let (mut again, sent) = lab_at(3);
    let restored = ask(&mut again, &sent, json!({"type": "restore"}), Some(bytes)).expect("of such a run");
    assert_eq!(restored, Reply::Restored { step: 25 });
    assert_eq!(straight, weights(&mut again, &sent, 15));
    let refused = ask(&mut again, &sent, json!({"type": "restore"}), Some(vec![1, 2, 3]));
    assert_eq!(refused.expect_err("no checkpoint").code, "bad-checkpoint");
}

fn request(command: Value) -> Request {
    Request { id: 7, lane: 0, command: serde_json::from_value(command).expect("a command") }
}

fn lab_at(steps: u32) -> (TextCnnLab, Sent) {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "train", "steps": steps}), None).expect("there is a net");
    (lab, sent)
}

/// The weights after so many more steps.
fn weights(lab: &mut TextCnnLab, sent: &Sent, steps: u32) -> Vec<Vec<f32>> {
    ask(lab, sent, json!({"type": "train", "steps": steps}), None).expect("there is a net");
    let training = &lab.run.as_ref().expect("there is a net").training;
    training
        .net()
        .params()
        .iter()
        .map(|param| block_on(param.value.to_vec()).expect("the processor is never lost"))
        .collect()
}

#[test]
fn a_run_that_goes_wrong_stops_and_goes_back_to_the_bit() {
    let (mut lab, sent) = lab_at(10);
    ask(&mut lab, &sent, json!({"type": "checkpoint"}), None).expect("a run");
    weights(&mut lab, &sent, 3);
    lab.run.as_mut().expect("a run").training.set_rate(1e9);
    let train = json!({"type": "train", "steps": 50});
    let failure = ask(&mut lab, &sent, train, None).expect_err("far too large");
    assert_eq!((failure.code, &failure.args["good"], &failure.args["step"]), ("diverged", &json!(10), &json!(15)));
    let numbers = lab.run.as_ref().expect("a run").training.net().params();
    let numbers = numbers.iter().flat_map(|param| block_on(param.value.to_vec()).expect("here"));
    assert!(numbers.into_iter().all(f32::is_finite), "a step that went wrong leaves the weights alone");
    assert_eq!(ask(&mut lab, &sent, json!({"type": "start"}), None).expect_err("again"), failure);
    finish(&mut lab);
    let saved = ask(&mut lab, &sent, json!({"type": "checkpoint"}), None);
    assert!(matches!(saved, Ok(Reply::Checkpoint { step: 10 })), "{saved:?}");

    let slower = json!({"type": "configure", "config": {"learningRate": 0.01}});
    let configured = ask(&mut lab, &sent, slower, None);
    assert!(matches!(configured, Ok(Reply::Configured { rebuilt: false, .. })), "{configured:?}");
    let back = ask(&mut lab, &sent, json!({"type": "goBack"}), None);
    assert!(matches!(back, Ok(Reply::Restored { step: 10 })), "{back:?}");
    let (mut straight, straight_sent) = lab_at(10);
    assert_eq!(weights(&mut lab, &sent, 5), weights(&mut straight, &straight_sent, 5));
}

#[test]
fn the_largest_rate_that_is_allowed_stops_a_run_that_can_begin_again() {
    let (mut lab, sent) = lab_at(2);
    let rate = |rate: f64| json!({"type": "configure", "config": {"learningRate": rate}});
    ask(&mut lab, &sent, rate(10.0), None).expect("allowed");
    ask(&mut lab, &sent, json!({"type": "start"}), None).expect("a run");
    finish(&mut lab);
    let failed = |event: &Event| matches!(event, Event::Failed { failure } if failure.args["good"] == json!(0));
    assert!(events(&sent).iter().any(failed));
    ask(&mut lab, &sent, rate(0.01), None).expect("allowed");
    let back = ask(&mut lab, &sent, json!({"type": "goBack"}), None);
    assert!(matches!(back, Ok(Reply::Restored { step: 0 })), "{back:?}");
    let trained = ask(&mut lab, &sent, json!({"type": "train", "steps": 20}), None);
    assert!(matches!(trained, Ok(Reply::Trained { step: 20, loss, .. }) if loss.is_finite()), "{trained:?}");
}
