//! A recurrent net step by step: it reads a window, then its own outputs.

use nabla_compute::{Device, DeviceError};

use crate::inside::{CellStep, step};

use super::{Net, Problem};

/// One step, with every number of the cell.
#[derive(Clone, Debug)]
pub struct NetStep {
    /// What it reads.
    pub input: f32,
    /// Whether that is its own output.
    pub is_fed_back: bool,
    /// The cell, written out.
    pub cell: CellStep,
    /// hₜ or sₜ
    pub state: Vec<f32>,
    /// Cₜ of an LSTM; else empty.
    pub memory: Vec<f32>,
    /// What it says comes next, prepared.
    pub output: f32,
}

/// L steps that read the window before an origin, and H − 1 that read what came out. None of a net that is not
/// recurrent.
///
/// # Errors
/// When the device is lost.
pub async fn unrolled(
    net: &Net,
    problem: &Problem,
    origin: usize,
    horizon: usize,
) -> Result<Option<Vec<NetStep>>, DeviceError> {
    let processor = Device::cpu();
    let mut net = net.clone();
    for param in net.params_mut() {
        param.value = processor.upload(param.value.shape(), &param.value.to_vec().await?);
    }
    let Some((layer, output)) = net.recurrent() else { return Ok(None) };
    let (w, b) = (output.w.value.to_vec().await?, output.b.value.to_vec().await?[0]);
    let window = problem.windows_before(&[origin]);
    let mut steps: Vec<NetStep> = Vec::new();
    let zeros = vec![0.0; layer.hidden()];
    for t in 0..window.len() + horizon - 1 {
        let last = steps.last();
        let (input, is_fed_back) = match window.get(t) {
            Some(value) => (*value, false),
            None => (last.map_or(0.0, |last| last.output), true),
        };
        let h = last.map_or(zeros.as_slice(), |last| &last.state);
        let c = last.map_or(zeros.as_slice(), |last| if last.memory.is_empty() { &zeros } else { &last.memory });
        let cell = step(layer, &[input], h, c);
        let state = cell.get("h").or_else(|| cell.get("s")).unwrap_or_default().to_vec();
        let memory = cell.get("C").unwrap_or_default().to_vec();
        let said = state.iter().zip(&w).map(|(h, w)| h * w).sum::<f32>() + b;
        steps.push(NetStep { input, is_fed_back, cell, state, memory, output: said });
    }
    Ok(Some(steps))
}
