//! The networks of the memory lab: what they answer, and not how they go on learning.

use nabla_compute::DeviceError;
use serde_json::{Value, json};

use super::cells::{Layers, lone_classes};
use super::forecast::linear;
use super::script::{checking_script, indented};
use super::{Entry, Exported, Twin, metadata, translated, whole};
use crate::checkpoint::{Capture, Checkpoint};
use crate::config::{MemoryConfig, Settings};
use crate::memory::{Entrant, Race, Series, Test};

/// Examples of the check, of each lag.
const CHECKED: usize = 8;

/// All networks of a race.
///
/// # Errors
/// When the device is lost.
pub async fn memory(race: &Race, config: &MemoryConfig) -> Result<Exported, DeviceError> {
    let task = config.task.task();
    let (mut tensors, mut made) = (std::collections::BTreeMap::new(), Vec::new());
    let (mut names, mut kinds, mut outputs, mut losses) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for entrant in race.entrants() {
        let name = format!("{}_{}", crate::config::CellKind::WORDS[entrant.kind() as usize], entrant.lag());
        let layer = Layers { kind: entrant.kind(), inputs: task.inputs(), hidden: config.hidden, count: 1 };
        let params = entrant.learner.params().into_iter().map(|param| (param.name.clone(), param.value.clone()));
        let first = entrant.learner.params()[0];
        let checkpoint = Capture::new(first.value.device(), params.collect(), [].into()).finish().await?;
        let lone = |theirs: &str| format!("nets.{name}.layer.{}", theirs.rsplit('.').next().unwrap_or(theirs));
        let twins = layer.twins().into_iter().map(|twin| Twin { theirs: lone(&twin.theirs), ..twin });
        let twins: Vec<Twin> = twins.chain(linear("output", &format!("nets.{name}.output"))).collect();
        tensors.extend(translated(&checkpoint, &twins));
        tensors.extend(layer.second_biases().into_iter().map(|(bias, n)| (lone(&bias), (vec![n], vec![0.0; n]))));
        made.push(format!("\"{name}\": Net({}, {}),", layer.alone(), config.hidden));
        let test = entrant.test.first(CHECKED);
        tensors.extend(asked(entrant, &test, task.inputs()));
        let answers = entrant.learner.answers(test.examples()).to_vec().await?;
        losses.push(test.score(&answers).loss);
        outputs.extend(answers);
        kinds.push(entrant.kind());
        names.push(name);
    }
    tensors.insert("check.outputs".to_owned(), (vec![outputs.len()], outputs));
    tensors.insert("check.loss".to_owned(), (vec![losses.len()], losses));
    let step = race.entrants().iter().map(|entrant| entrant.learner.step_count()).max().unwrap_or(0);
    let mut metadata = metadata("memory", step, Value::Object(config.to_map()), &json!({}));
    metadata.insert("nets".to_owned(), json!(names).to_string());
    let has_symbols = race.entrants().first().is_some_and(|e| !e.test.examples().inputs.symbols().is_empty());
    let read = if has_symbols { format!("F.one_hot(x.long(), {}).float()", task.inputs()) } else { "x".to_owned() };
    let loss = if task.answers_numbers() {
        "F.mse_loss(answers.flatten(), wanted)"
    } else {
        "F.cross_entropy(answers, wanted.long())"
    };
    let fill = [
        ("__CLASSES__", lone_classes(&kinds)),
        ("__NETS__\n", indented(&made, 12)),
        ("__TASK__", crate::config::TaskKind::WORDS[config.task as usize].to_owned()),
        ("__OUTPUTS__", task.outputs().to_string()),
        ("__READ__", read),
        ("__LOSS__", loss.to_owned()),
    ];
    let script = checking_script(include_str!("python/memory.py"), &fill);
    Ok(Exported { weights: Checkpoint { tensors, metadata }, script })
}

/// What the networks of a lag read and are asked.
fn asked(entrant: &Entrant, test: &Test, channels: usize) -> Vec<(String, Entry)> {
    let (examples, lag) = (test.examples(), entrant.lag());
    let inputs = match &examples.inputs {
        Series::Symbols(symbols) => whole(&[examples.steps, examples.rows], symbols.iter().copied()),
        Series::Numbers(numbers) => (vec![examples.steps, examples.rows, channels], numbers.clone()),
    };
    let wanted = match &examples.wanted {
        Series::Symbols(classes) => whole(&[classes.len()], classes.iter().copied()),
        Series::Numbers(numbers) => (vec![numbers.len()], numbers.clone()),
    };
    let places = whole(&[examples.asked.len()], examples.asked.iter().copied());
    vec![
        (format!("check.inputs.{lag}"), inputs),
        (format!("check.asked.{lag}"), places),
        (format!("check.targets.{lag}"), wanted),
    ]
}
