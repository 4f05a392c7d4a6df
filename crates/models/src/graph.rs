//! One forward pass: the tape, the parameters that took part, and what can be looked at afterwards.

use std::cell::RefCell;

use nabla_compute::{Device, Tape, Tensor, Var};

/// A trainable tensor. Updated in place; its name is what a person, a file and PyTorch's twin call it.
#[derive(Clone, Debug)]
pub struct Param {
    /// As in `lstm1.Wx`.
    pub name: String,
    /// Its numbers.
    pub value: Tensor,
}

impl Param {
    /// A parameter with these numbers.
    pub fn new(name: impl Into<String>, value: Tensor) -> Self {
        Param { name: name.into(), value }
    }
}

/// Puts other numbers into parameters: `find` returns those of a name.
///
/// # Errors
/// The name of one for which there are none, or not the right number of them; nothing is changed then.
pub fn load<'a>(
    params: impl IntoIterator<Item = &'a mut Param>,
    device: &Device,
    find: &dyn Fn(&str) -> Option<Vec<f32>>,
) -> Result<(), String> {
    let with_value = |param: &'a mut Param| {
        let data = find(&param.name).filter(|data| data.len() == param.value.len());
        let value = data.map(|data| device.upload(param.value.shape(), &data)).ok_or_else(|| param.name.clone())?;
        Ok((param, value))
    };
    let all = params.into_iter().map(with_value).collect::<Result<Vec<_>, String>>()?;
    all.into_iter().for_each(|(param, value)| param.value = value);
    Ok(())
}

/// A tensor of a forward pass that can be looked at, perhaps one of several that lie side by side in a packed one.
#[derive(Clone, Debug)]
pub struct Activation {
    /// As in `lstm1.f`.
    pub name: String,
    /// The tensor it lies in.
    pub tensor: Tensor,
    /// Which of how many equal groups of columns; (0, 1) is all of them.
    pub block: (usize, usize),
}

impl Activation {
    /// A whole tensor.
    pub fn whole(name: impl Into<String>, tensor: &Tensor) -> Self {
        Activation { name: name.into(), tensor: tensor.clone(), block: (0, 1) }
    }

    /// Its sizes.
    pub fn shape(&self) -> Vec<usize> {
        let columns = self.tensor.shape().matrix()[1] / self.block.1;
        self.tensor.shape().with_columns(columns).dims().to_vec()
    }

    /// Its numbers among those of the tensor it lies in.
    pub fn select(&self, packed: &[f32]) -> Vec<f32> {
        let columns = self.tensor.shape().matrix()[1];
        let width = columns / self.block.1;
        packed.chunks_exact(columns).flat_map(|row| &row[self.block.0 * width..][..width]).copied().collect()
    }
}

/// A forward pass in the making.
pub struct Graph {
    tape: Tape,
    trains: bool,
    params: RefCell<Vec<(String, Var)>>,
    activations: RefCell<Vec<Activation>>,
}

impl Graph {
    /// For training: parameters are differentiated by, activations are kept.
    pub fn training() -> Self {
        Graph { trains: true, ..Graph::inference() }
    }

    /// For predicting: nothing is recorded.
    pub fn inference() -> Self {
        Graph { tape: Tape::new(), trains: false, params: RefCell::default(), activations: RefCell::default() }
    }

    /// Whether this pass is for training: some layers then behave differently.
    pub fn trains(&self) -> bool {
        self.trains
    }

    /// The parameter as a variable of this pass: the same one however often it takes part.
    pub fn param(&self, param: &Param) -> Var {
        if !self.trains {
            return self.tape.constant(&param.value);
        }
        if let Some((_, var)) = self.params.borrow().iter().find(|(name, _)| *name == param.name) {
            return var.clone();
        }
        let var = self.tape.leaf(&param.value);
        self.params.borrow_mut().push((param.name.clone(), var.clone()));
        var
    }

    /// Data: not differentiated by.
    pub fn constant(&self, value: &Tensor) -> Var {
        self.tape.constant(value)
    }

    /// Data that is differentiated by, in a pass of either kind: [`Graph::gradient`] has its gradient.
    pub fn leaf(&self, value: &Tensor) -> Var {
        self.tape.leaf(value)
    }

    /// The gradient of a scalar by a leaf; `None` when it does not depend on it.
    pub fn gradient(&self, of: &Var, by: &Var) -> Option<Tensor> {
        self.tape.backward(of).of(by).cloned()
    }

    /// Keeps a tensor to look at.
    pub fn keep(&self, activation: Activation) {
        if self.trains {
            self.activations.borrow_mut().push(activation);
        }
    }

    /// What was kept to look at.
    pub fn activations(&self) -> Vec<Activation> {
        self.activations.borrow().clone()
    }

    /// The gradients of the loss by the given parameters, in their order.
    ///
    /// # Panics
    /// When the loss does not depend on one of them: a layer was left out.
    pub fn gradients(&self, loss: &Var, params: &[&Param]) -> Vec<Tensor> {
        let grads = self.tape.backward(loss);
        let taken = self.params.borrow();
        let gradient = |param: &&Param| {
            let (_, var) = taken.iter().find(|(name, _)| *name == param.name)?;
            grads.of(var).cloned()
        };
        params.iter().map(|p| gradient(p).unwrap_or_else(|| panic!("the loss does not depend on {}", p.name))).collect()
    }
}

/// Zeros `[batch, hidden]`: the state of a recurrent layer before the first character.
pub fn zeros(device: &Device, batch: usize, hidden: usize) -> Tensor {
    nabla_compute::ops::fill(device, [batch, hidden], 0.0)
}
