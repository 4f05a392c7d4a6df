//! Operations on images against PyTorch's (`golden/vision.json`), on each device.

use nabla_compute::ops::{self, LrnSettings, Mean, Window};
use nabla_compute::{Device, Tape, Tensor, Var};
use nabla_tests::golden::{assert_case, sizes, upload};
use nabla_tests::read;
use serde_json::Value;

fn number(value: &Value) -> f32 {
    value.as_f64().expect("a number") as f32
}

fn window(at: &Value) -> Window {
    Window::valid(sizes(&at["size"])).with_stride(sizes(&at["stride"])).with_padding(sizes(&at["padding"]))
}

/// A case's operation on its inputs in their order: what is differentiated, and other values by name.
fn apply(device: &Device, case: &Value, x: &[Var]) -> (Var, Vec<(&'static str, Tensor)>) {
    let at = &case["attributes"];
    let y = match case["op"].as_str().expect("op") {
        "conv2d" => x[0].conv2d(&x[1], x.get(2), &window(at)),
        "conv1d" => x[0].conv1d(&x[1], x.get(2), sizes::<1>(&at["stride"])[0], sizes(&at["padding"])),
        "max_pool" => x[0].max_pool(&window(at)).y,
        "average_pool" if at["countsPadding"] == true => x[0].average_pool(&window(at), Mean::OfTaps),
        "average_pool" => x[0].average_pool(&window(at), Mean::OfCells),
        "global_average_pool" => x[0].global_average_pool(),
        "lrn" => {
            let [alpha, beta, bias] = ["alpha", "beta", "bias"].map(|name| number(&at[name]));
            let [size] = sizes(&at["size"]);
            x[0].lrn(&LrnSettings { size, alpha, beta, bias })
        }
        "batch_norm" => {
            let running = upload(device, &case["given"]["running"]);
            let normalised = x[0].batch_norm(&x[1], &x[2], number(&at["epsilon"]));
            let [rows, _] = x[0].value().shape().matrix();
            ops::follow_moments(&running, &normalised.moments, rows, number(&at["momentum"]));
            return (normalised.y, vec![("moments", normalised.moments), ("running", running)]);
        }
        "batch_norm_by" => {
            let running = upload(device, &case["given"]["running"]);
            x[0].batch_norm_by(&x[1], &x[2], &running, number(&at["epsilon"]))
        }
        "concat" => Var::concat([&x[0], &x[1], &x[2]]),
        "split" => {
            let [first, y, last] = x[0].split(sizes(&at["sizes"]));
            return (y, vec![("first", first.value().clone()), ("last", last.value().clone())]);
        }
        other => panic!("vision.json has an operation that this test does not know: {other}"),
    };
    (y, Vec::new())
}

nabla_tests::on_each_device! {
    async fn values_and_gradients_equal_pytorchs(device: &Device) {
        let golden: Value = serde_json::from_str(include_str!("golden/vision.json")).expect("vision.json");
        let cases = golden["cases"].as_array().expect("cases");
        assert!(cases.len() > 30, "only {} cases", cases.len());
        for case in cases {
            let tape = Tape::new();
            // In the order in which an operation takes them, not in that of the alphabet.
            let order = ["x", "w", "scale", "shift", "a", "b", "c"].into_iter();
            let inputs: Vec<&str> = order.filter(|input| case["inputs"].get(input).is_some()).collect();
            let leaves: Vec<Var> =
                inputs.iter().map(|input| tape.leaf(&upload(device, &case["inputs"][*input]))).collect();
            let (y, rest) = apply(device, case, &leaves);
            let leaves: Vec<(&str, Var)> = inputs.into_iter().zip(leaves).collect();
            assert_case(device, case, ("y", &y), &rest, &leaves).await;
        }
    }
}

nabla_tests::on_each_device! {
    async fn of_equal_numbers_the_first_wins_and_padding_never(device: &Device) {
        let x = device.upload([1, 3, 3, 1], &[-2.0, -2.0, -3.0, -2.0, -2.0, -3.0, -3.0, -3.0, -3.0]);
        let (y, cells) = ops::max_pool(&x, &Window::same([3, 3]).with_stride([2, 2]));
        assert_eq!(read(&y).await, [-2.0, -2.0, -2.0, -2.0]);
        let tape = Tape::new();
        let leaf = tape.leaf(&x);
        let pooled = leaf.max_pool(&Window::same([3, 3]).with_stride([2, 2])).y;
        let grads = tape.backward(&pooled.sum());
        let dx = read(grads.of(&leaf).expect("a gradient")).await;
        assert_eq!(dx, [1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(cells.len(), 4);
    }

    async fn extreme_images_stay_finite(device: &Device) {
        for value in [1e4f32, -1e4, 1e-40, 0.0] {
            let x = Tape::new().leaf(&device.upload([2, 3, 3, 4], &[value; 72]));
            let row = |value: f32| x.tape().leaf(&device.upload([4], &[value; 4]));
            let normalised = x.batch_norm(&row(1.0), &row(0.5), 1e-5).y;
            let damped = x.lrn(&LrnSettings::default());
            let pooled = x.average_pool(&Window::same([3, 3]), Mean::OfTaps);
            for y in [normalised, damped, pooled, x.dropout(0.5, 1)] {
                assert!(read(y.value()).await.iter().all(|y| y.is_finite()), "{value}");
                let grads = x.tape().backward(&y.sum());
                let dx = read(grads.of(&x).expect("a gradient")).await;
                assert!(dx.iter().all(|dx| dx.is_finite()), "{value}: {dx:?}");
            }
        }
    }
}

nabla_tests::async_test! {
    async fn both_devices_drop_the_same_numbers() {
        let Some(gpu) = nabla_tests::gpu().await else { return };
        for seed in [0, 1, u64::MAX] {
            let dropped = |device: &Device| ops::dropout(&device.upload([70_001], &[1.0; 70_001]), 0.3, seed);
            assert_eq!(read(&dropped(&gpu)).await, read(&dropped(&Device::cpu())).await);
        }
    }
}
