//! Square matrices in double precision, as small as a state: products, norms, the largest singular value.

/// A square matrix, row after row.
#[derive(Clone, Debug, PartialEq)]
pub struct SquareMatrix {
    size: usize,
    data: Vec<f64>,
}

impl SquareMatrix {
    /// Each entry from its row and column.
    pub fn new(size: usize, entry: impl Fn(usize, usize) -> f64) -> Self {
        SquareMatrix { size, data: (0..size * size).map(|at| entry(at / size, at % size)).collect() }
    }

    /// 1
    pub fn identity(size: usize) -> Self {
        SquareMatrix::new(size, |row, column| if row == column { 1.0 } else { 0.0 })
    }

    /// Rows, which are as many as columns.
    pub fn size(&self) -> usize {
        self.size
    }

    /// All entries, row after row.
    pub fn data(&self) -> &[f64] {
        &self.data
    }

    /// One entry.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.data[row * self.size + column]
    }

    /// A·B
    #[must_use]
    pub fn times(&self, right: &SquareMatrix) -> SquareMatrix {
        let mut product = SquareMatrix::new(self.size, |_, _| 0.0);
        for (sums, row) in product.data.chunks_exact_mut(self.size).zip(self.data.chunks_exact(self.size)) {
            for (a, right) in row.iter().zip(right.data.chunks_exact(self.size)) {
                sums.iter_mut().zip(right).for_each(|(sum, b)| *sum += a * b);
            }
        }
        product
    }

    /// v·A, v a row.
    pub fn back(&self, v: &[f64]) -> Vec<f64> {
        (0..self.size).map(|column| v.iter().enumerate().map(|(row, v)| v * self.at(row, column)).sum()).collect()
    }

    /// The square root of the sum of all squares.
    pub fn frobenius(&self) -> f64 {
        norm(&self.data)
    }

    /// How long a vector of length 1 can become: the root of the largest eigenvalue λ of `G = AᵀA`, by squaring.
    ///
    /// With τ the trace of what is left, G ← (G/τ)² again and again, and log λ = Σᵢ log τᵢ / 2ⁱ. After m rounds at most
    /// log(size)/2ᵐ is missing, however close the singular values lie together: those of an orthogonal W are all equal.
    pub fn largest_singular_value(&self) -> f64 {
        const ROUNDS: usize = 28;
        let largest = self.data.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
        if largest == 0.0 || !largest.is_finite() {
            return largest;
        }
        let scaled: Vec<f64> = self.data.iter().map(|x| x / largest).collect(); // its squares are numbers
        let columns = |i: usize, j: usize| scaled.chunks_exact(self.size).map(|row| row[i] * row[j]).sum();
        let mut gram = SquareMatrix::new(self.size, columns);
        let (mut log, mut share) = (0.0, 1.0);
        for _ in 0..ROUNDS {
            let trace: f64 = (0..self.size).map(|i| gram.at(i, i)).sum();
            log += share * trace.ln();
            if share < 1.0 && trace > 1.0 - 1e-14 {
                break; // one eigenvalue is left, and it is 1
            }
            gram.data.iter_mut().for_each(|x| *x /= trace);
            gram = gram.times(&gram);
            share /= 2.0;
        }
        largest * (log / 2.0).exp()
    }
}

/// ‖v‖
pub fn norm(v: &[f64]) -> f64 {
    v.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::init::orthogonal;
    use crate::rng::Random;

    #[test]
    fn singular_values_and_norms_of_known_matrices() {
        let diagonal = SquareMatrix::new(3, |row, column| if row == column { [0.5, -3.0, 2.0][row] } else { 0.0 });
        assert!((diagonal.largest_singular_value() - 3.0).abs() < 1e-9);
        assert!((diagonal.frobenius() - 13.25f64.sqrt()).abs() < 1e-12);
        let q = orthogonal(&mut Random::new(1, 0), 8);
        let scaled = SquareMatrix::new(8, |row, column| 0.9 * f64::from(q[row * 8 + column]));
        assert!((scaled.largest_singular_value() - 0.9).abs() < 1e-6);
        // (1 1; 0 1): the golden ratio.
        let shear = SquareMatrix::new(2, |row, column| if row <= column { 1.0 } else { 0.0 });
        assert!((shear.largest_singular_value() - (1.0 + 5f64.sqrt()) / 2.0).abs() < 1e-6);
        assert_eq!(SquareMatrix::new(2, |_, _| 0.0).largest_singular_value(), 0.0);
        // As small as a product over many steps, and two singular values that are nearly the same.
        let close = SquareMatrix::new(2, |row, column| if row == column { [1e-170, 0.999e-170][row] } else { 0.0 });
        assert!((close.largest_singular_value() / 1e-170 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn products_are_those_of_matrices() {
        let a = SquareMatrix::new(2, |row, column| (1 + 2 * row + column) as f64);
        assert_eq!(a.times(&a).data(), [7.0, 10.0, 15.0, 22.0]);
        assert_eq!(a.times(&SquareMatrix::identity(2)), a);
        assert_eq!(a.back(&[1.0, 10.0]), [31.0, 42.0]);
    }
}
