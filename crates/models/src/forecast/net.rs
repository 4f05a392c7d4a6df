//! The nets: feed-forward on a window, or recurrent, reading it value by value.
//!
//! Feed-forward:   x `[N,L]` → (linear, tanh) as often as there are layers → linear → ŷ `[N,1]`; for more than one value
//! ahead, the window slides over ŷ.
//!
//! Recurrent:   x `[L,N,1]` → recurrent layer → hₜ `[N,H]` → linear → ŷ `[N,1]`; for more, ŷ is what it reads next.
//!
//! What a recurrent net is judged by while it learns (the mode) does not change what it says: all of them forecast alike.

use nabla_compute::{Device, Tensor, Var};

use crate::config::{Mode, ModelKind};
use crate::graph::{Graph, Param};
use crate::linear::Linear;
use crate::recurrent::{Cell, Recurrent, VarState};
use crate::rng::{INITIALISATION, Random};

/// What a net is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetSettings {
    /// Its kind.
    pub kind: ModelKind,
    /// Its layer, if it is recurrent, and what it is judged by.
    pub cell: Option<(Cell, Mode)>,
    /// L
    pub window: usize,
    /// H, of training one-to-many.
    pub horizon: usize,
    /// Hidden layers and their units, of a feed-forward net.
    pub mlp: [usize; 2],
    /// Units of a recurrent layer.
    pub hidden: usize,
    /// What an LSTM's forget gates' biases start from.
    pub forget_bias: f32,
    /// Of initialisation.
    pub seed: u64,
}

/// A net.
#[derive(Clone, Debug)]
pub struct Net {
    settings: NetSettings,
    body: Body,
}

#[derive(Clone, Debug)]
enum Body {
    Mlp(Vec<Linear>),
    Recurrent(Box<(Recurrent, Linear)>),
}

/// What is fed back: a true value `[N,1]` for some steps ahead, else the net's own output.
pub type Fed<'a> = &'a dyn Fn(usize) -> Option<Tensor>;

impl Net {
    /// One that knows nothing yet.
    pub fn new(device: &Device, settings: NetSettings) -> Self {
        let random = &mut Random::new(settings.seed, INITIALISATION);
        let body = match settings.cell {
            Some((cell, _)) => {
                let layer = Recurrent::new(device, cell, 1, [1, settings.hidden], settings.forget_bias, random);
                Body::Recurrent(Box::new((layer, Linear::new(device, "output", settings.hidden, 1, random))))
            }
            None => {
                let [layers, hidden] = settings.mlp;
                let inputs = |number: usize| if number == 1 { settings.window } else { hidden };
                let mut body: Vec<Linear> = (1..=layers)
                    .map(|number| Linear::new(device, &format!("linear{number}"), inputs(number), hidden, random))
                    .collect();
                body.push(Linear::new(device, "output", inputs(layers + 1), 1, random));
                Body::Mlp(body)
            }
        };
        Net { settings, body }
    }

    /// What it is.
    pub fn settings(&self) -> &NetSettings {
        &self.settings
    }

    /// Everything that is trained.
    pub fn params(&self) -> Vec<&Param> {
        match &self.body {
            Body::Mlp(layers) => layers.iter().flat_map(Linear::params).collect(),
            Body::Recurrent(both) => both.0.params().into_iter().chain(both.1.params()).collect(),
        }
    }

    /// The same, to be replaced.
    pub fn params_mut(&mut self) -> Vec<&mut Param> {
        match &mut self.body {
            Body::Mlp(layers) => layers.iter_mut().flat_map(Linear::params_mut).collect(),
            Body::Recurrent(both) => {
                let (layer, output) = both.as_mut();
                layer.params_mut().into_iter().chain(output.params_mut()).collect()
            }
        }
    }

    /// Numbers that are learned.
    pub fn parameters(&self) -> usize {
        self.params().iter().map(|param| param.value.len()).sum()
    }

    /// Its layers, if it is recurrent.
    pub fn recurrent(&self) -> Option<(&Recurrent, &Linear)> {
        match &self.body {
            Body::Mlp(_) => None,
            Body::Recurrent(both) => Some((&both.0, &both.1)),
        }
    }

    /// What it says of so many values after each window `[N,L]`: one `[N,1]` a step ahead.
    pub fn forecast(&self, device: &Device, windows: &[f32], horizon: usize) -> Vec<Tensor> {
        let graph = Graph::inference();
        self.outputs(&graph, device, windows, horizon, &|_| None).iter().map(|output| output.value().clone()).collect()
    }

    /// The same as variables, with what `fed` has in place of some outputs.
    pub fn outputs(&self, graph: &Graph, device: &Device, windows: &[f32], horizon: usize, fed: Fed<'_>) -> Vec<Var> {
        let feed = |ahead: usize, output: &Var| {
            fed(ahead).map_or_else(|| output.clone(), |true_value| graph.constant(&true_value))
        };
        match &self.body {
            Body::Mlp(layers) => slide(graph, layers, device, self.settings.window, windows, horizon, &feed),
            Body::Recurrent(both) => {
                let (layer, output) = both.as_ref();
                let (_, mut state) = self.read(graph, device, windows);
                let mut outputs = vec![output.forward(graph, &state.h)];
                for ahead in 1..horizon {
                    let input = feed(ahead - 1, &outputs[ahead - 1]);
                    let rows = input.value().len();
                    state = layer.continued(graph, &input.reshape([1, rows, 1]), &state).1;
                    outputs.push(output.forward(graph, &state.h));
                }
                outputs
            }
        }
    }

    /// What a recurrent net says after each value that it reads: `[L·N,1]`, all windows at a step, then the next. None of
    /// a net that is not recurrent.
    pub fn after_each(&self, graph: &Graph, device: &Device, windows: &[f32]) -> Option<Var> {
        let (_, output) = self.recurrent()?;
        let (h, _) = self.read(graph, device, windows);
        let &[steps, rows, hidden] = h.value().shape().dims() else { unreachable!("a sequence is [T,B,H]") };
        Some(output.forward(graph, &h.reshape([steps * rows, hidden])))
    }

    /// All hₜ `[L,N,H]` while the windows are read, and the state after them.
    fn read(&self, graph: &Graph, device: &Device, windows: &[f32]) -> (Var, VarState) {
        let (layer, _) = self.recurrent().expect("only recurrent nets read");
        let steps = self.settings.window;
        let rows = windows.len() / steps;
        let x: Vec<f32> = (0..steps).flat_map(|t| (0..rows).map(move |row| windows[row * steps + t])).collect();
        let first = layer.first_state(device, rows);
        let first = VarState { h: graph.constant(&first.h), c: first.c.as_ref().map(|c| graph.constant(c)) };
        layer.continued(graph, &graph.constant(&device.upload([steps, rows, 1], &x)), &first)
    }
}

/// A feed-forward net on windows that slide over what it says.
fn slide(
    graph: &Graph,
    layers: &[Linear],
    device: &Device,
    length: usize,
    windows: &[f32],
    horizon: usize,
    feed: &dyn Fn(usize, &Var) -> Var,
) -> Vec<Var> {
    let mut window = graph.constant(&device.upload([windows.len() / length, length], windows));
    let mut outputs: Vec<Var> = Vec::new();
    for ahead in 0..horizon {
        if ahead > 0 {
            let next = feed(ahead - 1, &outputs[ahead - 1]);
            window = if length == 1 { next } else { Var::concat([&window.columns(1, length - 1), &next]) };
        }
        let (output, hidden) = layers.split_last().expect("a net has an output");
        let h = hidden.iter().fold(window.clone(), |h, layer| layer.forward(graph, &h).tanh());
        outputs.push(output.forward(graph, &h));
    }
    outputs
}
