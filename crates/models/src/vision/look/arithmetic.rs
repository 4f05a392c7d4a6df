//! How one number of a net came about.

use nabla_compute::Var;
use nabla_compute::ops::LrnSettings;

use super::{Look, image_shape, numbers, softmax};
use crate::vision::architecture::{LayerPlan, Operation};

/// One number, and what it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Arithmetic {
    /// The layer that made it.
    pub layer: String,
    /// What that does.
    pub operation: Operation,
    /// Which of the layer's channels.
    pub channel: usize,
    /// The net's own number, after relu if that follows at once.
    pub output: f32,
    /// Whether relu follows at once.
    pub relu: bool,
    /// What it was made of.
    pub numbers: Numbers,
}

/// What a number was made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    /// Σ patch·kernel + bias.
    Sum {
        /// Where the patch begins, [y, x]; less than 0 in the padding.
        start: [isize; 2],
        /// [Ky, Kx, C]
        shape: [usize; 3],
        /// What is seen; 0 in the padding.
        patch: Vec<f32>,
        /// What that is multiplied by.
        kernel: Vec<f32>,
        /// patch·kernel, number by number.
        products: Vec<f32>,
        /// b
        bias: f32,
        /// Before relu.
        sum: f32,
    },
    /// The greatest or the mean of cells.
    Pool {
        /// [y, x] of each cell that is seen.
        cells: Vec<[usize; 2]>,
        /// Its number.
        values: Vec<f32>,
        /// Whether their mean is taken, or the greatest.
        is_mean: bool,
        /// Which of them is the greatest; the first of equal ones.
        greatest: usize,
        /// Their sum.
        sum: f32,
    },
    /// x / s^β with s = bias + α/n·Σ squares.
    Lrn {
        /// The number itself.
        x: f32,
        /// The first channel that counts.
        first: usize,
        /// The numbers of the channels that count.
        values: Vec<f32>,
        /// Σ of their squares.
        squares: f32,
        /// s
        s: f32,
        /// n, α, β and what s starts from.
        settings: LrnSettings,
    },
    /// γ·(x − μ)/√(σ² + ε) + β.
    BatchNorm {
        /// The number itself.
        x: f32,
        /// μ: the running mean.
        mean: f32,
        /// σ²: the running variance.
        variance: f32,
        /// ε
        epsilon: f32,
        /// γ
        scale: f32,
        /// β
        shift: f32,
        /// Before relu.
        sum: f32,
    },
    /// exp(z − greatest) / Σ exp.
    Softmax {
        /// z
        logits: Vec<f32>,
        /// The greatest of them.
        greatest: f32,
        /// exp(z − greatest)
        exps: Vec<f32>,
        /// Their sum.
        sum: f32,
        /// p
        probabilities: Vec<f32>,
    },
}

/// A number of a layer that is asked for.
struct Asked<'a> {
    look: &'a Look<'a>,
    plan: &'a LayerPlan,
    input: &'a Var,
    channel: usize,
    cell: [usize; 2],
}

pub(super) fn of(look: &Look<'_>, name: &str, channel: usize, cell: [usize; 2]) -> Option<Arithmetic> {
    if name == "softmax" {
        return of_softmax(look, channel);
    }
    let (name, channel) = maker(look, name, channel)?;
    let (plan, input, output) = look.layer(&name)?;
    let [rows, columns, channels] = image_shape(output);
    if channel >= channels || cell[0] >= rows || cell[1] >= columns {
        return None;
    }
    let asked = Asked { look, plan, input, channel, cell };
    let made_of = match plan.operation {
        Operation::Conv | Operation::Linear => asked.sum()?,
        Operation::MaxPool | Operation::AveragePool | Operation::GlobalAverage => asked.pool(),
        Operation::Lrn => asked.lrn(),
        Operation::BatchNorm => asked.batch_norm()?,
        Operation::Concat | Operation::Softmax | Operation::Dropout => return None,
    };
    let output = numbers(output.value())[(cell[0] * columns + cell[1]) * channels + channel];
    let (operation, relu) = (plan.operation, plan.relu);
    Some(Arithmetic { layer: name, operation, channel, output, relu, numbers: made_of })
}

/// The layer that made a channel, and which of its channels that is: of an Inception block, the end of a branch.
fn maker(look: &Look<'_>, name: &str, channel: usize) -> Option<(String, usize)> {
    let block = look.net.plan().blocks.iter().find(|block| block.name == name && block.layers.len() > 1);
    let Some(block) = block.filter(|block| !block.is_auxiliary && name != "output") else {
        return Some((name.to_owned(), channel));
    };
    let mut first = 0;
    for branch in ["a", "b", "c", "d"] {
        let end = block.layers.iter().rfind(|layer| layer.branch == branch)?;
        if channel < first + end.output[2] {
            return Some((end.name.clone(), channel - first));
        }
        first += end.output[2];
    }
    None
}

fn of_softmax(look: &Look<'_>, channel: usize) -> Option<Arithmetic> {
    let logits = numbers(look.outputs.logits.value());
    let probabilities = softmax(&logits);
    let greatest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let exps: Vec<f32> = logits.iter().map(|z| (z - greatest).exp()).collect();
    let (output, sum) = (*probabilities.get(channel)?, exps.iter().sum());
    let made_of = Numbers::Softmax { logits, greatest, exps, sum, probabilities };
    let (layer, operation) = ("softmax".to_owned(), Operation::Softmax);
    Some(Arithmetic { layer, operation, channel, output, relu: false, numbers: made_of })
}

impl Asked<'_> {
    fn param(&self, part: &str) -> Option<Vec<f32>> {
        self.look.net.find(&format!("{}.{part}", self.plan.name)).map(|param| numbers(&param.value))
    }

    /// The numbers of the cell's channels in the input, for layers that keep the image's size.
    fn channels(&self) -> Vec<f32> {
        let [_, columns, channels] = image_shape(self.input);
        numbers(self.input.value())[(self.cell[0] * columns + self.cell[1]) * channels..][..channels].to_vec()
    }

    /// Where the window begins, and its size: all of the input where there is no window.
    fn window(&self) -> ([isize; 2], [usize; 2]) {
        let [rows, columns, _] = image_shape(self.input);
        if self.plan.size == 0 {
            return ([0, 0], [rows, columns]);
        }
        let [top, _, left, _] = self.plan.padding;
        let start = |axis: usize, before: usize| (self.cell[axis] * self.plan.stride) as isize - before as isize;
        ([start(0, top), start(1, left)], [self.plan.size; 2])
    }

    fn sum(&self) -> Option<Numbers> {
        let (start, [height, width]) = self.window();
        let [rows, columns, channels] = image_shape(self.input);
        let input = numbers(self.input.value());
        let mut patch = Vec::new();
        for y in (start[0]..).take(height) {
            for x in (start[1]..).take(width) {
                let inside = (0..rows as isize).contains(&y) && (0..columns as isize).contains(&x);
                let at = if inside { (y as usize * columns + x as usize) * channels } else { 0 };
                patch.extend(input[at..at + channels].iter().map(|value| if inside { *value } else { 0.0 }));
            }
        }
        let (w, b) = (self.param("W")?, self.param("b")?);
        let kernel: Vec<f32> = w.iter().skip(self.channel).step_by(b.len()).copied().collect();
        let products: Vec<f32> = patch.iter().zip(&kernel).map(|(x, w)| x * w).collect();
        let bias = b[self.channel];
        let sum = products.iter().sum::<f32>() + bias;
        Some(Numbers::Sum { start, shape: [height, width, channels], patch, kernel, products, bias, sum })
    }

    fn pool(&self) -> Numbers {
        let (start, [height, width]) = self.window();
        let [rows, columns, channels] = image_shape(self.input);
        let input = numbers(self.input.value());
        let seen = |start: isize, size: usize, cells: usize| {
            start.max(0) as usize..((start + size as isize).max(0) as usize).min(cells)
        };
        let along_x = seen(start[1], width, columns);
        let cells: Vec<[usize; 2]> =
            seen(start[0], height, rows).flat_map(|y| along_x.clone().map(move |x| [y, x])).collect();
        let values: Vec<f32> = cells.iter().map(|[y, x]| input[(y * columns + x) * channels + self.channel]).collect();
        let first_greatest = |best: usize, i: usize| if values[i] > values[best] { i } else { best };
        let greatest = (0..values.len()).fold(0, first_greatest);
        let is_mean = self.plan.operation != Operation::MaxPool;
        Numbers::Pool { is_mean, greatest, sum: values.iter().sum(), cells, values }
    }

    fn lrn(&self) -> Numbers {
        let settings = LrnSettings::default();
        let channels = self.channels();
        let first = self.channel.saturating_sub((settings.size - 1) / 2);
        let end = (self.channel + settings.size / 2 + 1).min(channels.len());
        let values = channels[first..end].to_vec();
        let squares = values.iter().map(|x| x * x).sum::<f32>();
        let s = settings.bias + settings.alpha / settings.size as f32 * squares;
        Numbers::Lrn { x: channels[self.channel], first, values, squares, s, settings }
    }

    fn batch_norm(&self) -> Option<Numbers> {
        let [scale, shift] = [self.param("scale")?[self.channel], self.param("shift")?[self.channel]];
        let running = self.param("running")?;
        let [mean, variance] = [running[self.channel], running[running.len() / 2 + self.channel]];
        let (x, epsilon) = (self.channels()[self.channel], crate::batch_norm::EPSILON);
        let sum = (x - mean) / (variance + epsilon).sqrt() * scale + shift;
        Some(Numbers::BatchNorm { x, mean, variance, epsilon, scale, shift, sum })
    }
}
