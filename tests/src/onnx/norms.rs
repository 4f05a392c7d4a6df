//! Normalisation and dropout. ONNX has channels in axis 1, Nabla in the last.

use nabla_compute::ops::{self, LrnSettings};
use nabla_compute::{Device, Tape};

use super::array::Array;
use super::node::{Node, Stop, outside, read};

/// Across channels, over `size` neighbours.
pub(super) async fn lrn(node: &Node<'_>, device: &Device) -> Result<Vec<Array>, Stop> {
    let x = node.input(0).with_last(1);
    let settings = LrnSettings {
        size: node.int("size", 1) as usize,
        alpha: node.float("alpha", 1e-4),
        beta: node.float("beta", 0.75),
        bias: node.float("bias", 1.0),
    };
    let rows = rows_of(&x);
    let y = Tape::new().constant(&x.upload(device, rows)?).lrn(&settings);
    Ok(vec![read(y.value(), &x.dims).await?.with_last_at(1)])
}

/// By the given mean and variance; while training by the batch's, which the given ones then follow.
pub(super) async fn batch_norm(node: &Node<'_>, device: &Device) -> Result<Vec<Array>, Stop> {
    let training = match node.opset {
        ..7 => node.int("is_test", 0) == 0,
        7..14 => node.wants(1),
        _ => node.int("training_mode", 0) == 1,
    };
    if node.int("spatial", 1) == 0 || (training && node.opset < 14) {
        return outside("batch normalisation as it was before operator set 14");
    }
    let x = node.input(0).with_last(1);
    let (rows, epsilon, tape) = (rows_of(&x), node.float("epsilon", 1e-5), Tape::new());
    let channels = rows[1];
    let row = |i: usize| node.input(i).upload(device, [channels]);
    let (scale, shift) = (tape.constant(&row(1)?), tape.constant(&row(2)?));
    let given = Array::joined(&[node.input(3).clone(), node.input(4).clone()], 0).upload(device, [2, channels])?;
    let image = tape.constant(&x.upload(device, rows)?);
    if !training {
        let y = image.batch_norm_by(&scale, &shift, &given, epsilon);
        return Ok(vec![read(y.value(), &x.dims).await?.with_last_at(1)]);
    }
    let normed = image.batch_norm(&scale, &shift, epsilon);
    // ONNX's momentum is the share that stays, and its variance is not corrected for the number of rows.
    const UNCORRECTED: usize = usize::MAX;
    ops::follow_moments(&given, &normed.moments, UNCORRECTED, 1.0 - node.float("momentum", 0.9));
    let moments = read(&given, &[2, channels]).await?;
    let moment = |i: usize| moments.part(0, i, 1).reshaped(&[channels]);
    Ok(vec![read(normed.y.value(), &x.dims).await?.with_last_at(1), moment(0), moment(1)])
}

/// What stays, and the mask of what stays. When predicting that is everything.
pub(super) async fn dropout(node: &Node<'_>, device: &Device) -> Result<Vec<Array>, Stop> {
    let x = node.input(0);
    let training = match node.opset {
        ..7 => node.int("is_test", 0) == 0,
        7..12 => false,
        _ => node.optional(2).is_some_and(|training| training.data[0] != 0.0),
    };
    let ratio = match node.optional(1) {
        Some(ratio) => ratio.data[0] as f32,
        None => node.float("ratio", 0.5),
    };
    if training && ratio > 0.0 {
        return outside("dropout while training: which numbers drop is each generator's own");
    }
    let kept = ops::dropout(&x.upload(device, [x.data.len()])?, 0.0, 0);
    let mask_is_whole = node.opset >= 10;
    Ok(vec![read(&kept, &x.dims).await?, Array::new(&x.dims, vec![1.0; x.data.len()], mask_is_whole)])
}

/// Everything but the channels together.
fn rows_of(x: &Array) -> [usize; 2] {
    let channels = x.dims[x.rank() - 1];
    [x.data.len() / channels, channels]
}
