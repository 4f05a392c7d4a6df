//! What a GPU has to compile before it can train, found by a step that computes nothing.

use std::rc::Rc;

use nabla_compute::Device;
use nabla_compute::kernel::KernelSource;

use crate::char_lm::CharLm;
use crate::config::Config;
use crate::data::Streams;
use crate::trainer::{Trainer, settings};

/// The kernels of a character model's training step, for [`Device::compile`]; none on the processor.
pub fn kernels(device: &Device, config: &Config, vocabulary: usize) -> Vec<&'static KernelSource> {
    device.trace(|| {
        let characters = config.batch * (config.sequence + 1);
        let tokens: Rc<[u32]> = vec![0; characters].into();
        let streams = Streams::new(tokens, 0..characters, config.batch, config.sequence);
        let Ok(streams) = streams else { unreachable!("there are as many characters as are needed") };
        let model = CharLm::new(device, settings(config, vocabulary), 0);
        // A failure of the device shows again where it matters: in `compile`.
        let _ = Trainer::with_model(device, model, streams, config).step();
    })
}
