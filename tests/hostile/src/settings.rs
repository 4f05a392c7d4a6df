//! Settings: whatever is asked for, a lab has valid ones, and says of each value that it does not take what is wrong with it.

use nabla_models::ConfigError;
use nabla_models::config::{
    BpttConfig, Config, FeaturesConfig, ForecastConfig, MemoryConfig, Settings, TextCnnConfig, VisionConfig,
    Word2VecConfig,
};
use nabla_models::vision::Architecture;
use serde_json::{Map, Value};

use crate::assert_refused;

/// The settings that a link opens with, and what was wrong with it: what `www/src/links.ts` does around a worker.
pub fn opened<S: Settings>(link: &Map<String, Value>) -> (S, Vec<ConfigError>) {
    let (mut link, mut wrong) = (link.clone(), Vec::<ConfigError>::new());
    loop {
        let error = match S::default().merged(&link) {
            Ok(settings) => return (settings, wrong),
            Err(error) => error,
        };
        let is_new = wrong.iter().all(|other| other.field != error.field);
        match error.args.get("usable").filter(|_| is_new) {
            Some(usable) => link.insert(error.field.clone(), usable.clone()),
            None => link.remove(&error.field),
        };
        wrong.push(error);
    }
}

pub(crate) fn json(bytes: &[u8]) {
    let Ok(Value::Object(asked)) = serde_json::from_slice(bytes) else { return };
    ask_every_lab(&asked);
    if let Ok(config) = serde_json::from_value::<Config>(Value::Object(asked.clone())) {
        assert_eq!(Config::default().merged(&asked), Ok(config));
    }
}

/// `key=value&key=value`, numbers as numbers.
pub(crate) fn link(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let value = |text: &str| text.parse::<f64>().ok().map_or_else(|| text.into(), Value::from);
    ask_every_lab(&pairs.map(|(key, text)| (key.to_owned(), value(text))).collect());
}

fn ask_every_lab(asked: &Map<String, Value>) {
    open::<Config>(asked);
    open::<BpttConfig>(asked);
    open::<FeaturesConfig>(asked);
    open::<ForecastConfig>(asked);
    open::<MemoryConfig>(asked);
    open::<TextCnnConfig>(asked);
    open::<VisionConfig>(asked);
    open::<Word2VecConfig>(asked);
}

fn open<S: Settings>(asked: &Map<String, Value>) {
    let (settings, wrong) = opened::<S>(asked);
    assert!(wrong.len() <= 2 * asked.len());
    for error in &wrong {
        assert_refused(error.code, error);
        assert!(asked.contains_key(&error.field), "{error}");
    }
    let map = settings.to_map();
    assert_eq!(S::default().merged(&map).map(|again| again.to_map()), Ok(map));
}

pub(crate) fn architecture(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (image, classes) in [([28, 28, 1], 10), ([224, 224, 3], 1000)] {
        let net = match Architecture::parse(&text, image, classes) {
            Ok(net) => net,
            Err(error) => return assert_refused("bad-net", &error),
        };
        assert_eq!(Architecture::parse(&net.to_string(), image, classes), Ok(net.clone()));
        if let Err(error) = net.plan() {
            assert!(!error.to_string().is_empty());
        }
    }
}
