//! Four numbers at once: one register of WebAssembly's SIMD, an array where the target has none.
//!
//! Both compute the same operations in the same order, so their bits are the same. Only a module that is built with
//! relaxed SIMD rounds once where the others round twice ([`F32x4::plus_product`]).

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod register {
    use std::arch::wasm32::{
        f32x4_add, f32x4_gt, f32x4_ne, f32x4_pmax, f32x4_splat, i32x4_shuffle, v128, v128_bitselect, v128_or,
    };

    /// Four numbers.
    #[derive(Clone, Copy)]
    pub(crate) struct F32x4(v128);

    impl F32x4 {
        #[inline(always)]
        pub(crate) fn splat(x: f32) -> Self {
            F32x4(f32x4_splat(x))
        }

        #[inline(always)]
        pub(crate) fn load(source: &[f32; 4]) -> Self {
            F32x4(bytemuck::cast(*source))
        }

        #[inline(always)]
        pub(crate) fn store(self, target: &mut [f32; 4]) {
            *target = bytemuck::cast(self.0);
        }

        #[inline(always)]
        pub(crate) fn plus(self, other: Self) -> Self {
            F32x4(f32x4_add(self.0, other.0))
        }

        /// self + a·b, rounded once or twice as the machine likes it better.
        #[cfg(target_feature = "relaxed-simd")]
        #[inline(always)]
        pub(crate) fn plus_product(self, a: Self, b: Self) -> Self {
            F32x4(std::arch::wasm32::f32x4_relaxed_madd(a.0, b.0, self.0))
        }

        /// self + a·b, the product rounded and then the sum.
        #[cfg(not(target_feature = "relaxed-simd"))]
        #[inline(always)]
        pub(crate) fn plus_product(self, a: Self, b: Self) -> Self {
            F32x4(f32x4_add(self.0, std::arch::wasm32::f32x4_mul(a.0, b.0)))
        }

        /// Zero where it is negative.
        #[inline(always)]
        pub(crate) fn relu(self) -> Self {
            F32x4(f32x4_pmax(self.0, f32x4_splat(0.0))) // what is no number stays
        }

        /// Of two pairs of numbers and what belongs to them, the second where its number is above or none at all.
        #[inline(always)]
        pub(crate) fn greater(a: [Self; 2], b: [Self; 2]) -> [Self; 2] {
            let wins = v128_or(f32x4_gt(b[0].0, a[0].0), f32x4_ne(b[0].0, b[0].0));
            [0, 1].map(|i| F32x4(v128_bitselect(b[i].0, a[i].0, wins)))
        }

        /// Rows become columns.
        #[inline(always)]
        pub(crate) fn transpose([a, b, c, d]: [Self; 4]) -> [Self; 4] {
            let ab = i32x4_shuffle::<0, 4, 1, 5>(a.0, b.0); // a₀ b₀ a₁ b₁
            let cd = i32x4_shuffle::<0, 4, 1, 5>(c.0, d.0);
            let ab_high = i32x4_shuffle::<2, 6, 3, 7>(a.0, b.0); // a₂ b₂ a₃ b₃
            let cd_high = i32x4_shuffle::<2, 6, 3, 7>(c.0, d.0);
            [
                F32x4(i32x4_shuffle::<0, 1, 4, 5>(ab, cd)),
                F32x4(i32x4_shuffle::<2, 3, 6, 7>(ab, cd)),
                F32x4(i32x4_shuffle::<0, 1, 4, 5>(ab_high, cd_high)),
                F32x4(i32x4_shuffle::<2, 3, 6, 7>(ab_high, cd_high)),
            ]
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod register {
    /// Four numbers.
    #[derive(Clone, Copy)]
    pub(crate) struct F32x4([f32; 4]);

    impl F32x4 {
        #[inline(always)]
        pub(crate) fn splat(x: f32) -> Self {
            F32x4([x; 4])
        }

        #[inline(always)]
        pub(crate) fn load(source: &[f32; 4]) -> Self {
            F32x4(*source)
        }

        #[inline(always)]
        pub(crate) fn store(self, target: &mut [f32; 4]) {
            *target = self.0;
        }

        #[inline(always)]
        pub(crate) fn plus(self, other: Self) -> Self {
            F32x4(std::array::from_fn(|i| self.0[i] + other.0[i]))
        }

        /// self + a·b, the product rounded and then the sum.
        #[inline(always)]
        pub(crate) fn plus_product(self, a: Self, b: Self) -> Self {
            F32x4(std::array::from_fn(|i| self.0[i] + a.0[i] * b.0[i]))
        }

        /// Zero where it is negative.
        #[inline(always)]
        pub(crate) fn relu(self) -> Self {
            F32x4(self.0.map(|x| if x < 0.0 { 0.0 } else { x })) // what is no number stays
        }

        /// Of two pairs of numbers and what belongs to them, the second where its number is above or none at all.
        #[inline(always)]
        pub(crate) fn greater(a: [Self; 2], b: [Self; 2]) -> [Self; 2] {
            let wins: [bool; 4] = std::array::from_fn(|i| b[0].0[i] > a[0].0[i] || b[0].0[i].is_nan());
            [0, 1].map(|which| F32x4(std::array::from_fn(|i| if wins[i] { b[which].0[i] } else { a[which].0[i] })))
        }

        /// Rows become columns.
        #[inline(always)]
        pub(crate) fn transpose(rows: [Self; 4]) -> [Self; 4] {
            std::array::from_fn(|column| F32x4(rows.map(|row| row.0[column])))
        }
    }
}

pub(crate) use register::F32x4;

impl F32x4 {
    /// The four numbers.
    #[inline(always)]
    pub(crate) fn numbers(self) -> [f32; 4] {
        let mut numbers = [0.0; 4];
        self.store(&mut numbers);
        numbers
    }

    /// Their sum.
    #[inline(always)]
    pub(crate) fn sum(self) -> f32 {
        let [a, b, c, d] = self.numbers();
        (a + c) + (b + d)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_are_multiplied_added_and_summed() {
        let sum =
            F32x4::load(&[1.0, 2.0, 3.0, 4.0]).plus_product(F32x4::splat(2.0), F32x4::load(&[1.0, -1.0, 0.5, 0.0]));
        assert_eq!((sum.numbers(), sum.sum()), ([3.0, 0.0, 4.0, 4.0], 11.0));
    }
}
