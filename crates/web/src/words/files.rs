//! What leaves as a file.

use std::fmt::Write;

use nabla_compute::DeviceError;
use nabla_models::word2vec::files;
use nabla_models::{Checkpoint, export, onnx};

use super::WordsLab;
use super::answer::Answered;
use super::protocol::Reply;
use super::study::Study;
use crate::lab::exported_file;
use crate::protocol::Failure;

/// All files.
const FILES: &str = "word2vec, weights, script, onnx, vocabulary, vectors, metadata, metrics";

impl WordsLab {
    pub(super) async fn export(&self, kind: &str) -> Result<Answered, Failure> {
        let study = self.study()?;
        let (name, mime, bytes) = match kind {
            "weights" | "script" => {
                let exported = export::word2vec(&study.learner, &study.words, &self.config).await;
                let none = || Failure::new("cannot-export", "No word has a neighbour: there is nothing to learn from.");
                let exported = exported?.ok_or_else(none)?;
                exported_file(exported, kind, ["nabla-word2vec.py", "nabla-word2vec.safetensors"])?
            }
            "word2vec" | "vectors" => {
                let matrices = study.matrices().await?;
                study.vectors_as(kind, &matrices)
            }
            "onnx" => {
                let matrices = study.matrices().await?;
                let mut checkpoint = Checkpoint::default();
                for (name, numbers) in matrices {
                    checkpoint.tensors.insert(name, (vec![numbers.len() / study.size(), study.size()], numbers));
                }
                checkpoint.metadata.insert("step".to_owned(), study.learner.steps().to_string());
                let bytes = onnx::word2vec(&checkpoint, study.words.vocabulary());
                ("nabla-word2vec.onnx", "application/octet-stream", bytes)
            }
            "vocabulary" => ("nabla-vocabulary.tsv", "text/tab-separated-values", files::metadata(&study.words).into()),
            "metadata" => ("nabla-metadata.tsv", "text/tab-separated-values", files::metadata(&study.words).into()),
            "metrics" => ("nabla-word2vec.csv", "text/csv", study.csv().into_bytes()),
            _ => {
                let message = format!("There is no export {kind:?}; there are {FILES}.");
                let failure = Failure::new("unknown-export", message).about("kind").with("value", kind);
                return Err(failure.with("allowed", FILES));
            }
        };
        let reply = Reply::File { name: name.to_owned(), mime: mime.to_owned() };
        Ok(Answered { reply, arrays: Vec::new(), bytes: Some(bytes) })
    }
}

/// A name, a type and a file.
type File = (&'static str, &'static str, Vec<u8>);

impl Study {
    async fn matrices(&self) -> Result<Vec<(String, Vec<f32>)>, DeviceError> {
        let mut matrices = Vec::new();
        for param in self.learner.model().params() {
            matrices.push((param.name.clone(), param.value.to_vec().await?));
        }
        Ok(matrices)
    }

    fn vectors_as(&self, kind: &str, matrices: &[(String, Vec<f32>)]) -> File {
        let (size, vectors) = (self.size(), &matrices[0].1);
        if kind == "word2vec" {
            return ("nabla-word2vec.txt", "text/plain", files::word2vec_text(&self.words, vectors, size).into_bytes());
        }
        ("nabla-vectors.tsv", "text/tab-separated-values", files::projector_vectors(vectors, size).into_bytes())
    }

    /// Every loss that was told, and every judgement.
    fn csv(&self) -> String {
        let mut text = String::from("step,loss,spearman,accuracy\n");
        let mut points = self.points.iter().peekable();
        let number = |number: Option<f64>| number.map_or_else(String::new, |number| number.to_string());
        for (step, loss) in &self.losses {
            let mut judged = None;
            while let Some(point) = points.next_if(|point| point.step <= *step) {
                judged = Some(point);
            }
            let (spearman, accuracy) = judged.map_or((None, None), |point| (point.spearman, point.accuracy));
            let (spearman, accuracy) = (number(spearman), number(accuracy));
            writeln!(text, "{step},{loss},{spearman},{accuracy}").expect("a string takes everything");
        }
        text
    }
}
