//! Convolution along a line: that of an image of one row.      x: [B,X,C]   w: [K,C,F]   b: [F]   y: [B,Ox,F]

use super::window::Window;
use crate::tape::Var;

impl Var {
    /// The convolution along a line: these `[B,X,C]` with filters `[K,C,F]`, as an image of one row.
    #[track_caller]
    pub fn conv1d(&self, filters: &Var, bias: Option<&Var>, stride: usize, padding: [usize; 2]) -> Var {
        let &[batch, length, channels] = self.value().shape().dims() else { panic!("conv1d: x must be [B,X,C]") };
        let &[size, inputs, outputs] = filters.value().shape().dims() else {
            panic!("conv1d: filters must be [K,C,F]")
        };
        let window = Window::valid([1, size]).with_stride([1, stride]).with_padding([0, 0, padding[0], padding[1]]);
        let (x, w) = (self.reshape([batch, 1, length, channels]), filters.reshape([1, size, inputs, outputs]));
        let y = x.conv2d(&w, bias, &window);
        y.reshape([batch, y.value().shape().dims()[2], outputs])
    }
}
