//! Time series: read, prepared, split by time, forecast by several models, and the forecasts judged.
//!
//! Read in this order: [`Series`] and where one comes from ([`table`], [`wave`]), [`Problem`] (what is learned: prepared
//! values, the split, windows and origins), the models ([`baselines`], [`Linear`], [`Net`]), what trains them in turns
//! ([`Contest`]) and what judges them ([`Trial`]).
//!
//! An origin o is the position of the first value that is forecast: y₀ … yₒ₋₁ are known, and nothing else is looked at.

pub mod baselines;
mod contest;
mod fill;
mod linear;
mod net;
mod preparation;
mod problem;
mod residuals;
mod scoring;
mod series;
mod setup;
pub mod table;
mod trial;
mod unrolled;
pub mod wave;

pub use contest::{Contest, Entrant, State};
pub use linear::{Linear, least_squares};
pub use net::{Fed, Net, NetSettings};
pub use preparation::{Prepared, Steps};
pub use problem::{Problem, ProblemError, ProblemSettings};
pub use residuals::{Autocorrelation, autocorrelation};
pub use scoring::{Scoring, Tried};
pub use series::{Dates, Series};
pub use setup::model_name;
pub use trial::{Errors, Trial, errors};
pub use unrolled::{NetStep, unrolled};
