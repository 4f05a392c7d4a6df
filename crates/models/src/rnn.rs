//! A simple recurrent layer: the weights of the recurrence in `nabla_compute::ops::rnn`.
//!
//! The lecture's sₜ = σ(U·xₜ + W·sₜ₋₁), with U as Wx `[D,H]`, W as Wh `[H,H]` and a bias b `[H]`.

use nabla_compute::ops::{self, Bptt, RnnFunction};
use nabla_compute::{Device, Var};

use crate::graph::{Activation, Graph, Param};
use crate::recurrent::{self, VarState};
use crate::rng::Random;

/// One layer.
#[derive(Clone, Debug)]
pub struct Rnn {
    /// As in `rnn1`.
    pub name: String,
    /// φ
    pub function: RnnFunction,
    /// What the input adds.
    pub wx: Param,
    /// What the last state adds.
    pub wh: Param,
    /// What the state starts from.
    pub b: Param,
}

impl Rnn {
    /// Wx Xavier-uniform, Wh orthogonal, b zero.
    pub fn new(
        device: &Device,
        name: &str,
        inputs: usize,
        hidden: usize,
        function: RnnFunction,
        random: &mut Random,
    ) -> Self {
        let [wx, wh] = recurrent::weights(device, name, [inputs, hidden], 1, random);
        let b = Param::new(format!("{name}.b"), ops::fill(device, [hidden], 0.0));
        Rnn { name: name.to_owned(), function, wx, wh, b }
    }

    pub(crate) fn recurrence(&self, graph: &Graph, z: &Var, first: &VarState, bptt: &Bptt) -> (Var, Option<Var>) {
        let s = ops::rnn(z, &graph.param(&self.wh), &first.h, self.function, bptt);
        graph.keep(Activation::whole(format!("{}.s", self.name), s.value()));
        (s, None)
    }
}
