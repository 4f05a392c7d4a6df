//! The innermost loop of the product: a block of C in registers.

use super::{MR, NR, Start};
use crate::lanes::F32x4;

/// Adds Σₗ aₗ·bₗᵀ, over the terms of two panels, to what the block starts from. The block is `rows`×`width` numbers, its
/// rows `stride` apart, and begins at `c[0]`; a start from a bias begins there, too.
pub(super) fn add_block(
    (a, b): (&[[f32; MR]], &[[f32; NR]]),
    c: &mut [f32],
    stride: usize,
    (rows, width): (usize, usize),
    start: Start<'_>,
) {
    // A panel of B that is half empty, as the last one may be, costs half.
    if width <= NR / 2 {
        write(sums::<1>(a, b), c, stride, (rows, width), start);
    } else {
        write(sums::<2>(a, b), c, stride, (rows, width), start);
    }
}

/// The block as vectors: V of them are a row. Two roundings a term and one order of sums, unless SIMD is relaxed.
#[inline(always)]
fn sums<const V: usize>(a: &[[f32; MR]], b: &[[f32; NR]]) -> [[F32x4; V]; MR] {
    let mut sums = [[F32x4::splat(0.0); V]; MR];
    for (a, b) in a.iter().zip(b) {
        let (b, _) = b.as_chunks::<4>();
        for i in 0..MR {
            for v in 0..V {
                sums[i][v] = sums[i][v].plus_product(F32x4::splat(a[i]), F32x4::load(&b[v]));
            }
        }
    }
    sums
}

#[inline(always)]
fn write<const V: usize>(
    sums: [[F32x4; V]; MR],
    c: &mut [f32],
    stride: usize,
    (rows, width): (usize, usize),
    start: Start<'_>,
) {
    if rows == MR && width == 4 * V {
        for i in 0..MR {
            write_row(sums[i], &mut c[i * stride..][..4 * V], start);
        }
    } else {
        for (i, sums) in sums.into_iter().enumerate().take(rows) {
            let mut whole = [0.0; NR];
            write_row(sums, &mut whole, Start::Zero);
            add_ragged(&whole[..width], &mut c[i * stride..][..width], start);
        }
    }
}

#[inline(always)]
fn write_row<const V: usize>(sums: [F32x4; V], row: &mut [f32], start: Start<'_>) {
    let (row, _) = row.as_chunks_mut::<4>();
    for v in 0..V {
        let sum = match start {
            Start::Zero => sums[v],
            Start::Current => F32x4::load(&row[v]).plus(sums[v]),
            Start::Bias(bias) => F32x4::load(&bias.as_chunks::<4>().0[v]).plus(sums[v]),
        };
        sum.store(&mut row[v]);
    }
}

fn add_ragged(sums: &[f32], row: &mut [f32], start: Start<'_>) {
    for (j, sum) in sums.iter().enumerate() {
        row[j] = match start {
            Start::Zero => *sum,
            Start::Current => row[j] + sum,
            Start::Bias(bias) => bias[j] + sum,
        };
    }
}
