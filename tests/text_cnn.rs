//! The convolutional net for sentences: PyTorch's values (`golden/text_cnn.json`), filters against a search through
//! everything, what the words add up to, the split, and runs that are the same every time.

use std::rc::Rc;

use nabla_compute::{Device, ops};
use nabla_models::text_cnn::{Net, Sizes};
use nabla_models::{Graph, Optimizer};
use nabla_tests::golden::{floats, ints, list, shape, tolerance, upload};
use nabla_tests::{assert_close, read};
use serde_json::Value;

nabla_tests::on_each_device! {
    async fn forward_gradients_and_ten_losses_equal_pytorchs(device: &Device) {
        let golden: Value = serde_json::from_str(include_str!("golden/text_cnn.json")).expect("text_cnn.json");
        let model = &golden["models"][0];
        let table = shape(&model["parameters"]["embedding.table"]);
        let filters = shape(&model["parameters"]["conv2.b"])[0];
        let widths = list(&model["widths"]).iter().map(|width| width.as_u64().expect("a width") as u32).collect();
        let sizes = Sizes { vocabulary: table[0], embedding: table[1], widths, filters, dropout: 0.0 };
        let mut net = Net::new(device, &sizes, 0);
        for param in net.params_mut() {
            param.value = upload(device, &model["parameters"][&param.name]);
        }
        let (symbols, targets) = (ints(device, &model["ids"]), ints(device, &model["targets"]));
        let pass = net.forward(&Graph::inference(), &symbols, targets.len(), 0);
        assert_close("features", &read(pass.features.value()).await, &floats(&model["features"]), tolerance(device));
        assert_close("logits", &read(pass.logits.value()).await, &floats(&model["logits"]), tolerance(device));
        let rate = model["learningRate"].as_f64().expect("a number") as f32;
        let mut optimizer = Optimizer::adam(&net.params(), rate);
        let mut losses = Vec::new();
        for step in 0..10 {
            let graph = Graph::training();
            let logits = net.forward(&graph, &symbols, targets.len(), 0).logits;
            let loss = ops::softmax_xent(&logits, &targets).loss;
            let gradients = graph.gradients(&loss, &net.params());
            for (param, gradient) in net.params().iter().zip(&gradients).filter(|_| step == 0) {
                let expected = floats(&model["gradients"][&param.name]);
                assert_close(&param.name, &read(gradient).await, &expected, tolerance(device));
            }
            losses.push(read(loss.value()).await[0]);
            optimizer.step(&net.params(), &gradients, &ops::unclipped(device));
        }
        let expected: Vec<f32> = list(&model["losses"]).iter().map(|x| x.as_f64().expect("a loss") as f32).collect();
        assert_close("losses", &losses, &expected, 10.0 * tolerance(device));
    }
}

/// What needs the shipped texts, which a browser's tests do not have.
#[cfg(not(target_arch = "wasm32"))]
mod texts {
    use std::collections::{HashMap, HashSet};
    use std::sync::LazyLock;

    use nabla_models::Checkpoint;
    use nabla_models::config::{Settings, TextCnnConfig};
    use nabla_models::text_cnn::{
        CLASSES, EDGE, Example, NAME, Reading, Scores, Sentences, Split, Test, Training, loudest,
    };
    use nabla_tests::texts::text;
    use pollster::block_on;
    use serde_json::json;

    use super::*;

    static TEXTS: LazyLock<[String; 3]> = LazyLock::new(|| ["austen", "shakespeare", "kjv"].map(text));

    fn sentences() -> Sentences {
        Sentences::new([&TEXTS[0], &TEXTS[1], &TEXTS[2]])
    }

    fn config(patch: Value) -> TextCnnConfig {
        TextCnnConfig::default().merged(patch.as_object().expect("an object")).expect("valid")
    }

    fn small() -> (TextCnnConfig, Rc<Split>) {
        let config = config(json!({"sentences": 200, "vocabulary": 800, "embedding": 12, "filters": 6, "epochs": 3}));
        let split = Rc::new(sentences().split(&config).expect("enough"));
        (config, split)
    }

    fn trained(config: &TextCnnConfig, split: &Rc<Split>, steps: u64) -> Training {
        let mut training = config.training(&Device::cpu(), split);
        while training.steps() < steps {
            training.step().expect("the processor is never lost");
        }
        training
    }

    fn tested(training: &Training) -> Scores {
        let mut test = Test::new(training);
        loop {
            if let Some(scores) = block_on(test.advance(training)).expect("the processor is never lost") {
                return scores;
            }
        }
    }

    fn weights(training: &Training) -> Checkpoint {
        block_on(training.capture().finish()).expect("the processor is never lost")
    }

    #[test]
    fn passages_are_held_back_whole_and_what_gives_an_author_away_is_gone() {
        let sentences = sentences();
        let split = sentences.split(&TextCnnConfig::default()).expect("enough");
        assert_eq!((split.train.len(), split.test.len()), (9000, 1200));
        for author in 0..CLASSES {
            let count = |part: &[Example]| part.iter().filter(|example| example.author as usize == author).count();
            assert_eq!((count(&split.train), count(&split.test)), (3000, 400));
            let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
            for (place, sentence) in sentences.of(author).iter().enumerate() {
                places.entry(sentence).or_default().push(place);
            }
            let places_of = |part: &[Example]| -> HashSet<usize> {
                let own = part.iter().filter(|example| example.author as usize == author);
                // A sentence that stands in several places may come from any of them.
                own.filter_map(|example| {
                    places[example.sentence.as_str()].as_slice().try_into().ok().map(|[at]: [usize; 1]| at)
                })
                .collect()
            };
            let (learned, tested) = (places_of(&split.train), places_of(&split.test));
            assert!(tested.len() > 300, "most sentences stand in one place");
            let neighbours = tested.iter().flat_map(|at| [at.wrapping_sub(1), *at, at + 1]);
            assert_eq!(neighbours.filter(|at| learned.contains(at)).count(), 0, "a neighbour was learned from");
        }
        let learned: HashSet<&[u32]> = split.train.iter().map(|example| example.ids.as_slice()).collect();
        assert!(
            split.test.iter().all(|example| !learned.contains(example.ids.as_slice())),
            "reads like one learned from"
        );
        let names = ["emma", "romeo", "israel", "mr", "god"];
        assert!(names.iter().all(|name| split.names.contains(*name)), "names are known");
        assert!(
            ["the", "lord's", "i", "o", "king's"].iter().all(|word| !split.names.contains(*word) || *word == "lord's")
        );
        let known = |word: &str| split.reader.vocabulary().iter().any(|other| other == word);
        assert!(!known("emma") && !known("israel") && !known("exeunt") && !known("chapter"));
        let read = split.reader.read("Then EMMA said, \"I go.\"");
        assert_eq!(read.written, ["Then", "EMMA", "said", "I", "go"]);
        assert_eq!(read.ids[read.first + 1], NAME);
        assert!(read.ids[..read.first].iter().all(|id| *id == EDGE));
    }

    #[test]
    fn a_run_is_the_same_every_time_and_goes_on_from_its_checkpoint() {
        let (config, split) = small();
        let straight = weights(&trained(&config, &split, 30));
        assert_eq!(straight, weights(&trained(&config, &split, 30)));
        let halfway = weights(&trained(&config, &split, 17)).to_bytes().expect("a file");
        let mut again = config.training(&Device::cpu(), &split);
        again.restore(&Checkpoint::from_bytes(&halfway).expect("a checkpoint")).expect("of this run");
        while again.steps() < 30 {
            again.step().expect("the processor is never lost");
        }
        assert_eq!(straight, weights(&again));
        let other = TextCnnConfig { seed: 2, ..config.clone() };
        assert_ne!(straight.tensors, weights(&trained(&other, &split, 30)).tensors);
        let wider = TextCnnConfig { filters: 7, ..config };
        assert!(wider.training(&Device::cpu(), &split).restore(&straight).is_err());
    }

    #[test]
    fn the_loudest_ngrams_are_those_of_a_search_through_everything() {
        let (config, split) = small();
        let training = trained(&config, &split, 24);
        let net = training.net();
        let heard = block_on(loudest(net, &split, 4)).expect("the processor is never lost");
        assert_eq!(heard.len(), 18);
        let mut answers: Vec<HashMap<Vec<u32>, f32>> = vec![HashMap::new(); 18];
        for example in &split.train {
            let pass = net.forward(&Graph::inference(), &Device::cpu().upload_indices(&example.ids), 1, 0);
            for (kind, map) in pass.maps.iter().enumerate() {
                let numbers = block_on(map.value().to_vec()).expect("the processor is never lost");
                for (gram, answer) in example.ids.windows(kind + 2).zip(numbers.chunks_exact(6)) {
                    for (filter, answer) in answer.iter().enumerate() {
                        answers[6 * kind + filter].insert(gram.to_vec(), *answer);
                    }
                }
            }
        }
        for heard in heard {
            let mut all: Vec<(&Vec<u32>, f32)> =
                answers[heard.filter].iter().map(|(gram, answer)| (gram, *answer)).collect();
            all.retain(|(gram, answer)| *answer > 0.0 && gram.iter().any(|id| *id != EDGE));
            all.sort_by(|a, b| b.1.total_cmp(&a.1));
            assert_eq!(heard.grams.len(), all.len().min(4));
            for ((gram, answer), (_, best)) in heard.grams.iter().zip(&all) {
                let own = answers[heard.filter][gram];
                assert!((own - answer).abs() < 1e-4 && (best - answer).abs() < 1e-4, "{gram:?}: {own} {answer} {best}");
            }
        }
    }

    #[test]
    fn what_the_words_add_is_the_logit() {
        let (config, split) = small();
        let training = trained(&config, &split, 24);
        for example in split.test.iter().step_by(97) {
            let symbols = split.reader.read(&example.sentence);
            let reading = block_on(Reading::new(training.net(), symbols)).expect("the processor is never lost");
            for class in 0..CLASSES {
                let words: f32 = reading.shares.iter().map(|share| share[class]).sum();
                let sum = words + reading.rest[class] + reading.bias[class];
                assert!((sum - reading.logits[class]).abs() < 1e-4, "{sum} {}", reading.logits[class]);
            }
        }
    }

    #[test]
    fn authors_are_told_apart_in_two_epochs() {
        let config = config(json!({"sentences": 2000}));
        let split = Rc::new(sentences().split(&config).expect("enough"));
        let scores = tested(&trained(&config, &split, 240));
        let share = |p: &[f32]| scores.right(p) as f64 / scores.authors.len() as f64;
        assert!(share(&scores.net) > 0.7 && share(&scores.bag) > 0.7, "{} {}", share(&scores.net), share(&scores.bag));
        assert!(scores.loss(&scores.net) < 0.8);
        let confusion = scores.confusion(&scores.net);
        assert_eq!((0..CLASSES).map(|class| confusion[class][class]).sum::<usize>(), scores.right(&scores.net));
    }

    /// The figures of the default settings, by seed:
    /// `cargo test -p nabla-tests text_cnn::texts::figures -- --ignored --nocapture`
    #[test]
    #[ignore = "minutes; prints figures"]
    fn figures_of_the_defaults() {
        let all = sentences();
        eprintln!("{:?} sentences", [0, 1, 2].map(|author| all.of(author).len()));
        for patch in [
            json!({}),
            json!({"seed": 2}),
            json!({"seed": 3}),
            json!({"names": "keep"}),
            json!({"unit": "characters", "length": 120, "widths": [3, 5, 7], "embedding": 16, "epochs": 6}),
        ] {
            let config = config(patch.clone());
            let split = Rc::new(all.split(&config).expect("enough"));
            eprintln!("{} names, {} left out", split.names.len(), split.repeated);
            let began = std::time::Instant::now();
            let mut training = config.training(&Device::cpu(), &split);
            for epoch in 1..=config.epochs as u64 {
                while training.steps() < epoch * training.steps_of_epoch() {
                    training.step().expect("the processor is never lost");
                }
                let scores = tested(&training);
                let share = |p: &[f32]| scores.right(p) as f64 / scores.authors.len() as f64;
                let losses = [&scores.net, &scores.bag].map(|p| scores.loss(p));
                eprintln!(
                    "{patch} epoch {epoch}: net {:.4} shuffled {:.4} bag {:.4}, losses {losses:.3?}, {:.1} s",
                    share(&scores.net),
                    share(&scores.shuffled),
                    share(&scores.bag),
                    began.elapsed().as_secs_f64()
                );
            }
        }
    }
}
