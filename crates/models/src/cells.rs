//! The recurrences from elementary operations: one step after the other, each equation one line. Slow and readable;
//! tests hold the fused ones of `nabla_compute::ops` to these, values and gradients.

use nabla_compute::Var;

/// The LSTM of LECTURE items 13–16 over T steps; shapes as in `nabla_compute::ops::lstm`. Returns every hₜ `[B,H]`.
pub fn lstm(z: &Var, wh: &Var, h_first: &Var, c_first: &Var) -> Vec<Var> {
    let &[steps, batch, columns] = z.value().shape().dims() else { panic!("z must be [T,B,4H]") };
    let hidden = columns / 4;
    let (mut h, mut c) = (h_first.clone(), c_first.clone());
    let mut outputs = Vec::new();
    for t in 0..steps {
        let a = &z.rows(t, 1).reshape([batch, columns]) + &h.matmul(wh); // zₜ + hₜ₋₁·Wh
        let i = a.columns(0, hidden).sigmoid(); // iₜ = σ(…)
        let f = a.columns(hidden, hidden).sigmoid(); // fₜ = σ(…)
        let candidate = a.columns(2 * hidden, hidden).tanh(); // C̃ₜ = tanh(…)
        let o = a.columns(3 * hidden, hidden).sigmoid(); // oₜ = σ(…)
        c = &(&f * &c) + &(&i * &candidate); // Cₜ = fₜ∗Cₜ₋₁ + iₜ∗C̃ₜ
        h = &o * &c.tanh(); // hₜ = oₜ∗tanh Cₜ
        outputs.push(h.clone());
    }
    outputs
}
