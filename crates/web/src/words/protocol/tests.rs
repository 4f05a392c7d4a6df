//! The page's types are those of this file.

use nabla_models::config::{Objective, Reach, Updates, WordText, WordsPanel};
use ts_rs::Config as Generator;

use super::*;

const HEAD: &str = "\
/**
 * The messages between the embedding lab's page and its worker.
 *
 * Generated from crates/web/src/words/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web words
 */
import type { Backend, DeviceInfo, Failure, Lab, Lang, RunState, TensorInfo } from '../../protocol';

";

fn declarations() -> String {
    let config = Generator::new();
    let all = [
        WordText::decl(&config),
        Objective::decl(&config),
        Reach::decl(&config),
        Updates::decl(&config),
        WordsPanel::decl(&config),
        Word2VecConfig::decl(&config),
        CorpusInfo::decl(&config),
        Metrics::decl(&config),
        VocabularyPart::decl(&config),
        MapInfo::decl(&config),
        Neighbour::decl(&config),
        Neighbours::decl(&config),
        Ranked::decl(&config),
        Analogy::decl(&config),
        InContext::decl(&config),
        ContextOfWord::decl(&config),
        CountsPart::decl(&config),
        Judgement::decl(&config),
        JudgedPoint::decl(&config),
        Section::decl(&config),
        Tried::decl(&config),
        Quality::decl(&config),
        Answer::decl(&config),
        Reply::decl(&config),
        Event::decl(&config),
    ];
    let exported: Vec<String> = all.iter().map(|decl| format!("export {decl}\n")).collect();
    format!("{HEAD}{}", exported.join("\n"))
}

#[test]
fn protocol_of_the_page_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/labs/word2vec/protocol.ts");
    let generated = declarations();
    if std::env::var("NABLA_UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(path, &generated).expect("the file is writable");
    }
    let committed = std::fs::read_to_string(path).expect("www/src/labs/word2vec/protocol.ts");
    assert!(committed == generated, "not up to date: NABLA_UPDATE=1 cargo test -p nabla-web words");
}
