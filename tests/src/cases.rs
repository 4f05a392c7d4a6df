//! Every differentiable operation, once: tests check each against finite differences (small sizes) and the GPU against
//! the CPU (large sizes, which straddle tiles and workgroups).

mod recurrent;
mod vision;
mod words;

use nabla_compute::{Indices, Var, ops};

/// An operation to be tested.
pub struct Case {
    /// Its name in messages.
    pub name: &'static str,
    /// The shapes of its inputs for finite differences.
    pub small: &'static [&'static [usize]],
    /// The shapes of its inputs for comparing devices.
    pub large: &'static [&'static [usize]],
    /// The operation.
    pub op: fn(&[Var]) -> Var,
}

/// Whole numbers below `limit`, spread over it, with repetitions.
pub(crate) fn indices(x: &Var, len: usize, limit: usize) -> Indices {
    let spread: Vec<u32> = (0..len).map(|i| (i * i * 7 + i * 3 + 1) as u32 % limit as u32).collect();
    x.value().device().upload_indices(&spread)
}

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Case> {
    [BASIC, recurrent::CASES, vision::CASES, words::CASES].into_iter().flatten()
}

/// Arithmetic that every model uses.
const BASIC: &[Case] = &[
    Case { name: "matmul", small: &[&[3, 4], &[4, 5]], large: &[&[2, 17, 65], &[65, 33]], op: |x| x[0].matmul(&x[1]) },
    Case { name: "add_bias", small: &[&[3, 4], &[4]], large: &[&[37, 65], &[65]], op: |x| x[0].add_bias(&x[1]) },
    Case { name: "add", small: &[&[3, 4], &[3, 4]], large: &[&[700], &[700]], op: |x| &x[0] + &x[1] },
    Case { name: "mul", small: &[&[3, 4], &[3, 4]], large: &[&[700], &[700]], op: |x| &x[0] * &x[1] },
    Case { name: "a value used twice", small: &[&[5]], large: &[&[513]], op: |x| &(&x[0] * &x[0]) + &x[0] },
    Case { name: "tanh", small: &[&[7]], large: &[&[1025]], op: |x| x[0].tanh() },
    Case { name: "sigmoid", small: &[&[7]], large: &[&[1025]], op: |x| x[0].sigmoid() },
    Case { name: "relu", small: &[&[7]], large: &[&[1025]], op: |x| x[0].relu() },
    Case { name: "sum", small: &[&[3, 4]], large: &[&[33, 65]], op: |x| x[0].sum() },
    Case { name: "mean", small: &[&[3, 4]], large: &[&[33, 65]], op: |x| x[0].mean() },
    Case { name: "sum_rows", small: &[&[3, 4]], large: &[&[131, 65]], op: |x| x[0].sum_rows() },
    Case { name: "rows", small: &[&[4, 2, 3]], large: &[&[9, 5, 31]], op: |x| x[0].rows(1, 2) },
    Case {
        name: "embedding",
        small: &[&[5, 3]],
        large: &[&[40, 33]],
        op: |x| {
            let rows = x[0].value().shape().matrix()[0];
            x[0].embedding(&indices(&x[0], 2 * rows, rows))
        },
    },
    Case {
        name: "softmax_xent",
        small: &[&[4, 5]],
        large: &[&[33, 97]],
        op: |x| {
            let [rows, columns] = x[0].value().shape().matrix();
            ops::softmax_xent(&x[0], &indices(&x[0], rows, columns)).loss
        },
    },
];
