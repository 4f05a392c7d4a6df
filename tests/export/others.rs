//! Sentences, series and tasks that need memory.

use std::rc::Rc;

use super::{Folder, checked, python, shapes, trained};
use nabla_compute::Device;
use nabla_models::config::{
    CellKind, ForecastConfig, MemoryConfig, Mode, ModelKind, SeriesKind, TaskKind, TextCnnConfig, TextUnit,
};
use nabla_models::export::{Exported, forecast, memory, text_cnn};
use nabla_models::text_cnn::Sentences;
use nabla_tests::texts::text;

fn sentences() -> TextCnnConfig {
    TextCnnConfig {
        sentences: 60,
        vocabulary: 60,
        embedding: 6,
        filters: 4,
        widths: vec![2, 3],
        ..TextCnnConfig::default()
    }
}

fn exported_sentences(config: &TextCnnConfig) -> Exported {
    let texts = ["austen", "shakespeare", "kjv"].map(text);
    let split = Sentences::new([&texts[0], &texts[1], &texts[2]]).split(config).expect("enough");
    let mut training = config.training(&Device::cpu(), &Rc::new(split));
    (0..5).for_each(|_| training.step().expect("the processor is never lost"));
    pollster::block_on(text_cnn(&training, config)).expect("the processor is never lost")
}

fn exported_series(config: &ForecastConfig) -> Exported {
    let problem = config.problem(config.function()).expect("a problem");
    let mut contest = config.contest(&Device::cpu(), Rc::new(problem));
    for _ in 0..60 {
        contest.turn().expect("the processor is never lost");
    }
    pollster::block_on(contest.collect()).expect("the processor is never lost");
    pollster::block_on(forecast(&contest, config)).expect("the processor is never lost").expect("there are networks")
}

fn series() -> ForecastConfig {
    ForecastConfig {
        series: SeriesKind::Function,
        models: vec![ModelKind::Mlp, ModelKind::Rnn, ModelKind::Lstm, ModelKind::Gru],
        modes: vec![Mode::ManyToOne, Mode::OneToMany],
        window: 9,
        horizon: 5,
        hidden: 6,
        ensemble: 2,
        ..ForecastConfig::default()
    }
}

fn exported_task(task: TaskKind) -> Exported {
    let cells = vec![CellKind::Rnn, CellKind::Lstm, CellKind::LstmPeepholes, CellKind::Gru];
    let config = MemoryConfig { task, cells, lags: vec![5, 9], hidden: 6, batch: 4, ..MemoryConfig::default() };
    let mut race = config.race(&Device::cpu());
    for entrant in race.entrants_mut() {
        (0..3).for_each(|_| drop(entrant.learner.step().expect("the processor is never lost")));
    }
    pollster::block_on(memory(&race, &config)).expect("the processor is never lost")
}

const TASKS: [TaskKind; 5] = [TaskKind::Copy, TaskKind::Adding, TaskKind::Order, TaskKind::Dyck, TaskKind::Timing];

#[test]
fn weights_of_all_learners_have_their_names() {
    let exported = exported_sentences(&sentences());
    let of = |name: &str| exported.weights.tensors[name].0.clone();
    assert_eq!((of("conv3.weight"), of("conv3.bias"), of("output.weight")), (vec![4, 6, 3], vec![4], vec![3, 8]));
    assert_eq!((of("bag.weight")[1], of("bag_bias"), of("check.loss")), (3, vec![3], vec![2]));
    assert_eq!(of("optim.bag.weight.exp_avg"), of("bag.weight"));
    let names: Vec<String> = shapes(&exported_series(&series()).weights).into_iter().map(|(name, _)| name).collect();
    for name in
        ["nets.mlp.layers.0.weight", "nets.lstm_one-to-many.layer.weight_ih_l0", "nets.gru_many-to-one_2.layer.Wx"]
    {
        assert!(names.iter().any(|own| own == name), "{name} is not in {names:?}");
    }
    let names: Vec<String> = shapes(&exported_task(TaskKind::Copy).weights).into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"nets.lstm-peepholes_9.layer.p".to_owned()), "{names:?}");
}

#[test]
#[ignore = "needs Python with PyTorch (NABLA_PYTHON, else python3)"]
fn scripts_agree() {
    let folder = Folder::new("others");
    let lines = [
        ("austen", "She went home."),
        ("kjv", "And the Lord said unto them."),
        ("shakespeare", "Thy king doth sleep."),
    ];
    let lines: String = (0..90).map(|i| format!("{}\t{} {i}\n", lines[i % 3].0, lines[i % 3].1)).collect();
    let data = folder.file("sentences.tsv", lines);
    for unit in [TextUnit::Words, TextUnit::Characters] {
        let files = checked(&folder, &exported_sentences(&TextCnnConfig { unit, ..sentences() }));
        let saved = folder.0.join("later.safetensors");
        let losses = trained(&files, &data, "3", &saved);
        assert!(losses.len() == 3 && losses.iter().all(|loss| loss.is_finite()), "{losses:?}");
        python(&[&files[0], &saved]);
    }
    checked(&folder, &exported_series(&series()));
    for task in TASKS {
        checked(&folder, &exported_task(task));
    }
    folder.remove();
}
