//! The embedding lab's objectives: the lecture's own with both terms of a tied gradient, against PyTorch and finite
//! differences; what negative sampling does on average; and the same on every device.

use std::rc::Rc;

use nabla_compute::Device;
use nabla_models::config::{Reach, Settings, Word2VecConfig};
use nabla_models::data::{TEN_SENTENCES, Words};
use nabla_models::rng::Random;
use nabla_models::word2vec::{Counts, NegativeSampling, NegativeSamplingSettings, Neighbourhood, Noise};
use nabla_models::{Graph, Param, Word2Vec};
use nabla_tests::golden::{floats, tolerance, upload};
use nabla_tests::{assert_close, numbers, read};
use serde_json::{Value, json};

/// Numbers of a vector.
const SIZE: usize = 6;

fn objectives() -> Vec<Value> {
    let golden: Value = serde_json::from_str(include_str!("golden/words.json")).expect("words.json");
    golden["objectives"].as_array().expect("objectives").clone()
}

/// The ten sentences, with all pairs at most two words apart.
fn toy() -> (Words, Neighbourhood) {
    let neighbourhood = Neighbourhood { window: 2, reach: Reach::Fixed, subsampling: None };
    (Words::new(TEN_SENTENCES, 1), neighbourhood)
}

/// The matrix of counts, `[V,V]`.
fn dense(words: &Words, neighbourhood: &Neighbourhood) -> Vec<f32> {
    let (counts, size) = (Counts::new(words, neighbourhood), words.vocabulary().len());
    let mut dense = vec![0.0; size * size];
    dense.chunks_exact_mut(size).enumerate().for_each(|(row, dense)| {
        counts.fill(row, dense);
    });
    dense
}

fn param(device: &Device, name: &str, rows: usize, numbers: &[f32]) -> Param {
    Param::new(name, device.upload([rows, numbers.len() / rows], numbers))
}

/// A model with these numbers; without an `output` the matrix is tied.
fn model(device: &Device, rows: usize, input: &[f32], output: Option<&[f32]>) -> Word2Vec {
    Word2Vec {
        input: param(device, "word2vec.input", rows, input),
        output: output.map(|output| param(device, "word2vec.output", rows, output)),
    }
}

/// The objective over all counts as a loss, and its gradients.
async fn objective(model: &Word2Vec, counts: &[f32]) -> (f32, Vec<Vec<f32>>) {
    let device = model.input.value.device();
    let rows = model.input.value.shape().matrix()[0];
    let centres = device.upload_indices(&(0..rows as u32).collect::<Vec<_>>());
    let graph = Graph::training();
    let total = counts.iter().sum();
    let loss = model.full_softmax_of_counts(&graph, &centres, &device.upload([rows, rows], counts), total);
    let mut gradients = Vec::new();
    for gradient in graph.gradients(&loss, &model.params()) {
        gradients.push(read(&gradient).await);
    }
    (read(loss.value()).await[0], gradients)
}

nabla_tests::on_each_device! {
    async fn the_objective_and_its_gradient_equal_pytorchs(device: &Device) {
        let (words, neighbourhood) = toy();
        let counts = dense(&words, &neighbourhood);
        for case in objectives() {
            assert_eq!(case["text"], TEN_SENTENCES);
            assert_eq!(case["vocabulary"], json!(words.vocabulary()));
            assert_eq!(floats(&case["counts"]), counts, "n_wu");
            let name = case["name"].as_str().expect("a name");
            let given = |key: &str| {
                case["parameters"].get(key).map(|recorded| Param::new(key, upload(device, recorded)))
            };
            let model = Word2Vec { input: given("word2vec.input").expect("vectors"), output: given("word2vec.output") };
            let (loss, gradients) = objective(&model, &counts).await;
            let expected = case["loss"].as_f64().expect("a loss") as f32;
            assert_close(name, &[loss], &[expected], tolerance(device));
            for (param, gradient) in model.params().into_iter().zip(&gradients) {
                let what = format!("{name}: gradient of {}", param.name);
                assert_close(&what, gradient, &floats(&case["gradients"][&param.name]), tolerance(device));
            }
        }
    }

    // x is the vector of u as centre and that of w as neighbour: the derivative by x has a term of each, and neither
    // alone is the derivative.
    async fn a_tied_gradient_has_both_terms(device: &Device) {
        let (words, neighbourhood) = toy();
        let (counts, rows) = (dense(&words, &neighbourhood), words.vocabulary().len());
        let x = numbers(rows * SIZE, 5);
        let (_, tied) = objective(&model(device, rows, &x, None), &counts).await;
        // The same numbers in two matrices: each one's gradient is one of the terms.
        let (_, terms) = objective(&model(device, rows, &x, Some(&x)), &counts).await;
        let both: Vec<f32> = terms[0].iter().zip(&terms[1]).map(|(centre, neighbour)| centre + neighbour).collect();
        assert_close("the sum of both terms", &tied[0], &both, tolerance(device));

        let by_differences = differences(&x, &counts, rows);
        assert_close("the tied gradient", &tied[0], &by_differences, 1e-4);
        for (term, without) in [("centre", &terms[1]), ("neighbour", &terms[0])] {
            let off = distance(without, &by_differences);
            assert!(off > 0.2, "without the term of the {term} the gradient is off by {off}, which no test would see");
        }
        let recorded = objectives().into_iter().find(|case| case.get("terms").is_some()).expect("a tied case");
        let (given, terms) = (floats(&recorded["parameters"]["word2vec.input"]), &recorded["terms"]);
        let (_, split) = objective(&model(device, rows, &given, Some(&given)), &counts).await;
        assert_close("the centre's term", &split[0], &floats(&terms["centre"]), tolerance(device));
        assert_close("the neighbours' term", &split[1], &floats(&terms["neighbours"]), tolerance(device));
    }
}

/// −Σ n·ln p / Σ n of one tied matrix, in f64.
fn loss_of_tied(x: &[f64], counts: &[f32], rows: usize) -> f64 {
    let vectors: Vec<&[f64]> = x.chunks_exact(x.len() / rows).collect();
    let mut loss = 0.0;
    for (u, counts) in counts.chunks_exact(rows).enumerate() {
        let scores: Vec<f64> = vectors.iter().map(|w| dot(w, vectors[u])).collect();
        let log_sum = scores.iter().map(|score| score.exp()).sum::<f64>().ln();
        loss += counts.iter().zip(&scores).map(|(n, score)| f64::from(*n) * (log_sum - score)).sum::<f64>();
    }
    loss / counts.iter().map(|n| f64::from(*n)).sum::<f64>()
}

/// The derivative of [`loss_of_tied`] by central differences.
fn differences(x: &[f32], counts: &[f32], rows: usize) -> Vec<f32> {
    let x: Vec<f64> = x.iter().map(|x| f64::from(*x)).collect();
    let at = |index: usize, step: f64| {
        let mut moved = x.clone();
        moved[index] += step;
        loss_of_tied(&moved, counts, rows)
    };
    (0..x.len()).map(|index| ((at(index, 1e-5) - at(index, -1e-5)) / 2e-5) as f32).collect()
}

/// How far two vectors are apart, in parts of the second's length.
fn distance(a: &[f32], b: &[f32]) -> f32 {
    let length = |numbers: &mut dyn Iterator<Item = f32>| numbers.map(|x| x * x).sum::<f32>().sqrt();
    length(&mut a.iter().zip(b).map(|(a, b)| a - b)) / length(&mut b.iter().copied())
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

fn wide(numbers: &[f32]) -> Vec<f64> {
    numbers.iter().map(|x| f64::from(*x)).collect()
}

/// How likely noise is each of the words: count^¾.
fn noise_of(counts: &[u32]) -> Vec<f64> {
    let powers: Vec<f64> = counts.iter().map(|count| f64::from(*count).powf(0.75)).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

nabla_tests::on_each_device! {
    // Many draws of noise against the sum over all words: −∂/∂h E[L] = (1 − σ(h·c_w))·c_w − K·Σᵥ P(v)·σ(h·cᵥ)·cᵥ, v ≠ w.
    async fn negative_samplings_gradient_is_right_on_average(device: &Device) {
        let (words, draws, negatives) = (toy().0, 4096, 5);
        let rows = words.vocabulary().len();
        let (h, c) = (numbers(SIZE, 3), numbers(rows * SIZE, 4));
        let (noise, right) = (Noise::new(words.counts(), 0.75), 3u32);
        let mut random = Random::new(1, 9);
        let samples: Vec<u32> = (0..draws)
            .flat_map(|_| {
                let mut samples = vec![right];
                samples.extend((0..negatives).map(|_| noise.draw(&mut random)));
                samples
            })
            .collect();
        let model = model(device, rows, &h.repeat(rows), Some(&c));
        let around = device.upload_indices(&vec![0; draws]);
        let graph = Graph::training();
        let samples = device.upload_indices(&samples);
        let loss = model.negative_sampling(&graph, &around, &device.upload([draws, 1], &vec![1.0; draws]), &samples);
        let gradients = graph.gradients(&loss, &model.params());
        let (of_input, of_output) = (read(&gradients[0]).await, read(&gradients[1]).await);

        let (h, c) = (wide(&h), wide(&c));
        let mut expected = (0.0, vec![0.0; SIZE], vec![0.0; rows * SIZE]);
        for (v, probability) in noise_of(words.counts()).into_iter().enumerate() {
            let word = &c[v * SIZE..][..SIZE];
            let score = dot(&h, word);
            let (weight, residual, loss) = if v == right as usize {
                (1.0, sigmoid(score) - 1.0, (-score).exp().ln_1p())
            } else {
                (negatives as f64 * probability, sigmoid(score), score.exp().ln_1p())
            };
            expected.0 += weight * loss;
            for d in 0..SIZE {
                expected.1[d] += weight * residual * word[d];
                expected.2[v * SIZE + d] = weight * residual * h[d];
            }
        }
        // A mean of so many draws is off by about 1/√draws of what one draw varies by, which is about 1.
        let near = |got: f32, expected: f64| (f64::from(got) - expected).abs() < 4.0 / (draws as f64).sqrt();
        assert!(near(read(loss.value()).await[0], expected.0), "a loss of {}", expected.0);
        assert!(of_input[..SIZE].iter().zip(&expected.1).all(|(got, e)| near(*got, *e)), "{of_input:?} {expected:?}");
        assert!(of_output.iter().zip(&expected.2).all(|(got, e)| near(*got, *e)), "{of_output:?} {expected:?}");
    }
}

/// What a reading of the text changes on average, at a rate so small that the vectors stay where they are: the sum over
/// all pairs u, w that stand side by side of the derivative of `n_wu·(ln σ(x_u·c_w) + K·Σᵥ P(v)·ln σ(−x_u·cᵥ))`, v ≠ w.
#[test]
fn a_reading_changes_what_the_counts_say_on_average() {
    const SEEDS: u64 = 4000;
    const RATE: f64 = 1e-3;
    const NEGATIVES: usize = 3;
    let words = Rc::new(toy().0);
    let rows = words.vocabulary().len();
    let (x, c) = (numbers(rows * SIZE, 6), numbers(rows * SIZE, 7));
    let mut changes = [vec![0.0f64; rows * SIZE], vec![0.0f64; rows * SIZE]];
    for seed in 0..SEEDS {
        let model = model(&Device::cpu(), rows, &x, Some(&c));
        let settings = NegativeSamplingSettings {
            window: 2,
            negatives: NEGATIVES,
            sample: 0.0,
            rate: RATE,
            last_rate: RATE,
            epochs: 1,
            seed,
            ..Default::default()
        };
        let mut training = NegativeSampling::new(model, Rc::clone(&words), settings);
        training.train(words.len());
        let model = training.model();
        let tables = [(&model.input, &x), (model.output.as_ref().map_or(&model.input, |output| output), &c)];
        for ((param, before), change) in tables.into_iter().zip(&mut changes) {
            let after = param.value.processor_mut().expect("on the processor");
            for ((change, after), before) in change.iter_mut().zip(after.iter()).zip(before) {
                *change += f64::from(after - before) / (RATE * SEEDS as f64);
            }
        }
    }
    let expected = expected_changes(&words, &wide(&x), &wide(&c), NEGATIVES as f64);
    for (what, (got, expected)) in ["x", "c"].into_iter().zip(changes.iter().zip(&expected)) {
        let got: Vec<f32> = got.iter().map(|x| *x as f32).collect();
        let expected: Vec<f32> = expected.iter().map(|x| *x as f32).collect();
        let off = distance(&got, &expected);
        assert!(off < 0.02, "{what} is off by {off}");
    }
}

fn expected_changes(words: &Words, x: &[f64], c: &[f64], negatives: f64) -> [Vec<f64>; 2] {
    let neighbourhood = Neighbourhood { window: 2, reach: Reach::Dynamic, subsampling: None };
    let (counts, noise, rows) = (dense(words, &neighbourhood), noise_of(words.counts()), words.vocabulary().len());
    let [mut dx, mut dc] = [x, c].map(|table| vec![0.0; table.len()]);
    for (u, w) in (0..rows).flat_map(|u| (0..rows).map(move |w| (u, w))) {
        let (n, x_u) = (f64::from(counts[u * rows + w]), &x[u * SIZE..][..SIZE]);
        for v in 0..rows {
            let c_v = &c[v * SIZE..][..SIZE];
            let score = dot(x_u, c_v);
            let g = if v == w { n * (1.0 - sigmoid(score)) } else { -n * negatives * noise[v] * sigmoid(score) };
            for d in 0..SIZE {
                dx[u * SIZE + d] += g * c_v[d];
                dc[v * SIZE + d] += g * x_u[d];
            }
        }
    }
    [dx, dc]
}

nabla_tests::on_each_device! {
    // One batch of words in their contexts: with one word a row (skip-gram), and with the mean of several, some rows
    // filled up with nothing (CBOW).
    async fn a_batch_has_the_loss_and_gradients_of_its_equations(device: &Device) {
        for bag in [1, 4] {
            let (rows, vocabulary, samples) = (37, 14, 6);
            let (x, c) = (numbers(vocabulary * SIZE, 8), numbers(vocabulary * SIZE, 9));
            let mut random = Random::new(2, 9);
            let mut draw = |count: usize| (0..count).map(|_| random.below(vocabulary as u32)).collect::<Vec<u32>>();
            let (around, targets) = (draw(rows * bag), draw(rows * samples));
            let weights: Vec<f32> = (0..rows)
                .flat_map(|row| {
                    let filled = 1 + row % bag;
                    (0..bag).map(move |k| if k < filled { 1.0 / filled as f32 } else { 0.0 })
                })
                .collect();
            let model = model(device, vocabulary, &x, Some(&c));
            let graph = Graph::training();
            let (indices, of_targets) = (device.upload_indices(&around), device.upload_indices(&targets));
            let weighted = device.upload([rows, bag], &weights);
            let loss = model.negative_sampling(&graph, &indices, &weighted, &of_targets);
            let gradients = graph.gradients(&loss, &model.params());
            let batch = Batch { around: &around, weights: &weights, targets: &targets, rows };
            let (expected, dx, dc) = batch.by_the_equations(&wide(&x), &wide(&c));
            let name = format!("{bag} words around");
            assert_close(&name, &read(loss.value()).await, &[expected as f32], tolerance(device));
            for (gradient, expected) in gradients.iter().zip([dx, dc]) {
                let expected: Vec<f32> = expected.iter().map(|x| *x as f32).collect();
                assert_close(&name, &read(gradient).await, &expected, tolerance(device));
            }
        }
    }
}

struct Batch<'a> {
    around: &'a [u32],
    weights: &'a [f32],
    targets: &'a [u32],
    rows: usize,
}

impl Batch<'_> {
    // The mean loss over the rows, and its derivatives by both tables.
    fn by_the_equations(&self, x: &[f64], c: &[f64]) -> (f64, Vec<f64>, Vec<f64>) {
        let (bag, samples) = (self.around.len() / self.rows, self.targets.len() / self.rows);
        let (mut loss, mut dx, mut dc) = (0.0, vec![0.0; x.len()], vec![0.0; c.len()]);
        for row in 0..self.rows {
            let words = self.around[row * bag..][..bag].iter().zip(&self.weights[row * bag..][..bag]);
            let words: Vec<(usize, f64)> = words.map(|(word, weight)| (*word as usize, f64::from(*weight))).collect();
            let of = |d: usize| words.iter().map(|(word, weight)| weight * x[word * SIZE + d]).sum::<f64>();
            let h: Vec<f64> = (0..SIZE).map(of).collect();
            let targets = &self.targets[row * samples..][..samples];
            for (j, target) in targets.iter().enumerate().filter(|(j, target)| *j == 0 || **target != targets[0]) {
                let at = *target as usize * SIZE;
                let score = dot(&h, &c[at..][..SIZE]);
                let signed = if j == 0 { -score } else { score };
                loss += signed.exp().ln_1p() / self.rows as f64;
                let residual = (sigmoid(score) - if j == 0 { 1.0 } else { 0.0 }) / self.rows as f64;
                for d in 0..SIZE {
                    dc[at + d] += residual * h[d];
                    words.iter().for_each(|(word, weight)| dx[word * SIZE + d] += weight * residual * c[at + d]);
                }
            }
        }
        (loss, dx, dc)
    }
}

/// A whole training of the lab's on a device: the last loss, and the vectors.
async fn trained(device: &Device, settings: &Value) -> (f32, Vec<f32>) {
    let config = Word2VecConfig::default().merged(settings.as_object().expect("an object")).expect("valid");
    let words = Rc::new(toy().0);
    let mut learner = config.learner(device, &words, &|| Rc::new(config.counts(&words)));
    let mut losses = Vec::new();
    while !learner.is_done() {
        learner.step().expect("a step");
        learner.losses().back_pressure(true).await.expect("losses");
        losses.extend(learner.losses().take());
    }
    let last = &losses[losses.len() - losses.len().min(10)..];
    (last.iter().sum::<f32>() / last.len() as f32, read(&learner.model().input.value).await)
}

nabla_tests::on_each_device! {
    // With the full softmax nothing is drawn but the order, and the vectors are the same wherever they are trained.
    async fn full_softmax_trains_to_the_same_vectors(device: &Device) {
        for objective in ["tied", "untied"] {
            let settings = json!({"texts": "toy", "minCount": 1, "sample": 0, "window": 2, "size": 8, "batch": 5,
                "objective": objective, "optimizer": "sgd", "epochs": 10});
            let [(loss, vectors), (expected, reference)] =
                [trained(device, &settings).await, trained(&Device::cpu(), &settings).await];
            assert_close(objective, &[loss], &[expected], 1e-3);
            assert_close(objective, &vectors, &reference, 2e-3);
        }
    }

    // The processor learns from each word at once and a GPU from batches: not the same vectors, but as good ones.
    async fn negative_sampling_trains_as_well(device: &Device) {
        for objective in ["skip-gram", "cbow"] {
            let settings = json!({"texts": "toy", "minCount": 1, "sample": 0, "window": 2, "size": 8,
                "objective": objective, "epochs": 100, "learningRate": 0.05});
            let [(loss, _), (expected, _)] =
                [trained(device, &settings).await, trained(&Device::cpu(), &settings).await];
            assert!((loss - expected).abs() < 0.1 * expected, "{objective}: a loss of {loss}, on the CPU {expected}");
        }
    }
}
