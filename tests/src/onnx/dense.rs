//! Products and functions of single numbers.

use nabla_compute::ops::Side::{Plain, Transposed};
use nabla_compute::ops::{self, fill};
use nabla_compute::{Device, Tape, Tensor};

use super::array::{Array, broadcast_dims};
use super::node::{Node, Stop, read};

/// y = max(x, 0), tanh x or σ(x).
pub(super) async fn pointwise(node: &Node<'_>, op: &str, device: &Device) -> Result<Vec<Array>, Stop> {
    let x = node.input(0);
    let flat = x.upload(device, [x.data.len()])?;
    let y = match op {
        "Relu" => ops::relu(&flat),
        "Tanh" => ops::tanh(&flat),
        _ => ops::sigmoid(&flat),
    };
    Ok(vec![read(&y, &x.dims).await?])
}

/// Arrays one after the other along an axis.
pub(super) async fn concat(node: &Node<'_>, device: &Device) -> Result<Vec<Array>, Stop> {
    let axis = node.input(0).axis(node.int("axis", 1));
    let rows: Vec<Array> = node.inputs().map(|part| part.with_last(axis)).collect();
    let columns = |rows: &Array| rows.dims[rows.rank() - 1];
    let parts: Vec<Tensor> = rows
        .iter()
        .map(|rows| rows.upload(device, [rows.data.len() / columns(rows), columns(rows)]))
        .collect::<Result<_, _>>()?;
    let y = ops::concat(&parts.iter().collect::<Vec<_>>());
    let mut dims = rows[0].dims.clone();
    dims[rows[0].rank() - 1] = rows.iter().map(columns).sum();
    Ok(vec![read(&y, &dims).await?.with_last_at(axis)])
}

/// Softmax along an axis, or its logarithm. Before operator set 13 the axes from that one on counted as one.
pub(super) async fn softmax(node: &Node<'_>, op: &str, device: &Device) -> Result<Vec<Array>, Stop> {
    let x = node.input(0);
    let axis = x.axis(node.int("axis", if node.opset < 13 { 1 } else { -1 }));
    let rows = if node.opset < 13 {
        let columns: usize = x.dims[axis..].iter().product();
        x.clone().reshaped(&[x.data.len() / columns, columns])
    } else {
        x.with_last(axis)
    };
    let columns = rows.dims[rows.rank() - 1];
    let logits = rows.upload(device, [rows.data.len() / columns, columns])?;
    let y = if op == "Softmax" { ops::softmax(&logits) } else { ops::log_softmax(&logits) };
    let y = read(&y, &rows.dims).await?;
    Ok(vec![if node.opset < 13 { y.reshaped(&x.dims) } else { y.with_last_at(axis) }])
}

/// Matrices in the last two axes; the axes before are batches, broadcast; vectors on either side.
pub(super) async fn mat_mul(node: &Node<'_>, device: &Device) -> Result<Vec<Array>, Stop> {
    let (a, b) = (node.input(0), node.input(1));
    let (left, right) = (a.rank() == 1, b.rank() == 1); // a vector is a row on the left, a column on the right
    let a_dims = if left { vec![1, a.dims[0]] } else { a.dims.clone() };
    let b_dims = if right { vec![b.dims[0], 1] } else { b.dims.clone() };
    let (a_outer, [m, k]) = split_matrix(&a_dims);
    let (b_outer, [_, n]) = split_matrix(&b_dims);
    let outer = broadcast_dims(a_outer, b_outer);
    let batches: usize = outer.iter().product();
    let whole = |x: &Array, dims: &[usize], size: [usize; 2]| {
        x.clone().reshaped(dims).broadcast(&[&outer[..], &size].concat()).reshaped(&[&[batches], &size[..]].concat())
    };
    let (a, b) = (whole(a, &a_dims, [m, k]), whole(b, &b_dims, [k, n]));
    let mut products = Vec::new();
    for i in 0..batches {
        let (a, b) = (a.part(0, i, 1).upload(device, [m, k])?, b.part(0, i, 1).upload(device, [k, n])?);
        products.push(ops::matmul(&a, Plain, &b, Plain));
    }
    let data = device.read(&products.iter().collect::<Vec<_>>()).await?.concat();
    let sizes = [(!left).then_some(m), (!right).then_some(n)];
    let dims: Vec<usize> = outer.into_iter().chain(sizes.into_iter().flatten()).collect();
    Ok(vec![Array::floats(&dims, &data)])
}

fn split_matrix(dims: &[usize]) -> (&[usize], [usize; 2]) {
    let (outer, size) = dims.split_at(dims.len() - 2);
    (outer, [size[0], size[1]])
}

/// Y = α·op(A)·op(B) + β·C, where C is repeated to the shape of Y.
pub(super) async fn gemm(node: &Node<'_>, device: &Device) -> Result<Vec<Array>, Stop> {
    let (a, b) = (node.input(0), node.input(1));
    let side = |name| if node.int(name, 0) == 0 { Plain } else { Transposed };
    let (a, b) = (a.upload(device, a.dims.as_slice())?, b.upload(device, b.dims.as_slice())?);
    let mut y = scaled(&ops::matmul(&a, side("transA"), &b, side("transB")), node.float("alpha", 1.0));
    let dims = y.shape().dims().to_vec();
    if let Some(c) = node.optional(2) {
        let beta = node.float("beta", 1.0);
        let is_row = c.dims.last() == Some(&dims[1]) && c.data.len() == dims[1];
        y = if is_row {
            let tape = Tape::new();
            let c = tape.constant(&scaled(&c.upload(device, [dims[1]])?, beta));
            tape.constant(&y).add_bias(&c).value().clone()
        } else {
            ops::add(&y, &scaled(&c.broadcast(&dims).upload(device, dims.as_slice())?, beta))
        };
    }
    Ok(vec![read(&y, &dims).await?])
}

fn scaled(x: &Tensor, factor: f32) -> Tensor {
    if factor == 1.0 { x.clone() } else { ops::mul(x, &fill(x.device(), x.shape(), factor)) }
}
