//! ONNX's weights in the order and layout of Nabla's recurrences.

use nabla_compute::ops::{self, Bptt, RnnFunction};
use nabla_compute::{Device, Tape, Tensor, Var};

use super::{Cell, Direction, Sequence};
use crate::onnx::array::Array;
use crate::onnx::node::{Stop, read};

/// All steps of one direction.
pub(super) async fn run(direction: &Direction, cell: Cell, device: &Device) -> Result<Sequence, Stop> {
    let network = Network { direction, device, tape: Tape::new() };
    match cell {
        Cell::Rnn(function) => network.rnn(function).await,
        Cell::Lstm => network.lstm().await,
        Cell::Gru => network.gru().await,
        Cell::GruAfter => network.gru_after().await,
    }
}

/// A direction on its way to a device.
struct Network<'a> {
    direction: &'a Direction,
    device: &'a Device,
    tape: Tape,
}

impl Network<'_> {
    fn constant(&self, x: &Array) -> Result<Var, Stop> {
        Ok(self.tape.constant(&x.upload(self.device, x.dims.as_slice())?))
    }

    /// Weights with their gates side by side in columns: `[gates·H, D]` → `[D, gates·H]`, gate `order[i]` at place i.
    fn columns(&self, weights: &Array, order: &[usize]) -> Result<Var, Stop> {
        self.constant(&in_order(weights, order).permuted(&[1, 0]))
    }

    /// The biases of the input and of the state, each `[gates·H]`.
    fn biases(&self, order: &[usize]) -> [Array; 2] {
        let bias = &self.direction.bias;
        let half = bias.dims[0] / 2;
        [0, half].map(|start| in_order(&bias.part(0, start, half), order))
    }

    /// zₜ = xₜ·Wx + b for all t: `[T,B,gates·H]`.
    fn projected(&self, w: &Array, order: &[usize], bias: &Array) -> Result<Var, Stop> {
        let x = self.constant(&self.direction.x)?;
        Ok(x.matmul(&self.columns(w, order)?).add_bias(&self.constant(bias)?))
    }

    async fn finish(&self, h: &Tensor, also_last: &[&Tensor]) -> Result<Sequence, Stop> {
        let dims = [self.direction.x.dims[0], self.direction.x.dims[1], self.direction.hidden];
        let h = read(h, &dims).await?;
        let last_of = |states: &Array| states.part(0, dims[0] - 1, 1).reshaped(&dims[1..]);
        let mut last = vec![last_of(&h)];
        for states in also_last {
            last.push(last_of(&read(states, &dims).await?));
        }
        Ok(Sequence { h, last })
    }

    async fn rnn(&self, function: RnnFunction) -> Result<Sequence, Stop> {
        let Direction { w, r, first, .. } = self.direction;
        let z = self.projected(w, &[0], &sum(&self.biases(&[0])))?;
        let s = ops::rnn(&z, &self.columns(r, &[0])?, &self.constant(&first[0])?, function, &Bptt::default());
        self.finish(s.value(), &[]).await
    }

    async fn lstm(&self) -> Result<Sequence, Stop> {
        const ORDER: [usize; 4] = [0, 2, 3, 1]; // ONNX: i o f C̃; Nabla: i f C̃ o
        let Direction { w, r, first, peepholes, .. } = self.direction;
        let z = self.projected(w, &ORDER, &sum(&self.biases(&ORDER)))?;
        let state = [&self.constant(&first[0])?, &self.constant(&first[1])?];
        let peepholes = peepholes.as_ref().map(|p| self.constant(&in_order(p, &[0, 2, 1]))).transpose()?; // i o f → i f o
        let peepholes = peepholes.map(|p| p.reshape([3, self.direction.hidden]));
        let wh = self.columns(r, &ORDER)?;
        let result = ops::lstm(&z, &wh, state, peepholes.as_ref(), &Bptt::default());
        self.finish(result.h.value(), &[&result.c]).await
    }

    /// In ONNX zₜ is the share of the old state that stays, in Nabla's `gru` that which goes: 1 − σ(a) = σ(−a).
    async fn gru(&self) -> Result<Sequence, Stop> {
        const ORDER: [usize; 3] = [0, 1, 2]; // z r h̃ in both
        let Direction { w, r, first, .. } = self.direction;
        let bias = with_z_negated(&sum(&self.biases(&ORDER)));
        let z = self.projected(&with_z_negated(w), &ORDER, &bias)?;
        let wh = self.columns(&with_z_negated(r), &ORDER)?;
        let result = ops::gru(&z, &wh, &self.constant(&first[0])?, &Bptt::default());
        self.finish(result.h.value(), &[]).await
    }

    async fn gru_after(&self) -> Result<Sequence, Stop> {
        const ORDER: [usize; 3] = [0, 1, 2]; // z r h̃ in both
        let Direction { w, r, first, .. } = self.direction;
        let [of_input, of_state] = self.biases(&ORDER);
        let (z, wh, bh) = (self.projected(w, &ORDER, &of_input)?, self.columns(r, &ORDER)?, self.constant(&of_state)?);
        let result = ops::gru_after(&z, &wh, Some(&bh), &self.constant(&first[0])?, &Bptt::default());
        self.finish(result.h.value(), &[]).await
    }
}

/// The gates' rows in another order.
fn in_order(rows: &Array, order: &[usize]) -> Array {
    let size = rows.dims[0] / order.len();
    let gates: Vec<Array> = order.iter().map(|gate| rows.part(0, gate * size, size)).collect();
    Array::joined(&gates, 0)
}

/// Two biases as one, in f32 as an addition on the device would be.
fn sum([a, b]: &[Array; 2]) -> Array {
    let sums = a.data.iter().zip(&b.data).map(|(a, b)| f64::from(*a as f32 + *b as f32));
    Array::new(&a.dims, sums.collect(), false)
}

/// The first of three gates with the opposite sign.
fn with_z_negated(rows: &Array) -> Array {
    let third = rows.data.len() / 3;
    let signed = |(i, x): (usize, &f64)| if i < third { -x } else { *x };
    Array::new(&rows.dims, rows.data.iter().enumerate().map(signed).collect(), false)
}
