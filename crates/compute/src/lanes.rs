//! Eight neighbouring numbers in registers: the columns of a block of a product.
//!
//! On WebAssembly the two halves are spelled out, because the compiler would leave arrays in memory; elsewhere an array
//! of fixed size is enough. Both add the same products in the same order: the bits do not depend on the machine.

/// How many numbers.
pub(crate) const LANES: usize = 8;

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod plain {
    use super::LANES;

    #[derive(Clone, Copy)]
    pub(crate) struct Lanes([f32; LANES]);

    impl Lanes {
        #[inline(always)]
        pub(crate) fn load(x: &[f32; LANES]) -> Self {
            Lanes(*x)
        }

        #[inline(always)]
        pub(crate) fn store(self) -> [f32; LANES] {
            self.0
        }

        /// self + a·b
        #[inline(always)]
        pub(crate) fn plus_scaled(mut self, a: f32, b: Lanes) -> Self {
            for i in 0..LANES {
                self.0[i] += a * b.0[i];
            }
            self
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128 {
    use std::arch::wasm32::{f32x4, f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat, v128};

    use super::LANES;

    #[derive(Clone, Copy)]
    pub(crate) struct Lanes(v128, v128);

    impl Lanes {
        #[inline(always)]
        pub(crate) fn load(x: &[f32; LANES]) -> Self {
            Lanes(f32x4(x[0], x[1], x[2], x[3]), f32x4(x[4], x[5], x[6], x[7]))
        }

        #[inline(always)]
        pub(crate) fn store(self) -> [f32; LANES] {
            let [a, b, c, d] = unpacked(self.0);
            let [e, f, g, h] = unpacked(self.1);
            [a, b, c, d, e, f, g, h]
        }

        /// self + a·b
        #[inline(always)]
        pub(crate) fn plus_scaled(self, a: f32, b: Lanes) -> Self {
            let a = f32x4_splat(a);
            Lanes(f32x4_add(self.0, f32x4_mul(a, b.0)), f32x4_add(self.1, f32x4_mul(a, b.1)))
        }
    }

    #[inline(always)]
    fn unpacked(x: v128) -> [f32; 4] {
        [f32x4_extract_lane::<0>(x), f32x4_extract_lane::<1>(x), f32x4_extract_lane::<2>(x), f32x4_extract_lane::<3>(x)]
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(crate) use plain::Lanes;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use simd128::Lanes;
