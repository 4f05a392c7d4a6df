//! Pooling.
//!
//! Nabla pools images `[B,Y,X,C]` without dilation. A window is a product of intervals, so further axes and dilated ones
//! are pooled one after the other: the maximum of maxima, the mean of means.

use nabla_compute::ops::{self, Mean, Window};
use nabla_compute::{Device, Tape, Tensor};

use super::array::Array;
use super::node::{Node, Stop, outside, read};
use super::windows::{Side, sides};

#[derive(Clone, Copy, PartialEq)]
enum Pool {
    Max,
    Average(Mean),
}

impl Pool {
    fn run(self, x: &Tensor, window: &Window) -> Tensor {
        match self {
            Pool::Max => ops::max_pool(x, window).0,
            Pool::Average(mean) => ops::average_pool(x, window, mean),
        }
    }
}

/// The maxima and, of flat and undilated windows, where they were, counted over the whole input.
pub(super) async fn max_pool(node: &Node<'_>, device: &Device) -> Result<Vec<Array>, Stop> {
    let x = node.input(0);
    let sides = window(node, x)?;
    if sides.len() > 2 || sides.iter().any(|side| side.dilation > 1) {
        if node.wants(1) {
            return outside("the places of maxima in dilated windows or along three axes");
        }
        return Ok(vec![pooled(x, &sides, Pool::Max, device).await?]);
    }
    let image = x.with_last(1);
    let (shape, window, dims) = flat(&image, &sides);
    let (y, cells) = ops::max_pool(&image.upload(device, shape)?, &window);
    let y = read(&y, &dims).await?.with_last_at(1);
    let [height, width] = [shape[1], shape[2]];
    let by_columns = node.int("storage_order", 0) == 1;
    let cells = cells.to_vec().await?.into_iter().map(|cell| {
        let (row, column) = (cell as usize / width, cell as usize % width);
        (if by_columns { column * height + row } else { row * width + column }) as f64
    });
    let mut places = Array::new(&dims, cells.collect(), true).with_last_at(1);
    let images = places.dims[0] * places.dims[1];
    let positions = places.data.len() / images;
    places.data.iter_mut().enumerate().for_each(|(i, place)| *place += (i / positions * height * width) as f64);
    Ok(vec![y, places])
}

/// The means over the cells of the image, or, with `count_include_pad`, over the padding's zeros too.
pub(super) async fn average_pool(node: &Node<'_>, device: &Device) -> Result<Vec<Array>, Stop> {
    let x = node.input(0);
    let sides = window(node, x)?;
    let counts_padding = node.int("count_include_pad", 0) == 1;
    if !counts_padding {
        return Ok(vec![pooled(x, &sides, Pool::Average(Mean::OfCells), device).await?]);
    }
    if sides.len() <= 2 && sides.iter().all(|side| side.dilation == 1 && side.beyond == 0) {
        return Ok(vec![pooled(x, &sides, Pool::Average(Mean::OfTaps), device).await?]);
    }
    // What lies behind the padding never counts: here the padding is cells of the image, and only that is padding.
    let (mut x, mut inner) = (x.clone(), Vec::new());
    for (axis, side) in sides.iter().enumerate() {
        x = x.padded(2 + axis, side.padding);
        inner.push(Side { cells: x.dims[2 + axis], padding: [0, 0], ..*side });
    }
    Ok(vec![pooled(&x, &inner, Pool::Average(Mean::OfCells), device).await?])
}

/// The mean of each channel of each image.
pub(super) async fn global_average_pool(node: &Node<'_>, device: &Device) -> Result<Vec<Array>, Stop> {
    let x = node.input(0);
    let cells: usize = x.dims[2..].iter().product();
    let width = if x.rank() > 3 { x.dims[x.rank() - 1] } else { 1 };
    let image = x.with_last(1).upload(device, [x.dims[0], cells / width, width, x.dims[1]])?;
    let y = Tape::new().constant(&image).global_average_pool();
    let dims: Vec<usize> = x.dims.iter().enumerate().map(|(axis, size)| if axis < 2 { *size } else { 1 }).collect();
    Ok(vec![read(y.value(), &dims).await?])
}

fn window(node: &Node<'_>, x: &Array) -> Result<Vec<Side>, Stop> {
    let taps = node.sizes("kernel_shape").unwrap_or_default();
    let sides = sides(node, x, &taps)?;
    if sides.iter().any(|side| side.padding[0].max(side.padding[1]) >= side.taps.max(1)) {
        return outside("pooling of padding only");
    }
    Ok(sides)
}

/// Pools images `[N,C,…]`.
async fn pooled(x: &Array, sides: &[Side], pool: Pool, device: &Device) -> Result<Array, Stop> {
    let mut image = x.with_last(1);
    let is_flat = |sides: &[Side]| sides.len() <= 2 && sides.iter().all(|side| side.dilation == 1);
    let mut done = 0;
    while !is_flat(&sides[done..]) {
        image = along(&image, 1 + done, &sides[done], pool, device).await?;
        done += 1;
    }
    if done < sides.len() {
        let outer: usize = image.dims[..1 + done].iter().product();
        let kept = image.dims[..1 + done].to_vec();
        let inner = image.dims[1 + done..].to_vec();
        let stack = image.reshaped(&[&[outer], &inner[..]].concat());
        let (shape, window, dims) = flat(&stack, &sides[done..]);
        let y = read(&pool.run(&stack.upload(device, shape)?, &window), &dims).await?;
        image = y.reshaped(&[&kept, &dims[1..]].concat());
    }
    Ok(image.with_last_at(1))
}

/// `[B,Y,X,C]` of an image `[B,…,C]` of one or two axes, Nabla's window, and the dimensions of what it gives.
fn flat(image: &Array, sides: &[Side]) -> ([usize; 4], Window, Vec<usize>) {
    let [batch, channels] = [image.dims[0], image.dims[image.rank() - 1]];
    let (y, x) = if let [x] = sides { (Side::ONE, *x) } else { (sides[0], sides[1]) };
    let positions = sides.iter().map(|side| side.positions);
    let dims = [batch].into_iter().chain(positions).chain([channels]).collect();
    ([batch, y.cells, x.cells, channels], Side::window(&y, &x), dims)
}

/// Pools along one axis.
async fn along(x: &Array, axis: usize, side: &Side, pool: Pool, device: &Device) -> Result<Array, Stop> {
    let [outer, inner] = [&x.dims[..axis], &x.dims[axis + 1..]].map(|dims| dims.iter().product::<usize>());
    let x_flat = x.clone().reshaped(&[outer, side.cells, inner]);
    let mut positions = vec![None; side.positions];
    for phase in side.phases() {
        let cells = x_flat.every(1, phase.first_cell, side.dilation).part(1, 0, phase.side.cells);
        let shape = [outer, phase.side.cells, 1, inner];
        let y = pool.run(&cells.upload(device, shape)?, &Side::window(&phase.side, &Side::ONE));
        let y = read(&y, &[outer, phase.side.positions, inner]).await?;
        for (i, position) in phase.positions.into_iter().enumerate() {
            positions[position] = Some(y.part(1, i, 1));
        }
    }
    let positions: Vec<Array> = positions.into_iter().map(|y| y.expect("each position is of one phase")).collect();
    let dims = [&x.dims[..axis], &[side.positions], &x.dims[axis + 1..]].concat();
    Ok(Array::joined(&positions, 1).reshaped(&dims))
}
