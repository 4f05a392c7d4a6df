//! What is not measured as a work item: word vectors, cold starts, growth.

use super::super::results::{Rate, Start, Step};
use super::super::spread::{Spread, exponent, spread};
use super::{digits, shown};

/// Words a second against gensim.
pub(super) fn words(rates: &[Rate]) -> String {
    if rates.is_empty() {
        return String::new();
    }
    let mut text = "\n## Word vectors\n\nword2vec with negative sampling on the King James Bible: skip-gram, 100 \
         dimensions, window 5, 5 words of noise, sub-sampling 1e-3. The goal is 1.\n\n\
         | | thousand words a second | times gensim |\n|---|---|---|\n"
        .to_owned();
    let gensim = of_engine(rates, "gensim", |rate| (&rate.engine, rate.rate));
    for (engine, name) in distinct(rates.iter().map(|rate| (&rate.engine, &rate.name))) {
        let Some(rate) = of_engine(rates, engine, |rate| (&rate.engine, rate.rate)) else { continue };
        let ratio = gensim.map_or_else(|| "–".into(), |gensim| format!("**{:.1}**", rate.median / gensim.median));
        let thousands = Spread { median: rate.median / 1e3, min: rate.min / 1e3, max: rate.max / 1e3 };
        text += &format!("| {name} | {} | {ratio} |\n", shown(thousands));
    }
    text
}

/// Cold starts against the fastest rival's.
pub(super) fn cold(starts: &[Start]) -> String {
    if starts.is_empty() {
        return String::new();
    }
    let mut text = "\n## Cold start\n\nFrom an engine's script loaded to its first LSTM training step done, in a new \
         browser each time: its module fetched and compiled, data made, the step. The ratio is that of the fastest rival's \
         time; the goal is 8, and at most 150 ms.\n\n| | ms | ratio |\n|---|---|---|\n"
        .to_owned();
    let engines = distinct(starts.iter().map(|start| (&start.engine, &start.name)));
    let time = |engine| of_engine(starts, engine, |start| (&start.engine, start.ms));
    let rivals = engines.iter().filter(|(engine, _)| !engine.starts_with("nabla-"));
    let best = rivals.filter_map(|(engine, _)| time(engine)).map(|ms| ms.median).min_by(f64::total_cmp);
    for (engine, name) in &engines {
        let Some(ms) = time(engine) else { continue };
        let ratio = best.filter(|_| engine.starts_with("nabla-"));
        let ratio = ratio.map_or_else(|| "–".into(), |best| format!("**{:.1}**", best / ms.median));
        text += &format!("| {name} | {} | {ratio} |\n", shown(ms));
    }
    text
}

/// The values of one engine.
fn of_engine<T>(all: &[T], engine: &str, value: impl Fn(&T) -> (&String, f64)) -> Option<Spread> {
    spread(all.iter().map(value).filter(|(id, _)| *id == engine).map(|(_, value)| value))
}

/// Each pair once, in order.
fn distinct<'a>(all: impl Iterator<Item = (&'a String, &'a String)>) -> Vec<(&'a str, &'a str)> {
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for (engine, name) in all {
        if !seen.contains(&(engine, name)) {
            seen.push((engine, name));
        }
    }
    seen
}

/// Time and memory at growing sizes.
pub(super) fn growth(steps: &[Step]) -> String {
    if steps.is_empty() {
        return String::new();
    }
    let mut text =
        "\n## Growth\n\nThe fastest step over sizes up to 16 times the first, and the exponent p of the power \
         law sizeᵖ that fits best.\n\n| step | of | ms | p | MB | p |\n|---|---|---|---|---|---|\n"
            .to_owned();
    let key = |step: &Step| (step.item.clone(), step.what.clone(), step.name.clone());
    let mut seen = Vec::new();
    for step in steps {
        if seen.contains(&key(step)) {
            continue;
        }
        seen.push(key(step));
        let series: Vec<&Step> = steps.iter().filter(|other| key(other) == key(step)).collect();
        let list = |value: fn(&Step) -> String| series.iter().map(|s| value(s)).collect::<Vec<_>>().join(", ");
        let fit = |value: fn(&Step) -> f64| {
            let points: Vec<_> = series.iter().map(|step| (step.size, value(step))).collect();
            exponent(&points).map_or_else(|| "–".into(), |p| format!("{p:.2}"))
        };
        text += &format!(
            "| {}, {} | {} = {} | {} | {} | {} | {} |\n",
            step.item,
            step.name,
            step.what,
            list(|s| s.size.to_string()),
            list(|s| digits(s.ms)),
            fit(|s| s.ms),
            list(|s| digits(s.bytes / 1e6)),
            fit(|s| s.bytes),
        );
    }
    text
}
