//! Tasks that cannot be done without memory, and nets that learn them from generated examples.
//!
//! A [`Task`] writes examples for a lag: how long something has to be remembered. A [`Learner`] is one recurrent layer
//! under a linear head, judged on a [`Test`] that it never trains on. Learners of one seed and lag see the same examples,
//! whatever their cell is. A [`Race`] trains several in turns.

mod adding;
mod copy;
mod dyck;
mod examples;
mod learner;
mod order;
mod race;
mod setup;
mod task;
mod test;
mod timing;

pub use dyck::MAX_DEPTH;
pub use examples::{Example, Examples, Series};
pub use learner::{Learner, LearnerSettings};
pub use race::{Entrant, LEARNED, Race, State, Turn};
pub use setup::TEST_ROWS;
pub use task::Task;
pub use test::{Score, Test};
