//! Networks for images, block by block.

use nabla_compute::{Device, DeviceError, Indices};
use serde_json::{Value, json};

use super::script::{float, indented, script};
use super::{Entry, Exported, Layout, Twin, metadata, optimizer, translated, whole};
use crate::checkpoint::Checkpoint;
use crate::config::{Settings, VisionConfig};
use crate::data::images::Permutation;
use crate::graph::Graph;
use crate::schedule::Schedule;
use crate::vision::architecture::{BlockPlan, LayerPlan, Operation};
use crate::vision::{Architecture, Plan, VisionTrainer};

/// Images of the check.
const CHECKED: usize = 32;

/// The network of a run, and all it needs to go on.
///
/// # Errors
/// When the device is lost.
///
/// # Panics
/// When the run is not of this config.
pub async fn vision(trainer: &VisionTrainer, config: &VisionConfig) -> Result<Exported, DeviceError> {
    let checkpoint = trainer.capture().finish().await?;
    let (net, train) = (trainer.net(), trainer.train());
    let mut tensors = translated(&checkpoint, &vision_twins(net.plan()));
    tensors.extend(check(trainer).await?);
    if config.permute {
        let [y, x] = train.size();
        let order =
            Permutation::of_seed([y, x], u64::from(config.seed)).applied(&(0..(y * x) as u32).collect::<Vec<_>>());
        tensors.insert("data.permutation".to_owned(), whole(&[y * x], order));
    }
    let (rates, settings, scaling) = (trainer.learning_rates(), trainer.settings(), trainer.scaling());
    let mut training = json!({
        "optimizer": optimizer(trainer.optimizer(), checkpoint.step()),
        "learning_rate": rates.base, "clip": settings.clip, "batch": trainer.batch(),
        "auxiliary_weight": settings.auxiliary_weight, "mean": scaling.mean, "deviation": scaling.deviation,
    });
    if let Schedule::Cosine { steps, floor } = rates.schedule {
        let falls = [("schedule", json!("cosine")), ("warm_up", json!(rates.warm_up)), ("steps", json!(steps))];
        falls.into_iter().for_each(|(key, value)| training[key] = value);
        training["floor"] = json!(floor);
    }
    let mut metadata = metadata("vision", checkpoint.step(), Value::Object(config.to_map()), &training);
    metadata.insert("classes".to_owned(), Value::from(train.class_names()).to_string());
    metadata.insert("net".to_owned(), net.architecture().to_string());
    Ok(Exported { weights: Checkpoint { tensors, metadata }, script: vision_script(net.architecture(), net.plan()) })
}

/// The parameters on both sides.
pub fn vision_twins(plan: &Plan) -> Vec<Twin> {
    let of = |layer: &LayerPlan| -> Vec<Twin> {
        let twin = |ours: &str, theirs: &str, layout| Twin {
            ours: format!("{}.{ours}", layer.name),
            theirs: format!("{}.{theirs}", layer.name),
            layout,
        };
        match layer.operation {
            Operation::Conv => vec![twin("W", "weight", Layout::Filters), twin("b", "bias", Layout::Same)],
            Operation::Linear => {
                let layout = Layout::OnImage { image: layer.input };
                vec![twin("W", "weight", layout), twin("b", "bias", Layout::Same)]
            }
            Operation::BatchNorm => vec![
                twin("scale", "weight", Layout::Same),
                twin("shift", "bias", Layout::Same),
                twin("running", "running_mean", Layout::Row { row: 0 }),
                twin("running", "running_var", Layout::Row { row: 1 }),
            ],
            _ => Vec::new(),
        }
    };
    plan.blocks.iter().flat_map(|block| &block.layers).flat_map(of).collect()
}

/// The first images of the test part, and what the network makes of them.
async fn check(trainer: &VisionTrainer) -> Result<Vec<(String, Entry)>, DeviceError> {
    let (device, test) = (Device::cpu(), trainer.test());
    let net = trainer.net().on_processor().await?;
    let (count, [y, x], classes) = (CHECKED.min(test.len()), test.size(), test.classes());
    let pixels: Vec<f32> = (0..count).flat_map(|i| trainer.scaling().floats(test.pixels_of(i))).collect();
    let labels: Vec<u32> = (0..count).map(|i| test.label(i) as u32).collect();
    let images = device.upload([count, y, x, 1], &pixels);
    let wanted: Indices = device.upload_indices(&labels);
    let graph = Graph::inference();
    let logits = net.forward(&graph, &graph.constant(&images), 0).logits;
    let outputs = logits.value().to_vec().await?;
    let losses = nabla_compute::ops::softmax_xent(&logits, &wanted).losses.to_vec().await?;
    let loss = losses.iter().sum::<f32>() / count as f32;
    let entries = [
        ("check.inputs", (vec![count, 1, y, x], pixels)), // one channel lies alike on both sides
        ("check.targets", whole(&[count], labels)),
        ("check.outputs", (vec![count, classes], outputs)),
        ("check.loss", (vec![1], vec![loss])),
    ];
    Ok(entries.map(|(name, entry)| (name.to_owned(), entry)).into())
}

fn vision_script(architecture: &Architecture, plan: &Plan) -> String {
    let heads = architecture.auxiliary_heads();
    let blocks = &plan.blocks;
    let has = |operation| blocks.iter().flat_map(|block| &block.layers).any(|layer| layer.operation == operation);
    let classes = classes(architecture, plan);
    let made: Vec<String> = blocks.iter().filter_map(|block| made(architecture, plan, block)).collect();
    let mut forward: Vec<String> = blocks.iter().flat_map(read).collect();
    let all: Vec<String> = (1..=heads).map(|head| format!("aux{head}")).collect();
    forward.push(if heads > 0 { format!("return x, [{}]", all.join(", ")) } else { "return x".to_owned() });
    let losses = if heads > 0 { LOSSES_WITH_HEADS } else { LOSSES };
    let losses: Vec<String> = losses.lines().map(str::to_owned).collect();
    let own = include_str!("python/vision.py");
    let own = if has(Operation::BatchNorm) || has(Operation::Dropout) {
        own.replace("# ---- Batches:", &format!("{JOINED}\n# ---- Batches:"))
    } else {
        own.to_owned()
    };
    let layers = architecture.to_string();
    let what = if layers.is_empty() { "softmax regression" } else { layers.as_str() };
    script(
        &own,
        &[
            ("__WHAT__", what.to_owned()),
            ("__CLASSES__", classes),
            ("__INIT__\n", indented(&made, 8)),
            ("__FORWARD__\n", indented(&forward, 8)),
            ("__MAIN__", if heads > 0 { "[0]".to_owned() } else { String::new() }),
            ("__LOSSES__\n", indented(&losses, 8)),
            ("__DATA__", "a folder of IDX files".to_owned()),
            ("    __OPTIONS__\n", String::new()),
            ("    __USE__\n", String::new()),
        ],
    )
}

const LOSSES: &str = r#"loss = F.cross_entropy(outputs, labels, reduction="sum") / self.batch
return loss, loss"#;
const LOSSES_WITH_HEADS: &str = r#"logits, heads = outputs
losses = [F.cross_entropy(y, labels, reduction="sum") / self.batch for y in (logits, *heads)]
return losses[0] + self.weight * sum(losses[1:]), losses[0]  # with the auxiliary heads', and the network's own"#;
const JOINED: &str = r#"# ---- What layers need to know of the whole batch where several processes have a part each.


def rows_of_all(x):
    """How many rows each process has."""
    counts = torch.zeros(WORLD, dtype=torch.long)
    counts[RANK] = len(x)
    return summed(counts).tolist()


def all_reduced(x):
    """The sum over all processes, through which gradients flow back."""
    from torch.distributed.nn.functional import all_reduce

    return all_reduce(x)

"#;

/// The classes that a network needs.
fn classes(architecture: &Architecture, plan: &Plan) -> String {
    let layers = || plan.blocks.iter().flat_map(|block| &block.layers);
    let mut text = String::new();
    if plan.blocks.iter().any(|block| block.name.starts_with("inception")) {
        text += if architecture.reductions {
            include_str!("python/vision_inception.py")
        } else {
            include_str!("python/vision_naive.py")
        };
    }
    if let Some(conv) = layers().find(|layer| layer.name == "aux1.conv") {
        text += &include_str!("python/vision_auxiliary.py").replace("__FILTERS__", &conv.output[2].to_string());
    }
    // On an image or on rows: a network has batch normalisations of both kinds only before and after a dense block.
    for (norm, is_image) in [("BatchNorm2d", true), ("BatchNorm1d", false)] {
        if plan.blocks.iter().any(|block| norm_on_image(plan, block) == Some(is_image)) {
            let class = include_str!("python/vision_norm.py").replace("class BatchNorm(", &format!("class {norm}("));
            text += &class.replace("__NORM__", norm);
        }
    }
    if layers().any(|layer| layer.operation == Operation::Dropout) {
        text += include_str!("python/vision_dropout.py");
    }
    if layers().any(|layer| layer.operation == Operation::AveragePool && !is_even(layer)) {
        text += include_str!("python/vision_average.py");
    }
    text
}

/// Whether a batch normalisation is of an image; None of another block.
fn norm_on_image(plan: &Plan, block: &BlockPlan) -> Option<bool> {
    block.name.starts_with("norm").then(|| !is_flat_before(plan, block))
}

/// Whether what a block reads is no image any more.
fn is_flat_before(plan: &Plan, block: &BlockPlan) -> bool {
    let mut before = plan.blocks.iter().take_while(|other| other.name != block.name);
    before.any(|other| other.name.starts_with("gap") || other.name.starts_with("dense"))
}

/// Whether it is padded alike at all sides.
fn is_even(layer: &LayerPlan) -> bool {
    layer.padding.iter().all(|padding| *padding == layer.padding[0])
}

/// The line that makes a block's module, if it has parameters or draws.
fn made(architecture: &Architecture, plan: &Plan, block: &BlockPlan) -> Option<String> {
    let (name, first) = (&block.name, block.layers.first()?);
    let filters = |suffix: &str| {
        let layer = block.layers.iter().find(|layer| layer.name == format!("{name}.{suffix}"));
        layer.map_or(0, |layer| layer.output[2])
    };
    let [_, _, channels] = block.input;
    let module = match first.operation {
        _ if name.starts_with("inception") && architecture.reductions => {
            let [b1, b2, c1, c2] = ["b1", "b2", "c1", "c2"].map(filters);
            format!("Inception({channels}, {}, ({b1}, {b2}), ({c1}, {c2}), {})", filters("a"), filters("d"))
        }
        _ if name.starts_with("inception") => {
            format!("Inception({channels}, {}, {}, {})", filters("a"), filters("b2"), filters("c2"))
        }
        _ if block.is_auxiliary => {
            let [y, x, _] = block.layers[1].output;
            format!("Auxiliary({channels}, {}, {y} * {x}, {})", first.size, architecture.classes)
        }
        Operation::Conv => {
            let stride = if first.stride > 1 { format!(", stride={}", first.stride) } else { String::new() };
            let [padding, ..] = first.padding;
            let padding = if is_even(first) && padding > 0 { format!(", padding={padding}") } else { String::new() };
            format!("nn.Conv2d({channels}, {}, {}{stride}{padding})", first.output[2], first.size)
        }
        Operation::Linear => {
            let inputs: usize = first.input.iter().product();
            format!("nn.Linear({inputs}, {})", first.output[2])
        }
        Operation::BatchNorm => {
            let word = if is_flat_before(plan, block) { "BatchNorm1d" } else { "BatchNorm2d" };
            format!("{word}({channels})")
        }
        Operation::Dropout => format!("Dropout({})", float(first.percent as f64 / 100.0)),
        _ => return None,
    };
    Some(format!("self.{name} = {module}"))
}

/// The lines that read x by a block.
fn read(block: &BlockPlan) -> Vec<String> {
    let (name, Some(first)) = (&block.name, block.layers.first()) else { return Vec::new() };
    let [top, bottom, left, right] = first.padding;
    let sides = format!("({left}, {right}, {top}, {bottom})");
    let (size, stride) = (first.size, first.stride);
    let expression = match first.operation {
        _ if name.starts_with("inception") => format!("self.{name}(x)"),
        _ if block.is_auxiliary => return vec![format!("{name} = self.{name}(x)")],
        Operation::Conv if !is_even(first) => format!("self.{name}(F.pad(x, {sides}))"),
        Operation::Conv | Operation::BatchNorm | Operation::Dropout => format!("self.{name}(x)"),
        Operation::MaxPool if is_even(first) => format!("F.max_pool2d(x, {size}, stride={stride}, padding={top})"),
        Operation::MaxPool => {
            format!("F.max_pool2d(F.pad(x, {sides}, value=-math.inf), {size}, stride={stride})")
        }
        Operation::AveragePool if is_even(first) => {
            format!("F.avg_pool2d(x, {size}, stride={stride}, padding={top}, count_include_pad=False)")
        }
        Operation::AveragePool => format!("average(x, {size}, {stride}, {sides})"),
        Operation::GlobalAverage => "x.mean((2, 3))".to_owned(),
        Operation::Lrn => "F.local_response_norm(x, 5, alpha=1e-4, beta=0.75, k=1.0)".to_owned(),
        Operation::Linear => format!("self.{name}(torch.flatten(x, 1))"),
        Operation::Concat | Operation::Softmax => return Vec::new(),
    };
    let expression =
        if first.relu && !name.starts_with("inception") { format!("F.relu({expression})") } else { expression };
    vec![format!("x = {expression}")]
}
