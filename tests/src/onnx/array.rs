//! Numbers with a shape of any rank, beside no device: what cases hold, and what nodes hand to each other.

use nabla_compute::{Device, Shape, Tensor};

use super::node::{Stop, outside};
use super::proto::TensorProto;

/// Row-major numbers. An f64 holds every f32 exactly, and every whole number that occurs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Array {
    pub(super) dims: Vec<usize>,
    pub(super) data: Vec<f64>,
    /// Whether these are whole numbers or truth values, and not f32.
    pub(super) whole: bool,
}

impl Array {
    pub(super) fn new(dims: &[usize], data: Vec<f64>, whole: bool) -> Self {
        assert_eq!(dims.iter().product::<usize>(), data.len(), "{dims:?} is no shape of {} numbers", data.len());
        Array { dims: dims.to_vec(), data, whole }
    }

    /// What was read back from a device.
    pub(super) fn floats(dims: &[usize], data: &[f32]) -> Self {
        Array::new(dims, data.iter().map(|x| (*x).into()).collect(), false)
    }

    /// The numbers of a tensor in a file.
    pub(super) fn decode(tensor: &TensorProto) -> Result<Self, Stop> {
        const NAMES: [&str; 17] = [
            "undefined",
            "float",
            "uint8",
            "int8",
            "uint16",
            "int16",
            "int32",
            "int64",
            "string",
            "bool",
            "float16",
            "double",
            "uint32",
            "uint64",
            "complex64",
            "complex128",
            "bfloat16",
        ];
        let dims: Vec<usize> = tensor.dims.iter().map(|n| *n as usize).collect();
        let raw = &tensor.raw_data;
        let name = NAMES.get(tensor.data_type as usize).copied().unwrap_or("unknown");
        let data = match name {
            "float" if raw.is_empty() => tensor.float_data.iter().map(|x| (*x).into()).collect(),
            "float" => words(raw).map(|bytes| f32::from_le_bytes(bytes).into()).collect(),
            "int64" if raw.is_empty() => tensor.int64_data.iter().map(|n| *n as f64).collect(),
            "int64" => words(raw).map(|bytes| i64::from_le_bytes(bytes) as f64).collect(),
            "int32" | "bool" if raw.is_empty() => tensor.int32_data.iter().map(|n| (*n).into()).collect(),
            "int32" => words(raw).map(|bytes| i32::from_le_bytes(bytes).into()).collect(),
            "bool" => raw.iter().map(|byte| (*byte).into()).collect(),
            _ => return outside(format!("{name} numbers: Nabla computes in f32")),
        };
        Ok(Array::new(&dims, data, name != "float"))
    }

    pub(super) fn rank(&self) -> usize {
        self.dims.len()
    }

    /// On a device, in a shape of as many numbers.
    pub(super) fn upload(&self, device: &Device, shape: impl Into<Shape>) -> Result<Tensor, Stop> {
        if self.whole {
            return outside("arithmetic on whole numbers: Nabla computes in f32");
        }
        let data: Vec<f32> = self.data.iter().map(|x| *x as f32).collect();
        Ok(device.upload(shape, &data))
    }

    /// The place of an axis that may be counted from the end.
    pub(super) fn axis(&self, axis: i64) -> usize {
        if axis < 0 { (self.rank() as i64 + axis) as usize } else { axis as usize }
    }

    pub(super) fn reshaped(mut self, dims: &[usize]) -> Self {
        assert_eq!(dims.iter().product::<usize>(), self.data.len(), "{:?} cannot become {dims:?}", self.dims);
        self.dims = dims.to_vec();
        self
    }

    /// Another view: element `index` of the result is element `start + Σᵢ index[i]·steps[i]` of the numbers of this.
    fn strided(&self, dims: &[usize], steps: &[usize], start: usize) -> Self {
        let place = |mut flat: usize| {
            let mut place = start;
            for (size, step) in dims.iter().zip(steps).rev() {
                place += flat % size * step;
                flat /= size;
            }
            place
        };
        let data = (0..dims.iter().product()).map(|flat| self.data[place(flat)]).collect();
        Array::new(dims, data, self.whole)
    }

    /// How far apart neighbours along each axis lie.
    fn strides(&self) -> Vec<usize> {
        let inner = |axis: usize| self.dims[axis + 1..].iter().product();
        (0..self.rank()).map(inner).collect()
    }

    /// Axis i of the result is axis `order[i]` of this.
    pub(super) fn permuted(&self, order: &[usize]) -> Self {
        let strides = self.strides();
        let dims: Vec<usize> = order.iter().map(|axis| self.dims[*axis]).collect();
        let steps: Vec<usize> = order.iter().map(|axis| strides[*axis]).collect();
        self.strided(&dims, &steps, 0)
    }

    /// An axis moved to the end: with axis 1, ONNX's N,C,Y,X becomes Nabla's N,Y,X,C.
    pub(super) fn with_last(&self, axis: usize) -> Self {
        let order: Vec<usize> = (0..self.rank()).filter(|other| *other != axis).chain([axis]).collect();
        self.permuted(&order)
    }

    /// The last axis moved to a place, which undoes [`Array::with_last`].
    pub(super) fn with_last_at(&self, axis: usize) -> Self {
        let mut order: Vec<usize> = (0..self.rank() - 1).collect();
        order.insert(axis, self.rank() - 1);
        self.permuted(&order)
    }

    /// `count` entries of an axis from `start` on.
    pub(super) fn part(&self, axis: usize, start: usize, count: usize) -> Self {
        let strides = self.strides();
        let mut dims = self.dims.clone();
        dims[axis] = count;
        self.strided(&dims, &strides, start * strides[axis])
    }

    /// Repeated along axes of size 1, and along new axes in front, to fill a shape.
    pub(super) fn broadcast(&self, dims: &[usize]) -> Self {
        let own = self.dims.iter().zip(self.strides()).map(|(size, stride)| if *size == 1 { 0 } else { stride });
        let steps: Vec<usize> = std::iter::repeat_n(0, dims.len() - self.rank()).chain(own).collect();
        self.strided(dims, &steps, 0)
    }

    /// An axis in the opposite order.
    pub(super) fn reversed(&self, axis: usize) -> Self {
        let entries: Vec<Array> = (0..self.dims[axis]).rev().map(|i| self.part(axis, i, 1)).collect();
        Array::joined(&entries, axis)
    }

    /// Zeros before and after the entries of an axis.
    pub(super) fn padded(&self, axis: usize, [before, after]: [usize; 2]) -> Self {
        let zeros = |count: usize| {
            let mut dims = self.dims.clone();
            dims[axis] = count;
            Array::new(&dims, vec![0.0; dims.iter().product()], self.whole)
        };
        Array::joined(&[zeros(before), self.clone(), zeros(after)], axis)
    }

    /// Every `step`-th entry of an axis, from `start` on.
    pub(super) fn every(&self, axis: usize, start: usize, step: usize) -> Self {
        let mut dims = self.dims.clone();
        dims[axis] = dims[axis].saturating_sub(start).div_ceil(step);
        let mut steps = self.strides();
        let first = start * steps[axis];
        steps[axis] *= step;
        self.strided(&dims, &steps, first)
    }

    /// The entries of an axis `step` apart, zeros between them.
    pub(super) fn spread(&self, axis: usize, step: usize) -> Self {
        let entry = |i: usize| self.part(axis, i, 1).padded(axis, [if i == 0 { 0 } else { step - 1 }, 0]);
        let entries: Vec<Array> = (0..self.dims[axis]).map(entry).collect();
        Array::joined(&entries, axis)
    }

    /// Arrays one after the other along an axis.
    pub(super) fn joined(parts: &[Array], axis: usize) -> Self {
        let mut dims = parts[0].dims.clone();
        dims[axis] = parts.iter().map(|part| part.dims[axis]).sum();
        let outer: usize = dims[..axis].iter().product();
        let mut data = Vec::new();
        for i in 0..outer {
            for part in parts {
                let len = part.data.len() / outer;
                data.extend_from_slice(&part.data[i * len..(i + 1) * len]);
            }
        }
        Array::new(&dims, data, parts[0].whole)
    }
}

/// The bytes of numbers of N bytes each.
fn words<const N: usize>(raw: &[u8]) -> impl Iterator<Item = [u8; N]> {
    raw.as_chunks::<N>().0.iter().copied()
}

/// The shape that two shapes are broadcast to, by ONNX's rule.
pub(super) fn broadcast_dims(a: &[usize], b: &[usize]) -> Vec<usize> {
    let rank = a.len().max(b.len());
    let size = |dims: &[usize], axis: usize| (axis + dims.len()).checked_sub(rank).map_or(1, |own| dims[own]);
    (0..rank).map(|axis| size(a, axis).max(size(b, axis))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0, 1, 2, … in a shape.
    fn counting(dims: &[usize]) -> Array {
        Array::new(dims, (0..dims.iter().product::<usize>()).map(|i| i as f64).collect(), false)
    }

    #[test]
    fn axes_move_to_the_end_and_back() {
        let x = counting(&[2, 3, 4]);
        let moved = x.with_last(1);
        assert_eq!((moved.dims.as_slice(), &moved.data[..4]), (&[2, 4, 3][..], &[0.0, 4.0, 8.0, 1.0][..]));
        assert_eq!(moved.with_last_at(1), x);
    }

    #[test]
    fn parts_join_to_the_whole() {
        let x = counting(&[2, 5, 3]);
        let parts = [x.part(1, 0, 2), x.part(1, 2, 3)];
        assert_eq!(Array::joined(&parts, 1), x);
        assert_eq!(x.reversed(1).reversed(1), x);
        assert_eq!(x.reversed(2).data[..3], [2.0, 1.0, 0.0]);
    }

    #[test]
    fn entries_move_apart_and_together() {
        let x = counting(&[2, 3]);
        let spread = x.spread(1, 2);
        assert_eq!(spread.data, [0.0, 0.0, 1.0, 0.0, 2.0, 3.0, 0.0, 4.0, 0.0, 5.0]);
        assert_eq!(spread.every(1, 0, 2), x);
        assert_eq!(spread.every(1, 1, 2).data, [0.0; 4]);
        assert_eq!(x.padded(1, [1, 0]).data, [0.0, 0.0, 1.0, 2.0, 0.0, 3.0, 4.0, 5.0]);
    }

    #[test]
    fn sizes_of_one_are_repeated() {
        let x = counting(&[2, 1]).broadcast(&[2, 2, 3]);
        assert_eq!(x.data, [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
        assert_eq!(broadcast_dims(&[3, 1, 3], &[2, 3]), [3, 2, 3]);
        assert_eq!(broadcast_dims(&[], &[4]), [4]);
    }

    #[test]
    fn files_hold_raw_bytes_or_numbers() {
        let raw = 1.5f32.to_le_bytes().to_vec();
        let tensor = TensorProto { dims: vec![1], data_type: 1, raw_data: raw, ..TensorProto::default() };
        assert_eq!(Array::decode(&tensor).expect("f32"), Array::floats(&[1], &[1.5]));
        let tensor = TensorProto { data_type: 7, int64_data: vec![-3], ..TensorProto::default() };
        assert_eq!(Array::decode(&tensor).expect("whole"), Array::new(&[], vec![-3.0], true));
        let tensor = TensorProto { dims: vec![1], data_type: 11, ..TensorProto::default() };
        assert!(matches!(Array::decode(&tensor), Err(Stop::Outside(reason)) if reason.contains("double")));
    }
}
