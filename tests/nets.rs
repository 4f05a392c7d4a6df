//! Nets for images, put together from a line of text: counts, training steps and feature maps of PyTorch's
//! (`golden/nets.json`), and every view of a prediction against the prediction itself.

use nabla_compute::ops::global_norm;
use nabla_compute::{Device, Indices, Tensor};
use nabla_models::vision::look::{Look, Numbers, kernels};
use nabla_models::vision::{AUXILIARY_WEIGHT, Architecture, Block, Net, Preset};
use nabla_models::{Graph, Optimizer};
use nabla_tests::{assert_close, numbers, read};
use serde_json::Value;

const IMAGE: [usize; 3] = [28, 28, 1];
const CLASSES: usize = 10;
const BATCH: usize = 4;

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/nets.json")).expect("nets.json")
}

/// The recorded net, whose dropout drops nothing.
fn architecture(recorded: &Value) -> Architecture {
    let text = recorded["text"].as_str().expect("a text");
    let net = Architecture::parse(text, IMAGE, CLASSES).expect("an architecture");
    let kept = |block: Block| if let Block::Dropout { .. } = block { Block::Dropout { percent: 0 } } else { block };
    let blocks = net.blocks.into_iter().map(kept).collect();
    Architecture { blocks, reductions: recorded["reductions"] == true, ..Architecture::new(IMAGE, CLASSES, vec![]) }
}

/// Weights within √(6/fan), the others within a tenth (of 1 for scales): as `golden/nets.py` draws them.
fn net(device: &Device, architecture: &Architecture) -> Net {
    let mut net = Net::new(device, architecture, 1).expect("it can be built");
    let trained: Vec<String> = net.params().iter().map(|param| param.name.clone()).collect();
    for param in net.state_mut() {
        let Some(number) = trained.iter().position(|name| *name == param.name) else { continue };
        let mut values = numbers(param.value.len(), 1000 + number as u64);
        let [fan, _] = param.value.shape().matrix();
        for value in &mut values {
            *value = match param.name.rsplit('.').next() {
                Some("W") => *value * (6.0 / fan as f64).sqrt() as f32,
                Some("scale") => *value * 0.1 + 1.0,
                _ => *value * 0.1,
            };
        }
        param.value = device.upload(param.value.shape(), &values);
    }
    net
}

fn batch(device: &Device, k: usize) -> (Tensor, Indices) {
    let images = numbers(BATCH * IMAGE[0] * IMAGE[1], 10 + k as u64);
    let classes: Vec<u32> = (0..BATCH).map(|i| ((3 * i + k) % CLASSES) as u32).collect();
    (device.upload([BATCH, IMAGE[0], IMAGE[1], 1], &images), device.upload_indices(&classes))
}

fn floats(value: &Value) -> Vec<f32> {
    value.as_array().expect("a list").iter().map(|x| x.as_f64().expect("a number") as f32).collect()
}

nabla_tests::on_each_device! {
    async fn ten_losses_equal_pytorchs(device: &Device) {
        let tolerance = if device.kind() == "cpu" { 1e-5 } else { 1e-4 };
        for recorded in golden()["models"].as_array().expect("models") {
            let name = recorded["name"].as_str().expect("a name");
            let net = net(device, &architecture(recorded));
            let number = |key: &str| recorded[key].as_f64().expect("a number") as f32;
            let mut optimizer = match recorded["optimizer"].as_str() {
                Some("adam") => Optimizer::adam(&net.params(), number("learningRate")),
                _ => Optimizer::sgd(&net.params(), number("learningRate"), number("momentum")),
            };
            let (mut losses, mut objectives) = (Vec::new(), Vec::new());
            for step in 0..10 {
                let (images, classes) = batch(device, step % 2);
                let graph = Graph::training();
                let loss = net.loss(&graph, &images, &classes, 0, AUXILIARY_WEIGHT);
                let gradients = graph.gradients(&loss.objective, &net.params());
                let unclipped = global_norm(&gradients.iter().collect::<Vec<_>>(), 0.0);
                optimizer.step(&net.params(), &gradients, &unclipped);
                losses.push(read(loss.main.loss.value()).await[0]);
                objectives.push(read(loss.objective.value()).await[0]);
            }
            assert_close(&format!("{name}: losses"), &losses, &floats(&recorded["losses"]), tolerance);
            assert_close(&format!("{name}: objectives"), &objectives, &floats(&recorded["objectives"]), tolerance);
        }
    }

    async fn feature_maps_equal_pytorchs(device: &Device) {
        for recorded in golden()["models"].as_array().expect("models") {
            let name = recorded["name"].as_str().expect("a name");
            let net = net(device, &architecture(recorded)).on_processor().await.expect("numbers");
            let look = Look::new(&net, &numbers(IMAGE[0] * IMAGE[1], 10));
            let maps = recorded["maps"].as_object().expect("maps");
            assert!(maps.len() > net.architecture().blocks.len(), "{name}: a map of every block and the output");
            for (block, expected) in maps {
                let values = look.feature_maps(block).expect(block).values;
                let what = format!("{name}: {block}");
                assert_eq!(values.len() as u64, expected["length"], "{what}");
                let expected_numbers = floats(&expected["numbers"]);
                let picked: Vec<f32> = (0..expected_numbers.len()).map(|i| values[i * 997 % values.len()]).collect();
                assert_close(&what, &picked, &expected_numbers, 1e-5);
                let sums = [values.iter().sum::<f32>(), values.iter().map(|x| x * x).sum()];
                let expected = ["sum", "squares"].map(|key| expected[key].as_f64().expect("a number") as f32);
                assert_close(&format!("{what}: sums"), &sums, &expected, 1e-4);
            }
        }
    }
}

#[test]
fn parameters_and_operations_are_counted_as_pytorch_has_them() {
    let golden = golden();
    let counts = golden["counts"].as_array().expect("counts");
    for preset in Preset::ALL {
        let recorded = counts
            .iter()
            .find(|recorded| recorded["name"] == preset.name())
            .unwrap_or_else(|| panic!("{}", preset.name()));
        assert_eq!(recorded["text"], preset.text(), "golden/nets.py has another {}", preset.name());
    }
    for recorded in counts {
        let plan = architecture(recorded).plan().expect("it can be built");
        let blocks = recorded["blocks"].as_object().expect("blocks");
        let (mut parameters, mut flops) = (0, 0.0);
        for block in &plan.blocks {
            let expected = blocks.get(&block.name).map_or((0, 0.0), |counted| {
                (counted[0].as_u64().expect("parameters"), counted[1].as_f64().expect("operations"))
            });
            let what = format!("{} {}", recorded["name"], block.name);
            assert_eq!((block.parameters as u64, block.flops), expected, "{what}");
            (parameters, flops) = (parameters + block.parameters, flops + block.flops);
        }
        assert_eq!(
            blocks.keys().filter(|name| plan.blocks.iter().any(|block| block.name == **name)).count(),
            blocks.len()
        );
        assert_eq!(parameters, plan.main.parameters + plan.auxiliary.parameters);
        assert!((flops - plan.main.flops - plan.auxiliary.flops).abs() < 0.5);
        let net = Net::new(&Device::cpu(), &architecture(recorded), 1).expect("it can be built");
        assert_eq!(net.params().iter().map(|param| param.value.len()).sum::<usize>(), parameters);
    }
}

/// Nets that together have every kind of block.
fn all_kinds() -> Vec<Net> {
    let texts = [
        Preset::Googlenet.text(),
        "conv 3x3/2 6 valid; bn; avg 3/2; inception 3 2-4 2-3 3; bn; aux; max 2/2; dense 12; bn; dropout 50; dense 9",
        "conv 5x5 4; gap",
        "",
    ];
    let parsed = |text: &&str| Architecture::parse(text, IMAGE, CLASSES).expect("an architecture");
    texts.iter().map(parsed).flat_map(|a| [a.with_reductions(false), a]).map(|a| net(&Device::cpu(), &a)).collect()
}

#[test]
fn every_number_is_what_its_arithmetic_says() {
    for net in all_kinds() {
        let look = Look::new(&net, &numbers(IMAGE[0] * IMAGE[1], 7));
        let layers = net.plan().blocks.iter().flat_map(|block| block.layers.iter().map(|layer| layer.name.clone()));
        let blocks = net.plan().blocks.iter().filter(|block| !block.is_auxiliary).map(|block| block.name.clone());
        let mut checked = 0;
        for name in layers.chain(blocks) {
            let Some(maps) = look.feature_maps(&name) else { continue };
            let [rows, columns, channels] = maps.shape;
            for at in [0, maps.values.len() / 3, maps.values.len() / 2 + 1, maps.values.len() - 1] {
                let at = at % maps.values.len();
                let (y, x, channel) = (at / channels / columns, at / channels % columns, at % channels);
                let Some(arithmetic) = look.arithmetic(&name, channel, y, x) else { continue };
                let what = format!("{name}[{y},{x},{channel}] of {rows}×{columns}×{channels}");
                assert_eq!(arithmetic.output, maps.values[at], "{what}");
                assert_close(&what, &[result(&arithmetic.numbers, arithmetic.relu)], &[arithmetic.output], 1e-5);
                checked += 1;
            }
        }
        assert!(checked >= 4 * net.plan().blocks.len().min(4), "{checked}");
        let prediction = look.prediction();
        let softmax = look.arithmetic("softmax", 3, 0, 0).expect("the softmax");
        assert_eq!(softmax.output, prediction.probabilities[3]);
        assert_close("a sum of probabilities", &[prediction.probabilities.iter().sum()], &[1.0], 1e-6);
        for (name, channel, y, x) in
            [("conv1", 99, 0, 0), ("conv1", 0, 28, 0), ("nothing", 0, 0, 0), ("softmax", 10, 0, 0)]
        {
            assert_eq!(look.arithmetic(name, channel, y, x), None, "{name}");
        }
    }
}

/// What the written numbers come to.
fn result(numbers: &Numbers, relu: bool) -> f32 {
    let result = match numbers {
        Numbers::Sum { patch, kernel, products, bias, sum, .. } => {
            let again: f32 = patch.iter().zip(kernel).map(|(x, w)| x * w).sum::<f32>() + bias;
            assert_close("a sum of products", &[products.iter().sum::<f32>() + bias], &[again], 1e-5);
            *sum
        }
        Numbers::Pool { cells, values, is_mean: true, sum, .. } => {
            assert_eq!(cells.len(), values.len());
            sum / values.len() as f32
        }
        Numbers::Pool { values, greatest, .. } => values[*greatest],
        Numbers::Lrn { x, values, settings, s, .. } => {
            let squares: f32 = values.iter().map(|x| x * x).sum();
            assert_close("s", &[settings.bias + settings.alpha / settings.size as f32 * squares], &[*s], 1e-6);
            x / s.powf(settings.beta)
        }
        Numbers::BatchNorm { x, mean, variance, epsilon, scale, shift, .. } => {
            (x - mean) / (variance + epsilon).sqrt() * scale + shift
        }
        Numbers::Softmax { .. } => unreachable!("the softmax is asked for by itself"),
    };
    if relu { result.max(0.0) } else { result }
}

#[test]
fn a_class_activation_map_and_the_bias_add_up_to_the_logit() {
    for net in all_kinds() {
        let look = Look::new(&net, &numbers(IMAGE[0] * IMAGE[1], 8));
        let logits = look.prediction().logits;
        for class in 0..CLASSES {
            let Some(map) = look.activation_map(class) else {
                assert!(!net.architecture().has_activation_maps());
                continue;
            };
            assert_eq!(map.values.len(), map.shape[0] * map.shape[1]);
            assert_eq!(map.logit, logits[class]);
            assert_close("logit", &[map.values.iter().sum::<f32>() + map.bias], &[map.logit], 1e-5);
        }
        assert_eq!(look.activation_map(CLASSES), None);
    }
}

#[test]
fn the_input_gradient_is_how_the_logit_changes() {
    for net in all_kinds() {
        let image = numbers(IMAGE[0] * IMAGE[1], 9);
        let look = Look::new(&net, &image);
        let gradient = look.input_gradient(4).expect("a gradient");
        assert_eq!(gradient.len(), image.len());
        let greatest = gradient.iter().fold(0.0_f32, |most, dx| most.max(dx.abs()));
        // Between the corners of relu and max pooling a logit is nearly linear in one pixel; at a corner it is not.
        let step = 1e-3_f32;
        let is_off = |i: &usize| {
            let moved = |by: f32| {
                let mut moved = image.clone();
                moved[*i] += by;
                (moved[*i], Look::new(&net, &moved).prediction().logits[4])
            };
            let ((high, up), (low, down)) = (moved(step), moved(-step));
            ((up - down) / (high - low) - gradient[*i]).abs() > 0.03 * greatest.max(1e-3)
        };
        let tried: Vec<usize> = (0..40).map(|i| i * 389 % image.len()).collect();
        let off = tried.iter().filter(|i| is_off(i)).count();
        assert!(off <= 4, "{off} of {} differ: {}", tried.len(), net.architecture());
        assert_eq!(look.input_gradient(CLASSES), None);
    }
}

#[test]
fn kernels_are_those_of_the_net() {
    let architecture = Architecture::preset(Preset::Googlenet, IMAGE, CLASSES);
    let net = net(&Device::cpu(), &architecture);
    let shape = |name: &str| kernels(&net, name).map(|kernels| kernels.shape);
    assert_eq!(shape("conv1"), Some([3, 3, 1, 16]));
    assert_eq!(shape("inception1.c2"), Some([5, 5, 4, 8]));
    assert_eq!(shape("output"), Some([1, 1, 104, 10]));
    assert_eq!(shape("pool1"), None);
    assert_eq!(shape("inception1"), None);
    let kernels = kernels(&net, "conv1").expect("kernels");
    let param = net.find("conv1.W").expect("a parameter");
    assert_eq!(kernels.values, pollster::block_on(read(&param.value)));
}

/// What a preset learns with its own settings, as `docs/vision.md` says; minutes.
#[cfg(not(target_arch = "wasm32"))]
mod learned {
    use std::time::Instant;

    use nabla_models::data::images::ImageSplit;
    use nabla_models::vision::{Testing, VisionTrainer};
    use nabla_tests::images;

    use super::{Architecture, CLASSES, Device, IMAGE, Look, Preset};

    /// Of all test images, how many and what part are right after all epochs from seed 1. Says how long one prediction takes.
    fn tried(preset: Preset, split: ImageSplit) -> (usize, f64) {
        let architecture = Architecture::preset(preset, IMAGE, CLASSES);
        let made = VisionTrainer::new(&Device::cpu(), &architecture, split, &preset.settings(), 1);
        let mut trainer = made.unwrap_or_else(|e| panic!("{e}"));
        while trainer.step_count() < trainer.steps() {
            trainer.step().expect("the processor is never lost");
        }
        let mut testing = Testing::default();
        testing.begin(&trainer);
        while !pollster::block_on(testing.advance(&trainer)).expect("the processor is never lost") {}
        let tested = testing.last().expect("a test");
        let (name, right) = (preset.name(), 100.0 * tested.accuracy);
        eprintln!(
            "{name}: {right:.2} %, heads {:.4?}; {:.2} ms a prediction",
            tested.auxiliary,
            prediction_ms(&trainer)
        );
        (tested.labels.len(), tested.accuracy)
    }

    /// The median of 101 predictions, one image each, as the page makes them on the processor.
    fn prediction_ms(trainer: &VisionTrainer) -> f64 {
        let timed = |index: usize| {
            let image = trainer.scaling().floats(trainer.test().pixels_of(index));
            let start = Instant::now();
            assert_eq!(Look::new(trainer.net(), &image).prediction().probabilities.len(), CLASSES);
            start.elapsed().as_secs_f64() * 1000.0
        };
        let mut times: Vec<f64> = (0..101).map(timed).collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    }

    /// `cargo test -p nabla-tests nets::learned::lenet -- --ignored --nocapture`. Measured: 97.80 %.
    #[test]
    #[ignore = "a minute: all epochs"]
    fn lenet_tells_more_than_97_of_100_digits() {
        let (images, right) = tried(Preset::Lenet, images::mnist());
        assert_eq!(images, 1500);
        assert!(right > 0.97, "{right}");
    }

    /// `cargo test -p nabla-tests nets::learned::the_small -- --ignored --nocapture`. Measured: 89.56 %.
    #[test]
    #[ignore = "minutes: all epochs"]
    fn the_small_googlenet_tells_more_than_88_of_100_garments() {
        let (images, right) = tried(Preset::Googlenet, images::fashion());
        assert_eq!(images, 10_000);
        assert!(right > 0.88, "{right}");
    }
}
