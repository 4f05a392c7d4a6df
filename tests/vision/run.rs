//! Trains a net on shipped images and says how long it took and how well it does, for `docs/vision.md`.
//!
//! ```text
//! cargo run -p nabla-tests --example vision -- mnist lenet
//! cargo run -p nabla-tests --example vision -- fashion googlenet epochs=8 rate=0.002 seed=2
//! cargo run -p nabla-tests --example vision -- fashion "conv 3x3 16; max 2/2; gap" augment=1
//! ```
//!
//! Not `--release`: that profile is made for the page, and natively leaves the CPU's loops without SIMD.

use std::time::Instant;

use nabla_compute::Device;
use nabla_models::vision::{Architecture, Augmentation, Preset, Testing, TrainingSettings, VisionTrainer};
use nabla_tests::images;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [data, net, options @ ..] = words.as_slice() else { panic!("which images, and which net?") };
    let split = match data.as_str() {
        "mnist" => images::mnist(),
        "fashion" => images::fashion(),
        _ => panic!("{data} is not shipped"),
    };
    let image = [split.train.size()[0], split.train.size()[1], 1];
    let preset = Preset::ALL.into_iter().find(|preset| preset.name() == net);
    let architecture = match preset {
        Some(preset) => Architecture::preset(preset, image, split.train.classes()),
        None => Architecture::parse(net, image, split.train.classes()).unwrap_or_else(|e| panic!("{e}")),
    };
    let mut settings = preset.map_or_else(TrainingSettings::default, Preset::settings);
    let light = Augmentation::light(data == "fashion");
    settings.augmentation = settings.augmentation.map(|_| light);
    let (mut seed, mut every) = (1, 1.0);
    for option in options {
        let (key, value) = option.split_once('=').unwrap_or_else(|| panic!("{option} is no key=value"));
        let number: f64 = value.parse().unwrap_or_else(|e| panic!("{option}: {e}"));
        match key {
            "epochs" => settings.epochs = number,
            "batch" => settings.batch = number as usize,
            "rate" => settings.learning_rate = number,
            "decay" => settings.weight_decay = number,
            "clip" => settings.clip = number,
            "aux" => settings.auxiliary_weight = number,
            "samples" => settings.samples = number as usize,
            "augment" => settings.augmentation = (number > 0.0).then_some(light),
            "seed" => seed = number as u64,
            "every" => every = number,
            _ => panic!("{key} is no setting"),
        }
    }
    let mut trainer =
        VisionTrainer::new(&Device::cpu(), &architecture, split, &settings, seed).unwrap_or_else(|e| panic!("{e}"));
    train(&mut trainer, every);
}

/// To the end, with a test every so many epochs.
fn train(trainer: &mut VisionTrainer, every: f64) {
    let main = trainer.net().plan().main;
    eprintln!(
        "{}\n{} parameters, {:.2} MFLOP an image",
        trainer.net().architecture(),
        main.parameters,
        main.flops / 1e6
    );
    let (mut seconds, mut next) = (0.0, every);
    let mut start = Instant::now();
    while trainer.step_count() < trainer.steps() {
        trainer.step().expect("the processor is never lost");
        if trainer.epoch() >= next || trainer.step_count() == trainer.steps() {
            next += every;
            seconds += start.elapsed().as_secs_f64();
            tell(trainer, seconds);
            start = Instant::now();
        }
    }
}

/// What it has learned, and how it does on the test part.
fn tell(trainer: &mut VisionTrainer, seconds: f64) {
    trainer.report();
    let report = trainer.poll_report().expect("the processor is never lost").expect("there were steps");
    let mean = |numbers: &[f32]| numbers.iter().sum::<f32>() / numbers.len() as f32;
    let mut testing = Testing::default();
    testing.begin(trainer);
    let start = Instant::now();
    while !pollster::block_on(testing.advance(trainer)).expect("the processor is never lost") {}
    let tested = testing.last().expect("a test");
    eprintln!(
        "epoch {:.1}, {seconds:.1} s: loss {:.4}, accuracy {:.2} %; tested in {:.1} s: {:.2} %, loss {:.4}, heads {:.2?}",
        report.epoch,
        mean(&report.losses),
        100.0 * mean(&report.accuracies),
        start.elapsed().as_secs_f64(),
        100.0 * tested.accuracy,
        tested.loss,
        tested.auxiliary.iter().map(|accuracy| 100.0 * accuracy).collect::<Vec<_>>(),
    );
}
