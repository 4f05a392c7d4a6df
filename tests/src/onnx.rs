//! ONNX's own tests of its operators, run on Nabla's operations.
//!
//! A case is a model, mostly of one node, with inputs and the outputs that ONNX expects. Read in this order: [`proto`]
//! (the file format), [`array`] (numbers beside no device), [`case`] (where cases come from), [`model`] (node after
//! node, then compare), [`node`] (which operation), and the mappings of ONNX's conventions to Nabla's: [`dense`],
//! [`images`], [`pools`], [`norms`], [`losses`], [`recurrent`]. [`report`] counts.
//!
//! A mapping arranges numbers while they are uploaded or read back (order of axes, order of gates, broadcasting); what
//! is computed is computed by `nabla_compute` on the device under test.

mod array;
mod case;
mod dense;
mod images;
mod losses;
mod model;
mod node;
mod norms;
mod pools;
mod proto;
mod recurrent;
mod report;
mod windows;

pub use case::{Case, Cases};
pub use report::{Report, Verdict};
