//! word2vec's own training loop on the processor: skip-gram and CBOW with negative sampling, in place (Mikolov et al.
//! 2013; Goldberg & Levy 2014 explain it).
//!
//! One block is a word in its context. X are rows of `input`, W rows of `output`: the right word first, then noise.
//! With label yⱼ = 1 for the right word and 0 for noise, and gᵢⱼ = η·(yⱼ − σ(xᵢ·wⱼ)):
//!
//! xᵢ ← xᵢ + Σⱼ gᵢⱼ·wⱼ      wⱼ ← wⱼ + Σᵢ gᵢⱼ·xᵢ      (both from the vectors before the block)
//!
//! Skip-gram: X are the words around, and all of them share the block's noise (Ji et al. 2016, "Parallelizing Word2Vec
//! in Shared and Distributed Memory"), which turns its dot products into small products of matrices in the L1 cache.
//! CBOW: X is one row, the mean of the words around, and what it would change is added to each of them, as word2vec does.
//! Blocks follow one another, each seeing what the one before changed: no derivative of `ops` would do that. A block with a
//! score xᵢ·wⱼ that is no number, or on its way to be none, changes nothing.

use crate::lanes::F32x4;
use crate::math;

/// Four numbers of a row as they lie in memory.
type Four = [f32; 4];

/// Words of a block whose vectors are in registers together: the right one and five of noise, as is usual.
const TILE: usize = 6;

/// A score so far from 0 is on its way to be no number: a few blocks later it would be.
const HUGE: f32 = 1e12;

/// The two matrices `[V,D]` that are trained.
pub struct Vectors<'a> {
    /// Vectors of words as context.
    pub input: &'a mut [f32],
    /// Vectors of words as what is predicted.
    pub output: &'a mut [f32],
    /// D
    pub size: usize,
}

/// Where the rows of a block are laid together: in quads, quad l of every row before quad l + 1 of any.
#[derive(Default)]
pub struct Block {
    /// X: `[⌈D/4⌉][rows]`
    x: Vec<Four>,
    /// What is added to X.
    dx: Vec<Four>,
    /// W, then what is added to it: `[tiles][⌈D/4⌉][TILE]`
    w: Vec<[Four; TILE]>,
    /// g: `[tiles][rows][TILE]`
    g: Vec<[f32; TILE]>,
}

impl Block {
    /// Skip-gram: the words `around` each learn to predict `words[0]` and not the others, at the learning rate η. False
    /// where the vectors are such that nothing could be learned.
    #[must_use]
    pub fn skip_gram(&mut self, vectors: &mut Vectors<'_>, around: &[u32], words: &[u32], rate: f32) -> bool {
        let (size, rows) = (vectors.size, around.len());
        if rows == 0 {
            return true;
        }
        self.fit(size, rows, words.len());
        for (i, word) in around.iter().enumerate() {
            spread(row(vectors.input, *word, size), &mut self.x[i..], rows);
        }
        if !self.learn(vectors, rows, words, rate) {
            return false;
        }
        for (i, word) in around.iter().enumerate() {
            add(row_mut(vectors.input, *word, size), &self.dx[i..], rows);
        }
        true
    }

    /// CBOW: the mean of the words `around` learns to predict `words[0]` and not the others, at the learning rate η. False
    /// where the vectors are such that nothing could be learned.
    #[must_use]
    pub fn cbow(&mut self, vectors: &mut Vectors<'_>, around: &[u32], words: &[u32], rate: f32) -> bool {
        let size = vectors.size;
        if around.is_empty() {
            return true;
        }
        self.fit(size, 1, words.len());
        self.x.fill([0.0; 4]);
        let share = 1.0 / around.len() as f32;
        for word in around {
            let x = self.x.as_flattened_mut();
            x.iter_mut().zip(row(vectors.input, *word, size)).for_each(|(x, v)| *x += share * v);
        }
        if !self.learn(vectors, 1, words, rate) {
            return false;
        }
        for word in around {
            add(row_mut(vectors.input, *word, size), &self.dx, 1);
        }
        true
    }

    /// The mean over the rows of the last block, which was not empty, of what they lost before they learned:
    /// −ln σ(xᵢ·w₀) − Σⱼ ln σ(−xᵢ·wⱼ), j from 1. With as many words and the same η as it had.
    pub fn loss(&self, words: usize, rate: f32) -> f32 {
        let rows = self.g.len() / words.div_ceil(TILE);
        let mut sum = 0.0;
        for (tile, g) in self.g.chunks_exact(rows).enumerate() {
            let columns = TILE.min(words - tile * TILE);
            let hits = g.iter().flat_map(|g| &g[..columns]).map(|g| 1.0 - g.abs() / rate);
            // Not by `max`, which would make a number of what is none.
            let logarithm = |hit: f32| if hit < f32::MIN_POSITIVE { f32::MIN_POSITIVE.ln() } else { hit.ln() };
            sum -= hits.map(logarithm).sum::<f32>();
        }
        sum / rows as f32
    }

    /// The right sizes; what is in them is to be overwritten.
    fn fit(&mut self, size: usize, rows: usize, words: usize) {
        let (depth, tiles) = (size.div_ceil(4), words.div_ceil(TILE));
        self.x.resize(depth * rows, [0.0; 4]);
        self.dx.resize(depth * rows, [0.0; 4]);
        self.w.resize(tiles * depth, [[0.0; 4]; TILE]);
        self.g.resize(tiles * rows, [0.0; TILE]);
    }

    /// From X and the vectors of the words: what is added to X into `dx`, and the words' own change to their vectors. False,
    /// and no change, where a score is hopeless.
    fn learn(&mut self, vectors: &mut Vectors<'_>, rows: usize, words: &[u32], rate: f32) -> bool {
        let size = vectors.size;
        let Block { x, dx, w, g } = self;
        dx.fill([0.0; 4]);
        let depth = size.div_ceil(4);
        for (w, words) in w.chunks_exact_mut(depth).zip(words.chunks(TILE)) {
            if words.len() < TILE {
                w.fill([[0.0; 4]; TILE]);
            }
            for (j, word) in words.iter().enumerate() {
                spread(row(vectors.output, *word, size), &mut w.as_flattened_mut()[j..], TILE);
            }
        }
        let mut is_sound = true;
        for (tile, (w, g)) in w.chunks_exact_mut(depth).zip(g.chunks_exact_mut(rows)).enumerate() {
            products(x, w, g);
            is_sound &= g.as_flattened().iter().all(|score| score.abs() < HUGE);
            for g in g.as_flattened_mut() {
                *g = -rate * math::sigmoid(*g);
            }
            if tile == 0 {
                g.iter_mut().for_each(|g| g[0] += rate); // the right word
            }
            changes(x, w, g, dx);
        }
        if !is_sound {
            return false;
        }
        for (w, words) in w.chunks_exact(depth).zip(words.chunks(TILE)) {
            for (j, word) in words.iter().enumerate() {
                add(row_mut(vectors.output, *word, size), &w.as_flattened()[j..], TILE);
            }
        }
        true
    }
}

/// gᵢⱼ = xᵢ·wⱼ, two rows of X at a time.
fn products(x: &[Four], w: &[[Four; TILE]], g: &mut [[f32; TILE]]) {
    let rows = g.len();
    let mut i = 0;
    while i + 2 <= rows {
        let mut sums = [[F32x4::splat(0.0); TILE]; 2];
        for (x, w) in x.chunks_exact(rows).zip(w) {
            let (a, b) = (F32x4::load(&x[i]), F32x4::load(&x[i + 1]));
            for j in 0..TILE {
                let w = F32x4::load(&w[j]);
                sums[0][j] = sums[0][j].plus_product(a, w);
                sums[1][j] = sums[1][j].plus_product(b, w);
            }
        }
        g[i] = sums[0].map(F32x4::sum);
        g[i + 1] = sums[1].map(F32x4::sum);
        i += 2;
    }
    if i < rows {
        let mut sums = [F32x4::splat(0.0); TILE];
        for (x, w) in x.chunks_exact(rows).zip(w) {
            let a = F32x4::load(&x[i]);
            for j in 0..TILE {
                sums[j] = sums[j].plus_product(a, F32x4::load(&w[j]));
            }
        }
        g[i] = sums.map(F32x4::sum);
    }
}

/// dxᵢ += Σⱼ gᵢⱼ·wⱼ, and Σᵢ gᵢⱼ·xᵢ in the place of wⱼ.
fn changes(x: &[Four], w: &mut [[Four; TILE]], g: &[[f32; TILE]], dx: &mut [Four]) {
    let quads = x.chunks_exact(g.len()).zip(dx.chunks_exact_mut(g.len()));
    for ((x, dx), w) in quads.zip(w) {
        let words = [0, 1, 2, 3, 4, 5].map(|j: usize| F32x4::load(&w[j]));
        let mut dw = [F32x4::splat(0.0); TILE];
        for ((x, dx), g) in x.iter().zip(dx).zip(g) {
            let x = F32x4::load(x);
            let mut sum = F32x4::load(dx);
            for j in 0..TILE {
                let g = F32x4::splat(g[j]);
                sum = sum.plus_product(g, words[j]);
                dw[j] = dw[j].plus_product(g, x);
            }
            *dx = sum.numbers();
        }
        *w = dw.map(F32x4::numbers);
    }
}

fn row(table: &[f32], word: u32, size: usize) -> &[f32] {
    &table[word as usize * size..][..size]
}

fn row_mut(table: &mut [f32], word: u32, size: usize) -> &mut [f32] {
    &mut table[word as usize * size..][..size]
}

/// Lays the quads of a row `stride` quads apart; the last one is filled up with zeros.
fn spread(row: &[f32], to: &mut [Four], stride: usize) {
    let (quads, rest) = row.as_chunks::<4>();
    for (group, quad) in to.chunks_mut(stride).zip(quads) {
        group[0] = *quad;
    }
    if !rest.is_empty() {
        let mut last = [0.0; 4];
        last[..rest.len()].copy_from_slice(rest);
        to[quads.len() * stride] = last;
    }
}

/// Adds quads that lie `stride` quads apart to a row.
fn add(row: &mut [f32], change: &[Four], stride: usize) {
    let (quads, rest) = row.as_chunks_mut::<4>();
    if let Some(last) = change.get(quads.len() * stride) {
        rest.iter_mut().zip(last).for_each(|(x, d)| *x += d);
    }
    for (quad, group) in quads.iter_mut().zip(change.chunks(stride)) {
        for (x, d) in quad.iter_mut().zip(group[0]) {
            *x += d;
        }
    }
}

#[cfg(test)]
mod tests;
