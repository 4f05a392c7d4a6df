//! Measuring the delays between spikes (Gers & Schmidhuber 2000; Gers et al. 2002).
//!
//! A spike, silence, a spike, silence, a spike. At each spike but the first it is asked how long ago the one before it
//! was: between lag/2 and lag steps, nothing happening in between. The answer is given on a scale from −1 to 1 and is
//! right when it is the right number of steps, rounded.

use crate::rng::Random;

use super::examples::{Example, Series};

/// Delays in an example.
const DELAYS: usize = 2;

/// The shortest and the longest delay.
pub(super) fn range(lag: usize) -> [usize; 2] {
    [lag.div_ceil(2), lag]
}

pub(super) fn steps(lag: usize) -> usize {
    DELAYS * lag + 1
}

/// Half the distance between the answers of two neighbouring delays.
pub(super) fn tolerance(lag: usize) -> f32 {
    let [least, most] = range(lag);
    1.0 / (most - least) as f32
}

/// The delay that an answer stands for.
pub(super) fn delay(answer: f32, lag: usize) -> f32 {
    let [least, most] = range(lag).map(|steps| steps as f32);
    (least + most) / 2.0 + answer * (most - least) / 2.0
}

fn answer(delay: usize, lag: usize) -> f32 {
    let [least, most] = range(lag);
    (2 * delay) as f32 / (most - least) as f32 - (least + most) as f32 / (most - least) as f32
}

pub(super) fn example(lag: usize, random: &mut Random) -> Example {
    let [least, most] = range(lag);
    let mut inputs = vec![0.0; steps(lag)];
    let (mut now, mut asked, mut wanted) = (0, Vec::new(), Vec::new());
    inputs[0] = 1.0;
    for _ in 0..DELAYS {
        let delay = least + random.below((most - least + 1) as u32) as usize;
        now += delay;
        inputs[now] = 1.0;
        asked.push(now);
        wanted.push(answer(delay, lag));
    }
    Example { inputs: Series::Numbers(inputs), asked, wanted: Series::Numbers(wanted) }
}
