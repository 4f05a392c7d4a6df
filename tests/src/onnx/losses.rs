//! Cross-entropy.

use nabla_compute::{Device, Tape, ops};

use super::array::Array;
use super::node::{Node, Stop, outside, read};

/// −w[y]·ln softmax(x)[y] for each position, with classes in axis 1, then the mean (divided by the sum of the weights),
/// the sum, or every loss. A position whose target is `ignore_index` weighs nothing.
pub(super) async fn cross_entropy(node: &Node<'_>, device: &Device) -> Result<Vec<Array>, Stop> {
    let (x, targets) = (node.input(0), node.input(1));
    let classes = x.dims[1];
    let rows = targets.data.len();
    let ignored = node.has("ignore_index").then(|| node.int("ignore_index", 0) as f64);
    let weight = |target: f64| match node.optional(2) {
        _ if Some(target) == ignored => 0.0,
        Some(weights) => weights.data[target as usize],
        None => 1.0,
    };
    let weights: Vec<f64> = targets.data.iter().map(|target| weight(*target)).collect();
    let known = |target: &f64| if Some(*target) == ignored { 0 } else { *target as u32 };
    let indices = device.upload_indices(&targets.data.iter().map(known).collect::<Vec<u32>>());

    let logits = x.with_last(1).upload(device, [rows, classes])?;
    let losses = ops::softmax_xent(&Tape::new().constant(&logits), &indices).losses;
    let reduction = node.text("reduction", "mean");
    let total: f64 = if reduction == "mean" { weights.iter().sum() } else { 1.0 };
    let weights: Vec<f32> = weights.iter().map(|w| (w / total) as f32).collect();
    let weighed = ops::mul(&losses, &device.upload([rows], &weights));
    let loss = match reduction.as_str() {
        "none" => read(&weighed, &targets.dims).await?,
        "mean" | "sum" => read(&ops::sum(&weighed), &[]).await?,
        other => return outside(format!("the reduction {other}")),
    };
    let dims: Vec<usize> = [x.dims[0]].into_iter().chain(x.dims[2..].iter().copied()).chain([classes]).collect();
    let log_softmax = read(&ops::log_softmax(&logits), &dims).await?.with_last_at(1);
    Ok(vec![loss, log_softmax])
}
