//! Each of V symbols is a row of a table `[V,D]`, learned like everything else.

use nabla_compute::{Device, Indices, Var};

use crate::graph::{Graph, Param};
use crate::init;
use crate::rng::Random;

/// The table.
#[derive(Clone, Debug)]
pub struct Embedding {
    /// `[V,D]`
    pub table: Param,
}

impl Embedding {
    /// A table of normal numbers.
    pub fn new(device: &Device, symbols: usize, size: usize, random: &mut Random) -> Self {
        let table = device.upload([symbols, size], &init::normal(random, symbols * size));
        Embedding { table: Param::new("embedding.table", table) }
    }

    /// The rows of these symbols: `[N]` → `[N,D]`.
    pub fn forward(&self, graph: &Graph, symbols: &Indices) -> Var {
        graph.param(&self.table).embedding(symbols)
    }
}
