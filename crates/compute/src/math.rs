//! exp, sigmoid and tanh from additions and multiplications only, so that the compiler turns the loops that use them
//! into SIMD, and so that their bits are the same on every machine.

use std::f32::consts::LOG2_E;

/// ln 2, split so that `n·LN2_HIGH` is exact for the `n` that occur (Cody & Waite).
const LN2_HIGH: f32 = 0.693_359_4;
const LN2_LOW: f32 = -2.121_944_4e-4;
/// 1.5·2²³: adding it leaves the nearest whole number in the low bits of the sum.
const ROUND: f32 = 12_582_912.0;

/// eˣ with a relative error under 2.5e-7; below −87 and above 88 it stays at the value there.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let [scale, rest] = scale_and_rest(x.clamp(-87.0, 88.0));
    scale * (rest + 1.0)
}

/// eˣ = 2ⁿ·(1 + rest), as [2ⁿ, rest]: x = n·ln 2 + r with |r| ≤ ln 2 / 2, and eʳ − 1 by the polynomial of Moshier's Cephes
/// (`expf.c`).
#[inline(always)]
fn scale_and_rest(x: f32) -> [f32; 2] {
    let shifted = x * LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = x - n * LN2_HIGH - n * LN2_LOW;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_2e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 5e-1;
    let n_bits = shifted.to_bits().wrapping_sub(ROUND.to_bits());
    [f32::from_bits(n_bits.wrapping_add(127) << 23), p * r * r + r]
}

/// σ(x) = 1 / (1 + e⁻ˣ), with a relative error under 4e-7 where e⁻ˣ does not overflow.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Where a gate counts as closed: σ(−24) = 3.8e-11 does nothing to a sum of numbers of ordinary size.
const CLOSED: f32 = -24.0;

/// σ(x) of a gate, which below [`CLOSED`] stays at the value there. A gate that closed further would give states and
/// gradients whose products are too small for f32 to hold in full: a processor takes some hundred times as long for
/// those, and a run with a few closed gates trains at a third of its speed.
#[inline(always)]
pub fn gate(x: f32) -> f32 {
    sigmoid(if x < CLOSED { CLOSED } else { x }) // `max` would hide a NaN
}

/// tanh x with a relative error under 4e-7: t / (t + 2) for t = e²ˣ − 1, taken for |x| so that tanh −x = −tanh x.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let double = 2.0 * x.abs();
    let [scale, rest] = scale_and_rest(if double > 88.0 { 88.0 } else { double });
    let t = scale * rest + (scale - 1.0); // near zero the scale is 1, and nothing is lost
    (t / (t + 2.0)).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worst relative error of `f` against `exact` on a fine grid over [−80, 80].
    fn worst(f: fn(f32) -> f32, exact: fn(f64) -> f64) -> f64 {
        let grid = (-800_000..800_000).map(|i| i as f32 * 1e-4);
        grid.map(|x| ((f(x) as f64 - exact(x as f64)) / exact(x as f64).abs().max(1e-37)).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn functions_stay_within_their_stated_errors() {
        assert!(worst(exp, f64::exp) < 2.5e-7, "exp {}", worst(exp, f64::exp));
        let exact_sigmoid = |x: f64| 1.0 / (1.0 + (-x).exp());
        assert!(worst(sigmoid, exact_sigmoid) < 4e-7, "sigmoid {}", worst(sigmoid, exact_sigmoid));
        assert!(worst(tanh, f64::tanh) < 4e-7, "tanh {}", worst(tanh, f64::tanh));
    }

    #[test]
    fn functions_hold_at_the_ends() {
        assert_eq!((sigmoid(1e30), tanh(1e30), tanh(-1e30)), (1.0, 1.0, -1.0));
        assert!(gate(-1e30) == sigmoid(CLOSED) && gate(-23.0) == sigmoid(-23.0) && gate(1e30) == 1.0);
        assert!(gate(CLOSED).powi(3) > 1e6 * f32::MIN_POSITIVE, "three closed gates times a gradient are in full");
        assert!(sigmoid(-1e30) < 1e-37 && exp(-1e30) < 1e-37 && exp(1e30).is_finite());
        assert_eq!((exp(0.0), sigmoid(0.0), tanh(0.0)), (1.0, 0.5, 0.0));
        assert!([exp, tanh, gate].iter().all(|f| f(f32::NAN).is_nan()), "a diverged run must be seen as one");
    }
}
