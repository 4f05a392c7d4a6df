//! The file of a run: refused, or its tensors are as large as they say, and it can be written again.

use nabla_models::Checkpoint;

use crate::assert_refused;

pub(crate) fn read(bytes: &[u8]) {
    match Checkpoint::from_bytes(bytes) {
        Ok(checkpoint) => {
            for (shape, data) in checkpoint.tensors.values() {
                assert_eq!(shape.iter().product::<usize>(), data.len());
            }
            assert!(checkpoint.step().checked_add(u64::from(u32::MAX)).is_some(), "there are steps after it");
            let written = checkpoint.to_bytes().expect("what was read can be written");
            let again = Checkpoint::from_bytes(&written).expect("what was written can be read");
            assert_eq!(again.metadata, checkpoint.metadata);
            assert_eq!(bits(&again), bits(&checkpoint), "numbers that are none as well");
        }
        Err(error) => assert_refused("bad-checkpoint", &error),
    }
}

/// Names, shapes and numbers, so that what is no number can be compared.
fn bits(checkpoint: &Checkpoint) -> Vec<(&String, &Vec<usize>, Vec<u32>)> {
    let tensors = checkpoint.tensors.iter();
    tensors.map(|(name, (shape, data))| (name, shape, data.iter().map(|x| x.to_bits()).collect())).collect()
}
