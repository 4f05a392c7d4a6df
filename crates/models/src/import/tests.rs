use super::*;
use crate::checkpoint::Checkpoint;
use crate::export::{Layout, vision_twins};
use crate::rng::Random;
use crate::vision::{Architecture, Preset};

type Params = BTreeMap<String, (Vec<usize>, Vec<f32>)>;

fn model() -> (Vec<Twin>, Params) {
    let twin = |ours: &str, theirs: &str, layout| Twin { ours: ours.into(), theirs: theirs.into(), layout };
    let twins = vec![
        twin("lstm1.Wx", "lstm.weight_ih_l0", Layout::Transposed),
        twin("lstm1.b", "lstm.bias_ih_l0", Layout::Same),
        twin("bn1.running", "bn1.running_mean", Layout::Row { row: 0 }),
        twin("bn1.running", "bn1.running_var", Layout::Row { row: 1 }),
    ];
    let shapes = [("lstm1.Wx", vec![2, 4]), ("lstm1.b", vec![4]), ("bn1.running", vec![2, 3])];
    let param = |(name, shape): (&str, Vec<usize>)| {
        let zeros = vec![0.0; shape.iter().product()];
        (name.to_owned(), (shape, zeros))
    };
    (twins, shapes.map(param).into())
}

/// A file that fits [`model`]; `change` spoils it.
fn file(change: impl FnOnce(&mut Checkpoint)) -> Vec<u8> {
    let counted = |count: usize, from: usize| (from..from + count).map(|i| i as f32).collect::<Vec<_>>();
    let mut file = Checkpoint::default();
    let mut put = |name: &str, shape: &[usize], data| _ = file.tensors.insert(name.to_owned(), (shape.to_vec(), data));
    put("lstm.weight_ih_l0", &[4, 2], counted(8, 1));
    put("lstm.bias_ih_l0", &[4], counted(4, 10));
    put("lstm.bias_hh_l0", &[4], vec![100.0; 4]);
    put("bn1.running_mean", &[3], counted(3, 20));
    put("bn1.running_var", &[3], counted(3, 30));
    put("check.outputs", &[1], vec![f32::NAN]);
    change(&mut file);
    file.to_bytes().expect("a file")
}

fn taken(file: &[u8]) -> Result<BTreeMap<String, Vec<f32>>, ImportError> {
    let (twins, params) = model();
    weights(file, &twins, &params)
}

#[test]
fn weights_come_back_in_our_layouts() {
    let taken = taken(&file(|_| {})).expect("it fits");
    assert_eq!(taken["lstm1.Wx"], [1., 3., 5., 7., 2., 4., 6., 8.]);
    assert_eq!(taken["lstm1.b"], [110., 111., 112., 113.], "both biases");
    assert_eq!(taken["bn1.running"], [20., 21., 22., 30., 31., 32.]);
}

#[test]
fn what_does_not_fit_is_refused_by_its_name() {
    let bias = "lstm.bias_ih_l0";
    let many = |name: &str| -> Vec<_> { (0..260).map(|i| (format!("{name}.{i}"), (vec![1], vec![0.0]))).collect() };
    let both_biases = |f: &mut Checkpoint| {
        for name in [bias, "lstm.bias_hh_l0"] {
            f.tensors.get_mut(name).expect("there").1[1] = f32::MAX;
        }
    };
    let spoilt: [(&str, Vec<u8>); 9] = [
        ("weights-missing", file(|f| _ = f.tensors.remove(bias))),
        ("weights-shape", file(|f| _ = f.tensors.insert(bias.into(), (vec![2, 2], vec![0.0; 4])))),
        ("weights-not-finite", file(|f| f.tensors.get_mut(bias).expect("there").1[0] = f32::NAN)),
        ("weights-not-finite", file(both_biases)),
        ("weights-negative", file(|f| f.tensors.get_mut("bn1.running_var").expect("there").1[2] = -1e-9)),
        ("weights-unknown", file(|f| _ = f.tensors.insert("head.weight".into(), (vec![1], vec![0.0])))),
        ("weights-format", file(|f| _ = f.metadata.insert("long".into(), "x".repeat(70_000)))),
        ("weights-format", file(|f| f.tensors.extend(many("layer")))),
        ("weights-format", file(|f| f.tensors.extend((0..4).flat_map(|i| many(&format!("check.{i}")))))),
    ];
    for (code, bytes) in spoilt {
        let error = taken(&bytes).expect_err(code);
        assert_eq!(error.code(), code);
        assert!(code == "weights-format" || !error.args()["name"].is_empty(), "{error}");
    }
    assert_eq!(taken(b"").expect_err("nothing").code(), "weights-format");
}

/// What an optimiser remembers takes two tensors for each of the model's, and does not count; nor does a net of one's own
/// have too many, which are more than 256.
#[test]
fn the_largest_nets_fit_with_what_adam_remembers() {
    let long = format!("max 2/2; max 2/2; {}", ["inception 8 4-8 4-8 4"; 40].join("; "));
    for net in [Architecture::preset(Preset::GooglenetLarge, [28, 28, 1], 10), own(&long)] {
        let plan = net.plan().expect("it can be built");
        let twins = vision_twins(&plan);
        let mut file = Checkpoint::default();
        for Twin { theirs, .. } in &twins {
            for name in [theirs.clone(), format!("optim.{theirs}.exp_avg"), format!("optim.{theirs}.exp_avg_sq")] {
                file.tensors.insert(name, (vec![1, 1, 1, 1], vec![0.0]));
            }
        }
        assert!(file.tensors.len() > 250, "{}", file.tensors.len());
        // As the script writes it: with spaces, and numbers as long as those of 60 MB.
        let bytes = file.to_bytes().expect("a file");
        assert!(bytes.len() > 20_000);
        let all = read(&bytes, twins.len()).expect("it fits");
        assert_eq!(all.len(), 3 * twins.len());
        let most = MAX_HEADER + HEADER_OF_A_TENSOR * twins.len() as u64;
        let spoken = r#""dtype": "F32", "shape": [256, 256, 3, 3], "data_offsets": [60000000, 60000000]}, "#;
        let header: usize = file.tensors.keys().map(|name| name.len() + spoken.len() + 6).sum();
        assert!(header as u64 + 8192 < most, "{header} of {most}");
    }
}

fn own(text: &str) -> Architecture {
    Architecture::parse(text, [28, 28, 1], 10).expect("a net")
}

#[test]
fn halves_are_read() {
    let halves = [(0x3c00, 1.0), (0xc000, -2.0), (0x0001, 2.0_f32.powi(-24)), (0x7bff, 65504.0), (0x8000, -0.0)];
    for (bits, value) in halves {
        assert_eq!(from_half(bits).to_bits(), f32::to_bits(value));
    }
    assert!(from_half(0x7c00).is_infinite() && from_half(0x7c01).is_nan());
    let bytes: Vec<u8> = [0x3f80_u16, 0xbf80].iter().flat_map(|bits| bits.to_le_bytes()).collect();
    let tensor = TensorView::new(Dtype::BF16, vec![2], &bytes).expect("two numbers");
    assert_eq!(numbers(&tensor), Some(vec![1.0, -1.0]));
}

/// Bytes changed, cut off, doubled, and numbers of the header exchanged: whatever comes is refused or fits, and no file
/// makes this panic. `fuzz/fuzz_targets/safetensors.rs` goes on where this ends.
#[test]
fn no_mutated_file_is_more_than_refused() {
    let whole = file(|_| {});
    let mut random = Random::new(5, 0);
    let mut refused = 0;
    for _ in 0..6000 {
        let mut bytes = whole.clone();
        for _ in 0..=random.below(4) {
            let at = random.below(bytes.len() as u32) as usize;
            match random.below(6) {
                0 => bytes[at] = random.bits() as u8,
                1 => bytes.truncate(at.max(1)),
                2 => bytes.insert(at, random.bits() as u8),
                3 => bytes[at.min(7)] = random.bits() as u8,
                4 => bytes[at] = b"0123456789[]{},:\""[random.below(17) as usize],
                _ => _ = bytes.remove(at),
            }
            if bytes.is_empty() {
                bytes.push(0);
            }
        }
        match taken(&bytes) {
            Ok(taken) => assert!(taken.values().flatten().all(|x| x.is_finite())),
            Err(_) => refused += 1,
        }
        let _ = Checkpoint::from_bytes(&bytes);
    }
    assert!(refused > 3000, "{refused}");
}
