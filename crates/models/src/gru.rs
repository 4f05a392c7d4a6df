//! A GRU layer: the weights of the recurrences in `nabla_compute::ops::{gru, gru_after}`.
//!
//! As in the LSTM, W is split into its two halves, and the gates lie side by side: Wx `[D,3H]`, Wh `[H,3H]` and b `[3H]`
//! in the order z r h̃.

use nabla_compute::ops::{self, Bptt};
use nabla_compute::{Device, Var};

use crate::graph::{Activation, Graph, Param};
use crate::recurrent::{self, VarState};
use crate::rng::Random;

/// Where the reset gate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GruForm {
    /// Before the product, as in the lecture: h̃ = tanh(W·[r∗h, x]), and z is the share of h that is replaced.
    ResetBefore,
    /// After the product, as in PyTorch: h̃ = tanh(Wx·x + r∗(Wh·h + bh)), and z is the share of h that stays.
    ResetAfter,
}

/// One layer.
#[derive(Clone, Debug)]
pub struct Gru {
    /// As in `gru1`.
    pub name: String,
    /// What the input adds to each gate.
    pub wx: Param,
    /// What the last output adds.
    pub wh: Param,
    /// What each gate starts from.
    pub b: Param,
    /// The second bias, of the form with the reset after the product.
    pub bh: Option<Param>,
}

impl Gru {
    /// Wx Xavier-uniform and Wh orthogonal for each gate, biases zero.
    pub fn new(device: &Device, name: &str, inputs: usize, hidden: usize, form: GruForm, random: &mut Random) -> Self {
        let [wx, wh] = recurrent::weights(device, name, [inputs, hidden], 3, random);
        let bias = |part: &str| Param::new(format!("{name}.{part}"), ops::fill(device, [3 * hidden], 0.0));
        let bh = (form == GruForm::ResetAfter).then(|| bias("bh"));
        Gru { name: name.to_owned(), wx, wh, b: bias("b"), bh }
    }

    pub(crate) fn recurrence(&self, graph: &Graph, z: &Var, first: &VarState, bptt: &Bptt) -> (Var, Option<Var>) {
        let (wh, h_first) = (graph.param(&self.wh), &first.h);
        let sequence = match &self.bh {
            None => ops::gru(z, &wh, h_first, bptt),
            Some(bh) => ops::gru_after(z, &wh, Some(&graph.param(bh)), h_first, bptt),
        };
        let blocks = if self.bh.is_some() { 4 } else { 3 };
        for (block, gate) in ["z", "r", "candidate"].iter().enumerate() {
            let name = format!("{}.{gate}", self.name);
            graph.keep(Activation { name, tensor: sequence.gates.clone(), block: (block, blocks) });
        }
        graph.keep(Activation::whole(format!("{}.h", self.name), sequence.h.value()));
        (sequence.h, None)
    }
}
