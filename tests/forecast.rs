//! Windows, splits, scaling, the linear model, baselines and rolling origins against what scikit-learn and statsmodels make
//! of the shipped series (`golden/forecast.py`).
#![cfg(not(target_arch = "wasm32"))]

use nabla_models::forecast::baselines::Baseline;
use nabla_models::forecast::{
    Errors, Linear, Problem, ProblemSettings, Series, Steps, Trial, autocorrelation, least_squares, table,
};
use serde_json::Value;

fn golden() -> Vec<Value> {
    let golden: Value = serde_json::from_str(include_str!("golden/forecast.json")).expect("forecast.json");
    golden["cases"].as_array().expect("cases").clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("a number: {value}"))
}

fn whole(value: &Value) -> usize {
    value.as_u64().unwrap_or_else(|| panic!("a whole number: {value}")) as usize
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap_or_else(|| panic!("numbers: {value}")).iter().map(number).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("text: {value}"))
}

/// Relative to the largest of the expected numbers.
#[track_caller]
fn assert_close(what: &str, got: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(got.len(), expected.len(), "{what}: how many");
    let size = expected.iter().fold(0.0_f64, |size, value| size.max(value.abs()));
    for (i, (got, expected)) in got.iter().zip(expected).enumerate() {
        let error = (got - expected).abs() / size.max(1e-300);
        assert!(error <= tolerance, "{what}[{i}]: {got} instead of {expected}: off by {error:e}");
    }
}

fn series(case: &Value) -> Series {
    let (file, column) = (text(&case["file"]), text(&case["column"]));
    let path = format!("{}/../www/data/series/{file}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).unwrap_or_else(|e| panic!("{file}: {e}"));
    table::read(file, &bytes, table::Choice { value: column, ..Default::default() })
        .unwrap_or_else(|e| panic!("{file}: {e}"))
        .1
}

fn settings(case: &Value) -> ProblemSettings {
    let is = |key: &str| case[key].as_bool().unwrap_or_else(|| panic!("{key}"));
    let period = whole(&case["period"]);
    ProblemSettings {
        window: whole(&case["window"]),
        horizon: whole(&case["horizon"]),
        period,
        steps: Steps {
            log: is("log"),
            seasonal: is("seasonal").then_some(period),
            difference: is("difference"),
            standardise: is("standardise"),
        },
        borders: numbers(&case["borders"]).try_into().expect("two borders"),
        fills: is("fills"),
    }
}

/// Every case with its problem.
fn problems() -> impl Iterator<Item = (String, Value, Problem)> {
    golden().into_iter().map(|case| {
        let name = text(&case["name"]).to_owned();
        let problem = Problem::new(series(&case), settings(&case)).unwrap_or_else(|e| panic!("{name}: {e}"));
        (name, case, problem)
    })
}

#[test]
fn parts_windows_and_origins_are_those_of_the_reference() {
    for (name, case, problem) in problems() {
        let split = [problem.len(), problem.validate_from, problem.test_from];
        assert_eq!(split, ["length", "validateFrom", "testFrom"].map(|key| whole(&case[key])), "{name}: split");
        let counts = [problem.windows.len(), problem.far_windows.len()];
        assert_eq!(counts, ["windows", "farWindows"].map(|key| whole(&case[key])), "{name}: windows");
        let origins = [problem.origins.len(), problem.origins[0], problem.origins[problem.origins.len() - 1]];
        assert_eq!(origins.map(|n| n as f64).to_vec(), numbers(&case["origins"]), "{name}: origins");
        assert_eq!(problem.all_origins, problem.origins.len(), "{name}: none is left out");
        let judged = whole(&case["validationOrigins"]);
        assert_eq!(problem.judged.len(), judged.min(128), "{name}: origins of the validation part");
        assert!(problem.judged.iter().all(|origin| (problem.validate_from..problem.test_from).contains(origin)));
    }
}

#[test]
fn rows_of_the_training_matrix_are_scaled_by_the_training_part_only() {
    for (name, case, problem) in problems() {
        let standard = [problem.prepared.mean, problem.prepared.deviation];
        let expected = [number(&case["mean"]), number(&case["deviation"])];
        assert_close(&format!("{name}: mean, deviation"), &standard, &expected, 1e-9);
        assert_close(&format!("{name}: scale of MASE"), &[problem.scale], &[number(&case["scale"])], 1e-10);
        for row in case["rows"].as_array().expect("rows") {
            let (index, from) = (whole(&row["row"]), problem.windows[whole(&row["row"])] as usize);
            assert_eq!(from, whole(&row["from"]), "{name}: row {index}");
            let got = &problem.prepared.values[from..from + problem.settings.window + 1];
            assert_close(&format!("{name}: row {index}"), got, &numbers(&row["values"]), 1e-8);
        }
    }
}

#[test]
fn linear_autoregression_is_least_squares() {
    for (name, case, problem) in problems() {
        let linear = Linear::fit(&problem);
        assert_close(&format!("{name}: weights"), &linear.weights, &numbers(&case["weights"]), 1e-6);
        let expected = number(&case["intercept"]);
        assert!((linear.intercept - expected).abs() < 1e-7 * expected.abs().max(1.0), "{name}: {}", linear.intercept);
        assert_eq!(linear.parameters(), problem.settings.window + 1);
        // No other weights are better: the residuals stand at right angles to every input.
        let residuals: Vec<(usize, f64)> = problem
            .windows
            .iter()
            .map(|from| {
                let (start, end) = (*from as usize, *from as usize + problem.settings.window);
                let said = linear.forecast(&problem.prepared.values[start..end], 1)[0];
                (start, problem.prepared.values[end] - said)
            })
            .collect();
        for lag in 0..problem.settings.window {
            let dot: f64 = residuals.iter().map(|(start, e)| e * problem.prepared.values[start + lag]).sum();
            let size: f64 =
                residuals.iter().map(|(start, e)| (e * problem.prepared.values[start + lag]).abs()).sum::<f64>();
            assert!(dot.abs() < 1e-9 * size.max(1.0), "{name}, input {lag}: {dot} of {size}");
        }
    }
}

/// What is read, and what is to be said.
type Example = ([f64; 3], f64);

#[test]
fn least_squares_come_out_the_same_in_one_piece_and_in_many() {
    // More rows than one chunk holds, and columns that hang together closely.
    let rows: Vec<Example> = (0..10_000)
        .map(|t| {
            let t = f64::from(t);
            let x = [(0.1 * t).sin(), (0.1 * t).sin() + 1e-3 * (0.37 * t).cos(), (0.01 * t).cos()];
            (x, 1.0 + 2.0 * x[0] - 3.0 * x[1] + 0.5 * x[2] + 0.1 * (1.7 * t).sin())
        })
        .collect();
    let solution = least_squares(rows.iter().map(|(x, y)| (x.as_slice(), *y)), 3);
    // Centred normal equations by Cramer's rule, as scikit-learn's LinearRegression centres too.
    let mean = |of: &dyn Fn(&Example) -> f64| rows.iter().map(of).sum::<f64>() / rows.len() as f64;
    let means: Vec<f64> = (0..3).map(|i| mean(&|row| row.0[i])).collect();
    let y = mean(&|row| row.1);
    let product = |i: usize, j: usize| mean(&|row| (row.0[i] - means[i]) * (row.0[j] - means[j]));
    let a: [[f64; 3]; 3] = std::array::from_fn(|i| std::array::from_fn(|j| product(i, j)));
    let b: [f64; 3] = std::array::from_fn(|i| mean(&|row| (row.0[i] - means[i]) * (row.1 - y)));
    let determinant = |m: [[f64; 3]; 3]| {
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    };
    for (i, found) in solution[1..].iter().enumerate() {
        let mut replaced = a;
        (0..3).for_each(|row| replaced[row][i] = b[row]);
        let expected = determinant(replaced) / determinant(a);
        assert!((found - expected).abs() < 1e-5, "weight {i}: {found} instead of {expected}");
    }
}

/// What a model says of a problem from an origin.
fn said(problem: &Problem, linear: &Linear, model: &str, origin: usize) -> Vec<f64> {
    let horizon = problem.settings.horizon;
    match Baseline::ALL.into_iter().find(|baseline| baseline.name() == model) {
        Some(baseline) => problem.baseline(baseline, origin, horizon),
        None => problem.linear(linear, origin, horizon),
    }
}

const MODELS: [&str; 4] = ["linear", "last", "seasonal", "drift"];

#[test]
fn forecasts_are_those_of_the_reference_in_the_series_own_unit() {
    for (name, case, problem) in problems() {
        let linear = Linear::fit(&problem);
        for forecast in case["forecasts"].as_array().expect("forecasts") {
            let origin = whole(&forecast["origin"]);
            for model in MODELS {
                let got = said(&problem, &linear, model, origin);
                let what = format!("{name}: {model} from {origin}");
                assert_close(&what, &got, &numbers(&forecast[model]), if model == "linear" { 1e-6 } else { 1e-10 });
            }
        }
    }
}

#[test]
fn errors_over_all_origins_are_those_of_the_reference() {
    let three = |errors: &Errors| [errors.mae, errors.rmse, errors.mase];
    for (name, case, problem) in problems() {
        let linear = Linear::fit(&problem);
        for model in MODELS {
            let trial = Trial::of(&problem, |origin| said(&problem, &linear, model, origin));
            let (all, by_horizon) = trial.errors(&problem);
            let expected = &case["errors"][model];
            assert_close(&format!("{name}: {model}"), &three(&all), &numbers(&expected["all"]), 1e-6);
            let each = expected["byHorizon"].as_array().expect("errors by horizon");
            assert_eq!(by_horizon.len(), each.len());
            for (horizon, (got, expected)) in (1..).zip(by_horizon.iter().zip(each)) {
                assert_close(&format!("{name}: {model} at {horizon}"), &three(got), &numbers(expected), 1e-6);
            }
        }
    }
}

#[test]
fn the_autocorrelation_of_residuals_is_that_of_the_reference() {
    for (name, case, problem) in problems() {
        let linear = Linear::fit(&problem);
        let trial = Trial::of(&problem, |origin| said(&problem, &linear, "linear", origin));
        let residuals: Vec<f64> = trial.residuals(&problem, 1).into_iter().map(|(_, residual)| residual).collect();
        let expected = numbers(&case["autocorrelation"]);
        let got = autocorrelation(&residuals, expected.len()).values;
        assert_close(&format!("{name}: autocorrelation"), &got, &expected[..got.len()], 1e-6);
    }
}
