//! Four numbers in a register.
//!
//! On WebAssembly the instructions are named, because the compiler would leave arrays in memory; elsewhere it is an
//! array. Both do the same operations in the same order, so the bits do not depend on the machine; only with relaxed
//! SIMD is a product added without being rounded first.

/// The numbers as they lie in memory.
pub(crate) type Four = [f32; 4];

/// The numbers in a register.
#[derive(Clone, Copy)]
pub(crate) struct Quad(arch::Register);

impl Quad {
    #[inline(always)]
    pub(crate) fn splat(x: f32) -> Self {
        Quad(bytemuck::cast([x; 4]))
    }

    #[inline(always)]
    pub(crate) fn load(x: &Four) -> Self {
        Quad(bytemuck::cast(*x))
    }

    #[inline(always)]
    pub(crate) fn store(self) -> Four {
        bytemuck::cast(self.0)
    }

    /// self + a·b
    #[inline(always)]
    pub(crate) fn plus_product(self, a: Quad, b: Quad) -> Self {
        Quad(arch::plus_product(self.0, a.0, b.0))
    }

    /// The sum of the four.
    #[inline(always)]
    pub(crate) fn sum(self) -> f32 {
        let [a, b, c, d] = self.store();
        (a + c) + (b + d)
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod arch {
    use std::arch::wasm32::v128;

    pub(super) type Register = v128;

    #[inline(always)]
    pub(super) fn plus_product(sum: v128, a: v128, b: v128) -> v128 {
        #[cfg(target_feature = "relaxed-simd")]
        return std::arch::wasm32::f32x4_relaxed_madd(a, b, sum);
        #[cfg(not(target_feature = "relaxed-simd"))]
        std::arch::wasm32::f32x4_add(sum, std::arch::wasm32::f32x4_mul(a, b))
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod arch {
    pub(super) type Register = [f32; 4];

    #[inline(always)]
    pub(super) fn plus_product(mut sum: [f32; 4], a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
        for i in 0..4 {
            sum[i] += a[i] * b[i];
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_are_multiplied_added_and_summed() {
        let sum = Quad::load(&[1.0, 2.0, 3.0, 4.0]).plus_product(Quad::splat(2.0), Quad::load(&[1.0, -1.0, 0.5, 0.0]));
        assert_eq!((sum.store(), sum.sum()), ([3.0, 0.0, 4.0, 4.0], 11.0));
    }
}
