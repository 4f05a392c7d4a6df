//! The convolutional network for sentences, and the bag of words beside it.

use nabla_compute::{Device, DeviceError, ops};
use serde_json::{Value, json};

use super::script::{float, indented, script};
use super::{Entry, Exported, Layout, Twin, metadata, optimizer, translated, whole};
use crate::checkpoint::Checkpoint;
use crate::config::{Author, Names, Settings, TextCnnConfig};
use crate::graph::Graph;
use crate::text_cnn::{Bag, CLASSES, Sizes, Training};

/// Sentences of the check.
const CHECKED: usize = 32;

/// Both learners, and all they need to go on.
///
/// # Errors
/// When the device is lost.
pub async fn text_cnn(training: &Training, config: &TextCnnConfig) -> Result<Exported, DeviceError> {
    let checkpoint = training.capture().finish().await?;
    let (split, sizes) = (training.split(), training.net().sizes());
    let mut tensors = translated(&checkpoint, &text_cnn_twins(&sizes.widths));
    tensors.extend(check(training).await?);
    let reader = &split.reader;
    let how = json!({
        "optimizer": optimizer(training.optimizer(), training.steps()), "learning_rate": config.learning_rate,
        "factors": {"bag": f64::from(crate::text_cnn::BAG_RATE) / config.learning_rate}, "clip": 0, "batch": config.batch,
        "length": reader.width() - 2 * reader.margin(), "margin": reader.margin(), "unit": config.unit,
    });
    let mut metadata = metadata("text-cnn", training.steps(), Value::Object(config.to_map()), &how);
    let mut names: Vec<&String> = split.names.iter().filter(|_| config.names == Names::Mask).collect();
    names.sort();
    metadata.insert("vocabulary".to_owned(), Value::from(reader.vocabulary()).to_string());
    metadata.insert("names".to_owned(), json!(names).to_string());
    metadata.insert("classes".to_owned(), json!(Author::WORDS).to_string());
    Ok(Exported { weights: Checkpoint { tensors, metadata }, script: text_cnn_script(sizes) })
}

/// The parameters of both on both sides.
pub fn text_cnn_twins(widths: &[u32]) -> Vec<Twin> {
    let twin = |ours: String, theirs: String, layout| Twin { ours, theirs, layout };
    let mut twins = vec![twin("embedding.table".into(), "embedding.weight".into(), Layout::Same)];
    for width in widths {
        twins.push(twin(format!("conv{width}.W"), format!("conv{width}.weight"), Layout::LineFilters));
        twins.push(twin(format!("conv{width}.b"), format!("conv{width}.bias"), Layout::Same));
    }
    for (ours, theirs, layout) in [
        ("output.W", "output.weight", Layout::Transposed),
        ("output.b", "output.bias", Layout::Same),
        ("bag.W", "bag.weight", Layout::Same),
        ("bag.b", "bag_bias", Layout::Same),
    ] {
        twins.push(twin(ours.into(), theirs.into(), layout));
    }
    twins
}

/// The first sentences that were held back, and what both make of them.
async fn check(training: &Training) -> Result<Vec<(String, Entry)>, DeviceError> {
    let test = &training.split().test;
    let chosen: Vec<_> =
        (0..CHECKED.min(test.len())).map(|i| &test[i * test.len() / CHECKED.min(test.len())]).collect();
    let (count, width) = (chosen.len(), training.split().reader.width());
    let ids: Vec<u32> = chosen.iter().flat_map(|example| example.ids.iter().copied()).collect();
    let authors: Vec<u32> = chosen.iter().map(|example| example.author).collect();
    let weights: Vec<f32> = chosen.iter().flat_map(|example| Bag::weights(&example.ids)).collect();
    let (net, bag, device) = (training.net().on_processor().await?, bag_on_processor(training).await?, Device::cpu());
    let (graph, symbols, wanted) = (Graph::inference(), device.upload_indices(&ids), device.upload_indices(&authors));
    let of_net = net.forward(&graph, &symbols, count, 0).logits;
    let of_bag = bag.forward(&graph, &symbols, &device.upload([count, width], &weights));
    let (rows_net, rows_bag) = (of_net.value().to_vec().await?, of_bag.value().to_vec().await?);
    let both = rows_net.chunks_exact(CLASSES).zip(rows_bag.chunks_exact(CLASSES));
    let outputs = both.flat_map(|(net, bag)| net.iter().chain(bag)).copied().collect();
    let mut losses = Vec::new();
    for logits in [&of_net, &of_bag] {
        losses.extend(ops::softmax_xent(logits, &wanted).loss.value().to_vec().await?);
    }
    let entries = [
        ("check.inputs", whole(&[count, width], ids)),
        ("check.targets", whole(&[count], authors)),
        ("check.outputs", (vec![count, 2 * CLASSES], outputs)),
        ("check.loss", (vec![2], losses)),
    ];
    Ok(entries.map(|(name, entry)| (name.to_owned(), entry)).into())
}

async fn bag_on_processor(training: &Training) -> Result<Bag, DeviceError> {
    let (mut copy, processor) = (training.bag().clone(), Device::cpu());
    for param in copy.params_mut() {
        param.value = processor.upload(param.value.shape(), &param.value.to_vec().await?);
    }
    Ok(copy)
}

fn text_cnn_script(sizes: &Sizes) -> String {
    let Sizes { vocabulary, embedding, widths, filters, dropout } = sizes;
    let convolution = |width: &u32| format!("self.conv{width} = nn.Conv1d({embedding}, {filters}, {width})");
    let made: Vec<String> = widths.iter().map(convolution).collect();
    let all: Vec<String> = widths.iter().map(|width| format!("self.conv{width}(x)")).collect();
    script(
        include_str!("python/text_cnn.py"),
        &[
            ("__AUTHORS__", Author::WORDS.join(", ")),
            ("__DROPOUT__", include_str!("python/vision_dropout.py").to_owned()),
            ("__INIT__\n", indented(&made, 8)),
            ("__CONVOLUTIONS__", all.join(", ")),
            ("__P__", float(f64::from(*dropout))),
            ("__FEATURES__", (filters * widths.len()).to_string()),
            ("__CLASSES__", CLASSES.to_string()),
            ("__VOCABULARY__", vocabulary.to_string()),
            ("__EMBEDDING__", embedding.to_string()),
            ("__DATA__", "lines of an author, a tab and a sentence".to_owned()),
            ("    __OPTIONS__\n", String::new()),
            ("    __USE__\n", String::new()),
        ],
    )
}
