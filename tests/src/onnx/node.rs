//! One node with its inputs at hand, and which operation of Nabla computes it.

use nabla_compute::{Device, DeviceError};

use super::array::Array;
use super::proto::{AttributeProto, NodeProto};
use super::{dense, images, losses, norms, pools, recurrent};

/// Why a case came to no result.
#[derive(Debug)]
pub(super) enum Stop {
    /// It asks for something that Nabla does not do; it is skipped.
    Outside(String),
    /// It uses an operation, named here, that Nabla does not have; it is skipped.
    Operation(String),
    /// The device failed.
    Device(DeviceError),
}

impl From<DeviceError> for Stop {
    fn from(error: DeviceError) -> Self {
        Stop::Device(error)
    }
}

pub(super) fn outside<T>(reason: impl Into<String>) -> Result<T, Stop> {
    Err(Stop::Outside(reason.into()))
}

/// The operations of ONNX that Nabla has.
const OPERATIONS: [&str; 19] = [
    "AveragePool",
    "BatchNormalization",
    "Concat",
    "Conv",
    "Dropout",
    "GRU",
    "Gemm",
    "GlobalAveragePool",
    "LRN",
    "LSTM",
    "LogSoftmax",
    "MatMul",
    "MaxPool",
    "RNN",
    "Relu",
    "Sigmoid",
    "Softmax",
    "SoftmaxCrossEntropyLoss",
    "Tanh",
];

/// A node that is to be computed.
pub(super) struct Node<'a> {
    proto: &'a NodeProto,
    /// The version of ONNX's operator set, which says what attributes mean.
    pub(super) opset: i64,
    inputs: Vec<Option<&'a Array>>,
}

impl<'a> Node<'a> {
    pub(super) fn new(proto: &'a NodeProto, opset: i64, inputs: Vec<Option<&'a Array>>) -> Self {
        Node { proto, opset, inputs }
    }

    /// An input that there must be.
    pub(super) fn input(&self, i: usize) -> &'a Array {
        self.optional(i).unwrap_or_else(|| panic!("{} has no input {i}", self.proto.op_type))
    }

    pub(super) fn optional(&self, i: usize) -> Option<&'a Array> {
        self.inputs.get(i).copied().flatten()
    }

    /// Whether somebody asks for output `i`.
    pub(super) fn wants(&self, i: usize) -> bool {
        self.proto.output.get(i).is_some_and(|name| !name.is_empty())
    }

    fn attribute(&self, name: &str) -> Option<&'a AttributeProto> {
        self.proto.attribute.iter().find(|attribute| attribute.name == name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.attribute(name).is_some()
    }

    pub(super) fn int(&self, name: &str, default: i64) -> i64 {
        self.attribute(name).map_or(default, |attribute| attribute.i)
    }

    pub(super) fn float(&self, name: &str, default: f32) -> f32 {
        self.attribute(name).map_or(default, |attribute| attribute.f)
    }

    pub(super) fn text(&self, name: &str, default: &str) -> String {
        self.attribute(name).map_or(default.into(), |attribute| String::from_utf8_lossy(&attribute.s).into_owned())
    }

    pub(super) fn texts(&self, name: &str) -> Option<Vec<String>> {
        let strings = &self.attribute(name)?.strings;
        Some(strings.iter().map(|text| String::from_utf8_lossy(text).into_owned()).collect())
    }

    /// A list of sizes, if it is there.
    pub(super) fn sizes(&self, name: &str) -> Option<Vec<usize>> {
        Some(self.attribute(name)?.ints.iter().map(|n| *n as usize).collect())
    }

    /// All inputs that are there.
    pub(super) fn inputs(&self) -> impl Iterator<Item = &'a Array> {
        self.inputs.iter().copied().flatten()
    }

    /// Stops at an operation that Nabla does not have.
    pub(super) fn known(proto: &NodeProto) -> Result<(), Stop> {
        let own_domain = proto.domain.is_empty() || proto.domain == "ai.onnx";
        if own_domain && OPERATIONS.contains(&proto.op_type.as_str()) {
            return Ok(());
        }
        Err(Stop::Operation(proto.op_type.clone()))
    }

    /// Computes the outputs, in the order of ONNX's documentation.
    pub(super) async fn compute(&self, device: &Device) -> Result<Vec<Array>, Stop> {
        match self.proto.op_type.as_str() {
            "AveragePool" => pools::average_pool(self, device).await,
            "BatchNormalization" => norms::batch_norm(self, device).await,
            "Concat" => dense::concat(self, device).await,
            "Conv" => images::conv(self, device).await,
            "Dropout" => norms::dropout(self, device).await,
            "Gemm" => dense::gemm(self, device).await,
            "GlobalAveragePool" => pools::global_average_pool(self, device).await,
            "LRN" => norms::lrn(self, device).await,
            "MatMul" => dense::mat_mul(self, device).await,
            "MaxPool" => pools::max_pool(self, device).await,
            op @ ("RNN" | "LSTM" | "GRU") => recurrent::sequence(self, op, device).await,
            op @ ("Relu" | "Tanh" | "Sigmoid") => dense::pointwise(self, op, device).await,
            op @ ("Softmax" | "LogSoftmax") => dense::softmax(self, op, device).await,
            "SoftmaxCrossEntropyLoss" => losses::cross_entropy(self, device).await,
            other => unreachable!("{other} is among the known operations"),
        }
    }
}

/// The numbers of a tensor, in a shape of any rank.
pub(super) async fn read(tensor: &nabla_compute::Tensor, dims: &[usize]) -> Result<Array, Stop> {
    Ok(Array::floats(dims, &tensor.to_vec().await?))
}
