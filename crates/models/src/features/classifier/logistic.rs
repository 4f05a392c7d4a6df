//! Logistic regression of several classes: p = softmax(x·W + b), W and b with the least
//! −1/N Σ ln p(label) + 1/2N Σ W².      x: `[N,D]`   W: `[D,K]`   b: `[K]`
//!
//! The objective is convex and is lowered until its gradient is as good as zero (L-BFGS; Liu & Nocedal 1989), so the result
//! does not depend on where it begins. One step looks at the objective once.

use std::collections::VecDeque;

use nabla_compute::ops::Side::{Plain, Transposed};
use nabla_compute::{Device, Tensor, ops};

use super::{Learning, Votes, greatest};

/// Changes of point and gradient that are remembered.
const REMEMBERED: usize = 10;
/// Directions that are followed at most.
const MOST_DIRECTIONS: usize = 100;
/// The greatest part of the gradient that counts as zero.
const TOLERANCE: f64 = 1e-4;
/// How often a step is halved before it is given up: rounding is all that is left then.
const MOST_HALVINGS: usize = 20;

/// See the module.
#[derive(Clone, Debug)]
pub struct Logistic {
    numbers: usize,
    classes: usize,
    /// W, row by row, then b.
    weights: Vec<f64>,
    search: Option<Box<Search>>,
    directions: usize,
}

/// Where the search for the least is.
#[derive(Clone, Debug)]
struct Search {
    x: Tensor,
    labels: Vec<u8>,
    objective: f64,
    gradient: Vec<f64>,
    direction: Vec<f64>,
    length: f64,
    halvings: usize,
    /// Changes of weights and of gradients, the newest last.
    changes: VecDeque<[Vec<f64>; 2]>,
}

impl Logistic {
    /// One whose weights are all zero.
    pub fn new(learning: &Learning) -> Self {
        let Learning { rows, numbers, labels, classes } = learning;
        let x = Device::cpu().upload([labels.len(), *numbers], rows);
        let weights = vec![0.0; (numbers + 1) * classes];
        let search = Search {
            x,
            labels: labels.clone(),
            objective: f64::INFINITY,
            gradient: vec![0.0; weights.len()],
            direction: vec![0.0; weights.len()],
            length: 0.0,
            halvings: 0,
            changes: VecDeque::new(),
        };
        Logistic { numbers: *numbers, classes: *classes, weights, search: Some(Box::new(search)), directions: 0 }
    }

    /// Looks at the objective once and goes on if it is lower there; true when it is as low as it gets.
    pub fn step(&mut self) -> bool {
        let Some(mut search) = self.search.take() else { return true };
        let tried: Vec<f64> = sum(&self.weights, search.length, &search.direction);
        let (objective, gradient) = self.objective(&search, &tried);
        let slope = dot(&search.gradient, &search.direction);
        if objective > search.objective + 1e-4 * search.length * slope || !objective.is_finite() {
            search.length /= 2.0;
            search.halvings += 1;
            if search.halvings > MOST_HALVINGS {
                return true;
            }
            self.search = Some(search);
            return false;
        }
        let change = [difference(&tried, &self.weights), difference(&gradient, &search.gradient)];
        if search.objective.is_finite() && dot(&change[0], &change[1]) > 1e-12 {
            search.changes.push_back(change);
            if search.changes.len() > REMEMBERED {
                search.changes.pop_front();
            }
        }
        (self.weights, search.objective, search.gradient) = (tried, objective, gradient);
        self.directions += 1;
        let steepest = search.gradient.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        if steepest < TOLERANCE || self.directions > MOST_DIRECTIONS {
            return true;
        }
        search.direction = search.newton();
        search.length = if search.changes.is_empty() { 1.0 / norm(&search.gradient) } else { 1.0 };
        search.halvings = 0;
        self.search = Some(search);
        false
    }

    /// How far it is at least.
    pub fn share(&self) -> f32 {
        if self.search.is_none() { 1.0 } else { self.directions as f32 / MOST_DIRECTIONS as f32 }
    }

    /// Its objective and the gradient by W and b, at such weights.
    fn objective(&self, search: &Search, weights: &[f64]) -> (f64, Vec<f64>) {
        let (samples, classes) = (search.labels.len(), self.classes);
        let border = self.numbers * classes;
        let mut logits = self.logits(&search.x, weights);
        let mut loss = 0.0;
        let mut of_bias = vec![0.0; classes];
        for (row, label) in logits.chunks_exact_mut(classes).zip(&search.labels) {
            let label = usize::from(*label);
            let logit = f64::from(row[label]);
            loss += softmax(row) - logit;
            row[label] -= 1.0;
            of_bias.iter_mut().zip(&*row).for_each(|(sum, x)| *sum += f64::from(*x));
        }
        let residual = search.x.device().upload([samples, classes], &logits);
        let product = ops::matmul(&search.x, Transposed, &residual, Plain);
        let of_weights = product.processor_mut().expect("on the processor").to_vec();
        let scale = 1.0 / samples as f64;
        let by = of_weights.iter().zip(weights).map(|(x, w)| (f64::from(*x) + w) * scale);
        let squares: f64 = weights[..border].iter().map(|w| w * w).sum();
        let gradient = by.chain(of_bias.into_iter().map(|sum| sum * scale)).collect();
        ((loss + squares / 2.0) * scale, gradient)
    }

    fn logits(&self, x: &Tensor, weights: &[f64]) -> Vec<f32> {
        let (w, b) = weights.split_at(self.numbers * self.classes);
        let w: Vec<f32> = w.iter().map(|x| *x as f32).collect();
        let product = ops::matmul(x, Plain, &x.device().upload([self.numbers, self.classes], &w), Plain);
        let mut logits = product.processor_mut().expect("on the processor").to_vec();
        for row in logits.chunks_exact_mut(self.classes) {
            row.iter_mut().zip(b).for_each(|(logit, b)| *logit += *b as f32);
        }
        logits
    }

    /// How it sees rows.
    pub fn votes(&self, rows: &[f32]) -> Vec<Votes> {
        let x = Device::cpu().upload([rows.len() / self.numbers, self.numbers], rows);
        let mut logits = self.logits(&x, &self.weights);
        let votes = |row: &mut [f32]| {
            softmax(row);
            Votes { class: greatest(row), shares: row.to_vec() }
        };
        logits.chunks_exact_mut(self.classes).map(votes).collect()
    }
}

impl Search {
    /// Downhill by what the changes say of the curvature.
    fn newton(&self) -> Vec<f64> {
        let mut direction: Vec<f64> = self.gradient.iter().map(|x| -x).collect();
        let mut shares = Vec::new();
        for [weights, gradients] in self.changes.iter().rev() {
            let share = dot(weights, &direction) / dot(weights, gradients);
            direction = sum(&direction, -share, gradients);
            shares.push(share);
        }
        if let Some([weights, gradients]) = self.changes.back() {
            let scale = dot(weights, gradients) / dot(gradients, gradients);
            direction.iter_mut().for_each(|x| *x *= scale);
        }
        for ([weights, gradients], share) in self.changes.iter().zip(shares.iter().rev()) {
            let back = dot(gradients, &direction) / dot(weights, gradients);
            direction = sum(&direction, share - back, weights);
        }
        direction
    }
}

/// Logits into probabilities; ln Σ exp of what they were.
fn softmax(row: &mut [f32]) -> f64 {
    let greatest = row.iter().fold(f32::MIN, |most, x| most.max(*x));
    let total: f64 = row.iter().map(|x| f64::from(x - greatest).exp()).sum();
    row.iter_mut().for_each(|x| *x = (f64::from(*x - greatest).exp() / total) as f32);
    f64::from(greatest) + total.ln()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt().max(f64::MIN_POSITIVE)
}

fn sum(a: &[f64], times: f64, b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a + times * b).collect()
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    sum(a, -1.0, b)
}
