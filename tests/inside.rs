//! What is shown of a net from inside against what its tape computed: every gate and state of every layer, for every
//! kind of cell, and every sum against its addends.

use nabla_compute::Device;
use nabla_compute::ops::RnnFunction;
use nabla_models::char_lm::BatchOnDevice;
use nabla_models::data::Batch;
use nabla_models::gru::GruForm;
use nabla_models::inside::{self, CellStep};
use nabla_models::{Cell, CharLm, CharLmSettings, Graph};
use nabla_tests::{numbers, read};

/// The same products summed in another order, through one more layer.
const TOLERANCE: f32 = 2e-6;

const SYMBOLS: [u32; 9] = [3, 1, 4, 1, 5, 2, 6, 5, 3];
const HIDDEN: usize = 6;

const CELLS: [Cell; 7] = [
    Cell::Rnn(RnnFunction::Tanh),
    Cell::Rnn(RnnFunction::Relu),
    Cell::Rnn(RnnFunction::Linear),
    Cell::Lstm,
    Cell::LstmPeepholes,
    Cell::Gru(GruForm::ResetBefore),
    Cell::Gru(GruForm::ResetAfter),
];

/// Two layers with weights that are nowhere zero, peepholes and biases included.
fn model(device: &Device, cell: Cell, embedding: Option<usize>) -> CharLm {
    let settings = CharLmSettings {
        vocabulary: 7,
        embedding,
        cell,
        hidden: HIDDEN,
        layers: 2,
        forget_bias: 1.0,
        truncation: None,
    };
    let mut model = CharLm::new(device, settings, 1);
    let sizes: Vec<(String, usize)> = model.params().iter().map(|p| (p.name.clone(), p.value.len())).collect();
    let weights = |name: &str| {
        let (seed, (_, len)) = sizes.iter().enumerate().find(|(_, (known, _))| known == name)?;
        Some(numbers(*len, seed as u64).iter().map(|x| 0.5 * x).collect())
    };
    model.load(device, &weights).expect("numbers for every parameter");
    model
}

fn assert_near(what: &str, got: &[f32], expected: &[f32]) {
    assert_eq!(got.len(), expected.len(), "{what}");
    for (got, expected) in got.iter().zip(expected) {
        assert!(
            (got - expected).abs() <= TOLERANCE * expected.abs().max(1.0),
            "{what}: {got}, the tape has {expected}"
        );
    }
}

/// Each gate's addends make its sum.
fn assert_sums(what: &str, step: &CellStep) {
    for (name, sum) in &step.values {
        let Some(gate) = name.strip_suffix(".a") else { continue };
        let addends = ["x", "h", "b", "bh", "p"].map(|part| step.get(&format!("{gate}.{part}")));
        let total = |unit: usize| addends.iter().flatten().map(|addend| addend[unit]).sum::<f32>();
        assert_near(&format!("{what} {name}"), sum, &(0..sum.len()).map(total).collect::<Vec<_>>());
    }
}

nabla_tests::on_each_device! {
    async fn traces_and_single_steps_equal_the_tape(device: &Device) {
        let processor = Device::cpu();
        for cell in CELLS {
            for embedding in [None, Some(4)] {
                let trained = model(device, cell, embedding);
                let batch = Batch { inputs: SYMBOLS.to_vec(), targets: SYMBOLS.to_vec(), starts_anew: true };
                let batch = BatchOnDevice::new(device, &batch, SYMBOLS.len());
                let graph = Graph::training();
                let _ = trained.cross_entropy(&graph, &batch, &trained.first_state(device, 1));

                let model = model(&processor, cell, embedding);
                let traces = inside::trace(model.layers(), &model.inputs(&SYMBOLS));
                let mut compared = 0;
                for activation in graph.activations() {
                    let Some((layer, name)) = activation.name.split_once('.') else { continue };
                    let layer = usize::from(layer.ends_with('2'));
                    let what = format!("{cell:?}, {}", activation.name);
                    let expected = activation.select(&read(&activation.tensor).await);
                    let trace = &traces[layer];
                    assert_near(&what, trace.get(name).expect("a traced value"), &expected);
                    for (t, expected) in expected.chunks_exact(HIDDEN).enumerate() {
                        let step = trace.step(&model.layers()[layer], t);
                        assert_near(&format!("{what} at {t}"), step.get(name).expect("a value"), expected);
                        assert_sums(&what, &step);
                        compared += 1;
                    }
                }
                assert!(compared >= 2 * SYMBOLS.len(), "{cell:?}: activations of two layers");
            }
        }
    }
}

nabla_tests::async_test! {
    async fn only_peepholes_have_a_term_of_the_state() {
        let device = Device::cpu();
        let addends = |cell: Cell| {
            let model = model(&device, cell, None);
            let step = inside::trace(model.layers(), &model.inputs(&SYMBOLS))[0].step(&model.layers()[0], 3);
            step.values.into_iter().map(|(name, _)| name).filter(|name| name.ends_with(".p")).collect::<Vec<_>>()
        };
        assert_eq!(addends(Cell::LstmPeepholes), ["f.p", "i.p", "o.p"]);
        assert!(addends(Cell::Lstm).is_empty() && addends(Cell::Gru(GruForm::ResetBefore)).is_empty());
    }
}
