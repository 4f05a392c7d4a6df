//! How numbers lie in PyTorch.

/// One parameter on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    /// As in `lstm1.Wx`.
    pub ours: String,
    /// As in `lstm.weight_ih_l0`.
    pub theirs: String,
    /// How it lies there.
    pub layout: Layout,
}

/// How a parameter lies in PyTorch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// As here.
    Same,
    /// `[inputs, outputs]` → `[outputs, inputs]`
    Transposed,
    /// `[Ky,Kx,C,F]` → `[F,C,Ky,Kx]`
    Filters,
    /// `[1,K,C,F]` → `[F,C,K]`, along a line.
    LineFilters,
    /// `[Y·X·C, outputs]` → `[outputs, C·Y·X]`: a fully connected layer on an image.
    OnImage {
        /// [Y, X, C]
        image: [usize; 3],
    },
    /// One row of `[rows, columns]` → `[columns]`.
    Row {
        /// Which.
        row: usize,
    },
}

impl Layout {
    /// Numbers of such a parameter, as they lie there.
    ///
    /// # Panics
    /// When the shape is none that such a parameter has.
    pub fn there(self, shape: &[usize], data: &[f32]) -> (Vec<usize>, Vec<f32>) {
        let (to, from) = self.places(shape);
        (to, from.iter().map(|place| data[*place]).collect())
    }

    /// Numbers of such a parameter as they lie here, from those that lie there, into those that are here: a
    /// [`Layout::Row`] changes one row. `shape` is the parameter's.
    ///
    /// # Panics
    /// When the numbers are not as many as lie there.
    pub fn back(self, shape: &[usize], theirs: &[f32], ours: &mut [f32]) {
        let (_, from) = self.places(shape);
        assert_eq!(from.len(), theirs.len(), "as many as lie there");
        from.iter().zip(theirs).for_each(|(place, number)| ours[*place] = *number);
    }

    /// The shape there, and of each number there its place here.
    fn places(self, shape: &[usize]) -> (Vec<usize>, Vec<usize>) {
        match (self, shape) {
            (Layout::Same, _) => (shape.to_vec(), (0..shape.iter().product()).collect()),
            (Layout::Transposed, &[rows, columns]) => permuted(&[rows, columns], &[1, 0], &[columns, rows]),
            (Layout::Filters, &[y, x, c, f]) => permuted(&[y, x, c, f], &[3, 2, 0, 1], &[f, c, y, x]),
            (Layout::LineFilters, &[1, k, c, f]) => permuted(&[k, c, f], &[2, 1, 0], &[f, c, k]),
            (Layout::OnImage { image: [y, x, c] }, &[inputs, outputs]) => {
                assert_eq!(y * x * c, inputs, "a layer on another image");
                permuted(&[y, x, c, outputs], &[3, 2, 0, 1], &[outputs, inputs])
            }
            (Layout::Row { row }, &[_, columns]) => (vec![columns], (row * columns..(row + 1) * columns).collect()),
            _ => unreachable!("{self:?} of a parameter {shape:?}"),
        }
    }
}

/// Axes in another order: axis i there is axis `order[i]` here.
fn permuted(shape: &[usize], order: &[usize], there: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let stride = |axis: usize| shape[axis + 1..].iter().product::<usize>();
    let mut places = vec![0];
    for axis in order {
        let along = |place: &usize| {
            let place = *place;
            (0..shape[*axis]).map(move |i| place + i * stride(*axis)).collect::<Vec<_>>()
        };
        places = places.iter().flat_map(along).collect();
    }
    (there.to_vec(), places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there(layout: Layout, shape: &[usize]) -> (Vec<usize>, Vec<f32>) {
        let data: Vec<f32> = (0..shape.iter().product::<usize>()).map(|i| i as f32).collect();
        let (to, moved) = layout.there(shape, &data);
        let mut back = vec![-1.0; data.len()];
        layout.back(shape, &moved, &mut back);
        if !matches!(layout, Layout::Row { .. }) {
            assert_eq!(back, data, "{layout:?} and back");
        }
        (to, moved)
    }

    #[test]
    fn numbers_lie_as_pytorch_has_them_and_come_back() {
        assert_eq!(there(Layout::Same, &[2, 2]), (vec![2, 2], vec![0., 1., 2., 3.]));
        assert_eq!(there(Layout::Transposed, &[2, 3]), (vec![3, 2], vec![0., 3., 1., 4., 2., 5.]));
        // Two rows of one column and two channels; one filter.
        assert_eq!(there(Layout::Filters, &[2, 1, 2, 1]), (vec![1, 2, 2, 1], vec![0., 2., 1., 3.]));
        assert_eq!(there(Layout::LineFilters, &[1, 2, 1, 2]), (vec![2, 1, 2], vec![0., 2., 1., 3.]));
        let on_image = Layout::OnImage { image: [1, 2, 2] };
        assert_eq!(there(on_image, &[4, 1]), (vec![1, 4], vec![0., 2., 1., 3.]));
        assert_eq!(there(Layout::Row { row: 1 }, &[2, 2]), (vec![2], vec![2., 3.]));
    }
}
