//! Word vectors, with the objective that they are trained on.

use nabla_compute::{Device, DeviceError};
use serde_json::{Value, json};

use super::script::script;
use super::{Entry, Exported, Layout, Twin, metadata, optimizer, translated, whole};
use crate::checkpoint::{Capture, Checkpoint, fingerprint};
use crate::config::{Objective, Settings, Word2VecConfig};
use crate::data::Words;
use crate::graph::Graph;
use crate::optimizer::Optimizer;
use crate::schedule::Schedule;
use crate::word2vec::{FullSoftmax, Learner, NegativeSampling, Word2Vec, rows_of_a_batch};

/// Numbers of the logits that the check has at most.
const CHECKED: usize = 1 << 16;
/// Words in their contexts that it has with negative sampling.
const CHECKED_ROWS: usize = 64;

/// The vectors of a training, and all it needs to go on; none where no word has a neighbour, for then there is nothing
/// that could be learned or checked.
///
/// # Errors
/// When the device is lost.
pub async fn word2vec(
    learner: &Learner,
    words: &Words,
    config: &Word2VecConfig,
) -> Result<Option<Exported>, DeviceError> {
    let model = learner.model();
    let params = model.params();
    let mut named: Vec<_> = params.iter().map(|param| (param.name.clone(), param.value.clone())).collect();
    if let Learner::Softmax { training, .. } = learner {
        named.extend(training.optimizer().memory(&params));
    }
    let checkpoint = Capture::new(model.input.value.device(), named, [].into()).finish().await?;
    let mut tensors = translated(&checkpoint, &word2vec_twins());
    let copy = on_processor(model, &checkpoint);
    let (check, how) = match learner {
        Learner::Softmax { training, .. } => (check_softmax(&copy, training).await?, how_softmax(training)),
        Learner::Sampled { training, epochs, .. } => {
            (check_sampled(&copy, training).await?, how_sampled(training, *epochs))
        }
    };
    let Some(check) = check else { return Ok(None) };
    tensors.extend(check);
    tensors.insert("data.counts".to_owned(), whole(&[words.counts().len()], words.counts().iter().copied()));
    let mut training = how;
    training["clip"] = json!(0);
    training["window"] = json!(config.window);
    training["reach"] = json!(config.reach);
    training["sample"] = json!(config.sample);
    // Thousands of words would make the file's header too long for readers that are careful, the page among them.
    let letters: Vec<u32> = words.vocabulary().join("\n").chars().map(u32::from).collect();
    tensors.insert("data.vocabulary".to_owned(), whole(&[letters.len()], letters));
    let mut metadata = metadata("word2vec", learner.steps(), Value::Object(config.to_map()), &training);
    metadata.insert("words".to_owned(), identity_of(words));
    let script = word2vec_script(config.objective, [words.vocabulary().len(), config.size]);
    Ok(Some(Exported { weights: Checkpoint { tensors, metadata }, script }))
}

/// The same for the same vocabulary.
pub fn identity_of(words: &Words) -> String {
    fingerprint(words.vocabulary().iter().flat_map(|word| word.bytes().chain([0])))
}

/// The parameters on both sides.
pub fn word2vec_twins() -> Vec<Twin> {
    let twin =
        |word: &str| Twin { ours: format!("word2vec.{word}"), theirs: format!("{word}.weight"), layout: Layout::Same };
    vec![twin("input"), twin("output")]
}

fn on_processor(model: &Word2Vec, checkpoint: &Checkpoint) -> Word2Vec {
    let (mut copy, processor) = (model.clone(), Device::cpu());
    for param in std::iter::once(&mut copy.input).chain(&mut copy.output) {
        let (shape, numbers) = &checkpoint.tensors[&param.name];
        param.value = processor.upload(shape.as_slice(), numbers);
    }
    copy
}

fn how_softmax(training: &FullSoftmax) -> Value {
    let (rates, steps) = (training.learning_rates(), training.steps());
    let Schedule::Linear { steps: total, floor } = rates.schedule else {
        unreachable!("the rate of the full softmax falls in a straight line")
    };
    json!({
        "optimizer": optimizer(training.optimizer(), steps), "learning_rate": rates.base, "schedule": "linear",
        "steps": total, "floor": floor, "batch": training.settings().batch,
    })
}

fn how_sampled(training: &NegativeSampling, epochs: usize) -> Value {
    let settings = training.settings();
    let bags = training.examples(0);
    let vocabulary = training.words().vocabulary().len();
    json!({
        "optimizer": optimizer(&Optimizer::sgd(&[], 0.0, 0.0), 0), "learning_rate": settings.rate,
        "last_rate": settings.last_rate, "epochs": epochs, "read": training.read(), "negatives": settings.negatives,
        "noise_power": settings.noise_power, "bag": bags.bag, "rows": rows_of_a_batch(vocabulary),
    })
}

type Check = Vec<(String, Entry)>;

/// The most frequent words as centres, how often each word stood beside them, and the logits.
async fn check_softmax(model: &Word2Vec, training: &FullSoftmax) -> Result<Option<Check>, DeviceError> {
    let vocabulary = model.input.value.shape().matrix()[0];
    let count = (CHECKED / vocabulary.max(1)).clamp(1, vocabulary);
    let device = Device::cpu();
    let mut counts = vec![0.0; count * vocabulary];
    let rows = counts.chunks_exact_mut(vocabulary).enumerate();
    let total: f64 = rows.map(|(centre, row)| training.counts().fill(centre, row)).sum();
    if total == 0.0 {
        return Ok(None);
    }
    let centres: Vec<u32> = (0..count as u32).collect();
    let (graph, indices) = (Graph::inference(), device.upload_indices(&centres));
    let dense = device.upload([count, vocabulary], &counts);
    let loss = model.full_softmax_of_counts(&graph, &indices, &dense, total as f32).value().to_vec().await?;
    let [input, output] = model.matrices(&graph);
    let outputs = input.embedding(&indices).matmul(&output.transpose()).value().to_vec().await?;
    let entries = [
        ("check.inputs", whole(&[count], centres)),
        ("check.targets", (vec![count, vocabulary], counts)),
        ("check.outputs", (vec![count, vocabulary], outputs)),
        ("check.loss", (vec![1], loss)),
    ];
    Ok(Some(entries.map(|(name, entry)| (name.to_owned(), entry)).into()))
}

/// Words in their contexts with noise, and the products of their vectors.
async fn check_sampled(model: &Word2Vec, training: &NegativeSampling) -> Result<Option<Check>, DeviceError> {
    let (device, bags) = (Device::cpu(), training.examples(CHECKED_ROWS));
    let (bag, samples) = (bags.bag, bags.samples);
    let rows = CHECKED_ROWS.min(bags.targets.len() / samples);
    if rows == 0 {
        return Ok(None);
    }
    let (around, weights) = (&bags.around[..rows * bag], &bags.weights[..rows * bag]);
    let targets = &bags.targets[..rows * samples];
    let graph = Graph::inference();
    let (indices, words) = (device.upload_indices(around), device.upload_indices(targets));
    let of_words = device.upload([rows, bag], weights);
    let loss = model.negative_sampling(&graph, &indices, &of_words, &words).value().to_vec().await?;
    let [input, output] = model.matrices(&graph);
    let (h, c) = (input.embedding_bag(&indices, &of_words), output.embedding(&words));
    let (h, c) = (h.value().to_vec().await?, c.value().to_vec().await?);
    let size = h.len() / rows;
    let dot = |(row, c): (usize, &[f32])| h[row / samples * size..].iter().zip(c).map(|(h, c)| h * c).sum::<f32>();
    let outputs = c.chunks_exact(size).enumerate().map(dot).collect();
    let entries = [
        ("check.inputs", whole(&[rows, bag], around.iter().copied())),
        ("check.weights", (vec![rows, bag], weights.to_vec())),
        ("check.targets", whole(&[rows, samples], targets.iter().copied())),
        ("check.outputs", (vec![rows, samples], outputs)),
        ("check.loss", (vec![1], loss)),
    ];
    Ok(Some(entries.map(|(name, entry)| (name.to_owned(), entry)).into()))
}

const USE: &str = "if args.like is not None:
        return like(model, tensors, args.like)";

fn word2vec_script(objective: Objective, [vocabulary, size]: [usize; 2]) -> String {
    let (what, model) = match objective {
        Objective::Tied => ("full softmax, one matrix for both sides", TIED),
        Objective::Untied => ("full softmax, two matrices", UNTIED),
        Objective::SkipGram => ("skip-gram with negative sampling", SAMPLED),
        Objective::Cbow => ("CBOW with negative sampling", SAMPLED),
    };
    let own = match objective {
        Objective::Tied | Objective::Untied => include_str!("python/word2vec_softmax.py"),
        Objective::SkipGram | Objective::Cbow => include_str!("python/word2vec_sampled.py"),
    };
    script(
        include_str!("python/word2vec.py"),
        &[
            ("__MODEL__", model.to_owned()),
            ("__OWN__\n", own.to_owned()),
            ("__WHAT__", what.to_owned()),
            ("__VOCABULARY__", vocabulary.to_string()),
            ("__SIZE__", size.to_string()),
            ("__DATA__", "a text file".to_owned()),
            (
                "__OPTIONS__",
                r#"arguments.add_argument("--like", metavar="WORD", help="the words most like this one")"#.to_owned(),
            ),
            ("__USE__", USE.to_owned()),
        ],
    )
}

const TIED: &str = r#"class Word2Vec(nn.Module):
    """p(w|u) = exp(v_u . v_w) / sum over all a of exp(v_u . v_a), trained on the sum of n_wu ln p(w|u)."""

    def __init__(self):
        super().__init__()
        self.input = nn.Embedding(__VOCABULARY__, __SIZE__)

    def forward(self, centres):  # [N]
        return self.input(centres) @ self.input.weight.T  # logits: [N, V]"#;

const UNTIED: &str = r#"class Word2Vec(nn.Module):
    """p(w|u) = exp(v_u . c_w) / sum over all a of exp(v_u . c_a), trained on the sum of n_wu ln p(w|u)."""

    def __init__(self):
        super().__init__()
        self.input = nn.Embedding(__VOCABULARY__, __SIZE__)
        self.output = nn.Embedding(__VOCABULARY__, __SIZE__)

    def forward(self, centres):  # [N]
        return self.input(centres) @ self.output.weight.T  # logits: [N, V]"#;

const SAMPLED: &str = r#"class Word2Vec(nn.Module):
    """Whether a word is the one in the middle of the words around, or noise: the sigmoid of their vectors' product."""

    def __init__(self):
        super().__init__()
        self.input = nn.Embedding(__VOCABULARY__, __SIZE__)
        self.output = nn.Embedding(__VOCABULARY__, __SIZE__)

    def forward(self, around, weights, samples):  # [N, bag], [N, bag], [N, 1 + K]
        h = (self.input(around) * weights[:, :, None]).sum(1)
        return (self.output(samples) @ h[:, :, None]).squeeze(2)  # [N, 1 + K]"#;
