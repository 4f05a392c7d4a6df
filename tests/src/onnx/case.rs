//! Where cases come from: folders as ONNX lays them out, or one file that holds many.

use prost::Message;

/// A model with data to run it on.
#[derive(Clone, PartialEq, Message)]
pub struct Case {
    /// The name of its folder.
    #[prost(string, tag = "1")]
    pub name: String,
    /// The content of `model.onnx`.
    #[prost(bytes = "vec", tag = "2")]
    pub model: Vec<u8>,
    /// The content of each `test_data_set_*`.
    #[prost(message, repeated, tag = "3")]
    pub sets: Vec<DataSet>,
}

/// Inputs, and the outputs that are expected: one encoded tensor each.
#[derive(Clone, PartialEq, Message)]
pub struct DataSet {
    /// The content of `input_0.pb`, `input_1.pb`, ….
    #[prost(bytes = "vec", repeated, tag = "1")]
    pub inputs: Vec<Vec<u8>>,
    /// The content of `output_0.pb`, `output_1.pb`, ….
    #[prost(bytes = "vec", repeated, tag = "2")]
    pub outputs: Vec<Vec<u8>>,
}

/// Many cases in one file.
#[derive(Clone, PartialEq, Message)]
pub struct Cases {
    /// In the order of their names.
    #[prost(message, repeated, tag = "1")]
    pub cases: Vec<Case>,
}

impl Cases {
    /// The cases of a file that [`prost::Message::encode_to_vec`] wrote.
    ///
    /// # Errors
    /// When it is no such file.
    pub fn read(bytes: &[u8]) -> Result<Self, prost::DecodeError> {
        Cases::decode(bytes)
    }
}

mod folder {
    use std::path::{Path, PathBuf};
    use std::{fs, io};

    use super::{Case, Cases, DataSet};

    impl Cases {
        /// All cases in a folder, at any depth: those folders that hold a `model.onnx`.
        ///
        /// # Errors
        /// When a folder or file cannot be read.
        pub fn of_folder(folder: &Path) -> io::Result<Self> {
            let mut cases = Vec::new();
            collect(folder, &mut cases)?;
            Ok(Cases { cases })
        }
    }

    fn collect(folder: &Path, cases: &mut Vec<Case>) -> io::Result<()> {
        let entries = entries(folder)?;
        let model = folder.join("model.onnx");
        if model.is_file() {
            let sets = entries.iter().filter(|path| name(path).starts_with("test_data_set_"));
            let sets = sets.map(|set| data_set(set)).collect::<io::Result<_>>()?;
            cases.push(Case { name: name(folder), model: fs::read(model)?, sets });
            return Ok(());
        }
        entries.iter().filter(|path| path.is_dir()).try_for_each(|path| collect(path, cases))
    }

    fn data_set(folder: &Path) -> io::Result<DataSet> {
        let tensors = |kind: &str| {
            let path = |i: usize| folder.join(format!("{kind}_{i}.pb"));
            (0..).map(path).take_while(|path| path.is_file()).map(fs::read).collect::<io::Result<_>>()
        };
        Ok(DataSet { inputs: tensors("input")?, outputs: tensors("output")? })
    }

    /// What is in a folder, by name.
    fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        paths.sort();
        Ok(paths)
    }

    fn name(path: &Path) -> String {
        path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}
