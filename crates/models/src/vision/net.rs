//! An architecture with parameters.      images `[B,Y,X,C]` → logits `[B,K]`

use nabla_compute::ops::{self, CrossEntropy, LrnSettings, Mean};
use nabla_compute::{Device, DeviceError, Indices, Tensor, Var};

use super::architecture::{Architecture, BlockPlan, Impossible, LayerPlan, Operation, Plan};
use crate::batch_norm::BatchNorm;
use crate::conv::Conv2d;
use crate::graph::{self, Graph, Param};
use crate::linear::Linear;
use crate::rng::{INITIALISATION, Random};

/// How much the loss of each auxiliary head counts (Szegedy et al. 2015).
pub const AUXILIARY_WEIGHT: f32 = 0.3;

/// A net. Clones share their parameters.
#[derive(Clone, Debug)]
pub struct Net {
    architecture: Architecture,
    plan: Plan,
    /// Those of each layer of each block.
    weights: Vec<Vec<Weights>>,
}

/// What a layer has learned.
#[derive(Clone, Debug)]
enum Weights {
    Nothing,
    Conv(Conv2d),
    Linear(Linear),
    Norm(BatchNorm),
}

/// What a net makes of images.
pub struct Outputs {
    /// How likely each class is, as logits `[B,K]`.
    pub logits: Var,
    /// The same of each auxiliary head, from the first.
    pub auxiliary: Vec<Var>,
    /// What each layer read and gave, by its name, in the order in which they compute: `[B,Y,X,C]`, or `[B,C]` where it is no
    /// image any more.
    pub layers: Vec<LayerOutput>,
    /// What each block gave, by its name; an auxiliary head passes on what it read.
    pub blocks: Vec<(String, Var)>,
}

/// What one layer made of images.
pub struct LayerOutput {
    /// As in `inception1.b2`.
    pub name: String,
    /// What it read; of a concatenation, the last branch.
    pub input: Var,
    /// What it gave, after relu if that follows at once.
    pub output: Var,
}

/// How wrong a net is.
pub struct Loss {
    /// `main` + weight · Σ `auxiliary`: what training lowers.
    pub objective: Var,
    /// Of the net itself.
    pub main: CrossEntropy,
    /// Of each auxiliary head.
    pub auxiliary: Vec<CrossEntropy>,
}

impl Weights {
    fn new(device: &Device, layer: &LayerPlan, random: &mut Random) -> Self {
        let (name, [channels, filters]) = (layer.name.as_str(), [layer.input[2], layer.output[2]]);
        match layer.operation {
            Operation::Conv => Weights::Conv(Conv2d::for_relu(device, name, layer.window(), channels, filters, random)),
            // Without relu it is a head, or a batch normalisation follows, which has no need of a scale.
            Operation::Linear => {
                let inputs = layer.input.iter().product();
                let new = if layer.relu { Linear::for_relu } else { Linear::new };
                Weights::Linear(new(device, name, inputs, filters, random))
            }
            Operation::BatchNorm => Weights::Norm(BatchNorm::new(device, name, channels)),
            _ => Weights::Nothing,
        }
    }

    fn params(&self) -> Vec<&Param> {
        match self {
            Weights::Nothing => Vec::new(),
            Weights::Conv(layer) => layer.params().into(),
            Weights::Linear(layer) => layer.params().into(),
            Weights::Norm(layer) => layer.params().into(),
        }
    }

    fn state(&self) -> Vec<&Param> {
        match self {
            Weights::Norm(layer) => vec![&layer.scale, &layer.shift, &layer.running],
            _ => self.params(),
        }
    }

    fn state_mut(&mut self) -> Vec<&mut Param> {
        match self {
            Weights::Nothing => Vec::new(),
            Weights::Conv(layer) => layer.params_mut().into(),
            Weights::Linear(layer) => layer.params_mut().into(),
            Weights::Norm(layer) => layer.state_mut().into(),
        }
    }

    /// `relu` is whether it follows.
    fn forward(&self, graph: &Graph, plan: &LayerPlan, x: &Var, seed: u64) -> Var {
        let y = match (self, plan.operation) {
            (Weights::Conv(layer), _) if plan.relu => return layer.forward_relu(graph, x),
            (Weights::Conv(layer), _) => layer.forward(graph, x),
            (Weights::Linear(layer), _) => layer.forward(graph, &flat(x)),
            (Weights::Norm(layer), _) => layer.forward(graph, x),
            (_, Operation::MaxPool) => x.max_pool(&plan.window()).y,
            (_, Operation::AveragePool) => x.average_pool(&plan.window(), Mean::OfCells),
            (_, Operation::GlobalAverage) => x.global_average_pool(),
            (_, Operation::Lrn) => x.lrn(&LrnSettings::default()),
            (_, Operation::Dropout) if graph.trains() => x.dropout(plan.percent as f32 / 100.0, seed),
            _ => x.clone(),
        };
        if plan.relu { y.relu() } else { y }
    }
}

/// Images as rows `[B, Y·X·C]`.
fn flat(x: &Var) -> Var {
    let batch = x.value().shape().dims()[0];
    x.reshape([batch, x.value().len() / batch])
}

impl Net {
    /// One that knows nothing yet.
    ///
    /// # Errors
    /// When it cannot be built.
    pub fn new(device: &Device, architecture: &Architecture, seed: u64) -> Result<Self, Impossible> {
        let plan = architecture.plan()?;
        let random = &mut Random::new(seed, INITIALISATION);
        let mut weights = Vec::new();
        for block in &plan.blocks {
            weights.push(block.layers.iter().map(|layer| Weights::new(device, layer, random)).collect());
        }
        Ok(Net { architecture: architecture.clone(), plan, weights })
    }

    /// What it is made of.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// Its shapes, and what they cost.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Everything that is trained, from input to output.
    pub fn params(&self) -> Vec<&Param> {
        self.weights.iter().flatten().flat_map(Weights::params).collect()
    }

    /// Everything that a file must hold: what is trained, and running moments.
    pub fn state(&self) -> Vec<&Param> {
        self.weights.iter().flatten().flat_map(Weights::state).collect()
    }

    /// The same, to be replaced.
    pub fn state_mut(&mut self) -> Vec<&mut Param> {
        self.weights.iter_mut().flatten().flat_map(Weights::state_mut).collect()
    }

    /// The plan of a layer.
    pub fn layer(&self, name: &str) -> Option<&LayerPlan> {
        self.plan.blocks.iter().flat_map(|block| &block.layers).find(|layer| layer.name == name)
    }

    /// A parameter or running moment.
    pub fn find(&self, name: &str) -> Option<&Param> {
        self.state().into_iter().find(|param| param.name == name)
    }

    /// What it makes of images. Each training step should drop by another seed.
    pub fn forward(&self, graph: &Graph, images: &Var, seed: u64) -> Outputs {
        let mut pass = Pass { graph, seed, layers: Vec::new() };
        let (mut x, mut auxiliary, mut blocks) = (images.clone(), Vec::new(), Vec::new());
        for (block, weights) in self.plan.blocks.iter().zip(&self.weights) {
            let y = pass.block(block, weights, &x);
            if block.is_auxiliary {
                auxiliary.push(y);
            } else {
                x = y;
            }
            blocks.push((block.name.clone(), x.clone()));
        }
        Outputs { logits: x, auxiliary, layers: pass.layers, blocks }
    }

    /// How wrong it is about these images.
    pub fn loss(&self, graph: &Graph, images: &Tensor, classes: &Indices, seed: u64, weight: f32) -> Loss {
        let outputs = self.forward(graph, &graph.constant(images), seed);
        let main = ops::softmax_xent(&outputs.logits, classes);
        let auxiliary: Vec<CrossEntropy> =
            outputs.auxiliary.iter().map(|logits| ops::softmax_xent(logits, classes)).collect();
        let of_heads = auxiliary.iter().map(|entropy| entropy.loss.clone()).reduce(|sum, loss| &sum + &loss);
        let objective = of_heads.map_or_else(
            || main.loss.clone(),
            |sum| {
                let weight = graph.constant(&images.device().upload(sum.value().shape(), &[weight]));
                &main.loss + &(&sum * &weight)
            },
        );
        Loss { objective, main, auxiliary }
    }

    /// The same net with numbers of its own, on the same device.
    #[must_use]
    pub fn copied(&self) -> Net {
        let mut copy = self.clone();
        for param in copy.state_mut() {
            let one = param.value.device().upload([1], &[1.0]);
            param.value = ops::scale(&param.value, &one);
        }
        copy
    }

    /// The net on the processor, to be looked into: itself, or a copy as it is now.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn on_processor(&self) -> Result<Net, DeviceError> {
        let mut copy = self.clone();
        let state: Vec<Tensor> = self.state().iter().map(|param| param.value.clone()).collect();
        let Some(device) = state.first().map(Tensor::device).filter(|device| device.kind() != "cpu") else {
            return Ok(copy);
        };
        let numbers = device.read(&state.iter().collect::<Vec<_>>()).await?;
        let processor = Device::cpu();
        for (param, numbers) in copy.state_mut().into_iter().zip(&numbers) {
            param.value = processor.upload(param.value.shape(), numbers);
        }
        Ok(copy)
    }

    /// Takes parameters and running moments from `find`, which returns the numbers of a name.
    ///
    /// # Errors
    /// The name of one that is missing or has another size; nothing is changed then.
    pub fn load(&mut self, device: &Device, find: &dyn Fn(&str) -> Option<Vec<f32>>) -> Result<(), String> {
        graph::load(self.state_mut(), device, find)
    }
}

/// A pass through a net.
struct Pass<'a> {
    graph: &'a Graph,
    seed: u64,
    layers: Vec<LayerOutput>,
}

impl Pass<'_> {
    /// What a block makes of x. Branches begin with x each, and end side by side.
    fn block(&mut self, plan: &BlockPlan, weights: &[Weights], x: &Var) -> Var {
        let (mut y, mut branch, mut ends) = (x.clone(), "", Vec::new());
        for (layer, weights) in plan.layers.iter().zip(weights) {
            if layer.branch != branch {
                if !branch.is_empty() {
                    ends.push(std::mem::replace(&mut y, x.clone()));
                }
                branch = layer.branch;
            }
            let input =
                if layer.operation == Operation::Concat { ends.last().unwrap_or(&y).clone() } else { y.clone() };
            y = match (layer.operation, ends.as_slice()) {
                (Operation::Concat, [a, b, c, d]) => Var::concat([a, b, c, d]),
                (Operation::Softmax, _) => continue, // the loss takes logits
                _ => {
                    self.seed = self.seed.wrapping_add(1 << 32); // every dropout its own
                    weights.forward(self.graph, layer, &y, self.seed)
                }
            };
            self.layers.push(LayerOutput { name: layer.name.clone(), input, output: y.clone() });
        }
        y
    }
}
