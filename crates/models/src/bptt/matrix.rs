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
        let sum = |row, column| (0..self.size).map(|k| self.at(row, k) * right.at(k, column)).sum();
        SquareMatrix::new(self.size, sum)
    }

    /// v·A, v a row.
    pub fn back(&self, v: &[f64]) -> Vec<f64> {
        (0..self.size).map(|column| v.iter().enumerate().map(|(row, v)| v * self.at(row, column)).sum()).collect()
    }

    /// A·v, v a column.
    fn forth(&self, v: &[f64]) -> Vec<f64> {
        self.data.chunks_exact(self.size).map(|row| row.iter().zip(v).map(|(a, v)| a * v).sum()).collect()
    }

    /// The square root of the sum of all squares.
    pub fn frobenius(&self) -> f64 {
        norm(&self.data)
    }

    /// By power iteration: how long a vector of length 1 can become.
    pub fn largest_singular_value(&self) -> f64 {
        const ROUNDS: usize = 500;
        // No symmetry of A should make this orthogonal to what is looked for.
        let mut v: Vec<f64> = (0..self.size).map(|i| 1.0 + (1.7 * i as f64).sin()).collect();
        let mut sigma = 0.0;
        for _ in 0..ROUNDS {
            let length = norm(&v);
            if length < f64::MIN_POSITIVE {
                return 0.0;
            }
            v.iter_mut().for_each(|x| *x /= length);
            let image = self.forth(&v);
            let before = std::mem::replace(&mut sigma, norm(&image));
            if (sigma - before).abs() <= 1e-12 * sigma {
                break;
            }
            v = self.back(&image);
        }
        sigma
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
    }

    #[test]
    fn products_are_those_of_matrices() {
        let a = SquareMatrix::new(2, |row, column| (1 + 2 * row + column) as f64);
        assert_eq!(a.times(&a).data(), [7.0, 10.0, 15.0, 22.0]);
        assert_eq!(a.times(&SquareMatrix::identity(2)), a);
        assert_eq!((a.back(&[1.0, 10.0]), a.forth(&[1.0, 10.0])), (vec![31.0, 42.0], vec![21.0, 43.0]));
    }
}
