//! The page's types are those of this file.

use nabla_models::config::FeaturesPanel;
use ts_rs::Config as Generator;

use super::*;

const HEAD: &str = "\
/**
 * The messages between the page of the lab about features and its worker.
 *
 * Generated from crates/web/src/features/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web features
 */
import type { Backend, DeviceInfo, Failure, Lab, Lang, RunState } from '../../protocol';

";

fn declarations() -> String {
    let config = Generator::new();
    let all = [
        ShippedImages::decl(&config),
        FeatureExperiment::decl(&config),
        FeatureKind::decl(&config),
        FeatureModel::decl(&config),
        FeaturesPanel::decl(&config),
        FeaturesConfig::decl(&config),
        Metrics::decl(&config),
        DataInfo::decl(&config),
        SeriesInfo::decl(&config),
        Point::decl(&config),
        Phase::decl(&config),
        Points::decl(&config),
        ImageInfo::decl(&config),
        FeatureValue::decl(&config),
        Picture::decl(&config),
        FeatureLook::decl(&config),
        Neighbour::decl(&config),
        Question::decl(&config),
        Verdict::decl(&config),
        Prediction::decl(&config),
        Answer::decl(&config),
        Reply::decl(&config),
        Event::decl(&config),
    ];
    let exported: Vec<String> = all.iter().map(|decl| format!("export {decl}\n")).collect();
    format!("{HEAD}{}", exported.join("\n"))
}

#[test]
fn protocol_of_the_page_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/labs/features/protocol.ts");
    let generated = declarations();
    if std::env::var("NABLA_UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(path, &generated).expect("the file is writable");
    }
    let committed = std::fs::read_to_string(path).expect("www/src/labs/features/protocol.ts");
    assert!(committed == generated, "not up to date: NABLA_UPDATE=1 cargo test -p nabla-web features");
}
