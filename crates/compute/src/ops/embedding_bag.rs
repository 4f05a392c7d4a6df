//! yₙ = Σⱼ wₙⱼ·table[indexₙⱼ]: a weighted sum of rows, such as the mean of the words around one (CBOW).
//!
//! table: [V,D]   indices, weights: [N,S]   y: [N,D].
//! Given dY:   dtable[v] = Σ over n, j with indexₙⱼ = v of wₙⱼ·dyₙ      GPU: `shaders/{embedding_bag,embedding_bag_dw}.wgsl`.
//! Bags of different sizes are filled up with any row at weight 0. Negative sampling's gradients are such sums, too.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::expect_shapes;
use crate::tape::Var;
use crate::tensor::{Indices, Tensor};

pub(super) static EMBEDDING_BAG: Kernel<Params> =
    Kernel { source: wgsl!("embedding_bag", inputs: 3, outputs: 1), cpu: embedding_bag_cpu };
pub(super) static EMBEDDING_BAG_DW: Kernel<Params> =
    Kernel { source: wgsl!("embedding_bag_dw", inputs: 3, outputs: 1), cpu: embedding_bag_dw_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    /// N
    bags: u32,
    /// S
    size: u32,
    /// V
    rows: u32,
    /// D
    columns: u32,
}

fn add_scaled(sum: &mut [f32], factor: f32, x: &[f32]) {
    sum.iter_mut().zip(x).for_each(|(sum, x)| *sum += factor * x);
}

fn embedding_bag_cpu(x: Args<'_, Params>) {
    let (size, columns) = (x.params.size as usize, x.params.columns as usize);
    let indices: &[u32] = bytemuck::cast_slice(x.inputs[1]);
    let bags = indices.chunks_exact(size).zip(x.inputs[2].chunks_exact(size));
    for (y, (indices, weights)) in x.outputs[0].chunks_exact_mut(columns).zip(bags) {
        y.fill(0.0);
        for (index, weight) in indices.iter().zip(weights) {
            add_scaled(y, *weight, &x.inputs[0][*index as usize * columns..][..columns]);
        }
    }
}

fn embedding_bag_dw_cpu(x: Args<'_, Params>) {
    let (size, columns) = (x.params.size as usize, x.params.columns as usize);
    let sorted: &[u32] = bytemuck::cast_slice(x.inputs[2]);
    let (rows, places) = sorted.split_at(sorted.len() / 2);
    let dtable = &mut *x.outputs[0];
    dtable.fill(0.0);
    for (row, place) in rows.iter().zip(places) {
        let dy = &x.inputs[0][*place as usize / size * columns..][..columns];
        add_scaled(&mut dtable[*row as usize * columns..][..columns], x.inputs[1][*place as usize], dy);
    }
}

/// Sizes of a sum of rows of a table `[V,D]` with these weights `[N,S]`.
fn params([rows, columns]: [usize; 2], weights: &Tensor) -> Params {
    let [bags, size] = weights.shape().matrix();
    Params { bags: bags as u32, size: size as u32, rows: rows as u32, columns: columns as u32 }
}

/// Weighted sums of a table's rows: `[N,D]`.
pub(super) fn embedding_bag(table: &Tensor, indices: &Indices, weights: &Tensor) -> Tensor {
    let params = params(table.shape().matrix(), weights);
    let (bags, columns) = (params.bags as usize, params.columns as usize);
    let y = table.device().empty([bags, columns]);
    let groups = linear_groups(bags * columns.div_ceil(4)); // an invocation computes four columns
    table.device().launch(&EMBEDDING_BAG, params, &[table, &indices.0, weights], &[&y], groups);
    y
}

/// The gradient of such sums by a table of this shape.
pub(super) fn embedding_bag_dw(table: [usize; 2], indices: &Indices, weights: &Tensor, dy: &Tensor) -> Tensor {
    let dtable = dy.device().empty(table);
    let groups = linear_groups(table[0] * table[1].div_ceil(4)); // an invocation adds four columns
    let inputs = [dy, weights, indices.sorted()];
    dy.device().launch(&EMBEDDING_BAG_DW, params(table, weights), &inputs, &[&dtable], groups);
    dtable
}

impl Var {
    /// Weighted sums of this table's rows: `weights` `[N,S]`, and as many indices.
    #[track_caller]
    pub fn embedding_bag(&self, indices: &Indices, weights: &Tensor) -> Var {
        expect_shapes(indices.len() == weights.len(), "embedding_bag", [indices.len()].into(), weights.shape());
        let table = self.value().shape().matrix();
        let (indices, weights) = (indices.clone(), weights.clone());
        self.tape().push(embedding_bag(self.value(), &indices, &weights), [self], move |dy, _| {
            [Some(embedding_bag_dw(table, &indices, &weights, dy))]
        })
    }
}
