use nabla_compute::Device;

use super::architecture::Reason;
use super::*;
use crate::checkpoint::Checkpoint;
use crate::data::images::{ImageSplit, Images, LabelledImages};
use crate::rng::Random;

const SIDE: usize = 12;
const CLASSES: usize = 3;
/// Every kind of block whose training draws numbers or keeps some.
const NET: &str = "conv 3x3 4; bn; max 3/2; lrn; inception 2 2-3 1-2 2; bn; aux; max 2/2; dropout 30; dense 8";

/// Noise with a bright stripe whose place is the class.
fn images(count: usize, seed: u64) -> LabelledImages {
    let mut random = Random::new(seed, 0);
    let labels: Vec<u8> = (0..count).map(|i| (i % CLASSES) as u8).collect();
    let mut pixels = Vec::new();
    for label in &labels {
        let is_bright = |row: usize| row / 4 == usize::from(*label);
        pixels.extend((0..SIDE * SIDE).map(|at| random.below(120) as u8 + if is_bright(at / SIDE) { 100 } else { 0 }));
    }
    let names = (0..CLASSES).map(|class| class.to_string()).collect();
    LabelledImages::new(Images { size: [SIDE; 2], pixels }, labels, names).expect("labelled images")
}

fn trainer(settings: &TrainingSettings) -> VisionTrainer {
    let net = Architecture::parse(NET, [SIDE, SIDE, 1], CLASSES).expect("an architecture");
    let split = ImageSplit { train: images(50, 1), test: images(40, 2) };
    VisionTrainer::new(&Device::cpu(), &net, split, settings, 7).expect("it can be built")
}

fn settings() -> TrainingSettings {
    let augmentation = Some(Augmentation::light(true));
    TrainingSettings { batch: 8, epochs: 12.0, clip: 1.0, weight_decay: 0.01, augmentation, ..Default::default() }
}

fn steps(trainer: &mut VisionTrainer, count: usize) -> Report {
    for _ in 0..count {
        trainer.step().expect("the processor is never lost");
    }
    trainer.report();
    trainer.poll_report().expect("the processor is never lost").expect("there were steps")
}

fn checkpoint(trainer: &VisionTrainer) -> Checkpoint {
    pollster::block_on(trainer.capture().finish()).expect("the processor is never lost")
}

/// A test to its end, with so many steps of training between its portions.
fn tested(trainer: &mut VisionTrainer, between: usize) -> Tested {
    let mut testing = Testing::default();
    testing.begin(trainer);
    while !pollster::block_on(testing.advance(trainer)).expect("the processor is never lost") {
        (0..between).for_each(|_| trainer.step().expect("the processor is never lost"));
    }
    testing.last().cloned().expect("a test")
}

#[test]
fn a_run_goes_on_from_a_checkpoint_to_the_bit() {
    for optimizer in [crate::config::Updates::Adam, crate::config::Updates::Sgd, crate::config::Updates::Rmsprop] {
        let settings = TrainingSettings { optimizer, learning_rate: 1e-3, ..settings() };
        let mut through = trainer(&settings);
        steps(&mut through, 9);
        let file = checkpoint(&through).to_bytes().expect("a file");
        let expected = steps(&mut through, 11);
        let mut resumed = trainer(&settings);
        steps(&mut resumed, 2); // what it did before must not show
        resumed.restore(&Checkpoint::from_bytes(&file).expect("a checkpoint")).expect("of the same net");
        assert_eq!(resumed.step_count(), 9);
        assert_eq!(steps(&mut resumed, 11), expected);
        assert_eq!(checkpoint(&resumed), checkpoint(&through));
    }
}

#[test]
fn a_checkpoint_of_another_net_is_refused_and_changes_nothing() {
    let other = Architecture::parse("dense 8", [SIDE, SIDE, 1], CLASSES).expect("an architecture");
    let split = ImageSplit { train: images(9, 1), test: images(9, 2) };
    let other = VisionTrainer::new(&Device::cpu(), &other, split, &settings(), 7).expect("it can be built");
    let mut trainer = trainer(&settings());
    let before = checkpoint(&trainer);
    assert!(trainer.restore(&checkpoint(&other)).is_err());
    assert_eq!(checkpoint(&trainer), before);
}

#[test]
fn a_net_learns_and_says_how_far_it_is() {
    let mut trainer = trainer(&TrainingSettings { augmentation: None, learning_rate: 5e-3, ..settings() });
    assert_eq!((trainer.steps(), trainer.batch()), (75, 8)); // 12 · 50 / 8
    let report = steps(&mut trainer, 75);
    let mean = |numbers: &[f32]| numbers.iter().sum::<f32>() / numbers.len() as f32;
    assert!(mean(&report.losses[70..]) < 0.5 * mean(&report.losses[..5]), "{:?}", report.losses);
    assert!(report.objectives.iter().zip(&report.losses).all(|(objective, loss)| objective > loss));
    assert!(report.accuracies.iter().all(|accuracy| (0.0..=1.0).contains(accuracy)));
    assert!((report.epoch - 12.0).abs() < 1e-9);
    assert!(trainer.learning_rate() < 1e-4, "the rate has fallen");
    assert!(tested(&mut trainer, 0).accuracy > 0.8);
}

#[test]
fn a_test_is_of_the_weights_it_began_with_while_training_goes_on() {
    let (mut still, mut busy) = (trainer(&settings()), trainer(&settings()));
    steps(&mut still, 10);
    steps(&mut busy, 10);
    let expected = tested(&mut still, 0);
    assert_eq!(tested(&mut busy, 2), expected);
    assert_eq!((expected.step, expected.labels.len()), (10, 40));
    assert_eq!(expected.auxiliary.len(), 1);
    let (rows, right) = (expected.confusion.chunks_exact(CLASSES), expected.confusion.iter().step_by(CLASSES + 1));
    assert_eq!(rows.map(|row| row.iter().sum::<u32>()).collect::<Vec<_>>(), [14, 13, 13]);
    assert!((f64::from(right.sum::<u32>()) / 40.0 - expected.accuracy).abs() < 1e-9);
    let worst = expected.worst(1000);
    assert_eq!(worst.len(), 40 - (expected.accuracy * 40.0).round() as usize);
    assert!(worst.is_sorted_by(|a, b| a.probability >= b.probability));
    assert!(worst.iter().all(|mistake| mistake.label == mistake.index % CLASSES && mistake.taken_for != mistake.label));
    assert_eq!(expected.worst(1), worst[..1.min(worst.len())]);
}

#[test]
fn what_cannot_be_built_is_refused_with_block_shape_and_reason() {
    let refused = |text: &str| {
        let net = Architecture::parse(text, [28, 28, 1], 10).expect(text);
        let impossible = net.plan().expect_err(text);
        assert!(Net::new(&Device::cpu(), &net, 1).is_err());
        (impossible.name, impossible.input, impossible.reason.code())
    };
    let at = |name: &str, input: [usize; 3], code: &'static str| (name.to_owned(), input, code);
    assert_eq!(refused("max 2/2; max 2/2; max 2/2; conv 5x5 6 valid"), at("conv1", [3, 3, 1], "window"));
    assert_eq!(refused("conv 5x5 6; gap; max 2/2"), at("pool1", [1, 1, 6], "no-image"));
    assert_eq!(refused("dense 9; conv 3x3 4"), at("conv1", [1, 1, 9], "no-image"));
    assert_eq!(refused("gap; aux"), at("aux1", [1, 1, 1], "no-image"));
    assert_eq!(refused("lrn; lrn; conv 3x3 0"), at("conv1", [28, 28, 1], "range"));
    assert_eq!(refused("inception 1 1-1 1-0 1"), at("inception1", [28, 28, 1], "range"));
    assert_eq!(refused("max 2/0"), at("pool1", [28, 28, 1], "range"));
    assert_eq!(refused("dropout 96"), at("dropout1", [28, 28, 1], "range"));
    assert_eq!(refused("dense 4096; dense 4096"), at("dense2", [1, 1, 4096], "parameters"));
    assert_eq!(refused("conv 15x15 128; conv 15x15 128"), at("conv2", [28, 28, 128], "flops"));
    assert_eq!(refused(&"conv 1x1 400;".repeat(7)), at("conv7", [28, 28, 400], "activations"));
    assert_eq!(refused(&"lrn;".repeat(65)), at("output", [28, 28, 1], "blocks"));
    let tiny = Architecture::new([28, 28, 1], 1, vec![]);
    assert!(matches!(tiny.plan().expect_err("one class").reason, Reason::Range { what: "classes", .. }));
    let message = Architecture::parse("gap; lrn", [28, 28, 1], 10).expect("blocks").plan().expect_err("no image");
    let expected = "lrn1 cannot be built on 1×1×1: after a global average or a fully connected block there is no image \
                    any more.";
    assert_eq!(message.to_string(), expected);
}

#[test]
fn without_the_reductions_a_module_is_wider_and_dearer() {
    let net = Architecture::preset(Preset::Googlenet, [28, 28, 1], 10);
    let (with, without) =
        (net.plan().expect("a plan"), net.with_reductions(false).plan().expect("the same without reductions"));
    assert!(without.main.flops > 2.0 * with.main.flops && without.main.parameters > 2 * with.main.parameters);
    let channels = |plan: &Plan| plan.blocks.iter().find(|b| b.name == "inception1").map(|b| b.output[2]);
    assert_eq!((channels(&with), channels(&without)), (Some(56), Some(16 + 24 + 8 + 32)));
}
