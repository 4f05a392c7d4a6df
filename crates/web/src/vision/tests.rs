//! The lab driven by messages, without a browser.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Instant;

use pollster::block_on;
use serde_json::{Value, json};

use super::protocol::{Answer, Arithmetic, BlockKind, Curves};
use super::*;
use crate::lab::Message;
use crate::protocol::{BackendKind, Reason};

type Sent = Rc<RefCell<Vec<Outgoing<Reply, Event>>>>;

fn now() -> f64 {
    thread_local!(static START: Instant = Instant::now());
    START.with(|start| start.elapsed().as_secs_f64() * 1000.0)
}

/// A time that is 8 ms later each time one looks: one step a slice.
fn slowly() -> f64 {
    thread_local!(static TIME: Cell<f64> = const { Cell::new(0.0) });
    TIME.with(|time| time.replace(time.get() + 8.0))
}

const SMALL: &str = "conv 3x3 4; max 2/2; inception 2 2-3 2-2 2; aux; gap; dropout 20";

/// A lab on small images of its own, and what it sends.
fn lab_by(clock: fn() -> f64, more: &Value) -> (VisionLab, Sent) {
    let sent = Sent::default();
    let outbox = Rc::clone(&sent);
    let mut lab = VisionLab::with_backends(
        clock,
        Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing)),
        Backends::without_gpu(),
    );
    let mut config = json!({"backend": "cpu", "data": "own", "model": "own", "net": SMALL, "batch": 8, "epochs": 4});
    config.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
    load(&mut lab, &sent, "own", own(40)).expect("images");
    (lab, sent)
}

fn lab() -> (VisionLab, Sent) {
    lab_by(now, &json!({}))
}

/// Upright and lying bars, of so many images, 12×12 pixels.
fn own(count: usize) -> Vec<u8> {
    let labels: Vec<u8> = (0..count).map(|i| (i % 2) as u8).collect();
    let mut bytes =
        format!("{}\n", json!({"classes": ["up", "flat"], "labels": labels, "size": [12, 12]})).into_bytes();
    for i in 0..count {
        let at = 2 + i / 2 % 8;
        let pixel = |y: usize, x: usize| if i.is_multiple_of(2) { x == at } else { y == at };
        bytes.extend(
            (0..144).map(|p| if pixel(p / 12, p % 12) { 200 + (i * 7 + p) as u8 % 50 } else { (i + p) as u8 % 30 }),
        );
    }
    bytes
}

fn send(lab: &mut VisionLab, sent: &Sent, command: Value, bytes: Option<Vec<u8>>) -> Result<Reply, Failure> {
    let command = serde_json::from_value(command).expect("a command");
    block_on(lab.handle(Request { id: 7, lane: 0, command }, bytes));
    loop {
        let found = sent.borrow().iter().position(|out| matches!(out.message, Message::Reply(7, _)));
        if let Some(found) = found {
            let outgoing = sent.borrow_mut().remove(found);
            let Message::Reply(_, result) = outgoing.message else { unreachable!("a reply") };
            ARRAYS.with(|kept| *kept.borrow_mut() = (outgoing.arrays, outgoing.bytes));
            return result;
        }
        assert!(lab.is_busy(), "no answer and nothing to do");
        block_on(lab.slice());
    }
}

// What came beside the last answer.
type Beside = (Vec<Vec<f32>>, Option<Vec<u8>>);
thread_local!(static ARRAYS: RefCell<Beside> = const { RefCell::new((Vec::new(), None)) });

fn arrays() -> Vec<Vec<f32>> {
    ARRAYS.with(|kept| kept.borrow().0.clone())
}

fn file() -> Vec<u8> {
    ARRAYS.with(|kept| kept.borrow().1.clone()).expect("a file")
}

/// Sends a command and works until it is answered.
fn ask(lab: &mut VisionLab, sent: &Sent, command: Value) -> Result<Reply, Failure> {
    send(lab, sent, command, None)
}

fn load(lab: &mut VisionLab, sent: &Sent, name: &str, bytes: Vec<u8>) -> Result<Reply, Failure> {
    send(lab, sent, json!({"type": "loadText", "name": name}), Some(bytes))
}

fn query(lab: &mut VisionLab, sent: &Sent, kind: &str, args: Value) -> Result<Answer, Failure> {
    match ask(lab, sent, json!({"type": "query", "kind": kind, "args": args})) {
        Ok(Reply::Answer { answer }) => Ok(answer),
        Ok(other) => panic!("{kind}: {other:?}"),
        Err(failure) => Err(failure),
    }
}

fn train(lab: &mut VisionLab, sent: &Sent, steps: u32) -> (u64, f32, protocol::Metrics) {
    match ask(lab, sent, json!({"type": "train", "steps": steps})) {
        Ok(Reply::Trained { step, loss, metrics }) => (step, loss, metrics),
        other => panic!("train: {other:?}"),
    }
}

fn idle(lab: &mut VisionLab) {
    while lab.is_busy() {
        block_on(lab.slice());
    }
}

fn events(sent: &Sent) -> Vec<Event> {
    let taken: Vec<_> = sent.borrow_mut().drain(..).map(|out| out.message).collect();
    let event = |message| if let Message::Event(event) = message { Some(event) } else { None };
    taken.into_iter().filter_map(event).collect()
}

fn begun(events: &[Event]) -> (u64, Curves, bool) {
    let of = |event: &Event| match event {
        Event::Begun { step, curves, unasked, .. } => Some((*step, curves.clone(), *unasked)),
        _ => None,
    };
    events.iter().rev().find_map(of).expect("a network")
}

#[test]
fn images_are_asked_for_and_a_network_begins_when_they_are_here() {
    let sent = Sent::default();
    let outbox = Rc::clone(&sent);
    let mut lab = VisionLab::with_backends(
        now,
        Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing)),
        Backends::without_gpu(),
    );
    ask(&mut lab, &sent, json!({"type": "configure", "config": {}})).expect("defaults");
    let wanted = events(&sent).into_iter().find_map(|event| match event {
        Event::Wanted { files } => Some(files),
        _ => None,
    });
    assert_eq!(wanted, Some(vec!["mnist-images".to_owned(), "mnist-labels".to_owned()]));
    assert_eq!(ask(&mut lab, &sent, json!({"type": "train", "steps": 1})).expect_err("no images").code, "no-images");
    let data = |name: &str| {
        let path = format!("{}/../../www/data/images/{name}.gz", env!("CARGO_MANIFEST_DIR"));
        std::fs::read(path).expect("a shipped file")
    };
    for name in ["mnist-images", "mnist-labels"] {
        load(&mut lab, &sent, &format!("shipped/{name}"), data(name)).expect("shipped");
    }
    assert_eq!(begun(&events(&sent)).0, 0);
    assert!(train(&mut lab, &sent, 2).1.is_finite());
    // Broken files change nothing.
    let labels = data("mnist-labels");
    let cut = labels[..labels.len() / 2].to_vec();
    assert_eq!(load(&mut lab, &sent, "shipped/fashion-test-labels", cut).expect_err("cut").code, "idx-broken-gzip");
    assert_eq!(load(&mut lab, &sent, "shipped/mnist-images", labels).expect_err("labels").code, "idx-wrong-magic");
    assert_eq!(load(&mut lab, &sent, "shipped/else", vec![]).expect_err("unknown").code, "not-one-of");
    assert_eq!(train(&mut lab, &sent, 1).0, 3);
}

#[test]
fn own_images_that_are_broken_leave_those_that_are_there() {
    let (mut lab, sent) = lab();
    train(&mut lab, &sent, 1);
    let mut short = own(40);
    short.truncate(short.len() - 1);
    let few = |count: usize| own(count);
    let bad = [
        (b"no json\n".to_vec(), "own-images-broken"),
        (vec![], "own-images-broken"),
        (short, "own-images-broken"),
        (few(6), "images-too-few-of-class"),
        (b"{\"classes\":[\"a\"],\"labels\":[0],\"size\":[1,1]}\n0".to_vec(), "images-bad-classes"),
        (b"{\"classes\":[\"a\",\"b\"],\"labels\":[0,9],\"size\":[1,1]}\n00".to_vec(), "images-label-out-of-range"),
        (b"{\"classes\":[\"a\",\"b\"],\"labels\":[],\"size\":[0,4000000000]}\n".to_vec(), "images-bad-size"),
    ];
    for (bytes, code) in bad {
        assert_eq!(load(&mut lab, &sent, "own", bytes).expect_err(code).code, code);
    }
    assert_eq!(train(&mut lab, &sent, 1).0, 2);
    // Fewer images, but enough: a new network learns from them.
    load(&mut lab, &sent, "own", own(20)).expect("enough");
    assert_eq!(train(&mut lab, &sent, 1).0, 1);
}

#[test]
fn it_learns_is_tested_and_ends_by_itself() {
    let (mut lab, sent) = lab_by(now, &json!({"epochs": 30, "learningRate": 0.02}));
    ask(&mut lab, &sent, json!({"type": "start"})).expect("images");
    idle(&mut lab);
    let events = events(&sent);
    let states: Vec<RunState> = events
        .iter()
        .filter_map(|event| if let Event::State { state } = event { Some(*state) } else { None })
        .collect();
    assert_eq!(states, [RunState::Training, RunState::Paused]);
    let tested: Vec<_> = events
        .iter()
        .filter_map(|event| if let Event::Tested { tested } = event { Some(tested) } else { None })
        .collect();
    let last = tested.last().expect("tested");
    assert_eq!((last.images, last.step, last.auxiliary.len()), (8, 120, 1));
    assert!(last.accuracy > 0.9, "{last:?}");
    assert!(events.iter().any(|event| matches!(event, Event::Checkpoint { step: 120 })));
    let Ok(Answer::Confusion(confusion)) = query(&mut lab, &sent, "confusion", json!({})) else { panic!("confusion") };
    assert_eq!(confusion.counts.iter().flatten().sum::<usize>(), 8);
    let right = confusion.counts[0][0] + confusion.counts[1][1];
    assert_eq!(right as f32 / 8.0, confusion.tested.accuracy);
    let Ok(Answer::Mistakes(mistakes)) = query(&mut lab, &sent, "mistakes", json!({"count": 5})) else {
        panic!("mistakes")
    };
    assert_eq!((mistakes.count, mistakes.worst.len()), (8 - right, 8 - right));
    for (label, row) in confusion.counts.iter().enumerate() {
        for (class, count) in row.iter().enumerate() {
            let cell = query(&mut lab, &sent, "mistakes", json!({"count": 9, "label": label, "class": class}));
            let Ok(Answer::Mistakes(cell)) = cell else { panic!("mistakes") };
            assert_eq!(cell.worst.len(), *count);
            assert!(cell.worst.iter().all(|image| (image.label, image.class) == (label, class)));
        }
    }
    let Ok(Answer::Metrics(curves)) = query(&mut lab, &sent, "metrics", json!({})) else { panic!("metrics") };
    assert_eq!(curves.learned.last().map(|point| point.step), Some(120));
    ask(&mut lab, &sent, json!({"type": "export", "kind": "metrics"})).expect("a file");
    let csv = String::from_utf8(file()).expect("text");
    assert!(csv.starts_with("part,step,images,loss,accuracy,accuracy_auxiliary1\ntrain,"), "{csv}");
    assert!(csv.lines().all(|line| line.split(',').count() == 6) && csv.contains("\ntest,120,8,"), "{csv}");
}

#[test]
fn a_question_waits_for_one_step_only() {
    let (mut lab, sent) = lab_by(slowly, &json!({}));
    idle(&mut lab);
    ask(&mut lab, &sent, json!({"type": "start"})).expect("images");
    for expected in 1..4 {
        block_on(lab.slice());
        let Ok(Answer::Predict(prediction)) = query(&mut lab, &sent, "predict", json!({})) else { panic!("predict") };
        assert_eq!(prediction.step, expected);
    }
    // After a pause the page knows of every step, and how good the network is now.
    ask(&mut lab, &sent, json!({"type": "pause"})).expect("images");
    idle(&mut lab);
    let events = events(&sent);
    let told = |event: &Event| match event {
        Event::Progress { step, .. } => Some(*step),
        Event::Tested { tested } => Some(tested.step),
        _ => None,
    };
    assert_eq!(events.iter().rev().filter_map(told).take(2).collect::<Vec<_>>(), [3, 3]);
}

#[test]
fn a_quick_test_that_a_pause_broke_into_gives_way_to_the_full_one() {
    let slow = json!({"net": "conv 5x5 32; conv 5x5 32; gap", "epochs": 40});
    let (mut lab, sent) = lab_by(slowly, &slow);
    load(&mut lab, &sent, "own", own(120)).expect("images");
    ask(&mut lab, &sent, json!({"type": "start"})).expect("images");
    lab.tested_at = f64::NEG_INFINITY;
    block_on(lab.slice());
    block_on(lab.slice());
    assert!(lab.run().is_ok_and(|run| run.quick.is_busy()), "24 images are tried 8 at a time");
    ask(&mut lab, &sent, json!({"type": "pause"})).expect("images");
    idle(&mut lab);
    let newest = |lab: &VisionLab| lab.run().ok().and_then(|run| run.curves.tested.last()).map(|tested| tested.step);
    assert_eq!(newest(&lab), Some(2));
    ask(&mut lab, &sent, json!({"type": "start"})).expect("images");
    for _ in 0..3 {
        block_on(lab.slice());
    }
    assert_eq!(newest(&lab), Some(2));
}

#[test]
fn the_newest_test_stays_when_there_are_too_many() {
    let (mut lab, sent) = lab();
    let old = protocol::Tested { step: 0, images: 8, loss: 1.0, accuracy: 0.5, auxiliary: vec![0.5] };
    lab.run.as_mut().expect("a run").curves.tested = vec![old; 500];
    train(&mut lab, &sent, 1);
    idle(&mut lab);
    let tested = &lab.run().expect("a run").curves.tested;
    assert_eq!((tested.len(), tested.last().map(|tested| tested.step)), (251, Some(1)));
}

#[test]
fn a_checkpoint_goes_on_to_the_bit_and_only_with_its_own_run() {
    let (mut lab, sent) = lab();
    train(&mut lab, &sent, 5);
    idle(&mut lab);
    ask(&mut lab, &sent, json!({"type": "checkpoint"})).expect("a run");
    let kept = file();
    let wanted = train(&mut lab, &sent, 4).1;
    let restore = |lab: &mut VisionLab, sent: &Sent| send(lab, sent, json!({"type": "restore"}), Some(kept.clone()));

    let (mut other, heard) = lab_by(now, &json!({}));
    assert_eq!(restore(&mut other, &heard), Ok(Reply::Restored { step: 5 }));
    let (step, curves, _) = begun(&events(&heard));
    assert_eq!((step, curves.learned.last().map(|point| point.step), curves.tested.len()), (5, Some(5), 1));
    assert_eq!(train(&mut other, &heard, 4).1.to_bits(), wanted.to_bits());

    for change in [json!({"seed": 2}), json!({"permute": true}), json!({"net": "gap"})] {
        let (mut another, heard) = lab_by(now, &change);
        assert_eq!(restore(&mut another, &heard).expect_err("another run").code, "bad-checkpoint", "{change}");
    }
    let (mut another, heard) = lab_by(now, &json!({}));
    load(&mut another, &heard, "own", own(60)).expect("other images");
    assert_eq!(restore(&mut another, &heard).expect_err("other images").code, "bad-checkpoint");
    assert_eq!(
        send(&mut another, &heard, json!({"type": "restore"}), Some(vec![1; 40])).expect_err("junk").code,
        "bad-checkpoint"
    );
    assert_eq!(train(&mut another, &heard, 1).0, 1);
}

#[test]
fn networks_that_cannot_be_are_refused_and_nothing_changes() {
    let (mut lab, sent) = lab();
    train(&mut lab, &sent, 1);
    let mut refused = |net: &str| {
        let refusal = ask(&mut lab, &sent, json!({"type": "configure", "config": {"net": net}})).expect_err(net);
        assert_eq!(query(&mut lab, &sent, "architecture", json!({"net": net})).expect_err(net), refusal);
        refusal
    };
    let failure = refused("conv 3x3 4; lump 2");
    assert_eq!(
        (failure.code, failure.field.as_deref(), &failure.args["position"]),
        ("bad-net", Some("net"), &json!(13))
    );
    let failure = refused("gap; conv 3x3 4");
    assert_eq!((failure.code, &failure.args["why"]), ("impossible-net", &json!("no-image")));
    assert_eq!(refused("conv 9x9 4 valid; conv 5x5 4 valid").args["why"], json!("window"));
    assert_eq!(train(&mut lab, &sent, 1).0, 2);
}

#[test]
fn the_architecture_has_shares_branches_and_what_reductions_save() {
    let (mut lab, sent) = lab();
    let mut plan = |args: Value| match query(&mut lab, &sent, "architecture", args) {
        Ok(Answer::Architecture(plan)) => plan,
        other => panic!("architecture: {other:?}"),
    };
    let own = plan(json!({}));
    assert_eq!(own.net, SMALL);
    let names: Vec<&str> = own.blocks.iter().map(|block| block.name.as_str()).collect();
    assert_eq!(names, ["conv1", "pool1", "inception1", "aux1", "gap1", "dropout1", "output"]);
    let inception = &own.blocks[2];
    assert_eq!((inception.kind, inception.branches.len(), inception.output), (BlockKind::Inception, 4, [6, 6, 9]));
    assert_eq!(inception.branches.last().map(|branch| [branch.from, branch.to]), Some([7, 9]));
    let of_branches: u64 = inception.branches.iter().map(|branch| branch.cost.parameters).sum();
    assert_eq!(of_branches, inception.cost.parameters);
    let shares: f64 = own.blocks.iter().map(|block| block.parameter_share).sum();
    assert!((shares - 1.0).abs() < 1e-9);
    let google = plan(json!({"model": "googlenet"}));
    let [with, without] =
        [google.with_reductions, google.without_reductions].map(|cost| cost.expect("it can be built"));
    assert!(without.flops > 2 * with.flops, "{without:?}");
    let naive = plan(json!({"model": "googlenet", "reductions": false}));
    assert_eq!(naive.total, without);
    assert_eq!(naive.with_reductions, Some(google.total));
    // Without reductions 32 times as many channels are seen: more parameters than a net may have.
    let large = plan(json!({"net": "conv 1x1 512; inception 8 16-512 16-512 8; gap", "model": "own"}));
    assert_eq!((large.with_reductions, large.without_reductions), (Some(large.total), None));
    // And here reductions are none: they make more channels than there were.
    let wide = plan(json!({"net": "inception 8 512-512 512-512 8; gap", "model": "own", "reductions": false}));
    assert_eq!((wide.with_reductions, wide.without_reductions), (None, Some(wide.total)));
}

#[test]
fn every_number_of_a_look_fits_the_prediction() {
    let (mut lab, sent) = lab_by(now, &json!({"permute": true}));
    train(&mut lab, &sent, 6);
    let Ok(Answer::Image(info)) = query(&mut lab, &sent, "image", json!({"part": "test", "index": 3})) else {
        panic!()
    };
    let pictures = arrays();
    assert_eq!((info.count, info.size, pictures.len()), (8, [12, 12], 2));
    assert_ne!(pictures[0], pictures[1], "permuted");
    let image = json!({"image": pictures[0]});
    let Ok(Answer::Predict(prediction)) = query(&mut lab, &sent, "predict", image.clone()) else { panic!() };
    let Ok(Answer::Predict(same)) = query(&mut lab, &sent, "predict", json!({"index": 3})) else { panic!() };
    assert_eq!(prediction.probabilities, same.probabilities);
    assert_eq!((prediction.label, same.label), (None, Some(info.label)));
    let Ok(Answer::Cam(cam)) = query(&mut lab, &sent, "cam", image.clone()) else { panic!() };
    assert!((cam.sum + cam.bias - prediction.logits[cam.class]).abs() < 1e-4);
    let Ok(Answer::FeatureMaps(maps)) = query(&mut lab, &sent, "featureMaps", json!({"block": "conv1", "index": 3}))
    else {
        panic!()
    };
    let values = arrays().remove(0);
    assert_eq!((maps.shape, values.len()), ([12, 12, 4], 576));
    let place = json!({"block": "conv1", "channel": 2, "y": 5, "x": 11, "index": 3});
    let Ok(Answer::Arithmetic(Arithmetic::Convolution { sum, bias, output, window, .. })) =
        query(&mut lab, &sent, "arithmetic", place)
    else {
        panic!()
    };
    assert_eq!((window, output), ([3, 3, 1], values[(5 * 12 + 11) * 4 + 2]));
    assert!(((sum + bias).max(0.0) - output).abs() < 1e-5);
    let products = arrays().remove(2);
    assert!((products.iter().sum::<f32>() - sum).abs() < 1e-5);
    let place = json!({"block": "pool1", "channel": 2, "y": 2, "x": 5, "index": 3});
    let Ok(Answer::Arithmetic(Arithmetic::Pooling { winner, output, .. })) =
        query(&mut lab, &sent, "arithmetic", place)
    else {
        panic!()
    };
    assert_eq!(arrays()[0][winner.expect("the largest")], output);
    let Ok(Answer::Kernels(kernels)) =
        query(&mut lab, &sent, "kernels", json!({"block": "inception1", "layer": "inception1.b2"}))
    else {
        panic!()
    };
    assert_eq!((kernels.shape, kernels.layers.len()), (vec![3, 3, 2, 3], 6));
    let Ok(Answer::InputGradient(gradient)) = query(&mut lab, &sent, "inputGradient", image.clone()) else { panic!() };
    // A little more of one pixel changes the logit by as much as the gradient says.
    let (slope, pixel) = (arrays().remove(0), 40);
    let mut brighter = pictures[0].clone();
    brighter[pixel] += 0.01;
    let Ok(Answer::Predict(changed)) = query(&mut lab, &sent, "predict", json!({"image": brighter})) else { panic!() };
    let by = (changed.logits[gradient.class] - prediction.logits[gradient.class]) / 0.01;
    assert!((by - slope[pixel]).abs() < 0.02 + 0.1 * by.abs(), "{by} against {}", slope[pixel]);
}

#[test]
fn questions_that_have_no_answer_are_refused() {
    let (mut lab, sent) = lab_by(now, &json!({"net": "dense 4"}));
    let mut code = |kind: &str, args: Value| query(&mut lab, &sent, kind, args).expect_err(kind).code;
    assert_eq!(code("weather", json!({})), "unknown-query");
    assert_eq!(code("predict", json!({"image": [1, 2]})), "bad-image");
    assert_eq!(code("predict", json!({"image": "x"})), "bad-image");
    assert_eq!(code("predict", json!({"index": 8})), "out-of-range");
    assert_eq!(code("image", json!({"part": "else"})), "not-one-of");
    assert_eq!(code("featureMaps", json!({"block": "conv9"})), "no-such-block");
    assert_eq!(code("featureMaps", json!({})), "no-such-block");
    assert_eq!(code("arithmetic", json!({"block": "dense1", "channel": 4})), "no-arithmetic");
    assert_eq!(code("cam", json!({})), "no-maps");
    assert_eq!(code("cam", json!({"class": 2})), "out-of-range");
    assert_eq!(code("mistakes", json!({"count": 0})), "not-tested");
}

#[test]
fn tensors_and_files_are_those_of_the_network() {
    let (mut lab, sent) = lab();
    train(&mut lab, &sent, 1);
    let Ok(Reply::Tensors { tensors }) = ask(&mut lab, &sent, json!({"type": "tensors"})) else { panic!("tensors") };
    for tensor in tensors {
        let reply = ask(&mut lab, &sent, json!({"type": "inspect", "name": tensor.name}));
        assert_eq!(reply, Ok(Reply::Tensor { name: tensor.name.clone(), shape: tensor.shape.clone() }));
        assert_eq!(arrays()[0].len(), tensor.shape.iter().product::<usize>(), "{}", tensor.name);
    }
    ask(&mut lab, &sent, json!({"type": "export", "kind": "weights"})).expect("a file");
    let weights = nabla_models::Checkpoint::from_bytes(&file()).expect("safetensors");
    assert_eq!(weights.tensors["inception1.b2.weight"].0, [3, 2, 3, 3]);
    ask(&mut lab, &sent, json!({"type": "export", "kind": "architecture"})).expect("a file");
    let plan: Value = serde_json::from_slice(&file()).expect("JSON");
    assert_eq!(plan["blocks"][0]["name"], "conv1");
    assert_eq!(ask(&mut lab, &sent, json!({"type": "export", "kind": "x"})).expect_err("none").code, "unknown-export");
    assert_eq!(ask(&mut lab, &sent, json!({"type": "inspect", "name": "x"})).expect_err("none").code, "unknown-tensor");
}

#[test]
fn live_settings_and_reset_keep_what_they_should() {
    let (mut lab, sent) = lab();
    train(&mut lab, &sent, 3);
    let first = train(&mut lab, &sent, 1).1;
    let live = json!({"type": "configure", "config": {"learningRate": 0.1, "epochs": 9, "lang": "ru"}});
    assert!(matches!(ask(&mut lab, &sent, live), Ok(Reply::Configured { rebuilt: false, .. })));
    assert_eq!(train(&mut lab, &sent, 1).0, 5);
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"learningRate": 0.002, "epochs": 4}})).expect("live");
    ask(&mut lab, &sent, json!({"type": "reset"})).expect("a run");
    assert_eq!(train(&mut lab, &sent, 4).1.to_bits(), first.to_bits());
}

#[test]
fn without_a_gpu_it_computes_on_the_processor_and_says_why() {
    let sent = Sent::default();
    let outbox = Rc::clone(&sent);
    let none = Backends::with_gpu_from(|| Box::pin(async { Err(DeviceError::NoAdapter("none".to_owned())) }));
    let mut lab = VisionLab::with_backends(now, Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing)), none);
    let config = json!({"data": "own", "model": "own", "net": SMALL, "batch": 8, "backend": "webgpu"});
    ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
    load(&mut lab, &sent, "own", own(40)).expect("images");
    assert!(train(&mut lab, &sent, 2).1.is_finite());
    let (_, info) = lab.device.clone().expect("a device");
    assert_eq!((info.backend, info.reason), (BackendKind::Cpu, Reason::NoWebgpu));
    // A large network under "auto" asks for a GPU while it trains, and goes on without.
    let large = json!({"backend": "auto", "net": "conv 5x5 64; conv 5x5 64; gap"});
    ask(&mut lab, &sent, json!({"type": "configure", "config": large})).expect("valid");
    assert_eq!(lab.device.as_ref().map(|(_, info)| info.reason), Some(Reason::Trying));
    train(&mut lab, &sent, 6);
    assert_eq!(lab.device.as_ref().map(|(_, info)| info.reason), Some(Reason::NoWebgpu));
    let small = json!({"net": "gap"});
    ask(&mut lab, &sent, json!({"type": "configure", "config": small})).expect("valid");
    assert_eq!(lab.device.as_ref().map(|(_, info)| info.reason), Some(Reason::SmallModel));
}

#[test]
fn a_run_moves_to_the_faster_device_and_goes_on_as_if_nothing_had_been() {
    let config = json!({"data": "own", "model": "own", "net": "conv 5x5 32; conv 5x5 32; gap", "batch": 8});
    let trained = |backend: &str| {
        let sent = Sent::default();
        let outbox = Rc::clone(&sent);
        // A second processor stands for a GPU; by this clock a step there takes no time.
        let other = Backends::with_gpu_from(|| Box::pin(async { Ok(Device::cpu()) }));
        let mut lab = VisionLab::with_backends(slowly, Rc::new(move |out| outbox.borrow_mut().push(out)), other);
        let mut config = config.clone();
        config["backend"] = json!(backend);
        ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
        load(&mut lab, &sent, "own", own(40)).expect("images");
        let (step, loss, _) = train(&mut lab, &sent, 12);
        (step, loss.to_bits(), lab.device.expect("a device").1)
    };
    let (step, loss, stayed) = trained("cpu");
    assert_eq!((step, stayed.reason), (12, Reason::Requested));
    let (step, same, moved) = trained("auto");
    assert_eq!((step, moved.reason, moved.backend), (12, Reason::Faster, BackendKind::WebGpu));
    assert!(moved.timing.is_some_and(|timing| timing.webgpu_ms < timing.cpu_ms));
    assert_eq!(same, loss);
}

#[test]
fn a_lost_gpu_costs_what_came_after_the_last_checkpoint() {
    let (mut lab, sent) = lab();
    train(&mut lab, &sent, 4);
    ask(&mut lab, &sent, json!({"type": "checkpoint"})).expect("a run");
    train(&mut lab, &sent, 3);
    events(&sent);
    block_on(lab.recover(&DeviceError::Lost("gone".to_owned())));
    let (step, _, unasked) = begun(&events(&sent));
    assert_eq!((step, unasked), (4, true));
    assert_eq!(train(&mut lab, &sent, 3).0, 7);
}

#[test]
fn a_network_that_goes_wrong_stops_and_goes_back() {
    let (mut lab, sent) = lab();
    train(&mut lab, &sent, 4);
    ask(&mut lab, &sent, json!({"type": "checkpoint"})).expect("a checkpoint");
    train(&mut lab, &sent, 2);
    let usual = lab.config.learning_rate;
    let rate = |rate: f64| json!({"type": "configure", "config": {"learningRate": rate, "clip": 0}});
    ask(&mut lab, &sent, rate(10.0)).expect("settings");
    let failure = ask(&mut lab, &sent, json!({"type": "train", "steps": 200})).expect_err("far too large");
    assert_eq!((failure.code, &failure.args["good"]), ("diverged", &json!(4)), "{failure:?}");
    assert_eq!(ask(&mut lab, &sent, json!({"type": "start"})).expect_err("again"), failure);
    let saved = ask(&mut lab, &sent, json!({"type": "checkpoint"}));
    assert!(matches!(saved, Ok(Reply::Checkpoint { step: 4 })), "{saved:?}");
    ask(&mut lab, &sent, rate(usual)).expect("settings");
    let back = ask(&mut lab, &sent, json!({"type": "goBack"}));
    assert!(matches!(back, Ok(Reply::Restored { step: 4 })), "{back:?}");
    assert_eq!(train(&mut lab, &sent, 2).0, 6);
}
