//! Shapes of up to four dimensions, row-major and contiguous. There are no strides: a transposition is a flag of
//! [`crate::ops::matmul`].

use std::fmt;

/// The sizes of a tensor, outermost first. A scalar has none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Shape {
    dims: [usize; 4],
    rank: usize,
}

impl Shape {
    /// The sizes, outermost first.
    pub fn dims(&self) -> &[usize] {
        &self.dims[..self.rank]
    }

    /// How many numbers a tensor of this shape holds.
    pub fn len(&self) -> usize {
        self.dims().iter().product()
    }

    /// Whether a dimension is zero, so that the tensor holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Seen as a matrix: the last dimension is the columns, all others together the rows. A vector is one row.
    pub fn matrix(&self) -> [usize; 2] {
        match self.dims().split_last() {
            Some((columns, rows)) => [rows.iter().product(), *columns],
            None => [1, 1],
        }
    }

    /// The shape with another last dimension: `[T,B,D]` → `[T,B,columns]`.
    pub fn with_columns(&self, columns: usize) -> Shape {
        let mut shape = *self;
        shape.rank = shape.rank.max(1);
        shape.dims[shape.rank - 1] = columns;
        shape
    }
}

impl<const N: usize> From<[usize; N]> for Shape {
    fn from(sizes: [usize; N]) -> Self {
        Shape::from(sizes.as_slice())
    }
}

impl From<&[usize]> for Shape {
    #[track_caller]
    fn from(sizes: &[usize]) -> Self {
        assert!(sizes.len() <= 4, "a shape has at most four dimensions, not {}", sizes.len());
        let mut dims = [1; 4];
        dims[..sizes.len()].copy_from_slice(sizes);
        Shape { dims, rank: sizes.len() }
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.dims())
    }
}

/// Two shapes do not go together in an operation.
#[derive(thiserror::Error, Clone, Debug, PartialEq, Eq)]
#[error("{op}: shapes {lhs:?} and {rhs:?} do not fit")]
pub struct ShapeError {
    /// The operation.
    pub op: &'static str,
    /// Its first operand's shape.
    pub lhs: Shape,
    /// Its second operand's shape.
    pub rhs: Shape,
}

/// Panics with the [`ShapeError`] of `op` unless the shapes fit: a wrong shape is a bug, and equations stay clean.
#[track_caller]
pub(crate) fn expect_shapes(fit: bool, op: &'static str, lhs: Shape, rhs: Shape) {
    if !fit {
        panic!("{}", ShapeError { op, lhs, rhs });
    }
}
