//! The operations. Each is one file: equation → shape rule → CPU twin → launch → derivative; its shader has the same
//! name in `shaders/`.

mod adam;
mod average_pool;
mod batch_norm;
mod bias;
mod binary;
mod by_steps;
mod clip;
mod columns;
mod conv1d;
mod conv2d;
mod dropout;
mod embedding;
mod embedding_bag;
mod fill;
mod gru;
mod gru_after;
mod gru_after_by_steps;
mod gru_by_steps;
mod linear_xent;
mod lrn;
mod lstm;
mod lstm_by_steps;
mod matmul;
mod max_pool;
mod negative_sampling;
mod norm;
mod point_loss;
mod recurrence;
mod rmsprop;
mod rnn;
mod rnn_by_steps;
mod rows;
mod scale;
mod sgd;
mod softmax;
mod softmax_xent;
mod sum;
mod top_k;
mod transpose;
mod unary;
mod window;

pub use adam::{AdamSettings, adam};
pub use average_pool::{Mean, average_pool};
pub use batch_norm::{BatchNorm, batch_moments, follow_moments};
pub use bias::add_bias;
pub use binary::{add, mul};
pub use clip::{clip_value, global_norm, unclipped};
pub use columns::{columns, concat};
pub use conv2d::conv2d;
pub use dropout::dropout;
pub use embedding::embedding;
pub use fill::fill;
pub use gru::{GruSequence, gru};
pub use gru_after::gru_after;
pub use linear_xent::{linear_xent, linear_xent_weighted};
pub use lrn::LrnSettings;
pub use lstm::{LstmSequence, lstm};
pub use matmul::{Side, matmul};
pub use max_pool::{MaxPool, max_pool};
pub use negative_sampling::negative_sampling;
pub use norm::norm;
pub use recurrence::{Bptt, MAX_HIDDEN, StateGradients};
pub use rmsprop::{RmspropSettings, rmsprop};
pub use rnn::{RnnFunction, rnn};
pub use rows::{rows, shifted};
pub use scale::scale;
pub use sgd::{SgdSettings, sgd};
pub use softmax::{log_softmax, softmax};
pub use softmax_xent::{CrossEntropy, softmax_xent, softmax_xent_smoothed};
pub use sum::{mean, sum, sum_rows};
pub use top_k::{TopK, arg_max, top_k};
pub use transpose::transpose;
pub use unary::{relu, sigmoid, tanh};
pub use window::Window;

use crate::kernel::KernelSource;

/// Every kernel's GPU half, in the order of the shader files' names.
pub fn kernels() -> Vec<&'static KernelSource> {
    vec![
        &adam::ADAM.source,
        &bias::ADD_BIAS.source,
        &average_pool::AVERAGE_POOL.source,
        &average_pool::AVERAGE_POOL_DX.source,
        &batch_norm::BATCH_MOMENTS.source,
        &batch_norm::BATCH_MOMENTS_JOINED.source,
        &batch_norm::BATCH_MOMENTS_RUNNING.source,
        &batch_norm::BATCH_NORM.source,
        &batch_norm::BATCH_NORM_DX.source,
        &batch_norm::BATCH_NORM_SUMS.source,
        &binary::BINARY.source,
        &sum::BROADCAST.source,
        &clip::CLIP.source,
        &clip::CLIP_VALUE.source,
        &columns::COLUMNS.source,
        &columns::COLUMNS_VEC4.source,
        &conv2d::CONV2D.source,
        &conv2d::CONV2D_DW.source,
        &conv2d::CONV2D_DW_VEC4.source,
        &conv2d::CONV2D_VEC4.source,
        &dropout::DROPOUT.source,
        &embedding::EMBEDDING.source,
        &embedding_bag::EMBEDDING_BAG.source,
        &embedding_bag::EMBEDDING_BAG_DW.source,
        &embedding::EMBEDDING_DW.source,
        &fill::FILL.source,
        &gru::GRU.source,
        &gru_after::GRU_AFTER.source,
        &gru_after_by_steps::GRU_AFTER_CELL.source,
        &gru_after_by_steps::GRU_AFTER_CELL_DZ.source,
        &gru_after::GRU_AFTER_DZ.source,
        &gru::GRU_DZ.source,
        &gru_by_steps::GRU_MIX.source,
        &gru_by_steps::GRU_MIX_DZ.source,
        &gru_by_steps::GRU_RESET.source,
        &gru_by_steps::GRU_RESET_DZ.source,
        &lrn::LRN.source,
        &lrn::LRN_DX.source,
        &lstm::LSTM.source,
        &lstm_by_steps::LSTM_CELL.source,
        &lstm_by_steps::LSTM_CELL_DZ.source,
        &lstm::LSTM_DP.source,
        &lstm::LSTM_DZ.source,
        &matmul::MATMUL.source,
        &matmul::MATMUL_TILED.source,
        &matmul::MATMUL_VEC4.source,
        &matmul::MATMUL_VEC4_NT.source,
        &matmul::MATMUL_VEC4_TN.source,
        &max_pool::MAX_POOL.source,
        &max_pool::MAX_POOL_DX.source,
        &max_pool::MAX_POOL_DX_VEC4.source,
        &max_pool::MAX_POOL_VEC4.source,
        &negative_sampling::NEGATIVE_SAMPLING.source,
        &norm::NORM_DX.source,
        &point_loss::POINT_LOSS.source,
        &point_loss::POINT_LOSS_DX.source,
        &rmsprop::RMSPROP.source,
        &rnn::RNN.source,
        &rnn_by_steps::RNN_CELL.source,
        &rnn_by_steps::RNN_CELL_DZ.source,
        &rnn::RNN_DZ.source,
        &rows::ROWS.source,
        &scale::SCALE.source,
        &sgd::SGD.source,
        &rows::SHIFTED.source,
        &softmax::SOFTMAX.source,
        &softmax::SOFTMAX_DX.source,
        &linear_xent::SOFTMAX_RESIDUAL.source,
        &linear_xent::SOFTMAX_RESIDUAL_WEIGHTED.source,
        &softmax_xent::SOFTMAX_XENT.source,
        &softmax_xent::SOFTMAX_XENT_DX.source,
        &sum::SUM.source,
        &sum::SUM_ROWS.source,
        &clip::SUM_SQUARES.source,
        &top_k::TOP_K.source,
        &transpose::TRANSPOSE.source,
        &conv2d::TURNED_FILTERS.source,
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
