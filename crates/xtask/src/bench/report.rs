//! `tests/bench/RESULTS.md`.

mod alone;

use super::results::{Kind, Results, Row};
use super::spread::{Spread, spread};

/// Not a work item: multiplications and additions that touch no memory, as fast as one thread can do them.
const PEAK: &str = "peak";

/// The ratios that Nabla is meant to reach: on the processor, and on WebGPU.
const GOALS: [(&str, f64, f64); 8] = [
    ("mm256", 1.6, 1.5),
    ("mm512", 1.6, 1.5),
    ("mm1024", 1.6, 1.5),
    ("lstm", 4.0, 3.0),
    ("gru", 4.0, 3.0),
    ("cnn", 12.0, 3.0),
    ("inception", 18.0, 5.0),
    ("w2v", 2.2, 2.0),
];

/// The whole file.
pub(super) fn markdown(results: &Results) -> String {
    let mut text = String::from("# Nabla and its rivals, measured\n\n");
    text += &introduction(results);
    if !results.items.is_empty() {
        text += "\n## On the processor\n\n";
        text += "Nabla, on one thread, against the fastest rival of any kind, on as many threads as it likes.\n\n";
        text += &comparison(&results.items, Against::Anyone);
        text += "\nAgainst the fastest rival that, like Nabla, is on one thread of the processor.\n\n";
        text += &comparison(&results.items, Against::OneThread);
        text += &peaks(&results.items);
        text += "\n## On WebGPU\n\nAgainst the fastest rival on the same adapter.\n\n";
        text += &comparison(&results.items, Against::SameAdapter);
        text += "\n## Everyone\n\nMilliseconds a step.\n\n";
        text += &everyone(&results.items);
    }
    text += &alone::words(&results.words);
    text += &alone::cold(&results.cold);
    text += &alone::growth(&results.growth);
    text
}

fn introduction(results: &Results) -> String {
    let m = &results.machine;
    let loads = spread(results.items.iter().flat_map(|row| &row.rounds).map(|round| round.load));
    let load = loads.map_or_else(String::new, |l| format!(", {:.1} to {:.1} while measuring", l.min, l.max));
    let o = &results.options;
    let left_out =
        if o.quick { " The slowest rivals, tfjs on WebGPU and in JavaScript, were left out (`--quick`)." } else { "" };
    format!(
        "Written by `cargo xtask bench` on {} with {} cores and {:.0} GB, {}, WebGPU through {}. \
         The load was {:.1} before and {:.1} after{load}.\n\n\
         A step ends when its result is on the CPU. All engines of a work item are open at once and take {} turns of {} ms \
         or three steps; a turn is the median of its steps, the table shows the median of the turns (and the fastest and \
         slowest step). A ratio is the rival's time through Nabla's, and in brackets its extremes over the turns; on a \
         machine that does other things too, the ratio of the fastest steps says more. Pages on one thread have clocks of 0.1 ms, too coarse for the last digit of mm256.{left_out}\n",
        m.cpu,
        m.cores,
        m.memory_bytes / 1e9,
        m.browser,
        m.adapter,
        m.load,
        m.load_after,
        o.rounds,
        o.budget,
    )
}

/// With which rivals Nabla is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Against {
    /// Whatever they compute on: through a software adapter, WebGPU too is a way to use the processor.
    Anyone,
    /// Those on one thread of the processor.
    OneThread,
    /// Those on WebGPU.
    SameAdapter,
}

impl Against {
    fn includes(self, row: &Row) -> bool {
        let kinds = match self {
            Against::Anyone => true,
            Against::OneThread => row.kind == Kind::Cpu && !row.engine.ends_with("-threads"),
            Against::SameAdapter => row.kind == Kind::Webgpu,
        };
        kinds && !row.is_nabla()
    }

    fn ours(self) -> &'static [&'static str] {
        if self == Against::SameAdapter { &["nabla-webgpu"] } else { &["nabla-exact", "nabla-relaxed"] }
    }
}

/// Nabla's engines against the fastest rival, item by item.
fn comparison(rows: &[Row], against: Against) -> String {
    let mut text =
        "| work item | Nabla | ms | best rival | ms | ratio | of fastest | goal | GFLOP/s | of the peak |\n".to_owned();
    text += "|---|---|---|---|---|---|---|---|---|---|\n";
    for item in items(rows).into_iter().filter(|item| *item != PEAK) {
        let of_item = || rows.iter().filter(|row| row.item == item);
        let rivals = of_item().filter(|row| against.includes(row));
        let best = rivals.filter_map(|row| Some((row, time(row)?))).min_by(|a, b| a.1.median.total_cmp(&b.1.median));
        for ours in against.ours().iter().filter_map(|id| of_item().find(|row| row.engine == *id)) {
            let Some(ms) = time(ours) else { continue };
            let gflop_s = ours.flop.map(|flop| flop / ms.median / 1e6);
            let rate = gflop_s.map_or_else(|| "–".into(), |rate| format!("{rate:.1}"));
            let peak = rows.iter().find(|row| row.engine == ours.engine && row.item == PEAK).and_then(gflop_s_at_best);
            let share = gflop_s.zip(peak).map(|(rate, peak)| format!("{:.0} %", 100.0 * rate / peak));
            let share = share.unwrap_or_else(|| "–".into());
            let (name, theirs, ratio) = best.map_or_else(
                || ("–".into(), "–".into(), "– | –".into()),
                |(row, theirs)| (row.name.clone(), shown(theirs), ratio(row, ours)),
            );
            let (ours, ms, goal) = (&ours.name, shown(ms), goal(item, against));
            text += &format!("| {item} | {ours} | {ms} | {name} | {theirs} | {ratio} | {goal} | {rate} | {share} |\n");
        }
    }
    text
}

/// What the processor can do.
fn peaks(rows: &[Row]) -> String {
    let of = |row: &Row| Some(format!("{:.0} GFLOP/s ({})", gflop_s_at_best(row)?, row.name));
    let peaks: Vec<_> = rows.iter().filter(|row| row.item == PEAK).filter_map(of).collect();
    if peaks.is_empty() {
        return String::new();
    }
    format!("\nThe peak of one thread, in a loop that touches no memory: {}.\n", peaks.join(", "))
}

/// Of the fastest step.
fn gflop_s_at_best(row: &Row) -> Option<f64> {
    Some(row.flop? / time(row)?.min / 1e6)
}

fn goal(item: &str, against: Against) -> String {
    let goal = GOALS.iter().find(|(name, ..)| *name == item);
    goal.map_or_else(
        || "–".into(),
        |(_, cpu, webgpu)| if against == Against::SameAdapter { webgpu } else { cpu }.to_string(),
    )
}

/// Names of the items, in the order measured.
fn items(rows: &[Row]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        if !names.contains(&row.item.as_str()) {
            names.push(&row.item);
        }
    }
    names
}

/// The median turn of an engine, with its fastest and slowest step.
fn time(row: &Row) -> Option<Spread> {
    let median = spread(row.rounds.iter().map(|round| round.ms))?.median;
    let min = row.rounds.iter().map(|round| round.min).fold(f64::INFINITY, f64::min);
    let max = row.rounds.iter().map(|round| round.max).fold(0.0, f64::max);
    Some(Spread { median, min, max })
}

/// How many times Nabla's the rival's time is: of the medians, and turn by turn; then of the fastest steps.
fn ratio(rival: &Row, ours: &Row) -> String {
    let (Some(theirs), Some(mine)) = (time(rival), time(ours)) else { return "– | –".into() };
    let turns = spread(rival.rounds.iter().zip(&ours.rounds).map(|(rival, ours)| rival.ms / ours.ms));
    let turns = turns.map_or_else(String::new, |t| format!(" ({:.1}–{:.1})", t.min, t.max));
    format!("**{:.1}**{turns} | {:.1}", theirs.median / mine.median, theirs.min / mine.min)
}

/// All medians: a line for each engine, a column for each item.
fn everyone(rows: &[Row]) -> String {
    let mut items = items(rows);
    items.retain(|item| *item != PEAK);
    let mut engines: Vec<&Row> = Vec::new();
    for row in rows {
        if !engines.iter().any(|known| known.engine == row.engine) {
            engines.push(row);
        }
    }
    let mut text = format!("| | {} |\n|---|{}\n", items.join(" | "), "---|".repeat(items.len()));
    let mut notes = Vec::new();
    for engine in engines {
        let cells = items.iter().map(|item| {
            let row = rows.iter().find(|row| row.engine == engine.engine && row.item == *item);
            cell(row, &mut notes)
        });
        text += &format!("| {} | {} |\n", engine.name, cells.collect::<Vec<_>>().join(" | "));
    }
    for (number, note) in notes.iter().enumerate() {
        text += &format!("\n{}. {note}", number + 1);
    }
    text + "\n"
}

/// The median, or why there is none; what must be said of it gets a number.
fn cell(row: Option<&Row>, notes: &mut Vec<String>) -> String {
    let Some(row) = row else { return "–".into() };
    let note = row.unable.as_ref().or(row.note.as_ref());
    let number = note.map_or_else(String::new, |note| {
        let known = notes.iter().position(|known| known == note);
        let index = known.unwrap_or_else(|| {
            notes.push(note.clone());
            notes.len() - 1
        });
        format!(" [{}]", index + 1)
    });
    match time(row) {
        Some(ms) if row.unable.is_none() => format!("{}{number}", shown(ms)),
        _ => format!("cannot{number}"),
    }
}

/// A time with its extremes.
fn shown(ms: Spread) -> String {
    format!("{} ({}–{})", digits(ms.median), digits(ms.min), digits(ms.max))
}

/// Three digits that count.
fn digits(value: f64) -> String {
    let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn results() -> Results {
        let row = |engine: &str, name: &str, item: &str, ms: [f64; 3]| {
            let rounds: Vec<_> =
                ms.iter().map(|ms| json!({"ms": ms, "min": ms - 1.0, "max": ms + 9.0, "load": 1.5})).collect();
            json!({"engine": engine, "name": name, "kind": "cpu", "item": item, "flop": 1.16e9, "rounds": rounds})
        };
        let step = |size: f64| json!({"name": "Nabla", "item": "lstm", "what": "steps T", "size": size, "ms": 2.0 * size, "bytes": 1e6});
        let cannot = json!({"engine": "b", "name": "B", "kind": "cpu", "item": "gru", "unable": "no such operation"});
        serde_json::from_value(json!({
            "machine": {"cpu": "a CPU", "cores": 2, "memoryBytes": 8e9, "browser": "a browser", "adapter": "x", "load": 1, "loadAfter": 2},
            "options": {"rounds": "3", "budget": "1000", "quick": true},
            "items": [
                row("nabla-exact", "Nabla", "lstm", [20.0, 21.0, 40.0]),
                row("a", "A", "lstm", [84.0, 84.0, 84.0]),
                row("b", "B", "lstm", [500.0, 500.0, 500.0]),
                cannot,
                row("nabla-exact", "Nabla", "peak", [21.0, 21.0, 21.0]),
            ],
            "cold": [{"engine": "a", "name": "A", "ms": 150.0}, {"engine": "a", "name": "A", "ms": 120.0}],
            "growth": [step(1.0), step(2.0), step(4.0)],
            "words": [
                {"engine": "gensim", "name": "gensim", "rate": 5e5},
                {"engine": "nabla-exact", "name": "Nabla", "rate": 6e5},
            ],
        }))
        .expect("results")
    }

    #[test]
    fn the_best_rival_is_compared() {
        let text = markdown(&results());
        let line =
            "| lstm | Nabla | 21.0 (19.0–49.0) | A | 84.0 (83.0–93.0) | **4.0** (2.1–4.2) | 4.4 | 4 | 55.2 | 95 % |\n";
        assert!(text.contains(line), "{text}");
    }

    #[test]
    fn what_cannot_be_done_has_a_reason() {
        let text = markdown(&results());
        assert!(
            text.contains("| B | 500 (499–509) | cannot [1] |") && text.contains("\n1. no such operation"),
            "{text}"
        );
        assert!(text.contains("| A | 84.0 (83.0–93.0) | – |"), "{text}");
        assert!(text.contains("were left out"), "{text}");
    }

    #[test]
    fn growth_shows_its_exponents() {
        let text = markdown(&results());
        let line = "| lstm, Nabla | steps T = 1, 2, 4 | 2.00, 4.00, 8.00 | 1.00 | 1.00, 1.00, 1.00 | 0.00 |";
        assert!(text.contains(line), "{text}");
        assert!(text.contains("| A | 150 (120–150) | – |"), "{text}");
        assert!(text.contains("| Nabla | 600 (600–600) | **1.2** |"), "{text}");
    }
}
