//! Every operation far from the numbers that networks usually hold: what is finite by mathematics stays finite, values
//! and gradients, on each device.

use nabla_compute::ops::{self, AdamSettings, RmspropSettings, SgdSettings};
use nabla_compute::{Device, Tensor};
use nabla_tests::{assert_close, cases, evaluate, numbers, read, read_all};

/// Inputs of `len` numbers, by name.
type Extreme = (&'static str, fn(usize, u64) -> Vec<f32>);

const SGD: SgdSettings = SgdSettings { learning_rate: 0.01, momentum: 0.9, nesterov: true };

const EXTREMES: [Extreme; 7] = [
    ("1e4", |len, _| vec![1e4; len]),
    ("-1e4", |len, _| vec![-1e4; len]),
    ("±1e4 and all between", |len, seed| numbers(len, seed).iter().map(|x| x * 1e4).collect()),
    ("±1e4", |len, seed| numbers(len, seed).iter().map(|x| x.signum() * 1e4).collect()),
    ("denormal", |len, seed| numbers(len, seed).iter().map(|x| x * 1e-40).collect()),
    ("all zero", |len, _| vec![0.0; len]),
    ("all equal", |len, _| vec![0.3; len]),
];

nabla_tests::on_each_device! {
    async fn extreme_numbers_give_finite_values_and_gradients(device: &Device) {
        let mut wrong = Vec::new();
        for case in cases::all() {
            let (mut names, mut results) = (Vec::new(), Vec::new());
            for (what, fill) in EXTREMES {
                let input = |(i, shape): (usize, &&'static [usize])| (*shape, fill(shape.iter().product(), i as u64));
                let inputs: Vec<(&[usize], Vec<f32>)> = case.small.iter().enumerate().map(input).collect();
                for (result, tensor) in evaluate(device, &inputs, &case.op).results() {
                    names.push(format!("{} of {what}, {result}", case.name));
                    results.push(tensor);
                }
            }
            // All together: a read-back each would take most of an emulated GPU's time.
            for (name, numbers) in names.iter().zip(read_all(device, &results).await) {
                wrong.extend(numbers.iter().find(|x| !x.is_finite()).map(|x| format!("{name}: {x}")));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

nabla_tests::on_each_device! {
    async fn extreme_gradients_leave_finite_parameters(device: &Device) {
        for (what, fill) in EXTREMES {
            let grad = device.upload([33], &fill(33, 1));
            let [adam, sgd, rmsprop]: [Vec<Tensor>; 3] =
                std::array::from_fn(|_| [0.3, 0.0, 0.0].map(|x| ops::fill(device, [33], x)).into());
            let norm = ops::global_norm(&[&grad], 1.0);
            for t in 1..=3 {
                ops::adam(&adam[0], [&adam[1], &adam[2]], &grad, &norm, t, &AdamSettings::new(0.01));
                ops::sgd(&sgd[0], &sgd[1], &grad, &norm, &SGD);
                ops::rmsprop(&rmsprop[0], [&rmsprop[1], &rmsprop[2]], &grad, &norm, &RmspropSettings::new(0.01, 0.9));
            }
            let all: Vec<Tensor> = [adam, sgd, rmsprop].concat().into_iter().chain([norm]).collect();
            for (i, numbers) in read_all(device, &all).await.iter().enumerate() {
                let name = ["Adam", "SGD", "RMSprop", "the norm"][i / 3];
                assert!(numbers.iter().all(|x| x.is_finite()), "{name} of {what}");
            }
        }
    }

    async fn a_gradient_that_is_no_number_is_found_and_not_followed(device: &Device) {
        const LONG: usize = 40_000; // several workgroups
        for bad in [f32::NAN, -f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::from_bits(0x7f80_0001), 1e20] {
            for (at, place) in [(0, 0), (1, LONG - 1), (2, 6)] {
                let grads: [Tensor; 3] = std::array::from_fn(|i| {
                    let mut numbers = vec![0.1; [33, LONG, 7][i]];
                    if i == at {
                        numbers[place] = bad;
                    }
                    device.upload([numbers.len()], &numbers)
                });
                let norm = ops::global_norm(&grads.each_ref(), 1.0);
                let [w, m, v] = [0.3, 0.2, 0.1].map(|x| ops::fill(device, [7], x));
                ops::adam(&w, [&m, &v], &grads[2], &norm, 1, &AdamSettings::new(0.01));
                ops::sgd(&w, &v, &grads[2], &norm, &SGD);
                ops::rmsprop(&w, [&v, &m], &grads[2], &norm, &RmspropSettings::new(0.01, 0.9));
                let read = read_all(device, &[norm, w, m, v]).await;
                assert_eq!(read[0][2], at as f32 + 1.0, "{bad:e} in gradient {at}: {:?}", read[0]);
                assert_eq!(read[1..], [vec![0.3; 7], vec![0.2; 7], vec![0.1; 7]], "{bad:e} was followed");
            }
        }
        let both = [f32::NAN, 0.5].map(|x| device.upload([2], &[x, f32::NAN]));
        let norm = read(&ops::global_norm(&both.each_ref(), 0.0)).await;
        assert_eq!(norm[2], 2.0, "the way back meets the last one first");
    }

    async fn functions_reach_their_bounds(device: &Device) {
        let far = device.upload([4], &[1e4, -1e4, 0.0, -0.0]);
        assert_eq!(read(&ops::tanh(&far)).await, [1.0, -1.0, 0.0, 0.0]);
        assert_close("σ", &read(&ops::sigmoid(&far)).await, &[1.0, 0.0, 0.5, 0.5], 1e-7);
        assert_eq!(read(&ops::relu(&far)).await, [1e4, 0.0, 0.0, 0.0]);
        let rows = device.upload([3, 2], &[1e4, -1e4, 1e4, 1e4, -1e4, -1e4]);
        assert_close("softmax", &read(&ops::softmax(&rows)).await, &[1.0, 0.0, 0.5, 0.5, 0.5, 0.5], 1e-6);
        let half = -std::f32::consts::LN_2;
        assert_close("ln softmax", &read(&ops::log_softmax(&rows)).await, &[0.0, -2e4, half, half, half, half], 1e-6);
    }
}
