//! The lab driven by messages, on the processor, without a browser.

use std::cell::RefCell;
use std::time::Instant;

use nabla_models::config::WordText;
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

/// A lab that has not heard of anything, and what it sends.
fn empty() -> (WordsLab, Sent) {
    let sent = Sent::default();
    let outbox = Rc::clone(&sent);
    (WordsLab::new(now, Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing))), sent)
}

/// A lab with the ten sentences, for the objective.
fn toy(objective: &str) -> (WordsLab, Sent) {
    let (mut lab, sent) = empty();
    let config = json!({"backend": "cpu", "texts": "toy", "minCount": 1, "sample": 0, "size": 8, "window": 2,
        "objective": objective, "epochs": 40, "learningRate": 0.05});
    ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
    (lab, sent)
}

fn ask(lab: &mut WordsLab, sent: &Sent, command: Value) -> Result<Reply, Failure> {
    ask_with(lab, sent, command, None)
}

/// Sends a command and works until it is answered.
fn ask_with(lab: &mut WordsLab, sent: &Sent, command: Value, bytes: Option<&str>) -> Result<Reply, Failure> {
    let command = serde_json::from_value(command).expect("a command");
    block_on(lab.handle(Request { id: 7, lane: 0, command }, bytes.map(|text| text.as_bytes().to_vec())));
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

fn query(lab: &mut WordsLab, sent: &Sent, kind: &str, args: Value) -> Result<Answer, Failure> {
    match ask(lab, sent, json!({"type": "query", "kind": kind, "args": args})) {
        Ok(Reply::Answer { answer }) => Ok(answer),
        Ok(other) => panic!("{kind}: {other:?}"),
        Err(failure) => Err(failure),
    }
}

fn events(sent: &Sent) -> Vec<Event> {
    let taken = sent.borrow_mut().drain(..).map(|out| out.message).collect::<Vec<_>>();
    let event = |message| if let Message::Event(event) = message { Some(event) } else { None };
    taken.into_iter().filter_map(event).collect()
}

#[test]
fn every_objective_trains_to_its_end_and_answers() {
    for objective in ["tied", "untied", "skip-gram", "cbow"] {
        let (mut lab, sent) = toy(objective);
        let begun = events(&sent);
        let Some(Event::Begun { corpus, .. }) = begun.first() else { panic!("{begun:?}") };
        assert_eq!((corpus.sentences, corpus.words, corpus.vocabulary), (10, 54, 14), "{objective}");
        ask(&mut lab, &sent, json!({"type": "start"})).expect("begun");
        while lab.is_busy() {
            block_on(lab.slice());
        }
        let events = events(&sent);
        let Some(Event::Progress { loss, metrics, .. }) =
            events.iter().rfind(|event| matches!(event, Event::Progress { .. }))
        else {
            panic!("{objective}: {events:?}")
        };
        assert!(metrics.finished && metrics.share >= 1.0 && loss.is_finite(), "{objective}: {loss} {metrics:?}");
        assert!(events.contains(&Event::State { state: RunState::Paused }));
        let Ok(Answer::Context(context)) =
            query(&mut lab, &sent, "context", json!({"word": "king", "count": 99, "of": "the,queen"}))
        else {
            panic!("no context")
        };
        let sum: f64 = context.likeliest.iter().map(|word| word.probability).sum();
        assert!((sum - 1.0).abs() < 1e-6 && context.likeliest.len() == 14 && context.asked.len() == 2);
        assert_eq!(context.is_trained, objective.ends_with("tied"));
        let by_count = json!({"word": "king", "count": 99, "by": "count"});
        let Ok(Answer::Context(counted)) = query(&mut lab, &sent, "context", by_count) else { panic!("no context") };
        assert!(counted.likeliest.is_sorted_by(|a, b| a.beside >= b.beside) && counted.likeliest.len() == 14);
        for word in &context.likeliest {
            assert!((word.numerator / context.denominator - word.probability).abs() < 1e-9);
        }
    }
}

#[test]
fn a_training_that_is_on_is_saved_and_so_is_its_end_but_no_numbers_that_are_none() {
    let saved = |is_spoilt: bool| {
        let (mut lab, sent) = toy("tied");
        if let Some(study) = &mut lab.study {
            study.saving.due = 0.0;
            if is_spoilt {
                study.learner.set_rate(1e9, 1e9);
            }
        }
        ask(&mut lab, &sent, json!({"type": "start"})).expect("begun");
        while lab.is_busy() {
            block_on(lab.slice());
        }
        let end = lab.study().expect("begun").learner.steps();
        let step = |event| if let Event::Checkpoint { step } = event { Some(step) } else { None };
        (events(&sent).into_iter().filter_map(step).collect::<Vec<u64>>(), end)
    };
    let (steps, end) = saved(false);
    assert!(steps.last() == Some(&end), "{steps:?} of {end}");
    assert!(saved(true).0.is_empty());
}

#[test]
fn train_takes_exactly_the_steps_asked_for() {
    let (mut lab, sent) = toy("tied");
    for wanted in [1, 4] {
        let Ok(Reply::Trained { step, loss, .. }) =
            ask(&mut lab, &sent, json!({"type": "train", "steps": if wanted == 1 { 1 } else { 3 }}))
        else {
            panic!("not trained")
        };
        assert!(step == wanted && loss.is_finite());
    }
    ask(&mut lab, &sent, json!({"type": "reset"})).expect("begun");
    assert_eq!(ask(&mut lab, &sent, json!({"type": "train", "steps": 0})).expect_err("none").code, "out-of-range");
}

#[test]
fn unknown_words_are_answered_with_the_nearest_spellings() {
    let (mut lab, sent) = toy("skip-gram");
    let failure = query(&mut lab, &sent, "neighbours", json!({"word": "Quen"})).expect_err("no such word");
    assert_eq!((failure.code, failure.field.as_deref()), ("unknown-word", Some("word")));
    assert!(failure.args["nearest"].as_str().is_some_and(|nearest| nearest.starts_with("queen")));
    let failure = query(&mut lab, &sent, "analogy", json!({"a": "king", "b": "mann", "c": "woman"})).expect_err("none");
    assert_eq!(failure.field.as_deref(), Some("b"));
    assert_eq!(query(&mut lab, &sent, "weather", json!({})).expect_err("none").code, "unknown-query");
}

#[test]
fn analogies_say_where_the_words_left_out_would_stand() {
    let (mut lab, sent) = toy("skip-gram");
    ask(&mut lab, &sent, json!({"type": "train", "steps": 10})).expect("trained");
    let Ok(Answer::Analogy(analogy)) =
        query(&mut lab, &sent, "analogy", json!({"a": "King", "b": "man", "c": "woman", "count": 99}))
    else {
        panic!("no analogy")
    };
    assert_eq!(analogy.words, ["king", "man", "woman"]);
    assert_eq!((analogy.ranked.len(), analogy.left_out.len()), (11, 3));
    assert!(analogy.ranked.iter().all(|ranked| !analogy.words.contains(&ranked.word)));
    let mut places: Vec<usize> = analogy.left_out.iter().map(|word| word.place).collect();
    places.sort_unstable();
    places.dedup();
    assert!(places.len() == 3 && places.iter().all(|place| (1..=14).contains(place)));
    let Ok(Answer::Neighbours(near)) = query(&mut lab, &sent, "neighbours", json!({"word": "king"})) else {
        panic!("no neighbours")
    };
    assert!(near.neighbours.len() == 10 && near.neighbours.is_sorted_by(|a, b| a.cosine >= b.cosine));
    assert!(near.neighbours.iter().all(|other| other.history.len() == near.steps.len() && other.word != "king"));
}

#[test]
fn the_map_follows_when_asked_for() {
    let (mut lab, sent) = toy("skip-gram");
    query(&mut lab, &sent, "follow", json!({"map": true})).expect("yes");
    ask(&mut lab, &sent, json!({"type": "train", "steps": 1})).expect("trained");
    let maps: Vec<usize> = sent
        .borrow()
        .iter()
        .filter(|out| matches!(out.message, Message::Event(Event::Map { .. })))
        .map(|out| out.arrays[0].len())
        .collect();
    assert_eq!(maps.first(), Some(&(14 * 2)));
    let Ok(Answer::Map(map)) = query(&mut lab, &sent, "map", json!({"words": 5, "dimensions": 3})) else {
        panic!("no map")
    };
    assert_eq!((map.words, map.dimensions, map.explained.len()), (5, 3, 3));
    let rarest = lab.study().expect("trained").words.vocabulary()[13].clone();
    let asked = json!({"words": 5, "also": format!("{rarest}, the, nowhere")});
    let Ok(Answer::Map(map)) = query(&mut lab, &sent, "map", asked) else { panic!("no map") };
    assert_eq!((map.words, map.also), (5, vec![13]), "one word more: a frequent one is there, an unknown one nowhere");
}

#[test]
fn counts_are_those_of_the_sentences() {
    let (mut lab, sent) = empty();
    let config = json!({"backend": "cpu", "texts": "toy", "minCount": 1, "window": 1, "reach": "fixed"});
    ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
    let command = json!({"type": "query", "kind": "counts", "args": {"top": 14}});
    let command = serde_json::from_value(command).expect("a command");
    block_on(lab.handle(Request { id: 9, lane: 0, command }, None));
    let out = sent.borrow_mut().pop().expect("an answer");
    let Message::Reply(_, Ok(Reply::Answer { answer: Answer::Counts(part) })) = out.message else {
        panic!("no counts")
    };
    let place = |word: &str| part.words.iter().position(|other| other == word).expect("a word");
    let count = |a: &str, b: &str| out.arrays[0][place(a) * 14 + place(b)];
    assert_eq!((count("the", "king"), count("king", "the"), count("young", "man")), (3.0, 3.0, 2.0));
    assert_eq!(part.largest, 4.0);
}

#[test]
fn texts_are_waited_for_and_a_bad_one_changes_nothing() {
    let (mut lab, sent) = empty();
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"backend": "cpu", "minCount": 1}})).expect("valid");
    let Some(Event::Wanted { files }) = events(&sent).pop() else { panic!("nothing is wanted") };
    assert_eq!(files, ["kjv", "web", "wordsim353", "questions-words"]);
    assert_eq!(ask(&mut lab, &sent, json!({"type": "start"})).expect_err("no text").code, "not-configured");
    let load = |name: &str| json!({"type": "loadText", "name": name});
    ask_with(&mut lab, &sent, load("shipped/kjv"), Some("in the beginning god created the heaven")).expect("a text");
    assert!(events(&sent).is_empty());
    ask_with(&mut lab, &sent, load("shipped/web"), Some("in the beginning god created the heavens")).expect("a text");
    assert!(matches!(events(&sent)[..], [Event::Begun { .. }]));
    for (text, code) in [("", "text-empty"), ("1611 1769", "text-empty"), ("word word", "too-few-words")] {
        assert_eq!(ask_with(&mut lab, &sent, load("mine.txt"), Some(text)).expect_err("bad").code, code);
        let Ok(Answer::Corpus(corpus)) = query(&mut lab, &sent, "corpus", json!({})) else { panic!("no corpus") };
        assert_eq!((corpus.texts, corpus.words), (vec!["kjv".to_owned(), "web".to_owned()], 14));
    }
    let Ok(Reply::TextLoaded { config, words, .. }) =
        ask_with(&mut lab, &sent, load("mine.txt"), Some("царь и царица правят страной"))
    else {
        panic!("not loaded")
    };
    assert_eq!((config.texts, words), (vec![WordText::Own], 5));
    let refused = ask(&mut lab, &sent, json!({"type": "configure", "config": {"minCount": 99}})).expect_err("too high");
    assert_eq!((refused.code, refused.field.as_deref()), ("too-few-words", Some("minCount")));
    assert_eq!(lab.config.min_count, 1);
}

#[test]
fn ten_sentences_and_a_text_of_ones_own_need_no_other_setting() {
    let (mut lab, sent) = empty();
    let config = json!({"backend": "cpu", "texts": "toy"});
    let Ok(Reply::Configured { config, .. }) = ask(&mut lab, &sent, json!({"type": "configure", "config": config}))
    else {
        panic!("not configured")
    };
    assert_eq!((config.min_count, config.sample), (1, 0.0));
    let Ok(Answer::Corpus(corpus)) = query(&mut lab, &sent, "corpus", json!({})) else { panic!("no corpus") };
    assert_eq!((corpus.vocabulary, corpus.kept, corpus.read), (14, 54, 54.0));
    let text = "to be or not to be\n".repeat(10);
    let Ok(Reply::TextLoaded { config, .. }) =
        ask_with(&mut lab, &sent, json!({"type": "loadText", "name": "mine.txt"}), Some(&text))
    else {
        panic!("not loaded")
    };
    // The usual ones, but in a short text every word counts.
    assert_eq!((config.min_count, config.sample), (1, 1e-3));
}

#[test]
fn a_new_worker_goes_on_with_the_mixture_that_was_chosen() {
    let (mut lab, sent) = empty();
    let config = json!({"backend": "cpu", "texts": "kjv,own", "minCount": 2});
    ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
    let load = |name: &str| json!({"type": "loadText", "name": name});
    let text = "in the beginning god created the heaven and the earth\n".repeat(3);
    ask_with(&mut lab, &sent, load("shipped/kjv"), Some(&text)).expect("a text");
    let own = "царь и царица правят страной\n".repeat(3);
    let Ok(Reply::TextLoaded { config, .. }) = ask_with(&mut lab, &sent, load("mine.txt"), Some(&own)) else {
        panic!("not loaded")
    };
    assert_eq!((config.texts, config.min_count), (vec![WordText::Kjv, WordText::Own], 2));
    // Another text of one's own is looked at alone.
    let Ok(Reply::TextLoaded { config, .. }) = ask_with(&mut lab, &sent, load("other.txt"), Some(&own)) else {
        panic!("not loaded")
    };
    assert_eq!((config.texts, config.min_count), (vec![WordText::Own], 1));
}

#[test]
fn vectors_are_judged_when_asked_and_at_the_end() {
    let (mut lab, sent) = toy("skip-gram");
    let load = |name: &str| json!({"type": "loadText", "name": name});
    let (pairs, questions) = ("king\tqueen\t9\nking\tman\t5\nyoung\tthe\t1\nking\tcat\t2", ": f\nman king woman queen");
    ask_with(&mut lab, &sent, load("shipped/wordsim353"), Some(pairs)).expect("pairs");
    ask_with(&mut lab, &sent, load("shipped/questions-words"), Some(questions)).expect("questions");
    let Ok(Answer::Quality(quality)) = query(&mut lab, &sent, "quality", json!({"now": true})) else {
        panic!("no quality")
    };
    let last = quality.last.expect("just judged");
    assert_eq!((last.pairs, last.of, last.asked, last.questions), (3, 4, 1, 1));
    assert_eq!(quality.works.len() + quality.fails.len(), 1);
    ask(&mut lab, &sent, json!({"type": "start"})).expect("begun");
    while lab.is_busy() {
        block_on(lab.slice());
    }
    let step = lab.study.as_ref().expect("a study").learner.steps();
    let mut judged = events(&sent).into_iter().filter_map(|event| match event {
        Event::Judged { quality } => quality.last.map(|last| last.step),
        _ => None,
    });
    assert_eq!(judged.next_back(), Some(step));
}

#[test]
fn files_and_tensors_are_handed_out() {
    let (mut lab, sent) = toy("untied");
    ask(&mut lab, &sent, json!({"type": "train", "steps": 2})).expect("trained");
    for (kind, first) in [
        ("word2vec", "14 8"),
        ("vocabulary", "word\tcount"),
        ("metadata", "word\tcount"),
        ("metrics", "step,loss,spearman,accuracy"),
    ] {
        let command = serde_json::from_value(json!({"type": "export", "kind": kind})).expect("a command");
        block_on(lab.handle(Request { id: 8, lane: 0, command }, None));
        let bytes = sent.borrow_mut().pop().and_then(|out| out.bytes).expect("a file");
        assert_eq!(String::from_utf8(bytes).expect("text").lines().next(), Some(first), "{kind}");
    }
    let Ok(Reply::Tensors { tensors }) = ask(&mut lab, &sent, json!({"type": "tensors"})) else { panic!("no tensors") };
    assert_eq!(
        tensors.iter().map(|tensor| tensor.name.as_str()).collect::<Vec<_>>(),
        ["word2vec.input", "word2vec.output"]
    );
    assert_eq!(
        ask(&mut lab, &sent, json!({"type": "export", "kind": "soup"})).expect_err("none").code,
        "unknown-export"
    );
}

#[test]
fn a_training_goes_on_in_another_lab_to_the_bit() {
    for objective in ["tied", "untied", "skip-gram", "cbow"] {
        let vectors = |lab: &mut WordsLab| block_on(lab.study().expect("begun").vectors()).expect("the processor");
        let train = |(lab, sent): &mut (WordsLab, Sent)| {
            ask(lab, sent, json!({"type": "train", "steps": 2})).expect("begun");
        };
        let (mut straight, mut first, mut second) = (toy(objective), toy(objective), toy(objective));
        (0..2).for_each(|_| train(&mut straight));
        train(&mut first);
        let answer = block_on(first.0.checkpoint()).expect("begun");
        second.0.restore(&answer.bytes.expect("a file")).expect("it fits");
        assert_eq!(second.0.study().expect("begun").learner.steps(), 2);
        train(&mut second);
        assert_eq!(vectors(&mut second.0), vectors(&mut straight.0), "{objective}");
        assert!(second.0.restore(b"soup").is_err());
    }
}

/// A lab whose training lasts, at its seventh step, with the fifth kept.
fn on_its_way(objective: &str) -> (WordsLab, Sent) {
    let (mut lab, sent) = toy(objective);
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"epochs": 1000}})).expect("valid");
    for steps in [5, 2] {
        ask(&mut lab, &sent, json!({"type": "train", "steps": steps})).expect("steps");
        if steps == 5 {
            ask(&mut lab, &sent, json!({"type": "checkpoint"})).expect("begun");
        }
    }
    (lab, sent)
}

fn numbers(lab: &WordsLab) -> Vec<f32> {
    let params = lab.study().expect("begun").learner.model().params();
    params.into_iter().flat_map(|param| block_on(param.value.to_vec()).expect("here")).collect()
}

#[test]
fn a_training_that_goes_wrong_stops_and_goes_back_to_the_bit() {
    for objective in ["tied", "untied", "skip-gram", "cbow"] {
        let (mut lab, sent) = on_its_way(objective);
        lab.study.as_mut().expect("begun").learner.set_rate(1e9, 1e9);
        let failure = ask(&mut lab, &sent, json!({"type": "train", "steps": 50})).expect_err("far too large");
        assert_eq!((failure.code, &failure.args["good"]), ("diverged", &json!(5)), "{objective}: {failure:?}");
        assert_eq!(failure.args["usual"], json!(lab.config.usual_rate()));
        assert!(failure.args["tensor"].as_str().is_some_and(|tensor| tensor.starts_with("word2vec.")));
        assert_eq!(ask(&mut lab, &sent, json!({"type": "start"})).expect_err("again"), failure);
        assert!(
            numbers(&lab).iter().all(|x| x.is_finite()),
            "{objective}: a step that went wrong leaves the vectors alone"
        );
        let saved = ask(&mut lab, &sent, json!({"type": "checkpoint"}));
        assert!(matches!(saved, Ok(Reply::Checkpoint { step: 5 })), "{saved:?}");

        let slower = json!({"type": "configure", "config": {"learningRate": 0.05}});
        let configured = ask(&mut lab, &sent, slower);
        assert!(matches!(configured, Ok(Reply::Configured { rebuilt: false, .. })), "{configured:?}");
        events(&sent);
        let back = ask(&mut lab, &sent, json!({"type": "goBack"}));
        assert!(matches!(back, Ok(Reply::Restored { step: 5 })), "{back:?}");
        assert!(events(&sent).iter().any(|event| matches!(event, Event::Begun { step: 5, .. })));
        let trained = ask(&mut lab, &sent, json!({"type": "train", "steps": 2}));
        assert!(matches!(trained, Ok(Reply::Trained { step: 7, loss, .. }) if loss.is_finite()), "{trained:?}");
        assert_eq!(numbers(&lab), numbers(&on_its_way(objective).0), "{objective}");
    }
}

#[test]
fn a_lost_gpu_lets_vectors_go_on_from_the_last_checkpoint_and_do_the_steps_that_were_asked_for() {
    for objective in ["tied", "skip-gram"] {
        let (mut lab, sent) = on_its_way(objective);
        lab.backends = Backends::without_gpu();
        events(&sent);
        let command = serde_json::from_value(json!({"type": "train", "steps": 3})).expect("a command");
        block_on(lab.handle(Request { id: 7, lane: 0, command }, None));
        block_on(lab.recover(&DeviceError::Lost("for a test".into())));
        assert!(matches!(&events(&sent)[..], [Event::Device { .. }, Event::Begun { step: 5, unasked: true, .. }]));
        while lab.is_busy() {
            block_on(lab.slice());
        }
        assert!(
            sent.borrow()
                .iter()
                .any(|out| matches!(out.message, Message::Reply(7, Ok(Reply::Trained { step: 10, .. }))))
        );
        let (mut straight, theirs) = on_its_way(objective);
        ask(&mut straight, &theirs, json!({"type": "train", "steps": 3})).expect("steps");
        assert_eq!(numbers(&lab), numbers(&straight), "{objective}");
    }
}

#[test]
fn a_lost_gpu_lets_vectors_begin_again_that_were_not_saved_yet() {
    let (mut lab, sent) = toy("tied");
    lab.backends = Backends::without_gpu();
    ask(&mut lab, &sent, json!({"type": "train", "steps": 2})).expect("steps");
    let command = serde_json::from_value(json!({"type": "train", "steps": 3})).expect("a command");
    block_on(lab.handle(Request { id: 7, lane: 0, command }, None));
    block_on(lab.recover(&DeviceError::Lost("for a test".into())));
    let replaced = |out: &Outgoing<Reply, Event>| matches!(&out.message, Message::Reply(7, Err(failure)) if failure.code == "run-replaced");
    assert!(sent.borrow().iter().any(replaced));
    assert!(events(&sent).iter().any(|event| matches!(event, Event::Begun { step: 0, unasked: true, .. })));
}

#[test]
fn the_largest_rate_that_is_allowed_stops_a_training_that_can_begin_again() {
    for objective in ["tied", "untied", "skip-gram", "cbow"] {
        let (mut lab, sent) = toy(objective);
        let settings = |rate: f64| json!({"type": "configure", "config": {"epochs": 1000, "learningRate": rate}});
        ask(&mut lab, &sent, settings(10.0)).expect("allowed");
        ask(&mut lab, &sent, json!({"type": "start"})).expect("begun");
        while lab.is_busy() {
            block_on(lab.slice());
        }
        let failure = events(&sent).into_iter().find_map(|event| match event {
            Event::Failed { failure } => Some(failure),
            _ => None,
        });
        let failure = failure.unwrap_or_else(|| panic!("{objective}: goes on"));
        assert_eq!((failure.code, &failure.args["good"]), ("diverged", &json!(0)), "{objective}");
        ask(&mut lab, &sent, settings(0.0)).expect("allowed");
        let back = ask(&mut lab, &sent, json!({"type": "goBack"}));
        assert!(matches!(back, Ok(Reply::Restored { step: 0 })), "{back:?}");
        let trained = ask(&mut lab, &sent, json!({"type": "train", "steps": 5}));
        assert!(matches!(trained, Ok(Reply::Trained { step: 5, loss, .. }) if loss < 10.0), "{trained:?}");
    }
}
