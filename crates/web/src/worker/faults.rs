//! What can break inside a module, on demand. Only in builds for tests (`cargo xtask test faults`): the page's modules are built
//! without the feature, and a test looks for this file's words in them.

use std::hint::black_box;

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// What a message `{ fault: "…" }` can ask for.
enum Fault {
    Panic,
    Unreachable,
    Memory,
    Stack,
    Loop,
}

/// Breaks if the message asks for it; returns if it is another message.
pub(super) fn obey(message: &JsValue) {
    let asked = Reflect::get(message, &"fault".into()).ok().and_then(|fault| fault.as_string());
    let Some(asked) = asked else { return };
    match read(&asked) {
        Fault::Panic => panic!("a fault that a test asked for"),
        // Without a word from Rust, as after an abort.
        Fault::Unreachable => abort(),
        Fault::Memory => hoard(),
        Fault::Stack => drop(black_box(deeper(0))),
        Fault::Loop => loop {
            black_box(());
        },
    }
}

fn read(name: &str) -> Fault {
    match name {
        "panic" => Fault::Panic,
        "unreachable" => Fault::Unreachable,
        "memory" => Fault::Memory,
        "stack" => Fault::Stack,
        "loop" => Fault::Loop,
        other => panic!("no test fault is called {other:?}"),
    }
}

fn abort() -> ! {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    std::process::abort();
}

/// Takes memory and gives none back, until there is no more: the allocator's own failure, not one that is played.
fn hoard() -> ! {
    const PIECE: usize = 16 << 20;
    loop {
        let piece: Vec<u8> = Vec::with_capacity(PIECE);
        std::mem::forget(black_box(piece));
    }
}

/// Calls itself until the stack is full.
fn deeper(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    if depth == u64::MAX { 0 } else { deeper(depth + 1).wrapping_add(frame[(depth % 64) as usize]) }
}
