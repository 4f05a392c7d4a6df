//! Runs a case: node after node, each on the device, then compares what the graph gives with what ONNX expects.

use std::collections::HashMap;

use nabla_compute::Device;
use prost::Message;

use super::array::Array;
use super::case::{Case, DataSet};
use super::node::{Node, Stop, outside};
use super::proto::{GraphProto, ModelProto, TensorProto};
use super::report::Verdict;

/// ONNX's own bounds for its tests: |got − expected| ≤ 1e-7 + 1e-3·|expected|. Where an output has numbers above 1 its
/// largest is the unit of the first: a sum of large terms may end near zero, and then f32 rounds by their size.
const ABSOLUTE: f64 = 1e-7;
const RELATIVE: f64 = 1e-3;

impl Case {
    /// The operations of its model, each once; none if the model cannot be read.
    pub fn operations(&self) -> Vec<String> {
        let graph = self.graph().map(|(graph, _)| graph).unwrap_or_default();
        let mut names: Vec<String> = graph.node.into_iter().map(|node| node.op_type).collect();
        names.sort();
        names.dedup();
        names
    }

    /// Computes it on each device, until one fails, and judges the results.
    pub async fn run(&self, devices: &[Device]) -> Verdict {
        let (graph, opset) = match self.graph() {
            Ok(found) => found,
            Err(message) => return Verdict::Failed(message),
        };
        if self.sets.is_empty() {
            return Verdict::Outside("a model without data".into());
        }
        for (device, set) in devices.iter().flat_map(|device| self.sets.iter().map(move |set| (device, set))) {
            let kind = device.kind();
            match check(&graph, opset, set, device).await {
                Ok(None) => {}
                Ok(Some(difference)) => return Verdict::Failed(format!("on {kind}: {difference}")),
                Err(Stop::Outside(reason)) => return Verdict::Outside(reason),
                Err(Stop::Operation(name)) => return Verdict::OtherOperation(name),
                Err(Stop::Device(error)) => return Verdict::Failed(format!("on {kind}: {error}")),
            }
        }
        Verdict::Passed
    }

    /// The graph, and the version of ONNX's operator set.
    fn graph(&self) -> Result<(GraphProto, i64), String> {
        let model = ModelProto::decode(self.model.as_slice()).map_err(|error| format!("model.onnx: {error}"))?;
        let own = model.opset_import.iter().find(|set| set.domain.is_empty() || set.domain == "ai.onnx");
        let opset = own.map_or(1, |set| set.version);
        Ok((model.graph.ok_or("model.onnx has no graph")?, opset))
    }
}

/// Runs a graph on a set of data; the first difference to what is expected, if there is one.
async fn check(graph: &GraphProto, opset: i64, set: &DataSet, device: &Device) -> Result<Option<String>, Stop> {
    graph.node.iter().try_for_each(Node::known)?;
    let mut values = start(graph, set)?;
    for node in &graph.node {
        let inputs = node.input.iter().map(|name| values.get(name.as_str())).collect();
        let outputs = Node::new(node, opset, inputs).compute(device).await?;
        for (i, name) in node.output.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            let Some(output) = outputs.get(i) else {
                return outside(format!("output {i} of {}", node.op_type));
            };
            values.insert(name, output.clone());
        }
    }
    if set.outputs.is_empty() || set.outputs.len() != graph.output.len() {
        return Ok(Some(format!("{} outputs instead of {}", graph.output.len(), set.outputs.len())));
    }
    for (output, bytes) in graph.output.iter().zip(&set.outputs) {
        let got = values.get(output.name.as_str()).unwrap_or_else(|| panic!("no node gives {}", output.name));
        if let Some(difference) = difference(got, &decoded(bytes)?) {
            return Ok(Some(format!("{}{difference}", output.name)));
        }
    }
    Ok(None)
}

/// The values before the first node. A model may list its parameters among its inputs; there is no data for those.
fn start<'a>(graph: &'a GraphProto, set: &DataSet) -> Result<HashMap<&'a str, Array>, Stop> {
    let mut values = HashMap::new();
    for tensor in &graph.initializer {
        values.insert(tensor.name.as_str(), Array::decode(tensor)?);
    }
    let all_fed = graph.input.len() == set.inputs.len();
    let fed = graph.input.iter().map(|input| input.name.as_str());
    let fed: Vec<&str> = fed.filter(|name| all_fed || !values.contains_key(name)).collect();
    for (name, bytes) in fed.into_iter().zip(&set.inputs) {
        values.insert(name, decoded(bytes)?);
    }
    Ok(values)
}

fn decoded(bytes: &[u8]) -> Result<Array, Stop> {
    match TensorProto::decode(bytes) {
        Ok(tensor) => Array::decode(&tensor),
        Err(_) => outside("data that is no tensor"),
    }
}

/// The first number that is out of bounds, or a wrong shape.
fn difference(got: &Array, expected: &Array) -> Option<String> {
    if got.dims != expected.dims || got.whole != expected.whole {
        return Some(format!(" {:?} instead of {:?}", got.dims, expected.dims));
    }
    let unit = expected.data.iter().filter(|x| x.is_finite()).fold(1.0, |unit: f64, x| unit.max(x.abs()));
    let (absolute, relative) = if expected.whole { (0.0, 0.0) } else { (ABSOLUTE * unit, RELATIVE) };
    let fits = |got: f64, expected: f64| {
        let same = got == expected || (got.is_nan() && expected.is_nan());
        same || (got - expected).abs() <= absolute + relative * expected.abs()
    };
    let at = got.data.iter().zip(&expected.data).position(|(got, expected)| !fits(*got, *expected))?;
    Some(format!("[{at}]: {} instead of {}", got.data[at], expected.data[at]))
}
