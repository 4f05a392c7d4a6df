//! ∂sᵢ/∂sᵢ₋₁ of every kind of cell, written out, and what a gradient at sᵢ gives to W at this step alone.
//!
//! s is what a cell hands on: s of a simple net, h of a GRU, and of an LSTM both, s = (C, h), so its factor is 2H×2H; its
//! upper left quarter is ∂Cᵢ/∂Cᵢ₋₁, which without peepholes is diag(fᵢ). Entry (row, column) is ∂sᵢ[row]/∂sᵢ₋₁[column].
//! W are the recurrent weights Wh, as in the lecture; they stand to the right of a row: a = … + hᵢ₋₁·Wh.

use crate::gru::Gru;
use crate::inside::CellStep;
use crate::lstm::Lstm;
use crate::recurrent::Recurrent;
use crate::rnn::Rnn;
use nabla_compute::ops::RnnFunction;

use super::matrix::SquareMatrix;
use super::on_cpu;

/// One step of a cell, seen as a function of the state before it.
pub struct StepDerivative<'a> {
    layer: &'a Recurrent,
    step: &'a CellStep,
    /// Wh `[H,G·H]`
    wh: Vec<f32>,
    hidden: usize,
}

impl<'a> StepDerivative<'a> {
    /// That of a step which [`crate::inside::step`] has written out. The layer is on the processor.
    pub fn new(layer: &'a Recurrent, step: &'a CellStep) -> Self {
        let params = layer.params();
        let wh = params.iter().find(|param| param.name.ends_with(".Wh")).map(|param| on_cpu(&param.value));
        StepDerivative { layer, step, wh: wh.unwrap_or_default(), hidden: layer.hidden() }
    }

    /// The numbers of the state: H, or 2H of an LSTM.
    pub fn size(&self) -> usize {
        state_size(self.layer)
    }

    /// ∂sᵢ/∂sᵢ₋₁
    pub fn factor(&self) -> SquareMatrix {
        match self.layer {
            Recurrent::Rnn(rnn) => self.rnn_factor(rnn),
            Recurrent::Lstm(lstm) => self.lstm_factor(lstm),
            Recurrent::Gru(gru) => self.gru_factor(gru),
        }
    }

    /// v·∂⁺sᵢ/∂W for v = ∂L/∂sᵢ, the state before the step held: `[H,G·H]`.
    pub fn term(&self, v: &[f64]) -> Vec<f64> {
        match self.layer {
            Recurrent::Rnn(rnn) => {
                let da: Vec<f64> = (0..self.hidden).map(|r| v[r] * self.slope(rnn, r)).collect();
                self.outer(&[("s.prev", da)])
            }
            Recurrent::Lstm(lstm) => self.lstm_term(lstm, v),
            Recurrent::Gru(gru) => self.gru_term(gru, v),
        }
    }

    fn get(&self, name: &str, unit: usize) -> f64 {
        f64::from(self.step.get(name).map_or(0.0, |values| values[unit]))
    }

    /// What unit `from` of the state before adds to unit `to` of this block.
    fn weight(&self, block: usize, from: usize, to: usize) -> f64 {
        let columns = self.wh.len() / self.hidden;
        f64::from(self.wh[from * columns + block * self.hidden + to])
    }

    /// σ′(a) of a gate, from its value.
    fn sigmoid_slope(&self, gate: &str, unit: usize) -> f64 {
        let gate = self.get(gate, unit);
        gate * (1.0 - gate)
    }

    /// tanh′(a), from its value.
    fn tanh_slope(&self, name: &str, unit: usize) -> f64 {
        1.0 - self.get(name, unit).powi(2)
    }

    /// Of every block of Wh what its left side was and ∂L/∂a: the product of both.
    fn outer(&self, blocks: &[(&str, Vec<f64>)]) -> Vec<f64> {
        let of =
            |from: usize| blocks.iter().flat_map(move |(left, da)| da.iter().map(move |da| self.get(left, from) * da));
        (0..self.hidden).flat_map(of).collect()
    }

    /// φ′(a)
    fn slope(&self, rnn: &Rnn, unit: usize) -> f64 {
        match rnn.function {
            RnnFunction::Tanh => self.tanh_slope("s", unit),
            RnnFunction::Relu => f64::from(u8::from(self.get("s", unit) > 0.0)),
            RnnFunction::Linear => 1.0,
        }
    }

    /// diag(φ′(aᵢ))·W
    fn rnn_factor(&self, rnn: &Rnn) -> SquareMatrix {
        SquareMatrix::new(self.hidden, |r, j| self.slope(rnn, r) * self.weight(0, j, r))
    }

    /// C = f∗C₋ + i∗C̃ and h = o∗tanh C, the gates i, f and o being functions of h₋ and, with peepholes, of C.
    fn lstm_factor(&self, lstm: &Lstm) -> SquareMatrix {
        let hidden = self.hidden;
        let peepholes = Peepholes::of(lstm, hidden);
        let c_by = |r: usize, column: usize| {
            let of_f = self.get("C.prev", r) * self.sigmoid_slope("f", r);
            let of_i = self.get("candidate", r) * self.sigmoid_slope("i", r);
            if column >= hidden {
                let j = column - hidden;
                let of_candidate = self.get("i", r) * self.tanh_slope("candidate", r);
                of_f * self.weight(1, j, r) + of_i * self.weight(0, j, r) + of_candidate * self.weight(2, j, r)
            } else if column == r {
                self.get("f", r) + of_f * peepholes.at(1, r) + of_i * peepholes.at(0, r)
            } else {
                0.0
            }
        };
        let h_by = |r: usize, column: usize| {
            let c = c_by(r, column);
            let from_h = if column >= hidden { self.weight(3, column - hidden, r) } else { 0.0 };
            let of_o = self.sigmoid_slope("o", r) * (from_h + peepholes.at(2, r) * c);
            self.get("C.tanh", r) * of_o + self.get("o", r) * self.tanh_slope("C.tanh", r) * c
        };
        SquareMatrix::new(
            2 * hidden,
            |row, column| {
                if row < hidden { c_by(row, column) } else { h_by(row - hidden, column) }
            },
        )
    }

    fn lstm_term(&self, lstm: &Lstm, v: &[f64]) -> Vec<f64> {
        let (hidden, peepholes) = (self.hidden, Peepholes::of(lstm, self.hidden));
        let mut da = [const { Vec::new() }; 4];
        for r in 0..hidden {
            let (dc, dh) = (v[r], v[hidden + r]);
            let of_o = dh * self.get("C.tanh", r) * self.sigmoid_slope("o", r);
            let dc = dc + dh * self.get("o", r) * self.tanh_slope("C.tanh", r) + of_o * peepholes.at(2, r);
            da[0].push(dc * self.get("candidate", r) * self.sigmoid_slope("i", r));
            da[1].push(dc * self.get("C.prev", r) * self.sigmoid_slope("f", r));
            da[2].push(dc * self.get("i", r) * self.tanh_slope("candidate", r));
            da[3].push(of_o);
        }
        self.outer(&da.map(|da| ("h.prev", da)))
    }

    /// h = (1−z)∗h₋ + z∗h̃ with h̃ = tanh(… + (r∗h₋)·W).
    fn gru_factor(&self, gru: &Gru) -> SquareMatrix {
        debug_assert!(gru.bh.is_none(), "the lecture's form");
        let hidden = self.hidden;
        // ∂(r∗h₋)[q]/∂h₋[j]
        let reset = SquareMatrix::new(hidden, |q, j| {
            let through_gate = self.get("h.prev", q) * self.sigmoid_slope("r", q) * self.weight(1, j, q);
            if q == j { self.get("r", q) + through_gate } else { through_gate }
        });
        let weights = SquareMatrix::new(hidden, |r, q| self.weight(2, q, r));
        let candidate = weights.times(&reset);
        SquareMatrix::new(hidden, |r, j| {
            let difference = self.get("candidate", r) - self.get("h.prev", r);
            let kept = if r == j { 1.0 - self.get("z", r) } else { 0.0 };
            kept + difference * self.sigmoid_slope("z", r) * self.weight(0, j, r)
                + self.get("z", r) * self.tanh_slope("candidate", r) * candidate.at(r, j)
        })
    }

    fn gru_term(&self, gru: &Gru, v: &[f64]) -> Vec<f64> {
        debug_assert!(gru.bh.is_none(), "the lecture's form");
        let units = 0..self.hidden;
        let of_h = |r: usize| v[r] * self.get("z", r) * self.tanh_slope("candidate", r);
        let of_z = |r: usize| v[r] * (self.get("candidate", r) - self.get("h.prev", r)) * self.sigmoid_slope("z", r);
        let of_reset = |q: usize| units.clone().map(|r| of_h(r) * self.weight(2, q, r)).sum::<f64>();
        let of_r = |q: usize| of_reset(q) * self.get("h.prev", q) * self.sigmoid_slope("r", q);
        self.outer(&[
            ("h.prev", units.clone().map(of_z).collect()),
            ("h.prev", units.clone().map(of_r).collect()),
            ("reset", units.clone().map(of_h).collect()),
        ])
    }
}

/// H, or 2H of an LSTM.
pub fn state_size(layer: &Recurrent) -> usize {
    if matches!(layer, Recurrent::Lstm(_)) { 2 * layer.hidden() } else { layer.hidden() }
}

/// p in the order i f o; without peepholes zeros.
struct Peepholes {
    p: Option<Vec<f32>>,
    hidden: usize,
}

impl Peepholes {
    fn of(lstm: &Lstm, hidden: usize) -> Self {
        Peepholes { p: lstm.peepholes.as_ref().map(|p| on_cpu(&p.value)), hidden }
    }

    fn at(&self, gate: usize, unit: usize) -> f64 {
        self.p.as_ref().map_or(0.0, |p| f64::from(p[gate * self.hidden + unit]))
    }
}
