//! Forecasting nets and what they are fed: nothing that lies ahead, their own outputs with gradients that flow back
//! through them, and the same first forecast whatever they were trained for.
#![cfg(not(target_arch = "wasm32"))]

use std::rc::Rc;

use nabla_compute::{Device, Tensor, Var};
use nabla_models::Graph;
use nabla_models::config::{ForecastConfig, Missing, Mode, ModelKind, Preparation};
use nabla_models::forecast::baselines::Baseline;
use nabla_models::forecast::{Contest, Net, NetSettings, Scoring, Series};
use nabla_tests::{numbers, read};
use pollster::block_on;

const KINDS: [ModelKind; 5] =
    [ModelKind::Mlp, ModelKind::Rnn, ModelKind::Lstm, ModelKind::LstmPeepholes, ModelKind::Gru];
const MODES: [Mode; 3] = [Mode::OneToOne, Mode::ManyToOne, Mode::OneToMany];
const WINDOW: usize = 12;
const HORIZON: usize = 6;

fn config() -> ForecastConfig {
    ForecastConfig {
        models: [ModelKind::Linear].into_iter().chain(KINDS).collect(),
        modes: MODES.to_vec(),
        ensemble: 2,
        window: WINDOW,
        horizon: HORIZON,
        hidden: 6,
        mlp_hidden: 7,
        batch: 8,
        steps: 45,
        period: 7,
        ..ForecastConfig::default()
    }
}

/// A wave with gaps: within a part, across both borders (at 180 and 240), and elsewhere.
fn values(n: usize) -> Vec<f64> {
    let noise = numbers(n, 5);
    let mut values: Vec<f64> = (0..n).map(|t| 20.0 + (t as f64 * 0.9).sin() * 5.0 + f64::from(noise[t])).collect();
    for gap in [30..33, 178..183, 200..201, 239..242, 251..253] {
        values[gap].fill(f64::NAN);
    }
    values
}

/// All models, trained to the end.
fn trained(config: &ForecastConfig, values: Vec<f64>) -> Contest {
    let problem = config.problem(Series::new("wave", values)).unwrap_or_else(|e| panic!("{e}"));
    let mut contest = config.contest(&Device::cpu(), Rc::new(problem));
    block_on(async {
        while contest.turn().expect("the processor").is_some() {
            contest.collect().await.expect("the processor");
        }
    });
    contest
}

/// What every model says from an origin, each number by its bits.
fn forecasts(contest: &Contest, origin: usize) -> Vec<(String, Vec<u64>)> {
    let problem = &contest.problem;
    let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
    let mut all = Vec::new();
    for name in contest.net_names() {
        let members = block_on(contest.forecasts(&name, origin, HORIZON)).expect("the processor");
        all.extend(members.into_iter().map(|values| (name.clone(), bits(values))));
    }
    let linear = contest.linear.as_ref().expect("it takes part");
    all.push(("linear".to_owned(), bits(problem.linear(linear, origin, HORIZON))));
    for baseline in Baseline::ALL {
        all.push((baseline.name().to_owned(), bits(problem.baseline(baseline, origin, HORIZON))));
    }
    all
}

#[test]
fn what_lies_ahead_changes_no_forecast() {
    use Preparation::{Difference, Log, Seasonal, Standardise};
    for prepare in [vec![Standardise], vec![Log, Seasonal, Difference, Standardise]] {
        for missing in [Missing::Interpolate, Missing::Keep] {
            // With gaps kept there are too few whole stretches for the differences.
            let (window, period) = if missing == Missing::Keep { (6, 3) } else { (WINDOW, 7) };
            let config = ForecastConfig { prepare: prepare.clone(), missing, window, period, ..config() };
            let known = values(300);
            let contest = trained(&config, known.clone());
            let origins: Vec<usize> = (241..=300).filter(|origin| contest.problem.can_forecast(*origin)).collect();
            assert!(origins.len() > 25, "{} origins", origins.len());
            for now in [origins[0], origins[origins.len() / 2], 300] {
                // Other values from here on, and gaps where there were none.
                let mut other = known.clone();
                for (ahead, value) in other[now..].iter_mut().enumerate() {
                    *value = if ahead % 5 == 1 { f64::NAN } else { 1000.0 + 77.0 * ahead as f64 };
                }
                let changed = trained(&config, other);
                for origin in origins.iter().copied().filter(|origin| *origin <= now) {
                    assert_eq!(
                        forecasts(&contest, origin),
                        forecasts(&changed, origin),
                        "{prepare:?}, {missing:?}: from {origin}, changed from {now} on"
                    );
                }
            }
        }
    }
}

#[test]
fn an_origin_right_after_a_gap_is_refused() {
    let problem = config().problem(Series::new("wave", values(300))).unwrap_or_else(|e| panic!("{e}"));
    // Filled by a straight line to what comes after the gap: that may not be known at 252 and 253.
    assert_eq!([251, 252, 253, 254].map(|origin| problem.can_forecast(origin)), [true, false, false, true]);
    assert!(!problem.origins.contains(&252) && problem.origins.contains(&254));
}

#[test]
fn trials_are_the_forecasts_of_every_origin() {
    let contest = trained(&ForecastConfig { ensemble: 1, ..config() }, values(300));
    let mut scoring = Scoring::new(&contest);
    scoring.refresh(&contest);
    while scoring.is_busy() {
        block_on(scoring.advance(&contest)).expect("the processor");
    }
    for (row, origin) in contest.problem.origins.iter().enumerate() {
        for (name, bits) in forecasts(&contest, *origin) {
            let tried = &scoring.of(&name).expect("tried").trial.forecasts[row * HORIZON..][..HORIZON];
            for (tried, bits) in tried.iter().zip(bits) {
                let said = f64::from_bits(bits);
                // A product of one row is summed in another order than one of many.
                assert!((tried - said).abs() < 1e-4 * said.abs(), "{name} from {origin}: {tried} and {said}");
            }
        }
    }
}

fn net(kind: ModelKind, mode: Mode, seed: u64) -> Net {
    let config = ForecastConfig { models: vec![kind], modes: vec![mode], ensemble: 1, seed: seed as u32, ..config() };
    let problem = Rc::new(config.problem(Series::new("wave", values(300))).unwrap_or_else(|e| panic!("{e}")));
    config.contest(&Device::cpu(), problem).entrants()[0].net().clone()
}

/// The same net with the weights of another.
fn with_weights(mut net: Net, of: &Net) -> Net {
    for (param, other) in net.params_mut().into_iter().zip(of.params()) {
        assert_eq!(param.name, other.name);
        param.value = other.value.clone();
    }
    net
}

#[test]
fn one_to_one_and_one_to_many_say_the_same_first_forecast_for_the_same_weights() {
    let device = Device::cpu();
    for kind in &KINDS[1..] {
        // Weights that one-to-many training has found.
        let config = ForecastConfig { models: vec![*kind], modes: vec![Mode::OneToMany], ensemble: 1, ..config() };
        let contest = trained(&config, values(300));
        let many = contest.entrants()[0].net().clone();
        let origins = &contest.problem.origins;
        let windows = contest.problem.windows_before(origins);
        let far = many.forecast(&device, &windows, HORIZON);
        for mode in [Mode::OneToOne, Mode::ManyToOne] {
            let one = with_weights(net(*kind, mode, 9), &many);
            let near = one.forecast(&device, &windows, 1);
            assert_eq!(near.len(), 1);
            let (near, first) = (block_on(read(&near[0])), block_on(read(&far[0])));
            assert_eq!(near, first, "{kind:?} {mode:?}: the first forecast");
            // What one-to-one is judged by at the last value of the window is that forecast.
            let graph = Graph::inference();
            let each = one.after_each(&graph, &device, &windows).expect("it is recurrent");
            let each = block_on(read(each.value()));
            assert_eq!(each[each.len() - origins.len()..], first, "{kind:?} {mode:?}: after the last value");
            // And fed its own outputs, one-to-one goes on exactly as one-to-many does.
            let on = one.forecast(&device, &windows, HORIZON);
            for (on, far) in on.iter().zip(&far) {
                assert_eq!(block_on(read(on)), block_on(read(far)), "{kind:?} {mode:?}: further on");
            }
        }
    }
}

/// The mean squared error of what a net says of three windows, with the true value fed back where `forced` says so.
fn loss(graph: &Graph, net: &Net, forced: &[bool]) -> Var {
    let device = Device::cpu();
    let windows = numbers(3 * WINDOW, 21);
    let wanted: Vec<Tensor> = (0..HORIZON).map(|ahead| device.upload([3, 1], &numbers(3, 30 + ahead as u64))).collect();
    let fed = |ahead: usize| forced[ahead].then(|| wanted[ahead].clone());
    let outputs = net.outputs(graph, &device, &windows, HORIZON, &fed);
    let errors = outputs.iter().zip(&wanted).map(|(output, wanted)| output.mse(&graph.constant(wanted)));
    errors.reduce(|sum, error| &sum + &error).expect("a horizon")
}

fn settings(kind: ModelKind) -> NetSettings {
    NetSettings { forget_bias: 0.5, ..*net(kind, Mode::OneToMany, 3).settings() }
}

/// A net with weights that are nowhere zero, and large enough for the way through the output to matter.
fn wild(kind: ModelKind) -> Net {
    let mut net = Net::new(&Device::cpu(), settings(kind));
    for (seed, param) in net.params_mut().into_iter().enumerate() {
        let some: Vec<f32> = numbers(param.value.len(), 50 + seed as u64).iter().map(|x| 0.9 * x).collect();
        param.value = Device::cpu().upload(param.value.shape(), &some);
    }
    net
}

fn gradients(net: &Net, forced: &[bool]) -> Vec<Vec<f32>> {
    let graph = Graph::training();
    let loss = loss(&graph, net, forced);
    graph.gradients(&loss, &net.params()).iter().map(|gradient| block_on(read(gradient))).collect()
}

const FREE: [bool; HORIZON] = [false; HORIZON];
const MIXED: [bool; HORIZON] = [false, true, false, false, true, false];
const FORCED: [bool; HORIZON] = [true; HORIZON];

#[test]
fn gradients_flow_back_through_what_was_fed_back() {
    const STEP: f32 = 4e-3;
    for kind in KINDS {
        let net = wild(kind);
        for forced in [FREE, MIXED, FORCED] {
            let gradients = gradients(&net, &forced);
            for (which, gradient) in gradients.iter().enumerate() {
                let direction = numbers(gradient.len(), 7 + which as u64);
                let length = direction.iter().map(|x| x * x).sum::<f32>().sqrt();
                let moved = |by: f32| {
                    let mut net = net.clone();
                    let param = net.params_mut().into_iter().nth(which).expect("a parameter");
                    let mut values = block_on(read(&param.value));
                    values.iter_mut().zip(&direction).for_each(|(w, d)| *w += by * d / length);
                    param.value = Device::cpu().upload(param.value.shape(), &values);
                    f64::from(block_on(read(loss(&Graph::inference(), &net, &forced).value()))[0])
                };
                let slope = (moved(STEP) - moved(-STEP)) / f64::from(2.0 * STEP);
                let expected: f64 = gradient.iter().zip(&direction).map(|(g, d)| f64::from(g * d / length)).sum();
                let size = f64::from(gradient.iter().map(|g| g * g).sum::<f32>().sqrt()).max(0.1);
                let name = &net.params()[which].name;
                let error = (slope - expected).abs() / size;
                assert!(error < 2e-3, "{kind:?}, {forced:?}, {name}: {slope} instead of {expected}, off by {error:e}");
            }
        }
    }
}

#[test]
fn the_way_through_the_output_is_a_part_of_the_gradient() {
    for kind in KINDS {
        let net = wild(kind);
        // The same numbers are read, but as data: what the net says, fed back as if it were the truth.
        let windows = numbers(3 * WINDOW, 21);
        let said = net.forecast(&Device::cpu(), &windows, HORIZON);
        let graph = Graph::training();
        let outputs = net.outputs(&graph, &Device::cpu(), &windows, HORIZON, &|ahead| Some(said[ahead].clone()));
        let wanted = |ahead: usize| Device::cpu().upload([3, 1], &numbers(3, 30 + ahead as u64));
        let errors = outputs.iter().enumerate().map(|(ahead, output)| output.mse(&graph.constant(&wanted(ahead))));
        let cut = errors.reduce(|sum, error| &sum + &error).expect("a horizon");
        let whole = loss(&Graph::inference(), &net, &FREE);
        let [a, b] = [block_on(read(cut.value()))[0], block_on(read(whole.value()))[0]];
        assert!((a - b).abs() < 1e-5, "{kind:?}: the loss is the same, {a} and {b}");
        let cut: Vec<Vec<f32>> =
            graph.gradients(&cut, &net.params()).iter().map(|gradient| block_on(read(gradient))).collect();
        let whole = gradients(&net, &FREE);
        let difference: f32 = cut.concat().iter().zip(whole.concat()).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt();
        let size: f32 = whole.concat().iter().map(|b| b * b).sum::<f32>().sqrt();
        assert!(difference > 0.02 * size, "{kind:?}: {difference} of {size}");
    }
}
