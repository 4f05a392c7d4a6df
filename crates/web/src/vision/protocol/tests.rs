//! The page's types are those of this file.

use nabla_models::config::{Updates, VisionModel, VisionPanel};
use ts_rs::Config as Generator;

use super::*;

const HEAD: &str = "\
/**
 * The messages between the vision lab's page and its worker.
 *
 * Generated from crates/web/src/vision/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web vision
 */
import type { Backend, DeviceInfo, Failure, Lab, Lang, RunState, TensorInfo } from '../../protocol';

";

fn declarations() -> String {
    let config = Generator::new();
    let all = [
        ImageData::decl(&config),
        VisionModel::decl(&config),
        Updates::decl(&config),
        VisionPanel::decl(&config),
        VisionConfig::decl(&config),
        OwnImages::decl(&config),
        DataInfo::decl(&config),
        Metrics::decl(&config),
        Tested::decl(&config),
        Cost::decl(&config),
        Colour::decl(&config),
        BlockKind::decl(&config),
        LayerPlan::decl(&config),
        BranchPlan::decl(&config),
        BlockPlan::decl(&config),
        Architecture::decl(&config),
        Prediction::decl(&config),
        ImageInfo::decl(&config),
        FeatureMaps::decl(&config),
        Kernels::decl(&config),
        Arithmetic::decl(&config),
        Confusion::decl(&config),
        Mistake::decl(&config),
        Mistakes::decl(&config),
        Cam::decl(&config),
        InputGradient::decl(&config),
        LearnedPoint::decl(&config),
        Curves::decl(&config),
        Answer::decl(&config),
        Reply::decl(&config),
        Event::decl(&config),
    ];
    let exported: Vec<String> = all.iter().map(|decl| format!("export {decl}\n")).collect();
    format!("{HEAD}{}", exported.join("\n"))
}

#[test]
fn protocol_of_the_page_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/labs/vision/protocol.ts");
    let generated = declarations();
    if std::env::var("NABLA_UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(path, &generated).expect("the file is writable");
    }
    let committed = std::fs::read_to_string(path).expect("www/src/labs/vision/protocol.ts");
    assert!(committed == generated, "not up to date: NABLA_UPDATE=1 cargo test -p nabla-web vision");
}
