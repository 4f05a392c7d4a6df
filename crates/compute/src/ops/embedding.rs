//! yₙ = table[indexₙ]: each index picks a row. The same as one-hot rows times the table, without the zeros.
//!
//! table: [V,D]   indices: [N]   y: [N,D].      Given dY:   dtable[v] = Σ over n with indexₙ = v of dyₙ
//! GPU: `shaders/{embedding,embedding_dw}.wgsl`. WGSL has no atomic addition of floats, so the derivative gathers: the
//! indices are sorted, and whoever computes a row of the table finds its own by bisection ([`Indices::sorted`]).

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::tape::Var;
use crate::tensor::{Indices, Tensor};

pub(super) static EMBEDDING: Kernel<Params> =
    Kernel { source: wgsl!("embedding", inputs: 2, outputs: 1), cpu: embedding_cpu };
pub(super) static EMBEDDING_DW: Kernel<Params> =
    Kernel { source: wgsl!("embedding_dw", inputs: 2, outputs: 1), cpu: embedding_dw_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    count: u32,
    rows: u32,
    columns: u32,
}

fn embedding_cpu(x: Args<'_, Params>) {
    let columns = x.params.columns as usize;
    let indices: &[u32] = bytemuck::cast_slice(x.inputs[1]);
    for (y, index) in x.outputs[0].chunks_exact_mut(columns).zip(indices) {
        y.copy_from_slice(&x.inputs[0][*index as usize * columns..][..columns]);
    }
}

fn embedding_dw_cpu(x: Args<'_, Params>) {
    let columns = x.params.columns as usize;
    let sorted: &[u32] = bytemuck::cast_slice(x.inputs[1]);
    let (rows, places) = sorted.split_at(sorted.len() / 2);
    let dtable = &mut *x.outputs[0];
    dtable.fill(0.0);
    for (row, place) in rows.iter().zip(places) {
        let dy = &x.inputs[0][*place as usize * columns..][..columns];
        for (sum, dy) in dtable[*row as usize * columns..][..columns].iter_mut().zip(dy) {
            *sum += dy;
        }
    }
}

fn params(table: [usize; 2], indices: &Indices) -> Params {
    Params { count: indices.len() as u32, rows: table[0] as u32, columns: table[1] as u32 }
}

/// Rows of a table by index. Every index must be smaller than the table has rows: whoever makes indices sees to it.
pub fn embedding(table: &Tensor, indices: &Indices) -> Tensor {
    let shape = table.shape().matrix();
    let y = table.device().empty([indices.len(), shape[1]]);
    let groups = linear_groups(y.len());
    table.device().launch(&EMBEDDING, params(shape, indices), &[table, &indices.0], &[&y], groups);
    y
}

impl Var {
    /// Rows of this table by index.
    pub fn embedding(&self, indices: &Indices) -> Var {
        let shape = self.value().shape().matrix();
        let indices = indices.clone();
        self.tape().push(embedding(self.value(), &indices), [self], move |dy, _| {
            let dtable = dy.device().empty(shape);
            let groups = linear_groups(shape[0] * shape[1].div_ceil(4)); // an invocation adds four columns
            dy.device().launch(&EMBEDDING_DW, params(shape, &indices), &[dy, indices.sorted()], &[&dtable], groups);
            [Some(dtable)]
        })
    }
}
