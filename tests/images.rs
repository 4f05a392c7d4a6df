//! Networks for images: ten losses, the first gradients and a prediction of PyTorch's (`golden/images.json`).

use nabla_compute::{Device, Tensor, Var, ops};
use nabla_models::{
    Cnn, CnnSettings, GoogLeNet, GoogLeNetSettings, Graph, ImageBatch, InceptionSettings, Optimizer, Param,
};
use nabla_tests::golden::{floats, ints, list, sizes, upload};
use nabla_tests::{assert_close, read};
use serde_json::Value;

/// One of the recorded networks.
enum Network {
    Cnn(Box<Cnn>),
    GoogLeNet(Box<GoogLeNet>),
}

impl Network {
    fn new(device: &Device, model: &Value) -> Self {
        let size = |key: &str| model[key].as_u64().expect("a size") as usize;
        let (channels, classes) = (size("channels"), size("classes"));
        if model["name"] == "cnn" {
            let (image, filters) = (sizes(&model["image"]), sizes(&model["filters"]));
            let settings = CnnSettings { image, channels, filters, classes };
            return Network::Cnn(Box::new(Cnn::new(device, settings, 0)));
        }
        let (b, c) = (sizes(&model["b"]), sizes(&model["c"]));
        let inception = InceptionSettings { channels: size("stem"), a: size("a"), b, c, d: size("d") };
        let settings = GoogLeNetSettings { channels, inception, dropout: 0.0, classes };
        Network::GoogLeNet(Box::new(GoogLeNet::new(device, settings, 0)))
    }

    fn params(&self) -> Vec<&Param> {
        match self {
            Network::Cnn(network) => network.params(),
            Network::GoogLeNet(network) => network.params(),
        }
    }

    fn load(&mut self, device: &Device, parameters: &Value) {
        let params = match self {
            Network::Cnn(network) => network.params_mut(),
            Network::GoogLeNet(network) => network.state_mut(),
        };
        for param in params {
            if let Some(recorded) = parameters.get(&param.name) {
                param.value = upload(device, recorded);
            } else {
                assert_eq!(param.name, "norm.running", "PyTorch has no such parameter");
            }
        }
    }

    fn logits(&self, graph: &Graph, images: &Var) -> Var {
        match self {
            Network::Cnn(network) => network.logits(graph, images),
            Network::GoogLeNet(network) => network.logits(graph, images, 0),
        }
    }

    /// Forward, backward and update: the loss before the update, and the gradients.
    fn step(&self, optimizer: &mut Optimizer, batch: &ImageBatch) -> (Tensor, Vec<Tensor>) {
        let graph = Graph::training();
        let logits = self.logits(&graph, &graph.constant(&batch.images));
        let loss = ops::softmax_xent(&logits, &batch.classes).loss;
        let grads = graph.gradients(&loss, &self.params());
        let unclipped = ops::global_norm(&grads.iter().collect::<Vec<_>>(), 0.0);
        optimizer.step(&self.params(), &grads, &unclipped);
        (loss.value().clone(), grads)
    }
}

nabla_tests::on_each_device! {
    async fn ten_losses_equal_pytorchs(device: &Device) {
        let tolerance = if device.kind() == "cpu" { 1e-5 } else { 1e-4 };
        let golden: Value = serde_json::from_str(include_str!("golden/images.json")).expect("images.json");
        for model in golden["models"].as_array().expect("models") {
            let name = model["name"].as_str().expect("a name");
            let mut network = Network::new(device, model);
            network.load(device, &model["parameters"]);
            let number = |key: &str| model[key].as_f64().expect("a number") as f32;
            let mut optimizer = match model["optimizer"].as_str() {
                Some("adam") => Optimizer::adam(&network.params(), number("learningRate")),
                _ => Optimizer::sgd(&network.params(), number("learningRate"), number("momentum")),
            };
            let batches: Vec<ImageBatch> = std::iter::zip(list(&model["images"]), list(&model["targets"]))
                .map(|(x, y)| ImageBatch { images: upload(device, &x), classes: ints(device, &y) }).collect();
            let mut losses = Vec::new();
            for step in 0..10 {
                let (loss, grads) = network.step(&mut optimizer, &batches[step % batches.len()]);
                losses.push(read(&loss).await[0]);
                for (param, grad) in network.params().iter().zip(&grads).filter(|_| step == 0) {
                    let expected = floats(&model["gradients"][&param.name]);
                    assert_close(&format!("{name}: gradient of {}", param.name), &read(grad).await, &expected, tolerance);
                }
            }
            let expected = list(&model["losses"]).iter().map(|x| x.as_f64().expect("a loss") as f32).collect::<Vec<_>>();
            assert_close(&format!("{name}: losses"), &losses, &expected, tolerance);
            let graph = Graph::inference();
            let prediction = network.logits(&graph, &graph.constant(&batches[0].images));
            let got = read(prediction.value()).await;
            assert_close(&format!("{name}: prediction"), &got, &floats(&model["prediction"]), 10.0 * tolerance);
        }
    }
}
