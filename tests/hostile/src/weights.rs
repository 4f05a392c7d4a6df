//! Files of weights: refused, or what is taken is finite and of the model's sizes.

use std::collections::BTreeMap;

use nabla_models::export::{Layout, Twin};
use nabla_models::import;

use crate::assert_refused;

pub(crate) fn read(bytes: &[u8]) {
    let twin = |ours: &str, theirs: &str, layout| Twin { ours: ours.into(), theirs: theirs.into(), layout };
    let twins = [
        twin("w", "lstm.weight_ih_l0", Layout::Transposed),
        twin("b", "lstm.bias_ih_l0", Layout::Same),
        twin("running", "bn1.running_mean", Layout::Row { row: 0 }),
    ];
    let shapes = [("w", vec![2, 4]), ("b", vec![4]), ("running", vec![2, 3])];
    let params: BTreeMap<String, (Vec<usize>, Vec<f32>)> =
        shapes.map(|(name, shape)| (name.to_owned(), (shape.clone(), vec![0.0; shape.iter().product()]))).into();
    match import::weights(bytes, &twins, &params) {
        Ok(taken) => {
            for (name, data) in taken {
                assert!(data.len() == params[&name].1.len() && data.iter().all(|x| x.is_finite()));
            }
        }
        Err(error) => assert_refused(error.code(), &error),
    }
    let _ = import::metadata(bytes, "classes");
}
