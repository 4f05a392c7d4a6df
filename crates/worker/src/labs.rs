//! The worker of all labs. The character lab begins with a smaller module (`main.rs`) and comes here for other cells than
//! the LSTM, and for their insides.

use wasm_bindgen::prelude::*;

/// The labs by name, and how each begins.
const LABS: [(&str, fn()); 9] = [
    ("char-rnn", nabla_web::start_char_rnn),
    ("compare", nabla_web::start_compare),
    ("memory", nabla_web::start_memory),
    ("bptt", nabla_web::start_bptt),
    ("forecast", nabla_web::start_forecast),
    ("word2vec", nabla_web::start_word2vec),
    ("vision", nabla_web::start_vision),
    ("text-cnn", nabla_web::start_text_cnn),
    ("features", nabla_web::start_features),
];

/// Gives the worker to the lab of this name.
///
/// # Errors
/// There is no such lab here.
#[wasm_bindgen]
pub fn start(lab: &str) -> Result<(), JsError> {
    let found = LABS.iter().find(|(name, _)| *name == lab);
    let (_, begin) = found.ok_or_else(|| JsError::new(&format!("There is no lab {lab:?} in this module.")))?;
    begin();
    Ok(())
}

fn main() {}
