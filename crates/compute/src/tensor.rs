//! A shape and a buffer on a device. Cheap to clone: clones share the buffer.

use std::cell::{OnceCell, RefMut};
use std::rc::Rc;

use crate::device::{Device, Storage};
use crate::error::DeviceError;
use crate::shape::Shape;

/// Numbers (f32) on a [`Device`].
#[derive(Clone)]
pub struct Tensor {
    shape: Shape,
    storage: Rc<Storage>,
    device: Device,
}

impl Tensor {
    pub(crate) fn new(shape: Shape, storage: Storage, device: Device) -> Self {
        Tensor { shape, storage: Rc::new(storage), device }
    }

    /// The sizes of its dimensions.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// How many numbers it holds.
    pub fn len(&self) -> usize {
        self.shape.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.shape.is_empty()
    }

    /// Where it lives.
    pub fn device(&self) -> &Device {
        &self.device
    }

    pub(crate) fn storage(&self) -> &Storage {
        &self.storage
    }

    /// The numbers themselves, to be read and changed in place; `None` on a GPU. Clones of the tensor see the changes.
    pub fn processor_mut(&self) -> Option<RefMut<'_, [f32]>> {
        match self.storage() {
            Storage::Cpu(buffer) => Some(RefMut::map(buffer.borrow_mut(), |data| &mut data[..self.shape.len()])),
            Storage::Gpu(_) => None,
        }
    }

    /// The same numbers in another shape of equal size; nothing is copied.
    #[track_caller]
    pub fn reshape(&self, shape: impl Into<Shape>) -> Tensor {
        let shape = shape.into();
        crate::shape::expect_shapes(shape.len() == self.len(), "reshape", self.shape, shape);
        Tensor { shape, ..self.clone() }
    }

    /// The numbers, read back. On a GPU this waits for the work recorded so far.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn to_vec(&self) -> Result<Vec<f32>, DeviceError> {
        let mut read = self.device.read(&[self]).await?;
        Ok(read.swap_remove(0))
    }
}

impl std::fmt::Debug for Tensor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tensor{:?} on {}", self.shape, self.device.kind())
    }
}

/// Whole numbers on a device, such as the characters of a batch. They travel as the bits of a tensor's f32s and
/// kernels read them as u32.
#[derive(Clone)]
pub struct Indices(pub(crate) Tensor, Option<Rc<Order>>);

/// What sorting the indices needs, and gives.
struct Order {
    indices: Box<[u32]>,
    sorted: OnceCell<Tensor>,
}

impl Indices {
    pub(crate) fn uploaded(tensor: Tensor, indices: &[u32]) -> Self {
        Indices(tensor, Some(Rc::new(Order { indices: indices.into(), sorted: OnceCell::new() })))
    }

    /// Indices that only the device knows.
    pub(crate) fn computed(tensor: Tensor) -> Self {
        Indices(tensor, None)
    }

    /// `[2N]`: the indices in ascending order, then the place of each among them as they are; equal ones keep their
    /// order. Sorted and uploaded when first asked for.
    ///
    /// # Panics
    /// For indices that only the device knows.
    pub(crate) fn sorted(&self) -> &Tensor {
        let Order { indices, sorted } = self.1.as_deref().expect("only uploaded indices can be sorted");
        sorted.get_or_init(|| {
            let mut pairs: Vec<(u32, u32)> = indices.iter().copied().zip(0..).collect();
            pairs.sort_unstable();
            let columns: Vec<u32> = pairs.iter().map(|pair| pair.0).chain(pairs.iter().map(|pair| pair.1)).collect();
            self.device().upload([columns.len()], bytemuck::cast_slice(&columns))
        })
    }

    /// The whole numbers, read back. On a GPU this waits for the work recorded so far.
    ///
    /// # Errors
    /// When the device is lost.
    pub async fn to_vec(&self) -> Result<Vec<u32>, DeviceError> {
        Ok(self.0.to_vec().await?.into_iter().map(f32::to_bits).collect())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where they live.
    pub fn device(&self) -> &Device {
        self.0.device()
    }
}

impl std::fmt::Debug for Indices {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Indices of {:?}", self.0)
    }
}
