//! The networks of the forecasting lab, with the weights that did best on the validation part: what they say, and not how
//! they go on learning.

use nabla_compute::{Device, DeviceError};
use serde_json::{Value, json};

use super::cells::{Layers, lone_classes};
use super::script::{checking_script, indented};
use super::{Entry, Exported, Layout, Twin, metadata, translated};
use crate::checkpoint::{Capture, Checkpoint};
use crate::config::{CellKind, ForecastConfig, Settings};
use crate::forecast::{Contest, Entrant, Net};

/// Windows of the check.
const CHECKED: usize = 16;

/// All networks of a contest; None where there is none.
///
/// # Errors
/// When the device is lost.
pub async fn forecast(contest: &Contest, config: &ForecastConfig) -> Result<Option<Exported>, DeviceError> {
    let (problem, device) = (&contest.problem, Device::cpu());
    let origins: Vec<usize> = problem.origins.iter().take(CHECKED).copied().collect();
    let (windows, horizon) = (problem.windows_before(&origins), problem.settings.horizon);
    let (mut tensors, mut outputs, mut made) = (std::collections::BTreeMap::new(), Vec::new(), Vec::new());
    let (mut names, mut kinds) = (Vec::new(), Vec::new());
    for entrant in contest.entrants() {
        let net = entrant.chosen();
        let name = name(entrant);
        let params = net.params().into_iter().map(|param| (param.name.clone(), param.value.clone())).collect();
        let checkpoint = Capture::new(contest.device(), params, [].into()).finish().await?;
        let twins = twins(net, &format!("nets.{name}"));
        tensors.extend(translated(&checkpoint, &twins));
        let layer = layer(net);
        if let Some(layer) = &layer {
            let zeros =
                |(bias, len): (String, usize)| (lone(&bias, &format!("nets.{name}")), (vec![len], vec![0.0; len]));
            tensors.extend(layer.second_biases().into_iter().map(zeros));
            kinds.push(layer.kind);
        }
        made.push(format!("\"{name}\": {},", expression(net, layer.as_ref())));
        let copy = on_processor(net, &checkpoint);
        let mut said = Vec::new();
        for output in copy.forecast(&device, &windows, horizon) {
            said.push(output.to_vec().await?);
        }
        outputs.push(
            (0..origins.len())
                .flat_map(|row| said.iter().map(move |s| s[row]).collect::<Vec<_>>())
                .collect::<Vec<f32>>(),
        );
        names.push(name);
    }
    if names.is_empty() || origins.is_empty() {
        return Ok(None);
    }
    let following = problem.following(&origins, horizon);
    let wanted: Vec<f32> = (0..origins.len()).flat_map(|row| following.iter().map(move |step| step[row])).collect();
    tensors.extend(check(&origins, windows, wanted, &outputs, horizon));
    let how = json!({
        "prepare": config.prepare, "mean": problem.prepared.mean, "deviation": problem.prepared.deviation,
    });
    let step = contest.entrants().iter().map(Entrant::best_step).max().unwrap_or(0);
    let mut metadata = metadata("forecast", step, Value::Object(config.to_map()), &how);
    metadata.insert("nets".to_owned(), json!(names).to_string());
    let fill = [("__CLASSES__", lone_classes(&kinds)), ("__NETS__\n", indented(&made, 12))];
    let script = checking_script(include_str!("python/forecast.py"), &fill);
    Ok(Some(Exported { weights: Checkpoint { tensors, metadata }, script }))
}

fn check(
    origins: &[usize],
    windows: Vec<f32>,
    wanted: Vec<f32>,
    outputs: &[Vec<f32>],
    horizon: usize,
) -> Vec<(String, Entry)> {
    let (rows, length) = (origins.len(), windows.len() / origins.len());
    let loss =
        |said: &Vec<f32>| said.iter().zip(&wanted).map(|(s, w)| (s - w).powi(2)).sum::<f32>() / wanted.len() as f32;
    let losses: Vec<f32> = outputs.iter().map(loss).collect();
    let entries = [
        ("check.inputs", (vec![rows, length], windows)),
        ("check.outputs", (vec![outputs.len(), rows, horizon], outputs.concat())),
        ("check.loss", (vec![outputs.len()], losses)),
        ("check.targets", (vec![rows, horizon], wanted.clone())),
    ];
    entries.map(|(name, entry)| (name.to_owned(), entry)).into()
}

/// As PyTorch's modules may be called: without full stops; with its number where there are several.
fn name(entrant: &Entrant) -> String {
    let name = entrant.name.replace('.', "_");
    if entrant.member == 0 { name } else { format!("{name}_{}", entrant.member + 1) }
}

fn layer(net: &Net) -> Option<Layers> {
    let (cell, _) = net.settings().cell?;
    let kinds = [CellKind::Rnn, CellKind::Lstm, CellKind::LstmPeepholes, CellKind::Gru];
    let kind = kinds.into_iter().find(|kind| crate::Cell::from(*kind) == cell)?;
    Some(Layers { kind, inputs: 1, hidden: net.settings().hidden, count: 1 })
}

/// What a lone layer's parameter is called.
fn lone(theirs: &str, net: &str) -> String {
    let part = theirs.rsplit('.').next().unwrap_or(theirs);
    format!("{net}.layer.{part}")
}

fn twins(net: &Net, prefix: &str) -> Vec<Twin> {
    if let Some(layer) = layer(net) {
        let lone = |twin: Twin| Twin { theirs: lone(&twin.theirs, prefix), ..twin };
        return layer.twins().into_iter().map(lone).chain(linear("output", &format!("{prefix}.output"))).collect();
    }
    let [layers, _] = net.settings().mlp;
    let hidden = (1..=layers).flat_map(|n| linear(&format!("linear{n}"), &format!("{prefix}.layers.{}", n - 1)));
    hidden.chain(linear("output", &format!("{prefix}.layers.{layers}"))).collect()
}

/// A fully connected layer on both sides.
pub(super) fn linear(ours: &str, theirs: &str) -> [Twin; 2] {
    [("W", "weight", Layout::Transposed), ("b", "bias", Layout::Same)].map(|(w, weight, layout)| Twin {
        ours: format!("{ours}.{w}"),
        theirs: format!("{theirs}.{weight}"),
        layout,
    })
}

fn expression(net: &Net, layer: Option<&Layers>) -> String {
    let settings = net.settings();
    if let Some(layer) = layer {
        return format!("Recurrent({}, {})", layer.alone(), settings.hidden);
    }
    let [layers, hidden] = settings.mlp;
    let sizes = [vec![settings.window], vec![hidden; layers], vec![1]].concat();
    format!("Mlp({sizes:?})")
}

fn on_processor(net: &Net, checkpoint: &Checkpoint) -> Net {
    let (mut copy, processor) = (net.clone(), Device::cpu());
    for param in copy.params_mut() {
        let (shape, numbers) = &checkpoint.tensors[&param.name];
        param.value = processor.upload(shape.as_slice(), numbers);
    }
    copy
}
