//! Reading the values that PyTorch recorded (`tests/golden`).

use nabla_compute::{Device, Indices, Tensor};
use serde_json::Value;

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
