//! The character lab's first worker: wasm-bindgen calls `main` once the module is there.

fn main() {
    nabla_web::start_char_rnn();
}
