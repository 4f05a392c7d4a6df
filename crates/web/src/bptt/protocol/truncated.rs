//! The answer to `truncation`.

use nabla_models::config::CellKind;
use serde::Serialize;
#[cfg(test)]
use ts_rs::TS;

/// What it costs to count only the last n states, on the same examples and weights.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Truncated {
    /// The kind of the net.
    pub cell: CellKind,
    /// T
    pub sequence: usize,
    /// How many steps before the last the asked symbol lies.
    pub gap: usize,
    /// The time that each training has, in seconds.
    pub seconds: f64,
    /// After how many steps of the full training the gradients were measured; null before all have been.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub measured_at: Option<u64>,
    /// By n.
    pub costs: Vec<Cost>,
    /// By n; the last one has the full gradient.
    pub courses: Vec<Course>,
}

/// What counting the last n states costs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Cost {
    /// n
    pub counted: usize,
    /// The angle to the full gradient of all parameters, in degrees; null if one of them is zero.
    pub angle: Option<f64>,
    /// ‖difference‖ / ‖full gradient‖
    pub error: Option<f64>,
    /// The angle, of Wh alone.
    pub recurrent_angle: Option<f64>,
    /// The error, of Wh alone.
    pub recurrent_error: Option<f64>,
    /// A pass there and back: the mean of as many in a row as `passes` says.
    pub milliseconds: f64,
    /// So many that they took at least 20 ms.
    pub passes: u32,
    /// What the tape keeps for the way back.
    #[cfg_attr(test, ts(type = "number"))]
    pub tape_bytes: u64,
}

/// A training that counts the last n states.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(TS))]
pub struct Course {
    /// n
    pub counted: usize,
    /// Steps done.
    #[cfg_attr(test, ts(type = "number"))]
    pub step: u64,
    /// What they took.
    pub seconds: f64,
    /// The last loss on the test; null before the first, or if it is no number.
    pub loss: Option<f32>,
    /// All of them: seconds, loss.
    pub losses: Vec<(f64, f32)>,
    /// Whether it has stopped because its loss is no number.
    pub has_diverged: bool,
}
