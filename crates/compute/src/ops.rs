//! The operations. Each is one file: equation → shape rule → CPU twin → launch → derivative; its shader has the same
//! name in `shaders/`.

mod adam;
mod bias;
mod binary;
mod clip;
mod embedding;
mod fill;
mod lstm;
mod matmul;
mod point_loss;
mod rmsprop;
mod rows;
mod sgd;
mod softmax;
mod softmax_xent;
mod sum;
mod transpose;
mod unary;

pub use adam::{AdamSettings, adam};
pub use bias::add_bias;
pub use binary::{add, mul};
pub use clip::{clip_value, global_norm};
pub use embedding::embedding;
pub use fill::fill;
pub use lstm::{LstmSequence, MAX_HIDDEN, lstm};
pub use matmul::{Side, matmul};
pub use rmsprop::{RmspropSettings, rmsprop};
pub use rows::{rows, shifted};
pub use sgd::{SgdSettings, sgd};
pub use softmax::{log_softmax, softmax};
pub use softmax_xent::{CrossEntropy, softmax_xent, softmax_xent_smoothed};
pub use sum::{mean, sum, sum_rows};
pub use transpose::transpose;
pub use unary::{relu, sigmoid, tanh};

use crate::kernel::KernelSource;

/// Every kernel's GPU half, in the order of the shader files' names.
pub fn kernels() -> Vec<&'static KernelSource> {
    vec![
        &adam::ADAM.source,
        &bias::ADD_BIAS.source,
        &binary::BINARY.source,
        &sum::BROADCAST.source,
        &clip::CLIP.source,
        &clip::CLIP_VALUE.source,
        &embedding::EMBEDDING.source,
        &embedding::EMBEDDING_DW.source,
        &fill::FILL.source,
        &lstm::LSTM.source,
        &lstm::LSTM_DZ.source,
        &matmul::MATMUL.source,
        &point_loss::POINT_LOSS.source,
        &point_loss::POINT_LOSS_DX.source,
        &rmsprop::RMSPROP.source,
        &rows::ROWS.source,
        &sgd::SGD.source,
        &rows::SHIFTED.source,
        &softmax::SOFTMAX.source,
        &softmax::SOFTMAX_DX.source,
        &softmax_xent::SOFTMAX_XENT.source,
        &softmax_xent::SOFTMAX_XENT_DX.source,
        &sum::SUM.source,
        &sum::SUM_ROWS.source,
        &clip::SUM_SQUARES.source,
        &transpose::TRANSPOSE.source,
        &unary::UNARY.source,
    ]
}

/// Workgroups of 256 invocations for one invocation an element, in two dimensions because one holds at most 65,535.
/// The shaders undo it: `index = (group.y · groups.x + group.x) · 256 + local`.
fn linear_groups(len: usize) -> [u32; 3] {
    let groups = len.div_ceil(256) as u32;
    let columns = groups.min(32_768);
    [columns, groups.div_ceil(columns.max(1)), 1]
}

/// One workgroup for each of `rows` rows. The shaders undo it: `row = group.y · groups.x + group.x`.
fn row_groups(rows: usize) -> [u32; 3] {
    let columns = rows.min(32_768) as u32;
    [columns, (rows as u32).div_ceil(columns.max(1)), 1]
}
