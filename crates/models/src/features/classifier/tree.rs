//! A decision tree (CART; Breiman, Friedman, Olshen & Stone 1984): each question splits what is left into two parts that are
//! purer by Gini's measure 1 − Σ p².
//!
//! Every number's order is sorted once; a split keeps it in both parts, so a level of the tree costs one look at each number.

use super::{Learning, Votes, greatest};

/// A question, and the answer that was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// Which number.
    pub number: usize,
    /// Is it at most this?
    pub threshold: f32,
    /// The answer.
    pub yes: bool,
}

/// A part of what was learned from.
#[derive(Clone, Debug)]
struct Node {
    /// Shares of the classes.
    shares: Vec<f32>,
    /// Number, threshold, and the nodes that follow: yes, no.
    split: Option<(usize, f32, [usize; 2])>,
}

/// See the module.
#[derive(Clone, Debug)]
pub struct Tree {
    numbers: usize,
    classes: usize,
    depth: usize,
    nodes: Vec<Node>,
    growth: Option<Box<Growth>>,
}

/// What a tree learns from while it grows.
#[derive(Clone, Debug)]
struct Growth {
    rows: Vec<f32>,
    labels: Vec<u8>,
    /// For each number, all samples in its order, node by node.
    orders: Vec<Vec<u32>>,
    /// Node, where its samples begin and end, and its depth.
    pending: Vec<(usize, [usize; 2], usize)>,
    /// Samples that have come to a leaf.
    settled: usize,
}

/// How a node may be split.
struct Split {
    gain: f64,
    number: usize,
    threshold: f32,
}

impl Tree {
    /// A tree that asks at most `depth` questions, one after the other, and has not grown yet.
    pub fn new(learning: &Learning, depth: usize) -> Self {
        let Learning { rows, numbers, labels, classes } = learning;
        let growth = Growth {
            rows: rows.clone(),
            labels: labels.clone(),
            orders: Vec::new(),
            pending: vec![(0, [0, labels.len()], 0)],
            settled: 0,
        };
        let root = Node { shares: vec![0.0; *classes], split: None };
        let (numbers, classes) = (*numbers, *classes);
        Tree { numbers, classes, depth, nodes: vec![root], growth: Some(Box::new(growth)) }
    }

    /// One number more in order, or one node more; true when it is grown.
    pub fn step(&mut self) -> bool {
        let Some(mut growth) = self.growth.take() else { return true };
        if growth.orders.len() < self.numbers {
            growth.sort(self.numbers);
        } else if let Some((node, range, depth)) = growth.pending.pop() {
            self.grow(&mut growth, node, range, depth);
        } else {
            return true;
        }
        self.growth = Some(growth);
        false
    }

    /// How many of its samples have come to a leaf.
    pub fn share(&self) -> f32 {
        self.growth.as_ref().map_or(1.0, |growth| growth.settled as f32 / growth.labels.len().max(1) as f32)
    }

    fn grow(&mut self, growth: &mut Growth, node: usize, range: [usize; 2], depth: usize) {
        let counts = growth.counts(range, self.classes);
        let samples = range[1] - range[0];
        self.nodes[node].shares = counts.iter().map(|count| *count as f32 / samples.max(1) as f32).collect();
        let is_pure = counts.iter().filter(|count| **count > 0).count() < 2;
        let found = if is_pure || depth >= self.depth { None } else { growth.best(range, &counts, self.numbers) };
        let Some(split) = found else {
            growth.settled += samples;
            return;
        };
        let middle = growth.divide(range, &split, self.numbers);
        let children = [self.nodes.len(), self.nodes.len() + 1];
        self.nodes[node].split = Some((split.number, split.threshold, children));
        self.nodes.extend(std::iter::repeat_n(Node { shares: Vec::new(), split: None }, 2));
        growth.pending.push((children[1], [middle, range[1]], depth + 1));
        growth.pending.push((children[0], [range[0], middle], depth + 1));
    }

    /// What it asks about a row, from the root.
    pub fn questions(&self, row: &[f32]) -> Vec<Question> {
        self.path(row).0
    }

    fn path(&self, row: &[f32]) -> (Vec<Question>, usize) {
        let (mut asked, mut node) = (Vec::new(), 0);
        while let Some((number, threshold, next)) = self.nodes[node].split {
            let yes = row[number] <= threshold;
            asked.push(Question { number, threshold, yes });
            node = next[usize::from(!yes)];
        }
        (asked, node)
    }

    /// How it sees rows.
    pub fn votes(&self, rows: &[f32]) -> Vec<Votes> {
        let votes = |row: &[f32]| {
            let shares = self.nodes[self.path(row).1].shares.clone();
            Votes { class: greatest(&shares), shares }
        };
        rows.chunks_exact(self.numbers).map(votes).collect()
    }
}

impl Growth {
    fn sort(&mut self, numbers: usize) {
        let number = self.orders.len();
        let at = |sample: &u32| self.rows[*sample as usize * numbers + number];
        let mut order: Vec<u32> = (0..self.labels.len() as u32).collect();
        order.sort_by(|a, b| at(a).total_cmp(&at(b)));
        self.orders.push(order);
    }

    fn counts(&self, [from, to]: [usize; 2], classes: usize) -> Vec<u32> {
        let mut counts = vec![0; classes];
        for sample in &self.orders[0][from..to] {
            counts[usize::from(self.labels[*sample as usize])] += 1;
        }
        counts
    }

    /// The split after which the two parts are purest; none if none makes them purer.
    fn best(&self, range: [usize; 2], counts: &[u32], numbers: usize) -> Option<Split> {
        let all = f64::from(counts.iter().sum::<u32>());
        let before = counts.iter().map(|count| f64::from(*count).powi(2)).sum::<f64>() / all;
        let splits = (0..numbers).filter_map(|number| self.best_of(number, range, counts, numbers));
        let best = splits.reduce(|best, split| if split.gain > best.gain { split } else { best })?;
        (best.gain > before * (1.0 + 1e-12)).then_some(best)
    }

    /// The same by one number: Σ of both parts' Σ count² / size is to be great.
    fn best_of(&self, number: usize, [from, to]: [usize; 2], counts: &[u32], numbers: usize) -> Option<Split> {
        let at = |sample: u32| self.rows[sample as usize * numbers + number];
        let order = &self.orders[number][from..to];
        let mut left = vec![0_u32; counts.len()];
        let mut right = counts.to_vec();
        let (mut of_left, mut of_right) = (0.0, counts.iter().map(|count| f64::from(*count).powi(2)).sum::<f64>());
        let mut best: Option<Split> = None;
        for (index, pair) in order.windows(2).enumerate() {
            let class = usize::from(self.labels[pair[0] as usize]);
            of_left += f64::from(2 * left[class] + 1);
            of_right -= f64::from(2 * right[class] - 1);
            left[class] += 1;
            right[class] -= 1;
            let (low, high) = (at(pair[0]), at(pair[1]));
            if low == high {
                continue;
            }
            let sizes = [(index + 1) as f64, (order.len() - index - 1) as f64];
            let gain = of_left / sizes[0] + of_right / sizes[1];
            if best.as_ref().is_none_or(|best| gain > best.gain) {
                let middle = low + (high - low) / 2.0;
                best = Some(Split { gain, number, threshold: if middle < high { middle } else { low } });
            }
        }
        best
    }

    /// Yes to the left, no to the right, each in the order it has; where the right begins.
    fn divide(&mut self, [from, to]: [usize; 2], split: &Split, numbers: usize) -> usize {
        let rows = &self.rows;
        let is_left = |sample: &u32| rows[*sample as usize * numbers + split.number] <= split.threshold;
        let mut middle = from;
        for order in &mut self.orders {
            let (left, right): (Vec<u32>, Vec<u32>) = order[from..to].iter().partition(|sample| is_left(sample));
            middle = from + left.len();
            order[from..middle].copy_from_slice(&left);
            order[middle..to].copy_from_slice(&right);
        }
        middle
    }
}
