//! What a step makes: nothing that was not foreseen, and nothing at all once it is warm.

use nabla_compute::{CpuStats, Device, GpuStats};
use nabla_models::config::Settings;
use nabla_models::data::Text;
use nabla_models::gru::GruForm;
use nabla_models::recurrent::Cell;
use nabla_models::work::{CharLmWork, CnnWork, InceptionWork, Item, Word2VecWork};
use nabla_models::{Config, Trainer};
use serde_json::json;

/// A device of its own: what it holds and submits is counted, and must not depend on how fast it is.
async fn gpu() -> Option<Device> {
    nabla_tests::gpu().await?;
    let device = Device::gpu().await.unwrap_or_else(|e| panic!("{e}"));
    if let Device::Gpu(gpu) = &device {
        gpu.submit_after(usize::MAX);
    }
    Some(device)
}

fn stats(device: &Device) -> GpuStats {
    let Device::Gpu(gpu) = device else { panic!("{} is no GPU", device.kind()) };
    gpu.stats()
}

fn held(device: &Device) -> CpuStats {
    let Device::Cpu(cpu) = device else { panic!("{} is not the processor", device.kind()) };
    cpu.stats()
}

/// Pages of WebAssembly's memory, which never shrinks.
fn pages() -> usize {
    #[cfg(target_arch = "wasm32")]
    return std::arch::wasm32::memory_size::<0>();
    #[cfg(not(target_arch = "wasm32"))]
    0
}

fn config() -> Config {
    let small = json!({"hidden": 8, "embedding": 4, "batch": 2, "sequence": 3, "layers": 2});
    Config::default().merged(small.as_object().expect("an object")).unwrap_or_else(|e| panic!("{e}"))
}

fn text() -> Text {
    let lines: String = (0..200).map(|i| format!("{} sheep and {} goats\n", i % 7, i % 5)).collect();
    Text::from_bytes(lines.as_bytes()).unwrap_or_else(|e| panic!("{e}"))
}

nabla_tests::async_test! {
    async fn the_kernels_of_a_step_are_known_before_it() {
        let Some(device) = gpu().await else { return };
        let text = text();
        let kernels = nabla_models::kernels(&device, &config(), text.vocabulary().len());
        assert!(kernels.len() > 10, "{} kernels", kernels.len());
        device.compile(&kernels, &mut |_, _| {}).await.unwrap_or_else(|e| panic!("{e}"));
        let compiled = stats(&device).pipelines;
        Trainer::new(&device, &text, &config()).expect("long enough").step().unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(stats(&device).pipelines, compiled);
    }
}

nabla_tests::async_test! {
    async fn ten_thousand_steps_make_no_buffer_on_the_processor() {
        let device = Device::cpu();
        let mut trainer = Trainer::new(&device, &text(), &config()).expect("long enough");
        let mut some_steps = async |count: usize| {
            for _ in 0..count {
                trainer.step().unwrap_or_else(|e| panic!("{e}"));
                if trainer.unreported() == 10 {
                    trainer.report();
                    trainer.back_pressure(true).await.unwrap_or_else(|e| panic!("{e}"));
                }
            }
            (held(&device), pages())
        };
        let warm = some_steps(1000).await; // the text has been read several times
        let after = some_steps(10_000).await;
        assert!(warm.0.live_bytes > 10_000 && warm.0.live_buffers > 20, "{warm:?} is too little");
        assert_eq!(after, warm);
    }
}

/// A small item of each kind of model.
fn items() -> Vec<(&'static str, Item)> {
    let char_lm = |cell| {
        let work = CharLmWork::standard(cell);
        Item::CharLm(CharLmWork { batch: 2, steps: 3, vocabulary: 7, embedding: 4, hidden: 8, ..work })
    };
    vec![
        ("lstm", char_lm(Cell::LstmPeepholes)),
        ("gru", char_lm(Cell::Gru(GruForm::ResetBefore))),
        ("cnn", Item::Cnn(CnnWork { batch: 2, side: 8 })),
        ("inception", Item::Inception(InceptionWork { batch: 1, side: 4 })),
        ("word2vec", Item::Word2Vec(Word2VecWork { vocabulary: 11, size: 5, batch: 7 })),
    ]
}

nabla_tests::async_test! {
    async fn ten_thousand_steps_of_each_model_make_nothing_on_a_gpu() {
        let Some(device) = gpu().await else { return };
        let steps = if cfg!(target_arch = "wasm32") { 300 } else { 10_000 }; // a browser's GPU is slower
        for (name, item) in items() {
            let mut work = item.prepare(&device);
            let mut some_steps = async |count: usize| {
                let before = stats(&device);
                for _ in 0..count {
                    work.run().await.unwrap_or_else(|e| panic!("{name}: {e}"));
                }
                let after = stats(&device);
                assert_eq!(after.submits - before.submits, count as u64, "{name}: a step is one submit");
                (GpuStats { submits: 0, dispatches: 0, ..after }, (after.dispatches - before.dispatches) as usize / count)
            };
            let warm = some_steps(150).await; // what only the first steps used is destroyed
            assert!(warm.1 > 5, "{name}: {} launches a step", warm.1);
            assert_eq!(some_steps(steps).await, warm, "{name}");
        }
    }
}

nabla_tests::async_test! {
    // How many launches a submit has follows the GPU's speed (`gpu/pace.rs`), and an upload takes no buffer that its submit
    // has used: so how many buffers there are depends on it, but not without end, nor on what the pace once was.
    async fn a_pace_that_changes_makes_buffers_only_at_first_and_they_are_given_back() {
        let Some(device) = gpu().await else { return };
        let Device::Gpu(gpu) = &device else { panic!("{} is no GPU", device.kind()) };
        let (models, rounds, steps) = if cfg!(target_arch = "wasm32") { (1, 1, 4) } else { (5, 5, 10) }; // a browser's GPU is slower
        let held = || stats(&device).live_buffers + stats(&device).pooled_buffers;
        for (name, item) in items().into_iter().take(models) {
            let mut work = item.prepare(&device);
            let mut at_pace = async |launches: usize, steps: usize| {
                gpu.submit_after(launches);
                for _ in 0..steps {
                    work.run().await.unwrap_or_else(|e| panic!("{name}: {e}"));
                }
                held()
            };
            let alone = at_pace(1024, 150).await;
            let mut warm = None;
            for _ in 0..=rounds {
                for launches in [1024, 4, 64, 8, 32, 16, 2] {
                    at_pace(launches, steps).await;
                }
                let now = at_pace(128, steps).await;
                assert_eq!(now, *warm.get_or_insert(now), "{name}");
            }
            assert_eq!(at_pace(1024, 150).await, alone, "{name}");
        }
    }
}

nabla_tests::async_test! {
    async fn ten_thousand_steps_of_each_model_make_no_buffer_on_the_processor() {
        for (name, item) in items() {
            let device = Device::cpu();
            let mut work = item.prepare(&device);
            let mut some_steps = async |count: usize| {
                for _ in 0..count {
                    work.run().await.unwrap_or_else(|e| panic!("{name}: {e}"));
                }
                (held(&device), pages())
            };
            let warm = some_steps(500).await;
            assert_eq!(some_steps(10_000).await, warm, "{name}");
        }
    }
}
