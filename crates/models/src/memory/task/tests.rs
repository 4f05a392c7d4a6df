use super::*;
use crate::memory::{Examples, Series, Test};

const SEED: u64 = 5;

/// Many examples of each task and lag.
fn check(lags: &[usize], task: Task, check: impl Fn(usize, &Example)) {
    let mut random = Random::new(SEED, 1);
    for lag in lags.iter().map(|lag| task.lag(*lag)) {
        for _ in 0..300 {
            check(lag, &task.example(lag, &mut random));
        }
    }
}

#[test]
fn every_example_has_the_promised_sizes() {
    for task in Task::ALL {
        check(&[1, 2, 7, 10, 33, 100], task, |lag, example| {
            let steps = task.steps(lag);
            match &example.inputs {
                Series::Symbols(symbols) => {
                    assert_eq!(symbols.len(), steps);
                    assert!(symbols.iter().all(|symbol| (*symbol as usize) < task.inputs()), "{task:?} {symbols:?}");
                }
                Series::Numbers(numbers) => assert_eq!(numbers.len(), steps * task.inputs()),
            }
            assert!(example.asked.is_sorted() && example.asked.iter().all(|step| *step < steps), "{task:?}");
            assert_eq!(example.wanted.len(), example.asked.len());
            assert_eq!(example.wanted.numbers().is_empty(), !task.answers_numbers());
            assert!(example.wanted.symbols().iter().all(|class| (*class as usize) < task.outputs()));
        });
    }
}

#[test]
fn copied_symbols_are_those_at_the_beginning() {
    check(&[1, 2, 40], Task::Copy, |lag, example| {
        let inputs = example.inputs.symbols();
        let kept: Vec<u32> = inputs[..copy::KEPT].iter().map(|symbol| symbol - 1).collect();
        assert_eq!(kept, example.wanted.symbols());
        assert_eq!(inputs.iter().filter(|symbol| **symbol == copy::MARKER).count(), 1);
        assert_eq!(inputs[copy::KEPT + lag - 1], copy::MARKER);
        assert_eq!(example.asked[0], copy::KEPT + lag, "the first is kept for S + lag steps");
    });
}

#[test]
fn sums_are_of_the_two_marked_numbers_one_in_each_half() {
    check(&[2, 3, 50], Task::Adding, |lag, example| {
        let pairs: Vec<&[f32]> = example.inputs.numbers().chunks_exact(2).collect();
        let marked: Vec<usize> = (0..lag).filter(|t| pairs[*t][1] == 1.0).collect();
        assert!(marked.len() == 2 && marked[0] < lag / 2 && marked[1] >= lag / 2, "{marked:?} of {lag}");
        assert_eq!(example.wanted.numbers(), [pairs[marked[0]][0] + pairs[marked[1]][0]]);
        assert!(pairs.iter().all(|pair| (0.0..1.0).contains(&pair[0]) && (pair[1] == 0.0 || pair[1] == 1.0)));
    });
}

#[test]
fn the_order_is_that_of_the_two_symbols_that_count() {
    check(&[5, 12, 100], Task::Order, |lag, example| {
        let counted: Vec<u32> = example
            .inputs
            .symbols()
            .iter()
            .filter(|s| (order::X..order::END).contains(*s))
            .map(|s| s - order::X)
            .collect();
        assert_eq!(counted.len(), 2);
        assert_eq!(example.wanted.symbols(), [2 * counted[0] + counted[1]]);
        assert_eq!(example.inputs.symbols()[lag - 1], order::END);
    });
}

#[test]
fn brackets_close_what_was_opened_last() {
    check(&[2, 6, 40], Task::Dyck, |lag, example| {
        let inputs = example.inputs.symbols();
        let (mut open, mut answers) = (Vec::new(), example.asked.iter().zip(example.wanted.symbols()));
        for (t, symbol) in inputs.iter().enumerate() {
            if *symbol < dyck::KINDS {
                open.push(*symbol);
            } else {
                let kind = open.pop().expect("something is open");
                assert_eq!(*symbol, dyck::KINDS + kind);
                assert_eq!(answers.next(), Some((&(t - 1), &kind)), "asked before it closes");
            }
            assert!((1..=dyck::MAX_DEPTH).contains(&open.len()));
        }
        assert_eq!(open, [inputs[0]], "the first stays open until the end");
        assert_eq!(answers.collect::<Vec<_>>(), [(&lag, &inputs[0])]);
    });
}

#[test]
fn delays_are_those_between_the_spikes() {
    check(&[4, 9, 50], Task::Timing, |lag, example| {
        let spikes: Vec<usize> =
            example.inputs.numbers().iter().enumerate().filter(|(_, x)| **x > 0.0).map(|x| x.0).collect();
        assert_eq!(&spikes[1..], example.asked);
        for (pair, answer) in spikes.windows(2).zip(example.wanted.numbers()) {
            let delay = (pair[1] - pair[0]) as f32;
            assert!((delay - timing::delay(*answer, lag)).abs() < 1e-3 && (-1.0..=1.0).contains(answer));
            assert!(Task::Timing.is_close(*answer, *answer, lag));
            let neighbour = answer + 2.0 * timing::tolerance(lag); // of the next delay
            assert!(!Task::Timing.is_close(neighbour, *answer, lag));
        }
    });
}

#[test]
fn the_same_seed_writes_the_same_examples_and_another_others() {
    for task in Task::ALL {
        let lag = task.lag(20);
        let batch = |seed| Examples::new(task, lag, 8, &mut Random::new(seed, 1));
        assert_eq!(batch(1), batch(1));
        assert_ne!(batch(1), batch(2));
    }
}

#[test]
fn batches_are_time_major_and_ask_in_the_right_places() {
    for task in Task::ALL {
        let lag = task.lag(8);
        let mut random = Random::new(SEED, 1);
        let each: Vec<Example> = (0..3).map(|_| task.example(lag, &mut random)).collect();
        let batch = Examples::of(&each, task.steps(lag));
        let mut places = batch.asked.iter();
        for (row, example) in each.iter().enumerate() {
            for (t, symbol) in example.inputs.symbols().iter().enumerate() {
                assert_eq!(batch.inputs.symbols()[t * 3 + row], *symbol);
            }
            for (i, x) in example.inputs.numbers().iter().enumerate() {
                let (t, channel) = (i / task.inputs(), i % task.inputs());
                assert_eq!(batch.inputs.numbers()[(t * 3 + row) * task.inputs() + channel], *x);
            }
            for step in &example.asked {
                assert_eq!(places.next(), Some(&((step * 3 + row) as u32)));
            }
        }
    }
}

/// The best constant answer, on a large test: what [`Task::baseline`] promises, within what chance allows.
#[test]
fn baselines_are_what_a_constant_answer_gets() {
    for task in Task::ALL {
        let lag = task.lag(20);
        let test = Test::new(task, lag, 4000, SEED);
        let constant = if task == Task::Adding { 1.0 } else { 0.0 };
        let answers = vec![constant; test.examples().asked.len() * task.outputs()];
        let score = test.score(&answers);
        assert!((score.success - task.baseline(lag)).abs() < 0.03, "{task:?}: {score:?}");
        assert!((score.loss - task.baseline_loss(lag)).abs() < 0.02, "{task:?}: {score:?}");
    }
}

#[test]
fn only_the_last_bracket_is_judged() {
    let test = Test::new(Task::Dyck, 10, 50, SEED);
    let examples = test.examples();
    let per_row = examples.asked.len() / examples.rows;
    // Sure of what is wanted, and in the last question of each row of something else.
    let answers: Vec<f32> = examples
        .wanted
        .symbols()
        .iter()
        .enumerate()
        .flat_map(|(i, class)| {
            let said = if i % per_row == per_row - 1 { (class + 1) % 3 } else { *class };
            (0..3).map(move |kind| if kind == said { 9.0 } else { 0.0 })
        })
        .collect();
    assert_eq!(test.score(&answers).success, 0.0);
    assert!(test.right(&answers).iter().filter(|right| **right).count() == examples.asked.len() - examples.rows);
}
