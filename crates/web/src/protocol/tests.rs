//! The page's types are those of this file.

use nabla_models::config::{Backend, CellKind, Corpus, Input, Lab, Lang, Math, OptimizerKind, Panel};
use ts_rs::Config as Generator;

use super::*;

const HEAD: &str = "\
/**
 * The messages between the page and its worker.
 *
 * Generated from crates/web/src/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web protocol
 */

";
const TAIL: &str = "\
/** What travels from the page: a request, and a file beside it. */
export type WorkerRequest = Request & { bytes?: ArrayBuffer };

/** What travels to the page: an answer or an event, and numbers or a file beside it. `R` and `E` are a lab's own. */
export type WorkerMessage<R = Reply, E = Event> =
  | { type: 'reply'; id: number; reply?: R; failure?: Failure; arrays?: Float32Array[]; bytes?: Uint8Array }
  | { type: 'event'; event: E | Life; arrays?: Float32Array[]; bytes?: Uint8Array };
";

fn declarations() -> String {
    let config = Generator::new();
    let all = [
        Lab::decl(&config),
        Backend::decl(&config),
        Math::decl(&config),
        OptimizerKind::decl(&config),
        Lang::decl(&config),
        Panel::decl(&config),
        Corpus::decl(&config),
        CellKind::decl(&config),
        Input::decl(&config),
        Config::decl(&config),
        Command::decl(&config),
        Request::decl(&config),
        Written::decl(&config),
        Inside::decl(&config),
        TextLoaded::decl(&config),
        Metrics::decl(&config),
        BackendKind::decl(&config),
        Reason::decl(&config),
        DeviceInfo::decl(&config),
        Timing::decl(&config),
        TensorInfo::decl(&config),
        Reply::decl(&config),
        RunState::decl(&config),
        Failure::decl(&config),
        Life::decl(&config),
        Event::decl(&config),
        LaneEvent::decl(&config),
    ];
    let exported: Vec<String> = all.iter().map(|decl| format!("export {decl}\n")).collect();
    format!("{HEAD}{}\n{TAIL}", exported.join("\n"))
}

#[test]
fn protocol_of_the_page_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/protocol.ts");
    let generated = declarations();
    if std::env::var("NABLA_UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(path, &generated).expect("www/src/protocol.ts is writable");
    }
    let committed = std::fs::read_to_string(path).expect("www/src/protocol.ts");
    assert!(
        committed == generated,
        "www/src/protocol.ts is not what crates/web/src/protocol.rs says: NABLA_UPDATE=1 cargo test -p nabla-web"
    );
}
