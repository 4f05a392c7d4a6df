//! Nets that are there to begin with.

use super::Architecture;
use crate::vision::{Augmentation, TrainingSettings};

/// A net that is there to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Preset {
    /// Softmax regression: no block at all.
    Softmax,
    /// One fully connected hidden layer.
    Mlp,
    /// LeNet-5 (LeCun et al. 1998) with relu and max pooling.
    Lenet,
    /// GoogLeNet (Szegedy et al. 2015) in small: stem, three Inception modules, two auxiliary heads; with the batch
    /// normalisation of its successor (Ioffe & Szegedy 2015), without which it learns much more slowly.
    Googlenet,
    /// The same wider and deeper: four modules.
    GooglenetLarge,
}

impl Preset {
    /// All of them, from the simplest.
    pub const ALL: [Preset; 5] =
        [Preset::Softmax, Preset::Mlp, Preset::Lenet, Preset::Googlenet, Preset::GooglenetLarge];

    /// As in a config.
    pub fn name(self) -> &'static str {
        match self {
            Preset::Softmax => "softmax",
            Preset::Mlp => "mlp",
            Preset::Lenet => "lenet",
            Preset::Googlenet => "googlenet",
            Preset::GooglenetLarge => "googlenet-large",
        }
    }

    /// How it is trained if nobody says otherwise.
    pub fn settings(self) -> TrainingSettings {
        let own = TrainingSettings::default();
        match self {
            Preset::Softmax | Preset::Mlp | Preset::Lenet => own,
            Preset::Googlenet => TrainingSettings { epochs: 5.0, learning_rate: 3e-3, ..own },
            Preset::GooglenetLarge => {
                let augmentation = Some(Augmentation::light(false));
                TrainingSettings { epochs: 12.0, learning_rate: 3e-3, augmentation, ..own }
            }
        }
    }

    /// Its blocks.
    pub fn text(self) -> &'static str {
        match self {
            Preset::Softmax => "",
            Preset::Mlp => "dense 128",
            Preset::Lenet => "conv 5x5 6; max 2/2; conv 5x5 16 valid; max 2/2; dense 120; dense 84",
            Preset::Googlenet => {
                "conv 3x3 16; bn; max 3/2; lrn; conv 1x1 16; bn; conv 3x3 32; bn; lrn; max 3/2; \
                 inception 16 16-24 4-8 8; bn; aux; inception 24 16-32 4-12 12; bn; aux; \
                 inception 32 24-40 6-16 16; bn; gap; dropout 40"
            }
            Preset::GooglenetLarge => {
                "conv 3x3 32; bn; max 3/2; lrn; conv 1x1 24; bn; conv 3x3 48; bn; lrn; max 3/2; \
                 inception 24 24-48 6-16 16; bn; aux; inception 32 32-64 8-24 24; bn; \
                 inception 40 32-64 8-24 32; bn; aux; inception 48 40-80 8-24 24; bn; gap; dropout 40"
            }
        }
    }
}

impl Architecture {
    /// A preset for such images.
    pub fn preset(preset: Preset, image: [usize; 3], classes: usize) -> Self {
        let written = Architecture::parse(preset.text(), image, classes);
        let blocks = written.map(|net| net.blocks).unwrap_or_default(); // a test holds that each can be parsed
        Architecture::new(image, classes, blocks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_can_be_built_for_images_of_many_sizes() {
        for preset in Preset::ALL {
            for image in [[28, 28, 1], [12, 12, 1], [32, 20, 3], [64, 64, 1]] {
                let net = Architecture::preset(preset, image, 5);
                assert_eq!(net.to_string(), preset.text());
                assert_eq!(net.plan().map(|plan| plan.blocks.len()), Ok(net.blocks.len() + 1), "{preset:?} {image:?}");
            }
        }
    }
}
