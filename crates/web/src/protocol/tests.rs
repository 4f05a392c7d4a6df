//! The page's types are those of this file.

use nabla_models::config::{
    Backend, BpttConfig, CellKind, Corpus, FeaturesConfig, ForecastConfig, Input, Lab, Lang, Math, MemoryConfig,
    OptimizerKind, Panel, Rule, Settings, TextCnnConfig, VisionConfig, Word2VecConfig,
};
use serde_json::json;
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
        Shortage::decl(&config),
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

const SETTINGS_HEAD: &str = "\
/**
 * What may be set in every lab, in the order of its settings.
 *
 * Generated from crates/models/src/config.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web protocol
 */

export interface Field {
  key: string;
  usual: number | boolean | string | readonly (string | number)[];
  /** A number's kind and bounds, the bounds of a text's length, or those of the numbers in a list of at most `most`. */
  rule: 'version' | 'integer' | 'number' | 'word' | 'words' | 'keys' | 'text' | 'integers';
  min?: number;
  max?: number;
  most?: number;
  words?: readonly string[];
}

/** What can be locked beside settings. */
";

/// The rows of a lab's table, as the page has them.
fn rows<S: Settings>() -> String {
    let usual = S::default().to_map();
    let row = |(key, rule): (&'static str, Rule)| {
        let mut row = match rule {
            Rule::Version(_) => json!({"rule": "version"}),
            Rule::Integer { min, max } => json!({"rule": "integer", "min": min, "max": max}),
            Rule::Number { min, max } => json!({"rule": "number", "min": min, "max": max}),
            Rule::OneOf(words) => json!({"rule": "word", "words": words}),
            Rule::SomeOf(words) => json!({"rule": "words", "words": words}),
            Rule::Keys => json!({"rule": "keys"}),
            Rule::Text { min, max } => json!({"rule": "text", "min": min, "max": max}),
            Rule::Integers { min, max, most } => json!({"rule": "integers", "min": min, "max": max, "most": most}),
        };
        row["key"] = key.into();
        row["usual"] = usual[key].clone();
        format!("    {row},\n")
    };
    let rows: String = S::fields().iter().map(|field| row((field.key, field.rule))).collect();
    format!("  {}: [\n{rows}  ],\n", usual["lab"])
}

#[test]
fn settings_of_the_page_are_up_to_date() {
    let labs = [
        rows::<Config>(),
        rows::<FeaturesConfig>(),
        rows::<VisionConfig>(),
        rows::<TextCnnConfig>(),
        rows::<BpttConfig>(),
        rows::<MemoryConfig>(),
        rows::<ForecastConfig>(),
        rows::<Word2VecConfig>(),
    ];
    let controls = json!(nabla_models::config::CONTROLS);
    let generated = format!(
        "{SETTINGS_HEAD}export const CONTROLS = {controls} as const;\n\nexport const SETTINGS: Record<string, readonly Field[]> = {{\n{}}};\n",
        labs.concat()
    );
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/share/schema.ts");
    if std::env::var("NABLA_UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(path, &generated).expect("www/src/share/schema.ts is writable");
    }
    let committed = std::fs::read_to_string(path).expect("www/src/share/schema.ts");
    assert!(committed == generated, "www/src/share/schema.ts is old: NABLA_UPDATE=1 cargo test -p nabla-web protocol");
}
