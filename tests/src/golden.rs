//! Reading the values that PyTorch recorded (`tests/golden`).

use nabla_compute::{Device, Indices, Tensor, Var};
use serde_json::Value;

use crate::{assert_close, read};

/// f32 against PyTorch's f64: errors of rounding only, some more on a GPU with its own exp and tanh.
pub fn tolerance(device: &Device) -> f32 {
    if device.kind() == "cpu" { 5e-6 } else { 5e-5 }
}

/// The numbers of a recorded tensor.
pub fn floats(value: &Value) -> Vec<f32> {
    value["data"].as_array().expect("data").iter().map(|x| x.as_f64().expect("a number") as f32).collect()
}

/// Its sizes.
pub fn shape(value: &Value) -> Vec<usize> {
    value["shape"].as_array().expect("shape").iter().map(|n| n.as_u64().expect("a size") as usize).collect()
}

/// Sizes of an attribute: a list of so many, or one number.
pub fn sizes<const N: usize>(value: &Value) -> [usize; N] {
    let one = |n: &Value| n.as_u64().expect("a size") as usize;
    let sizes = value.as_array().map_or_else(|| vec![one(value)], |list| list.iter().map(one).collect());
    sizes.try_into().unwrap_or_else(|_| panic!("{N} sizes: {value}"))
}

/// It, on a device.
pub fn upload(device: &Device, value: &Value) -> Tensor {
    device.upload(shape(value).as_slice(), &floats(value))
}

/// Its whole numbers, on a device.
pub fn ints(device: &Device, value: &Value) -> Indices {
    let ints: Vec<u32> = value["data"]
        .as_array()
        .unwrap_or_else(|| panic!("whole numbers: {value}"))
        .iter()
        .map(|n| n.as_u64().expect("a whole number") as u32)
        .collect();
    device.upload_indices(&ints)
}

/// The tensors of a list, or of an object in its order.
pub fn list(value: &Value) -> Vec<Value> {
    value
        .as_object()
        .map_or_else(|| value.as_array().expect("a list").clone(), |object| object.values().cloned().collect())
}

/// Fails unless a case's outputs are as recorded, the one that is differentiated and the others by name, and the gradients
/// of its inputs for the recorded dy.
///
/// # Panics
/// When they are not, or when the case records more than it was given.
pub async fn assert_case(
    device: &Device,
    case: &Value,
    (output, y): (&str, &Var),
    rest: &[(&str, Tensor)],
    leaves: &[(&str, Var)],
) {
    let name = case["name"].as_str().expect("a name");
    for (output, got) in rest.iter().map(|(output, tensor)| (*output, tensor)).chain([(output, y.value())]) {
        let expected = floats(&case["outputs"][output]);
        assert_close(&format!("{name}: {output}"), &read(got).await, &expected, tolerance(device));
    }
    assert_eq!(rest.len() + 1, case["outputs"].as_object().expect("outputs").len(), "{name}: outputs");
    let dy = y.tape().constant(&upload(device, &case["dy"]).reshape(y.value().shape()));
    let grads = y.tape().backward(&(y * &dy).sum());
    assert_eq!(leaves.len(), case["grads"].as_object().expect("grads").len(), "{name}: gradients");
    for (input, leaf) in leaves {
        let got = read(grads.of(leaf).expect("a gradient")).await;
        let expected = floats(&case["grads"][*input]);
        assert_close(&format!("{name}: gradient of {input}"), &got, &expected, tolerance(device));
    }
}
