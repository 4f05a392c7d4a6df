//! How fast one thread can multiply and add at all: a loop that touches no memory.

use wasm_bindgen::prelude::*;

/// Independent sums: as many as it takes to hide how long each addition takes.
const CHAINS: usize = 12;

/// Floating-point operations of one step of [`peak`].
#[wasm_bindgen]
pub fn peak_flop_per_step() -> usize {
    CHAINS * 4 * 2
}

/// Multiplies and adds `steps` times in each of the independent sums.
#[wasm_bindgen]
pub fn peak(steps: usize) -> f32 {
    let (factor, term) = (lanes::splat(0.999), lanes::splat(0.001));
    let mut sums = [lanes::splat(0.0); CHAINS];
    for _ in 0..steps {
        for sum in &mut sums {
            *sum = lanes::multiply_add(*sum, factor, term);
        }
    }
    sums.into_iter().map(lanes::first).sum()
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod lanes {
    use core::arch::wasm32::{self, v128};

    pub(super) fn splat(x: f32) -> v128 {
        wasm32::f32x4_splat(x)
    }

    pub(super) fn multiply_add(a: v128, b: v128, c: v128) -> v128 {
        #[cfg(target_feature = "relaxed-simd")]
        return wasm32::f32x4_relaxed_madd(a, b, c);
        #[cfg(not(target_feature = "relaxed-simd"))]
        wasm32::f32x4_add(wasm32::f32x4_mul(a, b), c)
    }

    pub(super) fn first(x: v128) -> f32 {
        wasm32::f32x4_extract_lane::<0>(x)
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod lanes {
    pub(super) fn splat(x: f32) -> [f32; 4] {
        [x; 4]
    }

    pub(super) fn multiply_add(a: [f32; 4], b: [f32; 4], c: [f32; 4]) -> [f32; 4] {
        [0, 1, 2, 3].map(|i| a[i] * b[i] + c[i])
    }

    pub(super) fn first(x: [f32; 4]) -> f32 {
        x[0]
    }
}
