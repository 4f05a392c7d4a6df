//! Linear autoregression on a window: ŷₜ = c + Σₗ aₗ yₜ₋ₗ, whose coefficients are those of least squares.

use nabla_compute::pulse::ahead;
use nalgebra::{DMatrix, DVector};

use super::Problem;

/// Rows of the training matrix that are used; of more, so many at equal distances.
const MOST_ROWS: usize = 50_000;
/// Rows times columns² that are used: a wide window makes do with fewer rows, or a person would wait for half a minute.
const MOST_WORK: usize = 500_000_000;
/// But of each coefficient so many rows at least, as far as there are, or noise would be learned.
const ROWS_PER_COEFFICIENT: usize = 10;
/// Rows that are taken in at a time.
const CHUNK: usize = 2048;

/// The model.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    /// c
    pub intercept: f64,
    /// Of each value of the window, the oldest first.
    pub weights: Vec<f64>,
}

impl Linear {
    /// The one with the least squares on the training windows.
    pub fn fit(problem: &Problem) -> Self {
        let (window, z) = (problem.settings.window, &problem.prepared.values);
        let count = problem.windows.len().min(most_rows(window));
        let starts = (0..count).map(|i| problem.windows[i * problem.windows.len() / count] as usize);
        let rows = starts.map(|from| (&z[from..from + window], z[from + window]));
        let solution = least_squares(rows, window);
        Linear { intercept: solution[0], weights: solution[1..].to_vec() }
    }

    /// Numbers that are learned.
    pub fn parameters(&self) -> usize {
        1 + self.weights.len()
    }

    /// What it says of the next values after a window, its own forecasts fed back.
    pub fn forecast(&self, window: &[f64], horizon: usize) -> Vec<f64> {
        let mut values = window.to_vec();
        for _ in 0..horizon {
            let seen = &values[values.len() - self.weights.len()..];
            values.push(self.intercept + self.weights.iter().zip(seen).map(|(a, y)| a * y).sum::<f64>());
        }
        values.split_off(window.len())
    }
}

/// Rows that a window so wide is learned from at most.
fn most_rows(window: usize) -> usize {
    let affordable = MOST_WORK / (window + 2).pow(2);
    affordable.max(ROWS_PER_COEFFICIENT * (window + 1)).min(MOST_ROWS)
}

/// The b of least ‖Xb − y‖², of rows (1, x) with `width` numbers in x; of several, the shortest. Rows come in chunks: of
/// what came before, only R of X = QR and Qᵀy are kept (Golub and Van Loan 2013, section 6.5), and R is solved by its
/// singular values.
pub fn least_squares<'a>(rows: impl Iterator<Item = (&'a [f64], f64)>, width: usize) -> Vec<f64> {
    let columns = width + 2; // 1, x and y
    let mut kept: Vec<f64> = Vec::new();
    let mut taken = 0;
    let mut chunk = 0;
    for (x, y) in rows {
        kept.push(1.0);
        kept.extend_from_slice(x);
        kept.push(y);
        (taken, chunk) = (taken + 1, chunk + 1);
        if chunk == CHUNK.max(columns) {
            kept = triangle(kept, columns);
            chunk = 0;
        }
    }
    let kept = triangle(kept, columns);
    let r = DMatrix::from_row_slice(kept.len() / columns, columns, &kept);
    let top = r.nrows().min(columns - 1);
    let (x, y): (DMatrix<f64>, DVector<f64>) =
        (r.view((0, 0), (top, columns - 1)).into_owned(), r.view((0, columns - 1), (top, 1)).column(0).into_owned());
    ahead(20.0 * (columns as f64).powi(3)); // about, with the vectors of both sides
    let svd = x.svd(true, true);
    let largest = svd.singular_values.iter().copied().fold(0.0, f64::max);
    let smallest = largest * f64::EPSILON * taken.max(columns) as f64;
    svd.solve(&y, smallest).map_or_else(|_| vec![0.0; columns - 1], |solution| solution.iter().copied().collect())
}

/// R of the rows' QR, row by row.
fn triangle(rows: Vec<f64>, columns: usize) -> Vec<f64> {
    ahead(2.0 * rows.len() as f64 * columns as f64);
    let matrix = DMatrix::from_row_slice(rows.len() / columns, columns, &rows);
    matrix.qr().r().transpose().as_slice().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_rows_of_each_coefficient_are_used() {
        for window in 1..=512 {
            let rows = most_rows(window);
            assert!((10 * (window + 1)..=MOST_ROWS).contains(&rows), "{rows} rows of a window of {window}");
        }
        assert_eq!([1, 98, 200, 512].map(most_rows), [50_000, 50_000, 12_253, 5130]);
    }

    #[test]
    fn a_line_is_found_and_the_shortest_of_many_solutions() {
        let x: Vec<[f64; 2]> = (0..5000).map(|t| [f64::from(t % 13), f64::from(t % 7)]).collect();
        let rows = x.iter().map(|x| (x.as_slice(), 3.0 + 2.0 * x[0] - 0.5 * x[1]));
        let solution = least_squares(rows, 2);
        for (found, wanted) in solution.iter().zip([3.0, 2.0, -0.5]) {
            assert!((found - wanted).abs() < 1e-10, "{solution:?}");
        }
        let same = [1.0, 1.0];
        let solution = least_squares((0..10).map(|_| (same.as_slice(), 3.0)), 2);
        assert!(solution.iter().all(|b| (b - 1.0).abs() < 1e-10), "{solution:?}");
    }
}
