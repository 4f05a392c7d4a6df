//! The recurrences from elementary operations: one step after the other, each equation one line. Slow and readable;
//! tests hold the fused ones of `nabla_compute::ops` to these, values and gradients.
//!
//! Each takes the input's share z of every step `[T,B,·]`, already x·Wx + b, and returns every state sₜ or hₜ `[B,H]`.

use nabla_compute::Var;
use nabla_compute::ops::RnnFunction;

/// What is sent back through the states of a sequence: `detach` cuts there.
type Cut<'a> = &'a dyn Fn(usize, &Var) -> Var;

/// Nothing is cut: the gradient flows back through all steps.
pub fn full(_step: usize, state: &Var) -> Var {
    state.clone()
}

/// The share of step t, `[B,·]`.
fn share(z: &Var, t: usize) -> Var {
    let &[_, batch, columns] = z.value().shape().dims() else { panic!("z must be [T,B,·]") };
    z.rows(t, 1).reshape([batch, columns])
}

fn steps(z: &Var) -> usize {
    z.value().shape().dims()[0]
}

/// 1 − x
fn one_minus(x: &Var) -> Var {
    let device = x.value().device();
    let of = |value| x.tape().constant(&nabla_compute::ops::fill(device, x.value().shape(), value));
    &of(1.0) + &(x * &of(-1.0))
}

/// x∗p for every row of x, p: `[H]`.
fn scaled(x: &Var, p: &Var) -> Var {
    let nothing = nabla_compute::ops::fill(x.value().device(), x.value().shape(), 0.0);
    x * &x.tape().constant(&nothing).add_bias(p)
}

/// The simple net of LECTURE item 7: z `[T,B,H]`, W `[H,H]`.
pub fn rnn(z: &Var, wh: &Var, s_first: &Var, function: RnnFunction, cut: Cut<'_>) -> Vec<Var> {
    let mut s = s_first.clone();
    let mut outputs = Vec::new();
    for t in 0..steps(z) {
        let a = &share(z, t) + &cut(t, &s).matmul(wh); // zₜ + sₜ₋₁·W
        s = match function {
            RnnFunction::Tanh => a.tanh(),
            RnnFunction::Relu => a.relu(),
            RnnFunction::Linear => a,
        };
        outputs.push(s.clone());
    }
    outputs
}

/// The LSTM of LECTURE items 13–16, with the peepholes of item 17 if there are any (`[3,H]` in the order i f o). Returns
/// every hₜ and every Cₜ.
pub fn lstm(
    z: &Var,
    wh: &Var,
    [h_first, c_first]: [&Var; 2],
    peepholes: Option<&Var>,
    cut: Cut<'_>,
) -> (Vec<Var>, Vec<Var>) {
    let hidden = wh.value().shape().dims()[0];
    let peephole = |n: usize| peepholes.map(|p| p.reshape([3, hidden]).rows(n, 1).reshape([hidden]));
    let sees = |a: &Var, n: usize, c: &Var| peephole(n).map_or(a.clone(), |p| a + &scaled(c, &p)); // a + p∗C
    let (mut h, mut c) = (h_first.clone(), c_first.clone());
    let (mut outputs, mut states) = (Vec::new(), Vec::new());
    for t in 0..steps(z) {
        let c_prev = cut(t, &c);
        let a = &share(z, t) + &cut(t, &h).matmul(wh); // zₜ + hₜ₋₁·Wh
        let i = sees(&a.columns(0, hidden), 0, &c_prev).sigmoid(); // iₜ = σ(… + pᵢ∗Cₜ₋₁)
        let f = sees(&a.columns(hidden, hidden), 1, &c_prev).sigmoid(); // fₜ = σ(… + p_f∗Cₜ₋₁)
        let candidate = a.columns(2 * hidden, hidden).tanh(); // C̃ₜ = tanh(…)
        c = &(&f * &c_prev) + &(&i * &candidate); // Cₜ = fₜ∗Cₜ₋₁ + iₜ∗C̃ₜ
        let o = sees(&a.columns(3 * hidden, hidden), 2, &c).sigmoid(); // oₜ = σ(… + pₒ∗Cₜ)
        h = &o * &c.tanh(); // hₜ = oₜ∗tanh Cₜ
        outputs.push(h.clone());
        states.push(c.clone());
    }
    (outputs, states)
}

/// The GRU of LECTURE item 18, with the reset before the product.
pub fn gru(z: &Var, wh: &Var, h_first: &Var, cut: Cut<'_>) -> Vec<Var> {
    let hidden = wh.value().shape().dims()[0];
    let block = |x: &Var, n: usize| x.columns(n * hidden, hidden);
    let mut h = h_first.clone();
    let mut outputs = Vec::new();
    for t in 0..steps(z) {
        let (a, h_prev) = (share(z, t), cut(t, &h));
        let update = (&block(&a, 0) + &h_prev.matmul(&block(wh, 0))).sigmoid(); // zₜ = σ(… + hₜ₋₁·W_z)
        let reset = (&block(&a, 1) + &h_prev.matmul(&block(wh, 1))).sigmoid(); // rₜ = σ(… + hₜ₋₁·W_r)
        let candidate = (&block(&a, 2) + &(&reset * &h_prev).matmul(&block(wh, 2))).tanh(); // h̃ₜ = tanh(… + (rₜ∗hₜ₋₁)·W_h)
        h = &(&one_minus(&update) * &h_prev) + &(&update * &candidate); // hₜ = (1−zₜ)∗hₜ₋₁ + zₜ∗h̃ₜ
        outputs.push(h.clone());
    }
    outputs
}

/// The GRU with the reset after the product, as PyTorch has it; bh: `[3H]`.
pub fn gru_after(z: &Var, wh: &Var, bh: &Var, h_first: &Var, cut: Cut<'_>) -> Vec<Var> {
    let hidden = wh.value().shape().dims()[0];
    let block = |x: &Var, n: usize| x.columns(n * hidden, hidden);
    let mut h = h_first.clone();
    let mut outputs = Vec::new();
    for t in 0..steps(z) {
        let (a, h_prev) = (share(z, t), cut(t, &h));
        let u = h_prev.matmul(wh).add_bias(bh); // u = hₜ₋₁·Wh + bh
        let update = (&block(&a, 0) + &block(&u, 0)).sigmoid(); // zₜ = σ(… + u_z)
        let reset = (&block(&a, 1) + &block(&u, 1)).sigmoid(); // rₜ = σ(… + u_r)
        let candidate = (&block(&a, 2) + &(&reset * &block(&u, 2))).tanh(); // nₜ = tanh(… + rₜ∗u_n)
        h = &(&one_minus(&update) * &candidate) + &(&update * &h_prev); // hₜ = (1−zₜ)∗nₜ + zₜ∗hₜ₋₁
        outputs.push(h.clone());
    }
    outputs
}
