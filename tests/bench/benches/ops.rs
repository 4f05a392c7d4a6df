//! Every operation by itself, natively on one thread of the processor: `cargo bench -p nabla-bench -- [filter]`.

fn main() {
    divan::main();
}
