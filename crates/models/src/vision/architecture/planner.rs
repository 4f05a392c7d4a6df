//! Goes through an architecture block by block.

use nabla_compute::ops::Window;

use super::plan::{
    BlockPlan, Impossible, Kind, LayerPlan, MAX_ACTIVATIONS, MAX_BLOCKS, MAX_FLOPS, MAX_PARAMETERS, Operation, Plan,
    Reason, Totals,
};
use super::{Architecture, Block};

/// The filters of an auxiliary head.
const AUXILIARY_FILTERS: usize = 32;
/// The cells along the side that an auxiliary head reads, at most.
const AUXILIARY_SIDE: usize = 4;

/// Where it is.
struct Planner<'a> {
    net: &'a Architecture,
    /// [Y, X, C] after the last block.
    shape: [usize; 3],
    /// Whether that is no image any more.
    is_flat: bool,
    blocks: Vec<BlockPlan>,
    activations: usize,
}

impl Architecture {
    /// Shapes, parameters and operations of every block.
    ///
    /// # Errors
    /// At the first block that cannot be built.
    pub fn plan(&self) -> Result<Plan, Impossible> {
        let mut planner = Planner { net: self, shape: self.image, is_flat: false, blocks: Vec::new(), activations: 0 };
        for index in 0..=self.blocks.len() {
            let (name, input) = (self.name(index), planner.shape);
            planner.add(index, &name).map_err(|reason| Impossible { index, name, input, reason })?;
        }
        let sum = |is_auxiliary| planner.blocks.iter().filter(|block| block.is_auxiliary == is_auxiliary).sum();
        let activations = planner.activations;
        Ok(Plan { main: sum(false), auxiliary: sum(true), blocks: planner.blocks, activations })
    }

    /// The name of a block, counted among those that are called alike; what comes after the last is `output`.
    fn name(&self, index: usize) -> String {
        let Some(block) = self.blocks.get(index) else { return "output".to_owned() };
        let word = block.word();
        format!("{word}{}", self.blocks[..=index].iter().filter(|block| block.word() == word).count())
    }
}

impl<'a> std::iter::Sum<&'a BlockPlan> for Totals {
    fn sum<I: Iterator<Item = &'a BlockPlan>>(blocks: I) -> Self {
        blocks.fold(Totals::default(), |sum, block| Totals {
            parameters: sum.parameters + block.parameters,
            flops: sum.flops + block.flops,
        })
    }
}

impl Planner<'_> {
    fn add(&mut self, index: usize, name: &str) -> Result<(), Reason> {
        if index == 0 {
            self.net.image.iter().try_for_each(|size| within("image", *size, 1, 256))?;
            within("classes", self.net.classes, 2, 1000)?;
        }
        if index > MAX_BLOCKS {
            return Err(Reason::Blocks);
        }
        let block = self.net.blocks.get(index);
        let layers = match block {
            Some(block) => self.layers(index, block, name)?,
            None => self.output(name),
        };
        let input = self.shape;
        let is_auxiliary = block == Some(&Block::Auxiliary);
        if !is_auxiliary {
            self.shape = layers.last().map_or(input, |layer| layer.output);
        }
        self.is_flat |= matches!(block, Some(Block::GlobalAverage | Block::Dense { .. }));
        self.activations += layers.iter().map(|layer| layer.output.iter().product::<usize>()).sum::<usize>();
        self.blocks.push(BlockPlan {
            name: name.to_owned(),
            text: block.map_or_else(String::new, ToString::to_string),
            kind: block.map_or(Kind::Softmax, Block::kind),
            is_auxiliary,
            input,
            output: self.shape,
            parameters: layers.iter().map(|layer| layer.parameters).sum(),
            flops: layers.iter().map(|layer| layer.flops).sum(),
            layers,
        });
        self.stay_within()
    }

    fn stay_within(&self) -> Result<(), Reason> {
        let so_far: Totals = self.blocks.iter().sum();
        if so_far.parameters > MAX_PARAMETERS {
            return Err(Reason::Parameters(so_far.parameters));
        }
        if so_far.flops > MAX_FLOPS {
            return Err(Reason::Flops(so_far.flops));
        }
        if self.activations > MAX_ACTIVATIONS {
            return Err(Reason::Activations(self.activations));
        }
        Ok(())
    }

    fn layers(&self, index: usize, block: &Block, name: &str) -> Result<Vec<LayerPlan>, Reason> {
        let next_is_norm = self.net.blocks.get(index + 1) == Some(&Block::BatchNorm);
        let is_image_needed = !matches!(block, Block::BatchNorm | Block::Dense { .. } | Block::Dropout { .. });
        if is_image_needed && self.is_flat {
            return Err(Reason::NoImage);
        }
        let input = self.shape;
        let one = |layer: LayerPlan| Ok(vec![layer]);
        match *block {
            Block::Conv { filters, size, stride, same } => {
                within("filters", filters, 1, 512)?;
                let layer = conv(name, input, filters, window(size, stride, same)?)?;
                one(LayerPlan { relu: !next_is_norm, ..layer })
            }
            Block::MaxPool { size, stride } => one(pool(name, Operation::MaxPool, input, size, stride)?),
            Block::AveragePool { size, stride } => one(pool(name, Operation::AveragePool, input, size, stride)?),
            Block::Lrn => one(layer(name, Operation::Lrn, input, input)),
            Block::BatchNorm => {
                let before = index.checked_sub(1).map(|before| self.net.blocks[before]);
                let relu = matches!(before, Some(Block::Conv { .. } | Block::Dense { .. }));
                let parameters = 2 * input[2];
                one(LayerPlan { relu, parameters, ..layer(name, Operation::BatchNorm, input, input) })
            }
            Block::Inception { a, b, c, d } => {
                [a, b[0], b[1], c[0], c[1], d].iter().try_for_each(|filters| within("filters", *filters, 1, 512))?;
                self.inception(name, a, b, c, d)
            }
            Block::Auxiliary => self.auxiliary(name),
            Block::GlobalAverage => one(layer(name, Operation::GlobalAverage, input, [1, 1, input[2]])),
            Block::Dense { units } => {
                within("units", units, 1, 4096)?;
                one(LayerPlan { relu: !next_is_norm, ..linear(name, input, units) })
            }
            Block::Dropout { percent } => {
                within("percent", percent, 0, 95)?;
                one(LayerPlan { percent, ..layer(name, Operation::Dropout, input, input) })
            }
        }
    }

    fn inception(
        &self,
        name: &str,
        a: usize,
        b: [usize; 2],
        c: [usize; 2],
        d: usize,
    ) -> Result<Vec<LayerPlan>, Reason> {
        let x = self.shape;
        let mut layers: Vec<LayerPlan> = Vec::new();
        let mut add = |branch: &'static str, suffix: &str, input, filters, size| {
            let layer = conv(&format!("{name}.{suffix}"), input, filters, Window::same([size, size]))?;
            let output = layer.output;
            layers.push(LayerPlan { branch, relu: true, ..layer });
            Ok::<_, Reason>(output)
        };
        add("a", "a", x, a, 1)?;
        let reduced = if self.net.reductions { add("b", "b1", x, b[0], 1)? } else { x };
        add("b", "b2", reduced, b[1], 3)?;
        let reduced = if self.net.reductions { add("c", "c1", x, c[0], 1)? } else { x };
        add("c", "c2", reduced, c[1], 5)?;
        layers.push(LayerPlan { branch: "d", ..pool(&format!("{name}.pool"), Operation::MaxPool, x, 3, 1)? });
        if self.net.reductions {
            let projected = conv(&format!("{name}.d"), x, d, Window::same([1, 1]))?;
            layers.push(LayerPlan { branch: "d", relu: true, ..projected });
        }
        let last = if self.net.reductions { d } else { x[2] };
        let output = [x[0], x[1], a + b[1] + c[1] + last];
        layers.push(layer(&format!("{name}.concat"), Operation::Concat, output, output));
        Ok(layers)
    }

    fn auxiliary(&self, name: &str) -> Result<Vec<LayerPlan>, Reason> {
        let side = self.shape[0].min(self.shape[1]).div_ceil(AUXILIARY_SIDE);
        let pooled = pool(&format!("{name}.pool"), Operation::AveragePool, self.shape, side, side)?;
        let seen = conv(&format!("{name}.conv"), pooled.output, AUXILIARY_FILTERS, Window::same([1, 1]))?;
        let linear = linear(&format!("{name}.linear"), seen.output, self.net.classes);
        let softmax = layer(&format!("{name}.softmax"), Operation::Softmax, linear.output, linear.output);
        Ok(vec![pooled, LayerPlan { relu: true, ..seen }, linear, softmax])
    }

    fn output(&self, name: &str) -> Vec<LayerPlan> {
        let linear = linear(name, self.shape, self.net.classes);
        let softmax = layer("softmax", Operation::Softmax, linear.output, linear.output);
        vec![linear, softmax]
    }
}

fn within(what: &'static str, value: usize, least: usize, most: usize) -> Result<(), Reason> {
    if (least..=most).contains(&value) { Ok(()) } else { Err(Reason::Range { what, value, least, most }) }
}

fn window(size: usize, stride: usize, same: bool) -> Result<Window, Reason> {
    within("size", size, 1, 15)?;
    within("stride", stride, 1, 15)?;
    let window = if same { Window::same([size; 2]) } else { Window::valid([size; 2]) };
    Ok(window.with_stride([stride; 2]))
}

/// A layer without window, parameters or operations that count.
fn layer(name: &str, operation: Operation, input: [usize; 3], output: [usize; 3]) -> LayerPlan {
    let kind = match operation {
        Operation::Conv => Kind::Convolution,
        Operation::MaxPool | Operation::AveragePool | Operation::GlobalAverage => Kind::Pooling,
        Operation::Softmax => Kind::Softmax,
        _ => Kind::Other,
    };
    LayerPlan {
        name: name.to_owned(),
        branch: "",
        operation,
        kind,
        size: 0,
        stride: 0,
        padding: [0; 4],
        relu: false,
        percent: 0,
        input,
        output,
        parameters: 0,
        flops: 0.0,
    }
}

fn windowed(
    name: &str,
    operation: Operation,
    [y, x, channels]: [usize; 3],
    filters: usize,
    window: Window,
) -> Result<LayerPlan, Reason> {
    let (size, stride) = (window.size[0], window.stride[0]);
    let [out_y, out_x] = window.output([y, x]).ok_or(Reason::Window { size, stride, cells: [y, x] })?;
    let plain = layer(name, operation, [y, x, channels], [out_y, out_x, filters]);
    Ok(LayerPlan { size, stride, padding: window.padding, ..plain })
}

fn conv(name: &str, input: [usize; 3], filters: usize, window: Window) -> Result<LayerPlan, Reason> {
    let plan = windowed(name, Operation::Conv, input, filters, window)?;
    let taps = window.taps() * input[2];
    let positions = plan.output[0] * plan.output[1];
    // Of each output: so many products, and as many additions, the bias among them.
    let flops = 2.0 * taps as f64 * (positions * filters) as f64;
    Ok(LayerPlan { parameters: (taps + 1) * filters, flops, ..plan })
}

fn pool(name: &str, operation: Operation, input: [usize; 3], size: usize, stride: usize) -> Result<LayerPlan, Reason> {
    let window = window(size, stride, false)?;
    let padding = size.saturating_sub(stride);
    let [before, after] = [padding / 2, padding - padding / 2];
    windowed(name, operation, input, input[2], window.with_padding([before, after, before, after]))
}

fn linear(name: &str, input: [usize; 3], units: usize) -> LayerPlan {
    let inputs: usize = input.iter().product();
    let plan = layer(name, Operation::Linear, input, [1, 1, units]);
    LayerPlan { parameters: (inputs + 1) * units, flops: 2.0 * inputs as f64 * units as f64, ..plan }
}

impl Block {
    fn word(&self) -> &'static str {
        match self {
            Block::Conv { .. } => "conv",
            Block::MaxPool { .. } | Block::AveragePool { .. } => "pool",
            Block::Lrn => "lrn",
            Block::BatchNorm => "norm",
            Block::Inception { .. } => "inception",
            Block::Auxiliary => "aux",
            Block::GlobalAverage => "gap",
            Block::Dense { .. } => "dense",
            Block::Dropout { .. } => "dropout",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Block::Conv { .. } | Block::Inception { .. } => Kind::Convolution,
            Block::MaxPool { .. } | Block::AveragePool { .. } | Block::GlobalAverage => Kind::Pooling,
            Block::Auxiliary => Kind::Softmax,
            Block::Lrn | Block::BatchNorm | Block::Dense { .. } | Block::Dropout { .. } => Kind::Other,
        }
    }
}
