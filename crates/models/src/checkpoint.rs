//! Everything a run needs to go on: weights, the optimiser's memory, the carried state and the place in the text. Its
//! file is safetensors, so that other programs can read the weights.

use std::collections::{BTreeMap, HashMap};

use nabla_compute::{Device, DeviceError, Reading, Tensor};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use crate::char_lm::CharLm;
use crate::shown::shown;
use crate::trainer::Trainer;

/// A checkpoint with more than this is not one of ours: a hostile header must not cost memory.
const MAX_HEADER: usize = 1 << 20;
const MAX_TENSORS: usize = 4096;
/// JavaScript counts to 2⁵³.
const MAX_NUMBER: u64 = 1 << 53;

/// A run at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checkpoint {
    /// Shape and numbers by name.
    pub tensors: BTreeMap<String, (Vec<usize>, Vec<f32>)>,
    /// Whatever else there is to say, as text.
    pub metadata: BTreeMap<String, String>,
}

/// Why a file is not a checkpoint of this run.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
pub enum CheckpointError {
    /// Not safetensors, or not as Nabla writes it.
    #[error("This is not a checkpoint of Nabla: {0}.")]
    Format(String),
    /// Of another model.
    #[error("The checkpoint does not fit this model: {0} is missing or has another size.")]
    Mismatch(String),
}

impl Checkpoint {
    /// The numbers of a name.
    pub fn find(&self, name: &str) -> Option<Vec<f32>> {
        self.tensors.get(name).map(|(_, data)| data.clone())
    }

    /// A whole number among the metadata; 0 when there is none. One that a page could not say to the digit is no number of
    /// steps.
    pub fn number(&self, key: &str) -> u64 {
        let number = self.metadata.get(key).and_then(|text| text.parse().ok());
        number.filter(|number| *number <= MAX_NUMBER).unwrap_or(0)
    }

    /// The step it was taken at.
    pub fn step(&self) -> u64 {
        self.number("step")
    }

    /// Puts what another checkpoint has of one net, whose names begin so, in the place of what this one has of it.
    pub fn replace_part(&mut self, prefix: &str, other: &Checkpoint) {
        self.tensors.retain(|name, _| !name.starts_with(prefix));
        self.metadata.retain(|name, _| !name.starts_with(prefix));
        let tensors = other.tensors.iter().filter(|(name, _)| name.starts_with(prefix));
        self.tensors.extend(tensors.map(|(name, tensor)| (name.clone(), tensor.clone())));
        let metadata = other.metadata.iter().filter(|(name, _)| name.starts_with(prefix));
        self.metadata.extend(metadata.map(|(name, text)| (name.clone(), text.clone())));
    }

    /// As a file.
    ///
    /// # Errors
    /// When safetensors refuses it, which would be a bug.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CheckpointError> {
        let mut views = Vec::new();
        for (name, (shape, data)) in &self.tensors {
            let view = TensorView::new(Dtype::F32, shape.clone(), bytemuck::cast_slice(data));
            views.push((name.as_str(), view.map_err(|e| CheckpointError::Format(e.to_string()))?));
        }
        let metadata: HashMap<String, String> = self.metadata.clone().into_iter().collect();
        // Of no tensors and no metadata the crate writes a header that it cannot read.
        let metadata = Some(metadata).filter(|metadata| !metadata.is_empty());
        safetensors::serialize(views, metadata).map_err(|e| CheckpointError::Format(e.to_string()))
    }

    /// From a file.
    ///
    /// # Errors
    /// When it is not one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CheckpointError> {
        let refuse = |why: &str| CheckpointError::Format(shown(why));
        let header: [u8; 8] =
            bytes.get(..8).and_then(|b| b.try_into().ok()).ok_or_else(|| refuse("it is too short"))?;
        if u64::from_le_bytes(header) > MAX_HEADER as u64 {
            return Err(refuse("its header is too long"));
        }
        let (_, metadata) = SafeTensors::read_metadata(bytes).map_err(|e| refuse(&e.to_string()))?;
        let file = SafeTensors::deserialize(bytes).map_err(|e| refuse(&e.to_string()))?;
        if file.len() > MAX_TENSORS {
            return Err(refuse("it has too many tensors"));
        }
        let mut tensors = BTreeMap::new();
        for (name, view) in file.tensors() {
            if view.dtype() != Dtype::F32 {
                return Err(refuse("its numbers are not f32"));
            }
            let data = view.data().as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect();
            tensors.insert(name, (view.shape().to_vec(), data));
        }
        // Filled one by one, here and below: `collect` would sort first, and each sort is 1 kB of the first module.
        let mut sorted = BTreeMap::new();
        sorted.extend(metadata.metadata().clone().unwrap_or_default());
        Ok(Checkpoint { tensors, metadata: sorted })
    }
}

/// The same for the same bytes (FNV-1a, 64 bits): what a checkpoint says of the data that its run learns from.
pub fn fingerprint(bytes: impl IntoIterator<Item = u8>) -> String {
    let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, hash))
}

/// A checkpoint on its way from the device: the run as it was when it was asked for.
pub struct Capture {
    reading: Reading,
    names: Vec<(String, Vec<usize>)>,
    metadata: BTreeMap<String, String>,
}

impl Capture {
    /// Asks a device for these tensors as they are now.
    pub fn new(device: &Device, named: Vec<(String, Tensor)>, metadata: BTreeMap<String, String>) -> Self {
        let reading = device.read(&named.iter().map(|(_, tensor)| tensor).collect::<Vec<_>>());
        let names = named.into_iter().map(|(name, tensor)| (name, tensor.shape().dims().to_vec())).collect();
        Capture { reading, names, metadata }
    }

    /// The checkpoint, if it has come.
    pub fn try_finish(&mut self) -> Option<Result<Checkpoint, DeviceError>> {
        self.reading.try_take().map(|data| Ok(self.assemble(data?)))
    }

    /// Waits for it.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn finish(mut self) -> Result<Checkpoint, DeviceError> {
        let data = (&mut self.reading).await?;
        Ok(self.assemble(data))
    }

    fn assemble(&self, data: Vec<Vec<f32>>) -> Checkpoint {
        let mut tensors = BTreeMap::new();
        for ((name, shape), data) in self.names.iter().zip(data) {
            tensors.insert(name.clone(), (shape.clone(), data));
        }
        Checkpoint { tensors, metadata: self.metadata.clone() }
    }
}

impl Trainer {
    /// Asks for a checkpoint of the run as it is now.
    pub fn capture(&self) -> Capture {
        let params = self.model.params();
        let mut named: Vec<(String, _)> = params.iter().map(|p| (p.name.clone(), p.value.clone())).collect();
        named.extend(self.optimizer.memory(&params));
        for (layer, state) in self.state.iter().enumerate() {
            named.push((format!("state.h.{}", layer + 1), state.h.clone()));
            named.extend(state.c.iter().map(|c| (format!("state.C.{}", layer + 1), c.clone())));
        }
        let updates = self.optimizer.updates().unwrap_or(self.step);
        let numbers = [("step", self.step), ("position", self.streams.position()), ("updates", updates)];
        let metadata = numbers.map(|(key, number)| (key.to_owned(), number.to_string())).into();
        Capture::new(&self.device, named, metadata)
    }

    /// The model on the processor, to be looked into: itself, or a copy as it is now.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn model_on_processor(&self) -> Result<CharLm, DeviceError> {
        let mut model = self.model.clone();
        if matches!(self.device, Device::Cpu(_)) {
            return Ok(model);
        }
        let params = self.model.params();
        let numbers = self.device.read(&params.iter().map(|p| &p.value).collect::<Vec<_>>()).await?;
        let find = |name: &str| params.iter().position(|p| p.name == name).map(|at| numbers[at].clone());
        model.load(&Device::cpu(), &find).expect("every parameter was read");
        Ok(model)
    }

    /// Puts other numbers into the model, which has learned nothing yet.
    ///
    /// # Errors
    /// The name of a parameter that `find` does not have, or not of this size; nothing is changed then.
    pub fn load_weights(&mut self, find: &dyn Fn(&str) -> Option<Vec<f32>>) -> Result<(), CheckpointError> {
        self.model.load(&self.device, find).map_err(CheckpointError::Mismatch)
    }

    /// Goes on from a checkpoint of a run with the same config and text.
    ///
    /// # Errors
    /// When it is of another model; the run is unchanged then.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let find = |name: &str| checkpoint.find(name);
        self.model.load(&self.device, &find).map_err(CheckpointError::Mismatch)?;
        let params = self.model.params();
        self.optimizer.restore(&params, &self.device, checkpoint.number("updates"), &find);
        self.streams.seek(checkpoint.number("position"));
        self.step = checkpoint.step();
        self.forget_unfinished();
        for (layer, state) in self.state.iter_mut().enumerate() {
            for (part, tensor) in std::iter::once(("h", &mut state.h)).chain(state.c.as_mut().map(|c| ("C", c))) {
                let data = find(&format!("state.{part}.{}", layer + 1)).filter(|data| data.len() == tensor.len());
                *tensor = match data {
                    Some(data) => self.device.upload(tensor.shape(), &data),
                    None => nabla_compute::ops::fill(&self.device, tensor.shape(), 0.0),
                };
            }
        }
        Ok(())
    }
}

/// A copy of a model on the processor with the weights of a checkpoint.
///
/// # Errors
/// When the weights are of another model.
pub fn on_cpu(model: &CharLm, checkpoint: &Checkpoint) -> Result<CharLm, CheckpointError> {
    let mut copy = model.clone();
    copy.load(&Device::cpu(), &|name| checkpoint.find(name)).map_err(CheckpointError::Mismatch)?;
    Ok(copy)
}
