//! The mean of what each position of a window sees, channel by channel.      x: [B,Y,X,C]   y: [B,Oy,Ox,C]
//!
//! yₒ = Σ of the cells seen / n, where n counts the cells seen, or, if padding counts, all taps of the window.
//! Given dy:   dx[cell] = Σ of dyₒ / nₒ over the positions o that see the cell
//! GPU: `shaders/{average_pool,average_pool_dx}.wgsl`. The global average is the same with one window a whole image.

use super::linear_groups;
use super::window::{PoolParams, Window, image_dims};
use crate::kernel::{Args, Kernel, wgsl};
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static AVERAGE_POOL: Kernel<PoolParams> =
    Kernel { source: wgsl!("average_pool", inputs: 1, outputs: 1), cpu: average_pool_cpu };
pub(super) static AVERAGE_POOL_DX: Kernel<PoolParams> =
    Kernel { source: wgsl!("average_pool_dx", inputs: 1, outputs: 1), cpu: average_pool_dx_cpu };

/// What a mean is taken over where the window overlaps padding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mean {
    /// The cells of the image.
    OfCells,
    /// All taps of the window: padding counts as zeros.
    OfTaps,
}

fn average_pool_cpu(x: Args<'_, PoolParams>) {
    let p = x.params;
    let (channels, width, image) = (p.channels as usize, p.x as usize, (p.y * p.x * p.channels) as usize);
    for ((b, rows, columns), y) in p.positions().zip(x.outputs[0].chunks_exact_mut(channels)) {
        let image = &x.inputs[0][b * image..][..image];
        let divisor = p.divisor(rows.len() * columns.len());
        y.fill(0.0);
        for cell in rows.flat_map(|row| columns.clone().map(move |column| row * width + column)) {
            y.iter_mut().zip(&image[cell * channels..][..channels]).for_each(|(y, x)| *y += x);
        }
        y.iter_mut().for_each(|y| *y /= divisor);
    }
}

fn average_pool_dx_cpu(x: Args<'_, PoolParams>) {
    let p = x.params;
    let (channels, width, image) = (p.channels as usize, p.x as usize, (p.y * p.x * p.channels) as usize);
    let dx = &mut *x.outputs[0];
    dx.fill(0.0);
    for ((b, rows, columns), dy) in p.positions().zip(x.inputs[0].chunks_exact(channels)) {
        let dx = &mut dx[b * image..][..image];
        let divisor = p.divisor(rows.len() * columns.len());
        for cell in rows.flat_map(|row| columns.clone().map(move |column| row * width + column)) {
            dx[cell * channels..][..channels].iter_mut().zip(dy).for_each(|(dx, dy)| *dx += dy / divisor);
        }
    }
}

/// The means of images `[B,Y,X,C]` over a window.
#[track_caller]
pub fn average_pool(x: &Tensor, window: &Window, mean: Mean) -> Tensor {
    let params = PoolParams::new("average_pool", x.shape(), window, mean == Mean::OfTaps);
    let y = x.device().empty(params.output());
    x.device().launch(&AVERAGE_POOL, params, &[x], &[&y], linear_groups(y.len()));
    y
}

impl Var {
    /// The means of these images over a window.
    #[track_caller]
    pub fn average_pool(&self, window: &Window, mean: Mean) -> Var {
        let shape = self.value().shape();
        let params = PoolParams::new("average_pool", shape, window, mean == Mean::OfTaps);
        self.tape().push(average_pool(self.value(), window, mean), [self], move |dy, _| {
            let dx = dy.device().empty(shape);
            dy.device().launch(&AVERAGE_POOL_DX, params, &[dy], &[&dx], linear_groups(dx.len()));
            [Some(dx)]
        })
    }

    /// The mean of each channel of each image: `[B,Y,X,C]` → `[B,C]`.
    #[track_caller]
    pub fn global_average_pool(&self) -> Var {
        let [batch, y, x, channels] = image_dims("global_average_pool", self.value().shape());
        self.average_pool(&Window::valid([y, x]), Mean::OfCells).reshape([batch, channels])
    }
}
