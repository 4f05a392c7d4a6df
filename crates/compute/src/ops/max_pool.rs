//! The largest number each position of a window sees, channel by channel.      x: [B,Y,X,C]   y: [B,Oy,Ox,C]
//!
//! The cell it came from is kept: dy goes to that cell alone. Padding never wins; of equal numbers the first wins.
//! Given dy:   dx[cell] = Σ of dy over the positions whose maximum is that cell
//! GPU: `shaders/max_pool{,_vec4,_dx,_dx_vec4}.wgsl`. Windows may overlap, so the derivative gathers: one invocation a cell.

use super::linear_groups;
use super::window::{PoolParams, Window};
use crate::kernel::{Args, Kernel, wgsl};
use crate::lanes::F32x4;
use crate::tape::Var;
use crate::tensor::{Indices, Tensor};

pub(super) static MAX_POOL: Kernel<PoolParams> =
    Kernel { source: wgsl!("max_pool", inputs: 1, outputs: 2), cpu: max_pool_cpu };
pub(super) static MAX_POOL_VEC4: Kernel<PoolParams> =
    Kernel { source: wgsl!("max_pool_vec4", inputs: 1, outputs: 2), cpu: max_pool_cpu };
pub(super) static MAX_POOL_DX_VEC4: Kernel<PoolParams> =
    Kernel { source: wgsl!("max_pool_dx_vec4", inputs: 2, outputs: 1), cpu: max_pool_dx_cpu };
pub(super) static MAX_POOL_DX: Kernel<PoolParams> =
    Kernel { source: wgsl!("max_pool_dx", inputs: 2, outputs: 1), cpu: max_pool_dx_cpu };

/// What pooling found.
#[derive(Clone)]
pub struct MaxPool {
    /// The maxima: `[B,Oy,Ox,C]`.
    pub y: Var,
    /// Where each was: y·X + x of its cell in the image.
    pub cells: Indices,
}

fn max_pool_cpu(x: Args<'_, PoolParams>) {
    let p = x.params;
    let (channels, width, image) = (p.channels as usize, p.x as usize, (p.y * p.x * p.channels) as usize);
    let [y, cells] = x.outputs else { unreachable!("two outputs") };
    let outputs = y.chunks_exact_mut(channels).zip(cells.chunks_exact_mut(channels));
    for ((b, rows, columns), (y, cells)) in p.positions().zip(outputs) {
        let image = &x.inputs[0][b * image..][..image];
        for c in (0..channels).step_by(4) {
            let lanes = 4.min(channels - c);
            let pair = |cell: usize| {
                let x = four(&image[cell * channels + c..][..lanes]);
                [F32x4::load(&x), F32x4::splat(f32::from_bits(cell as u32))]
            };
            let mut best = pair(rows.start * width + columns.start);
            for row in rows.clone() {
                for cell in row * width + columns.start..row * width + columns.end {
                    best = F32x4::greater(best, pair(cell)); // what is no number wins: a diverged run must be seen as one
                }
            }
            write(best[0], &mut y[c..c + lanes]);
            write(best[1], &mut cells[c..c + lanes]);
        }
    }
}

/// The last channels may be fewer than four.
#[inline(always)]
fn four(x: &[f32]) -> [f32; 4] {
    x.first_chunk().copied().unwrap_or_else(|| std::array::from_fn(|i| x.get(i).copied().unwrap_or(0.0)))
}

#[inline(always)]
fn write(x: F32x4, y: &mut [f32]) {
    match y.first_chunk_mut() {
        Some(y) => x.store(y),
        None => {
            let mut numbers = [0.0; 4];
            x.store(&mut numbers);
            y.copy_from_slice(&numbers[..y.len()]);
        }
    }
}

fn max_pool_dx_cpu(x: Args<'_, PoolParams>) {
    let p = x.params;
    let channels = p.channels as usize;
    let dx = &mut *x.outputs[0];
    dx.fill(0.0);
    let images = dx.chunks_exact_mut((p.y * p.x * p.channels) as usize);
    let output = (p.out_y * p.out_x * p.channels) as usize;
    let cells: &[u32] = bytemuck::cast_slice(x.inputs[1]);
    for ((dx, dy), cells) in images.zip(x.inputs[0].chunks_exact(output)).zip(cells.chunks_exact(output)) {
        for (dy, cells) in dy.chunks_exact(channels).zip(cells.chunks_exact(channels)) {
            for (c, (dy, cell)) in dy.iter().zip(cells).enumerate() {
                dx[*cell as usize * channels + c] += dy;
            }
        }
    }
}

/// The maxima of images `[B,Y,X,C]` over a window, and where they were.
#[track_caller]
pub fn max_pool(x: &Tensor, window: &Window) -> (Tensor, Indices) {
    let params = PoolParams::new("max_pool", x.shape(), window, false);
    let (y, cells) = (x.device().empty(params.output()), x.device().empty(params.output()));
    let (kernel, lanes) = if params.channels.is_multiple_of(4) { (&MAX_POOL_VEC4, 4) } else { (&MAX_POOL, 1) };
    x.device().launch(kernel, params, &[x], &[&y, &cells], linear_groups(y.len() / lanes));
    (y, Indices::computed(cells))
}

impl Var {
    /// The maxima of these images over a window.
    #[track_caller]
    pub fn max_pool(&self, window: &Window) -> MaxPool {
        let params = PoolParams::new("max_pool", self.value().shape(), window, false);
        let (y, cells) = max_pool(self.value(), window);
        let (shape, kept) = (self.value().shape(), cells.clone());
        let y = self.tape().push(y, [self], move |dy, _| {
            let dx = dy.device().empty(shape);
            let by_four = params.channels.is_multiple_of(4);
            let (kernel, lanes) = if by_four { (&MAX_POOL_DX_VEC4, 4) } else { (&MAX_POOL_DX, 1) };
            dy.device().launch(kernel, params, &[dy, &kept.0], &[&dx], linear_groups(dx.len() / lanes));
            [Some(dx)]
        });
        MaxPool { y, cells }
    }
}
