//! Trains the lab's default model natively and says what a person would see: `cargo run --release -p nabla-models
//! --example char_lm -- <text file> [steps]`.
#![allow(clippy::print_stdout, reason = "an example talks to a person")]

use std::time::Instant;

use nabla_compute::Device;
use nabla_models::data::{MAX_EVALUATED, Text};
use nabla_models::generator::Generator;
use nabla_models::validation::Validation;
use nabla_models::{Config, Trainer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("which text?")?;
    let steps: u64 = arguments.next().map_or(Ok(1000), |n| n.parse())?;
    let (text, config) = (Text::from_bytes(&std::fs::read(path)?)?, Config::default());
    let device = Device::cpu();
    let mut trainer = Trainer::new(&device, &text, &config)?;
    let start = Instant::now();
    while trainer.step_count() < steps {
        for _ in 0..100 {
            trainer.step()?;
        }
        trainer.report();
        let report = trainer.poll_report()?.ok_or("the processor reports at once")?;
        let bits = report.losses.iter().sum::<f32>() / report.losses.len() as f32 / std::f32::consts::LN_2;
        let ms = start.elapsed().as_millis() as f64 / report.step as f64;
        println!("step {:5}  {bits:.3} bits per character  {ms:.1} ms a step", report.step);
    }
    let mut validation = Validation::new(&device, trainer.model(), &text, &config, MAX_EVALUATED)?;
    while !validation.is_done() {
        validation.advance(trainer.model());
    }
    let nats = validation.mean_loss().try_take().ok_or("the processor answers at once")??[0][0];
    println!("validation: {:.3} bits per character", nats / std::f32::consts::LN_2);
    let mut generator = Generator::new(trainer.model().clone(), &[], config.temperature as f32, 1);
    let symbols: Vec<u32> = (0..500).map(|_| generator.next_symbol().0).collect();
    println!("{}", text.decode(&symbols));
    Ok(())
}
