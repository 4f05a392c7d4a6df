//! Recurrent networks.
//!
//! ONNX keeps each gate's weights in rows (W: `[directions, gates·H, D]`) and a bias for the input beside one for the
//! state; Nabla keeps them in columns, in another order of gates, with one bias. Going backwards is going forwards
//! through the reversed sequence. Where a sequence of the batch is shorter than the others, each is computed by itself.

mod cells;

use nabla_compute::Device;
use nabla_compute::ops::RnnFunction;

use super::array::Array;
use super::node::{Node, Stop, outside};

/// Which recurrence.
#[derive(Clone, Copy, PartialEq)]
enum Cell {
    Rnn(RnnFunction),
    Lstm,
    /// With the reset before the product.
    Gru,
    /// With the reset after it.
    GruAfter,
}

/// One direction of a network: its sequence, its weights, and its state before the first step.
#[derive(Clone)]
struct Direction {
    /// `[T,B,D]`, in the order in which it is read.
    x: Array,
    /// `[gates·H, D]` and `[gates·H, H]`.
    w: Array,
    r: Array,
    /// `[2·gates·H]`: the input's, then the state's.
    bias: Array,
    /// `[3·H]`, if there are peepholes.
    peepholes: Option<Array>,
    /// h₋₁, and C₋₁ of an LSTM: `[B,H]`.
    first: Vec<Array>,
    hidden: usize,
}

/// hₜ for every step `[T,B,H]`, and the last h, and C of an LSTM, `[B,H]`.
struct Sequence {
    h: Array,
    last: Vec<Array>,
}

/// The outputs Y, `Y_h` and, of an LSTM, `Y_c`.
pub(super) async fn sequence(node: &Node<'_>, op: &str, device: &Device) -> Result<Vec<Array>, Stop> {
    let reversed: &[bool] = match node.text("direction", "forward").as_str() {
        "forward" => &[false],
        "reverse" => &[true],
        _ => &[false, true],
    };
    let mut results = Vec::new();
    for (d, reversed) in reversed.iter().enumerate() {
        let cell = cell(node, op, d)?;
        results.push(rows(&direction(node, cell, d), lengths(node), *reversed, cell, device).await?);
    }
    let batch_first = node.int("layout", 0) == 1;
    let states = |i: usize| {
        let states: Vec<Array> = results.iter().map(|result| stacked(&result.last[i], 0)).collect();
        let states = Array::joined(&states, 0); // [directions,B,H]
        if batch_first { states.permuted(&[1, 0, 2]) } else { states }
    };
    let h: Vec<Array> = results.iter().map(|result| stacked(&result.h, 1)).collect();
    let h = Array::joined(&h, 1); // [T,directions,B,H]
    let y = if batch_first { h.permuted(&[2, 0, 1, 3]) } else { h };
    Ok([y].into_iter().chain((0..results[0].last.len()).map(states)).collect())
}

/// The recurrence of direction `d`, if Nabla has it.
fn cell(node: &Node<'_>, op: &str, d: usize) -> Result<Cell, Stop> {
    let (cell, usual): (Cell, &[&str]) = match op {
        "RNN" => (Cell::Rnn(RnnFunction::Tanh), &["Tanh"]),
        "LSTM" => (Cell::Lstm, &["Sigmoid", "Tanh", "Tanh"]),
        _ if node.int("linear_before_reset", 0) == 0 => (Cell::Gru, &["Sigmoid", "Tanh"]),
        _ => (Cell::GruAfter, &["Sigmoid", "Tanh"]),
    };
    if node.has("clip") {
        return outside("a recurrence that clips what enters its functions");
    }
    if node.int("input_forget", 0) != 0 {
        return outside("an LSTM with its input and forget gates coupled");
    }
    let functions = node.texts("activations").unwrap_or_default();
    let functions = functions.chunks(usual.len()).nth(d).unwrap_or_default();
    match functions.iter().zip(usual).find(|(function, usual)| !function.eq_ignore_ascii_case(usual)) {
        None => Ok(cell),
        Some((function, _)) if op == "RNN" && function.eq_ignore_ascii_case("Relu") => Ok(Cell::Rnn(RnnFunction::Relu)),
        Some((function, usual)) => outside(format!("a recurrence with {function} in the place of {usual}")),
    }
}

/// An array with a new axis of size 1.
fn stacked(x: &Array, axis: usize) -> Array {
    let mut dims = x.dims.clone();
    dims.insert(axis, 1);
    x.clone().reshaped(&dims)
}

/// The lengths of the sequences, if they are given.
fn lengths(node: &Node<'_>) -> Option<Vec<usize>> {
    Some(node.optional(4)?.data.iter().map(|n| *n as usize).collect())
}

/// The inputs of direction `d`.
fn direction(node: &Node<'_>, cell: Cell, d: usize) -> Direction {
    let batch_first = node.int("layout", 0) == 1;
    let one = |x: &Array| x.part(0, d, 1).reshaped(&x.dims[1..]);
    let x = if batch_first { node.input(0).permuted(&[1, 0, 2]) } else { node.input(0).clone() };
    let (w, r) = (one(node.input(1)), one(node.input(2)));
    let (hidden, batch) = (r.dims[1], x.dims[1]);
    let zeros = |dims: &[usize]| Array::new(dims, vec![0.0; dims.iter().product()], false);
    let state = |i: usize| match node.optional(i) {
        Some(state) if batch_first => one(&state.permuted(&[1, 0, 2])),
        Some(state) => one(state),
        None => zeros(&[batch, hidden]),
    };
    let first = if cell == Cell::Lstm { vec![state(5), state(6)] } else { vec![state(5)] };
    let bias = node.optional(3).map_or_else(|| zeros(&[2 * r.dims[0]]), one);
    Direction { x, bias, peepholes: node.optional(7).map(one), first, hidden, w, r }
}

/// The whole batch at once, or row after row where lengths differ. Steps after a row's end are zero.
async fn rows(
    all: &Direction,
    lengths: Option<Vec<usize>>,
    reversed: bool,
    cell: Cell,
    device: &Device,
) -> Result<Sequence, Stop> {
    let (longest, batch) = (all.x.dims[0], all.x.dims[1]);
    let Some(lengths) = lengths.filter(|lengths| lengths.iter().any(|length| *length != longest)) else {
        return steps(all, reversed, cell, device).await;
    };
    let (mut h, mut last) = (Vec::new(), vec![Vec::new(); all.first.len()]);
    for (b, length) in lengths.into_iter().enumerate().take(batch) {
        if length == 0 {
            return outside("a sequence without a step");
        }
        let row = Direction {
            x: all.x.part(1, b, 1).part(0, 0, length),
            first: all.first.iter().map(|state| state.part(0, b, 1)).collect(),
            ..all.clone()
        };
        let result = steps(&row, reversed, cell, device).await?;
        let rest = Array::new(&[longest - length, 1, all.hidden], vec![0.0; (longest - length) * all.hidden], false);
        h.push(Array::joined(&[result.h, rest], 0));
        last.iter_mut().zip(result.last).for_each(|(all, one)| all.push(one));
    }
    Ok(Sequence { h: Array::joined(&h, 1), last: last.iter().map(|states| Array::joined(states, 0)).collect() })
}

/// All steps of rows of one length.
async fn steps(direction: &Direction, reversed: bool, cell: Cell, device: &Device) -> Result<Sequence, Stop> {
    if !reversed {
        return cells::run(direction, cell, device).await;
    }
    let backwards = Direction { x: direction.x.reversed(0), ..direction.clone() };
    let result = cells::run(&backwards, cell, device).await?;
    Ok(Sequence { h: result.h.reversed(0), ..result })
}
