//! The k largest numbers of each row and where they are, the largest first; of equal ones the leftmost comes first.
//!
//! x: [N,M]   values, columns: [N,k].      For looking at, so there is no derivative.      GPU: `shaders/top_k.wgsl`.

use bytemuck::NoUninit;

use super::row_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::tensor::{Indices, Tensor};

pub(super) static TOP_K: Kernel<Params> = Kernel { source: wgsl!("top_k", inputs: 1, outputs: 2), cpu: top_k_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    rows: u32,
    columns: u32,
    k: u32,
}

/// The largest numbers of each row.
pub struct TopK {
    /// The numbers: `[N,k]`.
    pub values: Tensor,
    /// Their columns: N·k of them.
    pub columns: Indices,
}

fn top_k_cpu(x: Args<'_, Params>) {
    let (columns, k) = (x.params.columns as usize, x.params.k as usize);
    let [values, places] = x.outputs else { unreachable!("two outputs") };
    let best = values.chunks_exact_mut(k).zip(places.chunks_exact_mut(k));
    for (row, (values, places)) in x.inputs[0].chunks_exact(columns).zip(best) {
        let mut found = 0;
        for (column, value) in row.iter().enumerate() {
            let at = values[..found].iter().position(|other| value > other).unwrap_or(found);
            if at < k {
                found = (found + 1).min(k);
                values[at..found].rotate_right(1);
                places[at..found].rotate_right(1);
                (values[at], places[at]) = (*value, f32::from_bits(column as u32));
            }
        }
    }
}

/// The k largest numbers of each row.
///
/// # Panics
/// When a row has fewer than k.
#[track_caller]
pub fn top_k(x: &Tensor, k: usize) -> TopK {
    let [rows, columns] = x.shape().matrix();
    assert!((1..=columns).contains(&k), "top_k: {k} of {columns} numbers");
    let (values, places) = (x.device().empty([rows, k]), x.device().empty([rows * k]));
    let params = Params { rows: rows as u32, columns: columns as u32, k: k as u32 };
    x.device().launch(&TOP_K, params, &[x], &[&values, &places], row_groups(rows));
    TopK { values, columns: Indices::computed(places) }
}

/// The column of each row's largest number.
#[track_caller]
pub fn arg_max(x: &Tensor) -> Indices {
    top_k(x, 1).columns
}
