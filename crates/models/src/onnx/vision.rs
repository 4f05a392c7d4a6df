//! A network for images: pixels `[N,C,Y,X]` → logits and probabilities `[N,K]`. Auxiliary heads, which only training
//! needs, and dropout are left out.

use super::graph::{Attribute, Numbers, OnnxGraph, Size};
use super::{numbers, transposed};
use crate::batch_norm::EPSILON;
use crate::checkpoint::Checkpoint;
use crate::data::images::{Permutation, Scaling};
use crate::vision::Plan;
use crate::vision::architecture::{BlockPlan, LayerPlan, Operation};
use nabla_compute::ops::LrnSettings;

const ABOUT: &str = "pixels [images, channels, y, x] are brightnesses from 0 (black) to 255; what scales them is part \
                     of the graph. The names of the classes are in the metadata.";

/// What becomes of pixels before a network reads them.
pub struct Pixels<'a> {
    /// How they are scaled.
    pub scaling: Scaling,
    /// Whether their places are exchanged.
    pub permutation: Option<&'a Permutation>,
}

/// The weights of a checkpoint as a file.
pub fn vision(checkpoint: &Checkpoint, plan: &Plan, pixels: &Pixels<'_>, classes: &[String]) -> Vec<u8> {
    let mut graph = OnnxGraph::default();
    let mut net = Net { graph: &mut graph, checkpoint };
    let blocks = plan.blocks.iter().filter(|block| !block.is_auxiliary);
    let image = plan.blocks.first().map_or([1; 3], |block| block.input);
    let mut x = net.read(image, pixels);
    for block in blocks {
        x = net.block(block, &x);
    }
    graph.node("Identity", &[&x], "logits", &[]);
    graph.node("Softmax", &[&x], "probabilities", &[("axis", Attribute::Integer(1))]);
    for output in ["logits", "probabilities"] {
        graph.output(output, &[Size::Any("images"), Size::Is(classes.len())]);
    }
    let names = serde_json::Value::from(classes).to_string();
    let step = checkpoint.step().to_string();
    graph.into_file("vision", ABOUT, &[("classes".to_owned(), names), ("step".to_owned(), step)].into())
}

struct Net<'a> {
    graph: &'a mut OnnxGraph,
    checkpoint: &'a Checkpoint,
}

impl Net<'_> {
    /// (p/255 − mean) / deviation, in the order that the network reads.
    fn read(&mut self, [y, x, channels]: [usize; 3], pixels: &Pixels<'_>) -> String {
        let sizes = || [Size::Any("images"), Size::Is(channels), Size::Is(y), Size::Is(x)];
        self.graph.input("pixels", Numbers::F32, &sizes());
        let numbers = [("white", 255.0), ("mean", pixels.scaling.mean), ("deviation", pixels.scaling.deviation)];
        numbers.iter().for_each(|(name, number)| _ = self.graph.weights(name, &[1], &[*number]));
        self.graph.node("Div", &["pixels", "white"], "brightness", &[]);
        self.graph.node("Sub", &["brightness", "mean"], "centred", &[]);
        let scaled = self.graph.node("Div", &["centred", "deviation"], "scaled", &[]);
        let Some(permutation) = pixels.permutation else { return scaled };
        let order = permutation.applied(&(0..(y * x) as i64).collect::<Vec<_>>());
        let places = self.graph.integers("places", &order);
        let row = self.graph.integers("row", &[0, channels as i64, -1]);
        let image = self.graph.integers("image", &[0, channels as i64, y as i64, x as i64]);
        self.graph.node("Reshape", &[&scaled, &row], "in_a_row", &[]);
        self.graph.node("Gather", &["in_a_row", &places], "exchanged", &[("axis", Attribute::Integer(2))]);
        self.graph.node("Reshape", &["exchanged", &image], "permuted", &[])
    }

    /// Branches begin with x each, and end side by side.
    fn block(&mut self, plan: &BlockPlan, x: &str) -> String {
        let (mut y, mut branch, mut ends) = (x.to_owned(), "", Vec::new());
        for layer in &plan.layers {
            if layer.branch != branch {
                if !branch.is_empty() {
                    ends.push(std::mem::replace(&mut y, x.to_owned()));
                }
                branch = layer.branch;
            }
            y = match layer.operation {
                Operation::Concat => {
                    let ends: Vec<&str> = ends.iter().map(String::as_str).collect();
                    self.graph.node("Concat", &ends, &layer.name, &[("axis", Attribute::Integer(1))])
                }
                Operation::Softmax | Operation::Dropout => continue,
                _ => self.layer(layer, &y),
            };
        }
        y
    }

    fn layer(&mut self, layer: &LayerPlan, x: &str) -> String {
        let y = self.operation(layer, x);
        if layer.relu { self.graph.node("Relu", &[&y], &format!("{}.relu", layer.name), &[]) } else { y }
    }

    fn operation(&mut self, layer: &LayerPlan, x: &str) -> String {
        let name = layer.name.as_str();
        match layer.operation {
            Operation::Conv => self.convolution(layer, x),
            Operation::Linear => self.linear(layer, x),
            Operation::BatchNorm => self.batch_norm(layer, x),
            Operation::MaxPool => self.graph.node("MaxPool", &[x], name, &window(layer)),
            // Padding does not count, as `Mean::OfCells` says.
            Operation::AveragePool => self.graph.node("AveragePool", &[x], name, &window(layer)),
            Operation::GlobalAverage => {
                let mean = self.graph.node("GlobalAveragePool", &[x], &format!("{name}.mean"), &[]);
                self.graph.node("Flatten", &[&mean], name, &[])
            }
            Operation::Lrn => {
                let LrnSettings { size, alpha, beta, bias } = LrnSettings::default();
                let told = [("alpha", alpha), ("beta", beta), ("bias", bias)];
                let mut told: Vec<_> = told.map(|(name, number)| (name, Attribute::Float(number))).into();
                told.push(("size", Attribute::Integer(size)));
                self.graph.node("LRN", &[x], name, &told)
            }
            Operation::Concat | Operation::Softmax | Operation::Dropout => unreachable!("not a layer by itself"),
        }
    }

    /// W is `[Ky,Kx,C,F]` here and `[F,C,Ky,Kx]` there.
    fn convolution(&mut self, layer: &LayerPlan, x: &str) -> String {
        let (name, size) = (layer.name.as_str(), layer.size);
        let ([channels, filters], taps) = ([layer.input[2], layer.output[2]], layer.size * layer.size);
        let ours = numbers(self.checkpoint, &format!("{name}.W"));
        let by_filter = transposed(ours, filters);
        let w: Vec<f32> = by_filter.chunks_exact(taps * channels).flat_map(|taps| transposed(taps, channels)).collect();
        let w = self.graph.weights(&format!("{name}.W"), &[filters, channels, size, size], &w);
        let b = self.graph.weights(&format!("{name}.b"), &[filters], numbers(self.checkpoint, &format!("{name}.b")));
        self.graph.node("Conv", &[x, &w, &b], name, &window(layer))
    }

    /// An image is read channel by channel there, so the rows of W change places.
    fn linear(&mut self, layer: &LayerPlan, x: &str) -> String {
        let (name, [y, columns, channels]) = (layer.name.as_str(), layer.input);
        let (inputs, outputs) = (y * columns * channels, layer.output[2]);
        let ours = numbers(self.checkpoint, &format!("{name}.W"));
        let row = |at: usize| &ours[at * outputs..][..outputs];
        let cells = y * columns;
        let rows = (0..inputs).flat_map(|at| row(at % cells * channels + at / cells).iter().copied());
        let w = self.graph.weights(&format!("{name}.W"), &[inputs, outputs], &rows.collect::<Vec<_>>());
        let b = self.graph.weights(&format!("{name}.b"), &[outputs], numbers(self.checkpoint, &format!("{name}.b")));
        let flat = self.graph.node("Flatten", &[x], &format!("{name}.flat"), &[]);
        self.graph.node("Gemm", &[&flat, &w, &b], name, &[])
    }

    fn batch_norm(&mut self, layer: &LayerPlan, x: &str) -> String {
        let name = layer.name.as_str();
        let channels = layer.input[2];
        let running = numbers(self.checkpoint, &format!("{name}.running"));
        let (means, variances) = running.split_at(running.len() / 2);
        let part = |part: &str| numbers(self.checkpoint, &format!("{name}.{part}"));
        let parts = [("scale", part("scale")), ("shift", part("shift")), ("mean", means), ("variance", variances)];
        let parts = parts.map(|(part, data)| self.graph.weights(&format!("{name}.{part}"), &[channels], data));
        let inputs: Vec<&str> = std::iter::once(x).chain(parts.iter().map(String::as_str)).collect();
        self.graph.node("BatchNormalization", &inputs, name, &[("epsilon", Attribute::Float(EPSILON))])
    }
}

fn window(layer: &LayerPlan) -> [(&'static str, Attribute); 3] {
    let [top, bottom, left, right] = layer.padding;
    [
        ("kernel_shape", Attribute::Integers(vec![layer.size; 2])),
        ("strides", Attribute::Integers(vec![layer.stride; 2])),
        ("pads", Attribute::Integers(vec![top, left, bottom, right])),
    ]
}
