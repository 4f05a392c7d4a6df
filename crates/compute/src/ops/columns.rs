//! Columns side by side, and some of them again: channels of images, gates of a recurrence.
//!
//! `concat`: Y = [X₁ X₂ …], the last dimensions one after the other.      `columns`: Y = X[.., start .. start+count].
//! Given dY of `concat`, each dXᵢ is its columns of dY. Given dY of `columns`, dX is dY in its place and zero elsewhere.
//! One kernel copies columns from a place in one matrix to a place in another. GPU: `shaders/{columns,columns_vec4}.wgsl`.

use bytemuck::NoUninit;

use super::{fill, linear_groups};
use crate::kernel::{Args, Kernel, wgsl};
use crate::shape::expect_shapes;
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static COLUMNS: Kernel<Params> =
    Kernel { source: wgsl!("columns", inputs: 1, outputs: 1), cpu: columns_cpu };
pub(super) static COLUMNS_VEC4: Kernel<Params> =
    Kernel { source: wgsl!("columns_vec4", inputs: 1, outputs: 1), cpu: columns_cpu };

/// `y[i, to + j] = x[i, from + j]` for j below `count`.
#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    rows: u32,
    count: u32,
    x_columns: u32,
    from: u32,
    y_columns: u32,
    to: u32,
}

fn columns_cpu(x: Args<'_, Params>) {
    let p = x.params;
    let (from, to, count) = (p.from as usize, p.to as usize, p.count as usize);
    let rows = x.inputs[0].chunks_exact(p.x_columns as usize);
    for (x, y) in rows.zip(x.outputs[0].chunks_exact_mut(p.y_columns as usize)) {
        y[to..to + count].copy_from_slice(&x[from..from + count]);
    }
}

/// Copies `count` columns; the rest of `y` stays.
fn copy_columns(x: &Tensor, from: usize, count: usize, y: &Tensor, to: usize) {
    let ([rows, x_columns], [_, y_columns]) = (x.shape().matrix(), y.shape().matrix());
    let params = Params {
        rows: rows as u32,
        count: count as u32,
        x_columns: x_columns as u32,
        from: from as u32,
        y_columns: y_columns as u32,
        to: to as u32,
    };
    let by_four = [count, x_columns, from, y_columns, to].iter().all(|n| n.is_multiple_of(4));
    let (kernel, lanes) = if by_four { (&COLUMNS_VEC4, 4) } else { (&COLUMNS, 1) };
    x.device().launch(kernel, params, &[x], &[y], linear_groups(rows * count / lanes));
}

/// `count` columns from `start` on: `[.., M]` → `[.., count]`.
#[track_caller]
pub fn columns(x: &Tensor, start: usize, count: usize) -> Tensor {
    let [_, all] = x.shape().matrix();
    assert!(start + count <= all, "columns: {start}..{} lies outside {:?}", start + count, x.shape());
    let y = x.device().empty(x.shape().with_columns(count));
    copy_columns(x, start, count, &y, 0);
    y
}

/// The last dimensions one after the other; all others must agree: `[.., M₁]`, `[.., M₂]` … → `[.., M₁+M₂+…]`.
///
/// # Panics
/// When there is nothing to join, or shapes do not fit.
#[track_caller]
pub fn concat(parts: &[&Tensor]) -> Tensor {
    let first = parts.first().expect("concat: nothing to join").shape();
    for part in parts {
        expect_shapes(part.shape().with_columns(1) == first.with_columns(1), "concat", first, part.shape());
    }
    let y = parts[0].device().empty(first.with_columns(widths(parts).sum()));
    let mut start = 0;
    for (part, width) in parts.iter().zip(widths(parts)) {
        copy_columns(part, 0, width, &y, start);
        start += width;
    }
    y
}

fn widths<'a>(parts: &'a [&Tensor]) -> impl Iterator<Item = usize> + 'a {
    parts.iter().map(|part| part.shape().matrix()[1])
}

impl Var {
    /// `count` columns from `start` on: `[.., M]` → `[.., count]`.
    #[track_caller]
    pub fn columns(&self, start: usize, count: usize) -> Var {
        let shape = self.value().shape();
        self.tape().push(columns(self.value(), start, count), [self], move |dy, _| {
            let dx = fill(dy.device(), shape, 0.0);
            copy_columns(dy, 0, count, &dx, start);
            [Some(dx)]
        })
    }

    /// These columns, and those of the others after them.
    #[track_caller]
    pub fn concat<const N: usize>(parts: [&Var; N]) -> Var {
        let values = parts.map(Var::value);
        let mut start = 0;
        let places: Vec<(usize, usize)> = widths(&values)
            .map(|width| {
                start += width;
                (start - width, width)
            })
            .collect();
        parts[0].tape().push(concat(&values), parts, move |dy, needs| {
            std::array::from_fn(|i| needs[i].then(|| columns(dy, places[i].0, places[i].1)))
        })
    }

    /// The columns in consecutive groups of these sizes, which must sum to all of them.
    #[track_caller]
    pub fn split<const N: usize>(&self, sizes: [usize; N]) -> [Var; N] {
        let [_, all] = self.value().shape().matrix();
        assert_eq!(
            sizes.iter().sum::<usize>(),
            all,
            "split: {sizes:?} are not the columns of {:?}",
            self.value().shape()
        );
        std::array::from_fn(|i| self.columns(sizes[..i].iter().sum(), sizes[i]))
    }
}
