//! The page's types are those of this file.

use nabla_models::config::{
    DecimalMark, ForecastPanel, Missing, Mode, ModelKind, Preparation, Separator, Updates, WaveKind,
};
use ts_rs::Config as Generator;

use super::*;

const HEAD: &str = "\
/**
 * The messages between the forecasting lab's page and its worker.
 *
 * Generated from crates/web/src/forecast/protocol.rs; do not edit. To bring it up to date:
 * NABLA_UPDATE=1 cargo test -p nabla-web forecast
 */
import type { Backend, CellKind, DeviceInfo, Failure, Lab, Lang, RunState, TensorInfo } from '../../protocol';

export type { CellKind };

";

fn declarations() -> String {
    let config = Generator::new();
    let all = [
        SeriesKind::decl(&config),
        WaveKind::decl(&config),
        DecimalMark::decl(&config),
        Missing::decl(&config),
        Separator::decl(&config),
        Preparation::decl(&config),
        ModelKind::decl(&config),
        Mode::decl(&config),
        Updates::decl(&config),
        ForecastPanel::decl(&config),
        ForecastConfig::decl(&config),
        NoteKind::decl(&config),
        Note::decl(&config),
        Column::decl(&config),
        Table::decl(&config),
        SeriesInfo::decl(&config),
        ModelState::decl(&config),
        Model::decl(&config),
        Metrics::decl(&config),
        ShownSeries::decl(&config),
        ModelForecast::decl(&config),
        Forecasts::decl(&config),
        Fan::decl(&config),
        Errors::decl(&config),
        ModelScore::decl(&config),
        Scores::decl(&config),
        Residuals::decl(&config),
        WindowRow::decl(&config),
        UnrolledStep::decl(&config),
        Unrolled::decl(&config),
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
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/labs/forecast/protocol.ts");
    let generated = declarations();
    if std::env::var("NABLA_UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(path, &generated).expect("the file is writable");
    }
    let committed = std::fs::read_to_string(path).expect("www/src/labs/forecast/protocol.ts");
    assert!(committed == generated, "not up to date: NABLA_UPDATE=1 cargo test -p nabla-web forecast");
}
