//! What excites the filters: of all n-grams of the training part those that each filter answers most strongly.
//!
//! A filter's answer is the sum of one product for each of its K places, wₖ·vector(symbolₖ), and these are the same
//! wherever a symbol stands. So they are taken once for every symbol, as one product of matrices, and only looked up.

use std::collections::HashMap;

use nabla_compute::{DeviceError, Var};

use super::CLASSES;
use super::net::Net;
use super::reader::EDGE;
use super::reading::spread;
use super::split::Split;
use crate::conv::Conv2d;
use crate::graph::Graph;

/// A filter and what it hears.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// Its number, counted over all widths.
    pub filter: usize,
    /// K
    pub width: usize,
    /// The n-grams it answers most strongly, and how strongly: relu of the answer.
    pub grams: Vec<(Vec<u32>, f32)>,
    /// How often each of them stands in each author's sentences.
    pub counts: Vec<[u32; CLASSES]>,
    /// The mean over each author's sentences of its strongest answer.
    pub mean: [f32; CLASSES],
    /// What it adds to each logit for an answer of 1.
    pub weights: [f32; CLASSES],
}

impl Heard {
    /// How much it decides on average.
    pub fn importance(&self) -> f32 {
        spread(&self.weights) * self.mean.iter().sum::<f32>()
    }
}

/// The `count` n-grams that excite every filter of a net most, the most important filter first. No n-gram of edges alone
/// counts. The net has to be on the processor.
///
/// # Errors
/// When it is not, and its device is lost.
pub async fn loudest(net: &Net, split: &Split, count: usize) -> Result<Vec<Heard>, DeviceError> {
    let mut all = Vec::new();
    let weights = net.output.w.value.to_vec().await?;
    for conv in &net.convolutions {
        let (answers, bias) = (answers_of_symbols(net, conv).await?, conv.b.value.to_vec().await?);
        let first = all.len();
        all.extend(of_width(split, conv.window.size[1], &answers, &bias, count));
        for (filter, heard) in (first..).zip(&mut all[first..]) {
            heard.filter = filter;
            heard.weights = std::array::from_fn(|class| weights[filter * CLASSES + class]);
        }
    }
    count_grams(split, &mut all);
    all.sort_by(|a, b| b.importance().total_cmp(&a.importance()));
    Ok(all)
}

/// wₖ·vector for every symbol: `[K][V,F]`.
async fn answers_of_symbols(net: &Net, conv: &Conv2d) -> Result<Vec<Vec<f32>>, DeviceError> {
    let graph = Graph::inference();
    let device = conv.w.value.device();
    let &[_, width, size, filters] = conv.w.value.shape().dims() else { panic!("filters are [1,K,D,F]") };
    let w = conv.w.value.to_vec().await?;
    let table: Var = graph.constant(&net.embedding.table.value);
    let mut answers = Vec::new();
    for k in 0..width {
        let tap = device.upload([size, filters], &w[k * size * filters..][..size * filters]);
        answers.push(table.matmul(&graph.constant(&tap)).value().to_vec().await?);
    }
    Ok(answers)
}

/// Looks up the answers to every n-gram of one width.
fn of_width(split: &Split, width: usize, answers: &[Vec<f32>], bias: &[f32], count: usize) -> Vec<Heard> {
    let filters = bias.len();
    let mut best: Vec<Vec<(f32, &[u32])>> = vec![Vec::new(); filters];
    let mut sums = vec![[0.0f64; CLASSES]; filters];
    let mut of_author = [0usize; CLASSES];
    let (mut answer, mut most) = (vec![0.0f32; filters], vec![0.0f32; filters]);
    for example in &split.train {
        most.fill(0.0);
        for gram in example.ids.windows(width) {
            answer.copy_from_slice(bias);
            for (symbol, answers) in gram.iter().zip(answers) {
                let answers = &answers[*symbol as usize * filters..][..filters];
                answer.iter_mut().zip(answers).for_each(|(sum, answer)| *sum += answer);
            }
            let is_empty = gram.iter().all(|symbol| *symbol == EDGE);
            for (filter, answer) in answer.iter().enumerate() {
                most[filter] = most[filter].max(*answer);
                if !is_empty && *answer > 0.0 {
                    keep(&mut best[filter], *answer, gram, count);
                }
            }
        }
        of_author[example.author as usize] += 1;
        sums.iter_mut().zip(&most).for_each(|(sums, most)| sums[example.author as usize] += f64::from(*most));
    }
    let heard = |(best, sums): (Vec<(f32, &[u32])>, [f64; CLASSES])| Heard {
        filter: 0,
        width,
        counts: vec![[0; CLASSES]; best.len()],
        grams: best.into_iter().map(|(answer, gram)| (gram.to_vec(), answer)).collect(),
        mean: std::array::from_fn(|class| (sums[class] / of_author[class].max(1) as f64) as f32),
        weights: [0.0; CLASSES],
    };
    best.into_iter().zip(sums).map(heard).collect()
}

/// Puts an n-gram among the best, if it is one and not there yet.
fn keep<'a>(best: &mut Vec<(f32, &'a [u32])>, answer: f32, gram: &'a [u32], count: usize) {
    if best.len() == count && best.last().is_none_or(|(least, _)| answer <= *least)
        || best.iter().any(|(_, g)| *g == gram)
    {
        return;
    }
    let at = best.partition_point(|(other, _)| *other >= answer);
    best.insert(at, (answer, gram));
    best.truncate(count);
}

/// How often the n-grams stand in the sentences of each author.
fn count_grams(split: &Split, heard: &mut [Heard]) {
    let mut counts: HashMap<Vec<u32>, [u32; CLASSES]> =
        heard.iter().flat_map(|heard| heard.grams.iter().map(|(gram, _)| (gram.clone(), [0; CLASSES]))).collect();
    let mut widths: Vec<usize> = heard.iter().map(|heard| heard.width).collect();
    widths.dedup();
    for example in &split.train {
        for width in &widths {
            for gram in example.ids.windows(*width) {
                if let Some(count) = counts.get_mut(gram) {
                    count[example.author as usize] += 1;
                }
            }
        }
    }
    for heard in heard {
        heard.counts = heard.grams.iter().map(|(gram, _)| counts[gram]).collect();
    }
}
