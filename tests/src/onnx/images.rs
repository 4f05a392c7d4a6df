//! Convolution.

use nabla_compute::{Device, Tape, Tensor, ops};

use super::array::Array;
use super::node::{Node, Stop, outside, read};
use super::windows::{Side, sides};

/// Convolution of images with one, two or three axes, in groups of channels.
///
/// Nabla convolves along one axis or two, and without dilation. A dilated filter is a larger one with zeros between its
/// taps. Along a third axis the images that a window sees lie side by side as channels.
pub(super) async fn conv(node: &Node<'_>, device: &Device) -> Result<Vec<Array>, Stop> {
    let (x, w, bias) = (node.input(0), node.input(1), node.optional(2));
    let sides = sides(node, x, &w.dims[2..])?;
    if sides.is_empty() || sides.len() > 3 {
        return outside("convolution along more than three axes");
    }
    let groups = node.int("group", 1) as usize;
    let [channels, filters] = [x.dims[1] / groups, w.dims[0] / groups];
    let mut parts = Vec::new();
    for group in 0..groups {
        let x = x.part(1, group * channels, channels);
        let w = w.part(0, group * filters, filters);
        let bias = bias.map(|bias| bias.part(0, group * filters, filters));
        parts.push(convolved(x, w, bias, &sides, device)?);
    }
    let y = ops::concat(&parts.iter().collect::<Vec<_>>());
    let positions = sides.iter().map(|side| side.positions);
    let dims: Vec<usize> = [x.dims[0]].into_iter().chain(positions).chain([w.dims[0]]).collect();
    Ok(vec![read(&y, &dims).await?.with_last_at(1)])
}

/// One group of channels: `[B,…,F]`.
fn convolved(x: Array, w: Array, bias: Option<Array>, sides: &[Side], device: &Device) -> Result<Tensor, Stop> {
    let (x, w, sides) = match sides {
        [depth, rest @ ..] if rest.len() == 2 => (depth_as_channels(&x, depth), taps_as_channels(&w), rest),
        _ => (x, w, sides),
    };
    let w = sides.iter().enumerate().fold(w, |w, (axis, side)| w.spread(2 + axis, side.dilation));
    let bias = bias.map(|bias| bias.upload(device, [bias.dims[0]])).transpose()?;
    let (image, tape) = (x.with_last(1), Tape::new());
    let image = image.upload(device, image.dims.as_slice())?;
    match sides {
        [side] => {
            let w = w.permuted(&[2, 1, 0]); // [F,C,K] → [K,C,F]
            let w = tape.constant(&w.upload(device, w.dims.as_slice())?);
            let bias = bias.map(|bias| tape.constant(&bias));
            let padding = [side.padding[0], side.after()];
            Ok(tape.constant(&image).conv1d(&w, bias.as_ref(), side.stride, padding).value().clone())
        }
        [y, x] => {
            let w = w.permuted(&[2, 3, 1, 0]); // [F,C,Ky,Kx] → [Ky,Kx,C,F]
            let w = w.upload(device, w.dims.as_slice())?;
            Ok(ops::conv2d(&image, &w, bias.as_ref(), &Side::window(y, x)))
        }
        _ => unreachable!("one axis or two"),
    }
}

/// `[N,C,Z,Y,X]` → `[N·positions, taps·C, Y, X]`: what each position of the window along Z sees, as channels.
fn depth_as_channels(x: &Array, side: &Side) -> Array {
    let padded = x.padded(2, [side.padding[0], side.after()]);
    let seen = |i: usize| {
        let tap = |tap: usize| padded.part(2, i * side.stride + tap * side.dilation, 1);
        let taps: Vec<Array> = (0..side.taps).map(tap).collect();
        let seen = taps_as_channels(&Array::joined(&taps, 2)); // [N, taps·C, Y, X]
        let dims = [&[seen.dims[0], 1], &seen.dims[1..]].concat();
        seen.reshaped(&dims)
    };
    let seen = Array::joined(&(0..side.positions).map(seen).collect::<Vec<_>>(), 1);
    let dims = [&[seen.dims[0] * seen.dims[1]], &seen.dims[2..]].concat();
    seen.reshaped(&dims)
}

/// `[N,C,taps,Y,X]` → `[N,taps·C,Y,X]`.
fn taps_as_channels(x: &Array) -> Array {
    let dims = [&[x.dims[0], x.dims[1] * x.dims[2]], &x.dims[3..]].concat();
    x.permuted(&[0, 2, 1, 3, 4]).reshaped(&dims)
}
