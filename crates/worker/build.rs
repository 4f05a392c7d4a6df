//! A bound for the memory of a worker's module: without one a browser gives up to 4 GiB, and a phone's kills the page
//! before that. What no run could use fails early, in every browser alike.

/// Whole pages of 64 KiB. The largest runs that are allowed stay below it (`nabla_models::config::MAX_RUN_BYTES`).
const MAX_MEMORY: u64 = 1 << 30;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo:rustc-link-arg-bins=--max-memory={MAX_MEMORY}");
    }
}
