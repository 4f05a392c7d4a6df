//! Networks for images.

use super::{Folder, checked, expected, python, shapes, trained};
use nabla_compute::Device;
use nabla_models::config::{Settings, Updates, VisionConfig};
use nabla_models::data::images::{ImageSplit, Images, LabelledImages};
use nabla_models::export::{Exported, vision};
use nabla_models::vision::{Architecture, VisionTrainer};

/// Every block in every way in which it is padded, and a network of each preset's kind.
const NETS: [&str; 7] = [
    "",
    "dense 12; bn; dropout 30",
    "conv 5x5 6; max 2/2; conv 4x4 7; avg 2/1; conv 3x3/2 5 valid; dense 9",
    "conv 3x3 4; bn; max 3/2; lrn; max 3/1; inception 3 2-4 2-3 2; bn; aux; gap; bn; dropout 40",
    "avg 3/1; conv 2x2/2 8 valid; avg 3/2; max 2/1",
    "conv 3x3 6; lrn; aux; inception 2 3-2 3-2 3; aux; avg 4/3; gap",
    "bn; conv 1x1 3; gap",
];
const SIZE: [usize; 2] = [16, 12];

fn images(count: usize, first: usize) -> LabelledImages {
    let pixel = |at: usize| ((at * at / 7 + at * (first + at / 192)) % 256) as u8;
    let pixels = (0..count * SIZE[0] * SIZE[1]).map(pixel).collect();
    let names = ["one", "two", "three"].map(str::to_owned).into();
    let labels = (0..count).map(|i| (i % 3) as u8).collect();
    LabelledImages::new(Images { size: SIZE, pixels }, labels, names).expect("images")
}

fn trainer(net: &str, reductions: bool, config: &VisionConfig, steps: usize) -> VisionTrainer {
    let net = Architecture::parse(net, [SIZE[0], SIZE[1], 1], 3).expect(net).with_reductions(reductions);
    let split = ImageSplit { train: images(60, 3), test: images(9, 5) };
    let mut trainer = VisionTrainer::new(&Device::cpu(), &net, split, &config.training(), 3).expect("it can be built");
    (0..steps).for_each(|_| trainer.step().expect("the processor is never lost"));
    trainer
}

fn config(optimizer: Updates) -> VisionConfig {
    VisionConfig { batch: 8, optimizer, learning_rate: 2e-3, ..VisionConfig::default() }
}

fn exported(net: &str, reductions: bool, config: &VisionConfig) -> Exported {
    let trainer = trainer(net, reductions, config, 5);
    pollster::block_on(vision(&trainer, config)).expect("the processor is never lost")
}

#[test]
fn names_and_shapes_are_pytorchs() {
    let config = config(Updates::Adam);
    let exported = exported("conv 3x3 4; bn; max 2/2; inception 3 2-4 2-3 1; aux; dense 7", true, &config);
    let wanted: [(&str, &[usize]); 26] = [
        ("aux1.conv.bias", &[32]),
        ("aux1.conv.weight", &[32, 11, 1, 1]),
        ("aux1.linear.bias", &[3]),
        ("aux1.linear.weight", &[3, 32 * 4 * 3]),
        ("conv1.bias", &[4]),
        ("conv1.weight", &[4, 1, 3, 3]),
        ("dense1.bias", &[7]),
        ("dense1.weight", &[7, 11 * 8 * 6]),
        ("inception1.a.bias", &[3]),
        ("inception1.a.weight", &[3, 4, 1, 1]),
        ("inception1.b1.bias", &[2]),
        ("inception1.b1.weight", &[2, 4, 1, 1]),
        ("inception1.b2.bias", &[4]),
        ("inception1.b2.weight", &[4, 2, 3, 3]),
        ("inception1.c1.bias", &[2]),
        ("inception1.c1.weight", &[2, 4, 1, 1]),
        ("inception1.c2.bias", &[3]),
        ("inception1.c2.weight", &[3, 2, 5, 5]),
        ("inception1.d.bias", &[1]),
        ("inception1.d.weight", &[1, 4, 1, 1]),
        ("norm1.bias", &[4]),
        ("norm1.running_mean", &[4]),
        ("norm1.running_var", &[4]),
        ("norm1.weight", &[4]),
        ("output.bias", &[3]),
        ("output.weight", &[3, 7]),
    ];
    assert_eq!(shapes(&exported.weights), expected(wanted));
    let tensors = &exported.weights.tensors;
    assert_eq!(tensors["optim.inception1.b2.weight.exp_avg"].0, [4, 2, 3, 3]);
    assert_eq!(tensors["check.inputs"].0, [9, 1, 16, 12]);
    assert_eq!(tensors["check.outputs"].0, [9, 3]);
    let metadata = &exported.weights.metadata;
    assert_eq!((metadata["step"].as_str(), metadata["model"].as_str()), ("5", "vision"));
    assert_eq!(metadata["classes"], r#"["one","two","three"]"#);
    assert_eq!(metadata["config"], serde_json::Value::Object(config.to_map()).to_string());
}

#[test]
fn a_script_has_what_its_network_needs_and_no_more() {
    let config = config(Updates::Sgd);
    let script = |net: &str| exported(net, true, &config).script;
    let (all, softmax) = (script(NETS[3]), script(""));
    for part in ["class Inception", "class Auxiliary", "class BatchNorm2d", "class BatchNorm1d", "class Dropout"] {
        assert!(all.contains(part) && !softmax.contains(part), "{part}");
    }
    for script in [all, softmax] {
        assert!(!script.contains("__NORM") && !script.contains("__INIT") && !script.contains("__DATA"), "{script}");
    }
}

/// IDX files of the training images.
fn data(folder: &Folder) {
    let train = images(60, 3);
    let header = |magic: u8, sizes: &[usize]| {
        let sizes = sizes.iter().flat_map(|size| (*size as u32).to_be_bytes());
        [0, 0, 8, magic].into_iter().chain(sizes).collect::<Vec<u8>>()
    };
    folder
        .file("train-images-idx3-ubyte", [header(3, &[60, SIZE[0], SIZE[1]]), train.images().pixels.clone()].concat());
    folder.file("train-labels-idx1-ubyte", [header(1, &[60]), train.labels().to_vec()].concat());
}

#[test]
#[ignore = "needs Python with PyTorch (NABLA_PYTHON, else python3)"]
fn scripts_agree_and_go_on() {
    let folder = Folder::new("vision");
    data(&folder);
    for (number, net) in NETS.iter().enumerate() {
        let optimizer = [Updates::Adam, Updates::Sgd, Updates::Rmsprop][number % 3];
        for reductions in [true, false] {
            if !reductions && !net.contains("inception") {
                continue;
            }
            let files = checked(&folder, &exported(net, reductions, &config(optimizer)));
            let saved = folder.0.join("later.safetensors");
            let losses = trained(&files, &folder.0, "3", &saved);
            assert_eq!(losses.len(), 3, "{net}");
            assert!(losses.iter().all(|loss| loss.is_finite()), "{net}: {losses:?}");
            python(&[&files[0], &saved]);
        }
    }
    folder.remove();
}
