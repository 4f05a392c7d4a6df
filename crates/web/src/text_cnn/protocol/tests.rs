//! The page's types are those of this file.

use nabla_models::config::{Names, TextCnnPanel, TextUnit};
use ts_rs::Config as Generator;

use super::*;

const HEAD: &str = "\
/**
 * The messages between the page of the lab of sentences and its worker.
 *
 * Generated from crates/web/src/text_cnn/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web text_cnn
 */
import type { Backend, DeviceInfo, Failure, Lab, Lang, RunState, TensorInfo } from '../../protocol';

";

fn declarations() -> String {
    let config = Generator::new();
    let all = [
        Author::decl(&config),
        TextUnit::decl(&config),
        Names::decl(&config),
        TextCnnPanel::decl(&config),
        TextCnnConfig::decl(&config),
        CorpusInfo::decl(&config),
        Metrics::decl(&config),
        Score::decl(&config),
        Tested::decl(&config),
        Gram::decl(&config),
        Filter::decl(&config),
        Filters::decl(&config),
        Fired::decl(&config),
        Piece::decl(&config),
        Classified::decl(&config),
        TestedSentence::decl(&config),
        Examples::decl(&config),
        Answer::decl(&config),
        Reply::decl(&config),
        Event::decl(&config),
    ];
    let exported: Vec<String> = all.iter().map(|decl| format!("export {decl}\n")).collect();
    format!("{HEAD}{}", exported.join("\n"))
}

#[test]
fn protocol_of_the_page_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/labs/text-cnn/protocol.ts");
    let generated = declarations();
    if std::env::var("NABLA_UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(path, &generated).expect("the file is writable");
    }
    let committed = std::fs::read_to_string(path).expect("www/src/labs/text-cnn/protocol.ts");
    assert!(committed == generated, "not up to date: NABLA_UPDATE=1 cargo test -p nabla-web text_cnn");
}
