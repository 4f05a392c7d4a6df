//! The network looking at an image.

use std::rc::Rc;

use nabla_models::vision::Net;
use nabla_models::vision::architecture::{LayerPlan, Operation};
use nabla_models::vision::look::{self, Look, Numbers};

use super::Looked;
use super::arguments::Asked;
use crate::protocol::Failure;
use crate::vision::protocol::{Answer, Arithmetic, Cam, FeatureMaps, ImageInfo, InputGradient, Kernels, Prediction};

/// The place of the first of the greatest.
fn likeliest(row: &[f32]) -> usize {
    (0..row.len()).fold(0, |best, at| if row[at] > row[best] { at } else { best })
}

impl Asked<'_> {
    async fn net(&self) -> Result<Rc<Net>, Failure> {
        Ok(self.run.net().await?)
    }

    pub(super) fn image_of_data(&self) -> Looked {
        let (part, images, index) = self.place()?;
        let seen = self.bright(images.pixels_of(index));
        let label = images.label(index);
        let info = ImageInfo {
            part: part.to_owned(),
            index,
            count: images.len(),
            size: images.size(),
            label,
            class: images.class_names()[label].clone(),
        };
        Ok((Answer::Image(info), vec![self.run.in_order(&seen), seen]))
    }

    pub(super) async fn predict(&self) -> Looked {
        let (image, net) = (self.image()?, self.net().await?);
        let look::Prediction { logits, probabilities, auxiliary } = Look::new(&net, &image.pixels).prediction();
        let prediction = Prediction {
            class: likeliest(&logits),
            label: image.label,
            probabilities,
            logits,
            auxiliary,
            classes: self.run.split.test.class_names().to_vec(),
            step: self.run.trainer.step_count(),
        };
        Ok((Answer::Predict(prediction), Vec::new()))
    }

    pub(super) async fn feature_maps(&self) -> Looked {
        let (block, image, net) = (self.name("block")?, self.image()?, self.net().await?);
        let maps = Look::new(&net, &image.pixels).feature_maps(block).ok_or_else(|| self.no_such_block("block"))?;
        let end = |of: fn(f32, f32) -> f32| maps.values.iter().copied().reduce(of).unwrap_or(0.0);
        let answer = FeatureMaps { block: block.to_owned(), shape: maps.shape, min: end(f32::min), max: end(f32::max) };
        Ok((Answer::FeatureMaps(answer), vec![maps.values]))
    }

    pub(super) async fn kernels(&self) -> Looked {
        let (name, net) = (self.name("block")?, self.net().await?);
        let blocks = &net.plan().blocks;
        let holds = |layer: &LayerPlan| layer.name == name;
        let block = blocks.iter().find(|block| block.name == name || block.layers.iter().any(holds));
        let block = block.ok_or_else(|| self.no_such_block("block"))?;
        let has_kernels = |layer: &&LayerPlan| matches!(layer.operation, Operation::Conv | Operation::Linear);
        let layers: Vec<String> = block.layers.iter().filter(has_kernels).map(|layer| layer.name.clone()).collect();
        let named = if block.name == name { None } else { Some(name.to_owned()) };
        let asked = self.args.get("layer").and_then(serde_json::Value::as_str).map(str::to_owned).or(named);
        let layer = asked.or_else(|| layers.first().cloned()).filter(|layer| layers.contains(layer));
        let none = || {
            let failure = Failure::new("no-kernels", format!("{name:?} has no kernels.")).about("block");
            failure.with("value", name).with("allowed", layers.join(", "))
        };
        let layer = layer.ok_or_else(none)?;
        let kernels = look::kernels(&net, &layer).ok_or_else(none)?;
        let answer =
            Kernels { block: block.name.clone(), layer, layers: layers.clone(), shape: kernels.shape.to_vec() };
        Ok((Answer::Kernels(answer), vec![kernels.values, kernels.biases]))
    }

    pub(super) async fn arithmetic(&self) -> Looked {
        let (block, image, net) = (self.name("block")?, self.image()?, self.net().await?);
        let name = self.args.get("layer").and_then(serde_json::Value::as_str).unwrap_or(block);
        let whole = |key: &str| self.whole(key, 0, [0, 1 << 20]);
        let (channel, y, x) = (whole("channel")?, whole("y")?, whole("x")?);
        let worked = Look::new(&net, &image.pixels).arithmetic(name, channel, y, x);
        let worked = worked.ok_or_else(|| {
            let message = format!("There is no number at channel {channel}, y {y}, x {x} of {name:?} to work out.");
            Failure::new("no-arithmetic", message).about("block").with("value", name)
        })?;
        let (answer, arrays) = written_out(worked, net.plan().blocks.iter().flat_map(|block| &block.layers), [y, x]);
        Ok((Answer::Arithmetic(answer), arrays))
    }

    pub(super) async fn cam(&self) -> Looked {
        let (image, net) = (self.image()?, self.net().await?);
        let look = Look::new(&net, &image.pixels);
        let prediction = look.prediction();
        let class = self.class(likeliest(&prediction.logits))?;
        let map = look.activation_map(class).ok_or_else(|| {
            Failure::new("no-maps", "A class-activation map needs a network that ends in a global average.")
        })?;
        let sum = map.values.iter().sum();
        let probability = prediction.probabilities[class];
        let answer = Cam { class, shape: map.shape, sum, bias: map.bias, logit: map.logit, probability };
        Ok((Answer::Cam(answer), vec![map.values]))
    }

    pub(super) async fn input_gradient(&self) -> Looked {
        let (image, net) = (self.image()?, self.net().await?);
        let look = Look::new(&net, &image.pixels);
        let prediction = look.prediction();
        let class = self.class(likeliest(&prediction.logits))?;
        let gradient = look.input_gradient(class).unwrap_or_else(|| vec![0.0; image.pixels.len()]);
        let deviation = self.run.trainer.scaling().deviation;
        let gradient: Vec<f32> = gradient.iter().map(|slope| slope / deviation).collect();
        let answer = InputGradient {
            class,
            shape: self.run.split.test.size(),
            logit: prediction.logits[class],
            probability: prediction.probabilities[class],
        };
        Ok((Answer::InputGradient(answer), vec![self.run.in_order(&gradient)]))
    }
}

/// One number as the page shows it, with the numbers beside it.
fn written_out<'a>(
    worked: look::Arithmetic,
    mut layers: impl Iterator<Item = &'a LayerPlan>,
    [y, x]: [usize; 2],
) -> (Arithmetic, Vec<Vec<f32>>) {
    let look::Arithmetic { layer, operation, output, numbers, .. } = worked;
    match numbers {
        Numbers::Sum { start, shape, patch, kernel, products, bias, sum } => {
            let is_linear = operation == Operation::Linear;
            let (window, from) = if is_linear { ([1, 1, patch.len()], [0, 0]) } else { (shape, start) };
            let before_relu = sum;
            let sum = products.iter().sum();
            (
                Arithmetic::Convolution { layer, window, from, sum, bias, before_relu, output },
                vec![patch, kernel, products],
            )
        }
        Numbers::Pool { cells, values, greatest, .. } => {
            let plan = layers.find(|plan| plan.name == layer);
            let (window, from) = plan.map_or(([1, 1], [0, 0]), |plan| window_of(plan, [y, x]));
            let place = |[y, x]: [usize; 2]| {
                let along = |cell: usize, from: isize| (cell as isize - from) as usize;
                along(y, from[0]) * window[1] + along(x, from[1])
            };
            let mut all = vec![f32::NAN; window[0] * window[1]];
            cells.iter().zip(&values).for_each(|(cell, value)| all[place(*cell)] = *value);
            let winner = (operation == Operation::MaxPool).then(|| place(cells[greatest]));
            (Arithmetic::Pooling { layer, window, from, winner, output }, vec![all])
        }
        Numbers::Lrn { x, first, values, squares, s, settings } => {
            let (size, alpha, beta, bias) = (settings.size, settings.alpha, settings.beta, settings.bias);
            let answer = Arithmetic::LocalResponse { layer, x, first, squares, size, alpha, beta, bias, s, output };
            (answer, vec![values])
        }
        Numbers::BatchNorm { x, mean, variance, epsilon, scale, shift, sum } => {
            let before_relu = sum;
            let answer = Arithmetic::BatchNorm { layer, x, mean, variance, epsilon, scale, shift, before_relu, output };
            (answer, Vec::new())
        }
        Numbers::Softmax { logits, greatest, exps, sum, probabilities } => {
            let (largest, exponentials) = (greatest, exps);
            (Arithmetic::Softmax { logits, largest, exponentials, sum, probabilities }, Vec::new())
        }
    }
}

/// Height and width of a pooling's window, and where it begins: all of the input where there is none.
fn window_of(plan: &LayerPlan, [y, x]: [usize; 2]) -> ([usize; 2], [isize; 2]) {
    if plan.size == 0 {
        return ([plan.input[0], plan.input[1]], [0, 0]);
    }
    let [top, _, left, _] = plan.padding;
    let from = |place: usize, before: usize| (place * plan.stride) as isize - before as isize;
    ([plan.size; 2], [from(y, top), from(x, left)])
}
