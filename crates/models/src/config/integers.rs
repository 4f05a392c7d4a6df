//! Lists of whole numbers, such as lags.

use serde_json::Value;

use super::ConfigError;
use super::field::{Rule, finite_number};

/// The whole numbers in an array, or in text with commas; at least one and at most `most`, all within the bounds.
pub(super) fn integers(key: &str, value: &Value, [min, max]: [f64; 2], most: usize) -> Result<Vec<u32>, ConfigError> {
    let wrong_type = || ConfigError::wrong_type(key, value, &Rule::Integers { min, max, most });
    let items: Vec<Value> = match value {
        Value::String(text) => text.split(',').map(|word| word.trim().into()).collect(),
        Value::Array(items) => items.clone(),
        _ => return Err(wrong_type()),
    };
    let whole = |item: &Value| finite_number(item).filter(|x| x.fract() == 0.0);
    let mut numbers = items.iter().map(whole).collect::<Option<Vec<f64>>>().ok_or_else(wrong_type)?;
    if let Some(outside) = numbers.iter().position(|x| !(min..=max).contains(x)) {
        numbers.iter_mut().for_each(|x| *x = x.clamp(min, max));
        return Err(ConfigError::out_of_range(key, &items[outside], min, max).or_use(written(&numbers, most)));
    }
    if (1..=most).contains(&numbers.len()) {
        return Ok(numbers.into_iter().map(|x| x as u32).collect());
    }
    let message = format!("{key}: a list of {}; allowed are 1 to {most}.", numbers.len());
    let args = [("value", numbers.len().into()), ("min", 1.into()), ("max", most.into())];
    let error = ConfigError::new("out-of-range", key, message, &args);
    Err(if numbers.is_empty() { error } else { error.or_use(written(&numbers, most)) })
}

/// As many of the numbers as there may be, as text.
fn written(numbers: &[f64], most: usize) -> String {
    let words: Vec<String> = numbers.iter().take(most).map(f64::to_string).collect();
    words.join(",")
}
