//! The page's types are those of this file.

use nabla_models::config::{Activation, BpttPanel, BpttPart, Updates};
use ts_rs::Config as Generator;

use super::*;

const HEAD: &str = "\
/**
 * The messages between the page of the lab about back-propagation and its worker.
 *
 * Generated from crates/web/src/bptt/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web bptt
 */
import type { Backend, DeviceInfo, Failure, Lab, Lang, RunState, TensorInfo } from '../../protocol';

";

fn declarations() -> String {
    let config = Generator::new();
    let all = [
        CellKind::decl(&config),
        Activation::decl(&config),
        Updates::decl(&config),
        BpttPart::decl(&config),
        BpttPanel::decl(&config),
        BpttConfig::decl(&config),
        NetState::decl(&config),
        Net::decl(&config),
        Metrics::decl(&config),
        StepNorms::decl(&config),
        Gradients::decl(&config),
        Products::decl(&config),
        NetProducts::decl(&config),
        CellLook::decl(&config),
        Checked::decl(&config),
        Cost::decl(&config),
        Course::decl(&config),
        Truncated::decl(&config),
        Answer::decl(&config),
        Reply::decl(&config),
        Event::decl(&config),
    ];
    let exported: Vec<String> = all.iter().map(|decl| format!("export {decl}\n")).collect();
    format!("{HEAD}{}", exported.join("\n"))
}

#[test]
fn protocol_of_the_page_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/labs/bptt/protocol.ts");
    let generated = declarations();
    if std::env::var("NABLA_UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(path, &generated).expect("the file is writable");
    }
    let committed = std::fs::read_to_string(path).expect("www/src/labs/bptt/protocol.ts");
    assert!(committed == generated, "not up to date: NABLA_UPDATE=1 cargo test -p nabla-web bptt");
}
