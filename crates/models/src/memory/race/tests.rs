use pollster::block_on;
use serde_json::{Value, json};

use super::*;
use crate::config::{MemoryConfig, Settings};

fn config(patch: Value) -> MemoryConfig {
    let small = json!({"lags": "6,12", "hidden": 8, "batch": 4, "steps": 60});
    let small = MemoryConfig::default().merged(small.as_object().expect("an object")).expect("valid");
    small.merged(patch.as_object().expect("an object")).unwrap_or_else(|e| panic!("{e}"))
}

/// Turns until nobody has anything to do, or until `enough`.
fn run(race: &mut Race, enough: impl Fn(&Race) -> bool) {
    while !enough(race) {
        match race.turn().expect("the processor") {
            Turn::Stepped => {}
            Turn::Done => break,
            Turn::Waits => {
                race.report();
                block_on(race.back_pressure(true)).expect("the processor");
            }
        }
    }
    race.report();
    block_on(race.back_pressure(true)).expect("the processor");
}

fn steps(race: &Race) -> Vec<u64> {
    race.entrants().iter().map(|entrant| entrant.learner.step_count()).collect()
}

#[test]
fn everybody_takes_as_many_steps() {
    let config = config(json!({}));
    let mut race = config.race(&Device::cpu());
    run(&mut race, |race| race.rounds() == 7);
    assert_eq!(steps(&race), [7; 6]);
    assert!(!race.is_within_round());
    run(&mut race, |_| false);
    assert_eq!(steps(&race), [60; 6]);
    for entrant in race.entrants() {
        assert_eq!(race.state(entrant), State::Spent);
        assert_eq!(entrant.losses.len(), 60);
        assert_eq!(entrant.scores.iter().map(|(step, _)| *step).collect::<Vec<_>>(), [20, 40, 60]);
    }
}

#[test]
fn a_paused_one_stalls_nobody_and_goes_on_where_it_was() {
    let mut config = config(json!({"paused": "lstm"}));
    let mut race = config.race(&Device::cpu());
    run(&mut race, |race| race.rounds() == 5);
    assert_eq!(steps(&race), [5, 0, 5, 5, 0, 5]);
    config.paused.clear();
    config.apply(&mut race);
    run(&mut race, |race| race.rounds() == 8);
    assert_eq!(steps(&race), [8, 3, 8, 8, 3, 8]);
    run(&mut race, |_| false);
    assert_eq!(steps(&race), [60; 6]);
}

#[test]
fn a_larger_budget_lets_them_go_on() {
    let mut config = config(json!({"steps": 5}));
    let mut race = config.race(&Device::cpu());
    run(&mut race, |_| false);
    config.steps = 9;
    config.apply(&mut race);
    run(&mut race, |_| false);
    assert_eq!(steps(&race), [9; 6]);
}

#[test]
fn one_that_diverges_stops_alone() {
    let config = config(json!({"cells": "rnn,gru", "optimizer": "sgd", "learningRate": 10, "clip": 0, "steps": 200}));
    let mut race = config.race(&Device::cpu());
    race.entrants_mut()[0].learner.set_rate(1e30, 0.0, 0.0);
    for entrant in &mut race.entrants_mut()[1..] {
        entrant.learner.set_rate(0.01, 0.0, 1.0);
    }
    run(&mut race, |_| false);
    assert_eq!(race.state(&race.entrants()[0]), State::Diverged);
    assert_eq!(steps(&race)[1..], [200; 3]);
}

#[test]
fn one_that_has_learned_stops() {
    let config = config(json!({"task": "order", "lags": "8", "cells": "gru", "batch": 32, "steps": 2000}));
    let mut race = config.race(&Device::cpu());
    run(&mut race, |_| false);
    let entrant = &race.entrants()[0];
    assert_eq!(race.state(entrant), State::Learned);
    assert!(steps(&race)[0] < 1000 && entrant.score().is_some_and(|score| score.success >= LEARNED));
}

#[test]
fn the_same_seed_gives_the_same_bits_and_every_kind_sees_the_same_examples() {
    let race = |seed: u64, cells: &str| {
        let mut race = config(json!({"seed": seed, "cells": cells})).race(&Device::cpu());
        run(&mut race, |race| race.rounds() == 30);
        race
    };
    let losses = |race: &Race, index: usize| race.entrants()[index].losses.clone();
    let (one, same, other) = (race(1, "rnn,lstm,gru"), race(1, "rnn,lstm,gru"), race(2, "rnn,lstm,gru"));
    assert_eq!(losses(&one, 1), losses(&same, 1));
    assert_ne!(losses(&one, 1), losses(&other, 1));
    // Alone it learns as it does beside others.
    assert_eq!(losses(&race(1, "lstm"), 0), losses(&one, 1));
    assert_eq!(one.entrants()[0].test.examples(), one.entrants()[2].test.examples());
}
