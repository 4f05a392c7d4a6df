//! Texts that the model is writing, a few characters a slice.

use nabla_models::data::Text;
use nabla_models::generator::Generator;

use crate::protocol::Written;

/// What a text is for.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    /// Shown by itself, of the weights after this step.
    Sample(u64),
    /// The answer to a request.
    Answer(u32),
}

/// A text in the making.
pub(super) struct Writing {
    pub(super) purpose: Purpose,
    pub(super) temperature: f64,
    generator: Generator,
    left: usize,
    symbols: Vec<u32>,
    nats: Vec<f32>,
}

impl Writing {
    pub(super) fn new(generator: Generator, length: usize, temperature: f64, purpose: Purpose) -> Self {
        Writing { purpose, temperature, generator, left: length, symbols: Vec::new(), nats: Vec::new() }
    }

    /// Writes until the time is over, one character at least; whether the text is complete.
    pub(super) fn go_on(&mut self, clock: fn() -> f64, until: f64) -> bool {
        while self.left > 0 {
            let (symbol, surprise) = self.generator.next_symbol();
            self.symbols.push(symbol);
            self.nats.push(surprise);
            self.left -= 1;
            if clock() >= until {
                break;
            }
        }
        self.left == 0
    }

    pub(super) fn written(&self, text: &Text) -> Written {
        Written { text: text.decode(&self.symbols), bits: to_bits(&self.nats) }
    }
}

/// From natural logarithms to those of base 2.
pub(super) fn to_bits(nats: &[f32]) -> Vec<f32> {
    nats.iter().map(|x| x * std::f32::consts::LOG2_E).collect()
}
