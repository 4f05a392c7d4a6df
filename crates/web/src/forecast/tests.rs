//! The lab driven by messages, on the processor, without a browser.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;

use pollster::block_on;
use serde_json::{Value, json};

use super::protocol::{Answer, ModelState, Scores};
use super::*;
use crate::lab::Message;
use crate::protocol::Reason;

type Sent = Rc<RefCell<Vec<Outgoing<Reply, Event>>>>;

fn now() -> f64 {
    thread_local!(static START: Instant = Instant::now());
    START.with(|start| start.elapsed().as_secs_f64() * 1000.0)
}

/// A lab with small nets and a sine, and what it sends.
fn lab() -> (ForecastLab, Sent) {
    let sent = Sent::default();
    let outbox = Rc::clone(&sent);
    let mut lab = ForecastLab::with_backends(
        now,
        Rc::new(move |outgoing| outbox.borrow_mut().push(outgoing)),
        Backends::without_gpu(),
    );
    let config = json!({"backend": "cpu", "series": "function", "wave": "sine", "points": 300, "wavePeriod": 20,
        "prepare": "standardise", "window": 10, "horizon": 5, "hidden": 8, "mlpHidden": 8, "batch": 8, "steps": 30,
        "models": "mlp,linear,lstm,gru", "modes": "one-to-one,one-to-many", "ensemble": 2});
    ask(&mut lab, &sent, json!({"type": "configure", "config": config})).expect("valid");
    (lab, sent)
}

fn ask(lab: &mut ForecastLab, sent: &Sent, command: Value) -> Result<Reply, Failure> {
    ask_with(lab, sent, command, None)
}

/// Sends a command and works until it is answered.
fn ask_with(lab: &mut ForecastLab, sent: &Sent, command: Value, bytes: Option<&str>) -> Result<Reply, Failure> {
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

fn query(lab: &mut ForecastLab, sent: &Sent, kind: &str, args: Value) -> Result<Answer, Failure> {
    match ask(lab, sent, json!({"type": "query", "kind": kind, "args": args}))? {
        Reply::Answer { answer } => Ok(answer),
        other => panic!("{kind}: {other:?}"),
    }
}

fn finish(lab: &mut ForecastLab) {
    while lab.is_busy() {
        block_on(lab.slice());
    }
}

fn events(sent: &Sent) -> Vec<Event> {
    let taken = sent.borrow_mut().drain(..).map(|out| out.message).collect::<Vec<_>>();
    taken
        .into_iter()
        .filter_map(|message| if let Message::Event(event) = message { Some(event) } else { None })
        .collect()
}

const MODELS: [&str; 9] = [
    "mlp",
    "lstm.one-to-one",
    "lstm.one-to-many",
    "gru.one-to-one",
    "gru.one-to-many",
    "linear",
    "last",
    "seasonal",
    "drift",
];

fn scores(lab: &mut ForecastLab, sent: &Sent) -> Scores {
    match query(lab, sent, "scores", json!({})) {
        Ok(Answer::Scores(scores)) => scores,
        other => panic!("scores: {other:?}"),
    }
}

#[test]
fn a_contest_that_is_on_is_saved_and_so_is_its_end() {
    let (mut lab, sent) = lab();
    events(&sent);
    if let Some(run) = &mut lab.run {
        run.saving.due = 0.0;
    }
    ask(&mut lab, &sent, json!({"type": "start"})).expect("configured");
    finish(&mut lab);
    let told = events(&sent);
    let saved = told.iter().filter_map(|event| if let Event::Checkpoint { step } = event { Some(*step) } else { None });
    let saved: Vec<u64> = saved.collect();
    assert!(saved.len() > 1 && saved[0] < 30 && saved.last() == Some(&30), "{saved:?}");
}

#[test]
fn all_models_learn_in_turns_and_are_tried() {
    let (mut lab, sent) = lab();
    let begun = events(&sent);
    assert!(begun.iter().any(|event| matches!(event, Event::Begun { models, .. } if models.len() == 11)));
    assert!(begun.iter().any(|event| matches!(event, Event::Scored { scores } if scores.models[5].all.is_some())));
    ask(&mut lab, &sent, json!({"type": "start"})).expect("configured");
    finish(&mut lab);
    let told = events(&sent);
    let Some(Event::Progress { metrics, step: 30, .. }) =
        told.iter().rev().find(|event| matches!(event, Event::Progress { .. }))
    else {
        panic!("the end is not told")
    };
    assert!(
        metrics.finished
            && metrics.models.iter().all(|model| matches!(model.state, ModelState::Spent | ModelState::Exact))
    );
    let scores = scores(&mut lab, &sent);
    assert_eq!(scores.models.iter().map(|model| model.model.as_str()).collect::<Vec<_>>(), MODELS);
    for model in &scores.models {
        let all = model.all.expect("tried");
        assert!(all.mae.is_finite() && model.by_horizon.len() == 5, "{model:?}");
    }
    assert!(scores.models[5].all.expect("tried").mae < 0.2, "a sine is linear");
    let last =
        told.iter().rev().find_map(|event| if let Event::Scored { scores } = event { Some(scores) } else { None });
    assert_eq!(last, Some(&scores), "what was told is what is answered");
}

#[test]
fn forecasts_are_those_of_the_trials_and_of_the_unrolled_net() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "train", "steps": 25})).expect("trained");
    finish(&mut lab);
    let Ok(Answer::Forecast(shown)) = query(&mut lab, &sent, "forecast", json!({"origin": 260})) else {
        panic!("none")
    };
    assert_eq!(shown.models.iter().map(|model| model.model.as_str()).collect::<Vec<_>>(), MODELS);
    let run = lab.run().expect("a run");
    let row = run.problem.origins.iter().position(|origin| *origin == 260).expect("in the test part");
    for model in &shown.models {
        let tried = run.scoring.of(&model.model).expect("tried");
        for (value, tried) in model.values.iter().zip(&tried.trial.forecasts[row * 5..][..5]) {
            assert!((value.expect("a number") - tried).abs() < 1e-5, "{}", model.model);
        }
    }
    let args = json!({"origin": 260, "model": "gru.one-to-many"});
    let Ok(Answer::Unrolled(net)) = query(&mut lab, &sent, "unrolled", args.clone()) else { panic!("none") };
    let Ok(Answer::Fan(fan)) = query(&mut lab, &sent, "fan", args) else { panic!("none") };
    assert_eq!((net.steps.len(), fan.members.len()), (14, 2));
    assert_eq!(net.steps.iter().filter(|step| step.is_fed_back).count(), 4);
    assert!(net.steps.iter().skip(10).zip(&net.steps[9..]).all(|(step, before)| step.input == before.output));
    for (step, value) in net.steps[9..].iter().zip(&fan.members[0]) {
        assert!((step.forecast.expect("one") - value.expect("one")).abs() < 1e-5);
    }
    let one = query(&mut lab, &sent, "forecast", json!({"origin": 300, "horizon": 12, "model": "mlp"}));
    let Ok(Answer::Forecast(beyond)) = one else { panic!("none") };
    assert!(
        beyond.models.len() == 1 && beyond.models[0].values.len() == 12 && beyond.actual.iter().all(Option::is_none)
    );
}

#[test]
fn questions_out_of_bounds_are_refused_by_field() {
    let (mut lab, sent) = lab();
    for (kind, args, field) in [
        ("forecast", json!({"origin": 301}), "origin"),
        ("forecast", json!({"origin": 3}), "origin"),
        ("forecast", json!({"model": "arima"}), "model"),
        ("window", json!({"index": 100_000}), "index"),
        ("unrolled", json!({"model": "mlp"}), "model"),
        ("residuals", json!({"horizon": 6}), "horizon"),
        ("cell", json!({"t": 14}), "t"),
        ("series", json!({"from": 300}), "from"),
        ("weather", json!({}), "kind"),
    ] {
        let refused = query(&mut lab, &sent, kind, args).expect_err(kind);
        assert_eq!(refused.field.as_deref(), Some(field), "{kind}: {refused:?}");
    }
}

#[test]
fn looks_at_the_series_and_its_windows() {
    let (mut lab, sent) = lab();
    let Ok(Answer::Series(shown)) = query(&mut lab, &sent, "series", json!({"points": 100})) else { panic!("none") };
    assert_eq!((shown.stretch, shown.positions.len(), shown.low.len()), (3, 100, 100));
    let Ok(Answer::Window(row)) = query(&mut lab, &sent, "window", json!({"index": 7})) else { panic!("none") };
    assert_eq!((row.from, row.inputs.len(), row.targets.len()), (7, 10, 5));
    let Ok(Answer::Residuals(residuals)) = query(&mut lab, &sent, "residuals", json!({"model": "last"})) else {
        panic!("none")
    };
    assert!(residuals.residuals.len() == 56 && residuals.autocorrelation[0] > residuals.band, "a sine goes on");
    let command = json!({"type": "query", "kind": "cell", "args": {"model": "lstm.one-to-many", "t": 12}});
    let command = serde_json::from_value(command).expect("a command");
    block_on(lab.handle(Request { id: 7, lane: 0, command }, None));
    let out = sent.borrow_mut().pop().expect("an answer");
    assert!(
        matches!(&out.message, Message::Reply(_, Ok(Reply::Answer { answer: Answer::Cell(look) })) if look.names.len() == out.arrays.len())
    );
    for kind in ["scores", "forecasts", "metrics"] {
        assert!(ask(&mut lab, &sent, json!({"type": "export", "kind": kind})).is_ok());
    }
}

#[test]
fn files_come_when_they_are_wanted_and_bad_ones_change_nothing() {
    let (mut lab, sent) = lab();
    events(&sent);
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"series": "nile"}})).expect("valid");
    assert!(events(&sent).contains(&Event::Wanted { series: SeriesKind::Nile }));
    let nile: String =
        (0..100).fold("year,volume\n".to_owned(), |text, t| format!("{text}{},{}\n", 1871 + t, 900 + t % 7));
    let load = |lab: &mut ForecastLab, name: &str, text: &str| {
        ask_with(lab, &sent, json!({"type": "loadText", "name": name}), Some(text))
    };
    let Ok(Reply::SeriesLoaded { table, .. }) = load(&mut lab, "shipped/nile", &nile) else { panic!("not loaded") };
    assert_eq!((table.rows, table.value, table.date), (100, 1, Some(0)));
    assert!(matches!(&events(&sent)[..], [Event::Begun { series, .. }, ..] if series.length == 100));
    let refused = load(&mut lab, "mine.csv", "1\n2\nx\n4\n").expect_err("not a number");
    assert_eq!((refused.code, &refused.args["line"]), ("csv-not-a-number", &json!(3)));
    assert_eq!(load(&mut lab, "mine.csv", "1\n2\n").expect_err("short").code, "series-too-short");
    assert_eq!(lab.config.series, SeriesKind::Nile);
    assert_eq!(lab.run().expect("still there").problem.len(), 100);
    let mine: String = (0..200).fold("t;y;z\n".to_owned(), |text, t| format!("{text}2020;{},5;{t}\n", t % 9));
    let Ok(Reply::SeriesLoaded { config, table }) = load(&mut lab, "mine.csv", &mine) else { panic!("not loaded") };
    assert_eq!((config.series, table.decimal_comma, table.separator), (SeriesKind::Own, true, ';'));
    let changed = json!({"type": "configure", "config": {"column": "z"}});
    ask(&mut lab, &sent, changed).expect("there is such a column");
    assert_eq!(lab.run().expect("a run").problem.series.values[5], 5.0);
    let refused = ask(&mut lab, &sent, json!({"type": "configure", "config": {"column": "q"}})).expect_err("no column");
    assert_eq!((refused.code, refused.field.as_deref()), ("csv-no-column", Some("column")));
    let refused = ask(&mut lab, &sent, json!({"type": "configure", "config": {"prepare": "log"}})).expect_err("zeros");
    assert_eq!(refused.code, "log-not-positive");
}

#[test]
fn a_new_worker_goes_on_with_the_columns_that_were_chosen() {
    let mine: String = (0..200).fold("t;y;z\n".to_owned(), |text, t| format!("{text}a;{},5;{t}\n", t % 9));
    let (mut lost, sent) = lab();
    let name = json!({"type": "loadText", "name": "mine.csv"});
    ask_with(&mut lost, &sent, name.clone(), Some(&mine)).expect("loaded");
    let chosen = json!({"column": "z", "prepare": "difference,standardise", "window": 7, "horizon": 3, "period": 5});
    ask(&mut lost, &sent, json!({"type": "configure", "config": chosen})).expect("valid");
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "configure", "config": lost.config})).expect("valid");
    assert!(events(&sent).contains(&Event::Wanted { series: SeriesKind::Own }));
    let Ok(Reply::SeriesLoaded { config, table }) = ask_with(&mut lab, &sent, name.clone(), Some(&mine)) else {
        panic!("not loaded")
    };
    assert_eq!((&config, table.value), (&lost.config, 2));
    assert_eq!(lab.run().expect("a run").problem.series.values[5], 5.0);
    // Another file has other columns.
    let other: String = (0..200).fold("a,b\n".to_owned(), |text, t| format!("{text}{},x\n", t % 9));
    let Ok(Reply::SeriesLoaded { config, .. }) = ask_with(&mut lab, &sent, name, Some(&other)) else {
        panic!("not loaded")
    };
    assert_eq!((config.column.as_str(), config.period), ("", 0));
}

#[test]
fn an_ensemble_has_the_parameters_and_the_seconds_of_all_its_nets() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "train", "steps": 3})).expect("trained");
    finish(&mut lab);
    let of_one = [("mlp", 10 * 8 + 8 + 8 + 1), ("lstm.one-to-many", 4 * (8 + 8 * 8 + 8) + 8 + 1)];
    let scores = scores(&mut lab, &sent);
    let run = lab.run().expect("a run");
    for (name, parameters) in of_one {
        let score = scores.models.iter().find(|score| score.model == name).expect("there");
        assert_eq!(score.parameters, 2 * parameters, "{name}: two nets");
        let nets = run.contest.entrants().iter().filter(|entrant| entrant.name == name);
        assert_eq!(score.seconds, nets.map(|entrant| entrant.seconds).sum::<f64>());
    }
    let parameters = |name: &str| scores.models.iter().find(|score| score.model == name).map(|score| score.parameters);
    assert_eq!((parameters("linear"), parameters("last")), (Some(11), Some(0)));
}

#[test]
fn a_lost_gpu_lets_the_nets_go_on_from_the_last_checkpoint_on_the_processor() {
    let (mut lab, sent) = lab();
    for saved in [0, 3] {
        ask(&mut lab, &sent, json!({"type": "train", "steps": 2})).expect("trained");
        events(&sent);
        block_on(lab.recover(&DeviceError::Lost("for a test".into())));
        let events = events(&sent);
        assert!(matches!(&events[0], Event::Device { device } if device.reason == Reason::DeviceLost));
        assert!(matches!(&events[1], Event::Begun { unasked: true, step, .. } if *step == saved), "{events:?}");
        ask(&mut lab, &sent, json!({"type": "train", "steps": 3})).expect("trained");
        block_on(lab.save()).expect("the processor");
    }
    let (mut straight, theirs) = self::lab();
    ask(&mut straight, &theirs, json!({"type": "train", "steps": 6})).expect("trained");
    assert_eq!(weights(&lab), weights(&straight));
}

fn weights(lab: &ForecastLab) -> Vec<Vec<f32>> {
    let contest = &lab.run().expect("begun").contest;
    let nets = contest.entrants().iter().flat_map(|entrant| [entrant.net(), entrant.chosen()]);
    nets.flat_map(|net| net.params()).map(|param| block_on(param.value.to_vec()).expect("here")).collect()
}

#[test]
fn a_contest_goes_on_in_another_lab_to_the_bit() {
    let (mut straight, mut first, mut second) = (lab(), lab(), lab());
    let train = |(lab, sent): &mut (ForecastLab, Sent), steps: u32| {
        ask(lab, sent, json!({"type": "train", "steps": steps})).expect("begun");
    };
    train(&mut straight, 25);
    train(&mut first, 12);
    let file = block_on(first.0.checkpoint()).expect("begun").bytes.expect("a file");
    second.0.restore(&file).expect("it fits");
    train(&mut second, 13);
    assert_eq!(weights(&second.0), weights(&straight.0));
    let curves = |lab: &ForecastLab| {
        let entrants = lab.run().expect("begun").contest.entrants().iter();
        entrants.map(|entrant| (entrant.losses.clone(), entrant.validations.clone())).collect::<Vec<_>>()
    };
    assert_eq!(curves(&second.0), curves(&straight.0));
    let before = weights(&second.0);
    ask(&mut first.0, &first.1, json!({"type": "configure", "config": {"wavePeriod": 30}})).expect("valid");
    let other = block_on(first.0.checkpoint()).expect("begun").bytes.expect("a file");
    assert!(second.0.restore(&other).is_err() && second.0.restore(b"soup").is_err());
    assert_eq!(weights(&second.0), before);
}

#[test]
fn a_net_that_goes_wrong_is_named_and_goes_back_alone() {
    let (mut lab, sent) = lab();
    let train = |lab: &mut ForecastLab, steps: u32| {
        ask(lab, &sent, json!({"type": "train", "steps": steps})).expect("the others go on");
    };
    let set_rate = |lab: &mut ForecastLab, rate| {
        lab.run.as_mut().expect("begun").contest.entrants_mut()[1].set_rate(rate, 0.0);
    };
    let numbers = |lab: &ForecastLab| -> Vec<f32> {
        let params = lab.run().expect("begun").contest.entrants()[1].net().params();
        params.into_iter().flat_map(|param| block_on(param.value.to_vec()).expect("here")).collect()
    };
    train(&mut lab, 8);
    ask(&mut lab, &sent, json!({"type": "checkpoint"})).expect("a checkpoint");
    train(&mut lab, 3);
    events(&sent);
    let usual = lab.config.learning_rate as f32;
    set_rate(&mut lab, 1e9);
    train(&mut lab, 5);
    let failures = events(&sent).into_iter().filter_map(|event| match event {
        Event::Diverged { failure } => Some(failure),
        _ => None,
    });
    let [failure] = failures.collect::<Vec<_>>().try_into().expect("one net, once");
    assert_eq!((failure.code, &failure.args["net"], &failure.args["member"]), ("diverged", &json!("mlp"), &json!(2)));
    assert_eq!((&failure.args["step"], &failure.args["good"]), (&json!(13), &json!(8)));
    assert!(numbers(&lab).iter().all(|x| x.is_finite()), "a step that went wrong leaves the weights alone");
    let saved = ask(&mut lab, &sent, json!({"type": "checkpoint"}));
    assert!(matches!(saved, Ok(Reply::Checkpoint { step: 16 })), "{saved:?}");
    let kept = lab.run().expect("begun").saving.last.clone().expect("one was taken");
    assert_eq!(kept.number("mlp.1.step"), 8, "what is kept is the good one");

    set_rate(&mut lab, usual);
    ask(&mut lab, &sent, json!({"type": "goBack"})).expect("a good checkpoint");
    let steps = |lab: &ForecastLab| {
        lab.run()
            .expect("begun")
            .contest
            .entrants()
            .iter()
            .map(nabla_models::forecast::Entrant::step_count)
            .collect::<Vec<_>>()
    };
    assert_eq!(steps(&lab)[..3], [16, 8, 16]);
    train(&mut lab, 4);
    assert_eq!(steps(&lab)[..3], [20, 12, 20]);
    let (mut straight, straight_sent) = self::lab();
    ask(&mut straight, &straight_sent, json!({"type": "train", "steps": 12})).expect("begun");
    assert_eq!(numbers(&lab), numbers(&straight), "it goes on to the bit");
}

#[test]
fn a_net_that_goes_wrong_before_it_was_kept_begins_again() {
    let (mut lab, sent) = lab();
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"learningRate": 10, "clip": 0}})).expect("valid");
    ask(&mut lab, &sent, json!({"type": "start"})).expect("begun");
    finish(&mut lab);
    let diverged = |event: &Event| matches!(event, Event::Diverged { failure } if failure.args["good"] == json!(0));
    assert!(events(&sent).iter().any(diverged));
    ask(&mut lab, &sent, json!({"type": "configure", "config": {"learningRate": 0.002}})).expect("valid");
    ask(&mut lab, &sent, json!({"type": "goBack"})).expect("there is a beginning");
    ask(&mut lab, &sent, json!({"type": "train", "steps": 30})).expect("steps");
    assert!(lab.run().expect("begun").contest.entrants().iter().all(|entrant| entrant.fault().is_none()));
}
