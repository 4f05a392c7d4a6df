//! Files given to labs that are at work: one that is refused changes nothing, and from any that is taken the lab goes on.

use std::cell::RefCell;

use nabla_web::{forecast::ForecastLab, memory::MemoryLab, session::Session, text_cnn::TextCnnLab};
use nabla_web::{protocol::Failure, vision::VisionLab, words::WordsLab};
use serde_json::{Value, json};

use crate::assert_refused;
use crate::desk::{Asked, Desk};

/// A lab with a small model, and its run as it was at first.
struct Seat {
    name: &'static str,
    lab: Box<dyn Asked>,
    beginning: Vec<u8>,
    /// Whether it takes weights, too.
    imports: bool,
}

thread_local!(static SEATS: RefCell<Vec<Seat>> = RefCell::new(seats()));

fn seats() -> Vec<Seat> {
    vec![
        char_rnn().seat("char-rnn", true),
        memory().seat("memory", false),
        forecast().seat("forecast", false),
        words().seat("word2vec", true),
        vision().seat("vision", true),
        text_cnn().seat("text-cnn", false),
    ]
}

/// A file for each lab, by its name, that it takes: what it saved itself after a step, with the byte before it that chooses
/// the lab.
pub fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let seed = |(place, seat): (usize, &Seat)| (seat.name, [&[place as u8], seat.beginning.as_slice()].concat());
    SEATS.with(|seats| seats.borrow().iter().enumerate().map(seed).collect())
}

pub(crate) fn restore(bytes: &[u8]) {
    is_taken(bytes);
}

/// Whether the lab that the first byte chooses takes the rest; it goes on from there, then.
pub fn is_taken(bytes: &[u8]) -> bool {
    let Some((choice, file)) = bytes.split_first() else { return false };
    SEATS.with(|seats| {
        let mut seats = seats.borrow_mut();
        let count = seats.len();
        let seat = &mut seats[usize::from(*choice) % count];
        let asks_for_weights = usize::from(*choice) / count % 2 == 1 && seat.imports;
        let command = json!({"type": if asks_for_weights { "import" } else { "restore" }});
        let answer = seat.lab.ask(&command, Some(file));
        match &answer {
            Ok(_) => seat.goes_on(),
            Err(failure) => refused(failure),
        }
        answer.is_ok()
    })
}

/// A person's own images, given to the vision lab.
pub(crate) fn images(bytes: &[u8]) {
    thread_local!(static LAB: RefCell<Box<dyn Asked>> = RefCell::new(vision().lab));
    LAB.with(|lab| {
        if let Err(failure) = lab.borrow_mut().ask(&json!({"type": "loadText", "name": "own"}), Some(bytes)) {
            refused(&failure);
        }
    });
}

impl Seat {
    /// Takes a step and can be saved, or says why not; then it is again what it was.
    fn goes_on(&mut self) {
        for command in [json!({"type": "train", "steps": 1}), json!({"type": "checkpoint"})] {
            if let Err(failure) = self.lab.ask(&command, None) {
                refused(&failure);
            }
        }
        let back = self.lab.ask(&json!({"type": "restore"}), Some(&self.beginning));
        assert!(back.is_ok(), "{}: {back:?}", self.name);
    }
}

fn refused(failure: &Failure) {
    assert_refused(failure.code, &failure.message);
}

/// A lab that is being set up.
struct Opened {
    lab: Box<dyn Asked>,
}

impl Opened {
    fn new(mut lab: Box<dyn Asked>, config: Value) -> Self {
        lab.ask(&json!({"type": "configure", "config": config}), None).expect("valid settings");
        Opened { lab }
    }

    fn load(mut self, name: &str, bytes: &[u8]) -> Self {
        self.lab.ask(&json!({"type": "loadText", "name": name}), Some(bytes)).expect("good data");
        self
    }

    fn seat(mut self, name: &'static str, imports: bool) -> Seat {
        self.lab.ask(&json!({"type": "train", "steps": 1}), None).expect("a step");
        let beginning = self.lab.ask(&json!({"type": "checkpoint"}), None).expect("a checkpoint").expect("a file");
        Seat { name, lab: self.lab, beginning, imports }
    }
}

fn char_rnn() -> Opened {
    let config = json!({"backend": "cpu", "hidden": 2, "embedding": 1, "batch": 1, "sequence": 4});
    Opened::new(Desk::open(Session::new), config).load("own", "to be or not to be\n".repeat(5).as_bytes())
}

fn memory() -> Opened {
    let config = json!({"backend": "cpu", "lags": "2", "cells": "rnn,lstm", "hidden": 1, "batch": 1, "steps": 50});
    Opened::new(Desk::open(MemoryLab::new), config)
}

fn forecast() -> Opened {
    let config = json!({"backend": "cpu", "series": "function", "wave": "sine", "points": 60, "wavePeriod": 10,
        "prepare": "standardise", "window": 3, "horizon": 2, "hidden": 1, "mlpHidden": 1, "batch": 1, "steps": 30,
        "models": "mlp,gru", "modes": "one-to-many"});
    Opened::new(Desk::open(ForecastLab::new), config)
}

fn words() -> Opened {
    let config = json!({"backend": "cpu", "texts": "toy", "minCount": 1, "sample": 0, "size": 2, "window": 2,
        "objective": "skip-gram", "epochs": 40, "learningRate": 0.05});
    Opened::new(Desk::open(WordsLab::new), config)
}

fn vision() -> Opened {
    let config = json!({"backend": "cpu", "data": "own", "model": "own", "net": "conv 3x3 1; bn; max 2/2; gap",
        "batch": 2, "epochs": 4});
    Opened::new(Desk::open(VisionLab::new), config).load("own", &own_images())
}

/// Bright and dark images of 6×6 pixels.
fn own_images() -> Vec<u8> {
    let labels: Vec<u8> = (0..20).map(|image| image % 2).collect();
    let head = json!({"classes": ["dark", "bright"], "labels": labels, "size": [6, 6]});
    let mut bytes = format!("{head}\n").into_bytes();
    bytes.extend(labels.iter().flat_map(|label| (0..36).map(move |pixel| label * 200 + pixel)));
    bytes
}

fn text_cnn() -> Opened {
    let config = json!({"backend": "cpu", "sentences": 20, "vocabulary": 20, "length": 8, "embedding": 2, "filters": 1,
        "widths": "2", "batch": 2, "epochs": 2});
    let mut texts = [String::new(), String::new(), String::new()];
    for i in 0..400 {
        let (a, b) = (["red", "blue", "green", "black"][i % 4], ["cat", "dog", "hen"][i % 3]);
        let (c, d) =
            (["house", "tree", "hill", "well", "sea"][i % 5], ["old", "new", "dry", "wet", "low", "far", "raw"][i % 7]);
        texts[0] += &format!("and the {a} {b} saw the {d} {c}.\n\n");
        texts[1] += &format!("\nsaw the {a} {b} the {d} {c} and.\n");
        texts[2] += &format!("lo the {a} {b} was {d} at the {c} there.\n");
    }
    ["austen", "shakespeare", "kjv"]
        .iter()
        .zip(&texts)
        .fold(Opened::new(Desk::open(TextCnnLab::new), config), |lab, (name, text)| {
            lab.load(&format!("shipped/{name}"), text.as_bytes())
        })
}
