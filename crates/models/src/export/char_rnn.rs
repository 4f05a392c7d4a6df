//! The character model.

use nabla_compute::{Device, DeviceError};
use serde_json::{Value, json};

use super::cells::Layers;
use super::script::{indented, script};
use super::{Entry, Exported, Layout, Twin, metadata, optimizer, translated, whole};
use crate::char_lm::{BatchOnDevice, CharLm, CharLmSettings};
use crate::checkpoint::Checkpoint;
use crate::config::{CellKind, Config, Settings};
use crate::data::{Text, VALIDATION_FRACTION};
use crate::graph::Graph;
use crate::trainer::Trainer;
use crate::validation;

/// Steps and numbers of the logits that the check has at most.
const CHECKED: [usize; 2] = [64, 1 << 16];

/// The character model of a run, and all it needs to go on.
///
/// # Errors
/// When the device is lost.
///
/// # Panics
/// When the run is not of this text and config.
pub async fn char_rnn(trainer: &Trainer, text: &Text, config: &Config) -> Result<Exported, DeviceError> {
    let checkpoint = trainer.capture().finish().await?;
    let model = trainer.model_on_processor().await?;
    let settings = *model.settings();
    let layers = layers(config.cell, &settings);
    let mut tensors = translated(&checkpoint, &char_rnn_twins(config.cell, &settings));
    tensors.extend(layers.second_biases().into_iter().map(|(name, len)| (name, (vec![len], vec![0.0; len]))));
    tensors.extend(states(&checkpoint, settings.layers));
    tensors.extend(check(&model, text, config).await?);
    let training = json!({
        "optimizer": optimizer(&trainer.optimizer, checkpoint.number("updates")),
        "learning_rate": config.learning_rate, "clip": config.clip, "batch": config.batch,
        "sequence": config.sequence, "held_back": VALIDATION_FRACTION,
    });
    let mut metadata = metadata("char-rnn", checkpoint.step(), Value::Object(config.to_map()), &training);
    let vocabulary = Value::from(text.vocabulary().iter().collect::<String>());
    metadata.insert("vocabulary".to_owned(), vocabulary.to_string());
    metadata.insert("position".to_owned(), checkpoint.number("position").to_string());
    Ok(Exported { weights: Checkpoint { tensors, metadata }, script: char_rnn_script(&layers, &settings) })
}

/// The parameters on both sides; PyTorch's second biases, zero, are not among them.
pub fn char_rnn_twins(kind: CellKind, settings: &CharLmSettings) -> Vec<Twin> {
    let twin = |ours: &str, theirs: &str, layout| Twin { ours: ours.to_owned(), theirs: theirs.to_owned(), layout };
    let embedding = settings.embedding.map(|_| twin("embedding.table", "embedding.weight", Layout::Same));
    let output = [twin("output.W", "output.weight", Layout::Transposed), twin("output.b", "output.bias", Layout::Same)];
    embedding.into_iter().chain(layers(kind, settings).twins()).chain(output).collect()
}

fn layers(kind: CellKind, settings: &CharLmSettings) -> Layers {
    let inputs = settings.embedding.unwrap_or(settings.vocabulary);
    Layers { kind, inputs, hidden: settings.hidden, count: settings.layers }
}

/// h and C of all layers, `[layers,B,H]`.
fn states(checkpoint: &Checkpoint, layers: usize) -> Vec<(String, Entry)> {
    let joined = |part: &str| {
        let of = |layer: usize| checkpoint.tensors.get(&format!("state.{part}.{layer}"));
        let all: Vec<&Entry> = (1..=layers).map_while(of).collect();
        let (shape, _) = all.first()?;
        let data = all.iter().flat_map(|(_, data)| data).copied().collect();
        Some((format!("state.{part}"), ([&[layers], shape.as_slice()].concat(), data)))
    };
    ["h", "C"].into_iter().filter_map(joined).collect()
}

/// What the validation loss is measured on, in one piece `[T,B]`, that loss, and the logits after the first of it.
async fn check(model: &CharLm, text: &Text, config: &Config) -> Result<Vec<(String, Entry)>, DeviceError> {
    let device = Device::cpu();
    let streams = validation::streams(text, config, validation::CHARACTERS);
    let mut streams = streams.expect("a run holds back what one row of a batch reads");
    let (rows, sequence, vocabulary) = (streams.batch(), config.sequence, text.vocabulary().len());
    let kept_steps = sequence.min(CHECKED[0]);
    let kept_rows = (CHECKED[1] / (kept_steps * vocabulary)).clamp(1, rows);
    let mut state = model.first_state(&device, rows);
    let (mut inputs, mut targets, mut outputs, mut losses) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..streams.batches_per_epoch() {
        let batch = streams.next_batch();
        let on_device = BatchOnDevice::new(&device, &batch, sequence);
        let graph = Graph::inference();
        if outputs.is_empty() {
            let (logits, _) = model.logits(&graph, &on_device.inputs, sequence, &state);
            let logits = logits.value().to_vec().await?;
            let steps = logits.chunks_exact(rows * vocabulary).take(kept_steps);
            outputs = steps.flat_map(|step| &step[..kept_rows * vocabulary]).copied().collect();
        }
        let (entropy, after) = model.cross_entropy(&graph, &on_device, &state);
        state = after;
        losses.extend(entropy.losses.to_vec().await?);
        inputs.extend(batch.inputs);
        targets.extend(batch.targets);
    }
    let loss = losses.iter().map(|loss| f64::from(*loss)).sum::<f64>() / losses.len() as f64;
    let read = [inputs.len() / rows, rows];
    let entries = [
        ("check.inputs", whole(&read, inputs)),
        ("check.targets", whole(&read, targets)),
        ("check.outputs", (vec![kept_steps, kept_rows, vocabulary], outputs)),
        ("check.loss", (vec![1], vec![loss as f32])),
    ];
    Ok(entries.map(|(name, entry)| (name.to_owned(), entry)).into())
}

const WRITE_OPTIONS: &str = r#"arguments.add_argument("--write", metavar="PROMPT", help="write text that begins so")
    arguments.add_argument("--length", type=int, default=300, help="so many characters")
    arguments.add_argument("--temperature", type=float, default=0.8)"#;
const WRITE: &str = "if args.write is not None:
        return write_text(model, about, args.write, args.length, args.temperature)";

fn char_rnn_script(layers: &Layers, settings: &CharLmSettings) -> String {
    let CharLmSettings { vocabulary, embedding, hidden, .. } = settings;
    let (table, read) = match embedding {
        Some(size) => {
            (vec![format!("self.embedding = nn.Embedding({vocabulary}, {size})")], "self.embedding(symbols)".to_owned())
        }
        None => (Vec::new(), format!("F.one_hot(symbols, {vocabulary}).float()")),
    };
    script(
        include_str!("python/char_rnn.py"),
        &[
            ("__WHAT__", layers.title().to_owned()),
            ("__LAYER__", layers.class().to_owned()),
            ("__INIT__\n", indented(&[table, layers.made()].concat(), 8)),
            ("__READ__", read),
            ("__RECUR__\n", indented(&layers.read(), 8)),
            ("__HIDDEN__", hidden.to_string()),
            ("__VOCABULARY__", vocabulary.to_string()),
            ("__STATE__", layers.state_functions().to_owned()),
            ("__DATA__", "a text file".to_owned()),
            ("__OPTIONS__", WRITE_OPTIONS.to_owned()),
            ("__USE__", WRITE.to_owned()),
        ],
    )
}
