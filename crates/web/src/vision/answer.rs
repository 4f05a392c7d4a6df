//! What the vision lab can be asked for.

mod arguments;
mod looks;
pub(super) mod plans;

use std::fmt::Write as _;

use nabla_models::Checkpoint;
use nabla_models::config::Settings;
use nabla_models::export;
use nabla_models::onnx::{self, Pixels};
use serde_json::{Map, Value};

use super::VisionLab;
use super::protocol::{Answer, Confusion, Mistake, Mistakes, Reply};
use super::run::told;
use crate::lab;
use crate::protocol::{Failure, TensorInfo};
use arguments::Asked;

/// What can be asked.
const QUESTIONS: &str =
    "architecture, predict, image, featureMaps, kernels, arithmetic, confusion, mistakes, cam, inputGradient, metrics";

/// A reply, with what travels beside it.
pub(super) type Answered = lab::Answered<Reply>;

/// An answer and the numbers beside it.
type Looked = Result<(Answer, Vec<Vec<f32>>), Failure>;

impl VisionLab {
    pub(super) fn tensors(&self) -> Result<Reply, Failure> {
        let info = |(kind, name, tensor): (&'static str, String, nabla_compute::Tensor)| TensorInfo {
            name,
            shape: tensor.shape().dims().to_vec(),
            kind,
        };
        Ok(Reply::Tensors { tensors: self.run()?.trainer.visible().into_iter().map(info).collect() })
    }

    pub(super) async fn inspect(&self, name: String) -> Result<Answered, Failure> {
        let mut visible = self.run()?.trainer.visible().into_iter();
        let Some((_, _, tensor)) = visible.find(|(_, own, _)| *own == name) else {
            let message = format!("There is no tensor {name:?}; tensors() lists them. Gradients appear after a step.");
            return Err(Failure::new("unknown-tensor", message).about("name").with("value", name));
        };
        let data = tensor.to_vec().await?;
        let reply = Reply::Tensor { name, shape: tensor.shape().dims().to_vec() };
        Ok(Answered { reply, arrays: vec![data], bytes: None })
    }

    pub(super) async fn query(&self, kind: &str, args: &Map<String, Value>) -> Result<Answered, Failure> {
        let (answer, arrays) = match kind {
            "architecture" => (self.planned(args)?, Vec::new()),
            "confusion" => (self.confusion()?, Vec::new()),
            "mistakes" => self.mistakes(args)?,
            "metrics" => (Answer::Metrics(self.run()?.curves.clone()), Vec::new()),
            _ => self.look(kind, args).await?,
        };
        Ok(Answered { reply: Reply::Answer { answer }, arrays, bytes: None })
    }

    async fn look(&self, kind: &str, args: &Map<String, Value>) -> Looked {
        let asked = Asked { run: self.run()?, args };
        match kind {
            "image" => asked.image_of_data(),
            "predict" => asked.predict().await,
            "featureMaps" => asked.feature_maps().await,
            "kernels" => asked.kernels().await,
            "arithmetic" => asked.arithmetic().await,
            "cam" => asked.cam().await,
            "inputGradient" => asked.input_gradient().await,
            _ => {
                let message = format!("There is no question {kind:?} to this lab; it knows {QUESTIONS}.");
                let failure = Failure::new("unknown-query", message).about("kind").with("value", kind);
                Err(failure.with("allowed", QUESTIONS))
            }
        }
    }

    /// The plan of the network of the settings, with what `args` says other.
    fn planned(&self, args: &Map<String, Value>) -> Result<Answer, Failure> {
        let is_said = |(key, value): &(&String, &Value)| {
            ["model", "net", "reductions"].contains(&key.as_str()) && !value.is_null()
        };
        let patch = args.iter().filter(is_said).map(|(key, value)| (key.clone(), value.clone())).collect();
        let config = self.config.merged(&patch)?;
        let (size, classes) = match self.library.split(config.data) {
            Some(split) => (split.train.size(), split.train.classes()),
            None => (super::SHIPPED_SIZE, super::SHIPPED_CLASSES),
        };
        let network = config.architecture(size, classes)?;
        let plan = network.plan()?;
        Ok(Answer::Architecture(plans::architecture(config.model, &network, &plan)))
    }

    fn confusion(&self) -> Result<Answer, Failure> {
        let run = self.run()?;
        let tested = run.tested().ok_or_else(not_tested)?;
        let classes = run.split.test.class_names().to_vec();
        let row = |row: &[u32]| row.iter().map(|count| *count as usize).collect();
        let counts = tested.confusion.chunks_exact(classes.len()).map(row).collect();
        Ok(Answer::Confusion(Confusion { tested: told(tested), classes, counts }))
    }

    fn mistakes(&self, args: &Map<String, Value>) -> Looked {
        let run = self.run()?;
        let asked = Asked { run, args };
        let tested = run.tested().ok_or_else(not_tested)?;
        let count = asked.whole("count", 12, [1, 200])?;
        let worst = match asked.cell()? {
            Some([label, class]) => tested.taken(label, class, count),
            None => tested.worst(count),
        };
        let right: u32 = tested.confusion.iter().step_by(run.split.test.classes() + 1).sum();
        let arrays = worst.iter().map(|mistake| asked.bright(run.split.test.pixels_of(mistake.index))).collect();
        let shown = |mistake: &nabla_models::vision::Mistake| Mistake {
            index: mistake.index,
            label: mistake.label,
            class: mistake.taken_for,
            probability: mistake.probability,
            label_probability: mistake.of_label,
        };
        let answer = Mistakes {
            step: tested.step,
            count: tested.labels.len() - right as usize,
            images: tested.labels.len(),
            size: run.split.test.size(),
            classes: run.split.test.class_names().to_vec(),
            worst: worst.iter().map(shown).collect(),
        };
        Ok((Answer::Mistakes(answer), arrays))
    }

    /// Everything that is learned, under its own names.
    pub(super) async fn weights(&self) -> Result<Checkpoint, Failure> {
        let run = self.run()?;
        let net = run.net().await?;
        let mut file = Checkpoint::default();
        for param in net.state() {
            let numbers = param.value.to_vec().await?;
            file.tensors.insert(param.name.clone(), (param.value.shape().dims().to_vec(), numbers));
        }
        file.metadata.insert("net".to_owned(), net.architecture().to_string());
        file.metadata.insert("step".to_owned(), run.trainer.step_count().to_string());
        Ok(file)
    }

    /// `metrics`: the curves; `weights` and `script`: for PyTorch; `onnx`; `architecture`: what the network is made of.
    pub(super) async fn export(&self, kind: &str) -> Result<Answered, Failure> {
        let run = self.run()?;
        let (name, mime, bytes) = match kind {
            "metrics" => ("nabla-vision.csv", "text/csv", self.curves()?.into_bytes()),
            "architecture" => {
                let Answer::Architecture(network) = self.planned(&Map::new())? else {
                    unreachable!("it was asked for")
                };
                let text = serde_json::to_vec_pretty(&network);
                ("nabla-architecture.json", "application/json", text.unwrap_or_default())
            }
            "weights" | "script" => {
                let exported = export::vision(&run.trainer, &self.config).await;
                let exported = exported?;
                lab::exported_file(exported, kind, ["nabla-vision.py", "nabla-vision.safetensors"])?
            }
            "onnx" => {
                let (weights, classes) = (self.weights().await?, run.split.train.class_names());
                let pixels = Pixels { scaling: run.trainer.scaling(), permutation: run.permutation() };
                let bytes = onnx::vision(&weights, run.trainer.net().plan(), &pixels, classes);
                ("nabla-vision.onnx", "application/octet-stream", bytes)
            }
            _ => {
                let allowed = "metrics, weights, script, onnx, architecture";
                let message = format!("There is no export {kind:?}; there are {allowed}.");
                let failure = Failure::new("unknown-export", message).about("kind").with("value", kind);
                return Err(failure.with("allowed", allowed));
            }
        };
        let reply = Reply::File { name: name.to_owned(), mime: mime.to_owned() };
        Ok(Answered { reply, arrays: Vec::new(), bytes: Some(bytes) })
    }

    /// A row for what was told of steps, and one for each try on the test part.
    fn curves(&self) -> Result<String, Failure> {
        let run = self.run()?;
        let heads = run.trainer.net().architecture().auxiliary_heads();
        let mut text = String::from("part,step,images,loss,accuracy");
        for head in 1..=heads {
            let _ = write!(text, ",accuracy_auxiliary{head}"); // writing to text does not fail
        }
        text.push('\n');
        for point in &run.curves.learned {
            let _ = writeln!(text, "train,{},,{},{}{}", point.step, point.loss, point.accuracy, ",".repeat(heads));
        }
        for tested in &run.curves.tested {
            let others: String = tested.auxiliary.iter().map(|share| format!(",{share}")).collect();
            let _ =
                writeln!(text, "test,{},{},{},{}{others}", tested.step, tested.images, tested.loss, tested.accuracy);
        }
        Ok(text)
    }
}

fn not_tested() -> Failure {
    Failure::new("not-tested", "The network was not tried on the test part yet.")
}
