//! Convolution of images: yₒ = Σ over taps k and channels c of w[k,c]·x[o·stride − before + k, c] + b.
//!
//! x: [B,Y,X,C]   w: [Ky,Kx,C,F]   b: [F]   y: [B,Oy,Ox,F], with Oy and Ox from the [`Window`].      As a product:
//! y = P·w, where P [B·Oy·Ox, Ky·Kx·C] has a row for what each position of the window sees; P is never written out.
//!
//! With `conv2d_relu`, negative y become zero, and so does dy there. Given dy:
//! ```text
//!   dx = the convolution of dy, its cells `stride` apart, with w turned by 180° and C and F exchanged
//!   dw = Pᵀ·dy, summed in slices so that a GPU has enough to do at a time      db = the sum of dy's rows
//! ```
//! CPU: `patches.rs`. GPU: `shaders/{conv2d,conv2d_vec4,conv2d_dw,conv2d_dw_vec4,turned_filters}.wgsl`.

use std::cell::RefCell;

use bytemuck::NoUninit;

use super::binary::{Kind as Binary, binary};
use super::window::{Window, image_dims, output_size};
use super::{linear_groups, sum_rows};
use crate::kernel::{Args, Kernel, wgsl};
use crate::patches::{Finish, Geometry, Panels, Unfolding, add_filter_gradient, filter};
use crate::shape::expect_shapes;
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static CONV2D: Kernel<Params> = Kernel { source: wgsl!("conv2d", inputs: 3, outputs: 1), cpu: conv2d_cpu };
pub(super) static CONV2D_VEC4: Kernel<Params> =
    Kernel { source: wgsl!("conv2d_vec4", inputs: 3, outputs: 1), cpu: conv2d_cpu };
pub(super) static CONV2D_DW_VEC4: Kernel<Params> =
    Kernel { source: wgsl!("conv2d_dw_vec4", inputs: 2, outputs: 1), cpu: conv2d_dw_cpu };
pub(super) static CONV2D_DW: Kernel<Params> =
    Kernel { source: wgsl!("conv2d_dw", inputs: 2, outputs: 1), cpu: conv2d_dw_cpu };
pub(super) static TURNED_FILTERS: Kernel<TurnedParams> =
    Kernel { source: wgsl!("turned_filters", inputs: 1, outputs: 1), cpu: turned_filters_cpu };

/// Sizes of one convolution. `before` is the padding at the top and on the left, `spread` the distance of x's cells.
#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    batch: u32,
    y: u32,
    x: u32,
    channels: u32,
    out_y: u32,
    out_x: u32,
    filters: u32,
    window_y: u32,
    window_x: u32,
    stride_y: u32,
    stride_x: u32,
    before_y: i32,
    before_x: i32,
    spread_y: u32,
    spread_x: u32,
    has_bias: u32,
    has_relu: u32,
    slices: u32,
    rows_in_slice: u32,
}

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct TurnedParams {
    taps: u32,
    channels: u32,
    filters: u32,
}

impl Params {
    /// For images of `x`'s shape.
    #[track_caller]
    fn new(x: &Tensor, w: &Tensor, window: &Window) -> Self {
        let [batch, y, width, channels] = image_dims("conv2d", x.shape());
        let [window_y, window_x, inputs, filters] = image_dims("conv2d", w.shape());
        expect_shapes(inputs == channels && [window_y, window_x] == window.size, "conv2d", x.shape(), w.shape());
        let [out_y, out_x] = output_size("conv2d", window, x.shape());
        let mut params = Params {
            batch: batch as u32,
            y: y as u32,
            x: width as u32,
            channels: channels as u32,
            out_y: out_y as u32,
            out_x: out_x as u32,
            filters: filters as u32,
            window_y: window_y as u32,
            window_x: window_x as u32,
            stride_y: window.stride[0] as u32,
            stride_x: window.stride[1] as u32,
            before_y: window.padding[0] as i32,
            before_x: window.padding[2] as i32,
            spread_y: 1,
            spread_x: 1,
            has_bias: 0,
            has_relu: 0,
            slices: 1,
            rows_in_slice: 1,
        };
        params.cut_into_slices();
        params
    }

    /// Divides the rows of the output into slices whose sums for dw are added afterwards: so many that a GPU has work
    /// for its width, so few that adding them costs nothing.
    fn cut_into_slices(&mut self) {
        const PARTIAL_SUMS: u32 = 1 << 19;
        const POSITIONS: [u32; 2] = [256, 32_768];
        let rows = self.batch * self.out_y;
        let most = PARTIAL_SUMS.div_ceil((self.patch_len() * self.filters).max(1));
        let [shortest, longest] = POSITIONS.map(|positions| positions.div_ceil(self.out_x));
        let rows_in_slice = rows.div_ceil(most).clamp(shortest, longest);
        let image = if rows_in_slice > self.out_y / 2 { self.out_y } else { 1 }; // whole images, if it is nearly one
        self.rows_in_slice = rows_in_slice.next_multiple_of(image);
        self.slices = rows.div_ceil(self.rows_in_slice);
    }

    /// Whether shaders may read channels and filters four at a time.
    fn is_by_four(&self) -> bool {
        self.channels.is_multiple_of(4) && self.filters.is_multiple_of(4)
    }

    fn patch_len(&self) -> u32 {
        self.window_y * self.window_x * self.channels
    }

    /// The convolution that takes dy to dx.
    fn backward(&self) -> Self {
        Params {
            y: self.out_y,
            x: self.out_x,
            channels: self.filters,
            out_y: self.y,
            out_x: self.x,
            filters: self.channels,
            stride_y: 1,
            stride_x: 1,
            before_y: self.window_y as i32 - 1 - self.before_y,
            before_x: self.window_x as i32 - 1 - self.before_x,
            spread_y: self.stride_y,
            spread_x: self.stride_x,
            ..*self
        }
    }

    fn geometry(&self) -> Geometry {
        let pair = |y: u32, x: u32| [y as usize, x as usize];
        Geometry {
            image: pair(self.y, self.x),
            channels: self.channels as usize,
            window: pair(self.window_y, self.window_x),
            stride: pair(self.stride_y, self.stride_x),
            before: [self.before_y as isize, self.before_x as isize],
            spread: pair(self.spread_y, self.spread_x),
            output: pair(self.out_y, self.out_x),
        }
    }
}

thread_local!(static MEMORY: RefCell<(Unfolding, Panels)> = RefCell::default());

fn conv2d_cpu(x: Args<'_, Params>) {
    let (p, g) = (x.params, x.params.geometry());
    let [images, w, bias] = x.inputs else { unreachable!("three inputs") };
    let bias = (p.has_bias == 1).then_some(*bias);
    let finish = if p.has_relu == 1 { Finish::Relu } else { Finish::Sum };
    let image = g.image[0] * g.image[1] * g.channels;
    MEMORY.with_borrow_mut(|(unfolding, panels)| {
        panels.pack(w, p.filters as usize);
        unfolding.begin(&g);
        let results = x.outputs[0].chunks_exact_mut(g.patches() * p.filters as usize);
        for (image, y) in images.chunks_exact(image).zip(results) {
            filter(&unfolding.patches(&g, image), panels, bias, finish, y);
        }
    });
}

fn conv2d_dw_cpu(x: Args<'_, Params>) {
    let (p, g) = (x.params, x.params.geometry());
    let filters = p.filters as usize;
    let (image, row) = (g.image[0] * g.image[1] * g.channels, g.output[1] * filters);
    let (out_y, rows_in_slice) = (g.output[0], p.rows_in_slice as usize);
    let partial = &mut *x.outputs[0];
    partial.fill(0.0);
    MEMORY.with_borrow_mut(|(unfolding, panels)| {
        unfolding.begin(&g);
        for (b, (image, dy)) in x.inputs[0].chunks_exact(image).zip(x.inputs[1].chunks_exact(out_y * row)).enumerate() {
            let patches = unfolding.patches(&g, image);
            let mut start = 0; // row of this image
            while start < out_y {
                let slice = (b * out_y + start) / rows_in_slice;
                let end = out_y.min((slice + 1) * rows_in_slice - b * out_y);
                panels.pack(&dy[start * row..end * row], filters);
                let dw = &mut partial[slice * g.patch_len() * filters..][..g.patch_len() * filters];
                add_filter_gradient(&patches.after_row(start), panels, dw);
                start = end;
            }
        }
    });
}

fn turned_filters_cpu(x: Args<'_, TurnedParams>) {
    let (channels, filters) = (x.params.channels as usize, x.params.filters as usize);
    let taps = x.inputs[0].chunks_exact(channels * filters).rev();
    for (w, turned) in taps.zip(x.outputs[0].chunks_exact_mut(channels * filters)) {
        for (f, row) in turned.chunks_exact_mut(channels).enumerate() {
            for (c, value) in row.iter_mut().enumerate() {
                *value = w[c * filters + f];
            }
        }
    }
}

/// w turned by 180°, C and F exchanged: `[Ky,Kx,C,F]` → `[Ky,Kx,F,C]`.
fn turned_filters(w: &Tensor) -> Tensor {
    let [y, x, channels, filters] = image_dims("conv2d", w.shape());
    let turned = w.device().empty([y, x, filters, channels]);
    let params = TurnedParams { taps: (y * x) as u32, channels: channels as u32, filters: filters as u32 };
    w.device().launch(&TURNED_FILTERS, params, &[w], &[&turned], linear_groups(w.len()));
    turned
}

/// Workgroups of 64 invocations, in the two dimensions of [`linear_groups`].
fn groups_of_64(invocations: u32) -> [u32; 3] {
    linear_groups(invocations as usize * 4)
}

#[track_caller]
fn convolve(params: Params, x: &Tensor, w: &Tensor, bias: Option<&Tensor>) -> Tensor {
    let p = Params { has_bias: u32::from(bias.is_some()), ..params };
    if let Some(bias) = bias {
        expect_shapes(bias.len() == p.filters as usize, "conv2d", w.shape(), bias.shape());
    }
    let y = x.device().empty([p.batch as usize, p.out_y as usize, p.out_x as usize, p.filters as usize]);
    let by_four = p.is_by_four() && p.spread_y == 1 && p.spread_x == 1;
    let kernel = if by_four { &CONV2D_VEC4 } else { &CONV2D };
    // An invocation computes 8 positions × 8 filters.
    let blocks = (p.batch * p.out_y * p.out_x).div_ceil(8) * p.filters.div_ceil(8);
    x.device().launch(kernel, p, &[x, w, bias.unwrap_or(w)], &[&y], groups_of_64(blocks));
    y
}

fn filter_gradient(params: Params, x: &Tensor, dy: &Tensor) -> Tensor {
    let p = &params;
    let shape = [p.window_y as usize, p.window_x as usize, p.channels as usize, p.filters as usize];
    let partial = x.device().empty([p.slices as usize, (p.patch_len() * p.filters) as usize]);
    // An invocation computes 8 channels × 8 filters of one tap and slice, or 4 rows × 4 filters of one slice.
    let (kernel, blocks) = if p.is_by_four() {
        (&CONV2D_DW_VEC4, p.window_y * p.window_x * p.channels.div_ceil(8) * p.filters.div_ceil(8))
    } else {
        (&CONV2D_DW, p.patch_len().div_ceil(4) * p.filters.div_ceil(4))
    };
    x.device().launch(kernel, params, &[x, dy], &[&partial], groups_of_64(blocks * p.slices));
    let dw = if p.slices == 1 { partial } else { sum_rows(&partial) };
    dw.reshape(shape)
}

/// The convolution of images `[B,Y,X,C]` with filters `[Ky,Kx,C,F]`, plus `[F]` if there is a bias: `[B,Oy,Ox,F]`.
#[track_caller]
pub fn conv2d(x: &Tensor, filters: &Tensor, bias: Option<&Tensor>, window: &Window) -> Tensor {
    convolve(Params::new(x, filters, window), x, filters, bias)
}

impl Var {
    /// The convolution of these images `[B,Y,X,C]` with filters `[Ky,Kx,C,F]`, plus `[F]` if there is a bias.
    #[track_caller]
    pub fn conv2d(&self, filters: &Var, bias: Option<&Var>, window: &Window) -> Var {
        self.convolved(filters, bias, Params::new(self.value(), filters.value(), window))
    }

    /// relu of the convolution, in one pass.
    #[track_caller]
    pub fn conv2d_relu(&self, filters: &Var, bias: Option<&Var>, window: &Window) -> Var {
        let params = Params { has_relu: 1, ..Params::new(self.value(), filters.value(), window) };
        self.convolved(filters, bias, params)
    }

    #[track_caller]
    fn convolved(&self, filters: &Var, bias: Option<&Var>, params: Params) -> Var {
        let (x, w) = (self.value().clone(), filters.value().clone());
        let y = convolve(params, &x, &w, bias.map(Var::value));
        let relu = (params.has_relu == 1).then(|| y.clone());
        let params = Params { has_relu: 0, ..params };
        // dx, dw and db
        let derivative = move |dy: &Tensor, needs: [bool; 3]| {
            let dy = &relu.as_ref().map_or_else(|| dy.clone(), |y| binary(Binary::ReluDx, dy, y));
            [
                needs[0].then(|| convolve(params.backward(), dy, &turned_filters(&w), None)),
                needs[1].then(|| filter_gradient(params, &x, dy)),
                needs[2].then(|| sum_rows(dy)),
            ]
        };
        let Some(bias) = bias else {
            return self.tape().push(y, [self, filters], move |dy, needs| {
                let [dx, dw, _] = derivative(dy, [needs[0], needs[1], false]);
                [dx, dw]
            });
        };
        self.tape().push(y, [self, filters, bias], move |dy, needs| derivative(dy, [needs[0], needs[1], needs[2]]))
    }
}
