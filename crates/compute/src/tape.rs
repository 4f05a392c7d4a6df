//! Reverse-mode differentiation: a tape of closures, played backwards once.
//!
//! Nodes are appended in the order they are computed, so the backward pass is one reverse loop: no sorting, no graph
//! search. Every operation leaves a closure that turns the gradient of its value into the gradients of its operands;
//! it stands beside the operation's value, in the same file.

use std::cell::RefCell;
use std::rc::Rc;

use crate::ops::{add, fill};
use crate::tensor::Tensor;

type NodeId = usize;
/// From dy, one gradient for each parent; `needs[i]` says whether parent `i` wants one.
type Backward = Box<dyn Fn(&Tensor, &[bool]) -> Vec<Option<Tensor>>>;

struct Node {
    parents: Vec<Option<NodeId>>,
    backward: Backward,
}

/// The record of one forward pass.
#[derive(Clone, Default)]
pub struct Tape(Rc<RefCell<Vec<Node>>>);

/// A tensor that remembers how it was computed, or a constant.
#[derive(Clone)]
pub struct Var {
    value: Tensor,
    tape: Tape,
    node: Option<NodeId>,
}

/// The gradients of one backward pass.
pub struct Grads(Vec<Option<Tensor>>);

impl Tape {
    /// An empty tape.
    pub fn new() -> Self {
        Tape::default()
    }

    /// A value to differentiate by, such as a parameter.
    pub fn leaf(&self, value: &Tensor) -> Var {
        self.record(value.clone(), Vec::new(), Box::new(|_, _| Vec::new()))
    }

    /// A value that is not differentiated by, such as the data.
    pub fn constant(&self, value: &Tensor) -> Var {
        Var { value: value.clone(), tape: self.clone(), node: None }
    }

    /// Records an operation's value with its derivative. Where no parent wants a gradient the value is a constant.
    pub(crate) fn push<const N: usize>(
        &self,
        value: Tensor,
        parents: [&Var; N],
        backward: impl Fn(&Tensor, &[bool]) -> [Option<Tensor>; N] + 'static,
    ) -> Var {
        if parents.iter().all(|parent| parent.node.is_none()) {
            return self.constant(&value);
        }
        let parents = parents.iter().map(|parent| parent.node).collect();
        self.record(value, parents, Box::new(move |dy, needs| backward(dy, needs).into()))
    }

    fn record(&self, value: Tensor, parents: Vec<Option<NodeId>>, backward: Backward) -> Var {
        let mut nodes = self.0.borrow_mut();
        nodes.push(Node { parents, backward });
        Var { value, tape: self.clone(), node: Some(nodes.len() - 1) }
    }

    /// The gradients of `loss`, a scalar, with respect to everything on the tape.
    pub fn backward(&self, loss: &Var) -> Grads {
        let nodes = self.0.borrow();
        let mut grads: Vec<Option<Tensor>> = vec![None; nodes.len()];
        let Some(last) = loss.node else { return Grads(grads) };
        grads[last] = Some(fill(loss.value.device(), loss.value.shape(), 1.0)); // d loss / d loss = 1
        for (id, node) in nodes.iter().enumerate().rev() {
            if node.parents.is_empty() {
                continue; // a leaf keeps its gradient
            }
            let Some(dy) = grads[id].take() else { continue }; // nothing downstream needs it
            let needs: Vec<bool> = node.parents.iter().map(Option::is_some).collect();
            for (parent, dx) in std::iter::zip(&node.parents, (node.backward)(&dy, &needs)) {
                let (Some(parent), Some(dx)) = (*parent, dx) else { continue };
                // Out of place: an operation may hand the same tensor to two parents.
                grads[parent] = Some(match grads[parent].take() {
                    None => dx,
                    Some(sum) => add(&sum, &dx),
                });
            }
        }
        Grads(grads)
    }
}

impl Var {
    /// The number it stands for.
    pub fn value(&self) -> &Tensor {
        &self.value
    }

    /// The tape it is on.
    pub fn tape(&self) -> &Tape {
        &self.tape
    }

    /// The same value, seen as a constant: gradients stop here.
    pub fn detach(&self) -> Var {
        self.tape.constant(&self.value)
    }
}

impl Grads {
    /// d loss / d leaf. `None` when the loss does not depend on it.
    pub fn of(&self, leaf: &Var) -> Option<&Tensor> {
        self.0[leaf.node?].as_ref()
    }
}
