//! A graph of ONNX's operators in the making: nodes, weights, and what goes in and comes out. The numbers of fields are
//! those of onnx.proto3.

use std::collections::BTreeMap;

use super::protobuf::Message;

/// Operators as they are since this version; it has all that is used here, and readers from 2021 on know it.
const OPERATOR_SET: i64 = 15;
/// The file format that goes with it.
const FORMAT: i64 = 8;

/// What the numbers of a tensor are.
#[derive(Clone, Copy)]
pub(super) enum Numbers {
    F32 = 1,
    I64 = 7,
}

/// A size of an input or output: known, or whatever it is called.
pub(super) enum Size {
    Is(usize),
    Any(&'static str),
}

/// What an operator is told beside its inputs.
pub(super) enum Attribute {
    Float(f32),
    Floats(Vec<f32>),
    Integer(usize),
    Integers(Vec<usize>),
    Texts(Vec<&'static str>),
}

#[derive(Default)]
pub(super) struct OnnxGraph {
    nodes: Vec<Message>,
    weights: Vec<Message>,
    inputs: Vec<Message>,
    outputs: Vec<Message>,
}

impl OnnxGraph {
    /// An operator with one output, named like it. Returns that name.
    pub(super) fn node(
        &mut self,
        operator: &str,
        inputs: &[&str],
        output: &str,
        attributes: &[(&str, Attribute)],
    ) -> String {
        self.node_of(operator, inputs, &[output], attributes);
        output.to_owned()
    }

    /// An operator; an input or output without a name is left out.
    pub(super) fn node_of(
        &mut self,
        operator: &str,
        inputs: &[&str],
        outputs: &[&str],
        attributes: &[(&str, Attribute)],
    ) {
        let name = outputs.iter().find(|name| !name.is_empty()).expect("an operator gives something");
        let node = inputs.iter().fold(Message::default(), |node, input| node.text(1, input));
        let node = outputs.iter().fold(node, |node, output| node.text(2, output));
        let node = node.text(3, &format!("{operator}.{name}")).text(4, operator);
        let put = |node: Message, (name, value): &(&str, Attribute)| node.message(5, &attribute(name, value));
        self.nodes.push(attributes.iter().fold(node, put));
    }

    fn tensor(&mut self, name: &str, shape: &[usize], numbers: Numbers, bytes: &[u8]) -> String {
        let tensor = shape.iter().fold(Message::default(), |tensor, size| tensor.integer(1, *size as i64));
        self.weights.push(tensor.integer(2, numbers as i64).text(8, name).bytes(9, bytes));
        name.to_owned()
    }

    /// Numbers that are part of the model. Returns their name.
    pub(super) fn weights(&mut self, name: &str, shape: &[usize], data: &[f32]) -> String {
        assert_eq!(shape.iter().product::<usize>(), data.len(), "{name}");
        let bytes: Vec<u8> = data.iter().flat_map(|x| x.to_le_bytes()).collect();
        self.tensor(name, shape, Numbers::F32, &bytes)
    }

    /// The same of whole numbers, in a row.
    pub(super) fn integers(&mut self, name: &str, data: &[i64]) -> String {
        let bytes: Vec<u8> = data.iter().flat_map(|x| x.to_le_bytes()).collect();
        self.tensor(name, &[data.len()], Numbers::I64, &bytes)
    }

    pub(super) fn input(&mut self, name: &str, numbers: Numbers, shape: &[Size]) {
        self.inputs.push(value(name, numbers, shape));
    }

    pub(super) fn output(&mut self, name: &str, shape: &[Size]) {
        self.outputs.push(value(name, Numbers::F32, shape));
    }

    /// The whole file.
    pub(super) fn into_file(self, name: &str, about: &str, metadata: &BTreeMap<String, String>) -> Vec<u8> {
        let graph = Message::default().messages(1, &self.nodes).text(2, name).messages(5, &self.weights);
        let graph = graph.text(10, about).messages(11, &self.inputs).messages(12, &self.outputs);
        let operators = Message::default().text(1, "").integer(2, OPERATOR_SET);
        let model = Message::default().integer(1, FORMAT).text(2, "Nabla").message(7, &graph).message(8, &operators);
        let entry = |(key, value): (&String, &String)| Message::default().text(1, key).text(2, value);
        model.messages(14, &metadata.iter().map(entry).collect::<Vec<_>>()).into_bytes()
    }
}

fn attribute(name: &str, value: &Attribute) -> Message {
    let named = Message::default().text(1, name);
    let (with, kind) = match value {
        Attribute::Float(number) => (named.float(2, *number), 1),
        Attribute::Floats(numbers) => (numbers.iter().fold(named, |all, n| all.float(7, *n)), 6),
        Attribute::Integer(number) => (named.integer(3, *number as i64), 2),
        Attribute::Integers(numbers) => (numbers.iter().fold(named, |all, n| all.integer(8, *n as i64)), 7),
        Attribute::Texts(texts) => (texts.iter().fold(named, |all, text| all.text(9, text)), 8),
    };
    with.integer(20, kind)
}

fn value(name: &str, numbers: Numbers, shape: &[Size]) -> Message {
    let size = |size: &Size| match size {
        Size::Is(number) => Message::default().integer(1, *number as i64),
        Size::Any(name) => Message::default().text(2, name),
    };
    let shape = Message::default().messages(1, &shape.iter().map(size).collect::<Vec<_>>());
    let tensor = Message::default().integer(1, numbers as i64).message(2, &shape);
    Message::default().text(1, name).message(2, &Message::default().message(1, &tensor))
}
