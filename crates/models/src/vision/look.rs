//! Every number of one prediction. The net must be on the processor ([`Net::on_processor`]).

mod arithmetic;

use nabla_compute::{Device, Tensor, Var};

pub use arithmetic::{Arithmetic, Numbers};

use super::architecture::{LayerPlan, Operation};
use super::net::{Net, Outputs};
use crate::graph::Graph;

/// A net looking at an image.
pub struct Look<'a> {
    net: &'a Net,
    graph: Graph,
    image: Var,
    outputs: Outputs,
}

/// What a net says of an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// One for each class.
    pub logits: Vec<f32>,
    /// Their softmax.
    pub probabilities: Vec<f32>,
    /// The probabilities that each auxiliary head gives.
    pub auxiliary: Vec<Vec<f32>>,
}

/// What a layer or block gave.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureMaps {
    /// [Y, X, C]; [1, 1, C] when it is no image.
    pub shape: [usize; 3],
    /// Row-major.
    pub values: Vec<f32>,
}

/// The kernels of a convolution, or the weights of a linear layer as kernels over all of its input.
#[derive(Clone, Debug, PartialEq)]
pub struct Kernels {
    /// [Ky, Kx, C, F]
    pub shape: [usize; 4],
    /// Row-major.
    pub values: Vec<f32>,
    /// One for each kernel.
    pub biases: Vec<f32>,
}

/// Where an image speaks for a class: a map whose cells, and the bias, add up to the logit.
#[derive(Clone, Debug, PartialEq)]
pub struct ActivationMap {
    /// [Y, X]
    pub shape: [usize; 2],
    /// Σ over channels k of W[k,class]·A[y,x,k] / (Y·X).
    pub values: Vec<f32>,
    /// b[class]
    pub bias: f32,
    /// The net's own.
    pub logit: f32,
}

impl<'a> Look<'a> {
    /// Shows an image `[Y,X,C]`, scaled as the net was trained, to a net.
    ///
    /// # Panics
    /// When the image has another size than the net's, or the net is not on the processor.
    pub fn new(net: &'a Net, image: &[f32]) -> Self {
        let [y, x, c] = net.architecture().image;
        let graph = Graph::inference();
        let image = graph.leaf(&Device::cpu().upload([1, y, x, c], image));
        let outputs = net.forward(&graph, &image, 0);
        Look { net, graph, image, outputs }
    }

    /// What the net says.
    pub fn prediction(&self) -> Prediction {
        let probabilities = |logits: &Var| softmax(&numbers(logits.value()));
        Prediction {
            logits: numbers(self.outputs.logits.value()),
            probabilities: probabilities(&self.outputs.logits),
            auxiliary: self.outputs.auxiliary.iter().map(probabilities).collect(),
        }
    }

    /// What a block or layer gave; `None` when there is none of this name.
    pub fn feature_maps(&self, name: &str) -> Option<FeatureMaps> {
        let of_block = self.outputs.blocks.iter().find(|(known, _)| known == name).map(|(_, y)| y);
        let y = of_block.or_else(|| self.layer(name).map(|(_, _, output)| output))?;
        Some(FeatureMaps { shape: image_shape(y), values: numbers(y.value()) })
    }

    /// How one number of a block or layer came about: its channel and cell; 0, 0 where it is no image. `None` when there
    /// is no such number, or it was only passed on.
    pub fn arithmetic(&self, name: &str, channel: usize, y: usize, x: usize) -> Option<Arithmetic> {
        arithmetic::of(self, name, channel, [y, x])
    }

    /// Where the image speaks for a class; `None` when no global average comes right before the last layer, or there is
    /// no such class.
    pub fn activation_map(&self, class: usize) -> Option<ActivationMap> {
        if !self.net.architecture().has_activation_maps() || class >= self.net.architecture().classes {
            return None;
        }
        let mut layers = self.net.plan().blocks.iter().flat_map(|block| &block.layers);
        let gap = layers.rfind(|layer| layer.operation == Operation::GlobalAverage)?;
        let (_, maps, _) = self.layer(&gap.name)?;
        let ([rows, columns, channels], maps) = (image_shape(maps), numbers(maps.value()));
        let (w, b) = self.weights("output")?;
        let classes = b.len();
        let of_cell = |cell: &[f32]| cell.iter().enumerate().map(|(k, a)| w[k * classes + class] * a).sum::<f32>();
        let values = maps.chunks_exact(channels).map(|cell| of_cell(cell) / (rows * columns) as f32).collect();
        let logit = numbers(self.outputs.logits.value())[class];
        Some(ActivationMap { shape: [rows, columns], values, bias: b[class], logit })
    }

    /// How the logit of a class changes with each number of the image `[Y,X,C]`; `None` when there is no such class.
    pub fn input_gradient(&self, class: usize) -> Option<Vec<f32>> {
        let classes = self.net.architecture().classes;
        let one_hot: Vec<f32> = (0..classes).map(|k| f32::from(k == class)).collect();
        let one_hot = self.graph.constant(&Device::cpu().upload([1, classes], &one_hot));
        let logit = (&self.outputs.logits * &one_hot).sum();
        (class < classes).then(|| self.graph.gradient(&logit, &self.image)).flatten().map(|dx| numbers(&dx))
    }

    /// A layer's plan, and what it read and gave.
    fn layer(&self, name: &str) -> Option<(&LayerPlan, &Var, &Var)> {
        let plan = self.net.layer(name)?;
        let seen = self.outputs.layers.iter().find(|layer| layer.name == name)?;
        Some((plan, &seen.input, &seen.output))
    }

    /// W and b of a layer.
    fn weights(&self, name: &str) -> Option<(Vec<f32>, Vec<f32>)> {
        let of = |part: &str| self.net.find(&format!("{name}.{part}")).map(|param| numbers(&param.value));
        Some((of("W")?, of("b")?))
    }
}

/// The kernels of a convolution or linear layer; `None` when there is none of this name.
///
/// # Panics
/// When the net is not on the processor.
pub fn kernels(net: &Net, name: &str) -> Option<Kernels> {
    let plan = net.layer(name)?;
    let of = |part: &str| net.find(&format!("{name}.{part}"));
    let ([y, x, channels], filters) = (plan.input, plan.output[2]);
    let shape = match plan.operation {
        Operation::Conv => [plan.size, plan.size, channels, filters],
        _ => [y, x, channels, filters],
    };
    Some(Kernels { shape, values: numbers(&of("W")?.value), biases: numbers(&of("b")?.value) })
}

/// Probabilities of logits.
fn softmax(logits: &[f32]) -> Vec<f32> {
    let greatest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let exps: Vec<f32> = logits.iter().map(|z| (z - greatest).exp()).collect();
    let sum: f32 = exps.iter().sum();
    exps.iter().map(|e| e / sum).collect()
}

/// [Y, X, C] of one image or row.
fn image_shape(x: &Var) -> [usize; 3] {
    match *x.value().shape().dims() {
        [_, y, x, c] => [y, x, c],
        _ => [1, 1, x.value().len()],
    }
}

fn numbers(tensor: &Tensor) -> Vec<f32> {
    tensor.processor_mut().expect("what is looked into is on the processor").to_vec()
}
