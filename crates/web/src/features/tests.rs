//! The lab driven by messages, on the processor, without a browser.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;

use nabla_models::config::FeatureExperiment;
use pollster::block_on;
use serde_json::{Value, json};

use super::protocol::Answer;
use super::*;
use crate::lab::Message;
use crate::protocol::Reason;

type Sent = Rc<RefCell<Vec<Outgoing<Reply, Event>>>>;

fn now() -> f64 {
    thread_local!(static START: Instant = Instant::now());
    START.with(|start| start.elapsed().as_secs_f64() * 1000.0)
}

/// So many shipped files as bytes: images that show their label by where they are bright, and the labels.
fn files(count: u32) -> [Vec<u8>; 2] {
    let header = |magic: u32, dimensions: &[u32]| -> Vec<u8> {
        std::iter::once(&magic).chain(dimensions).flat_map(|number| number.to_be_bytes()).collect()
    };
    let pixel = |index: u32, place: u32| {
        let (label, y, x) = (index % 10, place / 28, place % 28);
        let is_bright = y / 6 == label / 3 && x / 9 == label % 3;
        u8::from(is_bright) * 200 + ((index * 31 + place * 17) % 50) as u8
    };
    let pixels = (0..count).flat_map(|index| (0..784).map(move |place| pixel(index, place)));
    let labels = (0..count).map(|index| (index % 10) as u8);
    [
        header(0x0803, &[count, 28, 28]).into_iter().chain(pixels).collect(),
        header(0x0801, &[count]).into_iter().chain(labels).collect(),
    ]
}

/// A lab with few images, and what it sends.
fn lab() -> (FeaturesLab, Sent) {
    let (mut lab, sent) = empty(json!({}));
    load_all(&mut lab, &sent);
    (lab, sent)
}

fn empty(patch: Value) -> (FeaturesLab, Sent) {
    let sent = Sent::default();
    let outbox = Rc::clone(&sent);
    let mut lab = FeaturesLab::with_backends(
        now,
        Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing)),
        Backends::without_gpu(),
    );
    let mut config = json!({"backend": "cpu", "features": "zoning,pca", "models": "logistic,knn,tree,mlp",
        "samples": [10, 40], "trainOn": 40, "testImages": 50, "epochs": 1});
    config.as_object_mut().expect("an object").extend(patch.as_object().expect("an object").clone());
    ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
    (lab, sent)
}

fn load(lab: &mut FeaturesLab, sent: &Sent, name: &str, bytes: &[u8]) -> Result<Reply, Failure> {
    ask_with(lab, sent, json!({"type": "loadText", "name": name}), Some(bytes.to_vec()))
}

fn load_all(lab: &mut FeaturesLab, sent: &Sent) {
    let [images, labels] = files(1600);
    load(lab, sent, "shipped/mnist-images", &images).expect("images");
    load(lab, sent, "shipped/mnist-labels", &labels).expect("labels");
}

fn ask(lab: &mut FeaturesLab, sent: &Sent, command: Value) -> Result<Reply, Failure> {
    ask_with(lab, sent, command, None)
}

/// Sends a command and works until it is answered.
fn ask_with(lab: &mut FeaturesLab, sent: &Sent, command: Value, bytes: Option<Vec<u8>>) -> Result<Reply, Failure> {
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

fn query(lab: &mut FeaturesLab, sent: &Sent, kind: &str, args: Value) -> Result<Answer, Failure> {
    match ask(lab, sent, json!({"type": "query", "kind": kind, "args": args}))? {
        Reply::Answer { answer } => Ok(answer),
        other => panic!("{kind}: {other:?}"),
    }
}

fn points(lab: &mut FeaturesLab, sent: &Sent, args: Value) -> Vec<(String, f32, usize)> {
    match query(lab, sent, "points", args) {
        Ok(Answer::Points(answer)) => {
            answer.points.into_iter().map(|point| (point.series, point.x, point.right)).collect()
        }
        other => panic!("points: {other:?}"),
    }
}

fn finish(lab: &mut FeaturesLab) {
    while lab.is_busy() {
        block_on(lab.slice());
    }
}

fn events(sent: &Sent) -> Vec<Event> {
    let taken = sent.borrow_mut().drain(..).map(|out| out.message).collect::<Vec<_>>();
    let event = |message| if let Message::Event(event) = message { Some(event) } else { None };
    taken.into_iter().filter_map(event).collect()
}

#[test]
fn images_come_when_they_are_wanted_and_broken_ones_change_nothing() {
    let (mut lab, sent) = empty(json!({}));
    let wanted = |files: &[&str]| Event::Wanted { files: files.iter().map(|name| (*name).to_owned()).collect() };
    assert!(events(&sent).contains(&wanted(&["mnist-images", "mnist-labels"])));
    assert_eq!(ask(&mut lab, &sent, json!({"type": "start"})).expect_err("no images").code, "not-configured");
    let [images, labels] = files(1600);
    let mut refused = |name: &str, bytes: &[u8]| load(&mut lab, &sent, name, bytes).expect_err(name).code;
    assert_eq!(refused("shipped/mnist-images", &labels), "idx-wrong-magic");
    assert_eq!(refused("shipped/mnist-images", &images[..99]), "idx-truncated");
    assert_eq!(refused("shipped/cifar-images", &images), "unknown-file");
    assert_eq!(
        load(&mut lab, &sent, "shipped/mnist-labels", &labels),
        Ok(Reply::ImagesLoaded { name: "shipped/mnist-labels".to_owned(), count: 1600 })
    );
    assert_eq!(
        load(&mut lab, &sent, "shipped/mnist-images", &files(1599)[0]).expect_err("one less").code,
        "images-counts-differ"
    );
    load(&mut lab, &sent, "shipped/mnist-images", &images).expect("all");
    let begun = events(&sent);
    let Some(Event::Begun { data, series, xs, total: 8, .. }) =
        begun.iter().find(|event| matches!(event, Event::Begun { .. }))
    else {
        panic!("not begun: {begun:?}")
    };
    assert_eq!((data.train, data.test, data.tested, xs.as_slice()), (100, 1500, 50, &[10.0, 40.0][..]));
    let sizes: Vec<_> =
        series.iter().map(|series| (series.series.as_str(), series.inputs, series.parameters)).collect();
    assert_eq!(
        sizes,
        [
            ("logistic", 32, Some(330)),
            ("knn", 32, None),
            ("tree", 32, None),
            ("mlp", 784, Some(784 * 128 + 128 + 1290))
        ]
    );
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"data": "fashion"}})).expect("valid");
    let all = ["fashion-train-images", "fashion-train-labels", "fashion-test-images", "fashion-test-labels"];
    assert!(events(&sent).contains(&wanted(&all)));
}

#[test]
fn points_are_told_kept_and_the_same_again() {
    let (mut lab, sent) = lab();
    events(&sent);
    let Ok(Reply::Trained { step: 3, metrics, .. }) = ask(&mut lab, &sent, json!({"type": "train", "steps": 3})) else {
        panic!("not trained")
    };
    assert_eq!((metrics.points, metrics.total, metrics.finished), (3, 8, false));
    assert!(!lab.is_busy(), "no point more than asked for");
    ask(&mut lab, &sent, json!({"type": "start"})).expect("configured");
    finish(&mut lab);
    let told = events(&sent);
    let measured = told.iter().filter(|event| matches!(event, Event::Measured { .. })).count();
    assert_eq!(measured, 8);
    assert!(matches!(told.last(), Some(Event::State { state: RunState::Paused } | Event::Progress { .. })));
    let all = points(&mut lab, &sent, json!({}));
    assert_eq!(all.len(), 8);
    // What is so easily seen is learned from forty images by everybody.
    assert!(all.iter().filter(|(_, x, _)| *x == 40.0).all(|(_, _, right)| *right > 45), "{all:?}");
    ask(&mut lab, &sent, json!({"type": "reset"})).expect("again");
    ask(&mut lab, &sent, json!({"type": "train", "steps": 99})).expect("to the end");
    assert_eq!(points(&mut lab, &sent, json!({})), all);
    // Another experiment keeps them, another seed does not.
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"experiment": "shift"}})).expect("valid");
    assert_eq!(points(&mut lab, &sent, json!({"experiment": "samples"})), all);
    ask(&mut lab, &sent, json!({"type": "train", "steps": 7})).expect("some");
    let moved = points(&mut lab, &sent, json!({}));
    assert_eq!((moved.len(), moved[0].2 >= moved[5].2, moved[6].0.as_str()), (7, true, "knn"));
    let exported = ask(&mut lab, &sent, json!({"type": "export", "kind": "metrics"}));
    assert!(matches!(exported, Ok(Reply::File { .. })));
    // Chosen again it is shown as it was, until it is trained anew.
    events(&sent);
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"experiment": "samples"}})).expect("valid");
    assert_eq!(kept(&events(&sent)), (8, false));
    ask(&mut lab, &sent, json!({"type": "train", "steps": 1})).expect("one");
    assert_eq!(points(&mut lab, &sent, json!({})), all[..1]);
    assert_eq!(points(&mut lab, &sent, json!({"experiment": "shift"})), moved);
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"experiment": "shift", "seed": 2}})).expect("valid");
    assert!(points(&mut lab, &sent, json!({"experiment": "samples"})).is_empty());
    assert_eq!(lab.config.experiment, FeatureExperiment::Shift);
}

/// Points of the experiment that has begun last, and whether that was not asked for.
fn kept(told: &[Event]) -> (usize, bool) {
    let begun = |event: &Event| match event {
        Event::Begun { points, unasked, .. } => Some((points.len(), *unasked)),
        _ => None,
    };
    told.iter().rev().find_map(begun).expect("begun")
}

#[test]
fn a_pause_stops_within_a_slice_and_a_start_goes_on() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "start"})).expect("configured");
    block_on(lab.slice());
    ask(&mut lab, &sent, json!({"type": "pause"})).expect("paused");
    assert!(!lab.is_busy());
    ask(&mut lab, &sent, json!({"type": "start"})).expect("configured");
    finish(&mut lab);
    assert_eq!(points(&mut lab, &sent, json!({})).len(), 8);
}

#[test]
fn every_feature_is_shown_with_its_numbers() {
    let (mut lab, sent) = lab();
    for (name, numbers, pictures) in
        [("means", 57, 1), ("symmetry", 3, 4), ("zoning", 16, 2), ("edges", 32, 3), ("pca", 16, 19)]
    {
        let command = json!({"type": "query", "kind": "feature", "args": {"name": name, "part": "train", "index": 4}});
        let command = serde_json::from_value(command).expect("a command");
        block_on(lab.handle(Request { id: 7, lane: 0, command }, None));
        let out = sent.borrow_mut().pop().expect("an answer");
        let Message::Reply(_, Ok(Reply::Answer { answer: Answer::Feature(look) })) = &out.message else {
            panic!("{name}: {:?}", out.message)
        };
        assert_eq!((look.values.len(), look.pictures.len(), look.image.label), (numbers, pictures, Some(4)), "{name}");
        for (picture, values) in look.pictures.iter().zip(&out.arrays) {
            assert_eq!(picture.size[0] * picture.size[1], values.len(), "{name}: {}", picture.name);
        }
        let is_sound = |value: &protocol::FeatureValue| value.classes.len() == 10 && (0.0..=1.0).contains(&value.told);
        assert!(look.values.iter().all(is_sound), "{name}");
    }
    let Ok(Answer::Image(image)) = query(&mut lab, &sent, "image", json!({"part": "test", "index": 9})) else {
        panic!("none")
    };
    assert_eq!((image.label, image.size), (Some(9), [28, 28]));
}

#[test]
fn models_say_what_they_make_of_an_image() {
    let (mut lab, sent) = lab();
    let Ok(Answer::Predict(none)) = query(&mut lab, &sent, "predict", json!({})) else { panic!("none") };
    assert!(none.verdicts.is_empty(), "nobody has learned");
    ask(&mut lab, &sent, json!({"type": "train", "steps": 99})).expect("to the end");
    let Ok(Answer::Predict(said)) = query(&mut lab, &sent, "predict", json!({"index": 13})) else { panic!("none") };
    assert_eq!(said.image.label, Some(3));
    assert_eq!(said.verdicts.iter().map(|verdict| verdict.class).collect::<Vec<_>>(), [3; 4]);
    assert!(said.verdicts[1].neighbours.len() == 3 && !said.verdicts[2].questions.is_empty());
    let drawn: Vec<f32> =
        (0..784).map(|place| if place / 28 / 6 == 1 && place % 28 / 9 == 0 { 0.8 } else { 0.1 }).collect();
    let Ok(Answer::Predict(said)) = query(&mut lab, &sent, "predict", json!({ "image": drawn })) else {
        panic!("none")
    };
    assert!(said.image.label.is_none() && said.verdicts[3].class == 3, "{:?}", said.verdicts[3]);
}

#[test]
fn questions_out_of_bounds_are_refused_by_field() {
    let (mut lab, sent) = lab();
    for (kind, args, field) in [
        ("points", json!({"experiment": "weather"}), "experiment"),
        ("feature", json!({}), "name"),
        ("feature", json!({"name": "sift"}), "name"),
        ("image", json!({"part": "validation"}), "part"),
        ("image", json!({"index": 1500}), "index"),
        ("image", json!({"index": -1}), "index"),
        ("predict", json!({"image": [0, 1]}), "image"),
        ("predict", json!({"image": vec![2.0; 784]}), "image"),
        ("weather", json!({}), "kind"),
    ] {
        let refused = query(&mut lab, &sent, kind, args).expect_err(kind);
        assert_eq!(refused.field.as_deref(), Some(field), "{kind}: {refused:?}");
    }
}

#[test]
fn a_lost_gpu_lets_the_point_begin_again_on_the_processor() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "train", "steps": 2})).expect("trained");
    let before = points(&mut lab, &sent, json!({}));
    events(&sent);
    block_on(lab.recover(&DeviceError::Lost("for a test".into())));
    let told = events(&sent);
    assert!(matches!(&told[0], Event::Device { device } if device.reason == Reason::DeviceLost));
    assert_eq!((told.len(), kept(&told)), (2, (2, true)));
    ask(&mut lab, &sent, json!({"type": "train", "steps": 99})).expect("to the end");
    let after = points(&mut lab, &sent, json!({}));
    assert_eq!((after.len(), &after[..2]), (8, &before[..]));
}
