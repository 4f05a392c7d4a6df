//! Dropout (Srivastava et al. 2014): numbers are dropped with probability p while training, the others grow to keep the
//! expected sum.      yᵢ = xᵢ / (1 − p) where i is kept, else 0      Given dy:   dxᵢ = dyᵢ / (1 − p) where i is kept, else 0
//!
//! Whether i is kept depends on the seed and i alone, through a hash of whole numbers: the same on every device, and
//! nothing to remember for the derivative. When predicting there is no dropout. GPU: `shaders/dropout.wgsl`.

use bytemuck::NoUninit;

use super::linear_groups;
use crate::kernel::{Args, Kernel, wgsl};
use crate::tape::Var;
use crate::tensor::Tensor;

pub(super) static DROPOUT: Kernel<Params> =
    Kernel { source: wgsl!("dropout", inputs: 1, outputs: 1), cpu: dropout_cpu };

#[repr(C)]
#[derive(Clone, Copy, NoUninit)]
pub(super) struct Params {
    len: u32,
    seed_low: u32,
    seed_high: u32,
    /// i is dropped when its hash is below: p·2³².
    threshold: u32,
    scale: f32,
}

/// The hash of PCG's output function (Jarzynski & Olano 2020).
#[inline(always)]
fn pcg(x: u32) -> u32 {
    let state = x.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
    let word = ((state >> ((state >> 28) + 4)) ^ state).wrapping_mul(277_803_737);
    (word >> 22) ^ word
}

fn dropout_cpu(x: Args<'_, Params>) {
    let p = x.params;
    for (i, (y, x)) in x.outputs[0].iter_mut().zip(x.inputs[0]).enumerate() {
        let hash = pcg(pcg(pcg(i as u32).wrapping_add(p.seed_low)).wrapping_add(p.seed_high));
        *y = if hash < p.threshold { 0.0 } else { x * p.scale };
    }
}

/// x with numbers dropped with `probability`; the same seed drops the same ones.
///
/// # Panics
/// When the probability is not in [0, 1).
#[track_caller]
pub fn dropout(x: &Tensor, probability: f32, seed: u64) -> Tensor {
    assert!((0.0..1.0).contains(&probability), "dropout: {probability} is no probability below 1");
    let params = Params {
        len: x.len() as u32,
        seed_low: seed as u32,
        seed_high: (seed >> 32) as u32,
        threshold: (f64::from(probability) * f64::from(u32::MAX)) as u32,
        scale: 1.0 / (1.0 - probability),
    };
    let y = x.device().empty(x.shape());
    x.device().launch(&DROPOUT, params, &[x], &[&y], linear_groups(x.len()));
    y
}

impl Var {
    /// These numbers, some dropped; the same seed drops the same ones.
    #[track_caller]
    pub fn dropout(&self, probability: f32, seed: u64) -> Var {
        let y = dropout(self.value(), probability, seed);
        self.tape().push(y, [self], move |dy, _| [Some(dropout(dy, probability, seed))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Device;

    fn kept(probability: f32, seed: u64) -> Vec<bool> {
        let ones = Device::cpu().upload([40_000], &[1.0; 40_000]);
        let y = pollster::block_on(dropout(&ones, probability, seed).to_vec()).expect("the processor is never lost");
        y.iter().map(|y| *y > 0.0).collect()
    }

    #[test]
    fn numbers_are_kept_as_often_as_promised() {
        for probability in [0.0f32, 0.1, 0.5, 0.9] {
            let share = kept(probability, 7).iter().filter(|kept| **kept).count() as f32 / 40_000.0;
            assert!((share - (1.0 - probability)).abs() < 0.01, "{probability}: {share}");
        }
    }

    #[test]
    fn seeds_neighbours_and_halves_are_independent() {
        let agree = |a: &[bool], b: &[bool]| a.iter().zip(b).filter(|(a, b)| a == b).count() as f32 / a.len() as f32;
        let (one, two, far) = (kept(0.5, 1), kept(0.5, 2), kept(0.5, 1 << 32));
        assert!((agree(&one, &two) - 0.5).abs() < 0.01 && (agree(&one, &far) - 0.5).abs() < 0.01);
        assert!((agree(&one, &one[1..]) - 0.5).abs() < 0.01 && (agree(&one, &two[1..]) - 0.5).abs() < 0.01);
        assert_eq!(one, kept(0.5, 1));
    }
}
