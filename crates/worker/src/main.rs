//! The worker's start: wasm-bindgen calls `main` once the module is there.

fn main() {
    nabla_web::start();
}
