//! An LSTM layer: the weights of the recurrence in `nabla_compute::ops::lstm`.
//!
//! The lecture writes W·[hₜ₋₁, xₜ] + b for each gate; here W is split into its two halves, and the four gates lie side
//! by side:   zₜ = xₜ·Wx + b   and   hₜ₋₁·Wh      Wx: [D,4H]   Wh: [H,4H]   b: [4H]   in the order i f C̃ o.

use nabla_compute::ops::{self, Bptt, LstmSequence};
use nabla_compute::{Device, Var};

use crate::graph::{Activation, Graph, Param};
use crate::recurrent::{self, VarState};
use crate::rng::Random;

/// One layer.
#[derive(Clone, Debug)]
pub struct Lstm {
    /// As in `lstm1`.
    pub name: String,
    /// What the input adds to each gate.
    pub wx: Param,
    /// What the last output adds.
    pub wh: Param,
    /// What each gate starts from.
    pub b: Param,
    /// What the state adds to the gates i, f and o: `[3,H]`.
    pub peepholes: Option<Param>,
}

impl Lstm {
    /// Wx Xavier-uniform and Wh orthogonal for each gate, b zero but for the forget gate's: a positive one keeps the
    /// state, and so the gradient, alive at first (Gers et al. 2000; Jozefowicz et al. 2015).
    pub fn new(
        device: &Device,
        name: &str,
        inputs: usize,
        hidden: usize,
        forget_bias: f32,
        random: &mut Random,
    ) -> Self {
        let [wx, wh] = recurrent::weights(device, name, [inputs, hidden], 4, random);
        let mut b = vec![0.0; 4 * hidden];
        b[hidden..2 * hidden].fill(forget_bias);
        let b = Param::new(format!("{name}.b"), device.upload([4 * hidden], &b));
        Lstm { name: name.to_owned(), wx, wh, b, peepholes: None }
    }

    /// The same layer whose gates also see the state. It starts as the plain one: peepholes of zero.
    pub fn with_peepholes(mut self) -> Self {
        let hidden = self.wh.value.shape().dims()[0];
        let zeros = ops::fill(self.wh.value.device(), [3, hidden], 0.0);
        self.peepholes = Some(Param::new(format!("{}.p", self.name), zeros));
        self
    }

    pub(crate) fn recurrence(&self, graph: &Graph, z: &Var, first: &VarState, bptt: &Bptt) -> (Var, Option<Var>) {
        let first = [&first.h, first.c.as_ref().expect("an LSTM's state has a C")];
        let peepholes = self.peepholes.as_ref().filter(|_| cfg!(feature = "all-cells")).map(|p| graph.param(p));
        let sequence = ops::lstm(z, &graph.param(&self.wh), first, peepholes.as_ref(), bptt);
        self.keep(graph, &sequence);
        (sequence.h, Some(sequence.c_last))
    }

    fn keep(&self, graph: &Graph, sequence: &LstmSequence) {
        for (block, gate) in ["i", "f", "candidate", "o"].iter().enumerate() {
            let name = format!("{}.{gate}", self.name);
            graph.keep(Activation { name, tensor: sequence.gates.clone(), block: (block, 4) });
        }
        graph.keep(Activation::whole(format!("{}.C", self.name), &sequence.c));
        graph.keep(Activation::whole(format!("{}.h", self.name), sequence.h.value()));
    }
}
