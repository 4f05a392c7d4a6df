//! Why images or networks cannot be had, as the page is told.

use nabla_models::data::images::ImageError;
use nabla_models::vision::architecture::{Impossible, TextError};

use crate::protocol::Failure;

impl From<ImageError> for Failure {
    fn from(error: ImageError) -> Self {
        Failure { code: error.code(), field: None, message: error.to_string(), args: error.args() }
    }
}

impl From<TextError> for Failure {
    fn from(error: TextError) -> Self {
        let failure = Failure::new("bad-net", error.to_string()).about("net");
        let failure = failure.with("block", error.block).with("text", error.text).with("position", error.position);
        failure.with("reason", error.reason.to_string())
    }
}

impl From<Impossible> for Failure {
    fn from(error: Impossible) -> Self {
        let [y, x, c] = error.input;
        let failure = Failure::new("impossible-net", error.to_string()).about("net");
        let failure =
            failure.with("block", error.name).with("index", error.index).with("shape", format!("{y}×{x}×{c}"));
        failure.with("why", error.reason.code()).with("reason", error.reason.to_string())
    }
}
