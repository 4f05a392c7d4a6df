//! How far ahead which model forecasts, by training with the settings that the page has for a series: what
//! `docs/forecast.md` says, and what the lecture claims.
//!
//! `NABLA_UPDATE=1 cargo test -p nabla-tests horizons::` writes the tables of the page again.
#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use nabla_compute::Device;
use nabla_models::config::{ForecastConfig, ModelKind, Settings};
use nabla_models::forecast::{Contest, Problem, Scoring, Series, Tried, table};
use pollster::block_on;
use serde_json::{Map, Value};

const MODELS: [ModelKind; 6] =
    [ModelKind::Mlp, ModelKind::Linear, ModelKind::Rnn, ModelKind::Lstm, ModelKind::LstmPeepholes, ModelKind::Gru];
const NETS: [&str; 5] = ["mlp", "rnn.one-to-many", "lstm.one-to-many", "lstm-peepholes.one-to-many", "gru.one-to-many"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What the page's list of series says of one.
fn source(id: &str) -> Map<String, Value> {
    let text = std::fs::read_to_string(root().join("www/data/series/sources.json")).expect("the list of series");
    let sources: Vec<Map<String, Value>> = serde_json::from_str(&text).expect("a list");
    sources.into_iter().find(|source| source["id"] == id).unwrap_or_else(|| panic!("no series {id}"))
}

/// The settings that the page has when a series is chosen.
fn chosen(id: &str) -> ForecastConfig {
    let mut settings = source(id)["settings"].as_object().expect("settings").clone();
    settings.insert("series".to_owned(), id.into());
    ForecastConfig::default().merged(&settings).unwrap_or_else(|e| panic!("{id}: {e}"))
}

fn series(id: &str, config: &ForecastConfig) -> Series {
    let file = source(id)["file"].as_str().expect("a file").to_owned();
    let bytes = std::fs::read(root().join("www/data/series").join(&file)).expect("a shipped series");
    table::read(&file, &bytes, table::Choice { value: &config.column, ..Default::default() })
        .unwrap_or_else(|e| panic!("{id}: {e}"))
        .1
}

/// All models trained on a problem and tried on its test part.
fn tried(config: &ForecastConfig, problem: Problem) -> (Contest, Scoring) {
    let mut contest = config.contest(&Device::cpu(), Rc::new(problem));
    block_on(async {
        while contest.turn().expect("the processor").is_some() {
            contest.collect().await.expect("the processor");
        }
    });
    let mut scoring = Scoring::new(&contest);
    scoring.refresh(&contest);
    while scoring.is_busy() {
        block_on(scoring.advance(&contest)).expect("the processor");
    }
    (contest, scoring)
}

fn all_models(scoring: &Scoring) -> Vec<&Tried> {
    let names = NETS.iter().chain(&["linear", "last", "seasonal", "drift"]);
    names.map(|name| scoring.of(name).unwrap_or_else(|| panic!("{name} was not tried"))).collect()
}

fn title(name: &str) -> &str {
    match name {
        "mlp" => "Window net",
        "linear" => "Linear",
        "rnn.one-to-many" => "RNN",
        "lstm.one-to-many" => "LSTM",
        "lstm-peepholes.one-to-many" => "Peephole LSTM",
        "gru.one-to-many" => "GRU",
        "last" => "Last value",
        "seasonal" => "Seasonal naive",
        _ => "Drift",
    }
}

/// Mean absolute errors by horizon and over all, the lowest of each column in bold.
fn written(scoring: &Scoring, horizons: &[usize]) -> String {
    let models = all_models(scoring);
    let of = |tried: &Tried| -> Vec<f64> {
        let each = horizons.iter().map(|horizon| tried.by_horizon[horizon - 1].mae);
        each.chain([tried.all.mae, tried.all.mase]).collect()
    };
    let heads: Vec<String> = horizons.iter().map(|horizon| format!("{horizon} ahead")).collect();
    let mut text = format!("| | {} | all | MASE |\n|---|{}\n", heads.join(" | "), "--:|".repeat(horizons.len() + 2));
    let least: Vec<f64> = (0..horizons.len() + 2)
        .map(|column| models.iter().map(|tried| of(tried)[column]).fold(f64::INFINITY, f64::min))
        .collect();
    for tried in &models {
        let _ = write!(text, "| {} |", title(&tried.name));
        for (column, value) in of(tried).into_iter().enumerate() {
            let digits = if column > horizons.len() { 3 } else { usize::from(value < 1000.0) };
            let mark = if value == least[column] { "**" } else { "" };
            let _ = write!(text, " {mark}{value:.digits$}{mark} |");
        }
        text.push('\n');
    }
    text
}

/// Compares the table of a series with that of the page, or writes it there.
fn assert_written(id: &str, table: &str) {
    let path = root().join("docs/forecast.md");
    let page = std::fs::read_to_string(&path).expect("docs/forecast.md");
    let (begin, end) = (format!("<!-- {id} -->\n"), format!("<!-- /{id} -->\n"));
    let from = page.find(&begin).unwrap_or_else(|| panic!("{begin} is missing")) + begin.len();
    let to = page.find(&end).unwrap_or_else(|| panic!("{end} is missing"));
    if std::env::var("NABLA_UPDATE").is_ok_and(|value| value == "1") {
        std::fs::write(&path, format!("{}{table}{}", &page[..from], &page[to..])).expect("the page is writable");
    } else {
        assert_eq!(&page[from..to], table, "NABLA_UPDATE=1 cargo test -p nabla-tests horizons::");
    }
}

/// One net has a lower mean absolute error than both naive forecasts at each of the horizons.
fn assert_beaten(scoring: &Scoring, horizons: &[usize]) {
    let mae = |name: &str, horizon: usize| scoring.of(name).expect("tried").by_horizon[horizon - 1].mae;
    let beats = |name: &&&str| {
        let better = |horizon: &usize| {
            mae(name, *horizon) < mae("last", *horizon) && mae(name, *horizon) < mae("seasonal", *horizon)
        };
        horizons.iter().all(better)
    };
    let winners: Vec<&&str> = NETS.iter().filter(|name| beats(name)).collect();
    assert!(!winners.is_empty(), "no net beats the naive forecasts at all of {horizons:?}");
}

#[test]
fn a_net_beats_naive_forecasts_of_sunspots_at_1_6_and_12_months() {
    let config = ForecastConfig { models: MODELS.to_vec(), ..chosen("sunspots") };
    let (_, scoring) = tried(&config, config.problem(series("sunspots", &config)).expect("long enough"));
    let horizons = [1, 6, 12];
    assert_beaten(&scoring, &horizons);
    assert_written("sunspots", &written(&scoring, &horizons));
}

#[test]
fn a_net_beats_naive_forecasts_of_electricity_at_1_to_48_half_hours() {
    let config = ForecastConfig { models: MODELS.to_vec(), ..chosen("load") };
    let (_, scoring) = tried(&config, config.problem(series("load", &config)).expect("long enough"));
    let horizons = [1, 6, 12, 24, 48];
    assert_beaten(&scoring, &horizons);
    assert_written("load", &written(&scoring, &horizons));
}

/// Settings of a series by what they do on the validation part. The test part is cut off before anything else: weights are
/// chosen on the first half of the validation part and compared here on the second.
#[test]
#[ignore = "for a choice of settings: NABLA_SERIES=load NABLA_TRY='{\"hidden\": 48}' cargo test --release … -- --ignored"]
fn settings_on_the_validation_part() {
    let id = std::env::var("NABLA_SERIES").unwrap_or_else(|_| "load".to_owned());
    let patch = std::env::var("NABLA_TRY").unwrap_or_else(|_| "{}".to_owned());
    let config = chosen(&id).merged(&serde_json::from_str(&patch).expect("settings")).unwrap_or_else(|e| panic!("{e}"));
    let mut series = series(&id, &config);
    let whole = series.values.len() as f64;
    let known = (config.validate_until * whole).round();
    series.values.truncate(known as usize);
    let train = (config.train_until * whole).round() / known;
    let config = ForecastConfig { train_until: train, validate_until: (1.0 + train) / 2.0, ..config };
    let (contest, scoring) = tried(&config, config.problem(series).expect("long enough"));
    let mut text = format!("{id} {patch}\n");
    for name in contest.net_names().iter().map(String::as_str).chain(["linear", "last", "seasonal", "drift"]) {
        let Some(tried) = scoring.of(name) else { continue };
        let at: Vec<usize> = [1, 6, 12, 24, 48].into_iter().filter(|h| *h <= config.horizon).collect();
        let each: Vec<String> = at.iter().map(|h| format!("{:.3}", tried.by_horizon[h - 1].mase)).collect();
        let members = contest.entrants().iter().filter(|entrant| entrant.name == name);
        let steps: Vec<u64> = members.map(|entrant| entrant.best_step()).collect();
        let _ = writeln!(text, "{name:28} {} all {:.3} best at {steps:?}", each.join(" "), tried.all.mase);
    }
    std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes()).expect("stderr");
}
