//! The way back from PyTorch: a file of weights, checked before anything of it is used.
//!
//! A file is safetensors with PyTorch's names and layouts, as [`crate::export`] writes it and its script saves it. It may
//! have 256 tensors, or as many as the model itself, and a header of 64 kB and 512 bytes for each of the model's tensors;
//! each tensor's place, type and shape must agree, and its numbers be finite. What belongs to no parameter (the check, what
//! an optimiser remembers, the state between two batches) does not count and is passed over, and anything else refused.

use std::collections::BTreeMap;

use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use crate::export::Twin;
use crate::shown::shown;

/// Of the header, in bytes, before what the model's tensors need.
const MAX_HEADER: u64 = 64 << 10;
/// Of the header, for each of the model's tensors: it and two that an optimiser remembers are said in 130 bytes each.
const HEADER_OF_A_TENSOR: u64 = 512;
/// Those of [`BESIDE`] not counted.
const MAX_TENSORS: usize = 256;
/// What a file may hold beside a model's parameters.
const BESIDE: [&str; 4] = ["check.", "data.", "optim.", "state."];

/// Why a file's weights are not taken.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// It is none, or larger than any that is taken.
    #[error("This is no file of weights that can be read: {why}.")]
    Format {
        /// In a word, for translations: cut, header, tensors or broken.
        reason: &'static str,
        /// In English.
        why: String,
    },
    /// It lacks a tensor.
    #[error("The file does not fit this model: it has no tensor {0}.")]
    Missing(String),
    /// It has one of another size.
    #[error("The file does not fit this model: {name} has the shape [{found}], and would need [{needed}].")]
    Shape {
        /// Which.
        name: String,
        /// That it has.
        found: String,
        /// That it should have.
        needed: String,
    },
    /// It has one that the model has not.
    #[error("The file does not fit this model, which has no tensor {0}.")]
    Unknown(String),
    /// Not what numbers are kept as.
    #[error("{0} is not made of F32, F16 or BF16 numbers.")]
    Kind(String),
    /// Infinite, or no number at all.
    #[error("{0} has a number that is not finite.")]
    NotFinite(String),
    /// A variance below zero.
    #[error("{0} has a negative number, which no variance is.")]
    Negative(String),
}

impl ImportError {
    /// For programs and translations.
    pub fn code(&self) -> &'static str {
        match self {
            ImportError::Format { .. } => "weights-format",
            ImportError::Missing(_) => "weights-missing",
            ImportError::Shape { .. } => "weights-shape",
            ImportError::Unknown(_) => "weights-unknown",
            ImportError::Kind(_) => "weights-kind",
            ImportError::NotFinite(_) => "weights-not-finite",
            ImportError::Negative(_) => "weights-negative",
        }
    }

    /// What the message is made of.
    pub fn args(&self) -> BTreeMap<&'static str, String> {
        match self {
            ImportError::Format { reason, .. } => [("reason", (*reason).to_owned())].into(),
            ImportError::Shape { name, found, needed } => {
                [("name", name.clone()), ("found", found.clone()), ("needed", needed.clone())].into()
            }
            ImportError::Missing(name)
            | ImportError::Unknown(name)
            | ImportError::Kind(name)
            | ImportError::NotFinite(name)
            | ImportError::Negative(name) => [("name", name.clone())].into(),
        }
    }
}

/// The parameters of a model as a file has them. `params` are those that the model has: names, shapes and numbers.
///
/// # Errors
/// When the file is of another model, or none.
pub fn weights(
    file: &[u8],
    twins: &[Twin],
    params: &BTreeMap<String, (Vec<usize>, Vec<f32>)>,
) -> Result<BTreeMap<String, Vec<f32>>, ImportError> {
    let tensors = read(file, twins.len())?;
    let mut taken: BTreeMap<String, Vec<f32>> =
        params.iter().map(|(name, (_, data))| (name.clone(), data.clone())).collect();
    let mut is_used = vec![false; tensors.len()];
    for twin in twins {
        let (Some((shape, now)), Some(ours)) = (params.get(&twin.ours), taken.get_mut(&twin.ours)) else { continue };
        let (needed, _) = twin.layout.there(shape, now);
        let mut numbers = find(&tensors, &mut is_used, &twin.theirs, &needed)?
            .ok_or_else(|| ImportError::Missing(twin.theirs.clone()))?;
        // PyTorch adds two biases where there is one here.
        let second = twin.theirs.replace("bias_ih", "bias_hh");
        if second != twin.theirs && twins.iter().all(|other| other.theirs != second) {
            let second = find(&tensors, &mut is_used, &second, &needed)?.unwrap_or_default();
            numbers.iter_mut().zip(second).for_each(|(first, second)| *first += second);
            if numbers.iter().any(|sum| !sum.is_finite()) {
                return Err(ImportError::NotFinite(twin.theirs.clone()));
            }
        }
        if twin.theirs.ends_with("running_var") && numbers.iter().any(|variance| *variance < 0.0) {
            return Err(ImportError::Negative(twin.theirs.clone()));
        }
        twin.layout.back(shape, &numbers, ours);
    }
    let unused = tensors.iter().zip(&is_used).filter(|(_, used)| !**used).map(|((name, _), _)| name);
    let strange = unused.into_iter().find(|name| !is_beside(name));
    strange.map_or(Ok(taken), |name| Err(ImportError::Unknown(shown(name))))
}

fn is_beside(name: &str) -> bool {
    BESIDE.iter().any(|part| name.starts_with(part))
}

/// What a file says of itself under a key.
pub fn metadata(file: &[u8], key: &str) -> Option<String> {
    let (_, header) = SafeTensors::read_metadata(file).ok()?;
    header.metadata().as_ref()?.get(key).cloned()
}

/// All tensors of a file, whose header is small and agrees with what follows it. `of_model` is how many the model has.
fn read(file: &[u8], of_model: usize) -> Result<Vec<(String, TensorView<'_>)>, ImportError> {
    let refuse = |reason, why: &str| ImportError::Format { reason, why: shown(why) };
    let length = file.first_chunk().ok_or_else(|| refuse("cut", "it is too short"))?;
    let most = MAX_HEADER + HEADER_OF_A_TENSOR * of_model as u64;
    if u64::from_le_bytes(*length) > most {
        return Err(refuse("header", &format!("its header has more than {} kB", most >> 10)));
    }
    let tensors = SafeTensors::deserialize(file).map_err(|error| refuse("broken", &error.to_string()))?;
    let most = MAX_TENSORS.max(of_model);
    if tensors.names().into_iter().filter(|name| !is_beside(name)).count() > most {
        return Err(refuse("tensors", &format!("it has more than {most} tensors")));
    }
    let mut tensors = tensors.tensors();
    tensors.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(tensors)
}

fn find(
    tensors: &[(String, TensorView<'_>)],
    is_used: &mut [bool],
    name: &str,
    needed: &[usize],
) -> Result<Option<Vec<f32>>, ImportError> {
    let Ok(at) = tensors.binary_search_by(|(other, _)| other.as_str().cmp(name)) else { return Ok(None) };
    is_used[at] = true;
    let tensor = &tensors[at].1;
    if tensor.shape() != needed {
        let text = |shape: &[usize]| shape.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        return Err(ImportError::Shape { name: name.to_owned(), found: text(tensor.shape()), needed: text(needed) });
    }
    let numbers = numbers(tensor).ok_or_else(|| ImportError::Kind(name.to_owned()))?;
    if numbers.iter().any(|x| !x.is_finite()) {
        return Err(ImportError::NotFinite(name.to_owned()));
    }
    Ok(Some(numbers))
}

fn numbers(tensor: &TensorView<'_>) -> Option<Vec<f32>> {
    let halves = || tensor.data().as_chunks::<2>().0.iter().map(|bytes| u16::from_le_bytes(*bytes));
    match tensor.dtype() {
        Dtype::F32 => Some(tensor.data().as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()),
        Dtype::BF16 => Some(halves().map(|bits| f32::from_bits(u32::from(bits) << 16)).collect()),
        Dtype::F16 => Some(halves().map(from_half).collect()),
        _ => None,
    }
}

/// IEEE 754's 16 bits: a sign, 5 of the exponent, 10 of the fraction.
fn from_half(bits: u16) -> f32 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023) / 1024.0);
    let size = match exponent {
        0 => fraction * 2.0_f32.powi(-14),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + fraction) * 2.0_f32.powi(exponent - 15),
    };
    if bits >> 15 == 1 { -size } else { size }
}

#[cfg(test)]
mod tests;
