//! A run that stopped because it no longer computed with numbers, as the page is told of it.

use nabla_models::divergence::{Divergence, Sign};

use crate::protocol::Failure;

/// How the run was trained when it went wrong, and where it can go on from.
pub(crate) struct Course {
    /// The learning rate.
    pub(crate) rate: f64,
    /// Limit of the gradients' norm, 0 if it is off; nothing where a lab has none.
    pub(crate) clip: Option<f64>,
    /// Step of the last checkpoint that is known to be good; 0 is the beginning.
    pub(crate) good: u64,
}

/// What the page makes sentences of. What is not known is left out.
pub(crate) fn diverged(found: &Divergence, course: &Course) -> Failure {
    let sign = match found.sign {
        Sign::Weight => "weight",
        Sign::Loss => "loss",
        Sign::Far => "far",
        Sign::Gradient => "gradient",
    };
    let failure =
        Failure::new("diverged", "Training stopped: the steps were too large, and numbers are none any more.")
            .with("step", found.step)
            .with("sign", sign)
            .with("tensor", found.tensor.as_str())
            .with("largest", found.largest)
            .with("rate", course.rate)
            .with("good", course.good);
    let known = [
        ("clip", course.clip),
        ("loss", Some(f64::from(found.loss)).filter(|loss| loss.is_finite())),
        ("factor", found.growth.map(|growth| f64::from(growth.factor)).filter(|factor| factor.is_finite())),
        ("within", found.growth.map(|growth| growth.steps as f64)),
    ];
    known.into_iter().fold(failure, |failure, (name, value)| match value {
        Some(value) => failure.with(name, value),
        None => failure,
    })
}
