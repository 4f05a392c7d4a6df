//! yₙ = Σⱼ wₙⱼ·table[indexₙⱼ]: a weighted sum of rows, such as the mean of the words around one (CBOW).
//!
//! table: [V,D]   indices, weights: [N,S]   y: [N,D].
//! Given dY:   dtable[v] = Σ over n, j with indexₙⱼ = v of wₙⱼ·dyₙ      GPU: `shaders/{embedding_bag,embedding_bag_dw}.wgsl`.
//! Bags of different sizes are filled up with any row at weight 0.

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

impl Var {
    /// Weighted sums of this table's rows: `weights` `[N,S]`, and as many indices.
    #[track_caller]
    pub fn embedding_bag(&self, indices: &Indices, weights: &Tensor) -> Var {
        let [bags, size] = weights.shape().matrix();
        expect_shapes(indices.len() == weights.len(), "embedding_bag", [indices.len()].into(), weights.shape());
        let shape = self.value().shape().matrix();
        let [rows, columns] = shape;
        let params = Params { bags: bags as u32, size: size as u32, rows: rows as u32, columns: columns as u32 };
        let y = weights.device().empty([bags, columns]);
        let inputs = [self.value(), &indices.0, weights];
        weights.device().launch(&EMBEDDING_BAG, params, &inputs, &[&y], linear_groups(bags * columns.div_ceil(4)));
        let (indices, weights) = (indices.clone(), weights.clone());
        self.tape().push(y, [self], move |dy, _| {
            let dtable = dy.device().empty(shape);
            let groups = linear_groups(rows * columns.div_ceil(4)); // an invocation adds four columns
            let inputs = [dy, &weights, indices.sorted()];
            dy.device().launch(&EMBEDDING_BAG_DW, params, &inputs, &[&dtable], groups);
            [Some(dtable)]
        })
    }
}
