//! The page's types are those of this file.

use nabla_models::config::{MemoryPanel, Updates};
use ts_rs::Config as Generator;

use super::*;

const HEAD: &str = "\
/**
 * The messages between the memory lab's page and its worker.
 *
 * Generated from crates/web/src/memory/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web memory
 */
import type { Backend, CellKind, DeviceInfo, Failure, Lab, Lang, RunState, TensorInfo } from '../../protocol';

export type { CellKind };

";

fn declarations() -> String {
    let config = Generator::new();
    let all = [
        TaskKind::decl(&config),
        Updates::decl(&config),
        MemoryPanel::decl(&config),
        MemoryConfig::decl(&config),
        NetState::decl(&config),
        Net::decl(&config),
        Metrics::decl(&config),
        Baseline::decl(&config),
        SuccessTable::decl(&config),
        NetAnswers::decl(&config),
        ShownExample::decl(&config),
        CellLook::decl(&config),
        Answer::decl(&config),
        Reply::decl(&config),
        Event::decl(&config),
    ];
    let exported: Vec<String> = all.iter().map(|decl| format!("export {decl}\n")).collect();
    format!("{HEAD}{}", exported.join("\n"))
}

#[test]
fn protocol_of_the_page_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/labs/memory/protocol.ts");
    let generated = declarations();
    if std::env::var("NABLA_UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(path, &generated).expect("the file is writable");
    }
    let committed = std::fs::read_to_string(path).expect("www/src/labs/memory/protocol.ts");
    assert!(committed == generated, "not up to date: NABLA_UPDATE=1 cargo test -p nabla-web memory");
}
