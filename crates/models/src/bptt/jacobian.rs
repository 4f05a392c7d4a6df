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
                let da = v.iter().zip(self.slopes(rnn)).map(|(v, slope)| v * slope).collect();
                self.outer(&[("s.prev", da)])
            }
            Recurrent::Lstm(lstm) => self.lstm_term(lstm, v),
            Recurrent::Gru(gru) => self.gru_term(gru, v),
        }
    }

    /// The numbers of a name, one for each unit.
    fn get(&self, name: &str) -> Vec<f64> {
        self.step.get(name).unwrap_or_default().iter().map(|x| f64::from(*x)).collect()
    }

    /// One number for each unit.
    fn by_unit(&self, number: impl Fn(usize) -> f64) -> Vec<f64> {
        (0..self.hidden).map(number).collect()
    }

    /// What unit `from` of the state before adds to unit `to` of this block.
    fn weight(&self, block: usize, from: usize, to: usize) -> f64 {
        let columns = self.wh.len() / self.hidden;
        f64::from(self.wh[from * columns + block * self.hidden + to])
    }

    /// Of every block of Wh what its left side was and ∂L/∂a: the product of both.
    fn outer(&self, blocks: &[(&str, Vec<f64>)]) -> Vec<f64> {
        let blocks: Vec<_> = blocks.iter().map(|(left, da)| (self.get(left), da)).collect();
        let of = |from: usize| blocks.iter().flat_map(move |(left, da)| da.iter().map(move |da| left[from] * da));
        (0..self.hidden).flat_map(of).collect()
    }

    /// φ′(a)
    fn slopes(&self, rnn: &Rnn) -> Vec<f64> {
        let slope = |s: f64| match rnn.function {
            RnnFunction::Tanh => tanh_slope(s),
            RnnFunction::Relu => f64::from(u8::from(s > 0.0)),
            RnnFunction::Linear => 1.0,
        };
        self.get("s").into_iter().map(slope).collect()
    }

    /// diag(φ′(aᵢ))·W
    fn rnn_factor(&self, rnn: &Rnn) -> SquareMatrix {
        let slopes = self.slopes(rnn);
        SquareMatrix::new(self.hidden, |r, j| slopes[r] * self.weight(0, j, r))
    }

    /// C = f∗C₋ + i∗C̃ and h = o∗tanh C, the gates i, f and o being functions of h₋ and, with peepholes, of C.
    fn lstm_factor(&self, lstm: &Lstm) -> SquareMatrix {
        let hidden = self.hidden;
        let (slopes, f, peepholes) = (self.lstm_slopes(), self.get("f"), Peepholes::of(lstm, hidden));
        let c_by = |r: usize, column: usize| {
            let LstmSlopes { by_i, by_f, by_candidate, .. } = &slopes;
            if column >= hidden {
                let j = column - hidden;
                by_f[r] * self.weight(1, j, r) + by_i[r] * self.weight(0, j, r) + by_candidate[r] * self.weight(2, j, r)
            } else if column == r {
                f[r] + by_f[r] * peepholes.at(1, r) + by_i[r] * peepholes.at(0, r)
            } else {
                0.0
            }
        };
        let h_by = |r: usize, column: usize| {
            let c = c_by(r, column);
            let from_h = if column >= hidden { self.weight(3, column - hidden, r) } else { 0.0 };
            slopes.by_o[r] * (from_h + peepholes.at(2, r) * c) + slopes.by_c[r] * c
        };
        SquareMatrix::new(
            2 * hidden,
            |row, column| {
                if row < hidden { c_by(row, column) } else { h_by(row - hidden, column) }
            },
        )
    }

    fn lstm_slopes(&self) -> LstmSlopes {
        let [i, f, candidate, o] = ["i", "f", "candidate", "o"].map(|gate| self.get(gate));
        let (c_prev, tanh_c) = (self.get("C.prev"), self.get("C.tanh"));
        LstmSlopes {
            by_i: self.by_unit(|r| candidate[r] * sigmoid_slope(i[r])),
            by_f: self.by_unit(|r| c_prev[r] * sigmoid_slope(f[r])),
            by_candidate: self.by_unit(|r| i[r] * tanh_slope(candidate[r])),
            by_o: self.by_unit(|r| tanh_c[r] * sigmoid_slope(o[r])),
            by_c: self.by_unit(|r| o[r] * tanh_slope(tanh_c[r])),
        }
    }

    fn lstm_term(&self, lstm: &Lstm, v: &[f64]) -> Vec<f64> {
        let (slopes, peepholes) = (self.lstm_slopes(), Peepholes::of(lstm, self.hidden));
        let (v_c, v_h) = v.split_at(self.hidden);
        let da_o = self.by_unit(|r| v_h[r] * slopes.by_o[r]);
        let dc = self.by_unit(|r| v_c[r] + v_h[r] * slopes.by_c[r] + da_o[r] * peepholes.at(2, r));
        let through_c = |slope: &[f64]| self.by_unit(|r| dc[r] * slope[r]);
        let [da_i, da_f, da_candidate] = [&slopes.by_i, &slopes.by_f, &slopes.by_candidate].map(|by| through_c(by));
        self.outer(&[da_i, da_f, da_candidate, da_o].map(|da| ("h.prev", da)))
    }

    /// h = (1−z)∗h₋ + z∗h̃ with h̃ = tanh(… + (r∗h₋)·W).
    fn gru_factor(&self, gru: &Gru) -> SquareMatrix {
        debug_assert!(gru.bh.is_none(), "the lecture's form");
        let (hidden, slopes) = (self.hidden, self.gru_slopes());
        let (z, reset) = (self.get("z"), self.get("r"));
        // ∂(r∗h₋)[q]/∂h₋[j]
        let reset = SquareMatrix::new(hidden, |q, j| {
            let through_gate = slopes.by_r[q] * self.weight(1, j, q);
            if q == j { reset[q] + through_gate } else { through_gate }
        });
        let weights = SquareMatrix::new(hidden, |r, q| self.weight(2, q, r));
        let candidate = weights.times(&reset);
        SquareMatrix::new(hidden, |r, j| {
            let kept = if r == j { 1.0 - z[r] } else { 0.0 };
            kept + slopes.by_z[r] * self.weight(0, j, r) + slopes.by_candidate[r] * candidate.at(r, j)
        })
    }

    fn gru_slopes(&self) -> GruSlopes {
        let [z, r, candidate, h_prev] = ["z", "r", "candidate", "h.prev"].map(|name| self.get(name));
        GruSlopes {
            by_z: self.by_unit(|u| (candidate[u] - h_prev[u]) * sigmoid_slope(z[u])),
            by_r: self.by_unit(|u| h_prev[u] * sigmoid_slope(r[u])),
            by_candidate: self.by_unit(|u| z[u] * tanh_slope(candidate[u])),
        }
    }

    fn gru_term(&self, gru: &Gru, v: &[f64]) -> Vec<f64> {
        debug_assert!(gru.bh.is_none(), "the lecture's form");
        let slopes = self.gru_slopes();
        let da_candidate = self.by_unit(|r| v[r] * slopes.by_candidate[r]);
        let da_z = self.by_unit(|r| v[r] * slopes.by_z[r]);
        let of_reset = |q: usize| da_candidate.iter().enumerate().map(|(r, da)| da * self.weight(2, q, r)).sum::<f64>();
        let da_r = self.by_unit(|q| of_reset(q) * slopes.by_r[q]);
        self.outer(&[("h.prev", da_z), ("h.prev", da_r), ("reset", da_candidate)])
    }
}

/// What each sum a of an LSTM does to C, or for o to h, and C to h through tanh; one number for each unit.
struct LstmSlopes {
    by_i: Vec<f64>,
    by_f: Vec<f64>,
    by_candidate: Vec<f64>,
    by_o: Vec<f64>,
    by_c: Vec<f64>,
}

/// What the sums of z and h̃ of a GRU do to h, and that of r to r∗h₋.
struct GruSlopes {
    by_z: Vec<f64>,
    by_r: Vec<f64>,
    by_candidate: Vec<f64>,
}

/// σ′(a) of a gate, from its value.
fn sigmoid_slope(gate: f64) -> f64 {
    gate * (1.0 - gate)
}

/// tanh′(a), from its value.
fn tanh_slope(value: f64) -> f64 {
    1.0 - value * value
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
