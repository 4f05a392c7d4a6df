//! Links are old, cut, or made up: whatever one says, a lab opens with valid settings. What a page does with the settings
//! of a link, natively, and for every lab; `www/src/links.ts` is the same loop around a worker.
#![cfg(not(target_arch = "wasm32"))]

use nabla_hostile::opened;
use nabla_models::config::{
    BpttConfig, CONTROLS, Config, FeaturesConfig, ForecastConfig, MemoryConfig, Rule, Settings, TextCnnConfig,
    VisionConfig, Word2VecConfig,
};
use nabla_models::rng::Random;
use serde_json::{Map, Value, json};

/// What a test does with the settings of every lab.
macro_rules! of_every_lab {
    ($test:ident) => {
        $test::<Config>();
        $test::<BpttConfig>();
        $test::<FeaturesConfig>();
        $test::<ForecastConfig>();
        $test::<MemoryConfig>();
        $test::<TextCnnConfig>();
        $test::<VisionConfig>();
        $test::<Word2VecConfig>();
    };
}

/// A whole number from 0 to n − 1.
fn below(random: &mut Random, n: usize) -> usize {
    random.below(n as u32) as usize
}

fn whole(random: &mut Random, min: f64, max: f64) -> u64 {
    (min + f64::from(random.uniform()) * (max - min)).round() as u64
}

fn some_of(random: &mut Random, words: &[&str]) -> Value {
    words.iter().filter(|_| random.uniform() < 0.5).copied().collect::<Vec<_>>().into()
}

/// A value that the rule allows.
fn allowed<S: Settings>(random: &mut Random, rule: Rule) -> Value {
    match rule {
        Rule::Version(version) => version.into(),
        Rule::Integer { min, max } => whole(random, min, max).into(),
        Rule::Number { min, max } => (min + f64::from(random.uniform()) * (max - min)).into(),
        Rule::OneOf(words) => words[below(random, words.len())].into(),
        Rule::SomeOf(words) => some_of(random, words),
        Rule::Keys => some_of(random, &S::keys().into_iter().chain(CONTROLS).collect::<Vec<_>>()),
        Rule::Text { min, max } => {
            let length = min + below(random, max.min(30) + 1 - min);
            "ячейка &=+%,→ \n\"".chars().cycle().skip(below(random, 15)).take(length).collect::<String>().into()
        }
        Rule::Integers { min, max, most } => {
            let count = 1 + below(random, most);
            (0..count).map(|_| whole(random, min, max)).collect::<Vec<_>>().into()
        }
    }
}

/// A value as the page makes it of an address: a number, or text.
fn from_address(value: &Value) -> Value {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Value::Number(_) => value.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(",").into(),
        other => text(other).into(),
    }
}

#[test]
fn all_that_is_allowed_comes_back_from_an_address() {
    fn of_a_lab<S: Settings>() {
        let mut random = Random::new(8, 0);
        for _ in 0..300 {
            let patch: Map<String, Value> = S::fields()
                .iter()
                .filter(|_| random.uniform() < 0.7)
                .map(|field| (field.key.to_owned(), field.rule))
                .collect::<Vec<_>>()
                .into_iter()
                .map(|(key, rule)| (key, allowed::<S>(&mut random, rule)))
                .collect();
            let settings = S::default().merged(&patch).expect("allowed");
            let written = settings.to_map().iter().map(|(key, value)| (key.clone(), from_address(value))).collect();
            let (read, wrong) = opened::<S>(&written);
            assert_eq!((read.to_map(), wrong), (settings.to_map(), vec![]));
        }
    }
    of_every_lab!(of_a_lab);
}

#[test]
fn whatever_a_link_says_a_lab_opens_with_valid_settings() {
    fn of_a_lab<S: Settings>() {
        let mut random = Random::new(9, 0);
        let keys = S::keys();
        let odd = [
            json!(null),
            json!(true),
            json!({"a": [1]}),
            json!([1, "chart", null]),
            json!(""),
            json!("NaN"),
            json!("1e999"),
            json!("-1"),
            json!("1e308"),
            json!(" 7 "),
            json!("0x1F"),
            json!("auto"),
            json!("a,b,,settings,hidden"),
            json!("9,9,1000000000,-4"),
            json!("\u{0}\u{202e}<img src=x onerror=alert(1)>"),
            json!("ы".repeat(3000)),
            json!(1e300),
            json!(-0.5),
            json!(65_536),
        ]; // each wrong for most settings, and right for some
        for _ in 0..1250 {
            let link: Map<String, Value> = (0..below(&mut random, 8))
                .map(|_| {
                    let made_up = ["", "hiden", "__proto__", "V", "lab "];
                    let place = below(&mut random, keys.len() + made_up.len());
                    let key = keys.get(place).copied().unwrap_or_else(|| made_up[place - keys.len()]);
                    (key.to_owned(), odd[below(&mut random, odd.len())].clone())
                })
                .collect();
            let (settings, wrong) = opened::<S>(&link);
            assert!(wrong.len() <= 2 * link.len());
            let again = S::default().merged(&settings.to_map());
            assert_eq!(again.map(|again| again.to_map()), Ok(settings.to_map()), "{link:?}");
        }
    }
    of_every_lab!(of_a_lab);
}

#[test]
fn what_is_out_of_range_is_moved_to_the_bound() {
    fn of_a_lab<S: Settings>() {
        for field in S::fields() {
            let (Rule::Integer { min, max } | Rule::Number { min, max }) = field.rule else { continue };
            for (asked, bound) in [(min - 1.0, min), (max + 1.0, max), (1e300, max)] {
                let link = [(field.key.to_owned(), Value::from(asked.to_string()))].into_iter().collect();
                let (settings, wrong) = opened::<S>(&link);
                assert_eq!(settings.to_map()[field.key].as_f64(), Some(bound), "{}", field.key);
                assert_eq!((wrong.len(), wrong[0].code, wrong[0].field.as_str()), (1, "out-of-range", field.key));
            }
        }
    }
    of_every_lab!(of_a_lab);
}
