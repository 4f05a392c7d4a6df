//! What parameters start from.

use nabla_compute::pulse::worked;

use crate::rng::Random;

/// Uniform in ±√(6 / (inputs + outputs)) (Glorot & Bengio 2010, equation 16).      `[inputs, outputs]`
pub fn xavier_uniform(random: &mut Random, inputs: usize, outputs: usize) -> Vec<f32> {
    let bound = (6.0 / (inputs + outputs) as f32).sqrt();
    (0..inputs * outputs).map(|_| random.between(-bound, bound)).collect()
}

/// Uniform in ±1/√fan, as PyTorch's Linear starts.
pub fn uniform_by_fan(random: &mut Random, fan: usize, len: usize) -> Vec<f32> {
    let bound = 1.0 / (fan as f32).sqrt();
    (0..len).map(|_| random.between(-bound, bound)).collect()
}

/// Uniform in ±√(6/fan): what relu halves keeps its size from layer to layer (He et al. 2015, equation 10).
pub fn uniform_for_relu(random: &mut Random, fan: usize, len: usize) -> Vec<f32> {
    let bound = (6.0 / fan as f32).sqrt();
    (0..len).map(|_| random.between(-bound, bound)).collect()
}

/// Standard normal, as PyTorch's Embedding starts.
pub fn normal(random: &mut Random, len: usize) -> Vec<f32> {
    (0..len).map(|_| random.normal()).collect()
}

/// A random orthogonal matrix `[n, n]` (Saxe et al. 2014): rows of normal numbers, made orthonormal one after the
/// other (Gram–Schmidt, twice over, because once is not enough in f32).
pub fn orthogonal(random: &mut Random, n: usize) -> Vec<f32> {
    let mut q: Vec<f32> = normal(random, n * n);
    for i in 0..n {
        let (done, rest) = q.split_at_mut(i * n);
        let row = &mut rest[..n];
        for _ in 0..2 {
            for other in done.chunks_exact(n) {
                let along: f32 = row.iter().zip(other).map(|(a, b)| a * b).sum();
                row.iter_mut().zip(other).for_each(|(a, b)| *a -= along * b);
            }
        }
        let norm = row.iter().map(|a| a * a).sum::<f32>().sqrt();
        row.iter_mut().for_each(|a| *a /= norm);
        worked(4 * i * n);
    }
    q
}

/// Blocks `[rows, columns]` side by side: `[rows, blocks·columns]`, as the four gates lie in an LSTM's weights.
pub fn side_by_side(blocks: &[Vec<f32>], rows: usize, columns: usize) -> Vec<f32> {
    let row = |i: usize| blocks.iter().flat_map(move |block| block[i * columns..(i + 1) * columns].iter().copied());
    (0..rows).flat_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orthogonal_rows_are_orthonormal() {
        let n = 96;
        let q = orthogonal(&mut Random::new(3, 0), n);
        for (i, a) in q.chunks_exact(n).enumerate() {
            for (j, b) in q.chunks_exact(n).enumerate() {
                let dot: f32 = a.iter().zip(b).map(|(a, b)| a * b).sum();
                let expected = if i == j { 1.0 } else { 0.0 };
                assert!((dot - expected).abs() < 1e-5, "rows {i} and {j}: {dot}");
            }
        }
    }

    #[test]
    fn side_by_side_keeps_rows() {
        assert_eq!(side_by_side(&[vec![1.0, 2.0], vec![3.0, 4.0]], 2, 1), [1.0, 3.0, 2.0, 4.0]);
    }
}
