//! Functions to be forecast, with noise.

use std::f64::consts::TAU;

use crate::rng::{Random, TRAINING_EXAMPLES};

/// The functions, of t = 0, 1, 2, … with p points in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wave {
    /// sin(2πt/p)
    Sine,
    /// sin(2πt/p) + ½ sin(2πt·√2/p) + ¼ sin(2πt·3/p)
    Sines,
    /// e^(−2t/n) sin(2πt/p), of n points
    Damped,
    /// sin(2π(t + t²/2n)/p): twice as fast at the end
    Chirp,
    /// Mackey and Glass 1977: dx/dt = 0.2 x(t−τ) / (1 + x(t−τ)¹⁰) − 0.1 x(t), a point every time unit; chaotic for τ
    /// above 16.8
    MackeyGlass,
}

/// So many steps of integration to a time unit.
const FINE: usize = 10;

/// n points, with normal noise whose standard deviation is `noise` times that of the function.
pub fn points(wave: Wave, n: usize, period: f64, noise: f64, seed: u64) -> Vec<f64> {
    let angle = |t: f64| TAU * t / period;
    let length = n as f64;
    let mut values: Vec<f64> = match wave {
        Wave::MackeyGlass => mackey_glass(n, period),
        _ => (0..n)
            .map(|t| t as f64)
            .map(|t| match wave {
                Wave::Sines => angle(t).sin() + 0.5 * (angle(t) * 2_f64.sqrt()).sin() + 0.25 * (3.0 * angle(t)).sin(),
                Wave::Damped => (-2.0 * t / length).exp() * angle(t).sin(),
                Wave::Chirp => angle(t + t * t / (2.0 * length)).sin(),
                _ => angle(t).sin(),
            })
            .collect(),
    };
    let mean = values.iter().sum::<f64>() / length;
    let deviation = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / length).sqrt();
    let mut random = Random::new(seed, TRAINING_EXAMPLES);
    values.iter_mut().for_each(|value| *value += noise * deviation * f64::from(random.normal()));
    values
}

/// Runge and Kutta's method of order 4, the delayed value taken as constant within a step; the first 300 units, in which
/// it still remembers where it began, are left out.
fn mackey_glass(n: usize, delay: f64) -> Vec<f64> {
    const LEFT_OUT: usize = 300;
    let step = 1.0 / FINE as f64;
    let behind = (delay * FINE as f64).round() as usize;
    let mut x = vec![1.2_f64; behind + 1];
    while x.len() < behind + 1 + (n + LEFT_OUT) * FINE {
        let (now, delayed) = (x[x.len() - 1], x[x.len() - 1 - behind]);
        let inflow = 0.2 * delayed / (1.0 + delayed.powi(10));
        let slope = |x: f64| inflow - 0.1 * x;
        let k1 = slope(now);
        let k2 = slope(now + step / 2.0 * k1);
        let k3 = slope(now + step / 2.0 * k2);
        let k4 = slope(now + step * k3);
        x.push(now + step / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4));
    }
    x[behind + 1 + LEFT_OUT * FINE..].iter().step_by(FINE).take(n).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_what_their_formulas_say() {
        let sine = points(Wave::Sine, 100, 20.0, 0.0, 1);
        assert!((sine[5] - 1.0).abs() < 1e-12 && (sine[25] - sine[5]).abs() < 1e-12);
        let glass = points(Wave::MackeyGlass, 2000, 17.0, 0.0, 1);
        assert!(glass.iter().all(|x| (0.2..1.5).contains(x)), "it stays on its attractor");
        let noisy = points(Wave::Sine, 10_000, 20.0, 0.5, 1);
        let clean = points(Wave::Sine, 10_000, 20.0, 0.0, 1);
        let noise = noisy.iter().zip(&clean).map(|(a, b)| (a - b).powi(2)).sum::<f64>() / 1e4;
        assert!((noise.sqrt() - 0.5 * 0.5_f64.sqrt()).abs() < 0.01, "{noise}");
    }
}
