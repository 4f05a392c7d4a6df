//! The worker of all labs. The character lab begins with a smaller module (`main.rs`) and comes here for other cells than
//! the LSTM, and for their insides.

use js_sys::Function;
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

/// A lab in the caller's own thread, for scripts without a page. `packages/lab/models.js` is its comfortable side.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Desk(nabla_web::headless::Desk);

#[wasm_bindgen]
impl Desk {
    /// The lab of this name. `on_event` is called with what it says by itself.
    ///
    /// # Errors
    /// There is no such lab here.
    #[wasm_bindgen(constructor)]
    pub fn new(lab: &str, on_event: Function) -> Result<Desk, JsError> {
        let desk = nabla_web::headless::Desk::open(lab, on_event);
        desk.map(Desk).ok_or_else(|| JsError::new(&format!("There is no lab {lab:?} in this module.")))
    }

    /// Does what a command of the workers' protocol says, and works until it is answered.
    ///
    /// # Errors
    /// What the lab refuses the command with.
    pub async fn ask(&mut self, command: JsValue, bytes: Option<Vec<u8>>) -> Result<JsValue, JsValue> {
        self.0.ask(command, bytes).await
    }
}

fn main() {}
