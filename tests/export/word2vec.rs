//! Word vectors.

use std::rc::Rc;

use super::{Folder, checked, expected, python, shapes, trained};
use nabla_compute::Device;
use nabla_models::config::{Objective, Reach, Updates, Word2VecConfig};
use nabla_models::data::Words;
use nabla_models::export::{Exported, word2vec, word2vec_twins};
use nabla_models::import;

const OBJECTIVES: [Objective; 4] = [Objective::Tied, Objective::Untied, Objective::SkipGram, Objective::Cbow];

fn text() -> String {
    let subjects = ["the sun", "don't", "a moon", "bread", "milk and", "salt"];
    (0..300)
        .map(|i| format!("{} {} {}, she said\n", subjects[i % 6], subjects[i / 3 % 4], subjects[i / 5 % 5]))
        .collect()
}

/// Full-softmax objectives in one batch an epoch, so that a script's own order of words does not matter.
fn config(objective: Objective) -> Word2VecConfig {
    let reach = if objective == Objective::Tied { Reach::Fixed } else { Reach::Dynamic };
    Word2VecConfig {
        objective,
        reach,
        size: 7,
        window: 3,
        batch: 0,
        epochs: 30,
        min_count: 1,
        ..Word2VecConfig::default()
    }
}

fn learner(config: &Word2VecConfig, steps: usize) -> (nabla_models::word2vec::Learner, Rc<Words>) {
    let words = Rc::new(Words::new(&text(), 1));
    let mut learner = config.learner(&Device::cpu(), &words, &|| Rc::new(config.counts(&words)));
    (0..steps).for_each(|_| learner.step().expect("the processor is never lost"));
    (learner, words)
}

fn exported(config: &Word2VecConfig, steps: usize) -> Exported {
    let (learner, words) = learner(config, steps);
    let exported = pollster::block_on(word2vec(&learner, &words, config)).expect("the processor is never lost");
    exported.expect("words have neighbours")
}

/// With no training, so that the text may be long.
fn untrained(text: &str, config: &Word2VecConfig) -> Option<Exported> {
    let words = Rc::new(Words::new(text, 1));
    let learner = config.learner(&Device::cpu(), &words, &|| Rc::new(config.counts(&words)));
    pollster::block_on(word2vec(&learner, &words, config)).expect("the processor is never lost")
}

/// In letters that JSON may write as six each.
#[test]
fn ten_thousand_words_come_back() {
    let letters: Vec<char> = ('а'..='я').collect();
    let word = |i: usize| [i / 1024, i / 32 % 32, i % 32].map(|at| letters[at]).iter().collect::<String>() + "слово";
    let text = (0..10_000).map(word).collect::<Vec<_>>().join(" ");
    let exported = untrained(&text, &config(Objective::SkipGram)).expect("words have neighbours");
    let vectors = |name: &str| exported.weights.tensors[name].clone();
    assert_eq!(vectors("input.weight").0, [10_000, 7]);
    let params = ["input", "output"]
        .map(|side| (format!("word2vec.{side}"), (vec![10_000, 7], vec![0.0; 70_000])))
        .into_iter()
        .collect();
    let taken = import::weights(&exported.weights.to_bytes().expect("a file"), &word2vec_twins(), &params);
    let taken = taken.expect("the page opens what it saved");
    assert_eq!(taken["word2vec.input"], vectors("input.weight").1);
}

#[test]
fn words_without_neighbours_leave_no_file() {
    for objective in OBJECTIVES {
        assert!(untrained("sun\nmoon\nmilk\nsalt\n", &config(objective)).is_none(), "{objective:?}");
    }
}

#[test]
fn names_and_shapes_are_pytorchs() {
    let size = learner(&config(Objective::Tied), 0).1.vocabulary().len();
    for objective in OBJECTIVES {
        let exported = exported(&config(objective), 3);
        let [input, output] = [("input.weight", &[size, 7][..]), ("output.weight", &[size, 7])];
        if objective == Objective::Tied {
            assert_eq!(shapes(&exported.weights), expected([input]));
        } else {
            assert_eq!(shapes(&exported.weights), expected([input, output]));
        }
        let tensors = &exported.weights.tensors;
        let wanted = if config(objective).is_full() { vec![size, size] } else { vec![64, 6] };
        assert_eq!(tensors["check.outputs"].0, wanted, "{objective:?}");
        assert_eq!(tensors.contains_key("optim.input.weight.exp_avg"), config(objective).is_full());
        let letters =
            tensors["data.vocabulary"].1.iter().map(|letter| char::from_u32(*letter as u32).expect("a letter"));
        let vocabulary: String = letters.collect();
        assert!(vocabulary.lines().count() == size && vocabulary.lines().any(|word| word == "don't"));
        assert!(exported.weights.metadata.values().map(String::len).sum::<usize>() < 4096);
        assert!(!exported.script.contains("__VOC") && !exported.script.contains("__OWN"), "{}", exported.script);
    }
}

#[test]
#[ignore = "needs Python with PyTorch (NABLA_PYTHON, else python3)"]
fn scripts_agree_and_go_on_as_here() {
    let folder = Folder::new("word2vec");
    let data = folder.file("text.txt", text());
    for objective in OBJECTIVES {
        for optimizer in [Updates::Adam, Updates::Sgd, Updates::Rmsprop] {
            let config = Word2VecConfig { optimizer, ..config(objective) };
            if !config.is_full() && optimizer != Updates::Adam {
                continue;
            }
            let files = checked(&folder, &exported(&config, 5));
            let saved = folder.0.join("later.safetensors");
            let theirs = trained(&files, &data, "3", &saved);
            assert_eq!(theirs.len(), 3);
            python(&[&files[0], &saved]);
            if config.is_full() {
                let (mut learner, _) = learner(&config, 5);
                learner.losses().report();
                pollster::block_on(learner.losses().back_pressure(true)).expect("the processor");
                learner.losses().take();
                for theirs in theirs {
                    learner.step().expect("the processor is never lost");
                    pollster::block_on(learner.losses().back_pressure(true)).expect("the processor");
                    let ours = learner.losses().take().expect("a loss");
                    assert!((ours - theirs).abs() < 1e-4, "{objective:?}, {optimizer:?}: {ours} here, {theirs} there");
                }
            }
        }
    }
    folder.remove();
}
