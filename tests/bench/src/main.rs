//! The module that the benchmark's pages load: all of it is in the library.

use nabla_bench as _;

fn main() {}
